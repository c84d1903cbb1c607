//! Writing and reading conversations: offline, killed, refused, merged, and by two users on one device.

use frontdesk_core::model::conversation::{Conversation, PartDelivery};
use frontdesk_core::model::message::{NewAttachment, NewReply};
use frontdesk_core::{Delivery, OperationKind};
use frontdesk_tests::support::{App, DEADLINE, Fault, On, Reply, TestServer, block_on};

fn read(app: &App, id: &str) -> Conversation {
    block_on(app.conversation(id, None)).unwrap()
}

/// Something that happens on another thread and tells nobody.
fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !happened() {
        assert!(begun.elapsed() < DEADLINE, "waited in vain: {what}");
        std::thread::yield_now();
    }
}

fn words(conversation: &Conversation) -> Vec<(String, PartDelivery)> {
    let of = |part: &frontdesk_core::model::conversation::Part| {
        (part.body_text.clone().unwrap_or_default(), part.delivery.clone())
    };
    conversation.parts.iter().map(of).collect()
}

#[test]
fn a_conversation_is_started_answered_and_read_by_both_of_its_ids() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let sent = block_on(app.start_conversation("hello")).unwrap();
    assert_eq!(sent.delivery, Delivery::Delivered { rejected: vec![] });
    assert!(
        sent.conversation_id.chars().all(|c| c.is_ascii_digit()),
        "the server's own id"
    );
    block_on(app.reply(&sent.conversation_id, NewReply::text("more"))).unwrap();
    let conversation = read(&app, &sent.conversation_id);
    assert_eq!(
        words(&conversation),
        [
            ("hello".to_owned(), PartDelivery::Sent),
            ("more".to_owned(), PartDelivery::Sent)
        ]
    );
    let own = conversation.client_id.clone().unwrap();
    assert_eq!(read(&app, &own).id, conversation.id);
    let list = block_on(app.list_conversations(20, None)).unwrap();
    assert_eq!((list.data.len(), list.from_cache), (1, false));
    assert_eq!(
        list.data[0].last_part.as_ref().unwrap().body_text.as_deref(),
        Some("more")
    );
}

#[test]
fn what_is_written_offline_shows_as_pending_survives_a_kill_and_is_sent_in_order_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    let first = block_on(app.start_conversation("one")).unwrap();
    assert_eq!(first.delivery, Delivery::Queued);
    for text in ["two", "three"] {
        block_on(app.reply(&first.conversation_id, NewReply::text(text))).unwrap();
    }
    let pending = |app: &App| {
        words(
            &block_on(app.cached_conversation(&first.conversation_id, None))
                .unwrap()
                .unwrap(),
        )
    };
    let all_pending = ["one", "two", "three"].map(|text| (text.to_owned(), PartDelivery::Pending));
    assert_eq!(pending(&app), all_pending);
    let list = block_on(app.list_conversations(20, None)).unwrap();
    assert!(list.from_cache);
    assert_eq!(
        list.data[0].last_part.as_ref().unwrap().body_text.as_deref(),
        Some("three")
    );

    let app = app.crash();
    assert_eq!(pending(&app), all_pending);
    server.restore_network();
    app.drain();
    let conversation = read(&app, &first.conversation_id);
    let all_sent = ["one", "two", "three"].map(|text| (text.to_owned(), PartDelivery::Sent));
    assert_eq!(words(&conversation), all_sent);
    assert!(
        conversation
            .parts
            .windows(2)
            .all(|pair| pair[0].seq < pair[1].seq)
    );
    assert_eq!(server.database().number("select count(*) from conversations"), 1);
    assert_eq!(server.database().number("select count(*) from parts"), 3);
}

#[test]
fn a_reply_whose_answer_is_lost_is_there_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let started = block_on(app.start_conversation("hello")).unwrap();
    server.fault(
        On::pattern("POST /sdk/v1/conversations/*").first(2),
        Fault::DropAfter,
    );
    block_on(app.reply(&started.conversation_id, NewReply::text("again"))).unwrap();
    app.drain();
    assert_eq!(words(&read(&app, &started.conversation_id)).len(), 2);
    assert_eq!(server.database().number("select count(*) from parts"), 2);
}

#[test]
fn a_refused_message_stays_as_failed_until_it_is_retried_or_discarded() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let started = block_on(app.start_conversation("hello")).unwrap();
    server.reply(
        On::pattern("POST /sdk/v1/conversations/*").first(2),
        Reply::error(422, "parameter_invalid"),
    );
    let send = |text: &str| block_on(app.reply(&started.conversation_id, NewReply::text(text))).unwrap_err();
    assert_eq!(send("to retry").code(), "parameter_invalid");
    assert_eq!(send("to discard").code(), "parameter_invalid");
    let failed = PartDelivery::Failed {
        code: "parameter_invalid".to_owned(),
        field: None,
    };
    assert_eq!(
        words(&read(&app, &started.conversation_id))[1..],
        [
            ("to retry".to_owned(), failed.clone()),
            ("to discard".to_owned(), failed)
        ]
    );
    let refused = app.pending().unwrap().rejected;
    assert_eq!(refused.len(), 2);
    assert!(
        refused
            .iter()
            .all(|operation| operation.kind == OperationKind::Reply)
    );
    let of = |text: &str| refused.iter().find(|r| r.body.contains(text)).unwrap().id;
    assert!(app.retry_operation(of("to retry")).unwrap());
    assert!(app.dismiss(of("to discard")).unwrap());
    assert!(!app.dismiss(of("to discard")).unwrap());
    app.drain();
    assert_eq!(
        words(&read(&app, &started.conversation_id))[1..],
        [("to retry".to_owned(), PartDelivery::Sent)]
    );
}

#[test]
fn files_are_copied_sent_before_their_message_and_removed_when_the_server_has_them() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let files = app.kit().database().with_extension("files");
    server.cut_network();
    let message = NewReply {
        body: "look".to_owned(),
        attachments: vec![NewAttachment {
            name: "notes ä.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            bytes: b"the file".to_vec(),
        }],
    };
    let started = block_on(app.start_conversation_with(message)).unwrap();
    assert_eq!(std::fs::read_dir(&files).unwrap().count(), 1);
    let pending = block_on(app.cached_conversation(&started.conversation_id, None))
        .unwrap()
        .unwrap();
    assert_eq!(pending.parts[0].attachments[0].name, "notes ä.txt");

    let app = app.crash();
    let files = app.kit().database().with_extension("files");
    server.restore_network();
    app.drain();
    let sent = read(&app, &started.conversation_id);
    let attachment = &sent.parts[0].attachments[0];
    assert_eq!((attachment.name.as_str(), attachment.size), ("notes ä.txt", 8));
    assert!(!attachment.url.is_empty(), "{sent:?} {:?}", app.pending());
    until("the copy is gone", || !files.exists());
}

#[test]
fn a_file_the_server_does_not_take_fails_with_its_message_and_goes_with_it() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let message = NewReply {
        body: String::new(),
        attachments: vec![NewAttachment {
            name: "page.html".to_owned(),
            content_type: "text/html".to_owned(),
            bytes: b"<script>".to_vec(),
        }],
    };
    let error = block_on(app.start_conversation_with(message)).unwrap_err();
    assert_eq!(error.code(), "upload_type_not_allowed");
    let refused = app.pending().unwrap().rejected;
    let codes: Vec<_> = refused.iter().map(|r| (r.kind, r.code.as_str())).collect();
    let reason = "upload_type_not_allowed";
    assert!(codes.contains(&(OperationKind::Upload, reason)), "{codes:?}");
    assert!(
        codes.contains(&(OperationKind::StartConversation, reason)),
        "{codes:?}"
    );
    let start = refused
        .iter()
        .find(|r| r.kind == OperationKind::StartConversation)
        .unwrap();
    assert!(app.dismiss(start.id).unwrap());
    assert!(app.pending().unwrap().rejected.is_empty());
    assert!(!app.kit().database().with_extension("files").exists());
    assert!(
        block_on(app.list_conversations(20, None))
            .unwrap()
            .data
            .is_empty()
    );
}

#[test]
fn a_logout_leaves_nothing_of_a_conversation_and_delivers_what_was_written_as_its_own_user() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let started = block_on(app.start_conversation("hello")).unwrap();
    read(&app, &started.conversation_id);
    block_on(app.set_draft(&started.conversation_id, "draft-canary")).unwrap();
    server.cut_network();
    block_on(app.reply(&started.conversation_id, NewReply::text("from ada"))).unwrap();
    app.log_out().unwrap();
    let error = block_on(app.conversation(&started.conversation_id, None)).unwrap_err();
    assert_eq!(error.code(), "not_logged_in");
    server.restore_network();
    app.login("bob").unwrap();
    app.drain();
    assert!(
        block_on(app.list_conversations(20, None))
            .unwrap()
            .data
            .is_empty()
    );
    assert_eq!(block_on(app.draft(&started.conversation_id)).unwrap(), None);
    let error = block_on(app.conversation(&started.conversation_id, None)).unwrap_err();
    assert_eq!(error.code(), "not_found");
    assert_eq!(server.database().number("select count(*) from parts where contact_id = (select id from contacts where external_id = 'ada')"), 2);
}

#[test]
fn what_was_seen_is_read_offline_and_a_page_of_a_portal_is_no_conversation() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let started = block_on(app.start_conversation("hello")).unwrap();
    read(&app, &started.conversation_id);
    server.reply(On::pattern("GET /sdk/v1/conversations/*"), Reply::page(200));
    let offline = read(&app, &started.conversation_id);
    assert!(offline.from_cache);
    assert_eq!(words(&offline), [("hello".to_owned(), PartDelivery::Sent)]);
    server.no_more_faults();
    assert!(!read(&app, &started.conversation_id).from_cache);
}

#[test]
fn changes_beyond_twenty_in_half_an_hour_are_joined_and_the_last_value_wins() {
    let server = TestServer::start();
    let app = App::on(&server).limits(|limits| limits.update_quota = 20).open();
    app.login("ada").unwrap();
    for number in 0..25 {
        let name = serde_json::json!({ "name": format!("Ada {number}") });
        app.update(frontdesk_core::UserAttributes::from_json(&name).unwrap())
            .unwrap();
    }
    let quota = app.update_quota().unwrap();
    assert_eq!((quota.remaining, quota.held), (0, true));
    app.drain();
    assert_eq!(server.database().user("ada").name.as_deref(), Some("Ada 19"));
    // At the logout the held change goes along, as the last one.
    app.log_out().unwrap();
    app.drain();
    until("the held change arrived", || {
        server.database().user("ada").name.as_deref() == Some("Ada 24")
    });
}

#[test]
fn a_conversation_whose_start_was_refused_is_retried_by_the_id_of_its_message() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.reply(
        On::pattern("POST /sdk/v1/conversations").first(1),
        Reply::error(422, "parameter_invalid"),
    );
    block_on(app.start_conversation("hello")).unwrap_err();
    let list = block_on(app.list_conversations(20, None)).unwrap();
    let part = list.data[0].last_part.clone().unwrap();
    assert!(matches!(part.delivery, PartDelivery::Failed { .. }));
    let part = frontdesk_core::OperationId::parse(&part.id).unwrap();
    assert!(app.retry_operation(part).unwrap());
    app.drain();
    let list = block_on(app.list_conversations(20, None)).unwrap();
    assert_eq!(
        list.data[0].last_part.as_ref().unwrap().delivery,
        PartDelivery::Sent
    );
    assert_eq!(list.data.len(), 1);
}

#[test]
fn a_file_that_a_proxy_finds_too_large_fails_and_holds_nothing_up() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.reply(On::pattern("PUT /sdk/v1/uploads/*"), Reply::page(413));
    let message = NewReply {
        body: "look".to_owned(),
        attachments: vec![NewAttachment {
            name: "film.mp4".to_owned(),
            content_type: "video/mp4".to_owned(),
            bytes: b"larger than the proxy takes".to_vec(),
        }],
    };
    let error = block_on(app.start_conversation_with(message)).unwrap_err();
    assert_eq!(error.code(), "http_413");
    app.event("behind it");
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["behind it"]);
}
