//! A heading or a field → the title: without the document's own id and kind word before it.

use super::Kind;

/// A title and what stood before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The title itself; empty when the heading was only prefix.
    pub text: String,
    /// The kind that its prefix names.
    pub kind: Option<Kind>,
    /// The id that its prefix names: prefix in upper case and number as written.
    pub id: Option<String>,
}

/// Takes a heading apart.
#[must_use]
pub fn read(_heading: &str, _own: Option<&str>) -> Title {
    Title { text: String::new(), kind: None, id: None }
}
#[must_use]

/// Whether a heading is a chapter's and no title.
#[must_use]
pub fn is_section_word(_text: &str) -> bool {
    false
}

/// What a file's name says.
pub struct FileName {
    /// The id.
    pub id: Option<String>,
    /// Its prefix in upper case.
    pub prefix: Option<String>,
    /// A date before the name.
    pub created: Option<jiff::civil::Date>,
    /// The name as a title.
    pub title: String,
}

/// Takes a file's name apart.
#[must_use]
pub fn file_name(stem: &str) -> FileName {
    FileName { id: None, prefix: None, created: None, title: from_file_name(stem) }
}

/// A title from a file's name.
#[must_use]
pub fn from_file_name(stem: &str) -> String {
    stem.replace(['-', '_'], " ")
}

/// Whether a file's name is a template's.
#[must_use]
pub fn is_template_name(stem: &str) -> bool {
    stem.to_lowercase().ends_with("template")
}
