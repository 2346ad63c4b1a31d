#![no_main]
doors::target!("context");
