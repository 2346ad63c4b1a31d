//! SVG text: elements with escaped words and short numbers.
//!
//! # References
//! SVG 2 (W3C); XML 1.0, section 2.2 (characters that no document may hold).

use std::fmt::Write;

use super::font::Weight;
use super::view::Point;

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line of text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub size: f64,
    pub weight: Weight,
    pub color: &'static str,
    pub anchor: Anchor,
    /// A light edge around the letters, so that they are read on any colour.
    pub halo: bool,
}

impl Style {
    /// Dark text from the left.
    pub(super) fn plain(size: f64) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            color: super::INK,
            anchor: Anchor::Start,
            halo: false,
        }
    }

    pub(super) fn bold(self) -> Self {
        Self {
            weight: Weight::SemiBold,
            ..self
        }
    }

    pub(super) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) fn colored(self, color: &'static str) -> Self {
        Self { color, ..self }
    }
}

/// A picture while it is drawn.
#[derive(Debug, Default)]
pub(super) struct Svg {
    text: String,
}

impl Svg {
    /// Adds markup that is well-formed by itself or together with what follows. Words in it must have been escaped.
    pub(super) fn raw(&mut self, arguments: std::fmt::Arguments) {
        // Writing to a String cannot fail.
        let _ = self.text.write_fmt(arguments);
        self.text.push('\n');
    }

    /// Adds one line of text. Its width is stated, so that other fonts keep to the layout.
    pub(super) fn text(&mut self, at: Point, text: &str, style: &Style) {
        if text.trim().is_empty() {
            return;
        }
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let length = if style.weight.has_all(text) && text.chars().nth(1).is_some() {
            let width = short(style.weight.width(text, style.size));
            format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
        } else {
            String::new()
        };
        let halo = if style.halo {
            let width = short(style.size * 0.24);
            format!(" stroke=\"#ffffff\" stroke-width=\"{width}\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        } else {
            String::new()
        };
        self.raw(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{}\"{anchor}{length}{halo}>{}</text>",
            short(at.x),
            short(at.y),
            short(style.size),
            style.weight.number(),
            style.color,
            escape(text),
        ));
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// A number with at most two decimals and no zeros behind them.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Words for XML: signs with a meaning written as entities, control characters as spaces.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{escape, short};

    #[test]
    fn words_cannot_become_markup() {
        let hostile = "</text><script>alert('x' & \"y\")</script>\u{0}\u{b}\n\u{ffff}";
        let escaped = escape(hostile);
        assert!(!escaped.contains(['<', '>', '"', '\'', '\u{0}', '\n']), "{escaped}");
        assert!(escaped.starts_with("&lt;/text&gt;&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)"));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [12.0, -0.001, 3.14666, -2.5, 100.0].map(short),
            ["12", "0", "3.15", "-2.5", "100"]
        );
    }
}
