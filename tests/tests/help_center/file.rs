//! The file behind it: damaged, left over, too small.

use super::*;

/// The cache's file of this client.
fn file(app: &App) -> std::path::PathBuf {
    app.kit().database().with_extension("cache.sqlite3")
}

#[test]
fn a_damaged_cache_costs_a_question_and_nothing_else() {
    let server = server();
    let app = logged_in(&server);
    app.event("kept");
    block_on(app.article("1001")).unwrap();
    let (kit, cache) = (app.kit().clone(), file(&app));
    drop(app);
    for bytes in [&b""[..], b"no database", &[0xA5; 40_000]] {
        std::fs::write(&cache, bytes).unwrap();
        let app = kit.open();
        assert!(!block_on(app.article("1001")).unwrap().from_cache);
        server.cut_network();
        assert!(block_on(app.article("1001")).unwrap().from_cache, "kept again");
        server.restore_network();
    }
    let app = kit.open();
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["kept"]);
}

#[test]
fn what_a_logout_that_was_cut_short_left_is_removed_at_the_next_start() {
    let server = server();
    let app = logged_in(&server);
    block_on(app.article("1001")).unwrap();
    let app = app.reopen();
    let (kit, cache) = (app.kit().clone(), file(&app));
    let left = std::fs::read(&cache).unwrap();
    app.log_out().unwrap();
    assert!(!cache.exists(), "the logout removes it");
    drop(app);
    std::fs::write(&cache, left).unwrap();
    let app = kit.open();
    // Any answer of the worker comes after its first look at the folder.
    app.flush_for(Duration::ZERO);
    assert!(!cache.exists());
    assert!(traces_of(&kit.folder(), &["kettle"]).is_empty());
}

#[test]
fn another_users_file_is_never_read() {
    let server = server();
    let app = logged_in(&server);
    block_on(app.article("1001")).unwrap();
    let app = app.reopen();
    let (kit, cache) = (app.kit().clone(), file(&app));
    let of_ada = std::fs::read(&cache).unwrap();
    app.log_out().unwrap();
    app.login("bob").unwrap();
    drop(app);
    std::fs::write(&cache, of_ada).unwrap();
    server.cut_network();
    let app = kit.open();
    assert_eq!(
        block_on(app.article("1001")).unwrap_err().code(),
        "network_unavailable"
    );
    assert!(traces_of(&kit.folder(), &["kettle"]).is_empty(), "and it is gone");
}

#[test]
fn a_small_bound_is_kept_and_the_last_article_is_there() {
    let server = server();
    let app = App::on(&server).limits(|limits| limits.cache_bytes = 0).open();
    app.login("ada").unwrap();
    for number in 1..=40 {
        let words: String = (0..15_000)
            .map(|n| format!("w{} ", (n * 31 + number * 7) % 5_000))
            .collect();
        let id = (5_000 + number).to_string();
        server.publish(
            "article",
            &id,
            "Long",
            json!({ "body_html": format!("<p>{words}</p>") }),
        );
        block_on(app.article(&id)).unwrap();
    }
    let size = std::fs::metadata(file(&app)).unwrap().len();
    assert!(
        size <= 2 * 1024 * 1024,
        "{size} bytes: the smallest bound is 2 MiB"
    );
    server.cut_network();
    assert!(block_on(app.article("5040")).unwrap().from_cache);
    assert_eq!(
        block_on(app.article("5001")).unwrap_err().code(),
        "network_unavailable"
    );
}
