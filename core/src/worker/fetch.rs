//! Asking the server a question somebody waits for.
//!
//! Guarantees: logs in first when a login is pending; repeats a few times like a login, because a person
//! waits; creates a lost session anew once; the answer is for who was logged in at the call and for nobody
//! else. Every read of the messenger goes through here; what to show when the server cannot be reached is the
//! caller's business. Runs on the worker's thread.

use std::pin::Pin;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::context::{Context, ReadBody, reading};
use crate::error::FrontdeskError;
use crate::messenger::unavailable;
use crate::model::content::ContentStatus;
use crate::outbox::Writer;
use crate::retry::{Action, Policy, Purpose, Request, SystemRandomness};
use crate::session::ledger;
use crate::storage::{SessionRow, StoreError};
use crate::storage::{sessions, settings};
use crate::transport::Call;

/// A question.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fetch<'a> {
    /// Path segments below `/sdk/v1`.
    pub(crate) path: &'a [&'a str],
    /// Query parameters.
    pub(crate) query: &'a [(&'a str, &'a str)],
    /// The version this device has.
    pub(crate) etag: Option<&'a str>,
    /// One try will do, because there is a copy at hand.
    pub(crate) once: bool,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fetched<T> {
    /// Here it is, with its version.
    Fresh {
        /// What was asked for.
        value: T,
        /// Its version, for the next question.
        etag: Option<String>,
    },
    /// What this device has is still the newest.
    NotModified,
    /// The conversation is part of this one now.
    Merged(String),
}

/// Asks the server; see the module.
///
/// # Errors
/// `not_logged_in`; `superseded` when the user was logged out meanwhile; `not_found`, `content_not_live` and
/// `content_not_targeted` as [`FrontdeskError::ContentUnavailable`]; the server's code as `Refused`;
/// [`FrontdeskError::Unreachable`] after all tries, in which case a copy on the device may do.
///
/// Who has a copy waits shortly: then a server that does not answer within 3 s is unreachable, and one that the
/// platform says cannot be reached is not asked.
pub(crate) async fn fetch<T: DeserializeOwned>(
    context: &Context,
    ask: Fetch<'_>,
    has_copy: bool,
) -> Result<Fetched<T>, FrontdeskError> {
    let mut value = None;
    let fetched = fetch_any(context, ask, has_copy, &mut reading(&mut value)).await?;
    fetched.with(value)
}

/// One way for every shape. Boxed, as [`Context::ask_with`].
fn fetch_any<'a>(
    context: &'a Context,
    ask: Fetch<'a>,
    has_copy: bool,
    read: ReadBody<'a>,
) -> Pin<Box<dyn Future<Output = Result<Fetched<()>, FrontdeskError>> + 'a>> {
    Box::pin(async move {
        if has_copy {
            beside_copy(context, ask, read).await
        } else {
            patiently(context, ask, read).await
        }
    })
}

impl Fetched<()> {
    /// The same with what was read.
    fn with<T>(self, value: Option<T>) -> Result<Fetched<T>, FrontdeskError> {
        Ok(match (self, value) {
            (Self::Fresh { etag, .. }, Some(value)) => Fetched::Fresh { value, etag },
            // What is fresh was read.
            (Self::Fresh { .. }, None) => return Err(FrontdeskError::internal("fetch")),
            (Self::NotModified, _) => Fetched::NotModified,
            (Self::Merged(into), _) => Fetched::Merged(into),
        })
    }
}

async fn patiently(
    context: &Context,
    ask: Fetch<'_>,
    read: ReadBody<'_>,
) -> Result<Fetched<()>, FrontdeskError> {
    // The device lives exactly as long as one user is logged in, unidentified or identified.
    let device = current(context)?.ok_or(FrontdeskError::NotLoggedIn)?.device_id;
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
        check_same(context, &device)?;
        let call = Call {
            path: ask.path,
            query: ask.query,
            etag: ask.etag,
            token: session.token.as_ref(),
            ..Call::default()
        };
        let request = Request {
            purpose: Purpose::Lookup,
            items: 1,
            fresh_session,
        };
        let judged = context.ask_with(&request, call, &mut *read).await;
        check_same(context, &device)?;
        if judged.not_modified {
            return Ok(Fetched::NotModified);
        }
        let after = match (judged.action, judged.value) {
            (Action::Ack, Some(value)) => {
                let etag = judged.etag;
                return Ok(Fetched::Fresh { value, etag });
            }
            (Action::Refuse { code } | Action::Quarantine { code }, _) => {
                return match (code.as_str(), judged.details.merged_into) {
                    ("conversation_merged", Some(into)) => Ok(Fetched::Merged(into)),
                    _ => Err(refusal(
                        &code,
                        judged.details.field,
                        judged.details.status.as_deref(),
                    )),
                };
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
        let next = match ask.once {
            true => None,
            false => policy.next_try(context.now(), after),
        };
        match next {
            Some(time) => context.sleep(time).await,
            None => {
                return Err(FrontdeskError::Unreachable {
                    code: judged.code,
                    retry_after: after,
                });
            }
        }
    }
}

/// How long a server is waited for when there is a copy to show instead.
const PATIENCE: Duration = Duration::from_secs(3);

async fn beside_copy(
    context: &Context,
    ask: Fetch<'_>,
    read: ReadBody<'_>,
) -> Result<Fetched<()>, FrontdeskError> {
    let unreachable = FrontdeskError::Unreachable {
        code: "network_unavailable",
        retry_after: None,
    };
    if !context.desk.presence.now().network {
        return Err(unreachable);
    }
    let ask = Fetch { once: true, ..ask };
    tokio::select! {
        answer = patiently(context, ask, read) => answer,
        () = context.sleep(PATIENCE) => Err(unreachable),
    }
}

/// Fails when the user of the call is no longer the one who is logged in.
pub(crate) fn check_same(context: &Context, device: &str) -> Result<(), FrontdeskError> {
    match current(context)? {
        Some(session) if session.device_id == device => Ok(()),
        _ => Err(FrontdeskError::SessionConflict {
            code: "superseded",
            message: "the user was logged out while the server was asked",
        }),
    }
}

/// The present user's session; logs it in first when needed.
pub(super) async fn logged_in_session(context: &Context) -> Result<SessionRow, FrontdeskError> {
    let session = current(context)?.ok_or(FrontdeskError::NotLoggedIn)?;
    if session.token.is_some() {
        return Ok(session);
    }
    // Joined inside the turn: a logout cannot come between the look and the wait.
    let join = |w: &mut Writer| {
        (w.current() == Some(session.epoch)).then(|| context.desk.waiters.join_login(session.epoch))
    };
    let login = context.desk.exclusive(join).ok_or(FrontdeskError::NotLoggedIn)?;
    context.hurry();
    login.await.unwrap_or(Err(FrontdeskError::ShutDown))?;
    current(context)?
        .filter(|session| session.token.is_some())
        .ok_or(FrontdeskError::NotLoggedIn)
}

/// The session of who is logged in or wants to be.
pub(crate) fn current(context: &Context) -> Result<Option<SessionRow>, StoreError> {
    let conn = context.desk.reader.lock();
    let epoch = settings::get_number(&conn, settings::CURRENT_EPOCH)?;
    Ok(sessions::all(&conn)?
        .into_iter()
        .find(|session| Some(session.epoch) == epoch))
}

fn refusal(code: &str, field: Option<String>, status: Option<&str>) -> FrontdeskError {
    match code {
        "content_not_live" => unavailable("content_not_live", status.and_then(ContentStatus::parse)),
        "content_not_targeted" => unavailable("content_not_targeted", None),
        "not_found" => unavailable("not_found", None),
        other => FrontdeskError::Refused {
            code: other.to_owned(),
            field,
        },
    }
}
