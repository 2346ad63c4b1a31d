#![no_main]
doors::target!("geojson");
