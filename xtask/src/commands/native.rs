//! `cargo xtask native`: the library that ships.
//!
//! Guarantees: what is built here passed `native::file`, so it fits large pages and gives out our names alone.
//! Building for Android needs an NDK (`ANDROID_NDK_HOME`) and the standard library of its targets (`rustup target
//! add`); neither exists on the machine of this project's own CI, so `android` is NOT EXERCISED there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use crate::house::House;
use crate::native::needs::Needs;
use crate::native::{Build, LIBRARY, file};
use crate::report;
use crate::stop::Stop;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Native {
    /// Build for this machine and check the file
    Host,
    /// Build for Android's devices into target/android/jni (needs ANDROID_NDK_HOME)
    Android,
    /// Check a shared library: pages, names, needs
    Check {
        /// The file
        file: PathBuf,
    },
}

/// Android's names: of the folder, of Rust's target, of the NDK's compiler.
const ANDROID: [(&str, &str, &str); 3] = [
    ("arm64-v8a", "aarch64-linux-android", "aarch64-linux-android"),
    (
        "armeabi-v7a",
        "armv7-linux-androideabi",
        "armv7a-linux-androideabi",
    ),
    ("x86_64", "x86_64-linux-android", "x86_64-linux-android"),
];

/// Does it.
pub(crate) fn run(house: &House, task: &Native) -> Result<ExitCode, Stop> {
    match task {
        Native::Host => {
            report::doing("building the library as it ships, for this machine");
            let library = Build::HOST.run(house, &mut Build::HOST.command(house))?;
            checked(&library)?;
        }
        Native::Android => android(house)?,
        Native::Check { file } => checked(file)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn checked(library: &Path) -> Result<(), Stop> {
    let elf = file::check(library)?;
    let bytes = fs::metadata(library)?.len();
    report::doing(&format!(
        "{}: {bytes} bytes, {} names, needs {}",
        library.display(),
        elf.exports.len(),
        elf.needed.join(" ")
    ));
    Ok(())
}

fn android(house: &House) -> Result<(), Stop> {
    let ndk = std::env::var_os("ANDROID_NDK_HOME")
        .map(PathBuf::from)
        .ok_or_else(|| Stop::new("set ANDROID_NDK_HOME to an NDK of version 27 or newer"))?;
    let host = match std::env::consts::OS {
        "macos" => "darwin-x86_64",
        "windows" => "windows-x86_64",
        _ => "linux-x86_64",
    };
    let tools = ndk.join("toolchains/llvm/prebuilt").join(host).join("bin");
    let api = Needs::of(house)?.android_api;
    for (abi, target, compiler) in ANDROID {
        report::doing(&format!("building the library for {abi}"));
        let build = Build {
            target: Some(target),
            ..Build::HOST
        };
        let clang = tools.join(format!("{compiler}{api}-clang"));
        let mut command = build.command(house);
        let upper = target.to_uppercase().replace('-', "_");
        let lower = target.replace('-', "_");
        command
            .env(format!("CARGO_TARGET_{upper}_LINKER"), &clang)
            .env(format!("CC_{lower}"), &clang)
            .env(format!("AR_{lower}"), tools.join("llvm-ar"));
        let library = build.run(house, &mut command)?;
        checked(&library)?;
        let folder = house.target.join("android").join("jni").join(abi);
        fs::create_dir_all(&folder)?;
        fs::copy(&library, folder.join(format!("lib{LIBRARY}.so")))?;
    }
    Ok(())
}
