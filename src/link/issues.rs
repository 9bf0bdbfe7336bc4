//! Tickets as documents name them → every issue once, with its address.
//!
//! In: the issues of all metadata and prose. Out: one [`Issue`] per ticket with who names it, and which ones each text and
//! entry names. The portfolio's own repository makes `owner/repo#12` and `#12` one; its address and those of configured
//! trackers are made here. Absent on purpose: titles and states, which only a tracker knows.

use super::address::Slugs;
use super::destination::{self, Destination};
use super::portfolio::Issue;
use super::resolve::Resolved;
use super::skeleton::Bones;
use crate::config::Config;
use crate::parse::{IssueReference, Kind, Link};
use crate::scan::Repository;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What makes two references one issue: tracker, repository, number, without letter case.
type Key = (Option<String>, Option<String>, u64);

/// Where issues live.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trackers<'a> {
    /// The configuration.
    pub(super) config: &'a Config,
    /// The portfolio's own repository.
    pub(super) repository: Option<&'a Repository>,
}

impl Trackers<'_> {
    /// The issue as the portfolio names it: its own without the repository.
    fn own(&self, issue: &IssueReference) -> IssueReference {
        let mut issue = issue.clone();
        let named = issue.repository.as_deref();
        if named.is_some_and(|name| {
            self.repository.is_some_and(|own| own.name.eq_ignore_ascii_case(name))
        }) {
            issue.repository = None;
        }
        issue.text = match (&issue.tracker, &issue.repository) {
            (Some(tracker), _) => format!("{tracker}-{}", issue.number),
            (None, Some(repository)) => format!("{repository}#{}", issue.number),
            (None, None) => format!("#{}", issue.number),
        };
        issue
    }

    /// The address of an issue, where it is known and safe.
    pub(super) fn url(&self, issue: &IssueReference) -> Option<String> {
        let issue = self.own(issue);
        let number = issue.number.to_string();
        let filled = |template: &str| template.replace("{number}", &number);
        let url = if let Some(tracker) = &issue.tracker {
            let templates = &self.config.portfolio.trackers;
            let known = templates.iter().find(|(name, _)| name.eq_ignore_ascii_case(tracker));
            known.map(|(_, template)| filled(template))
        } else if let Some(repository) = &issue.repository {
            let host = self.repository.map_or("https://github.com", |own| own.host.as_str());
            issue.url.clone().or_else(|| Some(format!("{host}/{repository}/issues/{number}")))
        } else {
            let template = self.config.portfolio.issue_url.as_deref().map(filled);
            let own =
                || self.repository.map(|own| format!("{}/{}/issues/{number}", own.host, own.name));
            template.or_else(own).or_else(|| issue.url.clone())
        };
        url.or(issue.url).filter(|url| matches!(destination::read(url), Destination::Outside(_)))
    }

    /// The issue that a link in prose names: a ticket of the own tracker, or one elsewhere whose text says so too.
    pub(super) fn of_link(&self, link: &Link) -> Option<IssueReference> {
        let (repository, number) = of_url(&link.destination)?;
        let own = self.repository.filter(|own| own.name.eq_ignore_ascii_case(&repository));
        let says_so = || {
            let (before, digits) = link.text.trim().rsplit_once('#')?;
            let is_it = digits.parse() == Ok(number);
            (is_it && (before.is_empty() || before.eq_ignore_ascii_case(&repository))).then_some(())
        };
        own.map(|_| ()).or_else(says_so)?;
        let url = Some(link.destination.clone());
        let text = format!("{repository}#{number}");
        Some(IssueReference { text, repository: Some(repository), number, tracker: None, url })
    }

    fn key(&self, issue: &IssueReference) -> Key {
        let own = self.own(issue);
        let lower = |text: Option<String>| text.map(|text| text.to_lowercase());
        (lower(own.tracker), lower(own.repository), own.number)
    }
}

/// Repository and number of an issue's URL on a forge: `https://host/owner/repo/issues/12`, GitLab's `/-/` aside.
pub(super) fn of_url(url: &str) -> Option<(String, u64)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (_, path) = rest.split_once('/')?;
    let (repository, number) = path.split_once("/issues/")?;
    let repository = repository.strip_suffix("/-").unwrap_or(repository);
    let digits = number.split(['#', '?', '/']).next()?;
    let is_name = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let names = repository.split('/').filter(|part| is_name(part)).count();
    (names > 1 && names == repository.split('/').count())
        .then(|| digits.parse().ok().map(|number| (repository.to_owned(), number)))
        .flatten()
}

/// Every issue of the portfolio, and by entry the indexes of those in its metadata.
pub(super) fn gather(
    bones: &Bones<'_>,
    resolved: &[Arc<Resolved>],
) -> (Vec<Issue>, Vec<Vec<usize>>) {
    let entries = bones.ground.units.iter().enumerate();
    let named: Vec<Named> = entries
        .map(|(entry, unit)| Named {
            metadata: bones.facts[entry].issues.iter().map(|stated| stated.value.clone()).collect(),
            prose: unit.texts().flat_map(|text| &resolved[text].issues).cloned().collect(),
            counts: bones.kinds[entry] != Kind::Template,
        })
        .collect();
    merge(&named, bones.around.trackers)
}

/// The issues that one entry names.
#[derive(Clone, Debug, Default)]
struct Named {
    /// In its metadata, in order.
    metadata: Vec<IssueReference>,
    /// In the prose of its texts, in order.
    prose: Vec<IssueReference>,
    /// Whether the entry counts: a template's own issues do not.
    counts: bool,
}

/// Every issue, and the indexes of those in each entry's metadata.
fn merge(named: &[Named], trackers: Trackers<'_>) -> (Vec<Issue>, Vec<Vec<usize>>) {
    let mut found: BTreeMap<Key, (IssueReference, BTreeSet<(usize, bool)>)> = BTreeMap::new();
    for (entry, named) in named.iter().enumerate().filter(|(_, named)| named.counts) {
        let metadata = named.metadata.iter().map(|issue| (issue, true));
        for (issue, in_metadata) in metadata.chain(named.prose.iter().map(|issue| (issue, false))) {
            let key = trackers.key(issue);
            let (reference, by) =
                found.entry(key).or_insert_with(|| (trackers.own(issue), BTreeSet::new()));
            reference.url = reference.url.take().or_else(|| issue.url.clone());
            by.insert((entry, in_metadata));
        }
    }
    let indexes: BTreeMap<Key, usize> =
        found.keys().enumerate().map(|(index, key)| (key.clone(), index)).collect();
    let in_metadata = named.iter().map(|named| {
        let mut own: Vec<usize> = Vec::new();
        for index in named.metadata.iter().filter_map(|issue| indexes.get(&trackers.key(issue))) {
            if !own.contains(index) {
                own.push(*index);
            }
        }
        own
    });
    let in_metadata = in_metadata.collect();
    let mut slugs = Slugs::default();
    let issues = found.into_values().map(|(reference, by)| Issue {
        url: trackers.url(&reference),
        slug: slugs.take(reference.text.trim_start_matches('#')),
        reference,
        named_by: by.into_iter().collect(),
    });
    (issues.collect(), in_metadata)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::testing::{Setting, doc, portfolio_in, repository};

    #[test]
    fn an_issue_is_one_however_it_is_named() {
        let setting = Setting { repository: Some(repository()), ..Setting::default() };
        let portfolio = portfolio_in(
            &setting,
            [
                doc("a.md").issue(None, 12).issue(Some("other/one"), 12),
                doc("b.md").issue_in_prose(Some("Acme/Specs"), 12),
                doc("c.md").link("see", "https://github.com/acme/specs/issues/12#x"),
                doc("d.md").link("see", "https://github.com/other/one/issues/12"),
                doc("e.md").link("#9", "https://github.com/other/one/issues/9"),
            ],
        );
        let shown: Vec<_> = portfolio
            .issues
            .iter()
            .map(|issue| {
                (issue.reference.text.as_str(), issue.slug.as_str(), issue.named_by.clone())
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("#12", "12", vec![(0, true), (1, false), (2, false)]),
                ("other/one#9", "other-one-9", vec![(4, false)]),
                ("other/one#12", "other-one-12", vec![(0, true)]),
            ]
        );
        assert_eq!(
            portfolio.issues[0].url.as_deref(),
            Some("https://github.com/acme/specs/issues/12")
        );
        assert_eq!(portfolio.entries[0].issues, [0, 2]);
    }

    #[test]
    fn urls_come_from_the_configuration_first() {
        let mut setting = Setting { repository: Some(repository()), ..Setting::default() };
        setting.config.portfolio.issue_url = Some("https://t.example/{number}".into());
        setting
            .config
            .portfolio
            .trackers
            .insert("JIRA".into(), "https://j.example/JIRA-{number}".into());
        let trackers =
            Trackers { config: &setting.config, repository: setting.repository.as_ref() };
        let issue = |tracker: Option<&str>, url: Option<&str>| IssueReference {
            text: String::new(),
            repository: None,
            number: 7,
            tracker: tracker.map(Into::into),
            url: url.map(Into::into),
        };
        let check = |issue: IssueReference, expected: Option<&str>| {
            assert_eq!(trackers.url(&issue).as_deref(), expected);
        };
        check(issue(None, None), Some("https://t.example/7"));
        check(issue(Some("jira"), None), Some("https://j.example/JIRA-7"));
        check(issue(Some("X"), Some("https://x.example/7")), Some("https://x.example/7"));
        check(issue(Some("X"), Some("javascript:alert(1)")), None);
        check(issue(Some("X"), None), None);
    }

    #[test]
    fn issues_of_urls() {
        let check = |url: &str, expected: Option<(&str, u64)>| {
            assert_eq!(of_url(url), expected.map(|(name, number)| (name.into(), number)), "{url}");
        };
        check("https://github.com/a/b/issues/12", Some(("a/b", 12)));
        check("https://gitlab.com/a/b/c/-/issues/3", Some(("a/b/c", 3)));
        check("https://github.com/a/b/issues/12#issuecomment-1", Some(("a/b", 12)));
        check("https://github.com/a/b/issues", None);
        check("https://github.com/a/issues/1", None);
        check("https://github.com/a/b/pull/1", None);
    }
}
