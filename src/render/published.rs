//! A document's text → the copy of its source that goes out beside its page.
//!
//! In: the document, and where its Markdown has comments, which is known from writing it. Out: the text without them: what an
//! author hides from readers of the page is hidden from those of the source, too. It stands alone because what goes out and
//! what does not is decided in few places, and this is one. Absent on purpose: any Markdown.

use crate::parse::Document;
use std::ops::Range;
use std::sync::Arc;

/// The source as it goes out: without its comments; one without any is the text itself, and not another copy of it. Those of the Markdown are known from writing it; what is no Markdown,
/// front matter and what stands before it, has none of Markdown's ways to show a comment.
pub(super) fn copy(document: &Document, comments: &[Range<usize>]) -> Arc<[u8]> {
    let text = &*document.text;
    let mut comments = comments.to_vec();
    comments.extend(comments_of_head(text.get(..document.body.start).unwrap_or_default()));
    if comments.is_empty() {
        return document.text.clone().into();
    }
    comments.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for comment in comments {
        if comment.start >= from {
            out.push_str(&text[from..comment.start]);
            from = comment.end;
        }
    }
    out.push_str(&text[from..]);
    out.into_bytes().into()
}

/// The comments of front matter. One that does not close ends with its line, lest the end of the front matter go with it.
fn comments_of_head(head: &str) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut from = 0;
    while let Some(start) = head[from..].find("<!--").map(|at| from + at) {
        let rest = &head[start..];
        let length = rest
            .find("-->")
            .map(|at| at + "-->".len())
            .or_else(|| rest.find(['\r', '\n']))
            .unwrap_or(rest.len());
        from = start + length;
        comments.push(start..from);
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::Sample;

    #[test]
    fn sources_go_out_without_their_comments() {
        let check = |text: &str, comments: &[Range<usize>], expected: &str| {
            let document = Sample::new(text).document;
            assert_eq!(&*copy(&document, comments), expected.as_bytes());
        };
        check("a<!--b-->c<!--d-->e", &[1..9, 10..18], "ace");
        check("a<!--b-->c<!--d-->", &[10..18, 1..9], "ac");
        check("abc", &[], "abc");
    }

    #[test]
    fn the_comments_of_front_matter_are_known() {
        let check = |head: &str, expected: &[&str]| {
            let found = comments_of_head(head).into_iter().map(|range| head[range].to_owned());
            assert_eq!(found.collect::<Vec<_>>(), expected, "{head}");
        };
        check("<!-- a -->\n---\nb: c <!-- d\n e -->f\n---\n", &["<!-- a -->", "<!-- d\n e -->"]);
        check("---\nb: <!-- c\n---\n", &["<!-- c"]);
        check("---\nb: c\n---\n", &[]);
    }
}
