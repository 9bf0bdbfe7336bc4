//! The four report formats over one list of problems.

use super::{Problem, SourcePath};
use std::io::{self, Write};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: an excerpt with a caret.
    Human,
    /// One JSON array.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub workflow commands.
    Github,
}

/// Where a report finds the text of a file it quotes.
pub trait Texts {
    /// The text of that file, if it is known.
    fn text(&self, path: &SourcePath) -> Option<&str>;
}

/// Writes a report.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_report(
    _format: Format,
    _problems: &[Problem],
    _texts: &dyn Texts,
    _out: &mut dyn Write,
) -> io::Result<()> {
    Ok(())
}
