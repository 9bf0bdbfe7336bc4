//! A status value → [`StatusText`]: the word or words that are the status, the rest that is detail.

use super::{Reference, inline, references};

/// A status as one document writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    /// The status itself, as written, without emphasis: `Implemented`, `Active review`.
    pub name: String,
    /// What follows it: `Swift 5.9`.
    pub detail: Option<String>,
    /// What `Superseded by X` and its like name.
    pub superseded_by: Vec<Reference>,
}

/// Words that may begin the detail of a status that is known without them: `Experimental in Kotlin 2.2`.
const DETAIL_WORDS: &str =
    "by, with, on, in, as, since, from, until, at, to, for, pending, after, due";

/// Words that begin a sentence about the status, which is no status.
const SENTENCE_WORDS: &str =
    "this, the, we, it, a, an, see, these, that, there, you, i, our, if, when, all, any, some";

/// Reads a status value; `None` when nothing is left of it, or when it is a sentence.
#[must_use]
pub fn read(value: &str) -> Option<StatusText> {
    let plain = inline::plain(value);
    let text = without_decoration(&plain);
    let (name, rest) = split(text)?;
    let successor = successor(rest).map(|_| references_after(value, rest)).unwrap_or_default();
    let is_replaced = matches!(
        normal(name).as_str(),
        "superseded" | "superceded" | "replaced" | "obsoleted" | "obsolete" | "deprecated"
    );
    let detail = detail(rest);
    Some(StatusText {
        name: name.to_owned(),
        detail,
        superseded_by: if is_replaced { successor } else { vec![] },
    })
}

/// Without emoji, marks and the word `Status:` before it.
fn without_decoration(text: &str) -> &str {
    let text = text.trim_start_matches(|found: char| !found.is_alphanumeric());
    let after_key = text
        .get(..7)
        .filter(|head| head.eq_ignore_ascii_case("status:"))
        .map_or(text, |_| &text[7..]);
    let shortcode = after_key.find(": ").filter(|at| text.len() < after_key.len() && *at < 24);
    let after_key = shortcode.map_or(after_key, |at| &after_key[at + 2..]);
    after_key.trim_start_matches(|found: char| !found.is_alphanumeric()).trim_end()
}

/// The status and what follows it.
fn split(text: &str) -> Option<(&str, &str)> {
    let phrase = text[..phrase_end(text)].trim_end();
    let words = phrase.split_whitespace().count();
    let first = phrase.split_whitespace().next()?.to_lowercase();
    let known = known_prefix(phrase);
    let is_short = words <= 4 && phrase.chars().count() <= 40;
    let name = match known {
        Some(known)
            if known.len() == phrase.len()
                || !is_short
                || begins_detail(&phrase[known.len()..]) =>
        {
            known
        }
        _ if is_short && !inline::is_among(&first, SENTENCE_WORDS) => phrase,
        Some(known) => known,
        None => return None,
    };
    Some((name.trim_end_matches(['.', '!', ':']), text[name.len()..].trim()))
}

/// Where brackets, punctuation, a dash or a date end the leading words.
fn phrase_end(text: &str) -> usize {
    let mut end = text.len();
    for (at, found) in text.char_indices() {
        let rest = &text[at + found.len_utf8()..];
        let spaced = text[..at].ends_with(' ') && (rest.is_empty() || rest.starts_with(' '));
        let stops = match found {
            '(' | '[' | '{' | ',' | ';' | '–' | '—' | '→' | '|' | '·' | '"' => true,
            '-' | '/' | '+' | '&' | '=' => spaced,
            ':' | '.' | '!' | '?' => rest.is_empty() || rest.starts_with(' '),
            ' ' => {
                begins_date(rest)
                    || ["by ", "with ", "in favor of ", "in favour of "]
                        .iter()
                        .any(|word| starts_with(rest, word))
            }
            _ => false,
        };
        if stops && at > 0 {
            end = at;
            break;
        }
    }
    end
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// `2024-01-02`, `v1.2`, `May 20th`: a date or a number begins the detail.
fn begins_date(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let number = |word: &str| word.starts_with(|found: char| found.is_ascii_digit());
    number(&first)
        || (MONTHS.iter().any(|month| first.starts_with(month)) && words.next().is_some_and(number))
}

/// The longest known status that a phrase begins with, as written.
fn known_prefix(phrase: &str) -> Option<&str> {
    let mut ends = phrase.match_indices(' ').map(|(at, _)| at).chain([phrase.len()]);
    ends.rfind(|end| is_known(&phrase[..*end])).map(|end| &phrase[..end])
}

fn begins_detail(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    inline::is_among(&first, DETAIL_WORDS)
}

/// What follows the status, without the marks that set it apart.
fn detail(rest: &str) -> Option<String> {
    let rest = rest
        .trim_start_matches(['-', '–', '—', ',', ';', ':', '.', '/', '|', '·', '!', ' '])
        .trim();
    let bracketed = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let inner = rest.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    });
    let detail = bracketed.unwrap_or(rest).trim();
    (!detail.is_empty()).then(|| detail.to_owned())
}

/// What stands behind `by` or `in favor of`.
fn successor(rest: &str) -> Option<&str> {
    ["by ", "in favor of ", "in favour of "]
        .iter()
        .find(|word| starts_with(rest, word))
        .map(|word| &rest[word.len()..])
}

/// The documents that the raw value names behind those words; links are only to be seen there.
fn references_after(value: &str, rest: &str) -> Vec<Reference> {
    let lower = value.to_lowercase();
    let words = [" by ", " in favor of ", " in favour of "];
    let start = words.iter().find_map(|word| lower.find(word).map(|at| at + word.len()));
    let raw = start.and_then(|start| value.get(start..)).unwrap_or(rest);
    let raw = raw.trim().trim_end_matches(['*', '_', ')']);
    references::documents(if raw.matches('(').count() > raw.matches(')').count() {
        value.get(start.unwrap_or(0)..).unwrap_or(raw)
    } else {
        raw
    })
}

/// Statuses that are known anywhere, in lower case, with spaces.
const KNOWN: &str = "\
    abandoned, accepted, acknowledged, active, active review, adopted, agreed, alpha, approved, \
    archived, awaiting approval, awaiting implementation, awaiting review, backlog, beta, blocked, \
    canceled, cancelled, candidate, closed, committed, complete, completed, concept, conditionally \
    approved, current, decided, declined, deferred, delivered, denied, deployed, deprecated, \
    design, designing, development, discontinued, discussion, done, dormant, draft, drafting, \
    duplicate, effective, experimental, expired, exploration, exploring, failed, fcp, final, final \
    comment period, finished, ga, general availability, historic, historical, idea, ideation, \
    implementable, implementation, implemented, implementing, in design, in development, in \
    discussion, in force, in progress, in review, in testing, inactive, informational, invalid, \
    investigating, last call, living, living standard, merged, moved, needs review, needs \
    revision, new, not started, obsolete, obsoleted, on hold, ongoing, open, opened, out for \
    review, partially implemented, paused, pending, pending approval, pending review, pitch, \
    planned, planning, postponed, pre draft, prediscussion, preview, previewing, proposal, \
    proposed, prototype, provisional, provisionally accepted, published, ratified, ready, ready \
    for approval, ready for dev, ready for development, ready for implementation, ready for \
    review, recommendation, rejected, released, removed, replaced, retired, returned for revision, \
    reverted, review, revoked, scheduled for review, shipped, signed off, specified, specifying, \
    stable, stagnant, stale, started, submitted, superceded, superseded, testing, to do, todo, \
    triage, under consideration, under development, under discussion, under review, validated, \
    verified, waiting for approval, waiting for review, wip, withdrawn, work in progress";

/// Whether a text is a status that is known anywhere: `Draft`, `in_review`, `Last Call`.
#[must_use]
pub fn is_known(text: &str) -> bool {
    inline::is_among(&normal(text), KNOWN)
}

/// Lower case, with single spaces for hyphens and underscores.
fn normal(text: &str) -> String {
    inline::single_spaced(&text.to_lowercase().replace(['-', '_'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, name: &str, detail: Option<&str>) {
        let found = read(value).map(|status| (status.name, status.detail));
        assert_eq!(found, Some((name.to_owned(), detail.map(str::to_owned))), "{value}");
    }

    #[test]
    fn the_leading_words_are_the_status() {
        check("**Implemented (Swift 5.9)**", "Implemented", Some("Swift 5.9"));
        check("**Accepted with modifications**", "Accepted", Some("with modifications"));
        check("**Status: Active Review (May 1...12)**", "Active Review", Some("May 1...12"));
        check("Returned for revision", "Returned for revision", None);
        check("Refinement completed. TP in 3.4", "Refinement completed", Some("TP in 3.4"));
        check("accepted <!-- really -->", "accepted", None);
        check("✅ Accepted — 2024-01-02", "Accepted", Some("2024-01-02"));
        check("Accepted 2024-01-02", "Accepted", Some("2024-01-02"));
        check("Active review May 20th...31st", "Active review", Some("May 20th...31st"));
        check("Experimental in Kotlin 2.2", "Experimental", Some("in Kotlin 2.2"));
        check("Done, in part", "Done", Some("in part"));
        check("Last Call", "Last Call", None);
        check("in_review", "in_review", None);
        check("~~Draft~~ Accepted", "Accepted", None);
        check("Plan (SDD Plan phase)", "Plan", Some("SDD Plan phase"));
        check(
            "Draft for the third time, and still being discussed by everybody",
            "Draft",
            Some("for the third time, and still being discussed by everybody"),
        );
    }

    #[test]
    fn sentences_are_no_status() {
        assert_eq!(read("This proposal has been accepted into the language"), None);
        assert_eq!(read("We are still thinking about what it should be"), None);
        assert_eq!(read("  "), None);
    }
}
