#![no_main]
doors::target!("boundary_grid");
