//! The log → when each document came, when it changed, and since when its status stands.
//!
//! In: git's answers. Out: the [`History`](super::History) of each source, and the [`Past`] by which the last of its dates
//! can be found out. It stands alone because a status is a word of a text, and scanning reads none: whoever can read one
//! hands the reading in. Absent on purpose: renames, which git does not record but guesses; a document that was moved came
//! when it was moved.
//!
//! Dates are those of the authors, in their own time zones. Unknown, not guessed, is everything outside git and in a shallow
//! clone, and the past of a file that the last commit does not have.

use super::git::{Answers, BlobId, Blobs, WorkTree};
use super::memory::Memory;
use super::read::{self, LARGEST_DOCUMENT};
use super::{Sidecar, Source, Text, Tree};
use crate::diagnostic::SourcePath;
use crate::memo::Fingerprint;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many documents are gone back over together: their texts are in memory at once.
const TOGETHER: usize = 64;

/// What tells the status of a source, sidecar included.
pub type StatusOf<'a> = &'a (dyn Fn(&Source) -> Option<String> + Sync);

/// How statuses are read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The status of a source as it stands in the tree.
    pub present: StatusOf<'a>,
    /// The status of a source as it stood once.
    pub past: StatusOf<'a>,
    /// The name of all that the two know.
    pub made_of: Fingerprint,
}

/// The versions that git has of the documents and their sidecars.
#[derive(Clone, Debug, Default)]
pub struct Past {
    work: Option<WorkTree>,
    /// The commits' dates, newest commit first.
    dates: Vec<Date>,
    /// The name of the log that all of this was read from.
    head: String,
    /// Per file its blobs: from which commit on (an index into `dates`), newest first.
    versions: BTreeMap<SourcePath, Vec<(usize, Option<BlobId>)>>,
}

/// Notes what the log says of each source.
pub(super) fn record(tree: &mut Tree, answers: Answers) {
    let past = Past::new(tree, answers);
    for source in &mut tree.sources {
        let versions = past.versions.get(&source.path).map_or(&[][..], Vec::as_slice);
        if let [(last, Some(_)), ..] = versions {
            source.history.last = Some(past.dates[*last]);
            source.history.first = versions.last().map(|(first, _)| past.dates[*first]);
        }
    }
    tree.past = past;
}

/// Finds out since when each document bears its present status.
///
/// Git is asked for the blobs from the newest to the first that bears another status, by one process. A document whose
/// present status is not yet committed is left unknown.
pub fn status_since(tree: &mut Tree, reading: Reading<'_>, memory: &Memory) {
    let past = &tree.past;
    if past.work.is_none() {
        return;
    }
    let mut asked: Vec<(&mut Source, Fingerprint)> = Vec::new();
    for source in &mut tree.sources {
        let key = name(source, past, reading.made_of);
        match memory.since.known(key) {
            Some(date) => source.history.status_since = date,
            None => asked.push((source, key)),
        }
    }
    if asked.is_empty() {
        return;
    }
    let Some(mut blobs) = past.work.as_ref().and_then(Blobs::open) else { return };
    for asked in asked.chunks_mut(TOGETHER) {
        let sources: Vec<&Source> = asked.iter().map(|(source, _)| &**source).collect();
        let dates = since_when(past, &sources, &mut blobs, reading);
        for ((source, key), date) in asked.iter_mut().zip(dates) {
            source.history.status_since = memory.since.get_or_make(*key, || date);
        }
    }
}

/// All that decides since when a source bears its status.
fn name(source: &Source, past: &Past, reading: Fingerprint) -> Fingerprint {
    let sidecar = source.sidecar.as_ref().map(|sidecar| (&sidecar.path, &sidecar.text));
    Fingerprint::of(&(&past.head, &source.path, &source.text, sidecar, reading))
}

/// The date for each of these sources.
fn since_when(
    past: &Past,
    sources: &[&Source],
    blobs: &mut Blobs,
    reading: Reading<'_>,
) -> Vec<Option<Date>> {
    let mut walks: Vec<_> =
        sources.par_iter().map(|source| Walk::new(past, source, reading)).collect();
    while walks.iter().flatten().any(|walk| !walk.ended) {
        walks.iter_mut().flatten().for_each(|walk| walk.fetch(blobs));
        walks.par_iter_mut().flatten().for_each(|walk| walk.compare(reading));
    }
    let commits = walks.into_iter().map(|walk| walk?.since);
    commits.map(|commit| Some(past.dates[commit?])).collect()
}

impl Past {
    fn new(tree: &Tree, answers: Answers) -> Self {
        let Answers { log, head, work, .. } = answers;
        let sidecars = tree.sources.iter().filter_map(|source| source.sidecar.as_ref());
        let paths = tree.sources.iter().map(|source| &source.path);
        let mut versions: BTreeMap<_, Vec<_>> = paths
            .chain(sidecars.map(|sidecar| &sidecar.path))
            .map(|path| (path.clone(), Vec::new()))
            .collect();
        for (index, commit) in log.iter().enumerate() {
            for (path, blob) in &commit.changes {
                if let Some(versions) = work.inside(path).and_then(|path| versions.get_mut(path)) {
                    versions.push((index, blob.clone()));
                }
            }
        }
        let dates = log.iter().map(|commit| commit.date).collect();
        Self { work: Some(work), dates, head, versions }
    }

    /// The blob of a file as of a commit.
    fn blob(&self, path: &SourcePath, commit: usize) -> Option<&str> {
        let versions = self.versions.get(path)?;
        let version = versions.iter().find(|(since, _)| *since >= commit)?;
        version.1.as_deref()
    }

    /// The commits that changed a document or its sidecar, newest first.
    fn commits(&self, source: &Source) -> Vec<usize> {
        let sidecar = source.sidecar.as_ref().map(|sidecar| &sidecar.path);
        let versions = [Some(&source.path), sidecar].into_iter().flatten();
        let mut commits: Vec<usize> = versions
            .filter_map(|path| self.versions.get(path))
            .flat_map(|versions| versions.iter().map(|(commit, _)| *commit))
            .collect();
        commits.sort_unstable();
        commits.dedup();
        commits
    }
}

/// The way back over the versions of one document.
struct Walk<'a> {
    past: &'a Past,
    source: &'a Source,
    status: String,
    /// Commits still to look at, newest first.
    commits: std::vec::IntoIter<usize>,
    /// The version to compare next, and its commit.
    fetched: Option<(usize, Source)>,
    /// The oldest commit so far that has the present status.
    since: Option<usize>,
    ended: bool,
}

impl<'a> Walk<'a> {
    /// `None` for a document without a status or without a past.
    fn new(past: &'a Past, source: &'a Source, reading: Reading<'_>) -> Option<Self> {
        source.history.last?;
        let (status, commits) = ((reading.present)(source)?, past.commits(source).into_iter());
        Some(Self { past, source, status, commits, fetched: None, since: None, ended: false })
    }

    /// Takes the next older version from git.
    fn fetch(&mut self, blobs: &mut Blobs) {
        if self.ended {
            return;
        }
        self.fetched = self.commits.next().and_then(|commit| {
            let mut text = |path: &SourcePath| -> Option<Text> {
                let bytes = blobs.get(self.past.blob(path, commit)?, LARGEST_DOCUMENT)?;
                Some(read::decode(bytes).0.into())
            };
            let version = Source {
                text: text(&self.source.path)?,
                sidecar: self.source.sidecar.as_ref().and_then(|sidecar| {
                    Some(Sidecar { path: sidecar.path.clone(), text: text(&sidecar.path)? })
                }),
                ..self.source.clone()
            };
            Some((commit, version))
        });
    }

    /// Goes on while the version has the present status, and ends where it has another or there is none.
    fn compare(&mut self, reading: Reading<'_>) {
        let same = self.fetched.take().filter(|(_, version)| {
            is_equal(version, self.source) || (reading.past)(version).as_ref() == Some(&self.status)
        });
        match same {
            Some((commit, _)) => self.since = Some(commit),
            None => self.ended = true,
        }
    }
}

fn is_equal(a: &Source, b: &Source) -> bool {
    let sidecar = |source: &Source| source.sidecar.as_ref().map(|sidecar| sidecar.text.clone());
    a.text == b.text && sidecar(a) == sidecar(b)
}
