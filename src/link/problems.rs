//! Every problem of the portfolio, in order, as the configuration wants it; and the places of problems in texts.
//!
//! In: what scanning, parsing and linking found. Out: one list by place, without what this audience does not see, what the
//! configuration switched off, and what is said twice of one line. Problems are gathered at the end because only then is it
//! known what all of them are. Absent on purpose: finding any.

use super::{Audience, Ground, Text};
use crate::config::Config;
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use crate::parse::Document;
use crate::scan::Tree;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// All problems: scanning's and parsing's from the ground, linking's own as given.
pub(super) fn collect(
    ground: &Ground<'_>,
    (tree, documents): (&Tree, &[Arc<Document>]),
    config: &Config,
    own: Vec<Problem>,
) -> Vec<Problem> {
    let scanned = tree.problems.iter().cloned();
    let seen = ground.units.iter().flat_map(|unit| unit.texts().map(|text| &documents[text]));
    let parsed = seen.flat_map(|document| document.problems.iter().cloned());
    let hidden = ground.hidden_files();
    let mut all: Vec<Problem> = scanned
        .chain(parsed)
        .chain(own)
        .filter(|problem| !hidden.contains(problem.place.path.as_str()))
        .filter_map(|mut problem| {
            problem.severity = config.severity(problem.code)?;
            Some(if ground.audience == Audience::Public { fit_to_go_out(problem) } else { problem })
        })
        .collect();
    all.sort_by(|left, right| {
        (&left.place, left.code, &left.message).cmp(&(&right.place, right.code, &right.message))
    });
    without_repetition(all)
}

/// A problem as readers see it. It may quote a line of the source, and comments in that do not go out.
fn fit_to_go_out(mut problem: Problem) -> Problem {
    for text in std::iter::once(&mut problem.message).chain(&mut problem.help) {
        while let Some(start) = text.find("<!--") {
            let end = text[start..].find("-->").map_or(text.len(), |at| start + at + "-->".len());
            text.replace_range(start..end, "");
        }
    }
    problem
}

/// One problem per line, code and message; and where a line's link is broken, nothing more about the id it would name.
fn without_repetition(problems: Vec<Problem>) -> Vec<Problem> {
    let line = |problem: &Problem| (problem.place.path.clone(), problem.place.line);
    let broken: HashSet<(SourcePath, u32)> =
        problems.iter().filter(|problem| problem.code == Code::BrokenLink).map(line).collect();
    let mut said = HashSet::new();
    problems
        .into_iter()
        .filter(|problem| problem.code != Code::UnknownId || !broken.contains(&line(problem)))
        .filter(|problem| said.insert((line(problem), problem.code, problem.message.clone())))
        .collect()
}

/// A note per template: it is listed here and nowhere else.
pub(super) fn template(text: &Text<'_>) -> Problem {
    let message = "this is a template: it is not counted as a document of its kind";
    Problem::new(Code::TemplateDocument, Place::file(&text.document.path), message)
        .help("give it a title of its own, or move it out of the template folder, if it is none")
}

/// Places in one text, found in the order of the text: each step goes on from the last, so that all places of a text take
/// one walk over it.
#[derive(Debug)]
pub(super) struct Places<'a> {
    document: &'a Document,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'a> Places<'a> {
    /// Starts at the beginning of the text.
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, offset: 0, line: 1, column: 1 }
    }

    /// The place of a byte range.
    pub(super) fn of(&mut self, range: &Range<usize>) -> Place {
        let path = &self.document.path;
        let (line, column) = self.position(range.start);
        let covered = self.document.text.get(range.clone()).unwrap_or_default();
        let covered = covered.split(['\n', '\r']).next().unwrap_or_default();
        let width = u32::try_from(covered.chars().count()).unwrap_or(u32::MAX).max(1);
        Place { path: path.clone(), line, column, width }
    }

    /// The line of an offset.
    pub(super) fn line(&mut self, offset: usize) -> u32 {
        self.position(offset).0
    }

    fn position(&mut self, offset: usize) -> (u32, u32) {
        let text = &*self.document.text;
        let offset = text.floor_char_boundary(offset);
        if offset < self.offset {
            (self.offset, self.line, self.column) = (0, 1, 1);
        }
        for character in text[self.offset..offset].chars() {
            if character == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::link::testing::{Setting, doc, portfolio_in, problems};

    #[test]
    fn problems_stand_by_place_with_the_configured_severity() {
        let path = SourcePath::new("specs/a.md");
        let problem = |code, line| Problem::new(code, Place { line, ..Place::file(&path) }, "said");
        let mut setting = Setting::default();
        setting.config.portfolio.check.insert("bad-date".into(), None);
        setting.config.portfolio.check.insert("placeholder".into(), Some(Severity::Error));
        let portfolio = portfolio_in(
            &setting,
            [doc("specs/a.md")
                .problem(problem(Code::Placeholder, 9))
                .problem(problem(Code::BadDate, 4))
                .problem(problem(Code::ConflictingField, 2))
                .problem(problem(Code::ConflictingField, 2))],
        );
        let shown: Vec<_> =
            portfolio.problems.iter().map(|p| (p.code, p.place.line, p.severity)).collect();
        assert_eq!(
            shown,
            [
                (Code::ConflictingField, 2, Severity::Warning),
                (Code::Placeholder, 9, Severity::Error)
            ]
        );
    }

    #[test]
    fn comments_that_problems_quote_do_not_go_out() {
        let said = |audience| {
            let place = Place::file(&SourcePath::new("a.md"));
            let problem = Problem::new(Code::BadDate, place, "`a <!-- b -->c` and <!-- d…");
            let draft = doc("a.md").problem(problem.help("quote `<!-- e -->f`"));
            let setting = Setting { audience, ..Setting::default() };
            let problem = portfolio_in(&setting, [draft]).problems.remove(0);
            format!("{} | {}", problem.message, problem.help.unwrap_or_default())
        };
        assert_eq!(said(Audience::Public), "`a c` and  | quote `f`");
        assert_eq!(said(Audience::Author), "`a <!-- b -->c` and <!-- d… | quote `<!-- e -->f`");
    }

    #[test]
    fn a_template_is_noted_and_its_links_are_not_checked() {
        let draft = doc("template.md").template().link("story", "url").link("x", "#nowhere");
        let portfolio = portfolio_in(&Setting::default(), [draft]);
        assert_eq!(problems(&portfolio, "template-document").len(), 1);
        assert_eq!(portfolio.problems.len(), 1);
    }

    #[test]
    fn places_are_found_going_on() {
        let document = crate::link::testing::text("ab\nçd [x]\n\nlast");
        let mut places = Places::new(&document);
        let mut check = |start: usize, expected: (u32, u32, u32)| {
            let place = places.of(&(start..start + 3));
            assert_eq!((place.line, place.column, place.width), expected, "{start}");
        };
        check(0, (1, 1, 2));
        check(7, (2, 4, 3));
        check(12, (4, 1, 3));
        check(3, (2, 1, 2));
        check(900, (4, 5, 1));
    }
}
