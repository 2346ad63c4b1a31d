//! Who runs the service: a file that the operator writes.

use std::path::Path;

use crate::output::page::plain::Operator;

/// A file about the operator cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The file is absent or is no such file.
    #[error(
        "{file}: cannot be used ({reason}); expected a file with name, address, email, telephone, imprint_url and the tables [accessibility] and [privacy], see the README."
    )]
    Unusable {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads the file.
///
/// # Errors
/// When it is unreadable, or holds something else.
pub fn read_operator(path: &Path) -> Result<Operator, OperatorError> {
    let unusable = |reason: String| OperatorError::Unusable {
        file: path.display().to_string(),
        reason,
    };
    let text = std::fs::read_to_string(path).map_err(|e| unusable(e.to_string()))?;
    toml::from_str(&text).map_err(|e| unusable(e.to_string().replace('\n', " ")))
}
