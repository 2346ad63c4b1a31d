#![no_main]
doors::target!("geojson_lines");
