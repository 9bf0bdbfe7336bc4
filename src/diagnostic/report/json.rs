//! Problems → one JSON array, a problem a line.
//!
//! The objects are those of `api/portfolio.json`: [`Row`] is the one shape of a problem for machines, and [`Problem`]
//! serializes as it. What speaks of a whole file has no line, what speaks of a whole line no column: both are null.

use super::ReportOptions;
use crate::diagnostic::{Code, Problem, Severity};
use serde::Serialize;
use std::io::{self, Write};

/// A problem as machines read it.
#[derive(Serialize)]
pub(in crate::diagnostic) struct Row<'a> {
    code: Code,
    severity: Severity,
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> Row<'a> {
    /// The shape of a problem whose file is to be called `path`.
    pub(in crate::diagnostic) fn new(problem: &'a Problem, path: &'a str) -> Self {
        Self {
            code: problem.code,
            severity: problem.severity,
            path,
            line: Some(problem.place.line).filter(|line| *line > 0),
            column: Some(problem.place.column).filter(|column| *column > 0),
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    }
}

pub(super) fn write(
    problems: &[Problem],
    options: &ReportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, problem) in problems.iter().enumerate() {
        out.write_all(if index == 0 { b"\n  " } else { b",\n  " })?;
        let path = options.shown(&problem.place.path);
        serde_json::to_writer(&mut *out, &Row::new(problem, &path))?;
    }
    out.write_all(if problems.is_empty() { b"]\n" } else { b"\n]\n" })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Shelf, problem, report};
    use super::super::{Format, Problem};
    use crate::diagnostic::Code;
    use serde_json::{Value, json};

    fn check(prefix: &str, problems: &[Problem], expected: &Value) {
        let text = report(Format::Json, prefix, problems, &Shelf::default());
        let value: Value = serde_json::from_str(&text).expect("the report is JSON");
        assert_eq!(value, *expected);
    }

    #[test]
    fn no_problem_is_an_empty_array() {
        check("", &[], &json!([]));
    }

    #[test]
    fn a_problem_is_an_object_with_every_key() {
        let located = problem(Code::BrokenLink, ("a/\"b\".md", 7, 3, 4), "no `x`\u{1b}").help("y");
        let of_file = problem(Code::MissingTitle, ("c.md", 0, 0, 1), "no title");
        check(
            "docs",
            &[located, of_file],
            &json!([
                {"code": "broken-link", "severity": "error", "path": "docs/a/\"b\".md", "line": 7,
                 "column": 3, "message": "no `x`\u{1b}", "help": "y"},
                {"code": "missing-title", "severity": "note", "path": "docs/c.md", "line": null,
                 "column": null, "message": "no title", "help": null},
            ]),
        );
    }

    #[test]
    fn a_problem_serializes_as_in_the_report() {
        let problem = problem(Code::BadDate, ("a.md", 2, 1, 1), "no date");
        let value = serde_json::to_value(&problem).expect("a problem is JSON");
        check("", &[problem], &json!([value]));
    }
}
