//! The globs of `[portfolio]` → predicates over paths.
//!
//! In: `ignore` and `publish` as configured. Out: [`IgnoreGlobs`] and [`PublishGlobs`]. They stand together because a glob
//! that is none is reported alike, at its place in `book.toml`, and apart because they err on different sides. Absent on
//! purpose: any use of them.
//!
//! In both, `*` and `?` stay within one name, `**` goes through folders, and `[…]` and `{a,b}` choose.
//!
//! `ignore` is read as a line of `.gitignore` is (gitignore(5)): without a slash it names a file or folder anywhere, with one
//! it starts at the sources, with one at its end it names folders only, and what a folder holds goes with it.
//!
//! `publish` always starts at the sources, so that `README.md` lets one file out and not one of every folder. A path
//! without wildcards in its last name may be a folder, and lets out what it holds.

use super::skip::Entry;
use crate::config::Config;
use crate::diagnostic::{Error, SourcePath};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::fs;
use std::ops::Range;

/// The longest glob. Those that people write are a tenth of it, and what they compile to grows with them.
const LONGEST_GLOB: usize = 1000;

/// `[portfolio] ignore`.
#[derive(Debug)]
pub(super) struct IgnoreGlobs {
    set: GlobSet,
    /// Whether each glob names folders only.
    folders_only: Vec<bool>,
}

impl IgnoreGlobs {
    /// # Errors
    ///
    /// When one of them is no glob.
    pub(super) fn new(config: &Config) -> Result<Self, Error> {
        let globs = &config.portfolio.ignore;
        let set = compile(config, globs.iter().map(|glob| (glob.as_str(), anchored(glob))))?;
        Ok(Self { set, folders_only: globs.iter().map(|glob| glob.ends_with('/')).collect() })
    }

    /// Whether this entry is ignored; folders above it are not looked at.
    pub(super) fn ignores(&self, entry: &Entry<'_>) -> bool {
        let matching = || self.set.matches(entry.relative);
        !self.set.is_empty()
            && matching().into_iter().any(|glob| entry.is_folder || !self.folders_only[glob])
    }
}

/// `[portfolio] publish`.
#[derive(Debug)]
pub(super) struct PublishGlobs {
    set: GlobSet,
}

impl PublishGlobs {
    /// # Errors
    ///
    /// When one of them is no glob.
    pub(super) fn new(config: &Config) -> Result<Self, Error> {
        let globs = config.portfolio.publish.iter();
        let globs = globs.flat_map(|glob| published(glob).map(move |full| (glob.as_str(), full)));
        Ok(Self { set: compile(config, globs)? })
    }

    /// Whether a document of this path may go out. No globs at all let everything out.
    pub(super) fn lets_out(&self, path: &SourcePath) -> bool {
        self.set.is_empty() || self.set.is_match(path.as_str())
    }
}

/// A line of `.gitignore` as a glob over whole paths.
fn anchored(glob: &str) -> String {
    let path = glob.trim_end_matches('/');
    if path.is_empty() {
        String::new()
    } else if path.contains('/') {
        path.trim_start_matches("./").trim_start_matches('/').to_owned()
    } else {
        format!("**/{path}")
    }
}

/// The globs of what an entry of `publish` lets out.
fn published(glob: &str) -> impl Iterator<Item = String> + use<> {
    let path = glob.trim_start_matches("./").trim_matches('/');
    let everything = path == "." || path.is_empty() && !glob.is_empty();
    let path = if everything { "**" } else { path };
    let name = path.rsplit('/').next().unwrap_or(path);
    let below =
        (!name.contains(['*', '?', '[', '{']) && !name.is_empty()).then(|| format!("{path}/**"));
    std::iter::once(path.to_owned()).chain(below)
}

/// Compiles pairs of a glob as configured and as meant.
fn compile<'a>(
    config: &Config,
    globs: impl Iterator<Item = (&'a str, String)>,
) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for (written, meant) in globs {
        if written.len() > LONGEST_GLOB {
            let message = format!("this glob is longer than {LONGEST_GLOB} bytes");
            return Err(bad_glob(config, written, message));
        }
        let glob = GlobBuilder::new(&meant).literal_separator(true).build();
        set.add(glob.map_err(|error| bad_glob(config, written, fault(written, &error)))?);
    }
    set.build().map_err(|error| {
        let written = error.glob().unwrap_or_default();
        bad_glob(config, written, fault(written, &error))
    })
}

fn fault(written: &str, error: &globset::Error) -> String {
    format!("`{written}` is no glob: {}", error.kind())
}

/// The error of a glob, at its place in `book.toml` where it stands there as it is.
fn bad_glob(config: &Config, written: &str, message: String) -> Error {
    let path = config.root.join("book.toml");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let span = quoted(&text, written).unwrap_or_default();
    let help = Some("see `ignore` and `publish` in the manual for what a glob may hold".to_owned());
    Error::Configuration { path, text, span, message, help }
}

/// Where a string stands in quotes, as TOML writes it.
fn quoted(text: &str, value: &str) -> Option<Range<usize>> {
    let escaped = value.replace('\\', r"\\").replace('"', r#"\""#);
    let spellings = [format!("\"{escaped}\""), format!("'{value}'")];
    spellings.iter().find_map(|spelling| {
        let start = text.find(spelling)?;
        Some(start..start + spelling.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn config(ignore: &[&str], publish: &[&str]) -> Config {
        let mut config = Config::defaults(Path::new("nowhere"));
        config.portfolio.ignore = ignore.iter().map(|glob| (*glob).to_owned()).collect();
        config.portfolio.publish = publish.iter().map(|glob| (*glob).to_owned()).collect();
        config
    }

    #[test]
    fn ignore_is_read_as_gitignore_is() {
        fn check(glob: &str, path: &str, expected: bool) {
            let globs = IgnoreGlobs::new(&config(&[glob], &[])).unwrap();
            let (path, is_folder) = (path.trim_end_matches('/'), path.ends_with('/'));
            let entry = Entry { relative: Path::new(path), is_folder };
            assert_eq!(globs.ignores(&entry), expected, "{glob} {path}");
        }
        check("old.md", "old.md", true);
        check("old.md", "a/b/old.md", true);
        check("/old.md", "a/old.md", false);
        check("/old.md", "old.md", true);
        check("./a/*.md", "a/old.md", true);
        check("a/*.md", "a/b/old.md", false);
        check("a/**", "a/b/old.md", true);
        check("*.tmp.md", "a/x.tmp.md", true);
        check("drafts/", "a/drafts/", true);
        check("drafts/", "drafts", false);
        check("{x,y}/z", "y/z", true);
        check("", "a", false);
    }

    #[test]
    fn publish_starts_at_the_sources() {
        fn check(globs: &[&str], path: &str, expected: bool) {
            let publish = PublishGlobs::new(&config(&[], globs)).unwrap();
            assert_eq!(publish.lets_out(&SourcePath::new(path)), expected, "{globs:?} {path}");
        }
        check(&[], "a/b.md", true);
        check(&["README.md"], "README.md", true);
        check(&["README.md"], "private/README.md", false);
        check(&["public"], "public/a/b.md", true);
        check(&["./public/"], "public/b.md", true);
        check(&["public"], "public.md", false);
        check(&["public/*"], "public/b.md", true);
        check(&["public/*"], "public/a/b.md", false);
        check(&["public/**", "x/*.md"], "x/b.md", true);
        check(&["*.md"], "b.md", true);
        check(&["*.md"], "a/b.md", false);
        check(&["."], "a/b.md", true);
        check(&["./"], "a/b.md", true);
        check(&[""], "a/b.md", false);
    }

    #[test]
    fn what_is_no_glob_is_refused() {
        fn check(glob: &str) {
            for config in [config(&[glob], &[]), config(&[], &[glob])] {
                let error = IgnoreGlobs::new(&config).err().or(PublishGlobs::new(&config).err());
                assert!(matches!(error, Some(Error::Configuration { .. })), "{error:?}");
            }
        }
        check("a[");
        check("{a");
        check(&"{".repeat(900));
        check(&"a".repeat(1001));
    }

    #[test]
    fn a_glob_is_found_in_the_configuration() {
        fn check(text: &str, glob: &str, expected: Option<&str>) {
            assert_eq!(quoted(text, glob).map(|span| &text[span]), expected);
        }
        check(r#"ignore = ["a", "b["]"#, "b[", Some(r#""b[""#));
        check(r"ignore = ['b[']", "b[", Some("'b['"));
        check(r#"ignore = ["b\\["]"#, r"b\[", Some(r#""b\\[""#));
        check("ignore = []", "b[", None);
    }
}
