//! S4: bodies that want to be memory.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::http_client;
use crate::running::Running;

/// What a process may grow while it is abused.
const ALLOWED: u64 = 32 * 1024 * 1024;

fn resident(server: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// Peak memory from here on, not since the start.
fn forget_peak(server: &Running) {
    std::fs::write(format!("/proc/{}/clear_refs", server.child.id()), "5").unwrap();
}

fn gzip(mut bytes: Vec<u8>, times: usize) -> Vec<u8> {
    for _ in 0..times {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes).unwrap();
        bytes = encoder.finish().unwrap();
    }
    bytes
}

/// A body, and the statuses it may be answered with.
struct Case {
    about: &'static str,
    encoding: Option<&'static str>,
    body: Vec<u8>,
    want: &'static [u16],
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn bombs_and_endless_bodies_are_refused_without_growing_by_32_mb() {
    let server = Running::start(&["dev", "--log-level", "warn"]);
    let about = server.about();
    let url = format!("{}/sdk/v1/events", about["url"].as_str().unwrap());
    let http = http_client::plain();
    let ada = crate::load::Sender::login(&server, "ada").await;
    let bomb = gzip(vec![0; 64 * 1024 * 1024], 1);
    let nested = gzip(vec![0; 64 * 1024 * 1024], 2);
    let zeros = vec![b' '; 2 * 1024 * 1024 + 1];
    let keys: String = (0..60_000).map(|n| format!("\"{n}\":1,")).collect();
    let keys = format!("{{\"events\":[],{keys}\"z\":1}}").into_bytes();
    let case = |about, encoding, body, want| Case {
        about,
        encoding,
        body,
        want,
    };
    let cases = [
        case("a bomb", Some("gzip"), bomb, &[413]),
        case("a bomb in a bomb", Some("gzip"), nested.clone(), &[400, 413]),
        case("named as nested", Some("gzip, gzip"), nested, &[415]),
        case("two megabytes and one", None, zeros.clone(), &[413]),
        case("many keys", None, keys, &[200, 400, 413]),
        case("gzip that is none", Some("gzip"), zeros, &[400, 413]),
    ];
    // Once each, so that what is needed anyway is there.
    forget_peak(&server);
    let before = resident(&server);
    for round in 0..3 {
        let mut asked = tokio::task::JoinSet::new();
        for case in &cases {
            for _ in 0..4 {
                let mut request = http.post(&url).bearer_auth(ada.token()).body(case.body.clone());
                if let Some(encoding) = case.encoding {
                    request = request.header("content-encoding", encoding);
                }
                let (about, want) = (case.about, case.want);
                asked.spawn(async move {
                    let answer = request.send().await.unwrap();
                    assert!(
                        want.contains(&answer.status().as_u16()),
                        "{about}: {}",
                        answer.status()
                    );
                });
            }
        }
        while let Some(done) = asked.join_next().await {
            done.unwrap();
        }
        let grown = resident(&server).saturating_sub(before);
        println!("round {round}: grown by {} KiB at most", grown / 1024);
        assert!(grown < ALLOWED, "grown by {grown} bytes");
    }
    assert!(ada.can_read().await);
}
