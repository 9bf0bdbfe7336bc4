//! The text of a diagram → the words that stand for its picture.
//!
//! In: Mermaid's text. Out: what its author wrote for those who do not see it (`accTitle`, `accDescr`), else its title,
//! else its first line, which says at least what kind of diagram it is. A module of its own because it reads lines, and
//! needs no drawing. Absent on purpose: telling what the diagram says; its source stands below the picture.

/// How long the words may be, in characters.
const MAX_LENGTH: usize = 300;

/// The words for a diagram.
pub(super) fn words(source: &str) -> String {
    let found = Found::in_lines(source);
    let mut words = [found.name, found.description].map(Option::unwrap_or_default);
    if words.iter().all(String::is_empty) {
        let title = found.title.or(found.first).unwrap_or_default();
        words[0] = format!("diagram: {title}");
    }
    let said: Vec<&str> =
        words.iter().map(String::as_str).filter(|said| !said.is_empty()).collect();
    said.join(". ").chars().take(MAX_LENGTH).collect()
}

/// What the lines of a text say of it.
#[derive(Default)]
struct Found {
    name: Option<String>,
    description: Option<String>,
    title: Option<String>,
    first: Option<String>,
}

impl Found {
    fn in_lines(source: &str) -> Self {
        let mut found = Self::default();
        let mut lines = source.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
        if lines.next_if(|line| *line == "---").is_some() {
            for line in lines.by_ref().take_while(|line| *line != "---") {
                found.title = found.title.or_else(|| value(line, "title"));
            }
        }
        while let Some(line) = lines.next() {
            if line.starts_with("%%") {
                continue;
            }
            if let Some(block) = line.strip_prefix("accDescr").map(str::trim)
                && let Some(start) = block.strip_prefix('{')
            {
                let rest = std::iter::once(start).chain(lines.by_ref());
                found.description = Some(until_brace(rest));
                continue;
            }
            found.read(line);
        }
        found
    }

    /// Takes a line.
    fn read(&mut self, line: &str) {
        if let Some(name) = value(line, "accTitle") {
            self.name.get_or_insert(name);
        } else if let Some(description) = value(line, "accDescr") {
            self.description.get_or_insert(description);
        } else if let Some((_, title)) = line.split_once("title ").filter(|(before, _)| {
            // `title X`, and `pie showData title X` on the first line.
            before.is_empty() || (self.first.is_none() && before.starts_with("pie"))
        }) {
            self.title.get_or_insert(title.trim().trim_matches('"').to_owned());
        } else {
            self.first.get_or_insert(line.to_owned());
        }
    }
}

/// The value of a line `key: value`.
fn value(line: &str, key: &str) -> Option<String> {
    let value = line.strip_prefix(key)?.trim_start().strip_prefix(':')?.trim().trim_matches('"');
    (!value.is_empty()).then(|| value.to_owned())
}

/// The words of lines up to the one with a closing brace.
fn until_brace<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut words = Vec::new();
    for line in lines {
        let (text, ends) = line.split_once('}').map_or((line, false), |(text, _)| (text, true));
        words.extend(text.split_whitespace());
        if ends {
            break;
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_authors_where_there_are_any() {
        let check = |source: &str, expected: &str| assert_eq!(words(source), expected, "{source}");
        check("graph TD\n  accTitle: Login\n  accDescr: who asks whom\n", "Login. who asks whom");
        check("graph TD\naccDescr {\n  who\n  asks }\n  a-->b\n", "who asks");
        check("accDescr { a } b", "a");
        check("---\ntitle: \"Flow\"\n---\ngraph TD\n", "diagram: Flow");
        check("sequenceDiagram\n  title The way\n", "diagram: The way");
        check("pie title Pets\n", "diagram: Pets");
        check("%%{init: {}}%%\n\nflowchart LR\n  a[title b]\n", "diagram: flowchart LR");
        check("---\n", "diagram: ");
        check("", "diagram: ");
    }
}
