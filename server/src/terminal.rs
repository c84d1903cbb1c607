//! The program's edges: lines on standard output, private files, signals.

use std::future::Future;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Prints one line and hands it over at once: whoever waits for it must not wait for a buffer.
pub(crate) fn print_line(line: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot print: {error}"))
}

/// Writes a file that only its owner can read, all of it or nothing.
pub(crate) fn write_private(dir: &Path, name: &str, text: &str) -> Result<PathBuf, String> {
    let path = dir.join(name);
    let write = || -> std::io::Result<()> {
        // Temporary files of this kind are made with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(dir)?;
        writeln!(file, "{text}")?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        Ok(())
    };
    write().map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(path)
}

/// Done when the program is asked to stop.
#[cfg(unix)]
pub(crate) fn stop_signals() -> Result<impl Future<Output = ()> + Send + 'static, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let no_signals = |error| format!("signals cannot be watched: {error}");
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Done when the program is asked to stop.
#[cfg(not(unix))]
pub(crate) fn stop_signals() -> Result<impl Future<Output = ()> + Send + 'static, String> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
