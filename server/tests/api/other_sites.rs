//! Pages of other sites: what a browser is told before they may ask, and that they may read every answer.

use reqwest::StatusCode;
use serde_json::json;

use crate::desk::{Answer, Desk, Device};

/// What a browser asks before its page may send `method` with these headers.
async fn preflight(desk: &Desk, method: &str, path: &str) -> Answer {
    let request = desk
        .request("OPTIONS", path)
        .header("origin", "https://shop.example")
        .header("access-control-request-method", method)
        .header(
            "access-control-request-headers",
            "authorization,content-type,frontdesk-client,frontdesk-sent-at",
        );
    desk.send(request).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer
        .headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

/// Whether a page may read `answer`, and that no cookie is part of it.
fn is_shared(answer: &Answer) -> bool {
    assert_eq!(header(answer, "access-control-allow-credentials"), "");
    header(answer, "access-control-allow-origin") == "*"
}

#[tokio::test]
async fn a_browser_may_send_what_the_sdk_sends_to_every_route_of_devices() {
    let desk = Desk::open().await;
    for route in desk.server.routes() {
        if !route.path.starts_with("/sdk/v1/") {
            continue;
        }
        let path = route.path.replace(['{', '}'], "");
        let answer = preflight(&desk, route.method, &path).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
        assert!(is_shared(&answer), "{path}");
        assert!(header(&answer, "access-control-allow-methods").contains(route.method));
        for name in [
            "authorization",
            "content-encoding",
            "content-type",
            "frontdesk-client",
            "frontdesk-sent-at",
            "if-none-match",
            "last-event-id",
            "x-file-name",
        ] {
            assert!(
                header(&answer, "access-control-allow-headers").contains(name),
                "{name}"
            );
        }
        assert_eq!(header(&answer, "access-control-max-age"), "86400");
        assert_ne!(header(&answer, "x-request-id"), "");
    }
}

#[tokio::test]
async fn a_page_may_read_answers_and_refusals_and_when_to_come_again() {
    let desk = Desk::open().await;
    let login = desk.login(&Device::on("web"), json!(null)).await;
    assert!(is_shared(&login));
    let token = login.ok()["token"].as_str().unwrap().to_owned();
    let list = desk
        .call("GET", "/sdk/v1/help/collections", &token, json!(null))
        .await;
    assert!(is_shared(&list));
    assert_ne!(header(&list, "etag"), "");
    for name in ["date", "etag", "retry-after", "x-request-id"] {
        assert!(
            header(&list, "access-control-expose-headers").contains(name),
            "{name}"
        );
    }
    // Somebody without a token, a path that is none, a body that is none.
    let refused = desk.call("GET", "/sdk/v1/conversations", "", json!(null)).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(is_shared(&refused));
    let nowhere = desk.call("GET", "/sdk/v1/nowhere", &token, json!(null)).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(is_shared(&nowhere));
    let file = desk.send(desk.request("GET", "/files/1/a.png")).await;
    assert!(is_shared(&file));
}

#[tokio::test]
async fn the_operators_api_and_the_pages_of_machines_stay_closed_to_other_sites() {
    let desk = Desk::open().await;
    for path in [
        "/contacts",
        "/me",
        "/x/identity_verification/web",
        "/healthz",
        "/metrics",
    ] {
        let answer = preflight(&desk, "GET", path).await;
        assert!(!is_shared(&answer), "{path}");
        assert_eq!(header(&answer, "access-control-allow-methods"), "", "{path}");
        let request = desk.request("GET", path).header("origin", "https://shop.example");
        assert!(!is_shared(&desk.send(request).await), "{path}");
    }
}

#[tokio::test]
async fn an_options_request_that_is_no_question_of_a_browser_is_what_it_was() {
    let desk = Desk::open().await;
    let answer = desk.send(desk.request("OPTIONS", "/sdk/v1/me")).await;
    assert_eq!(answer.error(), (404, "not_found"));
}
