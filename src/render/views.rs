//! What templates see: the theme's contract.
//!
//! In: nothing of the pipeline; these are plain values that `pages` fills. Out: maps and lists in a template's
//! context, under the names of the fields. Every string is text, which templates escape by themselves, except where a field
//! is said to be markup: that is HTML of ours and wants `| safe`. Every URL is relative to the page it is for and can stand
//! in an attribute as it is. What is unknown is null, an empty list or an empty string, never a placeholder.
//!
//! A template's context has `site` ([`Site`]), `page` ([`Page`]) and one value of its family, named after it.

use crate::memo::Fingerprint;
use serde::Serialize;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// HTML of ours, which knows what it was made of. Templates see it as a string.
#[derive(Clone, Debug)]
pub struct Markup {
    html: Arc<str>,
    made_of: Fingerprint,
}

impl Markup {
    /// HTML and the name of all that made it.
    #[must_use]
    pub fn new(html: impl Into<Arc<str>>, made_of: Fingerprint) -> Self {
        Self { html: html.into(), made_of }
    }

    /// The name of all that made it.
    #[must_use]
    pub fn made_of(&self) -> Fingerprint {
        self.made_of
    }

    /// Other HTML of the same name.
    #[cfg(test)]
    pub(crate) fn with(&self, html: &str) -> Self {
        Self::new(html, self.made_of)
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.html
    }
}

impl Serialize for Markup {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.html)
    }
}

/// What it was made of stands for it: a page is many times shorter to name than to read.
impl Hash for Markup {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.made_of.hash(state);
    }
}

/// The site as a whole; the same on every page.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Site {
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// The language of its texts, as a BCP 47 tag.
    pub language: String,
    /// How many documents it has, without templates.
    pub documents: usize,
    /// How many problems it has.
    pub problems: usize,
    /// Whether it can be searched.
    pub search: bool,
    /// The theme's assets, by their names in it: `site.assets["style.css"]` is where that file stands, from the root of the
    /// site.
    pub assets: BTreeMap<String, String>,
    /// The user's style sheets, from the root of the site, after the theme's.
    pub additional_css: Vec<String>,
    /// The user's scripts, from the root of the site, to run when the page is read.
    pub additional_js: Vec<String>,
    /// The colour scheme a reader starts with: `light`, `dark`, or `auto`, which is their system's.
    pub default_theme: &'static str,
    /// How many files `api/cards/….js` the cards of documents lie in.
    pub drawers: usize,
    /// Whether there is an `api/people.js`.
    pub has_people: bool,
}

/// One page.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Page {
    /// Its title, for `<title>` and its first heading.
    pub title: String,
    /// The way from it to the root of the site: empty, or `../` some times. Our own pages are named by putting it before
    /// their path: `{{ page.root }}documents.html`.
    pub root: String,
    /// Its family: `home`, `documents`, `list`, `document`, `id`, `problems`, `search`, `redirect` or `not-found`.
    pub family: &'static str,
    /// One sentence about it, for search engines.
    pub description: Option<String>,
    /// The address on the web of what it shows, where that is known.
    pub canonical: Option<String>,
    /// The way to it from the list of all documents, itself left out.
    pub trail: Vec<Link>,
}

/// A link to one of our own pages or to somewhere else.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Where it leads; null when it leads nowhere.
    pub href: Option<String>,
}

/// A link and how many things stand behind it.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Count {
    /// What is counted.
    pub text: String,
    /// The page or place that lists them.
    pub href: String,
    /// How many.
    pub count: usize,
    /// One of the theme's colour names, where it is a status; else null.
    pub colour: Option<String>,
    /// One sentence about it.
    pub meaning: Option<String>,
}

/// The status of a document.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Status {
    /// Its name.
    pub name: String,
    /// The page of all documents that bear it.
    pub href: String,
    /// One of the theme's colour names: `grey`, `blue`, `violet`, `amber`, `green`, `red`.
    pub colour: String,
    /// What the author added to the word: `Swift 5.9`.
    pub detail: Option<String>,
    /// One sentence that says what it means.
    pub meaning: Option<String>,
}

/// A document as another page names it.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Reference {
    /// Its page; null when a reference resolves to nothing.
    pub href: Option<String>,
    /// Its id as written.
    pub id: Option<String>,
    /// Its title; the words of a reference that resolves to nothing.
    pub title: String,
    /// Its status.
    pub status: Option<Status>,
}

/// Documents that stand in one relation.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Relations {
    /// The relation in words: `Requires`, `Required by`.
    pub title: String,
    /// The relation as in `api/portfolio.json`.
    pub kind: &'static str,
    /// The documents.
    pub documents: Vec<Reference>,
}

/// Checkboxes.
#[derive(Clone, Copy, Debug, Serialize, Hash)]
pub struct Progress {
    /// Ticked.
    pub done: usize,
    /// All.
    pub total: usize,
    /// Ticked, of a hundred.
    pub percent: usize,
}

/// A row of a table of documents.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// Its id as written.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its status.
    pub status: Option<Status>,
    /// Who wrote it.
    pub authors: Vec<Link>,
    /// Who reviews it.
    pub reviewers: Vec<Link>,
    /// Who approves it.
    pub approvers: Vec<Link>,
    /// The tickets of its metadata.
    pub issues: Vec<Link>,
    /// Its labels.
    pub labels: Vec<Link>,
    /// When it was begun, as it says: `2026-01-02`.
    pub created: Option<String>,
    /// When it was last changed, by its metadata, else by its history.
    pub updated: Option<String>,
    /// When it is to be looked at again.
    pub next_review: Option<String>,
    /// Its checkboxes; null where it has none.
    pub progress: Option<Progress>,
    /// How many problems it has.
    pub problems: usize,
    /// Whether `build` leaves it out.
    pub withheld: bool,
    /// What the tools of a list go by beside what the row shows.
    pub facts: Vec<Fact>,
}

/// Something that a row knows and does not show. It stands as `data-` and its name on the row, for the scripts.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Fact {
    /// `id`, `standing`, `status`, `kind`, `reviewers`, `authors`, `labels`, `stories`, `epics`, `due`.
    pub name: &'static str,
    /// What, one a line: a name as in addresses, a space, and its words; a day or a word of ours stands alone.
    pub value: String,
}

/// A column of a table of documents.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Column {
    /// The field of [`Row`] it shows.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
}

/// Groups that stand alike, under one heading: `Open`, `In force`, `Closed`, `Other`.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Band {
    /// The heading.
    pub title: &'static str,
    /// The heading's anchor.
    pub anchor: String,
    /// How many documents.
    pub count: usize,
}

/// Some documents in a table with a heading.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Group {
    /// The band that begins with this group; null within one, and where all groups are of one band.
    pub band: Option<Band>,
    /// The level of its heading: three in a band, else two.
    pub level: u8,
    /// The heading.
    pub title: String,
    /// The heading's anchor.
    pub anchor: String,
    /// Where the heading leads, if it does.
    pub href: Option<String>,
    /// One of the theme's colour names, where it is a status.
    pub colour: Option<String>,
    /// One sentence below the heading.
    pub note: Option<String>,
    /// How many documents.
    pub count: usize,
    /// Whether it is folded at first: nothing in it needs anybody.
    pub folded: bool,
    /// The rows, each as `row.html` wrote it: markup.
    pub rows: Vec<Markup>,
}

/// A page among a few that stand side by side.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Tab {
    /// Its name.
    pub text: String,
    /// Where it is; null for the one shown.
    pub href: Option<String>,
    /// How many documents.
    pub count: usize,
}

/// A page that lists documents: all of them, or those of a status, person, label, kind or issue. `list` in its context.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct List {
    /// What it lists them by: `documents`, `status`, `author`, `reviewer`, `label`, `kind`, `issue`, `view`.
    pub by: &'static str,
    /// What its groups are: `status`, `area`, `epic`, `reviewer`, `folder`, `none`; empty where they are its own.
    pub grouped: String,
    /// The first heading.
    pub title: String,
    /// One sentence below it.
    pub lead: Option<String>,
    /// A link that belongs to what it lists: the ticket in its tracker, the other page of a person.
    pub more: Vec<Link>,
    /// The views that the portfolio keeps, after all there is; on the pages of these alone, and empty without any.
    pub views: Vec<Tab>,
    /// Jumps to its groups, or to its neighbours of the same family.
    pub counts: Vec<Count>,
    /// The columns of its tables.
    pub columns: Vec<Column>,
    /// The documents.
    pub groups: Vec<Group>,
    /// Whether there is enough to narrow down for tools to be worth their place.
    pub has_tools: bool,
}

/// A stretch of the workflow: a status, or all that are closed.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Step {
    /// The status, its page, and how many documents bear it.
    pub count: Count,
    /// Its share of the whole bar, in thousandths, and where it begins.
    pub begins: usize,
    /// See `begins`.
    pub share: usize,
    /// For how many days half of its documents have borne it, on the day of the last change that is known; null without
    /// history.
    pub median_days: Option<i32>,
}

/// Something that happened to a document.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Change {
    /// When: `2026-01-02`.
    pub date: String,
    /// Which document.
    pub document: Reference,
    /// Whether it took on its present status then.
    pub is_status: bool,
}

/// The first page. `home` in its context.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Home {
    /// How many documents of each kind.
    pub kinds: Vec<Count>,
    /// How many stand how: open, in force, closed; those that are none left out. Pages without a status count in none.
    pub standings: Vec<Count>,
    /// The workflow, in order; what is closed is one step.
    pub steps: Vec<Step>,
    /// How many that are still open wait with each reviewer, most first; at most eight.
    pub reviewers: Vec<Count>,
    /// How many problems of each code, worst first, with what the code means; at most six.
    pub problems: Vec<Count>,
    /// How many of each label, most first; at most twelve.
    pub labels: Vec<Count>,
    /// What changed last, where that is known; at most ten.
    pub changes: Vec<Change>,
    /// The columns of the table below.
    pub columns: Vec<Column>,
    /// Everything, where it is few.
    pub groups: Vec<Group>,
    /// The text of the root's `README.md` or `index.md`: markup; null without one.
    pub body: Option<Markup>,
    /// Whether that text has blocks of code.
    pub has_code: bool,
    /// The document at the root, where it is more than a page.
    pub document: Option<Document>,
}

/// A document's page. `document` in its context.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Document {
    /// Its id as written.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// The anchor of the heading that gave the title.
    pub anchor: Option<String>,
    /// Its kind.
    pub kind: &'static str,
    /// Its status.
    pub status: Option<Status>,
    /// Since when it bears its status.
    pub status_since: Option<String>,
    /// Whom it waits for by its status, in words: null where that is nobody, or not known.
    pub waits_for: Option<&'static str>,
    /// Why it is not in force: null when it is.
    pub not_in_force: Option<NotInForce>,
    /// Why `build` leaves it out: null when it does not.
    pub withheld: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Link>,
    /// Who reviews it.
    pub reviewers: Vec<Link>,
    /// Who approves it.
    pub approvers: Vec<Link>,
    /// Dates with their names, in order of time.
    pub dates: Vec<Dated>,
    /// The tickets of its metadata.
    pub issues: Vec<Link>,
    /// Its stories.
    pub stories: Vec<Reference>,
    /// Its labels.
    pub labels: Vec<Link>,
    /// Where it is discussed.
    pub discussion: Vec<Link>,
    /// Its typed relations.
    pub relations: Vec<Relations>,
    /// Its checkboxes; null where it has none.
    pub progress: Option<Progress>,
    /// Its problems.
    pub problems: Vec<Problem>,
    /// Its files, where it has several; the one shown has no link.
    pub parts: Vec<Link>,
    /// Its headings.
    pub contents: Vec<Heading>,
    /// Its text: markup.
    pub body: Markup,
    /// Whether its text has blocks of code.
    pub has_code: bool,
    /// The document before it among those of its kind.
    pub previous: Option<Reference>,
    /// The document after it among those of its kind.
    pub next: Option<Reference>,
    /// What names it, by relation.
    pub backlinks: Vec<Relations>,
    /// What it names and what names it as a drawing: markup; null where there is little to draw.
    pub graph: Option<String>,
    /// Metadata without a canonical name.
    pub extra: Vec<Field>,
    /// The copy of its source beside the page.
    pub source: String,
    /// Where it can be edited.
    pub edit: Option<String>,
    /// Where it can be commented on.
    pub comment: Option<String>,
    /// Where its past versions are listed.
    pub history: Option<String>,
}

/// That a document is not in force.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct NotInForce {
    /// Its status: `Withdrawn`.
    pub status: String,
    /// Whether it stands in another place, and may be in force there.
    pub is_elsewhere: bool,
    /// What stands in its place: the end of the chain of successors.
    pub successor: Option<Reference>,
    /// Why, in the words of its metadata: null where those say nothing, or something stands in its place.
    pub reason: Option<String>,
}

/// A date and what happened then.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Dated {
    /// `Created`, `Updated`, `Next review`, `Last change`.
    pub name: &'static str,
    /// `2026-01-02`.
    pub date: String,
}

/// A field and its value.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Field {
    /// Its name as written.
    pub name: String,
    /// Its value as written.
    pub value: String,
}

/// A heading in the contents.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Heading {
    /// Two or three, as on the page.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// The link to it.
    pub href: String,
}

/// A problem.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Problem {
    /// The code's name.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The file.
    pub path: String,
    /// The page of that file, if it has one.
    pub href: Option<String>,
    /// The line, from one; zero speaks of the whole file.
    pub line: u32,
    /// What is wrong: markup, with literal things as code.
    pub message: String,
    /// What to do: markup likewise.
    pub help: Option<String>,
}

/// The problems of one code.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ProblemGroup {
    /// The code's name, which is the anchor too.
    pub code: &'static str,
    /// The severity of the worst of them.
    pub severity: &'static str,
    /// What the code means, in one sentence.
    pub meaning: &'static str,
    /// The problems.
    pub problems: Vec<Problem>,
}

/// The problems page. `problems` in its context.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Problems {
    /// How many of each severity.
    pub errors: usize,
    /// How many of each severity.
    pub warnings: usize,
    /// How many of each severity.
    pub notes: usize,
    /// The problems by code, worst first.
    pub groups: Vec<ProblemGroup>,
    /// The templates, which stand in no list of documents.
    pub templates: Vec<Reference>,
}

/// The page for addresses where nothing stands. `not_found` in its context.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct NotFound {
    /// The text of the document that the user has for it: markup, null without one.
    pub body: Option<String>,
}

/// A page at an old address. `redirect` in its context.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Redirect {
    /// Where it leads.
    pub href: String,
}

/// A page that leads to the documents of an id. `id` in its context.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Id {
    /// The id as written.
    pub id: String,
    /// The documents that hold it: one, or those that clash.
    pub documents: Vec<Reference>,
}
