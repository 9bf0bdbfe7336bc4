//! The tree and `book.toml` → the texts that a report quotes.

use super::project::Project;
use crate::diagnostic::{SourcePath, Texts};
use crate::scan::Tree;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

/// Texts by the path that problems name them with.
pub(super) struct TextsByPath(BTreeMap<SourcePath, Arc<str>>);

impl TextsByPath {
    /// The documents, their sidecars and the configuration.
    pub(super) fn of(tree: &Tree, project: &Project) -> Self {
        let mut texts = BTreeMap::new();
        for source in &tree.sources {
            texts.insert(source.path.clone(), source.text.shared());
            texts.extend(
                source.sidecar.iter().map(|sidecar| (sidecar.path.clone(), sidecar.text.shared())),
            );
        }
        if let Some(problem) = project.config.problems.first()
            && let Ok(text) = fs::read_to_string(project.config.root.join("book.toml"))
        {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            texts.insert(problem.place.path.clone(), text.into());
        }
        Self(texts)
    }
}

impl Texts for TextsByPath {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        self.0.get(path).map(AsRef::as_ref)
    }
}
