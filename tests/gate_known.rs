//! Rules and declarations behind which too little would be hidden are refused.

use crate::support::run;
use crate::tiny::{city, quote};

/// Four blocks with two small counts.
const TABLE: &str = "Block;A;B\n01;2;90\n02;18;90\n03;30;90\n04;3;90\nStadt;53;360\n";

#[test]
fn counts_that_stand_elsewhere_are_not_taken_yet() {
    let entry = "[[already_published]]\npublication = \"Jahrbuch\"\nfigure = \"a\"\nlevel = \"block\"\n";
    let folder = city(4, "threshold = 5", TABLE, &(quote() + entry));
    let error = run(&["check", folder.text()]).stderr;
    assert!(error.contains("the gate does not hide enough"), "{error}");
}

#[test]
fn rules_that_would_protect_nothing_are_refused_with_the_reason() {
    for (rule, reason) in [
        ("rounding = 5", "rounded totals narrow their parts"),
        ("dominance = { n = 1, k = 85 }", "contributions of single persons"),
    ] {
        let folder = city(4, &format!("threshold = 5\n{rule}"), TABLE, &quote());
        let error = run(&["check", folder.text()]).stderr;
        assert!(error.contains(reason), "{error}");
    }
}
