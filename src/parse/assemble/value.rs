//! Single values as assembling needs them: read, and told apart from one another.
//!
//! In: one raw value. Out: what it means, in a form whose equality is the people's: two spellings of one id, status, person or
//! reference are the same. Absent on purpose: which of two values counts.

use crate::parse::fields::RawValue;
use crate::parse::keys::normal;
use crate::parse::{
    IssueReference, Person, Reference, inline, people, placeholder, references, status,
};
use std::path::Path;

/// A value of a list, told apart from others by its name.
pub(super) trait Named {
    /// Equal for two spellings of one thing.
    fn name(&self) -> String;
}

impl Named for Person {
    fn name(&self) -> String {
        self.handle
            .as_ref()
            .or(self.name.as_ref())
            .or(self.email.as_ref())
            .map_or(String::new(), |name| name.to_lowercase())
    }
}

impl Named for IssueReference {
    fn name(&self) -> String {
        format!("{}{}", self.tracker.as_deref().unwrap_or_default(), self.number)
    }
}

impl Named for Reference {
    /// The id in it, however the reference is written; else the last part of its path; else its words.
    fn name(&self) -> String {
        let path = self.destination.as_deref().unwrap_or_default();
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let id = references::mentions(&self.text, 0)
            .into_iter()
            .chain(references::mentions(last, 0))
            .next();
        match id {
            Some(id) => format!("{}-{}", id.prefix, id.number.trim_start_matches('0')),
            None if !last.is_empty() => last.to_lowercase(),
            None => self.text.to_lowercase(),
        }
    }
}

impl Named for String {
    fn name(&self) -> String {
        self.to_lowercase()
    }
}

/// An id and its prefix: `SPEC-014`, `20`, `[SE-0010](0010-x.md)`.
pub(super) fn id(text: &str) -> Option<WrittenId> {
    let plain = inline::plain(text);
    let plain = plain.trim().trim_start_matches('#').trim();
    let is_id = plain.len() <= 64
        && plain.split_whitespace().count() <= 3
        && !plain.contains('/')
        && !Path::new(plain).extension().is_some_and(|found| found.eq_ignore_ascii_case("md"))
        && plain.bytes().any(|byte| byte.is_ascii_digit());
    let digits = plain.find(|found: char| found.is_ascii_digit())?;
    let prefix = plain[..digits].trim_end_matches(['-', ' ', '_', '#']);
    let is_prefix = !prefix.is_empty()
        && prefix.chars().all(|found| found.is_ascii_alphanumeric() || found == '-');
    let prefix = is_prefix.then(|| prefix.to_uppercase());
    is_id.then(|| WrittenId { text: plain.to_owned(), prefix })
}

/// An id value taken apart; equal when it is the same number, however it is padded.
pub(super) struct WrittenId {
    pub(super) text: String,
    pub(super) prefix: Option<String>,
}

impl PartialEq for WrittenId {
    fn eq(&self, other: &Self) -> bool {
        let number = |text: &str| {
            let digits = text.trim_start_matches(|found: char| !found.is_ascii_digit());
            digits.trim_start_matches('0').to_lowercase()
        };
        number(&self.text) == number(&other.text)
    }
}

/// A status compared as people compare it: without case and `_`.
pub(super) struct SameStatus(pub(super) status::StatusText);

impl PartialEq for SameStatus {
    fn eq(&self, other: &Self) -> bool {
        normal(&self.0.name) == normal(&other.0.name)
    }
}

pub(super) fn status_of(text: &str) -> Option<SameStatus> {
    status::read(text).map(SameStatus)
}

pub(super) fn people_of(value: &RawValue) -> Vec<Person> {
    people::read(&value.text)
}

/// Labels of one value: separated by commas, semicolons, `·` or `|`.
pub(super) fn labels_of(value: &RawValue) -> Vec<String> {
    let plain = inline::plain(&value.text);
    let parts = plain.split([',', ';', '·', '|']);
    let clean = parts.map(|part| {
        part.trim()
            .trim_matches(['[', ']', '"', '\'', '`'])
            .trim_start_matches('#')
            .trim()
            .to_owned()
    });
    clean.filter(|label| !label.is_empty() && !placeholder::is_placeholder(label, &[])).collect()
}
