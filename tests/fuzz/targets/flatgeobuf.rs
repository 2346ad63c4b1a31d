#![no_main]
doors::target!("flatgeobuf");
