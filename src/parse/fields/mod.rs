//! The places and dialects of metadata → [`RawField`]s.
//!
//! In: a text, its outline and its top-level blocks. Out: every key and value that stands where metadata may stand, as
//! written, in document order, with the blocks they took up. Each dialect is a file of its own, a function from one block to
//! the fields in it; this module knows the places: the head, metadata sections, review tables, the footer. A document may
//! use several dialects at once. Absent on purpose: what a key means is [`super::keys`]', what a value means the value
//! parsers'. Front matter has its own module because it is not Markdown.

mod block_quote;
mod bullets;
mod html_table;
mod lines;
mod preamble;
mod reviews;
mod sections;
mod table;

use super::keys::Keys;
use super::outline::{Block, BlockKind};
use super::{Heading, title};
use std::ops::Range;

/// A key and its values as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) struct RawField {
    /// The key, without markup and colon.
    pub(in crate::parse) key: String,
    /// The value; several when it is a list. Empty when nothing follows the key.
    pub(in crate::parse) values: Vec<RawValue>,
    /// What part of the document states it.
    pub(in crate::parse) origin: Origin,
    /// Where the key stands, for fields without a value.
    pub(in crate::parse) range: Range<usize>,
}

/// One value as written: inline Markdown, wrapped lines joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) struct RawValue {
    /// Its text.
    pub(in crate::parse) text: String,
    /// Where it stands.
    pub(in crate::parse) range: Range<usize>,
    /// Whether it is an item of a list.
    pub(in crate::parse) item: bool,
}

/// Which part of a document states a field, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::parse) enum Origin {
    /// YAML front matter or a sidecar.
    FrontMatter,
    /// A sidecar: ranges are of its text.
    Sidecar,
    /// Markdown: the head, a metadata section, the footer.
    Text,
    /// A table of reviews: it adds people and contradicts nobody.
    Reviews,
}

/// What a document's Markdown states.
#[derive(Clone, Debug, Default)]
pub(in crate::parse) struct Gathered {
    /// The fields, in order.
    pub(in crate::parse) fields: Vec<RawField>,
    /// The blocks that are metadata.
    pub(in crate::parse) blocks: Vec<Range<usize>>,
}

/// A text and what is known of it.
#[derive(Clone, Copy)]
pub(in crate::parse) struct Markdown<'a> {
    /// The whole text.
    pub(in crate::parse) text: &'a str,
    /// Its headings.
    pub(in crate::parse) headings: &'a [Heading],
    /// Its top-level blocks.
    pub(in crate::parse) blocks: &'a [Block],
    /// What keys mean.
    pub(in crate::parse) keys: &'a Keys,
}

/// The heading that can be the document's title: its first H1, else its first heading where it has no H1. A heading that
/// is itself metadata (`## Status`, or metadata lines above a `---` that CommonMark reads as a heading) is none.
#[must_use]
pub(in crate::parse) fn title_heading(markdown: &Markdown<'_>) -> Option<usize> {
    let candidates = || {
        (0..markdown.headings.len()).filter(|&index| {
            let heading = &markdown.headings[index];
            !sections::is_metadata(markdown, heading)
                && !lines::is_swallowed(markdown, &heading.range)
        })
    };
    let heading = |index: &usize| &markdown.headings[*index];
    let first = candidates().next();
    let first_h1 = candidates().find(|index| heading(index).level == 1);
    // A text whose H1s are its chapters may have its title above them.
    let is_chapter = first_h1.is_some_and(|h1| title::is_section_word(&heading(&h1).text));
    let above = first
        .filter(|index| heading(index).level > 1 && !title::is_chapter_word(&heading(index).text));
    match (first_h1, is_chapter) {
        (Some(h1), false) => Some(h1),
        (Some(h1), true) => above.or(Some(h1)),
        (None, _) if markdown.headings.iter().any(|heading| heading.level == 1) => None,
        (None, _) => above,
    }
}

/// Reads all metadata of the Markdown.
#[must_use]
pub(in crate::parse) fn gather(markdown: &Markdown<'_>) -> Gathered {
    let title = title_heading(markdown);
    let mut gathered = Gathered::default();
    let head_end = head(markdown, title, &mut gathered);
    sections::later(markdown, head_end, title, &mut gathered);
    reviews::read(markdown, &mut gathered);
    footer(markdown, head_end, &mut gathered);
    gathered
}

/// The head: everything up to the first heading that is neither the title nor a metadata section. Returns the index of the
/// block that ends it.
fn head(markdown: &Markdown<'_>, title: Option<usize>, gathered: &mut Gathered) -> usize {
    let mut section = None;
    let mut may_be_preamble = true;
    for (index, block) in markdown.blocks.iter().enumerate() {
        if let BlockKind::Heading(heading) = block.kind {
            if lines::is_swallowed(markdown, &block.range) {
                lines::read_swallowed(markdown, &block.range, gathered);
            } else if let Some(field) =
                sections::value_in_heading(markdown, &markdown.headings[heading])
            {
                gathered.fields.push(field);
                section = None;
            } else if Some(heading) == title && section.is_none()
                || is_subtitle(markdown, title, index)
            {
                continue;
            } else if let Some(found) = sections::kind(markdown, &markdown.headings[heading]) {
                section = Some(found);
                may_be_preamble = true;
            } else if !is_table_of_contents(&markdown.headings[heading], index, markdown) {
                return index;
            }
            continue;
        }
        if !(may_be_preamble && preamble::read(markdown, block, gathered)) {
            read_block(markdown, block, section, gathered);
        }
        may_be_preamble =
            may_be_preamble && matches!(block.kind, BlockKind::Html | BlockKind::Quote);
    }
    markdown.blocks.len()
}

/// Whether a heading right under the title only goes on with it, and metadata follows: `# PRD`, `## Sign in`, `**Status:** …`.
fn is_subtitle(markdown: &Markdown<'_>, title: Option<usize>, index: usize) -> bool {
    let (Some(above), Some(below)) =
        (index.checked_sub(1).map(|above| &markdown.blocks[above]), markdown.blocks.get(index + 1))
    else {
        return false;
    };
    let heading = |block: &Block| match block.kind {
        BlockKind::Heading(heading) => Some(heading),
        _ => None,
    };
    let goes_on = title.is_some() && heading(above) == title;
    let is_chapter = heading(&markdown.blocks[index])
        .is_some_and(|heading| title::is_chapter_word(&markdown.headings[heading].text));
    // A list under a heading describes what the heading names.
    if !goes_on || is_chapter || !matches!(below.kind, BlockKind::Paragraph | BlockKind::Table) {
        return false;
    }
    let mut found = Gathered::default();
    read_block(markdown, below, None, &mut found);
    found.fields.iter().filter(|field| is_telling(markdown, field)).count() >= 2
}

/// A table of contents before the metadata does not end the head.
fn is_table_of_contents(heading: &Heading, index: usize, markdown: &Markdown<'_>) -> bool {
    let is_contents =
        matches!(heading.text.to_lowercase().as_str(), "table of contents" | "contents" | "toc");
    let next_heading = markdown.blocks[index + 1..].iter().find_map(|block| match block.kind {
        BlockKind::Heading(next) => Some(&markdown.headings[next]),
        _ => None,
    });
    is_contents && next_heading.is_some_and(|next| sections::is_metadata(markdown, next))
}

/// One block where metadata may stand. `section` is the metadata section it is in.
fn read_block(
    markdown: &Markdown<'_>,
    block: &Block,
    section: Option<sections::Section>,
    gathered: &mut Gathered,
) {
    let before = gathered.fields.len();
    let any_key = section == Some(sections::Section::Fields);
    match block.kind {
        BlockKind::Paragraph => lines::read(markdown, &block.range, any_key, gathered),
        BlockKind::List if bullets::completes(markdown, &block.range, gathered) => {}
        BlockKind::List => bullets::read(markdown, &block.range, any_key, gathered),
        BlockKind::Table => table::read(markdown, &block.range, any_key, gathered),
        BlockKind::Quote => {
            table::read(markdown, &block.range, any_key, gathered);
            block_quote::read(markdown, &block.range, gathered);
        }
        BlockKind::Html => html_table::read(markdown, &block.range, any_key, gathered),
        _ => {}
    }
    if gathered.fields.len() == before
        && let Some(sections::Section::Field(heading)) = section
    {
        sections::read_word(markdown, block, heading, gathered);
    }
    let is_completed = block.kind == BlockKind::List
        && gathered.fields.last().is_some_and(|field| {
            field.values.last().is_some_and(|value| block.range.contains(&value.range.start))
        });
    if gathered.fields.len() > before || is_completed {
        gathered.blocks.push(block.range.clone());
    }
}

/// The footer: what follows the last rule, when no heading does.
fn footer(markdown: &Markdown<'_>, head_end: usize, gathered: &mut Gathered) {
    let Some(rule) = markdown.blocks.iter().rposition(|block| block.kind == BlockKind::Rule) else {
        return;
    };
    let tail = &markdown.blocks[rule + 1..];
    let has_heading = tail.iter().any(|block| matches!(block.kind, BlockKind::Heading(_)));
    if rule < head_end || has_heading {
        return;
    }
    for block in tail.iter().filter(|block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Table)
    }) {
        read_block(markdown, block, None, gathered);
    }
}

/// Whether a field shows that it and its neighbours are metadata.
fn is_telling(markdown: &Markdown<'_>, field: &RawField) -> bool {
    let value = field.values.first().map_or("", |value| &*value.text);
    markdown.keys.is_telling(&field.key, value)
}

/// A raw value of one line.
fn value(text: &str, range: Range<usize>) -> RawValue {
    RawValue { text: text[range.clone()].trim().to_owned(), range, item: false }
}

/// A key as it is looked up and shown: without markup, colon and decoration before it (`📅 **Date:**`).
fn clean_key(key: &str) -> String {
    let key = key.trim().trim_matches(['*', '_', '`', ' ']).trim_end_matches([':', '：']).trim();
    let key = key
        .trim_start_matches(|found: char| !found.is_alphanumeric() && found != '(' && found != '#');
    key.trim_matches(['*', '_', '`', ' ', '\u{a0}']).replace('\u{a0}', " ")
}

/// Whether a key without a canonical name can be one: short, a few words, no sentence.
fn is_plausible_key(key: &str) -> bool {
    const REMARKS: &[&str] = &[
        "note",
        "notes",
        "warning",
        "important",
        "tip",
        "caution",
        "tl;dr",
        "tldr",
        "example",
        "nb",
        "n.b.",
        "disclaimer",
        "update",
        "edit",
        "remember",
        "hint",
        "danger",
        "info",
        "attention",
        "question",
        "answer",
        "q",
        "a",
        "ps",
    ];
    let lower = key.to_lowercase();
    !key.is_empty()
        && key.chars().count() <= 40
        && key.split_whitespace().count() <= 5
        && key.chars().any(char::is_alphabetic)
        && !key.contains(['.', '!', '?', '[', ']', '<', '>', '|', '=', '{', '}', '"'])
        && !REMARKS.contains(&lower.as_str())
        && !matches!(lower.as_str(), "http" | "https" | "mailto")
}

#[cfg(test)]
mod tests;
