//! A document's neighbourhood → a drawing of it, as SVG that stands in its page.
//!
//! In: the relations as the page lists them. Out: markup: what the document names above it, what names it below, a link
//! each, at most [`MOST`]. It grows downwards, so that it is read at 320 pixels without moving it sideways. A drawing is
//! worth its place where the list does not tell as much: from [`FEWEST`] typed neighbours on; else there is none.
//!
//! Presentation stands in attributes and classes, since pages allow no inline style, and colours are the theme's. Text is
//! cut by an estimate of its width, because no font is known here and the output must not depend on one. Absent on purpose:
//! relations of relations.

use super::escape;
use super::raw_html::push_attribute;
use super::views::{Reference, Relations};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How many neighbours are drawn.
const MOST: usize = 12;

/// How many typed neighbours make a drawing.
const FEWEST: usize = 2;

/// The width of the drawing, which a phone shows whole.
const WIDTH: usize = 288;

/// From one box to the next.
const STEP: usize = 48;

/// The height of a box.
const BOX: usize = 40;

/// Where boxes of neighbours begin: the line that joins them runs left of them.
const INDENT: usize = 28;

/// Where that line runs.
const TRUNK: usize = 12;

/// A document next to this one.
struct Neighbour<'a> {
    relation: &'a str,
    document: &'a Reference,
}

/// Draws a neighbourhood: of the document of this title, what it states and what is stated of it. Both hold typed relations
/// in the order that matters to a reader, and mentions last.
pub(super) fn svg(title: &str, stated: &[Relations], inverse: &[Relations]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let is_typed = |relations: &&Relations| relations.kind != "mentions";
    let (mut above, mut below) = (Vec::new(), Vec::new());
    above.extend(stated.iter().filter(is_typed).flat_map(|r| unseen(r, &mut seen)));
    below.extend(inverse.iter().filter(is_typed).flat_map(|r| unseen(r, &mut seen)));
    if above.len() + below.len() < FEWEST {
        return None;
    }
    above.extend(stated.iter().filter(|r| !is_typed(r)).flat_map(|r| unseen(r, &mut seen)));
    below.extend(inverse.iter().filter(|r| !is_typed(r)).flat_map(|r| unseen(r, &mut seen)));
    let more = (above.len() + below.len()).saturating_sub(MOST);
    cut(&mut above, &mut below);
    Some(draw(title, &above, &below, more))
}

/// The documents of a relation that are there and were not met before.
fn unseen<'a>(relations: &'a Relations, seen: &mut BTreeSet<&'a str>) -> Vec<Neighbour<'a>> {
    let is_new =
        |document: &&'a Reference| document.href.as_deref().is_some_and(|href| seen.insert(href));
    let documents = relations.documents.iter().filter(is_new);
    documents.map(|document| Neighbour { relation: &relations.title, document }).collect()
}

/// Leaves as many as are drawn, half of them for each side where both have that many. Each side ends with what matters least.
fn cut(above: &mut Vec<Neighbour<'_>>, below: &mut Vec<Neighbour<'_>>) {
    let half = MOST / 2;
    let keep = above.len().min(half.max(MOST.saturating_sub(below.len())));
    above.truncate(keep);
    below.truncate(MOST - keep);
}

fn draw(title: &str, above: &[Neighbour<'_>], below: &[Neighbour<'_>], more: usize) -> String {
    let own = above.len() * STEP;
    let boxes = (above.len() + 1 + below.len()) * STEP;
    let height = if more == 0 { boxes - (STEP - BOX) } else { boxes + 16 };
    let mut out = format!(
        "<svg class=\"graph\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"group\""
    );
    push_attribute(&mut out, "aria-label", &format!("Neighbourhood of {title}"));
    out.push_str(">\n");
    lines(&mut out, above.len(), below.len());
    for (row, neighbour) in above.iter().enumerate() {
        link(&mut out, row * STEP, neighbour);
    }
    this(&mut out, own, title);
    for (row, neighbour) in below.iter().enumerate() {
        link(&mut out, own + (row + 1) * STEP, neighbour);
    }
    if more > 0 {
        text(&mut out, (INDENT, boxes + 8), "relation", &format!("and {more} more"));
    }
    out.push_str("</svg>\n");
    out
}

/// The lines between the boxes, each with the tip at the document that is named.
fn lines(out: &mut String, above: usize, below: usize) {
    let own = above * STEP;
    let middle = |row: usize| row * STEP + BOX / 2;
    let mut path = String::new();
    if above > 0 {
        write!(path, "M{TRUNK} {own}V{}", middle(0)).expect("a string takes all");
    }
    if below > 0 {
        let (from, to) = (middle(above + below), own + BOX);
        write!(path, "M{TRUNK} {from}V{to}l-4 6m4-6l4 6").expect("a string takes all");
    }
    for row in (0..above).chain(above + 1..=above + below) {
        write!(path, "M{TRUNK} {}H{INDENT}", middle(row)).expect("a string takes all");
        path.push_str(if row < above { "l-6-4m6 4l-6 4" } else { "" });
    }
    writeln!(
        out,
        "<path class=\"edge\" d=\"{path}\" fill=\"none\" stroke=\"currentColor\"></path>"
    )
    .expect("a string takes all");
}

/// The document itself.
fn this(out: &mut String, top: usize, title: &str) {
    let size = format!("width=\"{}\" height=\"{}\"", WIDTH - 1, BOX - 1);
    write!(
        out,
        "<g class=\"this\"><rect x=\"0.5\" y=\"{top}.5\" {size} rx=\"4\" fill=\"none\" stroke=\"currentColor\"></rect>"
    )
    .expect("a string takes all");
    // It is bold, and so wider than the estimate.
    text(out, (10, top + 25), "title", &shortened(title, (WIDTH - 20) * 7 / 8));
    out.push_str("</g>\n");
}

/// A neighbour: its relation and status in small letters, and its name. The whole of it is its tooltip and its accessible name.
fn link(out: &mut String, top: usize, neighbour: &Neighbour<'_>) {
    let Neighbour { relation, document } = neighbour;
    let name = match &document.id {
        Some(id) => format!("{id} {}", document.title),
        None => document.title.clone(),
    };
    let status = document.status.as_ref();
    let words = status.map_or_else(String::new, |status| format!(" · {}", status.name));
    out.push_str("<a");
    push_attribute(out, "href", document.href.as_deref().unwrap_or_default());
    out.push_str("><title>");
    escape::push(out, &format!("{relation}{words}: {name}"));
    out.push_str("</title>");
    let size = format!("width=\"{}\" height=\"{}\"", WIDTH - INDENT - 1, BOX - 1);
    write!(
        out,
        "<rect x=\"{INDENT}.5\" y=\"{top}.5\" {size} rx=\"4\" fill=\"none\" stroke=\"currentColor\"></rect>"
    )
    .expect("a string takes all");
    let left = INDENT + 10;
    let room = WIDTH - left - 10;
    let indent = if let Some(status) = status {
        let place = format!("cx=\"{}\" cy=\"{}\" r=\"4\"", left + 4, top + 13);
        out.push_str("<circle");
        push_attribute(out, "class", &status.colour);
        write!(out, " {place} fill=\"currentColor\"></circle>").expect("a string takes all");
        14
    } else {
        0
    };
    let small = shortened(&format!("{relation}{words}"), room - indent);
    text(out, (left + indent, top + 17), "relation", &small);
    text(out, (left, top + 33), "title", &shortened(&name, room));
    out.push_str("</a>\n");
}

fn text(out: &mut String, (x, y): (usize, usize), class: &str, words: &str) {
    write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">").expect("a string takes all");
    escape::push(out, words);
    out.push_str("</text>");
}

/// As much of a text as fits, in pixels, with an ellipsis where that is not all of it.
fn shortened(text: &str, room: usize) -> String {
    let total: usize = text.chars().map(width).sum();
    if total <= room {
        return text.to_owned();
    }
    let mut left = room.saturating_sub(width('…'));
    let fits = |found: &char| {
        let next = left.checked_sub(width(*found));
        left = next.unwrap_or(0);
        next.is_some()
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// How wide a character is at thirteen pixels, by a cautious estimate over common fonts.
fn width(found: char) -> usize {
    match found {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 4,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 6,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 12,
        'A'..='Z' | '…' | '–' | '—' => 10,
        '\u{300}'..='\u{36F}' => 0,
        '\u{1100}'.. => 14,
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::html::{Piece, pieces};

    fn relations(kind: &'static str, title: &str, hrefs: &[&str]) -> Relations {
        let document = |href: &&str| Reference {
            href: Some((*href).to_owned()).filter(|href| !href.is_empty()),
            id: None,
            title: format!("To {href} & <on>"),
            status: None,
        };
        Relations { title: title.to_owned(), kind, documents: hrefs.iter().map(document).collect() }
    }

    /// The links of a drawing and its words.
    fn links(svg: &str) -> Vec<String> {
        let hrefs = pieces(svg, 0).into_iter().filter_map(|piece| match piece {
            Piece::Tag(tag) => tag.attribute("href").map(|href| href.value.to_owned()),
            _ => None,
        });
        hrefs.collect()
    }

    #[test]
    fn few_neighbours_are_not_drawn() {
        let one = [relations("requires", "Requires", &["a", "", "a"])];
        let mentions = [relations("mentions", "Mentioned by", &["b", "c", "d"])];
        assert_eq!(svg("x", &one, &mentions), None);
        assert_eq!(svg("x", &[], &[]), None);
        let inverse = [relations("requires", "Required by", &["b"])];
        assert!(svg("x", &one, &inverse).is_some());
    }

    #[test]
    fn a_neighbour_is_drawn_once_by_its_first_relation() {
        let stated = [
            relations("supersedes", "Supersedes", &["a"]),
            relations("mentions", "Mentions", &["c", "b"]),
        ];
        let inverse = [
            relations("superseded-by", "Supersedes", &["a"]),
            relations("part-of", "Contains", &["b"]),
        ];
        let drawn = svg("x", &stated, &inverse).expect("two are typed");
        assert_eq!(links(&drawn), ["a", "c", "b"]);
        assert!(drawn.contains("<title>Supersedes: To a &amp; &lt;on&gt;</title>"), "{drawn}");
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let many: Vec<String> = (10..30).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let check = |above: usize, below: usize, expected: (usize, usize, Option<&str>)| {
            let stated = [relations("requires", "Requires", &many[..above])];
            let inverse = [relations("requires", "Required by", &many[above..above + below])];
            let drawn = svg("x", &stated, &inverse).expect("there are enough");
            let links = links(&drawn);
            let first = links.iter().filter(|link| many[..above].contains(&link.as_str())).count();
            let more = drawn.split_once(">and ").map(|(_, rest)| rest.split_once('<'));
            let more = more.flatten().map(|(more, _)| more);
            assert_eq!((first, links.len() - first, more), expected);
        };
        check(1, 1, (1, 1, None));
        check(6, 6, (6, 6, None));
        check(10, 10, (6, 6, Some("8 more")));
        check(2, 18, (2, 10, Some("8 more")));
        check(18, 2, (10, 2, Some("8 more")));
    }

    #[test]
    fn texts_are_cut_where_their_room_ends() {
        let check = |text: &str, room, expected: &str| assert_eq!(shortened(text, room), expected);
        check("abc", 24, "abc");
        check("abcd", 31, "ab…");
        check("ab cd", 35, "ab…");
        check("漢字漢字", 45, "漢字…");
        check("abc", 0, "…");
    }
}
