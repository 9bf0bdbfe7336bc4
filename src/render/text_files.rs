//! The files of a site that are not for readers: data, `llms.txt`, and what hosts and robots look for.

use super::Memory;
use super::api::{self, Said, Spoken};
use super::catalogue::{Catalogue, text};
use crate::link::{Entry, OutPath, Portfolio};
use std::fmt::Write;
use std::sync::Arc;

/// The files by path.
pub(super) fn render(
    catalogue: &Catalogue<'_>,
    spoken: &Spoken,
    memory: &Memory,
) -> Vec<(&'static str, Arc<[u8]>)> {
    let (portfolio, config) = (catalogue.portfolio, catalogue.config);
    let mut files = vec![
        // GitHub Pages would otherwise leave out every folder that begins with an underscore.
        (".nojekyll", Arc::default()),
        ("api/portfolio.json", api::portfolio(portfolio, config, spoken, &memory.data)),
        ("api/issues.json", api::issues(portfolio, &memory.data)),
        ("llms.txt", llms(catalogue, spoken, &memory.data)),
        ("robots.txt", robots(catalogue).into_bytes().into()),
    ];
    if let Some(name) = &config.html.cname {
        files.push(("CNAME", format!("{name}\n").into_bytes().into()));
    }
    files
}

/// Robots may read everything; where the site's address is known they learn of its pages.
fn robots(catalogue: &Catalogue<'_>) -> String {
    let sitemap = catalogue.web.as_ref().map(|web| web.address(&OutPath::new("sitemap.xml")));
    let sitemap = sitemap.map(|address| format!("\nSitemap: {address}\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// The portfolio for language models, by llmstxt.org: a title, a sentence, and a line a document with a link to its source.
fn llms(catalogue: &Catalogue<'_>, spoken: &Spoken, memory: &api::Memory) -> Arc<[u8]> {
    let book = &catalogue.config.book;
    let made_of = (&book.title, &book.description, spoken.name);
    memory.file("llms.txt", &made_of, || all_lines(catalogue, &spoken.all).into_bytes())
}

fn all_lines(catalogue: &Catalogue<'_>, said: &[Arc<Said>]) -> String {
    let book = &catalogue.config.book;
    let mut out = format!("# {}\n\n", escaped(&book.title));
    if let Some(description) = &book.description {
        writeln!(out, "> {}\n", escaped(description)).expect("a string takes all");
    }
    out.push_str("## Documents\n\n");
    catalogue.listed().for_each(|entry| out.push_str(&said[entry].line));
    out
}

/// The line of a document in `llms.txt`.
pub(super) fn line(entry: &Entry, portfolio: &Portfolio) -> String {
    let mut out = String::new();
    let id = entry.id.as_deref().map(|id| format!("{} ", escaped(id))).unwrap_or_default();
    let source = entry.source.href_from(&OutPath::new("index.html"));
    write!(out, "- [{id}{}]({source}): {}", escaped(&entry.title), entry.kind.name())
        .expect("a string takes all");
    if let Some(status) = &entry.status {
        write!(out, ", {}", escaped(&portfolio.statuses[status.status].name))
            .expect("a string takes all");
    }
    let summary = escaped(&entry.document.outline.summary);
    out.push_str(if summary.is_empty() { "" } else { ". " });
    out.push_str(&summary);
    out.push('\n');
    out
}

/// Text that stays in its line and its brackets.
fn escaped(value: &str) -> String {
    text(value).replace('[', "\\[").replace(']', "\\]")
}
