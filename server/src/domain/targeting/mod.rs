//! Whom content is meant for.
//!
//! [`read`] takes an operator's rules apart and names what is wrong; [`stored`] reads what was accepted
//! before; [`Targeting::allows`] decides. Every rule that is given must hold, none means everybody, and
//! rules that cannot be read mean nobody. Pure functions, called on request threads and in transactions.

mod reading;
mod rules;

pub use reading::{Fault, read};
pub use rules::{AttributeRule, Comparison, Targeting, stored};
