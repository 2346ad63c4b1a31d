#![no_main]
doors::target!("zipped");
