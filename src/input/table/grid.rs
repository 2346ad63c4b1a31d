//! A sheet as read: the cells that hold something, before anything is known about header, data or footer.

/// One cell that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Its text, trimmed; a stored number has a decimal point and no grouping.
    pub text: String,
    /// Whether the file stores a number rather than a text.
    pub number: bool,
}

impl GridCell {
    /// A cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: false,
        }
    }
}

/// The cells of one row, by column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GridRow {
    /// Row or line in the file, from 1.
    pub number: usize,
    /// Columns from 0 with what they hold, in their order.
    pub cells: Vec<(usize, GridCell)>,
}

impl GridRow {
    /// The cell in a column.
    pub fn cell(&self, column: usize) -> Option<&GridCell> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(at).map(|(_, cell)| cell)
    }

    /// The text in a column; empty where there is nothing.
    pub fn at(&self, column: usize) -> &str {
        self.cell(column).map_or("", |cell| cell.text.as_str())
    }

    /// Puts a cell into a column that is empty; a taken one stays.
    fn put(&mut self, column: usize, cell: &GridCell) {
        if let Err(at) = self.cells.binary_search_by_key(&column, |(column, _)| *column) {
            self.cells.insert(at, (column, cell.clone()));
        }
    }
}

/// A rectangle of cells, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row, from 1.
    pub top: usize,
    /// First column, from 0.
    pub left: usize,
    /// Last row.
    pub bottom: usize,
    /// Last column.
    pub right: usize,
}

impl Area {
    /// Reads an address such as `A5:H70`, `$A$5:$H$70`, `A:H` (all rows) or `5:70` (all columns).
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| *c != '$' && !c.is_whitespace()).collect();
        let (from, to) = text.split_once(':')?;
        let ((left, top), (right, bottom)) = (corner(from)?, corner(to)?);
        let area = Self {
            top: top.unwrap_or(1),
            left: left.unwrap_or(0),
            bottom: bottom.unwrap_or(usize::MAX),
            right: right.unwrap_or(usize::MAX),
        };
        let alike = left.is_some() == right.is_some() && top.is_some() == bottom.is_some();
        (alike && area.top >= 1 && area.top <= area.bottom && area.left <= area.right).then_some(area)
    }

    fn has_row(&self, row: usize) -> bool {
        (self.top..=self.bottom).contains(&row)
    }

    fn has_column(&self, column: usize) -> bool {
        (self.left..=self.right).contains(&column)
    }
}

impl std::fmt::Display for Area {
    /// As [`Area::parse`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}{}:{}{}",
            letters(self.left),
            self.top,
            letters(self.right),
            self.bottom
        )
    }
}

/// Column and row of an address; either may be left out.
fn corner(text: &str) -> Option<(Option<usize>, Option<usize>)> {
    let split = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (letters, digits) = text.split_at(split);
    if text.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let column = letters.bytes().try_fold(0_usize, |sum, letter| {
        let letter = letter.to_ascii_uppercase();
        letter
            .is_ascii_uppercase()
            .then(|| sum * 26 + usize::from(letter - b'A') + 1)
    })?;
    let row = match digits {
        "" => None,
        digits => Some(digits.parse().ok()?),
    };
    Some((column.checked_sub(1), row))
}

/// The name of a column as spreadsheets write it: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut name = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// All rows of a sheet that hold something, by number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The rows.
    pub rows: Vec<GridRow>,
    /// Cells that the file merges; the value stands in the first one.
    pub merges: Vec<Area>,
}

impl Grid {
    /// Puts cells in any order, with rows from 1 and columns from 0, into rows.
    pub fn from_cells(mut cells: Vec<(usize, usize, GridCell)>) -> Self {
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        // Of two cells at one place the last one written counts.
        cells.reverse();
        cells.dedup_by_key(|(row, column, _)| (*row, *column));
        cells.reverse();
        let mut rows: Vec<GridRow> = Vec::new();
        for (number, column, cell) in cells {
            match rows.last_mut().filter(|row| row.number == number) {
                Some(row) => row.cells.push((column, cell)),
                None => rows.push(GridRow {
                    number,
                    cells: vec![(column, cell)],
                }),
            }
        }
        Self {
            rows,
            merges: Vec::new(),
        }
    }

    /// Only the cells of an area.
    #[must_use]
    pub fn clip(mut self, area: Area) -> Self {
        self.rows.retain(|row| area.has_row(row.number));
        for row in &mut self.rows {
            row.cells.retain(|(column, _)| area.has_column(*column));
        }
        self.rows.retain(|row| !row.cells.is_empty());
        self
    }

    /// The first column that holds something.
    pub fn left(&self) -> usize {
        let firsts = self.rows.iter().filter_map(|row| row.cells.first());
        firsts.map(|(column, _)| *column).min().unwrap_or_default()
    }

    /// Gives the value of merged cells that `wanted` takes to all of them, within limits that no honest file reaches.
    pub(super) fn spread(&mut self, wanted: impl Fn(&Area, &GridCell) -> bool) {
        const MOST_CELLS: usize = 200_000;
        const LONGEST: usize = 1000;
        let mut left = MOST_CELLS;
        for area in &self.merges {
            let at = self.rows.binary_search_by_key(&area.top, |row| row.number);
            let value = at.ok().and_then(|at| self.rows.get(at)?.cell(area.left)).cloned();
            let Some(value) = value.filter(|value| value.text.len() <= LONGEST && wanted(area, value)) else {
                continue;
            };
            let first = self.rows.partition_point(|row| row.number < area.top);
            for row in self
                .rows
                .iter_mut()
                .skip(first)
                .take_while(|row| row.number <= area.bottom)
            {
                for column in area.left..=area.right {
                    if left == 0 {
                        return;
                    }
                    left -= 1;
                    row.put(column, &value);
                }
            }
        }
    }

    /// The row with a number.
    pub fn row(&self, number: usize) -> Option<&GridRow> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_nonsense_is_refused() {
        let area = |top, left, bottom, right| Area {
            top,
            left,
            bottom,
            right,
        };
        assert_eq!(Area::parse("A5:H70"), Some(area(5, 0, 70, 7)));
        assert_eq!(Area::parse("$aa$1 : AB2"), Some(area(1, 26, 2, 27)));
        assert_eq!(Area::parse("C:D"), Some(area(1, 2, usize::MAX, 3)));
        assert_eq!(Area::parse("3:9"), Some(area(3, 0, 9, usize::MAX)));
        for bad in [
            "",
            "A5",
            "H5:A1",
            "A0:B2",
            "A5:B",
            "A9:B2",
            "Ä1:B2",
            "AAAA1:B2",
            "A1:B99999999",
        ] {
            assert_eq!(Area::parse(bad), None, "{bad}");
        }
        assert_eq!(
            (letters(0), letters(26), letters(16_383)),
            ("A".into(), "AA".into(), "XFD".into())
        );
    }

    #[test]
    fn cells_in_any_order_become_rows_and_the_last_of_two_counts() {
        let cell = GridCell::text;
        let grid = Grid::from_cells(vec![
            (3, 1, cell("c")),
            (1, 16_383, cell("z")),
            (3, 0, cell("a")),
            (3, 0, cell("b")),
        ]);
        assert_eq!(grid.rows.len(), 2);
        assert_eq!(
            grid.row(3).map(|row| (row.at(0), row.at(1), row.at(2))),
            Some(("b", "c", ""))
        );
        let clipped = grid.clip(Area::parse("A2:A9").unwrap());
        assert_eq!(clipped.rows.len(), 1);
        assert_eq!(clipped.rows[0].cells.len(), 1);
    }
}
