//! The statuses → the workflow as the first page shows it: how many documents stand where, and for how long.
//!
//! In: the statuses in workflow order, with what bears them. Out: the steps of the strip, and the counts by standing. Each
//! number is that of the rows behind its link, and so the links of standings lead to the bands of the list of all documents.
//! Absent on purpose: the clock. Days are counted to the last change that is known, so a site says the same whenever it is
//! built.

use super::Stage;
use crate::link::{Entry, OutPath, Standing, Status};
use crate::parse::Kind;
use crate::render::catalogue::{status_page, text};
use crate::render::views;
use jiff::civil::Date;

/// How documents can stand: in the sentence of the first page, and as a heading and its anchor in lists.
pub(super) const BANDS: [(Option<Standing>, &str, &str, &str); 4] = [
    (Some(Standing::Open), "open", "Open", "open"),
    (Some(Standing::InForce), "in force", "In force", "in-force"),
    (Some(Standing::NotInForce), "closed", "Closed", "closed"),
    (None, "other", "Other", "other"),
];

/// A standing as the facts of a row say it.
pub(in crate::render) fn standing_name(standing: Standing) -> &'static str {
    let band = BANDS.iter().find(|(one, ..)| *one == Some(standing));
    band.map(|(_, _, _, anchor)| *anchor).expect("every standing has a band")
}

/// How many documents stand how, each with the place that lists them.
pub(super) fn standings(stage: &Stage<'_>) -> Vec<views::Count> {
    let statuses = &stage.catalogue.portfolio.statuses;
    let count = |(standing, words, _, anchor): &(Option<Standing>, &str, &str, &str)| {
        let of_standing = statuses.iter().filter(|status| Some(status.standing) == *standing);
        views::Count {
            text: (*words).to_owned(),
            href: format!("documents.html#{anchor}"),
            count: of_standing.map(|status| status.entries.len()).sum(),
            colour: None,
            meaning: None,
        }
    };
    let counts: Vec<_> = BANDS.iter().map(count).filter(|count| count.count > 0).collect();
    // Of one standing there are no bands to lead to, and the sentence says nothing new.
    if counts.len() > 1 {
        counts.into_iter().chain(without_status(stage)).collect()
    } else {
        vec![]
    }
}

/// The documents that ought to have a status and do not, where there are any: with them the sentence adds up.
fn without_status(stage: &Stage<'_>) -> Option<views::Count> {
    let catalogue = stage.catalogue;
    let listed = catalogue.listed().map(|index| &catalogue.portfolio.entries[index]);
    let count = listed.filter(|entry| entry.status.is_none() && entry.kind != Kind::Page).count();
    (count > 0).then(|| views::Count {
        text: "without a status".into(),
        href: "documents.html#no-status".into(),
        count,
        colour: None,
        meaning: None,
    })
}

/// The workflow as steps: every status that is borne, those that are closed folded into one; none where all is one step.
pub(super) fn steps(stage: &Stage<'_>, page: &OutPath) -> Vec<views::Step> {
    let portfolio = stage.catalogue.portfolio;
    let today = portfolio.entries.iter().filter_map(|entry| entry.history.last).max();
    let borne = portfolio.statuses.iter().filter(|status| !status.entries.is_empty());
    let (closed, alive): (Vec<_>, Vec<_>) =
        borne.partition(|status| status.standing == Standing::NotInForce);
    let mut steps: Vec<_> = alive.iter().map(|status| step(stage, status, today, page)).collect();
    match closed[..] {
        [] => {}
        [only] => steps.push(step(stage, only, today, page)),
        [..] => steps.push(closed_step(&closed)),
    }
    share_out(&mut steps);
    // One step is no workflow.
    if steps.len() > 1 { steps } else { vec![] }
}

fn step(stage: &Stage<'_>, status: &Status, today: Option<Date>, page: &OutPath) -> views::Step {
    let entries = status.entries.iter().map(|index| &*stage.catalogue.portfolio.entries[*index]);
    let count = views::Count {
        text: text(&status.name),
        href: status_page(status).href_from(page),
        count: status.entries.len(),
        colour: Some(status.colour.clone()),
        meaning: status.meaning.clone(),
    };
    views::Step {
        count,
        begins: 0,
        share: 0,
        median_days: today.and_then(|day| median(entries, day)),
    }
}

/// All statuses that are closed, as one.
fn closed_step(closed: &[&Status]) -> views::Step {
    let names: Vec<_> = closed.iter().map(|status| text(&status.name)).collect();
    let count = views::Count {
        text: "Closed".into(),
        href: "documents.html#closed".into(),
        count: closed.iter().map(|status| status.entries.len()).sum(),
        colour: Some("grey".into()),
        meaning: Some(names.join(", ")),
    };
    views::Step { count, begins: 0, share: 0, median_days: None }
}

/// For how many days half of these documents have borne their status; `None` unless it is known of most.
fn median<'a>(entries: impl Iterator<Item = &'a Entry>, today: Date) -> Option<i32> {
    let (mut days, mut all) = (Vec::new(), 0);
    for entry in entries {
        all += 1;
        days.extend(entry.history.status_since.map(|since| (today - since).get_days()));
    }
    days.sort_unstable();
    (days.len() * 2 > all).then(|| days[days.len() / 2])
}

/// Gives every step its stretch of the bar, in thousandths of the whole.
fn share_out(steps: &mut [views::Step]) {
    let all: usize = steps.iter().map(|step| step.count.count).sum();
    let mut before = 0;
    for step in steps {
        step.begins = before * 1000 / all;
        before += step.count.count;
        step.share = before * 1000 / all - step.begins;
    }
}
