//! Which old encoding a text without any mark of it was written in, judged by the umlauts within words.

/// An encoding with one byte per letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum OneByte {
    /// Windows, Western Europe.
    Windows1252,
    /// Macintosh of before 2001.
    Macintosh,
    /// DOS, Western Europe.
    Cp850,
}

/// The bytes of ä, ö, ü and ß.
const UMLAUTS: [(OneByte, [u8; 4]); 3] = [
    (OneByte::Windows1252, [0xe4, 0xf6, 0xfc, 0xdf]),
    (OneByte::Macintosh, [0x8a, 0x9a, 0x9f, 0xa7]),
    (OneByte::Cp850, [0x84, 0x94, 0x81, 0xe1]),
];

/// Counts umlauts between letters, where quotes, currency signs and other signs never stand.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::input) struct Umlauts([usize; 3]);

impl Umlauts {
    /// Looks at a text; texts may come one after the other.
    pub fn look(&mut self, bytes: &[u8]) {
        for three in bytes.windows(3) {
            let [before, letter, after] = three else { continue };
            if *letter < 0x80 || !before.is_ascii_alphabetic() || !after.is_ascii_lowercase() {
                continue;
            }
            for (count, (_, umlauts)) in self.0.iter_mut().zip(UMLAUTS) {
                *count += usize::from(umlauts.contains(letter));
            }
        }
    }

    /// Windows, unless another encoding alone gives umlauts.
    pub fn encoding(self) -> OneByte {
        let [windows, macintosh, dos] = self.0;
        match (windows, macintosh, dos) {
            (1.., ..) | (_, 0, 0) => OneByte::Windows1252,
            (_, mac, dos) if mac >= dos => OneByte::Macintosh,
            _ => OneByte::Cp850,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(bytes: &[u8]) -> OneByte {
        let mut umlauts = Umlauts::default();
        umlauts.look(bytes);
        umlauts.encoding()
    }

    #[test]
    fn umlauts_within_words_tell_the_encoding() {
        assert_eq!(guess(b"S\xfcdvorstadt, \x84Mitte\x93, 5 \x80"), OneByte::Windows1252);
        assert_eq!(guess(b"S\x9fdvorstadt"), OneByte::Macintosh);
        assert_eq!(guess(b"S\x81dvorstadt"), OneByte::Cp850);
        assert_eq!(guess(b"\x84Nord\x93 \x80 \x85 \xa7 5"), OneByte::Windows1252);
        assert_eq!(guess(b"Caf\xe9"), OneByte::Windows1252);
    }
}
