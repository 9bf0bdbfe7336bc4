//! People as documents name them → [`Person`].

/// Somebody, as one document names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The name; `None` when only a handle is known.
    pub name: Option<String>,
    /// The handle without `@`, as written.
    pub handle: Option<String>,
    /// The address, where one is given.
    pub email: Option<String>,
}

/// Reads the people of one value: one, or several with any separator. Markdown links are understood.
#[must_use]
pub fn read(_value: &str) -> Vec<Person> {
    vec![]
}
