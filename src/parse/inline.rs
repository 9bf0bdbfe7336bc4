//! One metadata value → [`Piece`]s: its text without markup, its links with their destinations.
//!
//! In: a value as its author wrote it, inline Markdown and all. Out: what a reader would see, and where its links lead. The
//! parsers of values (people, statuses, dates, references, titles) share it, and it is not the Markdown parser of the outline,
//! because a value is less than Markdown: half an emphasis whose other half stands before the key, a comment that never
//! closes, `<ann>` that is a handle and no tag. Absent on purpose: blocks, and any judgement of what a value means.
//!
//! It follows CommonMark 0.31 for links, code spans, autolinks and escapes; emphasis is paired without the rule of
//! multiples of three, which no value needs. Every loop is linear in the value.

mod entities;

use super::html;
use std::collections::{BTreeMap, BTreeSet};

/// What a value is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words, without emphasis, escapes and entities.
    Text(String),
    /// A code span.
    Code(String),
    /// A link, an autolink or an image.
    Link {
        /// What it shows, without markup.
        text: String,
        /// Where it leads: unescaped, not decoded; `mailto:` before an address in `<>`; empty for `[text][label]`.
        destination: String,
    },
    /// A `<br>`.
    Break,
}

/// Takes a value apart. Comments, struck text and tags are gone.
#[must_use]
pub fn pieces(value: &str) -> Vec<Piece> {
    let mut tokens = tokens(value);
    pair_emphasis(&mut tokens);
    shed_halves(&mut tokens);
    join(tokens)
}

/// The value as a reader sees it: one line, single spaces.
#[must_use]
pub fn plain(value: &str) -> String {
    text_of(&pieces(value))
}

/// The text of some pieces: one line, single spaces.
#[must_use]
pub fn text_of(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) | Piece::Code(part) | Piece::Link { text: part, .. } => text += part,
            Piece::Break => text.push(' '),
        }
    }
    single_spaced(&text)
}

/// Runs of white space become one space, and those at the ends nothing.
#[must_use]
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word is one of a list that is written as one text: `"am, is, are"`.
pub(super) fn is_among(word: &str, list: &str) -> bool {
    list.split(", ").any(|listed| listed == word)
}

/// Gives `[text][label]`, `[label][]` and `[label]` the destinations that the document's link definitions state. Labels are
/// compared as CommonMark compares them: without case, white space folded; `definitions` has them in that form
/// ([`normal_label`]).
#[must_use]
pub fn with_destinations(value: &str, definitions: &BTreeMap<String, String>) -> String {
    let mut result = String::new();
    let mut copied = 0;
    for bracket in brackets(value) {
        if bracket.start < copied {
            continue;
        }
        let text = &value[bracket.start + 1..bracket.end - 1];
        let (label, end) = label_after(value, bracket.end).unwrap_or((text, bracket.end));
        let label = if label.is_empty() { text } else { label };
        if value[bracket.end..].starts_with('(') {
            continue;
        }
        if let Some(destination) = definitions.get(&normal_label(label)) {
            result += &value[copied..bracket.start];
            result.extend(["[", text, "](<", destination, ">)"]);
            copied = end;
        }
    }
    result + &value[copied..]
}

/// `[[target|text]]` and `[[target]]`, as wikis write links, as Markdown's links.
#[must_use]
pub fn without_wiki_links(value: &str) -> String {
    let mut result = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((link, behind)) = after.split_once("]]") else { break };
        let (target, text) = link.split_once('|').unwrap_or((link, link));
        result.extend([
            before,
            "[",
            text.trim_end_matches('\\'),
            "](<",
            target.trim_end_matches('\\'),
            ">)",
        ]);
        rest = behind;
    }
    result + rest
}

/// A label as CommonMark compares it.
#[must_use]
pub fn normal_label(label: &str) -> String {
    single_spaced(&label.to_lowercase())
}

/// The `[…]` of a value, in order of their start.
fn brackets(value: &str) -> Vec<std::ops::Range<usize>> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    let mut escaped = false;
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => open.push(at),
            b']' => {
                if let Some(start) = open.pop() {
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// The `[label]` at `start`, and where it ends.
fn label_after(value: &str, start: usize) -> Option<(&str, usize)> {
    let rest = value[start..].strip_prefix('[')?;
    let close = rest.find([']', '['])?;
    rest[close..].starts_with(']').then(|| (&rest[..close], start + close + 2))
}

/// A piece, or what may still become markup.
#[derive(Debug)]
enum Token {
    Piece(Piece),
    /// A run of `*`, `_` or `~`; what is left of it after pairing is text.
    Run(Run),
    /// `[` or `![`, or the start tag of a link.
    Open(Opener),
}

#[derive(Debug)]
struct Run {
    mark: char,
    length: usize,
    can_open: bool,
    can_close: bool,
}

#[derive(Debug)]
enum Opener {
    Bracket(&'static str),
    Anchor(String),
}

/// First pass: everything but emphasis.
fn tokens(value: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut openers = Vec::new();
    let mut unclosed_code = BTreeSet::new();
    let mut position = 0;
    while position < value.len() {
        let rest = &value[position..];
        let first = rest.chars().next().expect("the position is inside the value");
        position += match first {
            '\\' => escape(rest, &mut tokens),
            '&' => entity(rest, &mut tokens),
            '`' => code(rest, &mut tokens, &mut unclosed_code),
            '<' => angle(rest, &mut tokens, &mut openers),
            '*' | '_' | '~' => run(value, position, first, &mut tokens),
            '[' => open(&mut tokens, &mut openers, "["),
            '!' if rest.starts_with("![") => open(&mut tokens, &mut openers, "!["),
            ']' => close(rest, &mut tokens, &mut openers),
            _ => {
                push_text(&mut tokens, rest, first.len_utf8());
                first.len_utf8()
            }
        };
    }
    tokens
}

fn push_text(tokens: &mut Vec<Token>, rest: &str, length: usize) {
    let part = &rest[..length];
    if let Some(Token::Piece(Piece::Text(text))) = tokens.last_mut() {
        text.push_str(part);
    } else {
        tokens.push(Token::Piece(Piece::Text(part.to_owned())));
    }
}

fn escape(rest: &str, tokens: &mut Vec<Token>) -> usize {
    match rest[1..].chars().next() {
        Some(escaped) if escaped.is_ascii_punctuation() => {
            push_text(tokens, &rest[1..], 1);
            2
        }
        _ => {
            push_text(tokens, rest, 1);
            1
        }
    }
}

fn entity(rest: &str, tokens: &mut Vec<Token>) -> usize {
    if let Some((character, length)) = entities::decode(rest) {
        push_text(tokens, character.encode_utf8(&mut [0; 4]), character.len_utf8());
        length
    } else {
        push_text(tokens, rest, 1);
        1
    }
}

/// A code span. `unclosed` remembers the lengths of fences that never close, so that none is looked for twice.
fn code(rest: &str, tokens: &mut Vec<Token>, unclosed: &mut BTreeSet<usize>) -> usize {
    let fence = rest.bytes().take_while(|byte| *byte == b'`').count();
    let close = if unclosed.contains(&fence) { None } else { closing_fence(rest, fence) };
    let Some(close) = close else {
        unclosed.insert(fence);
        push_text(tokens, rest, fence);
        return fence;
    };
    let inside = rest[fence..close].trim();
    tokens.push(Token::Piece(Piece::Code(inside.to_owned())));
    close + fence
}

fn closing_fence(rest: &str, fence: usize) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut position = fence;
    while let Some(found) = rest[position..].find('`') {
        let start = position + found;
        let length = bytes[start..].iter().take_while(|byte| **byte == b'`').count();
        if length == fence {
            return Some(start);
        }
        position = start + length;
    }
    None
}

/// What begins with `<`: a comment, an autolink, a tag; else a character.
fn angle(rest: &str, tokens: &mut Vec<Token>, openers: &mut Vec<usize>) -> usize {
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(rest.len(), |end| end + 3);
    }
    if let Some((piece, length)) = autolink(rest) {
        tokens.push(Token::Piece(piece));
        return length;
    }
    if let Some((tag, length)) = known_tag(rest) {
        apply_tag(&tag, tokens, openers);
        return length;
    }
    push_text(tokens, rest, 1);
    1
}

/// `<https://…>` or `<ann@example.org>`.
fn autolink(rest: &str) -> Option<(Piece, usize)> {
    let end = rest[1..].find(|c: char| c.is_whitespace() || c == '<' || c == '>')? + 1;
    let text = rest[..end].get(1..).filter(|_| rest[end..].starts_with('>'))?;
    let destination = if is_absolute_url(text) {
        text.to_owned()
    } else if is_email(text) {
        format!("mailto:{text}")
    } else {
        return None;
    };
    Some((Piece::Link { text: text.to_owned(), destination }, end + 1))
}

/// Whether a text is a URL with a scheme of two to 32 letters.
#[must_use]
pub fn is_absolute_url(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        (2..=32).contains(&scheme.len())
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && !rest.is_empty()
            && !rest.contains(char::is_whitespace)
    })
}

/// Whether a text is an e-mail address, alone. Of the marks that RFC 5322 allows before the `@` those that people use.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    !local.is_empty()
        && local.chars().all(|c| c.is_alphanumeric() || ".+_'-".contains(c))
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

/// The elements whose tags may stand in a value; `<ann>` and `<your name>` are none of them, and stay as they are.
const ELEMENTS: &str = "\
    a, abbr, b, big, br, center, cite, code, del, div, em, font, i, img, ins, kbd, li, mark, nobr, \
    ol, p, q, s, samp, small, span, strike, strong, sub, sup, tt, u, ul, var, wbr";

/// The tag of a known element at the start, and its length.
fn known_tag(rest: &str) -> Option<(html::Tag<'_>, usize)> {
    let end = rest[1..].find(['<', '>'])? + 2;
    let source = rest[..end].strip_suffix('>').map(|_| &rest[..end])?;
    let mut pieces = html::pieces(source, 0);
    match (pieces.pop(), pieces.is_empty()) {
        (Some(html::Piece::Tag(tag)), true) if is_among(&tag.name, ELEMENTS) => Some((tag, end)),
        _ => None,
    }
}

/// A tag is nothing, a break, one end of a link, or one end of struck text.
fn apply_tag(tag: &html::Tag<'_>, tokens: &mut Vec<Token>, openers: &mut Vec<usize>) {
    match (tag.name.as_str(), tag.closing) {
        ("br" | "li" | "p" | "div", _) => tokens.push(Token::Piece(Piece::Break)),
        ("del" | "s" | "strike", closing) => {
            let (can_open, can_close) = (!closing, closing);
            tokens.push(Token::Run(Run { mark: '~', length: 2, can_open, can_close }));
        }
        ("a", false) => {
            let destination = tag.attribute("href").map_or("", |attribute| attribute.value);
            openers.push(tokens.len());
            tokens.push(Token::Open(Opener::Anchor(unescaped(destination))));
        }
        ("a", true) => close_anchor(tokens, openers),
        ("img", _) => {
            let text = tag.attribute("alt").map_or("", |attribute| attribute.value);
            tokens.push(Token::Piece(Piece::Text(unescaped(text))));
        }
        _ => {}
    }
}

fn close_anchor(tokens: &mut Vec<Token>, openers: &mut Vec<usize>) {
    // A `[` inside the link's text that never closed costs the link, not the text.
    let anchor = openers.pop().and_then(|at| match &mut tokens[at] {
        Token::Open(Opener::Anchor(destination)) => Some((at, std::mem::take(destination))),
        _ => None,
    });
    if let Some((at, destination)) = anchor {
        let inside = tokens.split_off(at + 1);
        tokens[at] = Token::Piece(link(inside, destination));
    }
}

/// A run of emphasis marks, with what its neighbours let it do.
fn run(value: &str, position: usize, mark: char, tokens: &mut Vec<Token>) -> usize {
    let length = value[position..].chars().take_while(|c| *c == mark).count();
    let before = value[..position].chars().next_back();
    let after = value[position + length..].chars().next();
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    // Underscores inside a word are part of it.
    let in_word = |c: Option<char>| mark == '_' && c.is_some_and(char::is_alphanumeric);
    let can_open = !(is_space(after) || in_word(before));
    let can_close = !(is_space(before) || in_word(after));
    tokens.push(Token::Run(Run { mark, length, can_open, can_close }));
    length
}

fn open(tokens: &mut Vec<Token>, openers: &mut Vec<usize>, mark: &'static str) -> usize {
    openers.push(tokens.len());
    tokens.push(Token::Open(Opener::Bracket(mark)));
    mark.len()
}

/// A `]`: the end of a link or an image, of a footnote's mark, or a character.
fn close(rest: &str, tokens: &mut Vec<Token>, openers: &mut Vec<usize>) -> usize {
    let bracket = openers.pop_if(|at| matches!(tokens[*at], Token::Open(Opener::Bracket(_))));
    let Some(at) = bracket else {
        push_text(tokens, rest, 1);
        return 1;
    };
    let target = destination(&rest[1..])
        .or_else(|| label_after(rest, 1).map(|(_, end)| (String::new(), end - 1)));
    if let Some((destination, length)) = target {
        let inside = tokens.split_off(at + 1);
        let is_image = matches!(tokens[at], Token::Open(Opener::Bracket("![")));
        tokens[at] = Token::Piece(link(inside, destination));
        if !is_image {
            // Links hold no links: what opened before this one stays a bracket.
            openers.retain(|at| !matches!(tokens[*at], Token::Open(Opener::Bracket("["))));
        }
        return length + 1;
    }
    if is_footnote(&tokens[at + 1..]) {
        tokens.truncate(at);
    } else {
        push_text(tokens, rest, 1);
    }
    1
}

/// A link over those tokens.
fn link(mut inside: Vec<Token>, destination: String) -> Piece {
    pair_emphasis(&mut inside);
    Piece::Link { text: text_of(&join(inside)), destination }
}

fn is_footnote(inside: &[Token]) -> bool {
    matches!(inside, [Token::Piece(Piece::Text(text))] if text.starts_with('^') && text.len() > 1)
}

/// `(destination "title")` at the start, and its length.
fn destination(rest: &str) -> Option<(String, usize)> {
    let inside = rest.strip_prefix('(')?;
    let start = 1 + inside.len() - inside.trim_start().len();
    let end = destination_end(rest, start)?;
    let text = &rest[start..end];
    let text = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
    let tail = rest[end..].trim_start();
    let tail = title(tail).unwrap_or(tail).trim_start();
    let length = rest.len() - tail.len() + 1;
    tail.starts_with(')').then(|| (unescaped(text), length))
}

/// Where the destination that begins at `start` ends.
fn destination_end(rest: &str, start: usize) -> Option<usize> {
    if rest[start..].starts_with('<') {
        let end = start + 1 + rest[start + 1..].find(['<', '>'])?;
        return rest[end..].starts_with('>').then_some(end + 1);
    }
    // CommonMark lets a parser bound the nesting of parentheses; the bound keeps `[]([](` linear.
    let mut depth = 0_u8;
    let mut escaped = false;
    for (at, c) in rest[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' if depth == 32 => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(start + at),
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some(start + at),
            _ => {}
        }
    }
    None
}

/// What follows the quoted title at the start.
fn title(rest: &str) -> Option<&str> {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(_, after)| after)
}

/// Backslash escapes and entities resolved: attribute values and destinations.
fn unescaped(text: &str) -> String {
    let mut result = String::new();
    let mut position = 0;
    while let Some(c) = text[position..].chars().next() {
        let rest = &text[position..];
        let escaped = rest[c.len_utf8()..].chars().next().filter(char::is_ascii_punctuation);
        let (character, length) = match (c, escaped) {
            ('\\', Some(escaped)) => (escaped, 2),
            ('&', _) => entities::decode(rest).unwrap_or(('&', 1)),
            _ => (c, c.len_utf8()),
        };
        result.push(character);
        position += length;
    }
    result
}

/// Second pass: pairs the runs, takes the marks away, and with `~~` what stands between.
fn pair_emphasis(tokens: &mut [Token]) {
    let mut struck = pair_runs(tokens, '~');
    pair_runs(tokens, '*');
    pair_runs(tokens, '_');
    struck.sort_by_key(|range| range.start);
    let mut done = 0;
    for range in struck {
        // Struck text inside struck text is gone already.
        if range.end > done {
            done = range.end;
            tokens[range].fill_with(|| Token::Piece(Piece::Text(String::new())));
        }
    }
}

/// Pairs the runs of one mark; what stands between those of two and more.
fn pair_runs(tokens: &mut [Token], mark: char) -> Vec<std::ops::Range<usize>> {
    let mut doubly = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        let Some((can_open, can_close)) = run_of(&tokens[at], mark) else { continue };
        while can_close && length(&tokens[at]) > 0 {
            let Some(start) = open.pop() else { break };
            let paired = length(&tokens[start]).min(length(&tokens[at]));
            shorten(&mut tokens[start], paired);
            shorten(&mut tokens[at], paired);
            if paired >= 2 {
                doubly.push(start..at);
            }
            if length(&tokens[start]) > 0 {
                open.push(start);
            }
        }
        if can_open && length(&tokens[at]) > 0 {
            open.push(at);
        }
    }
    doubly
}

/// Whether a run of this mark can open and close emphasis.
fn run_of(token: &Token, mark: char) -> Option<(bool, bool)> {
    match token {
        Token::Run(run) if run.mark == mark => Some((run.can_open, run.can_close)),
        _ => None,
    }
}

fn length(token: &Token) -> usize {
    if let Token::Run(run) = token { run.length } else { 0 }
}

/// Takes marks from a run.
fn shorten(token: &mut Token, by: usize) {
    if let Token::Run(run) = token {
        run.length -= by;
    }
}

/// A `**` that found no partner is half of an emphasis whose other half stands outside the value: at either end, or
/// inside where it can only close (`(1.2)** except one`).
fn shed_halves(tokens: &mut [Token]) {
    let is_blank =
        |token: &Token| matches!(token, Token::Piece(Piece::Text(text)) if text.trim().is_empty());
    let first = tokens.iter().position(|token| !is_blank(token));
    let last = tokens.iter().rposition(|token| !is_blank(token));
    for (at, token) in tokens.iter_mut().enumerate() {
        let Token::Run(run) = token else { continue };
        let at_end = Some(at) == first || Some(at) == last;
        if run.mark != '~' && run.length >= 2 && (at_end || run.can_close && !run.can_open) {
            run.length = 0;
        }
    }
}

/// Tokens → pieces; what never became markup is text.
fn join(tokens: Vec<Token>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for token in tokens {
        let piece = match token {
            Token::Piece(piece) => piece,
            Token::Run(run) => Piece::Text(run.mark.to_string().repeat(run.length)),
            Token::Open(Opener::Bracket(mark)) => Piece::Text(mark.to_owned()),
            Token::Open(Opener::Anchor(_)) => continue,
        };
        match (pieces.last_mut(), piece) {
            (_, Piece::Text(text)) if text.is_empty() => {}
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => pieces.push(piece),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(value: &str, expected: &str) {
        assert_eq!(plain(value), expected, "{value}");
    }

    #[test]
    fn markup_vanishes() {
        check("**Draft**", "Draft");
        check("*a* and __b__ and `c_d`", "a and b and c_d");
        check("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4");
        check("***Final***", "Final");
        check(r"a \*b\* c", "a *b* c");
        check("[Ann](https://example.org/a_(b)) said", "Ann said");
        check("[**Ann** `x`](u \"title\")", "Ann x");
        check("![badge](https://example.org/x.svg)", "badge");
        check("[![badge](x.svg)](y)", "badge");
        check("a<br/>b", "a b");
        check("<b>Bold</b> <kbd>x</kbd>", "Bold x");
        check("Vec<T> and <your name>", "Vec<T> and <your name>");
        check("Draft[^1]", "Draft");
        check("[Daniel Duan][], [Joe][joe]", "Daniel Duan, Joe");
        check("[Date]", "[Date]");
    }

    #[test]
    fn halves_of_emphasis_vanish() {
        check("Active Review (x)**", "Active Review (x)");
        check("Implemented (1.2)** except one", "Implemented (1.2) except one");
        check("** Draft", "Draft");
        check("src/**/x.md", "src/**/x.md");
    }

    #[test]
    fn comments_and_struck_text_vanish() {
        check("Draft <!-- or Accepted -->", "Draft");
        check("Draft <!-- never closed", "Draft");
        check("~~Draft~~ Accepted", "Accepted");
        check("<del>Draft</del> Accepted", "Accepted");
        check("~5 days", "~5 days");
    }

    #[test]
    fn entities_are_decoded() {
        check("R&amp;D &#233;t&eacute; &nope; AT&T", "R&D été &nope; AT&T");
    }

    #[test]
    fn links_keep_their_destinations() {
        let link = |text: &str, destination: &str| Piece::Link {
            text: text.to_owned(),
            destination: destination.to_owned(),
        };
        assert_eq!(pieces("[Ann](@ann)"), [link("Ann", "@ann")]);
        assert_eq!(
            pieces("<ann@example.org>"),
            [link("ann@example.org", "mailto:ann@example.org")]
        );
        assert_eq!(
            pieces("<a href='https://e.org/?a&amp;b'>Ann</a>"),
            [link("Ann", "https://e.org/?a&b")]
        );
        assert_eq!(pieces("[Ann](<a b>)"), [link("Ann", "a b")]);
        assert_eq!(pieces("[Ann][ann]"), [link("Ann", "")]);
    }

    #[test]
    fn definitions_give_destinations() {
        let definitions =
            BTreeMap::from([("joe groff".to_owned(), "https://e.org/joe".to_owned())]);
        let check = |value: &str, expected: &str| {
            assert_eq!(with_destinations(value, &definitions), expected, "{value}");
        };
        check("[Joe Groff][], x", "[Joe Groff](<https://e.org/joe>), x");
        check("[J][joe  GROFF]", "[J](<https://e.org/joe>)");
        check("[Joe Groff]", "[Joe Groff](<https://e.org/joe>)");
        check("[Joe Groff](x) [Y][z]", "[Joe Groff](x) [Y][z]");
    }

    #[test]
    fn bombs_take_linear_time() {
        for bomb in ["[", "[](", "`a``b", "*a_ ", "<a ", "![", "](", "&#", "~~a", "<!--"] {
            let value = bomb.repeat(20_000);
            assert!(plain(&value).len() <= value.len() * 2);
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(value in "[a\\[\\]()<>!*_~`&;#\\\\ éx/:@.\"'-]{0,60}") {
            let _ = pieces(&value);
            let _ = with_destinations(&value, &BTreeMap::new());
        }

        #[test]
        fn words_stay_as_they_are(value in "[A-Za-zé0-9]{1,8}( [A-Za-zé0-9]{1,8}){0,5}") {
            prop_assert_eq!(plain(&value), value);
        }
    }
}
