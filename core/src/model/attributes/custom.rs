//! Custom attributes: names defined by the operator, plain values.

use crate::model::scalar::Scalar;
use std::collections::HashMap;

/// Custom attributes in the order they were given; a name given again replaces the value before. `Debug`
/// shows how many there are.
#[derive(Clone, PartialEq, Default)]
pub struct CustomAttributes {
    entries: Vec<(String, Scalar)>,
    positions: HashMap<String, usize>,
}

impl CustomAttributes {
    /// Sets one attribute; [`Scalar::Null`] clears it on the server.
    pub fn set(&mut self, name: String, value: Scalar) {
        match self
            .positions
            .get(&name)
            .and_then(|position| self.entries.get_mut(*position))
        {
            Some((_, held)) => *held = value,
            None => {
                self.positions.insert(name.clone(), self.entries.len());
                self.entries.push((name, value));
            }
        }
    }

    /// The attributes in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Scalar)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl std::fmt::Debug for CustomAttributes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "CustomAttributes({})", self.entries.len())
    }
}
