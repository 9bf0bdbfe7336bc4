//! A body's HTML → its sections, as text.
//!
//! In: a body as [`crate::render::markdown`] wrote it. Out: what a reader reads under each heading. What is found is what is
//! shown: comments are gone already, footnotes and raw HTML are as they stand on the page. Only our own writer's HTML comes
//! here, so a tag ends at the first `>`, and there are four character references. Absent on purpose: words.

use std::borrow::Cow;
use std::collections::HashSet;

/// The text under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// The heading's anchor; empty for what stands before the first.
    pub(super) anchor: String,
    /// The heading.
    pub(super) heading: String,
    /// What stands below it. A line is a block.
    pub(super) text: String,
}

/// Elements inside a line of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// What pages show beside the text: the link of a heading to itself, the mark of a footnote and the way back.
const NOT_TEXT: &[(&str, &str)] = &[
    ("a class=\"anchor\"", "</a>"),
    ("a class=\"back\"", "</a>"),
    ("sup class=\"footnote\"", "</sup>"),
];

/// Reads a body.
pub(super) fn sections(html: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut in_heading = false;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let section = sections.last_mut().expect("there is one from the start");
        push(if in_heading { &mut section.heading } else { &mut section.text }, text);
        let Some((tag, after)) = after.get(1..).and_then(|after| after.split_once('>')) else {
            break;
        };
        rest = after;
        if let Some((_, end)) = NOT_TEXT.iter().find(|(start, _)| tag.starts_with(start)) {
            rest = after.split_once(end).map_or("", |(_, after)| after);
        } else if let Some(anchor) = heading(tag) {
            sections.push(Section { anchor, ..Section::default() });
            in_heading = true;
        } else if !is_inline(tag) {
            in_heading &= !tag.strip_prefix('/').is_some_and(is_heading);
            break_line(if in_heading { &mut section.heading } else { &mut section.text });
        }
    }
    for section in &mut sections {
        section.text.truncate(section.text.trim_end().len());
        section.heading.truncate(section.heading.trim_end().len());
    }
    leave_out_contents(&mut sections);
    sections.retain(|section| !section.heading.is_empty() || !section.text.is_empty());
    sections
}

/// How many lines that are headings of the text itself, one after the other, are a list of its contents.
const A_LIST_OF_CONTENTS: usize = 3;

/// Leaves lists of contents out: they have the words of all headings, and lead a reader to none of them.
fn leave_out_contents(sections: &mut [Section]) {
    let headings: HashSet<String> = sections.iter().map(|one| one.heading.clone()).collect();
    for section in sections {
        let lines: Vec<&str> = section.text.split('\n').collect();
        let runs = lines.chunk_by(|one, next| headings.contains(*one) == headings.contains(*next));
        let is_contents =
            |run: &&[&str]| run.len() >= A_LIST_OF_CONTENTS && headings.contains(run[0]);
        if runs.clone().any(|run| is_contents(&run)) {
            let kept: Vec<&str> = runs.filter(|run| !is_contents(run)).flatten().copied().collect();
            section.text = kept.join("\n");
        }
    }
}

/// Whether a tag is that of a heading.
fn is_heading(tag: &str) -> bool {
    matches!(tag.as_bytes(), [b'h', b'1'..=b'6'] | [b'h', b'1'..=b'6', b' ', ..])
}

/// The anchor of a heading that has one and begins with this tag.
fn heading(tag: &str) -> Option<String> {
    let id = tag.get(2..)?.split_once(" id=\"")?.1;
    is_heading(tag).then(|| decoded(&id[..id.find('"').unwrap_or(id.len())]).into_owned())
}

fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    INLINE.contains(&name.split([' ', '/']).next().unwrap_or_default())
}

/// Ends a block, unless nothing stands before.
fn break_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Appends the text of HTML, its white space as one space.
fn push(text: &mut String, html: &str) {
    let mut between = false;
    for words in decoded(html).split(char::is_whitespace) {
        if between && !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
        text.push_str(words);
        between = true;
    }
}

/// Text of ours without its character references.
fn decoded(html: &str) -> Cow<'_, str> {
    if !html.contains('&') {
        return Cow::Borrowed(html);
    }
    let plain = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    Cow::Owned(plain.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::Sample;
    use proptest::prelude::*;

    fn check(markdown: &str, expected: &[(&str, &str, &str)]) {
        let found = sections(&Sample::new(markdown).body().html);
        let found: Vec<_> = found
            .iter()
            .map(|s| (s.anchor.as_str(), s.heading.as_str(), s.text.as_str()))
            .collect();
        assert_eq!(found, expected, "{markdown}");
    }

    #[test]
    fn sections_have_the_text_below_their_heading() {
        check(
            "Before *it*.\n\n## A `b` & c\n\nOne\ntwo.\n\nThree <!-- no -->\n\n### D\n",
            &[("", "", "Before it."), ("h0", "A b & c", "One two.\nThree"), ("h1", "D", "")],
        );
        check("", &[]);
    }

    #[test]
    fn what_stands_beside_the_text_is_left_out() {
        check("A[^1] b.\n\n[^1]: Note.\n", &[("", "", "A b.\nNote.")]);
    }

    #[test]
    fn a_list_of_contents_leads_nowhere() {
        check(
            "## Contents\n\n- [One](#h1)\n- [Two `a`](#h2)\n  - [Three](#h3)\n\nMore.\n\n## One\n\n## Two `a`\n\n### Three\n",
            &[
                ("h0", "Contents", "More."),
                ("h1", "One", ""),
                ("h2", "Two a", ""),
                ("h3", "Three", ""),
            ],
        );
        // Of two nobody knows, and what is said between is said.
        check(
            "- One\n- Two\n\n## One\n\nTwo\n\n## Two\n",
            &[("", "", "One\nTwo"), ("h0", "One", "Two"), ("h1", "Two", "")],
        );
    }

    #[test]
    fn blocks_are_lines() {
        check(
            "- a\n- b\n\n| c | d |\n|---|---|\n| &lt;e | f |\n",
            &[("", "", "a\nb\nc\nd\n<e\nf")],
        );
        check("```rust\nfn a() {\n  b(1 < 2);\n}\n```\n", &[("", "", "fn a() { b(1 < 2); }")]);
        check("<b>bold</b>er <i title=\"a>b\">x</i>", &[("", "", "bolder x")]);
    }

    proptest! {
        #[test]
        fn any_body_is_read(markdown in "[a-z#<>&!\\[\\]()`*|\\-\n ]{0,80}") {
            sections(&Sample::new(&markdown).body().html);
        }

        #[test]
        fn any_text_is_read(html in "[a-h1-2<>/& \"=]{0,60}") {
            sections(&html);
        }
    }
}
