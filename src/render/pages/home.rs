//! The first page: the portfolio at a glance, and the text of its root.

use super::lists::{KINDS, by_status};
use super::{Rendered, Stage};
use crate::diagnostic::{Code, Error, Problem};
use crate::link::OutPath;
use crate::render::catalogue::{kind_page, kind_word, person_page, status_page, text};
use crate::render::{theme, views};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A portfolio of at most this many documents stands on its first page whole.
const SMALL: usize = 30;

/// Renders the first page. `root` is the view of the document at the root, if there is one.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(
    stage: &Stage<'_>,
    root: Option<views::Document>,
) -> Result<Rendered, Error> {
    let catalogue = stage.catalogue;
    let page = OutPath::new("index.html");
    let body = root.as_ref().map(|root| root.body.clone()).unwrap_or_default();
    let listed: Vec<usize> = catalogue.listed().collect();
    let small = listed.len() <= SMALL;
    let home = views::Home {
        kinds: kinds(stage, &page),
        statuses: statuses(stage, &page),
        reviewers: reviewers(stage, &page),
        problems: problems(&catalogue.portfolio.problems),
        labels: if small { vec![] } else { labels(stage, &page) },
        changed: if small { vec![] } else { changed(stage, &listed, &page) },
        columns: catalogue.columns.clone(),
        groups: if small { by_status(stage, listed, &page) } else { vec![] },
        body,
    };
    let mut view = catalogue.page("home", &catalogue.config.book.title, &page);
    view.description.clone_from(&catalogue.config.book.description);
    let mut context = theme::context(("page", &view), ("home", &home));
    // A spec whose folder is the root keeps its header.
    context.insert("document", &root.filter(|root| root.kind.text != "page"));
    Ok((page, stage.theme.render("home.html", &context)?))
}

fn kinds(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Count> {
    let entries = &stage.catalogue.portfolio.entries;
    let count = |kind: &crate::parse::Kind| {
        let count = entries.iter().filter(|entry| entry.kind == *kind).count();
        let href = kind_page(*kind).href_from(page);
        let text = kind_word(*kind, count).to_owned();
        views::Count { text, href, count, colour: None, meaning: None }
    };
    KINDS.iter().map(count).filter(|count| count.count > 0).collect()
}

fn statuses(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Count> {
    let count = |status: &crate::link::Status| views::Count {
        text: text(&status.name),
        href: status_page(status).href_from(page),
        count: status.entries.len(),
        colour: Some(status.colour.clone()),
        meaning: status.meaning.clone(),
    };
    stage.catalogue.portfolio.statuses.iter().map(count).filter(|count| count.count > 0).collect()
}

/// The reviewers of what is open. A name on a document is all that is known here: nobody is said to be waited for.
fn reviewers(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Count> {
    let catalogue = stage.catalogue;
    let open = |index: &&usize| catalogue.is_open(&catalogue.portfolio.entries[**index]);
    let count = |somebody: &crate::link::Somebody| views::Count {
        text: text(&somebody.name),
        href: person_page("reviewer", somebody).href_from(page),
        count: somebody.reviews.iter().filter(open).count(),
        colour: None,
        meaning: None,
    };
    let mut counts: Vec<_> =
        catalogue.portfolio.people.iter().map(count).filter(|c| c.count > 0).collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts.truncate(8);
    counts
}

/// The problems by code, worst and most first.
fn problems(problems: &[Problem]) -> Vec<views::Count> {
    let mut by_code: BTreeMap<Code, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        by_code.entry(problem.code).or_default().push(problem);
    }
    let mut groups: Vec<_> = by_code.into_iter().collect();
    groups.sort_by_key(|(_, found)| (found.iter().map(|p| p.severity).min(), Reverse(found.len())));
    let count = |(code, found): &(Code, Vec<&Problem>)| views::Count {
        text: code.name().to_owned(),
        href: format!("problems.html#{}", code.name()),
        count: found.len(),
        colour: None,
        meaning: Some(code.meaning().to_owned()),
    };
    groups.iter().take(6).map(count).collect()
}

fn labels(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Count> {
    let count = |label: &crate::render::catalogue::Label| views::Count {
        text: label.name.clone(),
        href: label.page.href_from(page),
        count: label.entries.len(),
        colour: None,
        meaning: None,
    };
    let mut counts: Vec<_> = stage.catalogue.labels.iter().map(count).collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts.truncate(12);
    counts
}

/// The documents with the latest date, whatever states it.
fn changed(stage: &Stage<'_>, listed: &[usize], page: &OutPath) -> Vec<views::Row> {
    let entries = &stage.catalogue.portfolio.entries;
    let date = |index: &usize| entries[*index].history.last.or(entries[*index].updated);
    let mut dated: Vec<usize> =
        listed.iter().copied().filter(|index| date(index).is_some()).collect();
    dated.sort_by_key(|index| (Reverse(date(index)), stage.ranks[*index]));
    dated.iter().take(10).map(|index| stage.catalogue.row(*index, page)).collect()
}
