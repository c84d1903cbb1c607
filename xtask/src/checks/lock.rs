//! `Cargo.lock` is what git has: a build that had to change it was not the build that was submitted.
//!
//! Runs after everything that builds. A staged change is fine, so a person may test before committing.

use super::verdict;
use crate::house::House;
use crate::process;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Compares the lock file with git's index.
pub(crate) fn run(house: &House) -> Result<Verdict, Stop> {
    if !house.root.join(".git").exists() {
        return Ok(Verdict::Skipped("not a git work tree".into()));
    }
    let mut diff = house.command("git");
    diff.args(["diff", "--no-color", "--unified=0", "--", "Cargo.lock"]);
    let text = process::captured(house, "lock", &mut diff, |_| false)?;
    let changed = text.lines().filter(|line| line.starts_with(['+', '-'])).count();
    let faults = if changed == 0 {
        Vec::new()
    } else {
        vec![format!(
            "Cargo.lock: {changed} changed lines; look at `git diff Cargo.lock` and add it"
        )]
    };
    verdict(&faults, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_lock_file_that_a_build_changed_is_refused_until_it_is_added() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().to_path_buf();
        let house = House {
            target: root.join("target"),
            cache: root.join("cache"),
            root,
            ci: true,
        };
        let git = |args: &[&str]| {
            let status = house.command("git").args(args).status().expect("git");
            assert!(status.success());
        };
        git(&["init", "--quiet"]);
        fs::write(house.root.join("Cargo.lock"), "version = 4\n").expect("written");
        git(&["add", "Cargo.lock"]);
        assert!(run(&house).is_ok());

        fs::write(house.root.join("Cargo.lock"), "version = 4\nnew = 1\n").expect("written");
        let stop = run(&house).expect_err("a fault");
        assert!(stop.tail.starts_with("Cargo.lock: "), "{}", stop.tail);
        git(&["add", "Cargo.lock"]);
        assert!(run(&house).is_ok());
    }
}
