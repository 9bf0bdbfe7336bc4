//! Whether a drawing in XML is inert: nothing in it runs, and nothing is loaded from elsewhere.
//!
//! In: the text of an SVG or another XML file. Out: that it is inert, or what in it is not. It stands alone because it is a
//! reader of its own, which errs on one side only: it knows no document types, follows no namespaces, and refuses whatever
//! it cannot follow. Absent on purpose: mending. A drawing that is refused is left out, not rewritten.
//!
//! It passes once over the tags. Text between them is looked at only where it is a style sheet.

/// Whether the markup is inert; if not, why.
pub(super) fn inert(text: &str) -> Result<(), String> {
    let (mut rest, mut styles, mut in_style) = (text, String::new(), false);
    while let Some(start) = rest.find('<') {
        let (piece, after) = piece(&rest[start..])?;
        if in_style {
            styles.push_str(&unescaped(&rest[..start]));
        }
        match piece {
            Piece::Data(data) if in_style => styles.push_str(data),
            Piece::Start(name) if name == "style" => in_style = true,
            Piece::End(name) if name == "style" => in_style = false,
            _ => {}
        }
        rest = after;
    }
    style(&styles)
}

/// What stands between text and text.
enum Piece<'a> {
    /// A start tag and its element.
    Start(String),
    /// An end tag and its element.
    End(String),
    /// Text that is written out.
    Data(&'a str),
    /// A comment, an instruction, a declaration.
    Other,
}

/// The piece that begins here, if all of it is allowed, and what follows it.
fn piece(text: &str) -> Result<(Piece<'_>, &str), String> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Ok((Piece::Other, split(comment, "-->")?.1));
    }
    if let Some(data) = text.strip_prefix("<![CDATA[") {
        let (data, after) = split(data, "]]>")?;
        return Ok((Piece::Data(data), after));
    }
    if let Some(text) = text.strip_prefix("<?") {
        let (text, after) = split(text, "?>")?;
        instruction(text)?;
        return Ok((Piece::Other, after));
    }
    if let Some(text) = text.strip_prefix("<!") {
        return Ok((Piece::Other, declaration(text)?));
    }
    tag(&text[1..])
}

/// What stands before `end` and what follows it; something that never ends cannot be followed.
fn split<'a>(text: &'a str, end: &str) -> Result<(&'a str, &'a str), String> {
    text.split_once(end).ok_or_else(broken)
}

fn broken() -> String {
    "is not well-formed, so that nobody can say what it holds".into()
}

/// `<?xml …?>` in an encoding in which ASCII means ASCII, and nothing else that acts.
fn instruction(text: &str) -> Result<(), String> {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("xml-stylesheet") {
        return Err("names a style sheet".into());
    }
    let encoding = lower.strip_prefix("xml ").and_then(|text| text.split_once("encoding"));
    let Some((_, value)) = encoding else { return Ok(()) };
    let name: String = value
        .chars()
        .skip_while(|c| !c.is_ascii_alphabetic())
        .take_while(|c| is_encoding(*c))
        .collect();
    let known = matches!(name.as_str(), "utf-8" | "utf8" | "utf-16" | "us-ascii" | "ascii");
    if known || name.starts_with("iso-8859-") || name.starts_with("windows-125") {
        return Ok(());
    }
    Err(format!("is in an unusual encoding, `{name}`"))
}

fn is_encoding(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')
}

/// A document type without entities of its own: those could spell anything.
fn declaration(text: &str) -> Result<&str, String> {
    let end = text.find(['>', '[']).ok_or_else(broken)?;
    if text[end..].starts_with('[') {
        return Err("declares entities".into());
    }
    Ok(&text[end + 1..])
}

/// One tag, from behind its `<`, and what follows it.
fn tag(text: &str) -> Result<(Piece<'_>, &str), String> {
    let (ends, text) = text.strip_prefix('/').map_or((false, text), |text| (true, text));
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<'));
    let (name, mut rest) = text.split_at(end.ok_or_else(broken)?);
    let name = local(name);
    if ACTIVE_ELEMENTS.contains(&name.as_str()) {
        return Err(format!("holds a `{name}` element"));
    }
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Ok((Piece::End(name), after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((if ends { Piece::End(name) } else { Piece::Start(name) }, after));
        }
        let (attribute, value, after) = attribute_of(rest).ok_or_else(broken)?;
        allowed(&name, &local(attribute), &unescaped(value))?;
        rest = after;
    }
}

/// Elements that run, bring in other documents, or ask the reader for something. HTML's are among them: a drawing may hold
/// foreign content, and drawing programs write their labels so.
const ACTIVE_ELEMENTS: &[&str] = &[
    "applet",
    "audio",
    "base",
    "body",
    "button",
    "dialog",
    "embed",
    "fencedframe",
    "form",
    "frame",
    "frameset",
    "handler",
    "head",
    "html",
    "iframe",
    "input",
    "link",
    "listener",
    "meta",
    "noscript",
    "object",
    "param",
    "portal",
    "script",
    "select",
    "source",
    "stylesheet",
    "template",
    "textarea",
    "track",
    "transform",
    "video",
];

/// Attributes whose value is fetched or followed without the reader's doing.
const LOADING_ATTRIBUTES: &[&str] = &[
    "action",
    "archive",
    "background",
    "base",
    "codebase",
    "data",
    "dynsrc",
    "formaction",
    "href",
    "lowsrc",
    "manifest",
    "ping",
    "poster",
    "src",
    "srcset",
];

/// A name without its prefix, in lower case: what it means does not depend on which letters an author chose.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// An attribute: its name, its value, and what follows.
fn attribute_of(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>' | '<'))?;
    let (name, rest) = text.split_at(end);
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = rest[1..].split_once(quote)?;
    (!name.is_empty()).then_some((name, value, after))
}

fn allowed(element: &str, attribute: &str, value: &str) -> Result<(), String> {
    if attribute.starts_with("on") {
        return Err(format!("holds an event handler, `{attribute}`"));
    }
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = plain.to_ascii_lowercase();
    if lower.contains("javascript:") || lower.contains("vbscript:") {
        return Err("holds a URL that runs".into());
    }
    if attribute == "attributename" && (local(&lower) == "href" || lower.starts_with("on")) {
        return Err("changes where its links lead".into());
    }
    let follows = element == "a" && attribute == "href";
    if follows && lower.starts_with("data:") {
        return Err("links to a page that is written out in it".into());
    }
    let loads = LOADING_ATTRIBUTES.contains(&attribute) && !follows;
    if loads && !lower.is_empty() && !is_inside(&lower) {
        return Err(format!("loads something else, `{}`", shortened(value)));
    }
    style_value(&lower)
}

/// Whether a reference stays in the file: a fragment, or an image that is written out and is no drawing itself.
fn is_inside(lower: &str) -> bool {
    lower.starts_with('#')
        || lower.starts_with("data:image/") && !lower.starts_with("data:image/svg")
}

/// The content of all `style` elements.
fn style(text: &str) -> Result<(), String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    style_value(&text.to_ascii_lowercase())
}

/// Style, in lower case and without spaces: every `url(…)` in it stays in the file, be it a fragment, an image or a font.
/// Escapes could spell anything.
fn style_value(lower: &str) -> Result<(), String> {
    let urls = || lower.split("url(").skip(1).map(|url| url.trim_start_matches(['"', '\'']));
    let leaves = urls().any(|url| !url.starts_with('#') && !url.starts_with("data:"));
    if leaves || lower.contains("@import") || lower.contains("image-set(") {
        return Err("loads something else in a style".into());
    }
    if lower.contains('\\') && (lower.contains('(') || lower.contains('@')) {
        return Err("holds escapes in a style".into());
    }
    Ok(())
}

/// The value with its character references resolved. Entities that are not XML's own were refused with their declaration.
fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        let reference = rest[at + 1..].split_once(';');
        let resolved = reference.and_then(|(name, after)| Some((character(name)?, after)));
        let (character, after) = resolved.unwrap_or(('&', &rest[at + 1..]));
        text.push(character);
        rest = after;
    }
    text.push_str(rest);
    text
}

fn character(name: &str) -> Option<char> {
    let code = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(digits) => code(digits, 16),
                None => code(digits, 10),
            }
        }
    }
}

fn shortened(value: &str) -> String {
    value.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::inert;

    fn check(text: &str, expected: Option<&str>) {
        match (inert(text), expected) {
            (Ok(()), None) => {}
            (Err(reason), Some(expected)) => assert!(reason.contains(expected), "{text}: {reason}"),
            (outcome, _) => panic!("{text}: {outcome:?}"),
        }
    }

    #[test]
    fn drawings_are_inert() {
        check("", None);
        check("<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE svg PUBLIC 'x' 'y'><svg/>", None);
        check(
            "<svg xmlns='http://www.w3.org/2000/svg'><use href='#a'/><!-- <script> --></svg>",
            None,
        );
        check("<svg><image xlink:href=\"data:image/png;base64,AAAA\"/></svg>", None);
        check("<svg><a href='https://example.org/'><text>on</text></a></svg>", None);
        check("<svg><style>@font-face{src:url('data:font/ttf;base64,AA')}</style></svg>", None);
        check("<svg><style>.a{fill:url(#g)}</style><rect fill=\"url('#g')\"/></svg>", None);
        check(
            "<svg><foreignObject><div style='color: red'>label<br/></div></foreignObject></svg>",
            None,
        );
        check("<svg><title>a &lt;script> b</title></svg>", None);
        check("<svg><path transform='scale(2)' d='M0 0'/></svg>", None);
    }

    #[test]
    fn what_runs_is_found_however_it_is_spelt() {
        check("<svg><script>x</script></svg>", Some("`script`"));
        check("<svg><s:SCRIPT xmlns:s='http://www.w3.org/2000/svg'/></svg>", Some("`script`"));
        check("<svg onload='x'/>", Some("onload"));
        check("<svg><g\nOnClick = \"x\"></g></svg>", Some("onclick"));
        check("<svg><foreignObject><h:iframe/></foreignObject></svg>", Some("`iframe`"));
        check("<svg><a href='java&#10;script&#x3a;x'/></svg>", Some("URL that runs"));
        check("<svg><animate attributeName='x' values='javascript:x'/></svg>", Some("runs"));
        check("<svg><set attributeName='xlink:href' to='//x'/></svg>", Some("links lead"));
        check("<svg><use href='data:image/svg+xml,x'/></svg>", Some("loads"));
        check("<svg><a href=' data:text/html,x'/></svg>", Some("written out"));
        check("<x:html xmlns:x='http://www.w3.org/1999/xhtml'/>", Some("`html`"));
    }

    #[test]
    fn what_loads_is_found() {
        check("<svg><image href='https://example.org/a.png'/></svg>", Some("loads"));
        check("<svg><use href='other.svg#a'/></svg>", Some("loads"));
        check("<svg><foreignObject><img src='//x'/></foreignObject></svg>", Some("loads"));
        check("<svg><style>@import 'a.css'</style></svg>", Some("loads"));
        check("<svg><style><![CDATA[a{b:url( \"//x\")}]]></style></svg>", Some("loads"));
        check("<svg><style>@im<!-- -->po<b/>r&#116;'x'</style></svg>", Some("loads"));
        check("<svg><rect style='fill:url(https://x)'/></svg>", Some("loads"));
        check("<svg><style>a{b:u\\72l(//x)}</style></svg>", Some("escapes"));
        check("<?xml-stylesheet href='a.xsl'?><svg/>", Some("style sheet"));
        check("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", Some("entities"));
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        check("<svg", Some("well-formed"));
        check("<svg><!-- ", Some("well-formed"));
        check("<svg a=b/>", Some("well-formed"));
        check("<svg a='b/>", Some("well-formed"));
        check("<svg a/>", Some("well-formed"));
        check("<svg><a b='1'<script>", Some("well-formed"));
        check("<?xml version='1.0' encoding='utf-7'?><svg/>", Some("encoding"));
    }
}
