#![no_main]
doors::target!("topojson");
