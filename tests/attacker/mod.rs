//! An attacker who knows everything that is public: what the service answers, how `city.toml` defines it, that parts add up
//! to wholes, and that counts are whole and not negative; but not which of the hidden cells are small.
//!
//! Everything known becomes rows of a linear system over the counts of figures at places in periods. Bounds are propagated;
//! what is left falls into connected parts, in which linear programs and a search over whole numbers give the least and the
//! largest possible value of every secret. A secret is narrowed when these are closer than the threshold of its source.
//!
//! # References
//! Hundepool, A. et al. (2012), *Statistical Disclosure Control*, chapter 4, DOI 10.1002/9781118348239.

mod answers;
mod attack;
mod boundaries;
mod boundary_versions;
mod channels;
mod city;
mod counts;
mod decided;
mod declared;
mod fraction;
mod generated;
mod generator;
mod generator_files;
mod generator_time;
mod grid;
mod groups;
mod index;
mod interval;
mod kept;
mod knowledge;
mod legend;
mod musterstadt;
mod outside;
mod over_time;
mod primary;
mod program;
mod properties;
mod random;
mod rounded;
mod rounding;
mod scene;
mod selections;
mod solvable;
mod system;
mod truth;
mod versions_known;
mod versions_plan;
mod weights;
