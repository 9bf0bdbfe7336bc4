//! A unit's texts → [`Facts`]: one set of metadata for a spec in several files.
//!
//! In: the texts of one unit. Out: what they state together, with the places. Lists are those of all parts, the main one's
//! first; a single value is the main part's, else that of the first part which has one; the status is the main part's alone,
//! because parts advance at their own pace. Absent on purpose: any judgement that needs other documents.

use super::group::Unit;
use super::ids::{self, Key};
use super::portfolio::Progress;
use super::{Ground, Text};
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use crate::parse::title;
use crate::parse::{
    Id, IssueReference, Person, Reference, Stated, StatedKind, StatedRelation, StatusText,
};
use crate::scan::History;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the texts of one unit state together.
#[derive(Clone, Debug)]
pub(super) struct Facts<'a> {
    pub(super) id: Option<Id>,
    pub(super) title: String,
    pub(super) kind: Option<StatedKind>,
    pub(super) status: Option<&'a Stated<StatusText>>,
    pub(super) created: Option<Date>,
    pub(super) updated: Option<Date>,
    pub(super) next_review: Option<Date>,
    pub(super) authors: Vec<&'a Person>,
    pub(super) reviewers: Vec<&'a Person>,
    pub(super) approvers: Vec<&'a Person>,
    pub(super) issues: Vec<&'a Stated<IssueReference>>,
    pub(super) stories: Vec<&'a Stated<Reference>>,
    pub(super) relations: Vec<&'a Stated<StatedRelation>>,
    pub(super) labels: Vec<String>,
    pub(super) discussion: Vec<String>,
    pub(super) extra: Vec<(String, String)>,
    pub(super) history: History,
    pub(super) progress: Progress,
}

/// By entry: what its texts state together.
pub(super) fn gather<'a>(ground: &Ground<'a>) -> Vec<Facts<'a>> {
    ground.units.iter().map(|unit| facts(unit, &ground.texts)).collect()
}

/// What the texts of a unit state together.
fn facts<'a>(unit: &Unit, texts: &[Text<'a>]) -> Facts<'a> {
    let parts: Vec<Text<'a>> = unit.texts().map(|text| texts[text]).collect();
    let fields = || parts.iter().map(|part| &part.document.fields);
    let people = |pick: fn(&'a crate::parse::Fields) -> &'a [Stated<Person>]| {
        parts.iter().flat_map(|part| pick(&part.document.fields)).map(|p| &p.value).collect()
    };
    Facts {
        id: id(unit, &parts),
        title: spec_title(unit, &parts[0]),
        kind: fields().find_map(|fields| fields.kind),
        status: parts[0].document.fields.status.as_ref(),
        created: fields()
            .find_map(|fields| fields.created)
            .or_else(|| date_of_folder(unit, &parts)),
        updated: fields().find_map(|fields| fields.updated),
        next_review: fields().find_map(|fields| fields.next_review.as_ref()).map(|date| date.value),
        authors: people(|fields| &fields.authors),
        reviewers: people(|fields| &fields.reviewers),
        approvers: people(|fields| &fields.approvers),
        issues: parts.iter().flat_map(|part| &part.document.fields.issues).collect(),
        stories: parts.iter().flat_map(|part| &part.document.fields.stories).collect(),
        relations: parts.iter().flat_map(|part| &part.document.fields.relations).collect(),
        labels: once_each(fields().flat_map(|fields| &fields.labels)),
        discussion: once_each(fields().flat_map(|fields| &fields.discussion)),
        extra: extra(&parts),
        history: history(&parts),
        progress: parts.iter().fold(Progress::default(), |sum, part| {
            let own = progress(part);
            Progress { done: sum.done + own.done, total: sum.total + own.total }
        }),
    }
}

/// The id: stated by the main part, else by another, else the folder's, else the file name's.
fn id(unit: &Unit, parts: &[Text<'_>]) -> Option<Id> {
    let ids = || parts.iter().filter_map(|part| part.document.fields.id.as_ref());
    let stated = ids().find(|id| id.explicit).cloned();
    let main = &parts[0].document.path;
    let folder = || {
        let name = main.folder().rsplit('/').next()?;
        let read = ids::of_folder(name).filter(|_| unit.is_folder)?;
        Some(Id { text: read.id?, prefix: read.prefix, explicit: false, place: Place::file(main) })
    };
    stated.or_else(folder).or_else(|| ids().next().cloned())
}

/// The date before the name of the folder that the spec is: `2026-01-11-add-search`.
fn date_of_folder(unit: &Unit, parts: &[Text<'_>]) -> Option<Date> {
    let name = parts[0].document.path.folder().rsplit('/').next()?;
    title::file_name(name).created.filter(|_| unit.is_folder)
}

/// The main part's title; where it only says what kind of file it is, the folder's name made one.
fn spec_title(unit: &Unit, main: &Text<'_>) -> String {
    let title = &main.document.fields.title;
    let name = main.document.path.folder().rsplit('/').next().unwrap_or_default();
    let says_more = !name.is_empty() && name.chars().any(char::is_alphabetic);
    if unit.is_folder && says_more && is_role_alone(title) {
        return title::file_name(name).title;
    }
    // The parser did not know the folder's id, and left it in the title.
    let id = unit.is_folder.then(|| ids::of_folder(name)).flatten().and_then(|folder| folder.id);
    let without_id = id.map(|id| title::read(title, Some(&id)).text);
    without_id.filter(|text| !text.is_empty()).unwrap_or_else(|| title.clone())
}

/// Words that titles of parts are made of when they say nothing else.
const ROLE_WORDS: &[&str] = &[
    "breakdown",
    "design",
    "document",
    "feature",
    "functional",
    "implementation",
    "index",
    "list",
    "overview",
    "plan",
    "proposal",
    "readme",
    "requirement",
    "requirements",
    "research",
    "spec",
    "specification",
    "specifications",
    "tasks",
    "task",
    "technical",
];

/// Whether a title only names a role: "Requirements Document".
fn is_role_alone(title: &str) -> bool {
    let lower = title.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| ROLE_WORDS.contains(&word))
}

/// The values in order, each once.
fn once_each<'a>(values: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(value.as_str())).cloned().collect()
}

/// Extra fields: those of the main part, then those of other parts under names it does not have.
fn extra(parts: &[Text<'_>]) -> Vec<(String, String)> {
    let mut all = parts[0].document.extra.clone();
    let mut names: BTreeSet<String> = all.iter().map(|(name, _)| name.to_lowercase()).collect();
    for part in &parts[1..] {
        let new = |(name, _): &&(String, String)| !names.contains(&name.to_lowercase());
        let added: Vec<_> = part.document.extra.iter().filter(new).cloned().collect();
        names.extend(added.iter().map(|(name, _)| name.to_lowercase()));
        all.extend(added);
    }
    all
}

/// From the first commit of any part to the last; the status is the main part's.
fn history(parts: &[Text<'_>]) -> History {
    let histories = || parts.iter().map(|part| part.source.history);
    History {
        first: histories().filter_map(|history| history.first).min(),
        last: histories().filter_map(|history| history.last).max(),
        status_since: parts[0].source.history.status_since,
    }
}

/// The checkboxes of one text.
pub(super) fn progress(text: &Text<'_>) -> Progress {
    text.document.progress
}

/// The key that a document's first heading gives it, where its own has no prefix: `RFD 12`.
pub(super) fn key_of_heading(main: &Text<'_>, own: &Key) -> Option<Key> {
    let heading = main.document.first_heading.as_deref()?;
    let said = ids::read_leading(heading).or_else(|| ids::read(heading))?;
    let is_its_own = own.prefix.is_none() && said.prefix.is_some() && said.number == own.number;
    is_its_own.then_some(said)
}

/// How messages name an entry: by an id that reads as one, else by its path.
pub(super) fn label(facts: &Facts<'_>, path: &SourcePath) -> String {
    match facts.id.as_ref().map(|id| (&id.text, &id.prefix)) {
        Some((text, _)) if text.chars().any(char::is_alphabetic) => text.clone(),
        Some((text, Some(prefix))) => format!("{prefix}-{text}"),
        _ => path.to_string(),
    }
}

/// What is to be said of single entries: templates, and parts whose status is not their spec's.
pub(super) fn problems(ground: &Ground<'_>) -> Vec<Problem> {
    let units = ground.units.iter();
    units
        .flat_map(|unit| {
            let main = &ground.texts[unit.main];
            let template = main.document.is_template.then(|| super::problems::template(main));
            template.into_iter().chain(part_problems(unit, &ground.texts))
        })
        .collect()
}

/// Parts whose status is not their spec's.
fn part_problems(unit: &Unit, texts: &[Text<'_>]) -> Vec<Problem> {
    let status = |text: usize| texts[text].document.fields.status.as_ref();
    let Some(whole) = status(unit.main) else { return vec![] };
    let differing = unit.others.iter().filter_map(|text| status(*text)).filter(|part| {
        super::statuses::key(&part.value.name) != super::statuses::key(&whole.value.name)
    });
    differing
        .map(|part| {
            let (own, spec) = (&part.value.name, &whole.value.name);
            let message =
                format!("the status of this part is `{own}`, that of its spec is `{spec}`");
            Problem::new(Code::PartStatus, part.place.clone(), message)
                .help(format!("the spec is listed by its main part, `{}`", whole.place.path))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::testing::{doc, entry, portfolio, problems};

    #[test]
    fn a_date_before_the_folders_name_is_when_the_spec_began() {
        let portfolio = portfolio([
            doc("s/2026-01-11-add-search/proposal.md"),
            doc("s/2026-01-11-add-search/tasks.md"),
        ]);
        let entry = entry(&portfolio, "s/2026-01-11-add-search/proposal.md");
        assert_eq!(entry.created.map(|date| date.to_string()).as_deref(), Some("2026-01-11"));
    }

    #[test]
    fn lists_are_joined_and_single_values_are_the_main_parts() {
        let portfolio = portfolio([
            doc("s/001-x/design.md")
                .status("Draft")
                .label("b")
                .label("a")
                .author("", "bo")
                .checkbox(true),
            doc("s/001-x/requirements.md")
                .status("Accepted")
                .label("a")
                .author("", "ann")
                .checkbox(false),
        ]);
        let entry = entry(&portfolio, "s/001-x/requirements.md");
        assert_eq!(entry.labels, ["a", "b"]);
        let names: Vec<_> =
            entry.authors.iter().map(|index| portfolio.people[*index].name.as_str()).collect();
        assert_eq!(names, ["ann", "bo"]);
        assert_eq!(portfolio.statuses[entry.status.as_ref().unwrap().status].name, "Accepted");
        assert_eq!(entry.progress, Progress { done: 1, total: 2 });
        assert_eq!(problems(&portfolio, "part-status").len(), 1);
    }

    #[test]
    fn a_status_of_a_part_is_not_the_specs() {
        let portfolio =
            portfolio([doc("s/001-x/design.md").status("Draft"), doc("s/001-x/requirements.md")]);
        assert_eq!(entry(&portfolio, "s/001-x/requirements.md").status, None);
        assert_eq!(problems(&portfolio, "part-status"), Vec::<String>::new());
    }

    #[test]
    fn titles_that_say_only_a_role_yield_to_the_folder() {
        let check = |folder: &str, expected: &str| {
            let path = format!("specs/{folder}/requirements.md");
            let portfolio = portfolio([
                doc(&path).title("Requirements"),
                doc(&path.replace("requirements", "tasks")),
            ]);
            assert_eq!(entry(&portfolio, &path).title, expected, "{folder}");
        };
        check("001-photo-albums", "Photo albums");
        check("SPEC-014_review", "Review");
        check("add-login", "Add login");
        check("042", "Requirements");
        let portfolio =
            portfolio([doc("rfd/0012/README.md").title("RFD 12 Naming").status("Draft")]);
        assert_eq!(portfolio.entries[0].title, "Naming");
        for title in ["Requirements", "Requirements Document", "Feature Specification", ""] {
            assert!(is_role_alone(title), "{title}");
        }
        assert!(!is_role_alone("Login requirements"));
    }
}
