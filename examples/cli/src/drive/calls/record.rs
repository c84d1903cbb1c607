//! What the app tells, and what is not told yet.

use std::time::Duration;

use frontdesk_core::model::InputError;
use frontdesk_core::{Metadata, OperationId, UserAttributes};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Read, whole};
use crate::drive::answer;
use crate::drive::members::Members;
use crate::drive::perform::Call;

/// How long `flush` waits when it is not told.
const FLUSH_WAIT_MS: u64 = 10_000;

pub(super) fn read_whole(name: &str, arguments: Option<&RawValue>) -> Read {
    if name != "update_user" {
        return Ok(None);
    }
    let attributes = whole(arguments, UserAttributes::from_json)?;
    let ignored = attributes.ignored_keys().to_vec();
    Ok(Some(Call::network(
        |desk| async move { desk.update_user(attributes).await },
        move |delivery| answer::delivery(&delivery, &ignored),
    )))
}

pub(super) fn read(name: &str, members: &mut Members<'_>) -> Read {
    Ok(Some(match name {
        "log_event" => {
            let name = members.needed_text("name")?;
            let metadata = metadata(members)?;
            Call::store(
                move |desk| desk.log_event(&name, metadata),
                |id| answer::operation(&id),
            )
        }
        "update_quota" => Call::answered(
            |desk| desk.update_quota(),
            |quota| {
                json!({
                    "limit": quota.limit,
                    "remaining": quota.remaining,
                    "next_in_ms": answer::millis(quota.next_in),
                    "resets_in_ms": answer::millis(quota.resets_in),
                    "held": quota.held,
                })
            },
        ),
        "pending" => Call::store(|desk| desk.pending(), |pending| answer::pending(&pending)),
        "dismiss" => {
            let id = OperationId::parse(&members.needed_text("id")?)?;
            Call::store(move |desk| desk.dismiss(id), Value::Bool)
        }
        "retry_operation" => {
            let id = OperationId::parse(&members.needed_text("id")?)?;
            Call::store(move |desk| desk.retry_operation(id), Value::Bool)
        }
        "flush" => {
            let timeout = Duration::from_millis(members.number("timeout_ms")?.unwrap_or(FLUSH_WAIT_MS));
            Call::network(
                move |desk| async move { desk.flush(timeout).await },
                |pending| answer::pending(&pending),
            )
        }
        "diagnostics" => Call::network(
            |desk| async move { desk.diagnostics().await },
            |report| answer::shown(&report),
        ),
        _ => return Ok(None),
    }))
}

fn metadata(members: &mut Members<'_>) -> Result<Option<Metadata>, InputError> {
    members
        .take("metadata")
        .map(|metadata| Metadata::parse(metadata.get().as_bytes()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &str) -> Result<Option<Metadata>, (&'static str, String)> {
        let arguments: &RawValue = serde_json::from_str(arguments).unwrap();
        let mut members = Members::read(Some(arguments)).unwrap();
        metadata(&mut members).map_err(|error| (error.code, error.field))
    }

    #[test]
    fn faults_of_metadata_are_the_cores_own() {
        let fault = |metadata: &str| read(&format!(r#"{{"metadata":{metadata}}}"#)).unwrap_err();
        assert_eq!(
            fault(r#"{"a":{"b":1,"b":2}}"#),
            ("duplicate_key", "metadata.a.b".into())
        );
        let deep = format!("{}1{}", r#"{"a":"#.repeat(9), "}".repeat(9));
        assert_eq!(fault(&deep), ("too_deep", "metadata".into()));
        assert_eq!(fault("7"), ("wrong_type", "metadata".into()));
    }

    #[test]
    fn no_metadata_and_empty_metadata_differ() {
        for (arguments, expected) in [
            ("{}", None),
            (r#"{"metadata":null}"#, None),
            (r#"{"metadata":{}}"#, Some("{}")),
            (r#"{"metadata":{"b":1,"a":2}}"#, Some(r#"{"b":1,"a":2}"#)),
        ] {
            let metadata = read(arguments).unwrap();
            assert_eq!(metadata.as_ref().map(Metadata::as_json), expected, "{arguments}");
        }
    }
}
