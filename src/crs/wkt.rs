//! A small reader of well-known text (ISO 19162, OGC 01-009, ESRI).

use super::CrsError;

/// Deepest nesting that is followed; real texts have at most eight.
const MAX_DEPTH: usize = 32;
/// Longest text that is read, in bytes.
const MAX_LENGTH: usize = 100_000;

/// One item between brackets.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A quoted text.
    Text(String),
    /// A number.
    Number(f64),
    /// A bare word, such as the direction of an axis.
    Word,
    /// A keyword with its own brackets.
    Node(Node),
}

/// A keyword with its bracketed items.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// In capitals.
    pub keyword: String,
    pub items: Vec<Item>,
}

impl Node {
    /// Nodes directly below.
    pub fn children(&self) -> impl Iterator<Item = &Node> {
        self.items.iter().filter_map(|item| match item {
            Item::Node(node) => Some(node),
            _ => None,
        })
    }

    /// The first node directly below with one of these keywords.
    pub fn child(&self, keywords: &[&str]) -> Option<&Node> {
        self.children().find(|node| node.is(keywords))
    }

    /// The first node at any depth below with one of these keywords.
    pub fn descendant(&self, keywords: &[&str]) -> Option<&Node> {
        let mut open: Vec<&Node> = vec![self];
        while let Some(node) = open.pop() {
            if node.is(keywords) {
                return Some(node);
            }
            let below: Vec<&Node> = node.children().collect();
            open.extend(below.into_iter().rev());
        }
        None
    }

    /// Whether the keyword is one of these.
    pub fn is(&self, keywords: &[&str]) -> bool {
        keywords.contains(&self.keyword.as_str())
    }

    /// The first quoted text, which is the name in nearly all nodes.
    pub fn name(&self) -> &str {
        self.items
            .iter()
            .find_map(|item| match item {
                Item::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The n-th number directly in the brackets, from 0.
    pub fn number(&self, n: usize) -> Option<f64> {
        let numbers = self.items.iter().filter_map(|item| match item {
            Item::Number(number) => Some(*number),
            _ => None,
        });
        numbers.into_iter().nth(n)
    }
}

/// Reads one node and ignores what follows it.
pub(super) fn parse(text: &str) -> Result<Node, CrsError> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        text,
        at: 0,
    };
    if text.len() > MAX_LENGTH {
        return Err(reader.error("a text longer than 100,000 bytes"));
    }
    match reader.item(0)? {
        Item::Node(node) => Ok(node),
        _ => Err(reader.error("no keyword with brackets")),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn error(&self, found: &str) -> CrsError {
        CrsError::Wkt {
            found: found.to_owned(),
            position: self.at + 1,
        }
    }

    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn item(&mut self, depth: usize) -> Result<Item, CrsError> {
        match self.peek() {
            Some(b'"') => self.quoted().map(Item::Text),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number(),
            Some(b) if b.is_ascii_alphabetic() => self.word(depth),
            Some(_) => Err(self.error("an unexpected sign")),
            None => Err(self.error("the end of the text")),
        }
    }

    /// A text in quotes; a doubled quote stands for one.
    fn quoted(&mut self) -> Result<String, CrsError> {
        let mut out = String::new();
        let start = self.at + 1;
        let mut chars = self.text.get(start..).unwrap_or_default().char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            if c != '"' {
                out.push(c);
            } else if chars.next_if(|(_, next)| *next == '"').is_some() {
                out.push('"');
            } else {
                self.at = start + offset + 1;
                return Ok(out);
            }
        }
        Err(self.error("a quote that is never closed"))
    }

    fn span(&mut self, belongs: impl Fn(u8) -> bool) -> &str {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|b| belongs(*b)) {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn number(&mut self) -> Result<Item, CrsError> {
        let digits = self.span(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Item::Number(number)),
            _ => Err(self.error("a number that cannot be read")),
        }
    }

    fn word(&mut self, depth: usize) -> Result<Item, CrsError> {
        let keyword = self
            .span(|b| b.is_ascii_alphanumeric() || b == b'_')
            .to_ascii_uppercase();
        let close = match self.peek() {
            Some(b'[') => b']',
            Some(b'(') => b')',
            _ => return Ok(Item::Word),
        };
        if depth >= MAX_DEPTH {
            return Err(self.error("brackets nested deeper than 32"));
        }
        self.at += 1;
        let items = self.items(close, depth + 1)?;
        Ok(Item::Node(Node { keyword, items }))
    }

    fn items(&mut self, close: u8, depth: usize) -> Result<Vec<Item>, CrsError> {
        let mut items = Vec::new();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(items);
        }
        loop {
            items.push(self.item(depth)?);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b) if b == close => {
                    self.at += 1;
                    return Ok(items);
                }
                _ => return Err(self.error("no comma and no closing bracket")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_nodes_are_read() {
        let node = parse(r#" PROJCS["A ""b"" ü", UNIT["metre",1.0], AXIS("E",EAST),PARAMETER["x",-5e5]] "#);
        let node = node.expect("well-known text");
        assert_eq!((node.keyword.as_str(), node.name()), ("PROJCS", "A \"b\" ü"));
        assert_eq!(node.child(&["PARAMETER"]).and_then(|p| p.number(0)), Some(-500_000.0));
        assert_eq!(node.descendant(&["UNIT"]).map(Node::name), Some("metre"));
    }

    #[test]
    fn broken_text_is_an_error_with_a_position() {
        for text in [
            "",
            "PROJCS[",
            "PROJCS[\"x",
            "PROJCS[\"x\"",
            "\"x\"",
            "PROJCS[1e999]",
            "PROJCS[\"x\";]",
            "ü",
        ] {
            assert!(matches!(parse(text), Err(CrsError::Wkt { .. })), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_without_using_up_the_stack() {
        let error = parse(&"A[".repeat(40_000)).expect_err("too deep");
        assert!(error.to_string().contains("nested deeper"), "{error}");
    }
}
