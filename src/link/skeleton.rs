//! [`Inputs`] → [`Skeleton`]: all that linking finds out without a look at a text.
//!
//! In: what documents are to each other, the names of files, the configuration. Out: entries, facts, kinds, addresses, ids,
//! typed relations and how they contradict each other. It is one value that stays while no head changes, which is so for
//! most edits; the steps that make it borrow from each other, so the inputs and the results are kept together, in three
//! layers. Absent on purpose: texts. Whatever depends on one is made from the skeleton and that text.

use super::Ground;
use super::assign::{self, Addresses};
use super::conflicts::{self, Conflicts};
use super::ground::Inputs;
use super::kinds;
use super::metadata::{self, Facts};
use super::people::{self, People};
use super::relations::{self, Typed};
use super::resolve::Surroundings;
use super::statuses::{self, Statuses};
use crate::diagnostic::Problem;
use crate::parse::Kind;
use self_cell::self_cell;
use std::mem::take;

self_cell!(
    struct Surveyed {
        owner: Inputs,
        #[covariant]
        dependent: Ground,
    }
    impl { Debug }
);

self_cell!(
    struct Judged {
        owner: Surveyed,
        #[covariant]
        dependent: Judgement,
    }
    impl { Debug }
);

self_cell!(
    /// Everything that is known of a portfolio before its texts are read.
    pub(super) struct Skeleton {
        owner: Judged,
        #[covariant]
        dependent: Bones,
    }
    impl { Debug }
);

/// What every entry is by itself.
#[derive(Debug)]
struct Judgement<'a> {
    ground: &'a Ground<'a>,
    /// By entry.
    facts: Vec<Facts<'a>>,
    /// By entry.
    kinds: Vec<Kind>,
    addresses: Addresses,
    statuses: Statuses,
    people: People,
    problems: Vec<Problem>,
}

/// What entries are to each other.
#[derive(Debug)]
pub(super) struct Bones<'a> {
    pub(super) ground: &'a Ground<'a>,
    /// By entry.
    pub(super) facts: &'a [Facts<'a>],
    /// By entry.
    pub(super) kinds: &'a [Kind],
    pub(super) addresses: &'a Addresses,
    pub(super) statuses: &'a Statuses,
    pub(super) people: &'a People,
    /// Everything a reference may lead to.
    pub(super) around: Surroundings<'a>,
    pub(super) typed: Typed,
    pub(super) conflicts: Conflicts,
    /// What is wrong with all this.
    pub(super) problems: Vec<Problem>,
}

impl Skeleton {
    /// Makes it.
    pub(super) fn of(inputs: Inputs) -> Self {
        let surveyed = Surveyed::new(inputs, |inputs| Ground::survey(inputs));
        let judged = Judged::new(surveyed, |surveyed| judge(surveyed.borrow_dependent()));
        Self::new(judged, |judged| bind(judged.borrow_dependent()))
    }

    /// What is to be read of it.
    pub(super) fn bones(&self) -> &Bones<'_> {
        self.borrow_dependent()
    }
}

fn judge<'a>(ground: &'a Ground<'a>) -> Judgement<'a> {
    let config = &ground.inputs.settings.0;
    let mut facts = metadata::gather(ground);
    let kinds = kinds::judge(ground, &mut facts, config);
    let mut addresses = assign::assign(ground, &kinds, config.html.not_found());
    let mut statuses = statuses::gather(ground, &kinds, &config.portfolio.status);
    let people = people::merge(&facts, &kinds, &config.portfolio.people);
    let problems =
        [metadata::problems(ground), take(&mut addresses.problems), take(&mut statuses.problems)];
    let problems = problems.concat();
    Judgement { ground, facts, kinds, addresses, statuses, people, problems }
}

fn bind<'a>(judged: &'a Judgement<'a>) -> Bones<'a> {
    let Judgement { ground, facts, kinds, addresses, statuses, people, problems } = judged;
    let config = &ground.inputs.settings.0;
    let around = Surroundings::new(ground, facts, kinds, addresses, config);
    let mut typed = relations::typed(&around);
    let duplicates = relations::duplicates(&around);
    let mut conflicts = conflicts::find(ground, facts, &typed.relations, statuses);
    let problems =
        [problems.clone(), take(&mut typed.problems), duplicates, take(&mut conflicts.problems)];
    let problems = problems.concat();
    Bones { ground, facts, kinds, addresses, statuses, people, around, typed, conflicts, problems }
}
