//! Ada in front of her app, with streams that the test writes.

use frontdesk_core::messenger::FeedMode;
use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{Event, Space};
use frontdesk_tests::support::{App, Fault, On, Script, TestServer, VirtualTime, block_on};
use serde_json::json;

pub(crate) const STREAM: &str = "GET /sdk/v1/stream";
pub(crate) const PING: &str = "POST /sdk/v1/ping";
pub(crate) const POLL: &str = "GET /sdk/v1/changes";

/// Ada in front of her app, with the messenger open so that there is something to listen for.
pub(crate) struct Scene {
    pub(crate) time: VirtualTime,
    pub(crate) server: TestServer,
    pub(crate) app: App,
}

pub(crate) fn scene() -> Scene {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = App::on(&server)
        .clock(time.device())
        .retry(PolicyConfig::default())
        .open();
    app.login("ada").unwrap();
    Scene { time, server, app }
}

impl Scene {
    /// Writes the next stream that no earlier script takes.
    pub(crate) fn script(&self) -> Script {
        let script = Script::new();
        self.scripted(&script);
        script
    }

    pub(crate) fn scripted(&self, script: &Script) {
        self.server
            .fault(On::streams().first(1), Fault::Script(script.clone()));
    }

    pub(crate) fn open(&self) {
        self.app.set_foreground(true);
        block_on(self.app.present_space(Space::Messages)).unwrap();
    }

    pub(crate) fn asked(&self, line: &str) -> usize {
        self.server.journal().of(line).len()
    }

    /// Waits until this is how news arrive.
    pub(crate) fn wait_for_mode(&self, wanted: FeedMode) {
        self.app.ears.wait_for_all("a way news arrive", |events| {
            let mode = events.iter().rev().find_map(|event| match event {
                Event::FeedChanged { mode } => Some(*mode),
                _ => None,
            });
            (mode == Some(wanted)).then_some(())
        });
    }

    /// Waits until the newest unread count that was heard is this one.
    pub(crate) fn wait_for_unread(&self, wanted: u64) {
        wait_for_unread(&self.app, wanted);
    }

    pub(crate) fn unread_heard(&self) -> Vec<u64> {
        unread_heard(&self.app)
    }
}

pub(crate) fn unread_heard(app: &App) -> Vec<u64> {
    let count = |event: Event| match event {
        Event::UnreadChanged { count } => Some(count),
        _ => None,
    };
    app.ears.all().into_iter().filter_map(count).collect()
}

pub(crate) fn wait_for_unread(app: &App, wanted: u64) {
    app.ears.wait_for_all("an unread count", |events| {
        let count = events.iter().rev().find_map(|event| match event {
            Event::UnreadChanged { count } => Some(*count),
            _ => None,
        });
        (count == Some(wanted)).then_some(())
    });
}

pub(crate) fn unread(count: u64) -> serde_json::Value {
    let ids: Vec<String> = (1..=count).map(|id| id.to_string()).collect();
    json!({ "count": count, "conversation_ids": ids })
}
