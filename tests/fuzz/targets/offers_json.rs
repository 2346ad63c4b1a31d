#![no_main]
doors::target!("offers_json");
