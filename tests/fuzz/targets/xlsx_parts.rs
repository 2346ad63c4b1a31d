#![no_main]
doors::target!("xlsx_parts");
