//! Who a document is: title, id, kind, role, and whether it is a template, from all that names it.
//!
//! In: the assembled fields, the title that metadata states, the heading that could be the title. Out: the document's
//! identity, complete. The sources fall through to one another (metadata, heading, file name), which is why they meet here.
//! Absent on purpose: folders and other documents, which are `link`'s to judge.

use super::title::{self, FileName};
use super::{
    Document, Heading, Id, IssueReference, Kind, StatedKind, Vocabulary, inline, placeholder,
};
use crate::diagnostic::{Code, Place, Problem};

/// Completes the identity of a document.
pub(super) fn identify(
    document: &mut Document,
    stated: Option<String>,
    heading: Option<&Heading>,
    vocabulary: &Vocabulary,
) {
    let name = title::file_name(document.path.stem());
    let shown_name = shown_name(document);
    let own_name = title::file_name(naming(document));
    let own_id = document.fields.id.as_ref().map(|id| id.text.clone()).or(own_name.id);
    let told = heading.map(|heading| telling(document, heading, own_id.as_deref()).clone());
    let is_below = told.as_ref().map(|told| &told.range) != heading.map(|heading| &heading.range);
    let heading = told.as_ref();
    let from_heading = heading.map(|heading| title::read(&heading.text, own_id.as_deref()));
    document.is_template |=
        is_template(document, stated.as_deref(), from_heading.as_ref(), vocabulary);
    from_file_name(document, &name);

    let stands_in = naming(document) != document.path.stem();
    let is_usable = |title: &title::Title| {
        let is_other = title::is_section_word(&title.text) || (stands_in && is_role(&title.text));
        title.text.contains(char::is_alphanumeric) && !is_other
    };
    let is_real =
        |title: &title::Title| is_usable(title) && (is_below || !is_chapter(heading, &title.text));
    let yields = leads(document, heading) && from_heading.as_ref().is_some_and(is_real);
    let stated = stated.filter(|text| !is_slug(text) || !yields);
    let stated = stated.map(|text| title::read(&text, own_id.as_deref()));
    let prefix_kind = stated.iter().chain(&from_heading).find_map(|title| title.kind);
    if let Some(title) = stated.filter(is_usable) {
        document.fields.title = title.text;
        hide_heading_that_repeats(document, heading);
    } else if let Some(title) = from_heading.filter(is_real) {
        document.fields.title = title.text;
        document.title_heading = heading.map(|heading| heading.range.clone());
    } else {
        document.fields.title = shown_name;
        document.problems.push(no_title(document));
    }
    kind(document, prefix_kind);
    suspicious_title(document, heading);
}

/// Whether a heading is the text's own: it stands at its head, or is its only H1.
fn leads(document: &Document, heading: Option<&Heading>) -> bool {
    heading.is_some_and(|heading| {
        let before = &document.text[document.body.start..heading.range.start];
        let first_levels = document.outline.headings.iter().filter(|other| other.level == 1);
        before.trim().is_empty() || first_levels.count() == 1
    })
}

/// The heading that is read as the title: the one below it where the first says no more than the document's number.
fn telling<'a>(document: &'a Document, heading: &'a Heading, own_id: Option<&str>) -> &'a Heading {
    let next = document.outline.headings.iter().find(|next| next.range.start >= heading.range.end);
    let adjacent =
        next.filter(|next| document.text[heading.range.end..next.range.start].trim().is_empty());
    let is_number = |text: &str| {
        text.contains(|found: char| found.is_ascii_digit())
            && title::read(text, own_id).text.is_empty()
    };
    adjacent
        .filter(|next| is_number(&heading.text) && !title::is_chapter_word(&next.text))
        .unwrap_or(heading)
}

/// Where a text has no H1, its first heading may be its title or its first chapter.
fn is_chapter(heading: Option<&Heading>, text: &str) -> bool {
    heading.is_some_and(|heading| heading.level > 1) && title::is_chapter_word(text)
}

/// A heading that says the stated title again is not shown twice.
fn hide_heading_that_repeats(document: &mut Document, heading: Option<&Heading>) {
    if let Some(heading) = heading.filter(|heading| heading.level == 1) {
        let first = document.outline.headings.first();
        if first.is_some_and(|first| first.range == heading.range) {
            document.title_heading = Some(heading.range.clone());
        }
    }
}

/// Id, date and issue from the file's name, where metadata has none.
fn from_file_name(document: &mut Document, name: &FileName) {
    let place = Place::file(&document.path);
    if document.fields.id.is_none() {
        // `0000` is the number of what has none yet.
        let is_number = |text: &String| text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        document.fields.id = name.id.clone().filter(is_number).map(|text| Id {
            prefix: name.prefix.clone(),
            text,
            explicit: false,
            place: place.clone(),
        });
    }
    document.fields.created = document.fields.created.or(name.created);
    if let Some(issue) = issue_of_file_name(document.path.stem()) {
        let known = document.fields.issues.iter().any(|stated| stated.value.number == issue.number);
        if !known {
            document.fields.issues.push(super::Stated { value: issue, place });
        }
    }
}

/// Whether a document is a form to fill in: by its title, its file or its folder.
fn is_template(
    document: &Document,
    stated: Option<&str>,
    heading: Option<&title::Title>,
    vocabulary: &Vocabulary,
) -> bool {
    let title = stated.or(heading.map(|title| title.text.as_str())).unwrap_or_default();
    let by_title = !title.is_empty()
        && (placeholder::is_placeholder(title, &vocabulary.placeholders)
            || placeholder::is_form(title));
    let by_folder = document
        .path
        .folder()
        .split('/')
        .any(|folder| matches!(folder.to_lowercase().as_str(), "template" | "templates"));
    let by_name = [document.path.stem(), naming(document)].into_iter().any(title::is_template_name);
    by_title || by_folder || by_name
}

/// `login-with-passkeys`, `LoginWithPasskeys`: several words without a space.
fn is_slug(title: &str) -> bool {
    let is_word = |found: char| found.is_ascii_alphanumeric() || matches!(found, '-' | '_');
    if !title.contains(char::is_lowercase) {
        return false;
    }
    let is_camel = title
        .chars()
        .zip(title.chars().skip(1))
        .filter(|(left, right)| left.is_lowercase() && right.is_uppercase())
        .count()
        > 0;
    let is_kebab = title.contains(['-', '_']);
    title.chars().all(is_word) && (is_camel || is_kebab)
}

/// The title that the file's name gives; of a file that stands for its folder, the folder's name.
fn shown_name(document: &Document) -> String {
    title::from_file_name(naming(document))
}

/// The name that identifies a document: its file's, or its folder's where the file only stands for that.
fn naming(document: &Document) -> &str {
    const STAND_INS: &[&str] = &["readme", "index", "spec", "requirements", "proposal"];
    let folder = document.path.folder().rsplit('/').next().unwrap_or_default();
    let stem = document.path.stem();
    let stands_in = STAND_INS.contains(&stem.to_lowercase().as_str()) && !folder.is_empty();
    if stands_in { folder } else { stem }
}

/// `Requirements Document`: what a part of a spec is called, and no title.
fn is_role(title: &str) -> bool {
    const ROLES: &str = "requirements, requirements document, design, design document, implementation plan, tasks, plan, \
        specification, spec, proposal, feature specification, technical specification, requirements specification";
    inline::is_among(&title.trim().to_lowercase(), ROLES)
}

/// The kind, strongest word first: a field, the id's prefix, the title's prefix.
fn kind(document: &mut Document, prefix_kind: Option<Kind>) {
    if document.fields.kind.is_some() {
        return;
    }
    let by_id =
        document.fields.id.as_ref().and_then(|id| id.prefix.as_deref()).and_then(kind_of_prefix);
    document.fields.kind =
        by_id.map(StatedKind::IdPrefix).or(prefix_kind.map(StatedKind::TitlePrefix));
}

fn no_title(document: &Document) -> Problem {
    let message = "no title: the file's name stands in for it";
    Problem::new(Code::MissingTitle, Place::file(&document.path), message)
        .help("begin the document with `# Its title`")
}

/// Characters that make a title read as something else (Unicode TR 36): direction overrides and invisible ones.
fn suspicious_title(document: &mut Document, heading: Option<&Heading>) {
    let is_hidden = |found: char| matches!(found, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    if document.fields.title.contains(is_hidden) {
        let place = heading.filter(|heading| heading.text.contains(is_hidden)).map_or_else(
            || Place::file(&document.path),
            |heading| Place::of(&document.path, &document.text, heading.range.clone()),
        );
        let message = "the title holds invisible or direction-changing characters";
        let problem = Problem::new(Code::SuspiciousText, place, message);
        document.problems.push(problem.help("remove them; they are left out of the page"));
        document.fields.title.retain(|found| !is_hidden(found));
    }
}

/// The issue that `issue-12-login.md` names.
fn issue_of_file_name(stem: &str) -> Option<IssueReference> {
    let rest = stem.to_lowercase().strip_prefix("issue-").map(str::to_owned)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let number = digits.parse().ok()?;
    let ends = rest[digits.len()..].is_empty() || rest[digits.len()..].starts_with(['-', '_', '.']);
    ends.then(|| IssueReference {
        text: format!("#{number}"),
        repository: None,
        number,
        tracker: None,
        url: None,
    })
}

/// The kind that an id's prefix names.
fn kind_of_prefix(prefix: &str) -> Option<Kind> {
    match prefix.rsplit('-').next().unwrap_or(prefix) {
        "ADR" | "DR" | "MADR" => Some(Kind::Decision),
        "US" | "STORY" => Some(Kind::Story),
        "EPIC" => Some(Kind::Epic),
        _ if prefix.split('-').any(|part| part == "ADR") => Some(Kind::Decision),
        _ => None,
    }
}
