//! Problems → a report, in one of four formats; an [`Error`] → what the user reads of it.
//!
//! In: problems in the order of their places, and the texts they quote. Out: bytes in a writer. One file per format, because
//! each follows a rule book of its own: rustc's look for people, our own JSON, SARIF 2.1.0, GitHub's workflow commands. The
//! formats differ in looks only: each holds every problem, at the same path, line and column. Absent on purpose: any
//! decision about exit codes, colours or terminals; the command line makes those.

mod github;
mod human;
mod json;
mod sarif;
mod visible;

use super::{Error, Problem, Severity, SourcePath};
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) use json::Row;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: an excerpt with a caret.
    Human,
    /// One JSON array.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub workflow commands.
    Github,
}

/// How a report shows what it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOptions {
    /// Which of the formats.
    pub format: Format,
    /// The way from the user's folder to the portfolio's sources, so that editors and forges find the files: `docs/src`,
    /// `../specs`, or empty when they are the same folder.
    pub prefix: String,
    /// Whether the reader is a terminal that shows colours.
    pub colour: bool,
}

/// Where a report finds the text of a file it quotes.
pub trait Texts {
    /// The text of that file, if it is known.
    fn text(&self, path: &SourcePath) -> Option<&str>;
}

/// Writes a report of all problems.
///
/// For people, problems of one cause are told once, with their other places, worst last: what fails a build stands next to
/// the closing line and the prompt. The other formats keep the given order.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_report(
    problems: &[Problem],
    texts: &dyn Texts,
    options: &ReportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match options.format {
        Format::Human => {
            human::write(problems, usize::MAX, texts, options, out)?;
            writeln!(out, "{}", summary(problems))
        }
        Format::Json => json::write(problems, options, out),
        Format::Sarif => sarif::write(problems, options, out),
        Format::Github => github::write(problems, options, out),
    }
}

/// Writes the worst few causes for people, at most `most` of them, without a closing line.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_worst(
    problems: &[Problem],
    most: usize,
    texts: &dyn Texts,
    options: &ReportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    human::write(problems, most, texts, options, out)
}

/// Writes what kept a command from its work, for people: a configuration error with an excerpt.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_error(error: &Error, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    human::write_error(error, colour, out)
}

/// The closing line: `3 errors, 12 warnings, 4 notes in 5 files`; what there is none of is left out.
#[must_use]
pub fn summary(problems: &[Problem]) -> String {
    let counted = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = problems.iter().filter(|problem| problem.severity == severity).count();
        (count > 0).then(|| quantity(count, severity.name()))
    });
    let counted: Vec<String> = counted.into_iter().flatten().collect();
    if counted.is_empty() {
        return "no problems".into();
    }
    let files: BTreeSet<&SourcePath> = problems.iter().map(|problem| &problem.place.path).collect();
    format!("{} in {}", counted.join(", "), quantity(files.len(), "file"))
}

/// `1 error`, `2 errors`.
fn quantity(count: usize, of: &str) -> String {
    format!("{count} {of}{}", if count == 1 { "" } else { "s" })
}

impl ReportOptions {
    /// The path of a file as the user would name it: the prefix and the path, `..` folded where it can be.
    fn shown(&self, path: &SourcePath) -> String {
        if self.prefix.is_empty() {
            return path.to_string();
        }
        let mut parts: Vec<&str> = self.prefix.trim_end_matches('/').split('/').collect();
        for part in path.as_str().split('/') {
            match parts.last() {
                Some(last) if part == ".." && !matches!(*last, "" | "." | "..") => {
                    parts.pop();
                }
                _ => parts.push(part),
            }
        }
        parts.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Place};
    use std::collections::BTreeMap;

    /// The texts of a test, by path.
    #[derive(Default)]
    pub(super) struct Shelf(pub(super) BTreeMap<&'static str, &'static str>);

    impl Texts for Shelf {
        fn text(&self, path: &SourcePath) -> Option<&str> {
            self.0.get(path.as_str()).copied()
        }
    }

    /// A problem at a place of that width.
    pub(super) fn problem(code: Code, at: (&str, u32, u32, u32), message: &str) -> Problem {
        let (path, line, column, width) = at;
        Problem::new(code, Place { path: SourcePath::new(path), line, column, width }, message)
    }

    pub(super) fn report(
        format: Format,
        prefix: &str,
        problems: &[Problem],
        texts: &Shelf,
    ) -> String {
        let options = ReportOptions { format, prefix: prefix.into(), colour: false };
        let mut out = Vec::new();
        write_report(problems, texts, &options, &mut out).expect("a vector takes all bytes");
        String::from_utf8(out).expect("reports are UTF-8")
    }

    #[test]
    fn paths_are_shown_from_the_users_folder() {
        let check = |prefix: &str, path, expected| {
            let options =
                ReportOptions { format: Format::Json, prefix: prefix.into(), colour: false };
            assert_eq!(options.shown(&SourcePath::new(path)), expected);
        };
        check("", "a/b.md", "a/b.md");
        check("docs/src", "a.md", "docs/src/a.md");
        check("docs/src/", "../book.toml", "docs/book.toml");
        check("../specs", "../book.toml", "../book.toml");
        check("..", "../book.toml", "../../book.toml");
        check("/srv/specs", "a.md", "/srv/specs/a.md");
        check("src", "../book.toml", "book.toml");
    }

    #[test]
    fn the_closing_line_counts() {
        let at = |path, code| problem(code, (path, 1, 1, 1), "x");
        let check = |problems: &[Problem], expected| assert_eq!(summary(problems), expected);
        check(&[], "no problems");
        check(&[at("a.md", Code::BrokenLink)], "1 error in 1 file");
        check(
            &[
                at("a.md", Code::BrokenLink),
                at("a.md", Code::BadDate),
                at("b.md", Code::BadDate),
                at("c.md", Code::Placeholder),
            ],
            "1 error, 2 warnings, 1 note in 3 files",
        );
    }
}
