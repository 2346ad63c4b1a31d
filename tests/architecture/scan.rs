//! Reads Rust sources far enough to see paths: without comments, strings and tests.

use std::ops::Range;

/// A source with what is no code blanked out; every character keeps its place.
pub struct Source {
    /// Without comments, strings and tests.
    pub code: String,
    /// Without comments and tests.
    pub readable: String,
}

/// Blanks out what is no code.
pub fn read(text: &str) -> Source {
    let chars: Vec<char> = text.chars().collect();
    let (comments, strings) = comments_and_strings(&chars);
    let readable = blank(&chars, &comments);
    let code = blank(&readable, &strings);
    let tests = test_items(&code);
    Source {
        code: blank(&code, &tests).into_iter().collect(),
        readable: blank(&readable, &tests).into_iter().collect(),
    }
}

fn blank(chars: &[char], ranges: &[Range<usize>]) -> Vec<char> {
    let mut kept = chars.to_vec();
    for range in ranges {
        for c in &mut kept[range.clone()] {
            if *c != '\n' {
                *c = ' ';
            }
        }
    }
    kept
}

/// Where comments and where the contents of strings and characters stand.
fn comments_and_strings(chars: &[char]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut comments, mut strings) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < chars.len() {
        let end = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => line_end(chars, at),
            ('/', Some('*')) => block_end(chars, at),
            ('"', _) => quoted_end(chars, at),
            ('\'', _) => character_end(chars, at),
            ('r', Some('"' | '#')) if !in_word(chars, at) => raw_end(chars, at),
            _ => at + 1,
        };
        match chars[at] {
            '/' if end > at + 1 => comments.push(at..end),
            '"' | '\'' | 'r' if end > at + 1 => strings.push(at..end),
            _ => {}
        }
        at = end;
    }
    (comments, strings)
}

/// Whether a word goes on to the left of a place; `br"…"` is a raw string all the same.
fn in_word(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| chars[i]);
    before.is_some_and(|c| is_word(c) && c != 'b')
}

fn line_end(chars: &[char], at: usize) -> usize {
    let rest = chars[at..].iter().position(|c| *c == '\n');
    rest.map_or(chars.len(), |n| at + n)
}

fn block_end(chars: &[char], at: usize) -> usize {
    let (mut i, mut depth) = (at, 0);
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                i += 1;
                continue;
            }
        }
        i += 2;
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

fn quoted_end(chars: &[char], at: usize) -> usize {
    let mut i = at + 1;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

/// End of a character; a lifetime has none.
fn character_end(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let rest = chars.iter().skip(at + 3).position(|c| *c == '\'');
            rest.map_or(chars.len(), |n| at + n + 4)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

fn raw_end(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + 1 + hashes) != Some(&'"') {
        return at + 1;
    }
    let mut end = vec!['"'];
    end.extend(std::iter::repeat_n('#', hashes));
    let body = at + 2 + hashes;
    let rest = chars[body..].windows(end.len()).position(|w| w == end);
    rest.map_or(chars.len(), |n| body + n + end.len())
}

/// Where items stand that only tests see, attribute included.
fn test_items(code: &[char]) -> Vec<Range<usize>> {
    const ATTRIBUTE: &str = "#[cfg(test)]";
    let attribute: Vec<char> = ATTRIBUTE.chars().collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..code.len() {
        let inside = found.last().is_some_and(|range| range.contains(&at));
        if !inside && code[at..].starts_with(&attribute) {
            found.push(at..item_end(code, at + attribute.len()));
        }
    }
    found
}

/// End of the item behind an attribute: its semicolon or closing brace.
fn item_end(code: &[char], from: usize) -> usize {
    let mut depth = 0_usize;
    for (i, c) in code.iter().enumerate().skip(from) {
        match c {
            '{' | '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '}' => {
                depth = depth.saturating_sub(1);
                // `use a::{b};` goes on to its semicolon.
                if depth == 0 && code.get(i + 1) != Some(&';') {
                    return i + 1;
                }
            }
            ';' if depth == 0 => return i + 1,
            _ => {}
        }
    }
    code.len()
}

/// A word or sign with its line.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub line: usize,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Words and signs; `::` is one sign.
pub fn words(code: &str) -> Vec<Word> {
    let chars: Vec<char> = code.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let c = chars[at];
        let length = if is_word(c) {
            chars[at..].iter().take_while(|c| is_word(**c)).count()
        } else if chars[at..].starts_with(&[':', ':']) {
            2
        } else {
            1
        };
        if !c.is_whitespace() {
            let text = chars[at..at + length].iter().collect();
            found.push(Word { text, line });
        }
        line += usize::from(c == '\n');
        at += length;
    }
    found
}

/// Files that hold modules of tests, as declared in the file at a path.
pub fn test_files(path: &str, text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let (comments, strings) = comments_and_strings(&chars);
    let code = blank(&blank(&chars, &comments), &strings);
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs")) => folder.to_owned(),
        _ => path.trim_end_matches(".rs").to_owned(),
    };
    test_items(&code)
        .into_iter()
        .filter_map(|range| {
            let item: String = code[range.clone()].iter().collect();
            let name = item.strip_suffix(';')?.rsplit_once("mod ")?.1.trim().to_owned();
            let raw: String = chars[range].iter().collect();
            let elsewhere = raw.split("#[path = \"").nth(1).and_then(|rest| rest.split('"').next());
            // A path is relative to the folder of the file that names it.
            let beside = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            Some(match elsewhere {
                Some(file) => format!("{beside}/{file}"),
                None => format!("{folder}/{name}.rs"),
            })
        })
        .collect()
}

/// Every path from the top of the crate, with its line: `crate::…`, and `self::…` and `super::…` made absolute.
pub fn paths(path: &str, words: &[Word]) -> Vec<(usize, Vec<String>)> {
    let mut walker = Walker {
        words,
        found: Vec::new(),
    };
    let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    let mut open: Vec<bool> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match word.text.as_str() {
            "{" => {
                let inline = at >= 2 && words[at - 2].text == "mod";
                open.push(inline);
                if inline {
                    module.push(words[at - 1].text.clone());
                }
            }
            "}" if open.pop() == Some(true) => {
                module.pop();
            }
            "crate" => walker.start(at, &[]),
            "self" | "super" => walker.start(at, &module),
            _ => {}
        }
    }
    walker.found
}

struct Walker<'w> {
    words: &'w [Word],
    found: Vec<(usize, Vec<String>)>,
}

impl Walker<'_> {
    fn is(&self, at: usize, text: &str) -> bool {
        self.words.get(at).is_some_and(|word| word.text == text)
    }

    /// A path that begins with `crate`, `self` or `super`.
    fn start(&mut self, at: usize, module: &[String]) {
        let goes_on = at > 0 && self.is(at - 1, "::");
        let renamed = at > 0 && (self.is(at - 1, "use") || self.is(at - 1, "extern")) && module.is_empty();
        if !goes_on && self.is(at + 1, "::") {
            let mut prefix = module.to_vec();
            if self.is(at, "super") {
                prefix.pop();
            }
            self.tree(at + 2, prefix);
        } else if renamed {
            self.found.push((self.words[at].line, Vec::new()));
        }
    }

    /// What follows `::`: a name, a star, or several trees in braces. Gives the place behind it.
    fn tree(&mut self, mut at: usize, mut prefix: Vec<String>) -> usize {
        loop {
            let Some(word) = self.words.get(at) else { return at };
            match word.text.as_str() {
                "{" => return self.group(at + 1, &prefix),
                "super" => {
                    prefix.pop();
                }
                "self" => {}
                name => prefix.push(name.to_owned()),
            }
            if !self.is(at + 1, "::") {
                self.found.push((word.line, prefix));
                return at + 1;
            }
            at += 2;
        }
    }

    fn group(&mut self, mut at: usize, prefix: &[String]) -> usize {
        while at < self.words.len() && !self.is(at, "}") {
            at = self.tree(at, prefix.to_vec());
            while at < self.words.len() && !self.is(at, "}") && !self.is(at, ",") {
                at += 1; // `as name`
            }
            at += usize::from(self.is(at, ","));
        }
        at + 1
    }
}
