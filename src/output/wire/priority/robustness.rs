//! How firmly a result stands, in numbers and words.

use serde::Serialize;

use super::HeadWire;
use super::area::NearCutWire;
use super::words::Words;
use crate::analysis::robustness::{AreaRobustness, Choice, ChoiceEffect, Robustness};
use crate::disclosure::Published;
use crate::model::{Area, PriorityDefinition};
use crate::text::{Language, number};

/// How much a result rests on the choices behind it.
#[derive(Debug, Serialize)]
pub struct RobustnessWire<'a> {
    #[serde(flatten)]
    head: HeadWire<'a>,
    runs: usize,
    seed: u64,
    spread: f64,
    valid: usize,
    flagged: usize,
    always: usize,
    ever: usize,
    near_cut: f64,
    near: usize,
    near_dynamics: usize,
    changed_by_weights: f64,
    rank_shift_by_weights: f64,
    /// What single choices change.
    pub choices: Vec<ChoiceWire>,
    /// Position of the choice that changes most.
    strongest: Option<usize>,
    /// The result in words.
    pub summary: Vec<String>,
    /// One entry per area, ordered by code.
    pub areas: Vec<AreaRobustnessWire<'a>>,
}

/// What one choice changes.
#[derive(Debug, Serialize)]
pub struct ChoiceWire {
    id: &'static str,
    subject: Option<String>,
    /// The choice in words, to follow "wenn".
    pub words: String,
    /// Areas that are flagged with it only.
    pub gained: usize,
    /// Areas that are flagged without it only.
    pub lost: usize,
    /// Areas that change class.
    pub class_changes: usize,
    /// Mean absolute change of ranks.
    pub rank_shift: f64,
}

/// How firmly one area stands.
#[derive(Debug, Serialize)]
pub struct AreaRobustnessWire<'a> {
    id: u64,
    /// The official key.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    class: Option<&'a str>,
    /// Whether a rule for attention applies.
    pub flag: bool,
    /// How far the area has come.
    pub flag_status: Option<&'static str>,
    rank: Option<usize>,
    /// Share of the runs that flag it.
    pub flagged_share: Option<f64>,
    class_share: Option<f64>,
    /// Lower and upper rank of nine of ten runs.
    pub rank_low: Option<usize>,
    /// The upper one.
    pub rank_high: Option<usize>,
    cut: Option<f64>,
    cut_distance: Option<f64>,
    /// The cut that it lies near to.
    pub near_cut: Option<NearCutWire>,
    /// Choices that change its flag, by position.
    pub flips: Vec<usize>,
    class_flips: Vec<usize>,
    /// How firmly it stands, in words; empty without an index.
    pub words: String,
}

/// Describes how firmly a result stands.
pub fn robustness<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    found: &Robustness,
    language: Language,
) -> RobustnessWire<'a> {
    let words = Words::new(p, definition, language);
    let strongest = found.strongest();
    let choices: Vec<ChoiceWire> = found.choices.iter().map(|effect| choice(&words, effect)).collect();
    let set = &p.levels()[found.level];
    let areas = set.areas.iter().zip(&found.areas);
    RobustnessWire {
        head: HeadWire::new(p, definition, found.level, language),
        runs: found.options.runs,
        seed: found.options.seed,
        spread: found.options.spread,
        valid: found.valid,
        flagged: found.flagged,
        always: found.always,
        ever: found.ever,
        near_cut: definition.near_cut,
        near: found.near,
        near_dynamics: found.near_dynamics,
        changed_by_weights: found.changed_by_weights,
        rank_shift_by_weights: found.rank_shift_by_weights,
        strongest: strongest.and_then(|strongest| found.choices.iter().position(|effect| effect == strongest)),
        summary: summary(&words, found, strongest),
        areas: areas
            .map(|(named, found)| area(&words, named, found.as_ref(), &choices))
            .collect(),
        choices,
    }
}

fn choice(words: &Words, effect: &ChoiceEffect) -> ChoiceWire {
    ChoiceWire {
        id: effect.choice.id(),
        subject: effect.choice.subject().map(str::to_owned),
        words: choice_words(words, &effect.choice),
        gained: effect.gained,
        lost: effect.lost,
        class_changes: effect.class_changes,
        rank_shift: effect.rank_shift,
    }
}

/// "„Kinderarmut“ nicht zählt", to follow "wenn".
fn choice_words(words: &Words, choice: &Choice) -> String {
    let subject = match choice {
        Choice::WithoutIndicator(id) => {
            let index = words.p.indicator(id).map(|i| &words.p.indicators()[i].name);
            index.unwrap_or(id).clone()
        }
        Choice::Normalisation(way) => words.say(&format!("normalise.{way}"), &[]),
        _ => String::new(),
    };
    words.say(&format!("choice.{}", choice.id()), &[("subject", &subject)])
}

fn area<'a>(
    words: &Words<'a>,
    area: &'a Area,
    found: Option<&AreaRobustness>,
    choices: &[ChoiceWire],
) -> AreaRobustnessWire<'a> {
    let near = found.and_then(|found| near_cut(found, words.definition.near_cut));
    let flag = found.is_some_and(|found| found.flagged);
    AreaRobustnessWire {
        id: area.id,
        code: area.code.as_str(),
        name: &area.name,
        class: found
            .and_then(|f| words.definition.classes().get(f.class))
            .map(String::as_str),
        flag,
        flag_status: flag.then_some(super::COMPUTED_HINT),
        rank: found.map(|f| f.rank),
        flagged_share: found.map(|f| f.flagged_share),
        class_share: found.map(|f| f.class_share),
        rank_low: found.map(|f| f.ranks[0]),
        rank_high: found.map(|f| f.ranks[1]),
        cut: found.and_then(|f| Some(f.cut?.0)),
        cut_distance: found.and_then(|f| Some(f.cut?.1)),
        words: found.map_or_else(String::new, |f| area_words(words, f, near.as_ref(), choices)),
        near_cut: near,
        flips: found.map(|f| f.flips.clone()).unwrap_or_default(),
        class_flips: found.map(|f| f.class_flips.clone()).unwrap_or_default(),
    }
}

/// The nearer of the cuts that status and dynamics lie near to.
fn near_cut(found: &AreaRobustness, near: f64) -> Option<NearCutWire> {
    let of = |of: &'static str, cut: Option<(f64, f64)>| {
        let (cut, distance) = cut?;
        (distance.abs() <= near).then_some(NearCutWire { of, cut, distance })
    };
    let both = of("status", found.cut)
        .into_iter()
        .chain(of("dynamics", found.dynamics_cut));
    both.min_by(|a, b| a.distance.abs().total_cmp(&b.distance.abs()))
}

fn area_words(words: &Words, found: &AreaRobustness, near: Option<&NearCutWire>, choices: &[ChoiceWire]) -> String {
    let share = number(words.language, 100.0 * found.flagged_share, 1);
    let [low, high] = found.ranks.map(|rank| rank.to_string());
    let rank = found.rank.to_string();
    let numbers = [
        ("share", share.as_str()),
        ("rank", &rank),
        ("low", &low),
        ("high", &high),
    ];
    let mut parts = vec![words.say("priority.robust_area", &numbers)];
    parts.extend(near.map(|near| words.near(near)));
    let flips = found.flips.iter().filter_map(|flip| choices.get(*flip));
    let flips: Vec<&str> = flips.map(|choice| choice.words.as_str()).collect();
    if !flips.is_empty() {
        let or = format!(" {} ", words.say("priority.or", &[]));
        parts.push(words.say("priority.robust_flips", &[("choices", &flips.join(&or))]));
    }
    parts.join("; ")
}

fn summary(words: &Words, found: &Robustness, strongest: Option<&ChoiceEffect>) -> Vec<String> {
    let spread = number(words.language, 100.0 * found.options.spread, 0);
    let runs = number(
        words.language,
        f64::from(u32::try_from(found.options.runs).unwrap_or(u32::MAX)),
        0,
    );
    let counts = [found.flagged, found.always, found.ever].map(|count| count.to_string());
    let numbers = [
        ("flagged", counts[0].as_str()),
        ("always", &counts[1]),
        ("ever", &counts[2]),
        ("runs", &runs),
        ("spread", &spread),
    ];
    let near = number(words.language, words.definition.near_cut, 2);
    let near_count = found.near.to_string();
    let mut sentences = vec![
        words.say("priority.robust_weights", &numbers),
        words.say("priority.robust_near", &[("near", &near_count), ("distance", &near)]),
    ];
    if let Some(effect) = strongest {
        let (gained, lost) = (effect.gained.to_string(), effect.lost.to_string());
        let choice = choice_words(words, &effect.choice);
        let told = [("choice", choice.as_str()), ("gained", &gained), ("lost", &lost)];
        sentences.push(words.say("priority.robust_strongest", &told));
    }
    sentences
}
