//! The page of a document: what it is, what needs somebody, its text, and what names it.

use super::lists::capitalised;
use super::{Rendered, Stage, not_found};
use crate::diagnostic::Error;
use crate::draw::Pictures;
use crate::link::{Entry, OutPath, Standing, Targets, Turn};
use crate::memo::{Fingerprint, Shared};
use crate::parse::{Document, RelationKind};
use crate::render::catalogue::{Catalogue, date, kind_page, kind_word, progress, text};
use crate::render::levels::Levels;
use crate::render::markdown::{self, Body};
use crate::render::search::{self, Found};
use crate::render::{Memory, elsewhere, escape, graph, href, published, views};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What becomes of one file of an entry.
#[derive(Clone, Debug)]
pub(in crate::render) struct Made {
    /// Its page.
    pub(in crate::render) page: Page,
    /// The copy of its source, and where that goes.
    pub(in crate::render) source: (OutPath, Arc<[u8]>),
    /// The name by which its text is remembered.
    written: Fingerprint,
    /// What the search knows of it.
    pub(in crate::render) found: Option<Found>,
}

/// What depends on a file's text and the targets of its links alone.
#[derive(Debug)]
pub(crate) struct Written {
    body: views::Markup,
    has_code: bool,
    /// The source as it goes out.
    source: Arc<[u8]>,
    /// The coloured code in it, which is known as long as it is held.
    _code: Vec<Arc<str>>,
}

#[cfg(test)]
impl Written {
    /// The same with another body.
    pub(crate) fn with(&self, html: &str) -> Self {
        let (body, source) = (self.body.with(html), self.source.clone());
        Self { body, has_code: self.has_code, source, _code: vec![] }
    }
}

/// Where the text of a file is read.
#[derive(Clone, Debug)]
pub(in crate::render) enum Page {
    /// On its own page.
    Own(Rendered),
    /// On the first page, with what else stands there.
    Home(Box<views::Document>),
    /// On the page for addresses where nothing stands.
    NotFound(Box<views::Document>),
}

/// One file of an entry, as its page shows it.
#[derive(Clone, Copy)]
struct Shown<'a> {
    document: &'a Document,
    targets: &'a Targets,
    page: &'a OutPath,
    source: &'a OutPath,
    /// The index of the part; `None` for the main part.
    part: Option<usize>,
}

/// Renders every document and its parts.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(stage: &Stage<'_>) -> Result<Arc<Vec<Arc<Made>>>, Error> {
    let entries = &stage.catalogue.portfolio.entries;
    let files: Vec<(usize, Shown<'_>)> = entries
        .iter()
        .enumerate()
        .flat_map(|(index, entry)| shown(entry).map(move |s| (index, s)))
        .collect();
    // A file is known by all that its page shows.
    let name = stage.theme.fingerprint("document.html", &()).and(stage.names.under);
    let key = |file: usize| {
        let (index, shown) = files[file];
        let name = stage.names.by_entry[index];
        shown.part.map_or(name, |part| Fingerprint::of(&(name, part)))
    };
    let make = |number: usize| {
        let (index, shown) = files[number];
        file(stage, index, shown).map(Arc::new)
    };
    stage.memory.files.get_or_try(name, files.len(), key, make)
}

impl Made {
    /// Keeps what it is made of for another build, in which only the whole was asked for.
    pub(in crate::render) fn touch(&self, memory: &Memory) {
        memory.bodies.touch(self.written);
        if let Some(found) = &self.found {
            memory.search.leaves.touch(found.key);
        }
        if let Page::Own(page) = &self.page {
            memory.pages.touch(page.key);
        }
    }
}

/// The files of an entry.
fn shown(entry: &Entry) -> impl Iterator<Item = Shown<'_>> {
    let main = Shown {
        document: &entry.document,
        targets: &entry.targets,
        page: &entry.page,
        source: &entry.source,
        part: None,
    };
    let parts = entry.parts.iter().enumerate().map(|(index, part)| Shown {
        document: &part.document,
        targets: &part.targets,
        page: &part.page,
        source: &part.source,
        part: Some(index),
    });
    std::iter::once(main).chain(parts)
}

fn file(stage: &Stage<'_>, index: usize, shown: Shown<'_>) -> Result<Made, Error> {
    let is_not_found = shown.page.as_str() == "404.html";
    let address = shown.page;
    // What is shown at any depth names everything from the root: in a folder of its own every way leads over that.
    let anywhere = OutPath::new(not_found::ANYWHERE);
    let shown = Shown { page: if is_not_found { &anywhere } else { shown.page }, ..shown };
    let written = written(stage, shown);
    let name = written.body.made_of();
    let source = (shown.source.clone(), written.source.clone());
    let (body, memory) = ((address, &written.body), &stage.memory.search);
    let found = search::find(stage.catalogue, (index, shown.part), body, memory);
    let view = view(stage, index, shown, &written);
    if is_not_found {
        return Ok(Made { page: Page::NotFound(Box::new(view)), source, written: name, found });
    }
    if shown.page.as_str() == "index.html" {
        return Ok(Made { page: Page::Home(Box::new(view)), source, written: name, found });
    }
    let entry = &stage.catalogue.portfolio.entries[index];
    let title = match shown.part {
        Some(part) => format!("{} · {}", entry.parts[part].title, entry.title),
        None => entry.title.clone(),
    };
    let mut page = stage.catalogue.page("document", &title, shown.page);
    page.trail = trail(entry, shown.page);
    let summary = text(&shown.document.outline.summary);
    page.description = (!summary.is_empty()).then_some(summary);
    let rendered = stage.page("document.html", shown.page.clone(), &page, ("document", &view))?;
    Ok(Made { page: Page::Own(rendered), source, written: name, found })
}

/// The text of a file, written unless it was before. Its name holds all that [`markdown::Source`] does: pictures are what
/// drawing makes of the text, and of nothing else.
fn written(stage: &Stage<'_>, shown: Shown<'_>) -> Arc<Written> {
    let key = Fingerprint::of(&(shown.document.made_of, shown.targets, shown.page));
    stage.memory.bodies.get_or_make(key, || {
        let body = body(shown, &stage.catalogue.portfolio.pictures, &stage.memory.code);
        Arc::new(Written {
            has_code: body.html.contains("<pre"),
            source: published::copy(shown.document, &body.comments),
            body: views::Markup::new(body.html, key),
            _code: body.code,
        })
    })
}

/// The text of a file. Should the Markdown parser fail on it, the reader gets it as it is written, and the other documents
/// their pages.
fn body(shown: Shown<'_>, pictures: &Pictures, code: &Shared<str>) -> Body {
    let Shown { document, targets, page, .. } = shown;
    let write = || markdown::write(markdown::Source { document, targets, pictures, page, code });
    catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| {
        let comments = crate::render::raw_html::comments(&document.text, 0);
        let body = document.text.get(document.body.clone()).unwrap_or_default();
        let html = format!("<pre tabindex=\"0\">{}</pre>", escape::escape(body));
        Body { html, comments, code: vec![] }
    })
}

/// The lists that lead to a document.
fn trail(entry: &Entry, page: &OutPath) -> Vec<views::Link> {
    let link = |text: String, to: &OutPath| views::Link { text, href: Some(to.href_from(page)) };
    vec![
        link("Documents".into(), &OutPath::new("documents.html")),
        link(capitalised(kind_word(entry.kind, 2)), &kind_page(entry.kind)),
    ]
}

fn view(stage: &Stage<'_>, index: usize, shown: Shown<'_>, written: &Written) -> views::Document {
    let catalogue = stage.catalogue;
    let entry = &catalogue.portfolio.entries[index];
    let page = shown.page;
    let path = &shown.document.path;
    let [previous, next] =
        stage.order.beside[index].map(|one| one.map(|one| catalogue.reference(one, page)));
    let stated = relations(catalogue, entry, page);
    let backlinks = backlinks(stage, entry, page);
    // Of a spec in several files, the drawing stands with the main part.
    let title = text(&entry.title);
    let drawn = shown.part.is_none().then(|| graph::svg(&title, &stated, &backlinks));
    // Mentions stand in the text already.
    let mentions = RelationKind::Mentions.name();
    let typed = stated.into_iter().filter(|group| group.kind != mentions).collect();
    views::Document {
        id: entry.id.as_deref().map(text),
        title,
        anchor: title_anchor(shown.document),
        kind: entry.kind.name(),
        status: entry.status.as_ref().map(|status| catalogue.status(status, page)),
        status_since: date(entry.history.status_since),
        waits_for: waits_for(catalogue, entry),
        not_in_force: not_in_force(catalogue, entry, page),
        withheld: entry.withheld.clone(),
        authors: catalogue.authors(&entry.authors, page),
        reviewers: catalogue.reviewers(&entry.reviewers, page),
        approvers: catalogue.reviewers(&entry.approvers, page),
        dates: dates(entry),
        issues: catalogue.issues(&entry.issues, page),
        stories: stories(catalogue, entry, page),
        labels: catalogue.label_links(&entry.labels, page),
        discussion: entry.discussion.iter().map(|place| discussion(place)).collect(),
        relations: typed,
        progress: progress(entry.progress),
        problems: catalogue.problems_of(index).iter().map(|p| catalogue.problem(p, page)).collect(),
        parts: parts(entry, shown),
        contents: contents(shown.document),
        has_code: written.has_code,
        body: written.body.clone(),
        previous,
        next,
        backlinks,
        graph: drawn.flatten(),
        extra: entry
            .extra
            .iter()
            .map(|(name, value)| views::Field { name: text(name), value: value.clone() })
            .collect(),
        source: shown.source.href_from(page),
        edit: elsewhere::edit(catalogue.config, path),
        comment: elsewhere::comment(catalogue.config, path, 1, &entry.title),
        history: elsewhere::history(
            catalogue.config,
            catalogue.portfolio.repository.as_ref(),
            path,
        ),
    }
}

/// The anchor of the heading that the title replaces, so that links to it arrive.
fn title_anchor(document: &Document) -> Option<String> {
    let title = document.title_heading.as_ref()?;
    let heading =
        document.outline.headings.iter().find(|heading| heading.range.start == title.start)?;
    Some(heading.anchor.clone())
}

/// Whom an open document waits for. That somebody is named does not say that they were asked, so nobody is named here.
fn waits_for(catalogue: &Catalogue<'_>, entry: &Entry) -> Option<&'static str> {
    let status = &catalogue.portfolio.statuses[entry.status.as_ref()?.status];
    let (people, words) = match status.turn? {
        _ if status.standing != Standing::Open => return None,
        Turn::Author => (&entry.authors, ["its author", "its author", "its authors"]),
        Turn::Reviewers => {
            (&entry.reviewers, ["reviewers (nobody is named)", "its reviewer", "its reviewers"])
        }
        Turn::Approvers => {
            (&entry.approvers, ["approvers (nobody is named)", "its approver", "its approvers"])
        }
        Turn::Nobody => return None,
    };
    Some(words[people.len().min(2)])
}

fn not_in_force(
    catalogue: &Catalogue<'_>,
    entry: &Entry,
    page: &OutPath,
) -> Option<views::NotInForce> {
    let found = entry.not_in_force.as_ref()?;
    let status = entry.status.as_ref().map(|status| catalogue.status(status, page).name);
    // Where something stands in its place, that is the reason.
    let said = entry.extra.iter().find(|(name, _)| name.to_lowercase().ends_with("reason"));
    let reason = said.filter(|_| found.successor.is_none()).map(|(_, reason)| text(reason));
    Some(views::NotInForce {
        status: status.unwrap_or_default(),
        is_elsewhere: found.is_elsewhere,
        reason,
        successor: found.successor.map(|successor| catalogue.reference(successor, page)),
    })
}

fn dates(entry: &Entry) -> Vec<views::Dated> {
    let dates = [
        ("Created", entry.created),
        ("Updated", entry.updated),
        ("Last change", entry.history.last.filter(|last| Some(*last) != entry.updated)),
        ("Next review", entry.next_review),
    ];
    let known =
        dates.into_iter().filter_map(|(name, day)| Some(views::Dated { name, date: date(day)? }));
    known.collect()
}

/// The stories, each with its page where one document is it; those that stand among the relations are left to them.
fn stories(catalogue: &Catalogue<'_>, entry: &Entry, page: &OutPath) -> Vec<views::Reference> {
    let related =
        |index: &usize| entry.relations.iter().any(|relation| relation.target == Some(*index));
    let mut references = Vec::new();
    for story in &entry.stories {
        match catalogue.story(story) {
            Some(index) if related(&index) => {}
            Some(index) => references.push(catalogue.reference(index, page)),
            None => references.push(views::Reference {
                href: None,
                id: None,
                title: text(story),
                status: None,
            }),
        }
    }
    references
}

fn discussion(place: &str) -> views::Link {
    let href = href::outside(place);
    let words =
        href.as_deref().map_or(place, |href| href.split_once("://").map_or(href, |(_, rest)| rest));
    views::Link { text: text(words), href }
}

/// Relations in the order that matters to a reader, mentions last.
const RELATIONS: &[(RelationKind, &str, &str)] = &[
    (RelationKind::SupersededBy, "Superseded by", "Supersedes"),
    (RelationKind::Supersedes, "Supersedes", "Superseded by"),
    (RelationKind::Requires, "Requires", "Required by"),
    (RelationKind::Amends, "Amends", "Amended by"),
    (RelationKind::Implements, "Implements", "Implemented by"),
    (RelationKind::PartOf, "Part of", "Contains"),
    (RelationKind::RelatesTo, "Related to", "Related from"),
    (RelationKind::Mentions, "Mentions", "Mentioned by"),
];

fn relations(catalogue: &Catalogue<'_>, entry: &Entry, page: &OutPath) -> Vec<views::Relations> {
    let group = |(kind, title, _): &(RelationKind, &str, &str)| {
        let stated = entry.relations.iter().filter(|relation| relation.kind == *kind);
        let reference = |relation: &crate::link::Relation| match relation.target {
            Some(index) => catalogue.reference(index, page),
            None => {
                views::Reference { href: None, id: None, title: text(&relation.text), status: None }
            }
        };
        views::Relations {
            title: (*title).to_owned(),
            kind: kind.name(),
            documents: stated.map(reference).collect(),
        }
    };
    RELATIONS.iter().map(group).filter(|group| !group.documents.is_empty()).collect()
}

/// What names a document, in the order of lists. Of what has a relation to it nobody has to hear that it names it too.
fn backlinks(stage: &Stage<'_>, entry: &Entry, page: &OutPath) -> Vec<views::Relations> {
    let mentions = RelationKind::Mentions;
    let typed = entry.backlinks.iter().filter(|backlink| backlink.kind != mentions);
    let related: HashSet<usize> = typed.map(|backlink| backlink.source).collect();
    let group = |(kind, _, inverse): &(RelationKind, &str, &str)| {
        let of_kind = entry.backlinks.iter().filter(|backlink| backlink.kind == *kind);
        let mut sources: Vec<usize> = of_kind.map(|backlink| backlink.source).collect();
        sources.retain(|source| *kind != mentions || !related.contains(source));
        stage.sort(&mut sources);
        let documents =
            sources.iter().map(|source| stage.catalogue.reference(*source, page)).collect();
        views::Relations { title: (*inverse).to_owned(), kind: kind.name(), documents }
    };
    RELATIONS.iter().map(group).filter(|group| !group.documents.is_empty()).collect()
}

/// The files of an entry as tabs; none where it is one file.
fn parts(entry: &Entry, shown: Shown<'_>) -> Vec<views::Link> {
    if entry.parts.is_empty() {
        return vec![];
    }
    let tab = |name: &str, to: &OutPath| views::Link {
        text: capitalised(&text(name)),
        href: (to != shown.page).then(|| to.href_from(shown.page)),
    };
    let main =
        entry.document.fields.role.as_deref().unwrap_or_else(|| match entry.document.path.stem() {
            stem if stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index") => {
                "overview"
            }
            stem => stem,
        });
    let mut tabs = vec![tab(main, &entry.page)];
    tabs.extend(entry.parts.iter().map(|part| tab(&part.role, &part.page)));
    tabs
}

/// The headings that a list of contents shows: two levels, and of very many only the first.
fn contents(document: &Document) -> Vec<views::Heading> {
    let title = document.title_heading.as_ref().map(|title| title.start);
    let mut levels = Levels::default();
    let mut all = Vec::new();
    for heading in &document.outline.headings {
        if Some(heading.range.start) != title && !heading.text.trim().is_empty() {
            let href = format!("#{}", href::encode(&heading.anchor));
            let level = levels.level(heading.level);
            levels.take(heading.level);
            all.push(views::Heading { level, text: text(&heading.text), href });
        }
    }
    let deepest = if all.iter().filter(|heading| heading.level <= 3).count() <= 40 { 3 } else { 2 };
    all.retain(|heading| heading.level <= deepest);
    if all.len() < 2 { vec![] } else { all }
}
