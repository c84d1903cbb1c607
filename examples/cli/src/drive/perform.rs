//! Making a call.
//!
//! Guarantees: when [`begin`] returns, a call that waits for the network has begun (its state and its rows are
//! as if the app had called it and not yet awaited it), so that the next line meets them; a call that only
//! touches the store is given back as work for a thread of its own. [`begin`] runs on the main thread.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use frontdesk_core::{Frontdesk, FrontdeskError};
use serde_json::Value;

use super::answer::{self, fault_of};
use super::call::Call;

/// What stands behind `ok` or `error`.
pub(super) type Answer = Result<Value, Value>;

/// A call that was begun.
pub(super) enum Begun {
    /// It was answered on the spot.
    Answered(Answer),
    /// It touches the store: run this where blocking is fine.
    Store(Box<dyn FnOnce() -> Answer + Send>),
    /// It waits.
    Network(Pin<Box<dyn Future<Output = Answer> + Send>>),
}

/// Begins a call.
pub(super) fn begin(desk: &Frontdesk, call: Call) -> Begun {
    let desk = desk.clone();
    match call {
        Call::LoginUnidentifiedUser => network(async move {
            let login = desk.login_unidentified_user().await;
            wrap(login, |login| answer::login(&login, &[]))
        }),
        Call::LoginUserWithUserAttributes(attributes) => network(async move {
            let ignored = attributes.ignored_keys().to_vec();
            let login = desk.login_user_with_user_attributes(attributes).await;
            wrap(login, |login| answer::login(&login, &ignored))
        }),
        Call::Logout(options) => network(async move { wrap(desk.logout(options).await, |()| Value::Null) }),
        Call::UpdateUser(attributes) => network(async move {
            let ignored = attributes.ignored_keys().to_vec();
            let delivery = desk.update_user(attributes).await;
            wrap(delivery, |delivery| answer::delivery(&delivery, &ignored))
        }),
        Call::Present => {
            network(async move { wrap(desk.present().await, |what| answer::presentation(&what)) })
        }
        Call::PresentSpace(space) => network(async move {
            wrap(desk.present_space(space).await, |what| {
                answer::presentation(&what)
            })
        }),
        Call::PresentContent(content) => network(async move {
            wrap(desk.present_content(content).await, |what| {
                answer::presentation(&what)
            })
        }),
        Call::Flush(timeout) => {
            network(async move { wrap(desk.flush(timeout).await, |pending| answer::pending(&pending)) })
        }
        Call::LogEvent { name, metadata } => {
            store(move || wrap(desk.log_event(&name, metadata), |id| answer::operation(&id)))
        }
        Call::SetUserHash(hash) => store(move || wrap(desk.set_user_hash(&hash), |()| Value::Null)),
        Call::SetUserJwt(jwt) => store(move || wrap(desk.set_user_jwt(&jwt), |()| Value::Null)),
        Call::Pending => store(move || wrap(desk.pending(), |pending| answer::pending(&pending))),
        Call::Dismiss(id) => store(move || wrap(desk.dismiss(id), Value::Bool)),
        Call::Shutdown => store(move || {
            desk.shutdown();
            Ok(Value::Null)
        }),
        Call::IsUserLoggedIn => Begun::Answered(Ok(desk.is_user_logged_in().into())),
        Call::SessionState => Begun::Answered(Ok(desk.session_state().as_str().into())),
        Call::FetchLoggedInUserAttributes => {
            Begun::Answered(wrap(desk.fetch_logged_in_user_attributes(), |user| {
                answer::user(&user)
            }))
        }
        Call::Listen => Begun::Answered(Ok(Value::Null)),
    }
}

fn wrap<T>(result: Result<T, FrontdeskError>, show: impl FnOnce(T) -> Value) -> Answer {
    result.map(show).map_err(|error| fault_of(&error))
}

fn store(work: impl FnOnce() -> Answer + Send + 'static) -> Begun {
    Begun::Store(Box::new(work))
}

/// Takes the first step at once; whoever awaits the rest polls again and leaves its own waker.
fn network(future: impl Future<Output = Answer> + Send + 'static) -> Begun {
    let mut future: Pin<Box<dyn Future<Output = Answer> + Send>> = Box::pin(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Begun::Answered(answer),
        Poll::Pending => Begun::Network(future),
    }
}
