//! The problems page, and the page for addresses that do not exist.

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
pub(in crate::render) fn render(stage: &Stage<'_>) -> Result<Rendered, Error> {
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

/// Renders the page that a server shows where there is none. It may be shown at any depth, so its links begin at the
/// site's root, where that is known.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn not_found(stage: &Stage<'_>) -> Result<Rendered, Error> {
    let path = OutPath::new("404.html");
    let mut page = stage.catalogue.page("not-found", "Page not found", &path);
    page.root = site_root(stage.catalogue.config.html.site_url.as_deref());
    page.canonical = None;
    stage.page("404.html", path, &page, ("not_found", &()))
}

/// The path of the site on its host, with a slash at its end; empty where it is not known.
fn site_root(site_url: Option<&str>) -> String {
    let Some(url) = site_url else { return String::new() };
    let path =
        url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let path = crate::render::href::encode(path.trim_matches('/'));
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_the_site() {
        let check = |url, expected: &str| assert_eq!(site_root(url), expected, "{url:?}");
        check(None, "");
        check(Some("/repo/"), "/repo/");
        check(Some("https://a.github.io/repo"), "/repo/");
        check(Some("https://a.example"), "/");
        check(Some("/"), "/");
    }
}
