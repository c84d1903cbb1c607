//! K5: a database that was cut, changed, replaced or written by a newer version. Nothing is deleted, what can
//! be read is saved, changed data is never sent, and the app is told.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use frontdesk_core::{DeliveryOutcome, Event};
use frontdesk_tests::support::{App, AppBuilder, TestServer, copy_folder};
use serde_json::{Value, json};

/// A folder with events of Ada that were never sent, and what was told.
struct Scene {
    server: TestServer,
    kit: AppBuilder,
    /// Each event as it is sent, by id.
    told: Vec<Value>,
}

fn scene(events: usize) -> Scene {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    let told: Vec<Value> = (0..events)
        .map(|n| {
            let metadata = json!({ "n": n, "note": format!("canary-{n}") });
            let id = app.event_with("told", metadata.clone());
            json!({ "id": id.to_string(), "metadata": metadata })
        })
        .collect();
    let kit = app.kit().clone();
    app.shutdown();
    drop(app);
    server.restore_network();
    Scene { server, kit, told }
}

impl Scene {
    /// A copy of the folder, changed by `damage`.
    fn damaged(&self, damage: impl FnOnce(&Path)) -> (tempfile::TempDir, AppBuilder) {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(&self.kit.folder(), copy.path());
        let kit = self.kit.clone().in_folder(copy.path());
        damage(&kit.database());
        (copy, kit)
    }

    /// Opens, delivers what there is, and judges: nothing that was changed was sent, nobody else was made,
    /// and what is missing was told.
    fn judged(&self, kit: &AppBuilder) -> Result<Survived, String> {
        let seen = self.server.uploads().len();
        let app = kit
            .try_open()
            .map_err(|error| format!("it does not open: {error}"))?;
        match app.log_event("afterwards", None) {
            Ok(_) => {}
            Err(error) if error.code() == "not_logged_in" => {}
            Err(error) => return Err(format!("it cannot be used: {error}")),
        }
        let left = app.flush_for(Duration::from_millis(300));
        // Shutting down waits until the listener heard everything.
        app.shutdown();
        let recovered = app.ears.all().iter().find_map(|event| match event {
            Event::StoreRecovered { salvaged, kept_as } => Some((*salvaged, kept_as.clone())),
            _ => None,
        });
        let fates = app.ears.fates();
        let reported = fates
            .iter()
            .filter(|(_, fate)| matches!(fate, DeliveryOutcome::Damaged))
            .count();
        let sent = self.sent_since(seen)?;
        let missing = self.told.len().saturating_sub(sent.len());
        if missing > reported + usize::try_from(left.queued).unwrap() && recovered.is_none() {
            return Err(format!(
                "{missing} of {} are gone and nobody was told",
                self.told.len()
            ));
        }
        if let Some((_, kept)) = &recovered
            && !kept.exists()
            && !beside(kept, "-wal").exists()
        {
            return Err("the damaged files are not kept".to_owned());
        }
        Ok(Survived {
            sent: sent.len(),
            recovered,
            reported,
        })
    }

    fn opens_and_sends_only_what_was_told(&self, kit: &AppBuilder, what: &str) -> Survived {
        self.judged(kit).unwrap_or_else(|fault| panic!("{what}: {fault}"))
    }

    /// Ids of told events in the uploads after the first `seen`; every one of them must be as it was told.
    fn sent_since(&self, seen: usize) -> Result<BTreeSet<String>, String> {
        let mut ids = BTreeSet::new();
        for upload in &self.server.uploads()[seen..] {
            for event in upload.json()["events"].as_array().unwrap_or(&Vec::new()) {
                if event["name"] == "afterwards" {
                    continue;
                }
                match self.told.iter().find(|told| told["id"] == event["id"]) {
                    None => return Err(format!("an id nobody told: {event}")),
                    Some(told) if told["metadata"] != event["metadata"] => {
                        return Err(format!("changed data was sent: {event}"));
                    }
                    Some(_) => {}
                }
                ids.insert(event["id"].as_str().unwrap().to_owned());
            }
        }
        let users: Vec<_> = self
            .server
            .database()
            .contacts()
            .into_iter()
            .map(|c| c.user_id)
            .collect();
        if users != [Some("ada".to_owned())] {
            return Err(format!("somebody was made up: {users:?}"));
        }
        Ok(ids)
    }
}

struct Survived {
    sent: usize,
    recovered: Option<(u64, PathBuf)>,
    reported: usize,
}

fn flip(path: &Path, offset: u64, with: u8) {
    let mut bytes = fs::read(path).unwrap();
    let place = usize::try_from(offset).unwrap();
    bytes[place] ^= with;
    fs::write(path, bytes).unwrap();
}

#[test]
fn wherever_a_byte_flips_the_client_opens_and_sends_nothing_that_was_changed() {
    let scene = scene(24);
    let size = fs::metadata(scene.kit.database()).unwrap().len();
    // Every byte of the header, then a sample; all of them with FRONTDESK_FLIPS=1.
    let stride = std::env::var("FRONTDESK_FLIPS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(97);
    let offsets = (0..100).step_by(3).chain((100..size).step_by(stride));
    let (mut lost, mut faults) = (0, Vec::new());
    for (count, offset) in offsets.enumerate() {
        let bit = if count % 2 == 0 { 0xff } else { 1 << (offset % 8) };
        let (_copy, kit) = scene.damaged(|path| flip(path, offset, bit));
        match scene.judged(&kit) {
            Ok(survived) => lost += scene.told.len() - survived.sent.min(scene.told.len()),
            Err(fault) => faults.push(format!("byte {offset} ^ {bit:#x}: {fault}")),
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(
        lost > 0,
        "no flip did any harm: this test looks at the wrong file"
    );
}

#[test]
fn a_flipped_byte_in_a_row_costs_that_row_alone_and_is_reported() {
    let scene = scene(10);
    let bytes = fs::read(scene.kit.database()).unwrap();
    let place = bytes
        .windows(8)
        .position(|w| w == b"canary-4")
        .expect("the row is in the file");
    let (_copy, kit) = scene.damaged(|path| flip(path, place as u64 + 2, 0x20));
    let survived = scene.opens_and_sends_only_what_was_told(&kit, "a row");
    assert_eq!((survived.sent, survived.reported), (9, 1));
}

#[test]
fn a_file_cut_anywhere_is_kept_and_what_can_be_read_is_saved() {
    let scene = scene(200);
    let size = fs::metadata(scene.kit.database()).unwrap().len();
    let mut salvaged = 0;
    for cut in [
        2,
        99,
        100,
        4095,
        4096,
        4097,
        3 * 4096,
        size / 2,
        size - 4096,
        size - 1,
    ] {
        let (copy, kit) = scene.damaged(|path| {
            fs::OpenOptions::new()
                .write(true)
                .open(path)
                .unwrap()
                .set_len(cut)
                .unwrap();
        });
        let survived = scene.opens_and_sends_only_what_was_told(&kit, &format!("cut to {cut} bytes"));
        salvaged += survived.sent;
        match survived.recovered {
            Some((_, kept)) => assert_eq!(fs::metadata(&kept).unwrap().len(), cut, "kept as it was"),
            // The very last byte belongs to one row, which is told for itself.
            None => assert_eq!(
                survived.sent + survived.reported,
                scene.told.len(),
                "cut to {cut} bytes"
            ),
        }
        drop(copy);
    }
    assert!(salvaged > 0, "something of what was left could be read");
}

#[test]
fn an_empty_file_starts_afresh() {
    let scene = scene(3);
    let (_copy, kit) = scene.damaged(|path| fs::write(path, b"").unwrap());
    let app = kit.open();
    assert!(!app.is_user_logged_in());
    app.login("ada").unwrap();
    app.event("anew");
    app.drain();
}

#[test]
fn a_file_of_another_format_is_kept_and_a_fresh_one_starts() {
    let scene = scene(3);
    for content in [
        &b"this is a diary, not a database\n".repeat(500)[..],
        b"SQLite format 3\0 and then nothing",
    ] {
        let (_copy, kit) = scene.damaged(|path| fs::write(path, content).unwrap());
        let survived = scene.opens_and_sends_only_what_was_told(&kit, "another format");
        let (salvaged, kept) = survived.recovered.expect("the app is told");
        assert_eq!(salvaged, 0);
        assert_eq!(fs::read(kept).unwrap(), content);
    }
}

#[test]
fn a_newer_schema_is_refused_and_not_a_byte_is_changed() {
    let scene = scene(3);
    let (copy, kit) = scene.damaged(|path| {
        let conn = rusqlite::Connection::open(path).unwrap();
        conn.execute_batch("pragma user_version=99; update settings set value='99' where name='schema'")
            .unwrap();
    });
    let before = fs::read(kit.database()).unwrap();
    // SQLite's own helpers and the lock come and go.
    let names = || {
        let entries = fs::read_dir(copy.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let lasting = |name: &String| !["-wal", "-shm", ".lock"].iter().any(|end| name.ends_with(end));
        names.filter(lasting).collect::<std::collections::BTreeSet<_>>()
    };
    let there = names();
    for _ in 0..2 {
        let error = kit.try_open().err().expect("a newer schema is refused");
        assert_eq!(error.code(), "storage_newer_schema");
    }
    assert_eq!(fs::read(kit.database()).unwrap(), before);
    assert_eq!(names(), there, "nothing was renamed, nothing was added");
}

/// The folder as a crash leaves it: what was told is in the log, not in the database.
fn crashed(events: usize) -> (Scene, PathBuf) {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    let told: Vec<Value> = (0..events)
        .map(|n| {
            let metadata = json!({ "n": n, "note": format!("canary-{n}") });
            let id = app.event_with("told", metadata.clone());
            json!({ "id": id.to_string(), "metadata": metadata })
        })
        .collect();
    let app = app.crash();
    let kit = app.kit().clone();
    let copy = kit.folder().with_extension("crashed");
    // The client is open on its folder; the copy is what the crash left.
    copy_folder(&kit.folder(), &copy);
    app.shutdown();
    drop(app);
    server.restore_network();
    let kit = kit.in_folder(&copy);
    (Scene { server, kit, told }, copy)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[test]
fn a_log_whose_database_is_gone_or_empty_is_read_and_not_thrown_away() {
    let (scene, _) = crashed(20);
    assert!(
        fs::metadata(beside(&scene.kit.database(), "-wal")).unwrap().len() > 0,
        "there is a log"
    );
    for damage in [
        |path: &Path| fs::remove_file(path).unwrap(),
        |path: &Path| fs::write(path, b"").unwrap(),
    ] {
        let (_copy, kit) = scene.damaged(damage);
        let survived = scene.opens_and_sends_only_what_was_told(&kit, "the database is gone");
        let (salvaged, _) = survived.recovered.expect("the app is told");
        assert!(salvaged > 0, "the log held what was committed");
        assert_eq!(survived.sent, 20);
    }
}

#[test]
fn a_torn_log_costs_its_torn_end_alone() {
    let (scene, _) = crashed(40);
    let log = beside(&scene.kit.database(), "-wal");
    let size = fs::metadata(&log).unwrap().len();
    let mut most = 0;
    for cut in [31, 32, size / 3, size / 2, size - 5000, size - 1] {
        let (_copy, kit) = scene.damaged(|path| {
            let log = beside(path, "-wal");
            fs::OpenOptions::new()
                .write(true)
                .open(log)
                .unwrap()
                .set_len(cut)
                .unwrap();
        });
        let seen = scene.server.uploads().len();
        let app = kit.open();
        let _ = app.flush_for(Duration::from_millis(300));
        app.shutdown();
        let sent = scene
            .sent_since(seen)
            .unwrap_or_else(|fault| panic!("log cut to {cut}: {fault}"));
        let in_order: Vec<&Value> = scene
            .told
            .iter()
            .filter(|told| sent.contains(told["id"].as_str().unwrap()))
            .collect();
        assert_eq!(in_order.len(), sent.len());
        assert!(
            in_order
                .iter()
                .zip(&scene.told)
                .all(|(found, told)| *found == told),
            "a prefix of what was told, without a hole"
        );
        most = most.max(sent.len());
    }
    assert!(most >= 30, "the longest log gave {most}");
}

#[test]
fn a_log_that_is_older_than_its_database_doubles_nothing() {
    let (scene, _) = crashed(20);
    let old_log = fs::read(beside(&scene.kit.database(), "-wal")).unwrap();
    let app = scene.kit.open();
    app.drain();
    app.shutdown();
    drop(app);
    let (_copy, kit) = scene.damaged(|path| fs::write(beside(path, "-wal"), &old_log).unwrap());
    let survived = scene.judged(&kit);
    assert!(
        survived.is_ok() || survived.as_ref().is_err_and(|fault| fault.contains("gone")),
        "{:?}",
        survived.err()
    );
    let names = scene.server.database().names();
    assert_eq!(
        names.iter().filter(|name| *name == "told").count(),
        20,
        "each once"
    );
}
