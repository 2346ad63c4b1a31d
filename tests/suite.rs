//! All tests in one binary, so that the library is linked once.

mod real_tables;
mod tables_in_a_city;
