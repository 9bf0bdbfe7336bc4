//! Small hand-made values for the tests of this stage, which do not go through the stages before it.

use super::markdown::{self, Body};
use crate::diagnostic::SourcePath;
use crate::diagnostic::{Code, Place, Problem};
use crate::draw::Pictures;
use crate::link::{
    Backlink, Entry, EntryStatus, Issue, NotInForce, OutPath, Part, Portfolio, Progress, Relation,
    Somebody, Standing, Status, Target, Targets, Turn,
};
use crate::memo::{Fingerprint, Shared};
use crate::parse::{Document, Head, Heading, IssueReference, Kind, Outline, RelationKind};
use crate::scan::History;
use jiff::civil::date;
use std::sync::Arc;

/// A document and what its links lead to.
pub(super) struct Sample {
    pub(super) document: Document,
    pub(super) targets: Targets,
}

impl Sample {
    /// A document of this text: headings get the anchors `h0`, `h1` …, `page.md` leads to `page.html`, `i.png` is a file,
    /// `gone.…` leads nowhere, and `SPEC-7` is a document.
    pub(super) fn new(markdown: &str) -> Self {
        let outline = Outline { headings: headings(markdown), ..Outline::default() };
        let document = Document {
            made_of: Fingerprint::of(&markdown),
            head: Head { path: SourcePath::new("a.md"), ..Head::default() }.into(),
            text: Arc::from(markdown),
            body: 0..markdown.len(),
            title_heading: None,
            outline,
            problems: vec![],
        };
        Self { document, targets: targets(markdown) }
    }

    /// The same, with its first heading as its title.
    pub(super) fn with_title(mut self) -> Self {
        self.document.title_heading =
            self.document.outline.headings.first().map(|h| h.range.clone());
        self
    }

    /// Its body on the page `a.html`.
    pub(super) fn body(&self) -> Body {
        let page = OutPath::new("a.html");
        markdown::write(markdown::Source {
            document: &self.document,
            targets: &self.targets,
            pictures: &Pictures::default(),
            page: &page,
            code: &Shared::forgetful(),
        })
    }

    /// The HTML of it.
    pub(super) fn html(&self) -> String {
        self.body().html
    }
}

/// The ATX headings of a text, roughly.
fn headings(markdown: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        let text = line.trim_start_matches('#');
        let level = line.len() - text.len();
        if (1..=6).contains(&level) && text.starts_with(' ') {
            let anchor = format!("h{}", headings.len());
            let level = u8::try_from(level).expect("at most six");
            headings.push(Heading {
                level,
                text: text.trim().into(),
                anchor,
                range: start..start + line.len(),
            });
        }
        start += line.len();
    }
    headings
}

/// The targets of the links that tests use.
fn targets(markdown: &str) -> Targets {
    let page = |page: &str, fragment: Option<&str>| Target::Page {
        page: OutPath::new(page),
        fragment: fragment.map(str::to_owned),
    };
    let known = [
        ("[a](page.md#x)", page("page.html", Some("x"))),
        ("[a](page.md)", page("page.html", None)),
        ("[![](i.png)](page.md)", page("page.html", None)),
        ("<a href='page.md'", page("page.html", None)),
        ("![](i.png)", Target::File(OutPath::new("i.png"))),
        ("![a *b*](i.png", Target::File(OutPath::new("i.png"))),
        ("<img src=i.png", Target::File(OutPath::new("i.png"))),
        ("[*a*](gone.md", Target::Nothing),
        ("SPEC-7", page("spec-7.html", None)),
        ("https://x.org/a_b_c", Target::Outside("https://x.org/a_b_c".into())),
    ];
    let mut targets: Vec<(std::ops::Range<usize>, Target)> = Vec::new();
    for (text, target) in known {
        targets.extend(
            markdown.match_indices(text).map(|(at, _)| (at..at + text.len(), target.clone())),
        );
    }
    targets.sort_by_key(|(range, _)| range.start);
    targets.into()
}

/// A document of this path and text, on a page beside it, with nothing known of it but its title.
pub(super) fn entry(path: &str, title: &str, markdown: &str) -> Entry {
    let sample = Sample::new(markdown);
    let path = SourcePath::new(path);
    let folder =
        if path.folder().is_empty() { String::new() } else { format!("{}/", path.folder()) };
    Entry {
        made_of: Fingerprint::of(&path),
        page: OutPath::new(format!("{folder}{}.html", path.stem())),
        source: OutPath::new(path.as_str()),
        document: Arc::new(Document {
            head: Head { path, ..Head::default() }.into(),
            ..sample.document
        }),
        kind: Kind::Page,
        id: None,
        title: title.into(),
        status: None,
        created: None,
        updated: None,
        next_review: None,
        authors: vec![],
        reviewers: vec![],
        approvers: vec![],
        issues: vec![],
        stories: vec![],
        labels: vec![],
        discussion: vec![],
        relations: vec![],
        backlinks: vec![],
        not_in_force: None,
        history: History::default(),
        extra: vec![],
        progress: Progress::default(),
        parts: vec![],
        targets: sample.targets,
        withheld: None,
    }
}

/// A portfolio with a bit of everything: a root, a superseded spec and its successor in two files, a story, a template.
pub(super) fn portfolio() -> Portfolio {
    let root = Entry {
        page: OutPath::new("index.html"),
        ..entry("README.md", "Readme", "welcome <!-- hidden -->")
    };
    let old = Entry {
        kind: Kind::Spec,
        id: Some("SPEC-1".into()),
        status: Some(EntryStatus { status: 1, detail: Some("by 2".into()) }),
        authors: vec![0],
        not_in_force: Some(NotInForce { successor: Some(2), is_elsewhere: false }),
        backlinks: vec![Backlink { kind: RelationKind::Supersedes, source: 2 }],
        labels: vec!["Storage".into()],
        ..entry("specs/old.md", "Old <b>", "## Part\n\n```rust\nlet a = 1;\n```\n")
    };
    let story = Entry {
        kind: Kind::Story,
        id: Some("7".into()),
        ..entry("stories/7.md", "A story", "text")
    };
    let template = Entry { kind: Kind::Template, ..entry("template.md", "[Title]", "fill in") };
    let place = Place { path: SourcePath::new("specs/old.md"), line: 3, column: 1, width: 1 };
    let problem = Problem::new(Code::BrokenLink, place, "no file `gone.md`").help("mend it");
    Portfolio {
        repository: None,
        made_of: None,
        entries: Arc::new([root, old, new_spec(), story, template].map(Arc::new).into()),
        statuses: Arc::new(vec![
            status("Draft", Standing::Open, vec![2]),
            status("Superseded", Standing::NotInForce, vec![1]),
        ]),
        people: Arc::new(vec![
            somebody("Ann Lee", vec![1], vec![2]),
            somebody("Bo", vec![2], vec![]),
        ]),
        issues: Arc::new(vec![issue()]),
        views: Arc::default(),
        assets: Arc::default(),
        redirects: Arc::default(),
        problems: vec![problem],
        withheld: 0,
        pictures: Pictures::default(),
    }
}

/// A spec in two files with everything a header can show.
fn new_spec() -> Entry {
    let design = Sample::new("# Design");
    let part = Part {
        document: Arc::new(Document {
            head: Head { path: SourcePath::new("specs/new/design.md"), ..Head::default() }.into(),
            ..design.document
        }),
        page: OutPath::new("specs/new/design.html"),
        source: OutPath::new("specs/new/design.md"),
        title: "Design".into(),
        role: "design".into(),
        status: None,
        progress: Progress { done: 1, total: 2 },
        targets: design.targets,
    };
    let to = |kind, target| Relation { kind, text: "SPEC-1".into(), target };
    Entry {
        page: OutPath::new("specs/new/index.html"),
        kind: Kind::Spec,
        id: Some("SPEC-2".into()),
        status: Some(EntryStatus { status: 0, detail: None }),
        created: Some(date(2026, 1, 2)),
        next_review: Some(date(2026, 12, 1)),
        authors: vec![1],
        reviewers: vec![0],
        issues: vec![0],
        stories: vec!["7".into(), "99".into()],
        labels: vec!["storage".into()],
        discussion: vec!["https://example.org/x".into(), "javascript:alert(1)".into()],
        relations: vec![to(RelationKind::Supersedes, Some(1)), to(RelationKind::Requires, None)],
        history: History {
            first: None,
            last: Some(date(2026, 3, 4)),
            status_since: Some(date(2026, 2, 3)),
        },
        extra: vec![("Layer".into(), "<i>core</i>".into())],
        progress: Progress { done: 1, total: 3 },
        parts: vec![part],
        ..entry("specs/new/README.md", "New \u{202e}\"title\"", "# New\n\n## One\n\n## Two\n")
    }
}

fn status(name: &str, standing: Standing, entries: Vec<usize>) -> Status {
    let slug = name.to_lowercase();
    Status {
        name: name.into(),
        slug,
        standing,
        turn: (standing == Standing::Open).then_some(Turn::Author),
        meaning: Some(format!("It is {name}.")),
        colour: "blue".into(),
        entries,
    }
}

fn somebody(name: &str, authored: Vec<usize>, reviews: Vec<usize>) -> Somebody {
    let slug = name.to_lowercase().replace(' ', "-");
    Somebody { name: name.into(), handle: None, slug, authored, reviews, approves: vec![] }
}

fn issue() -> Issue {
    let reference = IssueReference {
        text: "#12".into(),
        repository: None,
        number: 12,
        tracker: None,
        url: None,
    };
    Issue {
        reference,
        url: Some("https://example.org/12".into()),
        slug: "12".into(),
        named_by: vec![(2, true), (1, false)],
    }
}
