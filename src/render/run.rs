//! A stretch of text gathered from several Markdown events, which still knows where in the document each byte stood.
//!
//! In: texts and their places. Out: one string, and the way back. pulldown-cmark hands over prose and raw HTML in pieces
//! (one a line, one an entity), while URLs, mentions and tags cross the pieces; whoever looks for those needs them joined.

use std::ops::Range;

/// Joined text.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    text: String,
    /// The parts that stand in the document as they are here.
    verbatim: Vec<Segment>,
    /// The places of the first and last event.
    source: Range<usize>,
}

#[derive(Clone, Debug)]
struct Segment {
    at: usize,
    source: usize,
    length: usize,
}

impl Run {
    /// Whether nothing was gathered.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends the text of an event that stands at `source` in `document`.
    pub(super) fn push(&mut self, text: &str, source: Range<usize>, document: &str) {
        if self.text.is_empty() {
            self.source = source.clone();
        }
        self.source.end = source.end;
        // Text inside a quote or with an entity is not what stands there, byte by byte.
        if document.get(source.clone()) == Some(text) {
            self.verbatim.push(Segment {
                at: self.text.len(),
                source: source.start,
                length: text.len(),
            });
        }
        self.text.push_str(text);
    }

    /// The joined text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The stretch of the document it was gathered from.
    pub(super) fn source(&self) -> Range<usize> {
        self.source.clone()
    }

    /// Where a byte of the text stands in the document; for one that was changed on the way, where the text begins.
    pub(super) fn source_of(&self, at: usize) -> usize {
        let after = self.verbatim.partition_point(|segment| segment.at <= at);
        let segment = after.checked_sub(1).map(|index| &self.verbatim[index]);
        segment
            .filter(|segment| at <= segment.at + segment.length)
            .map_or(self.source.start, |segment| segment.source + at - segment.at)
    }

    /// Where a stretch of the document stands in the text, if it does so unchanged.
    pub(super) fn find(&self, source: &Range<usize>) -> Option<Range<usize>> {
        let after = self.verbatim.partition_point(|segment| segment.source <= source.start);
        let segment = &self.verbatim[after.checked_sub(1)?];
        let start = segment.at + (source.start - segment.source);
        let end = start + source.len();
        (end <= segment.at + segment.length).then_some(start..end)
    }

    /// Begins anew, keeping the memory.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.verbatim.clear();
    }
}
