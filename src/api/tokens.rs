//! Tokens of departments.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Labels of departments by the SHA-256 of their token. A token stands for a department, never for a person.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    by_hash: BTreeMap<String, String>,
}

/// A file of tokens cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TokensError {
    /// The file is absent or unreadable.
    #[error(
        "{file}: cannot be read ({reason}); expected a file with lines such as Jugendamt = \"<SHA-256 of the token in hexadecimal>\" under [tokens]."
    )]
    Unreadable {
        /// The file.
        file: String,
        /// The system's words.
        reason: String,
    },
    /// An entry is no SHA-256.
    #[error(
        "{file}: the entry \"{label}\" is no SHA-256: expected 64 hexadecimal digits, as `printf %s TOKEN | sha256sum` prints them."
    )]
    NotAHash {
        /// The file.
        file: String,
        /// The department.
        label: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenFile {
    tokens: BTreeMap<String, String>,
}

impl Tokens {
    /// Reads a TOML file with a table `[tokens]` of label = "SHA-256 in hexadecimal".
    ///
    /// # Errors
    /// When the file is unreadable or an entry is no SHA-256.
    pub fn read(path: &Path) -> Result<Self, TokensError> {
        let file = path.display().to_string();
        let unreadable = |reason: String| TokensError::Unreadable {
            file: file.clone(),
            reason,
        };
        let text = std::fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
        let parsed: TokenFile = toml::from_str(&text).map_err(|e| unreadable(e.message().to_owned()))?;
        let mut by_hash = BTreeMap::new();
        for (label, hash) in parsed.tokens {
            if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(TokensError::NotAHash { file, label });
            }
            by_hash.insert(hash.to_ascii_lowercase(), label);
        }
        Ok(Self { by_hash })
    }

    /// The department behind a token. Comparing hashes leaks nothing about the token through the time it takes.
    pub fn department(&self, token: &str) -> Option<&str> {
        let hash = format!("{:x}", Hexadecimal(&Sha256::digest(token.as_bytes())));
        self.by_hash.get(&hash).map(String::as_str)
    }
}

/// Bytes that print as hexadecimal digits.
struct Hexadecimal<'b>(&'b [u8]);

impl std::fmt::LowerHex for Hexadecimal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
