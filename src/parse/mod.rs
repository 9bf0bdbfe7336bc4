//! [`Source`] → [`Document`]: what one text says of itself, in any dialect, with its problems.
//!
//! In: one source and the [`Vocabulary`] of the portfolio. Out: its metadata under canonical names, its outline, and every
//! reference it makes, each with its place. Parsing touches nothing and cannot fail. It stands alone because its value
//! depends on one file only, which is what makes a rebuild cheap. Absent on purpose: addresses, other documents, HTML.

pub mod dates;
pub mod html;
pub mod inline;
pub mod people;
pub mod placeholder;
pub mod references;
pub mod status;
pub mod title;

use crate::config::Config;
use crate::diagnostic::{Place, Problem, SourcePath};
use crate::scan::Source;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

pub use people::Person;
pub use references::{IssueReference, Reference};
pub use status::StatusText;

/// What parsing takes from the configuration.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {}

impl Vocabulary {
    /// The vocabulary that a configuration gives.
    #[must_use]
    pub fn new(_config: &Config) -> Self {
        Self {}
    }
}

/// A value and where it is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Where: in the document or in its sidecar.
    pub place: Place,
}

/// One Markdown file, understood.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its path.
    pub path: SourcePath,
    /// Its whole text.
    pub text: Arc<str>,
    /// The bytes of `text` that are Markdown: all but front matter.
    pub body: Range<usize>,
    /// The byte range of the heading that gave the title, when one did: a page that shows the title need not repeat it.
    pub title_heading: Option<Range<usize>>,
    /// Metadata under canonical names.
    pub fields: Fields,
    /// Metadata without a canonical name: name as written and value, in order of appearance.
    pub extra: Vec<(String, String)>,
    /// Whether it is a template by its name, title or id.
    pub is_template: bool,
    /// Why it may not go out, as `draft: true`; `None` when it may.
    pub withheld: Option<String>,
    /// Headings, links, references, checkboxes.
    pub outline: Outline,
    /// What is wrong with it by itself.
    pub problems: Vec<Problem>,
}

/// The canonical fields. Placeholders are already absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    /// The id, from metadata or the file name.
    pub id: Option<Id>,
    /// The title; from the file name when nothing else gives one.
    pub title: String,
    /// The kind that metadata, id or title's prefix say, and which of them said it; folders are `link`'s to judge.
    pub kind: Option<StatedKind>,
    /// What this file is of its spec: `requirements`, `design`, `tasks` …, from metadata or the file's name.
    pub role: Option<String>,
    /// The status.
    pub status: Option<Stated<StatusText>>,
    /// When it was begun.
    pub created: Option<Date>,
    /// When it was last changed, in its own words.
    pub updated: Option<Date>,
    /// When it is to be looked at again.
    pub next_review: Option<Stated<Date>>,
    /// Who wrote it.
    pub authors: Vec<Stated<Person>>,
    /// Who reviews it.
    pub reviewers: Vec<Stated<Person>>,
    /// Who approves it; a role ("Product Owner") is a person without a handle.
    pub approvers: Vec<Stated<Person>>,
    /// Tickets named in metadata.
    pub issues: Vec<Stated<IssueReference>>,
    /// Stories named in metadata.
    pub stories: Vec<Stated<Reference>>,
    /// Typed relations to other documents; an epic is `part-of`.
    pub relations: Vec<Stated<StatedRelation>>,
    /// Labels: tags, categories, types that name no kind.
    pub labels: Vec<String>,
    /// Where it is discussed: URLs or words.
    pub discussion: Vec<String>,
}

/// The id of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// As written: `SPEC-014`, `0042`, `20`.
    pub text: String,
    /// The prefix in upper case, without its hyphen, where there is one: `SPEC`; else the id field's own name (`EIP`).
    pub prefix: Option<String>,
    /// Whether metadata states it; otherwise the file name does.
    pub explicit: bool,
    /// Where.
    pub place: Place,
}

/// The kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A specification, proposal, RFC.
    Spec,
    /// A user story.
    Story,
    /// An epic.
    Epic,
    /// A decision record.
    Decision,
    /// Any other text.
    Page,
    /// A form to fill in.
    Template,
}

impl Kind {
    /// The word for it in outputs and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Story => "story",
            Self::Epic => "epic",
            Self::Decision => "decision",
            Self::Page => "page",
            Self::Template => "template",
        }
    }
}

/// A kind and what says so, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedKind {
    /// A field says it.
    Field(Kind),
    /// The id's prefix says it.
    IdPrefix(Kind),
    /// The title's prefix says it (weaker than the folder).
    TitlePrefix(Kind),
}

/// How one document stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// It needs the other.
    Requires,
    /// It takes the other's place.
    Supersedes,
    /// The other takes its place.
    SupersededBy,
    /// It changes the other.
    Amends,
    /// It has to do with the other.
    RelatesTo,
    /// It does what the other (a story) wants.
    Implements,
    /// It belongs to the other (an epic).
    PartOf,
    /// It names the other in its prose.
    Mentions,
}

impl RelationKind {
    /// The word for it in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requires => "requires",
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded-by",
            Self::Amends => "amends",
            Self::RelatesTo => "relates-to",
            Self::Implements => "implements",
            Self::PartOf => "part-of",
            Self::Mentions => "mentions",
        }
    }
}

/// A typed relation as a document states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedRelation {
    /// How.
    pub kind: RelationKind,
    /// To what.
    pub reference: Reference,
    /// `amended by` is stated by the amended: the relation runs the other way.
    pub inverse: bool,
}

/// What one pass over the Markdown finds. Offsets are bytes of [`Document::text`].
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Other anchors: `id` and `name` of raw HTML, footnote definitions.
    pub anchors: Vec<String>,
    /// Links and images.
    pub links: Vec<Link>,
    /// Ids in prose, outside code and links: `SPEC-014`, `EIP-20`, `RFC 12`. Candidates: `link` knows which prefixes are real.
    pub mentions: Vec<Mention>,
    /// Issues in prose, outside code and links: `#12`, `owner/repo#12`.
    pub issues: Vec<IssueMention>,
    /// Checkboxes, in order.
    pub checkboxes: Vec<Checkbox>,
    /// The first paragraph of prose, as plain text, at most some 300 characters; empty when there is none.
    pub summary: String,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// One to six.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// Its anchor, by GitHub's rule, unique in its document.
    pub anchor: String,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whether it shows an image.
    pub image: bool,
    /// The destination as CommonMark reads it: unescaped, not decoded.
    pub destination: String,
    /// Its text without markup.
    pub text: String,
    /// The whole construct.
    pub range: Range<usize>,
}

/// Something in prose that looks like an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// As written.
    pub text: String,
    /// The prefix in upper case.
    pub prefix: String,
    /// The number's digits as written.
    pub number: String,
    /// Where it stands.
    pub range: Range<usize>,
}

/// An issue named in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueMention {
    /// Which.
    pub issue: IssueReference,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A task list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkbox {
    /// Whether it is ticked.
    pub done: bool,
    /// The marker's place.
    pub range: Range<usize>,
}

/// Understands one source.
#[must_use]
pub fn document(_source: &Source, _vocabulary: &Vocabulary) -> Document {
    unimplemented!("the parser is being written")
}
