//! A text → the Markdown it is written in.
//!
//! In: a text. Out: pulldown-cmark's options for it. GitHub's Markdown is the measure, and what GitHub's readers do not know
//! is read only where a text shows that it means it: a dollar sign is more often a price than TeX, and a line that begins
//! with a colon more often the rest of a sentence than a definition. The whole text decides, once and in one pass each.
//!
//! Heading attributes stay off because content must not choose attributes; `[TOC]`, `:emoji:` and `[[links]]` stay text,
//! as names in Swift and Objective-C and arrays are written the same.

use pulldown_cmark::{Event, Options};
use std::ops::Range;

/// More bytes than a term has, and fewer than most sentences.
const MAX_TERM: usize = 100;

/// The Markdown that specfolio reads: CommonMark with GitHub's tables, strikethrough, task lists, alerts and footnotes;
/// with math and definition lists where the text has them.
#[must_use]
pub fn options(text: &str) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_MATH, has_tex(text));
    options.set(Options::ENABLE_DEFINITION_LIST, has_definitions(text));
    options
}

/// A text with spaces for the tabs in the delimiter rows of its tables, which GitHub reads and the crate does not; `None`
/// where it has none. Every byte stays in its place.
pub(super) fn plain_delimiters(text: &str) -> Option<String> {
    let is_row = |line: &str| {
        line.contains('\t')
            && line.contains('-')
            && line.contains('|')
            && line.bytes().all(|byte| b"|:- \t>\r\n".contains(&byte))
    };
    if !text.contains('\t') || !text.split_inclusive('\n').any(is_row) {
        return None;
    }
    let plain = |line: &str| if is_row(line) { line.replace('\t', " ") } else { line.to_owned() };
    Some(text.split_inclusive('\n').map(plain).collect())
}

/// An event as GitHub has it: a price is no math, and tabs at the end of a line break none.
pub(super) fn mended<'a>(event: Event<'a>, range: &Range<usize>, text: &str) -> Event<'a> {
    let source = || text.get(range.clone()).unwrap_or_default();
    match event {
        Event::InlineMath(price) if !is_math(text, range) => {
            Event::Text(format!("${price}$").into())
        }
        Event::HardBreak if source().contains('\t') && !source().contains(['\\', ' ']) => {
            Event::SoftBreak
        }
        event => event,
    }
}

/// Whether what stands at `range` between dollars is math by GitHub's rule: no letter or digit touches it, as in
/// `US$5/US$10`.
fn is_math(text: &str, range: &Range<usize>) -> bool {
    let touches = |found: Option<char>| found.is_some_and(char::is_alphanumeric);
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    !touches(before) && !touches(after)
}

/// Whether TeX stands between two dollars somewhere: a command, or braces that are raised or lowered.
fn has_tex(text: &str) -> bool {
    let dollars = || text.match_indices('$').map(|(at, _)| at);
    dollars().zip(dollars().skip(1)).any(|(from, to)| {
        let inside = &text[from + 1..to];
        is_tex(inside)
            && !inside.starts_with(char::is_whitespace)
            && !inside.ends_with(char::is_whitespace)
            && is_math(text, &(from..to + 1))
            || is_tex(inside) && text[..from].ends_with('$') && text[to..].starts_with("$$")
    })
}

fn is_tex(text: &str) -> bool {
    let command =
        || text.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphabetic());
    (text.contains("_{") || text.contains("^{") || command())
        && !text.contains('`')
        && !text.contains("\n\n")
}

/// Whether each line that begins with a colon defines a term: one line above it, at the margin, that stands by itself.
fn has_definitions(text: &str) -> bool {
    if !text.contains("\n:") {
        return false;
    }
    let mut fence: Option<&str> = None;
    let mut paragraph = Paragraph::default();
    let mut found = false;
    for line in text.lines() {
        let inner = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| inner.starts_with(mark));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_none() { mark } else { None };
            paragraph = Paragraph::default();
        } else if fence.is_some() {
        } else if let Some(definition) = inner.strip_prefix(':') {
            let marked = definition.starts_with([' ', '\t']) && line.len() - inner.len() <= 3;
            if !marked || !paragraph.is_term() {
                return false;
            }
            (paragraph.defines, found) = (true, true);
        } else {
            paragraph.take(line);
        }
    }
    found
}

/// The lines since the last blank one that follows no term.
#[derive(Clone, Copy, Debug, Default)]
struct Paragraph<'a> {
    first: &'a str,
    lines: usize,
    /// A blank line ended it.
    over: bool,
    /// It is a term, and its definitions have begun.
    defines: bool,
}

impl<'a> Paragraph<'a> {
    fn take(&mut self, line: &'a str) {
        let indented = line.starts_with([' ', '\t']);
        if line.trim().is_empty() {
            self.over = true;
        } else if self.over && !(self.defines && indented) {
            *self = Self { first: line, lines: 1, ..Self::default() };
        } else if !self.defines {
            self.first = if self.lines == 0 { line } else { self.first };
            self.lines += 1;
        } else if !indented {
            // A line right below a definition continues it, or is the next term.
            *self = Self { first: line, lines: 1, ..Self::default() };
        }
    }

    fn is_term(&self) -> bool {
        let line = self.first.trim_end();
        let after_digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = after_digits.len() < line.len() && after_digits.starts_with(['.', ')']);
        let is_marked = line.starts_with([' ', '\t', '-', '+', '#', '>', '|', '<'])
            || line.starts_with("* ")
            || is_numbered;
        let is_sentence = line.len() > MAX_TERM || line.ends_with(['.', ',', ';', ':', '?', '!']);
        let is_half_code = line.matches('`').count() % 2 == 1;
        self.defines || (self.lines == 1 && !is_marked && !is_sentence && !is_half_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_is_known_by_its_commands() {
        let check = |text: &str, expected: bool| assert_eq!(has_tex(text), expected, "{text}");
        check("$\\alpha$ is small", true);
        check("so $x_{1}$, and", true);
        check("$$\n\\sum_i x\n$$", true);
        check("$x_1$ needs none", false);
        check("**$5/month** or **$10/month**", false);
        check("US$5\\a or US$6", false);
        check("set $HOME\\bin:$PATH", false);
        check("`^\\d+$` and `^\\w+$`", false);
        check("costs $5\n\nor \\alpha $6", false);
    }

    #[test]
    fn tabs_in_delimiter_rows_are_spaces() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(plain_delimiters(text).as_deref(), expected, "{text}");
        };
        check("|a\t|b|\n|:-:\t|-|\n|c|\td|", Some("|a\t|b|\n|:-: |-|\n|c|\td|"));
        check("|a|b|\n|-|-|\n|c\t|d|", None);
        check("a\tb", None);
    }

    #[test]
    fn tabs_break_no_line() {
        let breaks = |text: &str| {
            super::super::events(text, 0..text.len())
                .filter(|(event, _)| *event == Event::HardBreak)
                .count()
        };
        assert_eq!([breaks("a\t\t\nb"), breaks("a  \nb"), breaks("a\\\nb")], [0, 1, 1]);
    }

    #[test]
    fn prices_are_no_math() {
        let check = |text: &str, expected: bool| {
            let from = text.find('$').expect("there is one");
            let to = text.rfind('$').expect("there is one") + 1;
            assert_eq!(is_math(text, &(from..to)), expected, "{text}");
        };
        check("so $x$, and", true);
        check("$x$", true);
        check("US$5/$", false);
        check("$5/$10", false);
    }

    #[test]
    fn definitions_follow_a_line_of_their_own() {
        let check =
            |text: &str, expected: bool| assert_eq!(has_definitions(text), expected, "{text}");
        check("term\n: what it is", true);
        check("a\n: b\n: c\n\nd\n\n: e", true);
        check("text\n\n*term*\n:   what\n    it is\n\nother\n:   that", true);
        check("```\na\n: b\n```\n\nterm\n: c", true);
        check("a line\nanother\n: more", false);
        check("1. a `b\n: c`", false);
        check("1. `b\n   : c`\n", false);
        check("- a\n: b", false);
        check("x `a ?\n: b`", false);
        check("```\na\n: b\n```", false);
        check("term\n: a\n\n::: note\nx\n:::", false);
        check("It is done.\n\n: warning", false);
        check("term\n: a\n\nb\n:warning: c", false);
    }
}
