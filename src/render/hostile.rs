//! Hostile Markdown against the writer: whatever goes in, what comes out is allowed, balanced and not much longer.

use super::testing::Sample;
use crate::parse::html::{Piece, Tag, pieces};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Everything that the writer may write.
const TAGS: &str = "a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i \
    img input ins kbd li mark ol p picture pre q s samp section small source span strong sub summary sup table tbody td \
    tfoot th thead tr u ul var wbr";

/// The attributes that it may write.
const ATTRIBUTES: &str = "alt aria-label checked class colspan dir disabled height href id loading media open reversed \
    role rowspan scope src srcset start tabindex title type width";

/// Reads HTML of ours as a browser's tokenizer would and complains about whatever may not be there.
fn complaint(html: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    for piece in pieces(html, 0) {
        let tag = match piece {
            Piece::Comment(range) => return Some(format!("a comment: {}", &html[range])),
            Piece::Text(range) if html[range.clone()].contains('<') => {
                return Some(format!("a bare `<`: {}", &html[range]));
            }
            Piece::Text(_) => continue,
            Piece::Tag(tag) => tag,
        };
        if let Some(fault) = fault(&tag) {
            return Some(fault);
        }
        if let Some(id) = tag.attribute("id").filter(|id| !ids.insert(id.value.to_owned())) {
            return Some(format!("the id `{}` twice", id.value));
        }
        if tag.closing {
            if open.pop().as_deref() != Some(tag.name.as_str()) {
                return Some(format!("`</{}>` closes nothing", tag.name));
            }
        } else if !matches!(tag.name.as_str(), "br" | "hr" | "img" | "input" | "source" | "wbr") {
            open.push(tag.name);
        }
    }
    open.pop().map(|name| format!("`<{name}>` stays open"))
}

/// What is wrong with a tag by itself.
fn fault(tag: &Tag<'_>) -> Option<String> {
    if !TAGS.split(' ').any(|name| name == tag.name) {
        return Some(format!("the tag `{}`", tag.name));
    }
    let id = tag.attribute("id").map_or("", |id| id.value);
    if id.starts_with("page.") {
        return Some(format!("the id `{id}`, which is the page's"));
    }
    if tag.name == "input" && tag.attribute("disabled").is_none() {
        return Some("an `input` that waits for somebody".to_owned());
    }
    for attribute in &tag.attributes {
        if !ATTRIBUTES.split(' ').any(|name| name == attribute.name) {
            return Some(format!("the attribute `{}`", attribute.name));
        }
        let url = matches!(attribute.name.as_str(), "href" | "src" | "srcset");
        let scheme = attribute.value.split(['/', '?', '#']).next().unwrap_or_default();
        let scheme = scheme.split_once(':').map_or("", |(scheme, _)| scheme);
        if url && !matches!(scheme, "" | "http" | "https" | "mailto") {
            return Some(format!("the URL `{}`", attribute.value));
        }
    }
    None
}

fn check(markdown: &str) {
    let html = Sample::new(markdown).html();
    assert_eq!(complaint(&html), None, "{markdown:?}\n{html}");
}

/// Pieces that matter to Markdown, HTML or both; put together they make what a mutation of an attack would.
const TOKENS: &[&str] = &[
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<a href=\"javascript:x\">",
    "<a href=https://x.org>",
    "<a name=x>",
    "</a>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th>",
    "<li>",
    "</li>",
    "<ul>",
    "</ul>",
    "<dl>",
    "<dd>",
    "<dt>",
    "</dl>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "<h1>",
    "</h1>",
    "<h6>",
    "<picture>",
    "</picture>",
    "<source media='(prefers-color-scheme: dark)' srcset=https://x.org/i>",
    "<img src=i.png onerror=x>",
    "<img src=\"data:text/html,x\">",
    "<script>",
    "</script>",
    "<style>",
    "<svg onload=x>",
    "<iframe srcdoc='<b>'>",
    "<!--",
    "-->",
    "<!",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "<pre>",
    "</pre>",
    "<blockquote>",
    "</blockquote>",
    "<caption>",
    "<br/>",
    "<hr>",
    "<center>",
    "<q>",
    "&lt;",
    "&#60;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "```",
    "~~~",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "](https://x.org \"",
    "](javascript:x)",
    "[^1]",
    "[^1]: ",
    "> ",
    "> [!NOTE]\n",
    "- ",
    "- [x] ",
    "1. ",
    "# ",
    "## ",
    "| a | b |\n|--|:-:|\n| c | d |\n",
    "|",
    "---",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "a",
    "b c",
    "{{",
    "}}",
    "\0",
    "\u{202e}",
    "\r\n",
    ": ",
    "https://x.org/a",
    "SPEC-7",
    "id=page.main",
    "é",
    "\\",
    "<noscript>",
    "</noscript>",
    "<plaintext>",
    "<xmp>",
    "</xmp>",
    "<template>",
    "<select>",
    "<option>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "</title>",
    "<math>",
    "<mtext>",
    "<foreignObject>",
    "<frameset>",
    "<body onload=x>",
    "</body>",
    "</main>",
    "<button formaction=javascript:x>",
    "<input autofocus onfocus=x>",
    "<video src=javascript:x>",
    "<audio src=https://x.org/a>",
    "<a>",
    "<a id=x href=page.md target=_top ping=https://x.org>",
    "<img name=cookie src=i.png srcset='https://x.org 2x' usemap=#x>",
    "<table background=https://x.org>",
    "<div id=h0>",
    "<p id=x name=y>",
    "<span id=fn-1>",
    "<!-->",
    "<!--->",
    "--!>",
    "<ol start=-1>",
    "<td colspan=0 rowspan=70000>",
    "$\\a$",
    "$$",
    "$<b>\\a$",
    "a@b.c",
    "www.x.org",
    "[^x.ref]",
    "[^x.ref]: ",
];

proptest! {
    #[test]
    fn what_comes_out_is_allowed_and_balanced(
        tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..40)
    ) {
        let html = Sample::new(&tokens.concat()).html();
        prop_assert_eq!(complaint(&html), None, "{}", html);
    }

    #[test]
    fn any_text_is_survived(markdown in "\\PC{0,200}") {
        let html = Sample::new(&markdown).html();
        prop_assert_eq!(complaint(&html), None, "{}", html);
    }
}

#[test]
fn known_attacks_are_inert() {
    for markdown in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<style>body{display:none}</style>",
        "<base href=https://evil.example/>",
        "<meta http-equiv=refresh content=0>",
        "<form action=https://evil.example><input type=submit></form>",
        "<object data=x></object><embed src=x>",
        "</article></main></body></html>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        "<a href=\"\u{1}javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1)) [x](<java\tscript:x>) [x](vbscript:x) [x](data:text/html,x) ![x](file:///etc)",
        "[x]: javascript:alert(1)\n\n[x]",
        "```\"><script>alert(1)</script>\n```",
        "[^<img src=x onerror=x>]\n\n[^<img src=x onerror=x>]: x",
        "# <img src=x onerror=x>",
        "| <script> |\n|--|\n| <td onclick=x> |",
        "<svg><p><style><a id=\"</style><img src=x onerror=x>\">",
        "<math><mtext><table><mglyph><style><img src=x onerror=x>",
        "<div title=\"--><img src=x onerror=x>\">",
        "<a title='\"onmouseover=x '>x</a>",
        "<details open ontoggle=x>x</details>",
        // What a browser reads by other rules than the text around it.
        "<svg><script>x</script><a href=javascript:x><text>t</text></a></svg>",
        "<svg><foreignObject><img src=x onerror=x></foreignObject></svg>",
        "<math href=javascript:x><maction actiontype=statusline xlink:href=javascript:x>t</maction></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=x>\"></noscript>",
        "<plaintext>\n\n# still a heading",
        "<xmp><img src=x onerror=x></xmp>",
        "<listing>&lt;img src=x onerror=x&gt;</listing>",
        "<template><script>x</script></template>",
        "<template shadowrootmode=open><slot></slot></template>",
        "<select><option><style><img src=x onerror=x></style></select>",
        "<textarea></textarea><img src=x onerror=x></textarea>",
        "<title></title><img src=x onerror=x></title>",
        "<table><tr><td><select><svg><style><img src=x onerror=x>",
        "<form id=a><div></form><form id=b><input name=attributes><button formaction=javascript:x>",
        "<isindex action=javascript:x type=image>",
        "<keygen autofocus onfocus=x><dialog open><marquee onstart=x>",
        // Comments, CDATA and instructions that end early, late or never.
        "<!--><img src=x onerror=x>-->",
        "<!---><img src=x onerror=x>-->",
        "<!-- a --!><img src=x onerror=x> -->",
        "<!-- <!-- --> <img src=x onerror=x> -->",
        "<!DOCTYPE html [<!ENTITY x '<img src=x onerror=x>'>]>",
        "<![CDATA[<img src=x onerror=x>]]>",
        "<svg><![CDATA[><img src=x onerror=x>]]></svg>",
        "<?xml-stylesheet href='javascript:x'?><?php echo '<img src=x onerror=x>' ?>",
        "<! foo=\">\"><img src=x onerror=x>",
        "</ foo><img src=x onerror=x>",
        // Attributes that load, send or lead somewhere.
        "<table background=https://evil.example><tr><td background=javascript:x>a</table>",
        "<img src=i.png srcset=\"https://evil.example 1x, javascript:x 2x\" sizes=1px lowsrc=x dynsrc=x>",
        "<picture><source srcset=\"javascript:x\" media=\"(prefers-color-scheme: dark)\"><img src=i.png></picture>",
        "<picture><source srcset=\"i.png 1x, https://evil.example 2x\" media=\"(prefers-color-scheme: dark)\"></picture>",
        "<a href=page.md target=_blank rel=opener ping=https://evil.example download=x>t</a>",
        "<blockquote cite=javascript:x>q</blockquote><q cite=javascript:x>q</q><del cite=javascript:x>d</del>",
        "<a xlink:href=javascript:x>t</a><a href = javascript:x>t</a><a/href=javascript:x>t</a>",
        "<a href=\"&#0000106avascript:x\">t</a><a href=\"javascript&#58x\">t</a><a href=\"\u{0}javascript:x\">t</a>",
        "<a href='//evil.example'>t</a><a href='\\\\evil.example'>t</a><a href='/\\evil.example'>t</a>",
        "<div style=\"background:url(javascript:x)\" class=\"site\" hidden inert contenteditable popover=x>t</div>",
        "<video src=javascript:x poster=javascript:x></video><audio src=\"data:text/html,x\"></audio>",
        // Names and ids that would stand for something of the page's.
        "<a id=page.main></a><a name=page.main></a><div id=page.search>t</div>",
        "<a id=x></a><a id=x></a><a name=x></a><p id=X>t</p>",
        "# a\n\n# a\n\n<a id=a></a><a id=h0></a>",
        "<img name=getElementById src=i.png><a name=documentElement></a><a id=__proto__></a>",
        "<span id=fn-1>t</span>[^1] [^1]\n\n[^1]: x\n\n[^1]: y",
        "[^a.ref] [^a]\n\n[^a]: x\n\n[^a.ref]: y",
        "<a>t</a> <a href>t</a> <a href=\"\">t</a> <a name>t</a> <a id=\"\">t</a>",
        "<ol start=99999999999999999999><li value=-1>a</ol><td colspan=99999999 rowspan=-1>t",
        "$<img src=x onerror=x>\\alpha$ $$<script>\\alpha</script>$$",
    ] {
        check(markdown);
    }
}

/// Depth and length cost in proportion: the output is not longer than some times the input, and nothing overflows.
#[test]
fn bombs_fizzle() {
    let n = 20_000;
    for markdown in [
        "> ".repeat(n),
        ">".repeat(n),
        "- ".repeat(n),
        "1. ".repeat(n),
        "*a_ ".repeat(n),
        "**a *b ".repeat(n),
        "[".repeat(n),
        "![".repeat(n),
        "<div>\n\n".repeat(n),
        "<b>".repeat(n),
        "</b>".repeat(n),
        format!("{}{}", "<b>".repeat(n), "</i>".repeat(n)),
        "<td>".repeat(n),
        format!("<table>{}", "<td>".repeat(n)),
        format!("<dl>{}", "<dd>".repeat(n)),
        "<details>".repeat(n),
        "&".repeat(n),
        "&amp;".repeat(n),
        "`".repeat(n),
        "[^1]".repeat(n),
        format!("{}\n\n[^1]: x", "[^1]".repeat(n)),
        format!("|{}\n|{}\n|{}", "a|".repeat(n), "-|".repeat(n), "b|".repeat(n)),
        "# a\n".repeat(n),
        "<!--".repeat(n),
        "<a href=https://x.org>".repeat(n),
        "<a id=x></a>".repeat(n),
        "<li>".repeat(n),
        "<li>a</li> ".repeat(n),
        "<picture>".repeat(n),
        "<summary>".repeat(n),
        "<h1>".repeat(n),
        "<blockquote>\n\n".repeat(n),
        "<table><tr><td>".repeat(n),
        "<svg><math><template><select>".repeat(n),
        "$\\a".repeat(n),
        "$\\a$ ".repeat(n),
        "$$".repeat(n),
        "a@b.c@".repeat(n),
        "http://".repeat(n),
        "www.".repeat(n),
        "a\n: b\n\n".repeat(n),
        "|\t-|\n".repeat(n),
        "> [!NOTE]\n".repeat(n),
        "<!".repeat(n),
        "<?".repeat(n),
        "<a title='".repeat(n),
    ] {
        let shown: String = markdown.chars().take(12).collect();
        let html = Sample::new(&markdown).html();
        let (from, to) = (markdown.len(), html.len());
        assert!(to <= from * 60 + 10_000, "{shown}: {to} of {from}");
        assert_eq!(complaint(&html), None, "{shown}");
    }
}
