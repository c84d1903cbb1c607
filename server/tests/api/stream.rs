//! A reader of server-sent events, for tests.

use reqwest::Response;
use serde_json::Value;

use crate::desk::Desk;

/// An open stream.
pub(crate) struct EventStream {
    response: Response,
    text: String,
    /// Milliseconds of the first `retry`.
    pub(crate) retry: Option<u64>,
    /// The last `id`.
    pub(crate) last_id: Option<i64>,
}

/// What a stream says.
#[derive(Debug, PartialEq)]
pub(crate) enum Said {
    /// A named event with its data.
    Event(String, Value),
    /// A comment.
    Ping,
    /// Nothing more: the server ended it.
    End,
}

impl EventStream {
    /// Opens a stream; `after` may be empty or a query.
    pub(crate) async fn open(desk: &Desk, token: &str, query: &str) -> Self {
        let response = desk
            .request("GET", &format!("/sdk/v1/stream{query}"))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self {
            response,
            text: String::new(),
            retry: None,
            last_id: None,
        };
        // The first block comes at once: from now on the server has this stream.
        let first = stream.block().await.unwrap();
        stream.retry = first.strip_prefix("retry: ").map(|ms| ms.parse().unwrap());
        stream
    }

    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            match self.response.chunk().await.unwrap() {
                Some(chunk) => self.text.push_str(std::str::from_utf8(&chunk).unwrap()),
                None => return None,
            }
        }
    }

    /// The next thing it says; an id alone is remembered and passed over.
    pub(crate) async fn next(&mut self) -> Said {
        let waiting = async {
            loop {
                let Some(block) = self.block().await else {
                    return Said::End;
                };
                let mut kind = String::new();
                let mut data = None;
                for line in block.lines() {
                    match line.split_once(": ") {
                        Some(("", "ping")) => return Said::Ping,
                        Some(("id", id)) => self.last_id = Some(id.parse().unwrap()),
                        Some(("event", name)) => name.clone_into(&mut kind),
                        Some(("data", text)) => data = Some(serde_json::from_str::<Value>(text).unwrap()),
                        other => panic!("{other:?} in {block}"),
                    }
                }
                if let Some(data) = data {
                    crate::contract::check_event(&data);
                    assert_eq!(data["type"], kind, "the name is the type");
                    return Said::Event(kind, data);
                }
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), waiting)
            .await
            .expect("the stream says something")
    }

    /// The next event; a heartbeat is passed over.
    pub(crate) async fn event(&mut self) -> (String, Value) {
        loop {
            match self.next().await {
                Said::Event(kind, data) => return (kind, data),
                Said::Ping => {}
                Said::End => panic!("the stream ended"),
            }
        }
    }
}
