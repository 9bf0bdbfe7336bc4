//! Problems → what a person reads: a message, the line in question with a caret, what to do.
//!
//! The look is rustc's, drawn by annotate-snippets. One line of a file is handed to it at a time, so that the cost of a
//! problem does not grow with its file. Problems of one cause are told once: 400 links to one missing file are one thing to
//! mend. Text of documents goes through [`visible`] first. Absent on purpose: the closing line, which counts what is told
//! here and elsewhere.

use super::visible::visible;
use super::{ReportOptions, Texts};
use crate::diagnostic::{Error, Place, Problem, Severity, SourcePath};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many other places of one cause are named before the rest is counted.
const PLACES_NAMED: usize = 4;

/// How many characters of a message are shown: one that quotes a document's megabyte would bury all others.
const MESSAGE_LENGTH: usize = 600;

/// How many characters before the caret are looked at to draw an excerpt, and after it. A line is cut to the terminal's
/// width anyhow; far beyond it (data in one line) drawing would cost more than it tells, and the place alone is given.
const EXCERPT_BEFORE: usize = 4_000;
const EXCERPT_AFTER: usize = 400;

/// Writes the worst `most` causes, the worst last.
pub(super) fn write(
    problems: &[Problem],
    most: usize,
    texts: &dyn Texts,
    options: &ReportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let renderer = renderer(options.colour);
    let mut lines = Lines { texts, starts: BTreeMap::new() };
    let causes = causes(problems);
    for cause in causes.iter().skip(causes.len().saturating_sub(most)) {
        let line = lines.line(&cause[0].place);
        writeln!(out, "{}\n", told(cause, line, options, &renderer))?;
    }
    Ok(())
}

/// Writes an error as an error of the same look.
pub(super) fn write_error(error: &Error, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let (path, text, span, message, help) = match error {
        Error::Configuration { path, text, span, message, help } => {
            let path = path.strip_prefix(".").unwrap_or(path).display().to_string();
            (path, text.as_str(), span.clone(), message.clone(), help)
        }
        Error::Refused { message, help } => (String::new(), "", 0..0, message.clone(), help),
        Error::Io { .. } => (String::new(), "", 0..0, error.to_string(), &None),
    };
    let place = Place::of(&SourcePath::new(path.as_str()), text, span);
    let line = text.split('\n').nth(place.line as usize - 1);
    let mut group = Group::with_title(Level::ERROR.primary_title(shown(&message)));
    if !path.is_empty() {
        group = with_excerpt(group, &place, visible(&path).into_owned(), line);
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(shown(help)));
    }
    writeln!(out, "{}", renderer(colour).render(&[group]))
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

/// Problems by cause: the causes by severity, notes first, then in the order in which each first appears.
fn causes(problems: &[Problem]) -> Vec<Vec<&Problem>> {
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    let mut causes: Vec<Vec<&Problem>> = Vec::new();
    for problem in problems {
        let key = (problem.code, problem.severity, cause(problem), &problem.help);
        let index = *known.entry(key).or_insert(causes.len());
        match causes.get_mut(index) {
            Some(cause) => cause.push(problem),
            None => causes.push(vec![problem]),
        }
    }
    causes.sort_by_key(|cause| Reverse(cause[0].severity));
    causes
}

/// What makes two problems of one code the same: the message. A note, and a warning about a whole file, quote what is the
/// file's own (its name, its filler), so there it is the sentence around what is quoted.
fn cause(problem: &Problem) -> String {
    let quotes_its_own = match problem.severity {
        Severity::Error => false,
        Severity::Warning => problem.place.line == 0,
        Severity::Note => true,
    };
    if quotes_its_own {
        problem.message.split('`').step_by(2).collect::<Vec<_>>().join("`…`")
    } else {
        problem.message.clone()
    }
}

/// One cause as text: the first problem whole, the others by place.
fn told(
    cause: &[&Problem],
    line: Option<&str>,
    options: &ReportOptions,
    renderer: &Renderer,
) -> String {
    let problem = cause[0];
    let title =
        level(problem.severity).primary_title(shown(&problem.message)).id(problem.code.name());
    let path = visible(&options.shown(&problem.place.path)).into_owned();
    let mut group = with_excerpt(Group::with_title(title), &problem.place, path, line);
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(shown(help)));
    }
    if cause.len() > 1 {
        group = group.element(Level::NOTE.no_name().message(also_in(&cause[1..], options)));
    }
    renderer.render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A message, made harmless and cut to a length that can be read.
fn shown(message: &str) -> String {
    let mut shown: String = message.chars().take(MESSAGE_LENGTH).collect();
    if shown.len() < message.len() {
        shown.push('…');
    }
    visible(&shown).into_owned()
}

/// `also in: a.md:3, b.md:7 and 12 more`.
fn also_in(others: &[&Problem], options: &ReportOptions) -> String {
    let named: Vec<String> = others
        .iter()
        .take(PLACES_NAMED)
        .map(|problem| place_name(&problem.place, options))
        .collect();
    let rest = match others.len() - named.len() {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!("also in: {}{rest}", named.join(", "))
}

fn place_name(place: &Place, options: &ReportOptions) -> String {
    let path = options.shown(&place.path);
    let path = visible(&path);
    if place.line > 0 { format!("{path}:{}", place.line) } else { path.into_owned() }
}

/// Adds where it is: the line with a caret where there is one, else the place alone.
fn with_excerpt<'a>(
    group: Group<'a>,
    place: &Place,
    path: String,
    line: Option<&str>,
) -> Group<'a> {
    if let Some((source, span)) = line.and_then(|line| excerpt(line, place)) {
        let snippet = Snippet::source(source).path(path).line_start(place.line as usize);
        return group.element(snippet.annotation(AnnotationKind::Primary.span(span)));
    }
    let mut origin = Origin::path(path);
    if place.line > 0 {
        origin = origin.line(place.line as usize);
    }
    if place.column > 0 {
        origin = origin.char_column(place.column as usize);
    }
    group.element(origin)
}

/// One line as it may be shown, and the bytes of it that the caret covers.
///
/// What stands before the caret keeps its number of characters, because the column is counted on what is drawn.
fn excerpt(line: &str, place: &Place) -> Option<(String, std::ops::Range<usize>)> {
    let line = line.trim_end_matches('\r');
    let (before, width) = match place.column {
        0 => (line.chars().take_while(|c| c.is_whitespace()).count(), line.trim().chars().count()),
        column => (column as usize - 1, place.width as usize),
    };
    if before > EXCERPT_BEFORE {
        return None;
    }
    let split =
        |text: &str, at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    let (start, rest) = line.split_at(split(line, before));
    let (covered, after) = rest.split_at(split(rest, width.min(EXCERPT_AFTER)));
    let after = &after[..split(after, EXCERPT_AFTER)];
    let mut source = visible(start).into_owned();
    let from = source.len();
    source.push_str(&visible(covered));
    let to = source.len();
    source.push_str(&visible(after));
    Some((source, from..to))
}

/// The lines of the texts that a report quotes; each text is searched for line ends once.
struct Lines<'a> {
    texts: &'a dyn Texts,
    starts: BTreeMap<SourcePath, Vec<usize>>,
}

impl Lines<'_> {
    /// The line of a place, without its line feed; `None` where the place is a whole file or its text is not known.
    fn line(&mut self, place: &Place) -> Option<&str> {
        let text = self.texts.text(&place.path)?;
        let starts = self.starts.entry(place.path.clone()).or_insert_with(|| line_starts(text));
        let index = (place.line as usize).checked_sub(1)?;
        let start = *starts.get(index)?;
        let end = starts.get(index + 1).map_or(text.len(), |next| next - 1);
        Some(&text[start..end])
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(feed, _)| feed + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Shelf, problem, report};
    use super::super::{Format, Problem, write_error};
    use super::*;
    use crate::diagnostic::Code;

    #[track_caller]
    fn check(problems: &[Problem], text: &'static str, expected: &str) {
        let texts = Shelf([("a.md", text)].into());
        assert_eq!(report(Format::Human, "docs", problems, &texts), expected);
    }

    #[test]
    fn a_problem_shows_its_line_and_what_to_do() {
        check(
            &[problem(Code::BrokenLink, ("a.md", 2, 5, 9), "no file `broken.md`")
                .help("did you mean `brook.md`")],
            "# A\n[x](broken.md), more\r\nend\n",
            "error[broken-link]: no file `broken.md`\n --> docs/a.md:2:5\n  |\n2 | [x](broken.md), more\n  |     ^^^^^^^^^\n  |\n  = help: did you mean `brook.md`\n\n1 error in 1 file\n",
        );
    }

    #[test]
    fn a_problem_of_a_whole_file_has_no_excerpt() {
        check(
            &[problem(Code::MissingTitle, ("a.md", 0, 0, 1), "no title")],
            "text\n",
            "note[missing-title]: no title\n--> docs/a.md\n\n1 note in 1 file\n",
        );
    }

    #[test]
    fn a_place_outside_the_text_is_still_told() {
        let told = "warning[bad-date]: no date\n--> docs/a.md:9:2\n\n1 warning in 1 file\n";
        check(&[problem(Code::BadDate, ("a.md", 9, 2, 1), "no date")], "text\n", told);
        check(
            &[problem(Code::BadDate, ("a.md", 1, 99, 1), "no date")],
            "text\n",
            "warning[bad-date]: no date\n --> docs/a.md:1:5\n  |\n1 | text\n  |     ^\n\n1 warning in 1 file\n",
        );
    }

    #[test]
    fn one_cause_is_told_once_and_the_worst_stands_last() {
        let at = |line| ("a.md", line, 1, 1);
        let mut problems: Vec<_> =
            (1..=7).map(|line| problem(Code::BadDate, at(line), "no date")).collect();
        problems.insert(0, problem(Code::BrokenLink, at(1), "gone"));
        problems.push(problem(Code::Placeholder, at(1), "`TBD` is a placeholder"));
        problems.push(problem(Code::Placeholder, at(2), "`TODO` is a placeholder"));
        check(
            &problems,
            "1\n2\n",
            "note[placeholder]: `TBD` is a placeholder\n --> docs/a.md:1:1\n  |\n1 | 1\n  | ^\n  |\n  = also in: docs/a.md:2\n\n\
             warning[bad-date]: no date\n --> docs/a.md:1:1\n  |\n1 | 1\n  | ^\n  |\n  = also in: docs/a.md:2, docs/a.md:3, docs/a.md:4, docs/a.md:5 and 2 more\n\n\
             error[broken-link]: gone\n --> docs/a.md:1:1\n  |\n1 | 1\n  | ^\n\n1 error, 7 warnings, 2 notes in 1 file\n",
        );
    }

    #[test]
    fn causes_differ_by_what_they_quote_unless_it_is_the_files_own() {
        let count = |code, line, first, second| {
            let at = ("a.md", line, 1, 1);
            causes(&[problem(code, at, first), problem(code, at, second)]).len()
        };
        assert_eq!(count(Code::BrokenLink, 1, "no `a`", "no `b`"), 2);
        assert_eq!(count(Code::BrokenLink, 1, "no `a`", "no `a`"), 1);
        assert_eq!(count(Code::UrlCollision, 0, "`a` and `b`", "`c` and `d`"), 2);
        assert_eq!(count(Code::UnknownId, 1, "no `a`", "no `b`"), 2);
        assert_eq!(count(Code::MissingTitle, 0, "not `a`", "not `b`"), 1);
        assert_eq!(count(Code::Placeholder, 1, "`a` is one", "`b` is one"), 1);
        assert_eq!(count(Code::Placeholder, 1, "`a` is one", "`a` is two"), 2);
    }

    #[test]
    fn quoted_text_cannot_steer_the_terminal() {
        check(
            &[problem(Code::SuspiciousText, ("a.md", 1, 4, 2), "title holds \x1b[2J")],
            "# \x1b\u{202e}x \u{9b}1m\tend",
            "warning[suspicious-text]: title holds ␛[2J\n --> docs/a.md:1:4\n  |\n1 | # ␛�x �1m    end\n  |    ^^\n\n1 warning in 1 file\n",
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let line: &'static str =
            format!("{}[x](gone.md){}", "w ".repeat(900), " z".repeat(90_000)).leak();
        let problem = problem(Code::BrokenLink, ("a.md", 1, 1801, 12), "gone");
        let text = report(Format::Human, "", &[problem], &Shelf([("a.md", line)].into()));
        assert!(text.contains(" --> a.md:1:1801\n"), "{text}");
        let excerpt = text.lines().find(|line| line.starts_with("1 |")).expect("the line is shown");
        assert!(excerpt.contains("[x](gone.md)") && excerpt.len() < 200, "{excerpt}");
    }

    #[test]
    fn a_place_far_out_in_a_line_is_named_only() {
        let line: &'static str = "x".repeat(2_000_000).leak();
        check(
            &[problem(Code::BadDate, ("a.md", 1, 1_000_000, 3), "no date")],
            line,
            "warning[bad-date]: no date\n--> docs/a.md:1:1000000\n\n1 warning in 1 file\n",
        );
    }

    #[test]
    fn a_long_message_is_cut() {
        let told = shown(&"ä".repeat(10_000));
        assert_eq!(told.chars().count(), MESSAGE_LENGTH + 1);
        assert!(told.ends_with('…'));
    }

    #[test]
    fn errors_look_alike() {
        let check = |error: &Error, expected: &str| {
            let mut out = Vec::new();
            write_error(error, false, &mut out).expect("a vector takes all bytes");
            assert_eq!(String::from_utf8_lossy(&out), expected);
        };
        check(
            &Error::Configuration {
                path: "./docs/book.toml".into(),
                text: "[book]\ntitle = 5\n".into(),
                span: 15..16,
                message: "`book.title` is a number".into(),
                help: Some("write a string".into()),
            },
            "error: `book.title` is a number\n --> docs/book.toml:2:9\n  |\n2 | title = 5\n  |         ^\n  |\n  = help: write a string\n",
        );
        check(
            &Error::refused("`/` is no output folder", "name another"),
            "error: `/` is no output folder\n |\n = help: name another\n",
        );
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        check(
            &Error::io("read", "a\x1b.md", denied),
            "error: cannot read `a␛.md`: permission denied\n",
        );
    }
}
