//! Bodies of pages → the search: an inverted index in shards, which a browser loads one by one.
//!
//! In: the body of every document, and the catalogue. Out: scripts that each hand over one value, because a page opened from
//! a disk may load scripts and nothing else. `manifest.js` lists the documents, `terms-N.js` the words that begin alike,
//! `HASH-N.js` the pieces of a document's text. It is a module of its own because it alone knows both the words and the
//! documents; the browser's half of it is `search-words.js`, `search-rank.js` and `search-engine.js` in the theme. Absent on
//! purpose: ranking.
//!
//! | module | from → to |
//! |---|---|
//! | `words` | text → words, as the browser makes them too |
//! | `reading` | a body's HTML → sections of text |
//! | `leaf` | sections → what is known of one document, remembered |
//! | `shards` | leaves → shards, each remembered |
//! | `manifest` | catalogue → the list of documents |

mod leaf;
mod manifest;
mod reading;
mod shards;
mod words;

use super::Content;
use super::catalogue::Catalogue;
use super::views::Markup;
use crate::link::OutPath;
use crate::memo::{Fingerprint, Table};
use crate::parse::Kind;
use leaf::Leaf;
use serde::Serialize;
use std::sync::Arc;

/// What of earlier builds still holds.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) leaves: Table<Arc<Leaf>>,
    pub(super) shards: Table<Arc<[u8]>>,
    surveys: Table<Arc<shards::Survey>>,
    manifests: Table<Arc<[u8]>>,
}

impl Memory {
    /// For a builder that builds once.
    pub(super) fn forgetful() -> Self {
        Self {
            leaves: Table::forgetful(),
            shards: Table::forgetful(),
            surveys: Table::forgetful(),
            manifests: Table::forgetful(),
        }
    }

    /// Ends a build: forgets what it did not ask for.
    pub(super) fn forget(&self) {
        self.leaves.forget();
        self.surveys.forget();
        self.manifests.forget();
        self.shards.forget();
    }
}

/// A page that can be found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its entry.
    pub(super) entry: usize,
    /// Which part of that it is; `None` for the main part.
    pub(super) part: Option<usize>,
    /// Its address.
    pub(super) page: OutPath,
    leaf: Arc<Leaf>,
    /// The name by which that is remembered.
    pub(super) key: Fingerprint,
    /// The pieces of its text, each at its place.
    pieces: Arc<[(OutPath, Arc<[u8]>)]>,
}

/// Reads a page, unless it is one that nobody looks for: a template, or what is shown where nothing is.
pub(super) fn find(
    catalogue: &Catalogue<'_>,
    (entry, part): (usize, Option<usize>),
    (page, body): (&OutPath, &Markup),
    memory: &Memory,
) -> Option<Found> {
    let portfolio = catalogue.portfolio;
    let sought = portfolio.entries[entry].kind != Kind::Template && page.as_str() != "404.html";
    if !catalogue.config.html.search || !sought {
        return None;
    }
    let shards = shards::count(portfolio.entries.len());
    let key = Fingerprint::of(&(body, shards));
    let leaf = memory.leaves.get_or_make(key, || Arc::new(leaf::leaf(body.as_str(), shards)));
    let name = name(page);
    let place = |number| OutPath::new(format!("search/{name}-{number}.js"));
    let pieces = leaf.pieces.iter().enumerate().map(|(number, it)| (place(number), it.clone()));
    let pieces = pieces.collect();
    Some(Found { entry, part, page: page.clone(), leaf, key, pieces })
}

/// The files of the search; none where it is switched off.
pub(super) fn render(
    catalogue: &Catalogue<'_>,
    found: &[&Found],
    memory: &Memory,
) -> Vec<(OutPath, Content)> {
    if !catalogue.config.html.search {
        return vec![];
    }
    let stamp = manifest::stamp(found);
    let shards = shards::count(catalogue.portfolio.entries.len());
    let names: Vec<Fingerprint> = found.iter().map(|one| one.key).collect();
    let leaves: Vec<&Leaf> = found.iter().map(|one| &*one.leaf).collect();
    let make = || manifest::render(catalogue, found, (&stamp, shards)).into();
    let manifest = match catalogue.portfolio.made_of {
        Some(made_of) => {
            let sizes: Vec<_> = found.iter().map(|one| one.leaf.sizes()).collect();
            memory.manifests.get_or_make(Fingerprint::of(&(made_of, &stamp, sizes)), make)
        }
        None => make(),
    };
    let mut files = vec![(OutPath::new("search/manifest.js"), Content::Bytes(manifest))];
    let bound = shards::bind((&names, &leaves), (&stamp, shards), memory).into_iter();
    files.extend(bound.enumerate().map(|(number, shard)| {
        (OutPath::new(format!("search/terms-{number}.js")), Content::Bytes(shard))
    }));
    let pieces = found.iter().flat_map(|one| one.pieces.iter().cloned());
    files.extend(pieces.map(|(path, piece)| (path, Content::Bytes(piece))));
    files
}

/// The name of a page's text: a hash of its address, which the browser takes as well, so that no document's text is renamed
/// by what becomes of others.
fn name(page: &OutPath) -> String {
    let address = page.href_from(&OutPath::new("-.html"));
    let hash = |begin: u32| {
        address.bytes().fold(begin, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    };
    format!("{:08x}{:08x}", hash(0x811C_9DC5), hash(0x9747_B28C))
}

/// A script that hands over a value. It stands in a file of its own, yet nothing in it could end a script in a page.
fn script(value: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_string(value).expect("texts and numbers become JSON");
    let json = json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028");
    format!("specfolioSearch({})\n", json.replace('\u{2029}', "\\u2029")).into_bytes()
}
