//! Steps, one after the other.
//!
//! Guarantees: every scenario has a server and a folder of its own; the first step that is not as it must be
//! ends it with a sentence that names the step. Runs on the caller's thread.

use std::collections::BTreeMap;
use std::path::Path;

use frontdesk_server::VerificationMode;
use serde_json::{Value, json};

use super::driver::Driver;
use super::format::{CallStep, Network, OperatorStep, Restart, Scenario, Step};
use super::matching::{Saved, filled, mismatch};
use super::rows::rows;
use crate::support::{TestServer, request, user_hash, user_jwt};

/// Runs one scenario with one driver.
pub fn run(scenario: &Scenario, program: &Path) -> Result<(), String> {
    let mut server = TestServer::builder();
    if let Some(word) = &scenario.server.identity_verification {
        let mode = VerificationMode::parse(word).ok_or_else(|| format!("{word} is no mode"))?;
        server = server.identity_verification(mode);
    }
    if let Some(count) = scenario.server.event_names {
        server = server.limits(|limits| limits.event_names = count);
    }
    let server = server.start();
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let driver = Driver::start(program, &server, folder.path());
    let mut stage = Stage {
        program,
        folder: folder.path(),
        server: &server,
        driver: Some(driver),
        saved: Saved::new(),
        begun: BTreeMap::new(),
    };
    for (number, step) in scenario.steps.iter().enumerate() {
        stage
            .step(step)
            .map_err(|fault| format!("step {}: {fault}", number + 1))?;
    }
    match stage.driver.take() {
        Some(driver) => driver.end(),
        None => Ok(()),
    }
}

struct Stage<'a> {
    program: &'a Path,
    folder: &'a Path,
    server: &'a TestServer,
    driver: Option<Driver>,
    saved: Saved,
    /// Calls whose answer is awaited later.
    begun: BTreeMap<String, u64>,
}

impl Stage<'_> {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Call(call) => (0..call.times.unwrap_or(1)).try_for_each(|_| self.call(call)),
            Step::Send(step) => {
                self.driver().send(&step.send);
                let answer = self.driver().nameless_answer()?;
                self.check(&step.expect, &answer)
            }
            Step::Await(step) => {
                let id = self
                    .begun
                    .remove(&step.name)
                    .ok_or_else(|| format!("{} was not begun", step.name))?;
                let answer = self.driver().answer(id)?;
                self.check_answer(step.expect.as_ref(), &answer)
            }
            Step::Event(step) => {
                let (event, saved) = (step.event.clone(), self.saved.clone());
                let what = format!("the event {event}");
                self.driver()
                    .event(&what, |line| mismatch(&event, line, &saved).is_none())
                    .map(drop)
            }
            Step::Network(step) => {
                match step.network {
                    Network::Cut => self.server.cut_network(),
                    Network::Back => self.server.restore_network(),
                }
                Ok(())
            }
            Step::Faults(step) => {
                if step.faults.is_empty() {
                    self.server.no_more_faults();
                }
                for rule in &step.faults {
                    let (on, fault) = rule.build();
                    self.server.fault(on, fault);
                }
                Ok(())
            }
            Step::Restart(step) => self.restart(step.restart),
            Step::Sign(step) => {
                let secret = self.server.workspace().identity_secrets.android.expose();
                let proof = match step.jwt_lifetime {
                    None => user_hash(secret, &step.sign),
                    Some(lifetime) => user_jwt(secret, &step.sign, unix_seconds() + lifetime),
                };
                self.saved.insert(step.name.clone(), json!(proof));
                Ok(())
            }
            Step::Operator(step) => self.operator(step),
            Step::Stored(step) => {
                for (what, expected, found) in rows(&step.stored, &self.server.database()) {
                    self.check(&expected, &found)
                        .map_err(|fault| format!("{what}: {fault}"))?;
                }
                Ok(())
            }
            Step::Requests(step) => step
                .requests
                .iter()
                .try_for_each(|(line, count)| self.requests(line, count)),
        }
    }

    fn driver(&mut self) -> &mut Driver {
        self.driver.as_mut().expect("a driver runs")
    }

    fn call(&mut self, call: &CallStep) -> Result<(), String> {
        let args = call
            .args
            .iter()
            .map(|(key, value)| (key.clone(), filled(value, &self.saved)))
            .collect();
        let id = self.driver().call(&call.call, &args);
        if let Some(name) = &call.begin {
            self.begun.insert(name.clone(), id);
            return Ok(());
        }
        let answer = self.driver().answer(id)?;
        self.check_answer(call.expect.as_ref(), &answer)
            .map_err(|fault| format!("{}: {fault}", call.call))?;
        for (name, pointer) in &call.save {
            let value = answer
                .pointer(pointer)
                .ok_or_else(|| format!("no {pointer} in {answer}"))?;
            self.saved.insert(name.clone(), value.clone());
        }
        Ok(())
    }

    fn check_answer(&self, expected: Option<&Value>, answer: &Value) -> Result<(), String> {
        match expected {
            Some(expected) => self.check(expected, answer),
            None if answer.get("error").is_none() => Ok(()),
            None => Err(format!("it failed: {answer}")),
        }
    }

    fn check(&self, expected: &Value, found: &Value) -> Result<(), String> {
        match mismatch(expected, found, &self.saved) {
            None => Ok(()),
            Some(difference) => Err(difference),
        }
    }

    fn restart(&mut self, how: Restart) -> Result<(), String> {
        if let Some(driver) = self.driver.take() {
            match how {
                Restart::InOrder => driver.end()?,
                Restart::Killed => driver.kill(),
            }
        }
        self.driver = Some(Driver::start(self.program, self.server, self.folder));
        Ok(())
    }

    fn requests(&self, line: &str, count: &Value) -> Result<(), String> {
        let seen = self.server.journal().of(line).len() as u64;
        let (least, most) = match count {
            Value::Array(bounds) => (bounds[0].as_u64(), bounds[1].as_u64()),
            other => (other.as_u64(), other.as_u64()),
        };
        let fits = least.is_none_or(|least| seen >= least) && most.is_none_or(|most| seen <= most);
        if fits {
            Ok(())
        } else {
            Err(format!("{seen} × {line}, expected {count}"))
        }
    }

    /// An operator's request, by hand.
    fn operator(&mut self, step: &OperatorStep) -> Result<(), String> {
        let (method, path) = step
            .operator
            .split_once(' ')
            .ok_or_else(|| format!("{} is no method and path", step.operator))?;
        let path = self.saved.iter().fold(path.to_owned(), |path, (name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            path.replace(&format!("{{{name}}}"), &text)
        });
        let bearer = format!("Bearer {}", self.server.workspace().operator_token.expose());
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let body = step
            .body
            .as_ref()
            .map(|body| filled(body, &self.saved).to_string());
        let answer = request(
            self.server.address(),
            method,
            &path,
            &headers,
            body.unwrap_or_default().as_bytes(),
        );
        let fits = match step.status {
            Some(status) => answer.status == status,
            None => (200..300).contains(&answer.status),
        };
        let found = answer.json();
        if !fits {
            return Err(format!("{method} {path} answered {} {found}", answer.status));
        }
        if let Some(expected) = &step.expect {
            self.check(expected, &found)?;
        }
        for (name, pointer) in &step.save {
            let value = found
                .pointer(pointer)
                .ok_or_else(|| format!("no {pointer} in {found}"))?;
            self.saved.insert(name.clone(), value.clone());
        }
        Ok(())
    }
}

fn unix_seconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
