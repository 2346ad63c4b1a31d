//! Fingerprints of data and definitions.

use sha2::{Digest as _, Sha256};

/// A SHA-256 over named parts.
#[derive(Debug, Clone, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Adds a part; its name and length count too, so that moving bytes between parts changes the result.
    #[must_use]
    pub fn part(mut self, name: &str, bytes: &[u8]) -> Self {
        self.0.update(name.as_bytes());
        self.0.update([0]);
        self.0
            .update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a piece of what is fingerprinted as a whole, however it is cut.
    pub fn piece(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// All 32 bytes.
    pub fn bytes(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    /// The first eight bytes as a number.
    pub fn number(self) -> u64 {
        let mut bytes = [0_u8; 8];
        bytes.copy_from_slice(&self.0.finalize()[..8]);
        u64::from_be_bytes(bytes)
    }

    /// The first sixteen hexadecimal digits: enough to tell versions apart, short enough to be cited.
    pub fn short(self) -> String {
        format!("{:016x}", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn moving_a_byte_between_parts_changes_the_fingerprint() {
        let one = Digest::default().part("a", b"xy").part("b", b"").short();
        let two = Digest::default().part("a", b"x").part("b", b"y").short();
        assert_ne!(one, two);
        assert_eq!(one.len(), 16);
    }

    #[test]
    fn pieces_give_the_same_fingerprint_however_they_are_cut() {
        let of = |pieces: &[&[u8]]| {
            let mut digest = Digest::default();
            for piece in pieces {
                digest.piece(piece);
            }
            digest.bytes()
        };
        assert_eq!(of(&[b"ab", b"", b"c"]), of(&[b"abc"]));
        assert_ne!(of(&[b"ab"]), of(&[b"abc"]));
    }
}
