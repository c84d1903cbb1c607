//! Companies: found, made and changed, and who belongs to them.

mod reading;
mod writing;

pub(in crate::store::sqlite) use reading::{contacts, find, id_of, list, scroll};
pub(in crate::store::sqlite) use writing::{attach, delete, has_room, join, put, save};
