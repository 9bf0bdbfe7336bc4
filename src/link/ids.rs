//! Ids as written → [`Key`]s that compare as people mean them, and the index that finds documents by them.
//!
//! In: the ids of all entries and what others write when they name one. Out: the one document that is meant, several, or
//! none. `SPEC-014`, `spec 14` and `Spec-14` are one key; a bare `14` fits any prefix, its own series first. Comparing ids
//! is needed by grouping, relations, prose and problems alike, and must be the same everywhere; hence one module. Absent on
//! purpose: problems, which need to know where something is written.

use crate::parse::title::{self, FileName};
use crate::parse::{Id, Kind};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many holders of one id are told apart; beyond, it is a mess that nothing decides.
const MOST_HOLDERS: usize = 64;

/// An id without padding and letter case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// The prefix in upper case, inner separators as hyphens; `None` for a bare number.
    pub(super) prefix: Option<String>,
    /// The rest: digits without leading zeros, or other text in lower case.
    pub(super) number: String,
}

impl Key {
    /// The key of a document's own id.
    pub(super) fn of(id: &Id) -> Self {
        let Some(prefix) = &id.prefix else {
            return read(&id.text).unwrap_or_else(|| Self::words(&id.text));
        };
        let own = prefix.to_uppercase();
        let rest = match read(&id.text) {
            Some(key) if key.prefix.as_deref().is_none_or(|found| found == own) => key.number,
            _ => Self::words(strip_prefix(&id.text, prefix)).number,
        };
        Self { prefix: Some(own), number: rest }
    }

    /// The key of an id that is no number: `auth-login`.
    fn words(text: &str) -> Self {
        Self { prefix: None, number: text.trim().to_lowercase() }
    }

    /// Whether it is a number of several parts: `3.2`.
    pub(super) fn is_dotted(&self) -> bool {
        self.is_numbered() && self.number.contains('.')
    }

    /// Whether it is a number at all.
    pub(super) fn is_numbered(&self) -> bool {
        let is_part = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        !self.number.is_empty() && self.number.bytes().all(is_part)
    }

    /// The key of a number with a prefix that is already known.
    pub(super) fn numbered(prefix: &str, number: &str) -> Self {
        Self { prefix: Some(prefix.to_uppercase()), number: unpadded(number).to_owned() }
    }
}

/// What follows a prefix, letter case and separators aside.
fn strip_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => {
            text[prefix.len()..].trim_start_matches(is_separator)
        }
        _ => text,
    }
}

/// What may stand between a prefix and its number.
fn is_separator(found: char) -> bool {
    matches!(found, '-' | '_' | ' ' | '#' | '.' | '\u{a0}' | '\u{2010}' | '\u{2011}')
}

/// Digits without the zeros before them.
fn unpadded(digits: &str) -> &str {
    let stripped = digits.trim_start_matches('0');
    if stripped.is_empty() && !digits.is_empty() { "0" } else { stripped }
}

/// Reads a text that is an id and nothing else: `SPEC-014`, `EIP 20`, `ODH-ADR-DW-0001`, `#12`, `0042`, `3.2`, `Story 3.2`.
pub(super) fn read(text: &str) -> Option<Key> {
    let text = text.trim();
    let text = text.strip_prefix('#').unwrap_or(text);
    let is_number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let run_from = text.len() - text.bytes().rev().take_while(is_number).count();
    let number_from = run_from + text[run_from..].bytes().take_while(|byte| *byte == b'.').count();
    let (before, digits) = text.split_at(number_from);
    if digits.is_empty() || digits.len() > 18 || digits.split('.').any(str::is_empty) {
        return None;
    }
    let number = digits.split('.').map(unpadded).collect::<Vec<_>>().join(".");
    if before.is_empty() {
        return Some(Key { prefix: None, number });
    }
    let prefix = before.trim_end_matches(is_separator);
    // `v1.2` is a version.
    let is_parted = prefix.len() < before.len() || !number.contains('.');
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_prefix = is_parted && prefix.len() <= 24 && prefix.split(['-', '_']).all(letters);
    is_prefix.then(|| Key { prefix: Some(prefix.to_ascii_uppercase().replace('_', "-")), number })
}

/// The id that a text begins with, where words follow it: `SPEC-014 — Login`, `EIP-20: Tokens`.
///
/// A bare number followed by words is a quantity, and no id.
pub(super) fn read_leading(text: &str) -> Option<Key> {
    let text = text.trim();
    let digits = text.find(|found: char| found.is_ascii_digit())?;
    let after = text[digits..].find(|found: char| !found.is_ascii_digit())? + digits;
    let ends = text[after..].starts_with([':', ' ', ',', '(', '—', '–', '\u{a0}', ';', ']', '.']);
    read(&text[..after]).filter(|key| ends && key.prefix.is_some())
}

/// What the name of a folder says of the spec that it is: an id and a title. A year or a version is no id.
pub(super) fn of_folder(name: &str) -> Option<FileName> {
    let read = title::file_name(name);
    let id = read.id.as_deref()?;
    let is_year = name.len() == 4 && (name.starts_with("19") || name.starts_with("20"));
    let is_id = !is_year && !id.contains('.') && id.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    is_id.then_some(read)
}

/// The kind that a prefix names by custom.
pub(super) fn kind_of_prefix(prefix: &str) -> Option<Kind> {
    match prefix {
        "ADR" | "DR" => Some(Kind::Decision),
        "US" | "STORY" => Some(Kind::Story),
        "EPIC" => Some(Kind::Epic),
        _ => None,
    }
}

/// What one entry is by its id, for the index.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    /// Its key.
    pub(super) key: Key,
    /// The same number with the prefix that its heading gives it: `# RFD 12 Naming` in `0012.md`.
    pub(super) also: Option<Key>,
    /// Its kind.
    pub(super) kind: Kind,
    /// The folder it stands in; for a spec that is a folder, the one around it.
    pub(super) folder: String,
}

/// Who names an id; it decides between several holders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker<'a> {
    /// Its own key, whose series a bare number is looked for in first.
    pub(super) key: Option<&'a Key>,
    /// Its kind.
    pub(super) kind: Kind,
    /// The folder it stands in.
    pub(super) folder: &'a str,
}

/// Whom an id names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// This entry.
    One(usize),
    /// All of these, and nothing decides between them.
    Several(Vec<usize>),
    /// A document that this audience does not see.
    Hidden,
    /// Nobody.
    Nobody,
}

/// The entries by their ids.
#[derive(Debug, Default)]
pub(super) struct Ids {
    holders: Vec<Option<Holder>>,
    by_key: HashMap<Key, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    /// Prefixes that documents bear.
    borne: BTreeSet<String>,
    /// Those, and the ones that only headings give.
    known: BTreeSet<String>,
    /// Prefixes that the configuration adds for bare numbers.
    configured: BTreeSet<String>,
    hidden: HashSet<Key>,
    hidden_numbers: HashSet<String>,
}

impl Ids {
    /// Indexes the holders, one place per entry; `hidden` are the keys of documents that do not exist for this audience.
    pub(super) fn new(
        holders: Vec<Option<Holder>>,
        configured: &[String],
        hidden: impl IntoIterator<Item = Key>,
    ) -> Self {
        let mut ids = Self { holders, hidden: hidden.into_iter().collect(), ..Self::default() };
        ids.hidden_numbers = ids.hidden.iter().map(|key| key.number.clone()).collect();
        ids.configured = configured
            .iter()
            .map(|prefix| prefix.trim_end_matches(is_separator).to_uppercase())
            .collect();
        for (entry, holder) in ids.holders.iter().enumerate() {
            let Some(Holder { key, also, .. }) = holder else { continue };
            for key in std::iter::once(key).chain(also) {
                ids.by_key.entry(key.clone()).or_default().push(entry);
                ids.known.extend(key.prefix.clone());
            }
            ids.by_number.entry(key.number.clone()).or_default().push(entry);
            ids.borne.extend(key.prefix.clone());
        }
        ids
    }

    /// The key of an entry.
    pub(super) fn key(&self, entry: usize) -> Option<&Key> {
        self.holders[entry].as_ref().map(|holder| &holder.key)
    }

    /// Whether some document bears the prefix, or the configuration names it.
    pub(super) fn knows_prefix(&self, prefix: &str) -> bool {
        self.known.contains(prefix) || self.configured.contains(prefix)
    }

    /// Whom a typed reference names.
    pub(super) fn find(&self, key: &Key, asker: Asker<'_>) -> Named {
        let found = match &key.prefix {
            Some(prefix) => match self.with_prefix(key) {
                exact if !exact.is_empty() => exact,
                _ if self.borne.contains(prefix) && kind_of_prefix(prefix).is_none() => vec![],
                // `Kotlin 2.2` is a version and no story's number.
                _ if key.is_dotted() && kind_of_prefix(prefix).is_none() => vec![],
                _ => self.bare(key, kind_of_prefix(prefix).unwrap_or(asker.kind)),
            },
            None => self.by_bare_number(key, asker),
        };
        self.choose(found, key, asker)
    }

    /// Whom an id in prose names: stricter, because prose speaks of other portfolios' documents too.
    pub(super) fn find_in_prose(&self, key: &Key, asker: Asker<'_>) -> Named {
        let Some(prefix) = &key.prefix else { return Named::Nobody };
        let found = match (self.with_prefix(key), kind_of_prefix(prefix)) {
            (exact, _) if !exact.is_empty() => exact,
            (_, Some(kind)) => self.bare(key, kind),
            _ => vec![],
        };
        self.choose(found, key, asker)
    }

    /// The holders of exactly this id; for a configured prefix, those of the bare number too.
    fn with_prefix(&self, key: &Key) -> Vec<usize> {
        let exact = self.holders_of(key);
        let configured = key.prefix.as_ref().is_some_and(|prefix| self.configured.contains(prefix));
        if !exact.is_empty() || !configured {
            return exact;
        }
        self.holders_of(&Key { prefix: None, number: key.number.clone() })
    }

    /// Who holds exactly this key.
    fn holders_of(&self, key: &Key) -> Vec<usize> {
        let holders = self.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
        holders.iter().take(MOST_HOLDERS).copied().collect()
    }

    /// The holders of the bare number among documents of one kind.
    fn bare(&self, key: &Key, kind: Kind) -> Vec<usize> {
        let mut found = self.holders_of(&Key { prefix: None, number: key.number.clone() });
        found.retain(|entry| self.kind(*entry) == Some(kind));
        found
    }

    /// The holders of a number: those of the asker's own series. One without a prefix has no series but its kind, and last
    /// anything that is no page.
    fn by_bare_number(&self, key: &Key, asker: Asker<'_>) -> Vec<usize> {
        let all = self.by_number.get(&key.number).map(Vec::as_slice).unwrap_or_default();
        let series = asker.key.and_then(|own| own.prefix.as_ref());
        let tier = |wanted: &dyn Fn(&Holder) -> bool| -> Vec<usize> {
            let fits = |entry: &&usize| self.holders[**entry].as_ref().is_some_and(wanted);
            all.iter().take(MOST_HOLDERS).filter(fits).copied().collect()
        };
        let own = tier(&|holder| holder.key.prefix.as_ref() == series && holder.kind == asker.kind);
        let kind = || tier(&|holder| holder.kind == asker.kind);
        let any = || tier(&|holder| holder.kind != Kind::Page);
        match own {
            own if !own.is_empty() || series.is_some() => own,
            _ => [kind(), any()].into_iter().find(|tier| !tier.is_empty()).unwrap_or_default(),
        }
    }

    fn kind(&self, entry: usize) -> Option<Kind> {
        self.holders[entry].as_ref().map(|holder| holder.kind)
    }

    /// Decides between holders: the only one, else the only one in the asker's folder.
    fn choose(&self, found: Vec<usize>, key: &Key, asker: Asker<'_>) -> Named {
        match found[..] {
            [] if self.is_hidden(key) => Named::Hidden,
            [] => Named::Nobody,
            [one] => Named::One(one),
            _ => {
                let here = |entry: &&usize| {
                    self.holders[**entry].as_ref().is_some_and(|h| h.folder == asker.folder)
                };
                let mut near = found.iter().filter(here);
                match (near.next(), near.next()) {
                    (Some(one), None) => Named::One(*one),
                    _ => Named::Several(found),
                }
            }
        }
    }

    /// Whether a document that is not shown bears this id. A bare number may be anybody's.
    fn is_hidden(&self, key: &Key) -> bool {
        self.hidden.contains(key)
            || (key.prefix.is_none() && self.hidden_numbers.contains(&key.number))
    }

    /// The groups of entries of one kind that hold one id, each in the order of the entries.
    pub(super) fn clashes(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut keys: Vec<&Key> = self.by_key.keys().collect();
        keys.sort_unstable();
        for key in keys {
            let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
            for entry in &self.by_key[key] {
                by_kind.entry(self.kind(*entry).unwrap_or(Kind::Page)).or_default().push(*entry);
            }
            groups.extend(by_kind.into_values().filter(|group| group.len() > 1));
        }
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// The id nearest to one that nobody holds: one slip of the hand in its number away.
    pub(super) fn near(&self, key: &Key) -> Option<usize> {
        let prefix = key.prefix.clone();
        let candidates = slips(&key.number).into_iter();
        candidates
            .filter_map(|number| self.by_key.get(&Key { prefix: prefix.clone(), number }))
            .find_map(|entries| entries.first().copied())
    }
}

/// The numbers one slip away: neighbours that changed places first, then a digit too many or missing. A changed digit is no
/// slip that can be told from another number.
fn slips(number: &str) -> Vec<String> {
    if number.len() < 2 || number.len() > 8 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return vec![];
    }
    let digits: Vec<char> = number.chars().collect();
    let mut found = Vec::new();
    for at in 1..digits.len() {
        let mut swapped = digits.clone();
        swapped.swap(at - 1, at);
        found.push(swapped);
    }
    for at in 0..digits.len() {
        let mut shorter = digits.clone();
        shorter.remove(at);
        found.push(shorter);
    }
    for at in 0..=digits.len() {
        for digit in '0'..='9' {
            let mut longer = digits.clone();
            longer.insert(at, digit);
            found.push(longer);
        }
    }
    found.iter().map(|digits| unpadded(&digits.iter().collect::<String>()).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(prefix: &str, number: &str) -> Key {
        let prefix = Some(prefix).filter(|prefix| !prefix.is_empty()).map(str::to_owned);
        Key { prefix, number: number.into() }
    }

    #[test]
    fn ids_are_read_without_padding_and_case() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            assert_eq!(read(text), expected.map(|(p, n)| key(p, n)), "{text}");
        };
        check("SPEC-014", Some(("SPEC", "14")));
        check("spec 14", Some(("SPEC", "14")));
        check("EIP20", Some(("EIP", "20")));
        check("0042", Some(("", "42")));
        check("#7", Some(("", "7")));
        check("000", Some(("", "0")));
        check("ODH-ADR-DW-0001", Some(("ODH-ADR-DW", "1")));
        check("SPEC-014 Login", None);
        check("3.02", Some(("", "3.2")));
        check("Story 3.2", Some(("STORY", "3.2")));
        check("v1.2", None);
        check("1..2", None);
        check("1.", None);
        check("a/b#12", None);
        check("", None);
        check("SPEC-", None);
    }

    #[test]
    fn an_id_may_lead_its_text() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            assert_eq!(read_leading(text), expected.map(|(p, n)| key(p, n)), "{text}");
        };
        check("SPEC-014 — Login", Some(("SPEC", "14")));
        check("EIP-20: Tokens", Some(("EIP", "20")));
        check("SPEC-014", None);
        check("3 services", None);
        check("needs SPEC-014 now", None);
    }

    #[test]
    fn folders_bear_ids() {
        let check = |name: &str, expected: Option<(Option<&str>, &str)>| {
            let found = of_folder(name);
            let found = found.as_ref().map(|f| (f.prefix.as_deref(), f.id.as_deref().unwrap()));
            assert_eq!(found, expected, "{name}");
        };
        check("001-photo-albums", Some((None, "001")));
        check("SPEC-014-review", Some((Some("SPEC"), "SPEC-014")));
        check("eip-20", Some((Some("EIP"), "eip-20")));
        check("issue-12-login", Some((None, "12")));
        check("1234", Some((None, "1234")));
        check("2024", None);
        check("2024-01-31-notes", None);
        check("20240131-notes", None);
        check("1.2", None);
        check("0000-x", None);
        check("part-2", None);
        check("login", None);
        check("3d-view", None);
    }

    fn ids(holders: &[(&str, &str, Kind, &str)]) -> Ids {
        let holder = |(prefix, number, kind, folder): &(&str, &str, Kind, &str)| {
            let (key, folder) = (key(prefix, number), (*folder).into());
            Some(Holder { key, also: None, kind: *kind, folder })
        };
        Ids::new(holders.iter().map(holder).collect(), &["rfc".into()], [key("SPEC", "99")])
    }

    #[test]
    fn a_typed_reference_finds_its_series_first() {
        let own = key("SPEC", "1");
        let asker = Asker { key: Some(&own), kind: Kind::Spec, folder: "specs" };
        let ids = ids(&[
            ("SPEC", "14", Kind::Spec, "specs"),
            ("US", "14", Kind::Story, "stories"),
            ("", "3", Kind::Decision, "adr"),
            ("", "5", Kind::Spec, "rfcs"),
            ("SPEC", "7", Kind::Spec, "a"),
            ("SPEC", "7", Kind::Spec, "specs"),
            ("SPEC", "8", Kind::Spec, "a"),
            ("SPEC", "8", Kind::Spec, "b"),
            ("", "3.2", Kind::Story, "stories"),
        ]);
        let check = |text: &str, expected: Named| {
            assert_eq!(ids.find(&read(text).expect("an id"), asker), expected, "{text}");
        };
        check("14", Named::One(0));
        check("US-014", Named::One(1));
        check("ADR-3", Named::One(2));
        check("3", Named::Nobody);
        check("RFC 5", Named::One(3));
        check("SPEC-7", Named::One(5));
        check("SPEC-8", Named::Several(vec![6, 7]));
        check("SPEC-5", Named::Nobody);
        check("SPEC-99", Named::Hidden);
        check("ISO-14", Named::Nobody);
        check("Story 3.2", Named::One(8));
        check("Kotlin 3.2", Named::Nobody);
    }

    #[test]
    fn the_prefix_of_a_kind_names_bare_numbers_too() {
        let asker = Asker { key: None, kind: Kind::Decision, folder: "adr" };
        let ids = ids(&[
            ("ADR", "7", Kind::Decision, "adr"),
            ("", "8", Kind::Decision, "adr"),
            ("", "9", Kind::Spec, "adr"),
        ]);
        let check = |text: &str, expected: Named| {
            let key = read(text).expect("an id");
            assert_eq!(ids.find(&key, asker), expected, "{text}");
            assert_eq!(ids.find_in_prose(&key, asker), expected, "{text}");
        };
        check("ADR-7", Named::One(0));
        check("ADR-0008", Named::One(1));
        check("ADR-9", Named::Nobody);
    }

    #[test]
    fn prose_names_only_what_bears_the_prefix() {
        let asker = Asker { key: None, kind: Kind::Spec, folder: "" };
        let ids = ids(&[("", "3", Kind::Decision, ""), ("", "12", Kind::Spec, "")]);
        let check = |text: &str, expected: Named| {
            let found = ids.find_in_prose(&read(text).expect("an id"), asker);
            assert_eq!(found, expected, "{text}");
        };
        check("ADR-0003", Named::One(0));
        check("RFC 12", Named::One(1));
        check("SPEC-12", Named::Nobody);
        check("12", Named::Nobody);
    }

    #[test]
    fn near_ids_are_found() {
        let ids = ids(&[("SPEC", "14", Kind::Spec, ""), ("SPEC", "120", Kind::Spec, "")]);
        let check = |text: &str, expected| {
            assert_eq!(ids.near(&read(text).expect("an id")), expected, "{text}");
        };
        check("SPEC-41", Some(0));
        check("SPEC-1200", Some(1));
        check("SPEC-77", None);
        check("US-14", None);
    }

    #[test]
    fn one_id_in_two_documents_of_a_kind_clashes() {
        let ids = ids(&[
            ("SPEC", "1", Kind::Spec, "a"),
            ("SPEC", "1", Kind::Story, "a"),
            ("SPEC", "1", Kind::Spec, "b"),
        ]);
        assert_eq!(ids.clashes(), [vec![0, 2]]);
    }
}
