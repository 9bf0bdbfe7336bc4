//! Relations that contradict a status or each other.
//!
//! In: the typed relations of all entries, and how each stands. Out: who is not in force and what is instead; and a problem
//! for every circle of requirements, every disagreement about a successor and everything that is ahead of what it requires.
//! All of it walks graphs of the user's size, so nothing here recurses. Absent on purpose: resolving.

use super::cycles;
use super::metadata::{self, Facts};
use super::portfolio::{NotInForce, Standing, Status};
use super::relations::Edge;
use super::statuses::{self, Statuses};
use super::{Ground, vocabulary};
use crate::diagnostic::{Code, Place, Problem};
use crate::parse::RelationKind;
use std::collections::HashMap;

/// The relations of all entries and how each entry stands.
#[derive(Clone, Copy, Debug)]
struct Graph<'a> {
    ground: &'a Ground<'a>,
    /// By entry.
    facts: &'a [Facts<'a>],
    /// By entry.
    relations: &'a [Vec<Edge>],
    /// By entry: an index into `workflow`.
    statuses: &'a [Option<usize>],
    workflow: &'a [Status],
}

/// Who is not in force, and what contradicts.
#[derive(Debug)]
pub(super) struct Conflicts {
    /// By entry.
    pub(super) not_in_force: Vec<Option<NotInForce>>,
    pub(super) problems: Vec<Problem>,
}

/// Compares all relations with all statuses and with each other.
pub(super) fn find(
    ground: &Ground<'_>,
    facts: &[Facts<'_>],
    relations: &[Vec<Edge>],
    statuses: &Statuses,
) -> Conflicts {
    let by_text = &statuses.by_text;
    let own = ground.units.iter().map(|unit| by_text[unit.main].as_ref().map(|own| own.status));
    let own: Vec<Option<usize>> = own.collect();
    let graph = Graph { ground, facts, relations, statuses: &own, workflow: &statuses.all };
    Conflicts { not_in_force: not_in_force(graph), problems: problems(graph) }
}

/// How many documents of a circle are named.
const MOST_NAMED: usize = 6;

impl<'a> Graph<'a> {
    fn status(&self, entry: usize) -> Option<&'a Status> {
        self.statuses[entry].map(|status| &self.workflow[status])
    }

    fn standing(&self, entry: usize) -> Option<Standing> {
        self.status(entry).map(|status| status.standing)
    }

    /// The resolved relations of one kind: source, target, where it is stated.
    fn edges(&self, kind: RelationKind) -> impl Iterator<Item = (usize, usize, &'a Place)> + 'a {
        let all = self.relations.iter().enumerate();
        all.flat_map(move |(source, edges)| {
            let wanted = edges.iter().filter(move |edge| edge.kind == kind);
            wanted.filter_map(move |edge| Some((source, edge.target?, &edge.place)))
        })
    }

    fn label(&self, entry: usize) -> String {
        metadata::label(&self.facts[entry], self.ground.path(entry))
    }

    fn is_replaced(&self, entry: usize) -> bool {
        self.status(entry)
            .is_some_and(|status| vocabulary::is_replaced(&statuses::key(&status.name)))
    }

    /// Whether its status says that it stands in another place.
    fn is_elsewhere(&self, entry: usize) -> bool {
        self.status(entry)
            .is_some_and(|status| vocabulary::is_elsewhere(&statuses::key(&status.name)))
    }
}

/// By entry: the documents that take its place, those it names itself first.
fn successors(graph: Graph<'_>) -> Vec<Vec<usize>> {
    let mut successors = vec![Vec::new(); graph.relations.len()];
    let stated = graph.edges(RelationKind::SupersededBy).map(|(old, new, _)| (old, new));
    let claimed = graph.edges(RelationKind::Supersedes).map(|(new, old, _)| (old, new));
    for (old, new) in stated.chain(claimed) {
        if old != new && successors[old].last() != Some(&new) {
            successors[old].push(new);
        }
    }
    successors
}

/// Who is not in force: by status, or because a document that was decided took its place.
fn not_in_force(graph: Graph<'_>) -> Vec<Option<NotInForce>> {
    let successors = successors(graph);
    // A draft replaces nothing yet, and what was rejected never will.
    let was_decided = |entry: &usize| match graph.standing(*entry) {
        None | Some(Standing::InForce) => true,
        Some(Standing::NotInForce) => graph.is_replaced(*entry),
        Some(Standing::Open) => false,
    };
    let next: Vec<Option<usize>> = successors
        .iter()
        .map(|candidates| {
            candidates.iter().find(|one| was_decided(one)).or(candidates.first()).copied()
        })
        .collect();
    let ends = ends(&next);
    (0..graph.relations.len())
        .map(|entry| {
            let by_status = graph.standing(entry) == Some(Standing::NotInForce);
            let replaced = successors[entry].iter().any(was_decided);
            let is_elsewhere = by_status && graph.is_elsewhere(entry);
            let successor = ends[entry];
            (by_status || replaced).then_some(NotInForce { successor, is_elsewhere })
        })
        .collect()
}

/// Where each chain ends; `None` where it does not begin, or goes round. Each link is followed once.
fn ends(next: &[Option<usize>]) -> Vec<Option<usize>> {
    /// What is known of an entry on the way.
    #[derive(Clone, Copy, PartialEq)]
    enum End {
        Unknown,
        OnTheWay,
        At(Option<usize>),
    }
    let mut known = vec![End::Unknown; next.len()];
    for start in 0..next.len() {
        let mut way = Vec::new();
        let mut at = start;
        let end = loop {
            match (known[at], next[at]) {
                (End::At(end), _) => break end,
                (End::OnTheWay, _) => break None,
                (End::Unknown, None) => {
                    known[at] = End::At(Some(at));
                    break Some(at);
                }
                (End::Unknown, Some(on)) => {
                    known[at] = End::OnTheWay;
                    way.push(at);
                    at = on;
                }
            }
        };
        for entry in way {
            known[entry] = End::At(end);
        }
    }
    let found = known.into_iter().enumerate().map(|(entry, end)| match end {
        End::At(end) => end.filter(|end| *end != entry),
        End::Unknown | End::OnTheWay => None,
    });
    found.collect()
}

/// Every contradiction.
fn problems(graph: Graph<'_>) -> Vec<Problem> {
    let mut problems = circles(graph);
    problems.extend(still_alive(graph));
    problems.extend(disputed(graph));
    problems.extend(without_successor(graph));
    problems.extend(ahead(graph));
    problems
}

/// Documents that require each other in a circle.
fn circles(graph: Graph<'_>) -> Vec<Problem> {
    let mut edges = vec![Vec::new(); graph.relations.len()];
    let mut places: HashMap<(usize, usize), &Place> = HashMap::new();
    for (source, target, place) in graph.edges(RelationKind::Requires) {
        edges[source].push(target);
        places.entry((source, target)).or_insert(place);
    }
    let circles = cycles::shortest(&edges).into_iter();
    circles
        .map(|circle| {
            let named: Vec<String> = circle
                .iter()
                .take(MOST_NAMED)
                .map(|entry| format!("`{}`", graph.label(*entry)))
                .collect();
            let more = if circle.len() > MOST_NAMED { " → …" } else { "" };
            let message = if circle.len() == 1 {
                format!("{} requires itself", named[0])
            } else {
                format!("{}{more} → {} require each other in a circle", named.join(" → "), named[0])
            };
            let second = circle[1 % circle.len()];
            let place = places.get(&(circle[0], second)).map(|place| (*place).clone());
            let place = place.unwrap_or_else(|| Place::file(graph.ground.path(circle[0])));
            Problem::new(Code::Cycle, place, message)
                .help("drop the requirement that is the weakest")
        })
        .collect()
}

/// A supersedes B, and B's status is still alive.
fn still_alive(graph: Graph<'_>) -> Vec<Problem> {
    let claims = graph.edges(RelationKind::Supersedes).filter(|(new, old, _)| {
        let alive = graph.standing(*old).is_some_and(|standing| standing != Standing::NotInForce);
        alive && new != old && graph.standing(*new) != Some(Standing::NotInForce)
    });
    claims
        .filter_map(|(new, old, place)| {
            let (new, status) = (graph.label(new), &graph.status(old)?.name);
            let old = graph.label(old);
            let message = format!("`{new}` supersedes `{old}`, whose status is still `{status}`");
            let help = format!("give `{old}` the status `Superseded by {new}`");
            Some(Problem::new(Code::AsymmetricRelation, place.clone(), message).help(help))
        })
        .collect()
}

/// B says that A superseded it, and another document says that it did.
fn disputed(graph: Graph<'_>) -> Vec<Problem> {
    let mut stated: HashMap<usize, Vec<(usize, &Place)>> = HashMap::new();
    for (old, new, place) in graph.edges(RelationKind::SupersededBy) {
        stated.entry(old).or_default().push((new, place));
    }
    let mut problems = Vec::new();
    for (claimant, old, _) in graph.edges(RelationKind::Supersedes) {
        let Some(named) = stated.get(&old) else { continue };
        if named.iter().any(|(new, _)| *new == claimant) {
            continue;
        }
        let label = |entry: usize| graph.label(entry);
        let (new, place) = named[0];
        let message = format!(
            "`{}` says that `{}` superseded it, and `{}` says that it did",
            label(old),
            label(new),
            label(claimant)
        );
        problems.push(
            Problem::new(Code::AsymmetricRelation, place.clone(), message)
                .help("name the same successor on both sides"),
        );
    }
    problems
}

/// B's status is superseded, and nothing is named as its successor.
fn without_successor(graph: Graph<'_>) -> Vec<Problem> {
    let mut has_one = vec![false; graph.relations.len()];
    for (entry, edges) in graph.relations.iter().enumerate() {
        for edge in edges {
            match (edge.kind, edge.target) {
                (RelationKind::SupersededBy, _) => has_one[entry] = true,
                (RelationKind::Supersedes, Some(old)) => has_one[old] = true,
                _ => {}
            }
        }
    }
    let orphans = (0..has_one.len()).filter(|entry| !has_one[*entry] && graph.is_replaced(*entry));
    orphans
        .filter_map(|entry| {
            let main = &graph.ground.texts[graph.ground.units[entry].main];
            let status = main.document.fields.status.as_ref()?;
            if main.document.is_template || names_something(status.value.detail.as_deref()) {
                return None;
            }
            let message = format!(
                "the status is `{}`, and nothing is named that took its place",
                status.value.name
            );
            let problem = Problem::new(Code::AsymmetricRelation, status.place.clone(), message);
            Some(problem.help("name it: `Superseded by …`"))
        })
        .collect()
}

/// Whether the words after a status name something: `by the new architecture`.
fn names_something(detail: Option<&str>) -> bool {
    detail.is_some_and(|detail| {
        detail.to_lowercase().split(' ').any(|word| word == "by" || word == "with")
    })
}

/// A document that is decided while one it requires is still under way.
fn ahead(graph: Graph<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (source, target, place) in graph.edges(RelationKind::Requires) {
        let (Some(own), Some(required)) = (graph.status(source), graph.status(target)) else {
            continue;
        };
        if own.standing != Standing::InForce || required.standing != Standing::Open {
            continue;
        }
        let rank = |entry: usize| graph.statuses[entry];
        let at_rest = vocabulary::position(&statuses::key(&required.name))
            .is_some_and(|position| position >= vocabulary::UNDER_WAY);
        if source == target || !(rank(target) < rank(source) || at_rest) {
            continue;
        }
        let (source, target) = (graph.label(source), graph.label(target));
        let message = format!(
            "`{source}` is `{}` and requires `{target}`, which is only `{}`",
            own.name, required.name
        );
        problems.push(Problem::new(Code::AheadOfRequirement, place.clone(), message));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::testing::{Draft, doc, entry, portfolio, problems};

    fn spec(number: usize, status: &str) -> Draft {
        let draft = doc(&format!("specs/{number}.md")).id(&format!("SPEC-{number}"));
        if status.is_empty() { draft } else { draft.status(status) }
    }

    fn relates(draft: Draft, kind: RelationKind, number: usize) -> Draft {
        draft.relates(kind, &format!("SPEC-{number}"))
    }

    #[test]
    fn circles_are_reported_once_at_their_first_statement() {
        let requires = |from, to| relates(spec(from, ""), RelationKind::Requires, to);
        let portfolio = portfolio([
            requires(1, 2),
            requires(2, 3),
            requires(3, 2),
            requires(4, 4),
            requires(5, 1),
        ]);
        assert_eq!(
            problems(&portfolio, "cycle"),
            [
                "specs/2.md:2 `SPEC-2` → `SPEC-3` → `SPEC-2` require each other in a circle",
                "specs/4.md:2 `SPEC-4` requires itself",
            ]
        );
    }

    #[test]
    fn disagreements_about_successors_are_reported() {
        let check = |drafts: Vec<Draft>, expected: &[&str]| {
            assert_eq!(problems(&portfolio(drafts), "asymmetric-relation"), expected);
        };
        let (supersedes, by) = (RelationKind::Supersedes, RelationKind::SupersededBy);
        check(
            vec![relates(spec(1, "Accepted"), supersedes, 2), spec(2, "Accepted")],
            &["specs/1.md:2 `SPEC-1` supersedes `SPEC-2`, whose status is still `Accepted`"],
        );
        check(vec![relates(spec(1, "Accepted"), supersedes, 2), spec(2, "Superseded")], &[]);
        check(vec![relates(spec(1, "Accepted"), supersedes, 2), spec(2, "")], &[]);
        check(vec![relates(spec(1, "Rejected"), supersedes, 2), spec(2, "Accepted")], &[]);
        check(
            vec![
                spec(1, "Accepted"),
                relates(spec(2, "Superseded"), by, 1),
                relates(spec(3, "Accepted"), supersedes, 2),
            ],
            &[
                "specs/2.md:2 `SPEC-2` says that `SPEC-1` superseded it, and `SPEC-3` says that it did",
            ],
        );
        check(
            vec![spec(1, "Superseded")],
            &["specs/1.md:2 the status is `Superseded`, and nothing is named that took its place"],
        );
        check(vec![spec(1, "Rejected"), spec(2, "").superseded_by("the new design")], &[]);
    }

    #[test]
    fn a_document_may_be_ahead_of_what_it_requires() {
        let check = |own: &str, required: &str, expected: usize| {
            let drafts = [relates(spec(1, own), RelationKind::Requires, 2), spec(2, required)];
            assert_eq!(
                problems(&portfolio(drafts), "ahead-of-requirement").len(),
                expected,
                "{own} {required}"
            );
        };
        check("Accepted", "Draft", 1);
        check("Final", "Review", 1);
        check("Final", "Stagnant", 1);
        check("Final", "Accepted", 0);
        check("Draft", "Idea", 0);
        check("Final", "Moved", 0);
        check("Final", "", 0);
        check("", "Draft", 0);
    }

    #[test]
    fn the_end_of_the_chain_is_the_successor() {
        let (supersedes, by) = (RelationKind::Supersedes, RelationKind::SupersededBy);
        let portfolio = portfolio([
            relates(spec(1, "Superseded"), by, 2),
            spec(2, "Superseded"),
            relates(spec(3, "Accepted"), supersedes, 2),
            relates(spec(4, "Draft"), supersedes, 3),
            spec(5, "Withdrawn"),
            relates(spec(6, "Superseded"), by, 7),
            relates(spec(7, "Superseded"), by, 6),
            relates(spec(8, "Accepted"), supersedes, 9),
            spec(9, "Accepted"),
            spec(99, "Moved"),
        ]);
        let check = |number: usize, expected: Option<Option<usize>>| {
            let entry = entry(&portfolio, &format!("specs/{number}.md"));
            let elsewhere = entry.not_in_force.as_ref().is_some_and(|not| not.is_elsewhere);
            assert_eq!(elsewhere, number == 99);
            let successor = entry.not_in_force.as_ref().map(|not| not.successor.map(|at| at + 1));
            assert_eq!(successor, expected, "{number}");
        };
        check(1, Some(Some(4)));
        check(2, Some(Some(4)));
        check(3, None);
        check(4, None);
        check(5, Some(None));
        check(6, Some(None));
        check(9, Some(Some(8)));
        check(99, Some(None));
    }

    #[test]
    fn long_chains_take_no_stack() {
        let next: Vec<Option<usize>> = (1..=200_000).map(Some).chain([None]).collect();
        assert_eq!(ends(&next)[0], Some(200_000));
    }
}
