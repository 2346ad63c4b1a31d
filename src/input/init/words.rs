//! What words in file names and headers tell: levels, identifiers, periods, kinds of figures.

use crate::model::{FigureKind, Period};

/// Plural and singular of the levels that German cities use; longer words come before those that they contain.
const LEVELS: [(&str, &str); 27] = [
    ("Statistische Unterbezirke", "Statistischer Unterbezirk"),
    ("Statistische Bezirke", "Statistischer Bezirk"),
    ("Statistische Gebiete", "Statistisches Gebiet"),
    ("Statistische Viertel", "Statistisches Viertel"),
    ("Bezirksregionen", "Bezirksregion"),
    ("Prognoseräume", "Prognoseraum"),
    ("Planungsräume", "Planungsraum"),
    ("Lebensweltlich orientierte Räume", "Lebensweltlich orientierter Raum"),
    ("Stadtbezirksteile", "Stadtbezirksteil"),
    ("Stadtbezirke", "Stadtbezirk"),
    ("Stadtviertel", "Stadtviertel"),
    ("Stadtteile", "Stadtteil"),
    ("Stadtgebiete", "Stadtgebiet"),
    ("Sozialräume", "Sozialraum"),
    ("Sozialbezirke", "Sozialbezirk"),
    ("Schulbezirke", "Schulbezirk"),
    ("Wahlbezirke", "Wahlbezirk"),
    ("Baublöcke", "Baublock"),
    ("Ortschaften", "Ortschaft"),
    ("Ortsteile", "Ortsteil"),
    ("Ortsbezirke", "Ortsbezirk"),
    ("Gemarkungen", "Gemarkung"),
    ("Gemeinden", "Gemeinde"),
    ("Postleitzahlgebiete", "Postleitzahlgebiet"),
    ("Quartiere", "Quartier"),
    ("Bezirke", "Bezirk"),
    ("Kreise", "Kreis"),
];

/// Small letters and digits with umlauts written out, nothing else.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            // A combining diaeresis, as file names from some systems carry it.
            '\u{308}' => folded.push('e'),
            c if c.is_ascii_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

/// The folded words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\u{308}')
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}

/// An identifier: `a-z`, digits and `_`, at most 48 characters; `fallback` when nothing is left.
pub(super) fn slug(text: &str, fallback: &str) -> String {
    let mut slug = String::new();
    for word in words(&text.replace('%', " prozent ")) {
        if slug.len() + word.len() > 47 {
            break;
        }
        if !slug.is_empty() {
            slug.push('_');
        }
        slug.push_str(&word);
    }
    if slug.is_empty() {
        words(text)
            .first()
            .map_or_else(|| fallback.to_owned(), |word| word.chars().take(48).collect())
    } else {
        slug
    }
}

/// Makes identifiers unique in the order in which they are asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids(std::collections::BTreeSet<String>);

impl Ids {
    /// The identifier itself, else the one with its context before it, else with a number behind it.
    pub(super) fn take(&mut self, id: &str, context: &str) -> String {
        if self.0.insert(id.to_owned()) {
            return id.to_owned();
        }
        let mut longer = if context.is_empty() {
            id.to_owned()
        } else {
            format!("{context}_{id}")
        };
        longer.truncate(56);
        let mut taken = longer.clone();
        let mut number = 2_u32;
        while !self.0.insert(taken.clone()) {
            taken = format!("{longer}_{number}");
            number += 1;
        }
        taken
    }
}

/// A level's name in singular and plural, and whether a known word told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LevelName {
    pub singular: String,
    pub plural: String,
    pub known: bool,
}

/// The level that a file's stem or a header names.
pub(super) fn level_name(text: &str) -> Option<LevelName> {
    let folded = fold(text);
    LEVELS
        .iter()
        .find(|(plural, singular)| folded.contains(&fold(plural)) || folded.contains(&fold(singular)))
        .map(|(plural, singular)| LevelName {
            singular: (*singular).to_owned(),
            plural: (*plural).to_owned(),
            known: true,
        })
}

/// The level that a file's stem names, or the stem without numbers as it is.
pub(super) fn level_name_of_stem(stem: &str) -> LevelName {
    level_name(stem).unwrap_or_else(|| {
        let kept: Vec<String> = stem
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 1 && !word.chars().any(|c| c.is_ascii_digit()))
            .map(capital)
            .collect();
        let name = if kept.is_empty() {
            "Gebiet".to_owned()
        } else {
            kept.join(" ")
        };
        LevelName {
            plural: name.clone(),
            singular: name,
            known: false,
        }
    })
}

/// The text with its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The period that a file name carries: `2021`, `06-2022`, `2020-12-31`, `20201231`.
pub(super) fn period_in(stem: &str) -> Option<Period> {
    let runs: Vec<&str> = stem
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect();
    let year = |run: &str| run.len() == 4 && run.parse::<u16>().is_ok_and(|y| (1950..=2099).contains(&y));
    let two = |run: Option<&&str>| run.filter(|r| r.len() == 2).map(|r| (*r).to_owned());
    for (i, run) in runs.iter().enumerate() {
        if run.len() == 8
            && let Some(period) = written_date(run)
        {
            return Some(period);
        }
        if !year(run) {
            continue;
        }
        let (next, after) = (two(runs.get(i + 1)), two(runs.get(i + 2)));
        let before = i.checked_sub(1).and_then(|b| two(runs.get(b)));
        let forms = [
            next.as_ref().zip(after.as_ref()).map(|(m, d)| format!("{run}-{m}-{d}")),
            next.map(|m| format!("{run}-{m}")),
            before.map(|m| format!("{run}-{m}")),
            Some((*run).to_owned()),
        ];
        return forms.into_iter().flatten().find_map(|form| Period::parse(&form));
    }
    None
}

/// A period written otherwise than periods are read: `202012`, `20201231`, `31.12.2020`.
pub(super) fn written_date(text: &str) -> Option<Period> {
    let text = text.trim();
    if let [day, month, year] = text.split('.').collect::<Vec<_>>()[..] {
        return Period::parse(&format!("{year}-{month:0>2}-{day:0>2}"));
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        6 => Period::parse(&format!("{}-{}", &text[..4], &text[4..])),
        8 => Period::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])),
        _ => None,
    }
}

/// Header words of keys.
pub(super) const KEY_WORDS: [&str; 22] = [
    "id",
    "key",
    "nr",
    "nummer",
    "schluessel",
    "code",
    "ot",
    "sbz",
    "plr",
    "bzr",
    "pgr",
    "bez",
    "kennung",
    "kennziffer",
    "statbez",
    "gebietsschluessel",
    "ags",
    "sr",
    "plz",
    "schl",
    "stt",
    "raumid",
];
/// Header words of names.
pub(super) const NAME_WORDS: [&str; 9] = [
    "name",
    "bezeichnung",
    "label",
    "bez",
    "gebiet",
    "titel",
    "title",
    "gebietsname",
    "ortsteil",
];
/// Header words of periods.
pub(super) const PERIOD_WORDS: [&str; 13] = [
    "jahr",
    "zeit",
    "periode",
    "stichtag",
    "datum",
    "year",
    "wahljahr",
    "zeitraum",
    "berichtsjahr",
    "stand",
    "monat",
    "quartal",
    "date",
];
/// Header words of columns that name figures.
pub(super) const FIGURE_WORDS: [&str; 10] = [
    "sachmerkmal",
    "merkmal",
    "indikator",
    "kennzahl",
    "variable",
    "name",
    "auspraegung",
    "kategorie",
    "bezeichnung",
    "gruppe",
];
/// Header words of columns with the value.
pub(super) const VALUE_WORDS: [&str; 7] = ["wert", "value", "anzahl", "werte", "zahl", "betrag", "count"];

/// Whether a header is or contains one of the words.
pub(super) fn has_word(header: &str, known: &[&str]) -> bool {
    let whole = fold(header);
    known.contains(&whole.as_str()) || words(header).iter().any(|word| known.contains(&word.as_str()))
}

/// Kind and unit that a figure's name suggests.
pub(super) fn kind_of(name: &str) -> (FigureKind, &'static str) {
    let folded = fold(name);
    let any = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    let word = |list: &[&str]| has_word(name, list);
    let percent = name.contains('%') || any(&["quote", "anteil", "prozent"]) || word(&["proz", "pct"]);
    if any(&["durchschnittsalter", "medianalter", "mittleresalter"]) || word(&["alter"]) {
        return (FigureKind::Rate, "Jahre");
    }
    if percent {
        return (FigureKind::Rate, "%");
    }
    let ends = |endings: &[&str]| words(name).iter().any(|w| endings.iter().any(|e| w.ends_with(e)));
    let mean = any(&[
        "durchschnitt",
        "dichte",
        "median",
        "mittelwert",
        "koeffizient",
        "ziffer",
    ]) || (ends(&["rate", "index"]) && !any(&["inserate"]));
    if any(&["einkommen"]) || ends(&["miete", "mieten"]) {
        return (FigureKind::Rate, "Euro");
    }
    if mean || word(&["je", "pro", "mittel", "mittlere", "mittlerer", "mittleres", "score"]) {
        return (FigureKind::Rate, "");
    }
    if word(&["ha", "hektar"]) {
        return (FigureKind::Amount, "ha");
    }
    if any(&["km²"]) || name.contains("km²") || word(&["km2", "qkm"]) {
        return (FigureKind::Amount, "km²");
    }
    if any(&["flaeche"]) || name.contains("m²") || word(&["m2", "qm"]) {
        return (
            FigureKind::Amount,
            if name.contains("m²") || any(&["wohnflaeche"]) {
                "m²"
            } else {
                ""
            },
        );
    }
    if name.contains('€') || word(&["euro", "eur"]) {
        return (FigureKind::Amount, "Euro");
    }
    (FigureKind::Count, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_named_by_their_files_without_numbers_and_systems() {
        let name = |stem| level_name_of_stem(stem).singular;
        assert_eq!(name("ortsteile_25833"), "Ortsteil");
        assert_eq!(name("lor_planungsraeume_2021"), "Planungsraum");
        assert_eq!(name("statistische_bezirke"), "Statistischer Bezirk");
        assert_eq!(name("xyz_stadtbezirke_25833_Z"), "Stadtbezirk");
        assert_eq!(name("Bezirke-2024"), "Bezirk");
        assert_eq!(name("zuordnung_sozialraeume"), "Sozialraum");
        let unknown = level_name_of_stem("kieze_25833_Z");
        assert_eq!((unknown.singular.as_str(), unknown.known), ("Kieze", false));
        assert_eq!(name("25833"), "Gebiet");
    }

    #[test]
    fn periods_in_file_names_are_found_and_system_codes_are_not_years() {
        let period = |stem| period_in(stem).map(|p| p.to_string());
        assert_eq!(period("einwohner_06-2022_plr").as_deref(), Some("2022-06"));
        assert_eq!(period("mss_2021").as_deref(), Some("2021"));
        assert_eq!(period("stand 2020-12-31").as_deref(), Some("2020-12-31"));
        assert_eq!(period("stand_20201231").as_deref(), Some("2020-12-31"));
        assert_eq!(period("stand 31.12.2020").as_deref(), Some("2020-12"));
        assert_eq!(period("ortsteile_25833"), None);
        assert_eq!(
            written_date("202012").map(|p| p.to_string()).as_deref(),
            Some("2020-12")
        );
        assert_eq!(
            written_date("31.12.2020").map(|p| p.to_string()).as_deref(),
            Some("2020-12-31")
        );
    }

    #[test]
    fn identifiers_are_short_plain_and_unique() {
        assert_eq!(slug("Anteil über 65 (%)", "x"), "anteil_ueber_65_prozent");
        assert_eq!(slug("…", "x"), "x");
        assert!(slug(&"wort ".repeat(40), "x").len() <= 48);
        let mut ids = Ids::default();
        assert_eq!(ids.take("a", "t"), "a");
        assert_eq!(ids.take("a", "t"), "t_a");
        assert_eq!(ids.take("a", "t"), "t_a_2");
    }

    #[test]
    fn names_of_figures_tell_rates_from_amounts_and_counts() {
        let kind = |name| kind_of(name).0;
        for rate in [
            "Jugendquote",
            "Durchschnittsalter",
            "Wohnfläche je Wohnung",
            "Anteil (%)",
            "Haushaltseinkommen",
        ] {
            assert_eq!(kind(rate), FigureKind::Rate, "{rate}");
        }
        for amount in ["Wohnbaufläche", "Grünfläche (ha)", "Betrag in Euro"] {
            assert_eq!(kind(amount), FigureKind::Amount, "{amount}");
        }
        for count in ["Einwohner insgesamt", "Arbeitslose", "Alleinerziehende", "Probanden"] {
            assert_eq!(kind(count), FigureKind::Count, "{count}");
        }
    }
}
