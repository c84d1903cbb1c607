//! The ping: settings, unread count, what is due, and where the feed stands.
//!
//! Guarantees: sent when the app comes to the foreground, when another user logs in, when the server says
//! that something changed, and otherwise no sooner than the server asked for; its answer is applied only for
//! the user it was asked for, and never over something newer. Runs on the worker's thread.

use std::rc::Rc;
use std::time::Duration;

use serde::Serialize;

use super::state::{gone, session_of, wanted_by};
use super::trouble::Trouble;
use super::{Who, apply, keep, resync};
use crate::error::FrontdeskError;
use crate::retry::{Action, Policy, Purpose, Request, SystemRandomness};
use crate::storage::SessionRow;
use crate::transport::{Call, Method, PingReply};
use crate::worker::Context;
use crate::worker::context::Judged;
use crate::worker::fetch::{check_same, current, logged_in_session};

/// Bounds of what the server may ask for.
const SOONEST: Duration = Duration::from_secs(30);
const LATEST: Duration = Duration::from_secs(24 * 3600);

#[derive(Serialize)]
struct Body<'a> {
    foreground: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<&'a str>,
}

/// Pings while the app is in the foreground.
pub(super) async fn run(context: Rc<Context>) {
    let mut policy = Policy::reconnect(&context.desk.config.retry, Box::new(SystemRandomness));
    let mut place = context.desk.presence.follow();
    let mut feed = context.feed.follow();
    let mut hurries = 0;
    // When the next ping is due, and when the last one was answered.
    let (mut due, mut answered) = (Duration::ZERO, None::<Duration>);
    let mut fresh_session = false;
    loop {
        let now_at = *place.borrow_and_update();
        let _seen = *feed.borrow_and_update();
        let Some(who) = wanted_by(&context, &now_at) else {
            context.feed.rest();
            (due, answered) = (Duration::ZERO, None);
            policy.succeeded();
            if place.changed().await.is_err() {
                return;
            }
            continue;
        };
        if !context.feed.is_for(&who) {
            begin(&context, &who);
            (due, answered, fresh_session) = (Duration::ZERO, None, false);
            policy.succeeded();
            continue;
        }
        let hurried = std::mem::replace(&mut hurries, now_at.hurries) != now_at.hurries;
        let settled = answered.is_some_and(|at| context.now().saturating_sub(at) < SOONEST);
        if context.feed.take_ping_wanted() || (hurried && !settled) {
            due = Duration::ZERO;
        }
        let wait = due.saturating_sub(context.now()).max(context.asked_wait());
        if wait > Duration::ZERO {
            tokio::select! {
                () = context.sleep(wait) => {}
                changed = place.changed() => if changed.is_err() { return },
                _changed = feed.changed() => {}
            }
            continue;
        }
        let ended = tokio::select! {
            biased;
            () = gone(&context, &who, place.clone()) => continue,
            ended = ping(&context, &who, fresh_session) => ended,
        };
        let now = context.now();
        match ended {
            Ok(next) => {
                policy.succeeded();
                (due, answered, fresh_session) = (now + next, Some(now), false);
            }
            Err(Trouble::Later { after }) => due = now + policy.next_delay(now, after),
            Err(Trouble::Paused { recheck }) => due = now + recheck,
            Err(Trouble::Lost) => fresh_session = true,
            Err(Trouble::Resync | Trouble::Gone) => due = now + policy.next_delay(now, None),
        }
    }
}

/// Begins with what is known of this user.
fn begin(context: &Context, who: &Who) {
    let contact = current(context).ok().flatten().and_then(|s| s.contact_id);
    let settings = keep::settings(context, who).map(|(settings, _)| settings);
    let stream_on = settings.as_ref().is_some_and(is_stream_on);
    let seq = keep::place(context, who, contact.as_deref());
    let has_conversations = keep::has_conversations(context, who);
    let resync = has_conversations && seq.is_none();
    context.feed.enter(who, contact, seq, stream_on, resync);
    if has_conversations {
        context.desk.presence.conversation_known();
    }
    if settings.is_some() {
        context.desk.change_stage(|scene| scene.set_settings(settings));
    }
}

/// One ping with everything that follows from it; gives when the next one is due.
async fn ping(context: &Context, who: &Who, fresh_session: bool) -> Result<Duration, Trouble> {
    let session = session_of(context, who).await.ok_or(Trouble::Gone)?;
    let judged = ask(context, who, &session, true, fresh_session).await;
    let reachable = !matches!(judged.action, Action::Retry { .. }) || judged.code != "network_unavailable";
    context.desk.change_stage(|scene| scene.set_online(reachable));
    match (judged.action, judged.value) {
        (Action::Ack, Some(reply)) => {
            let next = Duration::from_secs(reply.next_ping_s).clamp(SOONEST, LATEST);
            // The session as it is now: a login may have been answered meanwhile.
            let session = current(context)?
                .filter(|session| Who::of(session) == *who)
                .ok_or(Trouble::Gone)?;
            take(context, &session, reply, true)?;
            if context.feed.needs_resync() {
                resync::heal(context, who).await?;
            }
            Ok(next)
        }
        (action, _) => Err(Trouble::of(context, who, &session, action)),
    }
}

async fn ask(
    context: &Context,
    who: &Who,
    session: &SessionRow,
    foreground: bool,
    fresh_session: bool,
) -> Judged<PingReply> {
    let etag = keep::settings(context, who).and_then(|(_, etag)| etag);
    let body = Body {
        foreground,
        etag: etag.as_deref(),
    };
    let body = serde_json::to_vec(&body).unwrap_or_else(|_| b"{}".to_vec());
    let request = Request {
        purpose: Purpose::Lookup,
        items: 1,
        fresh_session,
    };
    let call = Call {
        method: Method::Post,
        path: &["ping"],
        token: session.token.as_ref(),
        body: Some(&body),
        ..Call::default()
    };
    context.ask::<PingReply>(&request, call).await
}

/// Applies an answer, without an await: for the user of this session or not at all. `pinged`: it answers a
/// ping in the foreground, after which the feed may listen.
fn take(context: &Context, session: &SessionRow, reply: PingReply, pinged: bool) -> Result<(), Trouble> {
    let who = &Who::of(session);
    if current(context)?.is_none_or(|current| Who::of(&current) != *who) {
        return Err(Trouble::Gone);
    }
    if !context.feed.is_for(who) {
        begin(context, who);
    }
    let contact = session.contact_id.as_deref();
    if context.feed.moves_to(contact) {
        context.feed.resync();
        let _this_is_it = context.feed.take_ping_wanted();
    }
    let stream_on = reply.settings.as_ref().map(is_stream_on);
    if let Some(settings) = reply.settings {
        keep::set_settings(context, who, &settings, &reply.settings_etag);
        context
            .desk
            .change_stage(|scene| scene.set_settings(Some(settings)));
    }
    let news = context.feed.stands_at(reply.seq, stream_on, pinged);
    if news && !context.desk.unread_told(&who.device, reply.unread)? {
        return Err(Trouble::Gone);
    }
    if let Some(seq) = context.feed.seq() {
        keep::set_place(context, who, contact, seq);
    }
    apply::offer(context, who, reply.in_app);
    Ok(())
}

/// What a login brought along.
pub(crate) fn after_login(context: &Context, session: &SessionRow, reply: PingReply) {
    if let Err(trouble) = take(context, session, reply, false) {
        tracing::debug!(
            ?trouble,
            "what a login brought along is asked for by the next ping"
        );
    }
}

/// One ping for a user who logged in again, in nobody's way: its failure is nobody's error.
pub(crate) async fn refresh(context: Rc<Context>) {
    let Ok(Some(session)) = current(&context) else {
        return;
    };
    if session.token.is_none() || context.asked_wait() > Duration::ZERO {
        return;
    }
    let who = Who::of(&session);
    let judged = ask(&context, &who, &session, true, false).await;
    let trouble = match (judged.action, judged.value) {
        (Action::Ack, Some(reply)) => take(&context, &session, reply, false).err(),
        (action, _) => Some(Trouble::of(&context, &who, &session, action)),
    };
    if let Some(trouble) = trouble {
        tracing::debug!(?trouble, "a ping was not answered");
    }
}

fn is_stream_on(settings: &serde_json::Value) -> bool {
    settings.get("stream").and_then(serde_json::Value::as_str) == Some("on")
}

/// Asks how much is unread, for a caller who waits.
pub(crate) async fn fetch_unread(context: &Context) -> Result<u64, FrontdeskError> {
    let device = current(context)?.ok_or(FrontdeskError::NotLoggedIn)?.device_id;
    let mut policy = Policy::login(&context.desk.config.retry, Box::new(SystemRandomness));
    let mut fresh_session = false;
    loop {
        let session = logged_in_session(context).await?;
        check_same(context, &device)?;
        let who = Who::of(&session);
        let foreground = context.desk.presence.now().foreground;
        let judged = ask(context, &who, &session, foreground, fresh_session).await;
        check_same(context, &device)?;
        let unreachable = |after| FrontdeskError::Unreachable {
            code: judged.code,
            retry_after: after,
        };
        let trouble = match (judged.action, judged.value) {
            (Action::Ack, Some(reply)) => match take(context, &session, reply, false) {
                Ok(()) => return Ok(context.desk.unread.count()),
                Err(trouble) => trouble,
            },
            (Action::Refuse { code } | Action::Quarantine { code }, _) => {
                let field = judged.details.field;
                return Err(FrontdeskError::Refused { code, field });
            }
            (Action::Pause { reason, .. }, _) => {
                return Err(FrontdeskError::Unreachable {
                    code: reason.code(),
                    retry_after: None,
                });
            }
            (action, _) => Trouble::of(context, &who, &session, action),
        };
        let after = match trouble {
            Trouble::Lost => {
                fresh_session = true;
                continue;
            }
            Trouble::Later { after } => after,
            _ => None,
        };
        match policy.next_try(context.now(), after) {
            Some(time) => context.sleep(time).await,
            None => return Err(unreachable(after)),
        }
    }
}
