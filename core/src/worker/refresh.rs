//! A user who logs in again is told to the server in the background.
//!
//! Guarantees: never in anyone's way: one attempt, its failure is nobody's error; a session that turns out
//! lost is wanted again, so that the next operation logs in first. Runs on the worker's thread.

use std::rc::Rc;

use super::context::Context;
use super::fetch::current;
use crate::retry::{Action, Purpose, Request};
use crate::session::ledger;
use crate::transport::{Call, Method};

/// Sends one ping for the present user, when there is one.
pub(super) async fn refresh(context: Rc<Context>) {
    let Ok(Some(session)) = current(&context) else {
        return;
    };
    if context.asked_wait() > std::time::Duration::ZERO {
        return;
    }
    let Some(token) = &session.token else { return };
    let request = Request {
        purpose: Purpose::Lookup,
        items: 1,
        fresh_session: false,
    };
    let body = br#"{"foreground":true}"#;
    let call = Call {
        method: Method::Post,
        path: &["ping"],
        token: Some(token),
        body: Some(body),
        ..Call::default()
    };
    let judged = context.ask::<serde_json::Value>(&request, call).await;
    if judged.action == Action::RefreshSession
        && let Err(error) = context
            .desk
            .exclusive(|writer| ledger::lost(writer, session.epoch, session.token.as_ref()))
    {
        tracing::debug!(%error, "the lost session is noticed by the next operation");
    }
}
