//! Whole stories for a driver program in any language.
//!
//! A scenario (`contract/scenarios/*.json`, format in its README) is steps for the driver, faults for the
//! server and the rows that must be there in the end. [`run`] starts a fresh server and a fresh folder, speaks
//! to the [`Driver`] and says what was not as it must be.

mod driver;
mod format;
mod matching;
mod program;
mod rows;
mod runner;

pub use driver::Driver;
pub use format::{Scenario, Step};
pub use matching::{Saved, mismatch};
pub use program::driver_program;
pub use runner::run;
