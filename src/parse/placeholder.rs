//! Filler of templates: values that are there to be replaced, and so are absent.

/// Whether a metadata value is filler. `more` are the portfolio's own.
#[must_use]
pub fn is_placeholder(_value: &str, _more: &[String]) -> bool {
    false
}
