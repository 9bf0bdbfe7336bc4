//! The first page: the portfolio at a glance, and the text of its root.

use super::lists::{KINDS, by_status, capitalised};
use super::{Rendered, Stage, workflow};
use crate::diagnostic::{Code, Error, Problem};
use crate::link::OutPath;
use crate::parse::Kind;
use crate::render::catalogue::{kind_page, kind_word, person_page, text};
use crate::render::views;
use jiff::civil::Date;
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
    let body = root.as_ref().map(|root| root.body.clone());
    let listed: Vec<usize> = catalogue.listed().collect();
    let small = listed.len() <= SMALL;
    let home = views::Home {
        kinds: kinds(stage, &page),
        standings: workflow::standings(stage),
        steps: workflow::steps(stage, &page),
        reviewers: if small { vec![] } else { reviewers(stage, &page) },
        problems: problems(&catalogue.portfolio.problems),
        labels: if small { vec![] } else { labels(stage, &page) },
        changes: if small { vec![] } else { changes(stage, &listed, &page) },
        columns: catalogue.columns.clone(),
        groups: if small { by_status(stage, listed, &page, &stage.order.ranks) } else { vec![] },
        has_code: root.as_ref().is_some_and(|root| root.has_code),
        body,
        // A spec whose folder is the root keeps its header.
        document: root.filter(|root| root.kind != "page"),
    };
    let mut view = catalogue.page("home", &catalogue.config.book.title, &page);
    view.description = Some(description(stage, &home.kinds));
    stage.page("home.html", page, &view, ("home", &home))
}

/// What the configuration says of the portfolio, else what it holds.
fn description(stage: &Stage<'_>, kinds: &[views::Count]) -> String {
    let book = &stage.catalogue.config.book;
    let counted: Vec<_> =
        kinds.iter().map(|kind| format!("{} {}", kind.count, kind.text)).collect();
    let holds = || format!("{}: {}", text(&book.title), counted.join(", "));
    book.description.clone().unwrap_or_else(holds)
}

/// How many documents of each kind. Templates are none.
fn kinds(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Count> {
    let entries = &stage.catalogue.portfolio.entries;
    let count = |kind: &Kind| {
        let count = entries.iter().filter(|entry| entry.kind == *kind).count();
        let href = kind_page(*kind).href_from(page);
        let text = kind_word(*kind, count).to_owned();
        views::Count { text, href, count, colour: None, meaning: None }
    };
    let counted = KINDS.iter().filter(|kind| **kind != Kind::Template);
    counted.map(count).filter(|count| count.count > 0).collect()
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
        text: capitalised(&code.name().replace('-', " ")),
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
    let mut counts: Vec<_> = stage.catalogue.labels.all.iter().map(count).collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts.truncate(12);
    counts
}

/// What happened last: the present status that a document took on, else the last date that it or git states.
fn changes(stage: &Stage<'_>, listed: &[usize], page: &OutPath) -> Vec<views::Change> {
    let entries = &stage.catalogue.portfolio.entries;
    let event = |index: usize| {
        let entry = &entries[index];
        let since = entry.history.status_since;
        let last = if since.is_some() { since } else { entry.updated.or(entry.history.last) };
        last.map(|date| (Reverse(date), stage.order.ranks[index], index, since.is_some()))
    };
    let mut events: Vec<_> = listed.iter().copied().filter_map(event).collect();
    events.sort_unstable();
    let change = |(Reverse(date), _, index, is_status): &(Reverse<Date>, usize, usize, bool)| {
        let document = stage.catalogue.reference(*index, page);
        views::Change { date: date.to_string(), document, is_status: *is_status }
    };
    events.iter().take(10).map(change).collect()
}
