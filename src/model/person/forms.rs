//! Forms in which single words tell of persons.

/// `name@host.de`, alone in its cell or after a name.
pub(crate) fn is_email(cell: &str) -> bool {
    // Most cells are plain numbers; they are told apart before anything is split.
    cell.contains('@')
        && cell.split([' ', '<', '>', ';', ',']).any(|word| {
            let Some((user, host)) = word.split_once('@') else {
                return false;
            };
            let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
            !user.is_empty() && ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_alphabetic())
        })
}

/// `0341 1234567`, `0341/123-45`, `+49 341 1234567`; a key of digits without a sign between is none.
pub(crate) fn is_phone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let form = cell
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '/' | '-' | '–' | '(' | ')'));
    if !form || !(7..=15).contains(&digits) {
        return false;
    }
    if cell.starts_with('+') || cell.starts_with("00") {
        return cell.starts_with('+') || cell.contains([' ', '/']);
    }
    let open = cell.trim_start_matches('(');
    let area = open.bytes().take_while(u8::is_ascii_digit).count();
    let rest = open.get(area..).unwrap_or_default();
    open.starts_with('0') && (3..=6).contains(&area) && !rest.is_empty() && !is_period(cell)
}

/// `01-2020` and the like.
fn is_period(cell: &str) -> bool {
    let runs: Vec<usize> = cell.split(|c: char| !c.is_ascii_digit()).map(str::len).collect();
    matches!(runs.as_slice(), [2, 4] | [4, 2] | [2, 2, 4] | [4, 2, 2])
}

/// A day with its year, month and day: `24.12.1980`, `1980-12-24`, perhaps with a time behind.
pub(crate) fn day_of(cell: &str) -> Option<(u16, u8, u8)> {
    if !cell.starts_with(|c: char| c.is_ascii_digit()) || !cell.contains(['.', '-']) {
        return None;
    }
    let date = cell.split([' ', 'T']).next().unwrap_or_default();
    let german: Vec<&str> = date.split('.').collect();
    let iso: Vec<&str> = date.split('-').collect();
    let (year, month, day) = match (german.as_slice(), iso.as_slice()) {
        ([d, m, y], _) | (_, [y, m, d]) => (*y, *m, *d),
        _ => return None,
    };
    let year: u16 = year.parse().ok().filter(|_| year.len() == 4)?;
    let month = month.parse().ok().filter(|m| (1..=12).contains(m))?;
    let day = day.parse().ok().filter(|d| (1..=31).contains(d))?;
    Some((year, month, day))
}

/// A day of the past hundred years and somewhat more.
pub(crate) fn is_birth_like(cell: &str) -> bool {
    day_of(cell).is_some_and(|(year, _, _)| (1900..=2100).contains(&year))
}

/// `Muster, Erika`: two capitalised words or double names with a comma between.
pub(crate) fn is_name_pair(cell: &str) -> bool {
    let Some((last, first)) = cell.split_once(", ") else {
        return false;
    };
    name(last) && first.split(' ').count() <= 2 && first.split(' ').all(name)
}

fn name(word: &str) -> bool {
    const OFFICIAL: [&str; 6] = ["Stadt", "Landkreis", "Kreis", "Land", "Region", "Gemeinde"];
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let rest = chars.all(|c| c.is_lowercase() || c.is_uppercase() || c == '-' || c == '\'');
    let small = word.chars().any(char::is_lowercase);
    capital && rest && small && word.chars().count() >= 3 && !OFFICIAL.contains(&word)
}

/// `Musterstr. 12 a`: a word for a street and a house number at the end.
pub(crate) fn is_house_address(cell: &str) -> bool {
    const STREETS: [&str; 12] = [
        "straße", "strasse", "str.", "weg", "allee", "platz", "gasse", "ring", "ufer", "damm", "chaussee", "steig",
    ];
    if !cell.bytes().any(|b| b.is_ascii_alphabetic()) {
        return false;
    }
    let lower = cell.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let street = words.iter().position(|w| STREETS.iter().any(|s| w.ends_with(s)));
    let Some(rest) = street.and_then(|i| words.get(i + 1..)) else {
        return false;
    };
    let number = |w: &str| {
        let digits = w.bytes().take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&digits) && w.len() <= digits + 4
    };
    matches!(rest, [one] if number(one)) || matches!(rest, [one, letter] if number(one) && letter.len() == 1)
}
