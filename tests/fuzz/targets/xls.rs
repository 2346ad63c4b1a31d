#![no_main]
doors::target!("xls");
