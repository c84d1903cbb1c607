//! Why the story could not be told to its end. A wrong table is no failure of this kind; it is the verdict.

use std::path::PathBuf;

/// What broke off the story.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{} is no program that can be started ({cause}): build it with cargo build -p frontdesk-server, \
             or name it with --server-bin", .program.display())]
    NoServer { program: PathBuf, cause: std::io::Error },
    #[error("the server did not start: {0}")]
    ServerStart(String),
    #[error("the server did not end as asked: {0}")]
    ServerEnd(String),
    #[error("the network was to be cut, but something still answers at {0}")]
    StillThere(String),
    #[error("{who}: {what} was not there after {seconds} s")]
    Late {
        who: &'static str,
        what: String,
        seconds: u64,
    },
    #[error("{0}: the app ended by itself")]
    AppGone(&'static str),
    #[error("{who}: {call} answered {code}: {message}")]
    Call {
        who: &'static str,
        call: &'static str,
        code: String,
        message: String,
    },
    #[error("{who}: {call} answered something unexpected: {what}")]
    Surprise {
        who: &'static str,
        call: &'static str,
        what: String,
    },
    #[error("the server's database cannot be read: {0}")]
    Database(#[from] rusqlite::Error),
    #[error("this machine does not let the story be told: {0}")]
    Machine(#[from] std::io::Error),
}
