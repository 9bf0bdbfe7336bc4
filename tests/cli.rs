//! The program as its user meets it: arguments in; output, messages and exit codes out.
//!
//! What the documents become is told by the golden cases; here stands what the command line itself promises, on folders
//! that hold next to nothing.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with these files, to run the program in.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

/// The program with these arguments, in a folder, with nothing to read and no settings from outside.
fn program(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specfolio"));
    command.current_dir(folder).args(arguments.split_whitespace()).stdin(Stdio::null());
    command.env_remove("NO_COLOR").env("GIT_CEILING_DIRECTORIES", "/");
    command
}

fn run(folder: &Path, arguments: &str) -> Output {
    program(folder, arguments).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program prints UTF-8")
}

/// Asks for an exit code, and for words in what was printed to either stream.
#[track_caller]
fn check(output: &Output, code: i32, words: &[&str]) {
    let printed = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{printed}");
    for word in words {
        assert!(printed.contains(word), "no {word:?} in:\n{printed}");
    }
    assert!(!printed.contains("panicked") && !printed.contains('\x1b'), "{printed}");
}

const SLIP: &str = "[portfolio]\nignor = []\n";

#[test]
fn help_and_version_are_answers_and_nothing_is_a_wrong_usage() {
    let folder = folder(&[]);
    check(&run(folder.path(), "--help"), 0, &["build", "serve", "check", "clean"]);
    check(&run(folder.path(), "--version"), 0, &[concat!("specfolio ", env!("CARGO_PKG_VERSION"))]);
    check(&run(folder.path(), "build --help"), 0, &["--strict", "--dest-dir"]);
    check(&run(folder.path(), ""), 2, &["Usage"]);
    check(&run(folder.path(), "biuld"), 2, &["build"]);
    check(&run(folder.path(), "check --format xml"), 2, &["sarif"]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = folder(&[("file.md", "# A\n")]);
    for command in ["build", "check", "clean"] {
        let output = run(folder.path(), &format!("{command} nowhere"));
        check(&output, 2, &["error: there is no folder `nowhere`", "help: "]);
        check(
            &run(folder.path(), &format!("{command} file.md")),
            2,
            &["`file.md` is not a folder"],
        );
    }
}

#[test]
fn a_broken_configuration_is_shown_with_its_line_and_nothing_is_written() {
    let folder = folder(&[("docs/book.toml", "[book]\ntitle = 7\n"), ("docs/a.md", "# A\n")]);
    for command in ["build", "check", "clean"] {
        let output = run(folder.path(), &format!("{command} docs"));
        let excerpt = " --> docs/book.toml:2:9\n  |\n2 | title = 7\n  |         ^\n";
        check(&output, 2, &["error: `book.title` must be text, not a number\n", excerpt]);
        assert!(output.stdout.is_empty());
    }
    assert!(!folder.path().join("docs/site").exists());
}

#[test]
fn the_environment_is_heard() {
    let folder = folder(&[("a.md", "# A\n")]);
    let output = program(folder.path(), "check").env("SPECFOLIO_BOOK__AUTHORS", "7").output();
    check(
        &output.expect("the program starts"),
        2,
        &["`SPECFOLIO_BOOK__AUTHORS`", "must be a list"],
    );
}

#[test]
fn a_template_that_cannot_be_escaped_is_refused() {
    let folder = folder(&[
        ("book.toml", "[portfolio]\ntheme = 'theme'\n"),
        ("theme/templates/page.txt", "x"),
        ("a.md", "# A\n"),
    ]);
    check(
        &run(folder.path(), "build"),
        2,
        &["`./theme/templates/page.txt` is no template", "help: "],
    );
}

#[test]
fn check_reports_in_every_format_from_where_the_user_is() {
    let folder = folder(&[("docs/book.toml", SLIP), ("docs/src/a.md", "# A\n\nText.\n")]);
    let output = run(folder.path(), "check docs");
    let report = "warning[unknown-key]: there is no key `portfolio.ignor`\n --> docs/book.toml:2:1\n  |\n2 | ignor = []\n  | ^^^^^\n  |\n  = help: did you mean `ignore`\n\n1 warning in 1 file\n";
    assert_eq!(text(&output.stdout), report);
    check(&output, 0, &[]);
    let output = run(&folder.path().join("docs"), "check --format json");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(json[0]["path"], "book.toml");
    let output = run(folder.path(), "check docs --format sarif");
    let sarif: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "docs/book.toml");
    let output = run(folder.path(), "check docs --format github");
    assert!(text(&output.stdout).starts_with("::warning file=docs/book.toml,line=2,col=1,"));
}

#[test]
fn warnings_fail_the_strict() {
    let folder = folder(&[("book.toml", SLIP), ("a.md", "# A\n\nText.\n")]);
    check(&run(folder.path(), "check"), 0, &["1 warning in 1 file"]);
    check(&run(folder.path(), "check --strict"), 1, &["1 warning in 1 file"]);
    check(&run(folder.path(), "build"), 0, &["1 warning in 1 file: `specfolio check` shows all"]);
    check(&run(folder.path(), "build --strict"), 1, &["failed: `--strict`", "\nbuilt "]);
}

#[test]
fn errors_fail_the_check_and_not_the_build() {
    let severe = format!("{SLIP}[portfolio.check]\nunknown-key = 'error'\n");
    let folder = folder(&[("book.toml", &severe), ("a.md", "# A\n\nText.\n")]);
    check(&run(folder.path(), "check"), 1, &["error[unknown-key]", "1 error in 1 file"]);
    check(&run(folder.path(), "build"), 0, &["error[unknown-key]"]);
    check(&run(folder.path(), "build --strict"), 1, &[]);
}

#[test]
fn build_ends_with_what_it_did_and_clean_takes_it_back() {
    let folder = folder(&[("docs/a.md", "# A\n\nText.\n")]);
    let output = run(folder.path(), "build docs -d out --timings");
    check(&output, 0, &["the site is in `out`"]);
    let last = text(&output.stdout).lines().last().expect("something is printed");
    assert!(last.starts_with("built ") && last.ends_with(" changed)"), "{last}");
    for stage in ["scan", "parse", "link", "render", "emit"] {
        assert!(text(&output.stderr).lines().any(|line| line.starts_with(stage)), "no {stage}");
    }
    check(&run(folder.path(), "clean docs -d out"), 0, &["`out`"]);
    check(&run(folder.path(), "clean docs -d out"), 0, &["there is no site in `out`"]);
}

/// Runs with standard output as a pipe that nobody reads.
#[cfg(unix)]
fn run_unheard(folder: &Path, arguments: &str) -> Output {
    let (reader, writer) = std::io::pipe().expect("there are pipes");
    drop(reader);
    let mut command = program(folder, arguments);
    command.stdout(writer).stderr(Stdio::piped());
    command.spawn().and_then(std::process::Child::wait_with_output).expect("the program starts")
}

#[test]
#[cfg(unix)]
fn a_reader_that_stops_reading_is_no_fault() {
    let folder = folder(&[("book.toml", SLIP), ("a.md", "# A\n\nText.\n")]);
    for format in ["human", "json", "sarif", "github"] {
        check(&run_unheard(folder.path(), &format!("check --format {format}")), 0, &[]);
    }
    check(&run_unheard(folder.path(), "check --strict"), 1, &[]);
    check(&run_unheard(folder.path(), "build"), 0, &[]);
    check(&run_unheard(folder.path(), "--help"), 0, &[]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_fault_of_the_machine() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let folder = folder(&[("a.md", "# A\n\nText.\n")]);
    let output = program(folder.path(), "check").stdout(full()).output();
    check(&output.expect("the program starts"), 2, &["cannot write `standard output`"]);
    let output = program(folder.path(), "build").stdout(full()).output();
    check(&output.expect("the program starts"), 0, &["cannot write `standard output`"]);
    let output = program(folder.path(), "check nowhere").stderr(full()).output();
    assert_eq!(output.expect("the program starts").status.code(), Some(2));
}
