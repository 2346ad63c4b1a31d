//! The encoding of a shapefile's attributes, which its parts tell in several ways or not at all.

use encoding_rs::{MACINTOSH, UTF_8, WINDOWS_1252};

use crate::input::compose::composed;
use crate::input::letters::{OneByte, Umlauts};
use crate::model::Finding;

/// Signs 128 to 255 of code page 850 (DOS, Western Europe).
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::input) enum Encoding {
    /// One of the WHATWG Encoding Standard.
    Standard(&'static encoding_rs::Encoding),
    /// Code page 850, which the standard leaves out.
    Cp850,
}

impl Encoding {
    /// The encoding with this name as it stands in `city.toml` or a `.cpg` file.
    pub fn named(name: &str) -> Option<Self> {
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let number = ["ansi", "oem", "ibm", "windows", "cp", "ms"]
            .iter()
            .find_map(|prefix| plain.strip_prefix(prefix))
            .unwrap_or(&plain);
        match number {
            "850" => Some(Self::Cp850),
            "1252" | "latin1" | "iso88591" | "88591" => Some(Self::Standard(WINDOWS_1252)),
            "utf8" | "65001" => Some(Self::Standard(UTF_8)),
            _ => encoding_rs::Encoding::for_label(name.trim().as_bytes())
                .filter(|found| found.is_ascii_compatible())
                .map(Self::Standard),
        }
    }

    /// The encoding that a DBF header's language driver (byte 29) surely means.
    ///
    /// Only the DOS code page is taken from it: most programs write 0 or 87 whatever they store.
    fn of_language_driver(ldid: u8) -> Option<Self> {
        (ldid == 0x02).then_some(Self::Cp850)
    }

    /// The name for reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::Cp850 => "cp850",
        }
    }

    /// Text of bytes; what the encoding does not know becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Standard(encoding) => composed(&encoding.decode_without_bom_handling(bytes).0).into_owned(),
            Self::Cp850 => bytes.iter().map(|byte| cp850(*byte)).collect(),
        }
    }
}

fn cp850(byte: u8) -> char {
    let upper = byte.checked_sub(128).map(usize::from);
    upper.map_or(char::from(byte), |n| {
        CP850.chars().nth(n).unwrap_or(char::REPLACEMENT_CHARACTER)
    })
}

/// What is known about the encoding before the texts are looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::input) struct Hints<'a> {
    /// From `city.toml`; decides.
    pub option: Option<Encoding>,
    /// Text of the `.cpg` file.
    pub cpg: Option<&'a str>,
    /// Byte 29 of the DBF header.
    pub language_driver: u8,
}

/// Decides: `city.toml`, then `.cpg`, then valid UTF-8, then the header's DOS page, then the old encoding that gives umlauts.
///
/// The second result is a remark for the report. Texts come with whether they fill their field, because a long name in
/// UTF-8 may be cut off in the middle of a letter.
pub(super) fn choose<'t>(
    hints: Hints<'_>,
    texts: &(impl Iterator<Item = (&'t [u8], bool)> + Clone),
) -> (Encoding, Option<Finding>) {
    if let Some(encoding) = hints.option {
        return (encoding, None);
    }
    let is_utf8 = texts.clone().all(|(bytes, full)| is_utf8(bytes, full));
    let has_umlauts = texts.clone().any(|(bytes, _)| !bytes.is_ascii());
    let guess = match Encoding::of_language_driver(hints.language_driver) {
        _ if is_utf8 => Encoding::Standard(UTF_8),
        Some(encoding) => encoding,
        None => by_letters(texts.clone().map(|(bytes, _)| bytes)),
    };
    let Some(cpg) = hints.cpg.map(str::trim).filter(|cpg| !cpg.is_empty()) else {
        return (guess, None);
    };
    match Encoding::named(cpg) {
        None => (
            guess,
            Some(
                Finding::warning("boundary/encoding", "")
                    .variant("unknown")
                    .with("found", short(cpg))
                    .with("encoding", guess.name()),
            ),
        ),
        Some(Encoding::Standard(named)) if named == UTF_8 && !is_utf8 => (
            guess,
            Some(
                Finding::warning("boundary/encoding", "")
                    .variant("not_utf8")
                    .with("encoding", guess.name()),
            ),
        ),
        Some(named) if named != guess && is_utf8 && has_umlauts => (
            named,
            Some(
                Finding::warning("boundary/encoding", "")
                    .variant("maybe_utf8")
                    .with("encoding", named.name()),
            ),
        ),
        Some(named) => (named, None),
    }
}

/// The old encoding that gives umlauts.
fn by_letters<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Encoding {
    let mut umlauts = Umlauts::default();
    texts.for_each(|bytes| umlauts.look(bytes));
    match umlauts.encoding() {
        OneByte::Windows1252 => Encoding::Standard(WINDOWS_1252),
        OneByte::Macintosh => Encoding::Standard(MACINTOSH),
        OneByte::Cp850 => Encoding::Cp850,
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn is_utf8(bytes: &[u8], full: bool) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => full && error.error_len().is_none(),
    }
}

/// Texts of formats that promise UTF-8 and sometimes do not keep it.
#[derive(Debug, Default)]
pub(super) struct Promised {
    broken: usize,
}

impl Promised {
    /// The text, trimmed; what is not UTF-8 is read as windows-1252.
    pub fn text(&mut self, bytes: &[u8]) -> String {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return composed(text.trim()).into_owned();
        }
        self.broken += 1;
        WINDOWS_1252.decode_without_bom_handling(bytes).0.trim().to_owned()
    }

    /// The finding about texts that were not UTF-8, if there were any.
    pub fn finding(&self, path: &str) -> Option<Finding> {
        (self.broken > 0).then(|| {
            Finding::warning("boundary/encoding", path)
                .variant("promised")
                .with("texts", self.broken)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(cpg: Option<&str>, language_driver: u8, texts: &[(&[u8], bool)]) -> (&'static str, bool) {
        let hints = Hints {
            option: None,
            cpg,
            language_driver,
        };
        let (encoding, remark) = choose(hints, &texts.iter().copied());
        (encoding.name(), remark.is_some())
    }

    #[test]
    fn names_of_encodings_are_read_as_programs_write_them() {
        for name in ["UTF-8", "utf8", "UTF-8\r\n", "65001"] {
            assert_eq!(Encoding::named(name).map(Encoding::name), Some("UTF-8"), "{name}");
        }
        for name in [
            "latin1",
            "ISO-8859-1",
            "ISO 88591",
            "ANSI 1252",
            "1252",
            "CP1252",
            "windows-1252",
        ] {
            assert_eq!(
                Encoding::named(name).map(Encoding::name),
                Some("windows-1252"),
                "{name}"
            );
        }
        assert_eq!(Encoding::named("OEM 850"), Some(Encoding::Cp850));
        assert_eq!(Encoding::named("utf-16"), None);
        assert_eq!(Encoding::named("system"), None);
    }

    #[test]
    fn without_a_cpg_file_the_letters_decide() {
        assert_eq!(decide(None, 0, &[(b"S\xfcdvorstadt", false)]), ("windows-1252", false));
        assert_eq!(decide(None, 0, &[("Südvorstadt".as_bytes(), false)]), ("UTF-8", false));
        assert_eq!(decide(None, 2, &[(b"S\x81dvorstadt", false)]), ("cp850", false));
        assert_eq!(decide(None, 0, &[(b"Straupitz-S\xc3", true)]), ("UTF-8", false));
        assert_eq!(decide(None, 0, &[(b"Allmend\xc3", false)]), ("windows-1252", false));
    }

    #[test]
    fn a_cpg_file_that_cannot_be_true_is_reported() {
        assert_eq!(decide(Some("UTF-8"), 0, &[(b"S\xfcd", false)]), ("windows-1252", true));
        assert_eq!(
            decide(Some("latin1"), 0, &[("Süd".as_bytes(), false)]),
            ("windows-1252", true)
        );
        assert_eq!(
            decide(Some("latin1"), 0, &[(b"S\xfcd", false)]),
            ("windows-1252", false)
        );
        assert_eq!(
            decide(Some("Klingon"), 0, &[("Süd".as_bytes(), false)]),
            ("UTF-8", true)
        );
    }

    #[test]
    fn the_dos_page_has_its_umlauts() {
        assert_eq!(CP850.chars().count(), 128);
        assert_eq!(Encoding::Cp850.decode(b"\x84\x94\x81\x8e\x99\x9a\xe1 a"), "äöüÄÖÜß a");
    }
}
