//! `GET /sdk/v1/stream`: the feed as server-sent events.
//!
//! A stream is a body and nothing else: no task of its own, a few hundred bytes while it waits. It looks at
//! the table of changes when it is told that there is something, so it misses nothing and repeats nothing.
//! Before it says anything it looks whether its session is still good. It ends after a quarter of an hour,
//! when the device logs out, when the contact was merged away, and when the server stops.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::super::query::number;
use super::caller::{Caller, bearer, still_good};
use super::changes::resync_required;
use super::conversation_shapes::{Shaper, author};
use super::conversations::viewer;
use crate::feed::bus::Typist;
use crate::feed::hub::Listening;
use crate::random::{self, fingerprint};
use crate::store::{Author, AuthorKind, ChangeKind, ContactKey, FeedPage, ReadFeed};

/// Changes that are read at once.
const CHANGES: usize = 100;
/// Streams that one contact may have.
const STREAMS: usize = 3;

pub(super) async fn open(
    State(app): State<App>,
    Caller(session): Caller,
    links: Links,
    headers: HeaderMap,
    uri: Uri,
) -> ApiResult<Response> {
    if *app.stopping().borrow() {
        let message = "the server is about to stop; try again";
        return Err(
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "service_unavailable", message).retry_after(1),
        );
    }
    let token = bearer(&headers)
        .map(fingerprint)
        .ok_or_else(ApiError::unauthorized)?;
    // Before the first look, so that nothing comes unnoticed in between.
    let listening = app
        .feeds()
        .listen(&session.contact_id, &session.device_id, Some(STREAMS));
    let limits = app.limits();
    let mut stream = Stream {
        read: ReadFeed {
            viewer: viewer(&app, &session),
            after: last_event(&headers)?.or(number(&uri, "after")?),
            feed_from: session.feed_from,
            limit: CHANGES,
        },
        token,
        links,
        listening,
        ends: Instant::now() + limits.stream_lifetime,
        beats: Instant::now() + limits.stream_heartbeat,
        behind: true,
        ending: false,
        app: app.clone(),
    };
    // A position that is unknown is told by status, so the first look is taken here.
    let replay = stream.catch_up().await?.ok_or_else(resync_required)?;
    let position = stream.read.after.unwrap_or(0);
    // The position comes along even when there is nothing to replay: whoever comes back starts there.
    let first = if replay.is_empty() {
        format!("retry: {}\n\nid: {position}\n\n", retry_ms()?)
    } else {
        format!("retry: {}\n\n{replay}", retry_ms()?)
    };
    let first = futures_util::stream::iter([Ok::<_, Infallible>(Bytes::from(first))]);
    let rest = futures_util::stream::unfold(stream, |mut stream| async {
        let text = stream.next().await?;
        Some((Ok(Bytes::from(text)), stream))
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(first, rest));
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // Tells proxies that would collect an answer before they pass it on not to.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((StatusCode::OK, headers, body).into_response())
}

/// The number of the last event that the device knows.
fn last_event(headers: &HeaderMap) -> ApiResult<Option<i64>> {
    let Some(value) = headers.get("last-event-id") else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .filter(|seq| *seq >= 0)
        .map(Some)
        .ok_or_else(|| ApiError::invalid("Last-Event-ID", "Last-Event-ID must be the number of an event"))
}

/// Milliseconds before a device comes back: spread, so that not all come at once.
fn retry_ms() -> ApiResult<u32> {
    let bytes: [u8; 4] = random::bytes()?;
    Ok(1_000 + u32::from_be_bytes(bytes) % 4_000)
}

/// What a stream keeps while it waits.
struct Stream {
    app: App,
    read: ReadFeed,
    token: [u8; 32],
    links: Links,
    listening: Listening,
    ends: Instant,
    beats: Instant,
    /// There may be changes to read.
    behind: bool,
    /// Everything that had to be said was said.
    ending: bool,
}

impl Stream {
    /// The next piece of text; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            if self.ending {
                return None;
            }
            if self.behind {
                // A store that fails ends the stream; the device comes back and asks again.
                let text = self.catch_up().await.ok()??;
                if !text.is_empty() {
                    return Some(text);
                }
                continue;
            }
            let Ok(news) = tokio::time::timeout_at(self.beats.min(self.ends), self.listening.news()).await
            else {
                if Instant::now() >= self.ends {
                    return None;
                }
                self.put_off_beat();
                // Somebody may have been erased or blocked without a word in the feed.
                if !self.session_is_good().await.ok()? {
                    self.behind = true;
                    continue;
                }
                return Some(": ping\n\n".to_owned());
            };
            if news.closed {
                return None;
            }
            self.behind = news.grown;
            if !news.typing.is_empty() && !self.session_is_good().await.ok()? {
                self.behind = true;
                continue;
            }
            let mut text = String::new();
            for (conversation_id, typist) in news.typing {
                text.push_str(&self.typing(conversation_id, typist).await.unwrap_or_default());
            }
            if !text.is_empty() {
                return Some(text);
            }
        }
    }

    fn put_off_beat(&mut self) {
        self.beats = Instant::now() + self.app.limits().stream_heartbeat;
    }

    /// Reads what came since: its text, empty when nothing of it is shown to this contact. `None` when the
    /// position is not known any more.
    async fn catch_up(&mut self) -> ApiResult<Option<String>> {
        let good = self.session_is_good().await?;
        let page = self.app.store().read_feed(self.read.clone()).await?;
        let FeedPage::Changes { changes, seq, more } = page.ok_or_else(ApiError::unauthorized)? else {
            return Ok(None);
        };
        self.read.after = Some(seq);
        self.behind = more;
        self.ending = !good;
        let shaper = Shaper::new(self.links.clone(), self.app.clock().now());
        let mut text = String::new();
        for change in &changes {
            let last = matches!(
                change.kind,
                ChangeKind::ContactMerged | ChangeKind::SessionRevoked
            );
            if !good && !last {
                // Whose session ended learns that it did, and nothing else.
                continue;
            }
            let data = shaper.change(change);
            text.push_str(&event(Some(change.seq), change.kind.as_str(), &data));
            self.ending |= last;
        }
        if !text.is_empty() {
            self.put_off_beat();
        }
        Ok(Some(text))
    }

    /// Whether the token still opens this contact's feed.
    async fn session_is_good(&self) -> ApiResult<bool> {
        still_good(&self.app, self.token, &self.read.viewer.contact_id).await
    }

    async fn typing(&self, conversation_id: i64, typist: Typist) -> Option<String> {
        let viewer = &self.read.viewer;
        let typist = match typist {
            Typist::Admin(id) => {
                let admins = self.app.store().admins(&viewer.app_id).await.ok()?;
                let admin = admins.into_iter().find(|admin| admin.id == id)?;
                Author {
                    kind: AuthorKind::Admin,
                    id: None,
                    name: Some(admin.name),
                    email: None,
                    avatar_url: admin.avatar_url,
                }
            }
            Typist::Contact(id) => {
                let found = self.app.store().contact(&viewer.app_id, ContactKey::Id(id)).await;
                Author {
                    kind: AuthorKind::User,
                    id: None,
                    name: found.ok()??.name,
                    email: None,
                    avatar_url: None,
                }
            }
        };
        let data = json!({ "conversation_id": conversation_id.to_string(), "author": author(&typist) });
        Some(event(None, "typing", &json!({ "type": "typing", "data": data })))
    }
}

fn event(id: Option<i64>, kind: &str, data: &Value) -> String {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    // JSON text has no line ends of its own.
    format!("{id}event: {kind}\ndata: {data}\n\n")
}
