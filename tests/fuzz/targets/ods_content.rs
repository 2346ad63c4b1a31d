#![no_main]
doors::target!("ods_content");
