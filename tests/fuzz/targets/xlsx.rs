#![no_main]
doors::target!("xlsx");
