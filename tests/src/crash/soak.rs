//! The parent: lanes, trouble, the last delivery, the verdict.
//!
//! Guarantees: every kill counted was a SIGKILL that ended the child; after the last one every folder is opened
//! once more without trouble and must deliver all it has. Called by `crash-soak` and by the tests.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};

use super::history::History;
use super::lane::{End, Lane};
use super::script::ClientOptions;
use super::trouble::Trouble;
use super::verdict::{Verdict, judge};
use crate::support::{App, TestServer, block_on, copy_folder, fast_retry};

/// What to do.
#[derive(Debug, Clone)]
pub struct SoakOptions {
    /// The program `crash-client`.
    pub client: PathBuf,
    /// Kills.
    pub kills: u64,
    /// Seed of every choice.
    pub seed: u64,
    /// Clients side by side.
    pub lanes: u64,
    /// Kill at named points only.
    pub points_only: bool,
}

/// How many died, and where.
#[derive(Debug, Clone, Default)]
pub struct Kills {
    /// In all.
    pub total: u64,
    /// At each named point.
    pub at_points: BTreeMap<&'static str, u64>,
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    /// The kills.
    pub kills: Kills,
    /// How often the network was cut.
    pub cuts: u64,
    /// From the first start to the last kill.
    pub time: Duration,
    /// Longest and middle opening of the client.
    pub opens: (Duration, Duration),
    /// Databases looked through by SQLite after a kill.
    pub checked: u64,
    /// Faults and figures.
    pub verdict: Verdict,
}

/// A database is looked through after so many kills of its lane.
const CHECK_EVERY: u64 = 10;

/// Runs; `progress` hears the number of kills now and then.
pub fn soak(options: &SoakOptions, progress: &(dyn Fn(u64) + Sync)) -> Report {
    let server = Arc::new(TestServer::builder().unrecorded().start());
    let folders = tempfile::tempdir().expect("a temporary folder");
    let trouble = Trouble::start(&server, options.seed);
    let (count, checked) = (AtomicU64::new(0), AtomicU64::new(0));
    let kills = Mutex::new(Kills::default());
    let damage = Mutex::new(Vec::new());
    let begun = Instant::now();
    let mut histories: Vec<(PathBuf, History)> = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..options.lanes)
            .map(|number| {
                let folder = folders.path().join(number.to_string());
                let mut lane = Lane::new(
                    &options.client,
                    client(options, &server, &folder, number),
                    options.points_only,
                );
                let (count, checked, kills, damage, server) = (&count, &checked, &kills, &damage, &server);
                scope.spawn(move || {
                    let mut mine = 0u64;
                    while count.load(Ordering::Relaxed) < options.kills {
                        let end = lane.live_and_die();
                        if end == End::Over {
                            continue;
                        }
                        let total = count.fetch_add(1, Ordering::Relaxed) + 1;
                        let mut kills = kills.lock();
                        kills.total += 1;
                        if let End::AtPoint(point) = end {
                            *kills.at_points.entry(point).or_default() += 1;
                        }
                        drop(kills);
                        progress(total);
                        mine += 1;
                        if mine.is_multiple_of(CHECK_EVERY) {
                            checked.fetch_add(1, Ordering::Relaxed);
                            damage
                                .lock()
                                .extend(look_through(&folder, &server.workspace().app_id));
                        }
                    }
                    (folder, lane.history)
                })
            })
            .collect();
        lanes
            .into_iter()
            .map(|lane| lane.join().expect("a lane ends well"))
            .collect()
    });
    let time = begun.elapsed();
    let cuts = trouble.end(&server);
    for (folder, history) in &mut histories {
        deliver_the_rest(&server, folder, history);
    }
    let histories: Vec<History> = histories.into_iter().map(|(_, history)| history).collect();
    let mut verdict = judge(&histories, &server.database());
    verdict.faults.extend(damage.into_inner());
    let opens = opens(&histories);
    let report = Report {
        kills: kills.into_inner(),
        cuts,
        time,
        opens,
        checked: checked.into_inner(),
        verdict,
    };
    drop(server);
    report
}

fn client(options: &SoakOptions, server: &TestServer, folder: &std::path::Path, lane: u64) -> ClientOptions {
    ClientOptions {
        url: server.url(),
        app_id: server.workspace().app_id.clone(),
        key: server.workspace().keys.android.clone(),
        folder: folder.to_owned(),
        seed: options.seed,
        lane,
        round: 0,
        lead_label: String::new(),
        user_label: String::new(),
    }
}

/// `pragma integrity_check` on a copy, because looking would change what the next start finds.
fn look_through(folder: &std::path::Path, app_id: &str) -> Option<String> {
    let copy = tempfile::tempdir().expect("a temporary folder");
    copy_folder(folder, copy.path());
    let path = copy.path().join(format!("{app_id}.sqlite3"));
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).ok()?;
    let found: Result<String, _> = conn.query_row("pragma integrity_check", [], |row| row.get(0));
    match found {
        Ok(word) if word == "ok" => None,
        other => Some(format!("a killed client's database is damaged: {other:?}")),
    }
}

/// Opens the folder once more and delivers everything.
fn deliver_the_rest(server: &TestServer, folder: &std::path::Path, history: &mut History) {
    let app = App::on(server).retry(fast_retry()).in_folder(folder).open();
    let left = block_on(app.flush(Duration::from_secs(40))).expect("flush answers");
    if left.queued > 0 || left.rejected_count > 0 {
        history.defects.push(format!("the last delivery left {left:?}"));
    }
    for event in app.ears.all() {
        if let frontdesk_core::Event::StoreRecovered { .. } = event {
            history
                .defects
                .push("a kill made a recovery necessary".to_owned());
        }
    }
}

fn opens(histories: &[History]) -> (Duration, Duration) {
    let mut all: Vec<u64> = histories
        .iter()
        .flat_map(|history| history.opens.iter().copied())
        .collect();
    all.sort_unstable();
    let at = |place: usize| Duration::from_micros(all.get(place).copied().unwrap_or(0));
    (at(all.len().saturating_sub(1)), at(all.len() / 2))
}
