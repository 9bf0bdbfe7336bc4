//! The spans of a raw table's cells: right, or gone.
//!
//! In: the inside of a table that the writer made out of raw tags. Out: the same, or, where its spans do not fit together,
//! without them. HTML calls a table invalid when a cell reaches out of its row group or over another, or when a column has
//! no cell of its own; browsers then draw something nobody meant. The rule needs the whole table, hence a look at its end.

use crate::parse::html::{Piece, Tag, pieces};

/// More columns than any table needs that people read.
const MOST_COLUMNS: usize = 1000;

/// The inside of a table without its spans where they do not fit; `None` when it can stay.
pub(super) fn mend(inner: &str) -> Option<String> {
    (inner.contains("span=\"") && !fit(inner)).then(|| without(inner))
}

/// The grid that cells are laid on: per column, up to which row it is taken.
#[derive(Default)]
struct Grid {
    taken: Vec<usize>,
    /// The columns that a cell begins in.
    begun: Vec<bool>,
    /// The row being filled, from one on.
    row: usize,
}

impl Grid {
    /// Lays a cell; false where it does not fit.
    fn lay(&mut self, columns: usize, rows: usize) -> bool {
        let row = self.row;
        let start = self.taken.iter().position(|until| *until < row).unwrap_or(self.taken.len());
        let end = start + columns;
        if end > MOST_COLUMNS {
            return false;
        }
        if end > self.taken.len() {
            self.taken.resize(end, 0);
            self.begun.resize(end, false);
        }
        let free = self.taken[start..end].iter().all(|until| *until < row);
        self.taken[start..end].fill(row + rows - 1);
        self.begun[start] = true;
        free
    }

    /// Ends a row group; false where a cell reaches out of it.
    fn end_group(&self) -> bool {
        self.taken.iter().all(|until| *until <= self.row)
    }
}

/// Whether the cells of a table fit together (HTML, 4.9.12, "forming a table").
fn fit(inner: &str) -> bool {
    let mut grid = Grid::default();
    let mut nested = 0;
    for piece in pieces(inner, 0) {
        let Piece::Tag(tag) = piece else { continue };
        let fits = match (tag.name.as_str(), tag.closing) {
            ("table", false) => {
                nested += 1;
                true
            }
            ("table", true) => {
                nested -= 1;
                true
            }
            _ if nested > 0 => true,
            ("tr", false) => {
                grid.row += 1;
                true
            }
            ("td" | "th", false) => grid.lay(span(&tag, "colspan"), span(&tag, "rowspan")),
            ("thead" | "tbody", _) => grid.end_group(),
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    grid.end_group() && grid.begun.iter().all(|begun| *begun)
}

fn span(tag: &Tag<'_>, name: &str) -> usize {
    tag.attribute(name).and_then(|span| span.value.parse().ok()).unwrap_or(1)
}

/// The same HTML without spans, inner tables included.
fn without(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut from = 0;
    for piece in pieces(inner, 0) {
        let Piece::Tag(tag) = piece else { continue };
        for name in ["colspan", "rowspan"] {
            if let Some(span) = tag.attribute(name) {
                // The writer writes ` name="value"`.
                let start = span.range.start - name.len() - 3;
                out.push_str(&inner[from.min(start)..start]);
                from = span.range.end + 1;
            }
        }
    }
    out.push_str(&inner[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(inner: &str, expected: Option<&str>) {
        assert_eq!(mend(inner).as_deref(), expected, "{inner}");
    }

    #[test]
    fn spans_that_fit_stay() {
        check("<tr><td>a</td></tr>", None);
        check("<tr><td colspan=\"2\">a</td></tr><tr><td>b</td><td>c</td></tr>", None);
        check("<tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr>", None);
    }

    #[test]
    fn spans_that_do_not_are_taken_out() {
        check("<tr><td rowspan=\"2\">a</td></tr>", Some("<tr><td>a</td></tr>"));
        check(
            "<tr><td class=\"x\" colspan=\"2\" rowspan=\"1\">a</td></tr>",
            Some("<tr><td class=\"x\">a</td></tr>"),
        );
        check(
            "<thead><tr><td rowspan=\"2\">a</td></tr></thead><tbody><tr><td>b</td></tr></tbody>",
            Some("<thead><tr><td>a</td></tr></thead><tbody><tr><td>b</td></tr></tbody>"),
        );
    }
}
