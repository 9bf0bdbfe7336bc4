//! The examples of a suite: out of a published package, or out of a `spec.txt`.

use std::path::PathBuf;
use std::process::Command;

/// One example.
pub(crate) struct Example {
    /// Its number, from one on.
    pub(crate) number: usize,
    /// What is given.
    pub(crate) markdown: String,
    /// What is expected.
    pub(crate) html: String,
}

/// The examples that a package we depend on holds as tests of its own: two raw strings each, `original` and `expected`.
pub(crate) fn of_package(package: &str, file: &str) -> Vec<Example> {
    let path = folder_of(package).join(file);
    let text = std::fs::read_to_string(&path).expect("the published package holds its tests");
    let raw = |part: &str| {
        let (hashes, rest) = part.split_once('"').expect("a raw string");
        let end = format!("\"{}", hashes.trim_start_matches('r'));
        rest.split_once(&end).expect("a raw string ends").0.to_owned()
    };
    let tests = text.split("let original = ").skip(1);
    let example = |(index, test): (usize, &str)| {
        let expected = test.split_once("let expected = ").expect("each test expects something").1;
        Example { number: index + 1, markdown: raw(test), html: raw(expected) }
    };
    tests.enumerate().map(example).collect()
}

/// The examples of a `spec.txt`, in which an arrow stands for a tab.
pub(crate) fn of_spec(text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    for part in text.split(&format!("{fence} example")).skip(1) {
        let inner = part.split_once('\n').expect("a fence ends its line").1;
        let inner = inner.split(&fence).next().unwrap_or_default().replace('→', "\t");
        let (markdown, html) = match inner.strip_prefix(".\n") {
            Some(html) => ("", html),
            None => inner.split_once("\n.\n").expect("a dot between both"),
        };
        let (number, markdown) = (examples.len() + 1, format!("{markdown}\n"));
        examples.push(Example { number, markdown, html: html.to_owned() });
    }
    examples
}

/// The folder that cargo has a package in.
fn folder_of(package: &str) -> PathBuf {
    let output = |command: &mut Command| {
        let output = command.output().expect("cargo runs its tests with its tools at hand");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let version =
        output(Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into())).arg("-vV"));
    let version = String::from_utf8(version).expect("rustc speaks UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let metadata = output(
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
            .current_dir(env!("CARGO_MANIFEST_DIR")),
    );
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).expect("it is JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let found = packages.iter().find(|found| found["name"] == package).expect("it is a dependency");
    let manifest = found["manifest_path"].as_str().expect("each package has a manifest");
    PathBuf::from(manifest).parent().expect("a file is in a folder").to_path_buf()
}
