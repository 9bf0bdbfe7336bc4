//! The text of `book.toml` and the overrides of the environment → one tree of values, each knowing where it was written.
//!
//! Reading values out of such a tree, instead of letting serde fill the structs, is what lets every complaint point at its
//! key or value, and lets an override from the environment be blamed on its variable. Absent on purpose: any knowledge of
//! which keys there are.

use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Where a key or value was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// In the file, at these bytes.
    File(Range<usize>),
    /// In the environment variable of this name.
    Variable(String),
}

/// What is wrong with a key or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) origin: Origin,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) data: Data,
    pub(super) origin: Origin,
}

/// The shapes of values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Data {
    Text(String),
    Flag(bool),
    /// A number or date as written: no key of ours takes one, but an override may mean it as text.
    Other(&'static str, String),
    List(Vec<Value>),
    Table(Table),
}

impl Data {
    /// What it is, for "not a number".
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Flag(_) => "a truth value",
            Self::Other(kind, _) => kind,
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Keys with the place of the key itself, and their values.
pub(super) type Table = BTreeMap<String, (Origin, Value)>;

/// Reads the file.
pub(super) fn parse(text: &str) -> Result<Table, Fault> {
    match DeTable::parse(text) {
        Ok(table) => Ok(from_toml(table.into_inner())),
        Err(error) => {
            let end = text.trim_end().len();
            let span = error.span().unwrap_or(end..end);
            let message = format!("this is not TOML: {}", error.message());
            Err(Fault { origin: Origin::File(span), message, help: None })
        }
    }
}

fn from_toml(table: DeTable<'_>) -> Table {
    let entry =
        |(key, value): (toml::Spanned<std::borrow::Cow<'_, str>>, toml::Spanned<DeValue<'_>>)| {
            let origin = Origin::File(key.span());
            let span = value.span();
            (key.into_inner().into_owned(), (origin, value_from_toml(value.into_inner(), span)))
        };
    table.into_iter().map(entry).collect()
}

fn value_from_toml(value: DeValue<'_>, span: Range<usize>) -> Value {
    let data = match value {
        DeValue::String(text) => Data::Text(text.into_owned()),
        DeValue::Boolean(flag) => Data::Flag(flag),
        DeValue::Integer(number) => Data::Other("a number", number.to_string()),
        DeValue::Float(number) => Data::Other("a number", number.to_string()),
        DeValue::Datetime(date) => Data::Other("a date", date.to_string()),
        DeValue::Table(table) => Data::Table(from_toml(table)),
        DeValue::Array(values) => Data::List(
            values
                .into_iter()
                .map(|value| {
                    let span = value.span();
                    value_from_toml(value.into_inner(), span)
                })
                .collect(),
        ),
    };
    Value { data, origin: Origin::File(span) }
}

/// Lays the overrides over the file, by mdBook's rule: `SPECFOLIO_BOOK__TITLE` is `book.title`, because `__` separates
/// tables and `_` is `-`; the value is JSON where it can be read as JSON, else text as it stands. A table goes over a table
/// key by key; anything else takes the place of what was there, and `null` removes it.
pub(super) fn override_from(environment: &[(String, String)], tree: &mut Table) {
    for (name, text) in environment {
        let Some(key) = name.strip_prefix("SPECFOLIO_") else { continue };
        let key = key.to_lowercase().replace("__", ".").replace('_', "-");
        let value = serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into());
        let keys: Vec<&str> = key.split('.').collect();
        set(tree, &keys, value, text, name);
    }
}

/// Puts a value at the end of a path of keys; tables on the way are made where they are missing.
fn set(table: &mut Table, keys: &[&str], value: serde_json::Value, text: &str, name: &str) {
    let [key, rest @ ..] = keys else { return };
    let origin = Origin::Variable(name.to_owned());
    if rest.is_empty() && value.is_null() {
        table.remove(*key);
        return;
    }
    if rest.is_empty() && !value.is_object() {
        let data = data_from_json(value, name, Some(text));
        table.insert((*key).to_owned(), (origin.clone(), Value { data, origin }));
        return;
    }
    let empty = Value { data: Data::Table(Table::new()), origin: origin.clone() };
    let (_, inner) = table.entry((*key).to_owned()).or_insert((origin, empty.clone()));
    if !matches!(inner.data, Data::Table(_)) {
        *inner = empty;
    }
    let Data::Table(inner) = &mut inner.data else { unreachable!("it was just made a table") };
    match value {
        serde_json::Value::Object(map) if rest.is_empty() => {
            for (key, value) in map {
                let text = value.to_string();
                set(inner, &[key.as_str()], value, &text, name);
            }
        }
        value => set(inner, rest, value, text, name),
    }
}

/// A JSON value; `text` is how the variable spells it, for keys that want text where it reads as a number.
fn data_from_json(value: serde_json::Value, name: &str, text: Option<&str>) -> Data {
    let located = |value| Value {
        data: data_from_json(value, name, None),
        origin: Origin::Variable(name.into()),
    };
    match value {
        serde_json::Value::Null => Data::Other("nothing", String::new()),
        serde_json::Value::Bool(flag) => Data::Flag(flag),
        serde_json::Value::Number(number) => {
            Data::Other("a number", text.map_or_else(|| number.to_string(), str::to_owned))
        }
        serde_json::Value::String(text) => Data::Text(text),
        serde_json::Value::Array(values) => Data::List(values.into_iter().map(located).collect()),
        serde_json::Value::Object(map) => Data::Table(
            map.into_iter()
                .map(|(key, value)| (key, (Origin::Variable(name.into()), located(value))))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree as JSON, for comparison.
    fn plain(table: &Table) -> serde_json::Value {
        table.iter().map(|(key, (_, value))| (key.clone(), plain_value(value))).collect()
    }

    fn plain_value(value: &Value) -> serde_json::Value {
        match &value.data {
            Data::Text(text) => text.as_str().into(),
            Data::Flag(flag) => (*flag).into(),
            Data::Other(_, text) => format!("({text})").into(),
            Data::List(values) => values.iter().map(plain_value).collect(),
            Data::Table(table) => plain(table),
        }
    }

    #[track_caller]
    fn check(file: &str, environment: &[(&str, &str)], expected: &str) {
        let mut tree = parse(file).expect("the file is TOML");
        let environment: Vec<_> =
            environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        override_from(&environment, &mut tree);
        let expected: serde_json::Value = serde_json::from_str(expected).expect("JSON is expected");
        assert_eq!(plain(&tree), expected);
    }

    #[test]
    fn a_file_becomes_a_tree() {
        check(
            "a = 'x'\n[b]\nc = [true, 1]\n[[d]]\ne = 2020-01-01\n",
            &[],
            r#"{"a": "x", "b": {"c": [true, "(1)"]}, "d": [{"e": "(2020-01-01)"}]}"#,
        );
    }

    #[test]
    fn keys_and_values_know_their_bytes() {
        let tree = parse("[book]\ntitle = 'x'\n").expect("the file is TOML");
        let Data::Table(book) = &tree["book"].1.data else { panic!("`book` is a table") };
        assert_eq!(book["title"].0, Origin::File(7..12));
        assert_eq!(book["title"].1.origin, Origin::File(15..18));
    }

    #[test]
    fn what_is_not_toml_is_located() {
        let fault = parse("[book]\ntitle = \n").expect_err("a value is missing");
        assert!(fault.message.starts_with("this is not TOML: "), "{}", fault.message);
        assert!(matches!(fault.origin, Origin::File(span) if span.start == 15), "line 2, its end");
    }

    #[test]
    fn the_environment_overrides_by_mdbooks_rule() {
        let file = "[book]\ntitle = 'x'\nsrc = 'docs'\n";
        check(
            file,
            &[("SPECFOLIO_BOOK__TITLE", "y z")],
            r#"{"book": {"title": "y z", "src": "docs"}}"#,
        );
        check(
            file,
            &[("SPECFOLIO_BOOK__TITLE", "\"7\"")],
            r#"{"book": {"title": "7", "src": "docs"}}"#,
        );
        check(
            file,
            &[("SPECFOLIO_BOOK__TITLE", "007")],
            r#"{"book": {"title": "007", "src": "docs"}}"#,
        );
        check(
            file,
            &[("SPECFOLIO_BOOK__TITLE", "1.50")],
            r#"{"book": {"title": "(1.50)", "src": "docs"}}"#,
        );
        check(file, &[("SPECFOLIO_BOOK__TITLE", "null")], r#"{"book": {"src": "docs"}}"#);
        check(
            file,
            &[("SPECFOLIO_BOOK", r#"{"title": "y"}"#)],
            r#"{"book": {"title": "y", "src": "docs"}}"#,
        );
        check("", &[("SPECFOLIO_BUILD__BUILD_DIR", "out")], r#"{"build": {"build-dir": "out"}}"#);
        check(
            "",
            &[("SPECFOLIO_OUTPUT__HTML__SEARCH__ENABLE", "false")],
            r#"{"output": {"html": {"search": {"enable": false}}}}"#,
        );
        check(
            "",
            &[("SPECFOLIO_PORTFOLIO__IGNORE", r#"["a", "b"]"#)],
            r#"{"portfolio": {"ignore": ["a", "b"]}}"#,
        );
        check("", &[("MDBOOK_BOOK__TITLE", "y"), ("PATH", "z")], "{}");
    }
}
