//! Where things are: the root of the work tree, the build folder, the cache, and whether this is CI.
//!
//! Read once at start and passed by reference to every task, so no room looks at the environment on
//! its own and tests can build a house of their own.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::stop::Stop;

/// The surroundings of one run of the task runner.
#[derive(Debug, Clone)]
pub(crate) struct House {
    /// The root of the work tree.
    pub(crate) root: PathBuf,
    /// Cargo's build folder: `CARGO_TARGET_DIR`, else `target` in the root.
    pub(crate) target: PathBuf,
    /// Where outside tools are kept between runs.
    pub(crate) cache: PathBuf,
    /// True under `CI=true`: a step that cannot run is then a step that failed.
    pub(crate) ci: bool,
}

impl House {
    /// Finds the house from this crate's own place and the environment.
    ///
    /// # Errors
    /// When neither `XDG_CACHE_HOME` nor `HOME` says where a cache may be kept.
    pub(crate) fn find() -> Result<Self, Stop> {
        let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = crate_dir.parent().unwrap_or(crate_dir).to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        let cache = match (non_empty("XDG_CACHE_HOME"), non_empty("HOME")) {
            (Some(dir), _) => dir.join("frontdesk"),
            (None, Some(home)) => home.join(".cache").join("frontdesk"),
            (None, None) => {
                return Err(Stop::new(
                    "set HOME or XDG_CACHE_HOME: outside tools are kept there",
                ));
            }
        };
        let ci = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
        Ok(Self {
            root,
            target,
            cache,
            ci,
        })
    }

    /// The same house, judged as CI judges.
    pub(crate) fn as_ci(&self) -> Self {
        Self {
            ci: true,
            ..self.clone()
        }
    }

    /// A program to run in the root, without what the outer `cargo run` put into the environment.
    ///
    /// Build scripts that watch those variables would otherwise be rebuilt by every second command.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_of_outer_cargo) {
                command.env_remove(&name);
            }
        }
        command
    }

    /// Cargo with these arguments, in the root.
    pub(crate) fn cargo<const N: usize>(&self, args: [&str; N]) -> Command {
        let mut command = self.command("cargo");
        command.args(args);
        command
    }

    /// The program `name` as the dev profile leaves it.
    pub(crate) fn dev_program(&self, name: &str) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

fn non_empty(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

fn is_of_outer_cargo(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
        || name == "CARGO_PRIMARY_PACKAGE"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_the_outer_cargo_are_recognised_and_user_settings_are_kept() {
        assert!(is_of_outer_cargo("CARGO_MANIFEST_DIR"));
        assert!(is_of_outer_cargo("CARGO_PKG_VERSION_MAJOR"));
        for kept in [
            "CARGO_TARGET_DIR",
            "CARGO_HOME",
            "CARGO_NET_OFFLINE",
            "CARGO_BUILD_JOBS",
            "PATH",
        ] {
            assert!(!is_of_outer_cargo(kept), "{kept} belongs to the person");
        }
    }

    #[test]
    fn the_root_is_the_folder_with_the_workspace_manifest() {
        let house = House::find().expect("a home folder");
        let manifest = std::fs::read_to_string(house.root.join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("[workspace]"));
    }
}
