//! Everything that was found out → [`Entry`]s.
//!
//! In: the skeleton, and what every text leads to. Out: the entries of the portfolio. They come in two steps: a [`Shape`] holds
//! all entries and stays while no text names others than before; what a single text adds is put into a copy of its entry.
//! Absent on purpose: any decision.

use super::assets::{self, Places, Verdicts};
use super::audience;
use super::issues;
use super::metadata;
use super::portfolio::{Asset, Entry, Issue, Part, Redirect, Relation, View};
use super::redirects;
use super::relations;
use super::resolve::Resolved;
use super::skeleton::Bones;
use super::views;
use crate::diagnostic::Problem;
use crate::memo::{Fingerprint, Series};
use crate::parse::Document;
use std::sync::Arc;

/// The portfolio without its texts.
#[derive(Debug)]
pub(super) struct Shape {
    /// With the texts that they had when the shape was made.
    entries: Vec<Entry>,
    pub(super) issues: Arc<Vec<Issue>>,
    pub(super) assets: Arc<Vec<Asset>>,
    pub(super) redirects: Arc<Vec<Redirect>>,
    pub(super) views: Arc<Vec<View>>,
    /// What is wrong with redirects and views.
    pub(super) problems: Vec<Problem>,
    places: Places,
}

/// The texts: as parsed, and what they lead to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) resolved: &'a [Arc<Resolved>],
}

/// The shape of a portfolio, from the skeleton, what texts name, and which files may go out.
pub(super) fn shape(bones: &Bones<'_>, read: Read<'_>, verdicts: &Verdicts) -> Shape {
    let (issues, own_issues) = issues::gather(bones, read.resolved);
    let mut addresses = bones.addresses.clone();
    let assets = assets::give_out(verdicts, &mut addresses);
    let (redirects, mut problems) = redirects::settle(bones.ground, &mut addresses, &assets);
    let places = assets.iter().map(|asset| (asset.path.clone(), asset.to.clone())).collect();
    let relations = all_relations(bones, read);
    let mut backlinks = relations::backlinks(&relations);
    let mut entries = Vec::with_capacity(relations.len());
    for (number, (relations, issues)) in relations.into_iter().zip(own_issues).enumerate() {
        let backlinks = std::mem::take(&mut backlinks[number]);
        let entry = entry(bones, read, number);
        entries.push(Entry { issues, relations, backlinks, ..entry });
    }
    let config = &bones.ground.inputs.settings.0;
    let (views, unmet) = views::settle(config, &entries, &bones.statuses.all, &bones.people.all);
    problems.extend(unmet);
    Shape {
        entries,
        issues: Arc::new(issues),
        assets: Arc::new(assets),
        redirects: Arc::new(redirects),
        views: Arc::new(views),
        problems,
        places,
    }
}

/// The entries with their texts as they are, those that are known as they were.
pub(super) fn entries(
    bones: &Bones<'_>,
    (name, shape): (Fingerprint, &Shape),
    read: Read<'_>,
    known: &Series<Arc<Entry>>,
) -> Arc<Vec<Arc<Entry>>> {
    let units = &bones.ground.units;
    let made_of = |entry: usize| {
        let mut texts = units[entry].texts().map(|text| read.documents[text].made_of);
        let main = texts.next().expect("an entry has a main text");
        texts.fold(main, Fingerprint::and)
    };
    let entry = |index: usize| {
        let (unit, shaped) = (&units[index], &shape.entries[index]);
        let mut entry = Entry { made_of: name.and(made_of(index)), ..shaped.clone() };
        let leads = |text: usize| assets::with_places(&read.resolved[text].targets, &shape.places);
        entry.document = read.documents[unit.main].clone();
        entry.targets = leads(unit.main);
        for (part, text) in entry.parts.iter_mut().zip(&unit.others) {
            part.document = read.documents[*text].clone();
            part.targets = leads(*text);
        }
        Arc::new(entry)
    };
    known.get_or_make(name, units.len(), made_of, entry)
}

/// By entry: typed relations and mentions.
fn all_relations(bones: &Bones<'_>, read: Read<'_>) -> Vec<Vec<Relation>> {
    let relations = |(entry, unit): (usize, &super::group::Unit)| {
        let mentions = unit.texts().flat_map(|text| &read.resolved[text].mentions);
        relations::with_mentions(&bones.typed.relations[entry], mentions)
    };
    bones.ground.units.iter().enumerate().map(relations).collect()
}

/// One entry but for what others have to do with it.
fn entry(bones: &Bones<'_>, read: Read<'_>, number: usize) -> Entry {
    let (unit, facts) = (&bones.ground.units[number], &bones.facts[number]);
    let document = read.documents[unit.main].clone();
    let roles = bones.people.by_entry[number].clone();
    let extra = facts.extra.iter().chain(&bones.typed.extra[number]).cloned().collect();
    Entry {
        made_of: document.made_of,
        document,
        page: bones.addresses.page(unit.main),
        source: bones.addresses.source(unit.main),
        kind: bones.kinds[number],
        id: facts.id.as_ref().map(|id| id.text.clone()),
        title: facts.title.clone(),
        status: bones.statuses.by_text[unit.main].clone(),
        created: facts.created,
        updated: facts.updated,
        next_review: facts.next_review,
        authors: roles.authors,
        reviewers: roles.reviewers,
        approvers: roles.approvers,
        issues: vec![],
        stories: bones.typed.stories[number].clone(),
        labels: facts.labels.clone(),
        discussion: facts.discussion.clone(),
        relations: vec![],
        backlinks: vec![],
        not_in_force: bones.conflicts.not_in_force[number].clone(),
        history: facts.history,
        extra,
        progress: facts.progress,
        parts: unit.others.iter().map(|text| part(bones, read, *text)).collect(),
        targets: Arc::default(),
        withheld: audience::reason(&bones.ground.texts[unit.main]),
    }
}

/// One other file of a spec.
fn part(bones: &Bones<'_>, read: Read<'_>, text: usize) -> Part {
    let own = bones.ground.texts[text];
    let fields = &own.document.fields;
    let role = fields.role.clone().unwrap_or_else(|| own.document.path.stem().to_lowercase());
    Part {
        document: read.documents[text].clone(),
        page: bones.addresses.page(text),
        source: bones.addresses.source(text),
        title: fields.title.clone(),
        role,
        status: bones.statuses.by_text[text].clone(),
        progress: metadata::progress(&own),
        targets: Arc::default(),
    }
}
