//! Headings, fields and file names → titles and ids.
//!
//! In: a heading or the name of a file. Out: the title, without the document's own id and the kind word before it, and what
//! those said. The two sources are read alike because teams write the same prefix in both: `SPEC-014-login.md` holds
//! `# SPEC-014 — Login`. Absent on purpose: which source counts, which is `identify`'s to decide.

use super::{Kind, dates, inline, keys};
use jiff::civil::Date;

/// A title and what stood before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The title itself; empty when the heading was only prefix.
    pub text: String,
    /// The kind that its prefix names.
    pub kind: Option<Kind>,
}

/// Takes a heading apart. A number is part of the prefix only when it is the document's own, or a kind word stands before it.
#[must_use]
pub fn read(heading: &str, own_id: Option<&str>) -> Title {
    let mut text = heading.trim();
    let mut kind = None;
    // A prefix may have two parts: `Proposal: EIP-20: Tokens`.
    for _ in 0..3 {
        let Some((rest, found)) = without_prefix(text, own_id) else { break };
        kind = kind.or(found);
        text = rest;
    }
    Title { text: text.to_owned(), kind }
}

/// The heading without its first prefix, and the kind that it names.
fn without_prefix<'a>(text: &'a str, own_id: Option<&str>) -> Option<(&'a str, Option<Kind>)> {
    tagged(text)
        .or_else(|| coded(text, own_id))
        .or_else(|| numbered(text, own_id))
        .or_else(|| headed(text, own_id))
        .or_else(|| worded(text, own_id))
}

/// `Aries RFC 0445: …`, `F# RFC FS-1140 - …`, `SEP-XXXX: …`, `CFP-2022-10-28: …`: a few words of a series, and behind them the
/// document's own number, a number that nobody has yet, or a date.
fn headed<'a>(text: &'a str, own_id: Option<&str>) -> Option<(&'a str, Option<Kind>)> {
    let mut end = 0;
    let mut has_series = false;
    for token in text.split_inclusive(' ').take(4) {
        end += token.len();
        let word = token.trim_end().trim_end_matches([':', '.', ',']);
        let (code, number) = word.rsplit_once(['-', '#']).unwrap_or(("", word));
        has_series |= [word, code].iter().any(|word| keys::is_series(&word.to_lowercase()));
        let dated = word.split_once('-').is_some_and(|(code, rest)| {
            !code.is_empty() && code == code.to_uppercase() && leading_date(rest).is_some()
        });
        let own = own_id.is_some_and(|id| same_number(id, number));
        if dated || (has_series && (own || is_open_number(&number.to_lowercase()))) {
            let code = word.split('-').next().filter(|_| dated).unwrap_or_default();
            return Some((after_separator(&text[end..]), Kind::from_word(&code.to_lowercase())));
        }
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
    }
    None
}

/// `US-16-B-03: …`: the document's own id, however it is built.
fn coded<'a>(text: &'a str, own_id: Option<&str>) -> Option<(&'a str, Option<Kind>)> {
    let id = own_id.filter(|id| id.len() > 2 && text.len() >= id.len())?;
    let rest = text
        .get(..id.len())
        .filter(|head| head.eq_ignore_ascii_case(id))
        .map(|_| &text[id.len()..])?;
    let prefix = id.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    (rest.is_empty() || has_separator(rest))
        .then(|| (after_separator(rest), Kind::from_word(&prefix)))
}

/// `[RFC] …`, `[ADR-0005] …`
fn tagged(text: &str) -> Option<(&str, Option<Kind>)> {
    let (tag, rest) = text.strip_prefix('[')?.split_once(']')?;
    let word = tag
        .trim_end_matches(|found: char| found.is_ascii_digit() || matches!(found, '-' | ' ' | '#'));
    let is_prefix = kind_or_series(word) && !rest.trim().is_empty() && !rest.starts_with('(');
    is_prefix.then(|| (after_separator(rest), Kind::from_word(&word.to_lowercase())))
}

/// `Technical Specification: …`, `Epic — …`
fn worded<'a>(text: &'a str, own_id: Option<&str>) -> Option<(&'a str, Option<Kind>)> {
    /// Words of parts and forms that are no kind.
    const FORMS: &[&str] = &[
        "feature specification",
        "feature name",
        "title",
        "name",
        "implementation plan",
        "feature",
        "design",
        "prd",
        "product requirements",
        "product requirements document",
        "requirements",
        "requirements document",
        "requirements specification",
        "specification",
        "tasks",
        "technical design",
        "research",
    ];
    let end = text.find([':', '—', '–']).or_else(|| text.find(" - "))?;
    let word = text[..end].trim().to_lowercase();
    let kind = Kind::from_word(&word);
    let is_form = FORMS.contains(&word.as_str()) && text[end..].starts_with(':');
    let rest = after_separator(&text[end..]);
    // `CFP: …` of the document `CFP-33333`.
    let code = own_id.and_then(|id| id.split_once(['-', '_'])).map(|(code, _)| code.to_lowercase());
    let is_own = text[end..].starts_with(':') && code.is_some_and(|code| code == word);
    ((kind.is_some() || is_form || is_own || keys::is_series(&word)) && !rest.is_empty())
        .then_some((rest, kind))
}

/// `ADR 3. …`, `SPEC-014 — …`, `1. …`, `0007: …`
fn numbered<'a>(text: &'a str, own_id: Option<&str>) -> Option<(&'a str, Option<Kind>)> {
    let digits_at = text.find(|found: char| found.is_ascii_digit())?;
    let word = text[..digits_at].trim_end_matches(['-', ' ', '#', '_', '\u{2011}']).trim();
    let number_length = text[digits_at..]
        .find(|found: char| !found.is_ascii_digit() && found != '.')
        .unwrap_or(text.len() - digits_at);
    let number = text[digits_at..digits_at + number_length].trim_end_matches('.');
    let rest = &text[digits_at + number.len()..];
    // `5943-topology: Topology` begins with the folder's name.
    let rest = after_slug(rest).unwrap_or(rest);
    let separated = rest.is_empty() || has_separator(rest);
    let own = own_id.is_some_and(|id| same_number(id, number));
    let named = kind_or_series(word);
    // `Issue #12: …` and `Feature 12: …` count only where the number is the document's own.
    let counted = matches!(word.to_lowercase().as_str(), "issue" | "feature" | "no" | "no.");
    let marked = word.is_empty();
    let is_code = !word.is_empty()
        && word.len() <= 16
        && word.chars().all(|found| found.is_ascii_uppercase() || matches!(found, '-' | '_'));
    let is_prefix = match (separated, own) {
        (true, true) => word.is_empty() || named || is_code || counted,
        (true, false) => named && (own_id.is_none() || !word.is_empty()),
        (false, true) => rest.starts_with(' ') && (named || is_code || marked),
        (false, false) => false,
    };
    is_prefix.then(|| (after_separator(rest), Kind::from_word(&word.to_lowercase())))
}

/// What stands behind the rest of a slug whose number is read: `: Topology` of `-topology: Topology`.
fn after_slug(rest: &str) -> Option<&str> {
    let is_slug = |found: char| found.is_ascii_alphanumeric() || found == '-';
    let end = rest.find(|found| !is_slug(found))?;
    (rest.starts_with('-')
        && rest[1..end].contains(char::is_alphabetic)
        && rest[end..].starts_with(": "))
    .then_some(&rest[end..])
}

/// Whether a word names a kind or a series of documents.
fn kind_or_series(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    let last = word.rsplit(['-', ' ']).next().unwrap_or_default();
    Kind::from_word(&word).is_some()
        || keys::is_series(&word)
        // `ODH-ADR`, but not `Follow-up to ADR`.
        || (word.contains('-') && !word.contains(' ') && keys::is_series(last))
}

/// `: `, ` — `, `. `, `) ` behind a number.
fn has_separator(rest: &str) -> bool {
    let mark = rest.trim_start();
    let dash = mark.starts_with(['—', '–']) || mark.starts_with("- ") || mark.starts_with("-- ");
    dash || mark.starts_with(": ")
        || mark == ":"
        || rest.starts_with(". ")
        || rest.starts_with(") ")
        || mark.starts_with("| ")
}

fn after_separator(rest: &str) -> &str {
    rest.trim_start().trim_start_matches([':', '—', '–', '-', '.', ')', '|']).trim()
}

/// Whether an id has this number, padding apart.
fn same_number(id: &str, number: &str) -> bool {
    let own = id.trim_start_matches(|found: char| !found.is_ascii_digit());
    let own = own.trim_end_matches(|found: char| !found.is_ascii_digit());
    !own.is_empty()
        && !number.is_empty()
        && own.trim_start_matches('0') == number.trim_start_matches('0')
}

/// Whether a heading below the first level is a chapter's, where a text has no H1.
#[must_use]
pub fn is_chapter_word(text: &str) -> bool {
    const CHAPTERS: &str = "acceptance criteria, changelog, changes, context and problem statement, decision, description, \
        design, detailed design, details, goal, goals, history, objective, objectives, problem, problem statement, proposal, \
        purpose, rationale, references, requirements, revision history, scope, specification, story, tasks, terminology, user \
        stories, user story, what, what changes, why, why this exists";
    let text = text.trim().trim_end_matches([':', '?']).to_lowercase();
    inline::is_among(&text, CHAPTERS) || is_section_word(&text)
}

/// Whether a heading is a chapter's and no title.
#[must_use]
pub fn is_section_word(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    let text = text.trim_start_matches(|found: char| {
        found.is_ascii_digit() || matches!(found, '.' | ')' | ' ')
    });
    matches!(
        text,
        "summary"
            | "abstract"
            | "overview"
            | "introduction"
            | "motivation"
            | "context"
            | "background"
            | "preamble"
            | "meta"
            | "metadata"
            | "status"
            | "table of contents"
            | "contents"
            | "toc"
            | "simple summary"
            | "executive summary"
            | "tl;dr"
    )
}

/// What a file's name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// The id as written: `0042`, `SPEC-014`, `eip-20`; `12` of `issue-12-login`.
    pub id: Option<String>,
    /// Its prefix in upper case.
    pub prefix: Option<String>,
    /// A date before the name.
    pub created: Option<Date>,
    /// The rest as a title; the whole name when nothing is left.
    pub title: String,
}

/// Takes the name of a file or folder apart, without its extension.
#[must_use]
pub fn file_name(stem: &str) -> FileName {
    if let Some((created, rest)) = leading_date(stem) {
        return FileName {
            id: None,
            prefix: None,
            created: Some(created),
            title: words(rest, stem),
        };
    }
    if let Some(rest) = leading_month(stem) {
        return FileName { id: None, prefix: None, created: None, title: words(rest, stem) };
    }
    if let Some((id, rest)) = story_number(stem) {
        return FileName { id: Some(id), prefix: None, created: None, title: words(rest, stem) };
    }
    if let Some((id, rest)) = leading_number(stem) {
        return FileName {
            id: Some(id.to_owned()),
            prefix: None,
            created: None,
            title: words(rest, stem),
        };
    }
    if let Some((created, rest)) = dated_code(stem) {
        return FileName { id: None, prefix: None, created, title: words(rest, stem) };
    }
    if let Some((prefix, number, rest)) = leading_code(stem) {
        // `epic-3-story-4` is a story of an epic.
        let inner = rest.trim_start_matches(['-', '_']);
        let names_more = leading_code(inner)
            .filter(|(word, ..)| Kind::from_word(&word.to_lowercase()).is_some());
        if names_more.is_some() && Kind::from_word(&prefix.to_lowercase()).is_some() {
            return file_name(inner);
        }
        let is_issue = prefix.eq_ignore_ascii_case("issue");
        let id = if is_issue { number } else { &stem[..stem.len() - rest.len()] };
        let capital = format!("{}-{number}", prefix.to_uppercase());
        let title = words(rest, &capital);
        let prefix = (!is_issue).then(|| prefix.to_uppercase());
        return FileName { id: Some(id.to_owned()), prefix, created: None, title };
    }
    FileName { id: None, prefix: None, created: None, title: words(stem, stem) }
}

/// A title from a file's name: without date and id, words apart.
#[must_use]
pub fn from_file_name(stem: &str) -> String {
    file_name(stem).title
}

/// `20200925-name`, `2024-01-02-name`
fn leading_date(stem: &str) -> Option<(Date, &str)> {
    let digits: usize = stem.bytes().take_while(u8::is_ascii_digit).count();
    let (length, iso) = match digits {
        8 => (8, format!("{}-{}-{}", &stem[..4], &stem[4..6], &stem[6..8])),
        4 => (10, stem.get(..10)?.to_owned()),
        _ => return None,
    };
    let rest = stem.get(length..)?;
    let dates::Reading::Day(date) = dates::read(&iso) else { return None };
    (rest.is_empty() || rest.starts_with(['-', '_', ' ', '.', 'T'])).then_some((date, rest))
}

/// `201809-name`, `2018-09-name`: a month is no number.
fn leading_month(stem: &str) -> Option<&str> {
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = stem.split_at_checked(4)?;
    let month = match digits {
        6 => rest,
        4 => rest.strip_prefix('-')?,
        _ => return None,
    };
    let (month, rest) = month.split_at_checked(2)?;
    let is_year = matches!(&year[..2], "19" | "20");
    let is_month = month.bytes().all(|byte| byte.is_ascii_digit())
        && month.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    (is_year && is_month && rest.starts_with(['-', '_', ' '])).then_some(rest)
}

/// `CFP-2022-10-28-name`, `WG-2024-01`: a code before a date makes no id.
fn dated_code(stem: &str) -> Option<(Option<Date>, &str)> {
    let at = stem.find(|found: char| found.is_ascii_digit()).filter(|at| *at > 1)?;
    let date = &stem[at..];
    if let Some((date, rest)) = leading_date(date) {
        return Some((Some(date), rest));
    }
    let month = date
        .get(..7)
        .filter(|_| !date[7..].starts_with(|found: char| found.is_ascii_alphanumeric()))?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (year, rest) = month.split_once('-')?;
    let is_month = is_digits(rest) && rest.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    (year.len() == 4 && is_digits(year) && matches!(&year[..2], "19" | "20") && is_month)
        .then_some((None, &date[7..]))
}

/// `0042-name`, `12`, `1.2.name`; not `2fa-login`.
fn leading_number(stem: &str) -> Option<(&str, &str)> {
    let mut end = stem.bytes().take_while(u8::is_ascii_digit).count();
    while stem[end..].starts_with('.')
        && stem[end + 1..].starts_with(|found: char| found.is_ascii_digit())
    {
        end += 1 + stem[end + 1..].bytes().take_while(u8::is_ascii_digit).count();
    }
    let rest = &stem[end..];
    (end > 0 && (rest.is_empty() || rest.starts_with(['-', '_', ' ', '.'])))
        .then_some((&stem[..end], rest))
}

/// `2-3-name`, the third story of the second epic, or `1-3-16-name`, a version: short numbers joined by hyphens are one, in
/// dots. `0005-2-phase-commit` has a number of its own: padding tells.
fn story_number(stem: &str) -> Option<(String, &str)> {
    let mut rest = stem;
    let mut numbers: Vec<&str> = Vec::new();
    while let Some(end) = rest.find('-').filter(|end| (1..=2).contains(end)) {
        let number = &rest[..end];
        let is_padded = number.starts_with('0');
        let fits = numbers.first().is_none_or(|first| first.starts_with('0') == is_padded);
        if !number.bytes().all(|byte| byte.is_ascii_digit()) || !fits {
            break;
        }
        numbers.push(number);
        rest = &rest[end + 1..];
    }
    let is_named = rest.starts_with(char::is_alphabetic);
    (numbers.len() >= 2 && is_named).then(|| (numbers.join("."), rest))
}

/// `SPEC-014-name`, `eip-20`, `ODH-ADR-ML-0001-name`, `A58-name`: prefix, number, rest.
fn leading_code(stem: &str) -> Option<(&str, &str, &str)> {
    let at = stem.find(|found: char| found.is_ascii_digit())?;
    let written = &stem[..at];
    let prefix = written.trim_end_matches(['-', '_', ' ']);
    let is_story = matches!(&*prefix.to_lowercase(), "story" | "us" | "user-story");
    let length = number_length(&stem[at..]);
    let length = if is_story { with_fraction(&stem[at..], length) } else { length };
    let is_letter = at == 1 && prefix.len() == 1;
    let length = if is_letter { length + letter_numbers(&stem[at + length..]) } else { length };
    let number = &stem[at..at + length];
    let rest = &stem[at + number.len()..];
    if prefix.is_empty() || !(rest.is_empty() || rest.starts_with(['-', '_', ' ', '.'])) {
        return None;
    }
    let lower = prefix.to_lowercase();
    let is_word = Kind::from_word(&lower.replace(['-', '_'], " ")).is_some()
        || matches!(lower.as_str(), "issue" | "us");
    let is_known = is_word || keys::is_series(&lower);
    let is_capital = |found: char| found.is_ascii_uppercase() || matches!(found, '-' | '_');
    let is_code = prefix.len() <= 16 && prefix.chars().all(is_capital);
    let is_attached = written.len() == prefix.len();
    let plausible = is_known
        || (is_code && is_attached == (prefix.len() == 1))
        || (!is_attached && has_series(prefix));
    plausible.then_some((prefix, number, rest))
}

/// The length of what goes on with a letter and its number: `-E2-T1` of `P3-E2-T1-name`.
fn letter_numbers(text: &str) -> usize {
    let mut length = 0;
    while let [b'-', letter, rest @ ..] = &text.as_bytes()[length..] {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let ends = rest.get(digits).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if !letter.is_ascii_uppercase() || digits == 0 || !ends {
            break;
        }
        length += 2 + digits;
    }
    length
}

/// The length of a story's number with that of its epic: `2.1`.
fn with_fraction(text: &str, length: usize) -> usize {
    let fraction = text[length..].strip_prefix('.').unwrap_or_default();
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { length } else { length + 1 + digits }
}

/// The length of a number, with the letters and numbers that some teams go on with: `16-B-03`.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(text);
    while let [b'-', letter, b'-', ..] = text.as_bytes()[length..] {
        let more = digits(&text[length + 3..]);
        if !letter.is_ascii_uppercase() || more == 0 {
            break;
        }
        length += 3 + more;
    }
    length + short_numbers(&text[length..]).unwrap_or(0)
}

/// The length of two or more short numbers that go on with a number: `-1-05` of `SPEC-030-1-05`.
fn short_numbers(text: &str) -> Option<usize> {
    let (mut length, mut count) = (0, 0);
    while text[length..].starts_with('-') {
        let digits = text[length + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let ends = text[length + 1 + digits..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        if !(1..=2).contains(&digits) || !ends {
            break;
        }
        length += 1 + digits;
        count += 1;
    }
    (count >= 2).then_some(length)
}

/// Whether a prefix of several words holds a series: `adr-ml`, `ODH-ADR-Operator`.
fn has_series(prefix: &str) -> bool {
    let mut words = prefix.split(['-', '_']);
    let last = words.next_back().unwrap_or_default();
    let ends_in_series = prefix.len() > last.len() && keys::is_series(&last.to_lowercase());
    let is_capital = |word: &str| word.len() > 1 && word == word.to_uppercase();
    ends_in_series || words.any(|word| is_capital(word) && keys::is_series(&word.to_lowercase()))
}

/// `some-thing` as `Some thing`; `whole` when nothing is left.
fn words(rest: &str, whole: &str) -> String {
    let spaced =
        |text: &str| text.replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let text = spaced(rest.trim_start_matches(['-', '_', ' ', '.']));
    let text = if text.is_empty() { whole.to_owned() } else { text };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a file's name is a template's: `template`, `0000-template`, `adr-template`; not `0042-email-template`.
#[must_use]
pub fn is_template_name(stem: &str) -> bool {
    let name = stem.to_lowercase();
    let words: Vec<&str> =
        name.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect();
    let is_template = |word: &&str| matches!(*word, "template" | "templates");
    if let Some(number) = words.iter().position(|word| is_open_number(word)) {
        return words[number + 1..].iter().chain(words[..number].last()).any(is_template);
    }
    let is_code = |word: &str| {
        (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let codes = stem.split(['-', '_', ' ', '.']).filter(|word| is_code(word));
    let codes: Vec<String> = codes.map(str::to_lowercase).collect();
    let is_form = |word: &str| names_a_form(word) || codes.iter().any(|code| code == word);
    // `001-proposal-template`, but not `042-email-template`.
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words = match words.split_first() {
        Some((first, rest)) if is_number(first) && rest.len() >= 2 => rest,
        _ => &words[..],
    };
    words.iter().any(is_template) && words.iter().all(|word| is_template(word) || is_form(word))
}

/// A number that nobody has yet: `0000`, `NNNN`, `XXXX`.
fn is_open_number(word: &str) -> bool {
    // `adr000` is glued together.
    let series = word.trim_end_matches('0');
    let word = if word.len() > series.len() + 1 && keys::is_series(series) {
        &word[series.len()..]
    } else {
        word
    };
    word.len() >= 2
        && ['0', 'n', 'x', '?'].iter().any(|open| word.chars().all(|found| found == *open))
}

/// Words that say what a template is one of.
fn names_a_form(word: &str) -> bool {
    keys::is_series(word)
        || Kind::from_word(word).is_some()
        || matches!(
            word,
            "user"
                | "feature"
                | "tech"
                | "technical"
                | "design"
                | "requirements"
                | "tasks"
                | "plan"
                | "architecture"
                | "record"
                | "short"
                | "long"
                | "minimal"
                | "bare"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, own: Option<&str>, text: &str, kind: Option<Kind>) {
        assert_eq!(read(heading, own), Title { text: text.into(), kind }, "{heading}");
    }

    #[test]
    fn the_own_id_and_kind_words_go() {
        check("SPEC-014 — Login", Some("SPEC-014"), "Login", Some(Kind::Spec));
        check("Technical Specification: Login", None, "Login", Some(Kind::Spec));
        check("ADR 3. Use YAML", None, "Use YAML", Some(Kind::Decision));
        check("ADR-0003: Use YAML", Some("0003"), "Use YAML", Some(Kind::Decision));
        check("1. Record decisions", Some("0001"), "Record decisions", None);
        check("0007 — Title", Some("0007-x"), "Title", None);
        check("KEP-3685: Move it", Some("3685"), "Move it", None);
        check("EIP-20: Token", Some("20"), "Token", None);
        check("User Story 7: See", None, "See", Some(Kind::Story));
        check("[RFC] New API", None, "New API", Some(Kind::Spec));
        check("Epic: Payments", None, "Payments", Some(Kind::Epic));
        check("Aries RFC 0445: Keys", Some("0445"), "Keys", None);
        check("F# RFC FS-1140 - Boolean", Some("FS-1140"), "Boolean", None);
        check("SEP-XXXX: Open", None, "Open", None);
        check("CEP XXXX - Open", None, "Open", None);
        check("CFP-2022-10-28: Mutual auth", None, "Mutual auth", None);
        check("ADR-20260721: Air", None, "Air", Some(Kind::Decision));
        check("Feature Name: commands-are-dead", None, "commands-are-dead", None);
        check("5 Integration with it", Some("0005"), "Integration with it", None);
        check("US-16-B-03: Contrast", Some("US-16-B-03"), "Contrast", None);
        check("US-011: Paying", Some("US-011"), "Paying", None);
    }

    #[test]
    fn a_number_of_ones_own_goes_with_its_word() {
        check("5943-topology: Topology", Some("5943"), "Topology", None);
        check("Issue #12: Login", Some("12"), "Login", None);
        check("#12 Login", Some("issue-12"), "Login", None);
        check("Feature 12: Login", Some("012-login"), "Login", None);
        check("Requirements: Login", None, "Login", None);
        check("CFP: Login", Some("CFP-12"), "Login", None);
        check("CFP: Login", Some("12"), "CFP: Login", None);
        check("Requirements Document: Login", None, "Login", None);
        check("Story 2.3: Login", Some("2.3"), "Login", Some(Kind::Story));
        check("SPEC-030-1-05: Login", Some("SPEC-030-1-05"), "Login", Some(Kind::Spec));
    }

    #[test]
    fn numbers_of_several_parts() {
        let check = |stem: &str, id: &str, title: &str| {
            let found = file_name(stem);
            assert_eq!((found.id.as_deref(), &*found.title), (Some(id), title), "{stem}");
        };
        check("2-3-sign-in", "2.3", "Sign in");
        check("02-03-sign-in", "02.03", "Sign in");
        check("1-3-16-closed-holes", "1.3.16", "Closed holes");
        check("005-2-phase-commit", "005", "2 phase commit");
        check("05-2-phase-commit", "05", "2 phase commit");
        check("2-factor-sign-in", "2", "Factor sign in");
        check("story-2.1", "story-2.1", "STORY-2.1");
        check("SPEC-030-1-05-coverage", "SPEC-030-1-05", "Coverage");
        check("ADR-012-3-way-merge", "ADR-012", "3 way merge");
        check("P3-E2-T1-pricing", "P3-E2-T1", "Pricing");
        check("A58-B-tree", "A58", "B tree");
    }

    #[test]
    fn what_only_looks_like_an_id_stays() {
        for title in [
            "HTTP-2 support",
            "UTF-8 everywhere",
            "2023 roadmap",
            "404 page",
            "3D rendering",
            "100 continue",
            "SE: not an id",
            "Follow-up to ADR 5",
            "Re-run \"it\". DR-012",
            "Issue 12: Login",
            "Windows 11: support",
        ] {
            let found = read(title, Some("7"));
            assert!(found.text == title || title.starts_with("SE"), "{title}: {found:?}");
        }
    }

    fn name(stem: &str, id: Option<&str>, prefix: Option<&str>, title: &str) {
        let found = file_name(stem);
        assert_eq!(
            (found.id.as_deref(), found.prefix.as_deref(), found.title.as_str()),
            (id, prefix, title),
            "{stem}"
        );
    }

    #[test]
    fn file_names_hold_ids() {
        name("0042-some-thing", Some("0042"), None, "Some thing");
        name("eip-20", Some("eip-20"), Some("EIP"), "EIP-20");
        name("issue-12-login", Some("12"), None, "Login");
        name("SPEC-014-review", Some("SPEC-014"), Some("SPEC"), "Review");
        name("ODH-ADR-ML-0001-x", Some("ODH-ADR-ML-0001"), Some("ODH-ADR-ML"), "X");
        name(
            "ODH-ADR-Operator-0001-x",
            Some("ODH-ADR-Operator-0001"),
            Some("ODH-ADR-OPERATOR"),
            "X",
        );
        name("US-16-B-03-high-contrast", Some("US-16-B-03"), Some("US"), "High contrast");
        name("epic-3-story-4", Some("story-4"), Some("STORY"), "STORY-4");
        name("CFP-2022-10-28-mutual-auth", None, None, "Mutual auth");
        name("cfep-01", Some("cfep-01"), Some("CFEP"), "CFEP-01");
        name("step-2-setup", None, None, "Step 2 setup");
        name("DR-051", Some("DR-051"), Some("DR"), "DR-051");
        name("A58-client-side", Some("A58"), Some("A"), "Client side");
        name("20200925-use-it", None, None, "Use it");
        name("201809-gossip", None, None, "Gossip");
        name("2018-09-gossip", None, None, "Gossip");
        name("201813-gossip", Some("201813"), None, "Gossip");
        name("2018-gossip", Some("2018"), None, "Gossip");
        name("2fa-login", None, None, "2fa login");
        name("v2-migration", None, None, "V2 migration");
        name("phase-1-basic", None, None, "Phase 1 basic");
        name("README", None, None, "README");
        assert_eq!(
            file_name("2024-01-02-x").created.map(|date| date.to_string()).as_deref(),
            Some("2024-01-02")
        );
    }

    #[test]
    fn templates_are_known_by_name() {
        for stem in [
            "template",
            "0000-template",
            "adr-template",
            "NNNN-template",
            "rfc-000-template",
            "spec-template",
            "ODH-ADR-0000-template",
            "adr000-template",
            "ADR-nnn_Any_Decision_Record_Template",
            "_template",
            "CFP-template",
        ] {
            assert!(is_template_name(stem), "{stem}");
        }
        for stem in ["0042-email-template", "template-engine", "email-template", "notes", "xml"] {
            assert!(!is_template_name(stem), "{stem}");
        }
    }
}
