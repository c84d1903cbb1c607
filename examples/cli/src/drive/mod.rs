//! `frontdesk drive`: the core's public functions as JSON lines, for scenarios in any language.
//!
//! Guarantees: each call line ends in exactly one answer line, even when a call panics; output lines are
//! written whole; a line that is no call gets a coded error and the driver lives on. Calls that wait for the
//! network begin in the order of their lines and are waited for side by side; calls that only touch the store
//! run side by side on threads of their own, so that their order is undefined unless one says `"wait":true`:
//! then nothing is read until that call is answered. At the end of input every answer is written, the client
//! is shut down, and the last events are out before the program ends.
//!
//! The main thread reads and begins; the runtime's threads answer; events come on `frontdesk-events`.

mod answer;
mod calls;
mod input;
mod line;
mod members;
mod output;
mod perform;

use std::io::BufReader;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{Frontdesk, FrontdeskError};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::arguments::DriveArguments;
use answer::fault_of;
use input::{Input, Lines};
use line::Line;
use output::{Output, Reply};
use perform::Begun;

/// Threads for calls that touch the store; more calls wait for a free one.
const STORE_THREADS: usize = 64;

/// Runs until the end of input. 1 when the client cannot be opened or nobody reads the answers.
pub(crate) fn run(arguments: &DriveArguments) -> ExitCode {
    let output = Arc::new(Output::new(std::io::stdout()));
    match open(arguments, &output) {
        Ok((desk, runtime)) => {
            serve(&desk, &runtime, &output);
            // Nothing is outstanding any more; this ends the threads.
            drop(runtime);
            desk.shutdown();
            if output.is_broken() {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            }
        }
        Err(fault) => {
            output.fault(None, &fault);
            ExitCode::FAILURE
        }
    }
}

fn open(arguments: &DriveArguments, output: &Arc<Output>) -> Result<(Frontdesk, Runtime), serde_json::Value> {
    let place = &arguments.place;
    let desk = Frontdesk::builder(&place.server, &place.app_id, &place.api_key)
        .data_dir(&place.data)
        .durability(arguments.durability.into())
        .limits(arguments.limits())
        .retry(retry(arguments.fast_retry))
        .platform(&arguments.platform)
        .listener(output.clone())
        .open()
        .map_err(|error: FrontdeskError| fault_of(&error))?;
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(STORE_THREADS)
        .build()
        .map_err(|error| answer::fault("internal", &format!("no threads can be started: {error}"), None))?;
    Ok((desk, runtime))
}

fn retry(fast: bool) -> PolicyConfig {
    if !fast {
        return PolicyConfig::default();
    }
    PolicyConfig {
        first: Duration::from_millis(20),
        max: Duration::from_millis(200),
        login_max: Duration::from_millis(200),
        budget_refill: Duration::ZERO,
        ..PolicyConfig::default()
    }
}

/// Reads, begins and answers until the input ends or the output is gone.
fn serve(desk: &Frontdesk, runtime: &Runtime, output: &Arc<Output>) {
    let mut lines = Lines::new(BufReader::new(std::io::stdin()));
    let mut outstanding = JoinSet::new();
    while !output.is_broken() {
        let bytes = match lines.next() {
            Input::Line(bytes) => bytes,
            Input::TooLong => {
                output.fault(None, &input::too_long());
                continue;
            }
            Input::End => break,
        };
        let Some(line) = Line::read(bytes) else { continue };
        let call = match line {
            Ok(line) => line,
            Err((id, fault)) => {
                output.fault(id.as_deref(), &answer::fault_of_input(&fault));
                continue;
            }
        };
        let reply = Reply::new(call.id, output.clone());
        let task = match call.call.begin(desk) {
            Begun::Answered(answer) => {
                reply.answer(answer);
                continue;
            }
            Begun::Store(work) => {
                outstanding.spawn_blocking_on(move || reply.answer(work()), runtime.handle())
            }
            Begun::Network(future) => {
                outstanding.spawn_on(async move { reply.answer(future.await) }, runtime.handle())
            }
        };
        if call.wait {
            runtime
                .block_on(async { while !task.is_finished() && outstanding.join_next().await.is_some() {} });
        }
        while outstanding.try_join_next().is_some() {}
    }
    runtime.block_on(async { while outstanding.join_next().await.is_some() {} });
}
