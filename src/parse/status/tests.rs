//! Where a status ends and its detail begins.

use super::*;
use proptest::prelude::*;

fn check(value: &str, name: &str, detail: &str) {
    let found = read(value).map(|status| (status.name, status.detail.unwrap_or_default()));
    assert_eq!(found, Some((name.to_owned(), detail.to_owned())), "{value}");
}

fn check_successors(value: &str, expected: &str) {
    let shown = |reference: Reference| match reference.destination {
        Some(destination) => format!("{} <{destination}>", reference.text),
        None => reference.text,
    };
    let found: Vec<String> = read(value)
        .map(|status| status.superseded_by)
        .unwrap_or_default()
        .into_iter()
        .map(shown)
        .collect();
    assert_eq!(found.join("; "), expected, "{value}");
}

#[test]
fn an_arrow_leads_to_the_status() {
    check("Proposed → Accepted (2026-06-16)", "Accepted", "2026-06-16");
    check("Draft -> In Review", "In Review", "");
    check("Draft → the board", "Draft", "the board");
}

#[test]
fn a_status_alone_is_the_status() {
    for name in [
        "Draft",
        "draft",
        "DRAFT",
        "Last Call",
        "Active review",
        "Returned for revision",
        "Ready for review",
        "Ready for execution",
        "Sprint 5",
        "InProgress",
        "Work in progress",
        "in-progress",
        "On hold",
        "Won't do",
        "Not yet started",
        "Refinement completed",
        "Stage 2",
        "Phase 1",
        "100% complete",
        "80%",
        "Accepted/Implemented",
        "Implementation in progress",
        "Waiting for approval",
        "Living document",
        "Accepted unanimously",
        "Final Comment Period",
        "To be reviewed",
        "审核中",
        "Draft Proposal",
        "Partially implemented",
    ] {
        check(name, name, "");
    }
}

#[test]
fn decoration_is_shed() {
    for value in [
        "**Draft**",
        "*Draft*",
        "`Draft`",
        "\"Draft\"",
        "[Draft](#x)",
        "[Draft]",
        "(Draft)",
        "{Draft}",
        "Draft.",
        "Draft!",
        "✅ Draft",
        "🟢 Draft",
        ":white_check_mark: Draft",
        "Draft ✓",
        "Draft 🚧",
        "Draft <!-- or not -->",
        "Status: Draft",
        "**Status: Draft**",
        "[x] Draft",
        "[ ] Accepted [x] Draft [ ] Rejected",
        "- [x] Draft",
        "~~Proposed~~ Draft",
        "Draft**",
        "![Draft](https://example.org/draft.svg)",
        "v1.0 Draft",
    ] {
        check(value, "Draft", "");
    }
    check("in_review", "in review", "");
    check("Status: Active Review (May 1...12)**", "Active Review", "May 1...12");
}

#[test]
fn the_rest_is_detail() {
    check("**Implemented (Swift 5.9)**", "Implemented", "Swift 5.9");
    check("Implemented (1.2)** except one", "Implemented", "1.2 except one");
    check(
        "Implemented (1.2)** ([Extensions](#x) pending)",
        "Implemented",
        "1.2 (Extensions pending)",
    );
    check(
        "Partially implemented (1.2):** more to come.",
        "Partially implemented",
        "1.2: more to come",
    );
    check("Accepted with modifications**", "Accepted", "with modifications");
    check("Implemented with Modifications (1.2)", "Implemented", "with Modifications (1.2)");
    check("Refinement completed. TP in 3.4", "Refinement completed", "TP in 3.4");
    check("✅ Accepted — 2024-01-02", "Accepted", "2024-01-02");
    check("Accepted 2024-01-02", "Accepted", "2024-01-02");
    check("Accepted on Jan 2, 2024", "Accepted", "on Jan 2, 2024");
    check("accepted 2 January 2024", "accepted", "2 January 2024");
    check("2024-01-02 proposed", "proposed", "");
    check("Active review May 20th...31st", "Active review", "May 20th...31st");
    check("Experimental in Kotlin 2.2", "Experimental", "in Kotlin 2.2");
    check("Done, in part", "Done", "in part");
    check("Draft v2", "Draft", "v2");
    check("Implemented and released", "Implemented", "and released");
    check("Draft 2", "Draft", "2");
    check("Stage 3 (2024-01-02)", "Stage 3", "2024-01-02");
    check("*Draft* -- needs more work", "Draft", "needs more work");
    check("Draft <br> some note", "Draft", "some note");
    check("Needs sign-off from @ann", "Needs sign-off", "from @ann");
    check("Approved by Ann Lee on 2024-01-02", "Approved", "by Ann Lee on 2024-01-02");
    check("Waiting for approval by the board", "Waiting for approval", "by the board");
    check("On hold due to staffing", "On hold", "due to staffing");
    check("active · slug: `x` · order: 4", "active", "slug: x · order: 4");
    check("active           # proposed | active", "active", "");
    check("Accepted Supersedes [1. X](0001-x.md)", "Accepted", "Supersedes 1. X");
    check(
        "Plan / pre-registration draft (2026-05-29)",
        "Plan",
        "pre-registration draft (2026-05-29)",
    );
    check(
        "Clarify complete — awaiting human *Approve Spec*",
        "Clarify complete",
        "awaiting human Approve Spec",
    );
    check(
        "Draft for the third time, and still being discussed by everybody",
        "Draft",
        "for the third time, and still being discussed by everybody",
    );
    check("Rejected / withdrawn", "Rejected", "withdrawn");
}

#[test]
fn sentences_are_no_status() {
    for value in [
        "This proposal has been accepted into the language",
        "We are still thinking about what it should be",
        "  ",
        "**",
        "2024-01-02",
        "Version 2",
        "[ ] Draft [ ] Accepted",
        "<!-- Draft -->",
        "~~Draft~~",
        "—",
        "See the table below",
    ] {
        assert_eq!(read(value), None, "{value}");
    }
}

#[test]
fn successors_are_named() {
    for value in [
        "Superseded by ADR-0005",
        "Superseded (by ADR-0005)",
        "Superseded by: ADR-0005",
        "Superseded, see ADR-0005",
        "Superseded → ADR-0005",
        "Replaced by ADR-0005",
        "Deprecated in favour of ADR-0005",
        "Withdrawn in favor of ADR-0005",
        "Superseded by ADR-0005 (2024)",
        "Superseded: ADR-0005",
        "Obsoleted by ADR-0005.",
        "**Superseded by ADR-0005**",
    ] {
        check_successors(value, "ADR-0005");
    }
    check_successors("superseded by [2020-x](2020-x.md)", "2020-x <2020-x.md>");
    check_successors("Superceded by [5. Use X](0005-use-x.md)", "5. Use X <0005-use-x.md>");
    check_successors("Superseded by RFC 12 and RFC 13", "RFC 12; RFC 13");
    check_successors("Superseded by Modular Architecture", "Modular Architecture");
    check_successors(
        "superseded for licensing by [DR-083](DR-083.md), 2026-08-12.**",
        "DR-083 <DR-083.md>",
    );
    check_successors(
        "superseded — scope-split by [DR-024](DR-024.md), 2026-08-06.** Accepted",
        "DR-024 <DR-024.md>",
    );
    check_successors("[Superseded](0005-x.md)", "0005-x.md <0005-x.md>");
    for value in [
        "Accepted, supersedes ADR-3",
        "Accepted, amended by ADR 7",
        "Superseded",
        "Rejected in favor of SE-0123",
        "Deprecated by the board",
        "Deprecated (removed in v1.2)",
        "[Superseded](#x)",
        "Accepted by ADR-5",
    ] {
        check_successors(value, "");
    }
}

#[test]
fn a_detail_names_the_successor_of_any_status() {
    check("Inactive (superseded by CIP-30)", "Inactive", "superseded by CIP-30");
    check_successors("Inactive (superseded by CIP-30)", "CIP-30");
    check_successors("Accepted, replaced by [Tea](tea.md)", "Tea <tea.md>");
    check_successors("Accepted (partially superseded by ADR-7)", "");
    check_successors("Accepted, to be replaced by ADR-7", "");
    // The link explains the word.
    check_successors("[Retired](/README.md#retired)", "");
    check_successors("[Superseded](/README.md#lifecycle)", "");
    check_successors("[Superseded](0007-tea.md)", "0007-tea.md <0007-tea.md>");
}

#[test]
fn how_far_the_work_is_follows_the_status() {
    check("PROPOSED Not Implemented", "PROPOSED", "Not Implemented");
    check("Accepted partially implemented", "Accepted", "partially implemented");
    check("Not implemented", "Not implemented", "");
    check("Final draft", "Final draft", "");
}

#[test]
fn the_vocabulary_is_normal() {
    for word in KNOWN.split(", ") {
        assert!(is_known(word), "{word}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(value in "[a-cD\\[\\]()<>*_~`é✅ :.,/0-9v#@-]{0,40}") {
        let _ = read(&value);
    }

    #[test]
    fn a_known_status_is_found_before_any_remark(word in "(Draft|Accepted|In review|Last Call|Superseded)", mark in "( \\(| — |, |: | - )", rest in "[a-z0-9 ]{1,20}[a-z]") {
        let status = read(&format!("{word}{mark}{rest}")).unwrap();
        prop_assert_eq!(status.name, word);
    }
}
