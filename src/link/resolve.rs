//! The links, ids and issues of one text → what each leads to.
//!
//! In: a text's outline and the skeleton of the portfolio. Out: its [`Targets`] by place, the documents and issues its prose names, the
//! files it shows, and what of it leads nowhere. All that turns a written reference into a page happens here or, for
//! metadata, in [`super::reference`]. Absent on purpose: typed relations, and any change to a text.

use super::anchors::{self, Anchor, Anchors};
use super::assign::Addresses;
use super::destination::{self, Destination, Inside};
use super::files::{Files, Found};
use super::forge;
use super::ids::{self, Asker, Holder, Ids, Key, Named};
use super::issues::Trackers;
use super::metadata::{self, Facts};
use super::problems::Places;
use super::skeleton::Bones;
use super::{Audience, Ground, OutPath, Target, Targets, audience};
use crate::config::Config;
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use crate::memo::{Fingerprint, Series};
use crate::parse::inline::is_email;
use crate::parse::{Document, IssueReference, Kind, Link};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Everything a reference may lead to.
#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    pub(super) ground: &'a Ground<'a>,
    /// By entry.
    pub(super) facts: &'a [Facts<'a>],
    pub(super) files: Files<'a>,
    pub(super) addresses: &'a Addresses,
    pub(super) ids: Ids,
    /// By entry.
    pub(super) kinds: &'a [Kind],
    /// By entry: the folder in which it has its neighbours.
    pub(super) folders: Vec<&'a str>,
    /// The entries that are no pages by their title in lower case.
    pub(super) titles: HashMap<String, Vec<usize>>,
    /// The entries by the names of their files or folders, of several words: `002-sign-in`.
    pub(super) names: HashMap<String, Vec<usize>>,
    /// The entries by the numbers of the issues that their metadata names.
    pub(super) issues: HashMap<u64, Vec<usize>>,
    pub(super) trackers: Trackers<'a>,
}

/// The texts as they are, of which the skeleton knows only what they are to each other.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    documents: &'a [Arc<Document>],
    /// By text: its anchors, read when the first link asks for them.
    anchors: Vec<OnceLock<Anchors<'a>>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(documents: &'a [Arc<Document>]) -> Self {
        Self { documents, anchors: documents.iter().map(|_| OnceLock::new()).collect() }
    }

    fn anchors(&self, text: usize) -> &Anchors<'a> {
        self.anchors[text].get_or_init(|| Anchors::new(&self.documents[text].outline))
    }
}

impl<'a> Surroundings<'a> {
    /// Gathers them.
    pub(super) fn new(
        ground: &'a Ground<'a>,
        facts: &'a [Facts<'a>],
        kinds: &'a [Kind],
        addresses: &'a Addresses,
        config: &'a Config,
    ) -> Self {
        let entries = 0..ground.units.len();
        Self {
            ground,
            facts,
            files: files(ground, addresses),
            addresses,
            ids: ids(ground, facts, kinds, config),
            kinds,
            folders: entries.clone().map(|entry| ground.folder(entry)).collect(),
            titles: lists(entries.filter_map(|entry| {
                let is_one = !matches!(kinds[entry], Kind::Page | Kind::Template);
                is_one.then(|| (facts[entry].title.to_lowercase(), entry))
            })),
            names: lists(ground.units.iter().enumerate().filter_map(|(entry, unit)| {
                let path = &ground.texts[unit.main].document.path;
                let folder = path.folder().rsplit('/').next().unwrap_or_default();
                let name = if unit.is_folder { folder } else { path.stem() };
                name.contains(['-', '_']).then(|| (name.to_lowercase(), entry))
            })),
            issues: lists(facts.iter().enumerate().flat_map(|(entry, facts)| {
                let numbers: BTreeSet<u64> =
                    facts.issues.iter().map(|one| one.value.number).collect();
                numbers.into_iter().map(move |number| (number, entry))
            })),
            trackers: Trackers { config, repository: ground.inputs.repository.as_ref() },
        }
    }

    /// How an entry asks for ids.
    pub(super) fn asker(&self, entry: usize) -> Asker<'_> {
        Asker { key: self.ids.key(entry), kind: self.kinds[entry], folder: self.folders[entry] }
    }

    /// How messages name an entry.
    pub(super) fn label(&self, entry: usize) -> String {
        metadata::label(&self.facts[entry], self.ground.path(entry))
    }

    /// The page of a text that is seen.
    fn page(&self, text: usize) -> Option<&OutPath> {
        self.addresses.pages[text].as_ref()
    }
}

/// The values of each key, in order.
fn lists<K: Hash + Eq>(pairs: impl Iterator<Item = (K, usize)>) -> HashMap<K, Vec<usize>> {
    let mut lists: HashMap<K, Vec<usize>> = HashMap::new();
    pairs.for_each(|(key, value)| lists.entry(key).or_default().push(value));
    lists
}

/// The paths that references may name.
fn files<'a>(ground: &'a Ground<'a>, addresses: &Addresses) -> Files<'a> {
    let mut files = Files::new(ground.inputs.repository.as_ref());
    for (index, text) in ground.texts.iter().enumerate() {
        let path = &text.document.path;
        let sidecar = text.source.sidecar.as_ref();
        let Some(page) = &addresses.pages[index] else {
            files.add_hidden(path);
            if let Some(path) = sidecar {
                files.add_hidden(path);
            }
            continue;
        };
        files.add_text(path, index);
        if let Some(path) = sidecar {
            files.add_sidecar(path, index);
        }
        if page.as_str().rsplit('/').next() == Some("index.html") {
            files.add_index(path.folder(), index);
        }
    }
    let hidden = ground.hidden_files();
    for path in &ground.inputs.files {
        // A link to something that is not seen is that under another name.
        match ground.inputs.links.get(path) {
            Some(target) if hidden.contains(target.as_str()) => files.add_hidden(path),
            _ => files.add_file(path),
        }
    }
    files
}

/// The ids that references may name. Templates bear none.
fn ids(ground: &Ground<'_>, facts: &[Facts<'_>], kinds: &[Kind], config: &Config) -> Ids {
    let holders = facts.iter().enumerate().map(|(entry, facts)| {
        let key = Key::of(facts.id.as_ref().filter(|_| kinds[entry] != Kind::Template)?);
        let also = metadata::key_of_heading(ground.main(entry), &key);
        Some(Holder { key, also, kind: kinds[entry], folder: ground.folder(entry).to_owned() })
    });
    let hidden = ground.texts.iter().zip(&ground.owner).filter(|(_, owner)| owner.is_none());
    let hidden = hidden.filter_map(|(text, _)| text.document.fields.id.as_ref()).map(Key::of);
    Ids::new(holders.collect(), &config.portfolio.id_prefix, hidden)
}

/// What one text leads to.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub(super) targets: Targets,
    /// The documents that its prose names, each once.
    pub(super) mentions: Vec<Mentioned>,
    /// The issues that its prose names.
    pub(super) issues: Vec<IssueReference>,
    /// The name of those two, which other entries depend on.
    pub(super) naming: Option<Fingerprint>,
    /// The files it shows or points to, and where.
    pub(super) files: Vec<(SourcePath, Place)>,
    pub(super) problems: Vec<Problem>,
}

#[cfg(test)]
impl Resolved {
    pub(super) fn with_problem(&self, problem: Problem) -> Self {
        Self { problems: vec![problem], ..self.clone() }
    }
}

/// A document that prose names.
#[derive(Clone, Debug, Hash)]
pub(super) struct Mentioned {
    /// Which entry.
    pub(super) entry: usize,
    /// As written.
    pub(super) text: String,
}

/// Resolves every text that is seen, unless it was before with the same skeleton. By text.
pub(super) fn all(
    bones: &Bones<'_>,
    skeleton: Fingerprint,
    documents: &[Arc<Document>],
    known: &Series<Arc<Resolved>>,
) -> Arc<Vec<Arc<Resolved>>> {
    let texts = Texts::new(documents);
    let owner = &bones.ground.owner;
    let seen: Vec<usize> = (0..owner.len()).filter(|text| owner[*text].is_some()).collect();
    let key = |place: usize| documents[seen[place]].made_of;
    let resolve = |place: usize| {
        let index = seen[place];
        let entry = owner[index].expect("it is seen");
        Arc::new(text(bones, &texts, index, entry))
    };
    let resolved = known.get_or_make(skeleton, seen.len(), key, resolve);
    if seen.len() == owner.len() {
        return resolved;
    }
    // What is not seen leads nowhere.
    let mut all = vec![Arc::default(); owner.len()];
    seen.iter().zip(&*resolved).for_each(|(text, resolved)| all[*text] = resolved.clone());
    Arc::new(all)
}

/// Resolves one text.
fn text(bones: &Bones<'_>, texts: &Texts<'_>, text: usize, entry: usize) -> Resolved {
    let own: &Document = &texts.documents[text];
    let (places, found) = (Places::new(own), Gathering::default());
    let mut reader =
        Reader { bones, around: &bones.around, texts, own, text, entry, places, found };
    let outline = &own.outline;
    let mut items: Vec<(&Range<usize>, Item<'_>)> = outline
        .links
        .iter()
        .map(|link| (&link.range, Item::Link(link)))
        .chain(outline.mentions.iter().map(|one| (&one.range, Item::Id(one))))
        .chain(outline.issues.iter().map(|one| (&one.range, Item::Issue(&one.issue))))
        .collect();
    items.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    for (range, item) in items {
        match item {
            Item::Link(link) => reader.link(link),
            Item::Id(mention) => reader.id(mention),
            Item::Issue(issue) => reader.issue(issue, range),
        }
    }
    reader.found.named()
}

/// What a text holds that may lead somewhere.
enum Item<'a> {
    Link(&'a Link),
    Id(&'a crate::parse::Mention),
    Issue(&'a IssueReference),
}

/// What is found, while a text is read.
#[derive(Default)]
struct Gathering {
    targets: Vec<(Range<usize>, Target)>,
    mentions: Vec<Mentioned>,
    mentioned: HashSet<usize>,
    issues: Vec<IssueReference>,
    files: Vec<(SourcePath, Place)>,
    problems: Vec<Problem>,
    /// How many missing anchors were compared with those there are.
    compared: usize,
}

impl Gathering {
    fn named(self) -> Resolved {
        let Self { targets, mentions, issues, files, problems, .. } = self;
        let naming = Some(Fingerprint::of(&(&mentions, &issues)));
        Resolved { targets: targets.into(), mentions, issues, naming, files, problems }
    }
}

/// The reading of one text, in order.
struct Reader<'a, 'b, 't> {
    bones: &'b Bones<'a>,
    around: &'b Surroundings<'a>,
    texts: &'b Texts<'t>,
    own: &'b Document,
    text: usize,
    entry: usize,
    places: Places<'b>,
    found: Gathering,
}

/// Where a destination leads, and what is wrong with it: code, message, help.
type Led = (Target, Option<(Code, String, Option<String>)>);

/// A target, nothing being wrong.
fn fine(target: Target) -> Led {
    (target, None)
}

/// Nothing, and why.
fn nothing(code: Code, message: String, help: impl Into<Option<String>>) -> Led {
    (Target::Nothing, Some((code, message, help.into())))
}

impl<'a> Reader<'a, '_, '_> {
    fn link(&mut self, link: &Link) {
        if let Some(issue) = self.around.trackers.of_link(link) {
            self.name_issue(issue, &link.range);
        }
        let (target, problem) = match destination::read(&link.destination) {
            Destination::Outside(url) => {
                match forge::inside(&url, self.around.ground.inputs.repository.as_ref()) {
                    Some(inside) => self.own_repository(link, &inside, url),
                    None => fine(Target::Outside(url)),
                }
            }
            Destination::Refused(scheme) => nothing(
                Code::UnsafeUrl,
                format!("the scheme `{scheme}:` is not allowed in links, and the link is left out"),
                "use `https:`, `http:`, `mailto:` or a relative path".to_owned(),
            ),
            Destination::Inside(inside) => self.inside(link, &inside),
        };
        if let Some((code, message, help)) = problem {
            self.report(code, &link.range, message, help);
        }
        self.found.targets.push((link.range.clone(), target));
    }

    /// A URL into the own repository: the document or file it names, where that is here; else the URL.
    fn own_repository(&mut self, link: &Link, inside: &Inside, url: String) -> Led {
        let path = SourcePath::from_root(&inside.path);
        match path.and_then(|path| self.around.files.look(path.as_str())) {
            Some(found @ (Found::Text(_) | Found::Hidden)) => self.found(link, inside, found),
            _ => fine(Target::Outside(url)),
        }
    }

    fn inside(&mut self, link: &Link, inside: &Inside) -> Led {
        if inside.path.is_empty() && !inside.from_root {
            return self.page(self.text, inside);
        }
        if !link.image && inside.path.starts_with('@') && !inside.path.contains(['/', '.']) {
            // `[Ann](@ann)` names a person, and is no link.
            return fine(Target::Nothing);
        }
        let found = self.around.files.link(&self.own.path, inside);
        self.found(link, inside, found)
    }

    fn found(&mut self, link: &Link, inside: &Inside, found: Found<'a>) -> Led {
        match found {
            Found::Text(_) if link.image => {
                let message = format!("`{}` is a document and no image", link.destination);
                nothing(Code::MissingAsset, message, "link to it without the `!`".to_owned())
            }
            Found::Text(text) => self.document(link, inside, text),
            Found::File(path) => self.file(link, path),
            Found::Home => fine(Target::Page { page: OutPath::new("index.html"), fragment: None }),
            Found::Hidden => nothing(
                Code::WithheldLink,
                "this leads to a document that is not published: readers see its text alone".into(),
                None,
            ),
            Found::Folder if link.image => missing(link, None),
            // A forge shows such a folder's files. The site has no page for it, and nothing is wrong with the text.
            Found::Folder => fine(Target::Nothing),
            Found::Missing => missing(link, self.around.files.near(&inside.path)),
            Found::Beyond => beyond(link),
        }
    }

    /// A link to a document, which is a mention of it too.
    fn document(&mut self, link: &Link, inside: &Inside, text: usize) -> Led {
        let Some(entry) = self.around.ground.owner[text] else { return fine(Target::Nothing) };
        if entry != self.entry {
            self.mention(entry, &link.text, &link.range);
            self.compare_ids(link, entry);
        }
        self.note_withheld(text, &link.range);
        self.page(text, inside)
    }

    /// A page, and the heading on it that is meant.
    fn page(&mut self, text: usize, inside: &Inside) -> Led {
        let Some(page) = self.around.page(text).cloned() else { return fine(Target::Nothing) };
        let Some(written) = &inside.fragment else {
            return fine(Target::Page { page, fragment: None });
        };
        let count = &mut self.found.compared;
        let may_compare = || {
            *count += 1;
            *count <= anchors::MOST_COMPARED
        };
        match self.texts.anchors(text).find(written, may_compare) {
            Anchor::True(anchor) => fine(Target::Page { page, fragment: Some(anchor.to_owned()) }),
            Anchor::Page => fine(Target::Page { page, fragment: None }),
            Anchor::Missing(near) => {
                let path = &self.texts.documents[text].path;
                let message = format!("`#{written}` is no heading of `{path}`");
                let help = near.map(|near| format!("did you mean `#{near}`?"));
                (Target::Page { page, fragment: None }, Some((Code::BrokenAnchor, message, help)))
            }
        }
    }

    /// A file to copy. Where to, and whether it may go out, is settled when all that are wanted are known.
    fn file(&mut self, link: &Link, path: &SourcePath) -> Led {
        self.found.files.push((path.clone(), self.places.of(&link.range)));
        fine(Target::File(OutPath::new(path.as_str())))
    }

    /// A link whose text is one id while its target is another.
    fn compare_ids(&mut self, link: &Link, entry: usize) {
        let Some(said) = ids::read(&link.text).or_else(|| ids::read_leading(&link.text)) else {
            return;
        };
        let Some(prefix) = &said.prefix else { return };
        let Some(target) = self.around.ids.key(entry) else { return };
        if said.number == target.number || !self.around.ids.knows_prefix(prefix) {
            return;
        }
        let path = &self.around.ground.texts[self.around.ground.units[entry].main].document.path;
        let text = link.text.trim();
        let message = format!("the link says `{text}`, and leads to `{path}`, whose id is another");
        self.report(Code::MismatchedLink, &link.range, message, None);
    }

    /// An id in prose. One that nobody here bears is somebody else's.
    fn id(&mut self, mention: &crate::parse::Mention) {
        let key = Key::numbered(&mention.prefix, &mention.number);
        let asker = self.around.asker(self.entry);
        let Named::One(entry) = self.around.ids.find_in_prose(&key, asker) else { return };
        if entry == self.entry {
            return;
        }
        let main = self.around.ground.units[entry].main;
        let Some(page) = self.around.page(main).cloned() else { return };
        self.mention(entry, &mention.text, &mention.range);
        let target = Target::Page { page, fragment: None };
        self.found.targets.push((mention.range.clone(), target));
    }

    fn issue(&mut self, issue: &IssueReference, range: &Range<usize>) {
        if let Some(url) = self.around.trackers.url(issue) {
            self.found.targets.push((range.clone(), Target::Outside(url)));
        }
        self.name_issue(issue.clone(), range);
    }

    /// Where metadata stands in the text, its issues are no prose.
    fn name_issue(&mut self, issue: IssueReference, range: &Range<usize>) {
        let line = self.places.line(range.start);
        let is_metadata = self.bones.facts[self.entry].issues.iter().any(|stated| {
            stated.value.number == issue.number
                && stated.place.line == line
                && stated.place.path == self.own.path
        });
        if !is_metadata {
            self.found.issues.push(issue);
        }
    }

    /// A document that is named, once. A link that states a typed relation is metadata and no mention.
    fn mention(&mut self, entry: usize, text: &str, range: &Range<usize>) {
        let line = self.places.line(range.start);
        let is_metadata = self.bones.typed.relations[self.entry].iter().any(|edge| {
            edge.target == Some(entry)
                && edge.place.line == line
                && edge.place.path == self.own.path
        });
        if !is_metadata && self.found.mentioned.insert(entry) {
            self.found.mentions.push(Mentioned { entry, text: text.to_owned() });
        }
    }

    /// The author sees withheld documents, and should know which links readers will not have.
    fn note_withheld(&mut self, target: usize, range: &Range<usize>) {
        let ground = self.around.ground;
        let is_withheld = |text: usize| audience::reason(&ground.texts[text]).is_some();
        if ground.audience == Audience::Author && is_withheld(target) && !is_withheld(self.text) {
            let message =
                "this leads to a document that is not published: readers see its text alone";
            self.report(Code::WithheldLink, range, message.into(), None);
        }
    }

    fn report(&mut self, code: Code, range: &Range<usize>, message: String, help: Option<String>) {
        if self.own.is_template && code != Code::UnsafeUrl {
            return;
        }
        let problem = Problem::new(code, self.places.of(range), message);
        self.found.problems.push(Problem { help, ..problem });
    }
}

/// A destination that names no file. One that looks like an address lacks its scheme: without it a browser takes it for a
/// file as well.
fn missing(link: &Link, near: Option<&SourcePath>) -> Led {
    let address = Some(link.destination.trim()).filter(|text| !link.image && is_email(text));
    let help = near.map(|near| format!("did you mean `{near}`?")).or_else(|| {
        address.map(|address| format!("to link to an address write `mailto:{address}`"))
    });
    let code = if link.image { Code::MissingAsset } else { Code::BrokenLink };
    nothing(code, format!("`{}` names no file", link.destination), help)
}

/// A destination outside the portfolio.
fn beyond(link: &Link) -> Led {
    let code = if link.image { Code::MissingAsset } else { Code::BrokenLink };
    let message = format!("`{}` leads out of the portfolio, and is not followed", link.destination);
    nothing(code, message, "link to its URL, or move it into the portfolio".to_owned())
}

#[cfg(test)]
mod tests {
    use crate::link::testing::{
        Draft, Setting, doc, entry, portfolio, portfolio_in, problems, repository,
    };
    use crate::link::{Portfolio, Target};

    /// A target as `page#fragment`, `file: …`, `out: …` or `-`.
    fn shown(target: &Target) -> String {
        match target {
            Target::Page { page, fragment: None } => page.to_string(),
            Target::Page { page, fragment: Some(fragment) } => format!("{page}#{fragment}"),
            Target::File(to) => format!("file: {to}"),
            Target::Outside(url) => format!("out: {url}"),
            Target::Nothing => "-".into(),
        }
    }

    fn around(draft: Draft) -> Portfolio {
        let setting = Setting {
            files: vec!["specs/pic.png", "data/x.csv"],
            repository: Some(repository()),
            ..Setting::default()
        };
        let others = [
            doc("specs/b.md").id("SPEC-2").heading("Why-Not").heading("a-b"),
            doc("specs/c/README.md"),
            doc("README.md"),
            doc("adr/0003-x.md").file_id("0003"),
            doc("specs/010-z/design.md").heading("deep"),
            doc("specs/010-z/spec.md"),
        ];
        portfolio_in(&setting, std::iter::once(draft).chain(others))
    }

    /// One link on `specs/a.md`: what it leads to, and the code of what is wrong.
    fn check(destination: &str, target: &str, code: &str) {
        let portfolio =
            around(doc("specs/a.md").id("SPEC-1").heading("here").link("text", destination));
        let targets = &entry(&portfolio, "specs/a.md").targets;
        assert_eq!(
            targets.iter().map(|(_, t)| shown(t)).collect::<Vec<_>>(),
            [target],
            "{destination}"
        );
        let codes: Vec<_> = portfolio.problems.iter().map(|problem| problem.code.name()).collect();
        assert_eq!(codes.join(" "), code, "{destination}");
    }

    #[test]
    fn links_lead_to_pages_files_and_elsewhere() {
        check("b.md", "specs/b.html", "");
        check("b.md#why-not", "specs/b.html#Why-Not", "");
        check("b.md#L10-L20", "specs/b.html", "");
        check("#here", "specs/a.html#here", "");
        check("#user-content-here", "specs/a.html#here", "");
        check("#", "specs/a.html", "");
        check("c/", "specs/c/index.html", "");
        check("/", "index.html", "");
        check("010-z/", "specs/010-z/index.html", "");
        check("010-z/design.md#deep", "specs/010-z/design.html#deep", "");
        check("pic.png", "file: specs/pic.png", "");
        check("https://example.org/x", "out: https://example.org/x", "");
        check(
            "https://github.com/acme/specs/blob/main/docs/specs/b.md#a-b",
            "specs/b.html#a-b",
            "",
        );
        check(
            "https://github.com/acme/specs/blob/main/src/x.rs",
            "out: https://github.com/acme/specs/blob/main/src/x.rs",
            "",
        );
        check("../data/", "-", "");
        check("@ann", "-", "");
    }

    #[test]
    fn what_leads_nowhere_is_reported() {
        check("nothing.md", "-", "broken-link");
        check("../../secret.md", "-", "broken-link");
        check("ann@example.org", "-", "broken-link");
        check("mailto:ann@example.org", "out: mailto:ann@example.org", "");
        check("b.md#nowhere", "specs/b.html", "broken-anchor");
        check("javascript:alert(1)", "-", "unsafe-url");
    }

    #[test]
    fn images_must_be_there() {
        let portfolio = around(doc("specs/a.md").image("pic.png").image("no.png").image("b.md"));
        let targets = &entry(&portfolio, "specs/a.md").targets;
        let shown: Vec<_> = targets.iter().map(|(_, target)| shown(target)).collect();
        assert_eq!(shown, ["file: specs/pic.png", "-", "-"]);
        assert_eq!(problems(&portfolio, "missing-asset").len(), 2);
        assert_eq!(portfolio.assets.len(), 1);
    }

    #[test]
    fn suggestions_come_with_what_is_broken() {
        let portfolio = around(doc("a.md").link("x", "b.md").link("y", "specs/b.md#a--b"));
        let helps: Vec<_> = portfolio.problems.iter().filter_map(|p| p.help.as_deref()).collect();
        assert_eq!(helps, ["did you mean `specs/b.md`?", "did you mean `#a-b`?"]);
        let portfolio = around(doc("a.md").link("Ann", "ann@example.org"));
        let helps: Vec<_> = portfolio.problems.iter().filter_map(|p| p.help.as_deref()).collect();
        assert_eq!(helps, ["to link to an address write `mailto:ann@example.org`"]);
    }

    #[test]
    fn ids_in_prose_lead_to_who_bears_them() {
        let portfolio = around(
            doc("specs/a.md")
                .id("SPEC-1")
                .mention("SPEC", "002")
                .mention("SPEC", "1")
                .mention("RFC", "2")
                .mention("ADR", "3"),
        );
        let targets = &entry(&portfolio, "specs/a.md").targets;
        let shown: Vec<_> = targets.iter().map(|(_, target)| shown(target)).collect();
        assert_eq!(shown, ["specs/b.html", "adr/0003-x.html"]);
        assert!(portfolio.problems.is_empty());
    }

    #[test]
    fn a_heading_gives_a_bare_number_its_prefix() {
        let mut other = doc("rfd/0012.md").file_id("0012").heading("RFD 12 Naming").status("Draft");
        other.document.outline.headings[0].text = "RFD 12 Naming".into();
        let portfolio = portfolio([doc("a.md").mention("RFD", "12").mention("RFD", "13"), other]);
        assert_eq!(portfolio.entries[0].targets.len(), 1);
    }

    #[test]
    fn a_link_that_says_another_id_is_reported() {
        let count = |text: &str| {
            let portfolio = around(doc("specs/a.md").id("SPEC-1").link(text, "b.md"));
            problems(&portfolio, "mismatched-link").len()
        };
        assert_eq!(count("SPEC-3"), 1);
        assert_eq!(count("SPEC-3: Title"), 1);
        assert_eq!(count("SPEC-002"), 0);
        assert_eq!(count("FR-3"), 0);
        assert_eq!(count("see SPEC-3"), 0);
    }

    #[test]
    fn places_are_lines_and_columns() {
        let portfolio = portfolio([doc("a.md").link("x", "#y").link("x", "no.md")]);
        let places: Vec<_> = portfolio
            .problems
            .iter()
            .map(|p| (p.place.line, p.place.column, p.place.width))
            .collect();
        assert_eq!(places, [(1, 1, 7), (3, 1, 10)]);
    }

    #[test]
    fn issues_in_prose_lead_to_the_tracker() {
        let portfolio = around(doc("specs/a.md").issue_in_prose(None, 5));
        let targets = &entry(&portfolio, "specs/a.md").targets;
        assert_eq!(shown(&targets[0].1), "out: https://github.com/acme/specs/issues/5");
    }
}
