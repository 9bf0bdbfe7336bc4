//! URLs into the portfolio's own repository → paths in the portfolio.
//!
//! In: a URL and the repository that scanning found. Out: the path it names from the root of the sources. Authors paste such
//! URLs from their browser; the document is meant. Absent on purpose: what forges look like when they are asked.

use super::destination::{self, Destination, Inside};
use crate::scan::Repository;

/// The path that a URL names, where it leads to a file or folder of this repository as it stands.
///
/// A link to a commit or a release means that version of the text, and stays as it is.
pub(super) fn inside(url: &str, repository: Option<&Repository>) -> Option<Inside> {
    let repository = repository?;
    let path = strip_ignoring_case(strip_scheme(url)?, strip_scheme(&repository.host)?)?;
    let path = strip_ignoring_case(path.strip_prefix('/')?, &repository.name)?;
    let rest = path.strip_prefix("/-").unwrap_or(path);
    let rest = ["/blob/", "/tree/", "/src/branch/", "/src/"]
        .iter()
        .find_map(|form| rest.strip_prefix(form))?;
    let (version, rest) = rest.split_once('/').unwrap_or((rest, ""));
    if is_past(version) {
        return None;
    }
    let Destination::Inside(mut inside) = destination::read(&format!("/{rest}")) else {
        return None;
    };
    inside.path = below(&inside.path, &repository.folder)?.to_owned();
    inside.undecoded = None;
    inside.from_root = true;
    Some(inside)
}

fn strip_scheme(url: &str) -> Option<&str> {
    url.split_once("://").map(|(_, rest)| rest)
}

/// What follows a host or a repository's name; letter case does not matter in either.
fn strip_ignoring_case<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let found = text.get(..start.len())?;
    let rest = &text[start.len()..];
    (found.eq_ignore_ascii_case(start) && (rest.is_empty() || rest.starts_with('/')))
        .then_some(rest)
}

/// A path inside a folder; `None` when it lies elsewhere.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_start_matches('/'))
}

/// Whether a version is a commit or a release and not a branch.
fn is_past(version: &str) -> bool {
    let is_commit = version.len() >= 7
        && version.len() <= 64
        && version.bytes().all(|byte| byte.is_ascii_hexdigit())
        && version.bytes().any(|byte| byte.is_ascii_digit());
    let number = version.strip_prefix('v').unwrap_or(version);
    let is_release = number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.');
    is_commit || is_release
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_into_the_own_repository_are_paths() {
        let repository = Repository {
            host: "https://github.com".into(),
            name: "acme/specs".into(),
            folder: "docs".into(),
        };
        let check = |url: &str, expected: Option<(&str, Option<&str>)>| {
            let found = inside(url, Some(&repository));
            let found = found.as_ref().map(|i| (i.path.as_str(), i.fragment.as_deref()));
            assert_eq!(found, expected, "{url}");
        };
        check("https://github.com/acme/specs/blob/main/docs/a.md", Some(("a.md", None)));
        check("http://GitHub.com/Acme/Specs/tree/main/docs/a%20b/#x", Some(("a b/", Some("x"))));
        check("https://github.com/acme/specs/-/blob/main/docs/a.md", Some(("a.md", None)));
        check("https://github.com/acme/specs/tree/main/docs", Some(("", None)));
        check("https://github.com/acme/specs/blob/main/src/a.md", None);
        check("https://github.com/acme/specs/blob/main/docs2/a.md", None);
        check("https://github.com/acme/specs2/blob/main/docs/a.md", None);
        check("https://github.com/acme/specs/blob/0123abc4/docs/a.md", None);
        check("https://github.com/acme/specs/blob/v1.2/docs/a.md", None);
        check("https://github.com/acme/specs/issues/1", None);
        check("https://github.com.evil.org/acme/specs/blob/main/docs/a.md", None);
        assert_eq!(inside("https://github.com/acme/specs/blob/main/docs/a.md", None), None);
    }
}
