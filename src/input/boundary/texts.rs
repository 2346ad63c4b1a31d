//! JSON that is not written in UTF-8, though RFC 8259 demands it.

use std::borrow::Cow;

use crate::input::table::encoding::decode;
use crate::model::Finding;

/// The bytes in UTF-8 without a byte order mark.
pub(super) fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if std::str::from_utf8(plain).is_ok() && !plain.contains(&0) {
        return Cow::Borrowed(plain);
    }
    decode(bytes, None).map_or(Cow::Borrowed(plain), |decoded| Cow::Owned(decoded.text.into_bytes()))
}

/// The finding about a file in another encoding.
pub(super) fn other_encoding(path: &str, bytes: &[u8]) -> Option<Finding> {
    if matches!(utf8(bytes), Cow::Borrowed(_)) {
        return None;
    }
    let encoding = decode(bytes, None)?.encoding;
    let message = format!("found a file that is not UTF-8, which the format demands; it is read as {encoding}");
    Some(Finding::warning("boundary/encoding", path, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_read_and_reported() {
        for bytes in [&b"{\"a\":\"S\xfcd\"}"[..], b"\xff\xfe{\0}\0"] {
            assert!(std::str::from_utf8(&utf8(bytes)).is_ok());
            assert!(other_encoding("a.geojson", bytes).is_some());
        }
        assert_eq!(other_encoding("a.geojson", "{\"a\":\"Süd\"}".as_bytes()), None);
        assert_eq!(&*utf8(b"\xef\xbb\xbf{}"), b"{}");
    }
}
