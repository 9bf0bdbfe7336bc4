//! Hostile Markdown against the writer: whatever goes in, what comes out is allowed, balanced and not much longer.

use super::testing::Sample;
use crate::parse::html::{Piece, Tag, pieces};
use proptest::prelude::*;

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
    ] {
        let shown: String = markdown.chars().take(12).collect();
        let html = Sample::new(&markdown).html();
        let (from, to) = (markdown.len(), html.len());
        assert!(to <= from * 60 + 10_000, "{shown}: {to} of {from}");
        assert_eq!(complaint(&html), None, "{shown}");
    }
}
