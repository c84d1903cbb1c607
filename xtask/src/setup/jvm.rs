//! A JDK and Maven: those on the path, or Debian's.
//!
//! Guarantees: Maven keeps what it downloads in the cache and not in the home folder, builds into the build folder,
//! and leaves no compiler running; a `settings.xml` of the person's counts. Called by the steps and packages of Kotlin.

use std::process::{Command, Stdio};

use crate::house::House;
use crate::process;
use crate::setup::apt;
use crate::stop::Stop;

/// The oldest JDK that the tests' libraries take.
const JDK: u32 = 17;

/// Maven, ready for any goal of `bindings/kotlin`; installs what is missing.
///
/// # Errors
/// When there is no JDK or no Maven and neither can be installed here.
pub(crate) fn maven(house: &House) -> Result<Command, Stop> {
    let there = |program: &str| {
        let mut ask = house.command(program);
        ask.arg("-version").stdout(Stdio::null()).stderr(Stdio::null());
        ask.status().is_ok_and(|status| status.success())
    };
    if !there("javac") || !there("mvn") {
        apt::install(house, &["default-jdk-headless", "maven"])
            .map_err(|stop| Stop::new(format!("a JDK ({JDK} or newer) and Maven are needed: {stop}")))?;
    }
    let mut ask = house.command("javac");
    ask.arg("-version");
    let told = process::captured(house, "kotlin-jdk", &mut ask, |_| false)?;
    if major(&told) < JDK {
        return Err(Stop::new(format!("{} is too old, {JDK} is needed", told.trim())));
    }
    let mut maven = house.command("mvn");
    maven
        .current_dir(house.root.join("bindings/kotlin"))
        .args([
            "--batch-mode",
            "--no-transfer-progress",
            "-Dstyle.color=never",
            "-Dkotlin.compiler.daemon=false",
        ])
        .arg(property(
            "maven.repo.local",
            &house.cache.join("maven").display().to_string(),
        ));
    for (name, place) in [("bindings", "bindings"), ("programs", "debug"), ("out", "kotlin")] {
        let place = house.target.join(place);
        maven.arg(property(
            &format!("frontdesk.{name}"),
            &place.display().to_string(),
        ));
    }
    Ok(maven)
}

fn property(name: &str, value: &str) -> String {
    format!("-D{name}={value}")
}

/// The first number of `javac 17.0.15`.
fn major(told: &str) -> u32 {
    told.split_whitespace()
        .filter_map(|word| word.split('.').next()?.parse().ok())
        .next()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_jdk_is_its_first_number() {
        assert_eq!(major("javac 17.0.15\n"), 17);
        assert_eq!(major("javac 25\n"), 25);
        assert_eq!(major("no such thing"), 0);
    }
}
