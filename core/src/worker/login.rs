//! Logging a session in.
//!
//! Guarantees: a login somebody waits for makes several tries before its error is reported; a login nobody
//! waits for goes at the pace of uploads; each answer moves the session in one transaction before anyone
//! hears of it. Runs on the worker's thread.

use std::time::Duration;

use serde_json::value::RawValue;

use super::context::Judged;
use super::feed;
use super::lane::{Lane, LaneKind, Outcome};
use crate::client::Login;
use crate::error::FrontdeskError;
use crate::model::event::OperationId;
use crate::observer::{DeliveryOutcome, Event, RejectedField};
use crate::retry::limits::RECHECK_REFUSED;
use crate::retry::{Action, PauseReason, Policy, Purpose, Request, SystemRandomness};
use crate::secret::Secret;
use crate::session::{Person, ledger};
use crate::storage::{SessionRow, StoreError};
use crate::transport::{Call, LoginReply, LoginRequest, Method, WireDevice, WireIdentity};

impl Lane {
    pub(super) async fn login(&mut self, session: SessionRow) -> Result<Outcome, StoreError> {
        let desk = self.context.desk.clone();
        let body = request_body(
            &desk.config.app_id,
            &desk.config.api_key,
            &desk.config.platform,
            &session,
        )?;
        let call = Call {
            method: Method::Post,
            path: &["sessions"],
            body: Some(&body),
            ..Call::default()
        };
        let request = Request {
            purpose: Purpose::Login,
            items: 1,
            fresh_session: false,
        };
        let Judged {
            value,
            action,
            code,
            details,
            ..
        } = self.context.ask::<LoginReply>(&request, call).await;
        let stood = session.contact_id.is_some();
        let called = desk.waiters.login_was_called(session.epoch);
        if self.kind == LaneKind::Current
            && matches!(&action, Action::Refuse { code } if code == "jwt_expired")
        {
            desk.observer.announce(Event::TokenRequired);
        }
        match (action, value) {
            (Action::Ack, Some(reply)) => self.logged_in(&session, reply).await,
            (Action::Refuse { code }, _) if code == "jwt_expired" && self.may_ask_for_token(&session) => {
                Ok(self.wait_for_token(&session))
            }
            // A session that once stood waits for a better proof; nobody is logged out behind the app's back.
            (Action::Refuse { code }, _) if self.kind == LaneKind::Current && stood && !called => {
                let field = details.field.map(|field| proof_field(&session, field));
                let refused = FrontdeskError::Refused { code, field };
                desk.waiters.answer_login(session.epoch, &Err(refused));
                Ok(self.pause(&session.device_id, PauseReason::AuthRequired, RECHECK_REFUSED))
            }
            (Action::Refuse { code }, _) => {
                let field = details.field.map(|field| proof_field(&session, field));
                self.login_refused(&session, &code, field)
            }
            (Action::Pause { reason, recheck }, _) => {
                self.give_answers(error_of(reason));
                Ok(self.pause(&session.device_id, reason, recheck))
            }
            (Action::Retry { after }, _) => self.login_failed(&session, after, code),
            _ => self.login_failed(&session, None, code),
        }
    }

    async fn logged_in(&mut self, session: &SessionRow, reply: LoginReply) -> Result<Outcome, StoreError> {
        let desk = self.context.desk.clone();
        fail::fail_point!("login.answered");
        let known = desk
            .exclusive(|writer| ledger::accepted(writer, session.epoch, &reply.token, &reply.contact.id))?;
        if !known {
            // Logged out meanwhile with nothing left to send: the server must not keep the session.
            return self.close_on_server(Secret::new(reply.token)).await;
        }
        fail::fail_point!("login.committed");
        self.served()?;
        self.login_try = None;
        self.token_asked = None;
        let rejected = reply
            .rejected
            .into_iter()
            .map(|r| RejectedField {
                field: r.field,
                code: r.code,
            })
            .collect();
        let login = Login {
            contact_id: Some(reply.contact.id),
            merged: reply.merged,
            from_stored_session: false,
            rejected,
        };
        if let Some(ping) = reply.ping
            && self.kind == LaneKind::Current
        {
            let contact_id = login.contact_id.clone();
            feed::after_login(
                &self.context,
                &SessionRow {
                    contact_id,
                    ..session.clone()
                },
                ping,
            );
        }
        // Whoever comes next must not hear of whoever was here before.
        if self.kind == LaneKind::Current {
            self.context.feed.let_go(&session.device_id).await;
        }
        desk.waiters.answer_login(session.epoch, &Ok(login));
        desk.made_progress();
        Ok(Outcome::Progress)
    }

    /// Whether a fresh token may change the answer: the app can give one and was not asked for it already.
    fn may_ask_for_token(&self, session: &SessionRow) -> bool {
        let refused = session.jwt.as_ref();
        self.kind == LaneKind::Current
            && self.context.desk.config.token_refresh.is_some()
            && self
                .token_asked
                .as_ref()
                .is_none_or(|(epoch, jwt)| *epoch != session.epoch || Some(jwt) == refused)
    }

    /// Asks the app for a fresh token; the queue waits. Who waits for the login is answered by the token or by
    /// the end of `Limits::delivery_wait`, and the login stays wanted.
    fn wait_for_token(&mut self, session: &SessionRow) -> Outcome {
        if let Some(jwt) = session.jwt.clone() {
            self.token_asked = Some((session.epoch, jwt));
        }
        let (context, epoch) = (self.context.clone(), session.epoch);
        tokio::task::spawn_local(async move {
            context.sleep(context.desk.config.limits.delivery_wait).await;
            let desk = &context.desk;
            if desk.waiters.login_is_awaited(epoch) {
                desk.exclusive(|writer| ledger::failed(writer, epoch));
                let code = "jwt_expired".to_owned();
                let field = Some("jwt".to_owned());
                desk.waiters
                    .answer_login(epoch, &Err(FrontdeskError::Refused { code, field }));
            }
        });
        self.pause(&session.device_id, PauseReason::AuthRequired, RECHECK_REFUSED)
    }

    async fn close_on_server(&mut self, token: Secret<String>) -> Result<Outcome, StoreError> {
        let request = Request {
            purpose: Purpose::Close,
            items: 1,
            fresh_session: false,
        };
        let path = &["sessions", "current"];
        let call = Call {
            method: Method::Delete,
            path,
            token: Some(&token),
            ..Call::default()
        };
        // Once: without its token nobody can use that session, and it ends by itself.
        let _judged = self.context.ask::<serde_json::Value>(&request, call).await;
        Ok(Outcome::Progress)
    }

    fn login_failed(
        &mut self,
        session: &SessionRow,
        after: Option<Duration>,
        code: &'static str,
    ) -> Result<Outcome, StoreError> {
        // Whoever waits for a later login of this device waits for this one, too.
        if self.kind == LaneKind::Current && self.context.desk.waiters.any_login_is_awaited() {
            if self
                .login_try
                .as_ref()
                .is_none_or(|(epoch, _)| *epoch != session.epoch)
            {
                let policy = Policy::login(&self.context.desk.config.retry, Box::new(SystemRandomness));
                self.login_try = Some((session.epoch, policy));
            }
            let now = self.context.now();
            if let Some((_, policy)) = &mut self.login_try
                && let Some(time) = policy.next_try(now, after)
            {
                if let Some(after) = after {
                    self.context.keep_asked_wait(after)?;
                }
                return Ok(Outcome::Wait {
                    time,
                    code: code.to_owned(),
                });
            }
            self.give_answers(FrontdeskError::Unreachable {
                code,
                retry_after: after,
            });
        }
        self.wait(after, code)
    }

    fn login_refused(
        &mut self,
        session: &SessionRow,
        code: &str,
        field: Option<String>,
    ) -> Result<Outcome, StoreError> {
        self.login_try = None;
        let desk = &self.context.desk;
        let dropped = desk.exclusive(|writer| ledger::refused(writer, session.epoch))?;
        desk.waiters.answer_login(
            session.epoch,
            &Err(FrontdeskError::Refused {
                code: code.to_owned(),
                field,
            }),
        );
        self.answer_queued();
        if self.kind == LaneKind::Current {
            self.leave_nothing();
        }
        self.context.sweep_files();
        for operation in dropped {
            desk.observer.announce(Event::Delivery {
                id: operation.id,
                kind: operation.kind,
                outcome: DeliveryOutcome::Rejected {
                    code: code.to_owned(),
                    field: None,
                },
            });
        }
        desk.made_progress();
        Ok(Outcome::Progress)
    }

    /// Nobody may be logged in now: what the user who was turned away has seen is no business of the next one.
    fn leave_nothing(&self) {
        self.context.forget_cache_of_nobody();
        if let Err(error) = self.context.desk.erase_traces() {
            tracing::warn!(%error, "traces of a user who was turned away are erased at the next logout");
        }
    }

    /// A closing session whose token the server does not know any more: its operations cannot be delivered
    /// as their own user, and as nobody else.
    pub(super) fn give_up(&mut self, session: &SessionRow) -> Result<Outcome, StoreError> {
        let desk = &self.context.desk;
        let dropped: Vec<(OperationId, _)> = desk
            .exclusive(|writer| ledger::refused(writer, session.epoch))?
            .into_iter()
            .map(|d| (d.id, d.kind))
            .collect();
        for (id, kind) in dropped {
            let outcome = DeliveryOutcome::Rejected {
                code: "session_expired".to_owned(),
                field: None,
            };
            desk.observer.announce(Event::Delivery { id, kind, outcome });
        }
        desk.erase_traces()?;
        self.context.sweep_files();
        desk.made_progress();
        Ok(Outcome::Progress)
    }
}

/// The server names the identity as a whole; which proof of it was wrong is known here.
fn proof_field(session: &SessionRow, field: String) -> String {
    match field.as_str() {
        "identity" if session.jwt.is_some() => "identity.jwt".to_owned(),
        "identity" if session.user_hash.is_some() => "identity.user_hash".to_owned(),
        _ => field,
    }
}

fn error_of(reason: PauseReason) -> FrontdeskError {
    match reason {
        PauseReason::MisconfiguredEndpoint | PauseReason::TlsUntrusted | PauseReason::TlsNotValidNow => {
            FrontdeskError::Unreachable {
                code: reason.code(),
                retry_after: None,
            }
        }
        PauseReason::AuthRequired | PauseReason::Forbidden => FrontdeskError::Refused {
            code: reason.code().to_owned(),
            field: None,
        },
    }
}

fn request_body(
    app_id: &str,
    api_key: &Secret<String>,
    platform: &str,
    session: &SessionRow,
) -> Result<Vec<u8>, StoreError> {
    // Attributes that can no longer be read are not worth the login.
    let attributes = session
        .attributes
        .as_deref()
        .and_then(|bytes| serde_json::from_slice::<Box<RawValue>>(bytes).ok());
    let identity = match session.person() {
        Person::Lead => None,
        Person::User(_) => Some(WireIdentity {
            user_id: session.user_id.as_deref(),
            email: session.email.as_deref(),
            user_hash: session.user_hash.as_ref().map(|hash| hash.expose().as_str()),
            jwt: session.jwt.as_ref().map(|jwt| jwt.expose().as_str()),
        }),
    };
    let request = LoginRequest {
        app_id,
        api_key: api_key.expose(),
        device: WireDevice {
            id: &session.device_id,
            secret: session.device_secret.expose(),
            platform,
        },
        identity,
        attributes: attributes.as_deref(),
    };
    serde_json::to_vec(&request).map_err(|_| StoreError::Unavailable(None))
}
