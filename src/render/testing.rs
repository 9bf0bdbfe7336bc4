//! Small hand-made values for the tests of this stage, which do not go through the stages before it.

use super::markdown::{self, Body};
use crate::diagnostic::SourcePath;
use crate::link::{OutPath, Target, Targets};
use crate::parse::{Document, Fields, Heading, Outline};
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
            path: SourcePath::new("a.md"),
            text: Arc::from(markdown),
            body: 0..markdown.len(),
            title_heading: None,
            fields: Fields::default(),
            extra: vec![],
            is_template: false,
            withheld: None,
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
            page: &page,
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
    let mut targets: Targets = Vec::new();
    for (text, target) in known {
        targets.extend(
            markdown.match_indices(text).map(|(at, _)| (at..at + text.len(), target.clone())),
        );
    }
    targets.sort_by_key(|(range, _)| range.start);
    targets
}
