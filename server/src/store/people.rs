//! Tags, notes, companies, and where a device can be pushed to.

use async_trait::async_trait;

/// The store of what is known about people.
#[async_trait]
pub trait PeopleStore {}
