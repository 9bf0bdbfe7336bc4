//! A folder → its [`Config`], with what only the disk can tell.
//!
//! In: the folder and the environment's variables. Out: the configuration, or an error at its line. Here the file is read,
//! the folders it names are looked for, and faults get their place in the file, or the name of the variable they came from.
//! Absent on purpose: the options themselves.

use super::tree::{self, Data, Fault, Origin, Table};
use super::{Config, read};
use crate::diagnostic::{Code, Error, Place, Problem, SourcePath};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Reads the configuration of a folder: its `book.toml` where it has one, the defaults where not; then the overrides among
/// the variables of the `environment`.
///
/// # Errors
///
/// When the file cannot be read or followed: no TOML, a value of the wrong type or against its rule, a folder that is not
/// there. The error points at the line.
pub fn load(root: &Path, environment: &[(String, String)]) -> Result<Config, Error> {
    let path = root.join("book.toml");
    let text = read_file(&path)?;
    let located = |fault: Fault| located(fault, &path, text.as_deref().unwrap_or_default());
    let mut tree = match &text {
        Some(text) => tree::parse(text).map_err(located)?,
        None => Table::new(),
    };
    tree::override_from(environment, &mut tree);
    let mut odd = Vec::new();
    let mut config = read::read(root, &tree, &mut odd).map_err(located)?;
    find_sources(&mut config, &tree, text.is_some());
    check_folders(&config, &tree).map_err(located)?;
    let text = text.as_deref().unwrap_or_default();
    config.problems = problems(&odd, &config, text);
    config.places = places(&tree, &config, text);
    Ok(config)
}

/// The text of `book.toml`; `None` where there is none.
fn read_file(path: &Path) -> Result<Option<String>, Error> {
    // A pipe would be waited for, and a device read without end.
    if path.exists() && !path.is_file() {
        let message = format!("`{}` is no regular file", path.display());
        return Err(Error::refused(message, "put the configuration there, or remove it"));
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("read", path, error)),
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let fault = Fault {
                origin: Origin::File(at..at + 1),
                message: "this is not UTF-8".into(),
                help: Some("save the file as UTF-8 text".into()),
            };
            Err(located(fault, path, &text))
        }
    }
}

/// A fault as the error that ends a command.
fn located(fault: Fault, path: &Path, text: &str) -> Error {
    match fault.origin {
        Origin::File(span) => Error::Configuration {
            path: path.to_path_buf(),
            text: text.to_owned(),
            span,
            message: fault.message,
            help: fault.help,
        },
        Origin::Variable(name) => Error::Refused {
            message: format!("the environment variable `{name}`: {}", fault.message),
            help: fault.help,
        },
    }
}

/// Beside a `book.toml` that does not say where the sources are they are in `src`, if there is such a folder.
fn find_sources(config: &mut Config, tree: &Table, has_file: bool) {
    if has_file && value(tree, "book", "src").is_none() && config.root.join("src").is_dir() {
        config.book.src = "src".into();
    }
}

/// Faults the folders that must be there and are not, and an output that would lie on the sources.
fn check_folders(config: &Config, tree: &Table) -> Result<(), Fault> {
    let fault = |table: &str, key: &str, message: String| {
        let origin =
            value(tree, table, key).map_or(Origin::File(0..0), |value| value.origin.clone());
        Err(Fault { origin, message, help: None })
    };
    let src = config.book.src.display();
    if value(tree, "book", "src").is_some() && !config.source_dir().is_dir() {
        return fault("book", "src", format!("`book.src` names `{src}`, which is no folder"));
    }
    if config.output_dir() == config.source_dir() {
        return fault(
            "build",
            "build-dir",
            "`build.build-dir` is the folder of the sources".into(),
        );
    }
    if let Some(theme) = &config.portfolio.theme
        && !config.root.join(theme).is_dir()
    {
        let theme = theme.display();
        return fault(
            "portfolio",
            "theme",
            format!("`portfolio.theme` names `{theme}`, which is no folder"),
        );
    }
    Ok(())
}

/// A value of one of the top tables.
fn value<'a>(tree: &'a Table, table: &str, key: &str) -> Option<&'a tree::Value> {
    match &tree.get(table)?.1.data {
        Data::Table(table) => table.get(key).map(|(_, value)| value),
        _ => None,
    }
}

/// What is odd about the file as problems, in the order of their places.
fn problems(odd: &[Fault], config: &Config, text: &str) -> Vec<Problem> {
    let Some(severity) = config.severity(Code::UnknownKey) else { return vec![] };
    let path = path_from_sources(config);
    let problem = |fault: &Fault| {
        let (place, message) = match &fault.origin {
            Origin::File(span) => (Place::of(&path, text, span.clone()), fault.message.clone()),
            Origin::Variable(name) => {
                let message = format!("the environment variable `{name}`: {}", fault.message);
                (Place::file(&path), message)
            }
        };
        let problem = Problem::new(Code::UnknownKey, place, message);
        Problem { severity, help: fault.help.clone(), ..problem }
    };
    let mut problems: Vec<Problem> = odd.iter().map(problem).collect();
    problems.sort();
    problems
}

/// Where the values stand that only linking can judge.
fn places(tree: &Table, config: &Config, text: &str) -> BTreeMap<String, Place> {
    let path = path_from_sources(config);
    let place = |origin: &Origin| match origin {
        Origin::File(span) => Place::of(&path, text, span.clone()),
        Origin::Variable(_) => Place::file(&path),
    };
    let mut places = BTreeMap::new();
    if let Some(Data::List(views)) = value(tree, "portfolio", "view").map(|value| &value.data) {
        for (number, view) in views.iter().enumerate() {
            let Data::Table(view) = &view.data else { continue };
            let located = |(key, (_, value)): (&String, &(Origin, tree::Value))| {
                (format!("portfolio.view.{number}.{key}"), place(&value.origin))
            };
            places.extend(view.iter().map(located));
        }
    }
    let Some(Data::Table(html)) = value(tree, "output", "html").map(|value| &value.data) else {
        return places;
    };
    if let Some((_, value)) = html.get("input-404") {
        places.insert("output.html.input-404".into(), place(&value.origin));
    }
    if let Some((_, tree::Value { data: Data::Table(redirects), .. })) = html.get("redirect") {
        let located = |(key, (origin, _)): (&String, &(Origin, tree::Value))| {
            (format!("output.html.redirect.{key}"), place(origin))
        };
        places.extend(redirects.iter().map(located));
    }
    places
}

/// The path of `book.toml` from the folder of the sources, where all paths of problems begin.
fn path_from_sources(config: &Config) -> SourcePath {
    let src: Vec<Component<'_>> =
        config.book.src.components().filter(|part| *part != Component::CurDir).collect();
    let path = if src.iter().all(|part| matches!(part, Component::Normal(_))) {
        src.iter().map(|_| "..").collect()
    } else {
        way(&config.source_dir(), &config.root).unwrap_or_default()
    };
    let file = path.join("book.toml");
    SourcePath::new(file.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
}

/// The way from one folder to another, as they lie on the disk.
fn way(from: &Path, to: &Path) -> Option<PathBuf> {
    let (from, to) = (fs::canonicalize(from).ok()?, fs::canonicalize(to).ok()?);
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    Some(up.chain(to.components().skip(shared)).collect())
}

#[cfg(test)]
mod tests;
