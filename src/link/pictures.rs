//! The diagrams of a portfolio's texts, and the pictures of them.
//!
//! In: a linked portfolio, and then what became of its diagrams. Out: the texts to draw, and a portfolio that has its
//! pictures and a problem for each diagram without one. Drawing stands between the two and is not linking's: it is dear,
//! and knows texts alone. Only what this audience sees is drawn.

use super::Portfolio;
use crate::config::Config;
use crate::diagnostic::{Code, Place, Problem};
use crate::draw::Pictures;
use crate::parse::{Diagram, Document};

/// Every diagram, with the document it stands in.
pub fn diagrams(portfolio: &Portfolio) -> impl Iterator<Item = (&Document, &Diagram)> {
    let documents = portfolio.entries.iter().flat_map(|entry| {
        let parts = entry.parts.iter().map(|part| &*part.document);
        std::iter::once(&*entry.document).chain(parts)
    });
    documents.flat_map(|document| {
        document.outline.diagrams.iter().map(move |diagram| (document, diagram))
    })
}

/// Hands a portfolio its pictures, and notes which diagrams have none.
pub fn hang_pictures(portfolio: &mut Portfolio, pictures: Pictures, config: &Config) {
    if let Some(severity) = config.severity(Code::DiagramNotDrawn) {
        let problem = |(document, diagram): (&Document, &Diagram)| {
            let reason = &pictures.refusal(&diagram.source)?.0;
            let place = Place::of(&document.path, &document.text, diagram.range.clone());
            let message = format!("this diagram is not drawn: {reason}");
            Some(Problem { severity, ..Problem::new(Code::DiagramNotDrawn, place, message) })
        };
        let found: Vec<Problem> = diagrams(portfolio).filter_map(problem).collect();
        portfolio.problems.extend(found);
        portfolio.problems.sort();
    }
    portfolio.pictures = pictures;
}
