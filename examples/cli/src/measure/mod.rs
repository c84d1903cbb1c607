//! `frontdesk measure`: what the durable queue costs, to be put beside other SDKs.
//!
//! Guarantees: every figure is of the core's public calls and nothing else; no server is needed (the address
//! is one where nobody listens, so that an identity waits and everything stays queued); one JSON line out.
//! Runs on the main thread, and on `--callers` more for `record`.

mod queue;
mod record;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::task::{Context, Poll, Waker};

use clap::{Args, Subcommand};
use frontdesk_core::{Durability, Frontdesk, FrontdeskError, Limits, Login, Metadata};
use serde_json::Value;

use crate::arguments::DurabilityName;

/// Nobody listens on the discard port of this machine.
const NOWHERE: &str = "http://127.0.0.1:9";
const APP: &str = "measure";

#[derive(Debug, Subcommand)]
pub(crate) enum Measure {
    /// Log N events one by one into a fresh folder: rate and latencies
    Record(RecordArguments),
    /// Log N events into a fresh folder, print how many were accepted, then end with SIGKILL
    Kill(FillArguments),
    /// Print how many events are queued in a folder
    Count {
        /// The folder
        dir: PathBuf,
    },
    /// Log N events into a folder, fresh or not, and end in order
    Fill(FillArguments),
    /// Open a folder: milliseconds from the constructor's call to ready
    Cold {
        /// The folder
        dir: PathBuf,
        /// Also log one event, and print how long the app waits for it from ready on
        #[arg(long)]
        first_event: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RecordArguments {
    #[command(flatten)]
    fill: FillArguments,
    /// Threads that log events at the same time; N is shared between them
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    callers: u16,
}

#[derive(Debug, Args)]
pub(crate) struct FillArguments {
    /// The folder
    dir: PathBuf,
    /// How many events
    #[arg(value_name = "N", default_value_t = 1_000)]
    events: u64,
    /// What an accepted event survives
    #[arg(long, value_enum, default_value_t = DurabilityName::Process)]
    durability: DurabilityName,
}

/// Why there is no figure.
#[derive(Debug, thiserror::Error)]
enum MeasureError {
    #[error("{0} ({code})", code = .0.code())]
    Core(#[from] FrontdeskError),
    #[error("{} holds a queue already: name a fresh folder", .0.display())]
    NotFresh(PathBuf),
    #[error("no thread can be started: {0}")]
    Thread(#[from] std::io::Error),
    #[error("a caller's thread ended by a defect")]
    Caller,
    #[error("a latency cannot be recorded: {0}")]
    Histogram(String),
}

/// Runs one measurement.
pub(crate) fn run(what: &Measure) -> ExitCode {
    let line = match what {
        Measure::Record(arguments) => record::record(arguments),
        Measure::Kill(arguments) => queue::kill(arguments),
        Measure::Count { dir } => queue::count(dir),
        Measure::Fill(arguments) => queue::fill(arguments),
        Measure::Cold { dir, first_event } => queue::cold(dir, *first_event),
    };
    match line {
        Ok(line) => {
            anstream::println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            anstream::eprintln!("frontdesk: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens a client that reaches nobody, with room for any number of events one has the patience for.
fn open(dir: &Path, durability: Durability) -> Result<Frontdesk, FrontdeskError> {
    Frontdesk::builder(NOWHERE, APP, "measure-key")
        .data_dir(dir)
        .durability(durability)
        .limits(Limits {
            max_operations: 1_000_000_000,
            ..Limits::default()
        })
        .open()
}

fn must_be_fresh(dir: &Path) -> Result<(), MeasureError> {
    if dir.join(format!("{APP}.sqlite3")).exists() {
        return Err(MeasureError::NotFresh(dir.to_owned()));
    }
    Ok(())
}

/// A login that has begun and that nobody awaits: from now on an identity waits for a server. Keep it.
type LoginUnderWay = Pin<Box<dyn Future<Output = Result<Login, FrontdeskError>> + Send>>;

fn begin_login(desk: &Frontdesk) -> Result<LoginUnderWay, MeasureError> {
    let desk = desk.clone();
    let mut login: LoginUnderWay = Box::pin(async move { desk.login_unidentified_user().await });
    match login.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Err(error)) => Err(error.into()),
        Poll::Ready(Ok(_)) | Poll::Pending => Ok(login),
    }
}

/// The event of every measurement: one name and five texts, built anew as an app would for each call.
fn log_one(desk: &Frontdesk) -> Result<(), FrontdeskError> {
    let metadata = Metadata::builder()
        .with("order_number", "3434-3434")
        .with("category", "garden tools")
        .with("source", "search results")
        .with("currency", "usd")
        .with("price", "19.99")
        .build()?;
    desk.log_event("order-item", Some(metadata)).map(|_| ())
}

fn queued(desk: &Frontdesk) -> Result<Value, MeasureError> {
    Ok(desk.pending()?.queued.into())
}
