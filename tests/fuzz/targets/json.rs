#![no_main]
doors::target!("json");
