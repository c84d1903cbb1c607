//! One long poll.
//!
//! Guarantees: as a stream, but asked for again and again; a server or a proxy that answers at once without
//! news is not asked faster than a broken connection would be. Runs on the worker's thread.

use std::time::Duration;

use super::apply::apply;
use super::listen::Attempt;
use super::reconnect::End;
use super::stream::outcome;
use super::trouble::Trouble;
use crate::messenger::FeedMode;
use crate::retry::{Action, Purpose, Request};
use crate::transport::{Call, ChangeList};

/// How long the server is asked to wait for news.
const WAIT: Duration = Duration::from_secs(25);
/// An answer without news that comes sooner did not wait.
const SUSPICIOUS: Duration = Duration::from_secs(1);

/// Asks once for what is new.
pub(super) async fn listen(attempt: Attempt<'_>) -> Result<End, Trouble> {
    let context = attempt.context;
    // The answer must come within the time that every answer has.
    let most = context.desk.config.limits.request_timeout.mul_f64(0.8);
    let wait = WAIT.min(most).as_secs().to_string();
    let after = context.feed.seq().map(|seq| seq.to_string());
    let mut query = vec![("wait", wait.as_str())];
    query.extend(after.as_deref().map(|after| ("after", after)));
    let request = Request {
        purpose: Purpose::Lookup,
        items: 1,
        fresh_session: attempt.fresh_session,
    };
    let call = Call {
        path: &["changes"],
        query: &query,
        token: attempt.session.token.as_ref(),
        ..Call::default()
    };
    context.feed.set_mode(context, FeedMode::LongPoll);
    let began = context.now();
    let judged = context.ask::<Option<ChangeList>>(&request, call).await;
    let (Action::Ack, Some(list)) = (&judged.action, judged.value) else {
        return Err(Trouble::of(context, attempt.who, &attempt.session, judged.action));
    };
    context.desk.change_stage(|scene| scene.set_online(true));
    let mut news = false;
    for change in list.into_iter().flat_map(|list| list.changes) {
        let applied = apply(context, attempt.who, &change)?;
        news |= outcome(applied)?;
    }
    if !news && context.now().saturating_sub(began) < SUSPICIOUS {
        return Ok(End::Broken { after: None });
    }
    attempt.reconnect.works();
    Ok(End::Polled)
}
