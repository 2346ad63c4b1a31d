//! Pictures of maps: colours, words, sizes, and who sees what.

mod below_zero;
mod change;
mod colours;
mod confined;
mod crowd;
mod hostile;
mod index;
mod maplibre;
mod queries;
mod support;
mod words;
