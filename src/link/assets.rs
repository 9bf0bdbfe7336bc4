//! The files that documents show or point to → what is copied, and where to.
//!
//! In: the files that the texts ask for. Out: the assets, with their addresses written into the texts' targets; and a problem
//! where a file may not go out. Whether it may is scanning's rule ([`crate::scan::assets`]), the one question of linking that
//! may look into a file. Absent on purpose: the copying.

use super::Target;
use super::address::OutPath;
use super::assign::Addresses;
use super::portfolio::Asset;
use super::resolve::Resolved;
use crate::diagnostic::{Code, Problem, SourcePath};
use crate::scan::{Tree, assets};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Gives every wanted file its address, and takes out of the texts what may not go out.
pub(super) fn give_out(
    tree: &Tree,
    addresses: &mut Addresses,
    resolved: &mut [Resolved],
) -> (Vec<Asset>, Vec<Problem>) {
    let wanted: BTreeSet<&SourcePath> =
        resolved.iter().flat_map(|text| text.files.iter().map(|(path, _)| path)).collect();
    let mut refused: BTreeMap<SourcePath, String> = BTreeMap::new();
    let mut assets = Vec::new();
    for path in wanted {
        let Some(from) = tree.files.get(path) else { continue };
        match assets::publishable(path, from) {
            Ok(()) => assets.push(Asset {
                path: path.clone(),
                from: from.clone(),
                to: addresses.of_file(path),
            }),
            Err(reason) => {
                refused.insert(path.clone(), reason);
            }
        }
    }
    let problems = resolved.iter().flat_map(|text| complaints(text, &refused)).collect();
    let addresses: HashMap<&str, &OutPath> =
        assets.iter().map(|asset| (asset.path.as_str(), &asset.to)).collect();
    for (_, target) in resolved.iter_mut().flat_map(|text| &mut text.targets) {
        if let Target::File(path) = target {
            let to = addresses.get(path.as_str());
            *target = to.map_or(Target::Nothing, |to| Target::File((*to).clone()));
        }
    }
    (assets, problems)
}

/// A problem for each place that asks for a file which may not go out.
fn complaints<'a>(
    text: &'a Resolved,
    refused: &'a BTreeMap<SourcePath, String>,
) -> impl Iterator<Item = Problem> + 'a {
    text.files.iter().filter_map(|(path, place)| {
        let reason = refused.get(path)?;
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
