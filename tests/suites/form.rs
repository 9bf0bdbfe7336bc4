//! HTML → one form for both sides: tags a line each with their attributes in order, text between them.
//!
//! Of theirs, only form is changed: case, the order and quoting of attributes, `/>`, percent-encoding, white space around
//! blocks. Of ours, that too, and what the page adds to every element of a kind goes:
//!
//! | ours | why |
//! |---|---|
//! | a heading's `id`, its link to itself, its level | anchors; levels go from the page's title on and skip none |
//! | `tabindex` of code, the classes inside it | the keyboard reaches what scrolls; highlighting |
//! | the box around a table, `scope` | it scrolls; screen readers name the column |
//! | `align` as a class | no style in the page |
//! | `loading` of images, `alt` where it is empty | pages load what is seen; an image without words is decoration |
//! | the class and the label of a task | its box says in words whether it is done |

use percent_encoding::percent_decode_str;
use specfolio::parse::html::{Piece, Tag, decode, pieces};

/// Elements around which white space means nothing.
const BLOCKS: &str = " article blockquote br caption dd details div dl dt h hr li ol p pre section summary table tbody td \
    th thead tr ul ";

/// The form of what a suite expects.
pub(crate) fn theirs(html: &str) -> String {
    Form::default().of(html, false)
}

/// The form of what we write.
pub(crate) fn ours(html: &str) -> String {
    Form::default().of(html, true)
}

#[derive(Default)]
struct Form {
    out: String,
    in_pre: usize,
    /// The end tags that go with start tags that went: `div` of a table, `a` of a heading, `i` in code.
    left_out: Vec<&'static str>,
    /// Inside the link of a heading to itself.
    in_anchor: bool,
}

impl Form {
    fn of(mut self, html: &str, ours: bool) -> String {
        for piece in pieces(html, 0) {
            match piece {
                Piece::Tag(tag) if ours && self.is_left_out(&tag) => {}
                Piece::Tag(tag) => self.tag(&tag),
                Piece::Text(range) if !self.in_anchor => self.text(&html[range]),
                Piece::Text(_) => {}
                Piece::Comment(range) => self.out.push_str(&html[range]),
            }
        }
        let lines = self.out.lines().map(str::trim_end).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Takes note of a tag that our pages add; says whether it is one.
    fn is_left_out(&mut self, tag: &Tag<'_>) -> bool {
        let class = tag.attribute("class").map_or("", |class| class.value);
        let added = match (tag.name.as_str(), class) {
            ("a", "anchor") => "a",
            ("div", "table") => "div",
            ("i", class) if self.in_pre > 0 && class.len() == 1 => "i",
            _ => "",
        };
        if !added.is_empty() {
            self.in_anchor |= added == "a";
            self.left_out.push(added);
            return true;
        }
        let closes = tag.closing && self.left_out.last().is_some_and(|name| *name == tag.name);
        if closes {
            self.left_out.pop();
            self.in_anchor = false;
        }
        closes
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let is_heading = tag.name.len() == 2 && tag.name.starts_with('h') && tag.name != "hr";
        let name = if is_heading { "h" } else { &tag.name };
        let is_block = BLOCKS.contains(&format!(" {name} "));
        if name == "pre" {
            self.in_pre = if tag.closing { self.in_pre.saturating_sub(1) } else { self.in_pre + 1 };
        }
        if is_block {
            self.out.truncate(self.out.trim_end_matches([' ', '\n']).len());
            self.out.push('\n');
        }
        let slash = if tag.closing { "/" } else { "" };
        for part in ["<", slash, name, &attributes(tag, is_heading), ">"] {
            self.out.push_str(part);
        }
        if is_block {
            self.out.push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        let text = decode(text).replace('<', "&lt;");
        if self.in_pre > 0 {
            self.out.push_str(&text.replace('\n', "⏎"));
            return;
        }
        for character in text.chars() {
            let blank = character.is_ascii_whitespace();
            if !blank {
                self.out.push(character);
            } else if !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
        }
    }
}

/// The attributes in order, without those that our pages add to all elements of the kind.
fn attributes(tag: &Tag<'_>, is_heading: bool) -> String {
    let mut found: Vec<String> = Vec::new();
    for attribute in &tag.attributes {
        let value = decode(attribute.value);
        let (name, value) = match (attribute.name.as_str(), tag.name.as_str()) {
            ("scope", "th")
            | ("tabindex", "pre")
            | ("loading", "img")
            | ("aria-label", "input") => {
                continue;
            }
            ("class", "li") if value == "task" => continue,
            ("alt", "img") if value.is_empty() => continue,
            ("id", _) if is_heading => continue,
            ("align", _) => ("class", value),
            ("style", _) => ("class", value.trim_start_matches("text-align:").trim().to_owned()),
            ("href" | "src", _) => (&*attribute.name, url(&value)),
            (name, _) => (name, value),
        };
        found.push(format!(" {name}=\"{value}\""));
    }
    found.sort();
    found.concat()
}

/// A URL without encoding; one of the page itself is empty.
fn url(value: &str) -> String {
    let decoded = percent_decode_str(value).decode_utf8_lossy();
    if decoded == "page.html" { String::new() } else { decoded.trim_start_matches("./").to_owned() }
}
