//! The app of the story: a host of the SDK that does what it is told, line by line.
//!
//! Guarantees: short calls are made in the order of the lines; calls that wait for the network get a thread of
//! their own, so that an event can be logged while a login is under way; the listener's words go out as they
//! come. It ends when its input does, or by SIGKILL, for which nothing is prepared, on purpose.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{
    Delivery, DeliveryOutcome, Event, Frontdesk, FrontdeskError, Listener, Login, LogoutOptions, Metadata,
    Pending, UserAttributes,
};

use crate::protocol::{Answer, Call, Order, Report};

/// How long a flush may take; the story has its own, shorter patience.
const FLUSH: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
pub(crate) struct ActorArguments {
    #[arg(long)]
    server: String,
    #[arg(long)]
    app_id: String,
    #[arg(long)]
    api_key: String,
    #[arg(long)]
    data: PathBuf,
}

/// Plays the app until the input ends.
pub(crate) fn run(arguments: &ActorArguments) -> ExitCode {
    // A demo's network is back within seconds, so this app asks more often than one on a phone would.
    let eager = PolicyConfig {
        first: Duration::from_millis(100),
        max: Duration::from_millis(400),
        login_max: Duration::from_millis(400),
        budget_refill: Duration::ZERO,
        ..PolicyConfig::default()
    };
    let opened = Frontdesk::builder(&arguments.server, &arguments.app_id, &arguments.api_key)
        .data_dir(&arguments.data)
        .retry(eager)
        .listener(Arc::new(Ear))
        .open();
    let desk = match opened {
        Ok(desk) => desk,
        Err(error) => {
            anstream::eprintln!("the app cannot start: {error} ({})", error.code());
            return ExitCode::FAILURE;
        }
    };
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(order) = serde_json::from_str::<Order>(&line) else {
            return ExitCode::FAILURE;
        };
        obey(&desk, order);
    }
    desk.shutdown();
    ExitCode::SUCCESS
}

fn obey(desk: &Frontdesk, order: Order) {
    let Order { number, call } = order;
    let answer = match call {
        Call::LogEvent { name, metadata } => log_event(desk, &name, metadata),
        Call::Pending => desk.pending().map(left),
        waits => {
            let desk = desk.clone();
            std::thread::spawn(move || answer(number, network(&desk, waits)));
            return;
        }
    };
    self::answer(number, answer);
}

fn log_event(
    desk: &Frontdesk,
    name: &str,
    metadata: serde_json::Map<String, serde_json::Value>,
) -> Result<Answer, FrontdeskError> {
    let metadata = Metadata::from_value(metadata.into())?;
    let id = desk.log_event(name, Some(metadata))?;
    Ok(Answer::Stored { id: id.to_string() })
}

fn network(desk: &Frontdesk, call: Call) -> Result<Answer, FrontdeskError> {
    // Any executor will do; this one is made for a single wait.
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        return Err(FrontdeskError::ShutDown);
    };
    runtime.block_on(async {
        match call {
            Call::LoginUnidentifiedUser => desk.login_unidentified_user().await.map(logged_in),
            Call::LoginUser { user_id } => {
                let user = UserAttributes::new().user_id(user_id);
                desk.login_user_with_user_attributes(user).await.map(logged_in)
            }
            Call::UpdateUser(attributes) => {
                let delivery = desk.update_user(UserAttributes::from_json(&attributes)?).await?;
                Ok(updated(delivery))
            }
            Call::Logout => desk.logout(LogoutOptions::default()).await.map(|()| Answer::Done),
            Call::Flush => desk.flush(FLUSH).await.map(left),
            Call::LogEvent { name, metadata } => log_event(desk, &name, metadata),
            Call::Pending => desk.pending().map(left),
        }
    })
}

fn logged_in(login: Login) -> Answer {
    Answer::LoggedIn {
        merged: login.merged,
        from_stored_session: login.from_stored_session,
    }
}

fn updated(delivery: Delivery) -> Answer {
    match delivery {
        Delivery::Queued => Answer::Updated {
            delivered: false,
            rejected: Vec::new(),
        },
        Delivery::Delivered { rejected } => Answer::Updated {
            delivered: true,
            rejected: rejected
                .into_iter()
                .map(|one| format!("{} ({})", one.field, one.code))
                .collect(),
        },
    }
}

fn left(pending: Pending) -> Answer {
    Answer::Left {
        queued: pending.queued,
        waiting_for: pending.waiting_for,
        refused: pending.rejected_count,
    }
}

fn answer(number: u64, answer: Result<Answer, FrontdeskError>) {
    let answer = answer.unwrap_or_else(|error| Answer::Error {
        code: error.code().to_owned(),
        message: error.to_string(),
    });
    report(&Report::Answer { number, answer });
}

/// Writes one whole line; when the story is gone, so is the reason to write.
fn report(report: &Report) {
    if let Ok(mut line) = serde_json::to_vec(report) {
        line.push(b'\n');
        let mut out = std::io::stdout().lock();
        let _the_story_is_gone = out.write_all(&line).and_then(|()| out.flush());
    }
}

/// Tells the story what the SDK announces.
struct Ear;

impl Listener for Ear {
    fn on_event(&self, event: &Event) {
        match event {
            Event::SessionChanged { state } => report(&Report::Session {
                state: state.as_str().to_owned(),
            }),
            Event::Delivery { id, outcome, .. } => report(&Report::Ended {
                id: id.to_string(),
                outcome: match outcome {
                    DeliveryOutcome::Delivered => "delivered".to_owned(),
                    other => format!("{other:?}"),
                },
            }),
            Event::Waiting { code, .. } => report(&Report::Waiting { code: code.clone() }),
            _ => {}
        }
    }
}
