//! What a `book.toml` becomes, rule by rule.

mod lists;

use super::*;

/// The outcome of loading a folder with this file (and a folder `src` when `file` says so), as seen by a test.
fn load_with(
    file: Option<&str>,
    folders: &[&str],
    environment: &[(&str, &str)],
) -> Result<Config, Error> {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    for folder in folders {
        fs::create_dir_all(root.path().join(folder)).expect("it can be made");
    }
    if let Some(text) = file {
        fs::write(root.path().join("book.toml"), text).expect("it can be written");
    }
    let environment: Vec<_> =
        environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    load(root.path(), &environment)
}

#[track_caller]
fn loaded(file: &str) -> Config {
    load_with(Some(file), &["src", "theme"], &[]).expect("the configuration can be followed")
}

/// Asks that loading fails at `line:column`, with this message and help.
#[track_caller]
fn check_error(file: &str, place: &str, expected: &str, expected_help: &str) {
    let error = load_with(Some(file), &["src"], &[]).expect_err("it cannot be followed");
    let Error::Configuration { text, span, message, help, .. } = error else {
        panic!("{error} is not located");
    };
    let (line, column) = crate::diagnostic::line_and_column(&text, span.start);
    assert_eq!((format!("{line}:{column}").as_str(), message.as_str()), (place, expected));
    assert_eq!(help.unwrap_or_default(), expected_help);
}

/// Asks that loading goes well and reports exactly these problems, as `path:line:column severity message (help)`.
#[track_caller]
fn check_problems(file: &str, expected: &[&str]) {
    let told = |problem: &Problem| {
        let Place { path, line, column, .. } = &problem.place;
        let severity = problem.severity.name();
        let help = problem.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        format!("{path}:{line}:{column} {severity} {}{help}", problem.message)
    };
    assert_eq!(loaded(file).problems.iter().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn a_folder_without_a_file_has_the_defaults() {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    let config = load(root.path(), &[]).expect("nothing is wrong");
    assert_eq!(config, Config::defaults(root.path()));
    assert_eq!(config.book.src, Path::new("."));
    assert_eq!(
        Some(config.book.title.as_ref()),
        root.path().file_name().and_then(|name| name.to_str())
    );
    assert!(config.html.search);
}

#[test]
fn the_sources_are_in_src_when_nothing_else_is_said() {
    let check = |file, folders: &[&str], expected: &str| {
        let config = load_with(Some(file), folders, &[]).expect("nothing is wrong");
        assert_eq!(config.book.src, Path::new(expected));
    };
    check("", &["src"], "src");
    check("", &[], ".");
    check("[book]\nsrc = ''", &["src"], ".");
    check("[book]\nsrc = 'docs'", &["docs", "src"], "docs");
}

#[test]
fn every_option_is_read() {
    let config = loaded(
        r#"
[book]
title = "Specs"
authors = ["Ann", "Ben"]
description = "All of them"
language = "de"
[build]
build-dir = "out"
extra-watch-dirs = ["more"]
[output.html]
site-url = "repo"
git-repository-url = "https://example.org/a/b"
edit-url-template = "https://example.org/edit/{path}"
default-theme = "Navy"
preferred-dark-theme = "ayu"
additional-css = ["a.css"]
additional-js = ["a.js"]
cname = "specs.example.org"
input-404 = "lost.md"
[output.html.redirect]
"/old.html" = "new.html"
[output.html.search]
enable = false
[portfolio]
ignore = ["drafts/**"]
publish = ["public/**"]
placeholders = ["fill me"]
trackers = { JIRA = "https://example.org/browse/JIRA-{number}" }
issue-url = "https://example.org/issues/{number}"
issues-file = "issues.json"
comment-url = "https://example.org/new?title={path}"
id-prefix = "SPEC"
columns = ["id", "title"]
theme = "theme"
[portfolio.fields]
gatekeeper = "reviewers"
labels = ["squad", "guild"]
[portfolio.registers]
"Open Tasks" = "tasks"
[portfolio.status]
order = ["Draft", "Done"]
aliases = { wip = "Draft", Done = ["shipped"] }
colours = { Done = "green" }
terminal = ["Done"]
turn = { Draft = "author" }
meaning = { Draft = "being written" }
[portfolio.people]
"Technical Lead" = "@ann"
platform = ["@ann", "@ben"]
[[portfolio.collection]]
path = "rfcs"
kind = "spec"
template = "template.md"
[[portfolio.view]]
name = "Mine"
description = "What I do"
author = "@ann"
status = ["Draft", "Done"]
group = "area"
sort = "-updated"
[portfolio.check]
placeholder = "off"
broken-anchor = "error"
"#,
    );
    assert_eq!(config.problems, []);
    let json = serde_json::to_value(&config).expect("a configuration is JSON");
    let expected = serde_json::json!({
        "book": { "title": "Specs", "authors": ["Ann", "Ben"], "description": "All of them",
                  "language": "de", "src": "src" },
        "build": { "build_dir": "out", "extra_watch_dirs": ["more"] },
        "html": {
            "site_url": "/repo/", "git_repository_url": "https://example.org/a/b",
            "edit_url_template": "https://example.org/edit/{path}", "default_theme": "dark",
            "preferred_dark_theme": "dark", "additional_css": ["a.css"], "additional_js": ["a.js"],
            "cname": "specs.example.org", "input_404": "lost.md",
            "redirect": { "/old.html": "new.html" }, "search": false,
        },
        "portfolio": {
            "ignore": ["drafts/**"], "publish": ["public/**"], "placeholders": ["fill me"],
            "trackers": { "JIRA": "https://example.org/browse/JIRA-{number}" },
            "issue_url": "https://example.org/issues/{number}", "issues_file": "issues.json",
            "comment_url": "https://example.org/new?title={path}",
            "id_prefix": ["SPEC"], "columns": ["id", "title"], "theme": "theme",
            "views": [{ "name": "Mine", "description": "What I do", "group": "area", "sort": "-updated",
                        "filters": { "author": ["@ann"], "status": ["Draft", "Done"] } }],
            "fields": { "gatekeeper": "reviewers", "guild": "labels", "squad": "labels" },
            "registers": { "Open Tasks": "tasks" },
            "status": {
                "order": ["Draft", "Done"], "aliases": { "wip": "Draft", "shipped": "Done" },
                "colours": { "Done": "green" }, "terminal": ["Done"], "turn": { "Draft": "author" },
                "meaning": { "Draft": "being written" },
            },
            "people": { "Technical Lead": ["@ann"], "platform": ["@ann", "@ben"] },
            "collections": [{ "path": "rfcs", "kind": "spec", "template": "template.md" }],
            "check": { "placeholder": null, "broken-anchor": "error" },
        },
    });
    assert_eq!(json, expected);
}

#[test]
fn mdbooks_own_keys_are_accepted_in_silence() {
    check_problems(
        r#"
[book]
title = "A book"
multilingual = false
text-direction = "ltr"
[rust]
edition = "2021"
[build]
create-missing = false
use-default-preprocessors = true
[preprocessor.links]
[preprocessor.mermaid]
command = "mdbook-mermaid"
[output.html]
theme = "my-theme"
default-theme = "my-own"
smart-punctuation = true
mathjax-support = true
copy-fonts = true
git-repository-url = ""
git-repository-icon = "fab-github"
no-section-label = false
hash-files = true
[output.html.print]
enable = true
page-break = true
[output.html.fold]
enable = false
level = 0
[output.html.playground]
editable = false
runnable = true
[output.html.code.hidelines]
python = "~"
[output.html.search]
limit-results = 30
boost-title = 2
[output.linkcheck]
follow-web-links = true
"#,
        &[],
    );
}

#[test]
fn unknown_keys_of_ours_are_problems_at_their_place() {
    check_problems(
        "[portfolio]\nignor = []\nwhatever = 1\n\n[portfolio.status]\norders = []\n",
        &[
            "../book.toml:2:1 warning there is no key `portfolio.ignor` (did you mean `ignore`)",
            "../book.toml:3:1 warning there is no key `portfolio.whatever`",
            "../book.toml:6:1 warning there is no key `portfolio.status.orders` (did you mean `order`)",
        ],
    );
    check_problems(
        "[[portfolio.collection]]\npath = 'a'\nkind = 'spec'\nfolder = 'x'\n",
        &["../book.toml:4:1 warning there is no key `portfolio.collection.folder`"],
    );
    check_problems(
        "[portfolio.check]\nbroken-lnk = 'off'\nnothing-like-it = 'off'\n",
        &[
            "../book.toml:2:1 warning there is no problem code `broken-lnk` (did you mean `broken-link`)",
            "../book.toml:3:1 warning there is no problem code `nothing-like-it`",
        ],
    );
    check_problems(
        "[portfolio.fields]\ngatekeeper = 'reveiwers'\n'next-reviews' = 'next-review'\nmoon = ['luna']\n",
        &[
            "../book.toml:2:1 warning there is no field `reveiwers` (did you mean `reviewers`)",
            "../book.toml:4:1 warning there is no field `moon`",
        ],
    );
    check_problems(
        "[portfolio.registers]\nTodo = 'task'\nHazards = 'risk list'\n",
        &["../book.toml:3:1 warning there is no register `risk list`"],
    );
}

#[test]
fn a_slip_in_mdbooks_tables_is_a_problem_too() {
    check_problems(
        "[book]\ntitel = 'x'\n[output.html]\nsite-ulr = '/'\n[portfolo]\n",
        &[
            "../book.toml:2:1 warning there is no key `book.titel` (did you mean `title`)",
            "../book.toml:4:1 warning there is no key `output.html.site-ulr` (did you mean `site-url`)",
            "../book.toml:5:2 warning there is no key `portfolo` (did you mean `portfolio`)",
        ],
    );
}

#[test]
fn the_severity_of_an_unknown_key_is_configured_like_any() {
    check_problems("[portfolio]\nx = 1\n[portfolio.check]\nunknown-key = 'off'\n", &[]);
    check_problems(
        "[portfolio]\nx = 1\n[portfolio.check]\nunknown-key = 'error'\n",
        &["../book.toml:2:1 error there is no key `portfolio.x`"],
    );
}

#[test]
fn the_file_is_named_from_the_sources() {
    let check = |src: &str, expected: &str| {
        let root = tempfile::tempdir().expect("there is a folder for temporary files");
        let book = root.path().join("book");
        for folder in ["book/a/b", "docs"] {
            fs::create_dir_all(root.path().join(folder)).expect("it can be made");
        }
        fs::write(book.join("book.toml"), format!("[book]\nsrc = '{src}'\n[portfolio]\nx = 1\n"))
            .expect("it can be written");
        let config = load(&book, &[]).expect("nothing stops it");
        assert_eq!(config.problems[0].place.path.as_str(), expected);
    };
    check(".", "book.toml");
    check("./a", "../book.toml");
    check("a/b/", "../../book.toml");
    check("../docs", "../book/book.toml");
}

#[test]
fn what_is_no_toml_is_located() {
    check_error(
        "[book]\ntitle = \"x\n",
        "2:11",
        "this is not TOML: invalid basic string, expected `\"`",
        "",
    );
    check_error("[book\n", "1:6", "this is not TOML: unclosed table, expected `]`", "");
    check_error("[book]\ntitle = 'a'\ntitle = 'b'\n", "3:1", "this is not TOML: duplicate key", "");
    check_error(
        "\u{feff}[book]\ntitle = 1\n",
        "2:9",
        "`book.title` must be text, not a number",
        "put it in quotes: `\"1\"`",
    );
}

#[test]
fn wrong_types_are_located() {
    check_error("book = 1\n", "1:8", "`book` must be a table, not a number", "");
    check_error(
        "[book]\nauthors = 'Ann'\n",
        "2:11",
        "`book.authors` must be a list of texts, not text",
        "put it in brackets: `[\"Ann\"]`",
    );
    check_error(
        "[book]\nauthors = ['Ann', 2]\n",
        "2:19",
        "`book.authors` must be text, not a number",
        "put it in quotes: `\"2\"`",
    );
    check_error(
        "[output]\nhtml = true\n",
        "2:8",
        "`output.html` must be a table, not a truth value",
        "",
    );
    check_error(
        "[output.html.search]\nenable = 'no'\n",
        "2:10",
        "`output.html.search.enable` must be `true` or `false`, not text",
        "",
    );
    check_error(
        "[portfolio]\ncollection = 'x'\n",
        "2:14",
        "`portfolio.collection` must be a list of tables, not text",
        "",
    );
    check_error(
        "[portfolio.people]\nann = 2020-01-01\n",
        "2:7",
        "`portfolio.people.ann` must be a list of texts, not a date",
        "",
    );
}

#[test]
fn values_obey_their_rules() {
    check_error(
        "[portfolio]\nignore = ['a', '[']\n",
        "2:16",
        "`portfolio.ignore` is no glob: unclosed character class; missing ']'",
        "globs are written as in `.gitignore`: `drafts/**`, `*.tmp.md`",
    );
    check_error(
        "[portfolio.check]\nplaceholder = 'of'\n",
        "2:15",
        "`portfolio.check.placeholder` cannot be `of`",
        "did you mean `off`",
    );
    check_error(
        "[portfolio]\nissue-url = 'javascript:{number}'\n",
        "2:13",
        "`portfolio.issue-url` must be a web address",
        "begin it with `https://`",
    );
    check_error(
        "[portfolio.trackers]\nJ = 'https://a/{id}'\n",
        "2:5",
        "`portfolio.trackers.J` has the placeholder `{id}`, which is not known here",
        "write `{number}`",
    );
    check_error(
        "[portfolio.status.turn]\nDraft = 'reviewer'\n",
        "2:9",
        "`portfolio.status.turn.Draft` cannot be `reviewer`",
        "did you mean `reviewers`",
    );
    check_error(
        "[portfolio.status.colours]\nDraft = 'gray'\n",
        "2:9",
        "`portfolio.status.colours.Draft` cannot be `gray`",
        "did you mean `grey`",
    );
    check_error(
        "[[portfolio.collection]]\npath = 'a'\nkind = 'specs'\n",
        "3:8",
        "`portfolio.collection.kind` cannot be `specs`",
        "did you mean `spec`",
    );
    check_error(
        "[[portfolio.collection]]\nkind = 'spec'\n",
        "1:1",
        "this collection has no `path`",
        "a collection is a `path` and the `kind` of what stands there",
    );
    check_error(
        "[build]\nbuild-dir = '..'\n",
        "2:13",
        "`build.build-dir` cannot be `..`, where other files live",
        "name a folder that holds nothing but the site: `site`",
    );
    check_error(
        "[build]\nbuild-dir = 'src'\n",
        "2:13",
        "`build.build-dir` is the folder of the sources",
        "",
    );
    check_error(
        "[output.html.redirect]\n'../x' = 'y'\n",
        "2:1",
        "`../x` is no address of a page of this site",
        "write it as `/old/page.html`",
    );
    check_error(
        "[book]\nsrc = 'nowhere'\n",
        "2:7",
        "`book.src` names `nowhere`, which is no folder",
        "",
    );
    check_error(
        "[portfolio]\ntheme = 'nowhere'\n",
        "2:9",
        "`portfolio.theme` names `nowhere`, which is no folder",
        "",
    );
}

#[test]
fn bytes_that_are_no_text_are_located() {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::write(root.path().join("book.toml"), b"[book]\ntitle = '\xff'\n")
        .expect("it can be written");
    let error = load(root.path(), &[]).expect_err("it cannot be read");
    assert!(matches!(error, Error::Configuration { span, .. } if span == (16..17)));
}

#[test]
fn the_environment_overrides_the_file() {
    let file = Some("[book]\ntitle = 'x'\n");
    let config =
        load_with(file, &[], &[("SPECFOLIO_BOOK__TITLE", "2026")]).expect("nothing is wrong");
    assert_eq!(config.book.title, "2026");
    let config = load_with(None, &[], &[("SPECFOLIO_PORTFOLIO__CHECK__BAD_DATE", "off")])
        .expect("nothing is wrong");
    assert_eq!(config.severity(Code::BadDate), None);
    let config =
        load_with(None, &[], &[("SPECFOLIO_PORTFOLIO__IGNOR", "x")]).expect("nothing stops it");
    assert_eq!(
        config.problems[0].message,
        "the environment variable `SPECFOLIO_PORTFOLIO__IGNOR`: there is no key `portfolio.ignor`"
    );
    let error =
        load_with(file, &[], &[("SPECFOLIO_BOOK__AUTHORS", "Ann")]).expect_err("it is no list");
    assert_eq!(
        error.to_string(),
        "the environment variable `SPECFOLIO_BOOK__AUTHORS`: `book.authors` must be a list of texts, not text"
    );
}

#[test]
fn a_configuration_is_the_same_wherever_it_lies() {
    let json = || serde_json::to_string(&loaded("[book]\ntitle = 'x'\n")).expect("it is JSON");
    assert_eq!(json(), json());
}
