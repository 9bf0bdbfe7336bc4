//! What all of linking stands on: the texts, and which of them exist for the audience.
//!
//! In: the tree and the documents. Out: [`Ground`], which every later step reads and none changes. It is a value of its own so
//! that a step takes one thing instead of five. Absent on purpose: everything that is found out later.

use super::group::{self, Unit};
use super::{Audience, audience};
use crate::diagnostic::SourcePath;
use crate::parse::Document;
use crate::scan::{Source, Tree};
use std::collections::HashSet;
use std::sync::Arc;

/// One file: as scanned and as parsed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub(super) document: &'a Arc<Document>,
    pub(super) source: &'a Source,
}

/// The texts and the units they form.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) tree: &'a Tree,
    pub(super) audience: Audience,
    /// Every text, seen or not.
    pub(super) texts: Vec<Text<'a>>,
    /// By entry: the units that are seen.
    pub(super) units: Vec<Unit>,
    /// By text: its entry; `None` when it is not seen.
    pub(super) owner: Vec<Option<usize>>,
}

impl<'a> Ground<'a> {
    /// Groups the texts and keeps what the audience sees.
    pub(super) fn survey(
        tree: &'a Tree,
        documents: &'a [Arc<Document>],
        audience: Audience,
    ) -> Self {
        let pairs = tree.sources.iter().zip(documents);
        let texts: Vec<Text<'a>> =
            pairs.map(|(source, document)| Text { document, source }).collect();
        let units = audience::seen(group::units(&texts), &texts, audience);
        let mut owner = vec![None; texts.len()];
        for (entry, unit) in units.iter().enumerate() {
            unit.texts().for_each(|text| owner[text] = Some(entry));
        }
        Self { tree, audience, texts, units, owner }
    }

    /// The main text of an entry.
    pub(super) fn main(&self, entry: usize) -> &Text<'a> {
        &self.texts[self.units[entry].main]
    }

    /// The path of an entry's main text.
    pub(super) fn path(&self, entry: usize) -> &'a SourcePath {
        &self.texts[self.units[entry].main].document.path
    }

    /// The folder in which an entry has its neighbours: for a spec that is a folder, the one around it.
    pub(super) fn folder(&self, entry: usize) -> &'a str {
        let folder = self.path(entry).folder();
        if self.units[entry].is_folder {
            return folder.rsplit_once('/').map_or("", |(around, _)| around);
        }
        folder
    }

    /// The paths of the texts that are not seen, and of their metadata files.
    pub(super) fn hidden_files(&self) -> HashSet<&'a str> {
        let hidden = self.texts.iter().zip(&self.owner).filter(|(_, owner)| owner.is_none());
        hidden
            .flat_map(|(text, _)| {
                let sidecar = text.source.sidecar.as_ref().map(|sidecar| sidecar.path.as_str());
                std::iter::once(text.document.path.as_str()).chain(sidecar)
            })
            .collect()
    }
}
