#![no_main]
doors::target!("ods");
