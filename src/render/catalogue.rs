//! What pages look up of a portfolio: links, rows, problems, labels, each as one page writes it.
//!
//! In: the portfolio and the configuration. Out: pieces of [`views`], for a page at a given place. Pages are many and name
//! the same documents and people again and again; here is the one place that knows how. Absent on purpose: pages.

use super::web::Web;
use super::{escape, views};
use crate::config::Config;
use crate::diagnostic::{Problem, SourcePath};
use crate::link::address::Slugs;
use crate::link::{self, Entry, EntryStatus, OutPath, Portfolio, Standing};
use crate::memo::Table;
use crate::parse::Kind;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A portfolio, ready to be looked up.
pub(super) struct Catalogue<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) config: &'a Config,
    /// Where the site stands on the web, if that is known.
    pub(super) web: Option<Web>,
    /// The columns of tables of documents: those that say something here.
    pub(super) columns: Vec<views::Column>,
    /// The labels: spelling, address and documents.
    pub(super) labels: Arc<Labels>,
    /// By the path of a text that something is wrong with: its entry and its page.
    page_by_path: HashMap<&'a SourcePath, (usize, &'a OutPath)>,
    problems_by_entry: BTreeMap<usize, Vec<&'a Problem>>,
    story_by_id: BTreeMap<&'a str, usize>,
}

/// The labels of the portfolio.
#[derive(Debug)]
pub(super) struct Labels {
    /// By address.
    pub(super) all: Vec<Label>,
    by_name: BTreeMap<String, usize>,
}

impl Labels {
    fn of(portfolio: &Portfolio) -> Self {
        let all = labels(portfolio);
        let by_name = all.iter().enumerate().map(|(index, l)| (fold(&l.name), index)).collect();
        Self { all, by_name }
    }
}

/// A label of the portfolio.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Its commonest spelling is the first one met.
    pub(super) name: String,
    /// Its page.
    pub(super) page: OutPath,
    /// The entries that bear it.
    pub(super) entries: Vec<usize>,
}

impl Label {
    /// Its name in addresses.
    pub(super) fn slug(&self) -> &str {
        let name = self.page.as_str().strip_prefix("label/");
        name.and_then(|name| name.strip_suffix(".html")).expect("a label's page stands there")
    }
}

impl<'a> Catalogue<'a> {
    /// Reads a portfolio through once; its labels may be known.
    pub(super) fn new(
        portfolio: &'a Portfolio,
        config: &'a Config,
        known: &Table<Arc<Labels>>,
    ) -> Self {
        let page_by_path = pages_with_problems(portfolio);
        let mut problems_by_entry: BTreeMap<usize, Vec<&Problem>> = BTreeMap::new();
        for problem in &portfolio.problems {
            if let Some((entry, _)) = page_by_path.get(&problem.place.path) {
                problems_by_entry.entry(*entry).or_default().push(problem);
            }
        }
        let stories = portfolio.entries.iter().enumerate().filter(|(_, e)| e.kind == Kind::Story);
        let story_by_id =
            stories.filter_map(|(index, e)| Some((e.id.as_deref()?, index))).collect();
        let make = || Arc::new(Labels::of(portfolio));
        let labels = portfolio.made_of.map_or_else(make, |name| known.get_or_make(name, make));
        let columns = columns(portfolio, config);
        Self {
            portfolio,
            config,
            web: Web::of(&config.html),
            columns,
            labels,
            page_by_path,
            problems_by_entry,
            story_by_id,
        }
    }

    /// The entries that lists show: all but templates, in their order.
    pub(super) fn listed(&self) -> impl Iterator<Item = usize> + '_ {
        let entries = self.portfolio.entries.iter().enumerate();
        entries.filter(|(_, entry)| entry.kind != Kind::Template).map(|(index, _)| index)
    }

    /// The story of that id.
    pub(super) fn story(&self, id: &str) -> Option<usize> {
        self.story_by_id.get(id).copied()
    }

    /// The problems of an entry and its parts.
    pub(super) fn problems_of(&self, entry: usize) -> &[&'a Problem] {
        self.problems_by_entry.get(&entry).map_or(&[], Vec::as_slice)
    }

    /// A problem as a page shows it.
    pub(super) fn problem(&self, problem: &Problem, page: &OutPath) -> views::Problem {
        views::Problem {
            code: problem.code.name(),
            severity: problem.severity.name(),
            path: problem.place.path.to_string(),
            href: self.page_by_path.get(&problem.place.path).map(|(_, to)| to.href_from(page)),
            line: problem.place.line,
            message: escape::message(&problem.message),
            help: problem.help.as_deref().map(escape::message),
        }
    }

    /// A status as a page shows it.
    pub(super) fn status(&self, status: &EntryStatus, page: &OutPath) -> views::Status {
        let known = &self.portfolio.statuses[status.status];
        views::Status {
            name: text(&known.name),
            href: status_page(known).href_from(page),
            colour: known.colour.clone(),
            detail: status.detail.as_deref().map(text),
            meaning: known.meaning.clone(),
        }
    }

    /// Whether somebody still has to do something about a document.
    pub(super) fn is_open(&self, entry: &Entry) -> bool {
        let standing = |status: &EntryStatus| self.portfolio.statuses[status.status].standing;
        entry.status.as_ref().map(standing) == Some(Standing::Open)
    }

    /// Authors, each with the page of what they wrote.
    pub(super) fn authors(&self, people: &[usize], page: &OutPath) -> Vec<views::Link> {
        self.people(people, "author", page)
    }

    /// Reviewers or approvers, each with the page of what they review.
    pub(super) fn reviewers(&self, people: &[usize], page: &OutPath) -> Vec<views::Link> {
        self.people(people, "reviewer", page)
    }

    fn people(&self, people: &[usize], role: &str, page: &OutPath) -> Vec<views::Link> {
        let link = |index: &usize| {
            let somebody = &self.portfolio.people[*index];
            // Whom only a template names has no page.
            let to = has_page(role, somebody).then(|| person_page(role, somebody));
            views::Link { text: text(&somebody.name), href: to.map(|to| to.href_from(page)) }
        };
        people.iter().map(link).collect()
    }

    /// Tickets, each with its page.
    pub(super) fn issues(&self, issues: &[usize], page: &OutPath) -> Vec<views::Link> {
        let link = |index: &usize| {
            let issue = &self.portfolio.issues[*index];
            let href = issue_page(issue).href_from(page);
            views::Link { text: text(&issue.reference.text), href: Some(href) }
        };
        issues.iter().map(link).collect()
    }

    /// Labels, each with its page.
    pub(super) fn label_links(&self, labels: &[String], page: &OutPath) -> Vec<views::Link> {
        let link = |name: &String| {
            let href = self.label(name).map(|label| label.page.href_from(page));
            views::Link { text: text(name), href }
        };
        labels.iter().map(link).collect()
    }

    /// A label of whatever spelling.
    pub(super) fn label(&self, name: &str) -> Option<&Label> {
        self.labels.by_name.get(&fold(name)).map(|index| &self.labels.all[*index])
    }

    /// A document as another page names it.
    pub(super) fn reference(&self, index: usize, page: &OutPath) -> views::Reference {
        let entry = &self.portfolio.entries[index];
        views::Reference {
            href: Some(entry.page.href_from(page)),
            id: entry.id.as_deref().map(text),
            title: text(&entry.title),
            status: entry.status.as_ref().map(|status| self.status(status, page)),
        }
    }

    /// A document as a row of a table.
    pub(super) fn row(&self, index: usize, page: &OutPath) -> views::Row {
        let entry = &self.portfolio.entries[index];
        let updated = entry.updated.or(entry.history.last);
        views::Row {
            href: entry.page.href_from(page),
            id: entry.id.as_deref().map(text),
            title: text(&entry.title),
            kind: entry.kind.name(),
            status: entry.status.as_ref().map(|status| self.status(status, page)),
            authors: self.authors(&entry.authors, page),
            reviewers: self.reviewers(&entry.reviewers, page),
            approvers: self.reviewers(&entry.approvers, page),
            issues: self.issues(&entry.issues, page),
            labels: self.label_links(&entry.labels, page),
            created: date(entry.created),
            updated: date(updated),
            next_review: date(entry.next_review),
            progress: progress(entry.progress),
            problems: self.problems_of(index).len(),
            withheld: entry.withheld.is_some(),
            facts: self.facts(entry),
        }
    }

    /// The values of a page that every family has.
    pub(super) fn page(&self, family: &'static str, title: &str, page: &OutPath) -> views::Page {
        views::Page {
            title: text(title),
            root: "../".repeat(page.as_str().matches('/').count()),
            family,
            description: None,
            canonical: self.canonical(page),
            trail: vec![],
        }
    }

    /// The address of a page on the web, where the site's is known.
    pub(super) fn canonical(&self, page: &OutPath) -> Option<String> {
        Some(self.web.as_ref()?.address(page))
    }
}

/// The texts that problems stand in: the entry and the page of each.
fn pages_with_problems(portfolio: &Portfolio) -> HashMap<&SourcePath, (usize, &OutPath)> {
    let named: HashSet<&SourcePath> = portfolio.problems.iter().map(|p| &p.place.path).collect();
    let texts = portfolio.entries.iter().enumerate().flat_map(|(index, entry)| {
        let parts = entry.parts.iter().map(|part| (&part.document.path, &part.page));
        parts
            .chain([(&entry.document.path, &entry.page)])
            .map(move |(path, page)| (path, (index, page)))
    });
    texts.filter(|(path, _)| named.contains(path)).collect()
}

/// The page of a status.
pub(super) fn status_page(status: &link::Status) -> OutPath {
    OutPath::new(format!("status/{}.html", status.slug))
}

/// The page of what somebody wrote or reviews.
pub(super) fn person_page(role: &str, somebody: &link::Somebody) -> OutPath {
    OutPath::new(format!("{role}/{}.html", somebody.slug))
}

/// Whether somebody has that page.
pub(super) fn has_page(role: &str, somebody: &link::Somebody) -> bool {
    match role {
        "author" => !somebody.authored.is_empty(),
        _ => !somebody.reviews.is_empty() || !somebody.approves.is_empty(),
    }
}

/// The page of a ticket.
pub(super) fn issue_page(issue: &link::Issue) -> OutPath {
    OutPath::new(format!("issue/{}.html", issue.slug))
}

/// The page of a view.
pub(super) fn view_page(view: &link::View) -> OutPath {
    OutPath::new(format!("views/{}.html", view.slug))
}

/// The page of a kind.
pub(super) fn kind_page(kind: Kind) -> OutPath {
    OutPath::new(format!("kind/{}.html", kind.name()))
}

/// The word for documents of a kind.
pub(super) fn kind_word(kind: Kind, count: usize) -> &'static str {
    let (one, many) = match kind {
        Kind::Spec => ("spec", "specs"),
        Kind::Story => ("story", "stories"),
        Kind::Epic => ("epic", "epics"),
        Kind::Decision => ("decision", "decisions"),
        Kind::Page => ("page", "pages"),
        Kind::Template => ("template", "templates"),
    };
    if count == 1 { one } else { many }
}

/// A name or title for one line, without characters that mislead.
pub(super) fn text(text: &str) -> String {
    escape::label(text).into_owned()
}

/// A date as pages and files write it.
pub(super) fn date(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// Checkboxes, where there are any.
pub(super) fn progress(progress: link::Progress) -> Option<views::Progress> {
    let link::Progress { done, total } = progress;
    (total > 0).then(|| views::Progress { done, total, percent: done * 100 / total })
}

/// Two spellings of one label are equal here.
fn fold(label: &str) -> String {
    text(label).to_lowercase()
}

/// The labels of a portfolio, by address.
fn labels(portfolio: &Portfolio) -> Vec<Label> {
    let mut found: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for (index, entry) in portfolio.entries.iter().enumerate() {
        for label in &entry.labels {
            let (_, entries) = found.entry(fold(label)).or_insert_with(|| (text(label), vec![]));
            if entries.last() != Some(&index) {
                entries.push(index);
            }
        }
    }
    let mut slugs = Slugs::default();
    let label = |(name, entries): (String, Vec<usize>)| {
        let page = OutPath::new(format!("label/{}.html", slugs.take(&name)));
        Label { name, page, entries }
    };
    found.into_values().map(label).collect()
}

/// Every column a table can have.
const COLUMNS: &[views::Column] = &[
    views::Column { name: "id", title: "Id" },
    views::Column { name: "title", title: "Title" },
    views::Column { name: "kind", title: "Kind" },
    views::Column { name: "status", title: "Status" },
    views::Column { name: "authors", title: "Authors" },
    views::Column { name: "reviewers", title: "Reviewers" },
    views::Column { name: "approvers", title: "Approvers" },
    views::Column { name: "issues", title: "Issues" },
    views::Column { name: "labels", title: "Labels" },
    views::Column { name: "progress", title: "Done" },
    views::Column { name: "created", title: "Created" },
    views::Column { name: "updated", title: "Updated" },
    views::Column { name: "next_review", title: "Next review" },
];

/// The columns that a portfolio's tables have: as configured, else those that are not empty all the way down. Of authors and
/// reviewers, reviewers are what a team steers by; where nobody is named as one, authors stand.
fn columns(portfolio: &Portfolio, config: &Config) -> Vec<views::Column> {
    let named = |name: &String| {
        COLUMNS.iter().find(|column| column.name == name.replace('-', "_")).cloned()
    };
    let configured: Vec<_> = config.portfolio.columns.iter().filter_map(named).collect();
    if !configured.is_empty() {
        return configured;
    }
    let any = |has: &dyn Fn(&Entry) -> bool| portfolio.entries.iter().any(|entry| has(entry));
    // Pages stand in a group of their own, templates in none: their kind needs no column.
    let steered = portfolio.entries.iter().map(|entry| entry.kind);
    let kinds: BTreeSet<Kind> =
        steered.filter(|kind| !matches!(kind, Kind::Page | Kind::Template)).collect();
    // A column that is empty in all but a few rows is left to the documents themselves.
    let listed = portfolio.entries.iter().filter(|entry| entry.kind != Kind::Template).count();
    let many = |has: &dyn Fn(&Entry) -> bool, one_in: usize| {
        let count = portfolio.entries.iter().filter(|entry| has(entry)).count();
        count > 0 && count * one_in >= listed
    };
    let updated = many(&|entry| entry.updated.or(entry.history.last).is_some(), 4);
    let reviewed = any(&|entry| !entry.reviewers.is_empty());
    let shown = |column: &&views::Column| match column.name {
        "title" => true,
        "id" => any(&|entry| entry.id.is_some()),
        "kind" => kinds.len() > 1,
        "status" => any(&|entry| entry.status.is_some()),
        "authors" => !reviewed && any(&|entry| !entry.authors.is_empty()),
        "reviewers" => reviewed,
        "issues" => any(&|entry| !entry.issues.is_empty()),
        "progress" => many(&|entry| entry.progress.total > 0, 20),
        "updated" => updated,
        "created" => !updated && many(&|entry| entry.created.is_some(), 4),
        _ => false,
    };
    COLUMNS.iter().filter(shown).cloned().collect()
}
