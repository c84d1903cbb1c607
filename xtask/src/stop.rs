//! Why a task stopped.
//!
//! One type for all rooms: a sentence for the person, and for a program that failed what it was and
//! what it printed. Made where the fault is seen, printed once by `report`.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The reason a task or a step ended early.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    sentence: String,
    /// What was found, line by line: the end of a program's output, or a check's list of faults.
    pub(crate) tail: String,
    /// The command that failed, as a person would type it.
    pub(crate) command: Option<String>,
    /// Where all the output is.
    pub(crate) log: Option<PathBuf>,
}

impl Stop {
    /// A stop that is told in one sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            ..Self::default()
        }
    }

    /// A stop of a check, with the list of what it found.
    pub(crate) fn with_tail(sentence: impl Into<String>, tail: String) -> Self {
        Self {
            tail,
            ..Self::new(sentence)
        }
    }

    /// The same stop, with the command that failed.
    pub(crate) fn of(mut self, command: String) -> Self {
        self.command = Some(command);
        self
    }

    /// The same stop, with the place of all the output.
    pub(crate) fn logged(mut self, log: PathBuf) -> Self {
        self.log = Some(log);
        self
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}
