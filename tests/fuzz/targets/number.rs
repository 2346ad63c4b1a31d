#![no_main]
doors::target!("number");
