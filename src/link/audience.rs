//! What exists for an audience.
//!
//! In: all units. Out: those that this audience sees. Everything after this step works on the result, so that nothing of a
//! withheld document can reach the output by any way, be it a count, a suggestion or a clash of addresses; only its paths and
//! ids are kept, so that a link to it can be told from a mistake. Absent on purpose: the decision what a link to a withheld
//! document becomes.

use super::group::Unit;
use super::{Audience, Text};

/// The units that exist. The whole of a spec is withheld with its main part; another part only by itself.
pub(super) fn seen(units: Vec<Unit>, texts: &[Text<'_>], audience: Audience) -> Vec<Unit> {
    if audience == Audience::Author {
        return units;
    }
    let may_go = |text: &usize| reason(&texts[*text]).is_none();
    let kept = units.into_iter().filter(|unit| may_go(&unit.main));
    kept.map(|unit| Unit { others: unit.others.iter().copied().filter(may_go).collect(), ..unit })
        .collect()
}

/// Why a text may not go out; `None` when it may.
pub(super) fn reason(text: &Text<'_>) -> Option<String> {
    let outside = || (!text.source.publishable).then(|| "outside `[portfolio] publish`".to_owned());
    text.document.withheld.clone().or_else(outside)
}

#[cfg(test)]
mod tests {
    use crate::link::testing::{Draft, Setting, doc, entry, portfolio, portfolio_in, problems};
    use crate::link::{Audience, Target};
    use crate::parse::RelationKind;

    const CANARY: &str = "canary";

    /// A portfolio with a secret that everything points at.
    fn drafts() -> Vec<Draft> {
        let mut unpublishable = doc("private/canary-b.md").id("SPEC-1").status("Canary");
        unpublishable.publishable = false;
        vec![
            doc("specs/canary-a.md")
                .id("SPEC-9")
                .title("The canary")
                .status("Canarying")
                .author("Canary Bird", "canary")
                .label("canary")
                .issue(None, 99)
                .relates(RelationKind::Requires, "SPEC-1")
                .link("open", "open.md")
                .image("canary.png")
                .problem(crate::diagnostic::Problem::new(
                    crate::diagnostic::Code::BadDate,
                    crate::diagnostic::Place::file(&crate::diagnostic::SourcePath::new(
                        "specs/canary-a.md",
                    )),
                    "canary",
                ))
                .withheld(),
            unpublishable,
            doc("specs/open.md")
                .id("SPEC-1")
                .relates(RelationKind::Requires, "SPEC-9")
                .link("a", "canary-a.md")
                .link("b", "../private/canary-b.md")
                .mention("SPEC", "9"),
        ]
    }

    #[test]
    fn nothing_of_a_withheld_document_gets_out() {
        let setting = Setting { files: vec!["specs/canary.png"], ..Setting::default() };
        let portfolio = portfolio_in(&setting, drafts());
        assert_eq!(portfolio.withheld, 2);
        assert_eq!(portfolio.entries.len(), 1);
        let open = &portfolio.entries[0];
        assert_eq!(open.relations.len(), 1);
        assert_eq!(open.relations[0].target, None);
        assert!(open.backlinks.is_empty());
        assert!(open.targets.iter().all(|(_, target)| *target == Target::Nothing));
        assert_eq!(open.targets.len(), 2);
        assert!(portfolio.statuses.is_empty() && portfolio.people.is_empty());
        assert!(portfolio.issues.is_empty() && portfolio.assets.is_empty());
        assert_eq!(problems(&portfolio, "withheld-link").len(), 3);
        assert_eq!(portfolio.problems.len(), 3);
        for problem in &portfolio.problems {
            let said = format!("{} {:?} {}", problem.message, problem.help, problem.place.path);
            assert!(!said.to_lowercase().contains(CANARY), "{said}");
        }
    }

    #[test]
    fn the_author_sees_it_marked() {
        let setting = Setting { audience: Audience::Author, ..Setting::default() };
        let portfolio = portfolio_in(&setting, drafts());
        assert_eq!((portfolio.withheld, portfolio.entries.len()), (0, 3));
        let secret = entry(&portfolio, "specs/canary-a.md");
        assert_eq!(secret.withheld.as_deref(), Some("`draft: true`"));
        assert_eq!(problems(&portfolio, "withheld-link").len(), 3);
        assert_eq!(problems(&portfolio, "duplicate-id").len(), 2);
    }

    #[test]
    fn a_spec_is_withheld_with_its_main_part() {
        let portfolio = portfolio([
            doc("specs/1-x/spec.md").withheld(),
            doc("specs/1-x/tasks.md"),
            doc("specs/2-y/spec.md"),
            doc("specs/2-y/tasks.md").withheld(),
        ]);
        assert_eq!(portfolio.withheld, 3);
        assert_eq!(portfolio.entries.len(), 1);
        assert!(portfolio.entries[0].parts.is_empty());
    }
}
