//! Phrases and what fills their placeholders as JSON, for programs that write sentences of their own.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Argument, Phrase};

/// What fills a placeholder: a text or number as it is, a list, or a phrase with its key.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum ArgumentWire<'a> {
    Text(&'a str),
    Whole(usize),
    Number(f64),
    List(Vec<ArgumentWire<'a>>),
    Phrase(PhraseWire<'a>),
}

/// A key of the catalogues with its arguments.
#[derive(Debug, Serialize)]
pub(super) struct PhraseWire<'a> {
    phrase: &'static str,
    arguments: BTreeMap<&'static str, ArgumentWire<'a>>,
}

/// Arguments by the names of their placeholders.
pub(super) fn arguments<'a>(arguments: &'a [(&'static str, Argument)]) -> BTreeMap<&'static str, ArgumentWire<'a>> {
    arguments.iter().map(|(name, value)| (*name, argument(value))).collect()
}

fn argument(argument: &Argument) -> ArgumentWire<'_> {
    match argument {
        Argument::Text(text) => ArgumentWire::Text(text),
        Argument::Count(whole) | Argument::Position(whole) => ArgumentWire::Whole(*whole),
        Argument::Decimal(value, _) | Argument::Number(value) => ArgumentWire::Number(*value),
        Argument::Phrase(inner) => ArgumentWire::Phrase(phrase(inner)),
        Argument::List(items) => ArgumentWire::List(items.iter().map(self::argument).collect()),
        Argument::Clauses(phrases) => {
            ArgumentWire::List(phrases.iter().map(|p| ArgumentWire::Phrase(phrase(p))).collect())
        }
    }
}

fn phrase(phrase: &Phrase) -> PhraseWire<'_> {
    PhraseWire {
        phrase: phrase.key,
        arguments: arguments(&phrase.arguments),
    }
}
