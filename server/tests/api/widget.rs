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

/// A server with a data folder, too: it remembers over a restart.
async fn with_data(data: &Path, folder: &Path) -> Desk {
    let mut config = ServerConfig::default().with_limits(no_rates()).in_dir(data);
    config.widget = Some(folder.to_owned());
    Desk::with(config).await
}

/// The operator lays another build into the folder: each has parts of other names.
fn update(folder: &Path, build: usize) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "js") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let long = "x".repeat(2000 + build);
    for (name, text) in [
        (format!("client-{build}b.js"), format!("client {build} {long}")),
        ("frontdesk.js".to_owned(), format!("script {build} {long}")),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

/// What a browser gets, which takes packed answers.
async fn packed(desk: &Desk, path: &str) -> String {
    let path = path.replace("APP", &desk.workspace.app_id);
    let asked = desk.request("GET", &path).header("accept-encoding", "gzip");
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert_eq!(answer.headers()["content-encoding"], "gzip", "{path}");
    let mut text = String::new();
    let bytes = answer.bytes().await.unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut text).unwrap();
    text
}

#[tokio::test]
async fn a_page_opened_before_an_update_still_loads_its_parts_and_a_new_one_gets_the_new_build() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    update(folder.path(), 1);
    std::fs::create_dir_all(folder.path().join("frame/assets")).unwrap();
    std::fs::write(folder.path().join("frame/assets/index-2b.css"), "p {}").unwrap();
    std::fs::write(folder.path().join("frame/index.html"), "<!doctype html>").unwrap();
    let desk = with_data(data.path(), folder.path()).await;
    // A page is opened: it loads the script, and the other parts when it needs them.
    assert!(packed(&desk, "/widget/APP").await.starts_with("script 1"));
    update(folder.path(), 2);
    std::fs::remove_dir_all(folder.path().join("frame")).unwrap();
    assert!(packed(&desk, "/widget/APP").await.starts_with("script 2"));
    let (old, new) = ("/widget/APP/files/client-1b.js", "/widget/APP/files/client-2b.js");
    assert!(packed(&desk, old).await.starts_with("client 1"));
    assert!(packed(&desk, new).await.starts_with("client 2"));
    desk.stop().await;

    let desk = with_data(data.path(), folder.path()).await;
    assert!(packed(&desk, old).await.starts_with("client 1"));
    let style = get(&desk, "/widget/APP/files/frame/assets/index-2b.css").await;
    assert_eq!(style.body, json!("p {}"));
    assert_eq!(
        header(&style, "cache-control"),
        "public, max-age=31536000, immutable"
    );
    // What keeps its name is what it is now, and gone with the build that has none.
    for name in ["frame/index.html", ".served", "client-3b.js"] {
        let gone = get(&desk, &format!("/widget/APP/files/{name}")).await;
        assert_eq!(gone.error(), (404, "not_found"), "{name}");
    }
}

#[tokio::test]
async fn of_many_updates_the_last_few_builds_are_kept() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let desk = with_data(data.path(), folder.path()).await;
    for build in 1..=6 {
        update(folder.path(), build);
        packed(&desk, "/widget/APP").await;
    }
    for build in 1..=6 {
        let answer = get(&desk, &format!("/widget/APP/files/client-{build}b.js")).await;
        let wanted = if build <= 2 { 404 } else { 200 };
        assert_eq!(answer.status, wanted, "{build}");
    }
}

#[tokio::test]
async fn what_is_packed_is_what_the_file_holds_now_for_each_workspaces_own_key() {
    let folder = tempfile::tempdir().unwrap();
    let desk = with_folder(folder.path()).await;
    let script = |more: usize| format!("boot(\"FRONTDESK_WEB_KEY\"){}", " ".repeat(2000 + more));
    let key = desk.workspace.keys.web.clone();
    for more in [0, 1] {
        std::fs::write(folder.path().join("frontdesk.js"), script(more)).unwrap();
        for _ in 0..2 {
            let told = packed(&desk, "/widget/APP").await;
            assert_eq!(told, script(more).replace("FRONTDESK_WEB_KEY", &key));
        }
    }
    desk.clock.advance(1);
    let newest = desk
        .operator("POST", "/x/keys", json!({ "platform": "web" }))
        .await
        .ok();
    let told = packed(&desk, "/widget/APP").await;
    assert!(told.contains(newest["key"].as_str().unwrap()));
}

#[tokio::test]
async fn nobody_on_the_way_keeps_that_something_is_not_there() {
    let folder = built();
    let desk = with_folder(folder.path()).await;
    for path in [
        "/widget/nobody",
        "/widget/nobody/workspace",
        "/widget/APP/files/gone-1a.js",
    ] {
        let answer = get(&desk, path).await;
        assert_eq!(answer.error(), (404, "not_found"));
        assert_eq!(header(&answer, "cache-control"), "no-store", "{path}");
    }
}
