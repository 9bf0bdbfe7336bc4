//! Where something stands: a file of the portfolio and a position in it.
//!
//! In: byte offsets, which parsers have. Out: lines and columns, which people read. Lines end at `\n`; columns count
//! characters (Unicode scalar values), both from one, as rustc and SARIF's `unicodeCodePoints` do. One offset is found by
//! reading the text up to it; whoever has many of one text asks its [`Positions`].

use std::borrow::Borrow;
use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The path of a file of the portfolio: relative to `src`, separated by `/`, without `.` or `..`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path that is already relative, normal and separated by `/`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it stands in, without a slash at the end; empty for the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last component.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last component without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// What `reference`, a relative path with `/`, names from the folder of this file; `None` when it leaves the root.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<Self> {
        normalise(self.folder(), reference)
    }

    /// What `reference` names from the root of the portfolio; `None` when it leaves the root.
    #[must_use]
    pub fn from_root(reference: &str) -> Option<Self> {
        normalise("", reference.trim_start_matches('/'))
    }
}

/// Joins a folder and a relative reference, folding `.`, `..` and empty components.
fn normalise(folder: &str, reference: &str) -> Option<SourcePath> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(SourcePath::new(parts.join("/")))
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl serde::Serialize for SourcePath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A stretch of one line of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub path: SourcePath,
    /// The line, from one; zero speaks of the file as a whole.
    pub line: u32,
    /// The column in characters, from one; zero speaks of the line as a whole.
    pub column: u32,
    /// How many characters it covers, at least one, never beyond its line.
    pub width: u32,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(path: &SourcePath) -> Self {
        Self { path: path.clone(), line: 0, column: 0, width: 1 }
    }

    /// The place of a byte range of `text`, cut at the end of its first line.
    #[must_use]
    pub fn of(path: &SourcePath, text: &str, range: Range<usize>) -> Self {
        Self::at(path, text, line_and_column(text, range.start), range)
    }

    /// The place of a byte range of which the position is known.
    fn at(path: &SourcePath, text: &str, (line, column): (u32, u32), range: Range<usize>) -> Self {
        let covered = text.get(range).unwrap_or_default();
        let covered = covered.split(['\n', '\r']).next().unwrap_or_default();
        let width = u32::try_from(covered.chars().count()).unwrap_or(u32::MAX).max(1);
        Self { path: path.clone(), line, column, width }
    }
}

/// The positions of many offsets of one text, in any order, without reading it from its start for each.
///
/// The first question about an offset beyond the first stretch takes one pass over the text, which marks where each stretch
/// begins; every question after it reads one stretch. Metadata stands at the head of most texts, so that most need no pass.
#[derive(Debug)]
pub struct Positions<'a> {
    text: &'a str,
    /// The line and column at which each stretch begins.
    marks: OnceCell<Vec<(u32, u32)>>,
}

/// How many bytes of a text are read to find a position.
const STRETCH: usize = 4096;

impl<'a> Positions<'a> {
    /// Takes the text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, marks: OnceCell::new() }
    }

    /// The place of a byte range of the text, as [`Place::of`] gives it.
    #[must_use]
    pub fn place(&self, path: &SourcePath, range: Range<usize>) -> Place {
        Place::at(path, self.text, self.line_and_column(range.start), range)
    }

    /// Line and column of an offset, as [`line_and_column`] gives them.
    #[must_use]
    pub fn line_and_column(&self, offset: usize) -> (u32, u32) {
        let offset = self.text.floor_char_boundary(offset);
        let stretch = offset / STRETCH;
        if stretch == 0 {
            return line_and_column(self.text, offset);
        }
        let mark = self.marks.get_or_init(|| self.marks())[stretch];
        let start = self.text.floor_char_boundary(stretch * STRETCH);
        advanced(mark, &self.text[start..offset])
    }

    fn marks(&self) -> Vec<(u32, u32)> {
        let mut marks = vec![(1, 1)];
        let mut start = 0;
        for end in (STRETCH..=self.text.len()).step_by(STRETCH) {
            let end = self.text.floor_char_boundary(end);
            marks.push(advanced(marks[marks.len() - 1], &self.text[start..end]));
            start = end;
        }
        marks
    }
}

/// The position behind a piece of text that begins at a position.
fn advanced((line, column): (u32, u32), text: &str) -> (u32, u32) {
    let (more_lines, new_column) = line_and_column(text, text.len());
    let line = line.saturating_add(more_lines - 1);
    (line, if more_lines == 1 { column.saturating_add(new_column - 1) } else { new_column })
}

/// Line and column, both from one, of a byte offset of `text`; an offset past the end is the end.
#[must_use]
pub fn line_and_column(text: &str, offset: usize) -> (u32, u32) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_resolve_inside_the_portfolio() {
        let check = |from: &str, reference, expected: Option<&str>| {
            let resolved = SourcePath::new(from).resolve(reference);
            assert_eq!(resolved.as_ref().map(SourcePath::as_str), expected, "{from} + {reference}");
        };
        check("a/b.md", "c.md", Some("a/c.md"));
        check("a/b.md", "./../c.md", Some("c.md"));
        check("a/b.md", "../../c.md", None);
        check("b.md", "..", None);
        check("a/b.md", "", Some("a"));
        check("b.md", "x//y/./z", Some("x/y/z"));
        let root = SourcePath::from_root("/a/../b.md");
        assert_eq!(root.as_ref().map(SourcePath::as_str), Some("b.md"));
        assert_eq!(SourcePath::from_root("/../b.md"), None);
    }

    #[test]
    fn paths_have_parts() {
        let check = |path: &str, expected: (&str, &str, &str)| {
            let path = SourcePath::new(path);
            assert_eq!((path.folder(), path.file_name(), path.stem()), expected);
        };
        check("a/b/c.tar.md", ("a/b", "c.tar.md", "c.tar"));
        check("c.md", ("", "c.md", "c"));
        check("a/.md", ("a", ".md", ".md"));
        check("a/README", ("a", "README", "README"));
    }

    #[test]
    fn columns_count_characters_from_one() {
        let text = "one\r\n zwei 漢字\n\nend";
        let check =
            |offset, expected| assert_eq!(line_and_column(text, offset), expected, "{offset}");
        check(0, (1, 1));
        check(5, (2, 1));
        check(text.find('漢').expect("it is there"), (2, 7));
        check(text.find('漢').expect("it is there") + 1, (2, 7));
        check(text.find('字').expect("it is there"), (2, 8));
        check(text.find("\nend").expect("it is there"), (3, 1));
        check(text.len(), (4, 4));
        check(usize::MAX, (4, 4));
    }

    #[test]
    fn positions_of_many_offsets_are_those_of_each() {
        let line = "é ".repeat(900);
        let text = format!("{line}\n{}\n\r\n{line}", "漢\n".repeat(STRETCH));
        let positions = Positions::new(&text);
        for offset in (0..text.len() + 9).rev().step_by(7) {
            let expected = line_and_column(&text, offset);
            assert_eq!(positions.line_and_column(offset), expected, "{offset}");
        }
    }

    #[test]
    fn a_place_ends_with_its_line() {
        let path = SourcePath::new("a.md");
        let check = |text, range, expected| {
            let place = Place::of(&path, text, range);
            assert_eq!((place.line, place.column, place.width), expected);
        };
        check("ab cd", 3..5, (1, 4, 2));
        check("ab\r\ncd", 0..6, (1, 1, 2));
        check("ab\ncd", 2..2, (1, 3, 1));
        check("é漢\n", 0..5, (1, 1, 2));
        check("ab", 9..12, (1, 3, 1));
    }
}
