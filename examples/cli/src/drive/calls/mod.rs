//! The calls there are, one per public function of the core, with their arguments read by the core's own rules.
//!
//! Guarantees: a [`Call`] is complete and within the rules that the core checks when it reads input; every
//! other argument is an [`InputError`] with the code and the field of `contract/vectors`. Used by the main
//! thread. One file per room of the core's `client`; a test holds the list to the core's own.

mod conversations;
mod device;
mod library;
mod messenger;
mod record;
mod session;

use frontdesk_core::model::{InputError, discard, parse_json};
use serde_json::Value;
use serde_json::value::RawValue;

use super::members::Members;
use super::perform::Call;

/// What a room says to a name: nothing when it is not one of its calls.
type Read = Result<Option<Call>, InputError>;

impl Call {
    pub(super) fn read(name: &str, arguments: Option<&RawValue>) -> Result<Self, InputError> {
        // These say which keys they left out instead of refusing them, as the core does.
        if let Some(call) = session::read_whole(name, arguments)?
            .or(record::read_whole(name, arguments)?)
            .or(messenger::read_whole(name, arguments)?)
            .or(library::read_whole(name, arguments)?)
            .or(device::read_whole(name, arguments)?)
        {
            return Ok(call);
        }
        let mut members = Members::read(arguments)?;
        let rooms = [
            session::read,
            record::read,
            messenger::read,
            conversations::read,
            library::read,
            device::read,
        ];
        for read in rooms {
            if let Some(call) = read(name, &mut members)? {
                members.finish()?;
                return Ok(call);
            }
        }
        let advice = "is no call; see frontdesk drive --help";
        Err(InputError::new("unknown_call", "call", advice))
    }
}

/// Arguments that the core reads as one value.
fn whole<T>(
    arguments: Option<&RawValue>,
    read: impl FnOnce(&Value) -> Result<T, InputError>,
) -> Result<T, InputError> {
    let value = parse_json(arguments.map_or("{}", RawValue::get).as_bytes())?;
    let result = read(&value);
    discard(value);
    result
}

/// One of a few words.
fn word<T: Copy>(members: &mut Members<'_>, key: &str, words: &[(&str, T)]) -> Result<T, InputError> {
    let text = members.needed_text(key)?;
    words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            InputError::new(
                "unknown_value",
                key,
                &format!("must be one of: {}", words.join(", ")),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(name: &str, arguments: &str) -> (&'static str, String) {
        let arguments: &RawValue = serde_json::from_str(arguments).unwrap();
        let error = Call::read(name, Some(arguments)).map(drop).unwrap_err();
        (error.code, error.field)
    }

    #[test]
    fn faults_of_attributes_are_the_cores_own() {
        for name in ["update_user", "login_user_with_user_attributes"] {
            assert_eq!(
                fault(name, r#"{"custom_attributes":{"plan":1,"plan":2}}"#),
                ("duplicate_key", "custom_attributes.plan".into())
            );
            assert_eq!(
                fault(name, r#"{"custom_attributes":{"plan":1e400}}"#),
                ("not_finite", "custom_attributes.plan".into())
            );
            assert_eq!(
                fault(name, r#"{"name":"\udc00"}"#),
                ("invalid_text", "name".into())
            );
            assert_eq!(
                fault(name, r#"{"companies":[{"name":"x"}]}"#),
                ("missing", "companies[0].id".into())
            );
            assert_eq!(fault(name, "[]"), ("wrong_type", "attributes".into()));
        }
    }

    #[test]
    fn a_misspelled_argument_is_named() {
        for (name, arguments) in [
            ("logout", r#"{"forced":true}"#),
            ("log_event", r#"{"name":"x","meta":{}}"#),
            ("pending", r#"{"x":1}"#),
            ("set_launcher_visibility", r#"{"visible":true,"x":1}"#),
        ] {
            assert_eq!(fault(name, arguments).0, "unknown_argument", "{name}");
        }
    }

    #[test]
    fn words_and_ids_are_checked() {
        assert_eq!(
            fault("present_space", r#"{"space":"x"}"#),
            ("unknown_space", "space".into())
        );
        assert_eq!(fault("present_space", "{}"), ("missing", "space".into()));
        assert_eq!(
            fault("present_content", r#"{"type":"ARTICLE"}"#),
            ("missing", "id".into())
        );
        assert_eq!(fault("dismiss", r#"{"id":"x"}"#), ("invalid_id", "id".into()));
        assert_eq!(
            fault("logout", r#"{"unsent":"keep"}"#),
            ("unknown_value", "unsent".into())
        );
        assert_eq!(
            fault("set_theme_mode", r#"{"mode":"sepia"}"#),
            ("unknown_value", "mode".into())
        );
        assert_eq!(
            fault("flush", r#"{"timeout_ms":"1"}"#),
            ("wrong_type", "timeout_ms".into())
        );
    }
}
