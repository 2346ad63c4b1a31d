//! Why a city cannot be loaded, in words that are chosen in the language of the reader.

use super::LoadError;
use super::boundary::BoundaryError;
use super::catalog::CatalogError;
use super::context::ContextError;
use super::level::LevelError;
use super::offer::OfferError;
use super::table::TableError;
use crate::model::{Argument, Phrase};

impl LoadError {
    /// What happened, a phrase for every line: absent and unreadable files and faults of `city.toml` have sentences of their own,
    /// everything else stands in a sentence that quotes the message for programmers.
    pub fn phrases(&self) -> Vec<Phrase> {
        match self {
            Self::NoCatalog { folder, reason } => vec![
                Phrase::new("error.no_catalog")
                    .with("folder", folder.as_str())
                    .with("reason", reason.as_str()),
            ],
            Self::Catalog(CatalogError { problems }) => {
                let line = |problem: &super::catalog::Problem| {
                    Phrase::new("error.catalog.line")
                        .with("line", Argument::Position(problem.line))
                        .with("said", problem.said.clone())
                };
                problems.iter().map(line).collect()
            }
            other => vec![
                other
                    .of_file()
                    .unwrap_or_else(|| Phrase::new("error.other").with("message", other.to_string())),
            ],
        }
    }

    fn of_file(&self) -> Option<Phrase> {
        match self {
            Self::Level(LevelError::Boundary(error))
            | Self::Context(ContextError::Place(error))
            | Self::Offer(OfferError::Points(error)) => boundary(error),
            Self::Level(LevelError::Table(error)) | Self::Table(error) | Self::Offer(OfferError::Table(error)) => {
                table(error)
            }
            Self::Context(ContextError::Unreadable { file, reason, .. }) => Some(unreadable(file, reason)),
            _ => None,
        }
    }
}

fn unreadable(file: &str, reason: &str) -> Phrase {
    Phrase::new("error.unreadable")
        .with("file", file)
        .with("reason", reason)
}

fn boundary(error: &BoundaryError) -> Option<Phrase> {
    Some(match error {
        BoundaryError::Unreadable { file, problem } => unreadable(file, problem),
        BoundaryError::UnknownFormat { file, known } => Phrase::new("error.unknown_format")
            .with("file", file.as_str())
            .with("known", known.as_str()),
        BoundaryError::MissingFile { file, sidecar } => Phrase::new("error.missing_file")
            .with("file", file.as_str())
            .with("sidecar", sidecar.as_str()),
        BoundaryError::NoAreas { file } => Phrase::new("error.no_areas").with("file", file.as_str()),
        _ => return None,
    })
}

fn table(error: &TableError) -> Option<Phrase> {
    Some(match error {
        TableError::Unreadable { path, source } => unreadable(path, &source.to_string()),
        TableError::UnknownFormat { path, known, .. } => Phrase::new("error.unknown_format")
            .with("file", path.as_str())
            .with("known", known.as_str()),
        TableError::Empty { path } => Phrase::new("error.empty_table").with("file", path.as_str()),
        TableError::NoHeader { path } => Phrase::new("error.no_header").with("file", path.as_str()),
        _ => return None,
    })
}
