//! What a document's page, its rows and its data show → a name for it.
//!
//! In: the catalogue and the order of lists. Out: a [`Fingerprint`] for each entry: equal names mean that all that is rendered
//! of that entry alone is equal, given the same templates. An entry's own name holds all that linking made of the portfolio,
//! and is another whenever any title, status or heading is; most entries show nothing of it. So views are asked for by this
//! name, which is quicker to take than a view is to make. It stands alone because it has to name everything that views look
//! up: structs are taken apart whole, so that a field which comes to one has to be judged here. Absent on purpose: text, which
//! the name of its document stands for.

use super::catalogue::{Catalogue, has_page};
use super::pages::Order;
use crate::link::{Entry, EntryStatus, Issue, Part, Somebody, Status};
use crate::memo::{Fingerprint, Series};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The names of all entries.
#[derive(Debug)]
pub(super) struct Names {
    /// Of what all of them may show.
    pub(super) under: Fingerprint,
    /// By entry: of what it shows besides.
    pub(super) by_entry: Arc<Vec<Fingerprint>>,
}

impl Names {
    /// Takes the names, of which those are known whose entry is.
    pub(super) fn of(
        catalogue: &Catalogue<'_>,
        order: &Order,
        known: &Series<Fingerprint>,
    ) -> Self {
        let entries = &catalogue.portfolio.entries;
        let own = |index: usize| entries[index].made_of;
        if !known.keeps() {
            // Nobody asks for anything by its name.
            let by_entry = Arc::new((0..entries.len()).map(own).collect());
            return Self { under: Fingerprint::of(&()), by_entry };
        }
        let under = in_common(catalogue);
        let shown = |index: usize| Fingerprint::of(&Shown { catalogue, order, index });
        Self { under, by_entry: known.get_or_make(under, entries.len(), own, shown) }
    }
}

/// The name of what any page may show.
fn in_common(catalogue: &Catalogue<'_>) -> Fingerprint {
    let portfolio = catalogue.portfolio;
    let config = format!("{:?}", catalogue.config);
    Fingerprint::of(&(config, &portfolio.repository, portfolio.entries.len()))
}

/// An entry and all that it shows of others.
struct Shown<'a> {
    catalogue: &'a Catalogue<'a>,
    order: &'a Order,
    index: usize,
}

impl Hash for Shown<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let portfolio = self.catalogue.portfolio;
        let entry = &*portfolio.entries[self.index];
        let Entry {
            made_of: _,
            document,
            page,
            source,
            kind,
            id,
            title,
            status,
            created,
            updated,
            next_review,
            authors,
            reviewers,
            approvers,
            issues,
            stories,
            labels,
            discussion,
            relations,
            backlinks,
            not_in_force,
            history,
            extra,
            progress,
            parts,
            targets,
            withheld,
        } = entry;
        // What the search finds names its entry by its place.
        (self.index, document.made_of, page, source, kind, id, title).hash(state);
        self.hash_status(status.as_ref(), state);
        (created, updated, next_review, history, extra, progress, withheld).hash(state);
        (stories, labels, discussion).hash(state);
        for label in labels {
            self.catalogue.label(label).map(|label| (&label.name, &label.page)).hash(state);
        }
        targets.hash(state);
        parts.len().hash(state);
        for part in parts {
            self.hash_part(part, state);
        }
        for people in [authors, reviewers, approvers] {
            people.len().hash(state);
            for who in people {
                hash_somebody(&portfolio.people[*who], state);
            }
        }
        (issues.len(), relations.len(), backlinks.len()).hash(state);
        for issue in issues {
            hash_issue(&portfolio.issues[*issue], state);
        }
        for relation in relations {
            (relation.kind, &relation.text).hash(state);
            self.hash_other(relation.target, state);
        }
        for backlink in backlinks {
            backlink.kind.hash(state);
            self.hash_other(Some(backlink.source), state);
        }
        let successor = not_in_force.as_ref().map(|not| (not.is_elsewhere, not.successor));
        successor.map(|(is_elsewhere, _)| is_elsewhere).hash(state);
        self.hash_other(successor.and_then(|(_, successor)| successor), state);
        for story in stories {
            self.hash_other(self.catalogue.story(story), state);
        }
        for other in self.order.beside(self.index) {
            self.hash_other(other, state);
        }
        self.catalogue.problems_of(self.index).hash(state);
    }
}

impl Shown<'_> {
    /// What a page shows of another document that it names.
    fn hash_other(&self, other: Option<usize>, state: &mut impl Hasher) {
        other.is_some().hash(state);
        if let Some(other) = other.map(|other| &*self.catalogue.portfolio.entries[other]) {
            let path = &other.document.path;
            (path, &other.page, other.kind, &other.id, &other.title).hash(state);
            self.hash_status(other.status.as_ref(), state);
        }
    }

    fn hash_status(&self, status: Option<&EntryStatus>, state: &mut impl Hasher) {
        status.is_some().hash(state);
        if let Some(EntryStatus { status, detail }) = status {
            let status = &self.catalogue.portfolio.statuses[*status];
            let Status { name, slug, standing, turn, meaning, colour, entries: _ } = status;
            (name, slug, standing, turn, meaning, colour, detail).hash(state);
        }
    }

    fn hash_part(&self, part: &Part, state: &mut impl Hasher) {
        let Part { document, page, source, title, role, status, progress, targets } = part;
        (document.made_of, page, source, title, role, progress, targets).hash(state);
        self.hash_status(status.as_ref(), state);
    }
}

fn hash_somebody(somebody: &Somebody, state: &mut impl Hasher) {
    let Somebody { name, handle, slug, authored: _, reviews: _, approves: _ } = somebody;
    let pages = ["author", "reviewer"].map(|role| has_page(role, somebody));
    (name, handle, slug, pages).hash(state);
}

fn hash_issue(issue: &Issue, state: &mut impl Hasher) {
    let Issue { reference, url, slug, named_by: _ } = issue;
    (reference, url, slug).hash(state);
}
