//! The messenger for web pages: what a page loads, and what is said when it was not built.

use std::path::Path;

use frontdesk_server::ServerConfig;
use reqwest::StatusCode;
use serde_json::json;
use tempfile::TempDir;

use crate::desk::{Answer, Desk, no_rates};

/// A server with this folder of files.
async fn with_folder(folder: &Path) -> Desk {
    let mut config = ServerConfig::default().with_limits(no_rates());
    config.widget = Some(folder.to_owned());
    Desk::with(config).await
}

/// A folder as the messenger's build makes it.
fn built() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("frame/assets")).unwrap();
    for (name, text) in [
        ("frontdesk.js", "boot(\"FRONTDESK_WEB_KEY\")"),
        ("client-1a.js", &"long ".repeat(1000)),
        ("frame/index.html", "<!doctype html>"),
        ("frame/assets/index-2b.css", "p {}"),
        (".secret.js", "hidden"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

async fn get(desk: &Desk, path: &str) -> Answer {
    let path = path.replace("APP", &desk.workspace.app_id);
    desk.send(desk.request("GET", &path)).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer
        .headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_script_carries_the_key_of_its_workspace_and_is_for_any_site() {
    let folder = built();
    let desk = with_folder(folder.path()).await;
    let script = get(&desk, "/widget/APP").await;
    let key = &desk.workspace.keys.web;
    assert_eq!(script.body, json!(format!("boot(\"{key}\")")));
    assert_eq!(header(&script, "content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header(&script, "access-control-allow-origin"), "*");
    assert_eq!(header(&script, "cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header(&script, "cache-control"), "public, max-age=300");
    let told = get(&desk, "/widget/APP/workspace").await.ok();
    assert_eq!(told, json!({ "app_id": desk.workspace.app_id, "api_key": key }));
}

#[tokio::test]
async fn a_key_that_is_switched_off_is_not_handed_out_and_the_newest_one_is() {
    let folder = built();
    let desk = with_folder(folder.path()).await;
    desk.clock.advance(1);
    let newest = desk
        .operator("POST", "/x/keys", json!({ "platform": "web" }))
        .await
        .ok();
    let told = get(&desk, "/widget/APP/workspace").await.ok();
    assert_eq!(told["api_key"], newest["key"]);
    let keys = desk.get("/x/keys").await.ok();
    for key in keys["data"].as_array().unwrap() {
        let path = format!("/x/keys/{}", key["id"].as_str().unwrap());
        desk.operator("PUT", &path, json!({ "enabled": false }))
            .await
            .ok();
    }
    assert_eq!(get(&desk, "/widget/APP").await.error(), (404, "not_found"));
    assert_eq!(get(&desk, "/widget/nobody").await.error(), (404, "not_found"));
}

#[tokio::test]
async fn parts_are_kept_for_good_packed_and_nothing_else_of_the_folder_is_served() {
    let folder = built();
    let desk = with_folder(folder.path()).await;
    let path = format!("/widget/{}/files/client-1a.js", desk.workspace.app_id);
    let packed = desk.request("GET", &path).header("accept-encoding", "br, gzip");
    let packed = packed.send().await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.headers()["vary"], "accept-encoding");
    assert_eq!(
        packed.headers()["cache-control"],
        "public, max-age=31536000, immutable"
    );
    assert!(packed.bytes().await.unwrap().len() < 200);
    let plain = get(&desk, "/widget/APP/files/client-1a.js").await;
    assert_eq!(plain.body.as_str().unwrap().len(), 5000);
    assert_eq!(
        get(&desk, "/widget/APP/files/frame/assets/index-2b.css")
            .await
            .status,
        200
    );
    for name in [
        ".secret.js",
        "..%2foutside.js",
        "frame/..%2f..%2foutside.js",
        "nothing.js",
        "client-1a",
        "frame",
    ] {
        let answer = get(&desk, &format!("/widget/APP/files/{name}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_frames_page_has_an_origin_of_its_own_and_may_load_nothing_but_its_files() {
    let folder = built();
    let desk = with_folder(folder.path()).await;
    let page = get(&desk, "/widget/APP/files/frame/index.html").await;
    let policy = header(&page, "content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains("sandbox allow-scripts"), "{policy}");
    assert!(
        !policy.contains("allow-same-origin") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(header(&page, "cache-control"), "public, max-age=300");
}

#[tokio::test]
async fn without_the_messengers_files_the_server_says_how_they_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let desk = with_folder(folder.path()).await;
    for path in ["/widget/APP", "/widget/APP/files/frame/index.html"] {
        let answer = get(&desk, path).await;
        assert_eq!(answer.error(), (404, "not_found"));
        let message = answer.body["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("npm ci && npm run build"), "{message}");
    }
}
