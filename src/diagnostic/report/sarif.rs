//! Problems → SARIF 2.1.0, the exchange format of code scanners (OASIS standard of 27 March 2020).
//!
//! One run of one tool; every code of the table is a rule, so that `ruleIndex` is its place in the table. Columns count
//! Unicode scalar values (`columnKind`, §3.14.17) and a region ends after its last character (§3.30.8). A problem of a
//! whole file has no region. Addresses of files are URI references (RFC 3986), relative ones to the folder the command ran
//! in. Absent on purpose: fingerprints, which forges compute themselves, and anything that differs from run to run.

use super::ReportOptions;
use crate::diagnostic::{Code, Problem};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, Write};

pub(super) fn write(
    problems: &[Problem],
    options: &ReportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let results: Vec<Value> = problems.iter().map(|problem| result(problem, options)).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().copied().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// One row of the code table.
fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.meaning() },
        "help": { "text": code.remedy() },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

/// One problem. Our severities are SARIF's levels.
fn result(problem: &Problem, options: &ReportOptions) -> Value {
    let message = match &problem.help {
        Some(help) => format!("{}\nhelp: {help}", problem.message),
        None => problem.message.clone(),
    };
    json!({
        "ruleId": problem.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == problem.code),
        "level": problem.severity.name(),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location(problem, options) }],
    })
}

fn location(problem: &Problem, options: &ReportOptions) -> Value {
    let place = &problem.place;
    let mut location = json!({ "artifactLocation": { "uri": uri(&options.shown(&place.path)) } });
    if place.line > 0 {
        location["region"] = json!({ "startLine": place.line });
        if place.column > 0 {
            location["region"]["startColumn"] = place.column.into();
            location["region"]["endColumn"] = place.column.saturating_add(place.width).into();
        }
    }
    location
}

/// A path as a URI reference: everything but unreserved characters and `/` is percent-encoded, so no colon is taken for a
/// scheme and no `?` or `#` for the path's end.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => write!(uri, "%{byte:02X}").expect("a string takes all text"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Shelf, problem, report};
    use super::super::{Format, Problem};
    use super::uri;
    use crate::diagnostic::Code;
    use serde_json::{Value, json};

    fn log(problems: &[Problem]) -> Value {
        let text = report(Format::Sarif, "docs", problems, &Shelf::default());
        serde_json::from_str(&text).expect("the report is JSON")
    }

    #[test]
    fn the_rules_are_the_code_table() {
        let log = log(&[]);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        assert_eq!(run["results"], json!([]));
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules are an array");
        assert_eq!(rules.len(), Code::ALL.len());
        for (rule, code) in rules.iter().zip(Code::ALL) {
            assert_eq!(rule["id"], code.name());
            assert_eq!(rule["help"]["text"], code.remedy());
            assert_eq!(rule["defaultConfiguration"]["level"], code.severity().name());
        }
    }

    #[test]
    fn a_result_points_at_its_rule_and_region() {
        let log = log(&[problem(Code::BrokenLink, ("a b.md", 7, 3, 4), "gone").help("look")]);
        let run = &log["runs"][0];
        let result = &run["results"][0];
        assert_eq!(
            *result,
            json!({
                "ruleId": "broken-link",
                "ruleIndex": result["ruleIndex"],
                "level": "error",
                "message": { "text": "gone\nhelp: look" },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": "docs/a%20b.md" },
                    "region": { "startLine": 7, "startColumn": 3, "endColumn": 7 },
                } }],
            })
        );
        let index = result["ruleIndex"].as_u64().expect("the index is a number");
        let index = usize::try_from(index).expect("the table is short");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "broken-link");
    }

    #[test]
    fn a_region_says_no_more_than_is_known() {
        let log = log(&[
            problem(Code::MissingTitle, ("a.md", 0, 0, 1), "no title"),
            problem(Code::Placeholder, ("a.md", 4, 0, 1), "filler"),
        ]);
        let results = &log["runs"][0]["results"];
        let region = |index: usize| &results[index]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(*region(0), Value::Null);
        assert_eq!(*region(1), json!({ "startLine": 4 }));
        assert_eq!(results[1]["level"], "note");
    }

    #[test]
    fn paths_become_uri_references() {
        let check = |path, expected| assert_eq!(uri(path), expected);
        check("a/b-c_d~1.md", "a/b-c_d~1.md");
        check("50% #1?.md", "50%25%20%231%3F.md");
        check("c:d.md", "c%3Ad.md");
        check("naïve.md", "na%C3%AFve.md");
        check("/srv/a.md", "file:///srv/a.md");
        check("../a.md", "../a.md");
    }
}
