#![no_main]
doors::target!("city_toml");
