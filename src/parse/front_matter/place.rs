//! Where keys and values of YAML stand.
//!
//! In: the block, and keys and values in their order. Out: byte ranges. The parser gives positions for errors only, so keys
//! are found again by reading on from the last one.

use super::line;
use std::ops::Range;

/// Finds where keys and values stand: the parser does not say.
pub(super) struct Places<'a> {
    pub(super) text: &'a str,
    pub(super) block: Range<usize>,
    pub(super) from: usize,
}

impl Places<'_> {
    /// The key's place, and that of what follows it on its line.
    pub(super) fn key(&mut self, key: &str) -> (Range<usize>, Range<usize>) {
        let mut at = self.from;
        while let Some((line, next)) = line(&self.text[..self.block.end], at) {
            let indent = line.len() - line.trim_start_matches([' ', '"', '\'']).len();
            if line[indent..].starts_with(key)
                && line[indent + key.len()..].trim_start_matches(['"', '\'', ' ']).starts_with(':')
            {
                self.from = next;
                let key_range = at + indent..at + indent + key.len();
                let after = key_range.end
                    + line[indent + key.len()..].find(':').map_or(0, |colon| colon + 1);
                let end = at + line.trim_end().len();
                let start = (after
                    + (self.text[after..end.max(after)].len()
                        - self.text[after..end.max(after)].trim_start().len()))
                .min(end.max(after));
                let value = if start < end { start..end } else { key_range.clone() };
                return (key_range, value);
            }
            at = next;
        }
        (self.block.start..self.block.start, self.block.start..self.block.start)
    }

    /// Where a value stands at or after its key; the key's line when it is not written as it reads.
    pub(super) fn value(&self, value: &str, key: &Range<usize>) -> Range<usize> {
        let window = &self.text[key.start..self.block.end];
        window
            .find(value)
            .filter(|_| !value.is_empty())
            .map_or(key.clone(), |at| key.start + at..key.start + at + value.len())
    }
}
