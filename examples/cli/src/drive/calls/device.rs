//! What the platform tells: foreground, network, push; and what is heard.

use frontdesk_core::{PushEnvironment, PushProvider};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Read, whole, word};
use crate::drive::members::Members;
use crate::drive::perform::Call;

pub(super) fn read_whole(name: &str, arguments: Option<&RawValue>) -> Read {
    if name != "handle_push" {
        return Ok(None);
    }
    // A payload is whatever the push service hands over.
    let payload = whole(arguments, |value| Ok(value.clone()))?;
    Ok(Some(Call::at_once(move |desk| {
        Ok(desk.handle_push(&payload).map_or(Value::Null, |message| {
            json!({
                "conversation_id": message.conversation_id,
                "part_id": message.part_id,
                "seq": message.seq,
                "unread": message.unread,
            })
        }))
    })))
}

pub(super) fn read(name: &str, members: &mut Members<'_>) -> Read {
    Ok(Some(match name {
        "set_foreground" => {
            let foreground = members.needed_flag("foreground")?;
            Call::done(move |desk| desk.set_foreground(foreground))
        }
        "network_changed" => {
            let available = members.needed_flag("available")?;
            Call::done(move |desk| desk.network_changed(available))
        }
        "set_push_token" => {
            let providers = [
                ("apns", PushProvider::Apns),
                ("fcm", PushProvider::Fcm),
                ("webpush", PushProvider::Webpush),
            ];
            let provider = word(members, "provider", &providers)?;
            let token = members.needed_text("token")?;
            let environment = match members.flag("sandbox")? {
                true => PushEnvironment::Sandbox,
                false => PushEnvironment::Production,
            };
            Call::store(
                move |desk| desk.set_push_token(provider, &token, environment),
                |()| Value::Null,
            )
        }
        "clear_push_token" => Call::store(|desk| desk.clear_push_token(), |()| Value::Null),
        "unread_conversation_count" => Call::at_once(|desk| Ok(desk.unread_conversation_count().into())),
        "fetch_unread_conversation_count" => Call::network(
            |desk| async move { desk.fetch_unread_conversation_count().await },
            Value::from,
        ),
        // Events are written from the start anyway.
        "listen" => Call::done(|_| ()),
        "shutdown" => Call::store(
            |desk| {
                desk.shutdown();
                Ok(())
            },
            |()| Value::Null,
        ),
        _ => return Ok(None),
    }))
}
