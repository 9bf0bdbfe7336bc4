//! What names people, and what does not.

use super::*;
use proptest::prelude::*;

/// `Name|handle|email` each, separated by `; `; what is not known is empty.
fn check(value: &str, expected: &str) {
    let found: Vec<String> = read(value)
        .into_iter()
        .map(|person| {
            let text = |part: Option<String>| part.unwrap_or_default();
            let line =
                format!("{}|{}|{}", text(person.name), text(person.handle), text(person.email));
            line.trim_end_matches('|').to_owned()
        })
        .collect();
    assert_eq!(found.join("; "), expected, "{value}");
}

#[test]
fn agents_are_roles_and_a_remark_keeps_its_role() {
    check("owner, operator agent", "owner; operator agent");
    check("owner + implementer agent", "owner; implementer agent");
    check("Product Owner — no objection raised", "Product Owner");
    check("PM — Ann Lee", "Ann Lee");
    check("Blocked on a decision of the architects", "");
}

#[test]
fn one_person_in_many_spellings() {
    for value in [
        "@ann",
        "\"@ann\"",
        "“@ann”",
        "`@ann`",
        "**@ann**",
        "<@ann>",
        "@ann.",
        "[@ann](https://github.com/ann)",
        "https://github.com/ann",
        "<https://github.com/ann>",
        "github.com/ann",
        "@ann # storage",
        "ann",
        "(@ann)",
        "[@ann]",
        "[ @ann ]",
    ] {
        check(value, "|ann");
    }
    for value in [
        "Ann Lee (@ann)",
        "Ann Lee @ann",
        "Ann Lee [@ann]",
        "Ann Lee <@ann>",
        "[Ann Lee](@ann)",
        "[Ann Lee](https://github.com/ann)",
        "[Ann Lee](https://github.com/ann/)",
        "Ann Lee ([@ann](https://github.com/ann))",
        "Ann Lee ([GitHub](https://github.com/ann))",
        "Ann Lee (ann)",
        "Ann Lee (GitHub: @ann)",
        "Ann Lee (@ann, Acme)",
        "Ann Lee (Acme, @ann)",
        "**Ann Lee** (@ann)",
        "by Ann Lee (@ann)",
        "@ann (Ann Lee)",
        "@ann Ann Lee",
        "Ann Lee - @ann",
        "Ann Lee – @ann",
        "[Ann Lee](https://github.com/ann) (ann)",
        "[Ann Lee (Acme)](https://github.com/ann)",
        "<a href=\"https://github.com/ann\">Ann Lee</a>",
        "Ann Lee (https://github.com/ann)",
        "[Ann Lee](https://gitlab.com/ann)",
        "[Ann Lee](https://github.acme.example/ann)",
        "[Ann Lee](https://github.com/ann?tab=x)",
    ] {
        check(value, "Ann Lee|ann");
    }
    for value in [
        "Ann Lee <a@b.org>",
        "Ann Lee (a@b.org)",
        "[Ann Lee](mailto:a@b.org)",
        "Ann Lee - a@b.org",
        "Ann Lee a@b.org",
        "\"Ann Lee\" <a@b.org>",
        "Ann Lee <[a@b.org](mailto:a@b.org)>",
    ] {
        check(value, "Ann Lee||a@b.org");
    }
    check("Ann Lee (@ann) <a@b.org>", "Ann Lee|ann|a@b.org");
    check("Ann Lee <ann at b.org>", "Ann Lee||ann@b.org");
    check("a@b.org", "a@b.org||a@b.org");
    check("<a@b.org>", "a@b.org||a@b.org");
    check("@acme/platform-team", "|acme/platform-team");
    check("[Ann Lee](https://forums.example.org/u/ann)", "Ann Lee");
    check("[Ann Lee][]", "Ann Lee");
    check("[Ann Lee](../people/ann.md)", "Ann Lee");
}

#[test]
fn names_stay_as_they_are() {
    for name in [
        "Ann Lee",
        "Vladimir S.",
        "Péter Szilágyi",
        "Francesco D'Amato",
        "Marius van der Wijden",
        "Konrad 'ktoso' Malawski",
        "Yu-Ju Hong",
        "Timothy J. Wood",
        "M. Kalinin",
        "Richard L Zarth III",
        "李明",
        "Product Owner",
        "Technical Lead",
        "Security team",
        "Acme",
        "AI Hub",
        "Will Smith",
        "May Chen",
        "Jean-Luc Picard",
        "O. Ünal",
        "The Editors",
        "Architecture Board",
        "Head of Security",
        "Murch",
        "Ann Lee Jr.",
    ] {
        check(name, name.trim_start_matches("The "));
    }
    check("Ann Lee (Acme Corp)", "Ann Lee");
    check("Ann Lee (Google)", "Ann Lee");
    check("Ann Lee (former)", "Ann Lee");
    check("Ann Lee (JetBrains)", "Ann Lee");
    check("Ann Lee (PM)", "Ann Lee");
    check("Ann Lee - Acme", "Ann Lee");
    check("Ann Lee, Jr.", "Ann Lee Jr.");
    check("Ann Lee, PhD", "Ann Lee");
    check("Franz Busch (FranzBusch)", "Franz Busch|FranzBusch");
    check("Mark Roth (markdroth)", "Mark Roth|markdroth");
    check("Eric Anderson (ejona86)", "Eric Anderson|ejona86");
    check("[Diana Ma (“Taylor Swift”)](https://github.com/tayloraswift)", "Diana Ma|tayloraswift");
    check("lightclient (@lightclient)", "lightclient|lightclient");
}

#[test]
fn lists_have_any_separator() {
    for value in [
        "@a1, @b1",
        "@a1 @b1",
        "@a1; @b1",
        "@a1 and @b1",
        "@a1 & @b1",
        "@a1 + @b1",
        "@a1/@b1",
        "@a1 / @b1",
        "@a1、@b1",
        "@a1 | @b1",
        "@a1 · @b1",
        "@a1<br>@b1",
        "@a1,@b1",
        "[@a1, @b1]",
        "@a1, and @b1",
        "@a1, for storage, @b1 for the rest",
        "@a1 (API), @b1 (storage)",
        "@a1 - storage; @b1 - API",
        "API: @a1, storage: @b1",
        "@a1, @b1, @a1",
        "@a1, @b1, et al.",
        "@a1, TBD, @b1",
        "@a1, @b1, and several other folk",
        "a1, b1",
        "@a1 (on leave) and @b1",
        "(@a1, @b1)",
    ] {
        check(value, "|a1; |b1");
    }
    check("Ann Lee, Bob Ray & Cy Young", "Ann Lee; Bob Ray; Cy Young");
    check("Ann Lee (@ann), Bob (@bob) <a@b.org>", "Ann Lee|ann; Bob|bob|a@b.org");
    check("Ann Lee <a@b.org>           Bob Ray <b@b.org>", "Ann Lee||a@b.org; Bob Ray||b@b.org");
    check("[Ann](https://github.com/ann) [Bob](https://github.com/bob)", "Ann|ann; Bob|bob");
    check("Ann Lee, Acme; Bob Ray, Acme", "Ann Lee; Bob Ray");
    check("Vladimir S., [Bob Ray](https://github.com/bob)", "Vladimir S.; Bob Ray|bob");
    check("Ann Lee (@ann) Bob Ray (@bob)", "Ann Lee|ann; Bob Ray|bob");
    check("PM - Ann Lee", "Ann Lee");
    check("Ann Lee et al.", "Ann Lee");
    check("Ann Lee (Product Owner) on 2024-01-02", "Ann Lee");
    check("Product Owner: Ann Lee", "Ann Lee");
    check("Research & Development Board", "Research; Development Board");
}

#[test]
fn remarks_and_roles_are_told_from_names() {
    check("@ann and the platform team", "|ann; platform team");
    check("Product Owner (ann)", "Product Owner");
    check("mia1, tom1; proposed: jan1, eve1", "|mia1; |tom1; |jan1; |eve1");
    check("Ann Lee <ann@b.org", "Ann Lee||ann@b.org");
    check("Security Operations Center (SOC) Lead", "Security Operations Center Lead");
    check("Primary: Chief Officer (CISO), iOS Team", "Chief Officer; iOS Team");
    check("Ann Lee (deep), Bob Ray (quick-scan)", "Ann Lee; Bob Ray");
    check("Ann (seam checks + more) and Bob (spec), independently", "Ann; Bob");
    check("李明 (liming)", "李明|liming");
    check("project founder + Claude Code", "project founder; Claude Code");
    check("Ann Lee 2001, Bob Ray 2001-2003", "Ann Lee; Bob Ray");
    check("Tech Lead (Ann Lee), Product Owner (@bob)", "Ann Lee; |bob");
    check("Ann Lee: author", "Ann Lee");
    check("Ann Lee/Bob Ray", "Ann Lee; Bob Ray");
    check("Platform/Infra", "Platform/Infra");
    check("Ann Lee, ann.lee@b.org", "Ann Lee||ann.lee@b.org");
    check("Ann Lee (GitHub: AnnLee)", "Ann Lee|AnnLee");
    check("Ann Lee (Twitter: @al, GitHub: @ann)", "Ann Lee|ann");
    check("Author(s): a11r", "|a11r");
    check("Ann Lee ✓, ✅ @bob", "Ann Lee; |bob");
    check("Approved by Ann Lee on 2024-01-02", "Ann Lee");
    check("Team Platform (@acme/platform)", "Team Platform|acme/platform");
    check("[@acme/platform](https://github.com/orgs/acme/teams/platform)", "|acme/platform");
    check("Ann “annie” Lee", "Ann “annie” Lee");
    check("with input from @ann, '@bob' # storage", "|ann; |bob");
    check("b0b <b@b.org> ann <a@b.org>", "b0b||b@b.org; ann||a@b.org");
    check("Ann Lee (she/her) <a@b.org>", "Ann Lee||a@b.org");
    check("Any two of: @ann (required), @bob (optional)", "|ann; |bob");
}

#[test]
fn an_afterthought_costs_no_name() {
    check("Ann Lee, based on the earlier work on pipes by Bob Ray", "Ann Lee");
    check("anyone, based on the earlier work on pipes by Bob Ray", "");
    check("Ann Lee, The board has yet to decide who else will sign", "");
    check("@ann && (@bob || @cyd)", "|ann; |bob; |cyd");
}

#[test]
fn nobody_is_named() {
    for value in [
        "",
        "TBD",
        "N/A",
        "None",
        "-",
        "[Name]",
        "@reviewer1, @reviewer2",
        "[name](@github-username)",
        "<handle>",
        "@[handle]",
        "Your Name",
        "To be decided by the architecture board",
        "See the table below",
        "at least two maintainers must approve this document before it goes out",
        "2024-01-02",
        "12",
        "FirstName LastName (@GitHubUsername)",
        "Same as above",
        "whoever is on call",
        "[]",
        "TODO",
        "https://example.org/x",
        "[Name] <[email]>",
        "Anyone who has time",
        "Needs a reviewer",
        "two senior engineers",
        "Discussed in #12",
        "No",
        "Yes",
        "Required",
        "(names, to be nominated and accepted by the committee)",
        "Wave 10 /audit (task #63) — verifies coverage, story completeness.",
        "the Photo & Marker Reviewer has reviewed section 1. The five items from that review are taken, with care",
        "notes.map.md",
        "None (seeking sponsor)",
        "DR-033 (policy) · SPEC-024 (eligibility)",
        "standing classifier finding",
        "not yet assigned",
        "Pending",
        "others",
    ] {
        check(value, "");
    }
}

proptest! {
    #[test]
    fn nothing_panics(value in "[a-cA-C@()\\[\\]<>,;&+ é:/.\"'`*#-]{0,40}") {
        let _ = read(&value);
    }

    #[test]
    fn handles_are_found(handles in prop::collection::vec("[a-z][a-z0-9-]{2,8}[a-z0-9]", 1..5), separator in "(, |; | & | and | )") {
        prop_assume!(handles.iter().all(|handle| !placeholder::is_handle_form(handle)));
        let value = handles.iter().map(|handle| format!("@{handle}")).collect::<Vec<_>>().join(&separator);
        let mut expected = handles.clone();
        let mut seen = std::collections::BTreeSet::new();
        expected.retain(|handle| seen.insert(handle.clone()));
        let found: Vec<String> = read(&value).into_iter().filter_map(|person| person.handle).collect();
        prop_assert_eq!(found, expected);
    }
}
