//! The views that the configuration keeps, each a page that needs no script, and the tabs that lead to them.
//!
//! In: the views as linked. Out: lists. They are grouped and ordered here as a reader's browser would. Absent on purpose:
//! which documents are in one, which linking has settled.

use super::{Listed, by_status, group, list};
use crate::link::{Entry, OutPath, View};
use crate::parse::RelationKind;
use crate::render::catalogue::{text, view_page};
use crate::render::pages::Stage;
use crate::render::views;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The page of a view.
pub(super) fn view(stage: &Stage<'_>, view: &View) -> Listed {
    let page = view_page(view);
    let (entries, ranks) = (view.entries.clone(), ranks(stage, view));
    let groups = match &*view.group {
        "status" => by_status(stage, entries, &page, &ranks),
        _ if entries.is_empty() => vec![],
        "none" => vec![group(stage, ("Documents", "documents"), entries, &page, &ranks)],
        by => by_value(stage, view, by, &page, &ranks),
    };
    let list = list(stage, "view", &view.name, groups);
    let list = views::List {
        grouped: view.group.clone(),
        lead: view.description.as_deref().map(text),
        views: tabs(stage, &page),
        ..list
    };
    Listed { list, page }
}

/// All documents and every view, on one of their pages.
pub(super) fn tabs(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Tab> {
    let saved = &stage.catalogue.portfolio.views;
    if saved.is_empty() {
        return vec![];
    }
    let tab = |text: String, to: &OutPath, count: usize| {
        let href = (to != page).then(|| to.href_from(page));
        views::Tab { text, href, count }
    };
    let all = tab("All".into(), &OutPath::new("documents.html"), stage.catalogue.listed().count());
    let saved = saved.iter().map(|view| {
        let name = text(&view.name);
        tab(name, &view_page(view), view.entries.len())
    });
    std::iter::once(all).chain(saved).collect()
}

/// Documents by what they have of a facet; those with several stand in several groups, those with none in the last.
fn by_value(
    stage: &Stage<'_>,
    view: &View,
    by: &str,
    page: &OutPath,
    ranks: &[usize],
) -> Vec<views::Group> {
    let mut found: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    let mut without = Vec::new();
    for index in &view.entries {
        let names = names(stage, &stage.catalogue.portfolio.entries[*index], by);
        if names.is_empty() {
            without.push(*index);
        }
        for name in names {
            let known = found.entry(name.to_lowercase()).or_insert_with(|| (name, vec![]));
            known.1.push(*index);
        }
    }
    let nowhere = match by {
        "area" => "No area",
        "epic" => "No epic",
        "reviewer" => "No reviewer",
        _ => "At the root",
    };
    let named = found.into_values();
    let all =
        named.chain([(nowhere.to_owned(), without)]).filter(|(_, entries)| !entries.is_empty());
    let numbered = all.enumerate().map(|(number, (name, mut entries))| {
        entries.dedup();
        group(stage, (&name, &format!("group-{}", number + 1)), entries, page, ranks)
    });
    numbered.collect()
}

fn names(stage: &Stage<'_>, entry: &Entry, by: &str) -> Vec<String> {
    let portfolio = stage.catalogue.portfolio;
    match by {
        "area" => {
            let labels = entry.labels.iter().filter_map(|name| stage.catalogue.label(name));
            labels.map(|label| label.name.clone()).collect()
        }
        "epic" => {
            let whole = entry.relations.iter().filter(|one| one.kind == RelationKind::PartOf);
            let epics = whole.filter_map(|one| Some(&portfolio.entries[one.target?]));
            epics.map(|epic| text(&epic.title)).collect()
        }
        "reviewer" => {
            entry.reviewers.iter().map(|who| text(&portfolio.people[*who].name)).collect()
        }
        _ => {
            let page = entry.page.as_str();
            let page = page.strip_suffix("/index.html").unwrap_or(page);
            page.rsplit_once('/').map(|(folder, _)| text(folder)).into_iter().collect()
        }
    }
}

/// The place of every entry in the order of the view.
fn ranks(stage: &Stage<'_>, view: &View) -> Vec<usize> {
    let Some(sort) = &view.sort else { return stage.order.ranks.clone() };
    let entries = &stage.catalogue.portfolio.entries;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    stage.sort(&mut order);
    if sort == "-id" {
        order.reverse();
    }
    order.sort_by(|a, b| compare(sort, &entries[*a], &entries[*b]));
    let mut ranks = vec![0; order.len()];
    for (rank, entry) in order.into_iter().enumerate() {
        ranks[entry] = rank;
    }
    ranks
}

/// Compares by a column; what has nothing there comes last either way.
fn compare(sort: &str, a: &Entry, b: &Entry) -> Ordering {
    let column = sort.trim_start_matches('-');
    let turned = |order: Ordering| if sort.starts_with('-') { order.reverse() } else { order };
    let dates = |entry: &Entry| match column {
        "created" => entry.created,
        "updated" => entry.updated.or(entry.history.last),
        _ => entry.next_review,
    };
    match column {
        "id" => Ordering::Equal,
        "title" => turned(a.title.to_lowercase().cmp(&b.title.to_lowercase())),
        "progress" => some_first(share(a), share(b), turned),
        _ => some_first(dates(a), dates(b), turned),
    }
}

fn some_first<T: Ord>(
    a: Option<T>,
    b: Option<T>,
    turned: impl Fn(Ordering) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turned(a.cmp(&b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// How much is done, in thousandths.
fn share(entry: &Entry) -> Option<usize> {
    (entry.progress.done * 1000).checked_div(entry.progress.total)
}
