//! The files that documents show or point to → what is copied, and where to.
//!
//! In: the files that the texts ask for. Out: which of them may go out, and why the others may not; the assets with their
//! addresses; a problem where one may not. Whether it may is scanning's rule ([`crate::scan::assets`]), the one question of
//! linking that may look into a file, and so is asked every time. Absent on purpose: the copying.

use super::Target;
use super::address::OutPath;
use super::assign::Addresses;
use super::portfolio::{Asset, Targets};
use super::resolve::Resolved;
use crate::diagnostic::{Code, Problem, SourcePath};
use crate::scan::{Tree, assets};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// What becomes of every wanted file: it is copied from there, or may not go out for this reason.
pub(super) type Verdicts = BTreeMap<SourcePath, Result<PathBuf, String>>;

/// Judges every file that texts ask for.
pub(super) fn judge(tree: &Tree, resolved: &[Arc<Resolved>]) -> Verdicts {
    let wanted: BTreeSet<&SourcePath> =
        resolved.iter().flat_map(|text| text.files.iter().map(|(path, _)| path)).collect();
    let verdict = |path: &SourcePath| {
        let from = tree.files.get(path)?;
        Some((path.clone(), assets::publishable(path, from).map(|()| from.clone())))
    };
    wanted.into_iter().filter_map(verdict).collect()
}

/// Gives every file that may go out its address.
pub(super) fn give_out(verdicts: &Verdicts, addresses: &mut Addresses) -> Vec<Asset> {
    let asset = |(path, verdict): (&SourcePath, &Result<PathBuf, String>)| {
        let from = verdict.as_ref().ok()?.clone();
        Some(Asset { path: path.clone(), from, to: addresses.of_file(path) })
    };
    verdicts.iter().filter_map(asset).collect()
}

/// The addresses of assets by their paths.
pub(super) type Places = HashMap<SourcePath, OutPath>;

/// The targets of a text with the addresses of files; a file that may not go out is no target.
pub(super) fn with_places(targets: &Targets, places: &Places) -> Targets {
    if !targets.iter().any(|(_, target)| matches!(target, Target::File(_))) {
        return targets.clone();
    }
    let with_place = |target: &Target| match target {
        Target::File(path) => places
            .get(&SourcePath::new(path.as_str()))
            .map_or(Target::Nothing, |to| Target::File(to.clone())),
        other => other.clone(),
    };
    targets.iter().map(|(range, target)| (range.clone(), with_place(target))).collect()
}

/// What is to be said of files that may not go out.
pub(super) fn problems(resolved: &[Arc<Resolved>], verdicts: &Verdicts) -> Vec<Problem> {
    resolved.iter().flat_map(|text| complaints(text, verdicts)).collect()
}

/// A problem for each place that asks for a file which may not go out.
fn complaints<'a>(
    text: &'a Resolved,
    verdicts: &'a Verdicts,
) -> impl Iterator<Item = Problem> + 'a {
    text.files.iter().filter_map(|(path, place)| {
        let reason = verdicts.get(path)?.as_ref().err()?;
        let message = format!("`{path}` is not published: it {reason}");
        let problem = Problem::new(Code::MissingAsset, place.clone(), message);
        Some(problem.help("link to where it can be seen, or show it in a code block"))
    })
}

#[cfg(test)]
mod tests {
    use crate::link::Target;
    use crate::link::testing::{Setting, doc, portfolio_in, problems};

    #[test]
    fn only_what_is_pointed_to_is_copied() {
        let setting = Setting { files: vec!["a.png", "b.png", "evil.html"], ..Setting::default() };
        let draft = doc("x.md").image("a.png").link("again", "a.png").link("demo", "evil.html");
        let portfolio = portfolio_in(&setting, [draft]);
        let paths: Vec<_> = portfolio.assets.iter().map(|asset| asset.path.as_str()).collect();
        assert_eq!(paths, ["a.png"]);
        assert_eq!(portfolio.entries[0].targets[2].1, Target::Nothing);
        assert_eq!(problems(&portfolio, "missing-asset").len(), 1);
    }
}
