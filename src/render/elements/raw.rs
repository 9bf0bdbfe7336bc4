//! An author's raw tags → elements where they may stand.
//!
//! In: requests to open and close what raw HTML asks for. Out: the same, mended as a browser would mend it: siblings close
//! each other, what a part needs around it is implied, and what cannot stand leaves its content. It is the side of
//! [`Elements`] that need not balance; Markdown's own stands in the module above.

use super::{Content, Elements, Origin};

impl Elements {
    /// Opens a raw block element where one may stand, which ends with the end tag of `tag`; otherwise only its content will
    /// stand.
    pub(in crate::render) fn open_raw_block(
        &mut self,
        name: &'static str,
        tag: &'static str,
        attributes: &str,
        content: Content,
    ) {
        if self.is_shallow() && self.block() {
            self.push(name, attributes, content, Origin::Raw);
            self.mark_tag(tag);
        }
    }

    /// Opens a raw heading where one may stand: in a `summary` too, and not in the head of a table or a term.
    pub(in crate::render) fn open_raw_heading(&mut self, written: u8, attributes: &str) {
        let in_summary = self.open.last().is_some_and(|open| open.name == "summary");
        if self.terms == 0 && self.is_shallow() && (in_summary || self.block()) {
            self.push(self.heading_name(written), attributes, Content::Phrasing, Origin::Raw);
            self.mark_heading(written);
        }
    }

    /// Opens a raw element that stands in a line.
    pub(in crate::render) fn open_raw_inline(&mut self, name: &'static str, attributes: &str) {
        self.inline();
        if self.is_shallow() {
            self.push(name, attributes, Content::Phrasing, Origin::Raw);
        }
    }

    /// Opens a raw link, which holds what its place holds.
    pub(in crate::render) fn open_raw_link(&mut self, attributes: &str) {
        self.inline();
        if self.is_shallow() && !self.in_link() {
            let content = self.content();
            self.push("a", attributes, content, Origin::Raw);
            self.mark_link(true);
        }
    }

    /// Opens a raw `summary` where the first child of a `details` may stand.
    pub(in crate::render) fn open_raw_summary(&mut self) {
        if self.content() == Content::Details && self.is_shallow() {
            self.settle_details();
            self.push("summary", "", Content::Phrasing, Origin::Raw);
        }
    }

    /// Opens a raw part of a list or table (`li`, `dt`, `tr`, `td` …): closes its siblings, and what it needs around it and
    /// has not is implied. Where no table or term list is open, only its content stands.
    pub(in crate::render) fn open_raw_part(
        &mut self,
        name: &'static str,
        attributes: &str,
        content: Content,
    ) {
        let homes: &[Content] = match name {
            "li" => &[Content::Items, Content::ImpliedItems],
            "dt" | "dd" => &[Content::Terms],
            "tr" => &[Content::Rows, Content::Table],
            "td" | "th" => &[Content::Cells, Content::Rows, Content::Table],
            _ => &[Content::Table],
        };
        let raw = self.open.iter().rev().take_while(|open| open.origin == Origin::Raw);
        let Some(above) = raw.clone().position(|open| homes.contains(&open.content)) else {
            if name == "li" {
                self.open_implied_list(attributes);
            }
            return;
        };
        for _ in 0..above {
            self.pop();
        }
        // A head stands before all rows; later it is a group like others.
        let before = self.html[self.inner()..].trim_end();
        let begun = || !before.is_empty() && !before.ends_with("</caption>");
        let name = if name == "thead" && begun() { "tbody" } else { name };
        if homes.len() == 3 && self.content() != Content::Cells {
            self.push("tr", "", Content::Cells, Origin::Raw);
        }
        if name == "dd" && self.html[self.inner()..].trim().is_empty() {
            self.html.push_str("<dt></dt>");
        }
        self.push(name, attributes, content, Origin::Raw);
    }

    /// Opens a raw `li` that no list is around, as authors write them in the cells of tables.
    fn open_implied_list(&mut self, attributes: &str) {
        let depth = self.open.len();
        self.open_raw_block("ul", "ul", "", Content::ImpliedItems);
        if self.open.len() > depth {
            self.push("li", attributes, Content::Flow, Origin::Raw);
        }
    }

    /// Opens a raw `caption`, which stands first in its table or not at all.
    pub(in crate::render) fn open_raw_caption(&mut self) {
        if self.content() == Content::Table && self.html[self.inner()..].trim().is_empty() {
            self.push("caption", "", Content::Phrasing, Origin::Raw);
        }
    }

    /// Opens a raw `picture`.
    pub(in crate::render) fn open_raw_picture(&mut self) {
        if self.is_shallow() {
            self.push("picture", "", Content::Sources, Origin::Raw);
        }
    }

    /// Opens a raw `details`, which no link may hold.
    pub(in crate::render) fn open_raw_details(&mut self, attributes: &str) {
        self.close_raw("a");
        self.open_raw_block("details", "details", attributes, Content::Details);
    }

    /// Opens a raw table in its box, which no link may hold.
    pub(in crate::render) fn open_raw_table(&mut self, attributes: &str) {
        self.close_raw("a");
        if self.is_shallow() && self.block() {
            let label = self.table_box();
            self.push("div", &label, Content::Flow, Origin::Raw);
            self.mark_tag("");
            self.push("table", attributes, Content::Table, Origin::Raw);
        }
    }

    /// Writes a void element that only stands inside `picture`.
    pub(in crate::render) fn write_source(&mut self, tag: &str) {
        if self.content() == Content::Sources {
            self.html.push_str(tag);
        }
    }

    /// Closes the innermost raw element of that tag, with what is open inside; an end tag that fits nothing is left out.
    pub(in crate::render) fn close_raw(&mut self, name: &str) {
        let raw = self.open.iter().rev().take_while(|open| open.origin == Origin::Raw);
        if let Some(above) = raw.clone().position(|open| open.tag == name) {
            for _ in 0..=above {
                self.pop();
            }
            if name == "table" {
                self.pop();
            }
        }
    }

    /// Closes the raw heading that is open, whatever its level became.
    pub(in crate::render) fn close_raw_heading(&mut self) {
        let raw = self.open.iter().rev().take_while(|open| open.origin == Origin::Raw);
        if let Some(heading) = raw.clone().find(|open| open.heading.is_some()) {
            self.close_raw(heading.name);
        }
    }

    /// Closes the raw elements on top that hold text only, and raw links: none of them outlives its block.
    pub(in crate::render) fn close_raw_lines(&mut self) {
        while self.is_raw() && matches!(self.content(), Content::Phrasing | Content::Sources) {
            self.pop();
        }
        self.close_raw("a");
    }
}
