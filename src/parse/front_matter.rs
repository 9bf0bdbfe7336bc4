//! YAML front matter and sidecars → [`RawField`]s.
//!
//! In: the text. Out: where the Markdown begins, the fields of the YAML before it, and what is wrong with it. YAML that does
//! not parse is read line by line, so that one unquoted `@` loses nothing. Scalars are taken as written (`0042`, `1e3`, `0x1F`
//! stay what the author typed): the text is parsed once for its shape and once more for the strings. Absent on purpose: what
//! keys and values mean.

use super::fields::{Origin, RawField, RawValue};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_yaml::Value;
use std::fmt;
use std::ops::Range;

/// More YAML than this is not metadata.
const LONGEST: usize = 64 * 1024;
/// Deeper nesting than this is an attack.
const DEEPEST: usize = 64;
/// More aliases than this is an attack.
const MOST_ALIASES: usize = 32;

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

/// Why YAML was read line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// Where.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

/// Reads the front matter of a document.
#[must_use]
pub(super) fn read(text: &str) -> FrontMatter {
    let Some(block) = find(text) else { return FrontMatter::default() };
    let mut found = if block.toml {
        toml(text, block.yaml)
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
    let plain = !key.is_empty()
        && key.chars().count() <= 64
        && !key.contains(['{', '[', '#', '`', '<', '*']);
    (plain && !line.starts_with([' ', '\t', '-'])).then_some(colon)
}

/// Strictly where possible, else line by line.
fn yaml(text: &str, block: Range<usize>, origin: Origin) -> FrontMatter {
    match strict(text, &block, origin) {
        Ok(fields) => FrontMatter { fields, ..FrontMatter::default() },
        Err(problem) => {
            FrontMatter { body: 0, fields: lenient(text, &block, origin), problem: Some(problem) }
        }
    }
}

/// Reads YAML as YAML.
fn strict(text: &str, block: &Range<usize>, origin: Origin) -> Result<Vec<RawField>, Trouble> {
    let yaml = &text[block.clone()];
    if let Some(message) = is_bomb(yaml) {
        let range = block.start..block.start + yaml.lines().next().map_or(0, str::len);
        return Err(Trouble {
            range,
            message: message.into(),
            help: "keep metadata small and flat".into(),
        });
    }
    let shape: Value = serde_yaml::from_str(yaml).map_err(|error| trouble(text, block, &error))?;
    let Value::Mapping(_) = shape else {
        return if yaml
            .lines()
            .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
        {
            Ok(vec![])
        } else {
            let range = block.start..block.start;
            Err(Trouble {
                range,
                message: "front matter is no mapping".into(),
                help: "write `key: value` lines".into(),
            })
        };
    };
    let node = Node(&shape)
        .deserialize(serde_yaml::Deserializer::from_str(yaml))
        .map_err(|error| trouble(text, block, &error))?;
    let Text::Mapping(pairs) = node else { return Ok(vec![]) };
    let mut places = Places { text, block: block.clone(), from: block.start };
    Ok(pairs
        .into_iter()
        .flat_map(|(key, value)| top_level(&mut places, key, value, origin))
        .collect())
}

/// One key of the top level; `metadata:` and `meta:` are looked into.
fn top_level(places: &mut Places<'_>, key: String, value: Text, origin: Origin) -> Vec<RawField> {
    match value {
        Text::Mapping(pairs) if matches!(key.as_str(), "metadata" | "meta") => {
            pairs.into_iter().map(|(key, value)| field(places, key, value, origin)).collect()
        }
        value => vec![field(places, key, value, origin)],
    }
}

fn field(places: &mut Places<'_>, key: String, value: Text, origin: Origin) -> RawField {
    let (range, rest) = places.key(&key);
    let values = match value {
        Text::Scalar(text) => vec![RawValue { text, range: rest, item: false }],
        Text::Sequence(items) => items
            .into_iter()
            .map(|item| {
                let text = item.flat();
                let place = places.value(&text, &rest);
                RawValue { text, range: place, item: true }
            })
            .collect(),
        Text::Mapping(_) => vec![RawValue { text: value.flat(), range: rest, item: false }],
    };
    let values = values.into_iter().filter(|value| !value.text.trim().is_empty()).collect();
    RawField { key, values, origin, range }
}

/// Why this YAML may not be handed to the parser.
fn is_bomb(yaml: &str) -> Option<&'static str> {
    if yaml.len() > LONGEST {
        return Some("front matter is longer than 64 KiB");
    }
    let (mut depth, mut deepest) = (0usize, 0usize);
    for byte in yaml.bytes() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    let indent = yaml
        .lines()
        .map(|line| line.len() - line.trim_start_matches([' ', '-']).len())
        .max()
        .unwrap_or(0);
    if deepest > DEEPEST || indent > DEEPEST * 4 {
        return Some("front matter is nested too deeply");
    }
    let alias = |word: &str| word.len() > 1 && word.starts_with('*') && !word.starts_with("**");
    let aliases = yaml.split([' ', '\n', ',', '[', ':']).filter(|word| alias(word)).count();
    (aliases > MOST_ALIASES).then_some("front matter has too many aliases")
}

/// The parser's word on the YAML, with what usually mends it.
fn trouble(text: &str, block: &Range<usize>, error: &serde_yaml::Error) -> Trouble {
    let at = error
        .location()
        .map_or(block.start, |location| block.start + location.index().min(block.len()));
    let mut start =
        text[..at.min(text.len())].rfind('\n').map_or(0, |newline| newline + 1).max(block.start);
    let duplicate = duplicate_key(text, block);
    if let (Some((_, line)), true) = (&duplicate, error.to_string().contains("duplicate")) {
        start = *line;
    } else if let Some(guilty) = guilty_line(text, block, start) {
        start = guilty;
    }
    let line = text[start..block.end].lines().next().unwrap_or_default();
    let help = match duplicate.filter(|_| error.to_string().contains("duplicate")) {
        Some((key, _)) => format!("`{key}` is stated twice: keep one"),
        None => advice(line),
    };
    Trouble {
        range: start..start + line.len(),
        message: format!("not YAML: {}", cause(error)),
        help,
    }
}

/// The parser's message without its position, which counts lines from the start of the block.
fn cause(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    let cut = message.find(" at line ").unwrap_or(message.len());
    message[..cut].to_owned()
}

/// What to write instead.
fn advice(line: &str) -> String {
    let value = line
        .split_once(": ")
        .map_or(line.trim_start_matches([' ', '-']), |(_, value)| value)
        .trim();
    if value.is_empty() {
        "indent with spaces, and quote values with special characters".into()
    } else {
        format!("quote the value: `\"{}\"`", value.replace('"', "\\\""))
    }
}

/// The line that YAML cannot have meant, at or before the one where the parser gave up.
fn guilty_line(text: &str, block: &Range<usize>, gave_up: usize) -> Option<usize> {
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..block.end], at) {
        let value = line
            .split_once(": ")
            .map_or_else(|| line.trim_start().trim_start_matches("- "), |(_, value)| value)
            .trim();
        let special = value.starts_with(['@', '`', '%', '*', '&', '!']) || unquoted_colon(value);
        if special && at <= gave_up {
            return Some(at);
        }
        if at > gave_up {
            break;
        }
        at = next;
    }
    None
}

/// `A: b` as a plain scalar.
fn unquoted_colon(value: &str) -> bool {
    !value.starts_with(['"', '\'', '[', '{', '#', '|', '>'])
        && value.split(" #").next().is_some_and(|value| value.contains(": "))
}

/// A key of the top level that stands twice, and where its second line begins.
fn duplicate_key(text: &str, block: &Range<usize>) -> Option<(String, usize)> {
    let mut seen = Vec::new();
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..block.end], at) {
        if let Some(length) = key_length(line) {
            let key = line[..length].trim().to_owned();
            if seen.contains(&key) {
                return Some((key, at));
            }
            seen.push(key);
        }
        at = next;
    }
    None
}

/// Finds where keys and values stand: the parser does not say.
struct Places<'a> {
    text: &'a str,
    block: Range<usize>,
    from: usize,
}

impl Places<'_> {
    /// The key's place, and that of what follows it on its line.
    fn key(&mut self, key: &str) -> (Range<usize>, Range<usize>) {
        let mut at = self.from;
        while let Some((line, next)) = line(&self.text[..self.block.end], at) {
            let indent = line.len() - line.trim_start_matches([' ', '"', '\'']).len();
            if line[indent..].starts_with(key)
                && line[indent + key.len()..].trim_start_matches(['"', '\'', ' ']).starts_with(':')
            {
                self.from = next;
                let key_range = at + indent..at + indent + key.len();
                let after = key_range.end
                    + line[indent + key.len()..].find(':').map_or(0, |colon| colon + 1);
                let end = at + line.trim_end().len();
                let start = (after
                    + (self.text[after..end.max(after)].len()
                        - self.text[after..end.max(after)].trim_start().len()))
                .min(end.max(after));
                let value = if start < end { start..end } else { key_range.clone() };
                return (key_range, value);
            }
            at = next;
        }
        (self.block.start..self.block.start, self.block.start..self.block.start)
    }

    /// Where a value stands at or after its key; the key's line when it is not written as it reads.
    fn value(&self, value: &str, key: &Range<usize>) -> Range<usize> {
        let window = &self.text[key.start..self.block.end];
        window
            .find(value)
            .filter(|_| !value.is_empty())
            .map_or(key.clone(), |at| key.start + at..key.start + at + value.len())
    }
}

/// YAML with its scalars as written.
enum Text {
    Scalar(String),
    Sequence(Vec<Text>),
    Mapping(Vec<(String, Text)>),
}

impl Text {
    /// One line for it. A map that describes a person reads as people write one.
    fn flat(&self) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::Sequence(items) => items.iter().map(Self::flat).collect::<Vec<_>>().join(", "),
            Self::Mapping(pairs) => person(pairs).unwrap_or_else(|| {
                pairs
                    .iter()
                    .map(|(key, value)| format!("{key}: {}", value.flat()))
                    .collect::<Vec<_>>()
                    .join(", ")
            }),
        }
    }
}

/// `{name: Ann Lee, github: ann, email: a@b.c}` as `Ann Lee (@ann) <a@b.c>`.
fn person(pairs: &[(String, Text)]) -> Option<String> {
    let get = |names: &[&str]| {
        pairs
            .iter()
            .find(|(key, _)| names.contains(&key.to_lowercase().as_str()))
            .map(|(_, value)| value.flat())
    };
    let name = get(&["name", "full name", "fullname"]);
    let handle = get(&["handle", "github", "username", "gh", "login", "gitlab", "github-username"]);
    let email = get(&["email", "mail", "e-mail"]);
    if name.is_none() && handle.is_none() {
        return None;
    }
    let handle = handle.map(|handle| {
        format!("@{}", handle.rsplit('/').next().unwrap_or(&handle).trim_start_matches('@'))
    });
    let mut text = match (name, handle) {
        (Some(name), Some(handle)) => format!("{name} ({handle})"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return None,
    };
    if let Some(email) = email {
        text = format!("{text} <{email}>");
    }
    Some(text)
}

/// Reads the strings of a value whose shape is known.
struct Node<'a>(&'a Value);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Text;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        match self.0 {
            Value::Null => IgnoredAny::deserialize_into(deserializer),
            Value::Sequence(_) => deserializer.deserialize_seq(self),
            Value::Mapping(_) => deserializer.deserialize_map(self),
            Value::Tagged(tagged) => Node(&tagged.value).deserialize(deserializer),
            _ => deserializer.deserialize_str(self),
        }
    }
}

/// Passing over a value gives an empty scalar.
trait DeserializeInto {
    fn deserialize_into<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error>;
}

impl DeserializeInto for IgnoredAny {
    fn deserialize_into<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_ignored_any(Self).map(|_| Text::Scalar(String::new()))
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Text;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("metadata")
    }

    fn visit_str<E>(self, value: &str) -> Result<Text, E> {
        Ok(Text::Scalar(value.trim().to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Text, A::Error> {
        let Value::Sequence(shapes) = self.0 else { return Ok(Text::Sequence(vec![])) };
        let mut items = Vec::new();
        for shape in shapes {
            items.extend(access.next_element_seed(Node(shape))?);
        }
        Ok(Text::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Text, A::Error> {
        let Value::Mapping(shapes) = self.0 else { return Ok(Text::Mapping(vec![])) };
        let mut pairs = Vec::new();
        for (_, shape) in shapes {
            let Some(key) = access.next_key::<String>()? else { break };
            pairs.push((key, access.next_value_seed(Node(shape))?));
        }
        Ok(Text::Mapping(pairs))
    }
}

/// Reads what was meant to be YAML line by line: keys at the margin, items under them.
fn lenient(text: &str, block: &Range<usize>, origin: Origin) -> Vec<RawField> {
    let mut fields: Vec<RawField> = Vec::new();
    let end = block.end.min(block.start + LONGEST);
    let end =
        (block.start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(block.start);
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..end], at) {
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        if let Some(length) = key_length(line) {
            let key = line[..length].trim().trim_matches(['"', '\'']).to_owned();
            let rest = &line[length + 1..];
            let start = at + length + 1 + (rest.len() - rest.trim_start().len());
            let values = scalar(rest)
                .into_iter()
                .map(|text| split_flow(text, start))
                .next()
                .unwrap_or_default();
            fields.push(RawField { key, values, origin, range: at..at + length });
        } else if let Some(field) =
            fields.last_mut().filter(|_| !content.is_empty() && !content.starts_with('#'))
        {
            let is_item = content.starts_with("- ");
            let item = content.trim_start_matches("- ");
            let start = at + indent + (content.len() - item.len());
            if let Some(text) = scalar(item) {
                let range = start..start + item.len();
                match field.values.last_mut().filter(|_| !is_item) {
                    Some(value) => value.text = format!("{} {text}", value.text),
                    None => field.values.push(RawValue { text, range, item: is_item }),
                }
            }
        }
        at = next;
    }
    fields
}

/// A scalar as meant: without quotes and comment; `None` when nothing is left.
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    let quoted = text.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let text = match quoted.and_then(|quote| text[1..].find(quote).map(|end| &text[1..=end])) {
        Some(inside) => inside,
        None => text.split(" #").next().unwrap_or_default(),
    };
    let text = text.trim().trim_matches(['"', '\'']).trim();
    (!text.is_empty()
        && !text.starts_with('#')
        && !matches!(text, "~" | "null" | "|" | ">" | ">-" | "|-" | "[]" | "{}"))
    .then(|| text.to_owned())
}

/// `[a, b]` as two values.
fn split_flow(text: String, start: usize) -> Vec<RawValue> {
    let range = start..start + text.len();
    match text
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .filter(|inner| !inner.contains("]("))
    {
        Some(inner) if !text.contains("](") => inner
            .split(',')
            .filter_map(scalar)
            .map(|text| RawValue { text, range: range.clone(), item: true })
            .collect(),
        _ => vec![RawValue { text, range, item: false }],
    }
}

/// TOML front matter (`+++`), read line by line: `key = "value"`, `key = ["a", "b"]`; tables other than `[extra]` are left out.
fn toml(text: &str, block: Range<usize>) -> FrontMatter {
    let mut fields = Vec::new();
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..block.end], at) {
        if let Some((key, value)) =
            line.split_once('=').filter(|_| !line.trim_start().starts_with(['#', '[']))
        {
            let start = at + line.len() - value.trim_start().len();
            let key_range = at..at + key.trim_end().len();
            let values = scalar(value).map(|text| split_flow(text, start)).unwrap_or_default();
            fields.push(RawField {
                key: key.trim().trim_matches('"').to_owned(),
                values,
                origin: Origin::FrontMatter,
                range: key_range,
            });
        }
        at = next;
    }
    FrontMatter { fields, ..FrontMatter::default() }
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
    }

    #[test]
    fn what_is_no_yaml_is_read_line_by_line() {
        check(
            "---\nreviewers:\n  - @ann\n  - @bo\nid: 1\n---\n",
            &["reviewers = @ann | @bo", "id = 1"],
            Some("  - @ann"),
        );
        check("---\ntitle: A: b\nid: 1\n---\n", &["title = A: b", "id = 1"], Some("title: A: b"));
        check("---\nid: 1\nid: 2\n---\n", &["id = 1", "id = 2"], Some("id: 2"));
        check("---\nid: 1\nauthor: A\n\n# Title\n", &["id = 1", "author = A"], Some("---"));
    }

    #[test]
    fn comments_may_stand_before_front_matter() {
        check("<!-- licence -->\n\n---\nid: 1\n---\n", &["id = 1"], None);
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
