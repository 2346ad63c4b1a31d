//! How wide words are in the typeface of pictures, and where long ones break.
//!
//! # References
//! ISO/IEC 14496-22 (Open Font Format): tables `cmap`, `head`, `hhea`, `hmtx`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Source Sans 3 by Adobe, SIL Open Font License 1.1.
pub(super) static REGULAR: &[u8] = include_bytes!(concat!(
    env!("SOZIALRAUMATLAS_WEB_DIST"),
    "/fonts/SourceSans3-Regular.ttf"
));
pub(super) static SEMI_BOLD: &[u8] = include_bytes!(concat!(
    env!("SOZIALRAUMATLAS_WEB_DIST"),
    "/fonts/SourceSans3-SemiBold.ttf"
));

/// The name under which the fonts are found in the program, and what resembles them elsewhere.
pub(super) const FAMILY: &str = "'Source Sans 3','Source Sans Pro','Noto Sans',Arial,sans-serif";

/// Height of capital letters, as a share of the font size.
pub(super) const CAP_HEIGHT: f64 = 0.66;
/// How far letters reach below the line, as a share of the font size.
pub(super) const DESCENT: f64 = 0.24;

/// How thick letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

impl Weight {
    /// The number that SVG knows it by.
    pub(super) fn number(self) -> &'static str {
        match self {
            Self::Regular => "400",
            Self::SemiBold => "600",
        }
    }

    fn face(self) -> &'static Face {
        static FACES: LazyLock<[Face; 2]> = LazyLock::new(|| [REGULAR, SEMI_BOLD].map(Face::read));
        match self {
            Self::Regular => &FACES[0],
            Self::SemiBold => &FACES[1],
        }
    }

    /// The width of a text, kerning left out. A letter that the font lacks counts as wide as it is high.
    pub(super) fn width(self, text: &str, size: f64) -> f64 {
        let face = self.face();
        text.chars()
            .map(|c| face.advances.get(&c).copied().unwrap_or(1.0))
            .sum::<f64>()
            * size
    }

    /// Whether the font has every letter of a text.
    pub(super) fn has_all(self, text: &str) -> bool {
        text.chars().all(|c| self.face().advances.contains_key(&c))
    }

    /// A text in lines no wider than a width: broken at spaces and behind hyphens, slashes and ampersands, within a word only where it
    /// is wider than a line by itself.
    pub(super) fn wrap(self, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            let longer = format!("{line}{piece}");
            if line.is_empty() || self.width(longer.trim_end(), size) <= width {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, piece.to_owned()));
            }
            while self.width(line.trim_end(), size) > width {
                let Some(rest) = self.broken(&mut line, size, width) else {
                    break;
                };
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
        lines.push(line);
        lines
            .into_iter()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// Cuts a word that is wider than a line and gives what is left; at least one letter stays.
    fn broken(self, line: &mut String, size: f64, width: f64) -> Option<String> {
        let fits = line
            .char_indices()
            .skip(1)
            .take_while(|(at, c)| self.width(&line[..at + c.len_utf8()], size) <= width)
            .last();
        let at = fits.map_or_else(
            || line.chars().next().map_or(0, char::len_utf8),
            |(at, c)| at + c.len_utf8(),
        );
        (at < line.len()).then(|| line.split_off(at))
    }
}

/// Words with what follows them; a line may end behind each.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '-', '/', '–', '&'])
}

/// Widths of letters as shares of the font size.
#[derive(Debug, Default)]
struct Face {
    advances: HashMap<char, f64>,
}

impl Face {
    /// Reads a font; the files are part of the program, so a fault shows in the tests and leaves an empty face here.
    fn read(data: &[u8]) -> Self {
        Self::tables(data).unwrap_or_default()
    }

    fn tables(data: &[u8]) -> Option<Self> {
        let units = f64::from(u16_at(table(data, *b"head")?, 18)?);
        let measured = usize::from(u16_at(table(data, *b"hhea")?, 34)?);
        let widths = table(data, *b"hmtx")?;
        let advances = glyphs(table(data, *b"cmap")?)?
            .into_iter()
            .filter_map(|(c, glyph)| {
                let record = glyph.min(measured.checked_sub(1)?);
                Some((c, f64::from(u16_at(widths, 4 * record)?) / units))
            })
            .collect();
        Some(Self { advances })
    }
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?);
    usize::try_from(number).ok()
}

fn table(data: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let count = usize::from(u16_at(data, 4)?);
    let record = (0..count)
        .filter_map(|i| data.get(12 + 16 * i..28 + 16 * i))
        .find(|record| record.starts_with(&tag))?;
    let (start, length) = (u32_at(record, 8)?, u32_at(record, 12)?);
    data.get(start..start.checked_add(length)?)
}

/// Glyph numbers by letter, from the subtable for the basic plane (platform 3, encoding 1, format 4).
fn glyphs(cmap: &[u8]) -> Option<HashMap<char, usize>> {
    let count = usize::from(u16_at(cmap, 2)?);
    let start = (0..count)
        .map(|i| 4 + 8 * i)
        .find(|at| (u16_at(cmap, *at), u16_at(cmap, at + 2)) == (Some(3), Some(1)))
        .and_then(|at| u32_at(cmap, at + 4))?;
    let sub = cmap.get(start..)?;
    if u16_at(sub, 0)? != 4 {
        return None;
    }
    let doubled = usize::from(u16_at(sub, 6)?);
    let mut found = HashMap::new();
    for segment in (0..doubled).step_by(2) {
        let end = u16_at(sub, 14 + segment)?;
        let first = u16_at(sub, 16 + doubled + segment)?;
        for code in first..=end {
            let glyph = glyph(sub, doubled, segment, first, code)?;
            if let Some(c) = char::from_u32(u32::from(code)).filter(|_| glyph > 0) {
                found.insert(c, usize::from(glyph));
            }
        }
    }
    Some(found)
}

/// The glyph of a code within its segment; 0 where there is none.
fn glyph(sub: &[u8], doubled: usize, segment: usize, first: u16, code: u16) -> Option<u16> {
    let delta = u16_at(sub, 16 + 2 * doubled + segment)?;
    let place = 16 + 3 * doubled + segment;
    let offset = usize::from(u16_at(sub, place)?);
    if offset == 0 {
        return Some(code.wrapping_add(delta));
    }
    let raw = u16_at(sub, place + offset + 2 * usize::from(code - first)).unwrap_or(0);
    Some(if raw == 0 { 0 } else { raw.wrapping_add(delta) })
}

#[cfg(test)]
mod tests {
    use super::Weight;

    #[test]
    fn letters_have_the_widths_of_the_font() {
        // Source Sans 3: the space is 200 of 1000 units wide, every digit 497 (regular).
        let close = |text: &str, wanted: f64| {
            let found = Weight::Regular.width(text, 1000.0);
            assert!((found - wanted).abs() < 0.5, "{text}: {found}");
        };
        close(" ", 200.0);
        close("7", 497.0);
        close("77", 994.0);
        assert!(Weight::SemiBold.width("Gebiet", 10.0) > Weight::Regular.width("Gebiet", 10.0));
    }

    #[test]
    fn german_and_neighbouring_letters_are_there_and_others_are_told() {
        assert!(Weight::Regular.has_all("Äpfel, Öl, Übergrößen – „Straße“ § 80, Łódź, Čapek, Ğ 1.234,5 % −3 ≤ ×"));
        assert!(!Weight::Regular.has_all("東京"));
    }

    #[test]
    fn lines_break_at_spaces_and_hyphens_and_only_then_within_words() {
        let wrap = |text: &str, width: f64| Weight::Regular.wrap(text, 10.0, width);
        assert_eq!(wrap("Lausen-Grünau", 50.0), ["Lausen-", "Grünau"]);
        assert_eq!(wrap("Am Stadtrand", 200.0), ["Am Stadtrand"]);
        assert_eq!(wrap("  ", 200.0), Vec::<String>::new());
        for width in [1.0, 20.0, 40.0] {
            let lines = wrap("Donaudampfschifffahrtsgesellschaft", width);
            assert_eq!(lines.concat(), "Donaudampfschifffahrtsgesellschaft");
            assert!(lines.len() > 3);
            assert!(
                lines
                    .iter()
                    .all(|l| l.chars().count() == 1 || Weight::Regular.width(l, 10.0) <= width)
            );
        }
    }
}
