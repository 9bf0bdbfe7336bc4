//! Problems → GitHub workflow commands, which a workflow's log turns into annotations on the files.
//!
//! The syntax is `::error file=…,line=…,col=…,title=…::message`; `%`, carriage return and line feed are escaped in the
//! message, `:` and `,` in properties as well (the rule of GitHub's own `@actions/core`). A note is a `notice`. Absent on
//! purpose: grouping, since each annotation belongs to its line, and any line that is no command.

use super::ReportOptions;
use super::visible::stand_in;
use crate::diagnostic::{Problem, Severity};
use std::fmt::Write as _;
use std::io::{self, Write};

pub(super) fn write(
    problems: &[Problem],
    options: &ReportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    problems.iter().try_for_each(|problem| writeln!(out, "{}", command(problem, options)))
}

/// The command of one problem.
fn command(problem: &Problem, options: &ReportOptions) -> String {
    let place = &problem.place;
    let mut command = format!("::{} file=", level(problem.severity));
    command.push_str(&escaped(&options.shown(&place.path), true));
    if place.line > 0 {
        push(&mut command, format_args!(",line={}", place.line));
        if place.column > 0 {
            let end = place.column.saturating_add(place.width);
            push(&mut command, format_args!(",col={},endColumn={end}", place.column));
        }
    }
    push(
        &mut command,
        format_args!(",title={}::{}", problem.code.name(), escaped(&problem.message, false)),
    );
    if let Some(help) = &problem.help {
        push(&mut command, format_args!("%0Ahelp: {}", escaped(help, false)));
    }
    command
}

fn push(command: &mut String, what: std::fmt::Arguments<'_>) {
    command.write_fmt(what).expect("a string takes all text");
}

/// GitHub's word for a severity.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// Text as a command's message, or as one of its properties.
fn escaped(text: &str, property: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            ':' if property => escaped.push_str("%3A"),
            ',' if property => escaped.push_str("%2C"),
            _ => escaped.push(stand_in(character).unwrap_or(character)),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Shelf, problem, report};
    use super::super::{Format, Problem};
    use crate::diagnostic::Code;

    fn check(problem: Problem, expected: &str) {
        let text = report(Format::Github, "docs", &[problem], &Shelf::default());
        assert_eq!(text, format!("{expected}\n"));
    }

    #[test]
    fn an_annotation_stands_at_its_columns() {
        check(
            problem(Code::BrokenLink, ("a.md", 7, 3, 4), "no `b.md`").help("did you mean `c.md`"),
            "::error file=docs/a.md,line=7,col=3,endColumn=7,title=broken-link::no `b.md`%0Ahelp: did you mean `c.md`",
        );
        check(
            problem(Code::Placeholder, ("a.md", 7, 0, 1), "filler"),
            "::notice file=docs/a.md,line=7,title=placeholder::filler",
        );
        check(
            problem(Code::MissingTitle, ("a.md", 0, 0, 1), "no title"),
            "::notice file=docs/a.md,title=missing-title::no title",
        );
    }

    #[test]
    fn text_cannot_end_or_begin_a_command() {
        check(
            problem(Code::BadDate, ("50%, a:b\n.md", 1, 1, 1), "100%\r\n::error::x, y: \x1b[2J"),
            "::warning file=docs/50%25%2C a%3Ab%0A.md,line=1,col=1,endColumn=2,title=bad-date::100%25%0D%0A::error::x, y: ␛[2J",
        );
    }
}
