//! A status value → [`StatusText`]: the word or words that are the status, the rest that is detail.
//!
//! In: one value as written, inline Markdown and all. Out: the status in its writer's spelling, what follows it, and the
//! documents that take this one's place, where it says so. It is a module of its own because a status is a word that people
//! end in a sentence, and where the word ends is a judgement. Absent on purpose: what a status means, and which spellings
//! are one; the whole portfolio decides that.

mod flat;

use super::dates::{self, Reading};
use super::inline::{self, is_among};
use super::{Reference, references};
use flat::Flat;
use std::borrow::Cow;

/// A status as one document writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatusText {
    /// The status itself, as written, without emphasis, `_` a space: `Implemented`, `Active review`.
    pub name: String,
    /// What follows it: `Swift 5.9`.
    pub detail: Option<String>,
    /// What `Superseded by X` and its like name.
    pub superseded_by: Vec<Reference>,
}

/// Reads a status value; `None` when nothing is left of it, or when it is a sentence.
#[must_use]
pub fn read(value: &str) -> Option<StatusText> {
    let flat = Flat::new(value);
    let text = ticked(&flat.text)?;
    let text = without_introduction(without_decoration(arrived(text)));
    let (name, rest) = split(text)?;
    Some(StatusText {
        name: inline::single_spaced(&name.replace('_', " ")),
        detail: detail(rest),
        superseded_by: successors(&flat, name, rest),
    })
}

/// Of several boxes the one that is ticked: `[ ] Draft [x] Accepted`. `None` when there are boxes and none is.
fn ticked(text: &str) -> Option<&str> {
    let boxes = ["[ ]", "[x]", "[X]"];
    if !boxes.iter().any(|mark| text.contains(mark)) {
        return Some(text);
    }
    let start = text.find("[x]").or_else(|| text.find("[X]"))? + 3;
    let rest = &text[start..];
    let end = boxes.iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
    Some(&rest[..end])
}

/// `Proposed → Accepted (2026-01-02)` has arrived at the last of its known statuses.
fn arrived(text: &str) -> &str {
    const ARROWS: &[&str] = &["→", "->", "=>"];
    let mut here = text;
    while let Some((at, arrow)) =
        ARROWS.iter().filter_map(|arrow| Some((here.find(arrow)?, arrow))).min()
    {
        let (before, after) = (here[..at].trim(), here[at + arrow.len()..].trim_start());
        if !is_known(before) || known_prefix(after).is_none() {
            break;
        }
        here = after;
    }
    here
}

/// Without emoji, marks, `:shortcode:` and the word `Status:` before it.
fn without_decoration(text: &str) -> &str {
    let mut text = text;
    loop {
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let opened = text[..text.len() - bare.len()].ends_with(':');
        let rest = match bare.split_once(':') {
            Some((word, rest)) if opened && is_shortcode(word) => rest,
            Some((word, rest)) if word.trim().eq_ignore_ascii_case("status") => rest,
            _ => return bare.trim_end(),
        };
        text = rest;
    }
}

/// `white_check_mark`, the inside of an emoji in letters.
fn is_shortcode(word: &str) -> bool {
    word.bytes().all(|byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
    })
}

/// Without a date or a version before the status: `2024-01-02 proposed`, `v1.0 Final`.
fn without_introduction(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == 'v') {
        return text;
    }
    let end = match dates::leading(text) {
        Some((Reading::Day(_), end)) => end,
        _ => text
            .find(' ')
            .filter(|end| begins_number(text) && !text[..*end].ends_with('%'))
            .unwrap_or(0),
    };
    let rest = text[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    if end > 0 && known_prefix(rest).is_some() { rest } else { text }
}

/// Words that begin the detail of a status that is known without them: `Experimental in Kotlin 2.2`.
const DETAIL_WORDS: &str = "by, with, without, on, in, as, since, from, until, till, at, to, for, pending, after, before, due, per, via, because, but, and, except, see";

/// Words that begin the detail of any status.
const RELATION_WORDS: &str =
    "by, with, supersedes, superseded, replaces, amends, amended, obsoletes, extends, updates";

/// Words that begin a sentence about the status, which is no status.
const SENTENCE_WORDS: &str = "this, the, we, it, a, an, see, these, that, there, you, i, our, if, when, all, any, some, version";

/// The status and what follows it. At most four words and forty characters are a status; of more, a known one at the front.
fn split(text: &str) -> Option<(&str, &str)> {
    let phrase = &text[..phrase_end(text)];
    let phrase =
        without_preposition(phrase.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%'));
    let first = phrase.split_whitespace().next()?.to_lowercase();
    let is_short = phrase.split_whitespace().count() <= 4 && phrase.chars().count() <= 40;
    let name = match known_prefix(phrase) {
        Some(known) if is_short && is_ready_for(known, &phrase[known.len()..]) => phrase,
        Some(known) if !is_short || begins_detail(&phrase[known.len()..]) => known,
        _ if is_short && !is_among(&first, SENTENCE_WORDS) => phrase,
        Some(known) => known,
        None => return None,
    };
    let named = name.contains(char::is_alphabetic) || name.contains('%');
    named.then(|| (name, text[name.len()..].trim()))
}

/// Where punctuation, brackets, a dash, a date or a word of relation end the leading words.
fn phrase_end(text: &str) -> usize {
    let stops = |at: &usize, c: char| {
        let rest = &text[at + c.len_utf8()..];
        let spaced =
            text[..*at].ends_with(' ') && (rest.is_empty() || rest.starts_with([' ', '-']));
        match c {
            '-' | '/' | '+' | '&' => spaced,
            '.' => rest.is_empty() || rest.starts_with(' '),
            ' ' => begins_detail_anywhere(&text[..*at], rest),
            '\'' | '’' | '_' | '%' => false,
            '\n' => true,
            c => !c.is_alphanumeric() && !c.is_whitespace(),
        }
    };
    text.char_indices().find(|(at, c)| *at > 0 && stops(at, *c)).map_or(text.len(), |(at, _)| at)
}

/// Whether what follows these words is detail whatever they are: a date, a version, `by …`, `in favor of …`.
fn begins_detail_anywhere(before: &str, rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    // `Stage 2` is a status, `Draft 2` a draft.
    let counts = before.len() <= 9
        && is_among(
            &before.to_lowercase(),
            "stage, phase, phases, level, tier, step, milestone, wave, round, iteration, gate, sprint",
        );
    is_among(&first, RELATION_WORDS)
        || ["in favor of ", "in favour of "].iter().any(|words| starts_with(rest, words))
        || !counts && begins_number(rest)
        || matches!(dates::leading(rest), Some((Reading::Day(_) | Reading::Ambiguous, _)))
            && !is_among(&first, "on, the, at, as, from")
        || is_month(&first)
            && rest
                .split_whitespace()
                .nth(1)
                .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

fn starts_with(text: &str, words: &str) -> bool {
    text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words))
}

/// `2024`, `1.2`, `v2`.
fn begins_number(text: &str) -> bool {
    text.strip_prefix(['v', 'V']).unwrap_or(text).starts_with(|c: char| c.is_ascii_digit())
}

fn is_month(word: &str) -> bool {
    let months = "jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec";
    word.get(..3).is_some_and(|start| is_among(start, months))
}

/// `Needs sign-off from @ann` is `Needs sign-off`.
fn without_preposition(phrase: &str) -> &str {
    match phrase.rsplit_once(' ') {
        Some((before, last))
            if is_among(
                &last.to_lowercase(),
                "from, by, with, in, on, for, to, at, of, per, via, and",
            ) =>
        {
            before
        }
        _ => phrase,
    }
}

/// The longest known status that a phrase begins with, as written.
fn known_prefix(phrase: &str) -> Option<&str> {
    // No known status has more words than four.
    let ends = phrase.match_indices(' ').map(|(at, _)| at).chain([phrase.len()]).take(4);
    ends.filter(|end| is_known(&phrase[..*end])).last().map(|end| &phrase[..end])
}

/// Whether what follows a known status is detail: nothing, or words of circumstance; but `Implementation in progress` is one.
fn begins_detail(rest: &str) -> bool {
    let rest = rest.trim();
    let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    rest.is_empty()
        || is_among(&first, DETAIL_WORDS) && !(first == "in" && is_known(rest))
        || is_among(&rest.to_lowercase(), PROGRESS)
}

/// How far the work is, behind how far the words are: `Proposed Not Implemented`.
const PROGRESS: &str = "implemented, not implemented, not yet implemented, partially implemented, fully implemented, \
    unimplemented";

/// `Ready for execution`: what it is ready for is part of the status.
fn is_ready_for(known: &str, rest: &str) -> bool {
    known.eq_ignore_ascii_case("ready") && starts_with(rest.trim_start(), "for ")
}

/// What follows the status, without the marks that set it apart. The first brackets only set it apart as well:
/// `(1.2) except one` is `1.2 except one`.
fn detail(rest: &str) -> Option<String> {
    const MARKS: &[char] = &[
        '-', '–', '—', '→', ',', ';', ':', '.', '/', '|', '·', '!', ')', ']', '}', '"', '”', '`',
        ' ', '\n',
    ];
    if rest.starts_with("# ") || rest.starts_with("#|") {
        // A YAML comment outside of YAML.
        return None;
    }
    let rest = inline::single_spaced(rest.trim_start_matches(MARKS));
    let inside = rest
        .strip_prefix('(')
        .and_then(|inside| inside.split_once(')'))
        .filter(|(inside, _)| !inside.contains('('));
    let rest = match inside {
        Some((inside, after)) => format!("{}{}", inside.trim(), after),
        None => rest,
    };
    let detail = rest
        .trim_start_matches('>')
        .trim()
        .trim_end_matches(['.', ',', ';', '"', '“', '*'])
        .trim_end();
    detail.contains(char::is_alphanumeric).then(|| detail.to_owned())
}

/// The documents that take this one's place, where the status says that one does.
fn successors(flat: &Flat, name: &str, rest: &str) -> Vec<Reference> {
    let name_of = normal(name);
    let replaced = is_among(&name_of, "superseded, superceded, replaced, obsoleted");
    let ended = is_among(&name_of, "deprecated, obsolete, withdrawn, retired, archived, closed");
    let says_so = is_replaced_wholly(rest);
    if !replaced && !ended && !says_so {
        return vec![];
    }
    // `[Retired](/README.md#retired)` explains the word; a successor is linked whole.
    if let Some(destination) = flat.link_over(name).filter(|destination| !destination.contains('#'))
    {
        return vec![Reference {
            text: destination.to_owned(),
            destination: Some(destination.to_owned()),
        }];
    }
    let words: &[&str] = if says_so {
        REPLACED_BY
    } else if name_of == "withdrawn" {
        &["in favor of", "in favour of"]
    } else {
        &["by", "in favor of", "in favour of"]
    };
    let after = words.iter().find_map(|words| after_words(rest, words));
    let named = references::named_documents(&flat.markdown(after.unwrap_or(rest)));
    let is_certain = |reference: &Reference| {
        reference.destination.is_some() || reference.text.contains(|c: char| c.is_ascii_digit())
    };
    // `Superseded by Modular Architecture` names it by title; `Deprecated by the board` names nobody's successor.
    let by_title = replaced && after.is_some();
    let looked_at = replaced || after.is_some();
    named.into_iter().filter(|reference| looked_at && (by_title || is_certain(reference))).collect()
}

/// Words that name a successor behind any status: `Inactive (superseded by CIP-30)`.
const REPLACED_BY: &[&str] = &["superseded by", "superceded by", "replaced by", "obsoleted by"];

/// Whether a detail says that another document stands in for the whole of this one.
fn is_replaced_wholly(rest: &str) -> bool {
    const WEAKER: &str = "partially, partly, part, be, not, never, being, also, if, until";
    let lower = rest.to_ascii_lowercase();
    let at = REPLACED_BY.iter().find_map(|words| lower.find(words));
    at.is_some_and(|at| {
        let before = lower[..at].trim_end().rsplit([' ', '(', ',']).next().unwrap_or_default();
        !is_among(before, WEAKER)
    })
}

/// What stands after those words, up to the end of their brackets.
fn after_words<'a>(rest: &'a str, words: &str) -> Option<&'a str> {
    let lower = rest.to_ascii_lowercase();
    let starts = |at: &usize| !lower[..*at].ends_with(char::is_alphanumeric);
    let ends = |at: &usize| lower[at + words.len()..].starts_with([' ', ':']);
    let at = lower.match_indices(words).map(|(at, _)| at).find(|at| starts(at) && ends(at))?;
    let after = rest[at + words.len()..].trim_start_matches([':', ' ']);
    let end = after.find(')').filter(|end| !after[..*end].contains('(')).unwrap_or(after.len());
    Some(&after[..end])
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
    inline::single_spaced(&parted(text).to_lowercase().replace(['-', '_'], " "))
}

/// `InProgress` as `In Progress`: people who may not write a space write a capital.
#[must_use]
pub fn parted(text: &str) -> Cow<'_, str> {
    let is_seam = |left: char, right: char| left.is_lowercase() && right.is_uppercase();
    let seams = text.chars().zip(text.chars().skip(1)).filter(|(l, r)| is_seam(*l, *r)).count();
    if seams == 0 || text.contains(char::is_whitespace) {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len() + seams);
    for found in text.chars() {
        if spaced.chars().next_back().is_some_and(|before| is_seam(before, found)) {
            spaced.push(' ');
        }
        spaced.push(found);
    }
    Cow::Owned(spaced)
}

#[cfg(test)]
mod tests;
