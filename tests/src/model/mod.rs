//! The core against a small model: random stories of calls, answers, waits and crashes, checked after each step.
//!
//! A story is a list of [`Step`]s. The [`World`] tells them to a real client, answers its requests from a
//! scripted [`Server`] that stands still until a step says what becomes of the next request, and compares
//! three sets after every step: what was accepted, what is stored, and what still waits or was reported.
//! [`check`] runs any number of stories by a seed and shrinks the one that fails.

mod clock;
mod crash;
mod ledger;
mod life;
mod server;
mod steps;
mod stub;
mod world;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use clock::PatientClock;
pub use steps::{Answer, Step, story};
pub use world::World;

/// Tells `cases` stories chosen by `seed`; gives the shortest failing one found, with what went wrong.
pub fn check(seed: u64, cases: u32) -> Result<(), String> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases,
        // A case takes some 30 ms, and a failing one may take seconds.
        max_shrink_iters: 400,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let told = runner.run(&story(), |steps| tell(&steps).map_err(TestCaseError::fail));
    match told {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, steps)) => Err(format!("seed {seed}: {reason}\nthe story: {steps:?}")),
        Err(TestError::Abort(reason)) => Err(format!("seed {seed}: {reason}")),
    }
}

/// Tells one story.
pub fn tell(steps: &[Step]) -> Result<(), String> {
    let mut world = World::new();
    for (place, step) in steps.iter().enumerate() {
        world
            .step(step)
            .map_err(|fault| format!("step {} ({step:?}): {fault}", place + 1))?;
    }
    world.end().map_err(|fault| format!("in the end: {fault}"))
}
