//! The pages that lead from an id to its document: an address that stays when files move.

use super::{Rendered, Stage};
use crate::diagnostic::Error;
use crate::link::OutPath;
use crate::render::catalogue::text;
use crate::render::views;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Renders a page for every id. Ids that differ by case only share one, since some disks would not hold both.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(stage: &Stage<'_>) -> Result<Vec<Rendered>, Error> {
    stage.together("id.html", &stage.catalogue.portfolio.made_of, || all(stage))
}

fn all(stage: &Stage<'_>) -> Result<Vec<Rendered>, Error> {
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in stage.catalogue.listed() {
        if let Some(id) = &stage.catalogue.portfolio.entries[index].id {
            by_id.entry(file_name(id).to_lowercase()).or_default().push(index);
        }
    }
    let entries: Vec<_> = by_id.into_values().collect();
    entries.into_par_iter().map(|entries| page(stage, &entries)).collect()
}

fn page(stage: &Stage<'_>, entries: &[usize]) -> Result<Rendered, Error> {
    let first = &stage.catalogue.portfolio.entries[entries[0]];
    let id = first.id.as_deref().unwrap_or_default();
    let path = OutPath::new(format!("id/{}.html", file_name(id)));
    let documents = entries.iter().map(|entry| stage.catalogue.reference(*entry, &path)).collect();
    let mut page = stage.catalogue.page("id", &text(id), &path);
    if entries.len() == 1 {
        page.canonical = stage.catalogue.canonical(&first.page);
    }
    let view = views::Id { id: text(id), documents };
    stage.page("id.html", path, &page, ("id", &view))
}

/// An id as the name of a file.
fn file_name(id: &str) -> String {
    let name = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = id.trim().chars().take(80).map(name).collect();
    crate::link::address::safe(name.trim_matches('.'))
}
