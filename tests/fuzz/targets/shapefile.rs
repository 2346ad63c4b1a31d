#![no_main]
doors::target!("shapefile");
