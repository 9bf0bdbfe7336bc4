//! A status value as one text that still knows its links.
//!
//! The status and its detail are found in the text that a reader sees; the documents that the detail names are links in the
//! Markdown behind it. [`Flat`] goes from the one to the other.

use crate::parse::inline::{self, Piece};
use std::ops::Range;

/// What a reader sees, with the places of the links in it. A `<br>` is a line feed.
pub(super) struct Flat {
    /// The text.
    pub(super) text: String,
    links: Vec<(Range<usize>, String)>,
}

impl Flat {
    /// Takes a value apart.
    pub(super) fn new(value: &str) -> Self {
        let mut flat = Self { text: String::new(), links: vec![] };
        for piece in inline::pieces(value) {
            let start = flat.text.len();
            match piece {
                Piece::Text(text) | Piece::Code(text) => {
                    flat.text += &text.replace(['\n', '\u{a0}'], " ");
                }
                Piece::Break => flat.text.push('\n'),
                Piece::Link { text, destination } => {
                    flat.text += &text;
                    flat.links.push((start..flat.text.len(), destination));
                }
            }
        }
        flat
    }

    /// The destination of the link that a part of [`Flat::text`] stands in.
    pub(super) fn link_over(&self, part: &str) -> Option<&str> {
        let place = self.place(part)?;
        let link = self
            .links
            .iter()
            .find(|(link, _)| link.start <= place.start && place.end <= link.end)?;
        Some(&link.1)
    }

    /// A part of [`Flat::text`] as Markdown, its links restored.
    pub(super) fn markdown(&self, part: &str) -> String {
        let Some(place) = self.place(part) else { return part.to_owned() };
        let mut markdown = String::new();
        let mut position = place.start;
        for (link, destination) in &self.links {
            if position <= link.start && link.end <= place.end && !destination.is_empty() {
                markdown += &self.text[position..link.start];
                markdown.extend(["[", &self.text[link.clone()], "](<", destination, ">)"]);
                position = link.end;
            }
        }
        markdown + &self.text[position..place.end]
    }

    /// Where a part stands that was cut from [`Flat::text`]; a slice knows its place by its address.
    fn place(&self, part: &str) -> Option<Range<usize>> {
        let start = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start + part.len();
        (end <= self.text.len()).then_some(start..end)
    }
}
