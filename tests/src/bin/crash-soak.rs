//! Kills the client with SIGKILL as often as asked and compares what it promised with what arrived.
//!
//! Exit code 0 only when nothing was lost, doubled, misplaced or out of order. The seed is printed first, so
//! that a run can be repeated.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use frontdesk_tests::crash::{Report, SoakOptions, soak};
use serde_json::json;

/// Kills the client and looks for what it broke.
#[derive(Parser)]
struct Arguments {
    /// How many kills.
    #[arg(long, default_value_t = 300)]
    n: u64,
    /// Seed of every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Clients side by side.
    #[arg(long, default_value_t = 4)]
    lanes: u64,
    /// Kill at the core's named points only.
    #[arg(long)]
    points: bool,
    /// Also write the figures as JSON to this file.
    #[arg(long, value_name = "PATH")]
    json: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let client = std::env::current_exe()
        .expect("a program knows where it is")
        .with_file_name(format!("crash-client{}", std::env::consts::EXE_SUFFIX));
    let options = SoakOptions {
        client,
        kills: arguments.n,
        seed: arguments.seed,
        lanes: arguments.lanes,
        points_only: arguments.points,
    };
    println!("{} kills, seed {}", options.kills, options.seed);
    let shows = std::io::stderr().is_terminal();
    let report = soak(&options, &|kills| {
        if shows && kills.is_multiple_of(10) {
            let _ = write!(std::io::stderr(), "\r{kills} kills");
        } else if !shows && kills.is_multiple_of(500) {
            println!("{kills} kills");
        }
    });
    if shows {
        eprintln!("\r");
    }
    print(&report);
    if let Some(path) = &arguments.json {
        let text = format!("{:#}\n", figures(&options, &report));
        std::fs::write(path, text).expect("the figures can be written");
    }
    if report.verdict.is_good() {
        return ExitCode::SUCCESS;
    }
    for fault in &report.verdict.faults {
        println!("FAULT  {fault}");
    }
    let points = if options.points_only { " --points" } else { "" };
    println!(
        "repeat: crash-soak --n {} --seed {} --lanes {}{points}",
        options.kills, options.seed, options.lanes
    );
    ExitCode::FAILURE
}

fn print(report: &Report) {
    let verdict = &report.verdict;
    let rate = report.kills.total as f64 / report.time.as_secs_f64();
    println!(
        "{} kills in {:.1} s ({rate:.0}/s), the network cut {} times, {} databases looked through",
        report.kills.total,
        report.time.as_secs_f64(),
        report.cuts,
        report.checked
    );
    for (point, count) in &report.kills.at_points {
        println!("  at {point:<22} {count}");
    }
    println!(
        "opening: middle {:.1} ms, longest {:.1} ms",
        report.opens.1.as_secs_f64() * 1e3,
        report.opens.0.as_secs_f64() * 1e3
    );
    println!(
        "accepted {} events and messages and {} updates, stored {} of them, purged at a wish {}",
        verdict.accepted, verdict.updates, verdict.stored, verdict.reported
    );
    println!(
        "lost {}, doubled {}, wrong contact {}, out of order {}",
        verdict.lost, verdict.doubled, verdict.wrong_contact, verdict.out_of_order
    );
}

fn figures(options: &SoakOptions, report: &Report) -> serde_json::Value {
    let verdict = &report.verdict;
    json!({
        "seed": options.seed,
        "kills": report.kills.total,
        "kills_at_points": report.kills.at_points,
        "seconds": report.time.as_secs_f64(),
        "network_cuts": report.cuts,
        "databases_checked": report.checked,
        "open_ms": { "middle": report.opens.1.as_secs_f64() * 1e3, "longest": report.opens.0.as_secs_f64() * 1e3 },
        "accepted": verdict.accepted,
        "updates": verdict.updates,
        "stored": verdict.stored,
        "purged": verdict.reported,
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "wrong_contact": verdict.wrong_contact,
        "out_of_order": verdict.out_of_order,
        "faults": verdict.faults,
    })
}
