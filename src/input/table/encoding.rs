//! Text from bytes in the encodings that German offices use.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

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
