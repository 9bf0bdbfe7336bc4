//! The suites of CommonMark 0.31.2 and GFM, through our own writer.
//!
//! CommonMark's examples, and GFM's for tables, strikethrough and task lists, come with pulldown-cmark, whose published
//! package holds them as tests; all of GFM's `spec.txt` is tried too where `SPECFOLIO_GFM_SPEC` names it (the source packages
//! of cmark-gfm have it as `test/spec.txt`). Both sides are brought to one form first ([`form`]), which leaves out what our
//! pages add to every element of a kind. What differs then stands in [`differences`], each example with the rule behind it:
//! one that differs and is not listed fails, and one that is listed and does not differ fails too.

#[path = "suites/differences.rs"]
mod differences;
#[path = "suites/examples.rs"]
mod examples;
#[path = "suites/form.rs"]
mod form;

use differences::{COMMONMARK, Difference, GFM, TABLES};
use examples::Example;
use std::io::Write;

/// Tries all examples; `intended` are the numbers of those that differ, by rule.
fn hold(name: &str, examples: &[Example], intended: &[Difference]) {
    let fault = |example: &Example| {
        let rule = intended.iter().find(|rule| rule.examples.contains(&example.number));
        fault(example, rule).map(|fault| format!("{name} {} {fault}\n\n", example.number))
    };
    let faults: String = examples.iter().filter_map(fault).collect();
    let unknown = intended
        .iter()
        .flat_map(|rule| rule.examples)
        .find(|number| !examples.iter().any(|example| example.number == **number));
    assert_eq!(unknown, None, "{name}: a listed example that there is not");
    assert!(faults.is_empty(), "{faults}");
}

/// What is wrong with one example, which differs by a rule or not at all.
fn fault(example: &Example, rule: Option<&Difference>) -> Option<String> {
    let ours = form::ours(&specfolio::render::body(&example.markdown));
    let theirs = form::theirs(&example.html);
    match rule {
        None if ours != theirs => {
            Some(format!("differs\n{}\n--- theirs\n{theirs}\n--- ours\n{ours}", example.markdown))
        }
        Some(rule) if ours == theirs => {
            Some(format!("does not differ, though it is listed: {}", rule.reason))
        }
        _ => None,
    }
}

#[test]
fn commonmark() {
    let examples = examples::of_package("pulldown-cmark", "tests/suite/spec.rs");
    assert_eq!(examples.len(), 652, "the examples of CommonMark 0.31.2");
    hold("CommonMark", &examples, COMMONMARK);
}

#[test]
fn tables() {
    let examples = examples::of_package("pulldown-cmark", "tests/suite/gfm_table.rs");
    assert!(examples.len() >= 8, "GFM has eight examples of tables");
    hold("GFM tables", &examples, TABLES);
}

#[test]
fn strikethrough() {
    let examples = examples::of_package("pulldown-cmark", "tests/suite/gfm_strikethrough.rs");
    assert!(examples.len() >= 2, "GFM has two examples of strikethrough");
    hold("GFM strikethrough", &examples, &[]);
}

#[test]
fn task_lists() {
    let examples = examples::of_package("pulldown-cmark", "tests/suite/gfm_tasklist.rs");
    assert!(examples.len() >= 2, "GFM has two examples of task lists");
    hold("GFM task lists", &examples, &[]);
}

#[test]
fn gfm() {
    let Some(path) = std::env::var_os("SPECFOLIO_GFM_SPEC") else {
        // Written past the test harness's capture, so that nobody takes silence for success.
        writeln!(std::io::stderr(), "SPECFOLIO_GFM_SPEC is not set: GFM's spec.txt is not tried")
            .ok();
        return;
    };
    let text = std::fs::read_to_string(path).expect("SPECFOLIO_GFM_SPEC names a text file");
    let examples = examples::of_spec(&text);
    assert!(examples.len() > 600, "a spec.txt of GFM");
    hold("GFM", &examples, GFM);
}
