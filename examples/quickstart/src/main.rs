//! The quick start: a real server, a real app, a network that goes away, and the server's own table as judge.
//!
//! Guarantees: exit code 0 only if each event that the app was told is stored stands in the server's database
//! exactly once, under the right person, in the order of the calls, and the updates were applied; 1 otherwise,
//! with what is wrong. Nothing waits for time to pass: each step waits for the thing it needs, with a deadline.
//!
//! The same program plays the app: it starts itself again with the hidden word `actor`, so that the app is a
//! process of its own that can be killed.

mod actor;
mod app;
mod ending;
mod failure;
mod protocol;
mod server;
mod story;
mod timeline;
mod verdict;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use timeline::Timeline;

const EXAMPLES: &str = "\
Examples:
  cargo xtask demo
  cargo build -p frontdesk-server && cargo run -p frontdesk-quickstart

Exit codes: 0 the server's table is as it must be, 1 it is not, 2 wrong usage.";

/// Plays an app's life with cut network, kill -9, merge and log-out against a real server.
#[derive(Debug, Parser)]
#[command(
    name = "frontdesk-quickstart",
    version,
    max_term_width = 80,
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true
)]
struct Program {
    /// The server's program; frontdesk-server beside this program when not given
    #[arg(long, value_name = "PATH")]
    server_bin: Option<PathBuf>,
    /// No colour and no symbols, as when standard output is no terminal
    #[arg(long)]
    plain: bool,
    /// Only judge: leave nothing behind and recommend nothing when all is well
    #[arg(long)]
    check: bool,
    #[command(subcommand)]
    hidden: Option<Hidden>,
}

#[derive(Debug, Subcommand)]
enum Hidden {
    /// The app of the story.
    #[command(hide = true)]
    Actor(actor::ActorArguments),
}

fn main() -> ExitCode {
    let program = Program::parse();
    if let Some(Hidden::Actor(arguments)) = &program.hidden {
        return actor::run(arguments);
    }
    let timeline = Timeline::start(program.plain);
    match play(&program, &timeline) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            timeline.broke_off(&failure);
            ExitCode::FAILURE
        }
    }
}

/// True when the table is as it must be.
fn play(program: &Program, timeline: &Timeline) -> Result<bool, Failure> {
    let server_bin = match &program.server_bin {
        Some(path) => path.clone(),
        None => server::beside_this_program()?,
    };
    let stage = ending::Stage::set()?;
    let result = story::play(timeline, &server_bin, &stage);
    let all_well = match result {
        Ok(told) => {
            let found = verdict::read(&stage.database())?;
            verdict::show(timeline, &found);
            verdict::pronounce(timeline, &told, &found)
        }
        Err(failure) => {
            match failure {
                Failure::NoServer { .. } => stage.clear(),
                _ => stage.keep_for_a_look(timeline),
            }
            return Err(failure);
        }
    };
    match (all_well, program.check) {
        (true, true) => stage.clear(),
        (true, false) => stage.what_next(timeline),
        (false, _) => stage.keep_for_a_look(timeline),
    }
    Ok(all_well)
}
