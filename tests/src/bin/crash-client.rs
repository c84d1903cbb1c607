//! The child of the crash test: uses the SDK until it is killed. Started by `crash-soak`.

use clap::Parser;
use frontdesk_tests::crash::{ClientOptions, run_client};

/// An app that is going to be killed.
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
    /// Seed of the run.
    #[arg(long)]
    seed: u64,
    /// Which of several clients.
    #[arg(long)]
    lane: u64,
    /// Which start of this client.
    #[arg(long)]
    round: u64,
    /// Label of the lead that may be logged in.
    #[arg(long, default_value = "")]
    lead_label: String,
    /// Label of the user that may be logged in.
    #[arg(long, default_value = "")]
    user_label: String,
}

fn main() {
    let Arguments {
        url,
        app_id,
        key,
        folder,
        seed,
        lane,
        round,
        lead_label,
        user_label,
    } = Arguments::parse();
    run_client(ClientOptions {
        url,
        app_id,
        key,
        folder,
        seed,
        lane,
        round,
        lead_label,
        user_label,
    });
}
