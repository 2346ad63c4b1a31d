//! A table may be larger than what memory should hold: what is kept are the cells that the city uses.

use std::process::Command;

use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;

use crate::large_city::{AREAS, DECLARED, Shape, Size, cost, write};
use crate::support::TempFolder;

const MONTHS: usize = 3;

#[test]
fn figures_that_the_city_does_not_declare_cost_no_memory() {
    for (shape, figures) in [(Shape::Long, 120), (Shape::Wide, 1200)] {
        let peak = |figures: usize| {
            let folder = TempFolder::new("large");
            let size = Size {
                months: MONTHS,
                figures,
            };
            let bytes = write(folder.path(), shape, size);
            let mut check = Command::new(env!("CARGO_BIN_EXE_sozialraumatlas"));
            let cost = cost(check.args(["check", folder.text()]));
            assert!(cost.is_none_or(|cost| cost.success), "{shape:?} with {figures} figures");
            cost.map(|cost| (bytes / 1024, cost.peak_kib, cost.time))
        };
        let (Some((few_kib, few, _)), Some((many_kib, many, took))) = (peak(DECLARED), peak(figures)) else {
            println!("skipped: nothing tells how much memory a process holds");
            return;
        };
        assert!(many_kib > few_kib + 8_000, "{few_kib} KiB and {many_kib} KiB of text");
        // What is looked at before a file is known to be large, and the names of its columns.
        let allowed = few + 8 * 1024;
        assert!(
            many < allowed,
            "{shape:?}: {few} KiB for {few_kib} KiB of text, {many} KiB for {many_kib} in {took:?}"
        );
    }
}

#[test]
fn every_row_of_a_large_table_counts() {
    for shape in [Shape::Long, Shape::Wide] {
        let folder = TempFolder::new("counted");
        let size = Size {
            months: MONTHS,
            figures: 50,
        };
        write(folder.path(), shape, size);
        let loaded = load(&Folder::new(folder.path())).unwrap();
        let table = &loaded.report.tables[0];
        let rows = match shape {
            Shape::Long => AREAS * MONTHS * size.figures,
            Shape::Wide => AREAS * MONTHS,
        };
        assert_eq!(
            (table.rows, table.levels[0].matched, table.first_rows.len()),
            (rows, AREAS, 5)
        );
        assert_eq!(table.decimal.key, "decimal.from_cells");
        let sums: Vec<f64> = table.sums.iter().map(|sum| sum.levels[0].sum).collect();
        assert_eq!(sums.len(), DECLARED * MONTHS);
        let expected: usize = (0..AREAS).map(|area| area * 7919 % 99_991).sum();
        assert_eq!(
            format!("{:.1}", sums[0]),
            format!("{}.{}", expected / 10, expected % 10)
        );
    }
}
