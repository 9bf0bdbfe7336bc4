//! SVG → an SVG file that shows the same and does nothing.
//!
//! In: SVG that was made from a text that anybody may have written. Out: the same picture with its size in pixels, on a
//! ground of its own; or a refusal. What may stand in it is listed: elements that draw, attributes that say how. Anything
//! else that could be missed is no picture any more and refused (`script`, `image`, `foreignObject`, animation, a
//! document type); attributes beyond the list go, and links become groups. Nothing may name a thing outside the file:
//! `url()` and `href` lead to fragments only.
//!
//! Nothing is clipped: the crate counts the widths of words without a font, and a reader's font is another.
//!
//! The ground is light, because a picture in `<img>` knows the system's colours and not the page's. Absent on purpose:
//! repair.

use super::Reason;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::fmt::Write;

/// An SVG file without effects.
#[derive(Debug)]
pub(super) struct Inert {
    pub(super) svg: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The colour behind a picture.
const GROUND: &str = "#fcfcfb";

/// The elements that a picture is made of.
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComposite",
    "feDropShadow",
    "feFlood",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feOffset",
    "filter",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

/// Attributes that are names and words, whatever they say.
const WORDS: &[&str] = &["class", "id", "role"];

/// Attributes that say how things look and where they stand.
const LOOKS: &[&str] = &[
    "alignment-baseline",
    "baseline-shift",
    "color",
    "cx",
    "cy",
    "d",
    "display",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "filterUnits",
    "flood-color",
    "flood-opacity",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "in",
    "in2",
    "lengthAdjust",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "mask",
    "mode",
    "offset",
    "opacity",
    "operator",
    "orient",
    "paint-order",
    "patternTransform",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "primitiveUnits",
    "r",
    "refX",
    "refY",
    "result",
    "rotate",
    "rx",
    "ry",
    "shape-rendering",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "style",
    "text-anchor",
    "text-decoration",
    "text-rendering",
    "textLength",
    "transform",
    "transform-origin",
    "type",
    "values",
    "vector-effect",
    "viewBox",
    "visibility",
    "width",
    "word-spacing",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Writes the picture anew from what is allowed of it.
pub(super) fn inert(svg: &str) -> Result<Inert, Reason> {
    let mut writer = Writer::default();
    let mut reader = Reader::from_str(svg);
    loop {
        match reader.read_event().map_err(|_| no_svg())? {
            Event::Start(tag) => writer.start(&tag, false)?,
            Event::Empty(tag) => writer.start(&tag, true)?,
            Event::End(_) => writer.end()?,
            Event::Text(text) => writer.text(&unescape(&text).map_err(|_| no_svg())?),
            Event::CData(text) => writer.text(&text),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name.xml10_content());
                writer.text(&unescape(&reference).map_err(|_| no_svg())?);
            }
            Event::Comment(_) | Event::Decl(_) => {}
            Event::PI(_) | Event::DocType(_) => return Err(no_svg()),
            Event::Eof => return writer.finish(),
        }
    }
}

/// The file being written.
#[derive(Default)]
struct Writer {
    out: String,
    /// The elements that are open.
    open: Vec<&'static str>,
    /// Where the text of the style sheet being read begins in the output.
    style: Option<usize>,
    /// Width and height, known from the first element on.
    size: Option<(u32, u32)>,
}

impl Writer {
    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), Reason> {
        let name = element(tag.name().as_ref())?;
        let is_link = tag.name().as_ref() == "a";
        if self.open.is_empty() && (name != "svg" || self.size.is_some()) {
            return Err(no_svg());
        }
        if self.style.is_some() {
            return Err(no_svg());
        }
        let is_root = self.open.is_empty();
        write!(self.out, "<{name}").expect("a string takes all");
        let area = if is_root { Some(self.root(tag)?) } else { None };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| no_svg())?;
            let is_ours = is_root && ["style", "width", "height"].contains(&attribute.key.as_ref());
            let is_target = is_link && is_reference(attribute.key.as_ref());
            if !is_ours && !is_target {
                self.attribute(&attribute)?;
            }
        }
        self.out.push('>');
        if let Some([left, top, width, height]) = area {
            let place = format!("x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
            write!(self.out, "<rect {place} fill=\"{GROUND}\"/>").expect("a string takes all");
        }
        self.open.push(name);
        self.style = (name == "style").then_some(self.out.len());
        if is_empty { self.end() } else { Ok(()) }
    }

    /// The first element: its area, and its size in pixels in place of one in parts of the page.
    fn root(&mut self, tag: &BytesStart<'_>) -> Result<[f64; 4], Reason> {
        let area = tag.try_get_attribute("viewBox").ok().flatten().and_then(|area| area_of(&area));
        let area = area.ok_or_else(|| Reason("its picture has no size".to_owned()))?;
        let (width, height) = (pixels(area[2]), pixels(area[3]));
        self.size = Some((width, height));
        write!(
            self.out,
            " xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\""
        )
        .expect("a string takes all");
        Ok(area)
    }

    fn attribute(&mut self, attribute: &Attribute<'_>) -> Result<(), Reason> {
        let name = attribute.key.as_ref();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| no_svg())?;
        let (is_look, is_reference) = (LOOKS.contains(&name), is_reference(name));
        if is_look && !stays_inside(&value) || is_reference && !value.starts_with('#') {
            return Err(Reason("it asks for something outside of it".to_owned()));
        }
        if is_look || is_reference || is_word(name) {
            let name = if is_reference { "href" } else { name };
            // Words that the reader's font makes wider than they were counted are shown whole.
            let value = value.replace("overflow:hidden", "overflow:visible");
            write!(self.out, " {name}=\"{}\"", escape(&*value)).expect("a string takes all");
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if !self.open.is_empty() {
            self.out.push_str(&escape(text));
        }
    }

    fn end(&mut self) -> Result<(), Reason> {
        let name = self.open.pop().ok_or_else(no_svg)?;
        if let Some(start) = self.style.take() {
            let sheet = unescape(&self.out[start..]).map_err(|_| no_svg())?;
            if !stays_inside(&sheet) {
                return Err(Reason("its style sheet asks for something outside of it".to_owned()));
            }
        }
        write!(self.out, "</{name}>").expect("a string takes all");
        Ok(())
    }

    fn finish(mut self) -> Result<Inert, Reason> {
        let (width, height) = self.size.filter(|_| self.open.is_empty()).ok_or_else(no_svg)?;
        self.out.push('\n');
        Ok(Inert { svg: self.out, width, height })
    }
}

/// The element to write for one of this name.
fn element(name: &str) -> Result<&'static str, Reason> {
    if name == "a" {
        return Ok("g");
    }
    let known = ELEMENTS.iter().find(|known| **known == name);
    known.copied().ok_or_else(|| {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
        Reason(format!("its picture would hold `{name}`, which is more than shapes and words"))
    })
}

/// Whether a value or style sheet names nothing outside the file and holds no tricks of writing.
fn stays_inside(css: &str) -> bool {
    const TRICKS: &[&str] = &[
        "\\",
        "@import",
        "@font-face",
        "@namespace",
        "@charset",
        "expression(",
        "behavior",
        "-moz-binding",
        "javascript:",
        "image(",
        "image-set(",
        "src(",
        "element(",
        "<",
    ];
    let css = css.to_ascii_lowercase();
    let is_fragment = |rest: &str| rest.trim_start_matches([' ', '\'', '"']).starts_with('#');
    !TRICKS.iter().any(|trick| css.contains(trick)) && css.split("url(").skip(1).all(is_fragment)
}

/// Whether an attribute of this name holds a name or words.
fn is_word(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase();
    WORDS.contains(&name)
        || name.strip_prefix("aria-").is_some_and(|rest| rest.bytes().all(is_letter))
}

/// Whether an attribute of this name leads somewhere.
fn is_reference(name: &str) -> bool {
    matches!(name, "href" | "xlink:href")
}

/// Left, top, width and height.
fn area_of(attribute: &Attribute<'_>) -> Option<[f64; 4]> {
    let numbers = attribute.value.split([' ', ',']).filter(|number| !number.is_empty());
    let numbers: Vec<f64> = numbers.map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let area: [f64; 4] = numbers.try_into().ok()?;
    let is_area = area.iter().all(|number| number.is_finite()) && area[2] > 0.0 && area[3] > 0.0;
    is_area.then_some(area)
}

/// A length in whole pixels.
fn pixels(length: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is whole and between one and ten thousand"
    )]
    let pixels = length.ceil().clamp(1.0, 10_000.0) as u32;
    pixels
}

fn no_svg() -> Reason {
    Reason("its picture is no sound SVG".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(inner: &str, expected: &str) {
        let svg = format!("<svg viewBox=\"0 0 2 1\">{inner}</svg>");
        let written = inert(&svg).expect("it may stand").svg;
        let ground = format!("<rect x=\"0\" y=\"0\" width=\"2\" height=\"1\" fill=\"{GROUND}\"/>");
        let (_, written) = written.split_once(&ground).expect("it has a ground");
        assert_eq!(written, format!("{expected}</svg>\n"));
    }

    fn refused(svg: &str) {
        assert!(inert(svg).is_err(), "{svg}");
        assert!(inert(&format!("<svg viewBox=\"0 0 2 1\">{svg}</svg>")).is_err(), "{svg}");
    }

    #[test]
    fn what_draws_stays() {
        check(
            "<g class='a &amp; b'><path d='M0 0' stroke=\"url(#x)\"/></g>",
            "<g class=\"a &amp; b\"><path d=\"M0 0\" stroke=\"url(#x)\"></path></g>",
        );
        check(
            "<text>a &lt;b&gt; &#233;<![CDATA[<c>]]></text>",
            "<text>a &lt;b&gt; é&lt;c&gt;</text>",
        );
        check("<style>.a>b{fill:red}</style>", "<style>.a&gt;b{fill:red}</style>");
        check("<use xlink:href='#a'/>", "<use href=\"#a\"></use>");
        check("<!-- a -->", "");
    }

    #[test]
    fn what_acts_goes() {
        check("<rect onclick='x()' onload=\"y()\" data-a='b' x='1'/>", "<rect x=\"1\"></rect>");
        check(
            "<a href='https://x.org' xlink:href='javascript:x' target='_blank'><text>a</text></a>",
            "<g><text>a</text></g>",
        );
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for svg in [
            "<script>x()</script>",
            "<svg:script/>",
            "<foreignObject><div/></foreignObject>",
            "<image href='a.png'/>",
            "<animate attributeName='href'/>",
            "<set/>",
            "<iframe/>",
            "<use href='https://x.org/a.svg#b'/>",
            "<use href='data:image/svg+xml,x'/>",
            "<rect fill='url(https://x.org)'/>",
            "<rect style='background:URL( \"//x.org\")'/>",
            "<rect style='fill:u\\72l(//x.org)'/>",
            "<style>@import 'a.css';</style>",
            "<style>a{fill:url(&#104;ttps://x.org)}</style>",
            "<style><rect/></style>",
            "<text>&nope;</text>",
            "<?xml-stylesheet href='a.css'?>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
            "<g>",
            "</g>",
            "<g></text>",
        ] {
            refused(svg);
        }
        for svg in
            ["", "a", "<g/>", "<svg/>", "<svg viewBox='0 0 a b'/>", "<svg viewBox='0 0 0 1'/>"]
        {
            assert!(inert(svg).is_err(), "{svg}");
        }
    }

    #[test]
    fn a_picture_has_its_size_in_pixels() {
        let svg = "<svg width='100%' style='max-width: 9px' viewBox='-1 -2 30.2 40'/>";
        let Inert { svg, width, height } = inert(svg).expect("it may stand");
        assert_eq!((width, height), (31, 40));
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"31\" height=\"40\" viewBox=\"-1 -2 30.2 40\"><rect x=\"-1\" y=\"-2\""), "{svg}");
    }
}
