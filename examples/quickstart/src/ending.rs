//! The folder everything happens in, and what is said about it at the end.
//!
//! Guarantees: the folder is new for each run; it is removed only when nothing is left to look at.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::timeline::Timeline;

/// Where the story takes place.
pub(crate) struct Stage {
    dir: PathBuf,
}

impl Stage {
    pub(crate) fn set() -> Result<Self, Failure> {
        let dir = tempfile::Builder::new().prefix("frontdesk-").tempdir()?.keep();
        Ok(Self { dir })
    }

    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.place("server").join("frontdesk-server.sqlite3")
    }

    /// All is well and nobody wants to look.
    pub(crate) fn clear(&self) {
        if let Err(error) = std::fs::remove_dir_all(&self.dir) {
            anstream::eprintln!("{} could not be removed: {error}", self.dir.display());
        }
    }

    /// Something is wrong: say where to look.
    pub(crate) fn keep_for_a_look(&self, timeline: &Timeline) {
        timeline.line("");
        timeline.line("Everything is kept for a look: the server's log and database, the apps' queues in");
        timeline.line(format_args!("  {}", self.dir.display()));
    }

    /// How to go on.
    pub(crate) fn what_next(&self, timeline: &Timeline) {
        let server = shell_word(&self.place("server"));
        let database = shell_word(&self.database());
        timeline.scene("Where to go from here");
        timeline.line("Open the server again, with all of this in it (it prints keys and token):");
        timeline.line("  cargo run -p frontdesk-server -- dev --listen 127.0.0.1:8080 \\");
        timeline.line(format_args!("    --data {server}"));
        timeline.line("Or read its database:");
        timeline.line(format_args!("  sqlite3 {database} \\"));
        timeline.line("    'select seq, contact_external_id, name, id from event_timeline'");
        timeline.line("Read next:");
        timeline.line("  README.md                                 the SDK in six lines");
        timeline.line("  examples/quickstart/examples/smallest.rs  the same as a program");
        timeline.line("  ARCHITECTURE.md                           the way of an event, on one page");
        timeline.line("  docs/DELIVERY.md                          what is promised, with its tests");
    }
}

/// A path as one word of a shell.
fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+".contains(letter);
    if text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_space_is_still_one_word() {
        assert_eq!(shell_word(Path::new("/tmp/frontdesk-x")), "/tmp/frontdesk-x");
        assert_eq!(shell_word(Path::new("/tmp/it's mine")), r"'/tmp/it'\''s mine'");
    }
}
