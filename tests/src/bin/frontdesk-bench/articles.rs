//! A help center of 1,000 articles that a client has read.
//!
//! Guarantees: written through the operator API, read through the client's public calls; each has some 200 words
//! out of a fixed vocabulary, so that a common word is in all and a number in few. Used by `shelf`.

use std::net::SocketAddr;
use std::path::Path;

use frontdesk_core::UserAttributes;
use frontdesk_tests::support::{block_on, request};
use serde_json::json;

use crate::counted::Counted;
use crate::shelf::client;

const ARTICLES: usize = 1_000;
const WORDS: [&str; 16] = [
    "account", "reset", "password", "parcel", "invoice", "refund", "address", "order", "delivery", "courier",
    "warranty", "return", "label", "payment", "card", "support",
];

/// Fills the folder; answers the workspace's id.
pub(crate) fn fill(folder: &Path, server: &Counted) -> String {
    let address: SocketAddr = server
        .url
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    let bearer = format!("Bearer {}", server.workspace.operator_token.expose());
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let post = |path: &str, body: serde_json::Value| {
        let answer = request(address, "POST", path, &headers, body.to_string().as_bytes());
        assert!(
            (200..300).contains(&answer.status),
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        answer.json()
    };
    let collection = post("/help_center/collections", json!({ "name": "Everything" }));
    let admin = request(address, "GET", "/admins", &headers, b"").json()["admins"][0]["id"].clone();
    let author: i64 = admin.as_str().and_then(|id| id.parse().ok()).unwrap_or(1);
    let mut ids = Vec::with_capacity(ARTICLES);
    for number in 0..ARTICLES {
        let article = post(
            "/articles",
            json!({
                "title": format!("Article {number} about {}", WORDS[number % WORDS.len()]),
                "body": format!("<p>{}</p>", text(number)),
                "author_id": author,
                "state": "published",
                "parent_id": collection["id"],
                "parent_type": "collection",
            }),
        );
        ids.push(
            article["id"]
                .as_str()
                .map_or_else(|| article["id"].to_string(), str::to_owned),
        );
    }
    let app = server.workspace.app_id.clone();
    let desk = client(folder, &server.url, &app, &server.workspace.keys.android);
    let ada = UserAttributes::new().user_id("ada");
    block_on(desk.login_user_with_user_attributes(ada)).expect("the login");
    for id in ids {
        block_on(desk.article(&id)).expect("the article is read");
    }
    desk.shutdown();
    app
}

fn text(number: usize) -> String {
    let words: Vec<String> = (0..200)
        .map(|place| match place % 25 {
            0 => format!("invoice {}", number % 10),
            _ => WORDS[(number * 31 + place * place * 7 + place) % WORDS.len()].to_owned(),
        })
        .collect();
    words.join(" ")
}
