//! [`Document`]s → [`Portfolio`]: what the documents are to each other.
//!
//! In: the tree, every document, the configuration. Out: one entry per spec, story, epic, decision and page, with its
//! address, its resolved relations and their inverses, people and statuses merged over the whole portfolio, and every
//! problem. Linking is cheap and runs whole each time: nothing here is ever stale. It touches nothing, but for asking
//! scanning whether a file that documents show may go out. Absent on purpose: HTML, and any text that a parser would have to
//! read again.
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
mod statuses;
#[cfg(test)]
mod testing;
mod views;
mod vocabulary;

use crate::config::Config;
use crate::draw::Pictures;
use crate::parse::Document;
use crate::scan::Tree;
use assemble::Findings;
use ground::{Ground, Text};
use resolve::Surroundings;
use std::mem::take;
use std::sync::Arc;

pub use address::OutPath;
pub use pictures::{diagrams, hang_pictures};
pub use portfolio::{
    Asset, Audience, Backlink, Entry, EntryStatus, Issue, NotInForce, Part, Portfolio, Progress,
    Redirect, Relation, Somebody, Standing, Status, Target, Targets, View,
};

/// Links all documents. `documents` stand in the order of `tree.sources`.
#[must_use]
pub fn link(
    tree: &Tree,
    documents: &[Arc<Document>],
    config: &Config,
    audience: Audience,
) -> Portfolio {
    let ground = Ground::survey(tree, documents, audience);
    let mut facts = metadata::gather(&ground);
    let kinds = kinds::judge(&ground, &mut facts, config);
    let mut addresses = assign::assign(&ground, &kinds, config.html.not_found());
    let mut statuses = statuses::gather(&ground, &kinds, &config.portfolio.status);
    let people = people::merge(&facts, &kinds, &config.portfolio.people);

    let around = Surroundings::new(&ground, &facts, &kinds, &addresses, config);
    let mut resolved = resolve::all(&around);
    let mut typed = relations::typed(&around);
    let duplicates = relations::duplicates(&around);
    let (issues, own_issues) = issues::gather(&around, &resolved);

    let mut conflicts = conflicts::find(&ground, &facts, &typed.relations, &statuses);
    let (assets, refused) = assets::give_out(tree, &mut addresses, &mut resolved);
    let (redirects, misdirected) = redirects::settle(config, &ground, &mut addresses, &assets);
    let mut found = [
        metadata::problems(&ground),
        take(&mut addresses.problems),
        take(&mut statuses.problems),
        resolved.iter_mut().flat_map(|text| take(&mut text.problems)).collect(),
        take(&mut typed.problems),
        duplicates,
        refused,
        misdirected,
        take(&mut conflicts.problems),
    ]
    .concat();

    let entries = assemble::entries(Findings {
        ground: &ground,
        facts,
        kinds: &kinds,
        addresses: &addresses,
        statuses: &statuses,
        people: &people,
        typed,
        resolved,
        issues: own_issues,
        conflicts,
    });
    let (views, unmet) = views::settle(config, &entries, &statuses.all, &people.all);
    found.extend(unmet);
    let problems = problems::collect(&ground, config, found);
    let withheld = ground.owner.iter().filter(|owner| owner.is_none()).count();
    Portfolio {
        entries,
        statuses: statuses.all,
        people: people.all,
        issues,
        views,
        assets,
        redirects,
        problems,
        withheld,
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
        let targets = portfolio.entries.iter().flat_map(|entry| &entry.targets);
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
