//! A source → where on the web it can be edited, commented on, and looked up in its past.
//!
//! In: the templates of the configuration, the repository, a path. Out: URLs. Paths and titles are strangers' text: each is
//! percent-encoded as the component it stands in before it reaches a template, so that none can end it and begin another.
//! Absent on purpose: the forms of particular forges, but for the one address of a file's history that most of them share.

use super::href;
use crate::config::Config;
use crate::diagnostic::SourcePath;
use crate::scan::Repository;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a component of a URL cannot hold as it is: all but the unreserved characters (RFC 3986, §2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same for a whole path, whose slashes stay.
const PATH: &AsciiSet = &COMPONENT.remove(b'/');

/// Where a source can be edited, by `edit-url-template`. As in mdBook, its path begins in the folder of `book.toml`.
pub(super) fn edit(config: &Config, path: &SourcePath) -> Option<String> {
    let template = config.html.edit_url_template.as_deref()?;
    href::outside(&template.replace("{path}", &encoded(&from_book(config, path))))
}

/// Where a place in a source can be commented on, by `comment-url`.
pub(super) fn comment(
    config: &Config,
    path: &SourcePath,
    line: u32,
    heading: &str,
) -> Option<String> {
    let template = config.portfolio.comment_url.as_deref()?;
    let url = template
        .replace("{path}", &encoded(&from_book(config, path)))
        .replace("{line}", &line.to_string())
        .replace("{heading}", &utf8_percent_encode(heading, COMPONENT).to_string());
    href::outside(&url)
}

/// Where the past of a source is listed: for a repository that the configuration names, since git's remote may be private.
pub(super) fn history(
    config: &Config,
    repository: Option<&Repository>,
    path: &SourcePath,
) -> Option<String> {
    let address = config.html.git_repository_url.as_deref()?;
    let folder = &repository?.folder;
    let inside = if folder.is_empty() { path.to_string() } else { format!("{folder}/{path}") };
    let address = address.trim_end_matches('/').trim_end_matches(".git");
    href::outside(&format!("{address}/commits/HEAD/{}", encoded(&inside)))
}

/// The path of a source from the folder of `book.toml`.
fn from_book(config: &Config, path: &SourcePath) -> String {
    let folder = config.book.src.to_string_lossy().replace('\\', "/");
    match SourcePath::from_root(&folder) {
        Some(folder) if !folder.as_str().is_empty() => format!("{folder}/{path}"),
        _ => path.to_string(),
    }
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    fn config() -> Config {
        let mut config = Config::defaults(Path::new("portfolio"));
        config.book.src = PathBuf::from("content");
        config
    }

    #[test]
    fn a_source_is_edited_where_the_template_says() {
        let mut config = config();
        let path = SourcePath::new("a b/c?d#e.md");
        assert_eq!(edit(&config, &path), None);
        config.html.edit_url_template = Some("https://a.org/edit/main/{path}".into());
        let expected = "https://a.org/edit/main/content/a%20b/c%3Fd%23e.md";
        assert_eq!(edit(&config, &path).as_deref(), Some(expected));
        config.book.src = PathBuf::from(".");
        config.html.edit_url_template = Some("javascript:{path}".into());
        assert_eq!(edit(&config, &path), None);
    }

    #[test]
    fn what_stands_in_a_query_stays_in_it() {
        let mut config = config();
        config.portfolio.comment_url =
            Some("https://a.org/new?title={heading}&body={path}%20{line}".into());
        let found = comment(&config, &SourcePath::new("a.md"), 7, "x&y=\"<b>\" {line}");
        let expected =
            "https://a.org/new?title=x%26y%3D%22%3Cb%3E%22%20%7Bline%7D&body=content/a.md%207";
        assert_eq!(found.as_deref(), Some(expected));
    }

    #[test]
    fn the_past_is_where_the_configured_repository_is() {
        let mut config = config();
        let repository = Repository {
            host: "https://a.org".into(),
            name: "o/n".into(),
            folder: "docs/content".into(),
        };
        let path = SourcePath::new("a.md");
        assert_eq!(history(&config, Some(&repository), &path), None);
        config.html.git_repository_url = Some("https://a.org/o/n.git".into());
        let expected = "https://a.org/o/n/commits/HEAD/docs/content/a.md";
        assert_eq!(history(&config, Some(&repository), &path).as_deref(), Some(expected));
    }
}
