//! A document → what the tools of a list know of it beyond what its row shows.
//!
//! In: an entry and the columns of the tables. Out: the facts that stand as `data-…` on the row. What a cell shows is not
//! said twice: five thousand rows are paid for by every reader. A value is its name in addresses, a space, and its words;
//! several stand on lines of their own, which no name has in it. Absent on purpose: days that pass. What is overdue
//! depends on the reader's today.

use super::catalogue::{self, Catalogue, date, text};
use super::pages::standing_name;
use super::views;
use crate::link::Entry;
use crate::link::address::slug;
use crate::parse::RelationKind;

/// How many people a cell names before it counts the rest.
const SHOWN: usize = 2;

impl Catalogue<'_> {
    /// What the row of an entry does not show.
    pub(super) fn facts(&self, entry: &Entry) -> Vec<views::Fact> {
        let shows = |name: &str| self.columns.iter().any(|column| column.name == name);
        let beyond = |column: &str| if shows(column) { SHOWN } else { 0 };
        let id = entry.id.as_deref().filter(|_| !shows("id")).map(text);
        let standing = entry.status.as_ref().map(|status| {
            standing_name(self.portfolio.statuses[status.status].standing).to_owned()
        });
        let status = entry.status.as_ref().filter(|_| !shows("status")).map(|status| {
            let known = &self.portfolio.statuses[status.status];
            format!("{} {}", known.slug, text(&known.name))
        });
        let turn = entry.status.as_ref().and_then(|status| {
            let turn = self.portfolio.statuses[status.status].turn?;
            Some(turn.name().to_owned())
        });
        let kind = (!shows("kind")).then(|| entry.kind.name().to_owned());
        let reviewers = self.named(entry.reviewers.iter().skip(beyond("reviewers")));
        let approvers = self.named(entry.approvers.iter().skip(beyond("approvers")));
        let authors = self.named(entry.authors.iter().skip(beyond("authors")));
        let labels = if shows("labels") { vec![] } else { self.areas(entry) };
        let due = entry.next_review.filter(|_| !shows("next_review"));
        let listed = [
            ("id", id.into_iter().collect()),
            ("standing", standing.into_iter().collect()),
            ("status", status.into_iter().collect()),
            ("turn", turn.into_iter().collect()),
            ("kind", kind.into_iter().collect()),
            ("reviewers", reviewers),
            ("approvers", approvers),
            ("authors", authors),
            ("labels", labels),
            ("stories", self.stories(entry)),
            ("epics", self.epics(entry)),
            ("due", date(due).into_iter().collect::<Vec<_>>()),
        ];
        let some = listed.into_iter().filter(|(_, values)| !values.is_empty());
        some.map(|(name, values)| views::Fact { name, value: values.join("\n") }).collect()
    }

    fn named<'a>(&self, people: impl Iterator<Item = &'a usize>) -> Vec<String> {
        let name = |index: &usize| {
            let somebody = &self.portfolio.people[*index];
            format!("{} {}", somebody.slug, text(&somebody.name))
        };
        people.map(name).collect()
    }

    fn areas(&self, entry: &Entry) -> Vec<String> {
        let known = entry.labels.iter().filter_map(|name| self.label(name));
        known.map(|label| format!("{} {}", label.slug(), label.name)).collect()
    }

    /// Its stories, by their ids; one that is no document here, by the words that name it.
    fn stories(&self, entry: &Entry) -> Vec<String> {
        let story = |id: &String| {
            let known = self.story(id).map(|index| &self.portfolio.entries[index].title);
            let title = known.map_or_else(String::new, |title| format!(" {}", text(title)));
            format!("{} {}{title}", slug(id), text(id))
        };
        entry.stories.iter().map(story).collect()
    }

    fn epics(&self, entry: &Entry) -> Vec<String> {
        let whole = entry.relations.iter().filter(|one| one.kind == RelationKind::PartOf);
        let epics = whole.filter_map(|one| Some(&*self.portfolio.entries[one.target?]));
        let epic = |epic: &Entry| {
            let name = epic.id.as_deref().unwrap_or(&epic.title);
            format!("{} {}", slug(name), catalogue::text(&epic.title))
        };
        epics.map(epic).collect()
    }
}
