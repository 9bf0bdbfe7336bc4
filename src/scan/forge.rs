//! The address of a repository → the forge it stands on and its name there.
//!
//! In: what the configuration or git says, in any form git takes. Out: scheme and host, and `owner/name`, by which a URL into
//! the portfolio's own repository is known. It stands alone because it is text to text. Absent on purpose: any list of known
//! forges.

/// Scheme and host, and `owner/name`, of a repository's address: `https://github.com/o/n.git`, `git@github.com:o/n`,
/// `ssh://git@host:22/o/n`, or a page of it (`…/o/n/tree/main`). A user name or password in it is left behind; paths on this
/// machine are nobody's address.
pub(super) fn forge(address: &str) -> Option<(String, String)> {
    let address = address.trim();
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest.to_owned()),
        None => ("ssh".to_owned(), scp_like(address)?),
    };
    let (authority, path) = rest.split_once('/')?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (scheme, host) = match scheme.as_str() {
        "http" | "https" => (scheme.as_str(), host),
        "ssh" | "git" | "git+ssh" => ("https", host.split_once(':').map_or(host, |(host, _)| host)),
        _ => return None,
    };
    let name = repository_name(path)?;
    let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
    (plain && !host.is_empty()).then(|| (format!("{scheme}://{}", host.to_lowercase()), name))
}

/// `git@host:owner/name` as `git@host/owner/name`. A path before the colon, or a drive letter, is none.
fn scp_like(address: &str) -> Option<String> {
    let (host, path) = address.split_once(':')?;
    (!host.contains(['/', '\\']) && host.len() > 1)
        .then(|| format!("{host}/{}", path.trim_start_matches('/')))
}

/// `owner/name` from the path of an address.
fn repository_name(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_matches('/');
    let page = ["/-/", "/tree/", "/blob/", "/edit/", "/src/"];
    let end = page.iter().filter_map(|word| path.find(word)).min().unwrap_or(path.len());
    let name = path[..end].trim_end_matches('/');
    let name = name.strip_suffix(".git").unwrap_or(name);
    let plain = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '+'))
    };
    (name.contains('/') && name.split('/').all(plain)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forge_is_known_from_any_form_of_address() {
        fn check(address: &str, expected: Option<(&str, &str)>) {
            let expected = expected.map(|(host, name)| (host.to_owned(), name.to_owned()));
            assert_eq!(forge(address), expected, "{address}");
        }
        let github = Some(("https://github.com", "ann/specs"));
        check("https://github.com/ann/specs", github);
        check("https://github.com/ann/specs.git", github);
        check("https://GitHub.com/ann/specs/\n", github);
        check("https://ann:secret@github.com/ann/specs", github);
        check("https://github.com/ann/specs/tree/main/docs?x#y", github);
        check("git@github.com:ann/specs.git", github);
        check("github.com:/ann/specs", github);
        check("ssh://git@github.com:22/ann/specs.git", github);
        check("git://github.com/ann/specs.git", github);
        check("http://forge.test:3000/ann/specs", Some(("http://forge.test:3000", "ann/specs")));
        check("https://gitlab.com/a/b/c/-/tree/x", Some(("https://gitlab.com", "a/b/c")));
        check("https://github.com/ann", None);
        check("https://github.com/ann/..", None);
        check("https://github.com/ann/<b>", None);
        check("https://<b>/ann/specs", None);
        check("file:///srv/git/specs.git", None);
        check("/srv/git/specs.git", None);
        check("./a:b/c", None);
        check(r"C:\git\specs", None);
        check("ext::sh -c x", None);
    }
}
