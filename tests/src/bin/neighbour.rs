//! One of several processes that want the same folder. Started by `tests/tests/two_processes.rs`.
//!
//! It opens the client, says `opened MICROSECONDS` or `refused CODE MICROSECONDS`, and then logs events on eight
//! threads, a line `THREAD NUMBER ID` for each that was accepted, until it is killed or its input ends.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use frontdesk_core::{Frontdesk, Limits, Metadata, UserAttributes};
use frontdesk_tests::support::{block_on, fast_retry};

/// A process with a client.
#[derive(Parser)]
struct Arguments {
    /// Where the server is.
    #[arg(long)]
    url: String,
    /// Workspace.
    #[arg(long)]
    app_id: String,
    /// Key of the workspace.
    #[arg(long)]
    key: String,
    /// Folder of the client.
    #[arg(long)]
    folder: std::path::PathBuf,
    /// Name of this process, part of what it logs.
    #[arg(long)]
    name: String,
    /// Tries until the folder is free.
    #[arg(long)]
    patient: bool,
}

fn main() {
    let arguments = Arguments::parse();
    let desk = loop {
        let begun = Instant::now();
        match open(&arguments) {
            Ok(desk) => {
                say(&format!("opened {}", begun.elapsed().as_micros()));
                break desk;
            }
            Err(_) if arguments.patient => std::thread::yield_now(),
            Err(error) => {
                say(&format!(
                    "refused {} {}",
                    error.code(),
                    begun.elapsed().as_micros()
                ));
                return;
            }
        }
    };
    if let Err(error) = block_on(desk.login_user_with_user_attributes(UserAttributes::new().user_id("ada"))) {
        say(&format!("defect login {}", error.code()));
    }
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (desk, over, name) = (desk.clone(), &over, &arguments.name);
            scope.spawn(move || {
                for number in 0.. {
                    if over.load(Ordering::Acquire) {
                        return;
                    }
                    log(&desk, name, thread, number);
                }
            });
        }
        // Whoever started this process ends it by closing its input.
        let _ended = std::io::stdin().read_to_end(&mut Vec::new());
        over.store(true, Ordering::Release);
    });
    desk.shutdown();
    say("over");
}

fn open(arguments: &Arguments) -> Result<Frontdesk, frontdesk_core::FrontdeskError> {
    let limits = Limits {
        linger: Duration::from_millis(1),
        ..Limits::default()
    };
    Frontdesk::builder(&arguments.url, &arguments.app_id, &arguments.key)
        .data_dir(&arguments.folder)
        .retry(fast_retry())
        .limits(limits)
        .open()
}

fn log(desk: &Frontdesk, name: &str, thread: i64, number: i64) {
    let metadata = Metadata::builder()
        .with("process", name)
        .with("thread", thread)
        .with("number", number)
        .build()
        .expect("good metadata");
    match desk.log_event("shared", Some(metadata)) {
        Ok(id) => say(&format!("{thread} {number} {id}")),
        Err(error) => say(&format!("defect log_event {}", error.code())),
    }
}

fn say(line: &str) {
    // One write a line, so that a kill leaves whole lines and at most one torn one at the end.
    let _ = std::io::stdout().lock().write_all(format!("{line}\n").as_bytes());
}
