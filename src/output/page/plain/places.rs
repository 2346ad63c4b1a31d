//! Areas as links: of a level, around an area, similar to it.

use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Site, encoded};
use super::read::Read;

/// Codes and names of a level's areas, sorted by name.
pub(super) fn by_name(areas: &Value) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = areas.texts("code").into_iter().zip(areas.texts("name")).collect();
    found.sort_by_cached_key(|(code, name)| (sorting(name), (*code).to_owned()));
    found
}

/// How names are sorted: umlauts as their letters (DIN 5007, variant 1), without regard to capitals.
pub(super) fn sorting(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => key.push('a'),
            'ö' => key.push('o'),
            'ü' => key.push('u'),
            'ß' => key.push_str("ss"),
            c => key.push(c),
        }
    }
    key
}

/// The address of an area's profile.
pub(super) fn address(city: &str, level: &str, code: &str) -> String {
    format!(
        "/cities/{}/{}/areas/{}/profile.html",
        encoded(city),
        encoded(level),
        encoded(code)
    )
}

/// Links to areas of one level in a row.
pub(super) fn links(site: &Site, city: &str, level: &str, areas: &[Value]) -> Markup {
    html! {
        ul.inline {
            @for area in areas {
                li { a href=(site.to(&address(city, level, area.text("code")))) lang=[site.data_language()] { (area.text("name")) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sorting;

    #[test]
    fn umlauts_are_sorted_as_their_letters() {
        let mut names = vec!["Zoo", "Österfeld", "Ostheim", "Aue", "Äußere Neustadt"];
        names.sort_by_cached_key(|name| sorting(name));
        assert_eq!(names, ["Aue", "Äußere Neustadt", "Österfeld", "Ostheim", "Zoo"]);
    }
}
