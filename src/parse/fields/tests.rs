//! Each dialect where it counts, and each where it only looks like one.

use super::*;
use crate::parse::outline;
use std::collections::BTreeMap;

/// The fields of a Markdown text, a line each: `key = value | item`.
fn check(text: &str, expected: &[&str]) {
    let keys = Keys::default();
    let (outline, blocks) = outline::read(text, 0..text.len(), &BTreeMap::new());
    let markdown =
        Markdown { text, headings: &outline.headings, blocks: &blocks.blocks, keys: &keys };
    let show = |field: RawField| {
        let values: Vec<_> = field.values.into_iter().map(|value| value.text).collect();
        format!("{} = {}", field.key, values.join(" | "))
    };
    let found: Vec<_> = gather(&markdown).fields.into_iter().map(show).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn bold_lines() {
    check("# T\n\n**Issue:** #12  \n**Status**: Draft\n", &["Issue = #12", "Status = Draft"]);
    check(
        "# T\n\n**Issue:** #12 · **Reviewers:** @a, @b\n",
        &["Issue = #12", "Reviewers = @a, @b"],
    );
    check(
        "# T\n\n**Author:** A | Status: Draft | **Tier:** 2\n",
        &["Author = A", "Status = Draft", "Tier = 2"],
    );
    check(
        "# T\n\n**Status:** Draft\n**Triggered by:** a long\nstory: told **twice**\n**Epic:** E\n",
        &["Status = Draft", "Triggered by = a long story: told **twice**", "Epic = E"],
    );
    check("# T\n\n**Status: Draft**\n", &["Status = Draft"]);
    check("# T\n\n📅 **Date:** 2024-01-02\n", &["Date = 2024-01-02"]);
    check(
        "# T\n\n*Status: accepted · Date: 2026-05-26*\n",
        &["Status = accepted", "Date = 2026-05-26*"],
    );
    check("# T\n\n*Status:* Draft\n", &["Status = Draft"]);
}

#[test]
fn a_key_above_its_list() {
    check(
        "# T\n\n**Status:** Draft\n\n**Authors:**\n\n- Ann Lee\n- Bob Ray\n",
        &["Status = Draft", "Authors = Ann Lee | Bob Ray"],
    );
    check(
        "# Preamble\n\nTitle: T\n\nAuthors:\n* Ann Lee\n* Bob Ray\n\nStatus: Draft\n",
        &["Title = T", "Authors = Ann Lee | Bob Ray", "Status = Draft"],
    );
    check("# T\n\n**Depends on:**\n\n- SPEC-1\n", &["Depends on = SPEC-1"]);
    // A plain line above a list is prose unless it speaks of people.
    check("# T\n\nDependencies:\n\n- curl\n", &["Dependencies = "]);
    // A list of fields is one of fields.
    check(
        "# T\n\n**Authors:**\n\n- Status: Draft\n- Date: 2024-01-02\n",
        &["Authors = ", "Status = Draft", "Date = 2024-01-02"],
    );
    check("# T\n\n**Authors:** Ann Lee\n\n- Bob Ray\n", &["Authors = Ann Lee"]);
}

#[test]
fn a_key_of_people_needs_no_colon_before_a_link() {
    check(
        "# T\n\n**Owner** [Ann Lee](https://github.com/ann) | [Bo](https://github.com/bo)\n",
        &["Owner = [Ann Lee](https://github.com/ann) | [Bo](https://github.com/bo)"],
    );
    check("# T\n\n**Reviewers** @ann, @bo\n", &["Reviewers = @ann, @bo"]);
    check("# T\n\n**Owner** of the data is [Ann](https://github.com/ann)\n", &[]);
    check("# T\n\n**Feature** [Ann](https://github.com/ann)\n", &[]);
}

#[test]
fn a_subtitle_does_not_end_the_head() {
    let fields = "**Status:** Draft\n**Owner:** Ann\n";
    check(&format!("# PRD\n## Sign in with a key\n\n{fields}"), &["Status = Draft", "Owner = Ann"]);
    check(&format!("# Queue\n\n## Overview\n\n{fields}"), &[]);
    check("# Queue\n\n## The worker\n\n**Status:** it has one\n", &[]);
    check(&format!("# Queue\n\nText\n\n## The worker\n\n{fields}"), &[]);
}

#[test]
fn headings_with_remarks_and_headings_that_are_titles() {
    check(
        "# T\n\n## Meta (pipeline)\n\n- Status: Draft\n- Size: S\n",
        &["Status = Draft", "Size = S"],
    );
    check("## User Story: Search by colour\n\nAs a buyer I search.\n", &[]);
    check("# T\n\n## Epic: EPIC-3\n\nText\n", &["Epic = EPIC-3"]);
}

#[test]
fn a_lying_table_in_a_metadata_section_may_have_columns_of_its_own() {
    let table = "| Version | Author | Date | Status |\n|---|---|---|---|\n| 1.0 | Ann | 2026-01-02 | Active |\n";
    check(
        &format!("# T\n\n## Document Control\n\n{table}"),
        &["Version = 1.0", "Author = Ann", "Date = 2026-01-02", "Status = Active"],
    );
    check(&format!("# T\n\n## Releases\n\n{table}"), &[]);
    check(&format!("# T\n\n## Document Control\n\n{table}| 1.1 | Bo | 2026-02-02 | Old |\n"), &[]);
}

#[test]
fn bold_lines_that_are_prose() {
    check("# T\n\n**Note:** this is a remark\n\nWe met. **Status:** of nothing\n", &[]);
    check("# T\n\nText\n\n## Design\n\n**Status:** pending\n- **Purpose:** x\n", &[]);
    check("# T\n\n**Remember: be careful.**\n", &[]);
}

#[test]
fn bullets() {
    check(
        "# T\n\n* Proposal: [SE-1](1.md)\n* Authors: [A](https://github.com/a),\n  [B](https://github.com/b)\n* Bug: [SR-1](u)\n",
        &[
            "Proposal = [SE-1](1.md)",
            "Authors = [A](https://github.com/a), [B](https://github.com/b)",
            "Bug = [SR-1](u)",
        ],
    );
    check(
        "# T\n\n- **Reviewers**:\n  - @a, for storage\n  - @b\n- **Odd thing:** x\n",
        &["Reviewers = @a, for storage | @b", "Odd thing = x"],
    );
    check("# T\n\n- first thing\n- second: thing\n- Status: none of this\n- last\n", &[]);
    check("# T\n\n## Parts\n\n- **Status:** done\n- **Owner:** x\n", &[]);
    check("# T\n\n- [ ] Status: open\n- [x] Owner: a\n", &[]);
}

#[test]
fn sections() {
    check(
        "# T\n\n## Metadata\n\n- **Issue**: #5\n- **Generated**: x\n\n## Overview\n\n- **Issue**: #6\n",
        &["Issue = #5", "Generated = x"],
    );
    check(
        "# T\n\nDate: 2018-03-06\n\n## Status\n\nAccepted\n\n## Context\n\nStatus: unsaid\n",
        &["Date = 2018-03-06", "status = Accepted"],
    );
    check(
        "# T\n\n## Context\n\nx\n\n## Status\n\nSuperseded by [2](2.md)\nAmends [1](1.md)\n",
        &["status = Superseded by [2](2.md)", "amends = [1](1.md)"],
    );
    check(
        "# Preamble\n\nTitle: X\n\nAuthor: A <a@b.c>\n\n# Abstract\n\nAuthor: nobody\n",
        &["Title = X", "Author = A <a@b.c>"],
    );
    check("# T\n\n## Status\n\n**Status:** Draft\n", &["Status = Draft"]);
    check("# T\n\n## Status: done\n\n## Epic: E 6\n\n## A\n", &["Status = done", "Epic = E 6"]);
    check("# T\n\n## A\n\n### Status\n\nopen\n", &[]);
}

#[test]
fn a_list_under_status_explains_statuses() {
    check("# T\n\n## Status\n\n- draft: being written\n- final: done\n", &[]);
    check("# T\n\n## Status\n\n- [ ] Proposed\n- [x] Accepted\n", &["status = Accepted"]);
    check("# T\n\n## Status\n\n- Accepted\n", &["status = Accepted"]);
}

#[test]
fn tables() {
    check(
        "# T\n\n| | |\n|-|-|\n| Authors | [L](@l) |\n| Status | N/A |\n| Other docs: | x |\n",
        &["Authors = [L](@l)", "Status = N/A", "Other docs = x"],
    );
    check(
        "# T\n\n| Status | Draft |\n|-|-|\n| Author | A<br>B |\n",
        &["Status = Draft", "Author = A, B"],
    );
    check("# T\n\n| Field | Value |\n|-|-|\n| Author | A |\n", &["Author = A"]);
    check("# T\n\n| Status | Author |\n|-|-|\n| Draft | A |\n", &["Status = Draft", "Author = A"]);
    check("# T\n\n| Term | Meaning |\n|-|-|\n| Parser | reads |\n", &[]);
    check("# T\n\n## Design\n\n| Status | Draft |\n|-|-|\n| Author | A |\n", &[]);
}

#[test]
fn a_table_that_the_text_begins_with() {
    let table = "| QIP | Title | Description | Author | Status |\n|---|---|---|---|---|\n| 7 | Sieve | Sifts | Ann | Draft |\n";
    check(
        table,
        &["QIP = 7", "Title = Sieve", "Description = Sifts", "Author = Ann", "Status = Draft"],
    );
    check(&format!("# All\n\n{table}"), &[]);
    check(&format!("{table}| 8 | Funnel | Pours | Bob | Draft |\n"), &[]);
    check("| Version | Date | Author |\n|---|---|---|\n| 1 | 2024-01-02 | Ann |\n", &[]);
}

#[test]
fn required_approvers_have_a_section() {
    check(
        "# T\n\n## Required Approvers\n\n- Engineering: @ann && @bob\n\n## What\n",
        &["approvers = Engineering: @ann && @bob"],
    );
}

#[test]
fn preambles() {
    check(
        "```\n  BIP: 3\n  Author: X <x@y>\n          Y <y@z>\n  Status: Draft\n```\n\n## Abstract\n",
        &["BIP = 3", "Author = X <x@y> | Y <y@z>", "Status = Draft"],
    );
    check("<pre>\n  BIP: 3\n  Title: A\n</pre>\n", &["BIP = 3", "Title = A"]);
    check("# T\n\n```yaml\nname: x\nrun: y\n```\n", &[]);
    check("# T\n\nWords\n\n```\nStatus: x\nAuthor: y\n```\n", &[]);
}

#[test]
fn quotes() {
    check("# T\n\n> **Status:** Draft\n> **Owner:** @a\n", &["Status = Draft", "Owner = @a"]);
    check("# T\n\n> **Born** as a remark: yes\n", &[]);
    check("# T\n\n> **Warning:** do not\n", &[]);
}

#[test]
fn plain_lines() {
    check("# T\n\nDate: 2018-03-06\nStatus: Draft\n", &["Date = 2018-03-06", "Status = Draft"]);
    check("# T\n\nAuthor(s): A,\nB\nThanks to: C\nand D\n", &["Author(s) = A, B"]);
    check("# T\n\nThe following holds: yes\nWhy: because\n", &[]);
}

#[test]
fn footers() {
    check(
        "# T\n\n## A\n\ntext\n\n---\n\n**Reviewers:** @a  \n**Next Review:** [Date]\n",
        &["Reviewers = @a", "Next Review = [Date]"],
    );
    check("# T\n\n## A\n\n---\n\n## B\n\n**Reviewers:** @a\n", &[]);
    check(
        "# T\n**Status:** Draft\n**Owner:** @a\n---\n\n## A\n",
        &["Status = Draft", "Owner = @a"],
    );
}

#[test]
fn tables_of_reviews() {
    check(
        "# T\n\n## Reviews\n\n| Reviewed by | Date |\n|-|-|\n| Ann | May |\n| Bo | |\n",
        &["reviewers = Ann | Bo"],
    );
    check("# T\n\n## People\n\n| Name | Date |\n|-|-|\n| Ann | May |\n", &[]);
}

#[test]
fn comments_are_no_metadata() {
    check("# T\n\n<!--\n**Status:** Draft\n-->\n\n<!-- Status: x -->\n", &[]);
}

#[test]
fn tables_in_quotes_and_in_html() {
    check(
        "# T\n\n>|  |  |\n>|--|--|\n>| Date | `04/09/2023` |\n>| Status | `RFC` |\n",
        &["Date = `04/09/2023`", "Status = `RFC`"],
    );
    check(
        "<table>\n<tr><td> Title </td><td> X </td>\n<tr><td>Status</td><td>Draft</td></tr>\n</table>\n",
        &["Title = X", "Status = Draft"],
    );
    check("# T\n\n<table><tr><td>a</td><td>b</td></tr></table>\n", &[]);
}

#[test]
fn tables_of_data() {
    check("# T\n\n| Status | Meaning |\n|-|-|\n| Accepted | done |\n", &[]);
    check("# T\n\n| Author | Book |\n|-|-|\n| Ann | It |\n| Bo | That |\n", &[]);
    check("# T\n\n| Component | Owner |\n|-|-|\n| Core | ann |\n", &[]);
    check("## History\n\n| Date | Version |\n|-|-|\n| 2017 | 1 |\n", &[]);
}

#[test]
fn preambles_that_are_indented_or_late() {
    check(
        "    ZIP: 271\n    Owners: A <a@b.c>\n            B\n    Status: Draft\n\nTerminology\n====\n",
        &["ZIP = 271", "Owners = A <a@b.c> | B", "Status = Draft"],
    );
    check(
        "# T\n\n> quoted\n\n## Preamble\n\n```\nSEP: 1\nStatus: Draft\n```\n",
        &["SEP = 1", "Status = Draft"],
    );
    check(
        "```\nAIP: 1\nlast-call-end-date (*optional): <mm/dd>\nStatus: Draft\n```\n",
        &["AIP = 1", "last-call-end-date (*optional) = <mm/dd>", "Status = Draft"],
    );
}
