//! Where the messenger's files lie, and which of them may be asked for.
//!
//! What it guarantees: a name leads to a file of one of the folders or to none: no way up, nothing hidden, no
//! ending that a page has no use for. What is found comes with the moment and the length it had, by which others
//! know whether it is still the same. Called on request tasks; the disk is reached on tokio's blocking threads.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use axum::http::StatusCode;

/// The script, as it lies in the folder.
pub(super) const SCRIPT: &str = "frontdesk.js";

/// What tells one state of a file from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) modified: SystemTime,
    /// Bytes.
    pub(super) length: u64,
}

/// A file that is there.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
}

impl Found {
    /// The file at `path`, if there is one.
    pub(super) async fn at(path: PathBuf) -> std::io::Result<Option<Self>> {
        match tokio::fs::metadata(&path).await {
            Ok(about) if about.is_file() => Ok(Some(Self {
                stamp: Stamp {
                    modified: about.modified()?,
                    length: about.len(),
                },
                path,
            })),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Its bytes. One that went meanwhile is not found.
    pub(super) async fn read(&self) -> ApiResult<Vec<u8>> {
        tokio::fs::read(&self.path)
            .await
            .map_err(|_| ApiError::not_found())
    }
}

/// A file of the build that is served now; `None` when that build has none of this name.
pub(super) async fn find(app: &App, name: &str) -> ApiResult<Option<Found>> {
    let folders = folders(app);
    for folder in &folders {
        match Found::at(folder.join(name)).await {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) => {}
            Err(error) => tracing::warn!(kind = %error.kind(), "a file of the messenger cannot be read"),
        }
    }
    for folder in &folders {
        if tokio::fs::try_exists(folder.join(SCRIPT)).await.unwrap_or(false) {
            return Ok(None);
        }
    }
    let message = "the messenger was not built: run `npm ci && npm run build` in messenger/, and lay \
                   messenger/dist/web beside the server as `widget`, or name it with --widget";
    Err(ApiError::new(StatusCode::NOT_FOUND, "not_found", message))
}

/// Where the files are: where the configuration says, beside the program, or, for who develops, where the build
/// puts them.
fn folders(app: &App) -> Vec<PathBuf> {
    if let Some(folder) = &app.config().widget {
        return vec![folder.clone()];
    }
    let mut folders = Vec::new();
    if let Ok(program) = std::env::current_exe() {
        folders.extend(program.parent().map(|place| place.join("widget")));
    }
    #[cfg(debug_assertions)]
    folders.push(concat!(env!("CARGO_MANIFEST_DIR"), "/../messenger/dist/web").into());
    folders
}

/// Whether a name leads to nothing but a file of the folder: no way up, nothing hidden.
pub(super) fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| {
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(|byte| is_word(byte) || byte == b'.')
    })
}

/// Letters, digits, `-` and `_`.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The type of a file that may be asked for.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "md" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether a name never means anything else, because it has a hash of the content in it: every part but the
/// script, the frame's page, and what is written for people.
pub(super) fn lasts(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    name != SCRIPT && matches!(ending, Some("js" | "css"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_a_file_of_the_folder_and_nowhere_else() {
        for name in ["client-1a2b.js", "frame/index.html", "frame/assets/index-x_1.css"] {
            assert!(is_plain(name) && kind(name).is_some(), "{name}");
        }
        for name in [
            "",
            "..",
            "../secret.js",
            "a/../b.js",
            "/etc/passwd.js",
            ".env.js",
            "a//b.js",
            "a\\b.js",
            "%2e%2e/b.js",
            "a/.git/b.js",
        ] {
            assert!(!is_plain(name), "{name}");
        }
        assert!(kind("frontdesk-server.sqlite3").is_none() && kind("credentials").is_none());
    }

    #[test]
    fn parts_last_and_what_keeps_its_name_does_not() {
        assert!(lasts("client-1a2b.js") && lasts("frame/assets/index-x_1.css"));
        for name in [SCRIPT, "frame/index.html", "README.md"] {
            assert!(!lasts(name), "{name}");
        }
    }
}
