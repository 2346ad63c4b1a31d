use geo::polygon;

use super::*;

struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sozialraumatlas-decision-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.join("decisions.sqlite")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn draft(action: Action) -> Draft {
    Draft {
        action: Some(action),
        data_version: "v1".to_owned(),
        definition: "status".to_owned(),
        definition_hash: "h1".to_owned(),
        ..Draft::default()
    }
}

fn over(action: Action, codes: &[&str], reason: &str) -> Draft {
    Draft {
        level: "ortsteil".to_owned(),
        codes: codes.iter().map(|c| (*c).to_owned()).collect(),
        reason: reason.to_owned(),
        ..draft(action)
    }
}

fn on(action: Action, area: u64) -> Draft {
    Draft {
        area: Some(area),
        ..draft(action)
    }
}

fn session(action: Action, area: u64) -> Draft {
    Draft {
        session: Session {
            committee: "Jugendhilfeausschuss".to_owned(),
            date: "2026-11-20".to_owned(),
            paper: "VII-DS-0123".to_owned(),
        },
        term: Term {
            valid_from: "2027-01-01".to_owned(),
            valid_to: "2030-12-31".to_owned(),
            next_review: "2028-12-31".to_owned(),
        },
        ..on(action, area)
    }
}

fn ledger(drafts: Vec<Draft>) -> Ledger {
    let mut ledger = Ledger::default();
    for draft in drafts {
        let entry = ledger.entry_of(draft, "Jugendamt", "2026-11-20T00:00:00.000Z".to_owned());
        ledger.apply(entry.expect("allowed"));
    }
    ledger
}

#[test]
fn a_hint_becomes_a_proposal_is_discussed_decided_and_lifted() {
    let ledger = ledger(vec![
        over(Action::Proposed, &["01", "02"], ""),
        Draft {
            name: "Nordwest".to_owned(),
            ..on(Action::Named, 1)
        },
        session(Action::Discussed, 1),
        session(Action::Resolved, 1),
        session(Action::Resolved, 1),
        session(Action::Lifted, 1),
    ]);
    let area = ledger.area(1).unwrap();
    assert_eq!((area.status, area.name.as_str()), (Status::Lifted, "Nordwest"));
    assert_eq!(area.entries, [1, 2, 3, 4, 5, 6]);
    assert_eq!(area.term.as_ref().unwrap().next_review, "2028-12-31");
}

#[test]
fn steps_that_do_not_follow_are_refused() {
    let ledger = ledger(vec![
        over(Action::Proposed, &["01"], ""),
        session(Action::Resolved, 1),
        over(Action::Added, &["02"], "Neubau"),
        over(Action::Rejected, &["05"], "Messfehler"),
    ]);
    let step = |draft| ledger.check(&draft).unwrap_err();
    assert!(matches!(step(session(Action::Discussed, 1)), Refusal::Step { .. }));
    assert!(matches!(step(session(Action::Lifted, 3)), Refusal::Step { .. }));
    assert!(matches!(step(session(Action::Resolved, 9)), Refusal::UnknownArea(9)));
    assert!(matches!(
        step(over(Action::Proposed, &["01"], "")),
        Refusal::Taken { area: 1, .. }
    ));
    assert!(matches!(
        step(over(Action::Rejected, &["05"], "noch einmal")),
        Refusal::RejectedAlready { area: 4 }
    ));
    assert!(matches!(
        step(over(Action::Added, &["03"], "")),
        Refusal::Lacks { field: "reason" }
    ));
    let alone = Draft {
        merged: vec![3, 3],
        ..draft(Action::Merged)
    };
    assert!(matches!(step(alone), Refusal::Field { field: "merged", .. }));
    let decided = Draft {
        merged: vec![1, 3],
        ..draft(Action::Merged)
    };
    assert!(matches!(step(decided), Refusal::Step { area: 1, .. }));
}

#[test]
fn a_decision_names_committee_day_paper_term_and_review() {
    let ledger = ledger(vec![over(Action::Proposed, &["01"], "")]);
    let without = |change: &dyn Fn(&mut Draft)| {
        let mut draft = session(Action::Resolved, 1);
        change(&mut draft);
        ledger.check(&draft).unwrap_err()
    };
    for (field, refusal) in [
        ("committee", without(&|d| d.session.committee.clear())),
        ("date", without(&|d| d.session.date.clear())),
        ("paper", without(&|d| d.session.paper.clear())),
        ("valid_from", without(&|d| d.term.valid_from.clear())),
        ("next_review", without(&|d| d.term.next_review.clear())),
    ] {
        assert_eq!(refusal, Refusal::Lacks { field });
    }
    for refusal in [
        without(&|d| "2026-13-01".clone_into(&mut d.session.date)),
        without(&|d| "2026".clone_into(&mut d.session.date)),
        without(&|d| "2026-01-01".clone_into(&mut d.term.valid_to)),
    ] {
        assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    }
}

#[test]
fn a_reason_about_a_person_is_refused_and_a_paper_is_none() {
    let ledger = Ledger::default();
    let refusal = ledger
        .check(&over(Action::Added, &["01"], "Hinweis von Frau Muster"))
        .unwrap_err();
    assert!(matches!(refusal, Refusal::Person { field: "reason", .. }));
    assert!(!refusal.is_conflict());
}

#[test]
fn merged_proposals_are_one_and_leave_their_trace() {
    let ledger = ledger(vec![
        over(Action::Proposed, &["01"], ""),
        over(Action::Added, &["02"], "Neubau"),
        Draft {
            merged: vec![1, 2],
            name: "Nord".to_owned(),
            ..draft(Action::Merged)
        },
    ]);
    let merged = ledger.area(3).unwrap();
    assert_eq!((merged.codes(), merged.status), (vec!["01", "02"], Status::Proposed));
    assert_eq!(ledger.area(1).unwrap().merged_into, Some(3));
    assert_eq!(ledger.latest("ortsteil", "02").unwrap().id, 3);
}

#[test]
fn other_data_another_definition_and_a_past_day_ask_for_another_look() {
    let ledger = ledger(vec![over(Action::Proposed, &["01"], ""), session(Action::Resolved, 1)]);
    let area = ledger.area(1).unwrap();
    let definitions = |hash: &str| vec![("status".to_owned(), hash.to_owned())];
    let asked = |data_version, hash, today| {
        let definitions = definitions(hash);
        area.recheck(&Current {
            data_version,
            definitions: &definitions,
            today,
        })
    };
    assert_eq!(asked("v1", "h1", "2027-06-01"), []);
    assert_eq!(asked("v2", "h2", "2027-06-01"), [Recheck::Data, Recheck::Definition]);
    assert_eq!(asked("v1", "h1", "2028-12-31"), [Recheck::Review]);
    assert_eq!(asked("v1", "h1", "2031-01-01"), [Recheck::Review, Recheck::Expired]);
}

#[test]
fn what_is_written_is_read_again_by_another_process_and_follows_it() {
    let folder = Folder::new("read");
    let (one, other) = (Log::at(folder.file()), Log::at(folder.file()));
    assert!(other.ledger().unwrap().entries().is_empty());
    assert!(!folder.file().exists(), "reading makes no file");
    one.append(over(Action::Proposed, &["01"], "Grund"), "Jugendamt", now())
        .unwrap();
    assert_eq!(other.ledger().unwrap().entries().len(), 1);
    other.append(session(Action::Resolved, 1), "Sozialamt", now()).unwrap();
    assert_eq!(*one.ledger().unwrap(), *other.ledger().unwrap());
    let fresh = Log::at(folder.file()).ledger().unwrap();
    assert_eq!(*fresh, *one.ledger().unwrap());
    assert_eq!(fresh.entries()[1].department, "Sozialamt");
    assert!(matches!(
        one.append(session(Action::Discussed, 1), "Jugendamt", now()),
        Err(LogError::Refused(Refusal::Step { .. }))
    ));
    assert_eq!(one.ledger().unwrap().entries().len(), 2);
}

#[test]
fn the_file_itself_refuses_to_change_delete_and_replace() {
    let folder = Folder::new("triggers");
    let log = Log::at(folder.file());
    log.append(over(Action::Added, &["01"], "Grund"), "Jugendamt", now())
        .unwrap();
    let raw = rusqlite::Connection::open(folder.file()).unwrap();
    for sql in [
        "DELETE FROM decision",
        "UPDATE decision SET codes = '02'",
        "UPDATE decision SET reason = 'anderer Grund'",
        "UPDATE decision SET reason = ''",
        "INSERT OR REPLACE INTO decision SELECT * FROM decision",
    ] {
        assert!(raw.execute_batch(sql).is_err(), "{sql}");
    }
    assert_eq!(
        Log::at(folder.file()).ledger().unwrap().entries()[0].draft.reason,
        "Grund"
    );
}

#[test]
fn a_blanked_reason_is_gone_from_the_file_and_leaves_a_trace() {
    let folder = Folder::new("blank");
    let log = Log::at(folder.file());
    let secret = "Unbedachte Worte ueber jemanden im Block";
    log.append(over(Action::Added, &["01"], secret), "Jugendamt", now())
        .unwrap();
    let holds = || {
        let bytes = std::fs::read(folder.file()).unwrap();
        bytes.windows(secret.len()).any(|w| w == secret.as_bytes())
    };
    assert!(holds());
    let blank = Draft {
        entry: Some(1),
        ..draft(Action::Redacted)
    };
    log.append(blank.clone(), "Datenschutz", now()).unwrap();
    assert!(!holds());
    let ledger = Log::at(folder.file()).ledger().unwrap();
    assert_eq!(*ledger, *log.ledger().unwrap());
    let entry = ledger.entry(1).unwrap();
    assert_eq!(entry.draft.reason, "");
    assert_eq!(entry.redacted.as_ref().unwrap().department, "Datenschutz");
    assert!(matches!(
        log.append(blank, "Datenschutz", now()),
        Err(LogError::Refused(Refusal::NothingToBlank(1)))
    ));
}

#[test]
fn an_exported_log_is_restored_entry_for_entry() {
    let folder = Folder::new("export");
    let log = Log::at(folder.file());
    let shape = polygon![(x: 10.0, y: 51.0), (x: 10.1, y: 51.0), (x: 10.1, y: 51.1)];
    for draft in [
        over(Action::Proposed, &["01", "02"], "mit; Zeichen \"und\"\nZeilen"),
        Draft {
            shape: Some(shape.into()),
            ..over(Action::Drawn, &["03"], "nur der Norden")
        },
        Draft {
            merged: vec![1, 2],
            ..draft(Action::Merged)
        },
        session(Action::Resolved, 3),
        over(Action::Rejected, &["07"], "Messfehler"),
        Draft {
            entry: Some(2),
            ..draft(Action::Redacted)
        },
    ] {
        log.append(draft, "Jugendamt", now()).unwrap();
    }
    let ledger = log.ledger().unwrap();
    let read = read_csv(&write_csv(ledger.entries()).unwrap()).unwrap();
    assert_eq!(read, ledger.entries());
    let copy = Log::at(folder.0.join("copy.sqlite"));
    copy.restore(&read).unwrap();
    assert_eq!(*copy.ledger().unwrap(), *ledger);
    assert!(matches!(copy.restore(&read), Err(LogError::Restore { .. })));
    let other = Log::at(folder.0.join("other.sqlite"));
    assert!(matches!(
        other.restore(&read[1..]),
        Err(LogError::Restore { number: 2, .. })
    ));
}

#[test]
fn another_file_is_left_alone_and_a_city_without_a_folder_says_so() {
    let folder = Folder::new("foreign");
    let raw = rusqlite::Connection::open(folder.file()).unwrap();
    raw.execute_batch("CREATE TABLE mine (x)").unwrap();
    drop(raw);
    let log = Log::at(folder.file());
    assert!(matches!(log.ledger(), Err(LogError::Foreign { .. })));
    let add = || over(Action::Added, &["01"], "Grund");
    assert!(matches!(
        log.append(add(), "Jugendamt", now()),
        Err(LogError::Foreign { .. })
    ));
    assert!(matches!(
        Log::nowhere().append(add(), "Jugendamt", now()),
        Err(LogError::NoPlace)
    ));
    std::fs::write(folder.file(), "no SQLite at all, but long enough for a header of one").unwrap();
    assert!(matches!(Log::at(folder.file()).ledger(), Err(LogError::Sqlite { .. })));
}
