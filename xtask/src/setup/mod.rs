//! Outside tools: installed once into the cache, by name from their registries.
//!
//! The rule of this room: a tool that cannot be had is an error with the reason, never a silent pass;
//! a step may turn that into a skip only outside CI (`steps::Verdict::Skipped`). Each tool is one file
//! here with one `ready` function that answers with its path; versions are pinned beside their reason.

pub(crate) mod apt;
pub(crate) mod cargo_deny;
pub(crate) mod clients;
pub(crate) mod cordova;
pub(crate) mod cross;
pub(crate) mod fonts;
pub(crate) mod jvm;
pub(crate) mod node;
pub(crate) mod swift;
