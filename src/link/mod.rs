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
mod portfolio;
mod problems;
mod reference;
mod relations;
mod resolve;
mod statuses;
#[cfg(test)]
mod testing;
mod vocabulary;

use crate::config::Config;
use crate::parse::Document;
use crate::scan::Tree;
use assemble::Findings;
use ground::{Ground, Text};
use resolve::Surroundings;
use std::sync::Arc;

pub use address::OutPath;
pub use portfolio::{
    Asset, Audience, Backlink, Entry, EntryStatus, Issue, NotInForce, Part, Portfolio, Progress,
    Relation, Somebody, Standing, Status, Target, Targets,
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
    let mut addresses = assign::assign(&ground, &kinds);
    let statuses = statuses::gather(&ground, &kinds, &config.portfolio.status);
    let people = people::merge(&facts, &kinds, &config.portfolio.people);

    let around = Surroundings::new(&ground, &facts, &kinds, &addresses, config);
    let mut resolved = resolve::all(&around);
    let typed = relations::typed(&around);
    let duplicates = relations::duplicates(&around);
    let (issues, own_issues) = issues::gather(&around, &resolved);

    let mut conflicts = conflicts::find(&ground, &facts, &typed.relations, &statuses);
    let (assets, refused) = assets::give_out(tree, &mut addresses, &mut resolved);
    let mut own_problems = metadata::problems(&ground);
    own_problems.extend(addresses.problems.iter().chain(&statuses.problems).cloned());
    own_problems.extend(resolved.iter_mut().flat_map(|text| text.problems.drain(..)));
    own_problems.extend(typed.problems.iter().cloned().chain(duplicates).chain(refused));
    own_problems.append(&mut conflicts.problems);
    let problems = problems::collect(&ground, config, own_problems);

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
    let withheld = ground.owner.iter().filter(|owner| owner.is_none()).count();
    Portfolio {
        entries,
        statuses: statuses.all,
        people: people.all,
        issues,
        assets,
        problems,
        withheld,
    }
}
