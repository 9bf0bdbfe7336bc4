//! Raw HTML in Markdown → the part of it that is allowed, the rest as text.
//!
//! In: the pieces of one run of raw HTML. Out: calls to [`Elements`], which keeps them balanced. The measure is what authors
//! expect from GitHub's sanitizer; what it lets through and HTML no longer knows is written as what replaced it.
//!
//! | tag | becomes |
//! |---|---|
//! | `b strong i em u s del ins sub sup kbd code samp var q cite abbr dfn mark small span bdi` | itself |
//! | `strike tt acronym` | `s code abbr` |
//! | `a` | a link where its target may be linked, an anchor where it has an id, else its content |
//! | `br wbr hr img`, `picture` with its `source`s by colour scheme | itself |
//! | `div p h1`–`h6 pre blockquote ul ol li dl dt dd details summary` | itself; headings as [`super::levels`] has it |
//! | `table caption thead tbody tfoot tr td th` | itself, in a box that scrolls; spans where they fit together |
//! | `center figure figcaption` | `div` |
//! | `video audio` | a link to it |
//! | `font big section article header footer main nav aside address ruby rb rt rp colgroup col time data nobr` | its content |
//! | all others: `script`, `style`, `iframe`, `svg`, `input`, `form`, `<T>` … | text, as written |
//!
//! | attribute | on | rule |
//! |---|---|---|
//! | `id`, `name` | all | an id, once per page; not with white space, nor as the page's own begin (`page.`, `fn.`) |
//! | `title`, `dir` | all | escaped; `dir` of the three that exist |
//! | `align` | all | the class `left`, `center` or `right` |
//! | `href`, `src`, `srcset` | `a`, `img`, `source` | as `link` resolved it, else through [`super::href::outside`] |
//! | `alt`, `width`, `height` | `img` | whole pixels |
//! | `colspan`, `rowspan`, `start`, `reversed`, `open` | where HTML has them | whole numbers in HTML's range |
//!
//! Comments are left out. Everything else is dropped: `style`, `class`, `on…`, and `lang`, which a page may not have wrong.
//! An image from another site is written as a link to it: the pages of a portfolio make no request to anybody else.

use super::elements::{Content, Elements};
use super::escape;
use super::links::Links;
use super::markdown::decode_entities;
use super::run::Run;
use crate::parse::html::{Piece, Tag, pieces};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

/// Where raw HTML is written, and what it needs to know there.
pub(super) struct Context<'w, 'a> {
    /// The page being written.
    pub(super) elements: &'w mut Elements,
    /// What its links lead to.
    pub(super) links: &'w Links<'a>,
    /// The ids given so far.
    pub(super) ids: &'w mut BTreeSet<String>,
    /// Where the document has comments.
    pub(super) comments: &'w mut Vec<Range<usize>>,
}

/// Writes a run of raw HTML.
pub(super) fn write(run: &Run, context: &mut Context<'_, '_>) {
    let html = run.text();
    for piece in pieces(html, 0) {
        match piece {
            Piece::Comment(range) if html[range.clone()].starts_with("<!--") => {
                context.comments.push(run.source_of(range.start)..run.source_of(range.end));
            }
            Piece::Comment(range) => write_text(&html[range], context),
            Piece::Text(range) => write_characters(&html[range], context),
            Piece::Tag(tag) => {
                if !write_tag(&tag, run, context) {
                    write_text(&html[tag.range.clone()], context);
                }
            }
        }
    }
}

/// The places of the comments in raw HTML that stands at `offset`.
pub(super) fn comments(html: &str, offset: usize) -> Vec<Range<usize>> {
    let is_comment = |range: &Range<usize>| html[range.start - offset..].starts_with("<!--");
    let ranges = pieces(html, offset).into_iter().filter_map(|piece| match piece {
        Piece::Comment(range) => Some(range),
        Piece::Tag(_) | Piece::Text(_) => None,
    });
    ranges.filter(is_comment).collect()
}

/// Characters between tags: entities stand for what they name, white space stays where it is.
fn write_characters(text: &str, context: &mut Context<'_, '_>) {
    if text.trim().is_empty() {
        context.elements.html().push_str(text);
    } else {
        escape::push(context.elements.inline(), &decode_entities(text));
    }
}

/// What is not allowed, as it was written.
fn write_text(text: &str, context: &mut Context<'_, '_>) {
    escape::push(context.elements.inline(), text);
}

/// How an allowed tag is treated.
enum Rule {
    /// Stands in a line.
    Inline(&'static str),
    /// A block with this content.
    Block(&'static str, Content),
    /// A heading of this level.
    Heading(u8),
    /// A `div` for this tag, with this class.
    Classed(&'static str, &'static str),
    /// A part of a list or table.
    Part(&'static str, Content),
    /// Its content stands, it does not.
    Unwrapped,
    /// Treated by name.
    Own,
}

/// The rule for a tag; `None` when it is not allowed.
fn rule(name: &str) -> Option<Rule> {
    let inline = INLINE.iter().find(|(from, _)| *from == name).map(|(_, to)| Rule::Inline(to));
    inline.or_else(|| {
        Some(match name {
            "h1" => Rule::Heading(1),
            "h2" => Rule::Heading(2),
            "h3" => Rule::Heading(3),
            "h4" => Rule::Heading(4),
            "h5" => Rule::Heading(5),
            "h6" => Rule::Heading(6),
            "div" => Rule::Block("div", Content::Flow),
            "p" => Rule::Block("p", Content::Phrasing),
            "pre" => Rule::Block("pre", Content::Phrasing),
            "blockquote" => Rule::Block("blockquote", Content::Flow),
            "ul" => Rule::Block("ul", Content::Items),
            "ol" => Rule::Block("ol", Content::Items),
            "dl" => Rule::Block("dl", Content::Terms),
            "center" => Rule::Classed("center", "center"),
            "figure" => Rule::Classed("figure", "figure"),
            "figcaption" => Rule::Classed("figcaption", "caption"),
            "li" => Rule::Part("li", Content::Flow),
            "dt" => Rule::Part("dt", Content::Flow),
            "dd" => Rule::Part("dd", Content::Flow),
            "thead" => Rule::Part("thead", Content::Rows),
            // A foot must stand last, which rows that follow one would break.
            "tbody" | "tfoot" => Rule::Part("tbody", Content::Rows),
            "tr" => Rule::Part("tr", Content::Cells),
            "td" => Rule::Part("td", Content::Flow),
            "th" => Rule::Part("th", Content::Flow),
            "a" | "br" | "wbr" | "hr" | "img" | "picture" | "source" | "details" | "summary"
            | "table" | "caption" | "video" | "audio" => Rule::Own,
            name if UNWRAPPED.contains(&name) => Rule::Unwrapped,
            _ => return None,
        })
    })
}

/// Tags that stand in a line, and what they are written as.
const INLINE: &[(&str, &str)] = &[
    ("b", "b"),
    ("strong", "strong"),
    ("i", "i"),
    ("em", "em"),
    ("u", "u"),
    ("s", "s"),
    ("strike", "s"),
    ("del", "del"),
    ("ins", "ins"),
    ("sub", "sub"),
    ("sup", "sup"),
    ("kbd", "kbd"),
    ("code", "code"),
    ("tt", "code"),
    ("samp", "samp"),
    ("var", "var"),
    ("q", "q"),
    ("cite", "cite"),
    ("abbr", "abbr"),
    ("acronym", "abbr"),
    ("dfn", "dfn"),
    ("mark", "mark"),
    ("small", "small"),
    ("span", "span"),
    ("bdi", "bdi"),
];

/// Tags that say nothing a page of ours could show, or would disturb its structure.
const UNWRAPPED: &[&str] = &[
    "font", "big", "section", "article", "header", "footer", "main", "nav", "aside", "address",
    "ruby", "rb", "rt", "rp", "colgroup", "col", "time", "data", "nobr",
];

/// Writes an allowed tag; false when it is not allowed.
fn write_tag(tag: &Tag<'_>, run: &Run, context: &mut Context<'_, '_>) -> bool {
    let Some(rule) = rule(&tag.name) else { return false };
    if tag.closing {
        match rule {
            Rule::Inline(name) | Rule::Block(name, _) | Rule::Part(name, _) => {
                context.elements.close_raw(name);
            }
            Rule::Classed(tag, _) => context.elements.close_raw(tag),
            Rule::Heading(_) => context.elements.close_raw_heading(),
            Rule::Own => context.elements.close_raw(&tag.name),
            Rule::Unwrapped => {}
        }
        return true;
    }
    match rule {
        Rule::Inline(name) => open_inline(name, tag, context),
        Rule::Block(name, inner) => open_block(name, inner, tag, context),
        Rule::Heading(level) => {
            let attributes = attributes(tag, "", context);
            context.elements.open_raw_heading(level, &attributes);
        }
        Rule::Classed(name, class) => {
            let attributes = attributes(tag, class, context);
            context.elements.open_raw_block("div", name, &attributes, Content::Flow);
        }
        Rule::Part(name, inner) => {
            let attributes = attributes(tag, "", context);
            context.elements.open_raw_part(name, &attributes, inner);
        }
        Rule::Unwrapped => {}
        Rule::Own => write_own(tag, run, context),
    }
    true
}

fn open_inline(name: &'static str, tag: &Tag<'_>, context: &mut Context<'_, '_>) {
    let attributes = attributes(tag, "", context);
    context.elements.open_raw_inline(name, &attributes);
    if tag.self_closing {
        context.elements.close_raw(name);
    }
}

/// A paragraph with an alignment often reaches over blank lines, with Markdown inside; as a `div` it may.
fn open_block(name: &'static str, inner: Content, tag: &Tag<'_>, context: &mut Context<'_, '_>) {
    let attributes = attributes(tag, "", context);
    let aligned = name == "p" && tag.attribute("align").is_some();
    let (written, inner) = if aligned { ("div", Content::Flow) } else { (name, inner) };
    context.elements.open_raw_block(written, name, &attributes, inner);
}

/// The tags that have a treatment of their own.
fn write_own(tag: &Tag<'_>, run: &Run, context: &mut Context<'_, '_>) {
    match tag.name.as_str() {
        "a" => write_link(tag, run, context),
        "img" => write_image(tag, run, context),
        "source" => write_source(tag, run, context),
        "video" | "audio" => write_media(tag, run, context),
        "br" => context.elements.inline().push_str("<br>"),
        "wbr" => context.elements.inline().push_str("<wbr>"),
        "hr" => {
            if context.elements.block() {
                context.elements.html().push_str("<hr>");
            }
        }
        "picture" => {
            context.elements.inline();
            context.elements.open_raw_picture();
        }
        "details" => {
            let attributes = attributes(tag, "", context);
            context.elements.open_raw_details(&attributes);
        }
        "summary" => context.elements.open_raw_summary(),
        "caption" => context.elements.open_raw_caption(),
        _ => {
            let attributes = attributes(tag, "", context);
            context.elements.open_raw_table(&attributes);
        }
    }
}

/// A link; without a place to lead to, an anchor, which never holds anything, so that one left open costs nothing.
fn write_link(tag: &Tag<'_>, run: &Run, context: &mut Context<'_, '_>) {
    let href = url(tag, "href", run, context);
    let mut attributes = attributes(tag, "", context);
    if let Some(href) = href {
        push_attribute(&mut attributes, "href", &href);
        context.elements.open_raw_link(&attributes);
    } else if attributes.contains(" id=") {
        write!(context.elements.inline(), "<span{attributes}></span>").expect("a string takes all");
    } else if tag.attribute("href").is_some() {
        context.elements.open_raw_inline("span", " class=\"unresolved\"");
    }
}

fn write_image(tag: &Tag<'_>, run: &Run, context: &mut Context<'_, '_>) {
    let alt =
        tag.attribute("alt").map(|alt| decode_entities(alt.value).into_owned()).unwrap_or_default();
    let mut attributes = attributes(tag, "", context);
    for name in ["width", "height"] {
        if let Some(value) = number(tag, name, 1..=65_535) {
            push_attribute(&mut attributes, name, &value.to_string());
        }
    }
    let src = url(tag, "src", run, context);
    super::links::write_image(context.elements, src.as_deref(), &alt, &attributes);
}

/// A film or a sound from elsewhere, which like an image is a link to it.
fn write_media(tag: &Tag<'_>, run: &Run, context: &mut Context<'_, '_>) {
    if let Some(src) = url(tag, "src", run, context).filter(|src| !super::links::is_own(src)) {
        super::links::write_image(context.elements, Some(&src), &tag.name, "");
    }
}

/// A source of a picture, kept where it chooses by colour scheme, which is what authors use it for.
fn write_source(tag: &Tag<'_>, run: &Run, context: &mut Context<'_, '_>) {
    let media =
        tag.attribute("media").map(|media| media.value.split_whitespace().collect::<String>());
    let scheme = match media.as_deref() {
        Some("(prefers-color-scheme:dark)") => "dark",
        Some("(prefers-color-scheme:light)") => "light",
        _ => return,
    };
    let url = url(tag, "srcset", run, context);
    if let Some(url) = url.filter(|url| super::links::is_own(url) && !url.contains(',')) {
        let mut source = "<source".to_owned();
        push_attribute(&mut source, "media", &format!("(prefers-color-scheme: {scheme})"));
        push_attribute(&mut source, "srcset", &url);
        source.push('>');
        context.elements.write_source(&source);
    }
}

/// The URL that an attribute stands for: as `link` resolved it by the place of the tag or of the value.
fn url(tag: &Tag<'_>, name: &str, run: &Run, context: &Context<'_, '_>) -> Option<String> {
    let attribute = tag.attribute(name)?;
    let places = [run.source_of(attribute.range.start), run.source_of(tag.range.start)];
    let written = decode_entities(attribute.value);
    context.links.resolve(&places, &written)
}

/// The attributes that any element may have, and those of its own kind that are numbers.
fn attributes(tag: &Tag<'_>, class: &str, context: &mut Context<'_, '_>) -> String {
    let mut out = String::new();
    let class = alignment(tag)
        .map_or_else(|| class.to_owned(), |align| format!("{class} {align}").trim().to_owned());
    if !class.is_empty() {
        push_attribute(&mut out, "class", &class);
    }
    if let Some(id) = tag.attribute("id").or_else(|| tag.attribute("name")) {
        let id = decode_entities(id.value);
        if is_id(&id) && context.ids.insert(id.to_string()) {
            push_attribute(&mut out, "id", &id);
        }
    }
    if let Some(title) = tag.attribute("title") {
        push_attribute(&mut out, "title", &decode_entities(title.value));
    }
    let direction = tag.attribute("dir").map(|dir| dir.value.to_ascii_lowercase());
    if let Some(direction @ ("ltr" | "rtl" | "auto")) = direction.as_deref() {
        push_attribute(&mut out, "dir", direction);
    }
    push_own_attributes(&mut out, tag);
    out
}

/// The attributes that only some elements have.
fn push_own_attributes(out: &mut String, tag: &Tag<'_>) {
    let numbers: &[(&str, std::ops::RangeInclusive<u32>)] = match tag.name.as_str() {
        "td" | "th" => &[("colspan", 1..=1000), ("rowspan", 1..=65_534)],
        "ol" => &[("start", 0..=999_999_999)],
        _ => &[],
    };
    for (name, range) in numbers {
        if let Some(value) = number(tag, name, range.clone()) {
            push_attribute(out, name, &value.to_string());
        }
    }
    if tag.name == "pre" {
        // It scrolls, so the keyboard must reach it.
        out.push_str(" tabindex=\"0\"");
    }
    if tag.name == "details" && tag.attribute("open").is_some() {
        out.push_str(" open");
    }
    if tag.name == "ol" && tag.attribute("reversed").is_some() {
        out.push_str(" reversed");
    }
}

/// The class for an `align` attribute.
fn alignment(tag: &Tag<'_>) -> Option<&'static str> {
    let align = tag.attribute("align")?.value.to_ascii_lowercase();
    ["left", "center", "right"].into_iter().find(|known| *known == align)
}

fn number(tag: &Tag<'_>, name: &str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
    let value = tag.attribute(name)?.value.trim();
    let value = value.strip_suffix("px").unwrap_or(value);
    value.parse().ok().filter(|value| range.contains(value))
}

/// Whether an author's id can be one of a page. The page's own begin with a word and a dot, which no anchor of a heading
/// holds; the ids of references to footnotes end in `.ref`.
pub(super) fn is_id(id: &str) -> bool {
    let own = id.starts_with("page.") || id.starts_with("fn.") || id.contains(".ref");
    !id.is_empty()
        && id.len() <= 200
        && !own
        && !id.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Appends an attribute with its value escaped.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape::push(out, value);
    out.push('"');
}
