//! Typed relations, stories and mentions → who stands how to whom.
//!
//! In: what every entry states, and what its prose names. Out: the relations of each entry, resolved, in the order stated,
//! mentions last; the inverse of all of them; and what could not be resolved. A relation that is stated by the far side
//! (`amended by`) is given to the near one. Absent on purpose: whether relations contradict each other, which is
//! [`super::conflicts`]'.

use super::metadata::Facts;
use super::portfolio::{Backlink, Relation};
use super::reference::{self, From, Meant};
use super::resolve::{Mentioned, Surroundings};
use super::{Audience, audience};
use crate::diagnostic::{Code, Place, Problem};
use crate::parse::{Kind, Reference, RelationKind};
use std::collections::{HashMap, HashSet};

/// How entries stand to each other, before mentions. By entry.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// In the order stated; those that others state of it last.
    pub(super) relations: Vec<Vec<Edge>>,
    /// The ids of its stories, or their text.
    pub(super) stories: Vec<Vec<String>>,
    /// What names no document: field and value.
    pub(super) extra: Vec<Vec<(String, String)>>,
    /// What could not be resolved.
    pub(super) problems: Vec<Problem>,
}

/// A typed relation and where it is stated.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) kind: RelationKind,
    pub(super) text: String,
    pub(super) target: Option<usize>,
    pub(super) place: Place,
}

/// Resolves the typed relations of all entries.
pub(super) fn typed(around: &Surroundings<'_>) -> Typed {
    let count = around.facts.len();
    let mut typed = Typed {
        relations: vec![Vec::new(); count],
        stories: vec![Vec::new(); count],
        extra: vec![Vec::new(); count],
        problems: vec![],
    };
    let mut turned = Vec::new();
    for (entry, facts) in around.facts.iter().enumerate() {
        let mut reader = Reader { around, entry, own: Own::default(), typed: &mut typed };
        reader.relations(facts, &mut turned);
        reader.stories(facts);
        let Own { edges, extra, .. } = reader.own;
        typed.relations[entry] = edges;
        typed.extra[entry] = extra;
    }
    give_back(&mut typed, turned);
    typed
}

/// Gives relations stated by the far side to the near one, unless it states them itself.
fn give_back(typed: &mut Typed, turned: Vec<(usize, Edge)>) {
    let mut known: HashSet<(usize, RelationKind, Option<usize>)> = HashSet::new();
    for (entry, edges) in typed.relations.iter().enumerate() {
        known.extend(edges.iter().map(|edge| (entry, edge.kind, edge.target)));
    }
    for (entry, edge) in turned {
        if known.insert((entry, edge.kind, edge.target)) {
            typed.relations[entry].push(edge);
        }
    }
}

/// What one entry states, while it is read.
#[derive(Default)]
struct Own {
    edges: Vec<Edge>,
    seen: HashSet<(RelationKind, Option<usize>, String)>,
    extra: Vec<(String, String)>,
}

impl Own {
    /// A relation, once per kind and target.
    fn push(&mut self, edge: Edge) {
        let text = if edge.target.is_some() { String::new() } else { edge.text.clone() };
        if self.seen.insert((edge.kind, edge.target, text)) {
            self.edges.push(edge);
        }
    }

    /// A value under a name of its own, with others of that name.
    fn push_extra(&mut self, name: &str, value: &str) {
        match self.extra.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => {
                values.push_str(", ");
                values.push_str(value);
            }
            None => self.extra.push((name.to_owned(), value.to_owned())),
        }
    }
}

/// The reading of one entry's statements.
struct Reader<'a, 'b> {
    around: &'b Surroundings<'a>,
    entry: usize,
    own: Own,
    typed: &'b mut Typed,
}

impl Reader<'_, '_> {
    fn relations(&mut self, facts: &Facts<'_>, turned: &mut Vec<(usize, Edge)>) {
        for stated in &facts.relations {
            let relation = &stated.value;
            let (kind, text) = (relation.kind, relation.reference.text.clone());
            let meant = self.meant(kind, &relation.reference, &stated.place);
            let target = self.target(&meant, &relation.reference, kind, &stated.place);
            if target == Some(self.entry)
                && stated.place.path != *self.around.ground.path(self.entry)
            {
                // A part that names its own spec says nothing.
                continue;
            }
            let place = stated.place.clone();
            match target {
                Some(target) if relation.inverse => {
                    let text = self.around.label(self.entry);
                    turned.push((target, Edge { kind, text, target: Some(self.entry), place }));
                }
                None if relation.inverse => self.own.push_extra(inverse_name(kind), &text),
                None if kind == RelationKind::Implements => {
                    self.own.push_extra("implements", &text);
                }
                target => self.own.push(Edge { kind, text, target, place }),
            }
        }
        if let Some(status) = facts.status {
            for reference in &status.value.superseded_by {
                self.superseded_by(reference, &status.place);
            }
        }
    }

    /// `Superseded by X` as a status is that relation too, unless metadata says so already.
    fn superseded_by(&mut self, reference: &Reference, place: &Place) {
        let kind = RelationKind::SupersededBy;
        let stated = |own: &Own, target: Option<usize>| {
            own.edges.iter().any(|edge| {
                edge.kind == kind
                    && (edge.target == target && target.is_some() || edge.text == reference.text)
            })
        };
        if stated(&self.own, None) {
            return;
        }
        let meant = self.meant(kind, reference, place);
        let target = self.target(&meant, reference, kind, place);
        if !stated(&self.own, target) {
            let (text, place) = (reference.text.clone(), place.clone());
            self.own.push(Edge { kind, text, target, place });
        }
    }

    /// The stories of an entry; what implements one says so as a relation.
    fn stories(&mut self, facts: &Facts<'_>) {
        let own_kind = self.around.kinds[self.entry];
        for stated in &facts.stories {
            let reference = &stated.value;
            let from = From { entry: self.entry, file: &stated.place.path };
            let meant = reference::of_kind(self.around, from, reference, Kind::Story);
            let target = self.target(&meant, reference, RelationKind::Implements, &stated.place);
            if target == Some(self.entry) {
                continue;
            }
            let id = target
                .and_then(|story| self.around.facts[story].id.as_ref().map(|id| id.text.clone()));
            let story =
                id.unwrap_or_else(|| reference.text.trim().trim_start_matches('#').to_owned());
            if !self.typed.stories[self.entry].contains(&story) {
                self.typed.stories[self.entry].push(story);
            }
            if target.is_some() && own_kind != Kind::Story {
                let (kind, text) = (RelationKind::Implements, reference.text.clone());
                self.own.push(Edge { kind, text, target, place: stated.place.clone() });
            }
        }
    }

    fn meant(&self, kind: RelationKind, reference: &Reference, place: &Place) -> Meant {
        let from = From { entry: self.entry, file: &place.path };
        match kind {
            RelationKind::PartOf => reference::of_kind(self.around, from, reference, Kind::Epic),
            _ => reference::document(self.around, from, reference),
        }
    }

    /// The entry that is meant; what is wrong otherwise is noted.
    fn target(
        &mut self,
        meant: &Meant,
        reference: &Reference,
        kind: RelationKind,
        place: &Place,
    ) -> Option<usize> {
        let is_code = kind == RelationKind::Implements && reference.destination.is_some();
        let problem = match meant {
            Meant::Document(entry) => {
                self.note_withheld(*entry, place);
                return Some(*entry);
            }
            Meant::Words => return None,
            Meant::Unknown(_) if is_code => return None,
            Meant::Hidden => withheld(place),
            Meant::Refused(scheme) => {
                let message = format!(
                    "the scheme `{scheme}:` is not allowed in links, and the link is left out"
                );
                Problem::new(Code::UnsafeUrl, place.clone(), message)
                    .help("use `https:`, `http:`, `mailto:` or a relative path")
            }
            Meant::Several(entries) => self.ambiguous(reference, entries, place),
            Meant::Unknown(near) => unknown(reference, near.as_deref(), place),
        };
        if self.around.kinds[self.entry] != Kind::Template || problem.code == Code::UnsafeUrl {
            self.typed.problems.push(problem);
        }
        None
    }

    fn ambiguous(&self, reference: &Reference, entries: &[usize], place: &Place) -> Problem {
        let paths: Vec<String> = entries
            .iter()
            .take(3)
            .map(|entry| format!("`{}`", self.around.ground.path(*entry)))
            .collect();
        let more = if entries.len() > 3 { " and others" } else { "" };
        let message = format!("`{}` is the id of {}{more}", reference.text, paths.join(", "));
        Problem::new(Code::AmbiguousId, place.clone(), message)
            .help("link to the file that is meant, or give them ids of their own")
    }

    fn note_withheld(&mut self, target: usize, place: &Place) {
        let ground = self.around.ground;
        let is_withheld =
            |entry: usize| audience::reason(&ground.texts[ground.units[entry].main]).is_some();
        if ground.audience == Audience::Author && is_withheld(target) && !is_withheld(self.entry) {
            self.typed.problems.push(withheld(place));
        }
    }
}

fn withheld(place: &Place) -> Problem {
    let message = "this leads to a document that is not published: readers see its text alone";
    Problem::new(Code::WithheldLink, place.clone(), message)
}

fn unknown(reference: &Reference, near: Option<&str>, place: &Place) -> Problem {
    let message = match &reference.destination {
        Some(path) => format!("`{path}` names no document"),
        None => format!("no document has the id `{}`", reference.text),
    };
    let problem = Problem::new(Code::UnknownId, place.clone(), message);
    match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem,
    }
}

/// The name under which a relation that the far side states, and that names no document, is kept.
fn inverse_name(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Requires => "required by",
        RelationKind::Supersedes => "superseded by",
        RelationKind::SupersededBy => "supersedes",
        RelationKind::Amends => "amended by",
        RelationKind::RelatesTo => "related to",
        RelationKind::Implements => "implemented by",
        RelationKind::PartOf => "parts",
        RelationKind::Mentions => "mentioned by",
    }
}

/// The relations of one entry: typed ones, then each document that its prose names, once.
pub(super) fn with_mentions<'a>(
    edges: &[Edge],
    mentions: impl Iterator<Item = &'a Mentioned>,
) -> Vec<Relation> {
    let typed = edges.iter().map(|edge| Relation {
        kind: edge.kind,
        text: edge.text.clone(),
        target: edge.target,
    });
    let mut named = HashSet::new();
    let mentions = mentions.filter(|one| named.insert(one.entry)).map(|one| Relation {
        kind: RelationKind::Mentions,
        text: one.text.clone(),
        target: Some(one.entry),
    });
    typed.chain(mentions).collect()
}

/// Ids that several documents of a kind hold: a problem at each of them.
pub(super) fn duplicates(around: &Surroundings<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for clash in around.ids.clashes() {
        for entry in &clash {
            let other = clash.iter().find(|other| *other != entry).unwrap_or(entry);
            let more = match clash.len() {
                2 => String::new(),
                count => format!(" and {} others", count - 2),
            };
            let (own, other) = (around.ground.path(*entry), around.ground.path(*other));
            let Some(id) = &around.facts[*entry].id else { continue };
            let message = format!("`{}` is the id of `{own}` and of `{other}`{more}", id.text);
            problems.push(
                Problem::new(Code::DuplicateId, id.place.clone(), message)
                    .help("give one of them another id; references to it lead to neither"),
            );
        }
    }
    problems
}

/// What others state of each entry.
pub(super) fn backlinks(relations: &[Vec<Relation>]) -> Vec<Vec<Backlink>> {
    let mut inverse: HashMap<usize, Vec<Backlink>> = HashMap::new();
    for (source, relations) in relations.iter().enumerate() {
        for relation in relations {
            let Some(target) = relation.target else { continue };
            inverse.entry(target).or_default().push(Backlink { kind: relation.kind, source });
        }
    }
    (0..relations.len())
        .map(|entry| {
            let mut own = inverse.remove(&entry).unwrap_or_default();
            own.sort_unstable();
            own.dedup();
            own
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::link::Portfolio;
    use crate::link::testing::{Draft, doc, entry, portfolio, problems, words};
    use crate::parse::{Reference, RelationKind, StatedRelation};

    /// The relations of an entry as `kind text → target`, and its backlinks as `kind ← source`.
    fn shown(portfolio: &Portfolio, path: &str) -> Vec<String> {
        let entry = entry(portfolio, path);
        let name = |index: usize| portfolio.entries[index].document.path.stem().to_owned();
        let relations = entry.relations.iter().map(|relation| {
            let target = relation.target.map_or_else(|| "-".into(), name);
            format!("{} {} → {target}", relation.kind.name(), relation.text)
        });
        let backlinks =
            entry.backlinks.iter().map(|b| format!("{} ← {}", b.kind.name(), name(b.source)));
        relations.chain(backlinks).collect()
    }

    fn specs(drafts: Vec<Draft>) -> Portfolio {
        let others =
            ["b", "c"].map(|name| doc(&format!("specs/{name}.md")).id(&format!("SPEC-{name}")));
        portfolio(drafts.into_iter().chain(others))
    }

    #[test]
    fn typed_relations_come_first_and_each_target_once() {
        let a = doc("specs/a.md")
            .id("SPEC-1")
            .relates_to_path(RelationKind::Requires, "b.md")
            .relates_to_path(RelationKind::Requires, "./b.md")
            .relates(RelationKind::RelatesTo, "a plain word")
            .link("first", "c.md")
            .link("second", "c.md")
            .link("again", "b.md");
        let portfolio = specs(vec![a]);
        assert_eq!(
            shown(&portfolio, "specs/a.md"),
            [
                "requires b.md → b",
                "relates-to a plain word → -",
                "mentions first → c",
                "mentions again → b"
            ]
        );
        assert_eq!(shown(&portfolio, "specs/b.md"), ["requires ← a", "mentions ← a"]);
    }

    #[test]
    fn a_link_that_states_a_relation_is_no_mention() {
        let mut a =
            doc("specs/a.md").link("b", "b.md").relates_to_path(RelationKind::Requires, "b.md");
        a.document.fields.relations[0].place.line = 1;
        assert_eq!(shown(&specs(vec![a]), "specs/a.md"), ["requires b.md → b"]);
    }

    #[test]
    fn what_the_far_side_states_is_turned() {
        let reference = Reference { text: "b".into(), destination: Some("b.md".into()) };
        let amended = StatedRelation { kind: RelationKind::Amends, reference, inverse: true };
        let unresolved = StatedRelation {
            kind: RelationKind::Amends,
            reference: words("some law"),
            inverse: true,
        };
        let portfolio =
            specs(vec![doc("specs/a.md").id("SPEC-1").relation(amended).relation(unresolved)]);
        assert_eq!(shown(&portfolio, "specs/b.md"), ["amends SPEC-1 → a"]);
        assert_eq!(shown(&portfolio, "specs/a.md"), ["amends ← b"]);
        let extra = &entry(&portfolio, "specs/a.md").extra;
        assert_eq!(*extra, [("amended by".to_owned(), "some law".to_owned())]);
    }

    #[test]
    fn implements_is_a_relation_to_documents_only() {
        let a = doc("specs/a.md")
            .relates_to_path(RelationKind::Implements, "src/x.rs")
            .relates(RelationKind::Implements, "the parser")
            .relates_to_path(RelationKind::Implements, "b.md");
        let portfolio = specs(vec![a]);
        assert_eq!(shown(&portfolio, "specs/a.md"), ["implements b.md → b"]);
        let extra = &entry(&portfolio, "specs/a.md").extra;
        assert_eq!(*extra, [("implements".to_owned(), "src/x.rs, the parser".to_owned())]);
        assert!(portfolio.problems.is_empty());
    }

    #[test]
    fn a_status_may_name_the_successor() {
        let check = |a: Draft| {
            assert_eq!(shown(&specs(vec![a]), "specs/a.md"), ["superseded-by SPEC-b → b"]);
        };
        let named = |draft: Draft| {
            let mut draft = draft.superseded_by("SPEC-b");
            let status = draft.document.fields.status.as_mut().unwrap();
            status.value.superseded_by[0].destination = Some("b.md".into());
            draft
        };
        check(named(doc("specs/a.md")));
        let reference = Reference { text: "SPEC-b".into(), destination: Some("b.md".into()) };
        let stated = StatedRelation { kind: RelationKind::SupersededBy, reference, inverse: false };
        check(named(doc("specs/a.md").relation(stated)));
    }

    fn with_stories(spec: Draft) -> Portfolio {
        portfolio([
            spec,
            doc("stories/issue-7-login.md").issue(None, 7),
            doc("stories/us-3.md").id("US-003"),
            doc("stories/us-4.md").id("US-004").issue(None, 40),
        ])
    }

    #[test]
    fn stories_are_found_by_issue_id_and_link() {
        let check = |text: &str, destination: Option<&str>, story: &str, target: &str| {
            let portfolio = with_stories(doc("specs/a.md").id("SPEC-1").story(text, destination));
            assert_eq!(entry(&portfolio, "specs/a.md").stories, [story], "{text}");
            let relations = shown(&portfolio, "specs/a.md");
            let expected = if target.is_empty() {
                vec![]
            } else {
                vec![format!("implements {text} → {target}")]
            };
            assert_eq!(relations, expected, "{text}");
        };
        check("#7", Some("https://github.com/o/r/issues/7"), "7", "issue-7-login");
        check("#40", None, "US-004", "us-4");
        check("US-3", None, "US-003", "us-3");
        check("3", None, "US-003", "us-3");
        check("the story", Some("../stories/us-3.md"), "US-003", "us-3");
        check("#99", None, "99", "");
        check("As a user I log in", None, "As a user I log in", "");
    }

    #[test]
    fn a_story_does_not_list_itself() {
        let portfolio = with_stories(doc("stories/us-9.md").id("US-9").story("US-9", None));
        assert!(entry(&portfolio, "stories/us-9.md").stories.is_empty());
    }

    #[test]
    fn an_epic_is_found_by_id_or_issue() {
        let portfolio = portfolio([
            doc("specs/a.md").relates(RelationKind::PartOf, "EPIC-003"),
            doc("specs/b.md").relates(RelationKind::PartOf, "#5"),
            doc("specs/c.md").relates(RelationKind::PartOf, "EPIC-9"),
            doc("specs/d.md").relates(RelationKind::PartOf, "sig-network"),
            doc("epics/e.md").id("EPIC-003").issue(None, 5),
        ]);
        assert_eq!(entry(&portfolio, "epics/e.md").backlinks.len(), 2);
        assert_eq!(
            problems(&portfolio, "unknown-id"),
            ["specs/c.md:2 no document has the id `EPIC-9`"]
        );
    }
}
