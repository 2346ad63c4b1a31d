//! Pictures of maps: colours, words, sizes, and who sees what.

mod colours;
mod hostile;
mod maplibre;
mod queries;
mod support;
mod words;
