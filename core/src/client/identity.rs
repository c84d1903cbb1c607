//! Login and logout.
//!
//! Guarantees: a login is retried before its error is reported, and an equal login under way is joined; a
//! login of who is logged in already succeeds at once, offline too; nobody changes user without a logout;
//! after `logout` returned, no byte of the earlier user is left except what is still to be delivered as that
//! user. Called by the app on any thread.

use std::sync::atomic::Ordering;

use super::push_token;
use super::record::update_row;
use super::{Frontdesk, Login, LogoutOptions, UnsentOperations};
use crate::error::{FrontdeskError, InputError};
use crate::model::attributes::UserAttributes;
use crate::model::event::OperationId;
use crate::model::identity::Identity;
use crate::observer::{DeliveryOutcome, Event};
use crate::session::Person;
use crate::session::ledger::{self, LoginOrder};
use crate::worker::Command;

impl Frontdesk {
    /// Logs in an unidentified user (a lead), known by this device alone.
    ///
    /// # Errors
    /// `network_unavailable` and the other codes of [`FrontdeskError::Unreachable`] after all tries failed
    /// (the login then stays wanted and the next call tries it first); `Refused` with the server's code;
    /// `logout_required` when an identified user is logged in.
    pub async fn login_unidentified_user(&self) -> Result<Login, FrontdeskError> {
        self.login(Person::Lead, None).await
    }

    /// Logs in an identified user by `user_id`, `email` or both, with any further attributes. What the
    /// unidentified user of this device did before is merged into this user by the server.
    ///
    /// # Errors
    /// As [`Frontdesk::login_unidentified_user`]; `missing_identity` when neither `user_id` nor `email` is
    /// given; `identity_verification_failed` and the other identity codes of the server.
    pub async fn login_user_with_user_attributes(
        &self,
        attributes: UserAttributes,
    ) -> Result<Login, FrontdeskError> {
        attributes.check()?;
        let Some(identity) = attributes.identity() else {
            return Err(InputError {
                code: "missing_identity",
                field: "user_id".to_owned(),
                limit: None,
                message: "give a user_id, an email or both; for neither use login_unidentified_user"
                    .to_owned(),
            }
            .into());
        };
        let language = attributes.language_override.clone();
        let login = self
            .login(
                Person::User(Identity {
                    user_id: identity.user_id,
                    email: identity.email,
                }),
                Some(attributes),
            )
            .await?;
        self.adopt_language(&language);
        Ok(login)
    }

    async fn login(
        &self,
        person: Person,
        attributes: Option<UserAttributes>,
    ) -> Result<Login, FrontdeskError> {
        self.desk.check_open()?;
        let now = self.desk.config.clock.wall_ms();
        let full = attributes.filter(|a| !a.clone().without_identity().is_empty() || a.identity().is_some());
        let extra = full
            .clone()
            .map(UserAttributes::without_identity)
            .filter(|a| !a.is_empty());
        let wire = match &extra {
            Some(extra) => {
                Some(serde_json::to_vec(&extra.to_wire()).map_err(|_| FrontdeskError::internal("identity"))?)
            }
            None => None,
        };
        let joined = self.desk.exclusive(|writer| {
            let before = writer.current();
            let order = ledger::login(writer, person.clone(), wire, now)?;
            if writer.current() != before {
                push_token::bind_for_new_session(&self.desk, writer, now)?;
            }
            // Only a login that begins an epoch carries its attributes itself; otherwise they follow as a
            // change, stored in the same turn, so that they are this user's whatever another thread does.
            if writer.current() == before
                && let Some(change) = attributes_beside(&order, &person, extra, full)
            {
                writer.append_now(&update_row(&OperationId::new(), &change, now)?)?;
            }
            Ok::<_, FrontdeskError>(match order {
                // Joined inside the turn: the worker cannot answer before this caller waits.
                LoginOrder::Request(epoch) => Ok(self.desk.waiters.await_login(epoch)),
                LoginOrder::Stored(session) => Err(session),
            })
        })?;
        self.desk.urgent.store(true, Ordering::Release);
        self.desk.wake.poke();
        match joined {
            Ok(answer) => {
                self.command(Command::Hurry)?;
                answer.await.unwrap_or(Err(FrontdeskError::ShutDown))
            }
            Err(session) => {
                let _shutting_down = self.command(Command::Refresh);
                Ok(Login {
                    contact_id: session.contact_id,
                    merged: false,
                    from_stored_session: true,
                    rejected: Vec::new(),
                })
            }
        }
    }

    /// Logs the user out: one transaction, offline too. The server is told as soon as it can be reached.
    ///
    /// # Errors
    /// `unidentified_logout` for an unidentified user without `force`; storage codes; `shut_down`.
    pub async fn logout(&self, options: LogoutOptions) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        let now = self.desk.config.clock.wall_ms();
        let purge = options.unsent == UnsentOperations::Purge;
        let dropped = self.desk.exclusive(|writer| {
            let dropped = ledger::logout(writer, options.force, purge, now)?;
            // Inside the turn: an answer that comes now is dealt with after it.
            let dropped = self.desk.under_way.let_go(dropped);
            self.desk
                .waiters
                .answer_all_logins(&Err(FrontdeskError::SessionConflict {
                    code: "superseded",
                    message: "the user was logged out while the login was under way",
                }));
            Ok::<_, FrontdeskError>(dropped)
        })?;
        self.desk.waiters.answer_all_queued();
        // Whatever the disk says, the logout is committed: everyone hears of it.
        let erased = self.desk.erase_traces();
        crate::storage::forget_kept_files(&self.desk.config.database());
        if let Err(error) = self.desk.sweep_files() {
            tracing::warn!(%error, "files of the user who logged out are removed at the next start");
        }
        for operation in dropped {
            let outcome = match operation.purged {
                true => DeliveryOutcome::Purged,
                false => DeliveryOutcome::Rejected {
                    code: "login_refused".to_owned(),
                    field: None,
                },
            };
            self.desk.observer.announce(Event::Delivery {
                id: operation.id,
                kind: operation.kind,
                outcome,
            });
        }
        self.desk.made_progress();
        self.desk.wake_closing.poke();
        let _shutting_down = self.command(Command::Hurry);
        let forgotten = match self.ask(async |context| context.forget_cache()).await {
            // No worker any more that could hold the file open.
            Err(FrontdeskError::ShutDown) => crate::cache::wipe(&self.desk.config.cache())
                .map_err(|error| crate::storage::StoreError::from(error).into()),
            answered => answered,
        };
        erased?;
        forgotten
    }
}

/// What a login that begins no epoch still has to tell: its attributes, and a part of the identity that the
/// stored session does not have.
fn attributes_beside(
    order: &LoginOrder,
    person: &Person,
    extra: Option<UserAttributes>,
    full: Option<UserAttributes>,
) -> Option<UserAttributes> {
    match (order, person) {
        (LoginOrder::Stored(session), Person::User(wanted)) => {
            let news = (wanted.user_id.is_some() && wanted.user_id != session.user_id)
                || (wanted.email.is_some() && wanted.email != session.email);
            if news { full } else { extra }
        }
        _ => extra,
    }
}
