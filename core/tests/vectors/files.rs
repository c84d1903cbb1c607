//! Reading the files, and the expectations that several of them share.

use frontdesk_core::model::InputError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::path::PathBuf;

/// A file of `contract/`.
pub(crate) fn contract(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../contract")
        .join(path)
}

/// Reads one vector file into its typed form.
pub(crate) fn vectors<T: DeserializeOwned>(name: &str) -> T {
    let path = contract("vectors").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A case with its name, which says what it proves.
pub(crate) trait Named {
    fn name(&self) -> &str;
}

/// Runs all cases of a section and reports every one that fails, not only the first.
pub(crate) fn run<C: Named>(
    file: &str,
    section: &str,
    cases: &[C],
    check: impl Fn(&C) -> Result<(), String>,
) {
    let mut names = HashSet::new();
    let mut failures = Vec::new();
    for case in cases {
        assert!(
            names.insert(case.name()),
            "{file} {section}: the name {:?} is used twice",
            case.name()
        );
        if let Err(failure) = check(case) {
            failures.push(format!("{:?}: {failure}", case.name()));
        }
    }
    assert!(!cases.is_empty(), "{file} {section} is empty");
    assert!(
        failures.is_empty(),
        "{file} {section}:\n  {}",
        failures.join("\n  ")
    );
    println!("{file}: {} cases of {section}", cases.len());
}

/// The expected error of a case.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedError {
    code: String,
    field: String,
    limit: Option<u64>,
}

/// Compares an outcome with the expected error, or with success when none is expected.
pub(crate) fn compare<T>(
    outcome: Result<T, InputError>,
    expected: Option<&ExpectedError>,
) -> Result<Option<T>, String> {
    match (outcome, expected) {
        (Ok(value), None) => Ok(Some(value)),
        (Ok(_), Some(expected)) => Err(format!("accepted, expected {expected:?}")),
        (Err(error), None) => Err(format!("refused: {error:?}")),
        (Err(error), Some(expected)) => {
            let got = ExpectedError {
                code: error.code.into(),
                field: error.field,
                limit: error.limit,
            };
            if got == *expected {
                Ok(None)
            } else {
                Err(format!("{got:?}, expected {expected:?}"))
            }
        }
    }
}

/// `Ok` when the two are equal.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(got: &T, expected: &T) -> Result<(), String> {
    if got == expected {
        Ok(())
    } else {
        Err(format!("got {got:?}, expected {expected:?}"))
    }
}

macro_rules! named {
    ($($case:ty),+) => {
        $(impl crate::files::Named for $case {
            fn name(&self) -> &str {
                &self.name
            }
        })+
    };
}
pub(crate) use named;
