//! Whether a value suits the data attribute that a workspace defined. Pure function, asked by stores inside
//! their transactions, so that the answer and the change belong together.

use serde_json::Value;

use crate::json::Json;
use crate::store::DataAttribute;

/// Whether `value` suits the attribute: the value to store, or the code of the refusal. `signed` values may
/// also set what devices may not.
pub fn fit(
    attribute: Option<&DataAttribute>,
    value: &Json,
    by_operator: bool,
    signed: bool,
) -> Result<Value, &'static str> {
    let Some(attribute) = attribute.filter(|attribute| !attribute.archived) else {
        return Err("attribute_not_found");
    };
    let writable = if by_operator {
        attribute.api_writable
    } else {
        signed || attribute.messenger_writable
    };
    if !writable {
        return Err("attribute_not_writable");
    }
    let fits = match (attribute.data_type.as_str(), value) {
        (_, Json::Null) => true,
        ("string", Json::String(_)) | ("boolean", Json::Bool(_)) | ("float", Json::Number(_)) => true,
        ("integer" | "date" | "datetime", Json::Number(number)) => number.is_i64(),
        ("options", Json::String(text)) => attribute.options.contains(text),
        _ => false,
    };
    if fits {
        Ok(value.to_value())
    } else {
        Err("wrong_type")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(data_type: &str) -> DataAttribute {
        DataAttribute {
            id: 1,
            model: "contact".into(),
            name: "x".into(),
            label: "x".into(),
            description: None,
            data_type: data_type.into(),
            options: vec!["a".into(), "b".into()],
            api_writable: true,
            messenger_writable: true,
            archived: false,
            created_at: 0,
            updated_at: 0,
        }
    }

    #[test]
    fn a_value_must_suit_the_type_of_its_attribute() {
        for (data_type, json, fits) in [
            ("string", r#""a""#, true),
            ("string", "1", false),
            ("integer", "1", true),
            ("integer", "1.5", false),
            ("float", "1", true),
            ("float", "1.5", true),
            ("float", r#""1""#, false),
            ("boolean", "true", true),
            ("boolean", r#""true""#, false),
            ("date", "1700000000", true),
            ("date", r#""2024-01-01""#, false),
            ("options", r#""a""#, true),
            ("options", r#""c""#, false),
            ("boolean", "null", true),
        ] {
            let value = serde_json::from_str(json).unwrap();
            assert_eq!(
                fit(Some(&attribute(data_type)), &value, false, false).is_ok(),
                fits,
                "{data_type} {json}"
            );
        }
    }

    #[test]
    fn an_undefined_or_archived_attribute_is_not_found() {
        assert_eq!(fit(None, &Json::Null, false, false), Err("attribute_not_found"));
        let archived = DataAttribute {
            archived: true,
            ..attribute("string")
        };
        assert_eq!(
            fit(Some(&archived), &Json::Null, false, false),
            Err("attribute_not_found")
        );
    }

    #[test]
    fn only_a_signed_value_may_set_what_devices_may_not() {
        let closed = DataAttribute {
            messenger_writable: false,
            ..attribute("boolean")
        };
        assert_eq!(
            fit(Some(&closed), &Json::Bool(true), false, false),
            Err("attribute_not_writable")
        );
        assert!(fit(Some(&closed), &Json::Bool(true), false, true).is_ok());
        assert!(fit(Some(&closed), &Json::Bool(true), true, false).is_ok());
    }
}
