//! YAML front matter and sidecars → [`RawField`]s.
//!
//! In: the text. Out: where the Markdown begins, the fields of the YAML before it, and what is wrong with it. YAML that does
//! not parse is read line by line, so that one unquoted `@` loses nothing. Scalars are taken as written (`0042`, `1e3`, `0x1F`
//! stay what the author typed): the text is parsed once for its shape and once more for the strings. Absent on purpose: what
//! keys and values mean.
mod lenient;
mod place;
mod strict;
mod trouble;

use super::fields::{Origin, RawField};

use std::ops::Range;

pub(super) use trouble::Trouble;

/// What front matter gives.
#[derive(Clone, Debug, Default)]
pub(super) struct FrontMatter {
    /// Where the Markdown begins.
    pub(super) body: usize,
    /// The fields.
    pub(super) fields: Vec<RawField>,
    /// What is wrong: where, what, and what to do.
    pub(super) problem: Option<Trouble>,
}

/// Reads the front matter of a document.
#[must_use]
pub(super) fn read(text: &str) -> FrontMatter {
    let Some(block) = find(text) else { return FrontMatter::default() };
    let mut found = if block.toml {
        lenient::toml(text, block.yaml)
    } else {
        yaml(text, block.yaml, Origin::FrontMatter)
    };
    found.body = block.body;
    if block.unclosed {
        found.problem = Some(Trouble {
            range: 0..3,
            message: "front matter never closes".into(),
            help: "end it with a line of `---`".into(),
        });
    }
    found
}

/// Reads a sidecar: a file that is nothing but YAML.
#[must_use]
pub(super) fn read_sidecar(text: &str) -> FrontMatter {
    let start = text
        .strip_prefix("---")
        .map_or(0, |rest| text.len() - rest.trim_start_matches([' ', '\r']).len());
    let end = text[start..].find("\n---").map_or(text.len(), |at| start + at + 1);
    yaml(text, start..end, Origin::Sidecar)
}

/// Strictly where possible, else line by line.
fn yaml(text: &str, block: Range<usize>, origin: Origin) -> FrontMatter {
    match strict::strict(text, &block, origin) {
        Ok(fields) => FrontMatter { fields, ..FrontMatter::default() },
        Err(problem) => FrontMatter {
            body: 0,
            fields: lenient::lenient(text, &block, origin),
            problem: Some(problem),
        },
    }
}

/// Where front matter stands.
struct Found {
    yaml: Range<usize>,
    body: usize,
    unclosed: bool,
    toml: bool,
}

/// The block between the first line, a `---` (or `+++`), and the next such line.
fn find(text: &str) -> Option<Found> {
    let start = after_comments(text);
    let (first, _) = line(text, start)?;
    let toml = first.trim_end() == "+++";
    if first.trim_end() != "---" && !toml {
        return None;
    }
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    while let Some((line, next)) = line(text, at) {
        let closes = match line.trim_end() {
            "---" | "..." => !toml,
            "+++" => toml,
            _ => false,
        };
        if closes {
            let is_yaml =
                looks_like_keys(&text[yaml_start..at]) || text[yaml_start..at].trim().is_empty();
            return is_yaml.then_some(Found {
                yaml: yaml_start..at,
                body: next,
                unclosed: false,
                toml,
            });
        }
        at = next;
    }
    unclosed(text, yaml_start, toml)
}

/// Where a text begins behind blank lines and HTML comments: licence notices stand before front matter, too.
fn after_comments(text: &str) -> usize {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { break };
        rest = comment[end + 3..].trim_start();
    }
    text.len() - rest.len()
}

/// Front matter without an end reaches over its first lines that are keys, list items, comments or blank.
fn unclosed(text: &str, yaml_start: usize, toml: bool) -> Option<Found> {
    let mut at = yaml_start;
    while let Some((line, next)) = line(text, at) {
        let is_yaml =
            line.starts_with([' ', '\t']) || line.starts_with("- ") || key_length(line).is_some();
        if !is_yaml {
            break;
        }
        at = next;
    }
    let keys = looks_like_keys(&text[yaml_start..at]);
    keys.then_some(Found { yaml: yaml_start..at, body: at, unclosed: true, toml })
}

/// Whether the first line that says anything is a key, so that a rule at the head of a text is not taken for front matter.
fn looks_like_keys(block: &str) -> bool {
    let first =
        block.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    first.is_none_or(|line| {
        line.trim_start().starts_with(['{', '['])
            || key_length(line.trim_start()).is_some()
            || line.contains(" = ")
    })
}

/// The line at an offset, its end included, and where the next begins.
fn line(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let length = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    Some((&rest[..length], at + length))
}

/// The length of `key` before its colon at the head of a line.
fn key_length(line: &str) -> Option<usize> {
    let colon = line.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = &line[at + 1..];
        after.is_empty() || after.starts_with(char::is_whitespace)
    })?;
    let key = line[..colon].trim_matches(['"', '\'']);
    // `requires (*optional):` is a key with a remark behind it.
    let key =
        key.strip_suffix(')').and_then(|key| key.split_once(" (")).map_or(key, |(key, _)| key);
    let plain = !key.is_empty()
        && key.chars().count() <= 64
        && !key.contains(['{', '[', '#', '`', '<', '*']);
    (plain && !line.starts_with([' ', '\t', '-'])).then_some(colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(found: &FrontMatter) -> Vec<String> {
        let values = |field: &RawField| {
            field.values.iter().map(|value| value.text.clone()).collect::<Vec<_>>().join(" | ")
        };
        found.fields.iter().map(|field| format!("{} = {}", field.key, values(field))).collect()
    }

    fn check(text: &str, expected: &[&str], problem: Option<&str>) {
        let found = read(text);
        assert_eq!(show(&found), expected, "{text}");
        assert_eq!(
            found.problem.map(|trouble| text[trouble.range].to_owned()).as_deref(),
            problem,
            "{text}"
        );
    }

    #[test]
    fn yaml_keeps_scalars_as_written() {
        check(
            "---\nid: 0042\nv: 1e3\nx: 0x1F\ny: true # why\n---\n",
            &["id = 0042", "v = 1e3", "x = 0x1F", "y = true"],
            None,
        );
        check(
            "---\na: [x, 'y z']\nb:\n  - \"@k\"\n  - 12\nc:\nd: ~\n---\n",
            &["a = x | y z", "b = @k | 12", "c = ", "d = "],
            None,
        );
        check(
            "---\nauthors:\n  - name: Ann Lee\n    github: ann\n---\n",
            &["authors = Ann Lee (@ann)"],
            None,
        );
        check("---\nmetadata:\n  status: x\n---\n", &["status = x"], None);
        check(
            "---\nrelationships:\n  obsoletes: {}\n  seeAlso:\n    - number: 7\n      name: Tea\n    - number: 8\n---\n",
            &["obsoletes = ", "seeAlso = 7 | 8"],
            None,
        );
        check(
            "---\napiVersion: x/v1\nkind: Details\nstatus: Draft\n---\n",
            &["apiVersion = x/v1", "status = Draft"],
            None,
        );
        check("---\nkind: Details\n---\n", &["kind = Details"], None);
    }

    #[test]
    fn what_is_no_yaml_is_read_line_by_line() {
        check(
            "---\nreviewers:\n  - @ann\n  - @bo\nid: 1\n---\n",
            &["reviewers = @ann | @bo", "id = 1"],
            Some("- @ann"),
        );
        check("---\ntitle: A: b\nid: 1\n---\n", &["title = A: b", "id = 1"], Some("title: A: b"));
        check(
            "---\nauthor: @ann\nrequires (*optional): <numbers>\ntype (<any>): x\n---\n",
            &["author = @ann", "requires (*optional) = <numbers>", "type (<any>) = x"],
            Some("author: @ann"),
        );
        check("---\nid: 1\nid: 2\n---\n", &["id = 1", "id = 2"], Some("id: 2"));
        check("---\nid: 1\nauthor: A\n\n# Title\n", &["id = 1", "author = A"], Some("---"));
    }

    #[test]
    fn comments_may_stand_before_front_matter() {
        check("<!-- licence -->\n\n---\nid: 1\n---\n", &["id = 1"], None);
    }

    #[test]
    fn keys_that_were_indented_by_mistake_are_keys() {
        check(
            "---\nauthors:\n- \"@ann\"\n  reviewers:\n- \"@bo\"\nthread: [x #6](u)\n---\n",
            &["authors = @ann", "reviewers = @bo", "thread = [x #6](u)"],
            Some("reviewers:"),
        );
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        check("---\n\nSome text.\n\n---\n", &[], None);
        check("text\n---\nid: 1\n---\n", &[], None);
        assert_eq!(read("---\nid: 1\n---\n# T\n").body, 14);
    }

    #[test]
    fn places_are_those_of_the_values() {
        let text = "---\nid: 1\ncreated: 2024-13-01\nauthors: [a, b]\n---\n";
        let found = read(text);
        assert_eq!(&text[found.fields[1].values[0].range.clone()], "2024-13-01");
        assert_eq!(&text[found.fields[2].values[1].range.clone()], "b");
    }

    #[test]
    fn bombs_are_not_parsed() {
        let deep = format!("---\na: {}\n---\n", "{".repeat(16_000));
        assert!(read(&deep).problem.is_some());
        let long = format!("---\na: {}\n---\n", "x".repeat(70_000));
        assert!(read(&long).problem.is_some());
        let aliases = format!("---\na: &a x\nb: [{}]\n---\n", "*a, ".repeat(100));
        assert!(read(&aliases).problem.is_some());
    }

    #[test]
    fn toml_front_matter() {
        check(
            "+++\ntitle = \"A b\"\ntags = [\"x\", \"y\"]\n+++\n",
            &["title = A b", "tags = x | y"],
            None,
        );
    }
}
