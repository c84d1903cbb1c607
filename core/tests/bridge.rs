//! The UI bridge against `contract/bridge.schema.json` and `contract/vectors/bridge.json`, without a server.

// Test code throughout, also the functions beside the tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[path = "bridge/desk.rs"]
mod desk;
#[path = "bridge/guides.rs"]
mod guides;
#[path = "bridge/hostile.rs"]
mod hostile;
#[path = "bridge/links.rs"]
mod links;
#[path = "bridge/results.rs"]
mod results;
#[path = "bridge/schema.rs"]
mod schema;
