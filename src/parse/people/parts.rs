//! A value → [`Part`]s: words, handles, addresses, links, separators and bracketed groups, in order.
//!
//! This is the lexer of people: it knows what a handle and an address look like and where a list breaks, and nothing of who
//! belongs to what.

use super::Person;
use crate::parse::inline::{self, Piece};

/// A piece of a value that names people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Words between other parts.
    Words(String),
    /// `@ann`, or a bare link to her profile.
    Handle(String),
    /// An address.
    Email(String),
    /// A link with a text: a name, a handle, an address.
    Link(Person),
    /// What stands in `()` or `[]`.
    Group(Vec<Part>),
    /// `-` between spaces.
    Dash,
    /// `:` after words.
    Colon,
    /// What parts two people: `,`, or `;` for every stronger one.
    Separator(char),
}

/// Takes a value apart.
pub(super) fn parts(value: &str) -> Vec<Part> {
    let mut open: Vec<Vec<Part>> = vec![vec![]];
    for piece in inline::pieces(value) {
        match piece {
            Piece::Text(text) if !scan(&text, &mut open) => break,
            Piece::Text(_) => {}
            Piece::Code(text) => {
                scan(&text, &mut open);
            }
            Piece::Link { text, destination } => push(&mut open, link(&text, &destination)),
            Piece::Break => push(&mut open, Some(Part::Separator(';'))),
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

fn push(open: &mut [Vec<Part>], part: Option<Part>) {
    let innermost = open.last_mut().expect("the outermost level is never closed");
    match (innermost.last_mut(), part) {
        (Some(Part::Words(before)), Some(Part::Words(words))) => {
            before.push(' ');
            before.push_str(&words);
        }
        (_, part) => innermost.extend(part),
    }
}

/// Deeper brackets than these are no names.
const DEEPEST: usize = 8;

fn close(open: &mut Vec<Vec<Part>>) {
    if open.len() > 1 {
        let inside = open.pop().map(Part::Group);
        push(open, inside);
    }
}

/// Reads a run of text word by word; whether to go on (a YAML comment ends the value).
fn scan(text: &str, open: &mut Vec<Vec<Part>>) -> bool {
    let mut position = 0;
    while let Some(c) = text[position..].chars().next() {
        let rest = &text[position..];
        position += match c {
            ',' | '、' | '，' => separate(open, ',', c),
            ';' | '；' | '|' | '·' | '•' | '\n' => separate(open, ';', c),
            '(' | '[' | '（' if open.len() < DEEPEST => {
                open.push(vec![]);
                c.len_utf8()
            }
            ')' | ']' | '）' => {
                close(open);
                c.len_utf8()
            }
            '<' => angle(rest, open),
            '@' => handle(rest, open),
            _ if rest.starts_with("# ") && text[..position].ends_with(char::is_whitespace) => {
                return false;
            }
            '\'' | '‘' | '"' | '“' if rest[c.len_utf8()..].starts_with('@') => c.len_utf8(),
            c if c.is_whitespace() || "(（[{}>`".contains(c) => c.len_utf8(),
            _ => word(rest, open),
        };
    }
    true
}

fn separate(open: &mut [Vec<Part>], strength: char, c: char) -> usize {
    push(open, Some(Part::Separator(strength)));
    c.len_utf8()
}

/// `<@ann>`, `<ann at example.org>`, `<ann>`; inline Markdown has taken addresses and URLs already.
fn angle(rest: &str, open: &mut [Vec<Part>]) -> usize {
    let Some(end) = rest.find(['>', ',', ';']).filter(|end| rest[*end..].starts_with('>')) else {
        return 1;
    };
    let inside = rest[1..end].trim();
    let address = inside
        .replace(" at ", "@")
        .replace(" AT ", "@")
        .replace(" dot ", ".")
        .replace(" DOT ", ".");
    if inline::is_email(&address) {
        push(open, Some(Part::Email(address)));
    } else if is_handle(inside.trim_start_matches('@')) {
        push(open, Some(Part::Handle(inside.trim_start_matches('@').to_owned())));
    }
    end + 1
}

/// `@ann`, `@organisation/team`, `@ann@example.org`.
fn handle(rest: &str, open: &mut [Vec<Part>]) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@');
    let run = &rest[1..];
    let run = &run[..run.find(|c| !is_part(c)).unwrap_or(run.len())];
    // `@ann/@bob` are two.
    let run = run.split_once("/@").map_or(run, |(first, _)| first);
    let handle = run.trim_end_matches(['.', '/', '@']);
    if handle.is_empty() {
        return 1;
    }
    push(open, Some(Part::Handle(handle.to_owned())));
    if rest[1 + handle.len()..].starts_with("/@") {
        push(open, Some(Part::Separator(';')));
    }
    1 + handle.len()
}

/// One word and what it is.
fn word(rest: &str, open: &mut [Vec<Part>]) -> usize {
    let is_end = |c: char| c.is_whitespace() || ",;、，；|·•()（）[]<>".contains(c);
    let word = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    let word = word.split_once("/@").map_or(word, |(before, _)| before);
    let bare = word.trim_end_matches(['.', ':', '!']);
    let part = match word {
        "and" | "&" | "&&" | "+" | "/" | "und" | "＆" => Some(Part::Separator(';')),
        "-" | "–" | "—" | "--" => Some(Part::Dash),
        ":" => Some(Part::Colon),
        _ if inline::is_email(bare) => Some(Part::Email(bare.to_owned())),
        _ if is_url(bare) => profile(bare).map(Part::Handle),
        _ => Some(Part::Words(word.trim_end_matches(':').to_owned())),
    };
    push(open, part);
    if word.len() > 1 && word.ends_with(':') {
        push(open, Some(Part::Colon));
    }
    if rest[word.len()..].starts_with("/@") {
        push(open, Some(Part::Separator(';')));
        return word.len() + 1;
    }
    word.len().max(1)
}

fn is_url(word: &str) -> bool {
    word.starts_with("http://")
        || word.starts_with("https://")
        || FORGES
            .split(", ")
            .any(|forge| word.strip_prefix(forge).is_some_and(|path| path.starts_with('/')))
}

/// A Markdown link.
fn link(text: &str, destination: &str) -> Option<Part> {
    let text = text.trim();
    let email = destination
        .strip_prefix("mailto:")
        .map(|address| address.split_once('?').map_or(address, |(address, _)| address).to_owned());
    let is_team = |handle: &&str| {
        handle.split_once('/').is_some_and(|(group, team)| is_handle(group) && is_handle(team))
    };
    let written = text
        .strip_prefix('@')
        .filter(|handle| is_handle(handle) || is_team(handle))
        .map(str::to_owned);
    let linked =
        destination.strip_prefix('@').filter(|handle| is_handle(handle)).map(str::to_owned);
    let handle = profile(destination).or(linked).or(written.clone());
    let shows_name =
        written.is_none() && !inline::is_absolute_url(text) && Some(text) != email.as_deref();
    let name = (shows_name && !text.is_empty() && !inline::is_email(text)).then(|| text.to_owned());
    match (&name, &handle, email) {
        (None, None, None) => None,
        (None, None, Some(email)) => Some(Part::Email(email)),
        (_, _, email) => Some(Part::Link(Person { name, handle, email })),
    }
}

/// Hosts where the first component of a path is a person or an organisation.
const FORGES: &str =
    "github.com, www.github.com, gitlab.com, codeberg.org, bitbucket.org, gitea.com";

/// The handle of a profile's address on a forge; `None` for any other address.
#[must_use]
pub fn profile(url: &str) -> Option<String> {
    let path = url.trim_start_matches("https://").trim_start_matches("http://");
    let path = path.split(['?', '#']).next()?;
    let (host, path) = path.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let own = ["github.", "gitlab.", "git."]
        .iter()
        .any(|start| host.starts_with(start) && host.matches('.').count() > 1);
    let own = own && url.starts_with("http");
    if !own && !inline::is_among(&host, FORGES) {
        return None;
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments.as_slice() {
        [handle] | ["users", handle] if is_handle(handle) => Some((*handle).to_owned()),
        ["orgs", organisation, "teams", team] => Some(format!("{organisation}/{team}")),
        ["orgs" | "groups", organisation] => Some((*organisation).to_owned()),
        _ => None,
    }
}

/// Whether a text could be a handle: one word of the characters forges allow.
pub(super) fn is_handle(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && text.contains(char::is_alphanumeric)
}
