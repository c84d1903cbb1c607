//! The program `frontdesk-server`: `serve` for production, `dev` for a workspace that is ready at once.
//!
//! Standard output carries what was asked for and nothing else; logs go to standard error. SIGTERM and
//! SIGINT drain open requests and end with code 0.

mod logging;
mod terminal;

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use frontdesk_server::{DevWorkspace, Limits, Server, ServerConfig, VerificationMode, launch};
use tokio::net::{TcpListener, TcpSocket};

/// The Frontdesk server.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// Lowest level that is logged.
    #[arg(long, global = true, default_value = "info", env = "FRONTDESK_LOG")]
    log_level: tracing::level_filters::LevelFilter,
    /// Form of the log on standard error.
    #[arg(long, global = true, value_enum, default_value_t = logging::Format::Text)]
    log_format: logging::Format,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve in production. The first start makes a workspace and writes its credentials to a file.
    Serve {
        /// Address and port to listen on.
        #[arg(long)]
        listen: SocketAddr,
        /// Folder for the database and the credentials.
        #[arg(long)]
        data: PathBuf,
        /// Address of a proxy whose X-Forwarded-For is believed; may be given several times. Without it,
        /// proxies on this machine are.
        #[arg(long)]
        trusted_proxy: Vec<IpAddr>,
        /// Show /metrics to everybody, not only to this machine and to operators.
        #[arg(long)]
        open_metrics: bool,
        /// Folder of the messenger for web pages; without it the folder "widget" beside this program.
        #[arg(long)]
        widget: Option<PathBuf>,
    },
    /// Serve a workspace that is ready at once, and print one JSON line about it when it listens.
    Dev {
        /// Address and port to listen on; port 0 takes a free one.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
        /// Folder to keep the data in; without it everything is gone at the end.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Whether identified logins must prove who they are. A workspace that exists keeps its switch
        /// when this is not given; a new one starts with "off".
        #[arg(long, value_enum)]
        identity_verification: Option<Switch>,
        /// Limit requests per device as production does.
        #[arg(long)]
        rate_limits: bool,
        /// Fill the workspace with something to look at: teammates, a help center in two languages, surveys,
        /// news, tickets, and conversations of the user "demo". What is there already stays.
        #[arg(long)]
        demo: bool,
        /// Requests of operators in a minute, counted in windows of ten seconds.
        #[arg(long)]
        operator_requests_per_minute: Option<u32>,
        /// Folder of the messenger for web pages; without it the folder "widget" beside this program.
        #[arg(long)]
        widget: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Switch {
    Off,
    Log,
    On,
}

impl From<Switch> for VerificationMode {
    fn from(switch: Switch) -> Self {
        match switch {
            Switch::Off => Self::Off,
            Switch::Log => Self::Log,
            Switch::On => Self::On,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start(arguments.log_level, arguments.log_format);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the runtime cannot be started: {error}")),
    };
    let result = runtime.block_on(async {
        match arguments.command {
            Command::Serve {
                listen,
                data,
                trusted_proxy,
                open_metrics,
                widget,
            } => {
                let mut config = ServerConfig::default().in_dir(&data);
                config.open_metrics = open_metrics;
                config.widget = widget;
                if !trusted_proxy.is_empty() {
                    config.trusted_proxies = trusted_proxy;
                }
                serve(listen, &data, config).await
            }
            Command::Dev {
                listen,
                data,
                identity_verification,
                rate_limits,
                demo,
                operator_requests_per_minute,
                widget,
            } => {
                let mut config = ServerConfig::default()
                    .with_limits(dev_limits(rate_limits, operator_requests_per_minute));
                config.dev_identity_verification = identity_verification.map(Into::into);
                config.widget = widget;
                dev(listen, data, config, demo).await
            }
        }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(&message),
    }
}

fn fail(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "frontdesk-server: {message}");
    ExitCode::FAILURE
}

/// Connections that may wait to be taken. With the usual 128, a herd that comes back after an outage is
/// dropped by the system and tries again a second later.
const BACKLOG: u32 = 4096;

fn bind(listen: SocketAddr) -> Result<TcpListener, String> {
    let open = || {
        let socket = match listen {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        // On Windows the option would let two programs share a port.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(listen)?;
        socket.listen(BACKLOG)
    };
    open().map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{listen} is in use by another program; choose another port")
        }
        _ => format!("cannot listen on {listen}: {error}"),
    })
}

async fn serve(listen: SocketAddr, data: &Path, config: ServerConfig) -> Result<(), String> {
    let stop = terminal::stop_signals()?;
    let server = Server::open(config).await.map_err(|error| error.to_string())?;
    let listener = bind(listen)?;
    if server
        .workspaces()
        .await
        .map_err(|error| error.to_string())?
        .is_empty()
    {
        let made = server.fresh_credentials().map_err(|error| error.to_string())?;
        // The file first: a crash in between leaves a file that the next start replaces.
        let path = terminal::write_private(data, "credentials.json", &to_json(&made, None)?)?;
        server
            .store_production_workspace(&made)
            .await
            .map_err(|error| error.to_string())?;
        terminal::print_line(&format!(
            "a workspace was made; its operator token, keys and secrets are in {} (readable by you alone)",
            path.display()
        ))?;
    }
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    terminal::print_line(&format!("listening on http://{address}"))?;
    launch(server, listener, stop)
        .await
        .map_err(|error| error.to_string())
}

/// The limits of a development server: devices are not limited unless asked for.
fn dev_limits(rate_limits: bool, operator_per_minute: Option<u32>) -> Limits {
    let limits = Limits::default();
    Limits {
        rates: limits.rates.filter(|_| rate_limits),
        operator_per_minute: operator_per_minute.unwrap_or(limits.operator_per_minute),
        ..limits
    }
}

async fn dev(
    listen: SocketAddr,
    data: Option<PathBuf>,
    config: ServerConfig,
    demo: bool,
) -> Result<(), String> {
    let stop = terminal::stop_signals()?;
    // Held until the end: dropping it removes the folder.
    let scratch = match data {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?),
    };
    let dir = match (&data, &scratch) {
        (Some(dir), _) => dir.clone(),
        (None, Some(scratch)) => scratch.path().to_owned(),
        (None, None) => return Err("no data folder".to_owned()),
    };
    let server = Server::open(config.in_dir(dir))
        .await
        .map_err(|error| error.to_string())?;
    let listener = bind(listen)?;
    let made = server
        .seed_dev_workspace()
        .await
        .map_err(|error| error.to_string())?;
    if demo {
        server.fill_demo(&made).await.map_err(|error| error.to_string())?;
    }
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    terminal::print_line(&to_json(&made, Some(&format!("http://{address}")))?)?;
    launch(server, listener, stop)
        .await
        .map_err(|error| error.to_string())
}

/// The credentials as one line, with the server's address in front when there is one.
fn to_json(made: &DevWorkspace, url: Option<&str>) -> Result<String, String> {
    #[derive(serde::Serialize)]
    struct Line<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<&'a str>,
        #[serde(flatten)]
        made: &'a DevWorkspace,
    }
    serde_json::to_string(&Line { url, made }).map_err(|error| error.to_string())
}
