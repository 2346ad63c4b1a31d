//! Pictures of maps: colours, words, sizes, and who sees what.

mod below_zero;
mod colours;
mod hostile;
mod index;
mod maplibre;
mod queries;
mod support;
mod words;
