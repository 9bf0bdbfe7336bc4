//! A status value → [`StatusText`]: the word or words that are the status, the rest that is detail.

use super::Reference;

/// A status as one document writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    /// The status itself, as written, without emphasis: `Implemented`, `Active review`.
    pub name: String,
    /// What follows it: `Swift 5.9`.
    pub detail: Option<String>,
    /// What `Superseded by X` and its like name.
    pub superseded_by: Vec<Reference>,
}

/// Reads a status value; `None` when nothing is left of it.
#[must_use]
pub fn read(_value: &str) -> Option<StatusText> {
    None
}

/// Statuses that are known anywhere, in lower case, with spaces.
const KNOWN: &str = "\
    abandoned, accepted, acknowledged, active, active review, adopted, agreed, alpha, approved, \
    archived, awaiting approval, awaiting implementation, awaiting review, backlog, beta, blocked, \
    canceled, cancelled, candidate, closed, committed, complete, completed, concept, conditionally \
    approved, current, decided, declined, deferred, delivered, denied, deployed, deprecated, \
    design, designing, development, discontinued, discussion, done, dormant, draft, drafting, \
    duplicate, effective, experimental, expired, exploration, exploring, failed, fcp, final, final \
    comment period, finished, ga, general availability, historic, historical, idea, ideation, \
    implementable, implementation, implemented, implementing, in design, in development, in \
    discussion, in force, in progress, in review, in testing, inactive, informational, invalid, \
    investigating, last call, living, living standard, merged, moved, needs review, needs \
    revision, new, not started, obsolete, obsoleted, on hold, ongoing, open, opened, out for \
    review, partially implemented, paused, pending, pending approval, pending review, pitch, \
    planned, planning, postponed, pre draft, prediscussion, preview, previewing, proposal, \
    proposed, prototype, provisional, provisionally accepted, published, ratified, ready, ready \
    for approval, ready for dev, ready for development, ready for implementation, ready for \
    review, recommendation, rejected, released, removed, replaced, retired, returned for revision, \
    reverted, review, revoked, scheduled for review, shipped, signed off, specified, specifying, \
    stable, stagnant, stale, started, submitted, superceded, superseded, testing, to do, todo, \
    triage, under consideration, under development, under discussion, under review, validated, \
    verified, waiting for approval, waiting for review, wip, withdrawn, work in progress";

/// Whether a text is a status that is known anywhere: `Draft`, `in_review`, `Last Call`.
#[must_use]
pub fn is_known(text: &str) -> bool {
    super::inline::is_among(&normal(text), KNOWN)
}

/// Lower case, with single spaces for hyphens and underscores.
fn normal(text: &str) -> String {
    super::inline::single_spaced(&text.to_lowercase().replace(['-', '_'], " "))
}
