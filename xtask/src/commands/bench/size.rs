//! `cargo xtask bench size`: how large the library is that an app carries, and what leaving something out saves.
//!
//! Guarantees: each row is built and stripped as it ships, for this machine; packed means `gzip -9`, which is
//! about what a store transfers. The peers of `PEERS` were measured once (x86-64, panics abort, without our code)
//! and stand beside ours as a frame, not as a race. Takes some minutes a row; prints a table.

use std::fs;
use std::path::Path;
use std::process::{ExitCode, Stdio};

use crate::house::House;
use crate::native::{Build, FEATURES};
use crate::report;
use crate::stop::Stop;

/// Measured variants with nothing in them but the parts named: bytes, packed.
const PEERS: [(&str, u64, u64); 3] = [
    ("frame: uniffi + SQLite + gzip", 1_485_328, 798_198),
    ("frame: the same + reqwest, ring, HTTP/2", 3_363_800, 1_721_420),
    ("frame: glean-core 71, HTTP by the app", 1_368_688, 628_723),
];

/// A row of the table.
struct Row {
    name: String,
    bytes: u64,
    packed: u64,
}

/// Builds, weighs and prints.
pub(super) fn run(house: &House) -> Result<ExitCode, Stop> {
    let all = weigh(house, "everything", &FEATURES)?;
    let mut rows = Vec::new();
    for left_out in FEATURES {
        let rest: Vec<_> = FEATURES.into_iter().filter(|name| *name != left_out).collect();
        rows.push(weigh(house, &format!("without {left_out}"), &rest)?);
    }
    rows.push(weigh(house, "without all four", &[])?);
    print(&all, &rows);
    Ok(ExitCode::SUCCESS)
}

fn weigh(house: &House, name: &str, features: &[&str]) -> Result<Row, Stop> {
    report::doing(&format!("building the library, {name}"));
    let build = Build {
        features,
        ..Build::HOST
    };
    let library = build.run(house, &mut build.command(house))?;
    Ok(Row {
        name: name.to_owned(),
        bytes: fs::metadata(&library)?.len(),
        packed: packed(house, &library)?,
    })
}

fn packed(house: &House, file: &Path) -> Result<u64, Stop> {
    let mut gzip = house.command("gzip");
    gzip.args(["-9", "--stdout"]).arg(file).stderr(Stdio::inherit());
    let output = gzip
        .output()
        .map_err(|error| Stop::new(format!("gzip: {error}")))?;
    if !output.status.success() {
        return Err(Stop::new(format!("gzip: {}", output.status)));
    }
    Ok(output.stdout.len() as u64)
}

fn print(all: &Row, rows: &[Row]) {
    let line = |name: &str, bytes: u64, packed: u64, saved: &str| {
        anstream::println!("{name:<42} {bytes:>10} {packed:>10}   {saved}");
    };
    anstream::println!(
        "{:<42} {:>10} {:>10}   saved (packed)",
        "library",
        "bytes",
        "gzip -9"
    );
    line(&all.name, all.bytes, all.packed, "");
    for row in rows {
        let less = |of: u64, by: u64| of.saturating_sub(by);
        let saved = format!(
            "{} ({})",
            less(all.bytes, row.bytes),
            less(all.packed, row.packed)
        );
        line(&row.name, row.bytes, row.packed, &saved);
    }
    for (name, bytes, packed) in PEERS {
        line(name, bytes, packed, "");
    }
}
