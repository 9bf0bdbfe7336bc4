//! One document's Markdown → HTML.
//!
//! In: a parsed document, what its links lead to, and the page it stands on. Out: the body's HTML, safe and valid whatever
//! the input, and the places of its HTML comments. The writer is ours, over pulldown-cmark's events with their offsets,
//! because what the product promises (anchors as GitHub makes them, links as `link` resolved them, raw HTML by an allow-list,
//! no inline style) is what the crate's own writer leaves open.
//!
//! The dialect is [`outline::options`]: the outline and the page see the same events, or anchors and links would not meet.
//! Math stands as the TeX it was written in, which is legible without a script and a font.
//!
//! The events are a stream and never a list, and nesting is bounded by [`Elements`], so a hostile document costs time and
//! memory in proportion to its length. Absent on purpose: resolving anything; and templates, so `{{ }}` is just text.

use super::elements::{Content, Elements};
use super::footnotes::Footnotes;
use super::highlight::{self, Blocks};
use super::links::{self, Links};
use super::raw_html::{self, push_attribute};
use super::run::Run;
use super::{diagram, escape, href};
use crate::draw::{Picture, Pictures};
use crate::link::{OutPath, Targets};
use crate::memo::Shared;
use crate::parse::{Document, outline};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd,
};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// A text to write, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    /// The text, its outline and its title's heading, which the page shows elsewhere.
    pub(super) document: &'a Document,
    /// What its links lead to.
    pub(super) targets: &'a Targets,
    /// What its diagrams look like.
    pub(super) pictures: &'a Pictures,
    /// The page it stands on.
    pub(super) page: &'a OutPath,
    /// Which code was coloured before.
    pub(super) code: &'a Shared<str>,
}

/// What is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    /// The HTML.
    pub(super) html: String,
    /// Where the document has HTML comments.
    pub(super) comments: Vec<Range<usize>>,
    /// The coloured code in it, where that is known again.
    pub(super) code: Vec<Arc<str>>,
}

/// Writes a document's body.
pub(super) fn write(source: Source<'_>) -> Body {
    let mut writer = Writer::new(source);
    for (event, range) in outline::events(&source.document.text, source.document.body.clone()) {
        writer.event(event, range);
    }
    writer.finish()
}

/// A raw text with its character references replaced. The crate knows the two thousand names; it tells them when asked to
/// read one as Markdown.
pub(super) fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let length = 1 + rest[1..].find(|c| !is_name(c)).unwrap_or(rest.len() - 1);
        let reference = rest.get(..=length).filter(|name| name.ends_with(';') && length <= 40);
        let decoded = reference.and_then(|name| match Parser::new(name).nth(1) {
            Some(Event::Text(decoded)) if &*decoded != "&" || name == "&amp;" => {
                Some((decoded, name))
            }
            _ => None,
        });
        if let Some((decoded, name)) = decoded {
            out.push_str(&decoded);
            rest = &rest[name.len()..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A code block being gathered.
struct Code<'a> {
    info: CowStr<'a>,
    text: String,
    /// What it looks like, where it is a diagram that was drawn.
    picture: Option<&'a Picture>,
}

/// An image being gathered: what is inside gives its words.
struct Image<'a> {
    start: usize,
    url: CowStr<'a>,
    title: CowStr<'a>,
    alt: String,
    /// Images inside its words.
    depth: usize,
}

/// The state between two events.
struct Writer<'a> {
    document: &'a Document,
    links: Links<'a>,
    pictures: &'a Pictures,
    blocks: Blocks<'a>,
    elements: Elements,
    ids: BTreeSet<String>,
    comments: Vec<Range<usize>>,
    /// Prose, or the raw HTML of a block, not yet written.
    run: Run,
    code: Option<Code<'a>>,
    image: Option<Image<'a>>,
    /// The anchor of the heading being written.
    anchor: Option<&'a str>,
    /// Inside the heading that the page shows as its title.
    in_title: bool,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    notes: Footnotes,
    /// What was being written where a footnote's text began, and the footnote's label.
    outer: Vec<(Elements, String)>,
}

impl<'a> Writer<'a> {
    fn new(source: Source<'a>) -> Self {
        let Source { document, targets, pictures, page, code } = source;
        Self {
            document,
            links: Links { targets, page },
            pictures,
            blocks: Blocks::new(code),
            elements: Elements::with_capacity(document.body.len() * 5 / 4),
            ids: document.outline.headings.iter().map(|h| h.anchor.clone()).collect(),
            comments: Vec::new(),
            run: Run::default(),
            code: None,
            image: None,
            anchor: None,
            in_title: false,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            notes: Footnotes::default(),
            outer: Vec::new(),
        }
    }

    /// Takes one event, whose construct stands at `range` in the document.
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.in_title || self.image.is_some() {
            return self.unseen_event(event, range);
        }
        if let Some(code) = &mut self.code {
            match event {
                Event::End(TagEnd::CodeBlock) => self.end_code(),
                Event::Text(text) => code.text.push_str(&text),
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(text) | Event::Html(text) => {
                self.run.push(&text, range, &self.document.text);
            }
            Event::Start(Tag::HtmlBlock) => self.flush(),
            Event::End(TagEnd::HtmlBlock) => self.end_html_block(),
            event => {
                self.flush();
                self.structure(event, range);
            }
        }
    }

    /// Takes an event that is neither text nor part of something being gathered.
    fn structure(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                let out = self.elements.inline();
                out.push_str("<code>");
                escape::push(out, &code);
                out.push_str("</code>");
            }
            Event::InlineHtml(html) => {
                self.run.push(&html, range, &self.document.text);
                self.write_raw_html();
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.elements.html().push('\n'),
            Event::HardBreak => self.elements.inline().push_str("<br>\n"),
            Event::Rule => {
                if self.elements.block() {
                    self.elements.html().push_str("<hr>\n");
                }
            }
            Event::TaskListMarker(done) => self.checkbox(done),
            Event::InlineMath(tex) => self.math("math", &tex),
            Event::DisplayMath(tex) => self.math("math display", &tex),
            Event::Text(text) | Event::Html(text) => {
                escape::push(self.elements.inline(), &text);
            }
        }
    }

    /// Writes TeX as it is, without the backticks that GitHub allows around it.
    fn math(&mut self, class: &str, tex: &str) {
        let out = self.elements.inline();
        out.push_str("<code");
        push_attribute(out, "class", class);
        out.push('>');
        escape::push(out, tex.trim_matches('`').trim_matches('\n'));
        out.push_str("</code>");
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.elements.open_block("p", "", Content::Phrasing),
            Tag::Heading { level, .. } => self.start_heading(level as u8, &range),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => CowStr::Borrowed(""),
                };
                let picture = self.picture_at(range.start);
                self.code = Some(Code { info, text: String::new(), picture });
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
            Tag::List(start) => self.start_list(start),
            Tag::Item => self.elements.open_part("li", "", Content::Flow),
            Tag::DefinitionList => self.elements.open_block("dl", "", Content::Terms),
            Tag::DefinitionListTitle => self.elements.open_part("dt", "", Content::Phrasing),
            Tag::DefinitionListDefinition => self.elements.open_part("dd", "", Content::Flow),
            Tag::FootnoteDefinition(label) => {
                let mut note = Elements::default();
                note.continue_count(&self.elements);
                self.outer.push((std::mem::replace(&mut self.elements, note), label.into_string()));
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.elements.open_part("thead", "", Content::Rows);
                self.elements.open_part("tr", "", Content::Cells);
            }
            Tag::TableRow => {
                self.column = 0;
                self.elements.open_part("tr", "", Content::Cells);
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.elements.open_inline("em", ""),
            Tag::Strong => self.elements.open_inline("strong", ""),
            Tag::Strikethrough => self.elements.open_inline("del", ""),
            Tag::Superscript => self.elements.open_inline("sup", ""),
            Tag::Subscript => self.elements.open_inline("sub", ""),
            Tag::Link { dest_url, title, .. } => self.start_link(&dest_url, &title, range.start),
            Tag::Image { dest_url, title, .. } => {
                let (url, start, alt) = (dest_url, range.start, String::new());
                self.image = Some(Image { start, url, title, alt, depth: 0 });
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead => {
                self.in_head = false;
                self.elements.close();
                self.elements.close();
                self.elements.open_part("tbody", "", Content::Rows);
            }
            TagEnd::Table => {
                self.elements.close();
                self.elements.close();
                self.close_block();
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => self.elements.close(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_) => {}
            _ => self.close_block(),
        }
    }

    fn close_block(&mut self) {
        self.elements.close();
        self.elements.html().push('\n');
    }

    fn start_heading(&mut self, level: u8, range: &Range<usize>) {
        let title = self.document.title_heading.as_ref();
        if title.is_some_and(|title| title.start == range.start) {
            self.in_title = true;
            return;
        }
        self.anchor = self.anchor_at(range.start);
        let mut attributes = String::new();
        if let Some(anchor) = self.anchor {
            push_attribute(&mut attributes, "id", anchor);
        }
        self.elements.open_heading(level, &attributes);
    }

    /// The anchor of the heading that begins here.
    fn anchor_at(&self, start: usize) -> Option<&'a str> {
        let headings = &self.document.outline.headings;
        let index = headings.binary_search_by_key(&start, |heading| heading.range.start).ok()?;
        Some(&headings[index].anchor)
    }

    /// Ends a heading with the link to itself.
    fn end_heading(&mut self) {
        self.elements.close_raw_lines();
        if let Some(anchor) = self.anchor.take().filter(|_| !self.elements.is_blank()) {
            let mut link = " <a class=\"anchor\"".to_owned();
            push_attribute(&mut link, "href", &format!("#{}", href::encode(anchor)));
            link.push_str(" aria-label=\"Link to this section\">#</a>");
            self.elements.html().push_str(&link);
        }
        self.close_block();
    }

    /// A quote, or an alert with its title.
    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, title) = match kind {
            None => return self.elements.open_block("blockquote", "", Content::Flow),
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("important", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "Caution"),
        };
        let attributes = format!(" class=\"alert {class}\" role=\"note\"");
        self.elements.open_block("div", &attributes, Content::Flow);
        let title = format!("<p class=\"alert-title\">{title}</p>\n");
        self.elements.html().push_str(&title);
    }

    fn start_list(&mut self, start: Option<u64>) {
        match start {
            None => self.elements.open_block("ul", "", Content::Items),
            Some(1) => self.elements.open_block("ol", "", Content::Items),
            Some(start) => {
                self.elements.open_block("ol", &format!(" start=\"{start}\""), Content::Items);
            }
        }
        self.elements.html().push('\n');
    }

    /// A task's box: no input that waits for anybody, but the sign with its meaning in words. The item around it has been
    /// opened just now, and gets its class here.
    fn checkbox(&mut self, done: bool) {
        let html = self.elements.html();
        let before = html.strip_suffix("<p>").unwrap_or(html);
        if let Some(item) = before.strip_suffix("<li>").map(str::len) {
            html.replace_range(item..item + 4, "<li class=\"task\">");
        }
        let (checked, label) = if done { (" checked", "done") } else { ("", "open") };
        write!(
            self.elements.inline(),
            "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
        )
        .expect("a string takes all");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.alignments = alignments;
        let label = self.elements.table_box();
        self.elements.open_block("div", &label, Content::Flow);
        self.elements.open_block("table", "", Content::Table);
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_head {
            self.elements.open_part("th", &format!(" scope=\"col\"{class}"), Content::Flow);
        } else {
            self.elements.open_part("td", class, Content::Flow);
        }
    }

    /// Ends a cell. A header cell without words is none: it would announce itself as an empty header.
    fn end_cell(&mut self) {
        if self.in_head && self.elements.is_blank() {
            self.elements.rename("td");
        }
        self.elements.close();
    }

    /// A link, or the span that marks one that leads nowhere.
    fn start_link(&mut self, url: &str, title: &str, start: usize) {
        let Some(href) = self.links.resolve(&[start], url) else {
            return self.elements.open_inline("span", " class=\"unresolved\"");
        };
        let mut attributes = String::new();
        push_attribute(&mut attributes, "href", &href);
        if !title.is_empty() {
            push_attribute(&mut attributes, "title", title);
        }
        self.elements.open_inline("a", &attributes);
    }

    /// Takes an event inside what is not written as it stands: the title, the words of an image. Its comments are
    /// comments all the same.
    fn unseen_event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::InlineHtml(html) = &event {
            self.comments.extend(raw_html::comments(html, range.start));
        } else if self.in_title {
            self.in_title = !matches!(event, Event::End(TagEnd::Heading(_)));
        }
        self.image_event(event);
    }

    /// Takes an event inside an image: all that counts is its words.
    fn image_event(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let mut attributes = String::new();
        if !image.title.is_empty() {
            push_attribute(&mut attributes, "title", &image.title);
        }
        let src = self.links.resolve(&[image.start], &image.url);
        links::write_image(&mut self.elements, src.as_deref(), &image.alt, &attributes);
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        if !self.elements.block() {
            escape::push(self.elements.inline(), &code.text);
            return;
        }
        let out = self.elements.html();
        if let Some(picture) = code.picture {
            let source = (&*code.info, &*code.text);
            diagram::write(out, picture, source, self.links.page, &mut self.blocks);
        } else {
            highlight::write(out, &code.info, &code.text, &mut self.blocks);
        }
    }

    /// The picture of the diagram that begins here.
    fn picture_at(&self, start: usize) -> Option<&'a Picture> {
        let diagrams = &self.document.outline.diagrams;
        let index = diagrams.binary_search_by_key(&start, |diagram| diagram.range.start).ok()?;
        self.pictures.get(&diagrams[index].source)
    }

    fn footnote_reference(&mut self, label: &str) {
        let mark = self.notes.refer(label, self.elements.in_link(), &mut self.ids);
        self.elements.inline().push_str(&mark);
    }

    /// Ends the text of a footnote.
    fn end_footnote(&mut self) {
        let Some((mut outer, label)) = self.outer.pop() else { return };
        outer.continue_count(&self.elements);
        let html = std::mem::replace(&mut self.elements, outer).finish();
        self.notes.define(&label, html, &mut self.ids);
    }

    /// Ends a block of raw HTML, which reaches over several lines and so comes in several events.
    fn end_html_block(&mut self) {
        self.write_raw_html();
        self.elements.close_raw_lines();
    }

    /// Writes gathered raw HTML.
    fn write_raw_html(&mut self) {
        let run = std::mem::take(&mut self.run);
        let mut context = raw_html::Context {
            elements: &mut self.elements,
            links: &self.links,
            ids: &mut self.ids,
            comments: &mut self.comments,
        };
        raw_html::write(&run, &mut context);
        self.run = run;
        self.run.clear();
    }

    /// Writes gathered prose, with the links that stand in it bare: ids, issues, URLs.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let in_link = self.elements.in_link();
        if self.run.text().trim().is_empty() {
            // It asks for no place: between two parts of a raw list it would open a third.
            self.elements.html().push_str(self.run.text());
            return self.run.clear();
        }
        let out = self.elements.inline();
        if in_link {
            escape::push(out, self.run.text());
        } else {
            write_prose(out, &self.run, &self.links);
        }
        self.run.clear();
    }

    fn finish(mut self) -> Body {
        self.flush();
        let mut html = std::mem::take(&mut self.elements).finish();
        self.notes.write(&mut html);
        Body { html, comments: self.comments, code: self.blocks.held }
    }
}

/// Writes prose with the links that stand in it bare: `link` resolved ids, issues and URLs alike, by their places.
fn write_prose(out: &mut String, run: &Run, links: &Links<'_>) {
    let (text, source) = (run.text(), run.source());
    let mut from = 0;
    for (place, target) in links.between(source.start, source.end) {
        let Some(place) = run.find(place).filter(|place| place.start >= from) else { continue };
        let (Some(url), Some(words)) = (links.url(target), text.get(place.clone())) else {
            continue;
        };
        escape::push(out, &text[from..place.start]);
        out.push_str("<a");
        push_attribute(out, "href", &url);
        out.push('>');
        escape::push(out, words);
        out.push_str("</a>");
        from = place.end;
    }
    escape::push(out, &text[from..]);
}

#[cfg(test)]
mod tests;
