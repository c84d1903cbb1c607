//! A compiler for type-checking other platforms.
//!
//! Guarantees: where rustup has the platform's standard library, that toolchain is used; elsewhere Debian's own
//! compiler of the same season builds the standard library's check from its sources. C is not compiled: a stand-in
//! takes the place of the platform's C compiler, since a type-check needs no object. Nothing of this reaches
//! another command's environment. Installs packages once; called by `check-targets`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::house::House;
use crate::setup::apt;
use crate::stop::Stop;

/// Debian's compiler and its standard library's sources, and a preprocessor for build scripts that ask one.
const PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "clang-19"];
/// Where that compiler is; not the one on the path, which is rustup's.
const DEBIANS: &str = "/usr/bin/rustc";
const SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// Answers a build script's questions and writes objects with nothing in them. `-?` must fail, or it is taken for
/// Microsoft's compiler.
const COMPILER: &str = r#"#!/bin/sh
out=; source=; before=; compiles=
for word in "$@"; do
  case $word in
    '-?') exit 1 ;;
    --version) echo 'clang version 19.0.0'; exit 0 ;;
    -E) for real in clang-19 clang cc; do command -v $real > /dev/null && exec $real "$@"; done ;;
    -c) compiles=1 ;;
    *.c | *.S | *.cc | *.cpp | *.m) source=$word ;;
  esac
  [ "$before" = -o ] && out=$word
  before=$word
done
if [ -z "$out" ] && [ -n "$compiles" ]; then
  out=${source##*/}
  out=${out%.*}.o
fi
if [ -n "$out" ]; then
  mkdir -p "$(dirname "$out")"
  echo nothing > "$out"
fi
"#;

/// Writes archives with nothing in them.
const ARCHIVER: &str = r#"#!/bin/sh
for word in "$@"; do
  case $word in
    *.a) mkdir -p "$(dirname "$word")"; printf '!<arch>\n' > "$word" ;;
  esac
done
"#;

/// What a type-check of another platform is run with.
#[derive(Debug)]
pub(crate) struct Cross {
    tools: PathBuf,
    /// The standard library is built from sources.
    from_sources: bool,
}

/// Makes ready for one platform.
///
/// # Errors
/// When there is neither rustup's standard library of that platform nor Debian's compiler.
pub(crate) fn ready(house: &House, target: &str) -> Result<Cross, Stop> {
    let tools = house.cache.join("cross");
    fs::create_dir_all(tools.join("sdk"))?;
    write_program(&tools.join("cc"), COMPILER)?;
    write_program(&tools.join("ar"), ARCHIVER)?;
    let from_sources = !has_standard_library(house, target);
    if from_sources && !(Path::new(DEBIANS).exists() && Path::new(SOURCES).exists()) {
        apt::install(house, &PACKAGES)?;
    }
    Ok(Cross { tools, from_sources })
}

impl Cross {
    /// `cargo check` for the platform, without the name of a package.
    pub(crate) fn check(&self, house: &House, target: &str) -> Command {
        let mut command = house.cargo(["check", "--target", target]);
        let of_target = target.replace('-', "_");
        command
            .env(format!("CC_{of_target}"), self.tools.join("cc"))
            .env(format!("CXX_{of_target}"), self.tools.join("cc"))
            .env(format!("AR_{of_target}"), self.tools.join("ar"))
            // An SDK that is named is not asked for.
            .env("SDKROOT", self.tools.join("sdk"))
            .arg("--target-dir")
            .arg(folder(house));
        if self.from_sources {
            command
                .env("RUSTC", DEBIANS)
                .env("RUSTC_BOOTSTRAP", "1")
                .arg("-Zbuild-std=std,panic_abort,panic_unwind");
        }
        command
    }
}

/// The build folder of other platforms.
pub(crate) fn folder(house: &House) -> PathBuf {
    house.target.join("cross")
}

fn has_standard_library(house: &House, target: &str) -> bool {
    let mut ask = house.command("rustc");
    ask.args(["--print", "target-libdir", "--target", target])
        .stderr(Stdio::null());
    ask.output().is_ok_and(|told| {
        let folder = String::from_utf8_lossy(&told.stdout).trim().to_owned();
        told.status.success() && Path::new(&folder).is_dir()
    })
}

fn write_program(path: &Path, text: &str) -> Result<(), Stop> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::write(path, text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_stand_in_answers_as_a_compiler_and_is_not_taken_for_another_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let compiler = folder.path().join("cc");
        write_program(&compiler, COMPILER).expect("a program");
        let run = |words: &[&str]| {
            Command::new(&compiler)
                .args(words)
                .current_dir(folder.path())
                .output()
                .expect("it runs")
        };
        assert!(!run(&["-?"]).status.success());
        assert!(run(&["--version"]).stdout.starts_with(b"clang version"));
        assert!(run(&["-c", "a/b.c"]).status.success());
        assert!(folder.path().join("b.o").exists());
        assert!(run(&["-c", "a/b.c", "-o", "deep/x.o"]).status.success());
        assert!(folder.path().join("deep/x.o").exists());
    }
}
