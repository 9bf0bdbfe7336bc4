//! Metadata in a block quote: `> **Status:** Draft`.
//!
//! In: the range of a quote. Out: its fields, when one of its keys is canonical: a quoted remark is body. The lines are read
//! as those of a paragraph, without their marks.

use super::{Gathered, Markdown, is_telling, lines};
use std::ops::Range;

/// Reads a quote.
pub(super) fn read(markdown: &Markdown<'_>, block: &Range<usize>, gathered: &mut Gathered) {
    let fields = lines::fields(markdown, &inner_lines(markdown.text, block), false);
    if fields.iter().any(|field| is_telling(markdown, field)) {
        gathered.fields.extend(fields);
    }
}

/// The lines of a quote without `>` and list marks.
fn inner_lines(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = block.start;
    for line in text[block.clone()].split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '>', '\t']);
        let inner = inner.strip_prefix("- ").or_else(|| inner.strip_prefix("* ")).unwrap_or(inner);
        let from = start + line.len() - inner.len();
        let kept = inner.trim_end().trim_end_matches('\\').trim_end();
        if !kept.is_empty() {
            lines.push(from..from + kept.len());
        }
        start += line.len();
    }
    lines
}
