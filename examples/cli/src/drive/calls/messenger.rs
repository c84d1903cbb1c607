//! What is shown, and what the app decides about it.

use frontdesk_core::model::InputError;
use frontdesk_core::{ContentRef, ProactiveKind, Space, ThemeMode};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Read, whole, word};
use crate::drive::answer;
use crate::drive::members::Members;
use crate::drive::perform::Call;

pub(super) fn read_whole(name: &str, arguments: Option<&RawValue>) -> Read {
    if name != "present_content" {
        return Ok(None);
    }
    let content = whole(arguments, ContentRef::from_json)?;
    Ok(Some(Call::network(
        |desk| async move { desk.present_content(content).await },
        |what| answer::presentation(&what),
    )))
}

pub(super) fn read(name: &str, members: &mut Members<'_>) -> Read {
    Ok(Some(match name {
        "present" => Call::network(
            |desk| async move { desk.present().await },
            |what| answer::presentation(&what),
        ),
        "present_space" => {
            let space = Space::parse(&members.needed_text("space")?)?;
            Call::network(
                move |desk| async move { desk.present_space(space).await },
                |what| answer::presentation(&what),
            )
        }
        "present_message_composer" => {
            let text = members.text("text")?;
            Call::network(
                |desk| async move { desk.present_message_composer(text.as_deref()).await },
                |what| answer::presentation(&what),
            )
        }
        "hide" => Call::network(|desk| async move { desk.hide().await }, |()| Value::Null),
        // The message is what the messenger's pages say; its answer is given as it is.
        "bridge_request" => {
            let message = members
                .take("message")
                .map_or_else(|| "null".to_owned(), |message| message.get().to_owned());
            Call::network(
                |desk| async move { Ok(desk.bridge_request(&message).await) },
                |answer| serde_json::from_str(&answer).unwrap_or(Value::Null),
            )
        }
        "messenger_state" => Call::at_once(|desk| Ok(answer::shown(&desk.messenger_state()))),
        "set_launcher_visibility" => {
            let visible = members.needed_flag("visible")?;
            Call::store(
                move |desk| desk.set_launcher_visibility(visible),
                |()| Value::Null,
            )
        }
        "set_bottom_padding" => {
            let pixels = members.needed_number("pixels")?;
            let pixels = u32::try_from(pixels).unwrap_or(u32::MAX);
            Call::store(move |desk| desk.set_bottom_padding(pixels), |()| Value::Null)
        }
        "set_in_app_message_visibility" => {
            let visible = members.needed_flag("visible")?;
            Call::store(
                move |desk| desk.set_in_app_message_visibility(visible),
                |()| Value::Null,
            )
        }
        "suppress_proactive_content" => {
            let kinds = kinds(&members.needed_list("kinds")?)?;
            Call::store(
                move |desk| desk.suppress_proactive_content(&kinds),
                |()| Value::Null,
            )
        }
        "set_theme_mode" => {
            let modes = [
                ("light", ThemeMode::Light),
                ("dark", ThemeMode::Dark),
                ("system", ThemeMode::System),
            ];
            let mode = word(members, "mode", &modes)?;
            Call::store(move |desk| desk.set_theme_mode(mode), |()| Value::Null)
        }
        "set_language_override" => {
            let tag = members.text("tag")?;
            Call::store(
                move |desk| desk.set_language_override(tag.as_deref()),
                |()| Value::Null,
            )
        }
        _ => return Ok(None),
    }))
}

fn kinds(words: &[String]) -> Result<Vec<ProactiveKind>, InputError> {
    let kind = |word: &String| match word.as_str() {
        "survey" => Ok(ProactiveKind::Survey),
        "carousel" => Ok(ProactiveKind::Carousel),
        _ => Err(InputError::new(
            "unknown_value",
            "kinds",
            "must be survey or carousel",
        )),
    };
    words.iter().map(kind).collect()
}
