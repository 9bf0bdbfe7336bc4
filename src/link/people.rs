//! People as documents name them → everybody once.
//!
//! In: every author, reviewer and approver of every document. Out: [`Somebody`] per person, and who they are in each
//! document. Somebody is known by a handle above all; two handles are two people, whatever else they share. An address and a
//! full name join what bears no handle. Only the whole portfolio shows whether a name is one person's. Absent on purpose:
//! reading names, which is the parser's.

use super::address::Slugs;
use super::metadata::Facts;
use super::portfolio::Somebody;
use crate::parse::{Kind, Person};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// The people of the portfolio.
#[derive(Debug, Default)]
pub(super) struct People {
    /// By slug.
    pub(super) all: Arc<Vec<Somebody>>,
    /// By entry.
    pub(super) by_entry: Vec<Roles>,
}

/// Who somebody is in one document: indexes into [`People::all`].
#[derive(Clone, Debug, Default)]
pub(super) struct Roles {
    pub(super) authors: Vec<usize>,
    pub(super) reviewers: Vec<usize>,
    pub(super) approvers: Vec<usize>,
}

/// By what somebody is known. The order is that of strength.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Identity {
    Handle(String),
    Name(String),
    Email(String),
}

/// Merges the people of all documents but templates, which name nobody in earnest. `configured` are `[portfolio.people]`.
pub(super) fn merge(
    facts: &[Facts<'_>],
    kinds: &[Kind],
    configured: &BTreeMap<String, Vec<String>>,
) -> People {
    let counting = facts.iter().zip(kinds).filter(|(_, kind)| **kind != Kind::Template);
    let named: Vec<&Person> = counting
        .flat_map(|(facts, _)| [&facts.authors, &facts.reviewers, &facts.approvers])
        .flatten()
        .copied()
        .collect();
    let register = Register::new(&named, configured);
    let mut gathered: BTreeMap<Identity, Gathered<'_>> = BTreeMap::new();
    for person in &named {
        if let Some(identity) = register.identity(person) {
            gathered.entry(identity).or_default().add(person);
        }
    }
    let (mut all, indexes) = everybody(&gathered);
    let roles = facts.iter().zip(kinds).map(|(facts, kind)| {
        let counts = *kind != Kind::Template;
        if counts { roles(facts, &register, &indexes) } else { Roles::default() }
    });
    let by_entry: Vec<Roles> = roles.collect();
    note_roles(&mut all, &by_entry);
    People { all: Arc::new(all), by_entry }
}

/// Who is who in one document.
fn roles(facts: &Facts<'_>, register: &Register, indexes: &HashMap<Identity, usize>) -> Roles {
    let role = |persons: &[&Person]| {
        let mut seen = HashSet::new();
        let identities = persons.iter().filter_map(|person| register.identity(person));
        let found = identities.filter_map(|identity| indexes.get(&identity).copied());
        found.filter(|index| seen.insert(*index)).collect()
    };
    Roles {
        authors: role(&facts.authors),
        reviewers: role(&facts.reviewers),
        approvers: role(&facts.approvers),
    }
}

/// Writes into each person what they do.
fn note_roles(all: &mut [Somebody], by_entry: &[Roles]) {
    for (entry, roles) in by_entry.iter().enumerate() {
        for person in &roles.authors {
            all[*person].authored.push(entry);
        }
        for person in &roles.reviewers {
            all[*person].reviews.push(entry);
        }
        for person in &roles.approvers {
            all[*person].approves.push(entry);
        }
    }
}

/// What is said of one person, over all documents.
#[derive(Debug, Default)]
struct Gathered<'a> {
    /// Name → how often, and when first.
    names: BTreeMap<&'a str, (usize, usize)>,
    handle: Option<&'a str>,
    email: Option<&'a str>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, person: &'a Person) {
        self.handle = self.handle.or(person.handle.as_deref());
        self.email = self.email.or(person.email.as_deref());
        if let Some(name) = person.name.as_deref() {
            let first = self.names.len();
            self.names.entry(name).or_insert((0, first)).0 += 1;
        }
    }

    /// The commonest name, of equally common ones the first; the handle or address where none is known.
    fn name(&self) -> &'a str {
        let commonest =
            self.names.iter().max_by_key(|(_, (count, first))| (*count, Reverse(*first)));
        commonest.map(|(name, _)| *name).or(self.handle).or(self.email).unwrap_or_default()
    }
}

/// Everybody by slug, and where each identity stands. Handles are given their slugs first, so that a slug does not change
/// when somebody of the same name appears.
fn everybody(
    gathered: &BTreeMap<Identity, Gathered<'_>>,
) -> (Vec<Somebody>, HashMap<Identity, usize>) {
    let mut slugs = Slugs::default();
    let mut people: Vec<(Somebody, &Identity)> = gathered
        .iter()
        .map(|(identity, person)| {
            let name = person.name().to_owned();
            let handle = person.handle.map(str::to_owned);
            let slug = slugs.take(handle.as_deref().unwrap_or(&name));
            let (authored, reviews, approves) = (vec![], vec![], vec![]);
            (Somebody { name, handle, slug, authored, reviews, approves }, identity)
        })
        .collect();
    people.sort_by(|(left, _), (right, _)| left.slug.cmp(&right.slug));
    let indexes = people
        .iter()
        .enumerate()
        .map(|(index, (_, identity))| ((*identity).clone(), index))
        .collect();
    let all = people.into_iter().map(|(somebody, _)| somebody).collect();
    (all, indexes)
}

/// What is known of names and addresses: which of them are one person's, and whether that person has a handle.
#[derive(Debug, Default)]
struct Register {
    /// Every name and address without a handle, and its node.
    nodes: HashMap<Identity, usize>,
    /// By node: the one that stands for the same person, itself at the end.
    same: Vec<usize>,
    /// By standing node: by what the person goes.
    known_as: HashMap<usize, Identity>,
    /// Spelling → somebody, as configured.
    configured: HashMap<Identity, Identity>,
}

impl Register {
    fn new(named: &[&Person], configured: &BTreeMap<String, Vec<String>>) -> Self {
        let mut register = Self { configured: aliases(configured), ..Self::default() };
        for person in named.iter().filter(|person| person.handle.is_none()) {
            let nodes: Vec<usize> = bare(person).map(|identity| register.node(identity)).collect();
            if let [name, email] = nodes[..] {
                let (name, email) = (register.standing(name), register.standing(email));
                register.same[name.max(email)] = name.min(email);
            }
        }
        let handles = register.handles(named);
        let mut all: Vec<(Identity, usize)> =
            register.nodes.iter().map(|(identity, node)| (identity.clone(), *node)).collect();
        all.sort();
        for (identity, node) in all {
            let standing = register.standing(node);
            let handle = handles.get(&standing).filter(|handles| handles.len() == 1);
            let handle = handle.and_then(|handles| handles.first().cloned()).map(Identity::Handle);
            register.known_as.entry(standing).or_insert(handle.unwrap_or(identity));
        }
        register
    }

    /// By standing node: the handles that bear one of its full names or addresses.
    fn handles(&self, named: &[&Person]) -> HashMap<usize, BTreeSet<String>> {
        let mut handles: HashMap<usize, BTreeSet<String>> = HashMap::new();
        for person in named {
            let Some(handle) = &person.handle else { continue };
            let telling = |identity: &Identity| match identity {
                Identity::Name(name) => name.contains(' '),
                Identity::Email(_) | Identity::Handle(_) => true,
            };
            for node in bare(person).filter(telling).filter_map(|one| self.nodes.get(&one)) {
                handles.entry(self.standing(*node)).or_default().insert(folded(handle));
            }
        }
        handles
    }

    fn node(&mut self, identity: Identity) -> usize {
        let next = self.same.len();
        let node = *self.nodes.entry(identity).or_insert(next);
        if node == next {
            self.same.push(next);
        }
        node
    }

    /// The node that stands for the same person. Nodes point to earlier ones, so this ends.
    fn standing(&self, mut node: usize) -> usize {
        while self.same[node] != node {
            node = self.same[node];
        }
        node
    }

    /// Who a person is; `None` when nothing is said of them.
    fn identity(&self, person: &Person) -> Option<Identity> {
        let identity = if let Some(handle) = &person.handle {
            Identity::Handle(folded(handle))
        } else {
            let node = self.nodes.get(&bare(person).next()?)?;
            self.known_as.get(&self.standing(*node))?.clone()
        };
        Some(self.configured.get(&identity).cloned().unwrap_or(identity))
    }
}

/// The name and the address of a person, as far as there are any.
fn bare(person: &Person) -> impl Iterator<Item = Identity> {
    let name = person.name.as_deref().map(folded).filter(|name| !name.is_empty());
    let email = person.email.as_deref().map(folded).filter(|email| !email.is_empty());
    name.map(Identity::Name).into_iter().chain(email.map(Identity::Email))
}

/// `[portfolio.people]`: every spelling of somebody → the one identity they go under, a handle where one is among them.
///
/// A list with several handles is a team or a role, and merges nobody.
fn aliases(configured: &BTreeMap<String, Vec<String>>) -> HashMap<Identity, Identity> {
    let mut aliases = HashMap::new();
    for (name, others) in configured {
        let mut all: Vec<Identity> =
            others.iter().chain([name]).map(|text| spelled(text)).collect();
        all.sort();
        all.dedup();
        let handles = all.iter().filter(|identity| matches!(identity, Identity::Handle(_))).count();
        if handles > 1 || all.is_empty() {
            continue;
        }
        let chosen = all[0].clone();
        aliases.extend(all.into_iter().skip(1).map(|identity| (identity, chosen.clone())));
    }
    aliases
}

/// A configured spelling: `@handle`, an address, or a name.
fn spelled(text: &str) -> Identity {
    let text = text.trim();
    match text.strip_prefix('@') {
        Some(handle) => Identity::Handle(folded(handle)),
        None if text.contains('@') && !text.contains(' ') => Identity::Email(folded(text)),
        None => Identity::Name(folded(text)),
    }
}

/// Without letter case and the number of spaces.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::link::testing::{Setting, doc, portfolio, portfolio_in};

    /// People as `(name, handle, email)` → everybody as `slug: name @handle (documents)`.
    fn check(named: &[(&str, &str, &str)], expected: &[&str]) {
        let drafts = named.iter().enumerate().map(|(index, (name, handle, email))| {
            doc(&format!("specs/{index:03}.md")).reviewer(name, handle, email)
        });
        let portfolio = portfolio(drafts);
        let shown: Vec<String> = portfolio
            .people
            .iter()
            .map(|person| {
                let handle = person.handle.as_ref().map(|handle| format!(" @{handle}"));
                format!(
                    "{}: {}{} ({})",
                    person.slug,
                    person.name,
                    handle.unwrap_or_default(),
                    person.reviews.len()
                )
            })
            .collect();
        assert_eq!(shown, expected, "{named:?}");
    }

    #[test]
    fn handles_are_people_without_case() {
        check(&[("", "Ann", ""), ("Ann Lee", "ann", "")], &["ann: Ann Lee @Ann (2)"]);
        check(
            &[("Ann Lee", "ann", ""), ("Ann Lee", "alee", "")],
            &["alee: Ann Lee @alee (1)", "ann: Ann Lee @ann (1)"],
        );
    }

    #[test]
    fn a_full_name_joins_the_only_handle_that_bears_it() {
        check(&[("Ann Lee", "ann", ""), ("ann  lee", "", "")], &["ann: Ann Lee @ann (2)"]);
        check(&[("Ann", "ann", ""), ("Ann", "", "")], &["ann: Ann @ann (1)", "ann-2: Ann (1)"]);
        check(
            &[("Ann Lee", "ann", ""), ("Ann Lee", "alee", ""), ("Ann Lee", "", "")],
            &["alee: Ann Lee @alee (1)", "ann: Ann Lee @ann (1)", "ann-lee: Ann Lee (1)"],
        );
    }

    #[test]
    fn one_address_is_one_person() {
        check(
            &[("A. Lee", "", "a@x.org"), ("Ann Lee", "", "A@x.org"), ("Ann Lee", "", "")],
            &["ann-lee: Ann Lee (3)"],
        );
        check(
            &[("", "ann", "a@x.org"), ("Ann Lee", "", "a@x.org"), ("Ann Lee", "", "")],
            &["ann: Ann Lee @ann (3)"],
        );
        check(&[("Ann", "ann", "a@x.org"), ("A. Lee", "", "a@x.org")], &["ann: Ann @ann (2)"]);
        check(
            &[("", "ann", "a@x.org"), ("", "bo", "a@x.org"), ("", "", "a@x.org")],
            &["a-x-org: a@x.org (1)", "ann: ann @ann (1)", "bo: bo @bo (1)"],
        );
    }

    #[test]
    fn the_commonest_name_is_shown() {
        check(
            &[("A Lee", "ann", ""), ("Ann Lee", "ann", ""), ("Ann Lee", "ann", "")],
            &["ann: Ann Lee @ann (3)"],
        );
    }

    #[test]
    fn the_configuration_joins_spellings_and_leaves_teams() {
        let mut setting = Setting::default();
        let people = &mut setting.config.portfolio.people;
        people.insert("annie".into(), vec!["@ann".into()]);
        people.insert("Core Team".into(), vec!["@ann".into(), "@bo".into()]);
        let drafts = [
            doc("a.md").author("annie", ""),
            doc("b.md").author("", "ann"),
            doc("c.md").author("", "bo"),
        ];
        let portfolio = portfolio_in(&setting, drafts);
        let slugs: Vec<_> = portfolio.people.iter().map(|person| person.slug.as_str()).collect();
        assert_eq!(slugs, ["ann", "bo"]);
        assert_eq!(portfolio.people[0].authored, [0, 1]);
    }

    #[test]
    fn templates_do_not_count() {
        let portfolio = portfolio([doc("a.md").author("", "ann").template()]);
        assert!(portfolio.people.is_empty());
    }
}
