//! Fast fingerprints of large tables, for recognising what did not change.

/// Odd constants with as many ones as zeros.
const FACTORS: [u64; 2] = [0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db];

/// A fingerprint of 128 bits over numbers: two lanes of multiply-and-fold.
///
/// It tells different data apart unless somebody makes them alike on purpose, and is many times faster than
/// [`Digest`](super::Digest). Nothing secret may stand in a fingerprint that is shown: short data can be guessed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u64; 2]);

impl Default for Fingerprint {
    fn default() -> Self {
        Self([FACTORS[1], FACTORS[0]])
    }
}

impl Fingerprint {
    /// Adds a number.
    #[inline]
    pub fn word(&mut self, word: u64) {
        let [a, b] = self.0;
        self.0 = [
            folded(a ^ word, FACTORS[0]).wrapping_add(a.rotate_left(29)),
            folded(b ^ word.rotate_left(32), FACTORS[1]).wrapping_add(b.rotate_left(37)),
        ];
    }

    /// Adds a count.
    pub fn size(&mut self, size: usize) {
        self.word(u64::try_from(size).unwrap_or(u64::MAX));
    }

    /// Adds the exact bits of a number.
    pub fn number(&mut self, number: f64) {
        self.word(number.to_bits());
    }

    /// Adds a text with its length.
    pub fn text(&mut self, text: &str) {
        self.size(text.len());
        for piece in text.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..piece.len()].copy_from_slice(piece);
            self.word(u64::from_le_bytes(bytes));
        }
    }

    /// Both lanes.
    pub fn value(self) -> u128 {
        let [a, b] = self.0.map(|lane| folded(lane, FACTORS[0] ^ FACTORS[1]) ^ lane);
        u128::from(a) << 64 | u128::from(b)
    }

    /// Sixteen hexadecimal digits, as long as those of a [`Digest`](super::Digest).
    pub fn short(self) -> String {
        let [a, b] = self.0;
        format!("{:016x}", folded(a, FACTORS[0]) ^ folded(b, FACTORS[1]))
    }
}

/// Both halves of a product, one upon the other.
#[inline]
fn folded(a: u64, b: u64) -> u64 {
    let product = (u128::from(a) * u128::from(b)).to_le_bytes();
    let half = |from: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&product[from..from + 8]);
        u64::from_le_bytes(bytes)
    };
    half(0) ^ half(8)
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    fn of(words: &[u64]) -> u128 {
        let mut print = Fingerprint::default();
        for word in words {
            print.word(*word);
        }
        print.value()
    }

    #[test]
    fn order_length_and_every_bit_count() {
        let all = [
            of(&[]),
            of(&[0]),
            of(&[0, 0]),
            of(&[1, 0]),
            of(&[0, 1]),
            of(&[1 << 63, 0]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one), "{at}");
        }
    }

    #[test]
    fn a_million_counters_have_fingerprints_of_their_own() {
        let mut seen: Vec<u128> = (0..1_000_000).map(|word| of(&[7, word])).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 1_000_000);
    }
}
