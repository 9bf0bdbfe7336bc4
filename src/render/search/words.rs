//! A text → the words it is found by.
//!
//! In: any text. Out: words in the one spelling that the index knows: lower case, without accents, compatibility forms
//! resolved. `search-words.js` does the same to what a reader types, and `tests/browser/search-words.json` is the table
//! that both are tested with. Scripts that write no spaces are cut into pairs of neighbouring characters, the last one
//! standing alone as well, so that every character begins a word. What programmers join is found whole and in its parts:
//! `camelCase`, `snake_case`, `ERC-20`, `move-only`. Absent on purpose: stems. An index of words as they stand harms no
//! language; the browser, which has the words of a shard before it, gathers those of one stem.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are keys and hashes, which nobody types.
const LONGEST: usize = 32;

/// Words this long with digits in them are, too.
const LONGEST_WITH_DIGITS: usize = 20;

/// Hands over every word of a text, in order; a joined one after its parts.
pub(super) fn words(text: &str, mut found: impl FnMut(&str)) {
    let mut rest = text;
    while let Some(start) = rest.find(is_letter) {
        let compound = compound(&rest[start..]);
        take(compound, &mut found);
        rest = &rest[start + compound.len()..];
    }
}

/// One spelling for all ways to write a word. It is its own spelling.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        let is_lower = !word.bytes().any(|byte| byte.is_ascii_uppercase());
        return if is_lower { word.into() } else { word.to_ascii_lowercase().into() };
    }
    let lower = word.nfkd().collect::<String>().to_lowercase();
    let mut plain = String::with_capacity(lower.len());
    for character in lower.nfkd().filter(|c| !matches!(c, '\u{300}'..='\u{36F}')) {
        match character {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'ħ' => plain.push('h'),
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            'ς' => plain.push('σ'),
            // Some compatibility forms are several words.
            '\'' | '\u{2019}' | ' ' => {}
            character => plain.push(character),
        }
    }
    Cow::Owned(plain.nfc().collect())
}

/// Whether a script writes no spaces between words, or joins so much to them that parts are what is looked for.
pub(super) fn is_dense(character: char) -> bool {
    matches!(character,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || (!character.is_ascii() && (character.is_alphanumeric() || is_combining_mark(character)))
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// The letters at the start of a text, with the hyphens, underscores and apostrophes between them.
fn compound(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii_alphanumeric() {
            end += 1;
            continue;
        }
        let mut characters = text[end..].chars();
        let character = characters.next().expect("it is within the text");
        let joins = matches!(character, '-' | '_') || is_apostrophe(character);
        let goes_on = joins && characters.next().is_some_and(is_letter);
        if !is_letter(character) && !goes_on {
            break;
        }
        end += character.len_utf8();
    }
    &text[..end]
}

/// Hands over the words of letters and what joins them.
fn take(compound: &str, found: &mut impl FnMut(&str)) {
    if compound.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return give(compound, found);
    }
    let mut parts = 0;
    for part in compound.split(['-', '_']) {
        parts += 1;
        take_part(part, found);
    }
    // More hyphens than two join a phrase, unless a number among them makes it a name.
    let named = compound.contains('_') || compound.bytes().any(|byte| byte.is_ascii_digit());
    if parts > 1 && (named || parts <= 3) && !compound.contains(is_dense) {
        let whole: String = compound.split(['-', '_']).collect();
        give(&fold(&whole), found);
    }
}

/// Hands over the words between two joints.
fn take_part(part: &str, found: &mut impl FnMut(&str)) {
    if part.is_ascii() {
        let plain = if part.contains('\'') {
            Cow::Owned(part.replace('\'', ""))
        } else {
            Cow::Borrowed(part)
        };
        if is_word(&plain) {
            humps(&plain, found);
            give(&fold(&plain), found);
        }
        return;
    }
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        let dense = is_dense(first);
        let of_one_sort = |c: char| is_dense(c) == dense || (dense && is_combining_mark(c));
        let (run, after) = rest.split_at(rest.find(|c| !of_one_sort(c)).unwrap_or(rest.len()));
        let folded = fold(run);
        if dense {
            pairs(&folded, found);
        } else {
            give(&folded, found);
        }
        rest = after;
    }
}

/// Hands over each pair of neighbours, and the last character.
fn pairs(run: &str, found: &mut impl FnMut(&str)) {
    let mut starts = run.char_indices().map(|(at, _)| at).chain([run.len()]).peekable();
    let mut start = starts.next();
    let mut middle = starts.next();
    while let (Some(from), Some(_)) = (start, middle) {
        let end = starts.next();
        found(&run[from..end.unwrap_or(run.len())]);
        (start, middle) = (middle, end);
    }
}

/// Hands over the parts of `camelCase`, `HTTPServer` and `erc20`, where there are several.
fn humps(word: &str, found: &mut impl FnMut(&str)) {
    let bytes = word.as_bytes();
    let sort = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let mut from = 0;
    let is_letter = bytes.first().is_some_and(u8::is_ascii_alphabetic);
    if is_letter && bytes[1..].iter().all(u8::is_ascii_lowercase) {
        return;
    }
    for at in 1..bytes.len() {
        let (before, here) = (sort(bytes[at - 1]), sort(bytes[at]));
        let digits = before.0 != here.0;
        let rises = !before.1 && here.1;
        // The last capital before small letters is theirs; but not in a plural (`EIPs`).
        let next_is_small = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let is_plural = at + 2 == bytes.len() && bytes.last() == Some(&b's');
        let falls = before.1 && here.1 && next_is_small && !is_plural;
        if digits || rises || falls {
            give_part(&word[from..at], found);
            from = at;
        }
    }
    if from > 0 {
        give_part(&word[from..], found);
    }
}

/// Hands over a part of a word; a single letter says nothing.
fn give_part(part: &str, found: &mut impl FnMut(&str)) {
    if part.len() > 1 {
        give(&fold(part), found);
    }
}

fn give(word: &str, found: &mut impl FnMut(&str)) {
    if is_word(word) {
        found(word);
    }
}

/// Whether somebody might type it.
fn is_word(word: &str) -> bool {
    let has_digits = || word.bytes().any(|byte| byte.is_ascii_digit());
    let is_key = |length| length > LONGEST || (length > LONGEST_WITH_DIGITS && has_digits());
    // No word has more characters than bytes.
    !word.is_empty() && (word.len() <= LONGEST_WITH_DIGITS || !is_key(word.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        words(text, |word| all.push(word.to_owned()));
        all
    }

    /// The browser is tested with the same table.
    #[test]
    fn words_are_those_of_the_table() {
        let table = include_str!("../../../tests/browser/search-words.json");
        let table: Vec<(String, Vec<String>)> = serde_json::from_str(table).expect("it is JSON");
        assert!(table.len() > 40);
        for (text, expected) in table {
            assert_eq!(all(&text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_words(text in any::<String>()) {
            for word in all(&text) {
                prop_assert!(!word.is_empty() && !word.contains([' ', '"', '\\', '<']));
            }
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text).into_owned();
            prop_assert_eq!(fold(&once).into_owned(), once);
        }

        /// What is folded already is one word or the same words.
        #[test]
        fn case_does_not_matter_where_it_joins_nothing(text in "[a-zé 日本語가]{0,20}") {
            prop_assert_eq!(all(&text.to_uppercase().to_lowercase()), all(&text));
        }
    }
}
