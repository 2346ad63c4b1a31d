//! Pictures of maps: colours, words, sizes, and who sees what.

mod colours;
mod hostile;
mod queries;
mod support;
mod words;
