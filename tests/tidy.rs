//! The invariants of the source itself: what imports what, who owns which crate, who touches the world.
//!
//! Each rule is a function from a taken-apart file to what is wrong with it, tried on a small text that breaks it and then
//! on the whole crate. A rule that a compiler or clippy can hold is not here.

#[path = "tidy/source.rs"]
mod source;

use source::{Source, files, sources};
use specfolio::diagnostic::Code;
use std::fs;

/// The modules below the crate's root, each allowed to import those before it.
const ORDER: &[&str] = &[
    "diagnostic",
    "config",
    "memo",
    "scan",
    "parse",
    "draw",
    "link",
    "render",
    "emit",
    "serve",
    "cli",
];

/// Each outside crate and the places that may name it: folders or files of `src`. A crate that is the program's word for
/// something (a date, a parallel loop, a serializable shape) has no owner.
const OWNERS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic/report/human.rs"]),
    ("blake3", &["emit", "memo.rs", "render", "serve/snapshot.rs"]),
    ("clap", &["cli"]),
    ("ctrlc", &["cli/serve.rs"]),
    ("deunicode", &["link/address"]),
    ("globset", &["config/rules.rs", "link/kinds.rs", "scan"]),
    ("httparse", &["serve/http/request.rs"]),
    ("indicatif", &["cli/stages.rs"]),
    ("jiff", &[""]),
    ("merman", &["draw/mermaid.rs"]),
    ("mio", &["serve/http"]),
    ("notify", &["serve/watch"]),
    ("open", &["cli/build.rs", "cli/serve.rs"]),
    ("percent_encoding", &["link", "parse", "render", "serve/http/request.rs"]),
    ("pulldown_cmark", &["parse", "render/markdown"]),
    ("quick_xml", &["draw/inert.rs", "render/sitemap.rs"]),
    ("rayon", &[""]),
    ("rustix", &["emit", "scan/read.rs", "serve/http/turns.rs"]),
    ("self_cell", &["link/skeleton.rs"]),
    ("serde", &[""]),
    (
        "serde_json",
        &["config/tree.rs", "diagnostic/report", "emit/manifest.rs", "render", "serve/reload.rs"],
    ),
    ("serde_yaml", &["parse"]),
    ("syntect", &["render/highlight"]),
    ("tempfile", &["emit"]),
    ("tera", &["render"]),
    ("tiny_http", &["serve/http/answer.rs"]),
    ("toml", &["config/tree.rs"]),
    ("two_face", &["render/highlight"]),
    ("unicode_normalization", &["render/search/words.rs"]),
    ("walkdir", &["scan"]),
];

/// Words that mean the disk, and who may say them.
const DISK: (&[&str], &[&str]) = (
    &["std::fs", "fs::", ".exists()", ".is_dir()", ".is_file()", ".canonicalize()", ".read_dir()"],
    &["config", "scan", "emit", "serve", "cli"],
);

/// Words that mean the clock or the environment.
const WORLD: (&[&str], &[&str]) =
    (&["std::env", "env::", "Instant", "::now()"], &["serve", "cli", "main"]);

/// Words that mean another program.
const PROGRAMS: (&[&str], &[&str]) = (&["Command::new", "process::Command"], &["scan"]);

/// Words that no code that ships says.
const NEVER: &[&str] = &["#[allow", "#![allow", ".unwrap()", "unsafe ", "todo!(", "dbg!("];

/// Whether a word stands in a text as a word of its own.
fn says(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = word.starts_with(is_part) && text[..at].ends_with(is_part);
        let after = word.ends_with(is_part) && text[at + word.len()..].starts_with(is_part);
        !before && !after
    })
}

fn has_prose(source: &Source) -> Vec<String> {
    if source.text.starts_with("//! ") {
        vec![]
    } else {
        vec!["does not begin with `//!` prose".into()]
    }
}

fn imports_backwards_only(source: &Source) -> Vec<String> {
    let Some(own) = ORDER.iter().position(|stage| *stage == source.stage()) else { return vec![] };
    ORDER[own + 1..]
        .iter()
        .filter(|later| imports(&source.code, later))
        .map(|later| format!("imports `{later}`, which comes after `{}`", ORDER[own]))
        .collect()
}

/// Whether code names `crate::module`, alone or in a group.
fn imports(code: &str, module: &str) -> bool {
    let grouped = code.split("crate::{").skip(1).any(|group| {
        let group = group.split(';').next().unwrap_or_default();
        says(group, module)
    });
    grouped || says(code, &format!("crate::{module}"))
}

fn owns_its_crates(source: &Source) -> Vec<String> {
    let place = source.path.trim_start_matches("src/");
    OWNERS
        .iter()
        .filter(|(_, owners)| !owners.iter().any(|owner| place.starts_with(owner)))
        .filter(|(name, _)| says(&source.code, &format!("{name}::")) && !is_own(source, name))
        .map(|(name, owners)| format!("names `{name}`, which belongs to {owners:?}"))
        .collect()
}

/// Whether a word that is a crate's name is something of the file's own: a module or function.
fn is_own(source: &Source, name: &str) -> bool {
    says(&source.code, &format!("mod {name}")) || says(&source.code, &format!("crate::{name}"))
}

fn keeps_to(source: &Source, (words, stages): (&[&str], &[&str])) -> Vec<String> {
    if stages.contains(&source.stage()) {
        return vec![];
    }
    let said = words.iter().filter(|word| says(&source.code, word));
    said.map(|word| format!("says `{word}`, which is for {stages:?}")).collect()
}

fn says_nothing_forbidden(source: &Source) -> Vec<String> {
    let said = NEVER.iter().filter(|word| source.code.contains(*word));
    said.map(|word| format!("says `{word}`")).collect()
}

fn leaves_nothing_undone(source: &Source) -> Vec<String> {
    // Between backticks the word is a placeholder that documents hold, not a promise.
    let prose: String = source.comments.split('`').step_by(2).collect();
    let said = ["TODO", "FIXME", "XXX"].iter().filter(|word| says(&prose, word));
    said.map(|word| format!("has a comment that says {word}")).collect()
}

/// The codes that a stage reports and that no test names, by name or by variant.
fn untested_codes(stages: &[Source], tests: &str) -> Vec<String> {
    let mut untested = Vec::new();
    for code in Code::ALL {
        let variant = format!("Code::{code:?}");
        let reported = stages.iter().any(|source| says(&source.code, &variant));
        let named = says(tests, code.name())
            || says(tests, &variant)
            || stages.iter().any(|source| says(&source.tests, &variant));
        if reported && !named {
            untested.push(code.name().to_owned());
        }
    }
    untested
}

/// The rows of the manual's page that the code table asks for and the page does not have.
fn missing_rows(page: &str) -> Vec<String> {
    Code::ALL
        .iter()
        .map(|code| row(*code))
        .filter(|row| !page.lines().any(|line| line == row))
        .collect()
}

/// What the manual says of a code.
fn row(code: Code) -> String {
    let (name, severity) = (code.name(), code.severity().name());
    format!("| `{name}` | {severity} | {} | {} |", code.meaning(), code.remedy())
}

/// The names under `[dependencies]`, as code spells them.
fn dependencies(manifest: &str) -> Vec<String> {
    let table = manifest.split("\n[").find_map(|table| table.strip_prefix("dependencies]\n"));
    let lines = table.unwrap_or_default().lines();
    lines.filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect()
}

/// Asks a rule of every file of the program.
#[track_caller]
fn hold(rule: impl Fn(&Source) -> Vec<String>) {
    let sources = sources("src");
    assert!(sources.len() > 10, "the sources are found");
    let broken: Vec<String> = sources
        .iter()
        .flat_map(|source| {
            rule(source).into_iter().map(move |what| format!("{} {what}", source.path))
        })
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Asks that a rule objects to the first text and not to the second, in a file of that path.
#[track_caller]
fn can_fail(rule: impl Fn(&Source) -> Vec<String>, path: &str, broken: &str, whole: &str) {
    assert_ne!(rule(&Source::new(path, broken)), Vec::<String>::new(), "{broken}");
    assert_eq!(rule(&Source::new(path, whole)), Vec::<String>::new(), "{whole}");
}

#[test]
fn every_file_begins_with_prose() {
    can_fail(has_prose, "src/a.rs", "use b;\n", "//! What it does.\n");
    hold(has_prose);
    for test in sources("tests") {
        assert_eq!(has_prose(&test), Vec::<String>::new(), "{}", test.path);
    }
}

#[test]
fn a_stage_imports_only_from_stages_before_it() {
    let check = |broken, whole| can_fail(imports_backwards_only, "src/parse/a.rs", broken, whole);
    check("use crate::link::Portfolio;", "use crate::scan::Source;");
    check("use crate::{diagnostic::Code, render};", "use crate::{diagnostic::Code, scan};");
    check("fn f() { crate::emit::emit() }", "// crate::emit\nfn f() -> &str { \"crate::emit\" }");
    check("use crate::cli;", "use crate::linked;");
    hold(imports_backwards_only);
}

#[test]
fn an_outside_crate_has_one_owner() {
    let check = |path, broken, whole| can_fail(owns_its_crates, path, broken, whole);
    check("src/link/a.rs", "use pulldown_cmark::Parser;", "use jiff::civil::Date;");
    check("src/render/mod.rs", "use walkdir::WalkDir;", "use tera::Tera;");
    check("src/scan/a.rs", "fn f() { toml::from_str(x) }", "fn f() { from_toml::x() }");
    check("src/cli/check.rs", "open::that(x)", "project::open(x)");
    hold(owns_its_crates);
}

#[test]
fn every_dependency_has_a_row_among_the_owners() {
    let manifest = "[package]\nname = \"x\"\n\n[dependencies]\na-b = \"1\"\n# c\nd = { version = \"1\" }\n\n[lints]\ne = 1\n";
    assert_eq!(dependencies(manifest), ["a_b", "d"]);
    let named: Vec<&str> = OWNERS.iter().map(|(name, _)| *name).collect();
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    assert_eq!(dependencies(&manifest.expect("the manifest can be read")), named);
}

#[test]
fn only_the_ends_of_the_pipeline_touch_the_disk() {
    let rule = |source: &Source| keeps_to(source, DISK);
    can_fail(rule, "src/parse/a.rs", "std::fs::read(path)", "offs::read(path)");
    can_fail(rule, "src/render/a.rs", "if path.exists() {}", "if path_exists() {}");
    assert!(rule(&Source::new("src/scan/a.rs", "fs::read(path)")).is_empty());
    hold(rule);
}

#[test]
fn only_the_command_line_knows_clocks_and_the_environment() {
    let rule = |source: &Source| keeps_to(source, WORLD);
    can_fail(rule, "src/render/a.rs", "std::env::var(x)", "env!(\"CARGO_PKG_NAME\")");
    can_fail(
        rule,
        "src/emit.rs",
        "let at = SystemTime::now();",
        "let at: SystemTime = file.modified();",
    );
    can_fail(rule, "src/parse/dates.rs", "Zoned::now()", "fn now() {}");
    hold(rule);
}

#[test]
fn only_scanning_runs_other_programs() {
    let rule = |source: &Source| keeps_to(source, PROGRAMS);
    can_fail(rule, "src/render/a.rs", "Command::new(\"dot\")", "enum Command { New }");
    hold(rule);
}

#[test]
fn what_ships_says_nothing_forbidden() {
    let check = |broken, whole| can_fail(says_nothing_forbidden, "src/a.rs", broken, whole);
    check("#[allow(dead_code)]", "#[expect(dead_code, reason = \"x\")]");
    check("x.unwrap()", "x.unwrap_or(y)");
    check("x.unwrap()", "#[cfg(test)]\nmod tests { x.unwrap() }");
    check("fn f() { todo!() }", "// todo!()\n");
    hold(says_nothing_forbidden);
}

#[test]
fn nothing_is_left_undone() {
    can_fail(
        leaves_nothing_undone,
        "src/a.rs",
        "// TODO: all of it",
        "// `TODO` is a placeholder\nlet x = \"TODO\";",
    );
    hold(leaves_nothing_undone);
}

#[test]
fn every_code_that_is_reported_is_tested() {
    let reports = [Source::new("src/link/a.rs", "Problem::new(Code::BrokenLink, place, text)")];
    assert_eq!(untested_codes(&reports, ""), ["broken-link"]);
    assert_eq!(untested_codes(&reports, "warning[broken-link]: x"), Vec::<String>::new());
    assert_eq!(untested_codes(&[], ""), Vec::<String>::new());

    // What reports and configuration say of codes in general is no test of a code.
    let general = |source: &Source| ["diagnostic", "config", "cli"].contains(&source.stage());
    let mut stages = sources("src");
    let configuration = stages.iter().position(|source| source.path == "src/config/load.rs");
    let configuration = stages.remove(configuration.expect("the configuration is loaded there"));
    stages.retain(|source| !general(source));
    stages.push(configuration);
    let tests = files("tests").into_iter().filter(|(path, _)| !path.starts_with("tests/tidy"));
    let tests: Vec<String> =
        tests.map(|(path, bytes)| format!("{path}\n{}", String::from_utf8_lossy(&bytes))).collect();
    assert_eq!(untested_codes(&stages, &tests.join("\n")), Vec::<String>::new());
}

/// `BLESS=1 cargo test --test tidy` writes the rows anew.
#[test]
fn every_code_has_its_row_in_the_manual() {
    assert_eq!(missing_rows("").len(), Code::ALL.len());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/manual/problem-codes.md");
    let mut page = fs::read_to_string(path).expect("the manual has a page of problem codes");
    if std::env::var_os("BLESS").is_some() {
        page = with_rows(&page);
        fs::write(path, &page).expect("the page can be written");
    }
    assert_eq!(missing_rows(&page), Vec::<String>::new());
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, Code::ALL.len(), "a row of the page is of no code");
}

/// The page with the rows of the code table in place of its own.
fn with_rows(page: &str) -> String {
    let rows: String = Code::ALL.iter().map(|code| row(*code) + "\n").collect();
    let (mut before, mut after) = (String::new(), String::new());
    for line in page.lines().filter(|line| !line.starts_with("| `")) {
        let side = if before.ends_with("|---|\n") { &mut after } else { &mut before };
        side.push_str(line);
        side.push('\n');
    }
    before + &rows + &after
}
