//! Texts → [`Unit`]s: which files are one spec, and which of them speaks for it.
//!
//! In: every text, in path order. Out: one unit per document of the portfolio, each text in exactly one of them. A folder
//! is one spec by the names of its files (`requirements.md`, `design.md`, `tasks.md`), by a README with a metadata file
//! beside it, or because its files state one id. Grouping comes first because everything after it speaks of units. Absent on
//! purpose: what a unit's metadata is, and who may see it.

use super::Text;
use super::ids::{self, Key};
use super::kinds;
use std::collections::{BTreeMap, BTreeSet};

/// One document of the portfolio: a text, or several that are one spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The text that speaks for it.
    pub(super) main: usize,
    /// Its other texts, in reading order.
    pub(super) others: Vec<usize>,
    /// Whether it is its folder: its page is the folder's index, and the folder's name says what the texts do not.
    pub(super) is_folder: bool,
}

impl Unit {
    /// Its texts, the main one first.
    pub(super) fn texts(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.main).chain(self.others.iter().copied())
    }
}

/// The file names that are parts of a spec, in reading order. The first of them that lies in a folder speaks for it.
const ROLES: &[&str] = &[
    "index",
    "readme",
    "spec",
    "specification",
    "requirements",
    "requirement",
    "proposal",
    "prd",
    "bugfix",
    "plan",
    "design",
    "architecture",
    "research",
    "data-model",
    "quickstart",
    "implementation",
    "implementation-plan",
    "test-plan",
    "acceptance-criteria",
    "checklist",
    "tasks",
];

/// The roles that make their folder a spec, alone where the folder has an id.
const LEADING: &[&str] =
    &["spec", "specification", "requirements", "requirement", "proposal", "prd", "bugfix"];

/// The roles that make a folder without an id a spec, together with a leading one.
const FOLLOWING: &[&str] = &["plan", "design", "tasks"];

/// Folders that hold all kinds of documents, and are no spec whatever lies in them.
const CONTAINERS: &[&str] = &[
    "adr",
    "architecture",
    "book",
    "content",
    "design",
    "designs",
    "doc",
    "docs",
    "documentation",
    "pages",
    "planning",
    "project",
    "proposals",
    "requirements",
    "rfcs",
    "spec",
    "specification",
    "specifications",
    "specs",
    "src",
    "stories",
    "wiki",
];

/// Sorts all texts into units, in the order of their main texts.
pub(super) fn units(texts: &[Text<'_>]) -> Vec<Unit> {
    let mut folders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        folders.entry(text.document.path.folder()).or_default().push(index);
    }
    let mut units = Vec::with_capacity(texts.len());
    for (folder, members) in folders {
        units.extend(units_of_folder(texts, folder, &members));
    }
    units.sort_by_key(|unit| unit.main);
    units
}

/// The units of the texts directly in one folder.
fn units_of_folder(texts: &[Text<'_>], folder: &str, members: &[usize]) -> Vec<Unit> {
    let parts = folder_spec(texts, folder, members);
    let by_name = parts.is_some();
    let Some(mut parts) = parts.or_else(|| sharing_an_id(texts, folder, members)) else {
        return members.iter().map(|text| alone(*text)).collect();
    };
    let rest = || members.iter().filter(|text| parts.binary_search(text).is_err());
    let has_another_index = rest().any(|text| is_index(&texts[*text]));
    let is_folder = by_name || !(folder.is_empty() || has_another_index);
    let mut units: Vec<Unit> = rest().map(|text| alone(*text)).collect();
    parts.sort_by_key(|text| (rank(&texts[*text]), *text));
    units.push(Unit { main: parts[0], others: parts[1..].to_vec(), is_folder });
    units
}

fn alone(main: usize) -> Unit {
    Unit { main, others: vec![], is_folder: false }
}

/// The parts of the spec that this folder is by the names in it; `None` when it is none.
fn folder_spec(texts: &[Text<'_>], folder: &str, members: &[usize]) -> Option<Vec<usize>> {
    let name = folder.rsplit('/').next().filter(|name| !name.is_empty())?;
    let parts: Vec<usize> = members
        .iter()
        .copied()
        .filter(|text| !texts[*text].document.is_template && role_of_name(&texts[*text]).is_some())
        .collect();
    let has = |roles: &[&str]| {
        parts.iter().any(|text| role_of_name(&texts[*text]).is_some_and(|r| roles.contains(&r)))
    };
    let by_sidecar = || {
        parts.iter().any(|text| is_index(&texts[*text]) && texts[*text].source.sidecar.is_some())
    };
    let is_spec = if ids::of_folder(name).is_some() {
        makes_a_numbered_spec(texts, folder, &parts)
    } else {
        let is_container = CONTAINERS.contains(&&*name.to_lowercase());
        has(LEADING) && has(FOLLOWING) && !is_container && state_one_id_at_most(texts, &parts)
    };
    (is_spec || by_sidecar()).then(|| with_the_same_id(texts, members, parts))
}

/// The parts and whatever else in the folder states their id: a translation of the README.
fn with_the_same_id(texts: &[Text<'_>], members: &[usize], parts: Vec<usize>) -> Vec<usize> {
    let Some(id) = parts.iter().find_map(|text| explicit_key(&texts[*text])) else { return parts };
    let belongs = |text: &usize| {
        let own = &texts[*text];
        !own.document.is_template && explicit_key(own).is_some_and(|key| key == id)
    };
    let more = members.iter().copied().filter(belongs);
    parts.iter().copied().chain(more).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether these parts make a folder with an id a spec: one that leads, two of any role, or a README with metadata of its
/// own or among other specs.
fn makes_a_numbered_spec(texts: &[Text<'_>], folder: &str, parts: &[usize]) -> bool {
    let roles = || parts.iter().filter_map(|text| role_of_name(&texts[*text]));
    let readme = parts.iter().find(|text| is_index(&texts[**text]));
    roles().any(|role| LEADING.contains(&role))
        || roles().filter(|role| !INDEXES.contains(role)).count() > 1
        || readme.is_some_and(|text| {
            let fields = &texts[*text].document.fields;
            fields.status.is_some() || fields.id.is_some() || kinds::holds_specs(folder)
        })
}

/// Files of one folder that state one id, where nothing else in it could be a spec.
fn sharing_an_id(texts: &[Text<'_>], folder: &str, members: &[usize]) -> Option<Vec<usize>> {
    let mut by_id: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for text in members.iter().filter(|text| !texts[**text].document.is_template) {
        if let Some(key) = explicit_key(&texts[*text]) {
            by_id.entry(key).or_default().push(*text);
        }
    }
    let mut groups = by_id.into_values();
    let (parts, None) = (groups.next()?, groups.next()) else { return None };
    let mut others = members.iter().filter(|text| parts.binary_search(text).is_err());
    let alone = !others.any(|text| could_be_a_spec(&texts[*text], folder));
    (parts.len() > 1 && alone).then_some(parts)
}

/// Whether a text that shares no id could be a spec beside those that do.
fn could_be_a_spec(text: &Text<'_>, folder: &str) -> bool {
    let fields = &text.document.fields;
    if text.document.is_template {
        return false;
    }
    let speaks = fields.id.is_some() || fields.status.is_some() || !fields.issues.is_empty();
    speaks || (kinds::holds_specs(folder) && !kinds::is_page_by_name(&text.document.path))
}

fn state_one_id_at_most(texts: &[Text<'_>], parts: &[usize]) -> bool {
    let mut keys = parts.iter().filter_map(|text| explicit_key(&texts[*text]));
    keys.next().is_none_or(|first| keys.all(|key| key == first))
}

fn explicit_key(text: &Text<'_>) -> Option<Key> {
    text.document.fields.id.as_ref().filter(|id| id.explicit).map(Key::of)
}

/// The names that stand for their folder.
const INDEXES: &[&str] = &["index", "readme"];

/// Whether a text stands for its folder: `README.md`, `index.md`, in any case of letters.
pub(super) fn is_index(text: &Text<'_>) -> bool {
    INDEXES.iter().any(|name| text.document.path.stem().eq_ignore_ascii_case(name))
}

/// The role that a file's name says, a number before it aside: `01-requirements.md`.
fn role_of_name(text: &Text<'_>) -> Option<&'static str> {
    let stem = text.document.path.stem().to_lowercase().replace('_', "-");
    let stem = stem.trim_start_matches(|found: char| found.is_ascii_digit());
    let stem = stem.trim_start_matches(['-', '.', ' ']);
    ROLES.iter().copied().find(|role| *role == stem)
}

/// Where a text stands in the reading order of its spec: by its name, else by the role it states, else last.
fn rank(text: &Text<'_>) -> usize {
    let stated = text.document.fields.role.as_deref();
    let role = role_of_name(text).or_else(|| ROLES.iter().copied().find(|r| Some(*r) == stated));
    role.and_then(|role| ROLES.iter().position(|known| *known == role)).unwrap_or(ROLES.len())
}

#[cfg(test)]
mod tests {
    use crate::link::testing::{Draft, doc, entry, portfolio};

    /// Every unit as `main + parts → page`.
    fn check(drafts: Vec<Draft>, expected: &[&str]) {
        let portfolio = portfolio(drafts);
        let shown: Vec<String> = portfolio
            .entries
            .iter()
            .map(|entry| {
                let mut line = entry.document.path.to_string();
                for part in &entry.parts {
                    line = format!("{line} + {}", part.document.path.file_name());
                }
                format!("{line} → {}", entry.page)
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_numbered_folder_of_roles_is_one_spec() {
        check(
            vec![
                doc("specs/001-photos/tasks.md"),
                doc("specs/001-photos/design.md"),
                doc("specs/001-photos/requirements.md"),
                doc("specs/001-photos/notes.md"),
            ],
            &[
                "specs/001-photos/notes.md → specs/001-photos/notes.html",
                "specs/001-photos/requirements.md + design.md + tasks.md → specs/001-photos/index.html",
            ],
        );
    }

    #[test]
    fn a_lone_spec_in_a_numbered_folder_is_the_folder() {
        check(
            vec![doc("specs/SPEC-014-x/requirements.md")],
            &["specs/SPEC-014-x/requirements.md → specs/SPEC-014-x/index.html"],
        );
        check(vec![doc("specs/auth/spec.md")], &["specs/auth/spec.md → specs/auth/spec.html"]);
        check(
            vec![doc("specs/001-x/design.md")],
            &["specs/001-x/design.md → specs/001-x/design.html"],
        );
    }

    #[test]
    fn a_folder_without_a_number_needs_two_roles() {
        check(
            vec![doc("changes/add-login/proposal.md"), doc("changes/add-login/tasks.md")],
            &["changes/add-login/proposal.md + tasks.md → changes/add-login/index.html"],
        );
        check(
            vec![doc("docs/design.md"), doc("docs/requirements.md")],
            &["docs/design.md → docs/design.html", "docs/requirements.md → docs/requirements.html"],
        );
    }

    #[test]
    fn a_readme_speaks_for_its_folder() {
        check(
            vec![doc("rfcs/0001-x/README.md"), doc("rfcs/0001-x/design.md")],
            &["rfcs/0001-x/README.md + design.md → rfcs/0001-x/index.html"],
        );
    }

    #[test]
    fn one_explicit_id_makes_one_spec() {
        check(
            vec![doc("a/b.md").id("SPEC-1"), doc("a/a.md").id("spec-001").role("requirements")],
            &["a/a.md + b.md → a/index.html"],
        );
        check(
            vec![
                doc("a/a.md").id("SPEC-1"),
                doc("a/b.md").id("SPEC-1"),
                doc("a/c.md").status("Draft"),
            ],
            &["a/a.md → a/a.html", "a/b.md → a/b.html", "a/c.md → a/c.html"],
        );
        check(
            vec![doc("a/1-x.md").file_id("1"), doc("a/1-y.md").file_id("1")],
            &["a/1-x.md → a/1-x.html", "a/1-y.md → a/1-y.html"],
        );
    }

    #[test]
    fn a_spec_at_the_root_leaves_home_alone() {
        check(
            vec![doc("requirements.md").id("SPEC-1"), doc("tasks.md").id("SPEC-1")],
            &["requirements.md + tasks.md → requirements.html"],
        );
    }

    #[test]
    fn different_ids_stay_apart_in_a_folder_without_one() {
        check(
            vec![doc("specs/x/spec.md").id("A-1"), doc("specs/x/tasks.md").id("A-2")],
            &["specs/x/spec.md → specs/x/spec.html", "specs/x/tasks.md → specs/x/tasks.html"],
        );
        check(
            vec![doc("specs/1-x/spec.md").id("A-1"), doc("specs/1-x/tasks.md").id("A-1-tasks")],
            &["specs/1-x/spec.md + tasks.md → specs/1-x/index.html"],
        );
    }

    #[test]
    fn a_translation_with_the_same_id_is_a_part() {
        check(
            vec![
                doc("CIP-1/README.md").id("1"),
                doc("CIP-1/README.ja.md").id("1"),
                doc("CIP-1/x.md"),
            ],
            &["CIP-1/README.md + README.ja.md → CIP-1/index.html", "CIP-1/x.md → CIP-1/x.html"],
        );
    }

    #[test]
    fn the_folder_gives_id_and_title() {
        let portfolio = portfolio([doc("specs/001-photo-albums/spec.md").title("Specification")]);
        let entry = entry(&portfolio, "specs/001-photo-albums/spec.md");
        assert_eq!(entry.id.as_deref(), Some("001"));
        assert_eq!(entry.title, "Photo albums");
    }
}
