//! What is wrong, and where: [`Problem`] for the author's text, [`Error`] for the machine.
//!
//! In: findings from every stage. Out: values that the pipeline carries along and reports print. A problem never stops a
//! build and is never printed where it is found; it is part of the stage's value, so that a warm build reports what a cold
//! one does. An error stops the command and names the path it happened at. [`suggest`] finds the word that was meant.
//!
//! [`SourcePath`] and [`Place`] live here because every located value of the program is located for a report's sake.
//! Absent on purpose: any reading of files. A report is handed the texts it quotes.

mod code;
mod location;
mod report;
pub mod suggest;

pub use code::{Code, Severity};
pub use location::{Place, Positions, SourcePath, line_and_column};
pub use report::{Format, ReportOptions, Texts, summary, write_error, write_report, write_worst};

use serde::{Serialize, Serializer};
use std::fmt;
use std::path::{Path, PathBuf};

/// Something wrong in an author's text (or in what the text names), at its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// The file, and where in it.
    pub place: Place,
    /// Which problem it is: a row of the code table.
    pub code: Code,
    /// How much it matters: the code's own severity, unless `[portfolio.check]` says otherwise.
    pub severity: Severity,
    /// What is wrong: one line, lower case, no final stop, literal things in backticks.
    pub message: String,
    /// What to do about it, in the same style.
    pub help: Option<String>,
}

impl Problem {
    /// A problem of this code at this place, with the code's default severity and no help.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { place, code, severity: code.severity(), message: message.into(), help: None }
    }

    /// The same problem, saying what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// As an object of `api/portfolio.json` and of the JSON report: `code`, `severity`, `path`, `line`, `column`, `message`,
/// `help`; line and column are null where the problem speaks of a whole file or line.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        report::Row::new(self, self.place.path.as_str()).serialize(serializer)
    }
}

/// What keeps a command from doing its work: the machine's fault or the configuration's, never a document's.
#[derive(Debug)]
pub enum Error {
    /// Reading or writing failed at this path.
    Io {
        /// What was being done: "read", "write", "create", "lock" …
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// The system's word on it.
        source: std::io::Error,
    },
    /// A file of the project's own (configuration, theme) says something that cannot be followed.
    Configuration {
        /// The file, as the user would name it.
        path: PathBuf,
        /// Its text, for the excerpt.
        text: String,
        /// The bytes in question.
        span: std::ops::Range<usize>,
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// The command cannot be carried out as asked: a refused output directory, a busy port.
    Refused {
        /// What is refused and why.
        message: String,
        /// What to do.
        help: Option<String>,
    },
}

impl Error {
    /// An I/O error with its path.
    pub fn io(action: &'static str, path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Self::Io { action, path: path.as_ref().to_path_buf(), source }
    }

    /// A refusal with what to do about it.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), help: Some(help.into()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { action, path, source } => {
                write!(f, "cannot {action} `{}`: {source}", path.display())
            }
            Self::Configuration { path, message, .. } => write!(f, "{}: {message}", path.display()),
            Self::Refused { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Configuration { .. } | Self::Refused { .. } => None,
        }
    }
}
