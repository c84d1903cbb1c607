//! A plain value: what a custom attribute holds and what metadata holds most of the time.
//!
//! Guarantee: whole numbers keep all their 64 bits, signed or unsigned; a float that is no number can be held
//! (a caller may have computed it) but never passes [`Scalar::check`]. Used on the caller's thread.

use super::rejection::InputError;
use super::text;
use serde_json::Value;

/// Text, a number, a truth value or null.
#[derive(Clone, PartialEq)]
pub enum Scalar {
    /// Clears an attribute; a plain null in metadata.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number too large for [`Scalar::Integer`].
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
}

impl Scalar {
    /// Reads a JSON value; `None` for an array or an object.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Scalar> {
        Some(match value {
            Value::Null => Scalar::Null,
            Value::Bool(flag) => Scalar::Bool(*flag),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(whole), _) => Scalar::Integer(whole),
                (None, Some(whole)) => Scalar::Unsigned(whole),
                (None, None) => Scalar::Float(number.as_f64()?),
            },
            Value::String(text) => Scalar::Text(text.clone()),
            Value::Array(_) | Value::Object(_) => return None,
        })
    }

    /// The JSON value. A float that is no number becomes null; [`Scalar::check`] refuses it before.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Scalar::Null => Value::Null,
            Scalar::Bool(flag) => (*flag).into(),
            Scalar::Integer(whole) => (*whole).into(),
            Scalar::Unsigned(whole) => (*whole).into(),
            Scalar::Float(number) => (*number).into(),
            Scalar::Text(text) => text.as_str().into(),
        }
    }

    /// Checks the value: a finite number, text of at most `max_chars` characters without U+0000.
    ///
    /// # Errors
    /// `not_finite`, `invalid_text` or `too_long`.
    pub fn check(&self, field: &str, max_chars: usize) -> Result<(), InputError> {
        match self {
            Scalar::Float(number) if !number.is_finite() => {
                Err(InputError::new("not_finite", field, "must be a finite number"))
            }
            Scalar::Text(text) => text::check_value(field, text, max_chars),
            _ => Ok(()),
        }
    }
}

/// Shows the kind of the value and never the value.
impl std::fmt::Debug for Scalar {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Scalar::Null => "Null",
            Scalar::Bool(_) => "Bool(..)",
            Scalar::Integer(_) => "Integer(..)",
            Scalar::Unsigned(_) => "Unsigned(..)",
            Scalar::Float(_) => "Float(..)",
            Scalar::Text(_) => "Text(..)",
        })
    }
}

impl From<bool> for Scalar {
    fn from(flag: bool) -> Self {
        Scalar::Bool(flag)
    }
}

impl From<i32> for Scalar {
    fn from(whole: i32) -> Self {
        Scalar::Integer(whole.into())
    }
}

impl From<u32> for Scalar {
    fn from(whole: u32) -> Self {
        Scalar::Integer(whole.into())
    }
}

impl From<i64> for Scalar {
    fn from(whole: i64) -> Self {
        Scalar::Integer(whole)
    }
}

impl From<u64> for Scalar {
    fn from(whole: u64) -> Self {
        i64::try_from(whole).map_or(Scalar::Unsigned(whole), Scalar::Integer)
    }
}

impl From<f64> for Scalar {
    fn from(number: f64) -> Self {
        Scalar::Float(number)
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Scalar::Text(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Scalar::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_scalars_come_back_as_they_went_in() {
        for value in [
            json!(null),
            json!(true),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1.5),
            json!("é\n"),
        ] {
            assert_eq!(Scalar::from_json(&value).unwrap().to_json(), value);
        }
        assert_eq!(Scalar::from_json(&json!([])), None);
        assert_eq!(Scalar::from_json(&json!({})), None);
    }

    #[test]
    fn a_number_that_is_none_is_refused() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = Scalar::from(number).check("metadata.price", 255).unwrap_err();
            assert_eq!(
                (error.code, error.field.as_str()),
                ("not_finite", "metadata.price")
            );
        }
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", Scalar::from("ada@example.com")), "Text(..)");
    }
}
