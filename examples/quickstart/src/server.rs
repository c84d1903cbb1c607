//! The server's process: the network of the story is there exactly as long as it is.
//!
//! Guarantees: [`Server::start`] returns when the server listens (it says so in one line); [`Server::stop`]
//! returns when its process has ended and its address refuses connections; a restarted server has the same
//! address and the same data. Its log goes to a file beside the data. Used by the story's thread.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::failure::Failure;

/// How long a start or an end may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What an app needs to know; printed by the server.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Credentials {
    pub(crate) url: String,
    pub(crate) app_id: String,
    pub(crate) keys: Keys,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Keys {
    pub(crate) web: String,
}

/// A server that can be taken away and brought back.
pub(crate) struct Server {
    program: PathBuf,
    data: PathBuf,
    log: PathBuf,
    pub(crate) credentials: Credentials,
    running: Option<Running>,
}

struct Running {
    child: Child,
    /// Lines of its standard output; closed when the process is gone.
    lines: Receiver<String>,
}

/// The server that cargo has put beside this program.
pub(crate) fn beside_this_program() -> Result<PathBuf, Failure> {
    let name = format!("frontdesk-server{}", std::env::consts::EXE_SUFFIX);
    Ok(std::env::current_exe()?.with_file_name(name))
}

impl Server {
    /// Starts a server on a free port.
    pub(crate) fn start(program: &Path, data: &Path, log: &Path) -> Result<Self, Failure> {
        let (running, credentials) = launch(program, data, log, "127.0.0.1:0")?;
        Ok(Self {
            program: program.to_owned(),
            data: data.to_owned(),
            log: log.to_owned(),
            credentials,
            running: Some(running),
        })
    }

    /// Address and port.
    pub(crate) fn address(&self) -> &str {
        self.credentials.url.trim_start_matches("http://")
    }

    /// Takes the server away: no process, no listener.
    pub(crate) fn stop(&mut self) -> Result<(), Failure> {
        if let Some(running) = self.running.take() {
            end(running)?;
        }
        match TcpStream::connect(self.address()) {
            Ok(_) => Err(Failure::StillThere(self.address().to_owned())),
            Err(_) => Ok(()),
        }
    }

    /// Brings it back where it was. Whoever took the port for a moment is waited for.
    pub(crate) fn restart(&mut self) -> Result<(), Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            match launch(&self.program, &self.data, &self.log, self.address()) {
                Ok((running, credentials)) => {
                    self.running = Some(running);
                    self.credentials = credentials;
                    return Ok(());
                }
                Err(failure) if Instant::now() > until => return Err(failure),
                Err(_) => {}
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _gone_already = running.child.kill();
            let _gone_already = running.child.wait();
        }
    }
}

fn launch(program: &Path, data: &Path, log: &Path, listen: &str) -> Result<(Running, Credentials), Failure> {
    let log: File = OpenOptions::new().create(true).append(true).open(log)?;
    let mut child = Command::new(program)
        .args(["dev", "--listen", listen, "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(|cause| Failure::NoServer {
            program: program.to_owned(),
            cause,
        })?;
    let lines = lines_of(child.stdout.take());
    let mut running = Running { child, lines };
    let fault = match running.lines.recv_timeout(PATIENCE) {
        Ok(line) => match serde_json::from_str(&line) {
            Ok(credentials) => return Ok((running, credentials)),
            Err(_) => "its first line is not what a server prints",
        },
        Err(RecvTimeoutError::Disconnected) => "it ended at once; its log says why",
        Err(RecvTimeoutError::Timeout) => "it does not say that it listens",
    };
    let _gone_already = running.child.kill();
    let _gone_already = running.child.wait();
    Err(Failure::ServerStart(fault.to_owned()))
}

fn end(mut running: Running) -> Result<(), Failure> {
    terminate(&mut running.child)?;
    let until = Instant::now() + PATIENCE;
    // Its output closes when the process is gone.
    loop {
        match running
            .lines
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            Ok(_) => {}
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                running.child.kill()?;
                running.child.wait()?;
                return Err(Failure::ServerEnd("it had to be killed".to_owned()));
            }
        }
    }
    let status = running.child.wait()?;
    if cfg!(unix) && !status.success() {
        return Err(Failure::ServerEnd(status.to_string()));
    }
    Ok(())
}

#[cfg(unix)]
fn terminate(child: &mut Child) -> Result<(), Failure> {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    let pid = i32::try_from(child.id()).map_err(std::io::Error::other)?;
    kill(Pid::from_raw(pid), Signal::SIGTERM).map_err(|error| std::io::Error::from(error).into())
}

#[cfg(not(unix))]
fn terminate(child: &mut Child) -> Result<(), Failure> {
    Ok(child.kill()?)
}

fn lines_of(output: Option<impl std::io::Read + Send + 'static>) -> Receiver<String> {
    let (sender, lines) = channel();
    if let Some(output) = output {
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
    }
    lines
}
