//! The theme: templates and assets, the embedded ones with the user's in their place → pages.
//!
//! In: [`ThemeFiles`]. Out: a [`Theme`] that renders views and lists its assets. Tera stays behind this module. A template
//! that does not compile, or fails, is the user's configuration gone wrong: it is reported with its file and place, and no
//! page is made. Templates are compiled from the theme alone; no text of a document ever is one.

use super::{ThemeFiles, escape};
use crate::diagnostic::Error;
use crate::link::OutPath;
use crate::link::address::safe;
use crate::memo::Fingerprint;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::io::Write;
use tera::{Context, ErrorKind, Tera};

/// The embedded theme: path inside it and bytes, by path. A test holds it to the folder.
pub const FILES: &[(&str, &[u8])] = &[
    ("assets/card.js", include_bytes!("../../themes/default/assets/card.js")),
    ("assets/copy.js", include_bytes!("../../themes/default/assets/copy.js")),
    ("assets/facets.js", include_bytes!("../../themes/default/assets/facets.js")),
    ("assets/filter.js", include_bytes!("../../themes/default/assets/filter.js")),
    ("assets/fold.js", include_bytes!("../../themes/default/assets/fold.js")),
    ("assets/groups.js", include_bytes!("../../themes/default/assets/groups.js")),
    ("assets/icon.svg", include_bytes!("../../themes/default/assets/icon.svg")),
    ("assets/index.js", include_bytes!("../../themes/default/assets/index.js")),
    ("assets/keys.js", include_bytes!("../../themes/default/assets/keys.js")),
    ("assets/me.js", include_bytes!("../../themes/default/assets/me.js")),
    ("assets/rows.js", include_bytes!("../../themes/default/assets/rows.js")),
    ("assets/scheme.js", include_bytes!("../../themes/default/assets/scheme.js")),
    ("assets/search-engine.js", include_bytes!("../../themes/default/assets/search-engine.js")),
    ("assets/search-panel.js", include_bytes!("../../themes/default/assets/search-panel.js")),
    ("assets/search-rank.js", include_bytes!("../../themes/default/assets/search-rank.js")),
    ("assets/search-words.js", include_bytes!("../../themes/default/assets/search-words.js")),
    ("assets/search.css", include_bytes!("../../themes/default/assets/search.css")),
    ("assets/search.js", include_bytes!("../../themes/default/assets/search.js")),
    ("assets/sentence.js", include_bytes!("../../themes/default/assets/sentence.js")),
    ("assets/spy.js", include_bytes!("../../themes/default/assets/spy.js")),
    ("assets/style.css", include_bytes!("../../themes/default/assets/style.css")),
    ("assets/switch.js", include_bytes!("../../themes/default/assets/switch.js")),
    ("assets/trail.js", include_bytes!("../../themes/default/assets/trail.js")),
    ("templates/404.html", include_bytes!("../../themes/default/templates/404.html")),
    ("templates/base.html", include_bytes!("../../themes/default/templates/base.html")),
    ("templates/components.html", include_bytes!("../../themes/default/templates/components.html")),
    ("templates/document.html", include_bytes!("../../themes/default/templates/document.html")),
    ("templates/home.html", include_bytes!("../../themes/default/templates/home.html")),
    ("templates/id.html", include_bytes!("../../themes/default/templates/id.html")),
    ("templates/list.html", include_bytes!("../../themes/default/templates/list.html")),
    ("templates/problems.html", include_bytes!("../../themes/default/templates/problems.html")),
    ("templates/redirect.html", include_bytes!("../../themes/default/templates/redirect.html")),
    ("templates/row.html", include_bytes!("../../themes/default/templates/row.html")),
    ("templates/search.html", include_bytes!("../../themes/default/templates/search.html")),
];

/// Where the assets go in the output.
const FOLDER: &str = "_specfolio";

/// A theme ready to render.
#[derive(Clone, Debug)]
pub(super) struct Theme {
    tera: Tera,
    /// The texts of the templates, to quote when one fails.
    templates: BTreeMap<String, String>,
    /// Path in the output and bytes.
    assets: BTreeMap<String, (OutPath, Cow<'static, [u8]>)>,
    /// The user's own beside them: style sheets and scripts.
    styles: Vec<(OutPath, Vec<u8>)>,
    scripts: Vec<(OutPath, Vec<u8>)>,
    /// The name of all that pages have of the theme: the templates, and the values given to every one of them.
    made_of: Fingerprint,
}

impl Theme {
    /// Compiles a theme.
    ///
    /// # Errors
    ///
    /// When a template is not UTF-8 or does not compile.
    pub(super) fn load(replaced: &ThemeFiles) -> Result<Self, Error> {
        let mut files: BTreeMap<&str, Cow<'static, [u8]>> =
            FILES.iter().map(|(path, bytes)| (*path, Cow::Borrowed(*bytes))).collect();
        for (path, bytes) in &replaced.replaced {
            files.insert(path, Cow::Owned(bytes.clone()));
        }
        let mut theme = Self {
            tera: Tera::default(),
            templates: BTreeMap::new(),
            assets: BTreeMap::new(),
            styles: named_by_content(&replaced.additional.styles),
            scripts: named_by_content(&replaced.additional.scripts),
            made_of: Fingerprint::of(&()),
        };
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                theme.templates.insert(name.to_owned(), template_text(path, &bytes)?);
            } else if let Some(name) = path.strip_prefix("assets/") {
                theme.assets.insert(name.to_owned(), (hashed(name, &bytes), bytes));
            }
        }
        theme.compile()?;
        theme.made_of = Fingerprint::of(&theme.templates);
        Ok(theme)
    }

    /// Gives every template a value of this name.
    pub(super) fn share(&mut self, name: &'static str, value: &(impl Serialize + Hash)) {
        self.made_of = Fingerprint::of(&(self.made_of, name, value));
        self.tera.global_context().insert(name, value);
    }

    /// The name of what a template gives for these values: all that rendering reads.
    pub(super) fn fingerprint(&self, template: &str, values: &impl Hash) -> Fingerprint {
        Fingerprint::of(&(self.made_of, template, values))
    }

    /// Where each asset stands in the output, by its name in the theme.
    pub(super) fn addresses(&self) -> BTreeMap<String, String> {
        self.assets.iter().map(|(name, (path, _))| (name.clone(), path.to_string())).collect()
    }

    /// The assets for the output.
    pub(super) fn assets(&self) -> impl Iterator<Item = (OutPath, Vec<u8>)> {
        let theme = self.assets.values().map(|(path, bytes)| (path.clone(), bytes.to_vec()));
        theme.chain(self.styles.iter().chain(&self.scripts).cloned())
    }

    /// Where the user's style sheets stand in the output.
    pub(super) fn styles(&self) -> Vec<String> {
        self.styles.iter().map(|(path, _)| path.to_string()).collect()
    }

    /// Where the user's scripts stand in the output.
    pub(super) fn scripts(&self) -> Vec<String> {
        self.scripts.iter().map(|(path, _)| path.to_string()).collect()
    }

    /// Renders a template with these values.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub(super) fn render(&self, template: &str, context: &Context) -> Result<String, Error> {
        self.tera.render(template, context).map_err(|error| self.report(template, &error))
    }

    /// Every file is HTML and escaped, whatever it is called: a theme's file cannot switch escaping off by its name.
    fn compile(&mut self) -> Result<(), Error> {
        self.tera.autoescape_on([""]);
        self.tera.set_escape_fn(escape_into);
        let compiled = self.tera.add_raw_templates(&self.templates);
        compiled.map_err(|error| self.report("base.html", &error))
    }

    /// Tera's error as ours. `template` is to blame where the error names none.
    fn report(&self, template: &str, error: &tera::Error) -> Error {
        let (name, span, message) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.filename(), report.span().range.clone(), report.message().to_owned())
            }
            ErrorKind::MissingParent { current, parent } => (
                current.as_str(),
                0..0,
                format!("it extends `{parent}`, which the theme does not have"),
            ),
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                (tpl.as_str(), 0..0, "templates include each other in a circle".to_owned())
            }
            _ => (template, 0..0, error.to_string()),
        };
        Error::Configuration {
            path: format!("templates/{name}").into(),
            text: self.templates.get(name).cloned().unwrap_or_default(),
            span,
            message: lower_first(&message),
            help: Some("the values that templates see are those of `render::views`".to_owned()),
        }
    }
}

/// A context with two values; most pages have their own and that of their family.
pub(super) fn context(
    first: (&'static str, &impl Serialize),
    second: (&'static str, &impl Serialize),
) -> Context {
    let mut context = Context::new();
    context.insert(first.0, first.1);
    context.insert(second.0, second.1);
    context
}

fn template_text(path: &str, bytes: &[u8]) -> Result<String, Error> {
    String::from_utf8(bytes.to_vec()).map_err(|error| Error::Configuration {
        path: path.into(),
        text: String::from_utf8_lossy(bytes).into_owned(),
        span: 0..0,
        message: format!(
            "the template is not UTF-8 after byte {}",
            error.utf8_error().valid_up_to()
        ),
        help: Some("save it as UTF-8".to_owned()),
    })
}

fn named_by_content(files: &[(String, Vec<u8>)]) -> Vec<(OutPath, Vec<u8>)> {
    files.iter().map(|(name, bytes)| (hashed(&safe(name), bytes), bytes.clone())).collect()
}

/// The path of an asset: with its content in its name, so that browsers may keep it for ever.
fn hashed(name: &str, bytes: &[u8]) -> OutPath {
    let hash = blake3::hash(bytes).to_hex();
    let (stem, extension) =
        name.rsplit_once('.').map_or((name, String::new()), |(s, e)| (s, format!(".{e}")));
    OutPath::new(format!("{FOLDER}/{stem}.{}{extension}", &hash[..10]))
}

/// Our own escaping as Tera wants it.
fn escape_into(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    out.write_all(escape::escape(text).as_bytes())
}

/// Messages of ours begin in lower case.
fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_lowercase(), characters.as_str().trim_end_matches('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(path: &str, text: &str) -> ThemeFiles {
        let replaced = BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]);
        ThemeFiles { replaced, ..ThemeFiles::default() }
    }

    #[test]
    fn a_file_of_the_user_wins() {
        let theme =
            Theme::load(&replaced("templates/404.html", "mine {{ x }}")).expect("it compiles");
        let page =
            theme.render("404.html", &context(("x", &"<b>"), ("y", &0))).expect("it renders");
        assert_eq!(page, "mine &lt;b&gt;");
    }

    #[test]
    fn every_extension_is_escaped() {
        let theme = Theme::load(&replaced("templates/x.txt", "{{ x }}")).expect("it compiles");
        assert_eq!(
            theme.render("x.txt", &context(("x", &"<b>\0"), ("y", &0))).expect("it renders"),
            "&lt;b&gt;\u{FFFD}"
        );
    }

    #[test]
    fn a_broken_template_is_reported_at_its_place() {
        let check = |text: &str, at: &str| {
            let result = Theme::load(&replaced("templates/404.html", text))
                .and_then(|theme| theme.render("404.html", &Context::new()));
            let Err(Error::Configuration { path, text, span, .. }) = result else {
                panic!("it must fail: {text}");
            };
            assert_eq!(path.to_str(), Some("templates/404.html"));
            assert_eq!(&text[span], at);
        };
        check("a {{ nothing }}", "nothing");
        check("a {% if %}", "%}");
        check("{% extends \"gone.html\" %}", "");
    }

    #[test]
    fn assets_are_named_by_content() {
        let style = |files| {
            let theme = Theme::load(&files).expect("it compiles");
            theme.addresses()["style.css"].clone()
        };
        let one = style(ThemeFiles::default());
        assert!(one.starts_with("_specfolio/style."));
        assert_ne!(one, style(replaced("assets/style.css", "a{}")));
    }
}
