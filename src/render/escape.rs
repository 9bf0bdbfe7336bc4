//! Text → HTML text and attribute values.
//!
//! In: any string. Out: the same characters, harmless in element content and in a double-quoted attribute. Characters that
//! HTML forbids even as text (controls, noncharacters) become U+FFFD, because one of them makes a whole page invalid. It is
//! a module of its own because everything that is written passes through it: the Markdown writer, the highlighter and, as
//! its escape function, the template engine. Absent on purpose: URLs, which [`super::href`] writes.

use std::borrow::Cow;

/// Appends `text`, escaped for element content and for double-quoted attributes alike.
pub(super) fn push(out: &mut String, text: &str) {
    let mut from = 0;
    while let Some(at) = text[from..].bytes().position(is_suspect).map(|at| at + from) {
        let character = text[at..].chars().next().expect("a suspect byte begins a character");
        out.push_str(&text[from..at]);
        push_suspect(out, character);
        from = at + character.len_utf8();
    }
    out.push_str(&text[from..]);
}

/// `text`, escaped.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push(&mut out, text);
    out
}

/// A message of ours as markup: what stands between backticks is code.
pub(super) fn message(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let parts: Vec<&str> = text.split('`').collect();
    for (index, part) in parts.iter().enumerate() {
        // The last part of an even number has an opening backtick and no closing one.
        match (index % 2 == 1, index + 1 < parts.len()) {
            (true, true) => {
                out.push_str("<code>");
                push(&mut out, part);
                out.push_str("</code>");
            }
            (true, false) => {
                out.push('`');
                push(&mut out, part);
            }
            (false, _) => push(&mut out, part),
        }
    }
    out
}

/// Whether a byte begins a character that may have to be replaced. Only first bytes of characters are.
fn is_suspect(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b'&' | b'"' | 0..=8 | 11..=31 | 127 | 0xC2 | 0xEF..)
}

/// Appends one character that [`is_suspect`] stopped at.
fn push_suspect(out: &mut String, character: char) {
    match character {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        // A carriage return would be read as a line feed anyway.
        '\r' => {}
        character if is_forbidden(character) => out.push('\u{FFFD}'),
        character => out.push(character),
    }
}

/// Whether HTML forbids a character in text: controls but white space, and noncharacters (HTML, 13.1.4).
fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    let control = character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{C}');
    control || (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// A title, name or label for one line: without characters that turn the direction of the text, are not seen or break the
/// line, and without space at its ends.
pub(super) fn label(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if !trimmed.contains(is_invisible) {
        return Cow::Borrowed(trimmed);
    }
    let kept = trimmed.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    Cow::Owned(kept.filter(|c| *c == ' ' || !is_invisible(*c)).collect())
}

/// Whether a character has no shape of its own and can mislead: controls, bidirectional overrides and isolates, and
/// zero-width characters but the joiners that scripts and emoji need.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || character.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        let check = |input: &str, expected: &str| assert_eq!(escape(input), expected);
        check("a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; 'd'");
        check(
            "zero\0 bell\u{7} del\u{7f} c1\u{85}",
            "zero\u{FFFD} bell\u{FFFD} del\u{FFFD} c1\u{FFFD}",
        );
        check("non\u{FFFE} ok\u{FFFD} é 🦀 \u{1FFFE}", "non\u{FFFD} ok\u{FFFD} é 🦀 \u{FFFD}");
        check("crlf\r\nx", "crlf\nx");
    }

    #[test]
    fn messages_show_literal_things_as_code() {
        let check = |input: &str, expected: &str| assert_eq!(message(input), expected);
        check("no file `a<b.md`, `c`", "no file <code>a&lt;b.md</code>, <code>c</code>");
        check("one ` alone", "one ` alone");
        check("plain", "plain");
    }

    #[test]
    fn labels_lose_what_misleads() {
        let check = |input: &str, expected: &str| assert_eq!(label(input), expected);
        check("  plain ", "plain");
        check("abc\u{202E}fed\u{200B}!", "abcfed!");
        check("two\nlines", "two lines");
        check("👩\u{200D}🚀", "👩\u{200D}🚀");
    }
}
