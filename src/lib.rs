//! specfolio turns a folder of specifications into a site that a team steers by.
//!
//! The modules are the pipeline, in reading order. Each stage is a function from the value before it to the next:
//!
//! | stage | from → to |
//! |---|---|
//! | [`scan`] | disk → [`scan::Tree`] |
//! | [`parse`] | [`scan::Source`] → [`parse::Document`] |
//! | [`link`] | documents → [`link::Portfolio`] |
//! | [`render`] | portfolio → [`render::Site`] |
//! | [`emit`] | site → disk |
//!
//! Beside it stand [`config`] (what the user chose), [`diagnostic`] (what is wrong, and where) and [`cli`] (the commands).
//! A stage imports only from stages before it and from those. [`build`] is the pipeline.

pub mod config;
pub mod diagnostic;

pub mod scan;

pub mod parse;

pub mod link;

pub mod render;

pub mod emit;

pub mod cli;

use config::Config;
use diagnostic::Error;
use link::{Audience, Portfolio};
use rayon::prelude::*;
use render::{Site, ThemeFiles};
use scan::Tree;
use std::sync::Arc;

/// The values of one build: what was read, what it means, what it becomes.
#[derive(Debug)]
pub struct Built {
    /// The sources.
    pub tree: Tree,
    /// Their meaning.
    pub portfolio: Portfolio,
    /// The output.
    pub site: Site,
}

/// Scans, parses and links: all that `check` needs.
///
/// # Errors
///
/// When the sources cannot be read at all.
pub fn understand(config: &Config, audience: Audience) -> Result<(Tree, Portfolio), Error> {
    let tree = scan::scan(config)?;
    let vocabulary = parse::Vocabulary::new(config);
    let documents: Vec<_> = tree
        .sources
        .par_iter()
        .map(|source| Arc::new(parse::document(source, &vocabulary)))
        .collect();
    let portfolio = link::link(&tree, &documents, config, audience);
    Ok((tree, portfolio))
}

/// The pipeline up to the site; [`emit::emit`] writes it.
///
/// # Errors
///
/// When the sources cannot be read at all, or the theme is broken.
pub fn build(config: &Config, theme: &ThemeFiles, audience: Audience) -> Result<Built, Error> {
    let (tree, portfolio) = understand(config, audience)?;
    let site = render::render(&portfolio, config, theme)?;
    Ok(Built { tree, portfolio, site })
}
