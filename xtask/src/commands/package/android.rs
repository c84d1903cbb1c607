//! `cargo xtask package android`: a Maven repository under `target/package/android/maven` that Gradle and Maven
//! read, with the AAR, the JVM library, their sources and their documentation.
//!
//! Guarantees: the AAR is made from what Maven compiled and tested, without Gradle; native libraries and pages that
//! are not there are named in the output, or stop it when they are asked for; everything else missing is a stop.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::commands::bindings;
use crate::house::House;
use crate::report;
use crate::setup;
use crate::steps::Verdict;
use crate::stop::Stop;

use super::aar::{self, Parts};
use super::compiled;
use super::documentation;
use super::gradle::{self, Files, Platform};
use super::maven::{Artifact, Repository};
use super::pom::{self, Dependency, Versions};
use super::shrunk;
use super::unpacked;

/// The two modules that are published.
const MODULES: [&str; 2] = ["frontdesk", "frontdesk-android"];

/// What goes into the package.
#[derive(Debug, Default, Clone, Args)]
pub(crate) struct AndroidArgs {
    /// Leave the messenger's pages out: the app has no messenger screen then
    #[arg(long)]
    without_ui: bool,
    /// Fail when the native library of an ABI is missing
    #[arg(long)]
    require_abis: bool,
    /// The folder with <abi>/libfrontdesk_ffi.so; target/android/jni when it is not named
    #[arg(long, value_name = "FOLDER")]
    jni: Option<PathBuf>,
    /// Leave the documentation's jars out, which take Dokka a minute
    #[arg(long)]
    without_documentation: bool,
    /// Take the package apart again and compile examples/android against it
    #[arg(long)]
    check: bool,
    /// Shrink an app around the package with R8, which is Google's to hand out, and run it
    #[arg(long)]
    shrunk: bool,
}

/// Makes the package and says what is in it.
pub(crate) fn run(house: &House, args: &AndroidArgs) -> Result<ExitCode, Stop> {
    let made = made(house, args)?;
    if args.check {
        proof(house, &made)?;
        report::doing("taken apart: layout, metadata and the example app are well");
    }
    if args.shrunk {
        shrunk::proof(house, &made)?;
        report::doing("shrunk by R8: the app around it runs");
    }
    report::doing(&format!("Maven repository: {}", made.repository.root.display()));
    if !made.missing.is_empty() {
        report::doing(&format!(
            "LEFT OUT: {} for {}, which only the NDK can link (cargo xtask native android): an app on such a device \
             cannot load the SDK",
            aar::LIBRARY,
            made.missing.join(", ")
        ));
    }
    if args.without_ui {
        report::doing("LEFT OUT: the messenger's pages, as asked; the messenger screen stays closed");
    }
    if args.without_documentation {
        report::doing("LEFT OUT: the documentation's jars, as asked");
    }
    Ok(ExitCode::SUCCESS)
}

/// The package as a step of the tests: without what this machine cannot have, taken apart again.
pub(crate) fn step(house: &House) -> Result<Verdict, Stop> {
    if let Err(stop) = setup::jvm::maven(house) {
        return Ok(Verdict::Skipped(format!("nothing was packaged: {stop}")));
    }
    let args = AndroidArgs {
        without_ui: pages(house).is_err(),
        ..AndroidArgs::default()
    };
    let made = made(house, &args)?;
    proof(house, &made)?;
    let pages = if made.with_pages {
        "with the messenger's pages"
    } else {
        "without the messenger's pages"
    };
    Ok(Verdict::Passed(match made.missing.as_slice() {
        [] => format!("{pages}, with the libraries of all ABIs"),
        missing => format!("{pages}, without the libraries of {}", missing.join(", ")),
    }))
}

/// Makes the package without its documentation, unless one is there.
///
/// # Errors
/// When there is no Maven, or something does not compile.
pub(crate) fn ready(house: &House) -> Result<(), Stop> {
    if super::cordova::android_library(house).is_some() {
        return Ok(());
    }
    let args = AndroidArgs {
        without_ui: pages(house).is_err(),
        without_documentation: true,
        ..AndroidArgs::default()
    };
    made(house, &args).map(drop)
}

fn proof(house: &House, made: &Made) -> Result<(), Stop> {
    unpacked::layout(house, made)?;
    unpacked::metadata(made)?;
    unpacked::example(house, made)
}

/// A package that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) repository: Repository,
    pub(crate) jvm: Artifact,
    pub(crate) android: Artifact,
    pub(crate) versions: Versions,
    /// ABIs without a library.
    pub(crate) missing: Vec<&'static str>,
    pub(crate) with_pages: bool,
    pub(crate) documented: bool,
}

fn made(house: &House, args: &AndroidArgs) -> Result<Made, Stop> {
    let pages = if args.without_ui {
        None
    } else {
        Some(pages(house)?)
    };
    let versions = Versions::read(house)?;
    bindings::ready(house)?;
    compiled::ready(house, &versions.own)?;
    if !args.without_documentation {
        documentation::written(house, &MODULES)?;
    }

    let package = house.target.join("package/android");
    let parts_folder = package.join("parts");
    let repository = Repository::fresh(package.join("maven"))?;
    let jni = args
        .jni
        .clone()
        .unwrap_or_else(|| house.target.join("android/jni"));
    let parts = Parts {
        module: module(house, "frontdesk-android"),
        classes: built(house, "frontdesk-android").join("classes"),
        pages,
        jni: &jni,
    };
    let with_pages = parts.pages.is_some();
    let (library, missing) = aar::assembled(house, &parts, &parts_folder)?;
    if args.require_abis && !missing.is_empty() {
        return Err(Stop::new(format!(
            "{} holds no {} for {}: build them with the NDK (cargo xtask native android)",
            jni.display(),
            aar::LIBRARY,
            missing.join(", ")
        )));
    }
    let artifact = |name| Artifact {
        name,
        version: versions.own.clone(),
    };
    let made = Made {
        jvm: artifact("frontdesk"),
        android: artifact("frontdesk-android"),
        repository,
        versions,
        missing,
        with_pages,
        documented: !args.without_documentation,
    };
    let jar = built(house, "frontdesk").join(made.jvm.file(".jar"));
    let jvm = Library {
        artifact: &made.jvm,
        platform: Platform::Jvm,
        file: &jar,
        about: "An open customer messenger for apps: suspend functions and flows over one Rust core",
        needs: made.versions.of_jvm(),
        sources: &[
            module(house, "frontdesk").join("src/main/kotlin"),
            bindings::Bindings::of(house).kotlin,
        ],
    };
    let android = Library {
        artifact: &made.android,
        platform: Platform::Android,
        file: &library,
        about: "An open customer messenger for Android apps: a screen, a launcher, delivery in the background",
        needs: made.versions.of_android(),
        sources: &[parts.module.join("src/main/kotlin")],
    };
    for library in [jvm, android] {
        library.publish(
            house,
            &made.repository,
            &parts_folder,
            !args.without_documentation,
        )?;
    }
    Ok(made)
}

/// One artifact with all its files.
struct Library<'a> {
    artifact: &'a Artifact,
    platform: Platform,
    file: &'a Path,
    about: &'static str,
    needs: Vec<Dependency>,
    sources: &'a [PathBuf],
}

impl Library<'_> {
    fn publish(
        &self,
        house: &House,
        repository: &Repository,
        parts: &Path,
        documented: bool,
    ) -> Result<(), Stop> {
        let (packaging, ending) = match self.platform {
            Platform::Jvm => ("jar", ".jar"),
            Platform::Android => ("aar", ".aar"),
        };
        let name = self.artifact.name;
        let gathered = parts.join(format!("{name}-sources"));
        if gathered.exists() {
            fs::remove_dir_all(&gathered)?;
        }
        for folder in self.sources {
            aar::copy_tree(folder, &gathered)?;
        }
        let sources = parts.join(format!("{name}-sources.jar"));
        aar::packed(house, &gathered, &sources)?;
        let library = repository.take(self.artifact, ending, self.file)?;
        let sources = repository.take(self.artifact, "-sources.jar", &sources)?;
        let documentation = if documented {
            let pages = built(house, name).join("dokka");
            let jar = documentation::jar(house, &pages, parts.join(format!("{name}-javadoc.jar")))?;
            Some(repository.take(self.artifact, "-javadoc.jar", &jar)?)
        } else {
            None
        };
        let files = Files {
            library,
            sources,
            documentation,
        };
        let module = gradle::written(self.artifact, self.platform, &files, &self.needs);
        repository.put(self.artifact, ".module", module.as_bytes())?;
        let pom = pom::written(self.artifact, packaging, self.about, &self.needs);
        repository.put(self.artifact, ".pom", pom.as_bytes())?;
        repository.list(self.artifact)
    }
}

/// The messenger's pages as its build leaves them.
fn pages(house: &House) -> Result<PathBuf, Stop> {
    let folder = house.root.join("messenger/dist/native");
    if folder.join("index.html").is_file() {
        return Ok(folder);
    }
    Err(Stop::new(
        "messenger/dist/native has no index.html: build the messenger first, or pass --without-ui for a package that \
         cannot show one",
    ))
}

fn module(house: &House, name: &str) -> PathBuf {
    house.root.join("bindings/kotlin").join(name)
}

fn built(house: &House, name: &str) -> PathBuf {
    house.target.join("kotlin").join(name)
}
