//! What the text of an option must be: one function per rule, from the text as written to the value as used.
//!
//! Refusing a value here, with its line and column, spares every later stage the question. A rule answers with an
//! [`Objection`] that continues the sentence "`key` …". Absent on purpose: rules that need the disk; loading asks those.

use crate::diagnostic::Severity;
use crate::diagnostic::suggest::did_you_mean;
use std::path::{Component, Path, PathBuf};

/// Why a value is refused, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Objection {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

fn object<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Objection> {
    Err(Objection { message: message.into(), help: Some(help.into()) })
}

/// Any text.
#[expect(clippy::unnecessary_wraps, reason = "it is a rule like the others")]
pub(super) fn any(text: &str) -> Result<String, Objection> {
    Ok(text.to_owned())
}

/// Any path.
#[expect(clippy::unnecessary_wraps, reason = "it is a rule like the others")]
pub(super) fn path(text: &str) -> Result<PathBuf, Objection> {
    Ok(PathBuf::from(text))
}

/// A glob of source paths.
pub(super) fn glob(text: &str) -> Result<String, Objection> {
    match globset::Glob::new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => object(
            format!("is no glob: {}", error.kind()),
            "globs are written as in `.gitignore`: `drafts/**`, `*.tmp.md`",
        ),
    }
}

/// One of a few words.
pub(super) fn word(known: &[&str]) -> impl Fn(&str) -> Result<String, Objection> {
    move |text| {
        if known.contains(&text) {
            return Ok(text.to_owned());
        }
        let list = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let help = match did_you_mean(text, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`"),
            None => format!("it is one of {list}"),
        };
        object(format!("cannot be `{text}`"), help)
    }
}

/// One of a few words, or `-` and one of them: backwards.
pub(super) fn order(known: &[&str]) -> impl Fn(&str) -> Result<String, Objection> {
    move |text| {
        let column = text.strip_prefix('-').unwrap_or(text);
        word(known)(column).map(|_| text.to_owned())
    }
}

/// A severity, or `off`.
pub(super) fn severity(text: &str) -> Result<Option<Severity>, Objection> {
    let word = word(&["error", "warning", "note", "off"])(text)?;
    Ok(match word.as_str() {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        _ => None,
    })
}

/// An address on the web: `http` or `https`, a host, and nothing that would end an attribute or a line.
pub(super) fn web_address(text: &str) -> Result<String, Objection> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme))?;
        text.get(scheme.len()..)
    });
    let Some(rest) = rest else {
        return object("must be a web address", "begin it with `https://`");
    };
    if rest.is_empty() || rest.starts_with(['/', '?', '#']) {
        return object("names no host", "write it as `https://example.org/…`");
    }
    unspaced(text)
}

/// A domain name, as a `CNAME` file holds it: no scheme, no port, no path.
pub(super) fn host(text: &str) -> Result<String, Objection> {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let name = text.trim();
    if name.split('.').all(label) && !name.split('.').all(|l| l.bytes().all(|b| b.is_ascii_digit()))
    {
        return Ok(name.to_owned());
    }
    object("is no domain name", "write it as `specs.example.org`")
}

/// Text without spaces, control characters and quotes.
fn unspaced(text: &str) -> Result<String, Objection> {
    match text.chars().find(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
    {
        Some(found) => object(
            format!("holds {found:?}, which no address does"),
            "percent-encode the character, or remove it",
        ),
        None => Ok(text.to_owned()),
    }
}

/// A web address with `{placeholder}`s in it, no others than these; it must hold the first when `required`.
pub(super) fn web_template(
    placeholders: &'static [&'static str],
    required: bool,
) -> impl Fn(&str) -> Result<String, Objection> {
    move |text| {
        web_address(text)?;
        let placeholder = placeholders[0];
        let mut rest = text;
        let mut found = false;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}').filter(|_| !before.contains('}'))
            else {
                return object("has an unpaired brace", format!("write `{{{placeholder}}}`"));
            };
            if !placeholders.contains(&name) {
                return object(
                    format!("has the placeholder `{{{name}}}`, which is not known here"),
                    format!("write `{{{}}}`", placeholders.join("}`, `{")),
                );
            }
            found |= name == placeholder;
            rest = after;
        }
        if required && !found {
            return object(
                format!("does not say where `{{{placeholder}}}` goes"),
                format!("write it as `https://example.org/issues/{{{placeholder}}}`"),
            );
        }
        Ok(text.to_owned())
    }
}

/// Where the site will stand: a web address, or a path, which gets its slashes.
pub(super) fn site_url(text: &str) -> Result<String, Objection> {
    let mut url = if has_scheme(text) || text.starts_with("//") {
        web_address(text)?
    } else {
        format!("/{}", unspaced(text)?.trim_start_matches('/'))
    };
    if url.contains(['?', '#']) {
        return object("cannot have a query or a fragment", "end it with the folder of the site");
    }
    if !url.ends_with('/') {
        url.push('/');
    }
    Ok(url)
}

/// Where a redirect leads: a web address, or a path.
pub(super) fn redirect_target(text: &str) -> Result<String, Objection> {
    if has_scheme(text) || text.starts_with("//") { web_address(text) } else { unspaced(text) }
}

/// Whether a URL begins with a scheme (RFC 3986, §3.1).
fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// The address that a redirect stands at: a path inside the site.
pub(super) fn is_inside_site(address: &str) -> bool {
    let path = Path::new(address.trim_start_matches('/'));
    !address.is_empty()
        && !address.contains(['\\', '\0'])
        && path.components().all(|component| matches!(component, Component::Normal(_)))
}

/// A folder for the output: it has a name, so it is neither the portfolio's folder nor one above it.
pub(super) fn output_folder(text: &str) -> Result<PathBuf, Objection> {
    let path = PathBuf::from(text);
    if matches!(path.components().next_back(), Some(Component::Normal(_))) {
        return Ok(path);
    }
    object(
        format!("cannot be `{text}`, where other files live"),
        "name a folder that holds nothing but the site: `site`",
    )
}

/// A colour scheme: ours, or the one that comes nearest to a theme of mdBook's; `None` for a theme nobody knows.
#[expect(clippy::unnecessary_wraps, reason = "it is a rule like the others")]
pub(super) fn scheme(text: &str) -> Result<Option<String>, Objection> {
    Ok(match text.to_lowercase().as_str() {
        "auto" => Some("auto".into()),
        "light" | "rust" => Some("light".into()),
        "dark" | "coal" | "navy" | "ayu" => Some("dark".into()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks for the value, or the message of the objection after `!`.
    #[track_caller]
    fn check<T: AsRef<str>>(result: Result<T, Objection>, expected: &str) {
        match result {
            Ok(value) => assert_eq!(value.as_ref(), expected),
            Err(objection) => assert_eq!(format!("!{}", objection.message), expected),
        }
    }

    #[test]
    fn globs() {
        check(glob("drafts/**/*.md"), "drafts/**/*.md");
        check(glob("a{b,c}[0-9]?"), "a{b,c}[0-9]?");
        check(glob("a[b"), "!is no glob: unclosed character class; missing ']'");
        check(
            glob("{a"),
            "!is no glob: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
        );
    }

    #[test]
    fn web_addresses() {
        check(web_address("https://example.org/a"), "https://example.org/a");
        check(web_address("HTTP://example.org"), "HTTP://example.org");
        check(web_address("javascript:alert(1)"), "!must be a web address");
        check(web_address("github.com/a/b"), "!must be a web address");
        check(web_address("https:///a"), "!names no host");
        check(web_address("https://a/\"onload=x"), "!holds '\"', which no address does");
        check(web_address("https://a/ b"), "!holds ' ', which no address does");
        check(web_address("hé"), "!must be a web address");
    }

    #[test]
    fn hosts() {
        check(host("specs.example.org"), "specs.example.org");
        check(host(" localhost "), "localhost");
        check(host("bücher.example"), "bücher.example");
        for text in ["https://a.org", "a.org/b", "a.org:80", "a..org", "-a.org", "1.2.3.4", "a b"] {
            check(host(text), "!is no domain name");
        }
    }

    #[test]
    fn web_templates() {
        let issue = web_template(&["number"], true);
        check(issue("https://a/issues/{number}"), "https://a/issues/{number}");
        check(issue("https://a/issues"), "!does not say where `{number}` goes");
        check(issue("https://a/{nr}"), "!has the placeholder `{nr}`, which is not known here");
        check(issue("https://a/{number"), "!has an unpaired brace");
        check(issue("https://a/}{number}"), "!has an unpaired brace");
        check(issue("ftp://a/{number}"), "!must be a web address");
        check(web_template(&["path"], false)("https://a/"), "https://a/");
        let comment = web_template(&["path", "line"], true);
        check(comment("https://a/{line}?{path}"), "https://a/{line}?{path}");
        check(comment("https://a/{line}"), "!does not say where `{path}` goes");
    }

    #[test]
    fn site_urls() {
        check(site_url("/repo/"), "/repo/");
        check(site_url("repo"), "/repo/");
        check(site_url("/"), "/");
        check(site_url("https://a.org/docs"), "https://a.org/docs/");
        check(site_url("javascript:x"), "!must be a web address");
        check(site_url("//evil.org"), "!must be a web address");
        check(site_url("/a?b"), "!cannot have a query or a fragment");
    }

    #[test]
    fn redirects() {
        let check_address =
            |address, expected| assert_eq!(is_inside_site(address), expected, "{address}");
        check_address("/a/b.html", true);
        check_address("a.html", true);
        check_address("../a.html", false);
        check_address("/a/../../b", false);
        check_address("", false);
        check(redirect_target("../new.html#x"), "../new.html#x");
        check(redirect_target("https://a.org/"), "https://a.org/");
        check(redirect_target("javascript:x"), "!must be a web address");
    }

    #[test]
    fn output_folders() {
        let check_folder =
            |text, expected| assert_eq!(output_folder(text).is_ok(), expected, "{text}");
        check_folder("site", true);
        check_folder("../out", true);
        check_folder("out/", true);
        check_folder(".", false);
        check_folder("..", false);
        check_folder("a/..", false);
        check_folder("/", false);
    }

    #[test]
    fn words() {
        let turn = word(&["author", "reviewers", "nobody"]);
        check(turn("author"), "author");
        assert_eq!(
            turn("reviewer").expect_err("it is no turn").help.as_deref(),
            Some("did you mean `reviewers`")
        );
        assert_eq!(
            turn("everyone").expect_err("it is no turn").help.as_deref(),
            Some("it is one of `author`, `reviewers`, `nobody`")
        );
        let order = order(&["id", "updated"]);
        check(order("-updated"), "-updated");
        check(order("id"), "id");
        check(order("--id"), "!cannot be `-id`");
        assert_eq!(severity("off"), Ok(None));
        assert_eq!(severity("note"), Ok(Some(Severity::Note)));
        assert!(severity("fatal").is_err());
    }

    #[test]
    fn schemes_of_mdbook_become_ours() {
        let check =
            |text, expected: Option<&str>| assert_eq!(scheme(text), Ok(expected.map(Into::into)));
        check("light", Some("light"));
        check("Ayu", Some("dark"));
        check("auto", Some("auto"));
        check("my-own", None);
    }
}
