//! Spellings → canonical fields.
//!
//! In: a key as a document writes it. Out: the field it means, and whether it is the field's own name or an alias. The table
//! stands alone because all dialects share it and `[portfolio.fields]` extends it. Absent on purpose: values.

use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

/// The canonical fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The id.
    Id,
    /// The title.
    Title,
    /// The kind, or a label, or a part's role.
    Kind,
    /// The status.
    Status,
    /// A status where there is no other: state, stage, phase, how far the work is.
    Stage,
    /// The first date.
    Created,
    /// The last date.
    Updated,
    /// Writers.
    Authors,
    /// Reviewers.
    Reviewers,
    /// Approvers.
    Approvers,
    /// The date of the next review.
    NextReview,
    /// Tickets.
    Issue,
    /// Stories.
    Story,
    /// The epic.
    Epic,
    /// What it needs.
    Requires,
    /// What it replaces.
    Supersedes,
    /// What replaces it.
    SupersededBy,
    /// What it changes.
    Amends,
    /// What changes it.
    AmendedBy,
    /// What it implements.
    Implements,
    /// What it has to do with.
    RelatesTo,
    /// Labels.
    Labels,
    /// Where it is discussed.
    Discussion,
    /// `publish: false`.
    Publish,
    /// `draft: true`.
    Draft,
    /// `private: true`.
    Private,
}

/// The meaning of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The field.
    pub field: Field,
    /// Whether the key is the field's own name.
    pub canonical: bool,
}

/// For each field, its own name and then its aliases, as people write them.
const SPELLINGS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "number", "proposal", "spec id", "identifier"]),
    (Field::Title, &["title", "name", "feature", "feature name"]),
    (Field::Kind, &["kind", "type", "document type", "doc type"]),
    (Field::Status, &["status"]),
    (Field::Stage, &["state", "stage", "phase", "implementation status"]),
    (
        Field::Created,
        &[
            "created",
            "date",
            "start date",
            "creation date",
            "assigned",
            "added",
            "created on",
            "created at",
            "date created",
        ],
    ),
    (
        Field::Updated,
        &[
            "updated",
            "last updated",
            "last modified",
            "modified",
            "last update",
            "updated on",
            "updated at",
            "date updated",
            "last changed",
        ],
    ),
    (
        Field::Authors,
        &[
            "authors",
            "co-authors",
            "owners",
            "champion",
            "proposer",
            "proposed by",
            "written by",
            "created by",
            "author name",
        ],
    ),
    (
        Field::Reviewers,
        &[
            "reviewers",
            "review manager",
            "shepherd",
            "shepherd team",
            "shepherd leader",
            "sponsor",
            "review team",
            "consulted",
            "reviewed by",
        ],
    ),
    (
        Field::Approvers,
        &[
            "approvers",
            "approval required",
            "required approvers",
            "approved by",
            "decision-makers",
            "deciders",
        ],
    ),
    (
        Field::NextReview,
        &["next review", "review by", "review date", "last-call-deadline", "next review date"],
    ),
    (
        Field::Issue,
        &[
            "issue",
            "tracking issue",
            "tracking-link",
            "github issue",
            "related issue",
            "bug",
            "jira",
            "ticket",
            "jira ticket",
            "related ticket",
            "issue number",
        ],
    ),
    (
        Field::Story,
        &["story", "user story", "related user story", "implements story", "related story"],
    ),
    (Field::Epic, &["epic", "parent", "initiative", "parent epic", "related epic"]),
    (Field::Requires, &["requires", "depends on", "dependencies"]),
    (Field::Supersedes, &["supersedes", "replaces", "obsoletes", "supercedes"]),
    (Field::SupersededBy, &["superseded by", "replaced by", "obsoleted by", "superceded by"]),
    (Field::Amends, &["amends", "updates"]),
    (Field::AmendedBy, &["amended by", "updated by"]),
    (Field::Implements, &["implements"]),
    (Field::RelatesTo, &["relates to", "see also", "related", "related documents", "related to"]),
    (
        Field::Labels,
        &["labels", "tags", "category", "topic", "area", "sig", "team", "component", "keywords"],
    ),
    (Field::Discussion, &["discussion", "discussions-to", "pr", "rfc pr", "implementation"]),
    (Field::Publish, &["publish", "published"]),
    (Field::Draft, &["draft"]),
    (Field::Private, &["private"]),
];

/// Series of documents: their names are id fields (`EIP: 20`), and words to drop before a field (`RFC Author`).
const SERIES: &[&str] = &[
    "adr", "aip", "arc", "bep", "bip", "caip", "cep", "chip", "cip", "dep", "dip", "dr", "eip",
    "ep", "erc", "fep", "fip", "gip", "hip", "iip", "ip", "jep", "kep", "lip", "lep", "mep", "mip",
    "msc", "nep", "nip", "oep", "oip", "otep", "pep", "pip", "prd", "qip", "rep", "rfc", "rfd",
    "rip", "scip", "se", "sep", "simd", "sip", "slip", "snip", "spec", "st", "tep", "tip", "tzip",
    "up", "xip", "xls", "yip", "zep", "zip",
];

/// Words that may stand before a field as a series does.
const SERIES_WORDS: &[&str] = &["proposal", "document", "decision", "specification"];

/// What keys mean in one portfolio.
#[derive(Clone, Debug)]
pub struct Keys {
    meanings: HashMap<String, Meaning>,
    /// The portfolio's own spellings, which make all the difference between two of these.
    own: BTreeMap<String, String>,
}

impl Hash for Keys {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.own.hash(state);
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new(&BTreeMap::new())
    }
}

impl Keys {
    /// The built-in table and the portfolio's own spellings (spelling → field's name).
    #[must_use]
    pub fn new(more: &BTreeMap<String, String>) -> Self {
        let mut meanings = HashMap::new();
        for (field, spellings) in SPELLINGS {
            for (index, spelling) in spellings.iter().enumerate() {
                meanings.insert(normal(spelling), Meaning { field: *field, canonical: index == 0 });
            }
        }
        for series in SERIES {
            meanings
                .entry(normal(series))
                .or_insert(Meaning { field: Field::Id, canonical: false });
        }
        for (spelling, name) in more {
            if let Some(meaning) = meanings.get(&normal(name)).copied() {
                meanings.insert(normal(spelling), Meaning { canonical: false, ..meaning });
            }
        }
        Self { meanings, own: more.clone() }
    }

    /// The field that a key means. A remark behind it (`requires (*optional)`) and a series word before it are dropped
    /// (`RFC Author`, `KEP-Number`); the product's name may stand before an issue (`Rust Issue`).
    #[must_use]
    pub fn field(&self, key: &str) -> Option<Meaning> {
        let key = key.trim().trim_end_matches('*');
        let key = key.split_once(" (").map_or(key, |(name, _)| name);
        let own = self.meanings.get(&normal(key)).copied();
        own.or_else(|| self.after_series(key))
            .or_else(|| of_another(key))
            .or_else(|| self.first_of_people(key))
    }

    /// `Reviewers / Stakeholders`: people under the first of two names.
    fn first_of_people(&self, key: &str) -> Option<Meaning> {
        let (first, _) = key.split_once('/')?;
        let is_people =
            |field| matches!(field, Field::Authors | Field::Reviewers | Field::Approvers);
        let own = self.meanings.get(&normal(first)).filter(|meaning| is_people(meaning.field))?;
        Some(Meaning { canonical: false, ..*own })
    }

    /// `RFC Author`, `KEP-Number`, and the series itself.
    fn after_series(&self, key: &str) -> Option<Meaning> {
        let id = Meaning { field: Field::Id, canonical: false };
        let Some((series, rest)) = key.trim().split_once([' ', '-', '_']) else {
            return is_series(&key.to_lowercase()).then_some(id);
        };
        let series = series.to_lowercase();
        if !is_series(&series) && !SERIES_WORDS.contains(&series.as_str()) {
            return None;
        }
        let rest = normal(rest);
        let is_number = ["number", "no", "id", "#"].contains(&rest.as_str());
        if is_number { Some(id) } else { self.meanings.get(&rest).copied() }
    }

    /// Whether a key has a canonical name, and so is metadata even without markup. `draft` is a status far more often than
    /// it is a key.
    #[must_use]
    pub fn is_canonical(&self, key: &str) -> bool {
        let is_flag = |field| matches!(field, Field::Draft | Field::Publish | Field::Private);
        key.len() <= 40 && self.field(key).is_some_and(|meaning| !is_flag(meaning.field))
    }

    /// Whether a key and its value keep the document from going out: `draft: true`, `Private: yes`, `publish: no`. Remarks
    /// behind the word do not weaken it.
    #[must_use]
    pub fn withholds(&self, key: &str, value: &str) -> bool {
        let word = value.to_lowercase();
        let word = word
            .split([',', ';', '.', '!', '(', '\u{2013}', '\u{2014}'])
            .next()
            .unwrap_or_default();
        let word = word
            .split(" - ")
            .next()
            .unwrap_or_default()
            .trim_matches(['*', '_', '`', '"', '\'', ' ', '\u{a0}']);
        match self.field(key).map(|meaning| meaning.field) {
            Some(Field::Draft | Field::Private) => {
                matches!(word, "true" | "yes" | "on" | "1" | "y")
            }
            Some(Field::Publish) => matches!(word, "false" | "no" | "off" | "0" | "n" | "never"),
            _ => false,
        }
    }

    /// Whether a key and its value are metadata by themselves: the key is canonical, or they keep the document from going
    /// out, which is heeded wherever metadata may stand.
    #[must_use]
    pub fn is_telling(&self, key: &str, value: &str) -> bool {
        self.is_canonical(key) || self.withholds(key, value)
    }

    /// Whether a key names people.
    #[must_use]
    pub fn is_people(&self, key: &str) -> bool {
        self.field(key).is_some_and(|meaning| {
            matches!(meaning.field, Field::Authors | Field::Reviewers | Field::Approvers)
        })
    }

    /// Whether a key's values are several: such values wrap over lines even after a plain key.
    #[must_use]
    pub fn is_list(&self, key: &str) -> bool {
        self.field(key).is_some_and(|meaning| {
            matches!(
                meaning.field,
                Field::Authors
                    | Field::Reviewers
                    | Field::Approvers
                    | Field::RelatesTo
                    | Field::Requires
            )
        })
    }

    /// The prefix that an id field's own name gives its ids: `eip: 20` is `EIP`.
    #[must_use]
    pub fn series(key: &str) -> Option<String> {
        let first = key.trim().split([' ', '-', '_']).next()?.to_lowercase();
        (is_series(&first) && first != "spec").then(|| first.to_uppercase())
    }
}

/// `Rust Issue`, `Original HIP PR`: whose issue or request it is does not matter.
fn of_another(key: &str) -> Option<Meaning> {
    const NO_NAMES: &[&str] =
        &["known", "open", "other", "unresolved", "remaining", "future", "common"];
    let words: Vec<String> = key.split([' ', '-', '_']).map(normal).collect();
    let [first, .., last] = words.as_slice() else { return None };
    let field = match last.as_str() {
        "issue" => Field::Issue,
        "pr" => Field::Discussion,
        _ => return None,
    };
    let is_name = words.len() <= 3 && !NO_NAMES.contains(&first.as_str());
    is_name.then_some(Meaning { field, canonical: false })
}

/// Whether a word, in lower case, names a series of documents: `rfc`, `adr`, `eip`. Improvement and enhancement proposals
/// are named alike everywhere: two to five letters ending in `ip` or `ep`.
#[must_use]
pub fn is_series(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "chip", "clip", "creep", "deep", "dip", "drip", "equip", "flip", "grip", "hip", "keep",
        "lip", "nip", "peep", "prep", "rip", "seep", "sheep", "ship", "sip", "skip", "sleep",
        "slip", "snip", "step", "strip", "sweep", "tip", "trip", "whip", "zip",
    ];
    let is_proposal =
        (2..=5).contains(&word.len()) && (word.ends_with("ip") || word.ends_with("ep"));
    let is_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
    SERIES.contains(&word) || (is_proposal && is_word && !WORDS.contains(&word))
}

/// How keys are compared: without case, separators, brackets and plural.
#[must_use]
pub fn normal(key: &str) -> String {
    let letters: String =
        key.chars().filter(|found| found.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.len() <= 3 {
        return letters;
    }
    match letters.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => letters.strip_suffix('s').map_or(letters.clone(), str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, expected: Option<(Field, bool)>) {
        let found = Keys::default().field(key).map(|meaning| (meaning.field, meaning.canonical));
        assert_eq!(found, expected, "{key}");
    }

    #[test]
    fn spellings_mean_their_field() {
        check("Author(s)", Some((Field::Authors, true)));
        check("last_updated", Some((Field::Updated, false)));
        check("Last-Updated", Some((Field::Updated, false)));
        check("RFC Author", Some((Field::Authors, true)));
        check("kep-number", Some((Field::Id, false)));
        check("EIP", Some((Field::Id, false)));
        check("Review Manager", Some((Field::Reviewers, false)));
        check("Related User Stories", Some((Field::Story, false)));
        check("API Status", None);
        check("updated (*optional)", Some((Field::Updated, true)));
        check("Rust Issue", Some((Field::Issue, false)));
        check("Open issues", None);
        check("CFEP", Some((Field::Id, false)));
        check("Step", None);
        check("updates", Some((Field::Amends, false)));
        check("updated", Some((Field::Updated, true)));
        check("owning-sig", None);
        check("Required Approvers", Some((Field::Approvers, false)));
        check("Implementation Status", Some((Field::Stage, false)));
        check("Reviewers / Stakeholders", Some((Field::Reviewers, false)));
        check("Priority / Severity", None);
    }

    #[test]
    fn a_portfolio_adds_spellings() {
        let keys = Keys::new(&BTreeMap::from([("Verantwortlich".into(), "authors".into())]));
        assert_eq!(keys.field("verantwortlich").map(|meaning| meaning.field), Some(Field::Authors));
    }
}
