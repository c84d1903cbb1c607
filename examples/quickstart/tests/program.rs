//! The program's edges; the story itself is played by `cargo xtask demo` and `cargo xtask test demo`.

use std::process::Command;

#[test]
fn without_a_server_it_says_how_to_build_one() {
    let output = Command::new(env!("CARGO_BIN_EXE_frontdesk-quickstart"))
        .args(["--check", "--server-bin", "/nowhere/frontdesk-server"])
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("cargo build -p frontdesk-server"), "{words}");
}

#[test]
fn help_fits_eighty_columns_and_hides_the_actor() {
    let output = Command::new(env!("CARGO_BIN_EXE_frontdesk-quickstart"))
        .arg("--help")
        .output()
        .unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(words.lines().all(|line| line.chars().count() <= 80), "{words}");
    assert!(!words.contains("actor"), "{words}");
}
