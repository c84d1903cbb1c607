//! Where the program's logs go: standard error, as text or as one JSON object per line.

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;

/// Form of the log.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// Starts logging. Called once, before anything else.
pub(crate) fn start(level: LevelFilter, format: Format) {
    let builder = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    match format {
        Format::Text => builder.init(),
        Format::Json => builder.json().flatten_event(true).init(),
    }
}
