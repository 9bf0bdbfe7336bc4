//! The work tree around the sources, asked through the `git` command.
//!
//! In: a folder. Out: what git ignores in it, its log, its remote. It stands alone because every question must be put with
//! the same care: a repository's configuration can name programs to run, and none of them may. Absent on purpose: any
//! command that writes, asks the network, or runs a hook, a filter, a pager or an external diff.
//!
//! Git counts where it tracks the sources. A repository further up that knows nothing of them (a home folder under version
//! control, a build machine's own checkout) says nothing about them, and its ignore rules hide nothing. Where there is no
//! git, no repository or no answer, everything is unknown and the build goes on.

use super::memory::Memory;
use jiff::civil::Date;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

/// A work tree that tracks the sources.
#[derive(Clone, Debug)]
pub(super) struct WorkTree {
    top: PathBuf,
    /// The folder of the sources inside it, with `/`, without slashes at the ends; empty for its top.
    pub(super) folder: String,
}

impl WorkTree {
    /// The work tree of a canonical folder, when git tracks a file in it.
    pub(super) fn around(folder: &Path) -> Option<Self> {
        let top = folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok())?;
        let inside = folder.strip_prefix(top).ok()?.to_str()?.replace('\\', "/");
        let work = Self { top: top.to_path_buf(), folder: inside };
        (same_owner(folder, &top.join(".git")) && work.tracks()).then_some(work)
    }

    /// The paths below the sources that the repository ignores, folders once for all they hold. Git itself says it, so that
    /// nested files, negations, and what is tracked in spite of a rule are as its user knows them.
    pub(super) fn ignored(&self) -> HashSet<PathBuf> {
        let arguments = "ls-files -z --others --ignored --directory --exclude-standard";
        let Some(output) = self.output(arguments) else { return HashSet::new() };
        output.split(|byte| *byte == 0).filter_map(|path| self.below(path)).collect()
    }

    /// Whether git tracks a file here. One is enough, so the rest of the list is not waited for.
    fn tracks(&self) -> bool {
        let Some((mut child, mut output)) = self.start("ls-files -z") else { return false };
        let found = output.read(&mut [0]).is_ok_and(|read| read == 1);
        drop(output);
        // The child ends by itself: its output is closed. Waiting only frees its entry in the process table.
        drop(child.wait());
        found
    }

    /// The path below the sources of one below the top.
    fn below(&self, path: &[u8]) -> Option<PathBuf> {
        let path = path.strip_prefix(self.folder.as_bytes())?;
        let path = path.strip_prefix(b"/").unwrap_or(path);
        let path = path.strip_suffix(b"/").unwrap_or(path);
        (!path.is_empty()).then(|| os_string(path).into())
    }

    /// The part below the sources of a path below the top.
    pub(super) fn inside<'a>(&self, path: &'a str) -> Option<&'a str> {
        if self.folder.is_empty() {
            return Some(path);
        }
        path.strip_prefix(&self.folder)?.strip_prefix('/')
    }

    /// The whole output of a command about the sources, when it succeeds.
    fn output(&self, arguments: &str) -> Option<Vec<u8>> {
        Pending::start(self, arguments)?.finish()
    }

    fn start(&self, arguments: &str) -> Option<(Child, ChildStdout)> {
        let mut command = self.command(arguments);
        if !self.folder.is_empty() {
            command.arg("--").arg(&self.folder);
        }
        let mut child = command.stdin(Stdio::null()).spawn().ok()?;
        let output = child.stdout.take()?;
        Some((child, output))
    }

    /// A git command that runs no program of the repository's choosing.
    ///
    /// The repository is named and not searched for: a folder of the sources that looks like a bare repository is not taken
    /// for one. Configuration outside the repository is left out, so that equal sources give equal sites.
    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(&self.top)
            .arg("--git-dir")
            .arg(self.top.join(".git"))
            .arg("--work-tree")
            .arg(&self.top)
            .args([
                "--no-pager",
                "--literal-pathspecs",
                "--no-optional-locks",
                "--no-replace-objects",
            ])
            .args(HARMLESS.iter().flat_map(|setting| ["-c", setting]))
            .args(arguments.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .envs(ENVIRONMENT.iter().copied());
        for variable in FOREIGN {
            command.env_remove(variable);
        }
        command
    }
}

/// Settings by which a repository could have a program run or reach the network, with the value that does neither; and those
/// by which a user's taste would change the answers.
const HARMLESS: &[&str] = &[
    "core.excludesFile=",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.sshCommand=false",
    "credential.helper=",
    "diff.external=",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "protocol.allow=never",
    "submodule.recurse=false",
];

/// The environment of every command.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("LC_ALL", "C"),
];

/// Variables that would turn a command to another repository: git sets them for the hooks it runs, and a build may be one.
const FOREIGN: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Whether the repository belongs to whom the sources belong to. Git's own rule, that both belong to whoever runs it, refuses
/// every checkout that a container's root builds; this one still refuses a repository that somebody else put further up.
#[cfg(unix)]
fn same_owner(folder: &Path, repository: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let owner = |path: &Path| fs::metadata(path).ok().map(|metadata| metadata.uid());
    owner(folder).is_some() && owner(folder) == owner(repository)
}

#[cfg(not(unix))]
fn same_owner(_folder: &Path, repository: &Path) -> bool {
    fs::metadata(repository).is_ok()
}

/// A path as git prints it.
#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).to_owned()
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    OsStr::new(&*String::from_utf8_lossy(bytes)).to_owned()
}

/// A command that runs while something else is done.
#[derive(Debug)]
struct Pending {
    child: Child,
    output: ChildStdout,
}

impl Pending {
    fn start(work: &WorkTree, arguments: &str) -> Option<Self> {
        let (child, output) = work.start(arguments)?;
        Some(Self { child, output })
    }

    fn finish(mut self) -> Option<Vec<u8>> {
        let mut output = Vec::new();
        self.output.read_to_end(&mut output).ok()?;
        self.child.wait().ok()?.success().then_some(output)
    }
}

/// The questions of a scan, put before the files are read and answered by git meanwhile.
#[derive(Debug)]
pub(super) struct Questions {
    work: WorkTree,
    log: Log,
    remote: Option<Pending>,
}

/// The log up to a commit.
#[derive(Debug)]
enum Log {
    /// There is none, or it is cut off.
    Unknown,
    /// It was asked for before.
    Known(Head, Arc<Vec<Commit>>),
    /// Git is at it.
    Asked(Head, Pending),
}

/// A commit, and the folder whose log it ends.
type Head = String;

impl Questions {
    /// Asks them, but for what `memory` knows.
    pub(super) fn ask(work: WorkTree, memory: &Memory) -> Self {
        let whole = WorkTree { folder: String::new(), ..work.clone() };
        let remote = Pending::start(&whole, "config --local --get remote.origin.url");
        Self { log: Log::ask(&work, &whole, memory), remote, work }
    }

    /// Waits for the answers.
    pub(super) fn answers(self, memory: &Memory) -> Answers {
        let finish = |pending: Option<Pending>| pending.and_then(Pending::finish);
        let line =
            |output: Vec<u8>| String::from_utf8(output).ok().map(|text| text.trim().to_owned());
        let (head, log) = match self.log {
            Log::Unknown => (String::new(), Arc::default()),
            Log::Known(head, log) => (head, log),
            Log::Asked(head, pending) => {
                let log = Arc::new(parse_log(&pending.finish().unwrap_or_default()));
                memory.keep_log(head.clone(), log.clone());
                (head, log)
            }
        };
        Answers { log, head, remote: finish(self.remote).and_then(line), work: self.work }
    }
}

impl Log {
    /// The log is asked for by its commit, and so cannot end with another that comes meanwhile.
    fn ask(work: &WorkTree, whole: &WorkTree, memory: &Memory) -> Self {
        let asked = whole.output("rev-parse --is-shallow-repository --verify HEAD^{commit}");
        let answer = asked.and_then(|output| String::from_utf8(output).ok()).unwrap_or_default();
        let Some(("false", commit)) = answer.trim().split_once('\n') else { return Self::Unknown };
        let head = format!("{commit} {}", work.folder);
        match memory.log(&head) {
            Some(log) => Self::Known(head, log),
            None => match Pending::start(work, &format!("{LOG} {commit}")) {
                Some(pending) => Self::Asked(head, pending),
                None => Self::Unknown,
            },
        }
    }
}

/// The log: author dates, and the blobs of each commit with their paths. A merge lists what it has from none of its parents.
///
/// The author's date is taken, not the committer's: it is when somebody wrote the change, and it survives a rebase.
const LOG: &str = "log -z --raw --no-abbrev --no-renames --no-ext-diff --no-textconv --date-order -c \
    --no-show-signature --no-mailmap --no-notes --no-color --format=%as";

/// What git says.
#[derive(Debug)]
pub(super) struct Answers {
    /// Where.
    pub(super) work: WorkTree,
    /// Every change of a file of the sources, newest commit first; nothing when the history is cut off.
    pub(super) log: Arc<Vec<Commit>>,
    /// The name of that log: equal names mean equal logs.
    pub(super) head: String,
    /// The address of `origin`.
    pub(super) remote: Option<String>,
}

/// One commit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Commit {
    /// When it was written, in its author's time zone.
    pub(super) date: Date,
    /// Path below the top of the work tree, and the blob it has since; `None` since it is gone.
    pub(super) changes: Vec<(String, Option<BlobId>)>,
}

/// The name of a blob, in hexadecimal.
pub(super) type BlobId = Box<str>;

/// Reads the log. Fields end in NUL; one that begins with `:` is the raw line of the path after it, so that no name, however
/// it is made, can pass for anything else.
fn parse_log(log: &[u8]) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    let mut fields = log.split(|byte| *byte == 0);
    while let Some(field) = fields.next() {
        let field = field.strip_prefix(b"\n").unwrap_or(field);
        if field.starts_with(b":") {
            let path = fields.next().and_then(|path| std::str::from_utf8(path).ok());
            if let (Some(path), Some(commit)) = (path, commits.last_mut()) {
                commit.changes.push((path.to_owned(), new_blob(field)));
            }
        } else if let Some(date) =
            std::str::from_utf8(field).ok().and_then(|date| date.parse().ok())
        {
            commits.push(Commit { date, changes: vec![] });
        }
    }
    commits
}

/// The blob after a change: the last name of a raw line (`:100644 100644 old new M`), which is all zeros for none.
fn new_blob(raw: &[u8]) -> Option<BlobId> {
    let name = raw.split(|byte| *byte == b' ').rev().nth(1)?;
    let name = std::str::from_utf8(name).ok()?;
    (!name.bytes().all(|digit| digit == b'0')).then(|| name.into())
}

/// A process that hands out blobs.
#[derive(Debug)]
pub(super) struct Blobs {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    /// Starts it.
    pub(super) fn open(work: &WorkTree) -> Option<Self> {
        let mut command = work.command("cat-file --batch");
        let mut child = command.stdin(Stdio::piped()).spawn().ok()?;
        let requests = child.stdin.take();
        let answers = BufReader::new(child.stdout.take()?);
        Some(Self { child, requests, answers })
    }

    /// One blob of at most `limit` bytes; `None` when there is no such blob, or it is larger.
    pub(super) fn get(&mut self, id: &str, limit: u64) -> Option<Vec<u8>> {
        let requests = self.requests.as_mut()?;
        requests.write_all(format!("{id}\n").as_bytes()).ok()?;
        let mut header = String::new();
        self.answers.read_line(&mut header).ok()?;
        let size: u64 = header.trim_end().strip_prefix(id)?.strip_prefix(" blob ")?.parse().ok()?;
        let mut content = Vec::new();
        let mut answer = self.answers.by_ref().take(size + 1);
        if size > limit {
            std::io::copy(&mut answer, &mut std::io::sink()).ok()?;
            return None;
        }
        answer.read_to_end(&mut content).ok()?;
        content.pop();
        Some(content)
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // The process ends when nobody can ask any more.
        self.requests = None;
        drop(self.child.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read_field_by_field() {
        let zeros = "0".repeat(40);
        let log = format!(
            "2026-03-02\0\0::100644 100644 100644 a b c MM\0d/a.md\x002026-03-01\0\n\
             :100644 000000 a {zeros} D\0d/2026-01-01\0:000000 100644 {zeros} e A\0d/b\n:x.md\0"
        );
        let change = |path: &str, blob: Option<&str>| (path.to_owned(), blob.map(Into::into));
        let expected = [
            Commit {
                date: jiff::civil::date(2026, 3, 2),
                changes: vec![change("d/a.md", Some("c"))],
            },
            Commit {
                date: jiff::civil::date(2026, 3, 1),
                changes: vec![change("d/2026-01-01", None), change("d/b\n:x.md", Some("e"))],
            },
        ];
        assert_eq!(parse_log(log.as_bytes()), expected);
        assert_eq!(parse_log(b""), []);
        assert_eq!(parse_log(b"junk\0:x\0"), []);
    }
}
