//! Cases of random cities counted by half-years and quarters too, which make up those of the year.

use super::generator::{Column, FIRST_YEAR, Plan};
use super::random::Random;

/// Larger cities, in blocks times columns, have one such year only: all periods of a year hang together.
const MOST_CELLS: usize = 40;

/// What a city says about figures that add up over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// That they do.
    Yes,
    /// Nothing: it can be seen.
    Nothing,
    /// That they do not, which is wrong.
    Wrong,
}

impl Plan {
    /// In a quarter of all cities the table of cases has parts of years, and in half of these the table of inhabitants too.
    pub fn draw_parts_of_years(&mut self, seed: u64) {
        let random = &mut Random::new(seed ^ 0x7155_0F71);
        if random.percent(25) {
            if self.blocks * self.columns.len() > MOST_CELLS {
                self.periods = 1;
                self.columns.iter_mut().for_each(Column::keep_first_year);
            }
            self.split_years(random);
        }
    }

    /// Splits every year, some of them not to the end.
    pub fn split_years(&mut self, random: &mut Random) {
        let inhabitants_too = random.percent(50);
        let mut complete = false;
        for year in 0..self.periods {
            let parts = match random.between(1, 3) {
                1 => ["H1", "H2"].to_vec(),
                2 => ["H1", "Q3", "Q4"].to_vec(),
                _ => ["Q1", "Q2", "Q3", "Q4"].to_vec(),
            };
            let told = if random.percent(70) {
                parts.len()
            } else {
                parts.len() - 1
            };
            complete |= told == parts.len();
            for column in &mut self.columns {
                let counts = column.counts[year].clone();
                if column.table == 0 {
                    let all = parts.iter().take(if inhabitants_too { told } else { 0 });
                    column.parts.extend(all.map(|part| (text(year, part), counts.clone())));
                    continue;
                }
                let split: Vec<Vec<u32>> = counts.iter().map(|count| shares(random, *count, parts.len())).collect();
                for (at, part) in parts.iter().enumerate().take(told) {
                    column
                        .parts
                        .push((text(year, part), split.iter().map(|block| block[at]).collect()));
                }
            }
        }
        self.over_time = Some(if complete && random.percent(30) {
            Said::Nothing
        } else {
            Said::Yes
        });
        if !self
            .ratios
            .iter()
            .any(|ratio| ratio.denominator.is_empty() && ratio.numerator == ["some"])
        {
            self.add_count("some");
        }
    }
}

fn text(year: usize, part: &str) -> String {
    format!("{}-{part}", FIRST_YEAR + year)
}

/// A count shared out at random.
fn shares(random: &mut Random, count: u32, parts: usize) -> Vec<u32> {
    let mut shares = vec![0; parts];
    let favourite = random.index(parts);
    for _ in 0..count {
        let to = if random.percent(40) {
            favourite
        } else {
            random.index(parts)
        };
        shares[to] += 1;
    }
    shares
}
