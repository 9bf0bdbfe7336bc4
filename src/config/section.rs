//! Typed reading of one table of the configuration: a key and a rule → a value, or a fault that names the key.
//!
//! In: a [`Table`] and its name. Out: text, flags, lists and maps that obey their [rules](super::rules). It stands alone so
//! that the list of options reads as a list of options. Absent on purpose: which keys there are, and their defaults.

use super::rules::Objection;
use super::tree::{Data, Fault, Origin, Table, Value};
use crate::diagnostic::suggest::did_you_mean;
use std::collections::BTreeMap;

/// A table that may be absent; reading an absent one finds nothing.
pub(super) struct Section<'a> {
    name: String,
    table: Option<&'a Table>,
}

impl<'a> Section<'a> {
    /// The file as a whole.
    pub(super) fn top(table: &'a Table) -> Self {
        Self { name: String::new(), table: Some(table) }
    }

    /// A table inside this one.
    pub(super) fn section(&self, key: &str) -> Result<Section<'a>, Fault> {
        let name = self.name_of(key);
        let table = match self.value(key) {
            None => None,
            Some(Value { data: Data::Table(table), .. }) => Some(table),
            Some(value) => return Err(mistyped(&name, value, "a table")),
        };
        Ok(Section { name, table })
    }

    /// The tables of an array of tables.
    pub(super) fn sections(&self, key: &str) -> Result<Vec<(Section<'a>, Origin)>, Fault> {
        let name = self.name_of(key);
        let Some(value) = self.value(key) else { return Ok(vec![]) };
        let Data::List(values) = &value.data else {
            return Err(mistyped(&name, value, "a list of tables"));
        };
        let section = |value: &'a Value| match &value.data {
            Data::Table(table) => {
                Ok((Section { name: name.clone(), table: Some(table) }, value.origin.clone()))
            }
            _ => Err(mistyped(&name, value, "a table")),
        };
        values.iter().map(section).collect()
    }

    /// Text that obeys a rule; blank text counts as absent, as in the `book.toml` that mdBook writes.
    pub(super) fn text<T>(
        &self,
        key: &str,
        rule: impl Fn(&str) -> Result<T, Objection>,
    ) -> Result<Option<T>, Fault> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let text = text_of(&self.name_of(key), value)?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        obey(&self.name_of(key), value, text, &rule).map(Some)
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, Fault> {
        match self.value(key) {
            None => Ok(None),
            Some(Value { data: Data::Flag(flag), .. }) => Ok(Some(*flag)),
            Some(value) => Err(mistyped(&self.name_of(key), value, "`true` or `false`")),
        }
    }

    /// A list of texts that obey a rule.
    pub(super) fn list<T>(
        &self,
        key: &str,
        rule: impl Fn(&str) -> Result<T, Objection>,
    ) -> Result<Vec<T>, Fault> {
        let name = self.name_of(key);
        match self.value(key) {
            None => Ok(vec![]),
            Some(Value { data: Data::List(values), .. }) => list_of(&name, values, &rule),
            Some(value) => Err(mistyped(&name, value, "a list of texts")),
        }
    }

    /// A list of texts, or one text alone.
    pub(super) fn list_or_text(&self, key: &str) -> Result<Vec<String>, Fault> {
        self.one_or_more(key, super::rules::any)
    }

    /// The same, of texts that obey a rule.
    pub(super) fn one_or_more<T>(
        &self,
        key: &str,
        rule: impl Fn(&str) -> Result<T, Objection>,
    ) -> Result<Vec<T>, Fault> {
        let name = self.name_of(key);
        match self.value(key) {
            Some(value @ Value { data: Data::Text(_), .. }) => {
                Ok(vec![obey(&name, value, text_of(&name, value)?, &rule)?])
            }
            _ => self.list(key, rule),
        }
    }

    /// All keys of this table, each with text that obeys a rule.
    pub(super) fn map<T>(
        &self,
        rule: impl Fn(&str) -> Result<T, Objection>,
    ) -> Result<BTreeMap<String, T>, Fault> {
        let read = |key: &str| {
            let value = self.value(key).expect("the key was just listed");
            let name = self.name_of(key);
            Ok((key.to_owned(), obey(&name, value, text_of(&name, value)?, &rule)?))
        };
        self.keys().map(read).collect()
    }

    /// Spellings of known words, either way round: `gatekeeper = "reviewers"` or `reviewers = ["gatekeeper", "shepherd"]`.
    pub(super) fn spellings(&self) -> Result<BTreeMap<String, String>, Fault> {
        let mut spellings = BTreeMap::new();
        for key in self.keys() {
            match self.value(key) {
                Some(Value { data: Data::List(values), .. }) => {
                    for spelling in list_of(&self.name_of(key), values, &super::rules::any)? {
                        spellings.insert(spelling, key.to_owned());
                    }
                }
                Some(value) => {
                    let meant = text_of(&self.name_of(key), value)?;
                    spellings.insert(key.to_owned(), meant.to_owned());
                }
                None => {}
            }
        }
        Ok(spellings)
    }

    /// The keys, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.table.into_iter().flat_map(|table| table.keys().map(String::as_str))
    }

    /// The keys that are not among `known`, each as a fault with a suggestion.
    pub(super) fn unknown(&self, known: &[&str]) -> Vec<Fault> {
        self.keys()
            .filter(|key| !known.contains(key))
            .map(|key| self.unknown_key(key, known))
            .collect()
    }

    /// The keys that are not among `known` but look like a slip for one of them.
    pub(super) fn misspelt(&self, known: &[&str]) -> Vec<Fault> {
        self.unknown(known).into_iter().filter(|fault| fault.help.is_some()).collect()
    }

    fn unknown_key(&self, key: &str, known: &[&str]) -> Fault {
        Fault {
            origin: self.origin_of_key(key),
            message: format!("there is no key `{}`", self.name_of(key)),
            help: did_you_mean(key, known.iter().copied())
                .map(|meant| format!("did you mean `{meant}`")),
        }
    }

    /// Where a key was written.
    pub(super) fn origin_of_key(&self, key: &str) -> Origin {
        let entry = self.table.and_then(|table| table.get(key));
        entry.map_or(Origin::File(0..0), |(origin, _)| origin.clone())
    }

    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&'a Value> {
        self.table?.get(key).map(|(_, value)| value)
    }

    /// A key with the tables it stands in: `portfolio.status.order`.
    pub(super) fn name_of(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }
}

fn list_of<T>(
    name: &str,
    values: &[Value],
    rule: &impl Fn(&str) -> Result<T, Objection>,
) -> Result<Vec<T>, Fault> {
    values.iter().map(|value| obey(name, value, text_of(name, value)?, rule)).collect()
}

/// The text of a value; a variable that happens to hold a number or truth value is text when text is wanted.
fn text_of<'a>(name: &str, value: &'a Value) -> Result<&'a str, Fault> {
    match (&value.data, &value.origin) {
        (Data::Text(text), _) | (Data::Other(_, text), Origin::Variable(_)) => Ok(text),
        (Data::Flag(flag), Origin::Variable(_)) => Ok(if *flag { "true" } else { "false" }),
        _ => Err(mistyped(name, value, "text")),
    }
}

fn obey<T>(
    name: &str,
    value: &Value,
    text: &str,
    rule: &impl Fn(&str) -> Result<T, Objection>,
) -> Result<T, Fault> {
    rule(text).map_err(|objection| Fault {
        origin: value.origin.clone(),
        message: format!("`{name}` {}", objection.message),
        help: objection.help,
    })
}

fn mistyped(name: &str, value: &Value, wanted: &str) -> Fault {
    let message = format!("`{name}` must be {wanted}, not {}", value.data.kind());
    let help = match (&value.data, wanted) {
        (Data::Other(_, text), "text") => Some(format!("put it in quotes: `\"{text}\"`")),
        (Data::Text(text), "a list of texts") => {
            Some(format!("put it in brackets: `[\"{text}\"]`"))
        }
        _ => None,
    };
    Fault { origin: value.origin.clone(), message, help }
}
