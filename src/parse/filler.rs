//! Filler in bodies: list items, rows and headings that a template left behind, and that count nowhere.
//!
//! In: the plain text of one item. Out: whether it is filler. Known by shape, never by a list of whole sentences, so that
//! `Task 4` is filler and `PostgreSQL 16` is data. Fields of metadata have their own rule, in [`super::placeholder`].

/// The words that make filler with a number behind them.
const NOUNS: &[&str] = &[
    "requirement",
    "task",
    "risk",
    "component",
    "model",
    "service/library",
    "reference",
    "criterion",
    "item",
    "step",
    "feature",
    "table",
    "field",
    "endpoint",
];

/// What the template says behind the colon of such a word.
const TEMPLATE_WORDS: &[&str] =
    &["purpose and version", "relationship", "description", "mitigation plan", "purpose"];

/// Whether an item's text is filler.
#[must_use]
pub fn is_filler(text: &str) -> bool {
    let text = text.trim().trim_matches(['*', '_', '`']).trim();
    text.is_empty()
        || is_bracketed(text)
        || is_numbered_noun(text)
        || matches!(text, "table_name" | "/api/endpoint")
}

/// `[Describe the risk]`, `{{TASK}}`: wholly in one pair of brackets or braces.
fn is_bracketed(text: &str) -> bool {
    let inner = match text.as_bytes() {
        [b'[', .., b']'] | [b'{', .., b'}'] => &text[1..text.len() - 1],
        _ => return false,
    };
    !inner.contains(['[', ']']) && !matches!(inner.trim(), "x" | "X" | "")
}

/// `Task 4`, `Component 1: Relationship`.
fn is_numbered_noun(text: &str) -> bool {
    let (head, tail) = text.split_once(':').map_or((text, ""), |(head, tail)| (head, tail));
    let Some((noun, number)) = head.trim().rsplit_once(' ') else { return false };
    let is_noun = NOUNS.iter().any(|known| known.eq_ignore_ascii_case(noun.trim()));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let tail = tail.trim();
    is_noun
        && is_number
        && (tail.is_empty() || TEMPLATE_WORDS.iter().any(|words| words.eq_ignore_ascii_case(tail)))
}

#[cfg(test)]
mod tests {
    use super::is_filler;

    #[test]
    fn filler_is_known_by_shape() {
        for filler in [
            "Requirement 1",
            "Task 4",
            "Service/Library 2: Purpose and version",
            "[Reference]",
            "{{TASK}}",
        ] {
            assert!(is_filler(filler), "{filler}");
        }
        for data in [
            "PostgreSQL 16",
            "Task 4: migrate the users",
            "Performance requirements",
            "Phase 2",
            "[x] or [y]",
        ] {
            assert!(!is_filler(data), "{data}");
        }
    }
}
