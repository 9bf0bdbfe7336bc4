//! The footnotes of one text: numbered as they are named, written below it, with links there and back.
//!
//! In: references and texts, in whatever order they come. Out: the mark of each reference, and the list of the texts. They
//! are apart from the Markdown writer because they outlive the events around them: a text may stand before, after or inside
//! what names it. Absent on purpose: writing the texts, which the writer does like any other.

use super::href;
use super::raw_html::{self, push_attribute};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What is known of the footnotes so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Footnotes {
    by_label: BTreeMap<String, Note>,
    /// How many have a number.
    numbered: usize,
}

/// A footnote: its id, its number once it was named, how often it was, and its text once that has been met.
#[derive(Clone, Debug)]
struct Note {
    id: String,
    number: usize,
    references: usize,
    html: Option<String>,
}

impl Footnotes {
    /// Takes note of a reference and gives its mark: a link, but for one inside a link.
    pub(super) fn refer(
        &mut self,
        label: &str,
        in_link: bool,
        ids: &mut BTreeSet<String>,
    ) -> String {
        let next = self.numbered + 1;
        let note = self.note(label, ids);
        if note.number == 0 {
            note.number = next;
        }
        note.references += 1;
        let mut mark = "<sup class=\"footnote\"".to_owned();
        push_attribute(&mut mark, "id", &note.reference_id(note.references));
        mark.push('>');
        let number = note.number;
        if in_link {
            write!(mark, "{number}</sup>").expect("a string takes all");
        } else {
            mark.push_str("<a");
            push_attribute(&mut mark, "href", &format!("#{}", href::encode(&note.id)));
            write!(mark, ">{number}</a></sup>").expect("a string takes all");
        }
        self.numbered = self.numbered.max(number);
        mark
    }

    /// Takes the text of a footnote. Of two with one label, the first counts.
    pub(super) fn define(&mut self, label: &str, html: String, ids: &mut BTreeSet<String>) {
        self.note(label, ids).html.get_or_insert(html);
    }

    /// Writes the list: those that were named, by number, each with links back to where; then the rest, so that no text is
    /// lost.
    pub(super) fn write(self, out: &mut String) {
        let mut notes: Vec<Note> =
            self.by_label.into_values().filter(|note| note.html.is_some()).collect();
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|note| if note.number == 0 { usize::MAX } else { note.number });
        out.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for note in &notes {
            let html = note.html.as_deref().unwrap_or_default();
            let (text, tail) =
                html.trim_end().strip_suffix("</p>").map_or((html, ""), |text| (text, "</p>"));
            out.push_str("<li");
            push_attribute(out, "id", &note.id);
            writeln!(out, ">{text}{}{tail}</li>", note.links_back()).expect("a string takes all");
        }
        out.push_str("</ol>\n</section>\n");
    }

    /// The footnote of that label. Its id is the one that other documents know it by, unless that is taken.
    fn note(&mut self, label: &str, ids: &mut BTreeSet<String>) -> &mut Note {
        if !self.by_label.contains_key(label) {
            let named = format!("fn-{label}");
            let free = raw_html::is_id(&named) && ids.insert(named.clone());
            let id = if free { named } else { format!("fn.{}", self.by_label.len() + 1) };
            let note = Note { id, number: 0, references: 0, html: None };
            self.by_label.insert(label.to_owned(), note);
        }
        self.by_label.get_mut(label).expect("it was inserted just now")
    }
}

impl Note {
    /// The id of the n-th reference to it.
    fn reference_id(&self, reference: usize) -> String {
        if reference == 1 {
            format!("{}.ref", self.id)
        } else {
            format!("{}.ref{reference}", self.id)
        }
    }

    /// The links to where it was named.
    fn links_back(&self) -> String {
        let mut out = String::new();
        for reference in 1..=self.references {
            let again = if reference == 1 { String::new() } else { format!("-{reference}") };
            let href = format!("#{}", href::encode(&self.reference_id(reference)));
            let label = format!("Back to reference {}{again}", self.number);
            out.push_str(" <a class=\"back\"");
            push_attribute(&mut out, "href", &href);
            push_attribute(&mut out, "aria-label", &label);
            out.push_str(">\u{21A9}</a>");
        }
        out
    }
}
