//! People in tables of reviews: who stands in a table under Reviews, Approvals or Sign-off is a reviewer.
//!
//! In: the headings and the tables under them. Out: reviewers, in addition to those that metadata names. Absent on purpose:
//! what they decided, which is a register's.

use super::{Gathered, Markdown, Origin, RawField, RawValue, clean_key};
use crate::parse::outline::{BlockKind, table_rows};
use std::ops::Range;

/// Reads all tables of reviews.
pub(super) fn read(markdown: &Markdown<'_>, gathered: &mut Gathered) {
    let mut under_reviews = false;
    for block in markdown.blocks {
        match block.kind {
            BlockKind::Heading(heading) => {
                under_reviews = is_reviews(&markdown.headings[heading].text);
            }
            BlockKind::Table if under_reviews && !gathered.blocks.contains(&block.range) => {
                let people = people(markdown.text, &table_rows(markdown.text, block.range.clone()));
                if !people.is_empty() {
                    let range = block.range.clone();
                    gathered.fields.push(RawField {
                        key: "reviewers".into(),
                        values: people,
                        origin: Origin::Reviews,
                        range,
                    });
                }
            }
            _ => {}
        }
    }
}

/// Whether a heading opens a section of reviews: `Reviews`, `6. Approvals`, `Sign-off`.
fn is_reviews(heading: &str) -> bool {
    let words = heading.to_lowercase();
    let words =
        words.trim_start_matches(|found: char| !found.is_alphabetic()).trim_end_matches(':').trim();
    matches!(
        words,
        "reviews"
            | "review"
            | "approvals"
            | "approval"
            | "sign-off"
            | "sign-offs"
            | "signoff"
            | "signoffs"
            | "sign off"
            | "reviewers"
            | "approvers"
            | "reviewers and approvers"
            | "reviews and approvals"
            | "review and approval"
            | "approvals and sign-off"
            | "approval and sign-off"
            | "document approval"
            | "document approvals"
    )
}

/// The cells of the column of people.
fn people(text: &str, rows: &[Vec<Range<usize>>]) -> Vec<RawValue> {
    let Some((header, rows)) = rows.split_first() else { return vec![] };
    let Some(column) =
        header.iter().position(|cell| is_people_column(&clean_key(&text[cell.clone()])))
    else {
        return vec![];
    };
    let cells = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
    cells
        .map(|cell| RawValue {
            text: text[cell.clone()].to_owned(),
            range: cell.clone(),
            item: false,
        })
        .collect()
}

fn is_people_column(name: &str) -> bool {
    matches!(
        name.to_lowercase().trim_end_matches("(s)"),
        "reviewed by"
            | "reviewer"
            | "reviewers"
            | "name"
            | "names"
            | "approver"
            | "approvers"
            | "approved by"
            | "person"
            | "who"
            | "signed by"
            | "signed off by"
            | "github"
            | "handle"
            | "stakeholder"
    )
}
