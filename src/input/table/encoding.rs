//! Text from bytes in the encodings that German offices use.

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::input::boundary::encoding::Encoding as Old;
use crate::input::compose::composed;
use crate::input::letters::{OneByte, Umlauts};

use super::Log;

/// A file's text and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without byte order mark; malformed bytes are U+FFFD.
    pub text: String,
    /// Name of the encoding used.
    pub encoding: &'static str,
    /// Whether some bytes were malformed in that encoding.
    pub malformed: bool,
    /// Whether the encoding was neither declared nor evident from the bytes.
    pub guessed: bool,
    /// The declared encoding, where a byte order mark proves it wrong.
    pub overruled: Option<&'static str>,
}

/// Reads bytes by their byte order mark, else by the declared label, else as UTF-8 if valid, else as the old encoding that gives umlauts,
/// which is windows-1252 unless only Macintosh or code page 850 do. Accents that stand apart are put on their letters.
///
/// Labels are those of the WHATWG Encoding Standard, such as `utf-8`, `latin1` or `windows-1252`; by the same standard a byte order mark overrules a label.
/// `None` for an unknown label.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Option<Decoded> {
    let cp850 = |guessed| Decoded {
        text: composed(&Old::Cp850.decode(bytes)).into_owned(),
        encoding: Old::Cp850.name(),
        malformed: false,
        guessed,
        overruled: None,
    };
    if declared.and_then(Old::named) == Some(Old::Cp850) {
        return Some(cp850(false));
    }
    let label = match declared {
        Some(label) => Some(Encoding::for_label_no_replacement(label.as_bytes())?),
        None => None,
    };
    let mark = Encoding::for_bom(bytes);
    let two_bytes = utf16(bytes).filter(|_| label.is_none() && mark.is_none());
    let valid = label.is_some() || mark.is_some() || (two_bytes.is_none() && std::str::from_utf8(bytes).is_ok());
    let fallback = match two_bytes {
        Some(found) => found,
        None if valid => UTF_8,
        None => match old(bytes) {
            OneByte::Windows1252 => WINDOWS_1252,
            OneByte::Macintosh => MACINTOSH,
            OneByte::Cp850 => return Some(cp850(true)),
        },
    };
    let encoding = mark.map(|(encoding, _)| encoding).or(label).unwrap_or(fallback);
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    Some(Decoded {
        text: composed(&text).into_owned(),
        encoding: encoding.name(),
        malformed,
        guessed: !valid,
        overruled: label.filter(|label| *label != encoding).map(Encoding::name),
    })
}

fn old(bytes: &[u8]) -> OneByte {
    let mut umlauts = Umlauts::default();
    umlauts.look(bytes);
    umlauts.encoding()
}

/// UTF-16 without a byte order mark: in a text of Latin letters every other byte is nought.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let pairs = start.len() / 2;
    let noughts = |offset: usize| start.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (noughts(0), noughts(1));
    match () {
        () if pairs >= 8 && second * 10 >= pairs * 8 && first == 0 => Some(UTF_16LE),
        () if pairs >= 8 && first * 10 >= pairs * 8 && second == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// How a file that is read piece by piece is decoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    /// The name for people.
    pub name: &'static str,
    pub encoding: Old,
    /// Nothing but the bytes themselves can prove it: malformed ones prove it wrong.
    pub is_supposed: bool,
    guessed: bool,
    overruled: Option<&'static str>,
}

impl Choice {
    /// Bytes at the beginning of a file that tell an encoding with two bytes per letter.
    pub(super) const HEAD: usize = 4096;

    fn new(encoding: Old) -> Self {
        Self {
            name: encoding.name(),
            encoding,
            is_supposed: false,
            guessed: false,
            overruled: None,
        }
    }

    /// By the byte order mark at the beginning, else by the declared label, else by every other byte being nought; else UTF-8 is
    /// supposed. `None` for an unknown label.
    pub(super) fn of(head: &[u8], declared: Option<&str>) -> Option<Self> {
        if declared.and_then(Old::named) == Some(Old::Cp850) {
            return Some(Self::new(Old::Cp850));
        }
        let label = match declared {
            Some(label) => Some(Encoding::for_label_no_replacement(label.as_bytes())?),
            None => None,
        };
        let mark = Encoding::for_bom(head).map(|(encoding, _)| encoding);
        let Some(encoding) = mark.or(label) else {
            let two_bytes = utf16(head);
            return Some(Self {
                is_supposed: two_bytes.is_none(),
                guessed: two_bytes.is_some(),
                ..Self::new(Old::Standard(two_bytes.unwrap_or(UTF_8)))
            });
        };
        Some(Self {
            overruled: label.filter(|label| *label != encoding).map(Encoding::name),
            ..Self::new(Old::Standard(encoding))
        })
    }

    /// What was chosen for a file that was decoded as a whole.
    pub(super) fn of_whole(decoded: &Decoded) -> Self {
        Self {
            name: decoded.encoding,
            guessed: decoded.guessed,
            overruled: decoded.overruled,
            ..Self::new(Old::Standard(UTF_8))
        }
    }

    /// What is left when the bytes are not UTF-8: the encoding that gives umlauts.
    pub(super) fn otherwise(letters: Umlauts) -> Self {
        let encoding = match letters.encoding() {
            OneByte::Windows1252 => Old::Standard(WINDOWS_1252),
            OneByte::Macintosh => Old::Standard(MACINTOSH),
            OneByte::Cp850 => Old::Cp850,
        };
        Self {
            guessed: true,
            ..Self::new(encoding)
        }
    }

    /// Notes what a person should know about it: `line` is that of the first malformed bytes.
    pub(super) fn report(&self, had_errors: bool, line: Option<usize>, log: &mut Log) {
        report(self.name, self.overruled, (had_errors, line), self.guessed, log);
    }
}

/// Notes what a person should know about an encoding: whether bytes were malformed, and in which line first.
pub(super) fn report(
    encoding: &str,
    overruled: Option<&str>,
    (is_malformed, line): (bool, Option<usize>),
    guessed: bool,
    log: &mut Log,
) {
    if let Some(declared) = overruled {
        log.warn("table/encoding-contradicted", None, |f| {
            f.with("declared", declared).with("encoding", encoding)
        });
    }
    if is_malformed {
        log.warn("table/malformed-bytes", line, |f| f.with("encoding", encoding));
    }
    if guessed {
        log.note("table/encoding-guessed", |f| f.with("encoding", encoding));
    }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use proptest::prelude::*;

    fn text(bytes: &[u8], declared: Option<&str>) -> (String, &'static str) {
        let decoded = decode(bytes, declared).unwrap();
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn umlauts_survive_in_every_usual_encoding() {
        let expected = |encoding| ("Süd".to_owned(), encoding);
        assert_eq!(text(b"S\xfcd", None), expected("windows-1252"));
        assert_eq!(text("Süd".as_bytes(), None), expected("UTF-8"));
        assert_eq!(text(b"\xef\xbb\xbfS\xc3\xbcd", None), expected("UTF-8"));
        assert_eq!(text(b"\xff\xfeS\0\xfc\0d\0", None), expected("UTF-16LE"));
        assert_eq!(text(b"\xfe\xff\0S\0\xfc\0d", None), expected("UTF-16BE"));
        assert_eq!(text(b"S\xfcd", Some("latin1")), expected("windows-1252"));
        assert_eq!(text(b"S\x81d", Some("ibm866")).1, "IBM866");
    }

    #[test]
    fn a_byte_order_mark_overrules_a_wrong_label() {
        let decoded = decode(b"\xef\xbb\xbfS\xc3\xbcd", Some("windows-1252")).unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.overruled),
            ("Süd", Some("windows-1252"))
        );
    }

    #[test]
    fn malformed_bytes_under_a_declared_encoding_are_reported() {
        assert!(decode(b"S\xfcd", Some("utf-8")).unwrap().malformed);
        assert!(!decode(b"S\xfcd", None).unwrap().malformed);
    }

    #[test]
    fn encodings_without_any_mark_are_told_by_their_umlauts() {
        assert_eq!(text(b"S\x9fd", None), ("Süd".to_owned(), "macintosh"));
        assert_eq!(text(b"S\x81d", None), ("Süd".to_owned(), "cp850"));
        assert_eq!(text(b"S\x81d", Some("cp850")), ("Süd".to_owned(), "cp850"));
        let wide: Vec<u8> = "Nr;Süd;1;2".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide, None), ("Nr;Süd;1;2".to_owned(), "UTF-16LE"));
        assert_eq!(text("Su\u{308}d".as_bytes(), None).0, "Süd");
    }

    #[test]
    fn an_unknown_label_is_refused() {
        assert_eq!(decode(b"", Some("windows-1525")), None);
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(decode(&bytes, None).is_some());
        }
    }
}
