//! The three things an update can say about a field.

/// Leave it, clear it, or set it.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// Not mentioned.
    #[default]
    Keep,
    /// `null`: the server forgets the value.
    Clear,
    /// A new value.
    Set(T),
}

impl<T> Change<T> {
    /// The new value, when there is one.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        match self {
            Change::Set(value) => Some(value),
            Change::Keep | Change::Clear => None,
        }
    }
}

/// Shows what happens to the field and never its value.
impl<T> std::fmt::Debug for Change<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Change::Keep => "Keep",
            Change::Clear => "Clear",
            Change::Set(_) => "Set(..)",
        })
    }
}

impl<T> From<Option<T>> for Change<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Change::Clear, Change::Set)
    }
}

impl From<&str> for Change<String> {
    fn from(text: &str) -> Self {
        Change::Set(text.to_owned())
    }
}

impl From<String> for Change<String> {
    fn from(text: String) -> Self {
        Change::Set(text)
    }
}

impl From<i64> for Change<i64> {
    fn from(number: i64) -> Self {
        Change::Set(number)
    }
}

impl From<f64> for Change<f64> {
    fn from(number: f64) -> Self {
        Change::Set(number)
    }
}

impl From<bool> for Change<bool> {
    fn from(flag: bool) -> Self {
        Change::Set(flag)
    }
}
