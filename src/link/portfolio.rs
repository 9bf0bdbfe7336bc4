//! What linking gives: [`Portfolio`] and the values it is made of.
//!
//! These are the seam between linking and everything that shows its result, so they stand in a file of their own, apart
//! from how they come about. Entries name each other by index; every index is one into a list of the portfolio. Absent on
//! purpose: any function that finds something out.

use super::OutPath;
use crate::diagnostic::{Problem, SourcePath};
use crate::draw::Pictures;
use crate::memo::Fingerprint;
use crate::parse::{Document, IssueReference, Kind, RelationKind};

pub use crate::parse::Progress;
use crate::scan::{History, Repository};
use jiff::civil::Date;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// Who will see the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The world: what is withheld does not exist.
    Public,
    /// The author: what is withheld is there, and marked.
    Author,
}

/// All documents of one site, with their relations.
#[derive(Clone, Debug, Default)]
pub struct Portfolio {
    /// The name of all that is below but for the texts of documents and what is wrong: what a page takes from here is the same
    /// while this and its own entry's name are.
    pub made_of: Option<Fingerprint>,
    /// The documents, by path. Templates among them; withheld ones only for [`Audience::Author`].
    pub entries: Arc<Vec<Arc<Entry>>>,
    /// The statuses in workflow order.
    pub statuses: Arc<Vec<Status>>,
    /// Everybody named, by slug.
    pub people: Arc<Vec<Somebody>>,
    /// Every issue named anywhere but in templates: by tracker, repository and number, the portfolio's own first.
    pub issues: Arc<Vec<Issue>>,
    /// The lists that the configuration asks for, in its order.
    pub views: Arc<Vec<View>>,
    /// The files to copy: from where on disk, to where.
    pub assets: Arc<Vec<Asset>>,
    /// The old addresses that lead to new ones.
    pub redirects: Arc<Vec<Redirect>>,
    /// Every problem of scanning, parsing and linking, by place; severities as configured, codes that are off left out.
    pub problems: Vec<Problem>,
    /// How many documents are withheld from this audience.
    pub withheld: usize,
    /// The repository of the sources, where one is known.
    pub repository: Option<Repository>,
    /// The diagrams as drawn: none before [`super::hang_pictures`].
    pub pictures: Pictures,
}

/// One document of the portfolio.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name of this value: equal names mean that all that is below is equal, and so is all else that linking made of the
    /// portfolio but for other documents' texts.
    pub made_of: Fingerprint,
    /// Its main part as parsed.
    pub document: Arc<Document>,
    /// Its address.
    pub page: OutPath,
    /// Where its source copy goes; distinct from every page.
    pub source: OutPath,
    /// What it is.
    pub kind: Kind,
    /// Its id as written.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: Option<EntryStatus>,
    /// Dates from metadata.
    pub created: Option<Date>,
    /// Dates from metadata.
    pub updated: Option<Date>,
    /// Dates from metadata.
    pub next_review: Option<Date>,
    /// Indexes into [`Portfolio::people`].
    pub authors: Vec<usize>,
    /// Indexes into [`Portfolio::people`].
    pub reviewers: Vec<usize>,
    /// Indexes into [`Portfolio::people`].
    pub approvers: Vec<usize>,
    /// Indexes into [`Portfolio::issues`]: those of its metadata.
    pub issues: Vec<usize>,
    /// The ids of its stories' documents; the text without `#` where a reference resolves to none.
    pub stories: Vec<String>,
    /// Labels.
    pub labels: Vec<String>,
    /// Where it is discussed.
    pub discussion: Vec<String>,
    /// What it states: typed relations, then mentions (each target once).
    pub relations: Vec<Relation>,
    /// What others state of it.
    pub backlinks: Vec<Backlink>,
    /// When it is not in force, why.
    pub not_in_force: Option<NotInForce>,
    /// What git knows.
    pub history: History,
    /// Metadata without a canonical name.
    pub extra: Vec<(String, String)>,
    /// Ticked and all checkboxes, over all parts.
    pub progress: Progress,
    /// The other parts of a spec in several files, in reading order.
    pub parts: Vec<Part>,
    /// What its links, mentions and issues lead to, by place in the main part's text.
    pub targets: Targets,
    /// Why it may not go out ([`Audience::Author`] only).
    pub withheld: Option<String>,
}

/// Another file of a spec in several files.
#[derive(Clone, Debug)]
pub struct Part {
    /// It as parsed.
    pub document: Arc<Document>,
    /// Its address.
    pub page: OutPath,
    /// Where its source copy goes.
    pub source: OutPath,
    /// Its title.
    pub title: String,
    /// What it is of its spec: `design`, `tasks` …
    pub role: String,
    /// Its own status.
    pub status: Option<EntryStatus>,
    /// Its own checkboxes.
    pub progress: Progress,
    /// What its links lead to.
    pub targets: Targets,
}

/// The status of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryStatus {
    /// Index into [`Portfolio::statuses`].
    pub status: usize,
    /// What follows the word: `Swift 5.9`.
    pub detail: Option<String>,
}

/// One status of the portfolio's workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The name, in its commonest spelling.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
    /// How a document of this status stands.
    pub standing: Standing,
    /// Whose turn it makes it, as configured or by a common vocabulary; `None` where nobody can say.
    pub turn: Option<Turn>,
    /// One sentence, configured or of a common vocabulary.
    pub meaning: Option<String>,
    /// One of the theme's colour names: `grey`, `blue`, `violet`, `amber`, `green`, `red`.
    pub colour: String,
    /// Indexes of the entries that bear it. Templates do not count, nor do parts: it may be empty.
    pub entries: Vec<usize>,
}

/// How a document stands by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Somebody still has to do something.
    Open,
    /// Decided and valid.
    InForce,
    /// Superseded, withdrawn, rejected.
    NotInForce,
}

/// Who has to act on a document next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// Those who write it.
    Author,
    /// Those who are asked for their word.
    Reviewers,
    /// Those who decide.
    Approvers,
    /// No one: it is decided, or put off.
    Nobody,
}

impl Turn {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Author, Self::Reviewers, Self::Approvers, Self::Nobody];

    /// Its name in the configuration and in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Reviewers => "reviewers",
            Self::Approvers => "approvers",
            Self::Nobody => "nobody",
        }
    }
}

/// Why a document is not in force, and what is instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotInForce {
    /// The end of the chain of successors: an index into [`Portfolio::entries`].
    pub successor: Option<usize>,
    /// Whether it stands in another place, and may be in force there.
    pub is_elsewhere: bool,
}

/// Somebody, merged over the portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// The name; the handle where no name is known.
    pub name: String,
    /// The handle as first written, without `@`.
    pub handle: Option<String>,
    /// The name in addresses, unique.
    pub slug: String,
    /// Entries they wrote.
    pub authored: Vec<usize>,
    /// Entries they review.
    pub reviews: Vec<usize>,
    /// Entries they approve.
    pub approves: Vec<usize>,
}

/// A ticket that documents name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The ticket, as first written, with its repository where it is known.
    pub reference: IssueReference,
    /// Its address, where one is known.
    pub url: Option<String>,
    /// The name in addresses, unique.
    pub slug: String,
    /// Who names it: entry, and whether in metadata.
    pub named_by: Vec<(usize, bool)>,
}

/// A relation that a document states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// As written.
    pub text: String,
    /// Index into [`Portfolio::entries`]; `None` when it resolves to nothing.
    pub target: Option<usize>,
}

/// A relation that another document states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The source's own kind of relation.
    pub kind: RelationKind,
    /// Index into [`Portfolio::entries`].
    pub source: usize,
}

/// A list that the configuration asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The name in addresses, unique.
    pub slug: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Indexes of the entries in it, in order of the portfolio.
    pub entries: Vec<usize>,
    /// What they are grouped by: `status`, `area`, `epic`, `reviewer`, `folder`, `none`.
    pub group: String,
    /// The column they are ordered by, after `-` backwards.
    pub sort: Option<String>,
}

/// A file that documents show or point to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its path in the portfolio.
    pub path: SourcePath,
    /// Where it is.
    pub from: PathBuf,
    /// Where it goes.
    pub to: OutPath,
}

/// An address that something stood at, and where it leads now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The page that leads on.
    pub from: OutPath,
    /// Where to.
    pub to: Target,
}

/// What the links, ids and issues of one text lead to, by where they begin. An image in a link comes after its link; an id or
/// issue that leads nowhere is left out.
pub type Targets = Arc<[(Range<usize>, Target)]>;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A page of this site, its own included, and a place on it.
    Page {
        /// Which.
        page: OutPath,
        /// The anchor, not encoded.
        fragment: Option<String>,
    },
    /// A copied file.
    File(OutPath),
    /// A URL elsewhere whose scheme is allowed.
    Outside(String),
    /// Nothing that may be linked: its text stands alone.
    Nothing,
}
