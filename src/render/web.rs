//! Where the site stands on the web, and in which light it is first seen: what only the configuration can say.
//!
//! In: `[output.html]`. Out: the address of every page. Pages name each other by relative links and need none of this; search
//! engines, feeds and previews elsewhere want a whole address.
//!
//! The address is `site-url` where that is one; else it is made of the domain in `cname` and the path in `site-url`, or the
//! root. A path alone says nothing about a host, so nothing that needs an address is then written.

use super::href;
use crate::config::Html;
use crate::link::OutPath;
use percent_encoding::{CONTROLS, utf8_percent_encode};

/// The address of the site, with a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Web(String);

impl Web {
    /// The address that the configuration gives; `None` where it gives none.
    pub(super) fn of(html: &Html) -> Option<Self> {
        let given = html.site_url.as_deref().and_then(href::outside);
        let made = || {
            let path = html.site_path()?;
            href::outside(&format!("https://{}{path}", html.cname.as_deref()?))
        };
        let url = given.or_else(made)?;
        let path = url.find("://").map_or(0, |at| at + "://".len());
        let path = url[path..].find('/').map_or(url.len(), |at| path + at);
        // A sitemap wants plain ASCII, and so does whoever copies an address.
        let path = (&url[..path], utf8_percent_encode(url[path..].trim_end_matches('/'), CONTROLS));
        Some(Self(format!("{}{}/", path.0, path.1)))
    }

    /// The address of a file of the site. A folder stands for its index.
    pub(super) fn address(&self, file: &OutPath) -> String {
        let path = file.href_from(&OutPath::new("index.html"));
        let path = path.trim_start_matches("./");
        let folder = path.strip_suffix("index.html");
        let folder = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
        format!("{}{}", self.0, folder.unwrap_or(path))
    }
}

/// The colour scheme a reader starts with. mdBook asks for two themes, that of a reader whose system is dark apart; where
/// the two differ, readers get that of their system.
pub(super) fn scheme(html: &Html) -> &'static str {
    let known = |scheme: &str| ["light", "dark"].into_iter().find(|known| *known == scheme);
    let default = html.default_theme.as_deref().and_then(known);
    let Some(dark) = html.preferred_dark_theme.as_deref() else { return default.unwrap_or("auto") };
    default.filter(|default| known(dark) == Some(*default)).unwrap_or("auto")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(site_url: Option<&str>, cname: Option<&str>) -> Html {
        Html { site_url: site_url.map(Into::into), cname: cname.map(Into::into), ..Html::default() }
    }

    #[test]
    fn the_address_of_the_site() {
        let check = |url, name, expected: Option<&str>| {
            let found = Web::of(&html(url, name)).map(|web| web.0);
            assert_eq!(found.as_deref(), expected, "{url:?} {name:?}");
        };
        check(None, None, None);
        check(Some("/repo/"), None, None);
        check(Some("https://a.github.io/repo/"), None, Some("https://a.github.io/repo/"));
        check(Some("https://a.example/"), Some("b.example"), Some("https://a.example/"));
        check(None, Some("b.example"), Some("https://b.example/"));
        check(Some("/specs/"), Some("b.example"), Some("https://b.example/specs/"));
        check(Some("https://a.example/ü b/"), None, Some("https://a.example/%C3%BC%20b/"));
    }

    #[test]
    fn the_address_of_a_file() {
        let web = Web::of(&html(Some("https://a.example/r/"), None)).expect("it is one");
        let check = |path: &str, expected: &str| {
            assert_eq!(web.address(&OutPath::new(path)), format!("https://a.example/r/{expected}"));
        };
        check("index.html", "");
        check("specs/index.html", "specs/");
        check("specs/an-index.html", "specs/an-index.html");
        check("a b/ü&.html", "a%20b/%C3%BC&.html");
        check("a:b.html", "a:b.html");
    }

    #[test]
    fn the_first_colour_scheme() {
        let check = |default: Option<&str>, dark: Option<&str>, expected| {
            let html = Html {
                default_theme: default.map(Into::into),
                preferred_dark_theme: dark.map(Into::into),
                ..Html::default()
            };
            assert_eq!(scheme(&html), expected, "{default:?} {dark:?}");
        };
        check(None, None, "auto");
        check(Some("light"), None, "light");
        check(Some("dark"), None, "dark");
        check(Some("auto"), Some("dark"), "auto");
        check(Some("light"), Some("dark"), "auto");
        check(Some("light"), Some("light"), "light");
        check(Some("dark"), Some("dark"), "dark");
    }
}
