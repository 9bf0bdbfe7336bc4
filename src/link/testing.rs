//! Documents for tests: built from a few words, without the parser.
//!
//! Linking is tested on values, so that a rule of linking fails a test of linking. Where a text matters (links, headings),
//! the builder notes the ranges as a parser would. Absent on purpose: reading Markdown.

use super::{Audience, Memory, Portfolio, link};
use crate::config::Config;
use crate::diagnostic::{Place, Problem, SourcePath};
use crate::memo::Fingerprint;
use crate::parse::{
    Checkbox, Document, Fields, Head, Heading, Id, IssueMention, IssueReference, Kind, Link,
    Mention, Outline, Person, Reference, RelationKind, Stated, StatedKind, StatedRelation,
    StatusText,
};
use crate::scan::{History, Repository, Source, Tree};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document under construction.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) document: Document,
    pub(super) publishable: bool,
    text: String,
}

/// A document with a title and nothing else.
pub(super) fn doc(path: &str) -> Draft {
    let path = SourcePath::new(path);
    let title = path.stem().to_owned();
    let document = Document {
        made_of: Fingerprint::of(&path),
        head: Head { path, fields: Fields { title, ..Fields::default() }, ..Head::default() }
            .into(),
        text: "".into(),
        body: 0..0,
        title_heading: None,
        outline: Outline::default(),
        problems: vec![],
    };
    Draft { document, publishable: true, text: String::new() }
}

impl Draft {
    /// A place in this document: the next line of its metadata.
    fn place(&self) -> Place {
        let fields = &self.document.fields;
        let line = fields.relations.len() + fields.stories.len() + fields.issues.len() + 2;
        Place { line: u32::try_from(line).unwrap(), column: 1, ..Place::file(&self.document.path) }
    }

    fn stated<T>(&self, value: T) -> Stated<T> {
        Stated { value, place: self.place() }
    }

    pub(super) fn title(mut self, title: &str) -> Self {
        self.document.fields.title = title.into();
        self
    }

    /// An id that metadata states.
    pub(super) fn id(mut self, text: &str) -> Self {
        let id = Id { text: text.into(), prefix: None, explicit: true, place: self.place() };
        self.document.fields.id = Some(id);
        self
    }

    /// An id with the prefix of its field: `eip: 20`.
    pub(super) fn prefixed_id(self, prefix: &str, text: &str) -> Self {
        let mut draft = self.id(text);
        let id = draft.document.fields.id.as_mut().unwrap();
        id.prefix = Some(prefix.into());
        draft
    }

    /// An id that the file name states.
    pub(super) fn file_id(self, text: &str) -> Self {
        let mut draft = self.id(text);
        draft.document.fields.id.as_mut().unwrap().explicit = false;
        draft
    }

    pub(super) fn kind(mut self, kind: StatedKind) -> Self {
        self.document.fields.kind = Some(kind);
        self
    }

    pub(super) fn role(mut self, role: &str) -> Self {
        self.document.fields.role = Some(role.into());
        self
    }

    pub(super) fn status(mut self, name: &str) -> Self {
        let text = StatusText { name: name.into(), detail: None, superseded_by: vec![] };
        self.document.fields.status = Some(self.stated(text));
        self
    }

    /// `Superseded by X` as a status.
    pub(super) fn superseded_by(self, reference: &str) -> Self {
        let mut draft = self.status("Superseded");
        let status = draft.document.fields.status.as_mut().unwrap();
        status.value.superseded_by = vec![words(reference)];
        draft
    }

    pub(super) fn author(mut self, name: &str, handle: &str) -> Self {
        let author = self.stated(person(name, handle, ""));
        self.document.fields.authors.push(author);
        self
    }

    pub(super) fn reviewer(mut self, name: &str, handle: &str, email: &str) -> Self {
        let reviewer = self.stated(person(name, handle, email));
        self.document.fields.reviewers.push(reviewer);
        self
    }

    pub(super) fn label(mut self, label: &str) -> Self {
        self.document.fields.labels.push(label.into());
        self
    }

    pub(super) fn issue(mut self, repository: Option<&str>, number: u64) -> Self {
        let issue = self.stated(issue(repository, number));
        self.document.fields.issues.push(issue);
        self
    }

    pub(super) fn story(mut self, text: &str, destination: Option<&str>) -> Self {
        let reference = Reference { text: text.into(), destination: destination.map(Into::into) };
        let story = self.stated(reference);
        self.document.fields.stories.push(story);
        self
    }

    /// A relation to an id or words.
    pub(super) fn relates(self, kind: RelationKind, text: &str) -> Self {
        self.relation(StatedRelation { kind, reference: words(text), inverse: false })
    }

    /// A relation to a link or path.
    pub(super) fn relates_to_path(self, kind: RelationKind, path: &str) -> Self {
        let reference = Reference { text: path.into(), destination: Some(path.into()) };
        self.relation(StatedRelation { kind, reference, inverse: false })
    }

    pub(super) fn relation(mut self, relation: StatedRelation) -> Self {
        let relation = self.stated(relation);
        self.document.fields.relations.push(relation);
        self
    }

    /// A paragraph with one link.
    pub(super) fn link(mut self, text: &str, destination: &str) -> Self {
        let range = self.write(&format!("[{text}]({destination})"));
        self.document.outline.links.push(Link {
            image: false,
            destination: destination.into(),
            text: text.into(),
            range,
        });
        self
    }

    /// A paragraph with one image.
    pub(super) fn image(self, destination: &str) -> Self {
        let mut draft = self.link("!", destination);
        draft.document.outline.links.last_mut().unwrap().image = true;
        draft
    }

    /// A paragraph with an id.
    pub(super) fn mention(mut self, prefix: &str, number: &str) -> Self {
        let text = format!("{prefix}-{number}");
        let range = self.write(&text);
        let mention = Mention { text, prefix: prefix.into(), number: number.into(), range };
        self.document.outline.mentions.push(mention);
        self
    }

    /// A paragraph with an issue.
    pub(super) fn issue_in_prose(mut self, repository: Option<&str>, number: u64) -> Self {
        let issue = issue(repository, number);
        let range = self.write(&issue.text);
        self.document.outline.issues.push(IssueMention { issue, range });
        self
    }

    pub(super) fn heading(mut self, anchor: &str) -> Self {
        let range = self.write(&format!("## {anchor}"));
        let heading = Heading { level: 2, text: anchor.into(), anchor: anchor.into(), range };
        self.document.outline.headings.push(heading);
        self
    }

    pub(super) fn checkbox(mut self, done: bool) -> Self {
        let range = self.write("[ ]");
        self.document.outline.checkboxes.push(Checkbox { done, range });
        self
    }

    pub(super) fn template(mut self) -> Self {
        self.document.is_template = true;
        self
    }

    pub(super) fn withheld(mut self) -> Self {
        self.document.withheld = Some("`draft: true`".into());
        self
    }

    pub(super) fn problem(mut self, problem: Problem) -> Self {
        self.document.problems.push(problem);
        self
    }

    /// Writes a paragraph and says where it stands.
    fn write(&mut self, paragraph: &str) -> std::ops::Range<usize> {
        let start = self.text.len();
        self.text.push_str(paragraph);
        let range = start..self.text.len();
        self.text.push_str("\n\n");
        range
    }

    fn finish(mut self) -> (Arc<Document>, bool) {
        self.document.text = self.text.into();
        self.document.body = 0..self.document.text.len();
        (Arc::new(self.document.sealed()), self.publishable)
    }
}

/// A reference in words.
pub(super) fn words(text: &str) -> Reference {
    Reference { text: text.into(), destination: None }
}

fn person(name: &str, handle: &str, email: &str) -> Person {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Person { name: some(name), handle: some(handle), email: some(email) }
}

fn issue(repository: Option<&str>, number: u64) -> IssueReference {
    IssueReference {
        text: format!("{}#{number}", repository.unwrap_or_default()),
        repository: repository.map(Into::into),
        number,
        tracker: None,
        url: None,
    }
}

/// What a test portfolio consists of besides documents.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) config: Config,
    pub(super) files: Vec<&'static str>,
    pub(super) repository: Option<Repository>,
    pub(super) audience: Audience,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            config: Config::defaults(Path::new("portfolio")),
            files: vec![],
            repository: None,
            audience: Audience::Public,
        }
    }
}

/// The own repository of test portfolios that have one.
pub(super) fn repository() -> Repository {
    let (host, name) = ("https://github.com".into(), "acme/specs".into());
    Repository { host, name, folder: "docs".into() }
}

/// Links drafts with nothing around them.
pub(super) fn portfolio(drafts: impl IntoIterator<Item = Draft>) -> Portfolio {
    portfolio_in(&Setting::default(), drafts)
}

/// Links drafts in a setting.
pub(super) fn portfolio_in(
    setting: &Setting,
    drafts: impl IntoIterator<Item = Draft>,
) -> Portfolio {
    let mut finished: Vec<_> = drafts.into_iter().map(Draft::finish).collect();
    finished.sort_by(|(left, _), (right, _)| left.path.cmp(&right.path));
    let sources = finished.iter().map(|(document, publishable)| Source {
        path: document.path.clone(),
        text: document.text.clone().into(),
        sidecar: None,
        publishable: *publishable,
        history: History::default(),
    });
    let tree = Tree {
        sources: sources.collect(),
        files: setting
            .files
            .iter()
            .map(|path| (SourcePath::new(*path), PathBuf::from(path)))
            .collect(),
        repository: setting.repository.clone(),
        ..Tree::default()
    };
    let documents: Vec<_> = finished.into_iter().map(|(document, _)| document).collect();
    link(&tree, &documents, &setting.config, setting.audience, &Memory::default())
}

/// The problems of one code as `path:line message`.
pub(super) fn problems(portfolio: &Portfolio, code: &str) -> Vec<String> {
    let wanted = portfolio.problems.iter().filter(|problem| problem.code.name() == code);
    wanted
        .map(|problem| format!("{}:{} {}", problem.place.path, problem.place.line, problem.message))
        .collect()
}

/// The entry of that path.
pub(super) fn entry<'a>(portfolio: &'a Portfolio, path: &str) -> &'a super::Entry {
    let found = portfolio.entries.iter().find(|entry| entry.document.path.as_str() == path);
    found.unwrap_or_else(|| panic!("no entry {path}"))
}

/// A kind that a field states.
pub(super) fn field_kind(kind: Kind) -> StatedKind {
    StatedKind::Field(kind)
}

/// A document of this text.
pub(super) fn text(written: &str) -> Arc<Document> {
    let mut draft = doc("a.md");
    draft.text = written.into();
    draft.finish().0
}
