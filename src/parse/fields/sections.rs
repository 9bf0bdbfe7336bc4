//! Metadata in sections of its own: `## Metadata`, `## Document Control`, `## Status` with a word under it.
//!
//! In: headings and the blocks under them. Out: the fields there. A section runs to the next heading. Sections named after
//! a field are few on purpose: `## Dependencies` or `## Discussion` is a chapter of the document, `## Status` is not.

use super::{Gathered, Markdown, Origin, RawField, RawValue, read_block};
use crate::parse::Heading;
use crate::parse::keys::Field;
use crate::parse::outline::{Block, BlockKind, list_items};

/// What a metadata section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Fields of any kind.
    Fields,
    /// The value of this field, which the heading names.
    Field(&'static str),
}

/// Whether a heading begins a metadata section.
pub(super) fn is_metadata(markdown: &Markdown<'_>, heading: &Heading) -> bool {
    kind(markdown, heading).is_some() || value_in_heading(markdown, heading).is_some()
}

/// The metadata section that a heading begins.
pub(super) fn kind(markdown: &Markdown<'_>, heading: &Heading) -> Option<Section> {
    let words = heading.text.trim().trim_end_matches(':').to_lowercase();
    let words = words.trim_start_matches(|found: char| !found.is_alphabetic());
    let words = words.split_once(" (").map_or(words, |(name, _)| name);
    let holds_fields = matches!(
        words,
        "metadata"
            | "meta"
            | "meta data"
            | "document control"
            | "document information"
            | "document info"
            | "document metadata"
            | "document details"
            | "document properties"
            | "preamble"
            | "header"
            | "front matter"
            | "frontmatter"
            | "properties"
            | "proposal information"
            | "spec information"
            | "administrative information"
    );
    if holds_fields {
        return Some(Section::Fields);
    }
    let field = match markdown.keys.field(words)?.field {
        Field::Status => "status",
        Field::Created => "created",
        Field::Updated => "updated",
        Field::Authors => "authors",
        Field::Reviewers => "reviewers",
        Field::Approvers => "approvers",
        _ => return None,
    };
    Some(Section::Field(field))
}

/// `## Status: done`: a heading that holds the value of its field.
pub(super) fn value_in_heading(markdown: &Markdown<'_>, heading: &Heading) -> Option<RawField> {
    let (name, value) = heading.text.split_once(':')?;
    let meaning =
        markdown.keys.field(name).filter(|_| heading.level > 1 && !value.trim().is_empty())?;
    if !matches!(
        meaning.field,
        Field::Status
            | Field::Created
            | Field::Updated
            | Field::Authors
            | Field::Epic
            | Field::Story
    ) {
        return None;
    }
    // `## User Story: Search by colour` is a title; a story's or an epic's reference has a number.
    let refers = value.contains(|found: char| found.is_ascii_digit());
    if matches!(meaning.field, Field::Epic | Field::Story) && !refers {
        return None;
    }
    let value =
        RawValue { text: value.trim().to_owned(), range: heading.range.clone(), item: false };
    Some(RawField {
        key: name.trim().to_owned(),
        values: vec![value],
        origin: Origin::Text,
        range: heading.range.clone(),
    })
}

/// Metadata sections after the head: those of the first two levels.
pub(super) fn later(
    markdown: &Markdown<'_>,
    head_end: usize,
    title: Option<usize>,
    gathered: &mut Gathered,
) {
    let mut section = None;
    for block in &markdown.blocks[head_end..] {
        match block.kind {
            BlockKind::Heading(heading) if Some(heading) == title => section = None,
            BlockKind::Heading(heading) => {
                let heading = &markdown.headings[heading];
                gathered
                    .fields
                    .extend(value_in_heading(markdown, heading).filter(|_| heading.level <= 2));
                section = kind(markdown, heading).filter(|_| heading.level <= 2);
            }
            BlockKind::Rule => section = None,
            _ if section.is_some() => read_block(markdown, block, section, gathered),
            _ => {}
        }
    }
}

/// What stands under a heading that names a field: a word or a line, a list of people.
pub(super) fn read_word(
    markdown: &Markdown<'_>,
    block: &Block,
    field: &'static str,
    gathered: &mut Gathered,
) {
    let text = markdown.text;
    match block.kind {
        BlockKind::Paragraph if field == "status" => status_lines(markdown, block, gathered),
        BlockKind::Paragraph => {
            let words = text[block.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            let value = RawValue { text: words, range: block.range.clone(), item: false };
            gathered.fields.push(raw(field, vec![value], block));
        }
        BlockKind::List => {
            let items = list_items(text, block.range.clone());
            let chosen =
                items.iter().filter(|item| !item.task || is_ticked(text, item.range.start));
            let values: Vec<_> = chosen
                .map(|item| RawValue {
                    text: text[item.range.clone()].trim().to_owned(),
                    range: item.range.clone(),
                    item: true,
                })
                .collect();
            // A list of several under `## Status` explains statuses; people may be many.
            let is_people = matches!(field, "authors" | "reviewers" | "approvers");
            if values.len() == 1 || is_people {
                gathered.fields.push(raw(field, values, block));
            }
        }
        _ => {}
    }
}

/// The lines under `## Status`: the status, and below it what it replaces or amends, as adr-tools writes them.
fn status_lines(markdown: &Markdown<'_>, block: &Block, gathered: &mut Gathered) {
    const RELATIONS: &[(&str, &str)] = &[
        ("superseded by ", "superseded by"),
        ("superceded by ", "superseded by"),
        ("supersedes ", "supersedes"),
        ("supercedes ", "supersedes"),
        ("replaces ", "supersedes"),
        ("amends ", "amends"),
        ("amended by ", "amended by"),
    ];
    let known = gathered
        .fields
        .iter()
        .any(|field| field.key == "status" && field.range.start < block.range.start);
    let mut start = block.range.start;
    for line in markdown.text[block.range.clone()].split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let range = start + indent..start + line.trim_end().len().max(indent);
        let is_first = start == block.range.start;
        start += line.len();
        let lower = line.trim().to_lowercase();
        let relation = RELATIONS.iter().find(|(verb, _)| lower.starts_with(verb));
        let (key, text) = match relation {
            Some((verb, key)) if known || !is_first || *key != "superseded by" => {
                (*key, line.trim().get(verb.len()..).unwrap_or_default())
            }
            _ if is_first && !known => ("status", line.trim()),
            _ => continue,
        };
        let value = RawValue { text: text.to_owned(), range, item: false };
        gathered.fields.push(raw(key, vec![value], block));
    }
}

/// Whether the task list item whose text starts here is ticked.
fn is_ticked(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    before.ends_with("[x]")
        || before.ends_with("[X]")
        || text[at..].starts_with("[x]")
        || text[at..].starts_with("[X]")
}

fn raw(key: &str, values: Vec<RawValue>, block: &Block) -> RawField {
    RawField { key: key.to_owned(), values, origin: Origin::Text, range: block.range.clone() }
}
