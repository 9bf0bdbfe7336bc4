//! [`Document`]s → [`Portfolio`]: what the documents are to each other.
//!
//! In: the tree, every document, the configuration. Out: one entry per spec, story, epic, decision and page, with its
//! address, its resolved relations and their inverses, people and statuses merged over the whole portfolio, and every
//! problem. Linking is asked whole each time; its three steps are remembered, each under the hash of all that made it. It
//! touches nothing, but for asking scanning whether a file that documents show may go out. Absent on purpose: HTML, and any
//! text that a parser would have to read again.
//!
//! [`link`] is the table of contents. Two words run through all of it: a *text* is one file, by its index in the tree; an
//! *entry* is one document of the portfolio, which may be several texts, by its index in [`Portfolio::entries`].

pub mod address;

mod anchors;
mod assemble;
mod assets;
mod assign;
mod audience;
mod conflicts;
mod cycles;
mod destination;
mod files;
mod forge;
mod ground;
mod group;
mod ids;
mod issues;
mod kinds;
mod metadata;
mod people;
mod pictures;
mod portfolio;
mod problems;
mod redirects;
mod reference;
mod relations;
mod resolve;
mod skeleton;
mod statuses;
#[cfg(test)]
mod testing;
mod views;
mod vocabulary;

use crate::config::Config;
use crate::draw::Pictures;
use crate::memo::{Fingerprint, Series, Table};
use crate::parse::Document;
use crate::scan::Tree;
use assemble::{Read, Shape};
use ground::{Ground, Inputs, Text};
use resolve::Resolved;
use skeleton::Skeleton;
use std::sync::Arc;

pub use address::OutPath;
pub use pictures::{diagrams, hang_pictures};
pub use portfolio::{
    Asset, Audience, Backlink, Entry, EntryStatus, Issue, NotInForce, Part, Portfolio, Progress,
    Redirect, Relation, Somebody, Standing, Status, Target, Targets, Turn, View,
};

/// What linking made in the builds before.
#[derive(Debug, Default)]
pub struct Memory {
    skeletons: Table<Arc<Skeleton>>,
    resolved: Series<Arc<Resolved>>,
    shapes: Table<Arc<Shape>>,
    pub(crate) entries: Series<Arc<Entry>>,
}

impl Memory {
    /// For a builder that builds once.
    #[must_use]
    pub fn forgetful() -> Self {
        Self {
            skeletons: Table::forgetful(),
            resolved: Series::forgetful(),
            shapes: Table::forgetful(),
            entries: Series::forgetful(),
        }
    }

    /// Puts a problem into every resolved text.
    #[cfg(test)]
    pub(crate) fn plant_problem(&self, wrong: &crate::diagnostic::Problem) {
        self.resolved.plant(|resolved| Arc::new(resolved.with_problem(wrong.clone())));
    }

    /// How many texts were resolved since this was asked last.
    pub fn resolved(&self) -> usize {
        self.resolved.made()
    }

    /// Ends a build: forgets what it did not ask for.
    pub fn forget(&self) {
        self.skeletons.forget();
        self.shapes.forget();
        self.entries.forget();
        self.resolved.forget();
    }
}

/// Links all documents, with what `memory` may know. `documents` stand in the order of `tree.sources`.
#[must_use]
pub fn link(
    tree: &Tree,
    documents: &[Arc<Document>],
    config: &Config,
    audience: Audience,
    memory: &Memory,
) -> Portfolio {
    let inputs = Inputs::new(tree, documents, config, audience);
    let name = inputs.name();
    let skeleton = memory.skeletons.get_or_make(name, || Arc::new(Skeleton::of(inputs)));
    let bones = skeleton.bones();

    let resolved = resolve::all(bones, name, documents, &memory.resolved);
    let verdicts = assets::judge(tree, &resolved);
    let read = Read { documents, resolved: &resolved };
    let naming: Vec<_> = resolved.iter().map(|text| text.naming).collect();
    let made_of = Fingerprint::of(&(name, &verdicts, naming));
    let shape = || Arc::new(assemble::shape(bones, read, &verdicts));
    let shape = memory.shapes.get_or_make(made_of, shape);

    let mut problems = bones.problems.clone();
    problems.extend(resolved.iter().flat_map(|text| text.problems.iter().cloned()));
    problems.extend(assets::problems(&resolved, &verdicts));
    problems.extend(shape.problems.iter().cloned());
    Portfolio {
        made_of: Some(made_of),
        entries: assemble::entries(bones, (made_of, &shape), read, &memory.entries),
        statuses: bones.statuses.all.clone(),
        people: bones.people.all.clone(),
        issues: shape.issues.clone(),
        views: shape.views.clone(),
        assets: shape.assets.clone(),
        redirects: shape.redirects.clone(),
        problems: problems::collect(bones.ground, (tree, documents), config, problems),
        withheld: bones.ground.owner.iter().filter(|owner| owner.is_none()).count(),
        repository: tree.repository.clone(),
        pictures: Pictures::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{Draft, doc, portfolio};
    use super::{Portfolio, Target};
    use crate::parse::RelationKind;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// A document with everything that linking looks at, in a small world where names meet often.
    fn draft() -> impl Strategy<Value = Draft> {
        let path = "(specs|a|A|1-x|status|adr)/([a-c]|A|README|index|spec|tasks|documents)";
        let id = "(SPEC-|spec |ADR-|)[0-3]";
        let link = "((\\.\\./|/|)(specs|a|1-x|adr|none)?/?[a-d](\\.md|\\.html|)(#x|))|https://x\\.org|java:x|";
        let relation = (0..6_usize, id);
        let parts =
            (path, proptest::option::of(id), "(Draft|draft|Accepted|Superseded|)", relation, link);
        (parts, any::<[bool; 3]>()).prop_map(|((path, id, status, (kind, other), link), flags)| {
            const KINDS: [RelationKind; 6] = [
                RelationKind::Requires,
                RelationKind::Supersedes,
                RelationKind::SupersededBy,
                RelationKind::Implements,
                RelationKind::PartOf,
                RelationKind::RelatesTo,
            ];
            let mut draft =
                doc(&format!("{path}.md")).relates(KINDS[kind], &other).link("SPEC-1", &link);
            draft = draft
                .relates_to_path(KINDS[5 - kind], &link)
                .mention("SPEC", "2")
                .author(&status, &path);
            draft = if let Some(id) = id { draft.id(&id) } else { draft };
            draft = if status.is_empty() { draft } else { draft.status(&status) };
            draft = if flags[0] && flags[1] { draft.withheld() } else { draft };
            if flags[0] && flags[2] { draft.template() } else { draft }
        })
    }

    /// What holds of every portfolio.
    fn hold(portfolio: &Portfolio) {
        let mut addresses = BTreeSet::new();
        for (number, entry) in portfolio.entries.iter().enumerate() {
            let parts = entry.parts.iter().map(|part| (&part.page, &part.source, &part.targets));
            for (page, source, targets) in
                parts.chain([(&entry.page, &entry.source, &entry.targets)])
            {
                assert!(addresses.insert(page.as_str().to_lowercase()), "{page} twice");
                assert!(addresses.insert(source.as_str().to_lowercase()), "{source} twice");
                assert!(targets.is_sorted_by_key(|(range, _)| range.start));
            }
            for relation in &entry.relations {
                let Some(target) = relation.target else { continue };
                let backlinks = &portfolio.entries[target].backlinks;
                assert!(
                    backlinks.iter().any(|one| one.source == number && one.kind == relation.kind)
                );
            }
            for link in &entry.backlinks {
                let relations = &portfolio.entries[link.source].relations;
                assert!(
                    relations.iter().any(|one| one.target == Some(number) && one.kind == link.kind)
                );
            }
        }
        let pages: BTreeSet<&str> = portfolio
            .entries
            .iter()
            .flat_map(|entry| entry.parts.iter().map(|part| &part.page).chain([&entry.page]))
            .map(super::OutPath::as_str)
            .chain(["index.html"])
            .collect();
        let targets = portfolio.entries.iter().flat_map(|entry| entry.targets.iter());
        for (_, target) in targets {
            if let Target::Page { page, .. } = target {
                assert!(pages.contains(page.as_str()), "{page} is no page");
            }
        }
        assert!(portfolio.entries.is_sorted_by_key(|entry| &entry.document.path));
    }

    proptest! {
        #[test]
        fn every_portfolio_is_whole(drafts in proptest::collection::vec(draft(), 0..12)) {
            let mut seen = BTreeSet::new();
            let drafts: Vec<Draft> =
                drafts.into_iter().filter(|draft| seen.insert(draft.document.path.clone())).collect();
            let count = drafts.len();
            let first = portfolio(drafts.clone());
            hold(&first);
            let listed: usize = first.entries.iter().map(|entry| 1 + entry.parts.len()).sum();
            prop_assert_eq!(listed + first.withheld, count);
            prop_assert_eq!(format!("{first:?}"), format!("{:?}", portfolio(drafts)));
        }
    }
}
