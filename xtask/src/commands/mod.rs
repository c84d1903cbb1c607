//! One room per command of `cargo xtask`. Each offers `run`, called once by `main`.

mod swift_ui;

pub(crate) mod audit;
pub(crate) mod bench;
pub(crate) mod bindings;
pub(crate) mod check_targets;
pub(crate) mod clients;
pub(crate) mod cordova;
pub(crate) mod demo;
pub(crate) mod drivers;
pub(crate) mod features;
pub(crate) mod kotlin;
pub(crate) mod messenger;
pub(crate) mod native;
pub(crate) mod package;
pub(crate) mod scenarios;
pub(crate) mod soak;
pub(crate) mod swift;
pub(crate) mod test;
