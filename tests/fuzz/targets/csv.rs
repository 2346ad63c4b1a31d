#![no_main]
doors::target!("csv");
