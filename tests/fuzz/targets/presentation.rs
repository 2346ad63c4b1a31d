#![no_main]
doors::target!("presentation");
