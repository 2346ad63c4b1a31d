//! Text from bytes in the encodings that German offices use.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

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

/// Reads bytes by their byte order mark, else by the declared label, else as UTF-8 if valid, else as windows-1252.
///
/// Labels are those of the WHATWG Encoding Standard, such as `utf-8`, `latin1` or `windows-1252`; by the same standard a byte order mark overrules a label.
/// `None` for an unknown label.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Option<Decoded> {
    let label = match declared {
        Some(label) => Some(Encoding::for_label_no_replacement(label.as_bytes())?),
        None => None,
    };
    let mark = Encoding::for_bom(bytes);
    let valid = label.is_some() || mark.is_some() || std::str::from_utf8(bytes).is_ok();
    let fallback = if valid { UTF_8 } else { WINDOWS_1252 };
    let encoding = mark.map(|(encoding, _)| encoding).or(label).unwrap_or(fallback);
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    Some(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        malformed,
        guessed: !valid,
        overruled: label.filter(|label| *label != encoding).map(Encoding::name),
    })
}

/// How a file that is read piece by piece is decoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    /// The name for people.
    pub name: &'static str,
    pub encoding: &'static Encoding,
    /// Nothing but the bytes themselves can prove it: malformed ones prove it wrong.
    pub is_supposed: bool,
    guessed: bool,
    overruled: Option<&'static str>,
}

impl Choice {
    /// Bytes at the beginning of a file that a byte order mark may take.
    pub(super) const MARK: usize = 3;

    /// By the byte order mark at the beginning, else by the declared label, else UTF-8 is supposed; `None` for an unknown label.
    pub(super) fn of(head: &[u8], declared: Option<&str>) -> Option<Self> {
        let label = match declared {
            Some(label) => Some(Encoding::for_label_no_replacement(label.as_bytes())?),
            None => None,
        };
        let mark = Encoding::for_bom(head).map(|(encoding, _)| encoding);
        let encoding = mark.or(label).unwrap_or(UTF_8);
        Some(Self {
            name: encoding.name(),
            encoding,
            is_supposed: mark.is_none() && label.is_none(),
            guessed: false,
            overruled: label.filter(|label| *label != encoding).map(Encoding::name),
        })
    }

    /// What was chosen for a file that was decoded as a whole.
    pub(super) fn of_whole(decoded: &Decoded) -> Self {
        Self {
            name: decoded.encoding,
            encoding: UTF_8,
            is_supposed: false,
            guessed: decoded.guessed,
            overruled: decoded.overruled,
        }
    }

    /// What is left when the bytes are not UTF-8.
    pub(super) fn otherwise() -> Self {
        Self {
            name: WINDOWS_1252.name(),
            encoding: WINDOWS_1252,
            is_supposed: false,
            guessed: true,
            overruled: None,
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
        log.warn("table/encoding-contradicted", None, || {
            format!("encoding {declared} is declared, but the byte order mark says {encoding}; read as {encoding}")
        });
    }
    if is_malformed {
        log.warn("table/malformed-bytes", line, || {
            format!("found bytes that are not {encoding}, replaced by U+FFFD; declare the right encoding")
        });
    }
    if guessed {
        log.note("table/encoding-guessed", || {
            format!("no encoding is declared and the bytes are not UTF-8; read as {encoding}")
        });
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
