//! Login, logout, credentials.

use frontdesk_core::model::InputError;
use frontdesk_core::{LogoutOptions, UnsentOperations, UserAttributes};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Read, whole};
use crate::drive::answer;
use crate::drive::members::Members;
use crate::drive::perform::Call;

pub(super) fn read_whole(name: &str, arguments: Option<&RawValue>) -> Read {
    if name != "login_user_with_user_attributes" {
        return Ok(None);
    }
    let attributes = whole(arguments, UserAttributes::from_json)?;
    let ignored = attributes.ignored_keys().to_vec();
    Ok(Some(Call::network(
        |desk| async move { desk.login_user_with_user_attributes(attributes).await },
        move |login| answer::login(&login, &ignored),
    )))
}

pub(super) fn read(name: &str, members: &mut Members<'_>) -> Read {
    Ok(Some(match name {
        "login_unidentified_user" => Call::network(
            |desk| async move { desk.login_unidentified_user().await },
            |login| answer::login(&login, &[]),
        ),
        "logout" => {
            let options = LogoutOptions {
                force: members.flag("force")?,
                unsent: unsent(members.text("unsent")?.as_deref())?,
            };
            Call::network(
                move |desk| async move { desk.logout(options).await },
                |()| Value::Null,
            )
        }
        "set_user_hash" => {
            let hash = members.needed_text("hash")?;
            Call::store(move |desk| desk.set_user_hash(&hash), |()| Value::Null)
        }
        "set_user_jwt" => {
            let jwt = members.needed_text("jwt")?;
            Call::store(move |desk| desk.set_user_jwt(&jwt), |()| Value::Null)
        }
        "set_auth_tokens" => {
            let tokens = members.texts("tokens")?;
            Call::store(move |desk| desk.set_auth_tokens(tokens), |()| Value::Null)
        }
        "auth_token" => {
            let name = members.needed_text("name")?;
            Call::at_once(move |desk| Ok(desk.auth_token(&name).into()))
        }
        "is_user_logged_in" => Call::at_once(|desk| Ok(desk.is_user_logged_in().into())),
        "session_state" => Call::at_once(|desk| Ok(desk.session_state().as_str().into())),
        "fetch_logged_in_user_attributes" => Call::answered(
            |desk| desk.fetch_logged_in_user_attributes(),
            |user| answer::user(&user),
        ),
        _ => return Ok(None),
    }))
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
