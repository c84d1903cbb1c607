//! `messenger`: what a client costs that has seen much: a start with 1,000 conversations kept, and searching 1,000
//! articles without a network.
//!
//! Guarantees: the folders are filled through the real server with public calls; starts and searches run in
//! fresh processes that reach no server; the empty and the full folder take turns.

use std::path::Path;
use std::time::{Duration, Instant};

use frontdesk_core::{Durability, Frontdesk, Limits, UserAttributes};
use frontdesk_tests::support::block_on;
use serde_json::{Value, json};

use crate::Run;
use crate::child::{Kind, Task, figure};
use crate::counted::Counted;
use crate::figures::median;
use crate::ours::NOWHERE;
use crate::report::{Bar, Report, Row};

const CONVERSATIONS: usize = 1_000;
const STARTS: usize = 20;
/// Words that occur in some, many and all articles, and one that does not.
const TERMS: [&str; 4] = ["invoice 7", "reset", "article", "zebra"];

pub(crate) fn measure(run: &Run, report: &mut Report) {
    let [empty, full] = [0, CONVERSATIONS].map(|conversations| {
        let folder = run.folder();
        let server_folder = run.folder();
        let server = Counted::start(server_folder.path());
        let app = fill(folder.path(), &server, conversations);
        (folder, app)
    });
    let start = |(folder, app): &(tempfile::TempDir, String)| {
        let task = Task::new(Kind::ColdMessenger, folder.path()).app(app);
        task.in_fresh_process()
    };
    let (mut ours, mut peer, mut list) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let seen = start(&full);
        ours.push(figure(&seen, "ms"));
        list.push(figure(&seen, "list_ms"));
        peer.push(figure(&start(&empty), "ms"));
    }
    report.say("milliseconds, medians of 20 starts in turns; peer = the same with nothing kept");
    report.row(Row::new("open, 1,000 conversations kept").beside(ours, peer, Bar::goal_most(1.5)));
    report.row(Row::new("open and first page of 20").alone(list, Bar::goal_most(20.0)));
    search(run, report);
}

fn search(run: &Run, report: &mut Report) {
    let folder = run.folder();
    let server_folder = run.folder();
    let app = {
        let server = Counted::start(server_folder.path());
        crate::articles::fill(folder.path(), &server)
    };
    let seen = Task::new(Kind::SearchOffline, folder.path())
        .app(&app)
        .in_fresh_process();
    report.say("offline search over 1,000 articles; microseconds, per term 200 searches");
    for term in TERMS {
        let figures = &seen[term];
        report.row(Row::new(&format!("p50 of '{term}'")).alone(vec![figure(figures, "p50")], Bar::None));
        report.row(
            Row::new(&format!("p99 of '{term}'"))
                .alone(vec![figure(figures, "p99")], Bar::goal_most(20_000.0)),
        );
    }
}

/// A client without limits that would slow the filling down.
pub(crate) fn client(folder: &Path, url: &str, app: &str, key: &str) -> Frontdesk {
    Frontdesk::builder(url, app, key)
        .data_dir(folder)
        .durability(Durability::Process)
        .limits(Limits {
            linger: Duration::ZERO,
            ..Limits::default()
        })
        .open()
        .expect("the client opens")
}

/// Starts conversations, reads the whole list and each of them.
fn fill(folder: &Path, server: &Counted, conversations: usize) -> String {
    let app = server.workspace.app_id.clone();
    let desk = client(folder, &server.url, &app, &server.workspace.keys.android);
    let ada = UserAttributes::new().user_id("ada");
    block_on(desk.login_user_with_user_attributes(ada)).expect("the login");
    for number in 0..conversations {
        let words = format!("conversation {number}: when will the parcel arrive?");
        let sent = block_on(desk.start_conversation(&words)).expect("the conversation is started");
        block_on(desk.conversation(&sent.conversation_id, None)).expect("it is read");
    }
    let mut cursor = None;
    loop {
        let page = block_on(desk.list_conversations(150, cursor)).expect("the list");
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    desk.shutdown();
    app
}

/// In a child: opens, and reads the first page without a network.
pub(crate) fn open_and_list(folder: &Path, app: &str) -> Value {
    let begun = Instant::now();
    let desk = client(folder, NOWHERE, app, "bench-key");
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    let page = block_on(desk.cached_conversations(20)).expect("the list");
    let list_ms = begun.elapsed().as_secs_f64() * 1e3;
    let found = page.data.len();
    desk.shutdown();
    json!({"ms": ms, "list_ms": list_ms, "found": found})
}

/// In a child: searches without a network.
pub(crate) fn search_offline(folder: &Path, app: &str) -> Value {
    let desk = client(folder, NOWHERE, app, "bench-key");
    desk.network_changed(false);
    let mut all = serde_json::Map::new();
    for term in TERMS {
        let mut times = Vec::new();
        for _ in 0..200 {
            let begun = Instant::now();
            let found = block_on(desk.search_help_center(term)).expect("a search never fails");
            times.push(begun.elapsed().as_secs_f64() * 1e6);
            assert_eq!(found.is_empty(), term == "zebra", "{term}");
        }
        times.sort_by(f64::total_cmp);
        let p99 = times[times.len() * 99 / 100];
        all.insert(term.to_owned(), json!({"p50": median(&times), "p99": p99}));
    }
    desk.shutdown();
    Value::Object(all)
}
