//! The core's results, errors and events as JSON.
//!
//! Guarantees: the words are the core's own (`as_str`, `code`), so that every language's driver can say the
//! same; an error always has `code`, `message` and `field` (null when there is none). Pure, on any thread.

use frontdesk_core::client::LoggedInUser;
use frontdesk_core::model::InputError;
use frontdesk_core::{
    ContentRef, Delivery, DeliveryOutcome, Event, FrontdeskError, Login, OperationId, Pending, Presentation,
    RejectedField,
};
use serde_json::{Map, Value, json};

/// An error of the core.
pub(super) fn fault_of(error: &FrontdeskError) -> Value {
    let mut shown = fault(error.code(), &error.to_string(), error.field());
    if let Some(limit) = error.limit() {
        insert(&mut shown, "limit", limit.into());
    }
    insert(&mut shown, "temporary", error.is_temporary().into());
    match error {
        FrontdeskError::ContentUnavailable {
            status, user_message, ..
        } => {
            insert(&mut shown, "status", status.map(|status| status.as_str()).into());
            insert(&mut shown, "user_message", (*user_message).into());
        }
        FrontdeskError::Unreachable {
            retry_after: Some(wait),
            ..
        } => insert(&mut shown, "retry_after_ms", millis(*wait)),
        _ => {}
    }
    shown
}

/// Input that breaks a rule.
pub(super) fn fault_of_input(error: &InputError) -> Value {
    fault_of(&FrontdeskError::InvalidInput(error.clone()))
}

/// An error by its parts.
pub(super) fn fault(code: &str, message: &str, field: Option<&str>) -> Value {
    json!({"code": code, "message": message, "field": field.filter(|field| !field.is_empty())})
}

pub(super) fn insert(object: &mut Value, key: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(key.to_owned(), value);
    }
}

pub(super) fn login(login: &Login, ignored: &[String]) -> Value {
    let shown = json!({
        "contact_id": login.contact_id,
        "merged": login.merged,
        "from_stored_session": login.from_stored_session,
        "rejected": fields(&login.rejected),
    });
    with_ignored(shown, ignored)
}

pub(super) fn delivery(delivery: &Delivery, ignored: &[String]) -> Value {
    let shown = match delivery {
        Delivery::Delivered { rejected } => json!({"delivery": "delivered", "rejected": fields(rejected)}),
        Delivery::Queued => json!({"delivery": "queued"}),
    };
    with_ignored(shown, ignored)
}

/// Keys that were no attribute, when there were any.
fn with_ignored(mut shown: Value, ignored: &[String]) -> Value {
    if !ignored.is_empty() {
        insert(&mut shown, "ignored", ignored.into());
    }
    shown
}

fn fields(rejected: &[RejectedField]) -> Value {
    rejected
        .iter()
        .map(|one| json!({"field": one.field, "code": one.code}))
        .collect()
}

pub(super) fn operation(id: &OperationId) -> Value {
    json!({"id": id.to_string()})
}

pub(super) fn presentation(what: &Presentation) -> Value {
    match what {
        Presentation::Space(space) => json!({"space": space.as_str()}),
        Presentation::Content { content, title } => {
            let mut shown = reference(content);
            insert(&mut shown, "title", title.as_deref().into());
            shown
        }
        Presentation::Composer { prefilled } => json!({"composer": {"prefilled": prefilled}}),
        Presentation::View(view) => json!({"view": view}),
    }
}

fn reference(content: &ContentRef) -> Value {
    json!({"type": content.kind().as_str(), "id": content.id(), "ids": content.ids()})
}

pub(super) fn user(user: &LoggedInUser) -> Value {
    json!({"role": user.role.as_str(), "user_id": user.user_id, "email": user.email})
}

pub(super) fn pending(pending: &Pending) -> Value {
    let rejected: Vec<Value> = pending
        .rejected
        .iter()
        .map(|one| {
            json!({
                "id": one.id.to_string(),
                "kind": one.kind.as_str(),
                "code": one.code,
                "field": one.field,
                "created_ms": one.created_ms,
                "rejected_ms": one.rejected_ms,
                "body": serde_json::from_str::<Value>(&one.body).unwrap_or_else(|_| one.body.as_str().into()),
            })
        })
        .collect();
    json!({
        "queued": pending.queued,
        "oldest_ms": pending.oldest_ms,
        "waiting_for": pending.waiting_for,
        "rejected": rejected,
        "rejected_count": pending.rejected_count,
    })
}

/// An event as its line; `None` for one that this driver does not know yet.
pub(super) fn event(event: &Event) -> Option<Value> {
    Some(match event {
        Event::SessionChanged { state } => json!({"event": "session_changed", "state": state.as_str()}),
        Event::Delivery { id, kind, outcome } => {
            let mut shown = Map::new();
            shown.insert("event".to_owned(), "delivery".into());
            shown.insert("id".to_owned(), id.to_string().into());
            shown.insert("kind".to_owned(), kind.as_str().into());
            shown.insert("outcome".to_owned(), outcome_word(outcome).into());
            if let DeliveryOutcome::Rejected { code, field } = outcome {
                shown.insert("code".to_owned(), code.as_str().into());
                if let Some(field) = field {
                    shown.insert("field".to_owned(), field.as_str().into());
                }
            }
            shown.into()
        }
        Event::Waiting { code, retry_in } => {
            json!({"event": "waiting", "code": code, "retry_in_ms": millis(*retry_in)})
        }
        Event::StoreRecovered { salvaged, kept_as } => {
            json!({"event": "store_recovered", "salvaged": salvaged, "kept_as": kept_as.to_string_lossy()})
        }
        Event::ConversationChanged { id } => json!({"event": "conversation_changed", "id": id}),
        Event::TokenRequired => json!({"event": "token_required"}),
        Event::MessengerStateChanged => json!({"event": "messenger_state_changed"}),
        Event::Shown => json!({"event": "shown"}),
        Event::Hidden => json!({"event": "hidden"}),
        Event::UnreadChanged { count } => json!({"event": "unread_changed", "count": count}),
        Event::TicketChanged { id } => json!({"event": "ticket_changed", "id": id}),
        Event::Typing {
            conversation_id,
            author,
        } => {
            json!({"event": "typing", "conversation_id": conversation_id, "author": shown(author)})
        }
        Event::FeedChanged { mode } => json!({"event": "feed_changed", "mode": shown(mode)}),
        _ => return None,
    })
}

/// A value of the core as it serializes itself.
pub(super) fn shown(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn outcome_word(outcome: &DeliveryOutcome) -> &'static str {
    match outcome {
        DeliveryOutcome::Delivered => "delivered",
        DeliveryOutcome::Rejected { .. } => "rejected",
        DeliveryOutcome::Expired => "expired",
        DeliveryOutcome::Damaged => "damaged",
        DeliveryOutcome::Purged => "purged",
        DeliveryOutcome::Coalesced { .. } => "coalesced",
    }
}

pub(super) fn millis(time: std::time::Duration) -> Value {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_core::{ContentStatus, OperationKind};

    #[test]
    fn an_error_says_what_the_core_says_and_always_has_a_field() {
        let error = FrontdeskError::from(InputError::over("too_long", "name", 120, "must be shorter"));
        assert_eq!(
            fault_of(&error),
            json!({"code": "too_long", "message": "name: must be shorter", "field": "name", "limit": 120,
                   "temporary": false})
        );
        let error = FrontdeskError::ContentUnavailable {
            code: "content_not_live",
            status: Some(ContentStatus::Draft),
            user_message: "Not available now.",
        };
        let shown = fault_of(&error);
        assert_eq!(
            (&shown["field"], &shown["status"]),
            (&Value::Null, &Value::from("draft"))
        );
    }

    #[test]
    fn a_delivery_names_code_and_field_only_when_it_was_rejected() {
        let id = OperationId::at(1);
        let line = |outcome| {
            event(&Event::Delivery {
                id,
                kind: OperationKind::UserUpdate,
                outcome,
            })
            .unwrap()
        };
        assert_eq!(
            line(DeliveryOutcome::Delivered),
            json!({"event": "delivery", "id": id.to_string(), "kind": "user_update", "outcome": "delivered"})
        );
        let rejected = line(DeliveryOutcome::Rejected {
            code: "id_reused".into(),
            field: Some("id".into()),
        });
        assert_eq!(
            (&rejected["code"], &rejected["field"]),
            (&json!("id_reused"), &json!("id"))
        );
    }
}
