//! What all of linking stands on: the texts, and which of them exist for the audience.
//!
//! In: [`Inputs`]. Out: [`Ground`], which every later step reads and none changes. It is a value of its own so
//! that a step takes one thing instead of five. Absent on purpose: everything that is found out later.

use super::group::{self, Unit};
use super::{Audience, audience};
use crate::config::Config;
use crate::diagnostic::{Problem, SourcePath};
use crate::memo::Fingerprint;
use crate::parse::{Document, Head};
use crate::scan::{History, Repository, Source, Tree};
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// All that linking takes from the stages before, but for the texts of documents: equal inputs give equal skeletons.
#[derive(Debug, Hash)]
pub(super) struct Inputs {
    texts: Vec<(Named, Beside)>,
    /// Every other file.
    pub(super) files: Vec<SourcePath>,
    /// Which of them are links, and where to.
    pub(super) links: BTreeMap<SourcePath, SourcePath>,
    pub(super) repository: Option<Repository>,
    pub(super) settings: Settings,
    pub(super) audience: Audience,
    /// What scanning found wrong, which the pages of documents show too.
    problems: Vec<Problem>,
}

/// A head, which its name stands for.
#[derive(Debug)]
struct Named(Arc<Head>);

impl Hash for Named {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0.name {
            Some(name) => name.hash(state),
            None => self.0.hash(state),
        }
    }
}

/// The configuration, which is hashed as it is printed: all of it.
#[derive(Debug)]
pub(super) struct Settings(pub(super) Config);

impl Hash for Settings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        format!("{:?}", self.0).hash(state);
    }
}

/// What a source has beside its text.
#[derive(Clone, Debug, Hash)]
pub(super) struct Beside {
    pub(super) sidecar: Option<SourcePath>,
    pub(super) publishable: bool,
    pub(super) history: History,
}

impl Inputs {
    /// Takes what linking needs. `documents` stand in the order of `tree.sources`.
    pub(super) fn new(
        tree: &Tree,
        documents: &[Arc<Document>],
        config: &Config,
        audience: Audience,
    ) -> Self {
        let pairs = tree.sources.iter().zip(documents);
        Self {
            texts: pairs
                .map(|(source, document)| (Named(document.head.clone()), Beside::of(source)))
                .collect(),
            files: tree.files.keys().cloned().collect(),
            links: tree.links.clone(),
            repository: tree.repository.clone(),
            settings: Settings(config.clone()),
            audience,
            problems: tree.problems.clone(),
        }
    }

    /// The name of these inputs.
    pub(super) fn name(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

impl Beside {
    fn of(source: &Source) -> Self {
        Self {
            sidecar: source.sidecar.as_ref().map(|sidecar| sidecar.path.clone()),
            publishable: source.publishable,
            history: source.history,
        }
    }
}

/// One file: what its document is to others, and what stands beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub(super) document: &'a Head,
    pub(super) source: &'a Beside,
}

/// The texts and the units they form.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) inputs: &'a Inputs,
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
    pub(super) fn survey(inputs: &'a Inputs) -> Self {
        let audience = inputs.audience;
        let pairs = inputs.texts.iter();
        let texts: Vec<Text<'a>> =
            pairs.map(|(head, source)| Text { document: &head.0, source }).collect();
        let units = audience::seen(group::units(&texts), &texts, audience);
        let mut owner = vec![None; texts.len()];
        for (entry, unit) in units.iter().enumerate() {
            unit.texts().for_each(|text| owner[text] = Some(entry));
        }
        Self { inputs, audience, texts, units, owner }
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
                let sidecar = text.source.sidecar.as_ref().map(SourcePath::as_str);
                std::iter::once(text.document.path.as_str()).chain(sidecar)
            })
            .collect()
    }
}
