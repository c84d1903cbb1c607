//! `cargo xtask package`: what is handed to an app's build, laid out as that build wants it.
//!
//! Guarantees: everything lands under `target/package`; nothing is signed or uploaded here; what could not be made
//! on this machine is said in the output and never left out silently. Called by a person, by the release's
//! workflow and by the tests.

mod aar;
mod android;
mod compiled;
pub(crate) mod cordova;
mod documentation;
mod gradle;
mod ios;
mod maven;
mod pom;
mod shrunk;
mod unpacked;

use std::process::ExitCode;

use clap::Subcommand;

use crate::house::House;
use crate::stop::Stop;

pub(crate) use android::{ready as android_ready, step as android_step};
pub(crate) use ios::readable as ios_readable;

/// Whose package.
#[derive(Debug, Subcommand)]
pub(crate) enum Package {
    /// A Maven repository with the AAR, the JVM library, their sources and their documentation
    Android(android::AndroidArgs),
    /// Package.swift, podspecs, Swift sources and the XCFramework; needs macOS
    Ios(ios::IosArgs),
    /// The npm package of the Cordova plugin, with what the two others left inside
    Cordova(cordova::CordovaArgs),
}

/// Makes the package.
pub(crate) fn run(house: &House, package: &Package) -> Result<ExitCode, Stop> {
    match package {
        Package::Android(args) => android::run(house, args),
        Package::Ios(args) => ios::run(house, args),
        Package::Cordova(args) => cordova::run(house, args),
    }
}
