//! YAML that parses → fields, with scalars as written.
//!
//! In: a block of YAML. Out: its fields, or why it may not be or cannot be parsed. serde reads the block twice: once for its
//! shape, once more with every scalar asked for as a string, because the first reading has already turned `0042` into 42.

use super::place::Places;
use super::trouble::{Trouble, trouble};
use crate::parse::fields::{Origin, RawField, RawValue};
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

/// Reads YAML as YAML.
pub(super) fn strict(
    text: &str,
    block: &Range<usize>,
    origin: Origin,
) -> Result<Vec<RawField>, Trouble> {
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
    // In an envelope `kind` names its schema, and says nothing of the document.
    let is_schema = |key: &str| key == "kind" && pairs.iter().any(|(key, _)| key == "apiVersion");
    let schema = pairs.iter().position(|(key, _)| is_schema(key));
    Ok(pairs
        .into_iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != schema)
        .flat_map(|(_, (key, value))| top_level(&mut places, key, value, origin))
        .collect())
}

/// One key of the top level; `metadata:`, `meta:` and `relationships:` are looked into.
fn top_level(places: &mut Places<'_>, key: String, value: Text, origin: Origin) -> Vec<RawField> {
    match value {
        Text::Mapping(pairs) if matches!(key.as_str(), "metadata" | "meta") => {
            pairs.into_iter().map(|(key, value)| field(places, key, value, origin)).collect()
        }
        Text::Mapping(pairs) if matches!(key.as_str(), "relationships" | "relations") => pairs
            .into_iter()
            .map(|(key, value)| field(places, key, value.naming(), origin))
            .collect(),
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

/// YAML with its scalars as written.
enum Text {
    Scalar(String),
    Sequence(Vec<Text>),
    Mapping(Vec<(String, Text)>),
}

impl Text {
    /// Maps that describe documents as what names them: `{number: 12, name: Login}` is `12`.
    fn naming(self) -> Self {
        match self {
            Self::Sequence(items) => Self::Sequence(items.into_iter().map(Self::naming).collect()),
            Self::Mapping(pairs) if pairs.is_empty() => Self::Scalar(String::new()),
            Self::Mapping(pairs) => {
                let names = |key: &str| matches!(key, "number" | "id" | "path" | "file" | "url");
                let found = pairs.iter().position(|(key, _)| names(&key.to_lowercase()));
                match found {
                    Some(index) => pairs
                        .into_iter()
                        .nth(index)
                        .map_or(Self::Scalar(String::new()), |(_, value)| value),
                    None => Self::Mapping(pairs),
                }
            }
            scalar @ Self::Scalar(_) => scalar,
        }
    }

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
