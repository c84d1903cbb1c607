//! The story, scene by scene.
//!
//! Guarantees: every event that an app was told is stored is written down with the person it was said for, in
//! the order of the answers; each step waits for the thing it needs and breaks off with a reason when that does
//! not come. Runs on the main thread; server and apps are processes of their own.

mod offline;
mod online;
mod people;
mod told;

use std::path::Path;

pub(crate) use told::{Person, Told, ToldEvent};

use crate::app::App;
use crate::ending::Stage;
use crate::failure::Failure;
use crate::protocol::{Answer, Call};
use crate::server::Server;
use crate::timeline::{Mark, Timeline};

/// Everything on the stage.
struct Play<'a> {
    timeline: &'a Timeline,
    stage: &'a Stage,
    server: Server,
    told: Told,
}

/// Plays everything; the server is gone at the end, so that its database is final.
pub(crate) fn play(timeline: &Timeline, server_bin: &Path, stage: &Stage) -> Result<Told, Failure> {
    timeline.scene("A server, and a user it knows from her phone");
    let server = Server::start(server_bin, &stage.place("server"), &stage.place("server.log"))?;
    timeline.tell(
        "server",
        Mark::Good,
        format_args!("listens on {}", server.credentials.url),
    );
    let mut play = Play {
        timeline,
        stage,
        server,
        told: Told::default(),
    };
    play.ada_on_her_phone()?;

    timeline.scene("A visitor opens the app on a laptop");
    let mut laptop = play.start("laptop")?;
    play.visitor(&mut laptop)?;

    timeline.scene("The network is cut");
    play.cut()?;
    play.told.network_was_cut();
    play.goes_on_offline(&mut laptop)?;

    timeline.scene("The app is killed, and started again");
    let mut laptop = play.killed_and_started_again(laptop)?;
    play.visitor_signs_in_offline(&mut laptop)?;

    timeline.scene("The network is back");
    play.back_online(&mut laptop)?;

    timeline.scene("Ada signs out, Bob signs in");
    play.ada_leaves(&mut laptop)?;
    play.bob_comes(&mut laptop)?;
    laptop.close()?;
    play.told.heard(laptop.ended());

    play.server.stop()?;
    timeline.tell(
        "server",
        Mark::Cut,
        "asked to end, and ended; its database is final",
    );
    Ok(play.told)
}

impl Play<'_> {
    /// Starts the app of somebody, on the folder that is theirs.
    fn start(&self, who: &'static str) -> Result<App, Failure> {
        let app = App::start(who, &self.server.credentials, &self.stage.place(who))?;
        self.timeline.tell(
            who,
            Mark::Good,
            format_args!("the app starts, process {}", app.pid()),
        );
        Ok(app)
    }

    /// Logs an event and writes down what was promised.
    fn log(
        &mut self,
        app: &mut App,
        event: (&str, serde_json::Value),
        person: Person,
        as_visitor: bool,
    ) -> Result<(), Failure> {
        let (name, metadata) = event;
        let metadata = metadata.as_object().cloned().unwrap_or_default();
        let call = Call::LogEvent {
            name: name.to_owned(),
            metadata: metadata.clone(),
        };
        match app.call(call)? {
            Answer::Stored { id } => {
                let text = format!("log_event {name}: stored as {}", short(&id));
                self.timeline.tell(app.who(), Mark::Good, text);
                self.told.event(ToldEvent {
                    id,
                    name: name.to_owned(),
                    metadata,
                    person,
                    as_visitor,
                    after_the_cut: false,
                });
                Ok(())
            }
            answer => Err(app.surprise("log_event", &answer)),
        }
    }

    /// Waits until the queue is empty.
    fn flush(&self, app: &mut App) -> Result<(), Failure> {
        match app.call(Call::Flush)? {
            Answer::Left {
                queued: 0,
                refused: 0,
                ..
            } => {
                self.timeline
                    .tell(app.who(), Mark::Good, "flush: the queue is empty");
                Ok(())
            }
            answer => Err(app.surprise("flush", &answer)),
        }
    }
}

/// The end of an id, which is what differs.
fn short(id: &str) -> String {
    let tail = id.rsplit('-').next().unwrap_or(id);
    format!("…{tail}")
}
