//! Filler of templates: values that are there to be replaced, and so are absent.

/// Whether a metadata value is filler. `more` are the portfolio's own.
#[must_use]
pub fn is_placeholder(_value: &str, _more: &[String]) -> bool {
    false
}
#[must_use]

/// Whether a one-word value is a choice.
#[must_use]
pub fn is_choice(_value: &str) -> bool {
    false
}
