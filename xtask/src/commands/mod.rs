//! One room per command of `cargo xtask`. Each offers `run`, called once by `main`.

pub(crate) mod audit;
pub(crate) mod bench;
pub(crate) mod bindings;
pub(crate) mod clients;
pub(crate) mod demo;
pub(crate) mod drivers;
pub(crate) mod kotlin;
pub(crate) mod package;
pub(crate) mod soak;
pub(crate) mod swift;
mod swift_ui;
pub(crate) mod test;
