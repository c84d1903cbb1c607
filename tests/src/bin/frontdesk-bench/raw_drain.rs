//! The drain's peer: rows read, packed with gzip 6, sent by the same HTTP client and deleted, by hand.
//!
//! Guarantees: the same server, batches of the same size, one request after the other, a row deleted after
//! the server's 200. Runs in a child process.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use frontdesk_core::Durability;
use reqwest::Client;
use serde_json::Value;
use uuid::{NoContext, Timestamp, Uuid};

use crate::raw::Raw;
use crate::sample;

/// Events in one request, as our own default.
const BATCH: i64 = 500;

/// Delivers all rows in `folder`; seconds from opening to the last deletion, and bytes of event bodies.
pub(crate) fn run(folder: &Path, url: &str, app: &str, key: &str) -> (f64, usize) {
    let begun = Instant::now();
    let raw = Raw::open(folder, Durability::Process);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let bytes = runtime.block_on(drain(&raw, url, app, key));
    (begun.elapsed().as_secs_f64(), bytes)
}

async fn drain(raw: &Raw, url: &str, app: &str, key: &str) -> usize {
    let client = client();
    let login = post(&client, &format!("{url}/sdk/v1/sessions"))
        .body(sample::login(app, key))
        .send()
        .await
        .expect("the server answers");
    assert_eq!(login.status(), 201, "the login is taken");
    let answer: Value = serde_json::from_slice(&login.bytes().await.expect("an answer")).expect("JSON");
    let token = answer["token"].as_str().expect("a token").to_owned();
    let mut bytes = 0;
    while let Some((last, bodies)) = raw.oldest(BATCH) {
        let packed = pack(&bodies);
        bytes += packed.len();
        let answer = post(&client, &format!("{url}/sdk/v1/events"))
            .bearer_auth(&token)
            .header("Content-Encoding", "gzip")
            .body(packed)
            .send()
            .await
            .expect("the server answers");
        assert_eq!(answer.status(), 200, "the events are taken");
        answer.bytes().await.expect("the answer ends");
        raw.forget_to(last);
    }
    bytes
}

/// Bytes per event, packed as above, of a batch whose events were made a minute apart: their ids have less
/// in common than those of a queue that was filled at once.
pub(crate) fn spread_bytes() -> f64 {
    let begun = sample::unix_seconds() - BATCH as u64 * 60;
    let bodies: Vec<Vec<u8>> = (0..BATCH as u64)
        .map(|number| {
            let made = begun + number * 60;
            let millis = (number * 619) % 1000;
            let time = Timestamp::from_unix(NoContext, made, millis as u32 * 1_000_000);
            sample::body(Uuid::new_v7(time), made, number)
        })
        .collect();
    pack(&bodies).len() as f64 / BATCH as f64
}

fn pack(bodies: &[Vec<u8>]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let mut write = |bytes: &[u8]| encoder.write_all(bytes).expect("memory takes everything");
    write(b"{\"events\":[");
    for (place, body) in bodies.iter().enumerate() {
        if place > 0 {
            write(b",");
        }
        write(body);
    }
    write(b"]}");
    encoder.finish().expect("memory takes everything")
}

fn post(client: &Client, url: &str) -> reqwest::RequestBuilder {
    client
        .post(url)
        .header("Frontdesk-Client", "rust/0.1.0 core/0.1.0")
        .header("Content-Type", "application/json")
}

/// Never used for TLS, which nevertheless has to be set up.
fn client() -> Client {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()
        .expect("a client")
}
