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
//! Between linking and rendering, [`draw`] makes pictures of the diagrams in the texts, and hangs them on the portfolio.
//! Beside it stand [`config`] (what the user chose), [`diagnostic`] (what is wrong, and where) and [`cli`] (the commands).
//! A stage imports only from stages before it and from those. [`Builder`] is the pipeline, and remembers what it made.

pub mod config;
pub mod diagnostic;
pub mod memo;

pub mod scan;

pub mod parse;

pub mod draw;

pub mod link;

pub mod render;

pub mod emit;

pub mod serve;

pub mod cli;

#[cfg(test)]
mod tests;

use config::Config;
use diagnostic::Error;
use link::{Audience, Portfolio};
use rayon::prelude::*;
use render::{Site, ThemeFiles};
use scan::Tree;

/// The values of one build: what was read, what it means, what it becomes.
#[derive(Debug)]
pub struct Built {
    /// The sources.
    pub tree: Tree,
    /// Their meaning.
    pub portfolio: Portfolio,
    /// The output.
    pub site: Site,
    /// What could not be remembered.
    pub work: Work,
}

/// What a build did anew: all of it in the first, and afterwards what the changes ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Documents read from the disk.
    pub read: usize,
    /// Documents parsed.
    pub parsed: usize,
    /// Texts whose links were resolved.
    pub resolved: usize,
    /// Diagrams drawn, equal ones once.
    pub drawn: usize,
    /// What was rendered.
    pub rendered: render::Work,
}

/// What the pipeline says of itself while it works, to whoever measures it or shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A stage begins.
    Begun(Stage),
    /// A stage is done, and has dealt with so many things, in [`Stage::unit`]s.
    Done(Stage, usize),
}

/// The stages, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the disk.
    Scan,
    /// Understanding each document.
    Parse,
    /// Understanding them together.
    Link,
    /// Drawing their diagrams.
    Draw,
    /// Making the site.
    Render,
    /// Writing it.
    Emit,
}

impl Stage {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Parse => "parse",
            Self::Link => "link",
            Self::Draw => "draw",
            Self::Render => "render",
            Self::Emit => "emit",
        }
    }

    /// What it counts.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Scan => "sources",
            Self::Parse => "documents",
            Self::Link => "relations",
            Self::Draw => "diagrams",
            Self::Render => "files",
            Self::Emit => "files written",
        }
    }
}

/// Hears of each stage. The pipeline knows no clock: an observer brings its own.
pub type Observer<'a> = &'a dyn Fn(Event);

/// The pipeline up to the site, which remembers what it made; [`emit::emit`] writes a site.
///
/// The first build and the thousandth are this one function, and what it returns depends on its arguments and the disk
/// alone: what is remembered is addressed by all that made it.
#[derive(Debug, Default)]
pub struct Builder {
    scanned: scan::Memory,
    parsed: parse::Memory,
    linked: link::Memory,
    drawn: draw::Memory,
    rendered: render::Memory,
    /// Whether there was a build after which nothing was forgotten yet.
    has_ended: bool,
}

impl Builder {
    /// A builder for one build, which holds nothing for a second.
    #[must_use]
    pub fn once() -> Self {
        Self {
            linked: link::Memory::forgetful(),
            rendered: render::Memory::forgetful(),
            ..Self::default()
        }
    }

    /// Scans, parses, links and draws: all that `check` needs.
    ///
    /// # Errors
    ///
    /// When the sources cannot be read at all.
    pub fn understand(
        &mut self,
        config: &Config,
        audience: Audience,
        observer: Observer<'_>,
    ) -> Result<(Tree, Portfolio), Error> {
        observer(Event::Begun(Stage::Scan));
        let vocabulary = parse::Vocabulary::new(config);
        let reader = self.parsed.reader(&vocabulary);
        let mut tree = scan::scan(config, &self.scanned)?;
        let reading = scan::history::Reading {
            present: &|source| reader.status(source),
            past: &|source| parse::past_status(source, &vocabulary),
            made_of: reader.made_of,
        };
        scan::history::status_since(&mut tree, reading, &self.scanned);
        observer(Event::Done(Stage::Scan, tree.sources.len()));

        observer(Event::Begun(Stage::Parse));
        let document = |source| reader.document(source);
        let documents: Vec<_> = tree.sources.par_iter().map(document).collect();
        observer(Event::Done(Stage::Parse, documents.len()));

        observer(Event::Begun(Stage::Link));
        let mut portfolio = link::link(&tree, &documents, config, audience, &self.linked);
        portfolio.problems.extend(config.problems.iter().cloned());
        portfolio.problems.sort();
        let relations = portfolio.entries.iter().map(|entry| entry.relations.len()).sum();
        observer(Event::Done(Stage::Link, relations));

        observer(Event::Begun(Stage::Draw));
        let sources: Vec<&str> =
            link::diagrams(&portfolio).map(|(_, diagram)| &*diagram.source).collect();
        let (count, pictures) = (sources.len(), self.drawn.pictures(sources.into_iter()));
        link::hang_pictures(&mut portfolio, pictures, config);
        observer(Event::Done(Stage::Draw, count));
        Ok((tree, portfolio))
    }

    /// Builds a site.
    ///
    /// # Errors
    ///
    /// When the sources cannot be read at all, or the theme is broken.
    pub fn build(
        &mut self,
        config: &Config,
        theme: &ThemeFiles,
        audience: Audience,
        observer: Observer<'_>,
    ) -> Result<Built, Error> {
        self.forget();
        let (tree, portfolio) = self.understand(config, audience, observer)?;
        observer(Event::Begun(Stage::Render));
        let site = render::render(&portfolio, config, theme, &self.rendered)?;
        observer(Event::Done(Stage::Render, site.files.len()));
        let work = Work {
            read: self.scanned.read(),
            parsed: self.parsed.parsed(),
            resolved: self.linked.resolved(),
            drawn: self.drawn.made(),
            rendered: self.rendered.work(),
        };
        self.has_ended = true;
        Ok(Built { tree, portfolio, site, work })
    }

    /// Forgets what the last build did not ask for, if it has ended well. The next build does it before all else; whoever has
    /// time between two builds does it then.
    pub fn forget(&mut self) {
        if std::mem::take(&mut self.has_ended) {
            self.scanned.forget();
            self.parsed.forget();
            self.linked.forget();
            self.drawn.forget();
            self.rendered.forget();
        }
    }
}
