//! The native library as it ships: how it is built, for which platforms, and what must be true of the file.
//!
//! Guarantees: whoever builds a library for a phone (`bench size`, `native android`, the package of iOS) does it
//! through [`Build`], so that what is measured is what ships; the oldest systems are written once, in the
//! workspace's manifest. Called by commands, on the main thread.

pub(crate) mod elf;
pub(crate) mod file;
pub(crate) mod needs;

use std::path::PathBuf;
use std::process::Command;

use crate::house::House;
use crate::process;
use crate::stop::Stop;

/// The name of the library, as every platform writes it without its beginning and end.
pub(crate) const LIBRARY: &str = "frontdesk_ffi";

/// What an app may leave out, as `bindings/ffi/Cargo.toml` names it.
pub(crate) const FEATURES: [&str; 4] = ["gzip", "http2", "offline-search", "push"];

/// Where SQLite's build reads its options.
const SQLITE_OPTIONS: &str = "LIBSQLITE3_FLAGS";

/// SQLite as it ships: without what nobody here calls (older full-text indexes, R-trees, statistics of every column,
/// soundex, dates, texts of UTF-16, hooks for authorisation, tracing and progress, extensions loaded at run time), and
/// with what SQLite advises for embedded use. 200 kB less.
const SQLITE: &str = "-USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_RTREE \
    -USQLITE_ENABLE_DBSTAT_VTAB -USQLITE_ENABLE_STAT4 -USQLITE_SOUNDEX -USQLITE_ENABLE_COLUMN_METADATA \
    -USQLITE_ENABLE_LOAD_EXTENSION -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_DQS=0 \
    -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_MAX_EXPR_DEPTH=0 -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_DECLTYPE \
    -DSQLITE_OMIT_SHARED_CACHE -DSQLITE_OMIT_AUTHORIZATION -DSQLITE_OMIT_TRACE -DSQLITE_OMIT_PROGRESS_CALLBACK \
    -DSQLITE_OMIT_COMPLETE -DSQLITE_OMIT_GET_TABLE -DSQLITE_OMIT_UTF16 -DSQLITE_OMIT_TCL_VARIABLE \
    -DSQLITE_OMIT_DATETIME_FUNCS -DSQLITE_UNTESTABLE";

/// What is needed only for the search without the server. Another 170 kB.
const ONLY_FOR_SEARCH: &str = "-USQLITE_ENABLE_FTS5 -DSQLITE_OMIT_JSON -DSQLITE_OMIT_INCRBLOB";

/// C without tables of unwinding, 110 kB: no panic passes through SQLite or ring, which call nothing of ours that may
/// panic. What is given up: a report of a crash inside them names no caller.
const C: &str = "-fno-asynchronous-unwind-tables -fno-unwind-tables";

/// One library to build.
#[derive(Debug, Clone)]
pub(crate) struct Build<'a> {
    /// What is in it; all of [`FEATURES`] as a rule.
    pub(crate) features: &'a [&'a str],
    /// The platform's triple; `None` for this machine.
    pub(crate) target: Option<&'a str>,
    /// `cdylib` or `staticlib`. One alone: with an `rlib` beside it cargo would leave link-time optimisation out.
    pub(crate) kind: &'a str,
}

impl Build<'_> {
    /// Everything, for this machine, as a shared library.
    pub(crate) const HOST: Build<'static> = Build {
        features: &FEATURES,
        target: None,
        kind: "cdylib",
    };

    /// The build folder. It is one of its own, so that nothing else is built anew because of it.
    fn folder(house: &House) -> PathBuf {
        house.target.join("size")
    }

    /// Cargo, ready to build it; a caller adds what its platform needs to the environment.
    pub(crate) fn command(&self, house: &House) -> Command {
        let mut command = house.cargo([
            "rustc",
            "--package",
            "frontdesk-ffi",
            "--lib",
            "--profile",
            "size",
            "--crate-type",
        ]);
        command.arg(self.kind);
        command.args(["--no-default-features", "--features", &self.features.join(",")]);
        if let Some(target) = self.target {
            command.args(["--target", target]);
        }
        command.arg("--target-dir").arg(Self::folder(house));
        self.with_options(&mut command);
        command
    }

    /// What the C in it is compiled with; flags that are in the environment stay.
    fn with_options(&self, command: &mut Command) {
        let search = self.features.contains(&"offline-search");
        let without = if search { "" } else { ONLY_FOR_SEARCH };
        let flags = std::env::var("CFLAGS").unwrap_or_default();
        command
            .env(SQLITE_OPTIONS, format!("{SQLITE} {without}"))
            .env("CFLAGS", format!("{flags} {C}").trim());
    }

    /// Builds a program for this machine around the same core, to be measured beside the library, and says where it is.
    ///
    /// # Errors
    /// When cargo fails.
    pub(crate) fn beside(&self, house: &House, package: &str, program: &str) -> Result<PathBuf, Stop> {
        let mut command = house.cargo([
            "build",
            "--profile",
            "size",
            "--package",
            package,
            "--bin",
            program,
        ]);
        command.arg("--target-dir").arg(Self::folder(house));
        self.with_options(&mut command);
        process::captured(house, "native-program", &mut command, |_| false)?;
        let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        Ok(Self::folder(house).join("size").join(file))
    }

    /// Builds it with a command that [`Build::command`] made, and says where it is.
    ///
    /// # Errors
    /// When cargo fails.
    pub(crate) fn run(&self, house: &House, command: &mut Command) -> Result<PathBuf, Stop> {
        process::captured(house, "native-library", command, |_| false)?;
        let mut folder = Self::folder(house);
        if let Some(target) = self.target {
            folder.push(target);
        }
        folder.push("size");
        Ok(folder.join(self.file_name()))
    }

    fn file_name(&self) -> String {
        let (begin, end) = match (self.kind, self.target) {
            ("staticlib", _) => ("lib", ".a"),
            (_, None) => (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX),
            (_, Some(target)) if target.contains("apple") => ("lib", ".dylib"),
            (_, Some(_)) => ("lib", ".so"),
        };
        format!("{begin}{LIBRARY}{end}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_features_are_those_of_the_crate() {
        let house = House::find().expect("a house");
        let manifest = house.root.join("bindings/ffi/Cargo.toml");
        let manifest = std::fs::read_to_string(manifest).expect("a manifest");
        let quoted: Vec<_> = FEATURES.iter().map(|name| format!("\"{name}\"")).collect();
        let default = format!("default = [{}]", quoted.join(", "));
        assert!(manifest.contains(&default), "{default}");
    }

    #[test]
    fn a_library_has_the_name_of_its_platform() {
        let of = |target, kind| {
            Build {
                target,
                kind,
                ..Build::HOST
            }
            .file_name()
        };
        assert_eq!(of(Some("aarch64-linux-android"), "cdylib"), "libfrontdesk_ffi.so");
        assert_eq!(of(Some("aarch64-apple-ios"), "staticlib"), "libfrontdesk_ffi.a");
    }
}
