//! Markdown in, HTML out: one table of pairs for each construct.

use super::*;
use crate::render::testing::Sample;

/// Renders Markdown as the page `a.html`. Headings get the anchors `h0`, `h1` …; links lead where `Sample` says.
fn html(markdown: &str) -> String {
    Sample::new(markdown).html()
}

fn check(markdown: &str, expected: &str) {
    assert_eq!(html(markdown).trim_end(), expected, "{markdown}");
}

#[test]
fn blocks() {
    check(
        "a *b* **c** ~~d~~ `e<f`",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f</code></p>",
    );
    check("> q\n\n---", "<blockquote><p>q</p>\n</blockquote>\n<hr>");
    check("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>");
    check("5. a", "<ol start=\"5\">\n<li>a</li>\n</ol>");
    check("a  \nb\nc", "<p>a<br>\nb\nc</p>");
    check("term\n: what it is", "<dl><dt>term</dt>\n<dd>what it is</dd>\n</dl>");
    check("{{ config }} {% raw %}", "<p>{{ config }} {% raw %}</p>");
    check("$5 and $x_1$", "<p>$5 and $x_1$</p>");
    check("**$5** or **$6**", "<p><strong>$5</strong> or <strong>$6</strong></p>");
}

#[test]
fn math_is_legible_tex() {
    check(
        "so $\\{a*b*c\\}^{2}<d$, US$5/$6",
        "<p>so <code class=\"math\">\\{a*b*c\\}^{2}&lt;d</code>, US$5/$6</p>",
    );
    check(
        "$$\n\\alpha \\\\ x_{1}\n$$",
        "<p><code class=\"math display\">\\alpha \\\\ x_{1}</code></p>",
    );
    check("$`\\alpha`$ in `$5`", "<p>$<code>\\alpha</code>$ in <code>$5</code></p>");
    check(
        "$\\beta$ $`\\alpha`$",
        "<p><code class=\"math\">\\beta</code> <code class=\"math\">\\alpha</code></p>",
    );
}

#[test]
fn headings_have_anchors_and_are_lowered_below_the_title() {
    let anchor = |id: &str| {
        format!(" <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a>")
    };
    check("## A `b`", &format!("<h2 id=\"h0\">A <code>b</code>{}</h2>", anchor("h0")));
    check(
        "# A\n## B",
        &format!("<h2 id=\"h0\">A{}</h2>\n<h3 id=\"h1\">B{}</h3>", anchor("h0"), anchor("h1")),
    );
    check(
        "## A {#x onclick=alert(1)}",
        &format!("<h2 id=\"h0\">A {{#x onclick=alert(1)}}{}</h2>", anchor("h0")),
    );
    check("#", "");
}

#[test]
fn the_title_is_left_to_the_page() {
    let sample = Sample::new("# Title [x](y)\n\ntext").with_title();
    assert_eq!(sample.html(), "<p>text</p>\n");
}

#[test]
fn alerts_have_titles() {
    check(
        "> [!WARNING]\n> mind",
        "<div class=\"alert warning\" role=\"note\"><p class=\"alert-title\">Warning</p>\n<p>mind</p>\n</div>",
    );
    check("> [!OTHER]\n> x", "<blockquote><p>[!OTHER]\nx</p>\n</blockquote>");
}

#[test]
fn tasks_are_boxes_with_words() {
    check(
        "- [x] a\n- [ ] b",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"done\"> a</li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"open\"> b</li>\n</ul>",
    );
    let loose = html("- [x] a\n\n- b");
    assert!(
        loose.starts_with("<ul>\n<li class=\"task\"><p><input type=\"checkbox\" disabled checked"),
        "{loose}"
    );
}

#[test]
fn tables_scroll_and_align_by_class() {
    check(
        "| a | b |\n|:-:|--:|\n| 1 | 2 |",
        "<div class=\"table\" role=\"region\" aria-label=\"Table 1\" tabindex=\"0\"><table><thead><tr>\
         <th scope=\"col\" class=\"center\">a</th><th scope=\"col\" class=\"right\">b</th></tr></thead>\
         <tbody><tr><td class=\"center\">1</td><td class=\"right\">2</td></tr>\n</tbody></table></div>",
    );
    assert!(
        html("| | b |\n|--|--|\n| 1 | 2 |").contains("<tr><td></td><th scope=\"col\">b</th></tr>")
    );
}

#[test]
fn footnotes_lead_there_and_back() {
    check(
        "a[^x] b[^x]\n\n[^x]: note\n\n[^y]: unnamed",
        "<p>a<sup class=\"footnote\" id=\"fn-x.ref\"><a href=\"#fn-x\">1</a></sup> \
         b<sup class=\"footnote\" id=\"fn-x.ref2\"><a href=\"#fn-x\">1</a></sup></p>\n\
         <section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"fn-x\"><p>note \
         <a class=\"back\" href=\"#fn-x.ref\" aria-label=\"Back to reference 1\">\u{21A9}</a> \
         <a class=\"back\" href=\"#fn-x.ref2\" aria-label=\"Back to reference 1-2\">\u{21A9}</a></p></li>\n\
         <li id=\"fn-y\"><p>unnamed</p></li>\n</ol>\n</section>",
    );
}

#[test]
fn links_are_as_resolved() {
    check("[a](page.md)", "<p><a href=\"page.html\">a</a></p>");
    check("[a](page.md#x)", "<p><a href=\"page.html#x\">a</a></p>");
    check("[*a*](gone.md \"t\")", "<p><span class=\"unresolved\"><em>a</em></span></p>");
    check("[a](javascript:alert(1))", "<p><span class=\"unresolved\">a</span></p>");
    check(
        "[a](https://x.org/?a&b \"t\\\"\")",
        "<p><a href=\"https://x.org/?a&amp;b\" title=\"t&quot;\">a</a></p>",
    );
    check("<https://x.org>", "<p><a href=\"https://x.org\">https://x.org</a></p>");
    check("[](https://x.org)", "<p><a href=\"https://x.org\">link</a></p>");
}

#[test]
fn bare_references_become_links() {
    check(
        "see SPEC-7, `SPEC-7`",
        "<p>see <a href=\"spec-7.html\">SPEC-7</a>, <code>SPEC-7</code></p>",
    );
    check("&amp; SPEC-7 &lt;", "<p>&amp; <a href=\"spec-7.html\">SPEC-7</a> &lt;</p>");
    check("> SPEC-7", "<blockquote><p><a href=\"spec-7.html\">SPEC-7</a></p>\n</blockquote>");
    check(
        "at https://x.org/a_b_c.",
        "<p>at <a href=\"https://x.org/a_b_c\">https://x.org/a_b_c</a>.</p>",
    );
    check("[SPEC-7](https://y.org)", "<p><a href=\"https://y.org\">SPEC-7</a></p>");
}

#[test]
fn images_are_our_own() {
    check(
        "![a *b*](i.png \"t\")",
        "<p><img src=\"i.png\" alt=\"a b\" loading=\"lazy\" title=\"t\"></p>",
    );
    check(
        "![a](https://x.org/i.png)",
        "<p><a class=\"remote\" href=\"https://x.org/i.png\">a</a></p>",
    );
    check(
        "[![](i.png)](page.md)",
        "<p><a href=\"page.html\"><img src=\"i.png\" alt=\"i.png\" loading=\"lazy\"></a></p>",
    );
    check("![a](gone.png)", "<p><span class=\"unresolved\">a</span></p>");
}

#[test]
fn allowed_html_stays() {
    check("a<br>b<sub>c</sub><kbd>d</kbd>", "<p>a<br>b<sub>c</sub><kbd>d</kbd></p>");
    check("<div align=center class=x style=y onclick=z>t</div>", "<div class=\"center\">t</div>");
    check("<a href='page.md' target=_blank>t</a>", "<p><a href=\"page.html\">t</a></p>");
    check(
        "<img src=i.png width=10px height=x alt='&quot;'>",
        "<img src=\"i.png\" alt=\"&quot;\" loading=\"lazy\" width=\"10\">",
    );
    check("<center>t</center>", "<div class=\"center\">t</div>");
    check("<font color=red>t</font>", "<p>t</p>");
    check("<pre lang=rust>t</pre>", "<pre tabindex=\"0\">t</pre>");
    check(
        "<video src=https://x.org/a.mp4 controls></video>",
        "<p><a class=\"remote\" href=\"https://x.org/a.mp4\">video</a></p>",
    );
    check(
        "[![b](https://x.org/b.svg)](https://x.org/c)",
        "<p><a href=\"https://x.org/c\">b</a></p>",
    );
    check("a &nbsp;&copy; &bogus;", "<p>a \u{a0}© &amp;bogus;</p>");
    check("<div>&copy; &amp;lt; &bogus;</div>", "<div>© &amp;lt; &amp;bogus;</div>");
    check("<a id=top></a>", "<p><span id=\"top\"></span></p>");
    check(
        "<p align=center>\n\n**b**\n\n</p>",
        "<div class=\"center\">\n<p><strong>b</strong></p>\n</div>",
    );
}

#[test]
fn details_hold_markdown_and_always_have_a_summary() {
    check(
        "<details>\n<summary>S</summary>\n\n- a\n\n</details>\n\nafter",
        "<details>\n<summary>S</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>\n<p>after</p>",
    );
    check("<details>\n\ntext", "<details>\n<summary>Details</summary><p>text</p>\n</details>");
    check("<summary>x</summary>", "x");
}

#[test]
fn other_html_is_text() {
    check("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
    check("Vec<T> and <handle>", "<p>Vec&lt;T&gt; and &lt;handle&gt;</p>");
    check("<iframe srcdoc=\"<b>\">", "&lt;iframe srcdoc=&quot;&lt;b&gt;&quot;&gt;");
    check("<svg onload=x>", "&lt;svg onload=x&gt;");
    check("a<!-- c -->b", "<p>ab</p>");
    check("<!-- open\n\nrest", "");
    check("<?php x ?>", "&lt;?php x ?&gt;");
}

#[test]
fn stray_and_unclosed_tags_are_contained() {
    check("</div></section></main>", "");
    check("a <b>c\n\nd", "<p>a <b>c</b></p>\n<p>d</p>");
    check("<div>\n\na", "<div>\n<p>a</p>\n</div>");
    check("- <div>\n- b", "<ul>\n<li><div>\n</div></li>\n<li>b</li>\n</ul>");
    check("> </blockquote></div>\n\na", "<blockquote>\n</blockquote>\n<p>a</p>");
    check("**a </strong> b**", "<p><strong>a  b</strong></p>");
    check("a <div>b</div> c", "<p>a </p><div>b</div> c");
    check("<p align=center>a</p>\n\nb", "<div class=\"center\">a</div>\n<p>b</p>");
    check("<center><div>a</center>b", "<div class=\"center\"><div>a</div></div>b");
    check("<center>a</div>b</center>c", "<div class=\"center\">ab</div>c");
    check(
        "<table><tr><td>a</div>b</table>c</div>",
        &format!("{}c", html("<table><tr><td>ab</table>").trim()),
    );
    check("<b>a <i>b</b> c</i>", "<p><b>a <i>b</i></b> c</p>");
    check(
        "<a href=https://x.org>a [b](https://y.org)</a>",
        "<p><a href=\"https://x.org\">a b</a></p>",
    );
}

#[test]
fn parts_without_their_whole_get_it_or_go() {
    check("<li>a</li>", "<ul><li>a</li></ul>");
    check("<li>a</li> <li>b</li> c", "<ul><li>a</li> <li>b</li></ul> c");
    let table = html("| a |\n|--|\n| <li>b</li> <li>*c*</li> |");
    assert!(table.contains("<td><ul><li>b</li> <li><em>c</em></li></ul></td>"), "{table}");
    check("<td>a</td>", "a");
    check("<ul>x<li>a<li>b</ul>", "<ul><li>x</li><li>a</li><li>b</li></ul>");
    let table = html("<table><td>a<tr><th>b</table>c");
    assert!(
        table.contains("<table><tr><td>a</td></tr><tr><th>b</th></tr></table></div>c"),
        "{table}"
    );
    assert!(html("<table>x</table>").contains("<table><tr><td>x</td></tr></table>"));
    check("<dl><dd>a</dl>", "<dl><dt></dt><dd>a</dd></dl>");
}

#[test]
fn ids_are_given_once_and_never_those_of_the_page() {
    check("<a id=x></a><a name=x></a>", "<p><span id=\"x\"></span></p>");
    check("<div id=page.main>a</div>", "<div>a</div>");
    assert!(!html("# A\n\n<div id=h0>a</div>").contains("<div id"));
}

#[test]
fn urls_in_attributes_are_decoded_before_they_are_judged() {
    for url in [
        "javascript:x",
        "java&#115;cript:x",
        "&#x6A;avascript&colon;x",
        " java\nscript:x",
        "data:text/html,x",
    ] {
        let html = html(&format!("<a href=\"{url}\">t</a> <img src=\"{url}\" alt=i>"));
        assert!(!html.contains("href") && !html.contains("src="), "{html}");
    }
}

#[test]
fn comments_are_told() {
    let sample = Sample::new(
        "# T <!-- a -->\n\na <!-- b --> ![c <!-- d -->](e)\n\n`<!-- f -->`\n\n<!--\ng\n-->",
    )
    .with_title();
    let text = sample.document.text.clone();
    let comments: Vec<_> =
        sample.body().comments.into_iter().map(|range| text[range].to_owned()).collect();
    assert_eq!(comments, ["<!-- a -->", "<!-- b -->", "<!-- d -->", "<!--\ng\n-->"]);
}

#[test]
fn references_are_decoded() {
    let check = |input: &str, expected: &str| assert_eq!(decode_entities(input), expected);
    check("a&amp;b&lt;&#65;&#x42;&hellip;", "a&b<AB…");
    check("&bogus; & &; &#; &amp", "&bogus; & &; &#; &amp");
    check("&colon;", ":");
}
