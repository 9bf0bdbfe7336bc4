//! The portfolio as data: `api/portfolio.json` and `api/issues.json`.
//!
//! In: the portfolio. Out: JSON whose shape is a contract with other programs (`schema/portfolio.schema.json`,
//! `schema/issues.schema.json`), so it is written from structs of its own, field by field in the contract's order, and no
//! change of ours inside the pipeline changes it by accident. Absent values are null or empty, never placeholders; the order
//! is by path; paths are relative to the sources, URLs to the root of the site. What this and the other files for machines
//! say of a document is made at once, and remembered by the name of what is shown of it.

use super::catalogue::date;
use super::shown::Names;
use super::{hints, text_files};
use crate::config::Config;
use crate::diagnostic::{Code, Severity};
use crate::link::{Entry, EntryStatus, OutPath, Portfolio};
use crate::memo::{Fingerprint, Series, Table};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;
use std::hash::Hash;
use std::sync::Arc;

/// The version of the contract.
const VERSION: u32 = 1;

/// The data of the builds before.
#[derive(Debug, Default)]
pub(super) struct Memory {
    said: Series<Arc<Said>>,
    files: Table<Arc<[u8]>>,
    cards: Table<Cards>,
}

/// The files in which the cards of documents lie.
type Cards = Arc<Vec<(OutPath, Arc<[u8]>)>>;

/// What files for machines say of one document.
#[derive(Debug)]
pub(super) struct Said {
    /// The name of all that is said of it.
    name: Fingerprint,
    /// Its object in `portfolio.json`.
    json: Box<RawValue>,
    /// Its line in `llms.txt`.
    pub(super) line: String,
    /// Its cards and those of its parts, each with its path.
    pub(super) cards: Vec<(String, String)>,
}

impl Memory {
    /// For a builder that builds once.
    pub(super) fn forgetful() -> Self {
        Self { said: Series::forgetful(), files: Table::forgetful(), cards: Table::forgetful() }
    }

    /// Ends a build: forgets what it did not ask for.
    pub(super) fn forget(&self) {
        self.said.forget();
        self.files.forget();
        self.cards.forget();
    }

    /// A file of that name, made of the rest of the key.
    pub(super) fn file(
        &self,
        name: &str,
        made_of: &impl Hash,
        make: impl FnOnce() -> Vec<u8>,
    ) -> Arc<[u8]> {
        self.files.get_or_make(Fingerprint::of(&(name, made_of)), || make().into())
    }
}

/// What is said of every entry, in their order.
pub(super) struct Spoken {
    pub(super) all: Arc<Vec<Arc<Said>>>,
    /// The name of all of it.
    pub(super) name: Fingerprint,
}

/// Says it.
pub(super) fn say(portfolio: &Portfolio, names: &Names, memory: &Memory) -> Spoken {
    let entries = &portfolio.entries;
    let said = |entry: usize| {
        let entry = &entries[entry];
        let json = indented(&document(entry, portfolio));
        let line = text_files::line(entry, portfolio);
        let cards = hints::cards(entry, portfolio);
        let name = Fingerprint::of(&(&json, &line, &cards));
        let json = RawValue::from_string(json).expect("a document is written as JSON");
        Arc::new(Said { name, json, line, cards })
    };
    let all = memory.said.get_or_make(names.under, entries.len(), |at| names.by_entry[at], said);
    let names: Vec<Fingerprint> = all.iter().map(|said| said.name).collect();
    Spoken { name: Fingerprint::of(&names), all }
}

/// The cards in their files, which are made of nothing else.
pub(super) fn cards(spoken: &Spoken, count: usize, memory: &Memory) -> Cards {
    let key = Fingerprint::of(&(spoken.name, count));
    memory.cards.get_or_make(key, || Arc::new(hints::drawers_of(&spoken.all, count)))
}

/// `api/portfolio.json`.
pub(super) fn portfolio(
    portfolio: &Portfolio,
    config: &Config,
    spoken: &Spoken,
    memory: &Memory,
) -> Arc<[u8]> {
    let made_of = (&config.book.title, spoken.name, &portfolio.problems);
    memory.file("portfolio.json", &made_of, || {
        // Entries stand by path already.
        let documents: Vec<&RawValue> = spoken.all.iter().map(|said| &*said.json).collect();
        // Much the most of it are the documents: with the room for them nothing is moved while it grows.
        let length = documents.iter().map(|json| json.get().len() + 8).sum();
        let root = Root {
            version: VERSION,
            title: &config.book.title,
            documents,
            problems: portfolio.problems.iter().map(problem).collect(),
        };
        json(&root, length)
    })
}

/// JSON as it stands two levels deep.
fn indented(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value)
        .expect("these structs have string keys and no failing parts");
    json.replace('\n', "\n    ")
}

/// `api/issues.json`.
pub(super) fn issues(portfolio: &Portfolio, memory: &Memory) -> Arc<[u8]> {
    let make = || issue_rows(portfolio);
    match portfolio.made_of {
        Some(made_of) => memory.file("issues.json", &made_of, make),
        None => make().into(),
    }
}

fn issue_rows(portfolio: &Portfolio) -> Vec<u8> {
    let row = |issue: &crate::link::Issue| {
        let naming = issue.named_by.iter();
        let mut documents: Vec<_> = naming
            .map(|(index, metadata)| Naming {
                path: portfolio.entries[*index].document.path.as_str().to_owned(),
                place: if *metadata { "metadata" } else { "prose" },
            })
            .collect();
        documents.sort();
        documents.dedup();
        IssueRow {
            text: issue.reference.text.clone(),
            repository: issue.reference.repository.clone(),
            number: issue.reference.number,
            url: issue.url.clone(),
            title: None,
            state: None,
            documents,
        }
    };
    json(&Issues { version: VERSION, rows: portfolio.issues.iter().map(row).collect() }, 0)
}

/// JSON with a line end, readable in a diff; so long, about.
fn json(value: &impl Serialize, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length);
    serde_json::to_writer_pretty(&mut bytes, value)
        .expect("these structs have string keys and no failing parts");
    bytes.push(b'\n');
    bytes
}

#[derive(Serialize)]
struct Root<'a> {
    version: u32,
    title: &'a str,
    documents: Vec<&'a RawValue>,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    url: String,
    kind: &'static str,
    id: Option<&'a str>,
    title: &'a str,
    status: Option<Status<'a>>,
    created: Option<String>,
    updated: Option<String>,
    next_review: Option<String>,
    authors: Vec<Person<'a>>,
    reviewers: Vec<Person<'a>>,
    approvers: Vec<Person<'a>>,
    issues: Vec<Issue<'a>>,
    stories: &'a [String],
    labels: &'a [String],
    relations: Vec<Relation<'a>>,
    backlinks: Vec<Backlink<'a>>,
    history: History,
    extra: Extra<'a>,
    progress: Progress,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Status<'a> {
    name: &'a str,
    detail: Option<&'a str>,
    slug: &'a str,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    handle: Option<&'a str>,
}

#[derive(Serialize)]
struct Issue<'a> {
    text: &'a str,
    repository: Option<&'a str>,
    number: u64,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Relation<'a> {
    kind: &'static str,
    text: &'a str,
    target: Option<&'a str>,
}

#[derive(Serialize)]
struct Backlink<'a> {
    kind: &'static str,
    source: &'a str,
}

#[derive(Serialize)]
struct History {
    first: Option<String>,
    last: Option<String>,
    status_since: Option<String>,
}

#[derive(Serialize)]
struct Progress {
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct Part<'a> {
    path: &'a str,
    url: String,
    title: &'a str,
    role: &'a str,
    status: Option<Status<'a>>,
    progress: Progress,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: Code,
    severity: Severity,
    path: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Issues {
    version: u32,
    rows: Vec<IssueRow>,
}

#[derive(Serialize)]
struct IssueRow {
    text: String,
    repository: Option<String>,
    number: u64,
    url: Option<String>,
    title: Option<String>,
    state: Option<String>,
    documents: Vec<Naming>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Naming {
    path: String,
    place: &'static str,
}

/// Extra fields as an object, in their order; of two with one name, the first counts.
struct Extra<'a>(&'a [(String, String)]);

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, (name, value)) in self.0.iter().enumerate() {
            if self.0[..index].iter().all(|(earlier, _)| earlier != name) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

fn document<'a>(entry: &'a Entry, portfolio: &'a Portfolio) -> Document<'a> {
    let people =
        |indexes: &[usize]| indexes.iter().map(|index| person(&portfolio.people[*index])).collect();
    let path = |index: usize| portfolio.entries[index].document.path.as_str();
    let mut backlinks: Vec<_> = entry
        .backlinks
        .iter()
        .map(|backlink| Backlink { kind: backlink.kind.name(), source: path(backlink.source) })
        .collect();
    backlinks.sort_by_key(|backlink| (backlink.source, backlink.kind));
    Document {
        path: entry.document.path.as_str(),
        url: url(&entry.page),
        kind: entry.kind.name(),
        id: entry.id.as_deref(),
        title: &entry.title,
        status: entry.status.as_ref().map(|found| status(found, portfolio)),
        created: date(entry.created),
        updated: date(entry.updated),
        next_review: date(entry.next_review),
        authors: people(&entry.authors),
        reviewers: people(&entry.reviewers),
        approvers: people(&entry.approvers),
        issues: entry.issues.iter().map(|index| issue(&portfolio.issues[*index])).collect(),
        stories: &entry.stories,
        labels: &entry.labels,
        relations: relations(entry, portfolio),
        backlinks,
        history: History {
            first: date(entry.history.first),
            last: date(entry.history.last),
            status_since: date(entry.history.status_since),
        },
        extra: Extra(&entry.extra),
        progress: Progress { done: entry.progress.done, total: entry.progress.total },
        parts: entry.parts.iter().map(|found| part(found, portfolio)).collect(),
    }
}

fn relations<'a>(entry: &'a Entry, portfolio: &'a Portfolio) -> Vec<Relation<'a>> {
    let relation = |relation: &'a crate::link::Relation| Relation {
        kind: relation.kind.name(),
        text: &relation.text,
        target: relation.target.map(|index| portfolio.entries[index].document.path.as_str()),
    };
    entry.relations.iter().map(relation).collect()
}

fn part<'a>(part: &'a crate::link::Part, portfolio: &'a Portfolio) -> Part<'a> {
    Part {
        path: part.document.path.as_str(),
        url: url(&part.page),
        title: &part.title,
        role: &part.role,
        status: part.status.as_ref().map(|found| status(found, portfolio)),
        progress: Progress { done: part.progress.done, total: part.progress.total },
    }
}

fn status<'a>(status: &'a EntryStatus, portfolio: &'a Portfolio) -> Status<'a> {
    let known = &portfolio.statuses[status.status];
    Status { name: &known.name, detail: status.detail.as_deref(), slug: &known.slug }
}

fn person(somebody: &crate::link::Somebody) -> Person<'_> {
    Person { name: &somebody.name, handle: somebody.handle.as_deref() }
}

fn issue(issue: &crate::link::Issue) -> Issue<'_> {
    Issue {
        text: &issue.reference.text,
        repository: issue.reference.repository.as_deref(),
        number: issue.reference.number,
        url: issue.url.as_deref(),
    }
}

fn problem(problem: &crate::diagnostic::Problem) -> Problem<'_> {
    Problem {
        code: problem.code,
        severity: problem.severity,
        path: problem.place.path.as_str(),
        line: problem.place.line,
        column: problem.place.column,
        message: &problem.message,
        help: problem.help.as_deref(),
    }
}

/// A page's URL from the root of the site.
fn url(page: &OutPath) -> String {
    page.href_from(&OutPath::new("index.html"))
}
