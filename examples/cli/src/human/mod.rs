//! Commands for people: one call of the core each, with an answer that can be read.
//!
//! Guarantees: what was asked for goes to standard output, coloured only on a terminal, in lines of at most 80
//! columns; a failure goes to standard error with what to do next and ends with exit code 1. The queue is the
//! one in `--data`, so these commands can be mixed with a program that uses the same folder, one at a time.
//! Runs on the main thread.

mod advice;
mod arguments;
mod attributes;
mod queue;
mod say;
mod session;

use std::process::ExitCode;
use std::time::Duration;

use frontdesk_core::model::InputError;
use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{Frontdesk, FrontdeskError};
use tokio::runtime::Runtime;

pub(crate) use arguments::HumanCommand;

use crate::arguments::Place;

/// How long a command that sends something waits for the server's word.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Core(#[from] FrontdeskError),
    #[error(transparent)]
    Input(#[from] InputError),
    /// The server answered, and the answer is no; it was printed already.
    #[error("the server refused it")]
    Refused,
    #[error("{0}")]
    Words(String),
    #[error("cannot print or start a thread: {0}")]
    Machine(#[from] std::io::Error),
}

/// Carries out one command.
pub(crate) fn run(command: &HumanCommand) -> ExitCode {
    match carry_out(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Refused) => ExitCode::FAILURE,
        Err(failure) => {
            say::failed(
                &failure,
                advice::for_failure(&failure, command.place()).as_deref(),
            );
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: &HumanCommand) -> Result<(), Failure> {
    // A person waits: few tries, then the truth.
    let impatient = PolicyConfig {
        first: Duration::from_millis(200),
        login_attempts: 3,
        login_max: Duration::from_millis(800),
        ..PolicyConfig::default()
    };
    let call = Call {
        desk: open(command.place(), impatient)?,
        runtime: tokio::runtime::Builder::new_current_thread().build()?,
    };
    let result = call.make(command);
    call.desk.shutdown();
    result
}

fn open(place: &Place, retry: PolicyConfig) -> Result<Frontdesk, FrontdeskError> {
    Frontdesk::builder(&place.server, &place.app_id, &place.api_key)
        .data_dir(&place.data)
        .retry(retry)
        .open()
}

/// An open client and something to wait with.
struct Call {
    desk: Frontdesk,
    runtime: Runtime,
}

impl Call {
    fn make(&self, command: &HumanCommand) -> Result<(), Failure> {
        match command {
            HumanCommand::Login { who, .. } => self.login(who),
            HumanCommand::Logout { force, purge, .. } => self.logout(*force, *purge),
            HumanCommand::Whoami { .. } => self.whoami(),
            HumanCommand::LogEvent {
                name, metadata, json, ..
            } => self.log_event(name, metadata, json.as_deref()),
            HumanCommand::Update { attributes, .. } => self.update(attributes),
            HumanCommand::Pending { .. } => self.pending(),
            HumanCommand::Flush { timeout_ms, .. } => self.flush(Duration::from_millis(*timeout_ms)),
            HumanCommand::Dismiss { id, .. } => self.dismiss(id),
            HumanCommand::Present { space, .. } => self.present(space.as_deref()),
            HumanCommand::Content { kind, id, .. } => self.content(kind, id),
        }
    }

    fn wait<T>(&self, call: impl Future<Output = Result<T, FrontdeskError>>) -> Result<T, FrontdeskError> {
        self.runtime.block_on(call)
    }
}
