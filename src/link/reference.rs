//! A reference in metadata → the document that is meant.
//!
//! In: one reference as its author wrote it: an id, a link, a path, a title, words. Out: the entry it names, or what else it
//! is. Metadata is written with more intent than prose, so more is tried here than for a link: paths from any root, numbers
//! without a prefix, titles. Absent on purpose: what kind of relation it is for.

use super::destination::{self, Destination, Inside};
use super::files::Found;
use super::forge;
use super::ids::{self, Key, Named};
use super::resolve::Surroundings;
use crate::diagnostic::SourcePath;
use crate::parse::{Kind, Reference, references};

/// What a reference means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This entry.
    Document(usize),
    /// A document that this audience does not see.
    Hidden,
    /// An id that all of these entries hold.
    Several(Vec<usize>),
    /// An id or path that no document has; what may be meant instead.
    Unknown(Option<String>),
    /// A URL whose scheme is not allowed: the scheme.
    Refused(String),
    /// Words, a ticket or something elsewhere: no document, and no mistake.
    Words,
}

/// Who makes a reference: an entry, in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct From<'a> {
    pub(super) entry: usize,
    pub(super) file: &'a SourcePath,
}

/// What a reference to any document means.
pub(super) fn document(around: &Surroundings<'_>, from: From<'_>, reference: &Reference) -> Meant {
    match &reference.destination {
        Some(destination) => by_destination(around, from, reference, destination),
        None => by_words(around, from, &reference.text),
    }
}

/// What a reference to a story or an epic means: as to any document, and by the issue that the story is about.
pub(super) fn of_kind(
    around: &Surroundings<'_>,
    from: From<'_>,
    reference: &Reference,
    kind: Kind,
) -> Meant {
    if reference.destination.as_deref().is_some_and(is_inside) {
        return document(around, from, reference);
    }
    if let Some(entry) = by_number(around, from, reference, kind) {
        return Meant::Document(entry);
    }
    // A number that is no story's is a ticket; another document about that ticket is not the story.
    let text = reference.text.trim();
    let is_number = kind == Kind::Epic && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_ticket = text.starts_with('#') || is_number;
    let is_other =
        |entry: usize| around.kinds[entry] != kind && !names_it(around, reference, entry);
    match document(around, from, reference) {
        Meant::Unknown(_) if issue_number(reference).is_some() => Meant::Words,
        Meant::Document(entry) if (is_ticket || kind == Kind::Story) && is_other(entry) => {
            Meant::Words
        }
        meant => meant,
    }
}

/// The one entry of a kind that is about the ticket a reference names, or has its number as an id.
fn by_number(
    around: &Surroundings<'_>,
    from: From<'_>,
    reference: &Reference,
    kind: Kind,
) -> Option<usize> {
    let number = issue_number(reference)?;
    let about = around.issues.get(&number).map(Vec::as_slice).unwrap_or_default();
    let fits = |entry: &&usize| around.kinds[**entry] == kind && **entry != from.entry;
    let mut fitting = about.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(*one),
        _ => by_id_of_kind(around, from, number, kind),
    }
}

/// Whether a reference gives the very prefix of an entry's id.
fn names_it(around: &Surroundings<'_>, reference: &Reference, entry: usize) -> bool {
    let said = ids::read(&reference.text).or_else(|| ids::read_leading(&reference.text));
    said.is_some_and(|said| said.prefix.is_some() && Some(&said) == around.ids.key(entry))
}

/// The entry of a kind that has this number as its id.
fn by_id_of_kind(
    around: &Surroundings<'_>,
    from: From<'_>,
    number: u64,
    kind: Kind,
) -> Option<usize> {
    let key = Key { prefix: None, number: number.to_string() };
    let asker = ids::Asker { key: None, kind, ..around.asker(from.entry) };
    match around.ids.find(&key, asker) {
        Named::One(entry) if around.kinds[entry] == kind && entry != from.entry => Some(entry),
        _ => None,
    }
}

/// The number of the ticket that a reference is: `#7`, `owner/repo#7`, an issue's URL, a bare number.
fn issue_number(reference: &Reference) -> Option<u64> {
    let by_url = reference.destination.as_deref().and_then(references::issue_of_url);
    let by_text = || {
        let text = reference.text.trim();
        let (before, number) = text.rsplit_once('#').unwrap_or(("", text));
        let is_name = before.is_empty() || before.contains('/');
        let digits = number.split([' ', ':', '-']).next()?;
        is_name.then(|| digits.parse().ok()).flatten()
    };
    by_url.map(|issue| issue.number).or_else(by_text)
}

fn is_inside(destination: &str) -> bool {
    matches!(destination::read(destination), Destination::Inside(inside) if !inside.path.is_empty())
}

fn by_destination(
    around: &Surroundings<'_>,
    from: From<'_>,
    reference: &Reference,
    destination: &str,
) -> Meant {
    match destination::read(destination) {
        Destination::Refused(scheme) => Meant::Refused(scheme),
        Destination::Outside(url) => {
            let repository = around.ground.inputs.repository.as_ref();
            let own = forge::inside(&url, repository);
            let found = own.and_then(|inside| by_path(around, from, &inside));
            found.or_else(|| by_prefixed_id(around, from, reference)).unwrap_or(Meant::Words)
        }
        Destination::Inside(inside) if inside.path.is_empty() => Meant::Words,
        Destination::Inside(inside) => by_path(around, from, &inside)
            .or_else(|| by_prefixed_id(around, from, reference))
            .unwrap_or_else(|| unknown_path(around, &inside)),
    }
}

/// The document at a path; `None` when nothing is there.
fn by_path(around: &Surroundings<'_>, from: From<'_>, inside: &Inside) -> Option<Meant> {
    match around.files.reference(from.file, inside) {
        Found::Text(text) => around.ground.owner[text].map(Meant::Document),
        Found::Hidden => Some(Meant::Hidden),
        Found::File(_) | Found::Home | Found::Folder => Some(Meant::Words),
        Found::Missing | Found::Beyond => None,
    }
}

/// A path that names nothing. One that would name no document anyway (code, a drawing) is words.
fn unknown_path(around: &Surroundings<'_>, inside: &Inside) -> Meant {
    let name = inside.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let is_document = extension.is_none_or(|extension| {
        matches!(&*extension, "md" | "html" | "htm" | "markdown") || extension.contains(' ')
    });
    if !is_document {
        return Meant::Words;
    }
    Meant::Unknown(around.files.near(&inside.path).map(ToString::to_string))
}

/// The document whose id with its prefix is the text of a link.
fn by_prefixed_id(
    around: &Surroundings<'_>,
    from: From<'_>,
    reference: &Reference,
) -> Option<Meant> {
    let key = ids::read(&reference.text).or_else(|| ids::read_leading(&reference.text))?;
    key.prefix.as_ref().filter(|prefix| around.ids.knows_prefix(prefix))?;
    match around.ids.find(&key, around.asker(from.entry)) {
        Named::One(entry) => Some(Meant::Document(entry)),
        Named::Hidden => Some(Meant::Hidden),
        Named::Several(entries) => Some(Meant::Several(entries)),
        Named::Nobody => None,
    }
}

/// Words: an id, a ticket, a title, or nothing but words.
fn by_words(around: &Surroundings<'_>, from: From<'_>, text: &str) -> Meant {
    if text.trim_start().starts_with('#') {
        return by_issue(around, from, text);
    }
    let Some(key) = ids::read(text).or_else(|| ids::read_leading(text)) else {
        return by_title(around, text);
    };
    match around.ids.find(&key, around.asker(from.entry)) {
        Named::One(entry) => Meant::Document(entry),
        Named::Several(entries) => Meant::Several(entries),
        Named::Hidden => Meant::Hidden,
        Named::Nobody if is_ours(around, from, &key) => {
            let near = around.ids.near(&with_series(around, from, &key));
            Meant::Unknown(near.map(|entry| around.label(entry)))
        }
        Named::Nobody => by_title(around, text),
    }
}

/// Whether an id that nobody holds should be held here: its prefix is one of this portfolio's or of those every portfolio
/// has; a bare number, where the asker is numbered itself.
fn is_ours(around: &Surroundings<'_>, from: From<'_>, key: &Key) -> bool {
    match &key.prefix {
        Some(prefix) => {
            around.ids.knows_prefix(prefix)
                || prefix == "SPEC"
                || ids::kind_of_prefix(prefix).is_some()
        }
        None => around
            .ids
            .key(from.entry)
            .is_some_and(|own| own.is_numbered() && own.is_dotted() == key.is_dotted()),
    }
}

/// A bare number in the series of who asks.
fn with_series(around: &Surroundings<'_>, from: From<'_>, key: &Key) -> Key {
    let series = around.ids.key(from.entry).and_then(|own| own.prefix.clone());
    Key { prefix: key.prefix.clone().or(series), number: key.number.clone() }
}

/// The one document about a ticket. A ticket without a document is no mistake.
fn by_issue(around: &Surroundings<'_>, from: From<'_>, text: &str) -> Meant {
    let number = text.trim().trim_start_matches('#').parse().ok();
    let about = number.and_then(|number: u64| around.issues.get(&number));
    let mut others = about.into_iter().flatten().filter(|entry| **entry != from.entry);
    match (others.next(), others.next()) {
        (Some(entry), None) => Meant::Document(*entry),
        _ => Meant::Words,
    }
}

/// The one document of that title, or of that name. A single word is too common a title to be meant.
fn by_title(around: &Surroundings<'_>, text: &str) -> Meant {
    let title = text.trim().to_lowercase();
    match around.titles.get(&title).map(Vec::as_slice) {
        Some([entry]) if title.contains(' ') => Meant::Document(*entry),
        _ => match around.names.get(&title).map(Vec::as_slice) {
            Some([entry]) => Meant::Document(*entry),
            _ => Meant::Words,
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::link::testing::{Setting, doc, entry, portfolio_in, repository};
    use crate::parse::{Reference, RelationKind, StatedRelation};

    /// A reference from `specs/001-a.md` (`SPEC-1`) → the path it resolves to, or the code of what is wrong.
    fn check(text: &str, destination: Option<&str>, expected: &str) {
        let reference = Reference { text: text.into(), destination: destination.map(Into::into) };
        let relation = StatedRelation { kind: RelationKind::Requires, reference, inverse: false };
        let setting = Setting {
            repository: Some(repository()),
            files: vec!["src/x.rs"],
            ..Setting::default()
        };
        let portfolio = portfolio_in(
            &setting,
            [
                doc("specs/001-a.md").id("SPEC-1").relation(relation),
                doc("specs/b.md").id("SPEC-14").title("Login with passkeys"),
                doc("specs/c.md").id("SPEC-7"),
                doc("other/c.md").id("SPEC-7"),
                doc("other/d.md").id("SPEC-8"),
                doc("more/d.md").id("SPEC-8"),
                doc("specs/x/README.md").id("SPEC-20"),
                doc("specs/e.md").issue(None, 30),
                doc("adr/0003-y.md").file_id("0003"),
                doc("specs/secret.md").id("SPEC-99").withheld(),
            ],
        );
        let relations = &entry(&portfolio, "specs/001-a.md").relations;
        let target = relations[0].target.map(|to| portfolio.entries[to].document.path.to_string());
        let codes = portfolio
            .problems
            .iter()
            .filter(|problem| problem.place.path.as_str() == "specs/001-a.md");
        let code = codes.map(|problem| problem.code.name()).next();
        let found = target.or(code.map(Into::into)).unwrap_or_default();
        assert_eq!(found, expected, "{text} {destination:?}");
        assert_eq!(relations[0].text, text);
    }

    #[test]
    fn ids_and_titles() {
        check("SPEC-014", None, "specs/b.md");
        check("14", None, "specs/b.md");
        check("SPEC-14 — Login", None, "specs/b.md");
        check("login with passkeys", None, "specs/b.md");
        check("0003-y", None, "adr/0003-y.md");
        check("ADR-3", None, "adr/0003-y.md");
        check("SPEC-7", None, "specs/c.md");
        check("SPEC-8", None, "ambiguous-id");
        check("SPEC-41", None, "unknown-id");
        check("77", None, "unknown-id");
        check("SPEC-99", None, "withheld-link");
        check("#30", None, "specs/e.md");
        check("#31", None, "");
        check("RFC 2119", None, "");
        check("PostgreSQL 16", None, "");
        check("the login service", None, "");
    }

    #[test]
    fn links_and_paths() {
        check("b", Some("b.md"), "specs/b.md");
        check("specs/b", Some("specs/b"), "specs/b.md");
        check("x", Some("/docs/specs/x/"), "specs/x/README.md");
        check("x", Some("https://github.com/acme/specs/blob/main/docs/specs/b.md"), "specs/b.md");
        check("x", Some("https://example.org"), "");
        check("SPEC-14", Some("https://example.org/14"), "specs/b.md");
        check("x", Some("no.md"), "unknown-id");
        check("x", Some("../src/x.rs"), "");
        check("x", Some("../src/none.rs"), "");
        check("x", Some("secret.md"), "withheld-link");
        check("x", Some("javascript:alert(1)"), "unsafe-url");
    }
}
