//! `[[portfolio.view]]` → lists of entries.
//!
//! In: the configuration, and the portfolio as far as it is known. Out: the views with their documents, and a note for each
//! value that no document has. A value is compared as it would stand in an address, so `In Review`, `in review` and
//! `in-review` are one; a person is met by name and by handle, `-` by documents that have nothing of the kind. It is
//! settled here and not in the browser, so that a view is a page without a script. Absent on purpose: their pages.

use super::address::{Slugs, slug};
use super::portfolio::{Entry, Somebody, Standing, Status, View};
use crate::config::{self, Config};
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use crate::parse::{Kind, RelationKind};

/// What is said of documents that have none.
const NONE: &str = "-";

/// Every view of the configuration.
pub(super) fn settle(
    config: &Config,
    entries: &[Entry],
    statuses: &[Status],
    people: &[Somebody],
) -> (Vec<View>, Vec<Problem>) {
    let known = Known { entries, statuses, people };
    let mut slugs = Slugs::default();
    let view = |view: &config::View| View {
        name: view.name.clone(),
        slug: slugs.take(&view.name),
        description: view.description.clone(),
        entries: known.matching(view),
        group: view.group.clone(),
        sort: view.sort.clone(),
    };
    let views = config.portfolio.views.iter().map(view).collect();
    (views, known.unmet(config))
}

struct Known<'a> {
    entries: &'a [Entry],
    statuses: &'a [Status],
    people: &'a [Somebody],
}

impl Known<'_> {
    /// The entries that have one of the values of every facet.
    fn matching(&self, view: &config::View) -> Vec<usize> {
        let matches = |entry: &Entry| {
            view.filters.iter().all(|(facet, wanted)| {
                let names = self.names(entry, facet);
                wanted.iter().any(|wanted| is_met(wanted, &names))
            })
        };
        let listed = self.entries.iter().enumerate().filter(|(_, e)| e.kind != Kind::Template);
        listed.filter(|(_, entry)| matches(entry)).map(|(index, _)| index).collect()
    }

    /// All that an entry may be called for in a facet, as in addresses.
    fn names(&self, entry: &Entry, facet: &str) -> Vec<String> {
        let status = entry.status.as_ref().map(|status| &self.statuses[status.status]);
        let people = |who: &[usize]| who.iter().flat_map(|who| named(&self.people[*who])).collect();
        match facet {
            "standing" => {
                status.map(|status| standing(status.standing).into()).into_iter().collect()
            }
            "turn" => {
                status.and_then(|one| one.turn).map(|turn| turn.name().into()).into_iter().collect()
            }
            "status" => {
                status.into_iter().flat_map(|one| [one.slug.clone(), slug(&one.name)]).collect()
            }
            "reviewer" => people(&entry.reviewers),
            "approver" => people(&entry.approvers),
            "author" => people(&entry.authors),
            "area" => entry.labels.iter().map(|label| slug(label)).collect(),
            "kind" => vec![entry.kind.name().into()],
            "story" => entry.stories.iter().map(|story| slug(story)).collect(),
            _ => self.epics(entry),
        }
    }

    fn epics(&self, entry: &Entry) -> Vec<String> {
        let whole = entry.relations.iter().filter(|one| one.kind == RelationKind::PartOf);
        let epics = whole.filter_map(|one| Some(&self.entries[one.target?]));
        epics.flat_map(|epic| epic.id.iter().chain([&epic.title]).map(|name| slug(name))).collect()
    }

    /// The values that nothing has, each at its place in the configuration.
    fn unmet(&self, config: &Config) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (number, view) in config.portfolio.views.iter().enumerate() {
            for (facet, wanted) in &view.filters {
                let names: Vec<String> =
                    self.entries.iter().flat_map(|entry| self.names(entry, facet)).collect();
                let unmet = wanted.iter().filter(|one| *one != NONE && !is_met(one, &names));
                let place = config.places.get(&format!("portfolio.view.{number}.{facet}"));
                let place =
                    || place.cloned().unwrap_or_else(|| Place::file(&SourcePath::new("book.toml")));
                problems.extend(unmet.map(|value| {
                    let message = format!(
                        "no document has the {facet} `{value}`, which the view `{}` asks for",
                        view.name
                    );
                    Problem::new(Code::UnmetView, place(), message)
                        .help("correct the value, or leave it for documents to come")
                }));
            }
        }
        problems
    }
}

fn is_met(wanted: &str, names: &[String]) -> bool {
    if wanted == NONE {
        return names.is_empty();
    }
    let wanted = slug(wanted.trim_start_matches('@'));
    names.contains(&wanted)
}

fn named(somebody: &Somebody) -> impl Iterator<Item = String> {
    let spelt = [Some(&somebody.name), somebody.handle.as_ref()];
    let spelt: Vec<_> = spelt.into_iter().flatten().map(|name| slug(name)).collect();
    spelt.into_iter().chain([somebody.slug.clone()])
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::InForce => "in-force",
        Standing::NotInForce => "closed",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Setting, doc, portfolio_in, problems};
    use super::*;

    /// The documents of a view with these filters, and what is said of them.
    #[track_caller]
    fn check(filters: &[(&str, &[&str])], expected: &[&str], said: &[&str]) {
        let mut setting = Setting::default();
        let filter = |(facet, values): &(&str, &[&str])| {
            ((*facet).to_owned(), values.iter().map(|value| (*value).to_owned()).collect())
        };
        setting.config.portfolio.views = vec![config::View {
            name: "One".into(),
            filters: filters.iter().map(filter).collect(),
            ..config::View::default()
        }];
        let drafts = [
            doc("a.md").id("SPEC-1").status("Draft").author("Ann Lee", "ann"),
            doc("b.md").id("SPEC-2").status("In Review").author("Bo", "bo"),
            doc("c.md"),
        ];
        let portfolio = portfolio_in(&setting, drafts);
        let view = &portfolio.views[0];
        let paths: Vec<_> =
            view.entries.iter().map(|at| portfolio.entries[*at].document.path.as_str()).collect();
        assert_eq!(paths, expected);
        assert_eq!(problems(&portfolio, "unmet-view"), said);
    }

    #[test]
    fn a_value_is_met_however_it_is_spelt() {
        check(&[("status", &["in review"])], &["b.md"], &[]);
        check(&[("status", &["in-review", "DRAFT"])], &["a.md", "b.md"], &[]);
        check(&[("author", &["@ann"])], &["a.md"], &[]);
        check(&[("author", &["ann lee"])], &["a.md"], &[]);
    }

    #[test]
    fn facets_narrow_each_other_down() {
        check(&[("status", &["draft"]), ("author", &["bo"])], &[], &[]);
        check(&[("standing", &["open"]), ("author", &["bo"])], &["b.md"], &[]);
        check(&[], &["a.md", "b.md", "c.md"], &[]);
    }

    #[test]
    fn a_dash_is_met_by_what_has_none() {
        check(&[("status", &["-"])], &["c.md"], &[]);
        check(&[("reviewer", &["-"]), ("status", &["draft"])], &["a.md"], &[]);
    }

    #[test]
    fn a_value_that_nothing_has_is_said() {
        let said = "book.toml:0 no document has the status `Done`, which the view `One` asks for";
        check(&[("status", &["Done"])], &[], &[said]);
    }
}
