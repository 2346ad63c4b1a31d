//! How the values of a column become keys of a level: as they stand, in one form for all, or each by a mapping.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::keys::is_total;
use super::levels::LevelGuess;
use super::words::fold;
use crate::input::catalog::{KeyFormat, KeyPart};
use crate::input::join::keys::apply;

/// How a column meets one level.
#[derive(Debug)]
pub(super) struct LevelMatch {
    pub level: usize,
    /// Values that are keys, as they stand or in the form.
    pub exact: BTreeSet<String>,
    pub mapping: BTreeMap<String, String>,
    pub format: KeyFormat,
}

/// The values that are keys of a level as they stand, in one declared form, or each when written otherwise.
pub(super) fn meet(values: &BTreeSet<&str>, level: &LevelGuess, index: usize, by_name: bool, city: &str) -> LevelMatch {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (code, name) in &level.areas {
        *known.entry(if by_name { name } else { code }.as_str()).or_default() += 1;
    }
    known.retain(|key, count| *count == 1 && !key.is_empty());
    let exact: BTreeSet<String> = values
        .iter()
        .filter(|v| known.contains_key(**v))
        .map(|v| (*v).to_owned())
        .collect();
    if let Some(formed) = formed(values, &known, exact.len(), (index, by_name), city) {
        return formed;
    }
    let mut loose: HashMap<String, Vec<&str>> = HashMap::new();
    for key in known.keys().filter(|key| !exact.contains(**key)) {
        loose.entry(loosely(key, by_name)).or_default().push(key);
    }
    let mut mapping = BTreeMap::new();
    let mut used = BTreeSet::new();
    for value in values.iter().filter(|v| !exact.contains(**v)) {
        let key = loosely(value, by_name);
        let leading = value.split_whitespace().next().unwrap_or_default();
        if let Some([one]) = loose.get(&key).map(Vec::as_slice)
            && used.insert(key)
        {
            mapping.insert((*value).to_owned(), (*one).to_owned());
        } else if !by_name && known.contains_key(leading) && used.insert(leading.to_owned()) {
            // "0101 Altstadt": the key stands before the name.
            mapping.insert((*value).to_owned(), leading.to_owned());
        } else if by_name
            && let Some(bare) = without_addition(value)
            && !exact.contains(bare)
            && let Some([one]) = loose.get(&loosely(bare, true)).map(Vec::as_slice)
            && used.insert(loosely(bare, true))
        {
            // "Altstadt (01)", "Altstadt 1)": an addition or a footnote stands behind the name.
            mapping.insert((*value).to_owned(), (*one).to_owned());
        }
    }
    LevelMatch {
        level: index,
        exact,
        mapping,
        format: KeyFormat::default(),
    }
}

/// A key without what programs change: leading zeros and ".0" of numbers; case, umlauts and signs of names.
fn loosely(key: &str, by_name: bool) -> String {
    if by_name {
        return fold(key);
    }
    let whole = key.strip_suffix(".0").unwrap_or(key);
    if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) {
        let short = whole.trim_start_matches('0');
        return if short.is_empty() { "0" } else { short }.to_owned();
    }
    fold(key)
}

/// A name without brackets or the sign of a footnote behind it.
fn without_addition(name: &str) -> Option<&str> {
    let bare = name.trim_end_matches(['¹', '²', '³', '*']).trim_end();
    let bare = match bare.strip_suffix(')') {
        Some(open) => match open.rfind('(') {
            Some(at) => &open[..at],
            None => open.rsplit_once(' ')?.0,
        },
        None => bare,
    };
    let bare = bare.trim_end();
    (!bare.is_empty() && bare != name).then_some(bare)
}

/// One form that makes nearly all values keys, if that is more than are keys as they stand.
fn formed(
    values: &BTreeSet<&str>,
    known: &HashMap<&str, usize>,
    exact: usize,
    (level, by_name): (usize, bool),
    city: &str,
) -> Option<LevelMatch> {
    let wanted: Vec<&str> = values.iter().copied().filter(|v| !is_total(v, city)).collect();
    if wanted.len() < 3 || exact * 2 >= wanted.len() {
        return None;
    }
    forms(&wanted, known, by_name).into_iter().find_map(|format| {
        let mut met: BTreeMap<String, &str> = BTreeMap::new();
        for value in &wanted {
            let key = apply(&format, value);
            if known.contains_key(key.as_str()) && met.insert(key, value).is_some() {
                // Two values would become one area.
                return None;
            }
        }
        let enough = met.len() * 10 >= wanted.len() * 9 && met.len() * 10 >= known.len() * 3;
        enough.then(|| LevelMatch {
            level,
            exact: met.into_values().map(str::to_owned).collect(),
            mapping: BTreeMap::new(),
            format: format.clone(),
        })
    })
}

/// Forms worth a try, from the plain to the involved.
fn forms(values: &[&str], known: &HashMap<&str, usize>, by_name: bool) -> Vec<KeyFormat> {
    let mut lengths = known.keys().map(|key| key.chars().count());
    let first = lengths.next();
    let pad = first.filter(|length| lengths.all(|other| other == *length) && *length <= 20);
    let take = |part, pad| KeyFormat {
        take: Some(part),
        pad,
        ..KeyFormat::default()
    };
    if by_name {
        return vec![take(KeyPart::Name, None)];
    }
    let mut forms = vec![take(KeyPart::Code, None)];
    if pad.is_some() {
        forms.push(KeyFormat {
            pad,
            ..KeyFormat::default()
        });
        forms.push(take(KeyPart::Code, pad));
    }
    for prefix in prefixes(values) {
        let strip = KeyFormat {
            strip_prefix: Some(prefix),
            ..KeyFormat::default()
        };
        forms.push(strip.clone());
        forms.push(KeyFormat { pad, ..strip });
    }
    forms
}

/// What all values begin with, from the shortest beginning to the longest.
fn prefixes(values: &[&str]) -> Vec<String> {
    const LONGEST: usize = 20;
    let Some((first, rest)) = values.split_first() else {
        return Vec::new();
    };
    let shared = first
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(LONGEST)
        .take_while(|end| rest.iter().all(|value| value.starts_with(&first[..*end])));
    shared.map(|end| first[..end].to_owned()).collect()
}
