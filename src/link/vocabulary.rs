//! The words that portfolios everywhere use for a status, and what they mean.
//!
//! In: a status as [`super::statuses::key`] writes it. Out: its place in a workflow, how a document of this status stands,
//! whose turn it makes it, its colour and one sentence. The words come from the lifecycles of PEPs, EIPs, BIPs, KEPs, Swift and Rust proposals,
//! RFDs, decision records and the common trackers. It is a table and stands alone as one. Absent on purpose: any
//! portfolio's own words.

use super::portfolio::{Standing, Turn};

/// One status that is known everywhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Its spellings, as keys, separated by commas.
    spellings: &'static str,
    /// How a document of this status stands.
    pub(super) standing: Standing,
    /// Whose turn it makes it; `None` where the word does not say.
    pub(super) turn: Option<Turn>,
    /// One of the theme's colour names.
    pub(super) colour: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
}

const fn open(spellings: &'static str, colour: &'static str, meaning: &'static str) -> Known {
    Known { spellings, standing: Standing::Open, turn: None, colour, meaning }
}

const fn in_force(spellings: &'static str, colour: &'static str, meaning: &'static str) -> Known {
    let turn = Some(Turn::Nobody);
    Known { spellings, standing: Standing::InForce, turn, colour, meaning }
}

const fn over(spellings: &'static str, colour: &'static str, meaning: &'static str) -> Known {
    let turn = Some(Turn::Nobody);
    Known { spellings, standing: Standing::NotInForce, turn, colour, meaning }
}

impl Known {
    const fn waits_for(self, turn: Turn) -> Self {
        Self { turn: Some(turn), ..self }
    }

    /// Its spellings.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.spellings.split(", ")
    }
}

/// How many of [`KNOWN`] come before the statuses that only one portfolio knows: those that are still under way.
pub(super) const UNDER_WAY: usize = 15;

/// The statuses in the order of a document's life.
pub(super) const KNOWN: &[Known] = &[
    open("idea, ideation, concept, placeholder, reserved", "grey", "noted, not yet written")
        .waits_for(Turn::Author),
    open(
        "prediscussion, pre draft, predraft, pre proposal, strawman, stub, todo, to do, \
         not started, backlog, new, created",
        "grey",
        "begun, not yet a draft",
    )
    .waits_for(Turn::Author),
    open(
        "draft, drafting, wip, work in progress, in draft, writing, incomplete",
        "grey",
        "being written",
    )
    .waits_for(Turn::Author),
    open(
        "specifying, clarifying, specified, in design, designing, discovery, exploring, \
         investigating, investigation, research, researching, analysis, analyzing, spike, \
         defining",
        "blue",
        "being worked out",
    )
    .waits_for(Turn::Author),
    open(
        "proposed, proposal, submitted, open, pending, published for comment, request for \
         comments, rfc, discussion, in discussion, under discussion, requested, triage, \
         triaged, undecided, suggested",
        "blue",
        "proposed, not yet decided",
    )
    .waits_for(Turn::Reviewers),
    open("provisional, candidate", "blue", "proposed, details open").waits_for(Turn::Author),
    open(
        "planning, planned, ready for planning, in planning, scheduled, refinement, \
         refining, refined, grooming, groomed, unplanned",
        "blue",
        "being planned",
    )
    .waits_for(Turn::Author),
    open(
        "awaiting review, ready for review, needs review, scheduled for review, review \
         pending, pending review, awaiting approval, pending approval, submitted for \
         review",
        "violet",
        "waiting for a review",
    )
    .waits_for(Turn::Reviewers),
    open(
        "returned for revision, needs revision, needs changes, changes requested, \
         revision, revise, needs work, in revision, revised, revising, rework",
        "amber",
        "reviewed, to be revised",
    )
    .waits_for(Turn::Author),
    open(
        "review, in review, under review, active review, reviewing, peer review, \
         evaluation, under consideration, in evaluation, evaluating, assessing",
        "violet",
        "being reviewed",
    )
    .waits_for(Turn::Reviewers),
    open(
        "reviewed, previewing, tentatively accepted, accepted in principle, conditionally \
         accepted",
        "violet",
        "reviewed, not yet decided",
    )
    .waits_for(Turn::Approvers),
    open(
        "last call, final comment period, fcp, final review, voting, vote, approval, \
         acceptance",
        "amber",
        "about to be decided",
    )
    .waits_for(Turn::Reviewers),
    open("blocked, on hold, paused, waiting, hold", "amber", "held up"),
    open(
        "ready, ready for implementation, ready for development, ready for dev, selected",
        "blue",
        "ready to be taken up",
    ),
    open(
        "experimental, experiment, trial, prototype, assess, pilot, piloting, trialing, \
         trialling",
        "violet",
        "being tried",
    ),
    in_force(
        "accepted, approved, adopted, agreed, decided, committed, ratified, signed off, \
         accept, approve, resolved, passed, signed, adopt, adopting, agreed upon",
        "green",
        "decided, to be carried out",
    ),
    in_force(
        "accepted with revisions, accepted with modifications, accepted with changes, \
         approved with changes",
        "green",
        "decided, with changes",
    ),
    in_force(
        "implementable, defined, baselined, frozen, locked",
        "green",
        "decided and ready to be carried out",
    ),
    in_force(
        "implementing, in progress, in development, development, developing, started, \
         ongoing, underway, in implementation, being implemented, wip implementation, \
         implementation, building, executing, delivering",
        "blue",
        "being carried out",
    ),
    in_force(
        "partially implemented, partially done, partial, partially complete",
        "blue",
        "carried out in part",
    ),
    in_force(
        "in testing, testing, qa, verifying, validation, staging, beta, alpha",
        "violet",
        "carried out, being tested",
    ),
    in_force(
        "active, in force, effective, current, enacted, valid, living, live, in effect, \
         maintained, in use",
        "green",
        "in force",
    ),
    in_force(
        "implemented, complete, completed, done, delivered, finished, built, merged, \
         verified, validated, enabled, fixed, integrated",
        "green",
        "carried out",
    ),
    in_force(
        "deployed, released, shipped, launched, in production, production, ga, generally \
         available",
        "green",
        "carried out and in use",
    ),
    in_force(
        "final, finalised, finalized, standard, standards track, internet standard, \
         stable, published, closed implemented, proposed standard, draft standard",
        "green",
        "settled",
    ),
    open("stagnant, dormant, inactive, stale, idle", "amber", "at rest for want of activity"),
    open(
        "deferred, postponed, delayed, parked, shelved, someday, tabled, later, icebox",
        "amber",
        "put off",
    )
    .waits_for(Turn::Nobody),
    over("closed, ended, concluded", "grey", "closed"),
    over("expired, lapsed, outdated, out of date", "grey", "no longer in force"),
    over(
        "rejected, declined, not accepted, refused, denied, wont do, wont fix, wontfix, \
         won t do, won t fix, not approved, reject, failed, rejection",
        "red",
        "decided against",
    ),
    over(
        "withdrawn, retracted, abandoned, cancelled, canceled, dropped, discarded, \
         aborted, discontinued, dead",
        "red",
        "given up",
    ),
    over(
        "superseded, replaced, obsolete, obsoleted, superceded, amended and replaced, \
         superseded by",
        "grey",
        "something else stands in its place",
    ),
    over(
        "deprecated, retired, sunset, legacy, archived, historic, historical, end of \
         life, disabled, retiring",
        "grey",
        "no longer to be used",
    ),
    over("removed, reverted, revoked, deleted, rolled back, void", "red", "taken back"),
    over("moved, transferred, relocated, migrated", "grey", "kept elsewhere now"),
    over("duplicate, merged into another", "grey", "said elsewhere"),
];

/// The place in [`KNOWN`] of a status: by its whole key, else by the longest known words it begins with (`accepted with
/// conditions`).
pub(super) fn position(key: &str) -> Option<usize> {
    let whole =
        |wanted: &str| KNOWN.iter().position(|known| known.words().any(|word| word == wanted));
    let mut start = key;
    loop {
        if let Some(found) = whole(start) {
            return Some(found);
        }
        start = start.rsplit_once(' ')?.0;
    }
}

/// Whether a status says that something took the document's place.
pub(super) fn is_replaced(key: &str) -> bool {
    begins_with_any(key, &["superseded", "superceded", "replaced"])
}

/// Whether a status says that the document stands in another place: there it may be in force.
pub(super) fn is_elsewhere(key: &str) -> bool {
    begins_with_any(key, &["moved", "transferred", "relocated", "migrated"])
}

fn begins_with_any(key: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        key.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_is_a_key_and_stands_once() {
        let mut seen = BTreeSet::new();
        for word in KNOWN.iter().flat_map(Known::words) {
            assert_eq!(crate::link::statuses::key(word), word);
            assert!(seen.insert(word), "{word} twice");
        }
    }

    #[test]
    fn those_under_way_come_first() {
        let decided = KNOWN.iter().position(|known| known.standing == Standing::InForce);
        assert_eq!(decided, Some(UNDER_WAY));
    }

    #[test]
    fn what_is_decided_is_nobodys_turn() {
        for known in KNOWN {
            let undecided = known.standing == Standing::Open;
            assert!(undecided || known.turn == Some(Turn::Nobody), "{known:?}");
        }
        let turn = |key: &str| position(key).and_then(|at| KNOWN[at].turn);
        let check = |key, expected| assert_eq!(turn(key), expected, "{key}");
        check("draft", Some(Turn::Author));
        check("in review", Some(Turn::Reviewers));
        check("last call", Some(Turn::Reviewers));
        check("accepted", Some(Turn::Nobody));
        check("on hold", None);
    }

    #[test]
    fn longer_statuses_are_known_by_their_beginning() {
        let standing = |key: &str| position(key).map(|at| KNOWN[at].standing);
        let check = |key, expected| assert_eq!(standing(key), expected, "{key}");
        check("accepted with conditions", Some(Standing::InForce));
        check("not accepted", Some(Standing::NotInForce));
        check("not accepted yet", Some(Standing::NotInForce));
        check("moved", Some(Standing::NotInForce));
        check("stagnant", Some(Standing::Open));
        check("draftish", None);
        check("imlpemented", None);
    }
}
