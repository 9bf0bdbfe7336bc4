//! The tree of values → [`Config`]: the list of options, with their rules and defaults.
//!
//! One function per table. A value of the wrong type or against its rule is a fault and ends the reading; a key that does
//! not exist is collected and reported, because a build can go on without it. In mdBook's own tables only a slip for a
//! known key is reported: mdBook and its plugins have keys that mean nothing here. Absent on purpose: the disk.

use super::rules;
use super::section::Section;
use super::tree::{Fault, Origin, Table};
use super::{Book, Build, Collection, Config, Html, PortfolioOptions, StatusOptions, View};
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Code, Severity};
use std::collections::BTreeMap;
use std::path::Path;

/// The keys of our own tables.
const PORTFOLIO_KEYS: &[&str] = &[
    "ignore",
    "publish",
    "placeholders",
    "trackers",
    "issue-url",
    "issues-file",
    "comment-url",
    "id-prefix",
    "columns",
    "view",
    "theme",
    "fields",
    "registers",
    "status",
    "people",
    "collection",
    "check",
];
const STATUS_KEYS: &[&str] = &["order", "aliases", "colours", "terminal", "turn", "meaning"];
const VIEW_KEYS: &[&str] = &["name", "description", "group", "sort"];
const COLLECTION_KEYS: &[&str] = &["path", "kind", "template"];

/// The canonical fields, as `[portfolio.fields]` may name them; case, `-`, `_` and plural do not matter.
const FIELDS: &[&str] = &[
    "id",
    "title",
    "kind",
    "status",
    "created",
    "updated",
    "authors",
    "reviewers",
    "approvers",
    "next review",
    "issue",
    "story",
    "epic",
    "requires",
    "supersedes",
    "superseded by",
    "amends",
    "implements",
    "relates to",
    "labels",
    "discussion",
];

/// The registers, as `[portfolio.registers]` may name them.
const REGISTERS: &[&str] =
    &["requirements", "tasks", "criteria", "endpoints", "data", "risks", "dependencies", "reviews"];

/// The kinds a collection can have.
const KINDS: &[&str] = &["spec", "story", "epic", "decision", "page", "template"];

/// The theme's colour names.
const COLOURS: &[&str] = &["grey", "blue", "violet", "amber", "green", "red"];

/// The columns a table of documents can have.
const COLUMNS: &[&str] = &[
    "id",
    "title",
    "kind",
    "status",
    "authors",
    "reviewers",
    "approvers",
    "issues",
    "labels",
    "progress",
    "created",
    "updated",
    "next-review",
];

/// What a view can be narrowed down by: the facets of lists that do not depend on the day.
const FACETS: &[&str] = &[
    "standing", "status", "turn", "reviewer", "approver", "author", "area", "kind", "story", "epic",
];

/// How a document can stand.
const STANDINGS: &[&str] = &["open", "in-force", "closed"];

/// What a view can be grouped by.
const GROUPS: &[&str] = &["status", "area", "epic", "reviewer", "folder", "none"];

/// Columns that a view can be ordered by.
const ORDERS: &[&str] = &["id", "title", "progress", "created", "updated", "next-review"];

/// Whose turn a status can make it.
const TURNS: &[&str] = &["author", "reviewers", "approvers", "nobody"];

/// The keys of mdBook's tables that we read or that mdBook documents.
const BOOK_KEYS: &[&str] =
    &["title", "authors", "description", "language", "src", "text-direction", "multilingual"];
const BUILD_KEYS: &[&str] =
    &["build-dir", "extra-watch-dirs", "create-missing", "use-default-preprocessors"];
const HTML_KEYS: &[&str] = &[
    "site-url",
    "git-repository-url",
    "edit-url-template",
    "default-theme",
    "preferred-dark-theme",
    "additional-css",
    "additional-js",
    "cname",
    "input-404",
    "redirect",
    "search",
    "theme",
    "smart-punctuation",
    "curly-quotes",
    "definition-lists",
    "admonitions",
    "mathjax-support",
    "google-analytics",
    "no-section-label",
    "git-repository-icon",
    "hash-files",
    "copy-fonts",
    "sidebar-header-nav",
    "print",
    "fold",
    "playground",
    "playpen",
    "code",
    "livereload-url",
];

/// Reads the configuration; what is odd about it but stops nothing goes to `odd`.
pub(super) fn read(root: &Path, tree: &Table, odd: &mut Vec<Fault>) -> Result<Config, Fault> {
    let defaults = Config::defaults(root);
    let top = Section::top(tree);
    odd.extend(top.misspelt(&["book", "build", "rust", "output", "preprocessor", "portfolio"]));
    Ok(Config {
        book: book(&top.section("book")?, defaults.book, odd)?,
        build: build(&top.section("build")?, defaults.build, odd)?,
        html: html(&top.section("output")?.section("html")?, odd)?,
        portfolio: portfolio(&top.section("portfolio")?, odd)?,
        ..defaults
    })
}

fn book(book: &Section<'_>, defaults: Book, odd: &mut Vec<Fault>) -> Result<Book, Fault> {
    odd.extend(book.misspelt(BOOK_KEYS));
    Ok(Book {
        title: book.text("title", rules::any)?.unwrap_or(defaults.title),
        authors: book.list("authors", rules::any)?,
        description: book.text("description", rules::any)?,
        language: book.text("language", rules::any)?.unwrap_or(defaults.language),
        src: book.text("src", rules::path)?.unwrap_or(defaults.src),
    })
}

fn build(build: &Section<'_>, defaults: Build, odd: &mut Vec<Fault>) -> Result<Build, Fault> {
    odd.extend(build.misspelt(BUILD_KEYS));
    Ok(Build {
        build_dir: build.text("build-dir", rules::output_folder)?.unwrap_or(defaults.build_dir),
        extra_watch_dirs: build.list("extra-watch-dirs", rules::path)?,
    })
}

fn html(html: &Section<'_>, odd: &mut Vec<Fault>) -> Result<Html, Fault> {
    odd.extend(html.misspelt(HTML_KEYS));
    Ok(Html {
        site_url: html.text("site-url", rules::site_url)?,
        git_repository_url: html.text("git-repository-url", rules::web_address)?,
        edit_url_template: html.text("edit-url-template", rules::web_template(&["path"], false))?,
        default_theme: html.text("default-theme", rules::scheme)?.flatten(),
        preferred_dark_theme: html.text("preferred-dark-theme", rules::scheme)?.flatten(),
        additional_css: html.list("additional-css", rules::path)?,
        additional_js: html.list("additional-js", rules::path)?,
        cname: html.text("cname", rules::host)?,
        input_404: html.text("input-404", rules::any)?,
        redirect: redirect(&html.section("redirect")?)?,
        search: html.section("search")?.flag("enable")?.unwrap_or(true),
    })
}

fn redirect(redirect: &Section<'_>) -> Result<BTreeMap<String, String>, Fault> {
    if let Some(address) = redirect.keys().find(|address| !rules::is_inside_site(address)) {
        return Err(Fault {
            origin: redirect.origin_of_key(address),
            message: format!("`{address}` is no address of a page of this site"),
            help: Some("write it as `/old/page.html`".into()),
        });
    }
    redirect.map(rules::redirect_target)
}

fn portfolio(portfolio: &Section<'_>, odd: &mut Vec<Fault>) -> Result<PortfolioOptions, Fault> {
    odd.extend(portfolio.unknown(PORTFOLIO_KEYS));
    let fields = portfolio.section("fields")?;
    let registers = portfolio.section("registers")?;
    Ok(PortfolioOptions {
        ignore: portfolio.list("ignore", rules::glob)?,
        publish: portfolio.list("publish", rules::glob)?,
        placeholders: portfolio.list("placeholders", rules::any)?,
        trackers: portfolio.section("trackers")?.map(rules::web_template(&["number"], true))?,
        issue_url: portfolio.text("issue-url", rules::web_template(&["number"], true))?,
        issues_file: portfolio.text("issues-file", rules::path)?,
        comment_url: portfolio
            .text("comment-url", rules::web_template(&["path", "line", "heading"], true))?,
        id_prefix: portfolio.list_or_text("id-prefix")?,
        columns: columns(portfolio)?,
        views: views(portfolio, odd)?,
        theme: portfolio.text("theme", rules::path)?,
        fields: known_words(&fields, FIELDS, "field", odd)?,
        registers: known_words(&registers, REGISTERS, "register", odd)?,
        status: status(&portfolio.section("status")?, odd)?,
        people: people(&portfolio.section("people")?)?,
        collections: collections(portfolio, odd)?,
        check: check(&portfolio.section("check")?, odd)?,
    })
}

/// Columns by their names. A table without titles leads nowhere, so that column is never left out.
fn columns(portfolio: &Section<'_>) -> Result<Vec<String>, Fault> {
    let columns = portfolio.list("columns", rules::word(COLUMNS))?;
    if columns.is_empty() || columns.iter().any(|column| column == "title") {
        return Ok(columns);
    }
    Err(Fault {
        origin: portfolio.origin_of_key("columns"),
        message: "`portfolio.columns` has no `title`, which is the link to the document".into(),
        help: Some("add `\"title\"` to the list".into()),
    })
}

fn views(portfolio: &Section<'_>, odd: &mut Vec<Fault>) -> Result<Vec<View>, Fault> {
    let mut views = Vec::new();
    for (section, origin) in portfolio.sections("view")? {
        odd.extend(section.unknown(&[VIEW_KEYS, FACETS].concat()));
        let name = section.text("name", rules::any)?.ok_or_else(|| Fault {
            origin,
            message: "this view has no `name`".into(),
            help: Some("a view is a `name` and what its documents have in common".into()),
        })?;
        let mut filters = BTreeMap::new();
        for facet in FACETS.iter().filter(|facet| section.value(facet).is_some()) {
            let values = match *facet {
                "standing" => section.one_or_more(facet, rules::word(STANDINGS))?,
                "turn" => section.one_or_more(facet, rules::word(TURNS))?,
                "kind" => section.one_or_more(facet, rules::word(KINDS))?,
                _ => section.one_or_more(facet, rules::any)?,
            };
            filters.insert((*facet).to_owned(), values);
        }
        views.push(View {
            name,
            description: section.text("description", rules::any)?,
            filters,
            group: section.text("group", rules::word(GROUPS))?.unwrap_or_else(|| "status".into()),
            sort: section.text("sort", rules::order(ORDERS))?,
        });
    }
    Ok(views)
}

fn status(status: &Section<'_>, odd: &mut Vec<Fault>) -> Result<StatusOptions, Fault> {
    odd.extend(status.unknown(STATUS_KEYS));
    Ok(StatusOptions {
        order: status.list("order", rules::any)?,
        aliases: status.section("aliases")?.spellings()?,
        colours: status.section("colours")?.map(rules::word(COLOURS))?,
        terminal: status.list("terminal", rules::any)?,
        turn: status.section("turn")?.map(rules::word(TURNS))?,
        meaning: status.section("meaning")?.map(rules::any)?,
    })
}

/// A role's persons, a team's members or a spelling's person: one text or several.
fn people(people: &Section<'_>) -> Result<BTreeMap<String, Vec<String>>, Fault> {
    people.keys().map(|key| Ok((key.to_owned(), people.list_or_text(key)?))).collect()
}

fn collections(portfolio: &Section<'_>, odd: &mut Vec<Fault>) -> Result<Vec<Collection>, Fault> {
    let mut collections = Vec::new();
    for (section, origin) in portfolio.sections("collection")? {
        odd.extend(section.unknown(COLLECTION_KEYS));
        let missing = |key: &str| Fault {
            origin: origin.clone(),
            message: format!("this collection has no `{key}`"),
            help: Some("a collection is a `path` and the `kind` of what stands there".into()),
        };
        collections.push(Collection {
            path: section.text("path", rules::glob)?.ok_or_else(|| missing("path"))?,
            kind: section.text("kind", rules::word(KINDS))?.ok_or_else(|| missing("kind"))?,
            template: section.text("template", rules::any)?,
        });
    }
    Ok(collections)
}

fn check(
    check: &Section<'_>,
    odd: &mut Vec<Fault>,
) -> Result<BTreeMap<String, Option<Severity>>, Fault> {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    for key in check.keys().filter(|key| Code::from_name(key).is_none()) {
        odd.push(no_such("problem code", key, &codes, check.origin_of_key(key)));
    }
    check.map(rules::severity)
}

/// Spellings of known words; a word that is not known is odd, and kept.
fn known_words(
    section: &Section<'_>,
    known: &[&str],
    what: &str,
    odd: &mut Vec<Fault>,
) -> Result<BTreeMap<String, String>, Fault> {
    let spellings = section.spellings()?;
    let is_known = |word: &str| known.iter().any(|known| folded(known) == folded(word));
    for (spelling, word) in spellings.iter().filter(|(_, word)| !is_known(word)) {
        let key = if section.value(spelling).is_some() { spelling } else { word };
        odd.push(no_such(what, word, known, section.origin_of_key(key)));
    }
    Ok(spellings)
}

fn no_such(what: &str, word: &str, known: &[&str], origin: Origin) -> Fault {
    let meant = did_you_mean(word, known.iter().copied());
    Fault {
        origin,
        message: format!("there is no {what} `{word}`"),
        help: meant.map(|meant| format!("did you mean `{meant}`")),
    }
}

/// A word as fields are compared: without case, separators and the plural's s.
fn folded(word: &str) -> String {
    let word: String =
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    word.trim_end_matches('s').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANUAL: &str = include_str!("../../content/manual/configuration.md");

    #[test]
    fn the_manual_lists_every_key_and_word() {
        let ours = [
            PORTFOLIO_KEYS,
            STATUS_KEYS,
            VIEW_KEYS,
            COLLECTION_KEYS,
            COLUMNS,
            FACETS,
            STANDINGS,
            GROUPS,
            ORDERS,
            FIELDS,
            REGISTERS,
            KINDS,
            COLOURS,
            TURNS,
        ];
        let mdbooks = [&BOOK_KEYS[..5], &BUILD_KEYS[..2], &HTML_KEYS[..11]];
        for key in ours.into_iter().chain(mdbooks).flatten() {
            assert!(MANUAL.contains(&format!("`{key}`")), "the manual does not name `{key}`");
        }
    }

    #[test]
    fn the_manuals_examples_can_be_followed() {
        let examples: Vec<&str> =
            MANUAL.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!examples.is_empty());
        for example in examples {
            let tree = crate::config::tree::parse(example).expect("the example is TOML");
            let mut odd = Vec::new();
            read(Path::new("."), &tree, &mut odd).expect("the example obeys the rules");
            assert_eq!(odd, [], "{example}");
        }
    }
}
