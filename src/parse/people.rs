//! People as documents name them → [`Person`].
//!
//! In: one value, naming nobody, somebody or many, in any of the ways in which people write that: `@ann`, `Ann Lee (@ann)`,
//! `Ann <a@b.c>`, `[Ann](https://github.com/ann)`, roles, teams, with remarks between. Out: who they are, in order, each
//! once. It is a module of its own because authors, reviewers, approvers and sign-off tables all name people, and one person
//! must come out of each alike. Absent on purpose: whether two persons are one, which needs the whole portfolio.
//!
//! A value becomes parts (words, handles, addresses, separators, bracketed remarks), the parts become items, and each
//! item says who it names. What reads like a sentence names nobody: a wrong person is worse than none.

mod names;
mod parts;
mod reading;

use super::inline::is_among;
use super::placeholder;
use names::{is_name, is_role, resembles, tidy_name};
use parts::Part;
use reading::of_item;

pub use parts::profile;

/// Somebody, as one document names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The name; `None` when only a handle is known. Of somebody known by address only it is the address.
    pub name: Option<String>,
    /// The handle without `@`, as written; `organisation/team` for a team.
    pub handle: Option<String>,
    /// The address, where one is given.
    pub email: Option<String>,
}

/// Reads the people of one value: one, or several with any separator. Markdown links are understood.
#[must_use]
pub fn read(value: &str) -> Vec<Person> {
    if placeholder::is_placeholder(value, &[]) {
        return vec![];
    }
    let parts = parts::parts(value);
    let items = items(&parts);
    let mut people: Vec<Person> = Vec::new();
    let clause = items.iter().position(|item| is_clause(item.parts));
    let kept = match clause {
        Some(at) if !names_surely(&parts) => {
            if !items[..at].iter().all(is_full_name) || !is_afterthought(&items[at]) {
                return people;
            }
            at
        }
        _ => items.len(),
    };
    for item in items.into_iter().take(kept) {
        if let Some(suffix) = suffix_alone(item.parts) {
            append_suffix(&mut people, suffix);
        } else if !is_remark(&item, people.last()) && !completes(item.parts, people.last_mut()) {
            people.extend(of_item(item.parts));
        }
    }
    distinct(people.into_iter().flat_map(either_side_of_slash).collect())
}

/// Whether an item is part of a sentence: then its other items are as well, unless a handle or an address says better.
fn is_clause(parts: &[Part]) -> bool {
    parts.iter().any(|part| {
        let Part::Words(words) = part else { return false };
        let words: Vec<&str> = words.split_whitespace().collect();
        words.len() > 2 * names::LONGEST
            || words.len() > names::LONGEST && names::is_sentence(&words)
    })
}

/// `Ann Lee`: nothing but the name of one person.
fn is_full_name(item: &Item<'_>) -> bool {
    let [Part::Words(words), ..] = item.parts else { return false };
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    words.trim().contains(' ')
        && words.split_whitespace().all(capital)
        && is_name(words.trim())
        && !is_role(words)
}

/// `…, based on earlier work by Bob Ray`: a clause that goes on after a name.
fn is_afterthought(item: &Item<'_>) -> bool {
    matches!(item.parts, [Part::Words(words), ..] if words.starts_with(char::is_lowercase))
        && !item.first
}

fn names_surely(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Handle(_) | Part::Email(_) | Part::Link(_) => true,
        Part::Group(inside) => names_surely(inside),
        _ => false,
    })
}

/// What stands between two separators.
struct Item<'a> {
    parts: &'a [Part],
    /// It follows a comma, and semicolons separate the people of this value: `Ann Lee, Acme; Bob Ray, Acme`.
    subordinate: bool,
    first: bool,
}

fn items(parts: &[Part]) -> Vec<Item<'_>> {
    let strong = parts.contains(&Part::Separator(';'));
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut after_comma = false;
    for (at, parts) in parts.split_inclusive(|part| matches!(part, Part::Separator(_))).enumerate()
    {
        let (separator, content) = match parts.split_last() {
            Some((Part::Separator(separator), content)) => (*separator, content),
            _ => (';', parts),
        };
        items.push(Item { parts: content, subordinate: strong && after_comma, first: at == 0 });
        after_comma = separator == ',';
    }
    items.retain(|item| !item.parts.is_empty());
    items
}

/// `Jr.`, `III`, `PhD` after a comma belong to the name before it.
fn suffix_alone(parts: &[Part]) -> Option<&str> {
    let [Part::Words(words)] = parts else { return None };
    let bare = words.trim().trim_end_matches('.');
    let known =
        "Jr, Sr, II, III, IV, PhD, Ph.D, MD, M.D, MSc, MBA, Esq, Inc, Ltd, LLC, GmbH, et al";
    known.split(", ").find(|suffix| *suffix == bare)
}

fn append_suffix(people: &mut [Person], suffix: &str) {
    let name = people.last_mut().and_then(|person| person.name.as_mut());
    if let Some(name) = name.filter(|_| matches!(suffix, "Jr" | "Sr" | "II" | "III" | "IV")) {
        name.push(' ');
        name.push_str(suffix);
        if matches!(suffix, "Jr" | "Sr") {
            name.push('.');
        }
    }
}

/// Whether an item is a remark on the person before it: `@ann, for storage`.
fn is_remark(item: &Item<'_>, before: Option<&Person>) -> bool {
    const STARTS: &str = "\
        about, acting, after, and, as, at, both, but, covering, except, for, from, if, in, including, \
        of, on, only, or, others, per, plus, re, representing, responsible, since, several, to, until, \
        various, via, when, who, with";
    let ([Part::Words(words)], Some(person), false) = (item.parts, before, item.first) else {
        return false;
    };
    let first = words.split_whitespace().next().unwrap_or_default();
    is_among(first, STARTS)
        || is_note(words, person)
        || item.subordinate && is_employer(words, person)
}

/// `@ann, API review`: words after a bare handle that name no team.
fn is_note(words: &str, person: &Person) -> bool {
    let mut words_of = words.split_whitespace();
    let only_handle = person.handle.is_some() && person.name.is_none();
    only_handle
        && words.trim().contains(' ')
        && words_of.any(|word| word.starts_with(char::is_lowercase))
        && !names::is_group(words)
}

/// `Ann Lee, Acme; …`: one word after a full name.
fn is_employer(words: &str, person: &Person) -> bool {
    let full = person.name.as_deref().is_some_and(|name| name.contains(' '));
    full && words.split_whitespace().count() == 1
}

/// Whether an item is the address or handle of the person before it: `Ann Lee, ann@example.org`. It is theirs then.
fn completes(parts: &[Part], before: Option<&mut Person>) -> bool {
    let Some(person) = before.filter(|person| person.handle.is_none() && person.email.is_none())
    else {
        return false;
    };
    let resembles = |part: &str| person.name.as_deref().is_some_and(|name| resembles(part, name));
    match parts {
        [Part::Email(email)] if resembles(email.split('@').next().unwrap_or_default()) => {
            person.email = Some(email.clone());
        }
        [Part::Handle(handle)] if resembles(handle) => person.handle = Some(handle.clone()),
        _ => return false,
    }
    true
}

/// `Ann Lee/Bob Ray` are two; `Platform/Infra` is one.
fn either_side_of_slash(person: Person) -> Vec<Person> {
    let is_full = |side: &&str| side.trim().contains(' ') && is_name(side) && !is_role(side);
    let sides: Vec<&str> = person.name.as_deref().unwrap_or_default().split('/').collect();
    if sides.len() < 2 || !sides.iter().all(is_full) {
        return vec![person];
    }
    let named = |side: &&str| Person { name: tidy_name(side), ..Person::default() };
    sides.iter().map(named).collect()
}

/// Each person once, in order.
fn distinct(people: Vec<Person>) -> Vec<Person> {
    let mut seen = std::collections::BTreeSet::new();
    people.into_iter().filter(|person| seen.insert(person.clone())).collect()
}

#[cfg(test)]
mod tests;
