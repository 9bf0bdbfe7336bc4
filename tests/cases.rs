//! Golden cases: each folder of `tests/cases` is one behaviour.
//!
//! A case is `input/` (a portfolio), optionally `book.toml` beside it (with `src = "input"`), and what is expected of it:
//! `expected/` holds `portfolio.json` and every page that the file `pages` names, a path a line; `stderr` is what `check`
//! prints. A left-over expected file is a failure. `BLESS=1 cargo test --test cases` writes what is there.

use specfolio::config::{self, Config, additional_files};
use specfolio::diagnostic::{Format, ReportOptions, SourcePath, Texts, write_report};
use specfolio::link::Audience;
use specfolio::render::{Content, ThemeFiles};
use specfolio::{Builder, Built};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn cases_give_what_is_expected() {
    let cases = folders(&root().join("tests/cases"));
    assert!(cases.len() > 20, "the cases are missing");
    let failures: Vec<_> = cases.iter().filter_map(|case| difference(case)).collect();
    assert!(failures.is_empty(), "{}\nrun with BLESS=1 to accept", failures.join("\n"));
}

/// The schema in the repository holds for every case, and for what the schema cannot say: each source exactly once.
#[test]
fn every_case_is_valid_by_the_schema() {
    let schema = fs::read_to_string(root().join("schema/portfolio.schema.json"))
        .expect("the schema is in the repository");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for case in folders(&root().join("tests/cases")) {
        let built = built(&case);
        let json: serde_json::Value =
            serde_json::from_slice(&file(&built, "api/portfolio.json")).expect("it is JSON");
        let faults: Vec<_> = validator.iter_errors(&json).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", case.display());
        let listed = json["documents"]
            .as_array()
            .expect("documents")
            .iter()
            .map(|document| 1 + document["parts"].as_array().expect("parts").len());
        assert_eq!(
            listed.sum::<usize>() + built.portfolio.withheld,
            built.tree.sources.len(),
            "{}",
            case.display()
        );
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of cases");
    let mut folders: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// A copy of a case where git does not reach it: this repository's history is none of its own.
struct Copied(tempfile::TempDir);

impl Copied {
    fn of(case: &Path) -> Self {
        let copy = Self(tempfile::tempdir().expect("a temporary folder can be made"));
        copy_tree(&case.join("input"), &copy.0.path().join("input"));
        if case.join("book.toml").exists() {
            fs::copy(case.join("book.toml"), copy.0.path().join("book.toml"))
                .expect("it can be copied");
        }
        copy
    }

    fn configuration(&self) -> Config {
        let case = self.0.path();
        let is_configured = case.join("book.toml").exists();
        let root = if is_configured { case.to_path_buf() } else { case.join("input") };
        let mut config = config::load(&root, &[]).expect("the case's configuration is sound");
        if !is_configured {
            config.book.title = "Case".into();
        }
        config
    }
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the case has an input").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("it can be copied");
        }
    }
}

fn built(case: &Path) -> Built {
    let copied = Copied::of(case);
    let config = copied.configuration();
    let additional = additional_files(&config).expect("the case has its files");
    let theme = ThemeFiles { additional, ..ThemeFiles::default() };
    Builder::default().build(&config, &theme, Audience::Public, &|_| ()).expect("the case builds")
}

/// What a case gives: relative path → content.
fn actual(case: &Path) -> BTreeMap<String, Vec<u8>> {
    let built = built(case);
    let mut files = BTreeMap::from([(
        "expected/portfolio.json".to_owned(),
        pretty(&file(&built, "api/portfolio.json")),
    )]);
    let pages = fs::read_to_string(case.join("pages")).unwrap_or_default();
    for page in pages.lines().filter(|line| !line.is_empty()) {
        files.insert(format!("expected/{page}"), file(&built, page));
    }
    files.insert("stderr".to_owned(), report(case));
    files
}

fn report(case: &Path) -> Vec<u8> {
    let copied = Copied::of(case);
    let (tree, portfolio) = Builder::default()
        .understand(&copied.configuration(), Audience::Author, &|_| ())
        .expect("the case is understood");
    let texts = SourceTexts(&tree);
    let options = ReportOptions { format: Format::Human, prefix: String::new(), colour: false };
    let mut out = Vec::new();
    write_report(&portfolio.problems, &texts, &options, &mut out).expect("memory takes it");
    out
}

struct SourceTexts<'a>(&'a specfolio::scan::Tree);

impl Texts for SourceTexts<'_> {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        let of_document =
            self.0.sources.iter().find(|source| source.path == *path).map(|source| &*source.text);
        let sidecars = self.0.sources.iter().filter_map(|source| source.sidecar.as_ref());
        of_document.or_else(|| {
            sidecars.into_iter().find(|sidecar| sidecar.path == *path).map(|sidecar| &*sidecar.text)
        })
    }
}

fn file(built: &Built, path: &str) -> Vec<u8> {
    match built.site.files.get(path) {
        Some(Content::Bytes(bytes)) => without_hashes(bytes),
        other => panic!("`{path}` is not a page of the site: {other:?}"),
    }
}

/// The page without the hashes in the names of its assets: a change of style is not a change of every page.
fn without_hashes(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    let mut parts = text.split("_specfolio/");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find('"').unwrap_or(part.len());
        let stable: Vec<_> = part[..end].split('.').filter(|word| word.len() != 10).collect();
        result.extend(["_specfolio/", &stable.join("."), &part[end..]]);
    }
    result.into_bytes()
}

/// JSON over several lines, so that a difference can be read.
fn pretty(json: &[u8]) -> Vec<u8> {
    let value: serde_json::Value = serde_json::from_slice(json).expect("it is JSON");
    let mut text = serde_json::to_string_pretty(&sorted(value)).expect("JSON prints");
    text.push('\n');
    text.into_bytes()
}

/// JSON with its keys in order, whichever order the crate keeps: that depends on what else is built.
fn sorted(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(object) => {
            let keys: BTreeMap<String, Value> =
                object.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(keys.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        value => value,
    }
}

/// How a case differs from what is expected of it; with `BLESS` set it is made not to.
fn difference(case: &Path) -> Option<String> {
    let actual = actual(case);
    if std::env::var_os("BLESS").is_some() {
        bless(case, &actual);
        return None;
    }
    let expected = expected(case);
    let differing = |path: &&String| expected.get(*path) != actual.get(*path);
    let mut paths: Vec<_> = actual.keys().chain(expected.keys()).filter(differing).collect();
    paths.sort();
    paths.dedup();
    let show = |path: &&String| {
        let line = first_difference(expected.get(*path), actual.get(*path));
        format!("{}/{path}: {line}", case.file_name().unwrap_or_default().display())
    };
    (!paths.is_empty()).then(|| paths.iter().map(show).collect::<Vec<_>>().join("\n"))
}

fn first_difference(expected: Option<&Vec<u8>>, actual: Option<&Vec<u8>>) -> String {
    let (Some(expected), Some(actual)) = (expected, actual) else {
        return if expected.is_none() { "not expected" } else { "no longer made" }.into();
    };
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let mut lines = expected.lines().zip(actual.lines()).enumerate();
    let (number, (left, right)) =
        lines.find(|(_, (left, right))| left != right).unwrap_or((0, ("a different length", "")));
    format!("line {}:\n  expected {left}\n  found    {right}", number + 1)
}

fn expected(case: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(case, &case.join("expected"), &mut files);
    files.insert("stderr".to_owned(), fs::read(case.join("stderr")).unwrap_or_default());
    files
}

fn collect(case: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(case, &path, files);
        } else {
            let name =
                path.strip_prefix(case).expect("it is in the case").to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).expect("it can be read"));
        }
    }
}

fn bless(case: &Path, actual: &BTreeMap<String, Vec<u8>>) {
    // A case that expects nothing yet has no folder to remove.
    fs::remove_dir_all(case.join("expected")).ok();
    for (path, bytes) in actual {
        let path = case.join(path);
        fs::create_dir_all(path.parent().expect("it stands in the case"))
            .expect("the folder can be made");
        fs::write(path, bytes).expect("the golden can be written");
    }
}
