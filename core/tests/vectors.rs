//! Runs every shared case of `contract/vectors` against this implementation. The same files are run by the
//! Kotlin, Swift and TypeScript implementations; `contract/vectors/README.md` explains their format.
//!
//! A case with a field that the format does not know fails the run: a misspelled expectation would otherwise
//! be no expectation.

// The number of cases run is part of the result.
#![allow(clippy::print_stdout)]
// Test code throughout, also the functions beside the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "vectors/attributes.rs"]
mod attributes;
#[path = "vectors/build.rs"]
mod build;
#[path = "vectors/content.rs"]
mod content;
#[path = "vectors/files.rs"]
mod files;
#[path = "vectors/limits.rs"]
mod limits;
#[path = "vectors/openapi.rs"]
mod openapi;
#[path = "vectors/push.rs"]
#[cfg(feature = "push")]
mod push;
#[path = "vectors/retry.rs"]
mod retry;
#[path = "vectors/text.rs"]
mod text;
