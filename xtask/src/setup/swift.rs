//! A Swift toolchain: the one on the path, or Debian 13's in a folder of its own.
//!
//! Guarantees: a `swift` on the path (macOS, or a toolchain somebody installed) is used as it is. Without one,
//! on a Debian whose administrator runs this, a small Debian 13 with the compiler is unpacked once into the cache
//! (a minute or three, 1.8 GB) and nothing of the system itself changes but the program that unpacks it.
//! Commands run inside that folder see the work tree and the build folder under the same paths as outside, and
//! the same network; what is mounted for them is private to them and gone when they end, however they end.
//!
//! The compiler only runs inside the folder: its own C library is newer than that of Debian 12. A program it
//! built runs outside too, see [`Swift::outside`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::house::House;
use crate::process;
use crate::report;
use crate::setup::apt;
use crate::stop::Stop;

/// What the folder holds; another number when that changes, so that nobody builds with an old one.
const FOLDER: &str = "swift-trixie-1";

/// The suite whose compiler is 6.0.
const SUITE: &str = "trixie";

/// The compiler, and what it only recommends but cannot compile a line without.
const PACKAGES: &str = "swiftlang,ca-certificates,libc6-dev,libstdc++-14-dev,binutils,git";

/// Parts nothing here uses: the debugger, the editor's server, the documentation's program, static libraries.
const UNUSED: &[&str] = &[
    "usr/libexec/swift/bin/lldb-server",
    "usr/libexec/swift/bin/clangd",
    "usr/libexec/swift/bin/sourcekit-lsp",
    "usr/libexec/swift/bin/docc",
    "usr/libexec/swift/lib/liblldb.so.17.0.0",
    "usr/libexec/swift/lib/libsourcekitdInProc.so",
    "usr/libexec/swift/lib/swift_static",
    "usr/share/doc",
    "usr/share/locale",
    "usr/share/man",
    "var/cache/apt",
    "var/lib/apt/lists",
];

/// Enters the folder: `ROOT DIRECTORY… -- PROGRAM ARGUMENT…`. The compiler finds its own libraries through
/// `/proc`. No process of its own is left in between, so that killing the command kills the program.
const ENTER: &str = r#"
root=$1; shift
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
while [ "$1" != -- ]; do
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    shift
done
shift
exec chroot "$root" /usr/bin/env PATH=/usr/bin:/bin LANG=C.UTF-8 sh -c 'cd "$0" && exec "$@"' "$(pwd)" "$@"
"#;

/// A toolchain that works.
#[derive(Debug)]
pub(crate) struct Swift {
    /// The folder with a system of its own; `None` when the path has a toolchain.
    root: Option<PathBuf>,
}

/// The toolchain, after installing it when there is none.
///
/// # Errors
/// When there is none and none can be installed here, with the reason.
pub(crate) fn ready(house: &House) -> Result<Swift, Stop> {
    if works(house.command("swift").arg("--version")) {
        return Ok(Swift { root: None });
    }
    if !cfg!(target_os = "linux") {
        return Err(Stop::new("no swift on the path; install Xcode or a toolchain"));
    }
    if !works(house.command("unshare").args(["--mount", "true"])) {
        return Err(Stop::new(
            "no swift on the path, and only root can unpack one into a folder of its own",
        ));
    }
    let root = house.cache.join(FOLDER);
    if !root.join("usr/bin/swiftc").exists() {
        unpack(house, &root)?;
    }
    let swift = Swift { root: Some(root) };
    if works(swift.command(house, "swift").arg("--version")) {
        Ok(swift)
    } else {
        Err(Stop::new(format!("swift in {FOLDER} does not run")))
    }
}

impl Swift {
    /// A program of the toolchain, to run in the root of the work tree.
    pub(crate) fn command(&self, house: &House, program: &str) -> Command {
        let mut command = match &self.root {
            None => house.command(program),
            Some(root) => {
                let mut enter = house.command("unshare");
                enter.args(["--mount", "sh", "-euc", ENTER, "sh"]);
                enter.arg(root).arg(&house.root).arg(&house.target);
                enter.arg("--").arg(program);
                enter
            }
        };
        // Packages keep notes in the home folder: not in the person's.
        command.env("HOME", house.target.join("swift/home"));
        command
    }

    /// The line of a shell script that runs a program built here as any other program: outside of the folder,
    /// with the folder's C library and Swift's own.
    pub(crate) fn outside(&self, program: &Path) -> String {
        let program = quoted(program);
        match &self.root {
            None => format!("exec {program} \"$@\""),
            Some(root) => {
                let (system, loader) = match std::env::consts::ARCH {
                    "aarch64" => ("usr/lib/aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
                    _ => ("usr/lib/x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
                };
                let system = root.join(system);
                let loader = quoted(&system.join(loader));
                let swift = root.join("usr/libexec/swift/lib/swift/linux");
                let libraries = quoted(Path::new(&format!("{}:{}", swift.display(), system.display())));
                format!("exec {loader} --library-path {libraries} {program} \"$@\"")
            }
        }
    }
}

fn unpack(house: &House, root: &Path) -> Result<(), Stop> {
    apt::install(house, &["mmdebstrap", "debian-archive-keyring"])?;
    let mirror = apt::mirror(house)?;
    report::forwarded("unpacking Debian 13 with Swift 6.0 (once, up to 3 minutes, 1.8 GB)");
    fs::create_dir_all(&house.cache)?;
    let half = house.cache.join(format!("{FOLDER}.half"));
    if half.exists() {
        fs::remove_dir_all(&half)?;
    }
    let mut unpack = house.command("mmdebstrap");
    unpack.args(["--variant=minbase", "--mode=root"]);
    unpack.arg(format!("--include={PACKAGES}")).arg(SUITE);
    unpack.arg(&half).arg(mirror);
    process::captured(house, "swift-unpack", &mut unpack, |_| false)?;
    for unused in UNUSED {
        let place = half.join(unused);
        if place.is_dir() {
            fs::remove_dir_all(&place)?;
        } else if place.exists() {
            fs::remove_file(&place)?;
        }
    }
    // Only what is whole has the name that counts.
    fs::rename(&half, root)?;
    Ok(())
}

fn works(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_quote_is_still_one_word_of_a_script() {
        assert_eq!(quoted(Path::new("/a b/it's")), r"'/a b/it'\''s'");
    }

    #[test]
    fn a_program_of_the_folder_runs_with_the_folders_libraries() {
        let here = Swift { root: None };
        assert_eq!(here.outside(Path::new("/d")), r#"exec '/d' "$@""#);
        let apart = Swift {
            root: Some("/c/swift".into()),
        };
        let line = apart.outside(Path::new("/d"));
        assert!(line.starts_with("exec '/c/swift/usr/lib/"), "{line}");
        assert!(line.ends_with(r#" '/d' "$@""#), "{line}");
    }
}
