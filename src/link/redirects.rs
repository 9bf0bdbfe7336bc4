//! `[output.html.redirect]` → pages that lead from an old address to a new one.
//!
//! In: the configuration, and every address that is given out. Out: the redirects, and a problem for each that cannot be. It
//! comes after all addresses, since a redirect never takes one from a document or a file. A new address is a page or file
//! of this site, seen from the old one as in mdBook, or a web address. Absent on purpose: the page that a browser is shown.

use super::address::{is_reserved, safe, split_extension};
use super::assign::Addresses;
use super::portfolio::{Asset, Redirect, Target};
use super::{Ground, OutPath};
use crate::config::Config;
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use std::collections::HashMap;

/// Judges every redirect; and the document that the configuration names for the 404 page.
pub(super) fn settle(
    ground: &Ground<'_>,
    addresses: &mut Addresses,
    assets: &[Asset],
) -> (Vec<Redirect>, Vec<Problem>) {
    let config = &ground.inputs.settings.0;
    let targets = targets(ground, addresses, assets);
    let mut problems: Vec<Problem> = missing_404(config, ground).into_iter().collect();
    let mut redirects = Vec::new();
    for (old, new) in &config.html.redirect {
        match redirect(old, new, config, &targets, addresses) {
            Ok(redirect) => redirects.push(redirect),
            Err((message, help)) => {
                let place = place(config, &format!("output.html.redirect.{old}"));
                problems.push(Problem::new(Code::BadRedirect, place, message).help(help));
            }
        }
    }
    (redirects, problems)
}

/// What a redirect may lead to, by address.
fn targets(
    ground: &Ground<'_>,
    addresses: &Addresses,
    assets: &[Asset],
) -> HashMap<String, Target> {
    let seen = ground.units.iter().flat_map(super::group::Unit::texts);
    let of_text = seen.flat_map(|text| {
        let page = Target::Page { page: addresses.page(text), fragment: None };
        [
            (addresses.page(text), page),
            (addresses.source(text), Target::File(addresses.source(text))),
        ]
    });
    let of_file = assets.iter().map(|asset| (asset.to.clone(), Target::File(asset.to.clone())));
    let own = ["index.html", "documents.html", "problems.html"].map(|path| {
        let page = OutPath::new(path);
        (page.clone(), Target::Page { page, fragment: None })
    });
    of_text.chain(of_file).chain(own).map(|(path, target)| (path.to_string(), target)).collect()
}

type Refusal = (String, &'static str);

fn redirect(
    old: &str,
    new: &str,
    config: &Config,
    targets: &HashMap<String, Target>,
    addresses: &mut Addresses,
) -> Result<Redirect, Refusal> {
    let from = old_page(old)?;
    let to = target(&from, new, config, targets)?;
    let from = addresses.exactly(&from).ok_or_else(|| {
        (
            format!("a redirect cannot stand at `{old}`: something of the site stands there"),
            "remove the redirect, or move what stands there",
        )
    })?;
    Ok(Redirect { from, to })
}

/// The page that stands at an old address.
fn old_page(old: &str) -> Result<String, Refusal> {
    if old.contains(['#', '?']) {
        return Err((
            format!("a redirect cannot stand at a part of a page: `{old}`"),
            "a redirect of a heading would need a script; name the page alone",
        ));
    }
    let path = old.trim_start_matches('/');
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if !path.to_lowercase().ends_with(".html") || safe(&path) != path {
        return Err((
            format!("a redirect cannot stand at `{old}`: no page is called that"),
            "an old address ends with `.html` or `/`",
        ));
    }
    Ok(path)
}

/// What a new address means on the page that stood at the old one.
fn target(
    from: &str,
    new: &str,
    config: &Config,
    targets: &HashMap<String, Target>,
) -> Result<Target, Refusal> {
    // The configuration takes no scheme but the web's, and nothing else has a colon before its first slash.
    if new.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) && new.contains("://")
    {
        return Ok(Target::Outside(new.to_owned()));
    }
    let (path, fragment) = new.split_once('#').map_or((new, None), |(path, at)| (path, Some(at)));
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let candidates = candidates(from, &path, config);
    if candidates.is_empty() {
        return Err((
            format!("a redirect leads out of the site: `{new}`"),
            "a relative address begins at the folder of the old one",
        ));
    }
    let found = candidates.iter().find_map(|path| targets.get(path));
    match found {
        Some(Target::Page { page, .. }) if page.as_str() == from => {
            Err((format!("a redirect leads to itself: `{new}`"), "name another page"))
        }
        Some(Target::Page { page, .. }) => {
            Ok(Target::Page { page: page.clone(), fragment: fragment.map(str::to_owned) })
        }
        Some(other) => Ok(other.clone()),
        // The lists come and go with what they list, and the program makes them: they are taken at their word.
        None => candidates
            .iter()
            .find(|path| {
                let is_page = split_extension(path).1 == ".html";
                is_page && path.contains('/') && is_reserved(path)
            })
            .map(|path| Target::Page { page: OutPath::new(path.as_str()), fragment: None })
            .ok_or_else(|| {
                (
                    format!("a redirect leads to `{new}`, which is no page of this site"),
                    "name a page as it is in the output: `/specs/new.html`",
                )
            }),
    }
}

/// The paths that a new address may mean: from the root of the site, without the site's own path, or from the old page.
fn candidates(from: &str, path: &str, config: &Config) -> Vec<String> {
    let page = |path: SourcePath| match path.as_str() {
        "" => "index.html".to_owned(),
        folder => folder.to_owned(),
    };
    let mut found = Vec::new();
    if path.starts_with('/') {
        found.extend(SourcePath::from_root(path).map(page));
        let below = config.html.site_path().and_then(|site| path.strip_prefix(site));
        found.extend(below.and_then(SourcePath::from_root).map(page));
    } else {
        found.extend(SourcePath::new(from).resolve(path).map(page));
    }
    let indexes: Vec<String> = found.iter().map(|path| format!("{path}/index.html")).collect();
    found.extend(indexes);
    found
}

/// A problem when the configuration names a document for the 404 page that is not there.
fn missing_404(config: &Config, ground: &Ground<'_>) -> Option<Problem> {
    config.html.input_404.as_ref()?;
    let path = config.html.not_found();
    if ground.texts.iter().any(|text| text.document.path.as_str() == path) {
        return None;
    }
    let place = place(config, "output.html.input-404");
    let message = format!("no document `{path}` for the 404 page");
    Some(Problem::new(Code::BrokenLink, place, message).help("the path begins at the sources"))
}

fn place(config: &Config, key: &str) -> Place {
    let place = config.places.get(key).cloned();
    place.unwrap_or_else(|| Place::file(&SourcePath::new("book.toml")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::testing::{Setting, doc, portfolio_in, problems};

    /// What one redirect becomes, beside `specs/new.md`, `a/index.md` and the picture `p.png`.
    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let mut setting = Setting { files: vec!["p.png"], ..Setting::default() };
        setting.config.html.site_url = Some("https://example.org/repo/".into());
        setting.config.html.redirect = [(old.to_owned(), new.to_owned())].into();
        let drafts = [doc("specs/new.md").image("/p.png"), doc("a/index.md")];
        let portfolio = portfolio_in(&setting, drafts);
        let found = portfolio.redirects.iter().map(|redirect| {
            let to = match &redirect.to {
                Target::Page { page, fragment: Some(fragment) } => format!("{page}#{fragment}"),
                Target::Page { page, .. } | Target::File(page) => page.to_string(),
                Target::Outside(url) => url.clone(),
                Target::Nothing => "nothing".into(),
            };
            format!("{} → {to}", redirect.from)
        });
        let refused = problems(&portfolio, "bad-redirect");
        let all: Vec<String> = found.chain(refused).collect();
        assert_eq!(all, [expected], "{old} → {new}");
    }

    #[test]
    fn a_new_address_is_seen_from_the_old_one_or_the_root() {
        check("/old.html", "specs/new.html", "old.html → specs/new.html");
        check("x/old.html", "../specs/new.html#part", "x/old.html → specs/new.html#part");
        check("/x/old.html", "/specs/new.html", "x/old.html → specs/new.html");
        check("/x/old.html", "/repo/specs/new.html", "x/old.html → specs/new.html");
        check("/x/", "/a/", "x/index.html → a/index.html");
        check("/x/y.html", "/", "x/y.html → index.html");
        check("/x.html", "p.png", "x.html → p.png");
        check("/x.html", "status/draft.html", "x.html → status/draft.html");
        check("/x.html", "https://example.org/y", "x.html → https://example.org/y");
    }

    #[test]
    fn what_cannot_be_is_a_problem() {
        let at = |message: &str| format!("book.toml:0 {message}");
        let stands = |old: &str| {
            at(&format!("a redirect cannot stand at `{old}`: something of the site stands there"))
        };
        check("/specs/new.html", "/a/", &stands("/specs/new.html"));
        check("/Specs/NEW.html", "/a/", &stands("/Specs/NEW.html"));
        check("/documents.html", "/a/", &stands("/documents.html"));
        check("/status/old.html", "/a/", &stands("/status/old.html"));
        check("/specs/new.html/x.html", "/a/", &stands("/specs/new.html/x.html"));
        check("/old", "/a/", &at("a redirect cannot stand at `/old`: no page is called that"));
        check(
            "/old.html#x",
            "/a/",
            &at("a redirect cannot stand at a part of a page: `/old.html#x`"),
        );
        check("/old.html", "../x.html", &at("a redirect leads out of the site: `../x.html`"));
        check(
            "/old.html",
            "gone.html",
            &at("a redirect leads to `gone.html`, which is no page of this site"),
        );
    }

    #[test]
    fn the_404_page_names_a_document_that_is_there() {
        let mut setting = Setting::default();
        setting.config.html.input_404 = Some("lost.md".into());
        let found = |path| problems(&portfolio_in(&setting, [doc(path)]), "broken-link");
        assert_eq!(found("a.md"), ["book.toml:0 no document `lost.md` for the 404 page"]);
        assert_eq!(found("lost.md"), Vec::<String>::new());
    }
}
