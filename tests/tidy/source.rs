//! A Rust file → its code and its comments apart, and its tests apart from what ships.
//!
//! The rules look for words; this is what keeps them from finding words in strings, in prose or in tests. It knows as much
//! of Rust's tokens as that needs: comments, strings, characters and lifetimes.

use std::fs;
use std::path::Path;

/// One file, taken apart.
pub(crate) struct Source {
    /// Its path from the root of the crate, with `/`.
    pub(crate) path: String,
    /// All of its text.
    pub(crate) text: String,
    /// The code that ships: without comments, tests, and what stands in strings.
    pub(crate) code: String,
    /// The code of its tests, likewise.
    pub(crate) tests: String,
    /// The text of its comments, a line each.
    pub(crate) comments: String,
}

impl Source {
    /// Takes a text apart. Unit tests stand at the end of a file, after `#[cfg(test)]`, or in a file of their own.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (code, comments) = separate(text);
        let only_tests = ["/tests.rs", "/testing.rs"].iter().any(|end| path.ends_with(end));
        let split = if only_tests { 0 } else { code.find("#[cfg(test)]").unwrap_or(code.len()) };
        let (code, tests) = code.split_at(split);
        Self {
            path: path.into(),
            text: text.into(),
            code: code.into(),
            tests: tests.into(),
            comments,
        }
    }

    /// The module below the crate's root that it belongs to: `parse` for `src/parse/dates.rs`.
    pub(crate) fn stage(&self) -> &str {
        let path = self.path.strip_prefix("src/").unwrap_or(&self.path);
        path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }
}

/// All Rust files below a folder of the crate, by path.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let mut sources: Vec<Source> = files(folder)
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "rs"))
        .map(|(path, bytes)| Source::new(&path, &String::from_utf8_lossy(&bytes)))
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// All files below a folder of the crate: path from the crate's root, and bytes.
pub(crate) fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) else {
        return found;
    };
    for entry in entries.flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(files(&path));
        } else if let Ok(bytes) = fs::read(entry.path()) {
            found.push((path, bytes));
        }
    }
    found
}

/// Code without comments and the insides of literals, and the comments.
fn separate(text: &str) -> (String, String) {
    let (mut code, mut comments) = (String::new(), String::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            comments.push_str(&rest[..end]);
            comments.push('\n');
            end
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            comments.push_str(&rest[..end]);
            comments.push('\n');
            end
        } else if let Some(length) = literal(rest, &code) {
            code.push_str("\"\"");
            length
        } else {
            code.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    (code, comments)
}

/// The length of the string or character literal that `rest` begins with; `before` is the code before it.
fn literal(rest: &str, before: &str) -> Option<usize> {
    let in_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let prefix = ["br", "cr", "b", "c", "r"].into_iter().find(|prefix| {
        let after = rest.strip_prefix(prefix).unwrap_or_default();
        !in_word
            && (after.starts_with('"')
                || (prefix.ends_with('r') && after.starts_with("#\""))
                || after.starts_with("##\""))
    });
    let body = &rest[prefix.map_or(0, str::len)..];
    let hashes = body.len() - body.trim_start_matches('#').len();
    if prefix.is_some_and(|prefix| prefix.ends_with('r')) {
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = &body[hashes + 1..];
        let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
        return Some(rest.len() - inside.len() + length);
    }
    if body.starts_with('"') {
        return Some(rest.len() - body.len() + quoted(body, '"'));
    }
    let mut characters = rest.strip_prefix('\'')?.chars();
    let (first, second) = (characters.next()?, characters.next()?);
    (first == '\\' || second == '\'').then(|| quoted(rest, '\''))
}

/// The length of a literal from its quote to the same quote, escapes skipped.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[test]
fn code_comments_and_tests_are_told_apart() {
    let check = |text, code, comments, tests| {
        let source = Source::new("src/a.rs", text);
        assert_eq!(
            (source.code.as_str(), source.comments.as_str(), source.tests.as_str()),
            (code, comments, tests)
        );
    };
    check("a // b\nc", "a \nc", "// b\n", "");
    check("a /* b\n */ c", "a  c", "/* b\n */\n", "");
    check(r#"f("x // \" y", 'c', '"', '\'') // z"#, r#"f("", "", "", "") "#, "// z\n", "");
    check("r#\"a \" // b\"# + br\"c\\\" + d", "\"\" + \"\" + d", "", "");
    check("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}", "", "");
    check("ship\n#[cfg(test)]\nmod tests {}", "ship\n", "", "#[cfg(test)]\nmod tests {}");
    assert_eq!(Source::new("src/a/tests.rs", "x").tests, "x");
    assert_eq!(Source::new("src/parse/dates.rs", "").stage(), "parse");
    assert_eq!(Source::new("src/emit.rs", "").stage(), "emit");
}
