#![no_main]
doors::target!("init");
