//! Listening: a stream, or long polls where streams do not get through.
//!
//! Guarantees: at most one connection, of who is logged in now, while the app is in the foreground, has a
//! network and something to listen for; closed the moment one of these ends; begun from the last change that
//! was applied, so that nothing is lost or told twice. Runs on the worker's thread, beside the lanes.

use std::rc::Rc;
use std::time::Duration;

use super::reconnect::{End, Reconnect, Way};
use super::state::{gone, session_of, wanted_by};
use super::trouble::Trouble;
use super::{Who, poll, stream};
use crate::client::Place;
use crate::messenger::FeedMode;
use crate::retry::SystemRandomness;
use crate::storage::SessionRow;
use crate::worker::Context;
use tokio::sync::watch;

/// An attempt under way.
pub(super) struct Attempt<'a> {
    pub(super) context: &'a Context,
    pub(super) who: &'a Who,
    pub(super) session: SessionRow,
    pub(super) reconnect: &'a mut Reconnect,
    /// The session was made anew because the last attempt found it refused.
    pub(super) fresh_session: bool,
}

/// Listens for as long as the client lives.
pub(super) async fn run(context: Rc<Context>) {
    let mut reconnect = Reconnect::new(&context.desk.config.retry, Box::new(SystemRandomness));
    let mut place = context.desk.presence.follow();
    let mut feed = context.feed.follow();
    let mut last: Option<Who> = None;
    let mut hurries = 0;
    let mut fresh_session = false;
    loop {
        let now_at = *place.borrow_and_update();
        let _seen = *feed.borrow_and_update();
        if std::mem::replace(&mut hurries, now_at.hurries) != now_at.hurries {
            reconnect.hurry();
        }
        let who = wanted_by(&context, &now_at);
        if let Some(who) = &who
            && last.as_ref() != Some(who)
        {
            if last
                .replace(who.clone())
                .is_none_or(|last| last.device != who.device)
            {
                reconnect.forget();
            }
            fresh_session = false;
        }
        let Some(who) = who.filter(|who| context.feed.may_listen(who, &now_at)) else {
            context.feed.set_mode(&context, FeedMode::Off);
            tokio::select! {
                changed = place.changed() => if changed.is_err() { return },
                _changed = feed.changed() => {}
            }
            continue;
        };
        let now = context.now();
        let wait = reconnect
            .not_before()
            .saturating_sub(now)
            .max(context.asked_wait());
        if wait > Duration::ZERO {
            context.feed.set_mode(&context, FeedMode::Waiting);
            tokio::select! {
                () = context.sleep(wait) => {}
                changed = place.changed() => if changed.is_err() { return },
                _changed = feed.changed() => {}
            }
            continue;
        }
        let ended = tokio::select! {
            biased;
            () = stop(&context, &who, &now_at, place.clone(), feed.clone()) => None,
            ended = attempt(&context, &who, &mut reconnect, fresh_session) => Some(ended),
        };
        // Closed because someone said so: what to do next is decided above.
        let Some(ended) = ended else { continue };
        fresh_session = ended == Err(Trouble::Lost);
        if fresh_session {
            // A new session is on its way; refused again it is no longer called lost.
            continue;
        }
        if ended == Err(Trouble::Resync) {
            context.feed.resync();
        }
        reconnect.ended(context.now(), ended.unwrap_or_else(Trouble::end));
    }
}

async fn attempt(
    context: &Context,
    who: &Who,
    reconnect: &mut Reconnect,
    fresh_session: bool,
) -> Result<End, Trouble> {
    let session = session_of(context, who).await.ok_or(Trouble::Gone)?;
    // Until this attempt is over or dropped.
    let _connection = context.feed.connect(&who.device);
    let way = reconnect.way();
    let attempt = Attempt {
        context,
        who,
        session,
        reconnect,
        fresh_session,
    };
    match way {
        Way::Stream => stream::listen(attempt).await,
        Way::LongPoll => poll::listen(attempt).await,
    }
}

/// Ends when the connection is to be closed.
async fn stop(
    context: &Context,
    who: &Who,
    began: &Place,
    mut place: watch::Receiver<Place>,
    mut feed: watch::Receiver<u64>,
) {
    let closed = async {
        loop {
            let now = *place.borrow_and_update();
            let _seen = *feed.borrow_and_update();
            if now.networks != began.networks || !context.feed.may_listen(who, &now) {
                return;
            }
            tokio::select! {
                changed = place.changed() => if changed.is_err() { return },
                _changed = feed.changed() => {}
            }
        }
    };
    tokio::select! {
        () = closed => {}
        () = gone(context, who, context.desk.presence.follow()) => {}
    }
}
