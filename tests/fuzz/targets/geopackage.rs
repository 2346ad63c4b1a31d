#![no_main]
doors::target!("geopackage");
