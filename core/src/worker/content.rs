//! Asking whether content may be shown.
//!
//! Guarantees: logs in first when a login is pending; repeats a few times like a login, because a person
//! waits; each reason for not showing has its own code and a sentence for that person. Runs on the worker's
//! thread.

use super::context::{Context, Judged};
use crate::error::FrontdeskError;
use crate::messenger::Presentation;
use crate::model::content::{ContentRef, ContentStatus};
use crate::outbox::Writer;
use crate::retry::{Action, Policy, Purpose, Request, SystemRandomness};
use crate::session::ledger;
use crate::storage::{SessionRow, StoreError};
use crate::storage::{sessions, settings};
use crate::transport::{Call, ContentReply, Method};

/// Asks the server for every id of `content`; all must be live. The answer is for who was logged in at the
/// call, and for nobody else.
pub(super) async fn look_up(context: &Context, content: ContentRef) -> Result<Presentation, FrontdeskError> {
    let Some(kind) = content.kind().wire_kind() else {
        return Ok(Presentation::Content { content, title: None });
    };
    // The device lives exactly as long as one user is logged in, unidentified or identified.
    let device = current(context)?.ok_or(FrontdeskError::NotLoggedIn)?.device_id;
    let mut title = None;
    for id in content.ids() {
        let reply = look_up_one(context, &device, kind, id).await?;
        title = title.or(reply.title);
    }
    Ok(Presentation::Content { content, title })
}

async fn look_up_one(
    context: &Context,
    device: &str,
    kind: &str,
    id: &str,
) -> Result<ContentReply, FrontdeskError> {
    let asked = context.asked_wait();
    if asked > context.desk.config.retry.login_max {
        return Err(FrontdeskError::Unreachable {
            code: "rate_limited",
            retry_after: Some(asked),
        });
    }
    context.sleep(asked).await;
    let mut policy = Policy::login(&context.desk.config.retry, Box::new(SystemRandomness));
    let mut fresh_session = false;
    loop {
        let session = logged_in_session(context).await?;
        check_same(context, device)?;
        let call = Call {
            method: Method::Get,
            path: &["content", kind, id],
            token: session.token.as_ref(),
            body: None,
            sent_at: 0,
        };
        let request = Request {
            purpose: Purpose::Lookup,
            items: 1,
            fresh_session,
        };
        let Judged {
            value,
            action,
            code,
            details,
        } = context.ask::<ContentReply>(&request, call).await;
        check_same(context, device)?;
        let after = match (action, value) {
            (Action::Ack, Some(reply)) if reply.status == "live" => return Ok(reply),
            (Action::Ack, Some(reply)) => return Err(unavailable("content_not_live", Some(&reply.status))),
            (Action::Refuse { code } | Action::Quarantine { code }, _) => {
                return Err(refusal(&code, details.1.as_deref()));
            }
            (Action::Pause { reason, .. }, _) => {
                return Err(FrontdeskError::Unreachable {
                    code: reason.code(),
                    retry_after: None,
                });
            }
            (Action::RefreshSession, _) => {
                fresh_session = true;
                let token = session.token.as_ref();
                context
                    .desk
                    .exclusive(|writer| ledger::lost(writer, session.epoch, token))?;
                continue;
            }
            (Action::Retry { after }, _) => after,
            (Action::Ack | Action::Split { .. }, _) => None,
        };
        match policy.next_try(context.now(), after) {
            Some(time) => context.sleep(time).await,
            None => {
                return Err(FrontdeskError::Unreachable {
                    code,
                    retry_after: after,
                });
            }
        }
    }
}

/// Fails when the user of the call is no longer the one who is logged in.
fn check_same(context: &Context, device: &str) -> Result<(), FrontdeskError> {
    match current(context)? {
        Some(session) if session.device_id == device => Ok(()),
        _ => Err(FrontdeskError::SessionConflict {
            code: "superseded",
            message: "the user was logged out while the content was looked up",
        }),
    }
}

/// The present user's session; logs it in first when needed.
async fn logged_in_session(context: &Context) -> Result<SessionRow, FrontdeskError> {
    let session = current(context)?.ok_or(FrontdeskError::NotLoggedIn)?;
    if session.token.is_some() {
        return Ok(session);
    }
    // Joined inside the turn: a logout cannot come between the look and the wait.
    let join = |w: &mut Writer| {
        (w.current() == Some(session.epoch)).then(|| context.desk.waiters.await_login(session.epoch))
    };
    let login = context.desk.exclusive(join).ok_or(FrontdeskError::NotLoggedIn)?;
    context.hurry();
    login.await.unwrap_or(Err(FrontdeskError::ShutDown))?;
    current(context)?
        .filter(|session| session.token.is_some())
        .ok_or(FrontdeskError::NotLoggedIn)
}

pub(super) fn current(context: &Context) -> Result<Option<SessionRow>, StoreError> {
    let conn = context.desk.reader.lock();
    let epoch = settings::get_number(&conn, settings::CURRENT_EPOCH)?;
    Ok(sessions::all(&conn)?
        .into_iter()
        .find(|session| Some(session.epoch) == epoch))
}

fn refusal(code: &str, status: Option<&str>) -> FrontdeskError {
    match code {
        "content_not_live" => unavailable("content_not_live", status),
        "content_not_targeted" => unavailable("content_not_targeted", None),
        "not_found" => unavailable("not_found", None),
        other => FrontdeskError::Refused {
            code: other.to_owned(),
            field: None,
        },
    }
}

fn unavailable(code: &'static str, status: Option<&str>) -> FrontdeskError {
    let user_message = match code {
        "content_not_targeted" => "This content is not available to you.",
        "not_found" => "This content could not be found.",
        _ => "This content is not available right now.",
    };
    FrontdeskError::ContentUnavailable {
        code,
        status: status.and_then(ContentStatus::parse),
        user_message,
    }
}
