//! S2: what is answered is on disk, whatever happens to the disk.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::load::{Sender, Told};
use crate::running::{PROGRAM, Running};

/// Runs `script` with the program as `$0` in a mount namespace of its own, where a test may mount; `None`
/// when this machine does not allow that.
fn in_own_mounts(script: &str, data: &Path) -> Option<Running> {
    let flags = ["-m", "-rm"].into_iter().find(|flags| {
        let probe = format!("mount -t tmpfs tmpfs {}", data.display());
        let tried = Command::new("unshare").args([flags, "sh", "-c", &probe]).output();
        tried.is_ok_and(|done| done.status.success())
    })?;
    let script = script.replace("DATA", data.to_str().unwrap());
    Some(Running::run(
        Command::new("unshare").args([flags, "sh", "-c", &script, PROGRAM]),
    ))
}

/// A test that cannot run here says so; under CI that is a failure.
fn not_here(why: &str) {
    assert!(std::env::var_os("CI").is_none(), "skipped under CI: {why}");
    eprintln!("skipped: {why}");
}

fn some(count: usize) -> Vec<Value> {
    (0..count).map(|_| Sender::event(2400)).collect()
}

fn is_full(told: &Told) -> bool {
    match told {
        Told::Refused(507 | 503, code, true) => code == "service_unavailable",
        _ => false,
    }
}

/// Sends until the server refuses; the batch that was refused.
async fn fill(sender: &mut Sender) -> Vec<Value> {
    for _ in 0..500 {
        let batch = some(100);
        match sender.send(&batch).await {
            Told::Kept => {}
            told if is_full(&told) => return batch,
            told => panic!("{told:?}"),
        }
    }
    panic!("the disk was never full");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_507_loses_nothing_and_is_over_when_there_is_space() {
    let data = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=6m tmpfs DATA && head -c 3000000 /dev/zero > DATA/ballast \
                  && exec \"$0\" dev --data DATA --log-level warn";
    let Some(server) = in_own_mounts(script, data.path()) else {
        return not_here("this machine lets nobody mount");
    };
    let mut ada = Sender::login(&server, "ada").await;
    let refused = fill(&mut ada).await;
    let told = ada.send(&refused).await;
    assert!(matches!(told, Told::Refused(507, ..)), "{told:?}");
    for _ in 0..20 {
        // Small ones may still fit; what does not is refused like the big ones.
        let told = ada.send(&some(1)).await;
        assert!(matches!(told, Told::Kept) || is_full(&told), "{told:?}");
    }
    assert!(ada.can_read().await);
    let ballast = format!(
        "/proc/{}/root{}/ballast",
        server.child.id(),
        data.path().display()
    );
    std::fs::remove_file(ballast).unwrap();
    let told = ada.send(&refused).await;
    assert!(matches!(told, Told::Kept), "there is space again: {told:?}");
    assert!(matches!(ada.send(&some(100)).await, Told::Kept));
    ada.check_history().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_fails_and_a_kill_after_it_lose_nothing_that_was_answered() {
    let data = tempfile::tempdir().unwrap();
    // A process that ignores the signal sees the limit on file sizes as an error of write.
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; exec \"$0\" dev --log-level warn --data \"$1\"";
    let server = Running::run(command.args(["-c", script, PROGRAM]).arg(data.path()));
    let mut ada = Sender::login(&server, "ada").await;
    assert!(matches!(ada.send(&some(100)).await, Told::Kept));
    let limit = |bytes: &str| {
        let id = server.child.id().to_string();
        let set = Command::new("prlimit")
            .args(["--pid", &id, &format!("--fsize={bytes}:unlimited")])
            .status();
        assert!(set.unwrap().success());
    };
    for _ in 0..3 {
        limit("2000000");
        let refused = fill(&mut ada).await;
        assert!(is_full(&ada.send(&refused).await));
        assert!(ada.can_read().await, "reading needs no space");
        limit("unlimited");
        let told = ada.send(&refused).await;
        assert!(matches!(told, Told::Kept), "{told:?}");
    }
    limit("2500000");
    let refused = fill(&mut ada).await;
    let log = server.kill();
    assert!(!log.contains("panicked"), "{log}");

    let server = Running::dev(data.path(), &["--log-level", "warn"]);
    ada.moved_to(&server);
    ada.check_history().await;
    assert!(matches!(ada.send(&refused).await, Told::Kept));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_under_load_it_keeps_what_it_answered() {
    let data = tempfile::tempdir().unwrap();
    let mut senders: Vec<Sender> = Vec::new();
    for round in 0..4 {
        let server = Running::dev(data.path(), &["--log-level", "warn"]);
        senders.iter_mut().for_each(|sender| sender.moved_to(&server));
        senders.push(Sender::login(&server, &format!("user-{round}")).await);
        let (kept, mut told) = tokio::sync::mpsc::unbounded_channel();
        let load: Vec<_> = senders
            .drain(..)
            .map(|mut sender| {
                let kept = kept.clone();
                tokio::spawn(async move {
                    while matches!(sender.send(&some(5)).await, Told::Kept) {
                        let _ = kept.send(());
                    }
                    sender
                })
            })
            .collect();
        // Killed at another place each time, in the middle of what they send.
        for _ in 0..30 + 17 * round {
            told.recv().await.unwrap();
        }
        server.kill();
        for sender in load {
            senders.push(sender.await.unwrap());
        }
    }
    let server = Running::dev(data.path(), &["--log-level", "warn"]);
    for mut sender in senders {
        sender.moved_to(&server);
        sender.check_history().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_of_replies_each_that_was_answered_is_there_once_and_in_order() {
    let data = tempfile::tempdir().unwrap();
    let server = Running::dev(data.path(), &["--log-level", "warn"]);
    let mut ada = Sender::login(&server, "ada").await;
    let conversation = ada.start().await;
    let killed = std::sync::Mutex::new(Some(server));
    let (mut answered, mut sent) = (Vec::new(), Vec::new());
    // Four replies at a time; the server goes away with some of them under way.
    loop {
        let ids: Vec<String> = (0..4).map(|_| uuid::Uuid::now_v7().to_string()).collect();
        sent.extend(ids.clone());
        let replies = ids.iter().map(|id| ada.reply(&conversation, id));
        let ended = answered.len() >= 60;
        let answers = futures_util::future::join_all(replies);
        let kill = async {
            if ended {
                drop(killed.lock().unwrap().take());
            }
        };
        let (answers, ()) = tokio::join!(answers, kill);
        for (id, answer) in ids.iter().zip(answers) {
            match answer {
                Some((201, part)) => answered.push((id.clone(), part["seq"].as_u64().unwrap())),
                Some((status, body)) => panic!("{status} {body}"),
                None => {}
            }
        }
        if ended {
            break;
        }
    }
    let server = Running::dev(data.path(), &["--log-level", "warn"]);
    ada.moved_to(&server);
    for (id, seq) in &answered {
        let (status, part) = ada.reply(&conversation, id).await.unwrap();
        assert_eq!(
            (status, part["seq"].as_u64()),
            (200, Some(*seq)),
            "kept, under the number it was told"
        );
    }
    // What was not answered is sent again, as a device does: it may be there already.
    for id in &sent {
        let (status, _) = ada.reply(&conversation, id).await.unwrap();
        assert!(status == 200 || status == 201);
    }
    let parts = ada.parts(&conversation).await;
    assert_eq!(parts.len(), sent.len() + 1, "each once");
    assert!(
        parts.windows(2).all(|two| two[0].1 < two[1].1),
        "numbers rise: {parts:?}"
    );
}

#[test]
fn a_database_that_cannot_be_written_is_said_at_the_start_and_left_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    Running::dev(data.path(), &[]).terminate();
    let file = data.path().join("frontdesk-server.sqlite3");
    let before = std::fs::read(&file).unwrap();
    let script = format!(
        "mount --bind {0} {0} && mount -o remount,bind,ro {0} && exec \"$0\" dev --data {0}",
        data.path().display()
    );
    let tried = ["-m", "-rm"].map(|flags| {
        Command::new("unshare")
            .args([flags, "sh", "-c", &script, PROGRAM])
            .output()
            .unwrap()
    });
    let Some(done) = tried
        .iter()
        .find(|done| String::from_utf8_lossy(&done.stderr).contains("frontdesk-server:"))
    else {
        return not_here("this machine lets nobody mount");
    };
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(!done.status.success() && !said.contains("panicked"), "{said}");
    assert!(done.stdout.is_empty(), "it never said that it listens");
    println!("{said}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn a_migration_that_cannot_finish_leaves_the_old_database_and_works_when_it_can() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("frontdesk-server.sqlite3");
    let old = rusqlite::Connection::open(&file).unwrap();
    old.execute_batch(include_str!("../../migrations/0001_spine.sql"))
        .unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    let mut stopped = 0;
    // No file may grow past so many blocks of 512 bytes: writing fails early or late.
    for blocks in [16, 64, 128, 200] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" dev --data \"$1\"");
        let mut command = Command::new("timeout");
        let done = command
            .args(["--signal=TERM", "5", "sh", "-c", &script, PROGRAM])
            .arg(data.path())
            .output();
        let said = String::from_utf8_lossy(&done.unwrap().stderr).into_owned();
        assert!(!said.contains("panicked"), "{said}");
        let database = rusqlite::Connection::open(&file).unwrap();
        let whole: String = database
            .query_row("pragma integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(whole, "ok");
        let version: i64 = database
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        if version == 1 {
            stopped += 1;
            let tables: i64 = database
                .query_row(
                    "select count(*) from sqlite_master where name = 'conversations'",
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(tables, 0, "nothing of what did not finish");
        }
    }
    assert!(stopped > 0, "no try was stopped in the middle");
    let (code, log) = Running::dev(data.path(), &[]).terminate();
    assert_eq!(code, Some(0), "{log}");
}
