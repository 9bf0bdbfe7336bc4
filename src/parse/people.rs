//! People as documents name them → [`Person`].
//!
//! In: one value, naming nobody, somebody or many, in any of the ways in which people write that: `@ann`, `Ann Lee (@ann)`,
//! `Ann <a@b.c>`, `[Ann](https://github.com/ann)`, roles, teams, with remarks between. Out: who they are, in order, each
//! once. It is a module of its own because authors, reviewers, approvers and sign-off tables all name people, and one person
//! must come out of each alike. Absent on purpose: whether two persons are one, which needs the whole portfolio.
//!
//! A value becomes [`Part`]s (words, handles, addresses, separators, bracketed remarks), the parts become items, and each
//! item says who it names. What reads like a sentence names nobody: a wrong person is worse than none.

mod names;
mod parts;

use super::placeholder;
use names::{is_group_word, is_name, is_role, resembles, tidy_name};
use parts::Part;

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
    if items.iter().any(|item| is_clause(item.parts)) && !names_surely(&parts) {
        return people;
    }
    for item in items {
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
        matches!(part, Part::Words(words) if words.split_whitespace().count() > 2 * names::LONGEST
            || words.split_whitespace().count() > names::LONGEST && names::is_sentence(&words.split_whitespace().collect::<Vec<_>>()))
    })
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
    let [Part::Words(words)] = item.parts else { return false };
    let (Some(first), Some(person)) = (words.split_whitespace().next(), before) else {
        return false;
    };
    let lower_words = words.split_whitespace().filter(|word| word.starts_with(char::is_lowercase));
    let only_handle = person.handle.is_some() && person.name.is_none();
    !item.first
        && (super::inline::is_among(&first.to_lowercase(), STARTS)
            && first.starts_with(char::is_lowercase)
            || only_handle
                && words.trim().contains(' ')
                && lower_words.count() > 0
                && !names::is_group(words)
            || item.subordinate && is_employer(words, person))
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

/// The people of one item: mostly one; several where nothing but space parts them.
fn of_item(parts: &[Part]) -> Vec<Person> {
    let mut reading = Reading::default();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Words(words) => reading.words(words, parts.get(at + 1)),
            Part::Handle(handle) => reading.handle(handle),
            Part::Email(email) => reading.email(email),
            Part::Link(person) => reading.link(person),
            Part::Group(inside) => reading.group(inside),
            Part::Dash => reading.dash(parts.get(at + 1)),
            Part::Colon => reading.colon(parts.get(at + 1)),
            Part::Separator(_) => {}
        }
    }
    reading.finish()
}

/// The people of an item so far, and the one who is being read.
#[derive(Default)]
struct Reading {
    done: Vec<Person>,
    current: Person,
    /// The current person is said in full: further words are another's, or a remark.
    complete: bool,
    /// A remark runs, to the next handle, address or link.
    muted: bool,
}

impl Reading {
    fn words(&mut self, words: &str, next: Option<&Part>) {
        let Some(name) = tidy_name(words) else { return };
        if self.muted {
            return;
        }
        let starts_name = is_name(&name) && name.starts_with(char::is_uppercase);
        if self.complete && self.is_role_so_far() && is_role(&name) {
            // `Security Operations Center (SOC) Lead`
            self.current.name = self.current.name.take().map(|before| before + " " + &name);
        } else if self.complete {
            let addressed = matches!(next, Some(Part::Email(_))) && is_name(&name);
            self.muted = !(addressed || starts_name && name.contains(' '));
            if !self.muted {
                self.flush();
                self.current.name = Some(name);
            }
        } else if self.current.handle.is_some() {
            // `@ann Ann Lee`, but `@ann API review`.
            self.muted = !(starts_name && self.resembles(&name));
            self.complete = true;
            if !self.muted {
                self.current.name = Some(name);
            }
        } else {
            let before = self.current.name.take().map_or(String::new(), |name| name + " ");
            self.current.name = Some(before + &name);
        }
    }

    fn handle(&mut self, handle: &str) {
        if self.current.handle.is_some() || self.current.email.is_some() && self.complete {
            self.flush();
        }
        // `Backend @ann` and `with input from @ann` say nothing of her name.
        let is_hers = |name: &String| {
            resembles(handle, name)
                || is_name(name) && !is_role(name) && name.contains(char::is_uppercase)
        };
        self.current.name = self.current.name.take().filter(is_hers);
        self.muted = false;
        self.complete = self.current.name.is_some();
        self.current.handle = Some(handle.to_owned());
    }

    fn email(&mut self, email: &str) {
        if self.current.email.is_some() {
            self.flush();
        }
        self.muted = false;
        self.complete = true;
        self.current.email = Some(email.to_owned());
    }

    /// A link that names somebody, or, after a name, leads to where they are known: `Ann Lee [GitHub](…)`.
    fn link(&mut self, person: &Person) {
        let known = person.name.as_deref().is_none_or(names::is_service);
        if known && self.current.name.is_some() && self.current.handle.is_none() {
            self.adopt(person);
            return;
        }
        self.flush();
        self.current =
            Person { name: person.name.as_deref().and_then(tidy_name), ..person.clone() };
        if known {
            self.current.name = None;
        }
        self.complete = true;
    }

    /// A bracketed remark: it may hold the handle, the address or, after a handle, the name.
    fn group(&mut self, inside: &[Part]) {
        if self.current == Person::default() {
            if inside
                .iter()
                .any(|part| matches!(part, Part::Handle(_) | Part::Email(_) | Part::Link(_)))
            {
                self.done.extend(items(inside).into_iter().flat_map(|item| of_item(item.parts)));
            }
            return;
        }
        let mut label = "";
        for (at, part) in inside.iter().enumerate() {
            match part {
                // `(Twitter: @annlee, GitHub: @ann)`: only forges give handles.
                Part::Handle(_) if names::is_elsewhere(label) => {}
                Part::Handle(handle) => {
                    self.adopt(&Person { handle: Some(handle.clone()), ..Person::default() });
                }
                Part::Email(email) => {
                    self.adopt(&Person { email: Some(email.clone()), ..Person::default() });
                }
                Part::Link(person) => self.adopt(person),
                Part::Words(words) if at + 1 == inside.len() => self.remark(words, label),
                Part::Words(words) => label = words,
                Part::Separator(_) => label = "",
                Part::Group(_) | Part::Dash | Part::Colon => {}
            }
        }
        self.complete = true;
    }

    /// The last words of a bracketed remark, and the label before them: `(markdroth)`, `(GitHub: ann)`, `(Ann Lee)`.
    fn remark(&mut self, words: &str, label: &str) {
        let words = words.trim();
        let name = self.current.name.clone().unwrap_or_default();
        let labelled = names::is_forge(label) && parts::is_handle(words);
        let is_handle = labelled || label.is_empty() && names::is_bare_handle(words, &name);
        if is_handle && is_name(&name) {
            self.adopt(&Person { handle: Some(words.to_owned()), ..Person::default() });
        } else if words.contains(' ') && is_name(words) && !is_role(words) {
            let replaces =
                is_role(&name) && words.split(' ').all(|word| word.starts_with(char::is_uppercase));
            if replaces || name.is_empty() && self.resembles(words) {
                self.current.name = tidy_name(words);
            }
        }
    }

    /// Takes what is not known yet. `Product Owner (@ann)` is Ann in a role, `Team Platform (@acme/platform)` the team.
    fn adopt(&mut self, person: &Person) {
        let role = self
            .current
            .name
            .as_deref()
            .is_some_and(|name| is_role(name) && !names::is_group(name));
        if role && person.handle.is_some() {
            self.current.name = None;
        }
        if self.current.handle.is_none() {
            self.current.handle.clone_from(&person.handle);
        }
        if self.current.email.is_none() {
            self.current.email.clone_from(&person.email);
        }
        self.complete = true;
    }

    /// `Ann Lee - ann@example.org`, `Ann Lee - Acme`, `PM - Ann Lee`.
    fn dash(&mut self, next: Option<&Part>) {
        if !matches!(next, Some(Part::Words(_))) {
            return;
        }
        match &self.current.name {
            Some(name) if is_role(name) && self.current.handle.is_none() => {
                self.current.name = None;
            }
            Some(_) => self.muted = true,
            None => self.muted = self.current.handle.is_some(),
        }
    }

    /// `Backend: @ann`, `@ann: storage`, `Ann Lee: author`.
    fn colon(&mut self, next: Option<&Part>) {
        let role_follows = matches!(next, Some(Part::Words(words)) if is_role(words));
        let is_person =
            self.current.name.as_deref().is_some_and(|name| name.contains(' ') && !is_role(name));
        if self.current.handle.is_some()
            || self.current.email.is_some()
            || role_follows && is_person
        {
            self.muted = true;
        } else {
            self.current = Person::default();
            self.complete = false;
        }
    }

    fn is_role_so_far(&self) -> bool {
        let known = self.current.handle.is_some() || self.current.email.is_some();
        !known && self.current.name.as_deref().is_some_and(is_role)
    }

    fn resembles(&self, name: &str) -> bool {
        self.current.handle.as_deref().is_some_and(|handle| resembles(handle, name))
    }

    fn flush(&mut self) {
        self.done.extend(checked(std::mem::take(&mut self.current)));
        self.complete = false;
        self.muted = false;
    }

    fn finish(mut self) -> Vec<Person> {
        self.flush();
        self.done
    }
}

/// The person without what is filler or no name; `None` when nobody is left.
fn checked(mut person: Person) -> Option<Person> {
    if person.handle.as_deref().is_some_and(placeholder::is_handle_form) {
        // `[name](@github-handle)` is filler on both sides.
        person.handle = None;
        person.name = person.name.filter(|name| name.contains(' '));
    }
    person.name =
        person.name.filter(|name| is_name(name) && !placeholder::is_placeholder(name, &[]));
    if let (Some(name), None, None) = (&person.name, &person.handle, &person.email)
        && names::is_lone_handle(name)
        && !is_group_word(name)
    {
        // Front matter cannot hold a bare `@ann`, so it says `ann`.
        person.handle = person.name.take();
    }
    if person.name.is_none() && person.handle.is_none() {
        person.name.clone_from(&person.email);
    }
    (person.name.is_some() || person.handle.is_some()).then_some(person)
}

/// Each person once, in order.
fn distinct(people: Vec<Person>) -> Vec<Person> {
    let mut seen = std::collections::BTreeSet::new();
    people.into_iter().filter(|person| seen.insert(person.clone())).collect()
}

#[cfg(test)]
mod tests;
