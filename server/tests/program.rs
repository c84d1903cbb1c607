//! The program itself: its line, its files, its signals, and what is left after kill -9.

// A test that unwraps fails with the place and the value: that is what it is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod http_client;
mod running;

use std::process::Command;

use running::{PROGRAM, Running};
use serde_json::{Value, json};

async fn login(about: &Value, http: &reqwest::Client, identity: Value) -> Value {
    let body = json!({
        "app_id": about["app_id"], "api_key": about["keys"]["android"], "identity": identity,
        "device": { "id": uuid::Uuid::now_v7().to_string(), "secret": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "platform": "android" },
    });
    let url = format!("{}/sdk/v1/sessions", about["url"].as_str().unwrap());
    http.post(url)
        .json(&body)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_kill_9_and_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let http = http_client::plain();
    let mut server = Running::dev(data.path(), &[]);
    let before = server.about();
    let session = login(&before, &http, json!({"user_id":"ada"})).await;
    let token = session["token"].as_str().unwrap().to_owned();
    let url = format!("{}/sdk/v1/events", before["url"].as_str().unwrap());
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();

    // Four senders go on until the server is gone; it is killed in the middle of it.
    let (answered, mut received) = tokio::sync::mpsc::unbounded_channel::<String>();
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let (http, url, token, answered) = (http.clone(), url.clone(), token.clone(), answered.clone());
            tokio::spawn(async move {
                loop {
                    let id = uuid::Uuid::now_v7().to_string();
                    let body = json!({"events":[{"id":id,"name":"x","created_at":now}]});
                    let Ok(answer) = http.post(&url).bearer_auth(&token).json(&body).send().await else {
                        return;
                    };
                    let Ok(answer) = answer.json::<Value>().await else {
                        return;
                    };
                    if answer["results"][0]["status"] == "accepted" {
                        let _ = answered.send(id);
                    }
                }
            })
        })
        .collect();
    drop(answered);
    let mut ids = Vec::new();
    while let Some(id) = received.recv().await {
        ids.push(id);
        if ids.len() == 200 {
            server.child.kill().unwrap();
            server.child.wait().unwrap();
        }
    }
    for sender in senders {
        sender.await.unwrap();
    }
    assert!(ids.len() >= 200);

    let again = Running::dev(data.path(), &[]);
    let after = again.about();
    for key in ["app_id", "operator_token", "keys", "identity_secrets"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    // The same ids once more: every one of them must be known.
    let url = format!("{}/sdk/v1/events", after["url"].as_str().unwrap());
    for chunk in ids.chunks(500) {
        let events: Vec<Value> = chunk
            .iter()
            .map(|id| json!({"id":id,"name":"x","created_at":now}))
            .collect();
        let answer: Value = http
            .post(&url)
            .bearer_auth(&token)
            .json(&json!({"events":events}))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        for result in answer["results"].as_array().unwrap() {
            assert_eq!(result["status"], "duplicate", "{result}");
        }
    }
    let database = rusqlite::Connection::open(data.path().join("frontdesk-server.sqlite3")).unwrap();
    let check: String = database
        .query_row("pragma integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    let doubled: i64 = database
        .query_row(
            "select count(*) from (select id from event_timeline group by id having count(*) > 1)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(doubled, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_in_the_database_shows_each_event_once_under_the_contact_of_today() {
    let data = tempfile::tempdir().unwrap();
    let server = Running::dev(data.path(), &[]);
    let about = server.about();
    let http = http_client::plain();
    let device = uuid::Uuid::now_v7().to_string();
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    login(&about, &http, json!({"user_id":"ada"})).await;
    let mut tokens = Vec::new();
    for identity in [Value::Null, json!({"user_id":"ada"})] {
        let body = json!({
            "app_id": about["app_id"], "api_key": about["keys"]["web"], "identity": identity,
            "device": { "id": device, "secret": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "platform": "web" },
        });
        let url = format!("{}/sdk/v1/sessions", about["url"].as_str().unwrap());
        let session: Value = http
            .post(url)
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        tokens.push(session["token"].as_str().unwrap().to_owned());
        let events = json!({"events":[{"id":uuid::Uuid::now_v7().to_string(),"name":format!("e{}", tokens.len()),"created_at":now}]});
        let url = format!("{}/sdk/v1/events", about["url"].as_str().unwrap());
        http.post(url)
            .bearer_auth(&tokens[0])
            .json(&events)
            .send()
            .await
            .unwrap();
    }
    let database = rusqlite::Connection::open(data.path().join("frontdesk-server.sqlite3")).unwrap();
    let rows: Vec<(String, String, bool)> = database
        .prepare("select contact_external_id, name, recorded_contact_id is not null from event_timeline")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let row = |name: &str, moved| ("ada".to_owned(), name.to_owned(), moved);
    assert_eq!(rows, [row("e1", true), row("e2", false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_ends_with_code_0_and_no_secret_or_address_reaches_the_log() {
    let data = tempfile::tempdir().unwrap();
    let server = Running::dev(data.path(), &["--identity-verification", "log"]);
    let about = server.about();
    let http = http_client::plain();
    let canary = json!({"user_id":"canary-user","email":"canary@example.org","user_hash":"canary-hash"});
    let session = login(&about, &http, canary).await;
    let token = session["token"].as_str().unwrap().to_owned();
    let url = about["url"].as_str().unwrap();
    let body = json!({"events":[{"id":uuid::Uuid::now_v7().to_string(),"name":"canary-event","created_at":1,"metadata":{"canary-key":"x"}}]});
    http.post(format!("{url}/sdk/v1/events?q=canary-query"))
        .bearer_auth(&token)
        .json(&body)
        .send()
        .await
        .unwrap();
    http.get(format!("{url}/contacts/canary-path"))
        .bearer_auth(about["operator_token"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    http.get(format!("{url}/canary-unknown")).send().await.unwrap();

    let (code, log) = server.terminate();
    assert_eq!(code, Some(0));
    assert!(
        log.contains("/sdk/v1/events") && log.contains("request_id"),
        "{log}"
    );
    for secret in [
        "canary",
        &token,
        about["operator_token"].as_str().unwrap(),
        about["identity_secrets"]["android"].as_str().unwrap(),
    ] {
        assert!(!log.contains(secret), "a secret is in the log: {log}");
    }
}

#[test]
fn a_port_in_use_and_a_folder_that_cannot_be_used_are_said_plainly() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("file");
    std::fs::write(&file, "x").unwrap();
    for (arguments, want) in [
        (vec!["dev", "--listen", &address], "is in use"),
        (vec!["dev", "--data", file.to_str().unwrap()], "cannot be used"),
        (
            vec![
                "serve",
                "--listen",
                &address,
                "--data",
                data.path().to_str().unwrap(),
            ],
            "is in use",
        ),
    ] {
        let done = Command::new(PROGRAM).args(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            !done.status.success() && said.contains(want),
            "{arguments:?}: {said}"
        );
        assert!(done.stdout.is_empty());
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_of_serve_writes_credentials_that_only_the_owner_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("made/when/missing");
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        data.to_str().unwrap(),
    ];
    let server = Running::start(&arguments);
    let path = data.join("credentials.json");
    assert!(server.line.contains(path.to_str().unwrap()), "{}", server.line);
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        std::fs::metadata(&data).unwrap().permissions().mode() & 0o777,
        0o700
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let made: Value = serde_json::from_str(&text).unwrap();
    assert!(!server.line.contains(made["operator_token"].as_str().unwrap()));
    assert_eq!(server.terminate().0, Some(0));

    let again = Running::start(&arguments);
    assert!(again.line.starts_with("listening on http://"), "{}", again.line);
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        text,
        "the second start makes nothing"
    );
    let mut about = made.clone();
    about["url"] = json!(again.line.trim().trim_start_matches("listening on "));
    let refused = login(&about, &http_client::plain(), json!({"user_id":"ada"})).await;
    assert_eq!(
        refused["errors"][0]["code"], "identity_verification_failed",
        "production verifies"
    );
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join("frontdesk-server.sqlite3");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch("create table theirs (x); pragma user_version = 99")
        .unwrap();
    drop(database);
    let before = std::fs::read(&path).unwrap();
    let done = Command::new(PROGRAM)
        .args(["dev", "--data", data.path().to_str().unwrap()])
        .output()
        .unwrap();
    assert!(!done.status.success());
    assert!(String::from_utf8_lossy(&done.stderr).contains("schema 99"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_there_after_the_first_start_and_the_same_after_the_second() {
    let data = tempfile::tempdir().unwrap();
    let http = http_client::plain();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let mut server = Running::dev(data.path(), &["--demo"]);
        let about = server.about();
        let session = login(&about, &http, json!({"user_id":"demo"})).await;
        let mut pages = Vec::new();
        for path in ["help/collections", "conversations", "tickets", "news"] {
            let url = format!("{}/sdk/v1/{path}", about["url"].as_str().unwrap());
            let page: Value = http
                .get(url)
                .bearer_auth(session["token"].as_str().unwrap())
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap();
            assert!(
                page["data"].as_array().is_some_and(|data| !data.is_empty()),
                "{path}: {page}"
            );
            pages.push(page);
        }
        seen.push(pages);
        server.child.kill().unwrap();
        server.child.wait().unwrap();
    }
    assert_eq!(seen[0], seen[1]);
}
