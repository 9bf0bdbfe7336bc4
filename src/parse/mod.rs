//! [`Source`] → [`Document`]: what one text says of itself, in any dialect, with its problems.
//!
//! In: one source and the [`Vocabulary`] of the portfolio. Out: its metadata under canonical names, its outline, and every
//! reference it makes, each with its place. Parsing touches nothing and cannot fail. It stands alone because its value
//! depends on one file only, which is what makes a rebuild cheap. Absent on purpose: addresses, other documents, HTML.

pub mod autolink;
pub mod dates;
pub mod filler;
pub mod html;
pub mod inline;
pub mod keys;
pub mod outline;
pub mod people;
pub mod placeholder;
pub mod references;
pub mod status;
pub mod title;

mod assemble;
mod fields;
mod front_matter;
mod identify;

use crate::config::Config;
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use crate::memo::{Fingerprint, Table};
use crate::scan::Source;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub use keys::Keys;

pub use people::Person;
pub use references::{IssueReference, Reference};
pub use status::StatusText;

/// What parsing takes from the configuration.
#[derive(Clone, Debug, Default, Hash)]
pub struct Vocabulary {
    /// What metadata keys mean.
    pub keys: Keys,
    /// The portfolio's own placeholders.
    pub placeholders: Vec<String>,
    /// Trackers by the prefix of their tickets.
    pub trackers: BTreeMap<String, String>,
}

impl Vocabulary {
    /// The vocabulary that a configuration gives.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let portfolio = &config.portfolio;
        Self {
            keys: Keys::new(&portfolio.fields),
            placeholders: portfolio.placeholders.clone(),
            trackers: portfolio.trackers.clone(),
        }
    }
}

/// A value and where it is stated.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Where: in the document or in its sidecar.
    pub place: Place,
}

/// One Markdown file, understood.
#[derive(Clone, Debug)]
pub struct Document {
    /// The name of this value: equal names mean that all that is below is equal.
    pub made_of: Fingerprint,
    /// What it is to other documents; its fields are read as this document's own.
    pub head: Arc<Head>,
    /// Its whole text.
    pub text: Arc<str>,
    /// The bytes of `text` that are Markdown: all but front matter.
    pub body: Range<usize>,
    /// The byte range of the heading that gave the title, when one did: a page that shows the title need not repeat it.
    pub title_heading: Option<Range<usize>>,
    /// Headings, links, references, checkboxes.
    pub outline: Outline,
    /// What is wrong with it by itself.
    pub problems: Vec<Problem>,
}

/// What a document is to others: all of it that a link to it, a relation, a list or an address can depend on, and nothing of
/// its prose. Most edits leave it as it is.
#[derive(Clone, Debug, Default, Hash)]
pub struct Head {
    /// The document's path.
    pub path: SourcePath,
    /// Metadata under canonical names.
    pub fields: Fields,
    /// Metadata without a canonical name: name as written and value, in order of appearance.
    pub extra: Vec<(String, String)>,
    /// Whether it is a template by its name, title or id.
    pub is_template: bool,
    /// Why it may not go out, as `draft: true`; `None` when it may.
    pub withheld: Option<String>,
    /// The text of its first heading.
    pub first_heading: Option<String>,
    /// The checkboxes.
    pub progress: Progress,
    /// The name of this value, and of all places in the document that a link may lead to; none until it is whole.
    pub name: Option<Fingerprint>,
}

/// Checkboxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Progress {
    /// Ticked.
    pub done: usize,
    /// All.
    pub total: usize,
}

/// A document answers for its head.
impl std::ops::Deref for Document {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

/// A head that other documents hold is not changed, but copied.
impl std::ops::DerefMut for Document {
    fn deref_mut(&mut self) -> &mut Head {
        Arc::make_mut(&mut self.head)
    }
}

impl Document {
    /// Takes into the head what it tells of the outline: last of all, when that is known.
    #[must_use]
    pub(crate) fn sealed(mut self) -> Self {
        let outline = &self.outline;
        let done = outline.checkboxes.iter().filter(|checkbox| checkbox.done).count();
        let progress = Progress { done, total: outline.checkboxes.len() };
        let first_heading = outline.headings.first().map(|heading| heading.text.clone());
        let anchors: Vec<String> = outline.all_anchors().map(str::to_owned).collect();
        let head = &mut *self;
        (head.progress, head.first_heading, head.name) = (progress, first_heading, None);
        head.name = Some(Fingerprint::of(&(&*head, anchors)));
        self
    }
}

/// The canonical fields. Placeholders are already absent.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// The kind that a word names in metadata, a title's prefix or the configuration; lower case, words apart by spaces.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "spec"
            | "specification"
            | "technical specification"
            | "tech spec"
            | "technical spec"
            | "feature spec"
            | "feature specification"
            | "rfc"
            | "proposal"
            | "design doc"
            | "design document"
            | "functional specification" => Some(Self::Spec),
            "story" | "user story" => Some(Self::Story),
            "epic" => Some(Self::Epic),
            "decision"
            | "adr"
            | "dr"
            | "decision record"
            | "architecture decision record"
            | "architectural decision record"
            | "architecture decision" => Some(Self::Decision),
            "page" => Some(Self::Page),
            "template" => Some(Self::Template),
            _ => None,
        }
    }

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// Code blocks that describe a diagram, in order.
    pub diagrams: Vec<Diagram>,
    /// The first paragraph of prose, as plain text, at most some 300 characters; empty when there is none.
    pub summary: String,
}

impl Outline {
    /// Every place that a link may lead to: headings first.
    pub fn all_anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().map(|heading| heading.anchor.as_str());
        headings.chain(self.anchors.iter().map(String::as_str))
    }
}

/// A fenced code block in a language of diagrams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// The code.
    pub source: String,
    /// The whole block with its fences.
    pub range: Range<usize>,
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

/// The documents of the builds before.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) documents: Table<Arc<Document>>,
}

/// Sources as one vocabulary reads them, with what a memory knows of them.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    memory: &'a Memory,
    vocabulary: &'a Vocabulary,
    /// The name of the vocabulary.
    pub made_of: Fingerprint,
}

impl Reader<'_> {
    /// Understands one source, unless it was understood before.
    #[must_use]
    pub fn document(self, source: &Source) -> Arc<Document> {
        let key = made_of(source, self.made_of);
        let make = || Arc::new(named(key, source, self.vocabulary));
        self.memory.documents.get_or_make(key, make)
    }

    /// The status that a source bears, in a form in which two spellings of one status are equal.
    #[must_use]
    pub fn status(self, source: &Source) -> Option<String> {
        normal_status(&self.document(source))
    }
}

impl Memory {
    /// Reads by this vocabulary.
    #[must_use]
    pub fn reader<'a>(&'a self, vocabulary: &'a Vocabulary) -> Reader<'a> {
        Reader { memory: self, vocabulary, made_of: Fingerprint::of(vocabulary) }
    }

    /// How many documents were parsed since this was asked last.
    pub fn parsed(&self) -> usize {
        self.documents.made()
    }

    /// Ends a build: forgets what it did not ask for.
    pub fn forget(&self) {
        self.documents.forget();
    }
}

/// All that parsing reads. What a source has besides, its history and whether it may go out, is for later stages.
fn made_of(source: &Source, vocabulary: Fingerprint) -> Fingerprint {
    let sidecar = source.sidecar.as_ref().map(|sidecar| (&sidecar.path, &sidecar.text));
    Fingerprint::of(&(&source.path, &source.text, sidecar, vocabulary))
}

/// Understands one source. A fault of the program in one document stays in that document.
#[must_use]
pub fn document(source: &Source, vocabulary: &Vocabulary) -> Document {
    named(made_of(source, Fingerprint::of(vocabulary)), source, vocabulary)
}

fn named(made_of: Fingerprint, source: &Source, vocabulary: &Vocabulary) -> Document {
    catch_unwind(AssertUnwindSafe(|| understand(made_of, source, vocabulary)))
        .unwrap_or_else(|_| unreadable(made_of, source))
}

/// The status that a source bore once, in the form of [`Reader::status`]. Such a document is not kept: history asks for it
/// once.
#[must_use]
pub fn past_status(source: &Source, vocabulary: &Vocabulary) -> Option<String> {
    normal_status(&document(source, vocabulary))
}

fn normal_status(document: &Document) -> Option<String> {
    document.fields.status.as_ref().map(|status| keys::normal(&status.value.name))
}

/// The document of a source that the program failed on: listed, with its text as it is.
fn unreadable(made_of: Fingerprint, source: &Source) -> Document {
    let message = "the program failed on this document; it is listed with its file name only";
    let problem = Problem::new(Code::InternalFault, Place::file(&source.path), message);
    let fields = Fields { title: title::from_file_name(source.path.stem()), ..Fields::default() };
    Document {
        made_of,
        head: Arc::new(Head { path: source.path.clone(), fields, ..Head::default() }),
        text: source.text.shared(),
        body: 0..source.text.len(),
        title_heading: None,
        outline: Outline::default(),
        problems: vec![problem.help("please report it with the document that caused it")],
    }
    .sealed()
}

/// The steps: front matter, one pass over the Markdown, the places of metadata, the fields, the title.
fn understand(made_of: Fingerprint, source: &Source, vocabulary: &Vocabulary) -> Document {
    let text: &str = &source.text;
    let front = front_matter::read(text);
    let sidecar =
        source.sidecar.as_ref().map(|sidecar| (sidecar, front_matter::read_sidecar(&sidecar.text)));
    let body = front.body..text.len();
    let (mut outline, blocks) = outline::read(text, body.clone(), &vocabulary.trackers);
    let markdown = fields::Markdown {
        text,
        headings: &outline.headings,
        blocks: &blocks.blocks,
        keys: &vocabulary.keys,
    };
    let mut gathered = fields::gather(&markdown);
    fold_out_links(&mut gathered, || outline::definitions(text, body.clone()));
    let title_heading = fields::title_heading(&markdown);

    let mut raw = front.fields;
    raw.extend(sidecar.iter().flat_map(|(_, sidecar)| sidecar.fields.iter().cloned()));
    raw.extend(gathered.fields.iter().cloned());
    let sources = assemble::Sources {
        path: &source.path,
        text,
        sidecar: source.sidecar.as_ref().map(|sidecar| (&sidecar.path, &*sidecar.text)),
        vocabulary,
    };
    let mut assembled = assemble::assemble(&sources, &raw);
    outline.summary = summary(&blocks, &gathered);

    let head = Head {
        path: source.path.clone(),
        is_template: assembled.is_template,
        withheld: assembled.withheld.take(),
        extra: std::mem::take(&mut assembled.extra),
        fields: std::mem::take(&mut assembled.fields),
        ..Head::default()
    };
    let mut document = Document {
        made_of,
        head: Arc::new(head),
        text: source.text.shared(),
        body,
        title_heading: None,
        problems: std::mem::take(&mut assembled.problems),
        outline,
    };
    let heading = title_heading.map(|index| document.outline.headings[index].clone());
    identify::identify(&mut document, assembled.title, heading.as_ref(), vocabulary);
    document.problems.extend(yaml_problem(&source.path, text, front.problem));
    if let Some((sidecar, found)) = sidecar {
        document.problems.extend(yaml_problem(&sidecar.path, &sidecar.text, found.problem));
    }
    document.problems.extend(
        blocks.unclosed_fences.iter().map(|fence| unclosed_fence(&source.path, text, fence)),
    );
    document.sealed()
}

/// Writes links by label (`[Ann][ann]`, `[[EPIC-16|Access]]`) out in full, because a value is read without its document.
fn fold_out_links(
    gathered: &mut fields::Gathered,
    definitions: impl Fn() -> BTreeMap<String, String>,
) {
    let mut known = None;
    for value in gathered.fields.iter_mut().flat_map(|field| &mut field.values) {
        if value.text.contains('[') {
            let known = known.get_or_insert_with(&definitions);
            value.text = inline::with_destinations(&inline::without_wiki_links(&value.text), known);
        }
    }
}

fn yaml_problem(
    path: &SourcePath,
    text: &str,
    trouble: Option<front_matter::Trouble>,
) -> Option<Problem> {
    let trouble = trouble?;
    let place = Place::of(path, text, trouble.range);
    Some(Problem::new(Code::BadFrontMatter, place, trouble.message).help(trouble.help))
}

fn unclosed_fence(path: &SourcePath, text: &str, fence: &Range<usize>) -> Problem {
    let message = "this code fence never closes: all that follows is code";
    let problem = Problem::new(Code::UnclosedFence, Place::of(path, text, fence.clone()), message);
    problem.help("close it with a line of as many marks as it opens with")
}

/// The first paragraph that is neither metadata nor a mere label.
fn summary(blocks: &outline::Blocks, gathered: &fields::Gathered) -> String {
    let is_prose = |(range, text): &&(Range<usize>, String)| {
        !gathered.blocks.contains(range) && text.trim().len() > 20
    };
    let first = blocks.paragraphs.iter().find(is_prose);
    let words = first
        .map(|(_, text)| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .unwrap_or_default();
    words.chars().take(300).collect()
}
