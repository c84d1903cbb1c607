//! The calls there are, one per public function of the core, with their arguments read by the core's own rules.
//!
//! Guarantees: a [`Call`] is complete and within the rules that the core checks when it reads input; every
//! other argument is an [`InputError`] with the code and the field of `contract/vectors`. Used by the main
//! thread.

use std::time::Duration;

use frontdesk_core::model::{InputError, discard, parse_json};
use frontdesk_core::{
    ContentRef, LogoutOptions, Metadata, OperationId, Space, UnsentOperations, UserAttributes,
};
use serde_json::Value;
use serde_json::value::RawValue;

use super::members::Members;

/// How long `flush` waits when it is not told.
const FLUSH_WAIT_MS: u64 = 10_000;

/// A call of the core.
#[derive(Debug)]
pub(super) enum Call {
    LoginUnidentifiedUser,
    LoginUserWithUserAttributes(UserAttributes),
    Logout(LogoutOptions),
    UpdateUser(UserAttributes),
    LogEvent {
        name: String,
        metadata: Option<Metadata>,
    },
    Present,
    PresentSpace(Space),
    PresentContent(ContentRef),
    SetUserHash(String),
    SetUserJwt(String),
    IsUserLoggedIn,
    SessionState,
    FetchLoggedInUserAttributes,
    Pending,
    Dismiss(OperationId),
    Flush(Duration),
    Listen,
    Shutdown,
}

impl Call {
    pub(super) fn read(name: &str, arguments: Option<&RawValue>) -> Result<Self, InputError> {
        match name {
            // These two say which keys they left out instead of refusing them, as the core does.
            "login_user_with_user_attributes" => {
                return attributes(arguments).map(Self::LoginUserWithUserAttributes);
            }
            "update_user" => return attributes(arguments).map(Self::UpdateUser),
            "present_content" => {
                return whole(arguments, ContentRef::from_json).map(Self::PresentContent);
            }
            _ => {}
        }
        let mut members = Members::read(arguments)?;
        let call = match name {
            "login_unidentified_user" => Self::LoginUnidentifiedUser,
            "logout" => Self::Logout(LogoutOptions {
                force: members.flag("force")?,
                unsent: unsent(members.text("unsent")?.as_deref())?,
            }),
            "log_event" => Self::LogEvent {
                name: members.needed_text("name")?,
                metadata: members
                    .take("metadata")
                    .map(|metadata| Metadata::parse(metadata.get().as_bytes()))
                    .transpose()?,
            },
            "present" => Self::Present,
            "present_space" => Self::PresentSpace(Space::parse(&members.needed_text("space")?)?),
            "set_user_hash" => Self::SetUserHash(members.needed_text("hash")?),
            "set_user_jwt" => Self::SetUserJwt(members.needed_text("jwt")?),
            "is_user_logged_in" => Self::IsUserLoggedIn,
            "session_state" => Self::SessionState,
            "fetch_logged_in_user_attributes" => Self::FetchLoggedInUserAttributes,
            "pending" => Self::Pending,
            "dismiss" => Self::Dismiss(OperationId::parse(&members.needed_text("id")?)?),
            "flush" => Self::Flush(Duration::from_millis(
                members.number("timeout_ms")?.unwrap_or(FLUSH_WAIT_MS),
            )),
            "listen" => Self::Listen,
            "shutdown" => Self::Shutdown,
            _ => {
                let advice = "is no call; see frontdesk drive --help";
                return Err(InputError::new("unknown_call", "call", advice));
            }
        };
        members.finish()?;
        Ok(call)
    }
}

fn unsent(word: Option<&str>) -> Result<UnsentOperations, InputError> {
    match word {
        None | Some("deliver") => Ok(UnsentOperations::Deliver),
        Some("purge") => Ok(UnsentOperations::Purge),
        Some(_) => Err(InputError::new(
            "unknown_value",
            "unsent",
            "must be deliver or purge",
        )),
    }
}

fn attributes(arguments: Option<&RawValue>) -> Result<UserAttributes, InputError> {
    whole(arguments, UserAttributes::from_json)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, arguments: &str) -> Result<Call, (&'static str, String)> {
        let arguments: &RawValue = serde_json::from_str(arguments).unwrap();
        Call::read(name, Some(arguments)).map_err(|error| (error.code, error.field))
    }

    fn fault(name: &str, arguments: &str) -> (&'static str, String) {
        read(name, arguments).unwrap_err()
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
    fn faults_of_metadata_are_the_cores_own() {
        let with = |metadata: &str| format!(r#"{{"name":"x","metadata":{metadata}}}"#);
        assert_eq!(
            fault("log_event", &with(r#"{"a":{"b":1,"b":2}}"#)),
            ("duplicate_key", "metadata.a.b".into())
        );
        let deep = format!("{}1{}", r#"{"a":"#.repeat(9), "}".repeat(9));
        assert_eq!(fault("log_event", &with(&deep)), ("too_deep", "metadata".into()));
        assert_eq!(fault("log_event", &with("7")), ("wrong_type", "metadata".into()));
        assert_eq!(fault("log_event", "{}"), ("missing", "name".into()));
    }

    #[test]
    fn no_metadata_and_empty_metadata_differ() {
        for (arguments, expected) in [
            (r#"{"name":"x"}"#, None),
            (r#"{"name":"x","metadata":null}"#, None),
            (r#"{"name":"x","metadata":{}}"#, Some("{}")),
            (
                r#"{"name":"x","metadata":{"b":1,"a":2}}"#,
                Some(r#"{"b":1,"a":2}"#),
            ),
        ] {
            match read("log_event", arguments).unwrap() {
                Call::LogEvent { metadata, .. } => {
                    assert_eq!(metadata.as_ref().map(Metadata::as_json), expected, "{arguments}");
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_misspelled_argument_is_named() {
        for (name, arguments) in [
            ("logout", r#"{"forced":true}"#),
            ("log_event", r#"{"name":"x","meta":{}}"#),
            ("pending", r#"{"x":1}"#),
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
            fault("flush", r#"{"timeout_ms":"1"}"#),
            ("wrong_type", "timeout_ms".into())
        );
    }
}
