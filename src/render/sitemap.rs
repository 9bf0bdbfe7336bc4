//! The pages of a site → `sitemap.xml`, by sitemaps.org.
//!
//! In: the catalogue and the paths that are written. Out: one file, or, beyond what one may list, an index and the files it
//! names; nothing where the site's address on the web is not known. Left out are pages that only lead elsewhere. The only
//! date of a page is that of its document's last change, where git or the metadata knows it. Absent on purpose: priorities
//! and frequencies, which nobody reads.

use super::catalogue::Catalogue;
use super::web::Web;
use crate::link::OutPath;
use crate::link::address::split_extension;
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::{BTreeSet, HashMap};
use std::io;

/// The most that one file may list.
const LONGEST_LIST: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// What is listed: an address, and when it last changed.
type Listed = (String, Option<Date>);

/// The files by path.
pub(super) fn render<'a>(
    catalogue: &Catalogue<'_>,
    files: impl FnOnce() -> BTreeSet<&'a OutPath>,
) -> Vec<(String, Vec<u8>)> {
    let Some(web) = &catalogue.web else { return vec![] };
    let dates = dates(catalogue);
    let listed: Vec<Listed> = files()
        .into_iter()
        .filter(|path| is_for_readers(path.as_str()))
        .map(|path| (web.address(path), dates.get(path).copied().flatten()))
        .collect();
    write(web, &listed, LONGEST_LIST).expect("memory takes all")
}

/// Whether a path is that of a page with something to read on it.
fn is_for_readers(path: &str) -> bool {
    let is_ours = matches!(path, "404.html" | "search.html") || path.starts_with("id/");
    split_extension(path).1 == ".html" && !is_ours
}

/// When the document of a page last changed.
fn dates<'a>(catalogue: &Catalogue<'a>) -> HashMap<&'a OutPath, Option<Date>> {
    let mut dates = HashMap::new();
    for entry in catalogue.portfolio.entries.iter() {
        let date = entry.history.last.or(entry.updated);
        dates.insert(&entry.page, date);
        dates.extend(entry.parts.iter().map(|part| (&part.page, date)));
    }
    dates
}

fn write(web: &Web, listed: &[Listed], longest: usize) -> io::Result<Vec<(String, Vec<u8>)>> {
    if listed.len() <= longest {
        return Ok(vec![("sitemap.xml".into(), list(("urlset", "url"), listed)?)]);
    }
    let mut files = Vec::new();
    let mut names = Vec::new();
    for (number, listed) in listed.chunks(longest).enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        names.push((web.address(&OutPath::new(name.as_str())), None));
        files.push((name, list(("urlset", "url"), listed)?));
    }
    files.push(("sitemap.xml".into(), list(("sitemapindex", "sitemap"), &names)?));
    Ok(files)
}

/// A list of addresses as XML; `names` are those of the list and of each item.
fn list(names: (&str, &str), listed: &[Listed]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 0);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = writer.create_element(names.0).with_attribute(("xmlns", NAMESPACE));
    root.write_inner_content(|writer| {
        listed.iter().try_for_each(|one| item(writer, names.1, one))
    })?;
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    Ok(xml)
}

fn item(writer: &mut Writer<Vec<u8>>, name: &str, (address, date): &Listed) -> io::Result<()> {
    writer.create_element(name).write_inner_content(|writer| {
        writer.create_element("loc").write_text_content(BytesText::new(address))?;
        if let Some(date) = date {
            let date = date.to_string();
            writer.create_element("lastmod").write_text_content(BytesText::new(&date))?;
        }
        Ok(())
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Html;
    use jiff::civil::date;

    fn written(count: i16, longest: usize) -> Vec<(String, String)> {
        let html = Html { site_url: Some("https://a.example/".into()), ..Html::default() };
        let web = Web::of(&html).expect("it is one");
        let listed: Vec<Listed> = (1..=count)
            .map(|number| {
                let path = OutPath::new(format!("{number}&\u{1}.html"));
                (web.address(&path), (number > 1).then(|| date(2026, 1, 2)))
            })
            .collect();
        let files = write(&web, &listed, longest).expect("memory takes all").into_iter();
        files.map(|(name, xml)| (name, String::from_utf8(xml).expect("it is text"))).collect()
    }

    #[test]
    fn a_page_is_listed_with_its_date() {
        let files = written(2, 2);
        assert_eq!(files.len(), 1);
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url>
<loc>https://a.example/1&amp;%01.html</loc>
</url>
<url>
<loc>https://a.example/2&amp;%01.html</loc>
<lastmod>2026-01-02</lastmod>
</url>
</urlset>
"#;
        assert_eq!(files[0].1, expected);
    }

    #[test]
    fn a_long_list_is_parted() {
        let files = written(5, 2);
        let names: Vec<&str> = files.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        assert!(files[3].1.contains("<sitemap>\n<loc>https://a.example/sitemap-3.xml</loc>"));
        assert_eq!(files[2].1.matches("<url>").count(), 1);
    }

    #[test]
    fn only_pages_for_readers_are_listed() {
        let check = |path, expected| assert_eq!(is_for_readers(path), expected, "{path}");
        check("specs/a.html", true);
        check("status/draft.html", true);
        check("404.html", false);
        check("id/7.html", false);
        check("specs/a.md", false);
    }
}
