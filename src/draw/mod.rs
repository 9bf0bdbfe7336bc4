//! The text of a diagram → a picture of it: an SVG file that does nothing but show.
//!
//! In: the code of a fence. Out: [`Pictures`], or why there is none. [`draw`] is a function of the text alone: it knows no
//! document, no page and no clock, so that equal texts are drawn once and a table of known drawings can stand before it.
//! Drawing is dear (a page of text is parsed in the time that one box takes), and `check` reports what it finds; so it is
//! a step of its own, beside the pipeline and before rendering, and its result hangs on the portfolio.
//!
//! | module | what it does |
//! |---|---|
//! | `mermaid` | text → SVG, by the crate, within a budget |
//! | `inert` | SVG → the same by an allow-list, with a size and a ground |
//! | `words` | text → what stands for the picture where it is not seen |
//!
//! Without the feature `mermaid` nothing is drawn and nothing is said: diagrams are code. Absent on purpose: HTML, and where
//! the file goes.

#[cfg(feature = "mermaid")]
mod inert;
#[cfg(feature = "mermaid")]
mod mermaid;
#[cfg(feature = "mermaid")]
mod words;

use crate::memo::{Fingerprint, Table};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A drawn diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file: SVG without scripts, links, or anything from elsewhere, dark on a light ground.
    pub svg: String,
    /// What it shows, for those who do not see it.
    pub words: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// Why a diagram is not drawn: a clause in the style of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(pub String);

/// What becomes of a diagram.
type Drawn = Result<Arc<Picture>, Reason>;

/// The drawings of the builds before.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) drawn: Table<Drawn>,
}

/// All diagrams of a portfolio, by their text.
#[derive(Clone, Debug, Default)]
pub struct Pictures(BTreeMap<String, Drawn>);

impl Memory {
    /// Draws these diagrams, in parallel, and equal ones once; those that were drawn before are known.
    pub fn pictures<'a>(&self, sources: impl Iterator<Item = &'a str>) -> Pictures {
        if !cfg!(feature = "mermaid") {
            return Pictures::default();
        }
        let distinct: BTreeSet<&str> = sources.collect();
        let drawn = |text: &str| {
            self.drawn.get_or_make(Fingerprint::of(&text), || draw(text).map(Arc::new))
        };
        Pictures(distinct.into_par_iter().map(|text| (text.to_owned(), drawn(text))).collect())
    }

    /// How many were drawn since this was asked last.
    pub fn made(&self) -> usize {
        self.drawn.made()
    }

    /// Ends a build: forgets what it did not ask for.
    pub fn forget(&self) {
        self.drawn.forget();
    }
}

impl Pictures {
    /// The picture of a diagram.
    #[must_use]
    pub fn get(&self, source: &str) -> Option<&Picture> {
        self.0.get(source)?.as_deref().ok()
    }

    /// Why there is none, where it could not be drawn.
    #[must_use]
    pub fn refusal(&self, source: &str) -> Option<&Reason> {
        self.0.get(source)?.as_ref().err()
    }

    /// The pictures.
    pub fn drawn(&self) -> impl Iterator<Item = &Picture> {
        self.0.values().flatten().map(Arc::as_ref)
    }
}

/// Draws a diagram.
///
/// # Errors
///
/// When its text is no diagram, is too large, or would show more than a picture.
#[cfg(feature = "mermaid")]
pub fn draw(source: &str) -> Result<Picture, Reason> {
    let inert::Inert { svg, width, height } = inert::inert(&mermaid::svg(source)?)?;
    Ok(Picture { svg, words: words::words(source), width, height })
}

/// Draws nothing.
///
/// # Errors
///
/// Always: this build knows no diagrams.
#[cfg(not(feature = "mermaid"))]
pub fn draw(_: &str) -> Result<Picture, Reason> {
    Err(Reason("this build draws no diagrams".to_owned()))
}

#[cfg(all(test, feature = "mermaid"))]
mod tests;
