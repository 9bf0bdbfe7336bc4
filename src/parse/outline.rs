//! Markdown → [`Outline`]: one pass over the events, and the top-level blocks the metadata dialects read.
//!
//! In: the text and the range of it that is Markdown. Out: headings with their anchors, links, ids and issues in prose,
//! checkboxes, a summary, and the blocks of the top level, all by byte range of the whole text. The pass is a module of its
//! own because it and the renderer must see the very same events: [`events`] is the one place where the Markdown dialect is
//! chosen. Absent on purpose: any judgement about what a block means.

use super::html::{self, Piece};
use super::{
    Checkbox, Heading, IssueMention, Link, Mention, Outline, autolink, filler, references,
};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The Markdown that specfolio reads: CommonMark with GitHub's tables, strikethrough, task lists, alerts and footnotes, and
/// definition lists. Heading attributes stay off because content must not choose attributes; math stays off because a
/// dollar sign is more often a price.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// The events of `text[body]`, with ranges of `text`. Neighbouring stretches of text that stand in the source as they read
/// are one event, so that an id or an issue in prose is never split.
pub fn events(text: &str, body: Range<usize>) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let offset = body.start;
    let raw = Parser::new_ext(&text[body], options())
        .into_offset_iter()
        .map(move |(event, range)| (event, range.start + offset..range.end + offset));
    Verbatim { text, raw: raw.peekable() }
}

/// Joins verbatim text events.
struct Verbatim<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> {
    text: &'a str,
    raw: std::iter::Peekable<I>,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for Verbatim<'a, I> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (event, mut range) = self.raw.next()?;
        if !is_verbatim(self.text, &event, &range) {
            return Some((event, range));
        }
        while let Some((next, next_range)) = self.raw.peek() {
            if next_range.start != range.end || !is_verbatim(self.text, next, next_range) {
                break;
            }
            range.end = next_range.end;
            self.raw.next();
        }
        Some((Event::Text(CowStr::Borrowed(&self.text[range.clone()])), range))
    }
}

/// Whether an event is text that reads as it stands in the source (no entity, no escape).
fn is_verbatim(text: &str, event: &Event<'_>, range: &Range<usize>) -> bool {
    matches!(event, Event::Text(content) if text.get(range.clone()) == Some(content.as_ref()))
}

/// A block of the top level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub range: Range<usize>,
}

/// The kinds of block that metadata can stand in, and the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading: its index in [`Outline::headings`].
    Heading(usize),
    /// A paragraph.
    Paragraph,
    /// A bulleted or numbered list.
    List,
    /// A table.
    Table,
    /// A block quote or alert.
    Quote,
    /// A code block, fenced or indented.
    Code,
    /// Raw HTML.
    Html,
    /// A thematic break.
    Rule,
    /// A footnote definition, a definition list.
    Other,
}

/// What the pass gives besides the outline.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    /// The blocks of the top level, in order.
    pub blocks: Vec<Block>,
    /// The opening lines of fences that never close.
    pub unclosed_fences: Vec<Range<usize>>,
    /// The plain text of the first paragraphs, for the summary.
    pub paragraphs: Vec<(Range<usize>, String)>,
}

/// How many paragraphs are kept as candidates for the summary.
const SUMMARY_CANDIDATES: usize = 24;

/// Reads the whole text once.
#[must_use]
pub fn read(
    text: &str,
    body: Range<usize>,
    trackers: &BTreeMap<String, String>,
) -> (Outline, Blocks) {
    let mut walk = Walk::new(text, trackers);
    for (event, range) in events(text, body) {
        walk.event(event, range);
    }
    walk.finish()
}

/// The state of the pass.
struct Walk<'a> {
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
    /// The paragraph being read, when it is a candidate for the summary.
    paragraph: Option<(Range<usize>, String)>,
    /// The checkbox whose text is being read.
    checkbox: Option<(Checkbox, String)>,
    /// How often each anchor was given.
    anchors: HashMap<String, usize>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, trackers: &'a BTreeMap<String, String>) -> Self {
        Self {
            text,
            trackers,
            outline: Outline::default(),
            found: Blocks::default(),
            depth: 0,
            heading: None,
            links: Vec::new(),
            in_code: false,
            paragraph: None,
            checkbox: None,
            anchors: HashMap::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(content) => self.prose(&content, range),
            Event::Code(content) => self.gather(&content),
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
            TagEnd::CodeBlock => self.in_code = false,
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
        if matches!(kind, CodeBlockKind::Fenced(_)) && !is_closed(&self.text[range.clone()]) {
            let line = self.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
            self.found.unclosed_fences.push(range.start..line);
        }
    }

    /// Text that is prose: looked through for ids, issues and bare URLs unless it stands in code or in a link.
    fn prose(&mut self, content: &str, range: Range<usize>) {
        if self.in_code {
            return;
        }
        self.gather(content);
        let verbatim = self.text.get(range.clone()) == Some(content);
        if verbatim && self.links.is_empty() {
            let urls = autolink::urls(content, range.start);
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
        for link in &mut self.links {
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

    fn end_link(&mut self) {
        if let Some(link) = self.links.pop() {
            self.outline.links.push(link);
        }
    }

    fn end_checkbox(&mut self) {
        if let Some((checkbox, text)) = self.checkbox.take()
            && !filler::is_filler(&text)
        {
            self.outline.checkboxes.push(checkbox);
        }
    }

    fn finish(mut self) -> (Outline, Blocks) {
        self.end_checkbox();
        self.outline.links.sort_by_key(|link| link.range.start);
        (self.outline, self.found)
    }
}

/// Those of `found` that do not stand inside a URL.
fn outside<T: Ranged>(found: Vec<T>, urls: &[Link]) -> impl Iterator<Item = T> {
    let urls: Vec<_> = urls.iter().map(|url| url.range.clone()).collect();
    found.into_iter().filter(move |item| !urls.iter().any(|url| url.contains(&item.range().start)))
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

/// Makes an anchor unique as GitHub does: a repeated one gets `-1`, `-2` …
fn unique_anchor(text: &str, given: &mut HashMap<String, usize>) -> String {
    let base = anchor(text);
    let mut unique = base.clone();
    while given.contains_key(&unique) {
        // Counting on the base keeps a thousand equal headings linear.
        let count = given.entry(base.clone()).or_default();
        *count += 1;
        unique = format!("{base}-{count}");
    }
    given.insert(unique.clone(), 0);
    unique
}

/// GitHub's rule for heading anchors: lower case, letters, digits, `-` and `_` kept, spaces become `-`, the rest goes;
/// `section` when nothing is left.
fn anchor(text: &str) -> String {
    let kept = text.trim().chars().flat_map(char::to_lowercase).filter_map(|found| match found {
        ' ' => Some('-'),
        '-' | '_' => Some(found),
        found if found.is_alphanumeric() || is_mark(found) => Some(found),
        _ => None,
    });
    let anchor: String = kept.collect();
    if anchor.is_empty() { "section".into() } else { anchor }
}

/// Combining marks belong to their letters (`नमस्ते`).
fn is_mark(found: char) -> bool {
    matches!(u32::from(found), 0x300..=0x36F | 0x483..=0x487 | 0x591..=0x5BD | 0x610..=0x61A | 0x64B..=0x65F | 0x900..=0x903 | 0x93A..=0x94F | 0xE31..=0xE3A | 0xE47..=0xE4E | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// An item of a list: its own text, up to its nested list, and the items of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// Its own text.
    pub range: Range<usize>,
    /// Whether it is a task list item.
    pub task: bool,
    /// The items of its nested lists.
    pub children: Vec<ListItem>,
}

/// The items of the list at `block`.
#[must_use]
pub fn list_items(text: &str, block: Range<usize>) -> Vec<ListItem> {
    let mut open: Vec<ListItem> = Vec::new();
    let mut done = Vec::new();
    for (event, range) in events(text, block) {
        match event {
            Event::Start(Tag::Item) => {
                open.push(ListItem { range: range.end..range.end, task: false, children: vec![] });
            }
            Event::Start(Tag::List(_)) => close_text(&mut open, range.start),
            Event::TaskListMarker(_) => {
                if let Some(item) = open.last_mut() {
                    item.task = true;
                }
            }
            Event::End(TagEnd::Item) => {
                let Some(item) = open.pop() else { continue };
                // Deeper levels than two are never metadata; their items are told apart no further.
                match open.last_mut() {
                    Some(parent) => parent.children.push(item),
                    None => done.push(item),
                }
            }
            Event::Start(tag) if !is_inline(&tag) => {}
            Event::End(_) => {}
            _ => grow_text(&mut open, &range),
        }
    }
    done
}

/// Whether a tag stands in a line.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// The text of the innermost open item ends where its nested list begins.
fn close_text(open: &mut [ListItem], at: usize) {
    if let Some(item) = open.last_mut() {
        item.range.end = item.range.end.min(at).max(item.range.start);
    }
}

/// The text of an item reaches from its first inline event to its last.
fn grow_text(open: &mut [ListItem], range: &Range<usize>) {
    if let Some(item) = open.last_mut()
        && item.children.is_empty()
    {
        let start =
            if item.range.is_empty() { range.start } else { item.range.start.min(range.start) };
        let end = if item.range.is_empty() { range.end } else { item.range.end.max(range.end) };
        item.range = start..end;
    }
}

/// The cells of the table at `block`, row by row, the header first; each the range of its text.
#[must_use]
pub fn table_rows(text: &str, block: Range<usize>) -> Vec<Vec<Range<usize>>> {
    let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
    for (event, range) in events(text, block) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(trim(text, range));
                }
            }
            _ => {}
        }
    }
    rows
}

/// The range without white space and cell borders at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    let start = cell.len()
        - cell.trim_start_matches(|found: char| found.is_whitespace() || found == '|').len();
    let end = cell.trim_end_matches(|found: char| found.is_whitespace() || found == '|').len();
    range.start + start.min(end)..range.start + end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> (Outline, Blocks) {
        read(text, 0..text.len(), &BTreeMap::new())
    }

    #[test]
    fn anchors_follow_githubs_rule_and_are_unique() {
        let text = "# A b!\n\n## A b\n\n## Über `x_y` & z\n\n## A b-1\n\n## !\n";
        let anchors: Vec<_> =
            outline(text).0.headings.into_iter().map(|heading| heading.anchor).collect();
        assert_eq!(anchors, ["a-b", "a-b-1", "über-x_y--z", "a-b-1-1", "section"]);
    }

    #[test]
    fn fences_that_never_close_are_found() {
        let count = |text| outline(text).1.unclosed_fences.len();
        assert_eq!(count("```\na\n```\n"), 0);
        assert_eq!(count("```rust\na\n"), 1);
        assert_eq!(count("````\n```\n"), 1);
        assert_eq!(count("> ```\n> a\n> ```\n"), 0);
        assert_eq!(count("- ~~~\n  a\n  ~~~\n"), 0);
        assert_eq!(count("```"), 1);
    }

    #[test]
    fn checkboxes_are_counted_without_filler() {
        let (outline, _) = outline("- [x] Done\n- [ ] Task 1\n- [ ] open\n  - [x] nested\n");
        let done: Vec<_> = outline.checkboxes.iter().map(|checkbox| checkbox.done).collect();
        assert_eq!(done, [true, false, true]);
    }

    #[test]
    fn list_items_know_their_text_and_their_children() {
        let text =
            "- **Reviewers**:\n  - @a, for storage\n  - [b](c)\n- Status: *Draft* x\n  more\n";
        let items = list_items(text, 0..text.len());
        let show = |item: &ListItem| text[item.range.clone()].to_owned();
        assert_eq!(
            items.iter().map(show).collect::<Vec<_>>(),
            ["**Reviewers**:", "Status: *Draft* x\n  more"]
        );
        assert_eq!(
            items[0].children.iter().map(show).collect::<Vec<_>>(),
            ["@a, for storage", "[b](c)"]
        );
    }

    #[test]
    fn table_cells_are_the_text_between_the_borders() {
        let text = "|  | |\n|--|--|\n| Status | **Done** |\n| A \\| b | [x](y) |\n";
        let rows = table_rows(text, 0..text.len());
        let rows: Vec<Vec<_>> =
            rows.iter().map(|row| row.iter().map(|cell| &text[cell.clone()]).collect()).collect();
        assert_eq!(rows, [vec!["", ""], vec!["Status", "**Done**"], vec!["A \\| b", "[x](y)"]]);
    }

    #[test]
    fn html_gives_links_and_anchors() {
        let (outline, _) =
            outline("<a id=\"x\"></a>\n\n<img src=\"a&amp;b.png\" alt=B> <a href='c.md'>d</a>\n");
        assert_eq!(outline.anchors, ["x"]);
        let links: Vec<_> =
            outline.links.iter().map(|link| (link.image, link.destination.as_str())).collect();
        assert_eq!(links, [(true, "a&b.png"), (false, "c.md")]);
    }
}
