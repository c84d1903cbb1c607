//! The device of the present user.
//!
//! Guarantees: id and secret are made at the first login and forgotten at logout, so that two users of one
//! phone cannot be linked and an offline logout never conflicts with the next login (ADR: device identity).
//! Called inside the store's exclusive turn.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::Connection;
use uuid::Uuid;

use crate::secret::Secret;
use crate::storage::StoreError;
use crate::storage::settings;

/// Id and secret of a device.
pub(crate) struct Device {
    pub(crate) id: String,
    pub(crate) secret: Secret<String>,
}

/// The id of the stored device; none when nobody is logged in, or when it cannot be read.
pub(crate) fn id(conn: &Connection) -> Option<String> {
    settings::get(conn, settings::DEVICE_ID).ok().flatten()
}

/// The stored device, or a new one, stored.
pub(crate) fn current_or_new(conn: &Connection) -> Result<Device, StoreError> {
    let stored = (
        settings::get(conn, settings::DEVICE_ID)?,
        settings::get(conn, settings::DEVICE_SECRET)?,
    );
    if let (Some(id), Some(secret)) = stored {
        return Ok(Device {
            id,
            secret: Secret::new(secret),
        });
    }
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Unavailable(None))?;
    let device = Device {
        id: Uuid::now_v7().to_string(),
        secret: Secret::new(URL_SAFE_NO_PAD.encode(bytes)),
    };
    settings::set(conn, settings::DEVICE_ID, Some(&device.id))?;
    settings::set(conn, settings::DEVICE_SECRET, Some(device.secret.expose()))?;
    Ok(device)
}
