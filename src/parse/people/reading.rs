//! One item of a value that names people → who it names.
//!
//! In: the parts between two separators. Out: the people, mostly one. [`Reading`] goes over the parts from left to right and
//! keeps the person who is being read; a second name, handle or address begins the next person. Judgements of single words
//! are in [`super::names`].

use super::names::{self, is_group_word, is_name, is_role, resembles, tidy_name};
use super::parts::{self, Part};
use super::{Person, items, names_surely};
use crate::parse::placeholder;

/// The people of one item: mostly one; several where nothing but space parts them.
pub(super) fn of_item(parts: &[Part]) -> Vec<Person> {
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
            // `[@ann, @bob]` is a list in brackets.
            if names_surely(inside) {
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
        if let (Some(name), Some(handle)) = (&self.current.name, &person.handle)
            && is_role(name)
            && !names::is_group(name)
            && !resembles(handle, name)
        {
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
        let Some(Part::Words(words)) = next else { return };
        // `Product owner — no objection raised` stays the product owner.
        let names = is_name(words) && words.contains(char::is_uppercase);
        match &self.current.name {
            Some(name) if is_role(name) && self.current.handle.is_none() && names => {
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
        && !placeholder::is_handle_form(name)
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
