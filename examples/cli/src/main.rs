//! The program `frontdesk`: commands for people, `drive` for conformance scenarios, `measure` for figures.
//!
//! Guarantees: standard output holds what was asked for and nothing else; errors and logs go to standard
//! error; exit code 0 means it worked, 1 that it did not, 2 that the command line was wrong.

mod arguments;
mod crash;
mod drive;
mod human;
mod logging;
mod measure;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Command, Program};

fn main() -> ExitCode {
    let program = Program::parse();
    logging::start(program.verbose);
    if let Err(message) = crash::arm() {
        anstream::eprintln!("frontdesk: {message}");
        return ExitCode::from(2);
    }
    match program.command {
        Command::Drive(arguments) => drive::run(&arguments),
        Command::Measure(what) => measure::run(&what),
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut Program::command(),
                "frontdesk",
                &mut std::io::stdout(),
            );
            ExitCode::SUCCESS
        }
        Command::Human(command) => human::run(&command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Program::command().debug_assert();
    }
}
