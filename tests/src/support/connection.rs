//! One connection: requests in, the plan's faults or the real server's answers out.
//!
//! Guarantees: the handler is the server's own router and runs exactly as often as the fault says; a request
//! is in the journal before anything happens to it. Runs on the test server's runtime.

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use frontdesk_server::shared_headers;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode, http};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tower::ServiceExt;

use super::fault::{Fault, Reply};
use super::faulty_body::{Cut, FaultyBody};
use super::journal::Exchange;
use super::live_body::{AnswerBody, Script, Way};
use super::matcher::Seen;
use super::raw::gunzip;
use super::server::Shared;
use super::wire::{Rewrite, Wire, WireOrders};

/// Serves one connection until either side closes it.
pub(super) async fn serve(shared: Arc<Shared>, stream: TcpStream, connection: u64) {
    // Delayed answers would make every test slower by the kernel's patience.
    let _ = stream.set_nodelay(true);
    let orders = WireOrders::default();
    let wire = Wire::new(stream, orders.clone());
    let service = service_fn(move |request| answer(Arc::clone(&shared), orders.clone(), connection, request));
    // A connection that a fault cut ends with an error; that is its purpose.
    let _ = hyper::server::conn::http1::Builder::new()
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(wire), service)
        .await;
}

async fn answer(
    shared: Arc<Shared>,
    orders: WireOrders,
    connection: u64,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, Cut> {
    let (parts, body) = request.into_parts();
    if parts.method == Method::OPTIONS {
        // A browser's question before a request is not the request: no fault is spent on it.
        let (head, live) = handle(&shared, parts, Bytes::new()).await?;
        let body = live.collect().await.map_err(|_| Cut)?.to_bytes();
        return Ok(Response::from_parts(
            head,
            AnswerBody::Whole(FaultyBody::whole(body)),
        ));
    }
    let sent = body.collect().await.map_err(|_| Cut)?.to_bytes();
    let packed = parts.headers.get("content-encoding").is_some_and(|v| v == "gzip");
    let plain = if packed {
        Bytes::from(gunzip(&sent))
    } else {
        sent.clone()
    };
    let fault = choose(&shared, &parts, &plain);
    let place = shared.records().then(|| {
        shared.journal.enter(Exchange {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: header_list(&parts.headers),
            sent: sent.clone(),
            body: plain,
            fault: fault.clone(),
            status: None,
            content_type: None,
            answer: Bytes::new(),
            connection,
        })
    });
    match &fault {
        Some(Fault::DropBefore) => return Err(Cut),
        Some(Fault::Reply(reply)) => return Ok(built(reply)),
        Some(Fault::Garbage) => {
            orders.next_write(Rewrite::Instead(
                b"\x16\x03\x01 this is no HTTP\r\n\x00\xff".to_vec(),
            ));
            return Ok(built(&Reply::status(500).header("connection", "close")));
        }
        Some(Fault::Script(script)) => return Ok(scripted(&shared, script)),
        Some(Fault::HoldBefore(gate)) => gate.pass().await,
        Some(Fault::Delay(time)) => tokio::time::sleep(*time).await,
        _ => {}
    }
    let (mut head, live) = handle(&shared, parts, sent).await?;
    let kind = content_type(&head.headers);
    let is_stream = kind
        .as_deref()
        .is_some_and(|kind| kind.starts_with("text/event-stream"));
    let record = |kind: Option<String>, body: &Bytes| {
        if let Some(place) = place {
            shared
                .journal
                .complete(place, head.status.as_u16(), kind, body.clone());
        }
    };
    if is_stream {
        record(kind, &Bytes::new());
        return streamed(&shared, fault, head, live);
    }
    let body = live.collect().await.map_err(|_| Cut)?.to_bytes();
    record(kind, &body);
    head.headers.remove(CONTENT_LENGTH);
    let body = match fault {
        Some(Fault::DropAfter) => return Err(Cut),
        Some(Fault::ReplyAfter(reply)) => return Ok(built(&reply)),
        Some(Fault::Truncate) => FaultyBody::truncated(body),
        Some(Fault::Drip { bytes, pause }) => FaultyBody::dripping(body, bytes, pause),
        Some(Fault::HoldAfter(gate)) => {
            gate.pass().await;
            FaultyBody::whole(body)
        }
        Some(Fault::ContentType(kind)) => {
            let value = kind.parse().expect("a content type of a test is a header value");
            head.headers.insert(CONTENT_TYPE, value);
            FaultyBody::whole(body)
        }
        Some(Fault::Twice) => {
            orders.next_write(Rewrite::Twice);
            FaultyBody::whole(body)
        }
        _ => FaultyBody::whole(body),
    };
    Ok(Response::from_parts(head, AnswerBody::Whole(body)))
}

/// The server's stream, under its fault.
fn streamed(
    shared: &Shared,
    fault: Option<Fault>,
    head: http::response::Parts,
    live: Body,
) -> Result<Response<AnswerBody>, Cut> {
    let way = match fault {
        Some(Fault::DropAfter) => return Err(Cut),
        Some(Fault::ReplyAfter(reply)) => return Ok(built(&reply)),
        Some(Fault::CutAfter(bytes)) => Way::CutAfter(bytes),
        Some(Fault::Collect) => Way::Collected,
        _ => Way::Through,
    };
    let body = shared.streams.pass(live, way);
    Ok(Response::from_parts(head, AnswerBody::Live(body)))
}

/// A stream that the test writes.
fn scripted(shared: &Shared, script: &Script) -> Response<AnswerBody> {
    let mut response = Response::new(AnswerBody::Live(shared.streams.follow(script)));
    let kind = hyper::header::HeaderValue::from_static("text/event-stream");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response.headers_mut().extend(shared_headers());
    response
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?;
    value.to_str().ok().map(str::to_owned)
}

fn choose(shared: &Shared, parts: &http::request::Parts, body: &[u8]) -> Option<Fault> {
    let json = serde_json::from_slice(body).unwrap_or(Value::Null);
    let seen = Seen {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        body: &json,
    };
    shared.plan.lock().choose(&seen)
}

/// The real server's answer, its body not read yet.
async fn handle(
    shared: &Shared,
    parts: http::request::Parts,
    body: Bytes,
) -> Result<(http::response::Parts, Body), Cut> {
    let request = Request::from_parts(parts, Body::from(body));
    let response = shared.router.clone().oneshot(request).await?;
    Ok(response.into_parts())
}

fn built(reply: &Reply) -> Response<AnswerBody> {
    let body = FaultyBody::whole(Bytes::from(reply.body.clone()));
    let mut response = Response::new(AnswerBody::Whole(body));
    *response.status_mut() = StatusCode::from_u16(reply.status).expect("a status of a test is one");
    // Nobody else's answer could be read by a page; the ones of a test shall be.
    response.headers_mut().extend(shared_headers());
    for (name, value) in &reply.headers {
        let name: hyper::header::HeaderName = name.parse().expect("a header name of a test is one");
        response
            .headers_mut()
            .append(name, value.parse().expect("a header value of a test is one"));
    }
    response
}

fn header_list(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value)))
        .collect()
}
