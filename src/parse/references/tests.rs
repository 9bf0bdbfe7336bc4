//! What names a ticket or a document, and what does not.

use super::*;
use proptest::prelude::*;

fn trackers() -> BTreeMap<String, String> {
    BTreeMap::from([(
        "JIRA".to_owned(),
        "https://jira.example.org/browse/JIRA-{number}".to_owned(),
    )])
}

/// The texts of the tickets, each with its address in `<>` where it has one.
fn check_issues(value: &str, expected: &str) {
    let shown = |issue: IssueReference| match issue.url {
        Some(url) => format!("{} <{url}>", issue.text),
        None => issue.text,
    };
    let found: Vec<String> = issues(value, &trackers()).into_iter().map(shown).collect();
    assert_eq!(found.join("; "), expected, "{value}");
}

fn check_documents(value: &str, expected: &str) {
    let shown = |reference: Reference| match reference.destination {
        Some(destination) => format!("{} <{destination}>", reference.text),
        None => reference.text,
    };
    let found: Vec<String> = documents(value).into_iter().map(shown).collect();
    assert_eq!(found.join("; "), expected, "{value}");
}

#[test]
fn tickets_in_fields() {
    for value in [
        "#12",
        "12",
        "GH-12",
        "issue #12",
        "Issue 12",
        "`#12`, see below",
        "**#12**",
        "#12 (was #7)",
        "(#12)",
        "#12.",
        "[#12](../stories/12.md)",
    ] {
        check_issues(value, "#12");
    }
    check_issues("#12, #13 and #12", "#12; #13");
    check_issues("12, 13", "#12; #13");
    check_issues("o/r#12", "o/r#12");
    check_issues("https://github.com/o/r/issues/12", "o/r#12 <https://github.com/o/r/issues/12>");
    check_issues(
        "<https://github.com/o/r/pull/12#issuecomment-1>",
        "o/r#12 <https://github.com/o/r/pull/12#issuecomment-1>",
    );
    check_issues(
        "[#5 - Title](https://github.com/o/r/issues/5)",
        "#5 <https://github.com/o/r/issues/5>",
    );
    check_issues(
        "[The bug](https://github.com/o/r/issues/5)",
        "o/r#5 <https://github.com/o/r/issues/5>",
    );
    check_issues(
        "https://gitlab.com/g/s/r/-/issues/7",
        "g/s/r#7 <https://gitlab.com/g/s/r/-/issues/7>",
    );
    check_issues(
        "https://gitlab.com/g/r/-/merge_requests/7",
        "g/r#7 <https://gitlab.com/g/r/-/merge_requests/7>",
    );
    check_issues(
        "[SR-10](https://bugs.example.org/browse/SR-10)",
        "SR-10 <https://bugs.example.org/browse/SR-10>",
    );
    check_issues(
        "https://linear.app/acme/issue/ENG-4/some-title",
        "ENG-4 <https://linear.app/acme/issue/ENG-4/some-title>",
    );
    check_issues("JIRA-4", "JIRA-4 <https://jira.example.org/browse/JIRA-4>");
    check_issues("ABC-4", "ABC-4");
    check_issues("ABC-4: Title", "ABC-4");
    check_issues("[ABC-4](https://example.org/t/4)", "ABC-4 <https://example.org/t/4>");
    check_issues("[#4](https://example.org/t/4)", "#4 <https://example.org/t/4>");
    check_issues("rdar://123, rdar://problem/124", "rdar://123; rdar://problem/124");
    check_issues("#874 — strands (no commit; FR-3)", "#874");
    check_issues(
        "[#1](https://github.com/o/r/issues/1) (see PR #2). Follow-up: [#3](https://github.com/o/r/issues/3)",
        "#1 <https://github.com/o/r/issues/1>; #3 <https://github.com/o/r/issues/3>",
    );
    for value in [
        "",
        "TBD",
        "N/A",
        "#NNN",
        "[SPEC-014](../SPEC-014.md)",
        "[acme/tea#0000](https://github.com/acme/tea/issues/0000)",
        "label `epic:x`",
        "[#{{X}}]({{URL}})",
        "none yet",
        "https://example.org/2024/12",
        "#fff",
    ] {
        check_issues(value, "");
    }
}

#[test]
fn documents_in_fields() {
    check_documents("20", "20");
    check_documents("155, 1193", "155; 1193");
    check_documents("EIP-20", "EIP-20");
    check_documents("eip-20 and eip-721", "eip-20; eip-721");
    check_documents("BIP 32, BIP 39", "BIP 32; BIP 39");
    check_documents("ADR 5: Use it", "ADR 5");
    check_documents("EPIC-002 — Signpost", "EPIC-002");
    check_documents("EPIC-002  # Signpost, and more", "EPIC-002");
    check_documents("DR-004/DR-015 (Tier-0, boundary), DR-017", "DR-004; DR-015; DR-017");
    check_documents(
        "[SPEC-022](../x/y.md) (records), [SPEC-012](../z.md) (more / `code`).",
        "SPEC-022 <../x/y.md>; SPEC-012 <../z.md>",
    );
    check_documents("see [A title, with comma](a.md), last year", "A title, with comma <a.md>");
    check_documents(
        "\"/keps/sig-network/0752-endpointslices\"",
        "/keps/sig-network/0752-endpointslices </keps/sig-network/0752-endpointslices>",
    );
    check_documents("./0001-x.md", "./0001-x.md <./0001-x.md>");
    check_documents("0001-x.md", "0001-x.md <0001-x.md>");
    check_documents("https://example.org/a", "https://example.org/a <https://example.org/a>");
    check_documents("<https://example.org/a>", "https://example.org/a <https://example.org/a>");
    check_documents("Modular Architecture", "Modular Architecture");
    check_documents("core-types, cli-contract", "core-types; cli-contract");
    check_documents("0005-use-postgres", "0005-use-postgres");
    check_documents("#7", "#7");
    check_documents(
        "[#7](https://github.com/o/r/issues/7)",
        "#7 <https://github.com/o/r/issues/7>",
    );
    check_documents("[SE-0258][]", "SE-0258");
    check_documents("CI/CD", "CI/CD");
    check_documents("the change that RFC 12 made", "RFC 12");
    check_documents("20, 20", "20");
    check_documents(
        "https://e.org/a https://e.org/b",
        "https://e.org/a <https://e.org/a>; https://e.org/b <https://e.org/b>",
    );
    check_documents("ADR 0092 at the one seam; ADR 0093 at the other", "ADR 0092; ADR 0093");
    check_documents("LSP1, ERC165", "LSP1; ERC165");
    check_documents("`none`", "");
    check_documents("`req_080_harden_it`", "req_080_harden_it");
    for value in [
        "",
        "N/A",
        "None",
        "[]",
        "TBD",
        "none yet",
        "None — it stands alone",
        "[SE-NNNN](NNNN-x.md)",
    ] {
        check_documents(value, "");
    }
}

#[test]
fn words_after_a_path_or_an_id_are_about_it() {
    check_documents("`queue.md` chapters 1–3", "queue.md <queue.md>");
    check_documents("old/queue_v1.md. See §14", "old/queue_v1.md <old/queue_v1.md>");
    check_documents("spec 0011 for the lease; spec 0009", "spec 0011; spec 0009");
    check_documents("epic 3 users", "epic 3 users");
}

#[test]
fn dotted_numbers_are_ids() {
    check_documents("3.2", "3.2");
    check_documents("`3.2`", "3.2");
    check_documents("3.2 and 3.10", "3.2; 3.10");
    check_documents("3.2: Tape reels, 3.3", "3.2; 3.3");
    check_documents("Story 3.2, 3.3", "Story 3.2; 3.3");
    check_documents("Epic 4 & Story 4.1: Reels", "Epic 4; Story 4.1");
    check_documents("Kotlin 2.2", "Kotlin 2.2");
}

#[test]
fn names_stay_whole() {
    for value in [
        "Sound Storage & Replay",
        "Mixing and Mastering",
        "Part 03 — Cutting, Gluing & Labelling of Reels",
        "whatever the studio had agreed on before, with nobody's leave",
        "reels in the cellar, if any are left",
    ] {
        check_documents(value, value);
    }
    check_documents("Tape Library, Replay Desk", "Tape Library; Replay Desk");
    check_documents("Sound & Vision; Mixing and Mastering", "Sound & Vision; Mixing and Mastering");
    check_documents("(say which tape library)", "");
    let named = |text| named_documents(text).len();
    assert_eq!(named("the board, which met in 2024 for the last time"), 0);
    assert_eq!(named("Tape Library"), 1);
}

fn check_mentions(text: &str, expected: &str) {
    let found = mentions(text, 7);
    for mention in &found {
        assert_eq!(text[mention.range.start - 7..mention.range.end - 7], mention.text, "{text}");
    }
    let found: Vec<String> =
        found.iter().map(|mention| format!("{}:{}", mention.prefix, mention.number)).collect();
    assert_eq!(found.join(" "), expected, "{text}");
}

#[test]
fn ids_in_prose() {
    check_mentions("See SPEC-014, EIP-20 and SE-0123.", "SPEC:014 EIP:20 SE:0123");
    check_mentions("RFC 12 (ADR-0005): \"KEP-1234\"", "RFC:12 ADR:0005 KEP:1234");
    check_mentions("ODH-ADR-ML-0001 is compound", "ODH-ADR-ML:0001");
    check_mentions("pre-EIP-155 and EIP-1559-style", "EIP:155 EIP:1559");
    check_mentions("DR-004/DR-015", "DR:004 DR:015");
    check_mentions("Spec-014's", "SPEC:014");
    check_mentions("été EIP-20é EIP-21", "EIP:21");
    for text in [
        "https://example.org/EIP-20/x EIP",
        "docs/EIP-20",
        "EIP-20.md",
        "EIP-20.1",
        "EIP-2-3",
        "xEIP-20",
        "EIP-20x",
        "EIP_20",
        "A-1",
        "Swift 5",
        "phase-1",
        "EIP-",
        "EIP -20",
        "@EIP-20",
        "EIP-20/readme",
        "EIP-1234567890",
        "v1.EIP-2",
        "EIP--20",
    ] {
        check_mentions(text, "");
    }
}

fn check_issue_mentions(text: &str, expected: &str) {
    let found = issue_mentions(text, 3, &trackers());
    for mention in &found {
        assert!(text.get(mention.range.start - 3..mention.range.end - 3).is_some(), "{text}");
    }
    let found: Vec<String> = found.into_iter().map(|mention| mention.issue.text).collect();
    assert_eq!(found.join(" "), expected, "{text}");
}

#[test]
fn tickets_in_prose() {
    check_issue_mentions("Fixes #12, o/r#13 and (#14).", "#12 o/r#13 #14");
    check_issue_mentions("GH-12, JIRA-4; ABC-5", "#12 JIRA-4");
    check_issue_mentions("At https://github.com/o/r/issues/12.", "o/r#12");
    check_issue_mentions("#1, #2: #3", "#1 #2 #3");
    check_issue_mentions("#12's", "#12");
    for text in [
        "#12px",
        "#fff",
        "C#12",
        "&#12;",
        "https://example.org/x#12",
        "#0",
        "#012",
        "# 12",
        "a#12",
        "docs/x.md#12",
        "#1.5",
        "#12_a",
        "##12",
        "x/y/z#12",
    ] {
        check_issue_mentions(text, "");
    }
}

#[test]
fn long_texts_take_linear_time() {
    for bomb in ["A-", "#", "A ", "a/", "http", "#1", "https://x ", "A1-1", "EIP-1/"] {
        let text = bomb.repeat(50_000);
        let _ = mentions(&text, 0);
        let _ = issue_mentions(&text, 0, &BTreeMap::new());
    }
}

proptest! {
    #[test]
    fn nothing_panics(value in "[a-cA-C0-9#/ é().,:\\[\\]<>|&-]{0,50}") {
        let _ = (issues(&value, &trackers()), documents(&value), mentions(&value, 0), issue_mentions(&value, 0, &trackers()));
    }

    #[test]
    fn ids_are_found_between_words(prefix in "[A-Z]{2,5}", number in 1_u32..99_999, before in "[a-z ]{0,9} ", after in "[ ,.;:)!]{1,3} [a-z ]{0,9}") {
        let text = format!("{before}{prefix}-{number}{after}");
        let found = mentions(&text, 0);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].text, &format!("{prefix}-{number}"));
    }
}
