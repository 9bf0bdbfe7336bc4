//! Filler of templates: values that are there to be replaced, and so are absent.
//!
//! In: a value as written. Out: whether anybody has said anything with it. Templates are filled in by people who leave out
//! what they do not know, so filler stands in real documents everywhere, and every field has to know it when it sees it.
//! It is known by its shape (`[Date]`, `{{NAME}}`, `yyyy-mm-dd`, `@reviewer1`, `ADR-NNNN`) and by the words that stand for
//! nothing (`TBD`, `none`, `to be decided`). Absent on purpose: the templates of any one project.

use super::inline::{self, is_among};
use super::status;

/// Whether a metadata value says nothing: empty, or filler. `more` are the portfolio's own, compared without case.
///
/// A list is filler when each of its items is. Whether filler is worth a word to the author is the caller's to decide; an
/// empty value is not.
#[must_use]
pub fn is_placeholder(value: &str, more: &[String]) -> bool {
    let text = inline::plain(value);
    let text = unquoted(&text);
    if text.len() > LONGEST {
        return false;
    }
    if more.iter().any(|own| own.trim().eq_ignore_ascii_case(text)) {
        return true;
    }
    if holds_path(value) {
        return false;
    }
    is_filler(text) || is_list_of_filler(text)
}

/// What is longer than this, in bytes, somebody wrote. It bounds how deep brackets are looked into.
const LONGEST: usize = 2000;

/// Whether a title is one to fill in: gaps, a code and punctuation, as in `EP-{number}: {title}`. What is written out beside
/// the gaps may be a title of its own.
#[must_use]
pub fn is_form(title: &str) -> bool {
    let mut rest = title;
    let mut written = String::new();
    let mut gaps = 0;
    while let Some(start) = rest.find(['{', '[', '<']) {
        let Some(end) = group_end(&rest[start..]) else { return false };
        written.push_str(&rest[..start]);
        gaps += 1;
        rest = &rest[start + end..];
    }
    let is_code = |word: &str| word.len() <= 6 && word == word.to_uppercase();
    let mut words = written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    gaps >= 2 && !rest.contains(char::is_alphanumeric) && words.all(is_code)
}

/// Whether the value of a one-word field (status, kind, priority) only offers a choice: `a | b | c`, `{A, B}`, `A · B · C`.
#[must_use]
pub fn is_choice(value: &str) -> bool {
    let text = inline::plain(value).replace("\\|", "|");
    let text = unquoted(&text);
    let inside = group(text).unwrap_or(text);
    let offers = |separator: &str, known_least: usize, least: usize| {
        let options: Vec<&str> = inside.split(separator).map(str::trim).collect();
        let known = options.iter().all(|option| is_option_word(option));
        let short = options.iter().all(|option| is_option(option));
        known && options.len() >= known_least || short && options.len() >= least
    };
    // `Draft, in review` and `Accepted / Implemented` are said of real documents; of three, two are not true.
    let (listed, short) = if inside.len() < text.len() { (2, 2) } else { (3, usize::MAX) };
    let is_offered_in_brackets = inside.len() < text.len() && inside.contains('|');
    // `{Draft | Proposed} Not implemented`
    let opens_with_choice = text.starts_with('{')
        && group_end(text).is_some_and(|end| end < text.len() && text[..end].contains('|'));
    is_offered_in_brackets
        || opens_with_choice
        || offers("|", 2, 3)
        || offers("·", 3, 3)
        || offers(" / ", 3, 3)
        || offers(" or ", 2, usize::MAX)
        || ["/", ",", "→", "->"].into_iter().any(|separator| offers(separator, listed, short))
}

/// Something short that is not a field or a date.
fn is_option(option: &str) -> bool {
    option.chars().count() <= 40
        && option.split_whitespace().count() <= 4
        && !option.contains([':', '@', '#'])
        && !option.chars().any(|c| c.is_ascii_digit())
}

fn is_option_word(option: &str) -> bool {
    const OTHERS: &str = "\
        high, medium, low, critical, must, should, could, won't, major, minor, spec, story, epic, \
        decision, feature, bug, bugfix, enhancement, chore, standards track, meta, informational, \
        process, …, ..., etc";
    let option = option.trim_matches(['.', '*', '`']).to_lowercase();
    status::is_known(&option) || is_among(&option, OTHERS)
}

/// Whether a text, without markup and quotes, is filler as a whole.
fn is_filler(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.trim_end_matches(['.', '!', '?', ':']);
    !text.contains(char::is_alphanumeric)
        || is_word_for_nothing(text, words)
        || is_request(words)
        || is_group_of_filler(text)
        || is_date_form(text)
        || is_number_form(text)
        || is_numbered_role(words)
        || text.strip_prefix('@').is_some_and(is_handle_form)
}

fn is_list_of_filler(text: &str) -> bool {
    let mut items = text.split([',', ';', '&', '+']).flat_map(|item| item.split(" and "));
    text.contains([',', ';', '&', '+', ' ']) && items.all(|item| is_filler(unquoted(item.trim())))
        || text.starts_with('@')
            && text.split_whitespace().all(|word| word.starts_with('@') && is_filler(word))
}

/// `[[04: Search](../stories/04-search.md)]`: in brackets of their own stands a link to a file, and no filler.
fn holds_path(value: &str) -> bool {
    let is_path = |piece: &inline::Piece| matches!(piece, inline::Piece::Link { destination, .. } if destination.contains(".md"));
    value.trim().starts_with("[[") && inline::pieces(value).iter().any(is_path)
}

/// The text without quotes or ticks around it.
fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'', '“', '”', '‘', '’', '`', '*', '_']).trim()
}

/// Words that stand for nothing. `todo` and `pending` may be a status: only `TODO` shouts.
fn is_word_for_nothing(text: &str, lower: &str) -> bool {
    const WHOLE: &str = "\
        n/a, n.a, none, nil, null, unknown, unassigned, undefined, unspecified, blank, empty, none \
        yet, none so far, none known, none identified, none at this time, not applicable, not \
        assigned, not set, not available, not specified, not yet, nobody, nobody yet, no one, no \
        one yet, nothing, leave blank, leave empty, lorem ipsum, title, short title, descriptive \
        title, proposal title, proposal name, feature name, feature title, name of feature, name \
        of the feature, my feature, my awesome feature, document title, decision title, spec \
        title, specification title, story title, epic title, project name, component name, \
        template, username, github username, github handle, firstname lastname, first last, yyyy, \
        tba, tbc, tbd, fixme, name, owner name, author name, reviewer name, approver name, date of \
        decision, developer name, full name, team name, contributor name";
    const SHOUTED: &str = "TBD, TBA, TBC, TODO, FIXME, N/A, NA, XXX, T.B.D";
    let shouts = |word: &str| {
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    is_among(lower, WHOLE)
        || SHOUTED.split(", ").any(shouts)
        || ["n/a ", "n/a,", "todo:", "tbd:", "tbd "].iter().any(|start| lower.starts_with(start))
}

/// What asks the author to do something: `to be decided by …`, `Your name`, `insert date`.
fn is_request(lower: &str) -> bool {
    const TO_BE: &str = "\
        added, agreed, announced, appointed, assigned, chosen, completed, confirmed, decided, \
        defined, determined, discussed, done, filled, identified, named, nominated, provided, \
        scheduled, selected, specified, supplied, written";
    const THINGS: &str = "\
        date, email, feature, github, handle, here, link, name, names, number, project, role, \
        team, title, url, username";
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let ends_in_thing = rest.len() <= 5 && rest.last().is_some_and(|word| is_among(word, THINGS));
    match first {
        "to" => {
            rest.first() == Some(&"be") && rest.get(1).is_some_and(|word| is_among(word, TO_BE))
        }
        "not" => {
            rest.first() == Some(&"yet") && rest.get(1).is_some_and(|word| is_among(word, TO_BE))
        }
        "your" | "insert" | "enter" | "add" | "put" => ends_in_thing || lower == "insert data",
        "title" | "name" | "link" | "date" if rest == ["here"] => true,
        _ if rest.len() <= 4 && rest.ends_with(&["goes", "here"]) => true,
        "e.g" | "e.g." | "eg." => true,
        "one" | "choose" | "select" | "pick" => is_choosing(&rest),
        _ => false,
    }
}

/// `one of: …`, `choose one`, `select from …`.
fn is_choosing(rest: &[&str]) -> bool {
    let ends_in_colon = rest.iter().take(2).any(|word| word.ends_with(':'));
    matches!(rest, ["one"] | ["of", "one"]) || ends_in_colon
}

/// Text wholly in brackets or braces, or several such groups: `[Date]`, `{{NAME}}`, `<name> <email>`, `#{{NUMBER}}`.
fn is_group_of_filler(text: &str) -> bool {
    let mut rest = text;
    let mut groups = 0;
    while let Some(start) = rest.find(['[', '{', '<', '(']) {
        let Some(end) = group_end(&rest[start..]) else { return false };
        let found = &rest[start..start + end];
        if rest[..start].contains(char::is_alphanumeric) || !is_filled_by_shape(found) {
            return false;
        }
        groups += 1;
        rest = &rest[start + end..];
    }
    groups > 0 && !rest.contains(char::is_alphanumeric)
}

/// Whether one bracketed group is filler. Round brackets are a remark as often: they must ask for something.
fn is_filled_by_shape(found: &str) -> bool {
    let inside = group(found).unwrap_or(found);
    let lower = inside.to_lowercase();
    if found.starts_with('(') {
        const ASKING: &str = "leave, fill, insert, enter, your, optional, if, list";
        let asks = lower.split_whitespace().next().is_some_and(|word| is_among(word, ASKING));
        return asks || is_filler(inside);
    }
    let is_data = inside.contains(|c: char| c.is_ascii_digit())
        && !inside.contains(|c: char| c.is_alphabetic())
        || matches!(super::dates::leading(inside), Some((super::dates::Reading::Day(_), _)))
        || inside.starts_with(['"', '\'']) && inside.ends_with(['"', '\''])
        || names_somebody(inside)
        || names_documents(found, inside)
        || status::is_known(&lower)
        || matches!(lower.as_str(), "x" | " " | "");
    !is_data || lower.is_empty()
}

/// Whether a group names documents: `[SPEC-014]`, but not `<a date, in ISO 8601 format>`.
fn names_documents(found: &str, inside: &str) -> bool {
    let is_prose = found.starts_with('<') && inside.split_whitespace().count() > 3;
    !is_prose && !super::references::mentions(inside, 0).is_empty()
}

/// Whether a group holds a handle or an address that is not filler itself: `[@ann, @bob]`.
fn names_somebody(inside: &str) -> bool {
    inside.split([',', ' ']).any(|word| {
        inline::is_email(word)
            || word.strip_prefix('@').is_some_and(|handle| !is_handle_form(handle))
    })
}

/// What stands between the brackets of a text that is one group.
fn group(text: &str) -> Option<&str> {
    let end = group_end(text).filter(|end| *end == text.len())?;
    Some(text[1..end - 1].trim())
}

/// Where the group that begins here ends; `None` when it does not.
fn group_end(text: &str) -> Option<usize> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        '<' => '>',
        '(' => ')',
        _ => return None,
    };
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        depth = if c == open {
            depth + 1
        } else if c == close {
            depth - 1
        } else {
            depth
        };
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// `yyyy-mm-dd`, `DD/MM/YYYY`, `2024-XX-XX`, `0000-00-00`.
fn is_date_form(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let is_letters = |part: &str| {
        part.len() >= 2
            && part
                .chars()
                .all(|c| matches!(c.to_ascii_lowercase(), 'y' | 'm' | 'd' | 'x' | 'j' | 't'))
    };
    let is_half_number = |part: &str| {
        part.starts_with("20")
            && part[2..].chars().all(|c| c.is_ascii_digit() || "xXyY?".contains(c))
    };
    let fits = parts
        .iter()
        .all(|part| is_letters(part) || is_half_number(part) || part.parse::<u8>().is_ok());
    parts.len() == 3 && fits && parts.iter().any(|part| part.parse::<u16>().is_err())
        || text == "0000-00-00"
}

/// `NNNN`, `#XXX`, `ADR-NNNN`, `RFC XXXX`, `SPEC-###`.
fn is_number_form(text: &str) -> bool {
    let text = text.trim_start_matches('#');
    let start = text.rfind(['-', ' ', '_']).map_or(0, |at| at + 1);
    let (prefix, number) = text.split_at(start);
    let same = |marks: &str, least: usize| {
        number.len() >= least && marks.chars().any(|mark| number.chars().all(|c| c == mark))
    };
    let bare = same("NX?#", 3) || same("nx", 4);
    let prefixed = prefix.len() >= 3
        && prefix.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | ' ' | '_'))
        && same("NXMY?#nx", 2);
    prefix.is_empty() && bare || prefixed
}

/// `Reviewer 1`, `Author`, `Person A` do not name anybody; `Reviewer` alone may be a role.
fn is_numbered_role(lower: &str) -> bool {
    const ROLES: &str = "\
        reviewer, approver, author, name, person, stakeholder, owner, member, team member, user, \
        role, contributor";
    let Some((role, number)) = lower.rsplit_once(' ') else { return false };
    let counted = number.chars().all(|c| c.is_ascii_digit()) || number.len() == 1 && number != "i";
    counted && is_among(role, ROLES)
}

/// Whether a handle, without its `@`, is one that templates use: `reviewer1`, `github-handle`, `your_name`.
#[must_use]
pub fn is_handle_form(handle: &str) -> bool {
    const HANDLES: &str = "\
        approver, author, githubaccount, githubhandle, githubid, githubname, githubuser, \
        githubusername, gitlabhandle, gitlabusername, handle, insertname, mention, name, nick, \
        nickname, nobody, person, reviewer, shepherd, somebody, someone, sponsor, tba, tbc, tbd, \
        teammember, todo, user, userhandle, userid, username, yourgithubhandle, \
        yourgithubusername, yourhandle, yourname, yourusername, xxx";
    let letters: String =
        handle.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    is_among(letters.trim_end_matches(|c: char| c.is_ascii_digit()), HANDLES)
        || handle.starts_with(['<', '[', '{']) && is_group_of_filler(handle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(value: &str, expected: bool) {
        assert_eq!(is_placeholder(value, &[]), expected, "{value}");
    }

    #[test]
    fn titles_that_are_forms() {
        let check = |title: &str, expected: bool| assert_eq!(is_form(title), expected, "{title}");
        check("EP-{number}: {title}", true);
        check("ADR [NNN] — [Title]", true);
        check("Sign in with {provider} and {device}", false);
        check("Vec<T> to [T]", false);
        check("{title}", false);
    }

    #[test]
    fn a_link_to_a_file_in_brackets_is_no_filler() {
        check("[[04: Search](../stories/04-search.md)]", false);
        check("[[title](url)]", true);
        check("[[Story](#)]", true);
    }

    #[test]
    fn filler_is_known_by_its_shape() {
        for value in [
            "<the day it was made, in ISO 8601 (yyyy-mm-dd) form>",
            "(the title goes here)",
            "",
            " ",
            "-",
            "—",
            "...",
            "…",
            "?",
            "[Date]",
            "`[Date]`",
            "_[role]_",
            "**[Date]**",
            "[To be assigned]",
            "TBD",
            "TBD.",
            "tbd",
            "TODO",
            "TODO: ask Ann",
            "TODO ask Ann",
            "TBD (Ann or Bob)",
            "N/A",
            "n/a",
            "N/A - no need",
            "None",
            "none.",
            "None yet",
            "null",
            "~",
            "@reviewer1",
            "@reviewer1, @reviewer2",
            "@reviewer1 @reviewer2",
            "@github-handle",
            "{{NAME}}",
            "#{{ISSUE_NUMBER}}",
            "[#{{X}}]({{URL}})",
            "<handle>",
            "<your name>",
            "@<handle>",
            "yyyy-mm-dd",
            "YYYY-MM-DD",
            "DD/MM/YYYY",
            "2024-XX-XX",
            "2024-MM-DD",
            "0000-00-00",
            "(leave blank)",
            "<!-- list them -->",
            "[a | b | c]",
            "Your Name",
            "your short, descriptive title",
            "NNNN",
            "XXXX",
            "#NNN",
            "ADR-NNNN",
            "RFC XXXX",
            "SPEC-###",
            "SE-MMMM",
            "[SE-NNNN](NNNN-x.md)",
            "To be decided by the architecture board",
            "to be determined",
            "Not yet assigned",
            "insert date",
            "insert data",
            "Reviewer 1",
            "Person A",
            "[Name] <[email]>",
            "\"TBD\"",
            "“TBD”",
            "TBD, TBD",
            "[]",
            "(fill me in with a unique ident)",
            "[YYYY]-[MM]-[DD]",
            "{proposed | accepted}",
            "[Name], [Role]",
            "@[handle]",
            "e.g. Ann Lee",
            "Choose one: a, b",
            "Feature name",
            "Title",
            "[YYYY-MM-DD when it was decided]",
        ] {
            check(value, true);
        }
    }

    #[test]
    fn data_is_not_filler() {
        for value in [
            "None of the above",
            "Pending",
            "todo",
            "To do",
            "@ann",
            "Ann Lee",
            "[Ann](https://github.com/ann)",
            "[Accepted](#x)",
            "[Accepted]",
            "[2020-01-02]",
            "[1559, 4844]",
            "[@ann, @bob]",
            "#12",
            "12",
            "SPEC-014",
            "Draft",
            "(draft)",
            "x86 support",
            "Nana Visitor",
            "TBDB format",
            "To be or not to be",
            "Your first proposal",
            "Add dark mode",
            "Insert operation",
            "Name mangling",
            "2024-01-02",
            "Ann Lee <ann@example.org>",
            "<ann@example.org>",
            "Mixed [draft] title",
            "NN search",
            "XX century",
            "dd",
            "Template engine",
            "N",
            "[RFC] Faster builds",
            "[SPEC-018] (done), [DR-056]",
            "0000",
            "1970-01-01",
            "Vec<T> for all",
            "\"core\"",
            "TBD-12",
            "User stories",
            "Person",
            "Handlebars {{name}} support",
            "One of many",
        ] {
            check(value, false);
        }
    }

    #[test]
    fn portfolios_have_their_own() {
        assert!(is_placeholder("Ask the PMO", &["ask the pmo".to_owned()]));
        assert!(!is_placeholder("Ask the PMO", &[]));
    }

    #[test]
    fn choices_are_offered() {
        for value in [
            "a | b | c",
            "{A, B}",
            "A · B · C",
            "[proposed | accepted]",
            "Draft / Review / Final",
            "draft/review/final",
            "Draft | Review",
            "proposed \\| accepted \\| rejected",
            "High / Medium / Low",
            "Draft or Final",
            "[draft | … | superseded by [x](y)]",
            "<Standards Track, Meta, or Informational>",
            "To Do, In Progress, In Review, Closed",
            "{draft, review}",
            "Draft → Review → Final",
        ] {
            assert!(is_choice(value), "{value}");
        }
        for value in [
            "Draft",
            "accepted · Date: 2026-05-26",
            "Draft | 2024-01-02",
            "Accepted (a, b)",
            "active · slug: `x` · order: 4",
            "Plan / pre-registration draft",
            "Accepted, with changes",
            "Draft, in review",
            "Accepted / Implemented",
            "Rejected/withdrawn",
            "In review",
            "Superseded by [x](y)",
            "CI/CD",
        ] {
            assert!(!is_choice(value), "{value}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(value in "[a-cTBDNX{}\\[\\]<>()|@#é ·/,.-]{0,40}") {
            let _ = is_placeholder(&value, &[]);
            let _ = is_choice(&value);
        }
    }
}
