//! Disk → [`Tree`]: every source of the portfolio, with what stands beside it.
//!
//! In: the configuration. Out: the texts of all documents in path order, their sidecars, the names of all other files (the
//! assets a document may show) and what git knows of them. What cannot be read is in the tree all the same, empty, with a
//! problem. Scanning stands alone because it and `emit` are all that touches the disk. Absent on purpose: any Markdown.
//!
//! A document is a file whose name ends in `.md`, in any case of letters; `.markdown` and `.mdx` are files like others,
//! because the tools these portfolios come from leave them alone too.

pub mod assets;
pub mod history;

mod folders;
mod forge;
mod git;
mod globs;
mod memory;
mod read;
mod sidecar;
mod skip;
mod text;
mod walk;

use crate::config::Config;
use crate::diagnostic::{Error, Problem, SourcePath};
use forge::forge;
use globs::PublishGlobs;
use jiff::civil::Date;
use skip::Skip;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walk::Found;

pub use folders::folders;
pub use memory::Memory;
pub(crate) use read::open_regular;
pub use text::Text;

/// The file by which an output folder of this program is known. It lists what the program wrote there; `emit` deletes only
/// that, and a folder that holds it is never taken for sources.
pub const MANIFEST: &str = ".specfolio-manifest";

/// How many files are open at once while reading or writing. With the standard streams, a lock and git's pipes this stays
/// under twenty descriptors however many processors there are.
pub(crate) const OPEN_FILES: usize = 6;

/// What was found on disk.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The documents, by path.
    pub sources: Vec<Source>,
    /// Every other file that was not skipped: its path in the portfolio and on disk. Sidecars are among them.
    pub files: BTreeMap<SourcePath, PathBuf>,
    /// Which of those files are links to something in the portfolio, and its path there.
    pub links: BTreeMap<SourcePath, SourcePath>,
    /// The portfolio's own repository, where git or the configuration names it.
    pub repository: Option<Repository>,
    /// What could not be read or followed.
    pub problems: Vec<Problem>,
    /// The versions that [`history::status_since`] goes back over.
    pub past: history::Past,
}

/// One Markdown file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path in the portfolio.
    pub path: SourcePath,
    /// Its text: UTF-8, without a byte order mark, line ends as written; what was not UTF-8 is replaced.
    pub text: Text,
    /// The YAML file beside it that states its metadata (`kep.yaml`, `<stem>.yaml`).
    pub sidecar: Option<Sidecar>,
    /// Whether `[portfolio] publish` lets it out.
    pub publishable: bool,
    /// What git knows.
    pub history: History,
}

/// The metadata file of one document.
#[derive(Clone, Debug)]
pub struct Sidecar {
    /// Its path in the portfolio.
    pub path: SourcePath,
    /// Its text.
    pub text: Text,
}

/// When a document came and changed; `None` is unknown, never a guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct History {
    /// The first commit that has it.
    pub first: Option<Date>,
    /// The last commit that changed it.
    pub last: Option<Date>,
    /// Since when it bears its present status.
    pub status_since: Option<Date>,
}

/// A repository on a forge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Repository {
    /// Scheme and host: `https://github.com`.
    pub host: String,
    /// `owner/name` (more components on some forges).
    pub name: String,
    /// The folder of the sources inside it, without slashes at the ends; empty for its root.
    pub folder: String,
}

/// Reads the portfolio, of which `memory` may know parts.
///
/// # Errors
///
/// When the source folder itself cannot be read, or a glob of the configuration is none.
pub fn scan(config: &Config, memory: &Memory) -> Result<Tree, Error> {
    let folder = source_folder(config)?;
    let publish = PublishGlobs::new(config)?;
    let work = git::WorkTree::around(&folder);
    let skip = Skip::new(config, &folder, work.as_ref())?;
    let questions = work.map(|work| git::Questions::ask(work, memory));
    let found = walk::walk(&folder, &skip)?;
    let mut tree = read_all(&found, &publish, memory);
    let answers = questions.map(|questions| questions.answers(memory));
    tree.repository = repository(config, answers.as_ref());
    if let Some(answers) = answers {
        history::record(&mut tree, answers);
    }
    tree.problems.sort();
    Ok(tree)
}

/// The folder of the sources as the system names it, without links and `..`.
fn source_folder(config: &Config) -> Result<PathBuf, Error> {
    let folder = config.source_dir();
    let canonical = folder.canonicalize().map_err(|source| Error::io("read", &folder, source))?;
    if canonical.is_dir() {
        return Ok(canonical);
    }
    Err(Error::refused(
        format!("the sources `{}` are not a folder", folder.display()),
        "name the folder that holds the documents, not one of them",
    ))
}

/// Reads every document and its sidecar.
fn read_all(found: &Found, publish: &PublishGlobs, memory: &Memory) -> Tree {
    let mut tree = Tree { problems: found.problems.clone(), ..Tree::default() };
    let (mut sidecars, problems) = sidecar::sidecars(found);
    tree.problems.extend(problems);
    let texts = memory.texts(&found.documents);
    for (file, (text, problem)) in found.documents.iter().zip(texts) {
        tree.problems.extend(problem);
        tree.sources.push(Source {
            path: file.path.clone(),
            text,
            sidecar: sidecars.remove(&file.path),
            publishable: file.names().all(|path| publish.lets_out(path)),
            history: History::default(),
        });
    }
    tree.files = found.files.iter().map(|file| (file.path.clone(), file.disk.clone())).collect();
    let links = found.files.iter().filter_map(|file| Some((&file.path, file.target.as_ref()?)));
    tree.links = links.map(|(path, target)| (path.clone(), target.clone())).collect();
    tree
}

/// The portfolio's repository: as configured, else the remote `origin`. Outside git, the sources are taken to lie in it as
/// they lie in the configuration's folder.
fn repository(config: &Config, answers: Option<&git::Answers>) -> Option<Repository> {
    let configured = config.html.git_repository_url.as_deref().and_then(forge);
    let remote = || answers.and_then(|answers| answers.remote.as_deref()).and_then(forge);
    let (host, name) = configured.or_else(remote)?;
    let folder = match answers {
        Some(answers) => answers.work.folder.clone(),
        None => relative_folder(&config.book.src),
    };
    Some(Repository { host, name, folder })
}

/// A relative folder with `/` and without `.`; empty when it is not below where it starts.
fn relative_folder(folder: &Path) -> String {
    let text = folder.to_string_lossy().replace('\\', "/");
    SourcePath::from_root(&text).map_or_else(String::new, |path| path.as_str().to_owned())
}
