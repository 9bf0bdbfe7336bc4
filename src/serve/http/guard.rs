//! A request → whether its sender may ask at all.
//!
//! In: the names the server goes by and what a browser says of who asks. Out: nothing, or the status that refuses. Any page
//! that is open in the author's browser can reach a port of this machine; what is served here is not for it. A name that
//! somebody else's server answers to (and then, by rebinding, ours) is refused, and so is whatever another site embeds.
//! Absent on purpose: secrets. Who can run a program on this machine can read the sources.

use super::request::{Caller, Request};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The names the server answers to.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    /// The name it was told to listen on.
    pub(super) bound: String,
}

impl Hosts {
    /// Whether a `Host` header names this server: `localhost` and names below it, the name it is bound to, and addresses,
    /// which no name service can forge. The port may be another, as a tunnel's is.
    fn admit(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else { return false };
        let name = name.to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let local = name.strip_suffix("localhost").is_some_and(|before| {
            before.is_empty() || (before.ends_with('.') && before.chars().all(plain))
        });
        local
            || name == self.bound.to_ascii_lowercase()
            || name.parse::<Ipv4Addr>().is_ok()
            || bracketed(&name).is_some_and(|inside| inside.parse::<Ipv6Addr>().is_ok())
    }
}

/// The status for a request that may not be answered, if it may not.
pub(super) fn refuses(request: &Request, hosts: &Hosts) -> Option<u16> {
    if !hosts.admit(&request.host) {
        return Some(421);
    }
    let caller = &request.caller;
    let elsewhere = matches!(caller.site.as_deref(), Some("cross-site" | "same-site"));
    (elsewhere && !navigates(caller)).then_some(403)
}

/// Whether the sender is one of our own pages, as far as anybody can tell: a program that is no browser says nothing.
pub(super) fn is_own(request: &Request) -> bool {
    let caller = &request.caller;
    let own = |url: &String| {
        let rest = url.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
        rest.split('/').next().is_some_and(|host| host.eq_ignore_ascii_case(&request.host))
    };
    caller.site.as_deref().is_none_or(|site| matches!(site, "same-origin" | "none"))
        && caller.origin.as_ref().is_none_or(own)
        && caller.referer.as_ref().is_none_or(own)
}

/// Whether a person follows a link to a page, in a window of its own.
fn navigates(caller: &Caller) -> bool {
    caller.mode.as_deref() == Some("navigate")
        && matches!(caller.destination.as_deref(), None | Some("document"))
}

/// The name in a `Host` header, brackets kept; `None` where what follows it is no port.
fn without_port(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') {
        host.find(']')? + 1
    } else {
        host.find(':').unwrap_or(host.len())
    };
    let (name, port) = host.split_at(end);
    let digits = |port: &str| port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    (port.is_empty() || port.strip_prefix(':').is_some_and(digits)).then_some(name)
}

fn bracketed(name: &str) -> Option<&str> {
    name.strip_prefix('[')?.strip_suffix(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_admitted() {
        let hosts = Hosts { bound: "Preview.example".into() };
        let check = |host: &str, expected| assert_eq!(hosts.admit(host), expected, "{host}");
        for host in [
            "localhost",
            "LocalHost:3000",
            "docs.localhost:3000",
            "127.0.0.1:3000",
            "10.0.0.7",
            "[::1]:3000",
            "[::1]",
            "preview.example:80",
            "localhost:",
        ] {
            check(host, true);
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "evillocalhost",
            "a@localhost",
            "a/.localhost",
            "localhost:80:80",
            "localhost:x",
            "localhost:999999",
            "::1",
            "[::1",
            "[evil]",
            "127.0.0.1.evil.example",
            "preview.example.",
            "x.preview.example",
            "0x7f.1",
        ] {
            check(host, false);
        }
    }

    fn request(site: Option<&str>, mode: Option<&str>, destination: Option<&str>) -> Request {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let caller = Caller {
            site: owned(site),
            mode: owned(mode),
            destination: owned(destination),
            ..Caller::default()
        };
        let host = "localhost:3000".into();
        Request {
            head_only: false,
            path: String::new(),
            host,
            caller,
            none_match: None,
            keeps: true,
        }
    }

    #[test]
    fn another_site_may_link_and_nothing_else() {
        let hosts = Hosts { bound: "localhost".into() };
        let check = |site, mode, destination, expected| {
            assert_eq!(
                refuses(&request(site, mode, destination), &hosts),
                expected,
                "{site:?} {mode:?}"
            );
        };
        check(None, None, None, None);
        check(Some("same-origin"), Some("no-cors"), Some("image"), None);
        check(Some("none"), Some("navigate"), Some("document"), None);
        check(Some("cross-site"), Some("navigate"), Some("document"), None);
        check(Some("cross-site"), Some("navigate"), Some("iframe"), Some(403));
        check(Some("cross-site"), Some("no-cors"), Some("image"), Some(403));
        check(Some("same-site"), Some("cors"), Some("empty"), Some(403));
        check(Some("cross-site"), None, None, Some(403));
    }

    #[test]
    fn events_are_for_our_own_pages() {
        let check = |site: Option<&str>, origin: Option<&str>, referer: Option<&str>, expected| {
            let mut request = request(site, None, None);
            request.caller.origin = origin.map(str::to_owned);
            request.caller.referer = referer.map(str::to_owned);
            assert_eq!(is_own(&request), expected, "{site:?} {origin:?} {referer:?}");
        };
        check(None, None, None, true);
        check(Some("same-origin"), None, Some("http://localhost:3000/a.html"), true);
        check(None, Some("http://localhost:3000"), None, true);
        check(Some("cross-site"), None, None, false);
        check(Some("same-site"), None, None, false);
        check(None, Some("http://localhost:4000"), None, false);
        check(None, Some("null"), None, false);
        check(None, Some("http://evil.example"), None, false);
        check(None, None, Some("http://evil.example/localhost:3000"), false);
    }
}
