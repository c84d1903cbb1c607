//! One stream of server-sent events.
//!
//! Guarantees: given up when its head, its first byte or its next sign of life does not come in time; every
//! change is applied before the next one is looked at; an event that was cut off is not applied, and comes
//! again with the next stream. Runs on the worker's thread.

use std::time::Duration;

use super::apply::{Applied, apply, typing};
use super::listen::Attempt;
use super::reconnect::End;
use super::sse::{Item, SseEvent, SseParser};
use super::trouble::Trouble;
use crate::messenger::FeedMode;
use crate::retry::{Purpose, Request};
use crate::transport::{Call, Change};

/// Until the answer begins: as long as any answer may take.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// Until the first byte, which the server sends with the head.
const FIRST_BYTE_WITHIN: Duration = Duration::from_secs(10);
/// Between two signs of life: the server gives one every 25 s.
const LIFE_WITHIN: Duration = Duration::from_secs(40);

/// Opens a stream and listens until it ends.
pub(super) async fn listen(attempt: Attempt<'_>) -> Result<End, Trouble> {
    let context = attempt.context;
    let request = Request {
        purpose: Purpose::Stream,
        items: 1,
        fresh_session: attempt.fresh_session,
    };
    let call = Call {
        path: &["stream"],
        token: attempt.session.token.as_ref(),
        ..Call::default()
    };
    let opened = tokio::select! {
        opened = context.open(&request, call, context.feed.seq()) => opened,
        () = context.sleep(HEAD_WITHIN) => return Ok(End::Stalled),
    };
    let mut stream = opened.map_err(|action| Trouble::of(context, attempt.who, &attempt.session, action))?;
    let mut parser = SseParser::default();
    let mut items = Vec::new();
    let mut alive = false;
    loop {
        let patience = if alive { LIFE_WITHIN } else { FIRST_BYTE_WITHIN };
        let chunk = tokio::select! {
            biased;
            chunk = stream.chunk() => chunk,
            () = context.sleep(patience) => return Ok(if alive { End::Stalled } else { End::Held }),
        };
        let bytes = match chunk {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(End::Ended),
            Err(_) => return Ok(End::Broken { after: None }),
        };
        if std::mem::replace(&mut alive, true) {
            // Bytes after the first ones: nobody collects them.
            attempt.reconnect.works();
        } else {
            context.feed.set_mode(context, FeedMode::Stream);
            context.desk.change_stage(|scene| scene.set_online(true));
        }
        let whole = parser.push(&bytes, &mut items);
        for item in items.drain(..) {
            match item {
                Item::Comment => {}
                Item::Retry(wish) => attempt.reconnect.wish(wish),
                Item::Event(event) => {
                    if take(&attempt, &event)? {
                        attempt.reconnect.works();
                    }
                }
            }
        }
        if whole.is_err() {
            return Err(Trouble::Resync);
        }
    }
}

/// Applies an event; true when it was news.
fn take(attempt: &Attempt<'_>, event: &SseEvent) -> Result<bool, Trouble> {
    let Attempt { context, who, .. } = attempt;
    if event.kind == "typing" {
        typing(context, who, &event.data);
        return Ok(false);
    }
    let Ok(change) = serde_json::from_str::<Change>(&event.data) else {
        tracing::warn!("an event of the stream that is no change");
        return Err(Trouble::Resync);
    };
    outcome(apply(context, who, &change)?)
}

/// What a change that was applied means for the connection; true when it was news.
pub(super) fn outcome(applied: Applied) -> Result<bool, Trouble> {
    match applied {
        Applied::Done => Ok(true),
        Applied::Known => Ok(false),
        Applied::Resync => Err(Trouble::Resync),
        Applied::Gone => Err(Trouble::Gone),
    }
}
