//! [`RawField`]s of all places and dialects → [`Fields`].
//!
//! In: what the document states, as written. Out: one value per canonical field, the extra fields, and the problems: values
//! that contradict each other, placeholders, dates no calendar has. The rules of precedence live here and nowhere else:
//! front matter before text, a field's own name before its aliases, lists of several aliases joined. Absent on purpose:
//! what other documents say.

mod value;

use super::fields::{Origin, RawField, RawValue};
use super::keys::{Field, Keys, normal};
use super::{
    Fields, Id, Kind, Reference, RelationKind, Stated, StatedKind, StatedRelation, Vocabulary,
    dates, inline, placeholder, references, status, title,
};
use crate::diagnostic::{Code, Place, Positions, Problem, SourcePath};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use value::{Named, SameStatus, id, labels_of, people_of, status_of};

/// What assembling needs to know of the document.
pub(super) struct Sources<'a> {
    /// Where the document stands.
    pub(super) path: &'a SourcePath,
    /// Its text.
    pub(super) text: &'a str,
    /// Its sidecar's path and text.
    pub(super) sidecar: Option<(&'a SourcePath, &'a str)>,
    /// What keys, placeholders and trackers mean here.
    pub(super) vocabulary: &'a Vocabulary,
}

/// What assembling gives.
#[derive(Debug, Default)]
pub(super) struct Assembled {
    /// The fields; title and role are not yet complete.
    pub(super) fields: Fields,
    /// The title that metadata states.
    pub(super) title: Option<String>,
    /// Fields without a canonical name.
    pub(super) extra: Vec<(String, String)>,
    /// Whether the title that metadata states is a placeholder.
    pub(super) is_template: bool,
    /// Why it may not go out.
    pub(super) withheld: Option<String>,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
}

/// One statement of a canonical field.
struct Statement<'a> {
    key: String,
    written_key: &'a str,
    canonical: bool,
    origin: Origin,
    values: Vec<&'a RawValue>,
}

/// Brings all statements together.
pub(super) fn assemble(sources: &Sources<'_>, raw: &[RawField]) -> Assembled {
    let mut assembly = Assembly {
        sources,
        positions: Positions::new(sources.text),
        sidecar_positions: sources.sidecar.map(|(_, text)| Positions::new(text)),
        statements: BTreeMap::new(),
        is_menu: raw.iter().any(orders_a_menu),
        extra_names: BTreeSet::new(),
        reasons: Vec::new(),
        out: Assembled::default(),
    };
    for field in raw {
        assembly.sort_in(field);
    }
    assembly.identity();
    assembly.standing();
    assembly.people();
    assembly.relations();
    assembly.classification();
    assembly.publication();
    assembly.out
}

/// The state of assembling one document.
struct Assembly<'a> {
    sources: &'a Sources<'a>,
    positions: Positions<'a>,
    sidecar_positions: Option<Positions<'a>>,
    statements: BTreeMap<Field, Vec<Statement<'a>>>,
    /// The front matter is also a page's place in a menu.
    is_menu: bool,
    /// The keys of the extra fields, as they are compared.
    extra_names: BTreeSet<String>,
    /// The successors that the reason for a status names: `withdrawal-reason: Superseded by EIP-7702`.
    reasons: Vec<Stated<Reference>>,
    out: Assembled,
}

impl<'a> Assembly<'a> {
    /// Puts a raw field with its canonical field, or among the extra ones.
    fn sort_in(&mut self, field: &'a RawField) {
        let Some(meaning) = self.sources.vocabulary.keys.field(&field.key) else {
            self.extra(field);
            return;
        };
        if meaning.field == Field::Title && !meaning.canonical && names_another(field) {
            self.extra(field);
            return;
        }
        // `Proposal: https://…` says where it is to be had.
        if meaning.field == Field::Id && field.values.iter().any(|value| is_address(&value.text)) {
            self.extra(field);
            return;
        }
        if meaning.field == Field::Epic && self.is_menu && normal(&field.key) == "parent" {
            self.extra(field);
            return;
        }
        if meaning.field == Field::Story && tells_a_story(field) {
            self.extra(field);
            return;
        }
        let withholds =
            |value: &RawValue| self.sources.vocabulary.keys.withholds(&field.key, &value.text);
        // `published: 2024-01-31` is a date of somebody's, `published: false` is Jekyll's `publish: false`.
        if meaning.field == Field::Publish
            && !meaning.canonical
            && !field.values.iter().any(withholds)
        {
            self.extra(field);
            return;
        }
        let mut values: Vec<&RawValue> = Vec::new();
        for value in &field.values {
            if self.is_absent(meaning.field, value) {
                self.filler(meaning.field, field, value);
            } else {
                values.push(value);
            }
        }
        if values.is_empty() {
            return;
        }
        let statement = Statement {
            key: normal(&field.key),
            written_key: &field.key,
            canonical: meaning.canonical,
            origin: field.origin,
            values,
        };
        self.statements.entry(meaning.field).or_default().push(statement);
    }

    /// Whether a value is filler for this field.
    fn is_absent(&self, field: Field, value: &RawValue) -> bool {
        let one_word = matches!(field, Field::Status | Field::Stage | Field::Kind);
        let more = &self.sources.vocabulary.placeholders;
        placeholder::is_placeholder(&value.text, more)
            || (one_word && placeholder::is_choice(&value.text))
    }

    /// A placeholder is reported, unless it is a mere nothing such as `-` or `N/A`.
    fn filler(&mut self, meaning: Field, field: &RawField, value: &RawValue) {
        if meaning == Field::Title && normal(&field.key) == "title" {
            self.out.is_template = true;
        }
        let says_nothing = normal(&inline::plain(&value.text)).is_empty()
            || matches!(normal(nothing_said(&value.text)).as_str(), "na" | "none" | "null" | "nil");
        if !says_nothing {
            let place = self.place(field.origin, value);
            let message =
                format!("`{}` is still the template's `{}`", field.key, shorten(&value.text));
            self.out.problems.push(
                Problem::new(Code::Placeholder, place, message)
                    .help("fill it in, or remove the line"),
            );
        }
    }

    /// A field without a canonical name is kept as it reads.
    fn extra(&mut self, field: &RawField) {
        if normal(&field.key).ends_with("reason") {
            self.reason(field);
        }
        let more = &self.sources.vocabulary.placeholders;
        let values =
            field.values.iter().filter(|value| !placeholder::is_placeholder(&value.text, more));
        let text = values
            .map(|value| inline::plain(&value.text))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        if !text.is_empty() && self.extra_names.insert(normal(&field.key)) {
            self.out.extra.push((field.key.clone(), text));
        }
    }

    /// A reason that reads as a status would, and names what stands in this document's place.
    fn reason(&mut self, field: &RawField) {
        for value in &field.values {
            let named = status::read(&value.text).map(|status| status.superseded_by);
            let place = self.place(field.origin, value);
            let stated = |value| Stated { value, place: place.clone() };
            self.reasons.extend(named.into_iter().flatten().map(stated));
        }
    }

    fn place(&self, origin: Origin, value: &RawValue) -> Place {
        match (origin, self.sources.sidecar, &self.sidecar_positions) {
            (Origin::Sidecar, Some((path, _)), Some(positions)) => {
                positions.place(path, value.range.clone())
            }
            _ => self.positions.place(self.sources.path, value.range.clone()),
        }
    }

    /// The one statement that holds for a field with one value, after reporting those that contradict it.
    fn chosen<T: PartialEq>(
        &mut self,
        field: Field,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<(T, Place)> {
        let statements = self.statements.remove(&field).unwrap_or_default();
        let readable: Vec<_> = statements
            .iter()
            .filter_map(|statement| {
                statement
                    .values
                    .iter()
                    .find_map(|value| Some((statement, *value, read(&value.text)?)))
            })
            .collect();
        let winner = readable.iter().position(|(statement, ..)| statement.canonical).unwrap_or(0);
        let (chosen, value, _) = readable.get(winner)?;
        let place = self.place(chosen.origin, value);
        for (other, other_value, meaning) in &readable {
            if other.key == chosen.key && *meaning != readable[winner].2 {
                let message = format!(
                    "`{}` says `{}` here and `{}` elsewhere",
                    other.written_key,
                    shorten(&inline::plain(&other_value.text)),
                    shorten(&inline::plain(&value.text))
                );
                let help = format!("keep one of them; line {} counts", place.line);
                let problem = Problem::new(
                    Code::ConflictingField,
                    self.place(other.origin, other_value),
                    message,
                );
                self.out.problems.push(problem.help(help));
            }
        }
        let (.., meaning) = readable.into_iter().nth(winner)?;
        Some((meaning, place))
    }

    /// All values of a list field. Aliases are joined, and so are several statements in the text; where front matter and
    /// text both state one key, front matter counts, and a text that has nothing in common with it is a conflict.
    fn listed<T: Named>(
        &mut self,
        field: Field,
        read: impl Fn(&RawValue) -> Vec<T>,
    ) -> Vec<Stated<T>> {
        let mut values: Vec<Stated<T>> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut stated: BTreeMap<String, (Origin, BTreeSet<String>)> = BTreeMap::new();
        for statement in self.statements.remove(&field).unwrap_or_default() {
            let found = self.read_all(&statement, &read);
            let names: BTreeSet<String> = found.iter().map(|found| found.value.name()).collect();
            match stated.get(&statement.key) {
                Some((origin, before))
                    if *origin < statement.origin && statement.origin != Origin::Reviews =>
                {
                    if let Some(first) = found.first().filter(|_| before.is_disjoint(&names)) {
                        let problem = contradiction(statement.written_key, first.place.clone());
                        self.out.problems.push(problem);
                    }
                    continue;
                }
                _ => stated.entry(statement.key.clone()).or_insert((statement.origin, names)),
            };
            values.extend(found.into_iter().filter(|one| known.insert(one.value.name())));
        }
        values
    }

    /// The values of one statement, each at its place.
    fn read_all<T>(
        &self,
        statement: &Statement<'_>,
        read: impl Fn(&RawValue) -> Vec<T>,
    ) -> Vec<Stated<T>> {
        let place = |value: &RawValue| self.place(statement.origin, value);
        let each = |value: &&RawValue| {
            let place = place(value);
            read(value)
                .into_iter()
                .map(move |value| Stated { value, place: place.clone() })
                .collect::<Vec<_>>()
        };
        statement.values.iter().flat_map(each).collect()
    }

    /// Id and title.
    fn identity(&mut self) {
        let key = self.statements.get(&Field::Id).and_then(|found| {
            found
                .iter()
                .find(|statement| statement.canonical)
                .or(found.first())
                .map(|statement| statement.written_key.to_owned())
        });
        let stated = self.chosen(Field::Id, id);
        self.out.fields.id = stated.map(|(id, place)| Id {
            prefix: id.prefix.clone().or_else(|| key.as_deref().and_then(Keys::series)),
            text: id.text,
            explicit: true,
            place,
        });
        let title = self
            .chosen(Field::Title, |text| Some(inline::plain(text)).filter(|text| !text.is_empty()));
        self.out.title =
            title.map(|(title, _)| title).filter(|title| !title::is_section_word(title));
    }

    /// Status and dates.
    fn standing(&mut self) {
        let own = self.chosen(Field::Status, status_of);
        if own.is_some() {
            self.demote(Field::Stage);
        }
        let found = own.or_else(|| self.chosen(Field::Stage, status_of));
        self.out.fields.status = found.map(|(SameStatus(value), place)| Stated { value, place });
        self.out.fields.created = self.date(Field::Created).map(|date| date.value);
        self.out.fields.updated = self.date(Field::Updated).map(|date| date.value);
        self.out.fields.next_review = self.date(Field::NextReview);
    }

    /// What could have been a canonical field is an extra one.
    fn demote(&mut self, field: Field) {
        for statement in self.statements.remove(&field).unwrap_or_default() {
            let text = statement
                .values
                .iter()
                .map(|value| inline::plain(&value.text))
                .collect::<Vec<_>>()
                .join(", ");
            self.out.extra.push((statement.written_key.to_owned(), text));
        }
    }

    /// A date, with the problem of one that cannot be read.
    fn date(&mut self, field: Field) -> Option<Stated<Date>> {
        for (key, place, text) in self.unreadable_dates(field) {
            let (message, help) = match dates::read(&text) {
                dates::Reading::Ambiguous => (
                    format!("`{}` can be read in two ways", shorten(&text)),
                    "write it as `2026-01-31`",
                ),
                dates::Reading::Impossible => {
                    (format!("no calendar has `{}`", shorten(&text)), "write a real day")
                }
                _ => (
                    format!("`{key}` is no date: `{}`", shorten(&text)),
                    "write it as `2026-01-31`",
                ),
            };
            self.out.problems.push(Problem::new(Code::BadDate, place, message).help(help));
        }
        let (value, place) =
            self.chosen(field, |text| match dates::read(&inline::plain(text)) {
                dates::Reading::Day(date) => Some(date),
                _ => None,
            })?;
        Some(Stated { value, place })
    }

    fn unreadable_dates(&self, field: Field) -> Vec<(String, Place, String)> {
        let statements = self.statements.get(&field).into_iter().flatten();
        let first = statements
            .filter_map(|statement| statement.values.first().map(|value| (statement, *value)));
        first
            .map(|(statement, value)| (statement, value, inline::plain(&value.text)))
            .filter(|(_, _, text)| !matches!(dates::read(text), dates::Reading::Day(_)))
            .map(|(statement, value, text)| {
                (statement.written_key.to_owned(), self.place(statement.origin, value), text)
            })
            .collect()
    }

    fn people(&mut self) {
        self.out.fields.authors = self.listed(Field::Authors, people_of);
        self.out.fields.reviewers = self.listed(Field::Reviewers, people_of);
        self.out.fields.approvers = self.listed(Field::Approvers, people_of);
    }

    /// Issues, stories, and typed relations.
    fn relations(&mut self) {
        let trackers = &self.sources.vocabulary.trackers;
        self.out.fields.issues =
            self.listed(Field::Issue, |value| references::issues(&value.text, trackers));
        self.out.fields.stories =
            self.listed(Field::Story, |value| references::documents(&value.text));
        let kinds = [
            (Field::Requires, RelationKind::Requires, false),
            (Field::Supersedes, RelationKind::Supersedes, false),
            (Field::SupersededBy, RelationKind::SupersededBy, false),
            (Field::Amends, RelationKind::Amends, false),
            (Field::AmendedBy, RelationKind::Amends, true),
            (Field::Implements, RelationKind::Implements, false),
            (Field::RelatesTo, RelationKind::RelatesTo, false),
            (Field::Epic, RelationKind::PartOf, false),
        ];
        for (field, kind, inverse) in kinds {
            let found = self.listed(field, |value| references::documents(&value.text));
            let stated = found.into_iter().map(|reference| Stated {
                value: StatedRelation { kind, reference: reference.value, inverse },
                place: reference.place,
            });
            self.out.fields.relations.extend(stated);
        }
        self.superseded_by_status();
    }

    /// `Superseded by X` as a status, or as the reason for one, is that relation, too.
    fn superseded_by_status(&mut self) {
        let fields = &mut self.out.fields;
        let status = fields.status.iter().flat_map(|status| {
            let named = status.value.superseded_by.iter();
            named.map(|value| Stated { value: value.clone(), place: status.place.clone() })
        });
        let said: Vec<_> = status.chain(std::mem::take(&mut self.reasons)).collect();
        for Stated { value: reference, place } in said {
            let kind = RelationKind::SupersededBy;
            if fields.relations.iter().all(|known| known.value.kind != kind) {
                let value = StatedRelation { kind, reference, inverse: false };
                fields.relations.push(Stated { value, place });
            }
        }
    }

    /// Kind, role, labels, discussion.
    fn classification(&mut self) {
        let types = self.listed(Field::Kind, |value| vec![inline::plain(&value.text)]);
        let mut labels: BTreeSet<String> = BTreeSet::new();
        let mut ordered = Vec::new();
        for stated in types {
            let word = stated.value.trim().to_lowercase().replace(['-', '_'], " ");
            if let Some(kind) = Kind::from_word(&word) {
                self.out.fields.kind.get_or_insert(StatedKind::Field(kind));
            } else if matches!(word.as_str(), "requirements" | "design" | "tasks") {
                self.out.fields.role = Some(word);
            } else if labels.insert(stated.value.to_lowercase()) {
                ordered.push(stated.value);
            }
        }
        for stated in self.listed(Field::Labels, labels_of) {
            if labels.insert(stated.value.to_lowercase()) {
                ordered.push(stated.value);
            }
        }
        self.out.fields.labels = ordered;
        let discussion = self.listed(Field::Discussion, |value| vec![inline::plain(&value.text)]);
        self.out.fields.discussion = discussion
            .into_iter()
            .map(|stated| stated.value)
            .filter(|text| !text.is_empty())
            .collect();
    }

    /// Whether it may go out. One statement that it may not is enough, whatever others say: what went out cannot be called
    /// back.
    fn publication(&mut self) {
        let keys = &self.sources.vocabulary.keys;
        for field in [Field::Publish, Field::Draft, Field::Private] {
            let statements = self.statements.get(&field).into_iter().flatten();
            let stated = statements
                .flat_map(|statement| statement.values.iter().map(move |value| (statement, value)))
                .map(|(statement, value)| (statement, inline::plain(&value.text)))
                .find(|(statement, text)| keys.withholds(statement.written_key, text));
            if let Some((statement, text)) = stated {
                let reason = format!("{}: {}", statement.key, shorten(&text.to_lowercase()));
                self.out.withheld.get_or_insert(reason);
            }
            self.chosen(field, |text| Some(inline::plain(text).to_lowercase()));
        }
    }
}

fn contradiction(key: &str, place: Place) -> Problem {
    let message = format!("`{key}` has nothing in common with the front matter's");
    Problem::new(Code::ConflictingField, place, message)
        .help("keep one of them; the front matter counts")
}

/// Whether a value is one link: `Feature: [Payments](payments.md)` names what the document belongs to, not itself.
fn names_another(field: &RawField) -> bool {
    let is_link =
        |value: &RawValue| matches!(inline::pieces(&value.text)[..], [inline::Piece::Link { .. }]);
    field.values.iter().any(is_link)
}

/// Whether a value is a bare address.
fn is_address(text: &str) -> bool {
    let text = text.trim().trim_start_matches('<');
    text.starts_with("https://") || text.starts_with("http://")
}

/// The `N/A` of `N/A (a convention)`: whoever gives a reason has filled it in.
fn nothing_said(text: &str) -> &str {
    text.split_once(" (").map_or(text, |(word, _)| word)
}

/// `nav_order`, `has_children`: a `parent` beside these is that of a page in a menu.
fn orders_a_menu(field: &RawField) -> bool {
    matches!(
        &*normal(&field.key),
        "navorder" | "haschildren" | "grandparent" | "navexclude" | "sidebarposition"
    )
}

/// `User Story: As a buyer I want …` is the story itself and names none.
fn tells_a_story(field: &RawField) -> bool {
    let in_words = |reference: &Reference| {
        reference.destination.is_none() && reference.text.split_whitespace().count() > 3
    };
    let tells = |value: &RawValue| {
        inline::plain(&value.text).split_whitespace().count() > 8
            && references::documents(&value.text).iter().all(in_words)
    };
    !field.values.is_empty() && field.values.iter().all(tells)
}

/// A value as a message quotes it.
fn shorten(text: &str) -> String {
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
