//! A sequence of elements as Markdown and raw HTML ask for them → HTML that is balanced and nested as its content model says.
//!
//! In: requests to open, close and write, from two sides that know nothing of each other: Markdown's own containers, which
//! always balance, and an author's raw tags, which need not. Out: valid HTML. Three rules hold it together. What Markdown
//! opened, only Markdown closes: raw elements left open inside are closed before it, and a raw end tag finds only raw elements
//! above the nearest Markdown one. What may not stand where it is asked for is wrapped as a browser would wrap it (text in a
//! table gets its row and cell), or its tag is left out and its content stays. And nothing nests deeper than [`MAX_DEPTH`]:
//! beyond, containers leave no tags, so that neither a browser nor a reader of the file meets a bomb.
//!
//! Absent on purpose: which tags and attributes are allowed at all, which is [`super::raw_html`]'s.

mod raw;

use super::levels::{self, Levels};
use super::spans;
use crate::parse::html::{Piece, pieces};

/// How deep written elements nest; browsers give up at 512.
const MAX_DEPTH: usize = 120;

/// What may stand directly inside an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Blocks and text.
    Flow,
    /// Text and what stands in a line.
    Phrasing,
    /// Like [`Content::Flow`], but a `summary` first.
    Details,
    /// `li`.
    Items,
    /// `li`, in a list that only its items ask for: anything else ends it.
    ImpliedItems,
    /// `dt` and `dd`.
    Terms,
    /// `caption`, row groups, rows.
    Table,
    /// `tr`.
    Rows,
    /// `td` and `th`.
    Cells,
    /// `source` and one `img`.
    Sources,
}

/// Who opened an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Markdown's own structure.
    Markdown,
    /// A raw tag, or one implied by it.
    Raw,
}

/// An element that is open.
#[derive(Clone, Debug)]
struct Open {
    name: &'static str,
    /// The raw tag that it stands for, which its end tag names; of what is only implied, none.
    tag: &'static str,
    origin: Origin,
    content: Content,
    /// Whether its tags are written; beyond the depth limit, and for a paragraph broken by a block, they are not.
    written: bool,
    /// Whether links may not stand inside because it is one.
    link: bool,
    /// Of a heading, the level that its author gave it.
    heading: Option<u8>,
    /// Where in the output its start tag begins, and where its content does.
    start: usize,
    inner: usize,
}

/// HTML being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    html: String,
    open: Vec<Open>,
    depth: usize,
    links: usize,
    /// How many elements are open that may hold no heading.
    terms: usize,
    tables: usize,
    levels: Levels,
}

impl Elements {
    /// Elements with room for this many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { html: String::with_capacity(bytes), ..Self::default() }
    }

    /// Everything written, with what is still open closed.
    pub(super) fn finish(mut self) -> String {
        while self.pop() {}
        self.html
    }

    /// What is written so far, to look at or amend its end.
    pub(super) fn html(&mut self) -> &mut String {
        &mut self.html
    }

    /// Whether a link is open, so that none may begin.
    pub(super) fn in_link(&self) -> bool {
        self.links > 0
    }

    /// Makes a place for text or an element that stands in a line.
    pub(super) fn inline(&mut self) -> &mut String {
        match self.content() {
            Content::Flow | Content::Phrasing => {}
            _ => self.imply(),
        }
        &mut self.html
    }

    /// Makes a place for a block and says whether there is one.
    pub(super) fn block(&mut self) -> bool {
        match self.content() {
            Content::Flow => true,
            Content::Phrasing => self.leave_paragraph(),
            _ => {
                self.imply();
                self.block()
            }
        }
    }

    /// Opens a block of Markdown's. `attributes` begin with a space or are empty.
    pub(super) fn open_block(&mut self, name: &'static str, attributes: &str, content: Content) {
        // A block of Markdown's stands whatever raw tags are open: those that cannot hold it end here.
        while !self.block() && self.is_raw() {
            self.pop();
        }
        self.push(name, attributes, content, Origin::Markdown);
    }

    /// Opens a part of a Markdown list or table, which stands where its whole does.
    pub(super) fn open_part(&mut self, name: &'static str, attributes: &str, content: Content) {
        let written = self.open.last().is_none_or(|open| open.written);
        self.enter(name, attributes, content, Origin::Markdown, written);
    }

    /// Opens a heading of Markdown's, of the level that its author gave it.
    pub(super) fn open_heading(&mut self, written: u8, attributes: &str) {
        while self.terms > 0 && self.is_raw() {
            self.pop();
        }
        self.open_block(self.heading_name(written), attributes, Content::Phrasing);
        self.mark_heading(written);
    }

    /// Opens a Markdown element that stands in a line.
    pub(super) fn open_inline(&mut self, name: &'static str, attributes: &str) {
        self.inline();
        let link = name == "a";
        let written = self.depth < MAX_DEPTH && !(link && self.in_link());
        self.enter(name, attributes, Content::Phrasing, Origin::Markdown, written);
        self.mark_link(link && written);
    }

    /// Closes the innermost Markdown element, and what raw tags left open inside it.
    pub(super) fn close(&mut self) {
        while self.is_raw() {
            self.pop();
        }
        self.pop();
    }

    /// The attributes of the box that the next table scrolls in: a place that the keyboard reaches, so it needs a name.
    pub(super) fn table_box(&mut self) -> String {
        self.tables += 1;
        format!(
            " class=\"table\" role=\"region\" aria-label=\"Table {}\" tabindex=\"0\"",
            self.tables
        )
    }

    /// Writes an image, which may stand inside `picture` too.
    pub(super) fn write_image(&mut self, tag: &str) {
        if self.content() != Content::Sources {
            self.inline();
        }
        self.html.push_str(tag);
    }

    /// Whether nothing but white space stands in the innermost Markdown element yet.
    pub(super) fn is_blank(&self) -> bool {
        let markdown = self.open.iter().rev().find(|open| open.origin == Origin::Markdown);
        markdown.is_none_or(|open| self.html[open.inner..].trim().is_empty())
    }

    /// Gives the innermost Markdown element, whose content is still empty, another name and no attributes.
    pub(super) fn rename(&mut self, name: &'static str) {
        if let Some(open) =
            self.open.last_mut().filter(|open| open.written && open.origin == Origin::Markdown)
        {
            self.html.truncate(open.start);
            for part in ["<", name, ">"] {
                self.html.push_str(part);
            }
            (open.name, open.inner) = (name, self.html.len());
        }
    }

    /// Takes over how far another piece of the same page has counted.
    pub(super) fn continue_count(&mut self, other: &Self) {
        self.tables = other.tables;
    }

    fn content(&self) -> Content {
        self.open.last().map_or(Content::Flow, |open| open.content)
    }

    fn inner(&self) -> usize {
        self.open.last().map_or(0, |open| open.inner)
    }

    fn is_raw(&self) -> bool {
        self.open.last().is_some_and(|open| open.origin == Origin::Raw)
    }

    fn is_shallow(&self) -> bool {
        self.depth < MAX_DEPTH
            && self.open.last().is_none_or(|open| open.written || open.content == Content::Flow)
    }

    /// Opens what the present element demands around its content.
    fn imply(&mut self) {
        match self.content() {
            Content::Flow | Content::Phrasing => {}
            Content::Details => {
                self.html.push_str("<summary>Details</summary>");
                self.settle_details();
            }
            Content::Items => self.push("li", "", Content::Flow, Origin::Raw),
            Content::Terms => self.open_raw_part("dd", "", Content::Flow),
            Content::Table | Content::Rows => {
                self.push("tr", "", Content::Cells, Origin::Raw);
                self.imply();
            }
            Content::Cells => self.push("td", "", Content::Flow, Origin::Raw),
            Content::Sources | Content::ImpliedItems => {
                self.pop();
                self.imply();
            }
        }
    }

    /// The `details` on top has its summary.
    fn settle_details(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.content = Content::Flow;
        }
    }

    /// Ends the paragraph on top for a block's sake, as a browser does; says whether there was one.
    fn leave_paragraph(&mut self) -> bool {
        match self.open.last_mut() {
            Some(open) if open.name == "p" && open.origin == Origin::Raw => self.pop(),
            Some(open) if open.name == "p" => {
                if open.written {
                    self.html.push_str("</p>");
                    self.depth -= 1;
                }
                open.written = false;
                open.content = Content::Flow;
                true
            }
            _ => false,
        }
    }

    fn heading_name(&self, written: u8) -> &'static str {
        levels::name(self.levels.level(written))
    }

    fn mark_tag(&mut self, tag: &'static str) {
        if let Some(open) = self.open.last_mut() {
            open.tag = tag;
        }
    }

    fn mark_heading(&mut self, written: u8) {
        if let Some(open) = self.open.last_mut().filter(|open| open.written) {
            open.heading = Some(written);
        }
    }

    fn mark_link(&mut self, link: bool) {
        if let Some(open) = self.open.last_mut().filter(|_| link) {
            open.link = true;
            self.links += 1;
        }
    }

    /// Opens an element, without tags where it would be too deep. Paragraphs, headings and tables cannot nest by
    /// themselves and always get theirs.
    fn push(&mut self, name: &'static str, attributes: &str, content: Content, origin: Origin) {
        let flat = matches!(content, Content::Phrasing | Content::Table);
        self.enter(name, attributes, content, origin, flat || self.depth < MAX_DEPTH);
    }

    fn enter(
        &mut self,
        name: &'static str,
        attributes: &str,
        content: Content,
        origin: Origin,
        written: bool,
    ) {
        let start = self.html.len();
        if written {
            for part in ["<", name, attributes, ">"] {
                self.html.push_str(part);
            }
            self.depth += 1;
        }
        self.terms += usize::from(is_term(name));
        // Where the list or table itself left no tags, its parts cannot, and text needs none of them.
        let content = if written || content == Content::Phrasing { content } else { Content::Flow };
        self.open.push(Open {
            name,
            tag: name,
            origin,
            content,
            written,
            link: false,
            heading: None,
            start,
            inner: self.html.len(),
        });
    }

    /// Closes the innermost element; false when nothing is open.
    fn pop(&mut self) -> bool {
        if self.content() == Content::Details {
            self.imply();
        }
        let Some(open) = self.open.pop() else { return false };
        self.links -= usize::from(open.link);
        self.terms -= usize::from(is_term(open.name));
        if open.written {
            self.depth -= 1;
            self.end(&open);
        }
        true
    }

    /// Writes an end tag; takes back elements that are invalid or misleading as they are.
    fn end(&mut self, open: &Open) {
        if is_hollow(open, &self.html[open.inner..]) {
            self.html.truncate(open.start);
            return;
        }
        if let Some(written) = open.heading {
            self.levels.take(written);
        }
        self.complete(open);
        for part in ["</", open.name, ">"] {
            self.html.push_str(part);
        }
    }

    /// Adds what an element may not be without.
    fn complete(&mut self, open: &Open) {
        let inner = &self.html[open.inner..];
        let missing = match open.name {
            "dl" if inner.trim_end().ends_with("</dt>") => "<dd></dd>",
            "summary" if inner.trim().is_empty() => "Details",
            "a" if is_nameless(inner) => "link",
            "table" => {
                if let Some(mended) = spans::mend(inner) {
                    self.html.replace_range(open.inner.., &mended);
                }
                return;
            }
            _ => return,
        };
        self.html.push_str(missing);
    }
}

/// Whether a link has no words: neither text nor an image, which always has some in a link.
fn is_nameless(inner: &str) -> bool {
    let silent = |piece: &Piece<'_>| match piece {
        Piece::Text(range) => inner[range.clone()].trim().is_empty(),
        Piece::Tag(tag) => tag.name != "img",
        Piece::Comment(_) => true,
    };
    inner.trim().is_empty() || inner.contains('<') && pieces(inner, 0).iter().all(silent)
}

/// Whether an element has nothing in it that it is for.
fn is_hollow(open: &Open, inner: &str) -> bool {
    match open.name {
        "picture" => !inner.contains("<img"),
        "tr" | "tbody" => inner.trim().is_empty(),
        _ => open.heading.is_some() && inner.trim().is_empty(),
    }
}

/// Whether an element may hold no heading, however deep.
fn is_term(name: &str) -> bool {
    matches!(name, "dt" | "th")
}
