#![no_main]
doors::target!("wkt");
