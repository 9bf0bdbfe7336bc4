//! One look at the sources → what it found: a new snapshot, an error, or nothing.
//!
//! In: nothing but the disk, by way of the builder. Out: an [`Outcome`]. A look reads configuration, theme and sources, all
//! of them, and calls the very function that `build` calls; which of them changed is the builder's to find. Whatever is
//! broken, the last of it that was not stays in use. Absent on purpose: events, sockets, and the words of a message.

use super::snapshot::Snapshot;
use crate::config::{Config, additional_files, theme_files};
use crate::diagnostic::{Error, SourcePath, write_error};
use crate::link::Audience;
use crate::render::ThemeFiles;
use crate::scan::{Source, Text, Tree};
use crate::{Builder, Built};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads the configuration.
pub type Load = Box<dyn Fn() -> Result<Config, Error> + Send>;

/// What looks at the sources, and what it knows of the last look.
pub(super) struct Work {
    load: Load,
    /// The last that could be read.
    config: Option<Config>,
    /// The last that could be read.
    theme: ThemeFiles,
    builder: Builder,
    /// Of the last build that succeeded.
    texts: Option<Texts>,
    snapshot: Snapshot,
}

/// Each source with its sidecar, by path.
type Texts = Vec<(SourcePath, (Text, Option<Text>))>;

/// What a look found.
#[derive(Debug)]
pub(super) enum Outcome {
    /// All is as it was.
    Same,
    /// Something else than before: what was made, and what has gone wrong since.
    New(Made, Option<Error>),
}

/// What a look made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// How many pages have other bytes than before.
    pub pages: usize,
    /// The files that changed, as the user would name them.
    pub causes: Vec<String>,
    /// How many documents the site has, and how many pages; `None` where none could be built.
    pub totals: Option<(usize, usize)>,
}

impl Work {
    /// Nothing was looked at yet. Builds are counted from `first`.
    pub(super) fn new(load: Load, first: u64) -> Self {
        Self {
            load,
            config: None,
            theme: ThemeFiles::default(),
            builder: Builder::default(),
            texts: None,
            snapshot: Snapshot::before(first),
        }
    }

    /// The configuration in use.
    pub(super) fn config(&self) -> Option<&Config> {
        self.config.as_ref()
    }

    /// The snapshot of the last look that found something.
    pub(super) fn snapshot(&self) -> Snapshot {
        self.snapshot.clone()
    }

    /// Looks. A fault of the program is an error as others are: what was made before stays up.
    pub(super) fn look(&mut self) -> Outcome {
        match guarded(|| Ok(self.find())) {
            Ok(outcome) => outcome,
            Err(error) => self.publish(Made::default(), None, Some(error)),
        }
    }

    /// Does what nobody waits for: what the last look did not ask for is forgotten.
    pub(super) fn rest(&mut self) {
        self.builder.forget();
    }

    fn find(&mut self) -> Outcome {
        let mut causes = Vec::new();
        let configured = self.read_config(&mut causes);
        let themed = self.read_theme(&mut causes);
        let (made, next, built) = match self.build() {
            Some(Ok(built)) => {
                let (made, next) = self.take(built, causes);
                (made, Some(next), Ok(()))
            }
            Some(Err(error)) => (Made { causes, ..Made::default() }, None, Err(error)),
            None => (Made::default(), None, Ok(())),
        };
        self.publish(made, next, configured.and(themed).and(built).err())
    }

    /// Takes the next snapshot, if its files are others or something else is wrong than before.
    fn publish(&mut self, made: Made, next: Option<Snapshot>, error: Option<Error>) -> Outcome {
        let trouble = error.as_ref().map(plain);
        let is_news = trouble != self.snapshot.trouble;
        if !is_news && next.as_ref().is_none_or(Snapshot::is_unchanged) {
            return Outcome::Same;
        }
        let next = next.unwrap_or_else(|| self.snapshot.unchanged());
        self.snapshot = next.with_trouble(trouble);
        Outcome::New(made, error.filter(|_| is_news))
    }

    fn read_config(&mut self, causes: &mut Vec<String>) -> Result<(), Error> {
        let config = (self.load)()?;
        if self.config.as_ref().is_some_and(|before| *before != config) {
            causes.push("book.toml".into());
        }
        self.config = Some(config);
        Ok(())
    }

    fn read_theme(&mut self, causes: &mut Vec<String>) -> Result<(), Error> {
        let Some(config) = &self.config else { return Ok(()) };
        let theme =
            ThemeFiles { replaced: theme_files(config)?, additional: additional_files(config)? };
        if self.texts.is_some() {
            causes.extend(
                changed(&by_name(&self.theme), &by_name(&theme)).map(|name| (*name).into()),
            );
        }
        self.theme = theme;
        Ok(())
    }

    /// Builds; `None` while no configuration could be read.
    fn build(&mut self) -> Option<Result<Built, Error>> {
        let config = self.config.as_ref()?;
        Some(self.builder.build(config, &self.theme, Audience::Author, &|_| {}))
    }

    /// What a build made of what changed, and the snapshot of it.
    fn take(&mut self, built: Built, mut causes: Vec<String>) -> (Made, Snapshot) {
        let Built { tree, portfolio, site, .. } = built;
        let totals = Some((tree.sources.len() - portfolio.withheld, site.pages));
        let ((next, difference), texts) =
            rayon::join(|| self.snapshot.next(site, &portfolio), || texts(&tree));
        if let Some(before) = &self.texts {
            causes.extend(changed(before, &texts).map(ToString::to_string));
        }
        let before = self.texts.replace(texts);
        let next =
            next.standing_at(self.config.as_ref().and_then(|config| config.html.site_path()));
        if causes.is_empty() && before.is_some() {
            causes.extend(difference.paths.iter().take(1).map(ToString::to_string));
        }
        // Nobody waits for large values to be taken apart.
        rayon::spawn(move || drop((tree, portfolio, before)));
        (Made { pages: difference.pages, causes, totals }, next)
    }
}

/// What a function gives, or the error that it failed of a fault of the program. Whatever is kept from one look to the next is
/// replaced as a whole, so that a fault leaves nothing behind that is half done.
pub(super) fn guarded<T>(make: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|fault| {
        let text = fault.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or_default();
        let message = format!("the program failed where it should not: {text}");
        Err(Error::refused(message, "please report this, with the text that it comes of"))
    })
}

fn texts(tree: &Tree) -> Texts {
    let text = |source: &Source| {
        let sidecar = source.sidecar.as_ref().map(|sidecar| sidecar.text.clone());
        (source.path.clone(), (source.text.clone(), sidecar))
    };
    tree.sources.iter().map(text).collect()
}

/// The files of a theme, and those beside it, by name.
fn by_name(theme: &ThemeFiles) -> Vec<(&str, &[u8])> {
    let replaced = theme.replaced.iter();
    let additional = theme.additional.styles.iter().chain(&theme.additional.scripts);
    let files: BTreeMap<&str, &[u8]> = replaced
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .chain(additional.map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
        .collect();
    files.into_iter().collect()
}

/// The keys of what came, went or changed between two lists in the order of their keys.
fn changed<'a, K: Ord, V: PartialEq>(
    before: &'a [(K, V)],
    after: &'a [(K, V)],
) -> impl Iterator<Item = &'a K> {
    let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
    // Both are in order, so one walk over the two is enough.
    std::iter::from_fn(move || {
        loop {
            let order = match (before.peek(), after.peek()) {
                (Some((old, _)), Some((new, _))) if old == new => Ordering::Equal,
                (Some((old, _)), Some((new, _))) => old.cmp(new),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return None,
            };
            match order {
                Ordering::Less => return before.next().map(|(key, _)| key),
                Ordering::Greater => return after.next().map(|(key, _)| key),
                Ordering::Equal => {
                    let (old, new) = (before.next(), after.next());
                    if old != new {
                        return new.map(|(key, _)| key);
                    }
                }
            }
        }
    })
}

/// An error as its reader sees it on a terminal without colours.
fn plain(error: &Error) -> String {
    let mut text = Vec::new();
    write_error(error, false, &mut text).expect("a vector takes all bytes");
    String::from_utf8_lossy(&text).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::snapshot::Opened;
    use std::fs;
    use std::path::Path;

    fn work(root: &Path) -> Work {
        let root = root.to_path_buf();
        Work::new(Box::new(move || crate::config::load(&root, &[])), 1)
    }

    /// What a look found: pages, causes, the first line of the error.
    fn look(work: &mut Work) -> Option<(usize, Vec<String>, Option<String>)> {
        match work.look() {
            Outcome::Same => None,
            Outcome::New(made, error) => {
                Some((made.pages, made.causes, error.map(|error| error.to_string())))
            }
        }
    }

    #[test]
    fn a_look_says_what_changed_and_why() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let write = |path: &str, text: &str| {
            fs::write(folder.path().join(path), text).expect("it can be written");
        };
        write("a.md", "# A\n\nText.\n");
        let mut work = work(folder.path());
        let (pages, causes, error) = look(&mut work).expect("the first look finds all");
        assert!(pages > 3 && causes.is_empty() && error.is_none());
        assert_eq!(look(&mut work), None);
        write("a.md", "# A\n\nOther text.\n");
        assert_eq!(look(&mut work), Some((1, vec!["a.md".into()], None)));
        write("book.toml", "[book]\ntitle = \"T\"\n");
        let (pages, causes, _) = look(&mut work).expect("a title is on every page");
        assert!(pages > 3 && causes == ["book.toml"]);
    }

    /// What is not made anew is what was remembered, right or wrong.
    #[test]
    fn what_is_remembered_is_served() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        for name in ["a", "b"] {
            let text = format!("# {name}\n\nText.\n");
            fs::write(folder.path().join(name).with_extension("md"), text).expect("it is written");
        }
        let mut work = work(folder.path());
        look(&mut work);
        work.builder.rendered.plant_views("planted");
        fs::write(folder.path().join("b.md"), "# b\n\nOther.\n").expect("it can be written");
        look(&mut work);
        let served = |path: &str| {
            let snapshot = work.snapshot();
            match snapshot.get(path).and_then(|entry| entry.open()) {
                Some(Opened::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
                other => panic!("{path}: {other:?}"),
            }
        };
        assert_eq!(served("a.html"), "planted");
        assert!(served("b.html").contains("Other."));
    }

    #[test]
    fn a_fault_of_the_program_leaves_the_last_site_up() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().to_path_buf();
        fs::write(path.join("a.md"), "# A\n").expect("it can be written");
        let load = move || {
            assert!(!path.join("panics").exists(), "on purpose");
            crate::config::load(&path, &[])
        };
        let mut work = Work::new(Box::new(load), 1);
        look(&mut work);
        fs::write(folder.path().join("panics"), "").expect("it can be written");
        let (_, _, error) = look(&mut work).expect("there is news");
        assert!(error.is_some_and(|error| error.contains("on purpose")));
        assert!(!work.snapshot().is_empty());
        fs::remove_file(folder.path().join("panics")).expect("it can be removed");
        assert!(look(&mut work).is_some_and(|(pages, _, error)| pages == 0 && error.is_none()));
    }

    #[test]
    fn what_is_broken_leaves_the_last_site_up() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let write = |path: &str, text: &str| {
            fs::write(folder.path().join(path), text).expect("it can be written");
        };
        write("a.md", "# A\n");
        write("book.toml", "[book\n");
        let mut work = work(folder.path());
        let error = |work: &mut Work| look(work).and_then(|(_, _, error)| error).is_some();
        assert!(error(&mut work) && work.snapshot().is_empty());
        write("book.toml", "[book]\n");
        assert!(look(&mut work).is_some_and(|(pages, _, error)| pages > 3 && error.is_none()));
        for _ in 0..20 {
            write("book.toml", "[book\n");
            assert!(error(&mut work) && !work.snapshot().is_empty());
            assert_eq!(look(&mut work), None);
            write("a.md", "# A\n\nMore.\n");
            assert!(look(&mut work).is_some_and(|(pages, _, error)| pages == 1 && error.is_none()));
            assert!(work.snapshot().trouble.is_some());
            write("a.md", "# A\n");
            write("book.toml", "[book]\n");
            assert!(look(&mut work).is_some_and(|(pages, _, error)| pages == 1 && error.is_none()));
            assert_eq!(work.snapshot().trouble, None);
        }
    }
}
