//! A diagram in a text → its picture, with its source below.
//!
//! In: a picture as it was drawn, and the page it is for. Out: the file's place in the output, and the element that shows
//! it. The file is named by its content, so that equal pictures are one file and no cache shows an old one. It is shown by
//! `<img>`, where not even a hostile SVG can do anything, and linked, since a wide one is small on a phone. Absent on
//! purpose: drawing, which [`crate::draw`] has done.

use super::escape;
use super::highlight::{self, Blocks};
use super::raw_html::push_attribute;
use crate::draw::Picture;
use crate::link::OutPath;
use std::fmt::Write;

/// Where the file of a picture goes.
pub(super) fn file(picture: &Picture) -> OutPath {
    let hash = blake3::hash(picture.svg.as_bytes()).to_hex();
    OutPath::new(format!("_specfolio/diagrams/{}.svg", &hash[..20]))
}

/// Writes a picture and its source, which is given with what follows the fence.
pub(super) fn write(
    out: &mut String,
    picture: &Picture,
    (info, code): (&str, &str),
    page: &OutPath,
    blocks: &mut Blocks<'_>,
) {
    let href = file(picture).href_from(page);
    out.push_str("<figure class=\"diagram\">\n<a");
    push_attribute(out, "href", &href);
    out.push_str("><img");
    push_attribute(out, "src", &href);
    push_attribute(out, "alt", &escape::label(&picture.words));
    let Picture { width, height, .. } = picture;
    writeln!(out, " width=\"{width}\" height=\"{height}\" loading=\"lazy\"></a>")
        .expect("a string takes all");
    out.push_str("<details><summary>Source of the diagram</summary>\n");
    highlight::write(out, info, code, blocks);
    out.push_str("</details>\n</figure>\n");
}
