//! Everything that was found out → [`Entry`]s.
//!
//! In: one table per question, by entry or by text. Out: the entries of the portfolio. The tables are kept apart until here
//! because each is made by a step that needs only some of the others. Absent on purpose: any decision.

use super::assign::Addresses;
use super::audience;
use super::conflicts::Conflicts;
use super::ground::Ground;
use super::metadata::{self, Facts};
use super::people::People;
use super::portfolio::{Entry, Part, Relation, Targets};
use super::relations::{self, Typed};
use super::resolve::{Mentioned, Resolved};
use super::statuses::Statuses;
use crate::diagnostic::SourcePath;
use crate::parse::Kind;

/// What was found out, by the step that did.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    pub(super) ground: &'a Ground<'a>,
    /// By entry.
    pub(super) facts: Vec<Facts<'a>>,
    /// By entry.
    pub(super) kinds: &'a [Kind],
    pub(super) addresses: &'a Addresses,
    pub(super) statuses: &'a Statuses,
    pub(super) people: &'a People,
    pub(super) typed: Typed,
    /// By text.
    pub(super) resolved: Vec<Resolved>,
    /// By entry: the issues of its metadata.
    pub(super) issues: Vec<Vec<usize>>,
    pub(super) conflicts: Conflicts,
}

/// The entries.
pub(super) fn entries(mut findings: Findings<'_>) -> Vec<Entry> {
    let relations = all_relations(&findings);
    let mut backlinks = relations::backlinks(&relations);
    let facts = std::mem::take(&mut findings.facts);
    let mut entries = Vec::with_capacity(facts.len());
    for ((number, facts), relations) in facts.into_iter().enumerate().zip(relations) {
        let mut entry = findings.entry(number, facts);
        entry.relations = relations;
        entry.backlinks = std::mem::take(&mut backlinks[number]);
        entries.push(entry);
    }
    entries
}

/// By entry: typed relations and mentions.
fn all_relations(findings: &Findings<'_>) -> Vec<Vec<Relation>> {
    let units = findings.ground.units.iter().enumerate();
    units
        .map(|(entry, unit)| {
            let mentions: Vec<(&SourcePath, &Mentioned)> = unit
                .texts()
                .flat_map(|text| {
                    let path = &findings.ground.texts[text].document.path;
                    findings.resolved[text].mentions.iter().map(move |one| (path, one))
                })
                .collect();
            relations::with_mentions(&findings.typed.relations[entry], &mentions)
        })
        .collect()
}

impl Findings<'_> {
    /// One entry but for its relations, which are known of all entries at once.
    fn entry(&mut self, number: usize, facts: Facts<'_>) -> Entry {
        let unit = &self.ground.units[number];
        let main = self.ground.texts[unit.main];
        let roles = self.people.by_entry[number].clone();
        let mut extra = facts.extra;
        extra.append(&mut self.typed.extra[number]);
        Entry {
            document: main.document.clone(),
            page: self.addresses.page(unit.main),
            source: self.addresses.source(unit.main),
            kind: self.kinds[number],
            id: facts.id.map(|id| id.text),
            title: facts.title,
            status: self.statuses.by_text[unit.main].clone(),
            created: facts.created,
            updated: facts.updated,
            next_review: facts.next_review,
            authors: roles.authors,
            reviewers: roles.reviewers,
            approvers: roles.approvers,
            issues: std::mem::take(&mut self.issues[number]),
            stories: std::mem::take(&mut self.typed.stories[number]),
            labels: facts.labels,
            discussion: facts.discussion,
            relations: vec![],
            backlinks: vec![],
            not_in_force: self.conflicts.not_in_force[number].take(),
            history: facts.history,
            extra,
            progress: facts.progress,
            parts: unit.others.clone().into_iter().map(|text| self.part(text)).collect(),
            targets: self.targets(unit.main),
            withheld: audience::reason(&main),
        }
    }

    /// One other file of a spec.
    fn part(&mut self, text: usize) -> Part {
        let own = self.ground.texts[text];
        let fields = &own.document.fields;
        let role = fields.role.clone().unwrap_or_else(|| own.document.path.stem().to_lowercase());
        Part {
            document: own.document.clone(),
            page: self.addresses.page(text),
            source: self.addresses.source(text),
            title: fields.title.clone(),
            role,
            status: self.statuses.by_text[text].clone(),
            progress: metadata::progress(&own),
            targets: self.targets(text),
        }
    }

    fn targets(&mut self, text: usize) -> Targets {
        std::mem::take(&mut self.resolved[text].targets)
    }
}
