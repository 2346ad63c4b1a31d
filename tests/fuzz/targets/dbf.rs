#![no_main]
doors::target!("dbf");
