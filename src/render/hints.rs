//! Documents and people as scripts for the scripts of pages: what a card over a link says, and whom a reader may be.
//!
//! In: the portfolio, and what is said of each document. Out: script files that hand over JSON, since a page that was opened from a disk can fetch nothing.
//! Cards lie in drawers, by a sum over the address that the browser computes as well, so that one look at a link costs a
//! drawer and not the portfolio. None of it changes a page: pages know how many drawers there are, and nothing else. Absent
//! on purpose: HTML. Texts are put in place as text.

use super::api::{self, Said, Spoken};
use super::catalogue::text;
use crate::link::{Entry, OutPath, Portfolio};
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;

/// How many cards a drawer holds, about.
const A_DRAWER: usize = 64;

/// The longest summary, in characters.
const LONGEST: usize = 220;

/// The files by path.
pub(super) fn render(
    portfolio: &Portfolio,
    spoken: &Spoken,
    memory: &api::Memory,
) -> Vec<(OutPath, Arc<[u8]>)> {
    let mut files = api::cards(spoken, drawers(portfolio), memory).to_vec();
    files.extend(
        people(portfolio).map(|text| (OutPath::new("api/people.js"), text.into_bytes().into())),
    );
    files
}

/// The drawers, so many, with all cards in them.
pub(super) fn drawers_of(said: &[Arc<Said>], count: usize) -> Vec<(OutPath, Arc<[u8]>)> {
    let mut drawers = vec![String::new(); count];
    for (path, card) in said.iter().flat_map(|said| &said.cards) {
        let drawer = &mut drawers[drawer_of(path, count)];
        drawer.push_str(if drawer.is_empty() { "" } else { ",\n" });
        drawer.push_str(card);
    }
    let drawer = |(number, cards): (usize, String)| {
        let text = format!("Object.assign(specfolioCards, {{\n{cards}\n}});\n");
        (OutPath::new(format!("api/cards/{number}.js")), text.into_bytes().into())
    };
    drawers.into_iter().enumerate().map(drawer).collect()
}

/// How many drawers the cards of a portfolio lie in: a power of two, so that their number rarely changes.
pub(super) fn drawers(portfolio: &Portfolio) -> usize {
    (portfolio.entries.len() / A_DRAWER).max(1).next_power_of_two()
}

/// Whether there is anybody a reader could be.
pub(super) fn has_people(portfolio: &Portfolio) -> bool {
    people_with_pages(portfolio).next().is_some()
}

/// Where the card of an address lies.
fn drawer_of(path: &str, drawers: usize) -> usize {
    let sum =
        path.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    usize::try_from(sum).expect("a sum of 32 bits is an index") % drawers
}

/// The cards of a document and its parts: path and line of the drawer.
pub(super) fn cards(entry: &Entry, portfolio: &Portfolio) -> Vec<(String, String)> {
    let status = entry.status.as_ref().map(|status| &portfolio.statuses[status.status]);
    let card = |page: &OutPath, title: String, summary: &str| {
        let values = [
            entry.id.as_deref().map(text).unwrap_or_default(),
            title,
            status.map(|status| text(&status.name)).unwrap_or_default(),
            status.map(|status| status.colour.clone()).unwrap_or_default(),
            sentence(&text(summary)),
        ];
        (page.to_string(), format!("{}: {}", json(page.as_str()), json(&values)))
    };
    let main = card(&entry.page, text(&entry.title), &entry.document.outline.summary);
    let parts = entry.parts.iter().map(|part| {
        let title = format!("{} · {}", text(&part.title), text(&entry.title));
        card(&part.page, title, &part.document.outline.summary)
    });
    std::iter::once(main).chain(parts).collect()
}

/// The first sentence of a text, if that is short; else its beginning.
fn sentence(text: &str) -> String {
    let end = text.match_indices(". ").map(|(at, _)| at + 1).find(|end| *end > 40);
    let first = &text[..end.unwrap_or(text.len())];
    if first.chars().count() <= LONGEST {
        return first.to_owned();
    }
    let cut: String = first.chars().take(LONGEST).collect();
    let cut = cut.rsplit_once(' ').map_or(&*cut, |(whole, _)| whole);
    format!("{}…", cut.trim_end_matches([',', ';', ':']))
}

/// Whoever has a page: the name in addresses, the name, and which page it is.
fn people(portfolio: &Portfolio) -> Option<String> {
    let mut all: Vec<_> = people_with_pages(portfolio).collect();
    all.sort_by_key(|(_, name, _)| name.to_lowercase());
    let lines = all.iter().enumerate().fold(String::new(), |mut lines, (number, person)| {
        let comma = if number > 0 { ",\n" } else { "" };
        write!(lines, "{comma}{}", json(person)).expect("a string takes all");
        lines
    });
    (!all.is_empty()).then(|| format!("specfolioPeople = [\n{lines}\n];\n"))
}

fn people_with_pages(portfolio: &Portfolio) -> impl Iterator<Item = (&str, String, &'static str)> {
    portfolio.people.iter().filter_map(|somebody| {
        let reviews = !somebody.reviews.is_empty() || !somebody.approves.is_empty();
        let page = if reviews { "reviewer" } else { "author" };
        let has_page = reviews || !somebody.authored.is_empty();
        has_page.then(|| (&*somebody.slug, text(&somebody.name), page))
    })
}

/// JSON in one line.
fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("texts are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_a_sentence() {
        let check = |text: &str, expected: &str| assert_eq!(sentence(text), expected);
        check("", "");
        check("Short. And more.", "Short. And more.");
        check(
            "A sentence that is long enough to stand alone. Another.",
            "A sentence that is long enough to stand alone.",
        );
        let long = "word ".repeat(60);
        let cut = sentence(&long);
        assert!(cut.ends_with("word…") && cut.chars().count() <= LONGEST, "{cut}");
    }

    /// The browser's script computes the same: its test asks for a card by each of these.
    #[test]
    fn a_card_lies_where_its_address_says() {
        assert_eq!(drawer_of("specs/login.html", 8), 7);
        assert_eq!(drawer_of("ä.html", 8), 0);
        assert_eq!(drawer_of("a", 1), 0);
    }
}
