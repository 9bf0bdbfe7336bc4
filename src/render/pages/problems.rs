//! The problems page.

use super::{Rendered, Stage};
use crate::diagnostic::{Code, Error, Problem, Severity};
use crate::link::OutPath;
use crate::parse::Kind;
use crate::render::views;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Renders the problems page.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(stage: &Stage<'_>) -> Result<Vec<Rendered>, Error> {
    let portfolio = stage.catalogue.portfolio;
    let made_of = (portfolio.made_of, &portfolio.problems);
    stage.together("problems.html", &made_of, || Ok(vec![page(stage)?]))
}

fn page(stage: &Stage<'_>) -> Result<Rendered, Error> {
    let path = OutPath::new("problems.html");
    let problems = &stage.catalogue.portfolio.problems;
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let view = views::Problems {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        groups: groups(stage, &path),
        templates: templates(stage, &path),
    };
    let page = stage.catalogue.page("problems", "Problems", &path);
    stage.page("problems.html", path, &page, ("problems", &view))
}

fn groups(stage: &Stage<'_>, page: &OutPath) -> Vec<views::ProblemGroup> {
    let mut by_code: BTreeMap<Code, Vec<&Problem>> = BTreeMap::new();
    for problem in &stage.catalogue.portfolio.problems {
        by_code.entry(problem.code).or_default().push(problem);
    }
    let worst = |problems: &[&Problem]| problems.iter().map(|problem| problem.severity).min();
    let mut groups: Vec<_> = by_code.into_iter().collect();
    groups.sort_by_key(|(_, problems)| (worst(problems), Reverse(problems.len())));
    let group = |(code, problems): (Code, Vec<&Problem>)| views::ProblemGroup {
        code: code.name(),
        severity: worst(&problems).unwrap_or(Severity::Note).name(),
        meaning: code.meaning(),
        problems: problems.iter().map(|problem| stage.catalogue.problem(problem, page)).collect(),
    };
    groups.into_iter().map(group).collect()
}

fn templates(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Reference> {
    let entries = stage.catalogue.portfolio.entries.iter().enumerate();
    let templates = entries.filter(|(_, entry)| entry.kind == Kind::Template);
    templates.map(|(index, _)| stage.catalogue.reference(index, page)).collect()
}
