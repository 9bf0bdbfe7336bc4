//! The one pass over a document's events.
//!
//! In: events with their ranges. Out: the outline and the top-level blocks. The state of the pass is what is open at the
//! moment: a heading, links, a paragraph, a checkbox. Absent on purpose: nesting. What stands inside what is of no interest
//! below the top level.

use super::anchor::unique_anchor;
use super::{Block, BlockKind, Blocks};
use crate::parse::html::{self, Piece};
use crate::parse::{
    Checkbox, Diagram, Heading, IssueMention, Link, Mention, Outline, autolink, filler, references,
};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// How many paragraphs are kept as candidates for the summary.
const SUMMARY_CANDIDATES: usize = 24;

/// The state of the pass.
pub(super) struct Walk<'a> {
    text: &'a str,
    trackers: &'a BTreeMap<String, String>,
    outline: Outline,
    found: Blocks,
    /// How many blocks and spans are open.
    depth: usize,
    /// The heading being read.
    heading: Option<(u8, Range<usize>, String)>,
    /// The links being read: an image may stand in a link.
    links: Vec<Link>,
    /// Inside a code block.
    in_code: bool,
    /// The diagram being read, inside a code block of one.
    diagram: Option<Diagram>,
    /// The paragraph being read, when it is a candidate for the summary.
    paragraph: Option<(Range<usize>, String)>,
    /// The checkbox whose text is being read.
    checkbox: Option<(Checkbox, String)>,
    /// How often each anchor was given.
    anchors: HashMap<String, usize>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, trackers: &'a BTreeMap<String, String>) -> Self {
        Self {
            text,
            trackers,
            outline: Outline::default(),
            found: Blocks::default(),
            depth: 0,
            heading: None,
            links: Vec::new(),
            in_code: false,
            diagram: None,
            paragraph: None,
            checkbox: None,
            anchors: HashMap::new(),
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(content) => self.prose(&content, range),
            Event::Code(content) | Event::InlineMath(content) | Event::DisplayMath(content) => {
                self.gather(&content);
            }
            Event::SoftBreak | Event::HardBreak => self.gather(" "),
            Event::Html(_) | Event::InlineHtml(_) => self.raw_html(range),
            Event::Rule if self.depth == 0 => self.block(BlockKind::Rule, range),
            Event::TaskListMarker(done) => {
                self.checkbox = Some((Checkbox { done, range }, String::new()));
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.depth == 0 {
            self.top_level(&tag, range.clone());
        }
        self.depth += 1;
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some((level_number(level), range, String::new()));
            }
            // Of an address in angle brackets the scheme is left to whoever writes the link out.
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.links.push(link(false, &format!("mailto:{dest_url}"), range));
            }
            Tag::Link { dest_url, .. } => self.links.push(link(false, &dest_url, range)),
            Tag::Image { dest_url, .. } => self.links.push(link(true, &dest_url, range)),
            Tag::CodeBlock(kind) => self.code_block(&kind, range),
            Tag::List(_) | Tag::BlockQuote(_) => self.end_checkbox(),
            Tag::FootnoteDefinition(label) => self.outline.anchors.push(format!("fn-{label}")),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.outline.diagrams.extend(self.diagram.take());
            }
            TagEnd::Item => self.end_checkbox(),
            TagEnd::Paragraph => {
                self.end_checkbox();
                self.found.paragraphs.extend(self.paragraph.take());
            }
            _ => {}
        }
    }

    fn top_level(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let kind = match tag {
            Tag::Heading { .. } => BlockKind::Heading(self.outline.headings.len()),
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::List(_) => BlockKind::List,
            Tag::Table(_) => BlockKind::Table,
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::HtmlBlock => BlockKind::Html,
            _ => BlockKind::Other,
        };
        if kind == BlockKind::Paragraph && self.found.paragraphs.len() < SUMMARY_CANDIDATES {
            self.paragraph = Some((range.clone(), String::new()));
        }
        self.block(kind, range);
    }

    fn block(&mut self, kind: BlockKind, range: Range<usize>) {
        self.found.blocks.push(Block { kind, range });
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        self.in_code = true;
        self.end_checkbox();
        if let CodeBlockKind::Fenced(info) = kind
            && is_diagram(info)
        {
            self.diagram = Some(Diagram { source: String::new(), range: range.clone() });
        }
        if matches!(kind, CodeBlockKind::Fenced(_)) && !is_closed(&self.text[range.clone()]) {
            let line = self.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
            self.found.unclosed_fences.push(range.start..line);
        }
    }

    /// Text that is prose: looked through for ids, issues and bare URLs unless it stands in code or in a link.
    fn prose(&mut self, content: &str, range: Range<usize>) {
        if let Some(diagram) = &mut self.diagram {
            diagram.source.push_str(content);
        }
        if self.in_code {
            return;
        }
        self.gather(content);
        let verbatim = self.text.get(range.clone()) == Some(content);
        if verbatim && self.links.is_empty() {
            let urls = autolink::links(content, range.start);
            self.outline
                .mentions
                .extend(outside(references::mentions(content, range.start), &urls));
            let issues = references::issue_mentions(content, range.start, self.trackers);
            self.outline.issues.extend(outside(issues, &urls));
            self.outline.links.extend(urls);
        }
    }

    /// Adds plain text to everything that is being read.
    fn gather(&mut self, content: &str) {
        if let Some((_, _, text)) = &mut self.heading {
            text.push_str(content);
        }
        if let Some((_, text)) = &mut self.paragraph {
            text.push_str(content);
        }
        if let Some((_, text)) = &mut self.checkbox {
            text.push_str(content);
        }
        if let Some(link) = self.links.last_mut() {
            link.text.push_str(content);
        }
    }

    fn raw_html(&mut self, range: Range<usize>) {
        let text = self.text;
        for piece in html::pieces(&text[range.clone()], range.start) {
            let Piece::Tag(tag) = piece else { continue };
            if tag.closing {
                continue;
            }
            let anchors = ["id", "name"].iter().filter_map(|name| tag.attribute(name));
            self.outline.anchors.extend(anchors.map(|attribute| attribute.value.to_owned()));
            let (wanted, image) = match tag.name.as_str() {
                "a" => ("href", false),
                "img" => ("src", true),
                "source" => ("srcset", true),
                _ => continue,
            };
            if let Some(attribute) =
                tag.attribute(wanted).filter(|attribute| !attribute.value.is_empty())
            {
                let text = tag.attribute("alt").map_or(String::new(), |alt| alt.value.to_owned());
                let destination = html::decode(attribute.value);
                self.outline.links.push(Link {
                    image,
                    destination,
                    text,
                    range: attribute.range.clone(),
                });
            }
        }
    }

    fn end_heading(&mut self) {
        if let Some((level, range, text)) = self.heading.take() {
            let text = text.trim().to_owned();
            let anchor = unique_anchor(&text, &mut self.anchors);
            self.outline.headings.push(Heading { level, text, anchor, range });
        }
    }

    /// Ends a link. Its words are words of the one around it, and are passed on only now: thousands of nested images would
    /// otherwise each take every word.
    fn end_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        if let Some(around) = self.links.last_mut() {
            around.text.push_str(&link.text);
        }
        self.outline.links.push(link);
    }

    fn end_checkbox(&mut self) {
        if let Some((checkbox, text)) = self.checkbox.take()
            && !filler::is_filler(&text)
        {
            self.outline.checkboxes.push(checkbox);
        }
    }

    pub(super) fn finish(mut self) -> (Outline, Blocks) {
        self.end_checkbox();
        self.outline.links.sort_by_key(|link| link.range.start);
        (self.outline, self.found)
    }
}

/// Those of `found` that do not stand inside a URL. The URLs stand in order.
fn outside<T: Ranged>(found: Vec<T>, urls: &[Link]) -> impl Iterator<Item = T> {
    found.into_iter().filter(move |item| {
        let start = item.range().start;
        let next = urls.partition_point(|url| url.range.start <= start);
        next == 0 || urls[next - 1].range.end <= start
    })
}

/// What stands somewhere in the text.
trait Ranged {
    fn range(&self) -> &Range<usize>;
}

impl Ranged for Mention {
    fn range(&self) -> &Range<usize> {
        &self.range
    }
}

impl Ranged for IssueMention {
    fn range(&self) -> &Range<usize> {
        &self.range
    }
}

fn link(image: bool, destination: &str, range: Range<usize>) -> Link {
    Link { image, destination: destination.to_owned(), text: String::new(), range }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Whether an info string names the language of diagrams: `mermaid`, `mermaid {theme=x}`, `{.mermaid}`.
fn is_diagram(info: &str) -> bool {
    let info = info.trim_start_matches([' ', '{', '.']);
    let end = info.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(info.len());
    info[..end].eq_ignore_ascii_case("mermaid")
}

/// Whether a fenced block ends in a closing fence as long as its opening one (CommonMark 0.31, 4.5).
fn is_closed(block: &str) -> bool {
    let opening = block.trim_start();
    let Some(fence) = opening.chars().next() else { return true };
    let length = opening.chars().take_while(|found| *found == fence).count();
    let mut lines = block.trim_end().lines();
    let first = lines.next();
    let last = lines.next_back().or(first).unwrap_or_default();
    // In a quote or a list the line begins with the container's own marks.
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    block.trim_end().contains('\n')
        && last.chars().count() >= length
        && last.chars().all(|found| found == fence)
}
