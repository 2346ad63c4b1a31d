//! Letters with separate accents, as some systems write them, put together.

use std::borrow::Cow;

/// Accents with the letters that they are put on, before and after.
const ACCENTS: [(char, &str, &str); 6] = [
    ('\u{308}', "aouAOUeiyEI", "äöüÄÖÜëïÿËÏ"),
    ('\u{301}', "aeiouyAEIOUcnsz", "áéíóúýÁÉÍÓÚćńśź"),
    ('\u{300}', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
    ('\u{302}', "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
    ('\u{30c}', "cszrenCSZREN", "čšžřěňČŠŽŘĚŇ"),
    ('\u{327}', "cCsS", "çÇşŞ"),
];

/// The text with accents put on their letters, so that `u` and a separate diaeresis is the same as `ü`.
///
/// Only letters of names in and around Germany are put together; all others stay.
///
/// # References
/// Unicode Standard Annex 15 (normalisation form C).
pub(in crate::input) fn composed(text: &str) -> Cow<'_, str> {
    // All these accents begin with the same byte in UTF-8.
    if !text.bytes().any(|byte| byte == 0xcc) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let whole = ACCENTS
            .iter()
            .find(|(accent, ..)| *accent == c)
            .and_then(|(_, from, to)| {
                let last = out.chars().next_back()?;
                to.chars().nth(from.chars().position(|letter| letter == last)?)
            });
        match whole {
            Some(whole) => {
                out.pop();
                out.push(whole);
            }
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::composed;

    #[test]
    fn separate_accents_are_put_on_their_letters() {
        assert_eq!(
            composed("Su\u{308}dvorstadt, Cafe\u{301}, x\u{308}"),
            "Südvorstadt, Café, x\u{308}"
        );
        assert_eq!(composed("Südvorstadt"), "Südvorstadt");
        assert_eq!(composed("\u{308}a"), "\u{308}a");
    }

    #[test]
    fn every_letter_has_its_whole() {
        for (_, from, to) in super::ACCENTS {
            assert_eq!(from.chars().count(), to.chars().count(), "{to}");
        }
    }
}
