//! Shares of devices, addresses and memory: what is answered when they are used up.

use std::io::Write;

use frontdesk_server::identity::jwt;
use frontdesk_server::{Limits, Rates, ServerConfig, VerificationMode};
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, START, event, no_rates};

async fn with_rates(rates: Rates) -> Desk {
    let limits = Limits {
        rates: Some(rates),
        ..Limits::default()
    };
    Desk::with(ServerConfig::default().with_limits(limits)).await
}

fn retry_after(answer: &Answer) -> u64 {
    answer.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_device_past_its_share_of_writes_is_told_the_limit_and_when_to_come_back() {
    let desk = with_rates(Rates {
        writes_per_minute: 2,
        ..Rates::default()
    })
    .await;
    let device = Device::new();
    let token = desk.token(&device, Value::Null).await;
    for _ in 0..2 {
        desk.events(&token, json!([event("x")])).await.ok();
    }
    let refused = desk.events(&token, json!([event("x")])).await;
    assert_eq!(refused.error(), (429, "rate_limit_exceeded"));
    assert_eq!(
        refused.body["errors"][0]["message"],
        "Exceeded rate limit of 2 in 60_seconds"
    );
    assert_eq!(refused.body["errors"][0]["retryable"], true);
    assert_eq!(retry_after(&refused), 30);
    // Reads have a share of their own, and so has everybody else.
    let read = desk
        .call("GET", "/sdk/v1/content/article/1001", &token, Value::Null)
        .await;
    assert_eq!(read.status, 200);
    let other = desk.token(&Device::new(), Value::Null).await;
    desk.events(&other, json!([event("x")])).await.ok();
    desk.clock.advance(30);
    desk.events(&token, json!([event("x")])).await.ok();
}

#[tokio::test]
async fn one_address_cannot_go_on_inventing_devices() {
    let desk = with_rates(Rates {
        logins_per_address_minute: 3,
        ..Rates::default()
    })
    .await;
    let login = async |forwarded: Option<&str>| {
        let body = desk.login_body(&Device::new(), &Value::Null);
        let request = desk.request("POST", "/sdk/v1/sessions").json(&body);
        desk.send(match forwarded {
            Some(address) => request.header("x-forwarded-for", address),
            None => request,
        })
        .await
    };
    for _ in 0..3 {
        login(None).await.ok();
    }
    let refused = login(None).await;
    assert_eq!(refused.error(), (429, "rate_limit_exceeded"));
    assert_eq!(retry_after(&refused), 20);
    // Behind a proxy on this machine the address is the one that the proxy saw.
    for _ in 0..3 {
        login(Some("127.0.0.1, 192.0.2.7")).await.ok();
    }
    assert_eq!(login(Some("192.0.2.8, 192.0.2.7")).await.status, 429);
    login(Some("192.0.2.8")).await.ok();
}

#[tokio::test]
async fn metrics_are_for_this_machine_and_for_operators() {
    let desk = Desk::open().await;
    let far = |token: Option<&str>| {
        let request = desk
            .request("GET", "/metrics")
            .header("x-forwarded-for", "192.0.2.7");
        match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    };
    assert_eq!(desk.send(desk.request("GET", "/metrics")).await.status, 200);
    assert_eq!(desk.send(far(None)).await.error(), (404, "not_found"));
    assert_eq!(
        desk.send(far(Some("fdo_wrong"))).await.error(),
        (404, "not_found")
    );
    let device = desk.token(&Device::new(), Value::Null).await;
    assert_eq!(desk.send(far(Some(&device))).await.error(), (404, "not_found"));
    let operator = desk.workspace.operator_token.expose();
    assert_eq!(desk.send(far(Some(operator))).await.status, 200);

    let open = ServerConfig {
        open_metrics: true,
        ..ServerConfig::default()
    };
    let desk = Desk::with(open).await;
    let request = desk
        .request("GET", "/metrics")
        .header("x-forwarded-for", "192.0.2.7");
    assert_eq!(desk.send(request).await.status, 200);
}

#[tokio::test]
async fn bodies_past_the_memory_for_all_of_them_are_told_to_come_back() {
    let limits = Limits {
        bodies_in_flight: 16 * 1024,
        ..no_rates()
    };
    let desk = Desk::with(ServerConfig::default().with_limits(limits)).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let large = json!({"events":[event("x")],"padding":"x".repeat(64 * 1024)}).to_string();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(large.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    assert!(packed.len() < 4096, "only unpacked it is too much");
    let plain = desk.request("POST", "/sdk/v1/events").body(large);
    let gzip = desk
        .request("POST", "/sdk/v1/events")
        .header("content-encoding", "gzip")
        .body(packed);
    for request in [plain, gzip] {
        let refused = desk.send(request.bearer_auth(&token)).await;
        assert_eq!(refused.error(), (503, "service_unavailable"));
        assert_eq!(refused.body["errors"][0]["retryable"], true);
        assert_eq!(retry_after(&refused), 1);
    }
    // What was held went back: honest requests go on.
    for _ in 0..20 {
        desk.events(&token, json!([event("x")])).await.ok();
    }
}

#[tokio::test]
async fn a_token_signed_for_another_workspace_proves_nothing_here() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let login = async |app_id: &str| {
        let claims = json!({"user_id":"ada","exp":START + 600,"app_id":app_id});
        let signed = jwt::sign(&desk.workspace.identity_secrets.android, &claims);
        desk.login(&Device::new(), json!({ "jwt": signed })).await
    };
    assert_eq!(
        login("another").await.error(),
        (401, "identity_verification_failed")
    );
    login(&desk.workspace.app_id).await.ok();
}
