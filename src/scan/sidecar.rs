//! Which YAML file is which document's metadata.
//!
//! In: what the walk found. Out: at most one [`Sidecar`] per document, read. It stands alone because it is a judgement: a YAML
//! file beside a document is more often an API description or a tool's configuration than metadata. Absent on purpose: YAML.
//! The judgement looks at names and at which words begin the lines, and parsing is for those who need the values.
//!
//! A YAML file speaks of the document of the same stem, else of the main document of its folder: `README.md` or `index.md`,
//! else `spec.md`, else `requirements.md`, else the only one. Then its name says how much its text has to prove:
//!
//! | name | taken when |
//! |---|---|
//! | `kep` | it is not a tool's |
//! | the document's own stem, the folder's name, `meta`, `metadata`, `spec`, `proposal`, `rfc`, `adr`, `decision`, `story`, `epic` | and states a field; of a tool's, a status and one more |
//! | any, where it is the only YAML file of a folder below the sources | and states a status or two fields |
//!
//! Of several, the first row wins over the second and the second over the third.

use super::Sidecar;
use super::read::{self, Bytes};
use super::walk::{Found, FoundFile};
use crate::diagnostic::{Problem, SourcePath};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The largest sidecar: 64 KiB, which is also the most YAML that parsing accepts.
const LARGEST_SIDECAR: u64 = 64 << 10;

/// The sidecar of each document that has one.
pub(super) fn sidecars(found: &Found) -> (BTreeMap<SourcePath, Sidecar>, Vec<Problem>) {
    let candidates = candidates(found);
    let lane = candidates.len().div_ceil(super::OPEN_FILES).max(1);
    let read: Vec<_> = candidates
        .par_chunks(lane)
        .flat_map_iter(|lane| lane.iter().map(|candidate| (candidate, outcome(candidate))))
        .collect();
    choose(read)
}

/// A YAML file that may speak of a document.
#[derive(Debug)]
struct Candidate<'a> {
    file: &'a FoundFile,
    document: &'a SourcePath,
    name: Name,
}

/// What a file's name promises, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    /// It is that of a tradition's metadata, and nothing else's.
    Metadata,
    /// It says metadata, or names the document.
    Document,
    /// It says nothing, and stands alone.
    Any,
}

/// What reading a candidate gave.
enum Outcome {
    /// It is metadata.
    Metadata(Sidecar, Option<Problem>),
    /// It is something else.
    Other,
    /// It is metadata as far as one can see, and cannot be had.
    Lost(Problem),
}

fn candidates(found: &Found) -> Vec<Candidate<'_>> {
    let mut folders: BTreeMap<&str, Vec<&SourcePath>> = BTreeMap::new();
    for document in &found.documents {
        folders.entry(document.path.folder()).or_default().push(&document.path);
    }
    let yaml = || found.files.iter().filter(|file| is_yaml(&file.path));
    let (mut seen, mut several) = (BTreeSet::new(), BTreeSet::new());
    for file in yaml() {
        if !seen.insert(file.path.folder()) {
            several.insert(file.path.folder());
        }
    }
    yaml()
        .filter_map(|file| {
            let folder = file.path.folder();
            let documents = folders.get(folder)?;
            candidate(file, documents, !folder.is_empty() && !several.contains(folder))
        })
        .collect()
}

fn is_yaml(path: &SourcePath) -> bool {
    let extension = path.file_name().rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    })
}

/// Which document of its folder a file may speak of. `alone`: no other YAML file stands there.
fn candidate<'a>(
    file: &'a FoundFile,
    documents: &[&'a SourcePath],
    alone: bool,
) -> Option<Candidate<'a>> {
    let stem = file.path.stem();
    let same = documents.iter().find(|document| document.stem() == stem);
    let document = *same.or_else(|| main_document(documents))?;
    let lower = stem.to_lowercase();
    let folder_name = file.path.folder().rsplit('/').next().unwrap_or_default();
    let name = match lower.as_str() {
        "kep" => Name::Metadata,
        "meta" | "metadata" | "spec" | "proposal" | "rfc" | "adr" | "decision" | "story"
        | "epic" => Name::Document,
        _ if same.is_some() || stem == folder_name => Name::Document,
        _ if alone => Name::Any,
        _ => return None,
    };
    Some(Candidate { file, document, name })
}

/// The document that stands for its folder.
fn main_document<'a, 'b>(documents: &'b [&'a SourcePath]) -> Option<&'b &'a SourcePath> {
    let named = |name: &str| {
        documents.iter().find(move |document| document.stem().eq_ignore_ascii_case(name))
    };
    ["readme", "index", "spec", "requirements"]
        .iter()
        .find_map(|name| named(name))
        .or(if let [only] = documents { Some(only) } else { None })
}

fn outcome(candidate: &Candidate<'_>) -> Outcome {
    let path = &candidate.file.path;
    match read::bytes(&candidate.file.disk, LARGEST_SIDECAR) {
        Ok(Bytes::All(bytes)) => {
            let (text, flaw) = read::decode(bytes);
            if !is_metadata(candidate.name, &text) {
                return Outcome::Other;
            }
            let sidecar = Sidecar { path: path.clone(), text: text.into() };
            Outcome::Metadata(sidecar, flaw.map(|flaw| flaw.problem(path)))
        }
        Ok(Bytes::TooMany(start)) => {
            let text = read::decode(start).0;
            let lost = || Outcome::Lost(read::too_large(path, LARGEST_SIDECAR));
            if is_metadata(candidate.name, &text) { lost() } else { Outcome::Other }
        }
        Err(error) if candidate.name != Name::Any => Outcome::Lost(read::unreadable(path, &error)),
        Err(_) => Outcome::Other,
    }
}

/// Whether a text is metadata, given what its name promises.
fn is_metadata(name: Name, text: &str) -> bool {
    let keys: BTreeSet<String> = text.lines().filter_map(top_level_key).collect();
    let fields = keys.iter().filter(|key| is_one_of(FIELDS, key)).count();
    let proven = match name {
        Name::Metadata => true,
        Name::Document => fields >= 1,
        Name::Any => fields >= 2 || keys.contains("status"),
    };
    // A file may wear a tool's envelope (`apiVersion`, `kind`) and still speak of its document.
    let speaks = name != Name::Any && fields >= 2 && keys.contains("status");
    proven && (speaks || !keys.iter().any(|key| is_one_of(TOOLS, key)))
}

/// The key that begins a line which is not indented: in lower case, without quotes, with `-` between its words.
fn top_level_key(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let plain = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '$'));
    let is_key = plain && !key.starts_with([' ', '-']) && !key.is_empty();
    (is_key && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| key.to_lowercase().replace(['_', ' '], "-"))
}

/// Keys that say of a file that it speaks of a document.
const FIELDS: &str = "approver approvers author authors champion co-authors created creation-date date \
    deciders depends-on discussion discussions-to issue kep-number last-updated next-review \
    number owner owners owning-sig proposal replaced-by replaces requires reviewer reviewers \
    rfc see-also shepherd sponsor status superseded-by supersedes title tracking-issue \
    updated";

/// Keys that say of a file that it is a tool's: API descriptions, manifests, pipelines, site generators.
const TOOLS: &str = "$schema apiversion arazzo asyncapi baseurl channels docs-dir hosts jobs \
    markdown-extensions nav openapi paths pipeline pipelines plugins repos resources \
    services site-name stages steps swagger theme workflows";

fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// Gives each document the strongest of its candidates; of equals the first by path.
fn choose(
    mut read: Vec<(&Candidate<'_>, Outcome)>,
) -> (BTreeMap<SourcePath, Sidecar>, Vec<Problem>) {
    let (mut chosen, mut problems) = (BTreeMap::new(), Vec::new());
    read.sort_by(|(a, _), (b, _)| (a.name, &a.file.path).cmp(&(b.name, &b.file.path)));
    for (candidate, outcome) in read {
        match outcome {
            Outcome::Metadata(sidecar, problem) if !chosen.contains_key(candidate.document) => {
                problems.extend(problem);
                chosen.insert(candidate.document.clone(), sidecar);
            }
            Outcome::Lost(problem) => problems.push(problem),
            Outcome::Metadata(..) | Outcome::Other => {}
        }
    }
    (chosen, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_chooses_its_document() {
        fn check(yaml: &str, documents: &[&str], expected: Option<(&str, Name)>) {
            let file = FoundFile { path: SourcePath::new(yaml), disk: "".into(), target: None };
            let documents: Vec<_> = documents.iter().map(|path| SourcePath::new(*path)).collect();
            let documents: Vec<_> = documents.iter().collect();
            let candidate = candidate(&file, &documents, true);
            let candidate = candidate.map(|found| (found.document.as_str(), found.name));
            assert_eq!(candidate, expected, "{yaml}");
        }
        check("a/kep.yaml", &["a/README.md", "a/b.md"], Some(("a/README.md", Name::Metadata)));
        check("a/meta.yml", &["a/b.md", "a/spec.md"], Some(("a/spec.md", Name::Document)));
        check("a/b.yaml", &["a/README.md", "a/b.md"], Some(("a/b.md", Name::Document)));
        check("x/a/a.yaml", &["x/a/index.md"], Some(("x/a/index.md", Name::Document)));
        check("a/other.yaml", &["a/b.md"], Some(("a/b.md", Name::Any)));
        check("a/other.yaml", &["a/b.md", "a/c.md"], None);
    }

    #[test]
    fn a_text_proves_what_its_name_does_not() {
        fn check(name: Name, text: &str, expected: bool) {
            assert_eq!(is_metadata(name, text), expected, "{text}");
        }
        check(Name::Metadata, "", true);
        check(Name::Metadata, "{{{{", true);
        check(Name::Metadata, "apiVersion: v1\nkind: ConfigMap\n", false);
        check(Name::Document, "title: Login\n", true);
        check(Name::Document, "\"title\": Login\n", true);
        check(Name::Document, "name: x\nversion: 2\n", false);
        check(Name::Document, "openapi: 3.1.0\ntitle: Login\n", false);
        check(Name::Document, "apiVersion: v1\nkind: Pod\nstatus: {}\n", false);
        check(Name::Document, "apiVersion: x/v1\nnumber: 7\nstatus: Draft\n", true);
        check(Name::Any, "apiVersion: x/v1\nnumber: 7\nstatus: Draft\n", false);
        check(Name::Any, "title: Login\n", false);
        check(Name::Any, "Title: Login\nReviewers:\n- \"@ann\"\n", true);
        check(Name::Any, "---\nstatus: draft\n", true);
        check(Name::Any, "  status: draft\n- title: x\nhttp://status: y\n", false);
    }
}
