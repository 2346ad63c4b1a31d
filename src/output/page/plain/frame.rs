//! What every page has: head, skip link, way back, stamp, links at the foot.

use std::fmt::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::operator::Operator;
use crate::model::Period;
use crate::text::{self, Language, sentence};

/// Units of more letters may stand on a line of their own.
const LONG_UNIT: usize = 4;

/// The style of all pages.
const STYLE: &str = include_str!("style.css");

/// The request and the service behind a page.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The language of the reader.
    pub language: Language,
    /// Path and query as asked, without the language, beginning with a slash.
    pub path: &'a str,
    /// Scheme and host of absolute addresses.
    pub base: &'a str,
    /// Whether figures for departments only are shown.
    pub internal: bool,
    /// Who runs the service.
    pub operator: &'a Operator,
}

/// A page with its style, for those who must allow it by its hash.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The document.
    pub html: String,
    /// The text of its style element.
    pub style: String,
}

/// What is said above and below every printed sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// Above, on the left.
    pub subject: String,
    /// Above, on the right.
    pub period: String,
    /// Below, on the left.
    pub source: String,
}

/// Head of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// The title, which is also the first heading.
    pub title: String,
    /// The way from the list of cities to here: addresses and names, without the page itself.
    pub way: Vec<(String, String)>,
    /// What is said on every printed sheet.
    pub sheet: Sheet,
    /// The city is an invented one.
    pub invented: Option<String>,
}

impl Site<'_> {
    /// A sentence of the catalogue.
    pub(super) fn say(&self, key: &str, words: &[(&str, &str)]) -> String {
        sentence(self.language, key, words)
    }

    /// A sentence without placeholders.
    pub(super) fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The address of another page of the service, seen from this one and in its language.
    pub(super) fn to(&self, path: &str) -> String {
        self.address_in(self.language, path)
    }

    fn address_in(self, language: Language, path: &str) -> String {
        let (path, fragment) = path
            .split_once('#')
            .map_or((path, None), |(path, part)| (path, Some(part)));
        let mut address = format!("{}{}", self.up(), path.trim_start_matches('/'));
        if language == Language::English {
            address.push(if path.contains('?') { '&' } else { '?' });
            address.push_str("language=en");
        }
        if let Some(fragment) = fragment {
            address.push('#');
            address.push_str(fragment);
        }
        address
    }

    /// The address of something that has no language, such as a file.
    pub(super) fn file(&self, path: &str) -> String {
        format!("{}{}", self.up(), path.trim_start_matches('/'))
    }

    /// From here to the top of the service.
    fn up(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let depth = path.matches('/').count().saturating_sub(1);
        if depth == 0 {
            "./".to_owned()
        } else {
            "../".repeat(depth)
        }
    }

    /// The language of what the city's files say, where it is another one than the page's.
    pub(super) fn data_language(&self) -> Option<&'static str> {
        (self.language == Language::English).then_some("de")
    }

    /// A number as people write it.
    pub(super) fn number(&self, value: f64, decimals: u8) -> String {
        text::number(self.language, value, decimals)
    }

    /// A number with its unit, which stays on its line unless it is a word.
    pub(super) fn measured(&self, value: f64, decimals: u8, unit: &str) -> String {
        let number = self.number(value, decimals);
        if unit.is_empty() {
            number
        } else {
            format!("{number}{}{unit}", gap(unit))
        }
    }

    /// A number of things.
    pub(super) fn whole(&self, count: u64) -> String {
        // Counts stay far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        self.number(count as f64, 0)
    }

    /// A number with as many decimals as it needs, at most three.
    pub(super) fn figure(&self, value: f64) -> String {
        self.number(value, text::needed(value))
    }

    /// A period as people write it.
    pub(super) fn period(&self, id: &str) -> String {
        Period::parse(id).map_or_else(|| id.to_owned(), |period| text::period(self.language, &period))
    }

    /// The absolute address of the page.
    pub(super) fn address(&self) -> String {
        let language = if self.language == Language::English {
            if self.path.contains('?') {
                "&language=en"
            } else {
                "?language=en"
            }
        } else {
            ""
        };
        format!("{}{}{language}", self.base, self.path)
    }

    /// The whole document.
    pub(super) fn page(&self, head: &Head, main: &Markup) -> Rendered {
        let style = format!("{STYLE}{}", self.sheet(&head.sheet));
        let (own, other) = match self.language {
            Language::German => ("de", "en"),
            Language::English => ("en", "de"),
        };
        let address = |code: &str| {
            let language = if code == "en" {
                Language::English
            } else {
                Language::German
            };
            self.address_in(language, self.path)
        };
        let document = html! {
            (DOCTYPE)
            html lang=(own) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light";
                    title { (head.title) " – " (self.word("app.title")) }
                    link rel="icon" type="image/svg+xml" href=(icon());
                    link rel="alternate" hreflang="de" href=(address("de"));
                    link rel="alternate" hreflang="en" href=(address("en"));
                    style { (PreEscaped(&style)) }
                }
                body {
                    a.skip href="#inhalt" { (self.word("app.skip_to_content")) }
                    (self.top(head, other, &address(other)))
                    main #inhalt tabindex="-1" {
                        @if self.internal {
                            p.stamp { strong { (self.word("picture.stamp")) } " – " (self.word("picture.stamp_note")) }
                        }
                        @if let Some(city) = &head.invented {
                            p.invented { (self.say("app.invented", &[("city", city)])) }
                        }
                        h1 { (head.title) }
                        (main)
                    }
                    (self.foot())
                }
            }
        };
        Rendered {
            html: document.into_string(),
            style,
        }
    }

    fn top(&self, head: &Head, other: &str, address: &str) -> Markup {
        let name = self.word(if other == "en" {
            "app.language_en"
        } else {
            "app.language_de"
        });
        html! {
            header {
                nav aria-label=(self.word("page.way")) {
                    ol.way {
                        li { a href=(self.to("/cities.html")) { (self.word("app.title")) } }
                        @for (to, name) in &head.way {
                            li { a href=(self.to(to)) lang=[self.data_language()] { (name) } }
                        }
                        li aria-current="page" { (head.title) }
                    }
                }
                a.language href=(address) lang=(other) hreflang=(other) { (name) }
            }
        }
    }

    fn foot(&self) -> Markup {
        let links = [
            ("/handbook.html", "page.handbook"),
            ("/accessibility.html", "page.accessibility"),
            ("/privacy.html", "page.privacy"),
            ("/api.html", "page.api"),
        ];
        html! {
            footer {
                nav aria-label=(self.word("page.foot")) {
                    ul {
                        li { a href=(self.file("/")) { (self.word("page.map")) } }
                        @for (to, key) in links {
                            li { a href=(self.to(to)) { (self.word(key)) } }
                        }
                        @if let Some(imprint) = web_address(&self.operator.imprint_url) {
                            li { a href=(imprint) { (self.word("page.imprint")) } }
                        }
                    }
                }
                p { (self.word("notes.people")) " " (self.word("picture.local")) }
                p.address { (self.word("page.address")) " " (self.address()) }
            }
        }
    }

    /// What stands on every printed sheet, in the language of styles.
    fn sheet(&self, sheet: &Sheet) -> String {
        let stamp = if self.internal {
            format!("{} · ", self.word("picture.stamp").to_uppercase())
        } else {
            String::new()
        };
        let [page, of] = ["page.sheet", "page.sheet_of"].map(|key| quoted(&self.word(key)));
        let boxes = [
            ("top-left", quoted(&format!("{stamp}{}", sheet.subject))),
            ("top-right", quoted(&sheet.period)),
            ("bottom-left", quoted(&format!("{}\n{}", sheet.source, self.address()))),
            ("bottom-right", format!("{page} counter(page) {of} counter(pages)")),
        ];
        let mut style = String::from("@page{size:A4;margin:20mm 14mm 22mm;");
        for (place, content) in boxes {
            let width = if place.ends_with("left") { "78%" } else { "22%" };
            // Writing to a String cannot fail.
            let _ = write!(
                style,
                "@{place}{{content:{content};width:{width};font:8pt/1.3 system-ui,sans-serif;color:#14181a;white-space:pre-wrap}}"
            );
        }
        style.push('}');
        style
    }
}

/// Ways to the themes of a page, whose headings are `thema-0` and so on; none to a single one.
pub(super) fn theme_links(site: &Site, themes: &[&str]) -> Markup {
    html! {
        @if themes.len() > 1 {
            ul.jump lang=[site.data_language()] {
                @for (at, theme) in themes.iter().enumerate() { li { a href={ "#thema-" (at) } { (theme) } } }
            }
        }
    }
}

/// What stands between a number and its unit: words may stand on a line of their own.
pub(super) fn gap(unit: &str) -> char {
    if unit.chars().count() > LONG_UNIT {
        ' '
    } else {
        '\u{a0}'
    }
}

/// The mark of the service, within the page, so that browsers ask for no other.
fn icon() -> String {
    format!(
        "data:image/svg+xml,{}",
        encoded(include_str!("../../../../web/src/icon.svg"))
    )
}

/// A text as a string of a style: nothing in it can end the string, the style or its element.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || " .,:;-–·()%=?&_".contains(c) && c != '&' {
            quoted.push(c);
        } else {
            // CSS Syntax 3, section 4.3.7: an escape ends at a space, which belongs to it.
            let _ = write!(quoted, "\\{:x} ", u32::from(c));
        }
    }
    quoted.push('"');
    quoted
}

/// An address on the web; nothing where it is another kind of address, which might run a script.
pub(super) fn web_address(address: &str) -> Option<&str> {
    (address.starts_with("https://") || address.starts_with("http://")).then_some(address)
}

/// A word of an address; every byte but letters, digits, `-`, `.` and `_` is written as `%XX` (RFC 3986, section 2.1).
pub fn encoded(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for byte in word.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Operator, Site, quoted, web_address};
    use crate::text::Language;

    #[test]
    fn nothing_ends_a_string_of_a_style() {
        let hostile = quoted("\"}</style><script>\\\n");
        assert!(
            !hostile[1..hostile.len() - 1].contains(['"', '<', '>', '\n', '}']),
            "{hostile}"
        );
        assert_eq!(quoted("a\nb"), "\"a\\a b\"");
    }

    #[test]
    fn addresses_lead_from_every_depth_to_the_same_page() {
        let operator = Operator::default();
        let site = |path, language| Site {
            language,
            path,
            base: "http://localhost",
            internal: false,
            operator: &operator,
        };
        let german = site("/cities/a/b/table.html?x=1", Language::German);
        assert_eq!(german.to("/handbook.html#interval"), "../../../handbook.html#interval");
        let english = site("/handbook.html", Language::English);
        assert_eq!(english.to("/cities/a?b=1#c"), "./cities/a?b=1&language=en#c");
    }

    #[test]
    fn only_addresses_on_the_web_become_links() {
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address("https://example.org"), Some("https://example.org"));
    }
}
