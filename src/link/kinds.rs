//! What a unit is: spec, story, epic, decision, page or template.
//!
//! In: what its metadata says, and the folders it lies in. Out: one [`Kind`]. The parser sees one file and knows what it says
//! of itself; folders, the configuration and the rest of a spec are known here. Absent on purpose: anything about a
//! document's text beyond its metadata.

use super::group::{self, Unit};
use super::ids;
use super::metadata::Facts;
use super::{Ground, Text};
use crate::config::{Collection, Config};
use crate::diagnostic::SourcePath;
use crate::parse::{Id, Kind, StatedKind};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::HashSet;

/// The last words of folder names, and the kind of what lies in them.
const FOLDER_WORDS: &[(Kind, &[&str])] = &[
    (
        Kind::Spec,
        &[
            "beps",
            "bips",
            "cips",
            "eips",
            "enhancements",
            "ercs",
            "fips",
            "keps",
            "peps",
            "prd",
            "prds",
            "proposal",
            "proposals",
            "requirements",
            "rfc",
            "rfcs",
            "rfd",
            "rfds",
            "seps",
            "sips",
            "spec",
            "specification",
            "specifications",
            "specs",
            "teps",
        ],
    ),
    (Kind::Story, &["stories", "story", "userstories"]),
    (Kind::Epic, &["epic", "epics"]),
    (Kind::Decision, &["adr", "adrs", "decision", "decisions", "dr", "drs", "decisionrecords"]),
    (
        Kind::Page,
        &[
            "appendices",
            "appendix",
            "articles",
            "assets",
            "blog",
            "checklists",
            "design",
            "designs",
            "dictionary",
            "doc",
            "docs",
            "documentation",
            "example",
            "examples",
            "faq",
            "glossary",
            "guide",
            "guides",
            "help",
            "howto",
            "howtos",
            "images",
            "manual",
            "meetings",
            "minutes",
            "note",
            "notes",
            "prompts",
            "reference",
            "references",
            "research",
            "resources",
            "talks",
            "tutorial",
            "tutorials",
            "wiki",
            "workshop",
            "workshops",
        ],
    ),
];

/// Names of files that are pages wherever they lie, unless they have an id or a status.
const PAGE_NAMES: &[&str] = &[
    "agents",
    "authors",
    "bugs",
    "changelog",
    "changes",
    "claude",
    "code-of-conduct",
    "contribute",
    "contributing",
    "contributors",
    "conventions",
    "copying",
    "copyright",
    "credits",
    "faq",
    "gemini",
    "getting-started",
    "glossary",
    "governance",
    "guide",
    "guidelines",
    "history",
    "how-to",
    "howto",
    "index",
    "install",
    "installation",
    "licence",
    "license",
    "maintainers",
    "news",
    "notice",
    "onboarding",
    "overview",
    "owners",
    "process",
    "readme",
    "references",
    "release-notes",
    "releases",
    "roadmap",
    "security",
    "style-guide",
    "styleguide",
    "summary",
    "support",
    "table-of-contents",
    "toc",
    "todo",
    "troubleshooting",
    "usage",
    "workflow",
];

/// What judging kinds takes besides the document itself.
#[derive(Debug)]
struct Surroundings<'a> {
    /// The configuration.
    config: &'a Config,
    /// What the configuration says of folders.
    collections: Collections,
    /// The folders that are specs.
    spec_folders: HashSet<&'a str>,
}

/// The kinds of all units. The number before a page's file name is the order of reading; it is dropped as an id.
pub(super) fn judge(ground: &Ground<'_>, facts: &mut [Facts<'_>], config: &Config) -> Vec<Kind> {
    let spec_folders = ground.units.iter().filter(|unit| unit.is_folder);
    let spec_folders = spec_folders.map(|unit| ground.texts[unit.main].document.path.folder());
    let collections = Collections::new(&config.portfolio.collections);
    let surroundings = Surroundings { config, collections, spec_folders: spec_folders.collect() };
    let judged = ground.units.iter().zip(facts);
    judged
        .map(|(unit, facts)| {
            let kind = kind(unit, facts, &ground.texts[unit.main], &surroundings);
            if kind == Kind::Page {
                facts.id.take_if(|id| !id.explicit && id.prefix.is_none());
            }
            kind
        })
        .collect()
}

/// The kind of a unit.
fn kind(unit: &Unit, facts: &Facts<'_>, main: &Text<'_>, surroundings: &Surroundings<'_>) -> Kind {
    let (path, config) = (&main.document.path, surroundings.config);
    if main.document.is_template {
        return Kind::Template;
    }
    surroundings
        .collections
        .kind(path)
        .or_else(|| stated(facts))
        .or_else(|| (!unit.is_folder && is_bare_page(facts, main)).then_some(Kind::Page))
        .or_else(|| by_folder(unit, facts, path, &surroundings.spec_folders))
        .or(by_title(facts))
        .unwrap_or_else(|| {
            if unit.is_folder || speaks(facts) { root_kind(config) } else { Kind::Page }
        })
}

/// The kind of that name, in the singular or plural.
fn kind_of_word(word: &str) -> Option<Kind> {
    match &*word.trim().to_lowercase() {
        "page" | "pages" => Some(Kind::Page),
        "template" | "templates" => Some(Kind::Template),
        "user story" | "user stories" => Some(Kind::Story),
        word => of_name(word).filter(|kind| *kind != Kind::Page),
    }
}

/// What the title's prefix says.
fn by_title(facts: &Facts<'_>) -> Option<Kind> {
    match facts.kind {
        Some(StatedKind::TitlePrefix(kind)) => Some(kind),
        _ => None,
    }
}

/// What a field or the id's prefix says.
fn stated(facts: &Facts<'_>) -> Option<Kind> {
    let by_id = || {
        let prefix = facts.id.as_ref().and_then(|id| id.prefix.as_deref())?;
        ids::kind_of_prefix(prefix)
    };
    match facts.kind {
        Some(StatedKind::Field(kind) | StatedKind::IdPrefix(kind)) => Some(kind),
        _ => by_id(),
    }
}

/// Whether a text is a page by its name, having neither an id nor a status of its own.
fn is_bare_page(facts: &Facts<'_>, main: &Text<'_>) -> bool {
    let has_its_own = facts.id.as_ref().is_some_and(|id| id.explicit) || facts.status.is_some();
    !has_its_own && (group::is_index(main) || is_page_by_name(&main.document.path))
}

/// Whether a file's name is one of those that pages bear.
pub(super) fn is_page_by_name(path: &SourcePath) -> bool {
    let stem = path.stem().to_lowercase().replace(['_', ' '], "-");
    PAGE_NAMES.contains(&&*stem)
}

/// What the nearest telling folder says. A folder of pages says it only of texts that say nothing of themselves, and so
/// does a spec that is a folder of what else lies in it.
fn by_folder(
    unit: &Unit,
    facts: &Facts<'_>,
    path: &SourcePath,
    spec_folders: &HashSet<&str>,
) -> Option<Kind> {
    let mut folder = path.folder();
    if unit.is_folder {
        folder = folder.rsplit_once('/').map_or("", |(around, _)| around);
    }
    let silent = !unit.is_folder && !speaks(facts);
    loop {
        let name = folder.rsplit('/').next().filter(|name| !name.is_empty())?;
        if silent && spec_folders.contains(folder) {
            return Some(Kind::Page);
        }
        match of_name(name) {
            // A folder of all documents says less than a title: `docs/x.md` may be `User Story: X`.
            Some(Kind::Page) if silent && is_general(name) && by_title(facts).is_some() => {}
            Some(Kind::Page) if silent => return Some(Kind::Page),
            Some(Kind::Page) | None => {}
            kind => return kind,
        }
        folder = folder.rsplit_once('/').map_or("", |(around, _)| around);
    }
}

/// Whether a folder of that name holds documents of every kind.
fn is_general(name: &str) -> bool {
    matches!(&*name.to_lowercase(), "doc" | "docs" | "documentation")
}

/// Whether documents in this folder are specs, stories, epics or decisions by its name.
pub(super) fn holds_specs(folder: &str) -> bool {
    let kinds = folder.rsplit('/').filter_map(of_name);
    kinds.into_iter().next().is_some_and(|kind| kind != Kind::Page)
}

/// What a folder of that name holds: by the name, or by its last word (`feature-specs`, `decision-records`).
fn of_name(name: &str) -> Option<Kind> {
    let name = name.to_lowercase();
    if name.ends_with("decision-records") || name.ends_with("decision_records") {
        return Some(Kind::Decision);
    }
    let last = name.rsplit(['-', '_', ' ', '.']).next().unwrap_or(&name);
    let of_word = |word: &str| {
        FOLDER_WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(kind, _)| *kind)
    };
    of_word(&name).or_else(|| of_word(last))
}

/// Whether metadata says enough to be more than a page: an id, a status or an issue. A small number before a file's name
/// (`01-setup.md`) is the order of reading, and no id.
fn speaks(facts: &Facts<'_>) -> bool {
    facts.status.is_some() || !facts.issues.is_empty() || facts.id.as_ref().is_some_and(is_telling)
}

/// Whether an id is a document's and neither the number of a chapter nor the name of a page in some tool's menu.
fn is_telling(id: &Id) -> bool {
    let is_numbered = id.text.bytes().any(|byte| byte.is_ascii_digit());
    is_numbered && (id.explicit || id.prefix.is_some() || id.text.len() > 2)
}

/// What a document is that lies in no telling folder: a spec, unless the sources as a whole are stories, epics or decisions
/// by their folder's name.
fn root_kind(config: &Config) -> Kind {
    let root = config.source_dir();
    let names = root.components().rev().filter_map(|part| part.as_os_str().to_str());
    names.take(1).find_map(of_name).filter(|kind| *kind != Kind::Page).unwrap_or(Kind::Spec)
}

/// `[[portfolio.collection]]`: what each pattern's documents are. A pattern without wildcards may be a folder; `*` and `?`
/// stay within one name, `**` goes through folders.
#[derive(Debug, Default)]
struct Collections {
    patterns: GlobSet,
    /// Length and kind of each pattern.
    kinds: Vec<(usize, Kind)>,
}

impl Collections {
    /// Compiles the configured patterns. One that is no glob was refused with the configuration.
    fn new(configured: &[Collection]) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut kinds = Vec::new();
        for collection in configured {
            let path = collection.path.trim_start_matches("./").trim_matches('/');
            let Some(kind) = kind_of_word(&collection.kind) else { continue };
            let below = if matches!(path, "" | ".") { "**".into() } else { format!("{path}/**") };
            for pattern in [path, &below] {
                if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() {
                    builder.add(glob);
                    kinds.push((path.len(), kind));
                }
            }
        }
        Self { patterns: builder.build().unwrap_or_default(), kinds }
    }

    /// The kind that the longest fitting pattern gives.
    fn kind(&self, path: &SourcePath) -> Option<Kind> {
        let fitting = self.patterns.matches(path.as_str());
        let kinds = fitting.into_iter().filter_map(|at| self.kinds.get(at));
        kinds.max_by_key(|(length, _)| *length).map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::testing::{Draft, Setting, doc, field_kind, portfolio_in};

    fn kind_in(setting: &Setting, draft: Draft) -> Kind {
        portfolio_in(setting, [draft]).entries[0].kind
    }

    #[test]
    fn kinds() {
        let check = |draft: Draft, expected: Kind| {
            let path = draft.document.path.clone();
            assert_eq!(kind_in(&Setting::default(), draft), expected, "{path}");
        };
        check(doc("specs/login.md"), Kind::Spec);
        check(doc("docs/user-stories/login.md"), Kind::Story);
        check(doc("docs/epics/big.md"), Kind::Epic);
        check(doc("architecture-decision-records/team/x.md"), Kind::Decision);
        check(doc("docs/adr/x.md"), Kind::Decision);
        let titled = |path: &str| doc(path).kind(StatedKind::TitlePrefix(Kind::Story));
        check(titled("docs/x.md"), Kind::Story);
        check(titled("docs/guide/x.md"), Kind::Page);
        check(doc("guide/start.md"), Kind::Page);
        check(doc("guide/01-start.md").file_id("01"), Kind::Page);
        check(doc("guide/0042-start.md").file_id("0042"), Kind::Spec);
        check(doc("text/x.md").id("SPEC-1"), Kind::Spec);
        check(doc("text/x.md").id("intro"), Kind::Page);
        check(doc("specs/1-x/notes/y.md"), Kind::Page);
        check(doc("text/x.md").status("Draft"), Kind::Spec);
        check(doc("text/x.md").issue(None, 3), Kind::Spec);
        check(doc("specs/README.md"), Kind::Page);
        check(doc("specs/README.md").status("Draft"), Kind::Spec);
        check(doc("specs/CONTRIBUTING.md"), Kind::Page);
        check(doc("specs/guides/howto.md"), Kind::Page);
        check(doc("specs/guides/howto.md").status("Draft"), Kind::Spec);
        check(doc("docs/specs/login.md"), Kind::Spec);
        check(doc("specs/001-x/spec.md"), Kind::Spec);
        check(doc("specs/x.md").prefixed_id("ADR", "ADR-1"), Kind::Decision);
        check(doc("specs/x.md").kind(field_kind(Kind::Epic)), Kind::Epic);
        check(doc("specs/x.md").kind(StatedKind::TitlePrefix(Kind::Story)), Kind::Spec);
        check(doc("text/x.md").kind(StatedKind::TitlePrefix(Kind::Story)), Kind::Story);
        check(doc("specs/x.md").template(), Kind::Template);
    }

    #[test]
    fn a_collection_is_strongest() {
        let mut setting = Setting::default();
        let collection = |path: &str, kind: &str| Collection {
            path: path.into(),
            kind: kind.into(),
            template: None,
        };
        setting.config.portfolio.collections =
            vec![collection("text", "decision"), collection("text/**/us-*.md", "stories")];
        let check = |draft: Draft, expected| assert_eq!(kind_in(&setting, draft), expected);
        check(doc("text/x.md").kind(field_kind(Kind::Epic)), Kind::Decision);
        check(doc("text/a/us-1.md"), Kind::Story);
        check(doc("texts/x.md"), Kind::Page);
    }

    #[test]
    fn the_sources_own_folder_tells_too() {
        let mut setting = Setting::default();
        setting.config.book.src = "docs/adr".into();
        assert_eq!(kind_in(&setting, doc("0001-x.md").file_id("0001")), Kind::Decision);
        assert_eq!(kind_in(&setting, doc("x.md")), Kind::Page);
    }
}
