//! All tests in one binary, so that the library is linked once.
//!
//! Tests on real data read the folder named by `SOZIALRAUMATLAS_TEST_DATA` and are skipped with a message without it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says so by failing, in its helpers too"
)]

mod addresses;
mod api;
mod api_audience;
mod api_doors;
mod api_faults;
mod api_features;
mod api_files;
mod api_openapi;
mod api_profile;
mod api_relations;
mod architecture;
mod attacker;
mod breaks;
mod budget;
mod catalog;
mod certainty;
mod certainty_properties;
mod cities;
mod classification;
mod cli;
mod decisions;
mod decisions_killed;
mod decisions_public;
mod decisions_writing;
mod fetch;
mod figures;
mod findings;
mod formulas;
mod fuzz_replay;
mod gate;
mod gate_known;
mod gate_memory;
mod gate_published;
mod gate_secondary;
mod inputs;
mod large_city;
mod large_tables;
mod musterstadt;
mod offers;
mod office_files;
mod office_layouts;
mod office_oddities;
mod pages;
mod pages_rules;
mod palettes;
mod parts_of_areas;
mod pictures;
mod presentations;
mod presentations_checked;
mod priority_cities;
mod priority_definition;
mod priority_methods;
mod priority_properties;
mod priority_service;
mod real_boundaries;
mod real_geometry;
mod real_init;
mod real_tables;
mod reload;
mod report;
mod rounded;
mod schema;
mod selections;
mod sentences;
mod smoothed_maps;
mod support;
mod tables_in_a_city;
mod tile_decoder;
mod tiles;
mod tiny;
mod together;
mod unforeseen;
mod versions;
mod versions_gate;
mod versions_ways;
