//! What the tests stand on.
//!
//! [`TestServer`] is the real server in this process under a [`Fault`] plan; it records every exchange.
//! [`EvilServer`] says what an HTTP library refuses to say; [`Front`] stands before the real server and does so
//! when it is told. [`App`] is a client on a folder of its own, with a
//! listener that remembers. [`Database`] reads what the server stored.

mod app;
mod connection;
mod contract;
mod database;
mod ears;
mod evil;
mod fault;
mod faulty_body;
mod front;
mod gate;
mod journal;
mod live_body;
mod matcher;
mod memory;
mod operator;
mod passport;
mod proof;
mod quiet;
mod raw;
mod server;
mod time;
mod traces;
mod wait;
mod wire;

pub use app::{App, AppBuilder, copy_folder, fast_retry};
pub use contract::Contract;
pub use database::{Database, StoredContact, StoredEvent, StoredMessage};
pub use ears::Ears;
pub use evil::EvilServer;
pub use fault::{ActionSpec, Fault, Reply, ReplySpec, RuleSpec};
pub use front::{Door, Front};
pub use gate::Gate;
pub use journal::{Exchange, Journal};
pub use live_body::Script;
pub use matcher::{On, Seen};
pub use memory::Memory;
pub use passport::{Authority, Passport};
pub use proof::{user_hash, user_jwt};
pub use quiet::wait_until_quiet;
pub use raw::{RawAnswer, gunzip, request};
pub use server::{TestServer, TestServerBuilder};
pub use time::VirtualTime;
pub use traces::traces_of;
pub use wait::{DEADLINE, Watched, block_on};
