//! What a step must say, and where it may begin.

use std::collections::BTreeSet;

use super::refusal::Expected;
use super::{Action, Draft, Ledger, Refusal, Status};
use crate::model::person::in_text;
use crate::model::{Period, PeriodKind};

/// Longest name and other short text, in characters.
const SHORT: usize = 200;
/// Longest reason.
const LONG: usize = 4000;
/// Most areas of one entry.
const MOST_CODES: usize = 2000;

/// Whether a step says what it needs to, in words that tell of no person, and follows from what stands in the log.
pub(super) fn check(ledger: &Ledger, draft: &Draft) -> Result<Action, Refusal> {
    let action = draft.action.ok_or(Refusal::Field {
        field: "action",
        expected: Expected::Action,
    })?;
    texts(draft)?;
    if action != Action::Redacted {
        present("data_version", &draft.data_version)?;
    }
    if action.is_of_a_committee() {
        session(draft, action)?;
    }
    let makes = matches!(
        action,
        Action::Proposed | Action::Added | Action::Drawn | Action::Merged | Action::Redacted
    );
    if makes && draft.area.is_some() {
        let (field, expected) = ("area", Expected::Nothing);
        return Err(Refusal::Field { field, expected });
    }
    match action {
        Action::Proposed | Action::Added | Action::Drawn => begins(ledger, draft, action)?,
        Action::Rejected if draft.area.is_none() => rejects_hint(ledger, draft)?,
        Action::Merged => merges(ledger, draft)?,
        Action::Redacted => blanks(ledger, draft)?,
        _ => continues(ledger, draft, action)?,
    }
    Ok(action)
}

fn present(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::Lacks { field })
    } else {
        Ok(())
    }
}

fn texts(draft: &Draft) -> Result<(), Refusal> {
    let session = &draft.session;
    let all = [
        ("name", &draft.name, SHORT, true),
        ("committee", &session.committee, SHORT, true),
        ("paper", &session.paper, SHORT, false),
        ("reason", &draft.reason, LONG, true),
    ];
    for (field, text, length, screened) in all {
        let control = |c: char| c.is_control() && !(field == "reason" && c == '\n');
        if text.chars().count() > length || text.contains(control) {
            let expected = Expected::Text(length);
            return Err(Refusal::Field { field, expected });
        }
        if let Some(what) = in_text(text).filter(|_| screened) {
            return Err(Refusal::Person { field, what });
        }
    }
    let codes: BTreeSet<&String> = draft.codes.iter().collect();
    let plain = |code: &&String| !code.trim().is_empty() && !code.contains(char::is_control);
    if codes.len() != draft.codes.len() || codes.len() > MOST_CODES || !codes.iter().all(plain) {
        let expected = Expected::Codes;
        return Err(Refusal::Field {
            field: "codes",
            expected,
        });
    }
    Ok(())
}

fn session(draft: &Draft, action: Action) -> Result<(), Refusal> {
    present("committee", &draft.session.committee)?;
    day("date", &draft.session.date)?;
    if action != Action::Resolved {
        return Ok(());
    }
    present("paper", &draft.session.paper)?;
    let term = &draft.term;
    day("valid_from", &term.valid_from)?;
    day("next_review", &term.next_review)?;
    not_before("next_review", &term.next_review, "valid_from", &term.valid_from)?;
    if term.valid_to.is_empty() {
        return Ok(());
    }
    day("valid_to", &term.valid_to)?;
    not_before("valid_to", &term.valid_to, "valid_from", &term.valid_from)
}

fn day(field: &'static str, text: &str) -> Result<(), Refusal> {
    present(field, text)?;
    let is_day = Period::parse(text).is_some_and(|p| p.kind() == PeriodKind::KeyDate && p.as_str() == text);
    let expected = Expected::Date;
    is_day.then_some(()).ok_or(Refusal::Field { field, expected })
}

/// Days of this form order as texts do.
fn not_before(field: &'static str, text: &str, other: &'static str, first: &str) -> Result<(), Refusal> {
    let expected = Expected::NotBefore(other);
    (text >= first).then_some(()).ok_or(Refusal::Field { field, expected })
}

fn areas(draft: &Draft) -> Result<(), Refusal> {
    present("level", &draft.level)?;
    if draft.codes.is_empty() {
        return Err(Refusal::Lacks { field: "codes" });
    }
    Ok(())
}

fn begins(ledger: &Ledger, draft: &Draft, action: Action) -> Result<(), Refusal> {
    areas(draft)?;
    match action {
        Action::Proposed => present("definition", &draft.definition)?,
        _ => present("reason", &draft.reason)?,
    }
    let drawn = action == Action::Drawn;
    if drawn != draft.shape.is_some() {
        return Err(if drawn {
            Refusal::Lacks { field: "polygon" }
        } else {
            let (field, expected) = ("polygon", Expected::Nothing);
            Refusal::Field { field, expected }
        });
    }
    free(ledger, draft, drawn)
}

/// No area belongs to two priority areas; several parts may be drawn of one.
fn free(ledger: &Ledger, draft: &Draft, drawn: bool) -> Result<(), Refusal> {
    for area in ledger.areas().filter(|a| a.status.is_live() && a.level == draft.level) {
        for part in area.parts.iter().filter(|part| !(drawn && part.shape.is_some())) {
            if let Some(code) = part.codes.iter().find(|code| draft.codes.contains(code)) {
                let (code, area) = (code.clone(), area.id);
                return Err(Refusal::Taken { code, area });
            }
        }
    }
    Ok(())
}

fn rejects_hint(ledger: &Ledger, draft: &Draft) -> Result<(), Refusal> {
    areas(draft)?;
    present("definition", &draft.definition)?;
    present("reason", &draft.reason)?;
    free(ledger, draft, false)?;
    let same = |code: &str| {
        ledger
            .latest(&draft.level, code)
            .filter(|a| a.status == Status::Rejected)
    };
    match draft.codes.iter().find_map(|code| same(code)) {
        Some(found) => Err(Refusal::RejectedAlready { area: found.id }),
        None => Ok(()),
    }
}

fn merges(ledger: &Ledger, draft: &Draft) -> Result<(), Refusal> {
    let ids: BTreeSet<u64> = draft.merged.iter().copied().collect();
    if ids.len() < 2 || ids.len() != draft.merged.len() {
        let (field, expected) = ("merged", Expected::SeveralAreas);
        return Err(Refusal::Field { field, expected });
    }
    let mut levels = BTreeSet::new();
    for id in ids {
        levels.insert(stands(ledger, id, Action::Merged, Status::is_open)?.level.as_str());
    }
    if levels.len() > 1 { Err(Refusal::Levels) } else { Ok(()) }
}

fn blanks(ledger: &Ledger, draft: &Draft) -> Result<(), Refusal> {
    let number = draft.entry.ok_or(Refusal::Lacks { field: "entry" })?;
    let nothing = Refusal::NothingToBlank(number);
    ledger
        .entry(number)
        .filter(|entry| entry.redacted.is_none() && !entry.draft.reason.is_empty())
        .map(|_| ())
        .ok_or(nothing)
}

fn continues(ledger: &Ledger, draft: &Draft, action: Action) -> Result<(), Refusal> {
    let id = draft.area.ok_or(Refusal::Lacks { field: "area" })?;
    match action {
        Action::Named => present("name", &draft.name)?,
        Action::Rejected => present("reason", &draft.reason)?,
        _ => {}
    }
    let may: fn(Status) -> bool = match action {
        Action::Resolved => Status::is_live,
        Action::Lifted => |status| status == Status::Resolved,
        _ => Status::is_open,
    };
    stands(ledger, id, action, may).map(|_| ())
}

fn stands(ledger: &Ledger, id: u64, action: Action, may: fn(Status) -> bool) -> Result<&super::PriorityArea, Refusal> {
    let area = ledger.area(id).ok_or(Refusal::UnknownArea(id))?;
    if may(area.status) {
        return Ok(area);
    }
    Err(Refusal::Step {
        area: id,
        status: area.status,
        action: action.id(),
    })
}
