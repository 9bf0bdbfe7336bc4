//! Heading → anchor, by GitHub's rule, so that links which work there work here.
//!
//! In: a heading's plain text and the anchors given before it. Out: its own, unique in the document.

use std::collections::HashMap;

/// Makes an anchor unique as GitHub does: a repeated one gets `-1`, `-2` …
pub(super) fn unique_anchor(text: &str, given: &mut HashMap<String, usize>) -> String {
    let base = anchor(text);
    let mut unique = base.clone();
    while given.contains_key(&unique) {
        // Counting on the base keeps a thousand equal headings linear.
        let count = given.entry(base.clone()).or_default();
        *count += 1;
        unique = format!("{base}-{count}");
    }
    given.insert(unique.clone(), 0);
    unique
}

/// GitHub's rule for heading anchors: lower case, letters, digits, `-` and `_` kept, spaces become `-`, the rest goes;
/// `section` when nothing is left.
fn anchor(text: &str) -> String {
    let kept = text.trim().chars().flat_map(char::to_lowercase).filter_map(|found| match found {
        ' ' => Some('-'),
        '-' | '_' => Some(found),
        found if found.is_alphanumeric() || is_mark(found) => Some(found),
        _ => None,
    });
    let anchor: String = kept.collect();
    if anchor.is_empty() { "section".into() } else { anchor }
}

/// Combining marks belong to their letters (`नमस्ते`).
fn is_mark(found: char) -> bool {
    matches!(u32::from(found), 0x300..=0x36F | 0x483..=0x487 | 0x591..=0x5BD | 0x610..=0x61A | 0x64B..=0x65F | 0x900..=0x903 | 0x93A..=0x94F | 0xE31..=0xE3A | 0xE47..=0xE4E | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}
