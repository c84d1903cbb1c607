//! Messages that their writer wants back before they are sent.

use frontdesk_core::model::message::{NewAttachment, NewReply};
use frontdesk_core::{Delivery, DeliveryOutcome};
use frontdesk_tests::support::{App, On, TestServer, block_on};

fn logged_in(server: &TestServer) -> App {
    let app = App::on(server).open();
    app.login("ada").unwrap();
    app
}

fn shown(app: &App, conversation: &str) -> Vec<String> {
    let kept = block_on(app.cached_conversation(conversation, None)).unwrap();
    let parts = kept.map(|conversation| conversation.parts).unwrap_or_default();
    parts.into_iter().filter_map(|part| part.body_text).collect()
}

#[test]
fn a_message_that_waits_is_taken_back_with_its_file_and_never_sent() {
    let server = TestServer::start();
    let app = logged_in(&server);
    let conversation = block_on(app.start_conversation("hello")).unwrap().conversation_id;
    block_on(app.conversation(&conversation, None)).unwrap();
    server.cut_network();
    let wrong = NewReply {
        body: "wrong".to_owned(),
        attachments: vec![NewAttachment {
            name: "wrong.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            bytes: b"the wrong file".to_vec(),
        }],
    };
    let wrong = block_on(app.reply(&conversation, wrong)).unwrap();
    block_on(app.reply(&conversation, NewReply::text("right"))).unwrap();
    assert_eq!(shown(&app, &conversation), ["hello", "wrong", "right"]);

    assert!(app.dismiss(wrong.part_id).unwrap());
    assert!(!app.dismiss(wrong.part_id).unwrap(), "once");
    assert_eq!(app.ears.fate_of(wrong.part_id), DeliveryOutcome::Purged);
    assert_eq!(shown(&app, &conversation), ["hello", "right"]);
    assert!(!app.kit().database().with_extension("files").exists());
    let app = app.crash();
    server.restore_network();
    app.drain();
    assert_eq!(server.database().number("select count(*) from parts"), 2);
    assert_eq!(server.database().number("select count(*) from uploads"), 0);
    assert_eq!(shown(&app, &conversation), ["hello", "right"]);
}

#[test]
fn the_start_of_a_conversation_is_taken_back_only_when_nothing_behind_it_needs_it() {
    let server = TestServer::start();
    let app = logged_in(&server);
    server.cut_network();
    let start = block_on(app.start_conversation("one")).unwrap();
    let reply = block_on(app.reply(&start.conversation_id, NewReply::text("two"))).unwrap();
    assert!(!app.dismiss(start.part_id).unwrap());
    assert!(app.dismiss(reply.part_id).unwrap());
    assert!(app.dismiss(start.part_id).unwrap());
    assert_eq!(app.queued(), 0);
    assert_eq!(shown(&app, &start.conversation_id), [""; 0]);
    server.restore_network();
    app.event("after");
    app.drain();
    let listed = block_on(app.list_conversations(20, None)).unwrap();
    assert_eq!(listed.data, []);
    assert_eq!(server.database().number("select count(*) from conversations"), 0);
}

#[test]
fn what_somebody_else_left_is_not_taken_back() {
    let server = TestServer::start();
    let app = logged_in(&server);
    server.cut_network();
    let adas = block_on(app.start_conversation("from ada")).unwrap();
    app.log_out().unwrap();
    assert!(!app.dismiss(adas.part_id).unwrap(), "nobody is logged in");
    app.login("bob").unwrap_err();
    assert!(!app.dismiss(adas.part_id).unwrap(), "bob is");
    server.restore_network();
    app.login("bob").unwrap();
    app.drain();
    assert_eq!(server.database().number("select count(*) from parts"), 1);
}

#[test]
fn what_is_on_its_way_when_it_is_taken_back_may_arrive_and_is_told_once() {
    let server = TestServer::start();
    let app = logged_in(&server);
    let conversation = block_on(app.start_conversation("hello")).unwrap().conversation_id;
    let gate = server.hold_answer(On::pattern("POST /sdk/v1/conversations/*"));
    let (sent, part) = std::thread::scope(|scope| {
        let sending = scope.spawn(|| block_on(app.reply(&conversation, NewReply::text("too late"))));
        gate.wait_for_arrival();
        let waiting = block_on(app.cached_conversation(&conversation, None)).unwrap();
        let part = waiting.unwrap().parts.last().unwrap().id.clone();
        let part = frontdesk_core::OperationId::parse(&part).unwrap();
        assert!(app.dismiss(part).unwrap());
        (sending.join().unwrap().unwrap(), part)
    });
    assert_eq!(sent.delivery, Delivery::Queued, "who waits for it is answered");
    gate.open();
    app.drain();
    app.event("behind it");
    app.drain();
    assert_eq!(server.database().number("select count(*) from parts"), 2);
    let told = app.ears.fates().into_iter().filter(|(id, _)| *id == part);
    assert_eq!(
        told.map(|(_, fate)| fate).collect::<Vec<_>>(),
        [DeliveryOutcome::Purged]
    );
    let read = block_on(app.conversation(&conversation, None)).unwrap();
    assert_eq!(read.parts.len(), 2, "the server's word holds");
}
