//! Markdown → [`Outline`]: one pass over the events, and the top-level blocks the metadata dialects read.
//!
//! In: the text and the range of it that is Markdown. Out: headings with their anchors, links, ids and issues in prose,
//! checkboxes, a summary, and the blocks of the top level, all by byte range of the whole text. The pass is a module of its
//! own because it and the renderer must see the very same events: [`events`] is the one place they come from, and [`options`] the
//! one place where their dialect is chosen. Absent on purpose: any judgement about what a block means.

mod anchor;
mod dialect;
mod structure;
mod walk;

use super::{Outline, inline};
use pulldown_cmark::{CowStr, Event, OffsetIter, Parser};
use std::collections::BTreeMap;
use std::ops::Range;

pub use dialect::options;
pub use structure::{ListItem, list_items, table_rows};

/// The events of `text[body]`, with ranges of `text`. Neighbouring stretches of text that stand in the source as they read
/// are one event, so that an id or an issue in prose is never split.
pub fn events(text: &str, body: Range<usize>) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let offset = body.start;
    let options = options(&text[body.clone()]);
    let raw = match dialect::plain_delimiters(&text[body.clone()]) {
        // The events of another text than the one at hand cannot be lent.
        Some(plain) => Raw::Owned(
            Parser::new_ext(&plain, options)
                .into_offset_iter()
                .map(|(event, range)| (event.into_static(), range))
                .collect::<Vec<_>>()
                .into_iter(),
        ),
        None => Raw::Lent(Box::new(Parser::new_ext(&text[body], options).into_offset_iter())),
    };
    let raw = raw.map(move |(event, range)| (event, range.start + offset..range.end + offset));
    Verbatim { text, raw: raw.peekable() }
}

/// Events of the text at hand, or of one that differs from it in white space.
enum Raw<'a> {
    Lent(Box<OffsetIter<'a>>),
    Owned(std::vec::IntoIter<(Event<'static>, Range<usize>)>),
}

impl<'a> Iterator for Raw<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Lent(events) => events.next(),
            Self::Owned(events) => events.next(),
        }
    }
}

/// The destinations of the link definitions of `text[body]`, by label in lower case with single spaces.
#[must_use]
pub fn definitions(text: &str, body: Range<usize>) -> BTreeMap<String, String> {
    let parser = Parser::new_ext(&text[body.clone()], options(&text[body]));
    let all = parser.reference_definitions().iter();
    all.map(|(label, definition)| (inline::normal_label(label), definition.dest.to_string()))
        .collect()
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
        let event = dialect::mended(event, &range, self.text);
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

/// Reads the whole text once.
#[must_use]
pub fn read(
    text: &str,
    body: Range<usize>,
    trackers: &BTreeMap<String, String>,
) -> (Outline, Blocks) {
    let mut walk = walk::Walk::new(text, trackers);
    for (event, range) in events(text, body) {
        walk.event(event, range);
    }
    walk.finish()
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
    fn diagrams_are_their_code_without_what_stands_around_it() {
        let text = "```mermaid\ngraph TD\n  a-->b\n```\n\n> - ~~~ {.Mermaid .x}\n>   pie\n>   ~~~\n\n```mermaid-x\n```\n\n    mermaid\n";
        let diagrams = outline(text).0.diagrams;
        let sources: Vec<_> = diagrams.iter().map(|diagram| diagram.source.as_str()).collect();
        assert_eq!(sources, ["graph TD\n  a-->b\n", "pie\n"]);
        assert!(text[diagrams[1].range.clone()].starts_with("~~~ {.Mermaid"));
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
    fn addresses_in_angle_brackets_are_links_to_write_to() {
        let (outline, _) = outline("Ask <ann@example.org> or [Bob](bob@example.org).\n");
        let found: Vec<_> = outline.links.iter().map(|link| &*link.destination).collect();
        assert_eq!(found, ["mailto:ann@example.org", "bob@example.org"]);
        assert_eq!(outline.links[0].text, "ann@example.org");
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
