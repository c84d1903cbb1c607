//! How the shared library is linked.
//!
//! Guarantees: on Android and Linux its segments lie on 16 KiB, as newer devices ask for, and it carries its own
//! name; `cargo xtask test library` looks at the result. Android's relocations are packed, which its loader reads
//! since API 23 and which is a quarter of a megabyte less. Run by cargo for every target.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let linker: &[&str] = match system.as_str() {
        "linux" => &["-zmax-page-size=16384", "-soname=libfrontdesk_ffi.so"],
        "android" => &[
            "-zmax-page-size=16384",
            "-zcommon-page-size=16384",
            "-soname=libfrontdesk_ffi.so",
            "--hash-style=gnu",
            "--pack-dyn-relocs=android",
        ],
        "macos" | "ios" => &["-install_name,@rpath/libfrontdesk_ffi.dylib"],
        _ => &[],
    };
    for argument in linker {
        println!("cargo::rustc-cdylib-link-arg=-Wl,{argument}");
    }
}
