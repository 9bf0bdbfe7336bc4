//! The documents of a search → its manifest: what a result shows, and how it ranks beside its likes.
//!
//! In: the catalogue and the leaves. Out: one script, which is loaded first. It holds a column for each property, because
//! likes compress well beside each other. Titles are in it whole, so the browser finds words of titles without asking for
//! anything, and with any typing error. Absent on purpose: the text.

use super::{Found, script};
use crate::link::{Entry, OutPath};
use crate::memo::Fingerprint;
use crate::parse::Kind;
use crate::render::catalogue::{Catalogue, text};
use serde::Serialize;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// The manifest. What is a number names a place in a list of the same object, counted from one: nought is none.
#[derive(Serialize)]
struct Manifest<'a> {
    version: u8,
    /// The name of the list of documents; every shard bears it, too.
    stamp: &'a str,
    shards: usize,
    /// Name, address, standing (open, in force, not in force) and colour.
    statuses: Vec<(String, String, u8, &'a str)>,
    kinds: Vec<&'static str>,
    prefixes: Vec<String>,
    /// Name and handle.
    people: Vec<(String, &'a str)>,
    /// The numbers of the issues whose pages are called by nothing else: `issue/12.html`.
    issues: Vec<u64>,
    documents: Documents,
}

#[derive(Default, Serialize)]
struct Documents {
    titles: Vec<String>,
    ids: Vec<String>,
    prefixes: Vec<usize>,
    urls: Vec<String>,
    kinds: Vec<usize>,
    statuses: Vec<usize>,
    /// 1 where a document is not in force, else 0.
    past: Vec<u8>,
    authors: Vec<Vec<usize>>,
    reviewers: Vec<Vec<usize>>,
    /// Pieces of text.
    pieces: Vec<usize>,
    /// The binary logarithm of the number of words.
    lengths: Vec<u32>,
    /// The binary logarithm of the number of relations that others have to it: what is named often is what is meant.
    named: Vec<u32>,
    /// The document that a part is of.
    wholes: Vec<usize>,
    /// Of some that are not in force: which document it is, and which stands in its place, both counted from nought.
    successors: Vec<(usize, usize)>,
}

/// Names the list of documents by which shards name them.
pub(super) fn stamp(found: &[&Found]) -> String {
    let pages: Vec<(&OutPath, bool)> =
        found.iter().map(|one| (&one.page, one.leaf.pieces.len() > 1)).collect();
    format!("{:?}", Fingerprint::of(&pages))
}

/// Writes the manifest.
pub(super) fn render(
    catalogue: &Catalogue<'_>,
    found: &[&Found],
    (stamp, shards): (&str, usize),
) -> Vec<u8> {
    let mut kinds = Numbers::default();
    let mut prefixes = Numbers::default();
    let mut people = Numbers::default();
    let mut documents = Documents::default();
    let mut whole_of: HashMap<usize, usize> = HashMap::new();
    for (number, one) in found.iter().enumerate() {
        let entry = &catalogue.portfolio.entries[one.entry];
        documents.titles.push(title(entry, one.part));
        documents.ids.push(entry.id.as_deref().map(text).unwrap_or_default());
        documents.prefixes.push(prefix(entry).map_or(0, |prefix| prefixes.of(prefix)));
        documents.urls.push(one.page.href_from(&OutPath::new("-.html")));
        documents.kinds.push(kinds.of(entry.kind));
        let status = entry.status.as_ref();
        documents.statuses.push(status.map_or(0, |status| status.status + 1));
        documents.past.push(u8::from(entry.not_in_force.is_some()));
        let mut named = |list: &[usize]| list.iter().map(|person| people.of(*person)).collect();
        documents.authors.push(named(&entry.authors));
        documents.reviewers.push(named(&[&*entry.reviewers, &*entry.approvers].concat()));
        let (pieces, length) = one.leaf.sizes();
        documents.pieces.push(pieces);
        documents.lengths.push(length);
        documents.named.push((1 + entry.backlinks.len()).ilog2());
        let whole = *whole_of.entry(one.entry).or_insert(number);
        documents.wholes.push(if whole == number { 0 } else { whole + 1 });
    }
    documents.successors = successors(catalogue, &whole_of);
    script(&Manifest {
        version: 1,
        stamp,
        shards,
        statuses: statuses(catalogue),
        kinds: kinds.listed.iter().map(|kind: &Kind| kind.name()).collect(),
        prefixes: prefixes.listed.iter().map(|prefix| text(prefix)).collect(),
        people: people.listed.iter().map(|person| somebody(catalogue, *person)).collect(),
        issues: issues(catalogue),
        documents,
    })
}

/// Which documents stand in the place of which, by the numbers of their entries here.
fn successors(catalogue: &Catalogue<'_>, number_of: &HashMap<usize, usize>) -> Vec<(usize, usize)> {
    let entries = catalogue.portfolio.entries.iter().enumerate();
    let pair = |(index, entry): (usize, &Arc<Entry>)| {
        let successor = entry.not_in_force.as_ref()?.successor?;
        Some((*number_of.get(&index)?, *number_of.get(&successor)?))
    };
    entries.filter_map(pair).collect()
}

fn title(entry: &Entry, part: Option<usize>) -> String {
    match part {
        Some(part) => text(&format!("{} · {}", entry.parts[part].title, entry.title)),
        None => text(&entry.title),
    }
}

/// What stands before the number of an id.
fn prefix(entry: &Entry) -> Option<&str> {
    entry.document.fields.id.as_ref()?.prefix.as_deref()
}

fn statuses<'a>(catalogue: &Catalogue<'a>) -> Vec<(String, String, u8, &'a str)> {
    let statuses = catalogue.portfolio.statuses.iter();
    let view = |status: &'a crate::link::Status| {
        (text(&status.name), status.slug.clone(), status.standing as u8, status.colour.as_str())
    };
    statuses.map(view).collect()
}

fn somebody<'a>(catalogue: &Catalogue<'a>, person: usize) -> (String, &'a str) {
    let somebody = &catalogue.portfolio.people[person];
    (text(&somebody.name), somebody.handle.as_deref().unwrap_or_default())
}

/// The issues that a number alone names.
fn issues(catalogue: &Catalogue<'_>) -> Vec<u64> {
    let issues = catalogue.portfolio.issues.iter();
    let numbers = issues.map(|issue| (issue.reference.number, &issue.slug));
    numbers
        .filter(|(number, slug)| number.to_string() == **slug)
        .map(|(number, _)| number)
        .collect()
}

/// Numbers for the values that occur, from one.
struct Numbers<T> {
    listed: Vec<T>,
    by_value: HashMap<T, usize>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { listed: Vec::new(), by_value: HashMap::new() }
    }
}

impl<T: Copy + Eq + Hash> Numbers<T> {
    fn of(&mut self, value: T) -> usize {
        *self.by_value.entry(value).or_insert_with(|| {
            self.listed.push(value);
            self.listed.len()
        })
    }
}
