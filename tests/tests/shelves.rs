//! Content, receipts, tickets and news: refusals, reading without the server, and telling what became of them.

use frontdesk_core::model::content::{ContentKind, ContentRef};
use frontdesk_core::{
    Answer, AnswerValue, ContentStatus, Delivery, FrontdeskError, LiveKind, ReceiptEvent, ReceiptKind,
    TicketState,
};
use frontdesk_tests::support::{App, Fault, On, Reply, TestServer, block_on};
use serde_json::{Map, Value, json};

fn logged_in(server: &TestServer) -> App {
    let app = App::on(server).open();
    app.login("ada").unwrap();
    app
}

fn content(kind: ContentKind, id: &str) -> ContentRef {
    ContentRef::new(kind, id).unwrap()
}

fn ticket_kind(server: &TestServer) {
    let attributes = json!([
        { "name": "_default_title_", "label": "What is broken?", "description": null, "type": "text", "required": true },
        { "name": "device", "label": "On what?", "description": null, "type": "list", "required": false,
          "options": ["phone", "tablet"] },
    ]);
    let body = json!({ "description": "Something broke", "attributes": attributes });
    server.publish("ticket_type", "4", "Fault", body);
}

fn answers(title: &str) -> Map<String, Value> {
    json!({ "_default_title_": title, "device": "phone" })
        .as_object()
        .cloned()
        .unwrap()
}

/// What may stand between an app and its server.
fn troubles() -> [Fault; 4] {
    [
        Fault::DropBefore,
        Fault::Truncate,
        Fault::Reply(Reply::page(500)),
        Fault::Reply(Reply::page(200)),
    ]
}

#[test]
fn live_content_has_its_body_and_is_read_again_without_the_server() {
    let server = TestServer::start();
    let app = logged_in(&server);
    let survey = block_on(app.content(content(ContentKind::Survey, "2001"))).unwrap();
    assert_eq!((survey.kind, survey.from_cache), (LiveKind::Survey, false));
    assert_eq!(survey.body["questions"][0]["id"], "q1");
    let carousel = || block_on(app.live_content(LiveKind::Carousel, "3001"));
    assert_eq!(carousel().unwrap().body["screens"].as_array().unwrap().len(), 2);
    let article = block_on(app.content(content(ContentKind::Article, "1001"))).unwrap();
    assert_eq!(article.body["title"], "Getting started");
    for fault in troubles() {
        server.fault(On::pattern("GET /sdk/v1/content/*"), fault.clone());
        let kept = carousel().unwrap();
        assert!(kept.from_cache && kept.body["screens"].is_array(), "{fault:?}");
        server.no_more_faults();
        assert!(!carousel().unwrap().from_cache);
    }
    server.cut_network();
    assert!(carousel().unwrap().from_cache);
    let error = block_on(app.live_content(LiveKind::Carousel, "9")).unwrap_err();
    assert_eq!(error.code(), "network_unavailable");
    // An article that was shown is found like one that was read.
    assert_eq!(block_on(app.search_help_center("getting")).unwrap().len(), 1);
}

#[test]
fn each_reason_for_not_showing_has_its_own_error_and_removes_the_copy() {
    let server = TestServer::start();
    let app = logged_in(&server);
    let code = |kind, id: &str| match block_on(app.content(content(kind, id))).unwrap_err() {
        FrontdeskError::ContentUnavailable {
            code,
            status,
            user_message,
        } => {
            assert!(user_message.ends_with('.'));
            (code, status)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        code(ContentKind::Survey, "2002"),
        ("content_not_live", Some(ContentStatus::Draft))
    );
    assert_eq!(
        code(ContentKind::Carousel, "3002"),
        ("content_not_live", Some(ContentStatus::Paused))
    );
    assert_eq!(
        code(ContentKind::Article, "1002"),
        ("content_not_live", Some(ContentStatus::Archived))
    );
    assert_eq!(code(ContentKind::Survey, "77"), ("not_found", None));
    block_on(app.content(content(ContentKind::Survey, "2001"))).unwrap();
    let others = json!({ "targeting": { "user_ids": ["bob"] } });
    server.operator("PUT", "/x/content/survey/2001", &others);
    assert_eq!(code(ContentKind::Survey, "2001"), ("content_not_targeted", None));
    server.cut_network();
    let gone = block_on(app.content(content(ContentKind::Survey, "2001"))).unwrap_err();
    assert_eq!(
        gone.code(),
        "network_unavailable",
        "no copy of what is not meant for this user"
    );
}

#[test]
fn what_cannot_be_one_piece_of_content_is_refused_before_anyone_is_asked() {
    let server = TestServer::start();
    let app = logged_in(&server);
    let several = ContentRef::collections(["1", "2"]).unwrap();
    assert_eq!(block_on(app.content(several)).unwrap_err().code(), "too_many_ids");
    let ticket = block_on(app.content(content(ContentKind::Ticket, "1"))).unwrap_err();
    assert_eq!(ticket.code(), "unknown_content_type");
    assert_eq!(
        block_on(app.live_content(LiveKind::Survey, " "))
            .unwrap_err()
            .code(),
        "empty"
    );
    assert_eq!(block_on(app.ticket("")).unwrap_err().field(), Some("ticket_id"));
}

#[test]
fn receipts_travel_together_in_order_and_count_once() {
    let server = TestServer::start();
    let app = logged_in(&server);
    let given = [
        Answer {
            question_id: "q1".to_owned(),
            value: AnswerValue::Number(5.0),
        },
        Answer {
            question_id: "q2".to_owned(),
            value: AnswerValue::Text("more kettles".to_owned()),
        },
    ];
    server.cut_network();
    let survey = |event, answers: &[Answer]| app.send_receipt(ReceiptKind::Survey, "2001", event, answers);
    survey(ReceiptEvent::Shown, &[]).unwrap();
    survey(ReceiptEvent::Answered, &given).unwrap();
    survey(ReceiptEvent::Completed, &[]).unwrap();
    let app = app.crash();
    server.fault(
        On::pattern("POST /sdk/v1/content/receipts").first(1),
        Fault::DropAfter,
    );
    server.restore_network();
    app.drain();
    let stored = |event: &str| {
        let sql = format!("select count(*) from receipts where content_id = '2001' and event = '{event}'");
        server.database().number(&sql)
    };
    assert_eq!(
        (stored("shown"), stored("answered"), stored("completed")),
        (1, 1, 1)
    );
    let sent = server.journal().of("POST /sdk/v1/content/receipts");
    let events = |body: &Value| {
        let receipts = body["receipts"].as_array().unwrap().iter();
        receipts
            .map(|one| one["event"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(events(&sent[0].json()), ["shown", "answered", "completed"]);
    assert!(
        sent.windows(2).all(|pair| pair[0].body == pair[1].body),
        "repeated with equal bytes"
    );
    assert_eq!(
        sent[0].json()["receipts"][1]["answers"][1]["value"],
        "more kettles"
    );
}

#[test]
fn receipts_that_make_no_sense_are_refused_and_not_stored() {
    let server = TestServer::start();
    let app = logged_in(&server);
    let send = |event, answers: &[Answer]| app.send_receipt(ReceiptKind::Survey, "2001", event, answers);
    let answer = Answer {
        question_id: "q1".to_owned(),
        value: AnswerValue::Bool(true),
    };
    assert_eq!(send(ReceiptEvent::Answered, &[]).unwrap_err().code(), "missing");
    assert_eq!(
        send(ReceiptEvent::Shown, &[answer]).unwrap_err().code(),
        "unexpected"
    );
    assert_eq!(app.queued(), 0);
    app.log_out().unwrap();
    assert_eq!(
        send(ReceiptEvent::Shown, &[]).unwrap_err().code(),
        "not_logged_in"
    );
}

#[test]
fn a_ticket_is_opened_listed_and_read_with_and_without_the_server() {
    let server = TestServer::start();
    ticket_kind(&server);
    let app = logged_in(&server);
    let kinds = block_on(app.ticket_types()).unwrap();
    assert_eq!((kinds[0].id.as_str(), kinds[0].attributes.len()), ("4", 2));
    let sent = block_on(app.create_ticket("4", answers("Broken kettle"))).unwrap();
    assert!(matches!(sent.delivery, Delivery::Delivered { .. }));
    let list = || block_on(app.list_tickets(20, None)).unwrap();
    let first = list();
    assert_eq!((first.data.len(), first.from_cache), (1, false));
    assert_eq!(
        (first.data[0].title.as_deref(), first.data[0].state),
        (Some("Broken kettle"), TicketState::Submitted)
    );
    for fault in troubles() {
        server.fault(On::pattern("GET /sdk/v1/ticket*"), fault.clone());
        assert!(list().from_cache, "{fault:?}");
        assert_eq!(block_on(app.ticket_types()).unwrap(), kinds, "{fault:?}");
        // Never asked for by itself: known from the list.
        let one = block_on(app.ticket(&first.data[0].id)).unwrap();
        assert!(
            one.from_cache && one.title.as_deref() == Some("Broken kettle"),
            "{fault:?}"
        );
        server.no_more_faults();
    }
    assert!(!block_on(app.ticket(&first.data[0].id)).unwrap().from_cache);
    assert_eq!(block_on(app.ticket("4711")).unwrap_err().code(), "not_found");
}

#[test]
fn a_ticket_written_offline_is_opened_once_after_a_kill_and_a_lost_answer() {
    let server = TestServer::start();
    ticket_kind(&server);
    let app = logged_in(&server);
    server.cut_network();
    let sent = block_on(app.create_ticket("4", answers("Offline"))).unwrap();
    assert_eq!(sent.delivery, Delivery::Queued);
    let app = app.crash();
    server.fault(On::pattern("POST /sdk/v1/tickets").first(1), Fault::DropAfter);
    server.restore_network();
    app.drain();
    let list = block_on(app.list_tickets(20, None)).unwrap();
    assert_eq!(list.data.len(), 1, "{list:?}");
    assert_eq!(list.data[0].id, sent.ticket_id);
}

#[test]
fn a_form_that_is_wrong_is_refused_here_or_by_the_server_with_its_field() {
    let server = TestServer::start();
    ticket_kind(&server);
    let app = logged_in(&server);
    let mut nested = answers("x");
    nested.insert("device".to_owned(), json!(["phone"]));
    let error = block_on(app.create_ticket("4", nested)).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        ("nested_attribute", Some("attributes.device"))
    );
    let mut other = answers("x");
    other.insert("device".to_owned(), json!("fridge"));
    let error = block_on(app.create_ticket("4", other)).unwrap_err();
    assert!(
        matches!(&error, FrontdeskError::Refused { field: Some(_), .. }),
        "{error:?}"
    );
}

#[test]
fn news_are_paged_and_each_page_is_read_again_without_the_server() {
    let server = TestServer::start();
    for number in 1..=25 {
        let body = json!({ "body_html": format!("<p>News {number}</p>") });
        server.publish("news", &number.to_string(), &format!("News {number}"), body);
    }
    let app = logged_in(&server);
    let first = block_on(app.list_news(None)).unwrap();
    let second = block_on(app.list_news(first.next.as_deref())).unwrap();
    assert_eq!(
        (first.data.len() + second.data.len(), second.next.as_deref()),
        (25, None)
    );
    server.cut_network();
    let kept = block_on(app.list_news(None)).unwrap();
    assert!(kept.from_cache);
    assert_eq!((&kept.data, &kept.next), (&first.data, &first.next));
    let kept = block_on(app.list_news(first.next.as_deref())).unwrap();
    assert_eq!(kept.data, second.data);
    let unseen = block_on(app.list_news(Some("never"))).unwrap_err();
    assert_eq!(unseen.code(), "network_unavailable");
}
