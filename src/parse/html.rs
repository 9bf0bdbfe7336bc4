//! Raw HTML inside Markdown → [`Tag`]s with the places of their attributes.
//!
//! In: one run of raw HTML as CommonMark hands it over, and its offset. Out: its tags, comments and text in order. Both the
//! outline (links, anchors) and the renderer (the allow-list) read raw HTML, and must read it alike; hence one tokenizer.
//! Absent on purpose: a tree. Markdown's raw HTML comes in pieces that need not nest.

use std::ops::Range;

/// A piece of raw HTML. Ranges are offsets into the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A start or end tag.
    Tag(Tag<'a>),
    /// A comment, declaration or processing instruction, with its delimiters.
    Comment(Range<usize>),
    /// Characters between tags, and what only looks like a tag.
    Text(Range<usize>),
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The element's name in lower case.
    pub name: String,
    /// Whether it is an end tag.
    pub closing: bool,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
    /// Its attributes in order, names in lower case.
    pub attributes: Vec<Attribute<'a>>,
    /// The whole tag.
    pub range: Range<usize>,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name in lower case.
    pub name: String,
    /// The value as written, entities not decoded; empty where there is none.
    pub value: &'a str,
    /// Where the value stands; empty where there is none.
    pub range: Range<usize>,
}

impl<'a> Tag<'a> {
    /// The attribute of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// Takes a run of raw HTML apart; `offset` is where it begins in the document.
#[must_use]
pub fn pieces(html: &str, offset: usize) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut position = 0;
    let mut text_from = 0;
    while let Some(found) = html[position..].find('<') {
        let start = position + found;
        let piece = comment(html, start)
            .or_else(|| tag(html, start, offset).map(|(tag, end)| (Some(tag), end)));
        let Some((tag, end)) = piece else {
            position = start + 1;
            continue;
        };
        if text_from < start {
            pieces.push(Piece::Text(text_from + offset..start + offset));
        }
        pieces.push(tag.map_or(Piece::Comment(start + offset..end + offset), Piece::Tag));
        position = end;
        text_from = end;
    }
    if text_from < html.len() {
        pieces.push(Piece::Text(text_from + offset..html.len() + offset));
    }
    pieces
}

/// A comment, declaration or processing instruction at `start`, and where it ends. An unclosed one runs to the end.
fn comment(html: &str, start: usize) -> Option<(Option<Tag<'_>>, usize)> {
    let rest = &html[start..];
    let close = if rest.starts_with("<!--") {
        "-->"
    } else if rest.starts_with("<!") {
        ">"
    } else if rest.starts_with("<?") {
        "?>"
    } else {
        return None;
    };
    Some((None, rest.find(close).map_or(html.len(), |at| start + at + close.len())))
}

/// The tag at `start`, and where it ends; `None` when it is none.
fn tag(html: &str, start: usize, offset: usize) -> Option<(Tag<'_>, usize)> {
    let bytes = html.as_bytes();
    let closing = bytes.get(start + 1) == Some(&b'/');
    let name_from = start + 1 + usize::from(closing);
    if !bytes.get(name_from)?.is_ascii_alphabetic() {
        return None;
    }
    let name_to = skip(bytes, name_from, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let mut attributes = Vec::new();
    let mut position = name_to;
    loop {
        position = skip(bytes, position, |byte| byte.is_ascii_whitespace());
        match bytes.get(position)? {
            b'>' => break,
            b'/' => position += 1,
            _ => {
                let (attribute, end) = attribute(html, position, offset)?;
                attributes.push(attribute);
                position = end;
            }
        }
    }
    let self_closing = bytes[position - 1] == b'/';
    let name = html[name_from..name_to].to_ascii_lowercase();
    let range = start + offset..position + 1 + offset;
    Some((Tag { name, closing, self_closing, attributes, range }, position + 1))
}

/// The attribute at `start`, and where it ends.
fn attribute(html: &str, start: usize, offset: usize) -> Option<(Attribute<'_>, usize)> {
    let bytes = html.as_bytes();
    let name_to = skip(bytes, start, |byte| {
        !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/')
    });
    let name = html.get(start..name_to)?.to_ascii_lowercase();
    if name.is_empty() {
        // A stray `=` or quote: passed over, as browsers do.
        let end = start + html[start..].chars().next()?.len_utf8();
        return Some((Attribute { name, value: "", range: start + offset..start + offset }, end));
    }
    let equals = skip(bytes, name_to, |byte| byte.is_ascii_whitespace());
    if bytes.get(equals) != Some(&b'=') {
        return Some((
            Attribute { name, value: "", range: name_to + offset..name_to + offset },
            name_to,
        ));
    }
    let value_at = skip(bytes, equals + 1, |byte| byte.is_ascii_whitespace());
    let (range, end) = if let quote @ (b'"' | b'\'') = bytes.get(value_at)? {
        let close = value_at + 1 + html[value_at + 1..].find(char::from(*quote))?;
        (value_at + 1..close, close + 1)
    } else {
        let end = skip(bytes, value_at, |byte| !byte.is_ascii_whitespace() && byte != b'>');
        (value_at..end, end)
    };
    let value = html.get(range.clone())?;
    Some((Attribute { name, value, range: range.start + offset..range.end + offset }, end))
}

/// The first position from `from` on where `wanted` fails.
fn skip(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    from + bytes[from..].iter().take_while(|byte| wanted(**byte)).count()
}

/// An attribute's value with its character references decoded: the numeric ones and the few that hide a scheme. What stays
/// encoded is harmless, because whoever writes it out again escapes its `&`.
#[must_use]
pub fn decode(value: &str) -> String {
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((found, length)) = reference(rest) {
            decoded.push(found);
            rest = &rest[length..];
        } else {
            decoded.push('&');
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The character reference at the head of `text` and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let found = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "colon" => ':',
        "Tab" => '\t',
        "NewLine" => '\n',
        _ => numeric(name.strip_prefix('#')?)?,
    };
    Some((found, end + 1))
}

fn numeric(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some(char::from_u32(code).filter(|found| *found != '\0').unwrap_or('\u{fffd}'))
}
