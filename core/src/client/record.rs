//! `log_event` and `update_user`: what the app tells.
//!
//! Guarantees: limits are checked before anything is stored; when `log_event` returns `Ok` the event is
//! durable; `update_user` says whether the server accepted it or whether it is queued. Called by the app on
//! any thread; the platform layers keep even the short write off the UI thread.

use std::time::Duration;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::model::attributes::UserAttributes;
use crate::model::event::{EventName, OperationId};
use crate::model::metadata::Metadata;
use crate::observer::{Delivery, DeliveryOutcome, Event, OperationKind};
use crate::outbox::throttle::{self, Quota, Told};
use crate::storage::OperationRow;
use crate::worker::Command;

impl Frontdesk {
    /// Records an event of the logged-in user and returns its id when it is durably stored (some 20 µs; one
    /// fsync more with `Durability::Power`). Delivery happens in the background, exactly once, in order;
    /// the listener hears of it.
    ///
    /// # Errors
    /// `not_logged_in`, `queue_full`, `storage_full`, `storage_unavailable`, `shut_down`, and the input codes
    /// of `contract/vectors/limits.json`. Nothing is stored then.
    pub fn log_event(&self, name: &str, metadata: Option<Metadata>) -> Result<OperationId, FrontdeskError> {
        let name = EventName::new(name)?;
        let id = OperationId::new();
        let created_at = self.desk.config.clock.wall_ms();
        let body = event_body(&id, &name, created_at, metadata.as_ref())?;
        self.desk.append(OperationRow {
            kind: OperationKind::Event,
            id: id.as_uuid(),
            created_at,
            target: None,
            body,
        })?;
        Ok(id)
    }

    /// Changes the logged-in user: standard fields, custom attributes, companies; `null` clears. More than 20
    /// in 30 minutes are joined into one that travels later (`Queued`; see [`Frontdesk::update_quota`]). Waits for
    /// the server up to `Limits::delivery_wait` and answers `Queued` when it cannot be reached.
    ///
    /// # Errors
    /// As [`Frontdesk::log_event`], and `Refused` when the server refused the change as a whole (single
    /// attributes it would not take are in [`Delivery::Delivered`]).
    pub async fn update_user(&self, attributes: UserAttributes) -> Result<Delivery, FrontdeskError> {
        attributes.check()?;
        let id = OperationId::new();
        let row = update_row(&id, &attributes, self.desk.config.clock.wall_ms())?;
        let now = row.created_at;
        let quota = self.quota();
        self.deliver_stored(id.as_uuid(), || {
            self.desk.check_open()?;
            let told = self
                .desk
                .exclusive(|writer| throttle::tell(writer, &row, quota, now))?;
            self.adopt_language(&attributes.language_override);
            self.desk.wake.poke();
            if let Told::Held { joined } = told {
                self.held(&id, joined);
            }
            Ok(())
        })
        .await
    }

    /// How many changes may still travel one by one; see [`Limits::update_quota`](crate::Limits).
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn update_quota(&self) -> Result<UpdateQuota, FrontdeskError> {
        self.desk.check_open()?;
        let quota = self.quota();
        let now = self.desk.config.clock.wall_ms();
        let standing = throttle::standing(&self.desk.reader.lock(), quota, now)?;
        let time = |ms: i64| Duration::from_millis(u64::try_from(ms).unwrap_or(0));
        Ok(UpdateQuota {
            limit: quota.limit,
            remaining: quota.limit.saturating_sub(standing.used),
            next_in: time(standing.next_in_ms),
            resets_in: time(standing.full_in_ms),
            held: standing.held,
        })
    }

    pub(super) fn quota(&self) -> Quota {
        self.desk.quota()
    }

    /// The change is stored and waits for the window to move on; its caller need not.
    fn held(&self, id: &OperationId, joined: Option<uuid::Uuid>) {
        self.desk
            .waiters
            .answer_delivery(id.as_uuid(), Ok(Delivery::Queued));
        if let Some(joined) = joined {
            self.desk.observer.announce(Event::Delivery {
                id: OperationId::from_uuid(joined),
                kind: OperationKind::UserUpdate,
                outcome: DeliveryOutcome::Coalesced { into: *id },
            });
        }
        let _shutting_down = self.command(Command::ReleaseLater);
    }
}

/// Where the present user stands within the quota of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpdateQuota {
    /// Changes that may travel one by one within the window; zero when there is no limit.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
    /// Until one more may travel; zero when one may now.
    pub next_in: Duration,
    /// Until all of the quota is there again.
    pub resets_in: Duration,
    /// Changes are held and joined at the moment.
    pub held: bool,
}

/// The event exactly as it will be sent, every time it is sent.
fn event_body(
    id: &OperationId,
    name: &EventName,
    created_at_ms: i64,
    metadata: Option<&Metadata>,
) -> Result<Vec<u8>, FrontdeskError> {
    #[derive(serde::Serialize)]
    struct Wire<'a> {
        id: &'a str,
        name: &'a str,
        created_at: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<&'a Metadata>,
    }
    let id = id.to_string();
    let wire = Wire {
        id: &id,
        name: name.as_str(),
        created_at: created_at_ms.div_euclid(1000),
        metadata,
    };
    serde_json::to_vec(&wire).map_err(|_| FrontdeskError::internal("record"))
}

/// A change of the user exactly as it will be sent.
pub(crate) fn update_row(
    id: &OperationId,
    attributes: &UserAttributes,
    created_at: i64,
) -> Result<OperationRow, FrontdeskError> {
    let mut wire = serde_json::Map::new();
    wire.insert("id".to_owned(), id.to_string().into());
    wire.extend(attributes.to_wire());
    let body = serde_json::to_vec(&wire).map_err(|_| FrontdeskError::internal("record"))?;
    Ok(OperationRow {
        kind: OperationKind::UserUpdate,
        id: id.as_uuid(),
        created_at,
        target: None,
        body,
    })
}
