//! The pages that list documents: all of them, those of each status, kind, person, label and ticket, and the views that the
//! configuration keeps.

mod saved;

use super::workflow::BANDS;
use super::{Rendered, Stage};
use crate::diagnostic::Error;
use crate::link::{Issue, OutPath, Somebody, Standing};
use crate::parse::Kind;
use crate::render::catalogue::{
    has_page, issue_page, kind_page, kind_word, person_page, status_page, text,
};
use crate::render::{href, views};
use rayon::prelude::*;

/// Lists of more documents have their settled groups folded.
const FOLD_FROM: usize = 30;

/// Lists of fewer documents are read faster than narrowed down.
const TOOLS_FROM: usize = 5;

/// Renders every list.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(stage: &Stage<'_>) -> Result<Vec<Rendered>, Error> {
    stage.together("list.html", &stage.made_of, || all(stage))
}

fn all(stage: &Stage<'_>) -> Result<Vec<Rendered>, Error> {
    let portfolio = stage.catalogue.portfolio;
    let mut lists = vec![documents(stage)];
    lists.extend((0..portfolio.statuses.len()).map(|index| status(stage, index)));
    lists.extend(portfolio.views.iter().map(|view| saved::view(stage, view)));
    lists.extend(KINDS.iter().filter_map(|kind| of_kind(stage, *kind)));
    lists.extend(portfolio.people.iter().filter_map(|somebody| author(stage, somebody)));
    lists.extend(portfolio.people.iter().filter_map(|somebody| reviewer(stage, somebody)));
    lists.extend((0..stage.catalogue.labels.all.len()).map(|index| label(stage, index)));
    lists.extend(portfolio.issues.iter().map(|issue| of_issue(stage, issue)));
    lists.into_par_iter().map(|list| page(stage, &list)).collect()
}

/// The kinds in the order that pages name them.
pub(super) const KINDS: &[Kind] =
    &[Kind::Spec, Kind::Story, Kind::Epic, Kind::Decision, Kind::Page, Kind::Template];

/// A list and its place.
struct Listed {
    list: views::List,
    page: OutPath,
}

fn page(stage: &Stage<'_>, listed: &Listed) -> Result<Rendered, Error> {
    let family = if listed.list.by == "documents" { "documents" } else { "list" };
    let mut page = stage.catalogue.page(family, &listed.list.title, &listed.page);
    let count = listed.list.groups.iter().map(|group| group.count).sum();
    page.description = Some(format!(
        "{}: {}",
        listed.list.title,
        counted(count, "document", &format!("of {}", stage.catalogue.config.book.title))
    ));
    if family == "list" {
        let href = Some(OutPath::new("documents.html").href_from(&listed.page));
        page.trail = vec![views::Link { text: "Documents".into(), href }];
    }
    stage.page("list.html", listed.page.clone(), &page, ("list", &listed.list))
}

/// A list with its groups, and jumps to them where they are several.
fn list(
    stage: &Stage<'_>,
    by: &'static str,
    title: &str,
    groups: Vec<views::Group>,
) -> views::List {
    let jump = |group: &views::Group| views::Count {
        text: group.title.clone(),
        href: format!("#{}", group.anchor),
        count: group.count,
        colour: group.colour.clone(),
        meaning: None,
    };
    let counts = if groups.len() > 1 { groups.iter().map(jump).collect() } else { vec![] };
    let columns = stage.catalogue.columns.clone();
    let (title, lead, more) = (text(title), None, vec![]);
    let views = vec![];
    let grouped =
        if ["status", "reviewer", "issue"].contains(&by) { "" } else { "status" }.to_owned();
    let has_tools = groups.iter().map(|group| group.count).sum::<usize>() >= TOOLS_FROM;
    views::List { by, grouped, title, lead, more, views, counts, columns, groups, has_tools }
}

fn documents(stage: &Stage<'_>) -> Listed {
    let page = OutPath::new("documents.html");
    let groups = by_status(stage, stage.catalogue.listed().collect(), &page, &stage.order.ranks);
    let list = list(stage, "documents", "Documents", groups);
    Listed { list: views::List { views: saved::tabs(stage, &page), ..list }, page }
}

fn status(stage: &Stage<'_>, index: usize) -> Listed {
    let status = &stage.catalogue.portfolio.statuses[index];
    let page = status_page(status);
    let group =
        group(stage, ("Documents", "documents"), status.entries.clone(), &page, &stage.order.ranks);
    let mut list = list(stage, "status", &status.name, vec![group]);
    list.lead.clone_from(&status.meaning);
    Listed { list, page }
}

fn of_kind(stage: &Stage<'_>, kind: Kind) -> Option<Listed> {
    let entries = &stage.catalogue.portfolio.entries;
    let of_kind: Vec<_> = (0..entries.len()).filter(|index| entries[*index].kind == kind).collect();
    if of_kind.is_empty() {
        return None;
    }
    let page = kind_page(kind);
    let title = capitalised(kind_word(kind, 2));
    let groups = by_status(stage, of_kind, &page, &stage.order.ranks);
    Some(Listed { list: list(stage, "kind", &title, groups), page })
}

fn author(stage: &Stage<'_>, somebody: &Somebody) -> Option<Listed> {
    if !has_page("author", somebody) {
        return None;
    }
    let page = person_page("author", somebody);
    let groups = by_status(stage, somebody.authored.clone(), &page, &stage.order.ranks);
    let mut list = list(stage, "author", &somebody.name, groups);
    list.lead = Some(counted(somebody.authored.len(), "document", "as author"));
    list.more = other_page(somebody, "reviewer", "Reviews", &page);
    Some(Listed { list, page })
}

fn reviewer(stage: &Stage<'_>, somebody: &Somebody) -> Option<Listed> {
    if !has_page("reviewer", somebody) {
        return None;
    }
    let page = person_page("reviewer", somebody);
    let mut groups = Vec::new();
    for (role, entries) in [("Reviewer", &somebody.reviews), ("Approver", &somebody.approves)] {
        let open =
            |index: &usize| stage.catalogue.is_open(&stage.catalogue.portfolio.entries[*index]);
        let (open, rest): (Vec<_>, Vec<_>) = entries.iter().copied().partition(open);
        let anchor = role.to_lowercase();
        let titles = [
            (format!("{role} of what is open"), format!("{anchor}-open"), open, false),
            (format!("{role} of the rest"), format!("{anchor}-rest"), rest, true),
        ];
        for (title, anchor, entries, folded) in titles {
            if !entries.is_empty() {
                let folded = folded && entries.len() > FOLD_FROM;
                let group = group(stage, (&title, &anchor), entries, &page, &stage.order.ranks);
                groups.push(views::Group { folded, ..group });
            }
        }
    }
    let mut list = list(stage, "reviewer", &somebody.name, groups);
    list.more = other_page(somebody, "author", "Authored", &page);
    Some(Listed { list, page })
}

/// The link to the other page of a person, where they have one.
fn other_page(somebody: &Somebody, role: &str, words: &str, page: &OutPath) -> Vec<views::Link> {
    let href = Some(person_page(role, somebody).href_from(page));
    if has_page(role, somebody) {
        vec![views::Link { text: words.to_owned(), href }]
    } else {
        vec![]
    }
}

fn label(stage: &Stage<'_>, index: usize) -> Listed {
    let label = &stage.catalogue.labels.all[index];
    let groups = by_status(stage, label.entries.clone(), &label.page, &stage.order.ranks);
    Listed { list: list(stage, "label", &label.name, groups), page: label.page.clone() }
}

fn of_issue(stage: &Stage<'_>, issue: &Issue) -> Listed {
    let page = issue_page(issue);
    let mut groups = Vec::new();
    for (title, anchor, metadata) in
        [("Named in metadata", "metadata", true), ("Mentioned in the text", "text", false)]
    {
        let named = issue.named_by.iter().filter(|(_, place)| *place == metadata);
        let mut entries: Vec<_> = named.map(|(entry, _)| *entry).collect();
        entries.dedup();
        if !entries.is_empty() {
            groups.push(group(stage, (title, anchor), entries, &page, &stage.order.ranks));
        }
    }
    let title = format!("Issue {}", issue.reference.text);
    let mut list = list(stage, "issue", &title, groups);
    let href = issue.url.as_deref().and_then(href::outside);
    list.more = href
        .map(|href| views::Link { text: "Open in the tracker".into(), href: Some(href) })
        .into_iter()
        .collect();
    Listed { list, page }
}

/// Documents grouped by status in workflow order; then those without one, pages last. `ranks` is their order in a group.
pub(super) fn by_status(
    stage: &Stage<'_>,
    entries: Vec<usize>,
    page: &OutPath,
    ranks: &[usize],
) -> Vec<views::Group> {
    let portfolio = stage.catalogue.portfolio;
    let total = entries.len();
    let mut by_status: Vec<Vec<usize>> = vec![Vec::new(); portfolio.statuses.len()];
    let (mut without, mut pages) = (Vec::new(), Vec::new());
    for index in entries {
        let entry = &portfolio.entries[index];
        match &entry.status {
            Some(status) => by_status[status.status].push(index),
            None if entry.kind == Kind::Page => pages.push(index),
            None => without.push(index),
        }
    }
    let mut groups = Vec::new();
    for (status, entries) in portfolio.statuses.iter().zip(by_status) {
        if !entries.is_empty() {
            let anchor = format!("status-{}", status.slug);
            let group = views::Group {
                href: Some(status_page(status).href_from(page)),
                colour: Some(status.colour.clone()),
                note: status.meaning.clone(),
                folded: total > FOLD_FROM && status.standing != Standing::Open,
                ..group(stage, (&status.name, &anchor), entries, page, ranks)
            };
            groups.push((Some(status.standing), group));
        }
    }
    for (title, anchor, entries) in [("No status", "no-status", without), ("Pages", "pages", pages)]
    {
        if !entries.is_empty() {
            let folded = total > FOLD_FROM && anchor == "pages";
            let group =
                views::Group { folded, ..group(stage, (title, anchor), entries, page, ranks) };
            groups.push((None, group));
        }
    }
    let mut groups = in_bands(groups);
    if page.as_str() == "index.html" {
        apart_from_text(&mut groups);
    }
    if groups.iter().all(|group| group.folded) {
        groups.iter_mut().take(1).for_each(|group| group.folded = false);
    }
    groups
}

/// Gives anchors a form that no heading of a text has, where groups and a text share a page.
fn apart_from_text(groups: &mut [views::Group]) {
    for group in groups {
        group.anchor.insert_str(0, "page.");
        group.band.iter_mut().for_each(|band| band.anchor.insert_str(0, "page."));
    }
}

/// Groups with the band they begin: what is open first. Groups of one band need no heading above their own.
fn in_bands(mut groups: Vec<(Option<Standing>, views::Group)>) -> Vec<views::Group> {
    let place = |standing| BANDS.iter().position(|(one, ..)| *one == standing);
    groups.sort_by_key(|(standing, _)| place(*standing));
    let first = groups.first().and_then(|(standing, _)| place(*standing));
    let is_one_band = groups.iter().all(|(standing, _)| place(*standing) == first);
    let standings: Vec<_> = groups.iter().map(|(standing, _)| *standing).collect();
    let mut groups: Vec<_> = groups.into_iter().map(|(_, group)| group).collect();
    for (standing, _, title, anchor) in BANDS.iter().filter(|_| !is_one_band) {
        let of_band = |index: &usize| standings[*index] == *standing;
        let members: Vec<usize> = (0..groups.len()).filter(of_band).collect();
        for index in &members {
            groups[*index].level = 3;
        }
        if let Some(first) = members.first() {
            let count = members.iter().map(|index| groups[*index].count).sum();
            groups[*first].band = Some(views::Band { title, anchor: (*anchor).to_owned(), count });
        }
    }
    groups
}

/// Documents under a title and its anchor, in the order of `ranks`.
fn group(
    stage: &Stage<'_>,
    heading: (&str, &str),
    mut entries: Vec<usize>,
    page: &OutPath,
    ranks: &[usize],
) -> views::Group {
    entries.sort_unstable_by_key(|entry| ranks[*entry]);
    views::Group {
        band: None,
        level: 2,
        title: text(heading.0),
        anchor: heading.1.to_owned(),
        href: None,
        colour: None,
        note: None,
        count: entries.len(),
        folded: false,
        rows: entries.iter().map(|entry| stage.row(*entry, page)).collect(),
    }
}

/// `1 document as author`, `2 documents as author`.
fn counted(count: usize, noun: &str, rest: &str) -> String {
    format!("{count} {noun}{} {rest}", if count == 1 { "" } else { "s" })
}

/// A word with a capital.
pub(super) fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_uppercase(), characters.as_str())
    })
}
