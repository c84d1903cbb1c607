//! The server's own stream: two devices of one user, faults in between.

use frontdesk_core::Event;
use frontdesk_core::messenger::FeedMode;
use frontdesk_core::model::message::NewReply;
use frontdesk_core::retry::PolicyConfig;
use frontdesk_tests::support::{App, Fault, On, TestServer, VirtualTime, block_on};

use serde_json::json;

use crate::scene::{PING, POLL, STREAM, wait_for_unread};

/// Ada with two devices: she writes on one and looks at the other.
struct Pair {
    time: VirtualTime,
    server: TestServer,
    writes: App,
    looks: App,
}

fn pair() -> Pair {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let writes = App::on(&server).open();
    let looks = App::on(&server)
        .clock(time.device())
        .retry(PolicyConfig::default())
        .open();
    writes.login("ada").unwrap();
    looks.login("ada").unwrap();
    Pair {
        time,
        server,
        writes,
        looks,
    }
}

impl Pair {
    /// Starts a conversation; gives the server's id of it.
    fn start(&self, text: &str) -> String {
        let sent = block_on(self.writes.start_conversation(text)).unwrap();
        self.writes.drain();
        sent.conversation_id
    }

    /// Waits until the device that looks has these texts, in this order, without asking the server.
    fn wait_for_texts(&self, conversation: &str, wanted: &[&str]) {
        self.looks.ears.wait_for_all("a conversation", |_| {
            let kept = block_on(self.looks.cached_conversation(conversation, None)).ok()??;
            let texts: Vec<String> = kept.parts.into_iter().filter_map(|part| part.body_text).collect();
            (texts == wanted).then_some(())
        });
    }

    fn reply(&self, conversation: &str, text: &str) {
        block_on(self.writes.reply(conversation, NewReply::text(text))).unwrap();
        self.writes.drain();
    }

    fn changes_told(&self) -> usize {
        let events = self.looks.ears.all();
        let changed = |event: &&Event| matches!(event, Event::ConversationChanged { .. });
        events.iter().filter(changed).count()
    }
}

#[test]
fn what_one_device_writes_the_other_shows_without_asking() {
    let pair = pair();
    let conversation = pair.start("one");
    pair.looks.set_foreground(true);
    pair.server.wait_for_streams(1);
    block_on(pair.looks.conversation(&conversation, None)).unwrap();
    let asked = pair.server.journal().of(STREAM).len();
    pair.reply(&conversation, "two");
    pair.reply(&conversation, "three");
    pair.wait_for_texts(&conversation, &["one", "two", "three"]);
    assert_eq!(pair.server.journal().of(STREAM).len(), asked);
}

#[test]
fn nothing_is_lost_and_nothing_doubled_however_often_the_stream_is_cut() {
    let pair = pair();
    let conversation = pair.start("0");
    for bytes in [1, 30, 100, 250, 600, 900, 1500, 2500, 4000] {
        pair.server.fault(On::streams().first(1), Fault::CutAfter(bytes));
    }
    pair.looks.set_foreground(true);
    block_on(pair.looks.conversation(&conversation, None)).unwrap();
    let texts: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    for text in &texts[1..] {
        pair.reply(&conversation, text);
    }
    let streams = || pair.server.journal().of(STREAM).len();
    pair.time.pass_until(|| streams() >= 10);
    let wanted: Vec<&str> = texts.iter().map(String::as_str).collect();
    pair.wait_for_texts(&conversation, &wanted);
    assert!(
        pair.changes_told() <= 2 * texts.len(),
        "{} changes told of {} parts",
        pair.changes_told(),
        texts.len()
    );
}

#[test]
fn behind_a_proxy_that_collects_the_same_news_come_by_questions() {
    let pair = pair();
    let conversation = pair.start("one");
    pair.server.fault(On::streams(), Fault::Collect);
    pair.looks.set_foreground(true);
    block_on(pair.looks.conversation(&conversation, None)).unwrap();
    pair.server.journal().wait_for_count(STREAM, 1);
    let polls = || pair.server.journal().of(POLL).len();
    pair.time.pass_until(|| polls() >= 1);
    pair.reply(&conversation, "two");
    pair.wait_for_texts(&conversation, &["one", "two"]);
    assert_eq!(pair.looks.messenger_state().feed, FeedMode::LongPoll);
    // The next question is asked at once.
    pair.server.journal().wait_for_count(POLL, 2);
    pair.reply(&conversation, "three");
    pair.wait_for_texts(&conversation, &["one", "two", "three"]);
}

#[test]
fn what_came_in_the_background_is_told_in_the_foreground_and_after_a_restart() {
    let pair = pair();
    let conversation = pair.start("one");
    pair.looks.set_foreground(true);
    pair.server.wait_for_streams(1);
    block_on(pair.looks.conversation(&conversation, None)).unwrap();
    pair.looks.set_foreground(false);
    pair.server.wait_for_streams(0);
    pair.reply(&conversation, "two");
    pair.looks.set_foreground(true);
    pair.wait_for_texts(&conversation, &["one", "two"]);
    let Pair {
        time,
        server,
        writes,
        looks,
    } = pair;
    let looks = looks.reopen();
    let pair = Pair {
        time,
        server,
        writes,
        looks,
    };
    pair.reply(&conversation, "three");
    pair.looks.set_foreground(true);
    pair.wait_for_texts(&conversation, &["one", "two", "three"]);
    let reads = pair.server.journal().all();
    let reads = reads
        .iter()
        .filter(|e| e.line().starts_with("GET /sdk/v1/conversations"));
    assert_eq!(reads.count(), 1, "told, not asked for");
}

#[test]
fn the_conversations_of_an_unidentified_user_go_on_when_it_becomes_somebody() {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let writes = App::on(&server).open();
    writes.login("ada").unwrap();
    let looks = App::on(&server)
        .clock(time.device())
        .retry(PolicyConfig::default())
        .open();
    looks.login_lead().unwrap();
    block_on(looks.start_conversation("as a lead")).unwrap();
    looks.drain();
    looks.set_foreground(true);
    server.wait_for_streams(1);
    let pings = server.journal().of(PING).len();
    looks.login("ada").unwrap();
    // Whatever becomes of the lead's stream, the user's follows.
    time.pass_until(|| {
        server.journal().of(PING).len() > pings && looks.messenger_state().feed == FeedMode::Stream
    });
    let pair = Pair {
        time,
        server,
        writes,
        looks,
    };
    let conversation = pair.start("on another device");
    pair.looks.ears.wait_for("news of the new conversation", |_| {
        let list = block_on(pair.looks.cached_conversations(20)).ok()?;
        let known = |wanted: &str| {
            list.data
                .iter()
                .any(|c| c.id == wanted || c.client_id.as_deref() == Some(wanted))
        };
        (known(&conversation) && list.data.len() == 2).then_some(())
    });
}

/// The first teammate's id.
fn admin(server: &TestServer) -> serde_json::Value {
    server.operator("GET", "/admins", &serde_json::Value::Null)["admins"][0]["id"].clone()
}

/// A teammate answers.
fn answer(server: &TestServer, conversation: &str, text: &str) {
    answer_as(&admin(server), server, conversation, text);
}

fn answer_as(admin: &serde_json::Value, server: &TestServer, conversation: &str, text: &str) {
    let reply = json!({ "type": "admin", "message_type": "comment", "admin_id": admin, "body": text });
    server.operator("POST", &format!("/conversations/{conversation}/reply"), &reply);
}

/// The server's ids of the conversations that this device knows.
fn ids_known(app: &App) -> Vec<String> {
    let list = block_on(app.cached_conversations(20)).unwrap();
    list.data
        .into_iter()
        .map(|conversation| conversation.id)
        .collect()
}

#[test]
fn the_unread_count_follows_teammates_and_readers_on_every_device() {
    let pair = pair();
    let first = pair.start("one question");
    let second = pair.start("another question");
    pair.looks.set_foreground(true);
    pair.server.wait_for_streams(1);
    let list = block_on(pair.looks.list_conversations(20, None)).unwrap();
    assert_eq!(list.data.len(), 2);
    for conversation in &list.data {
        answer(&pair.server, &conversation.id, "an answer");
    }
    wait_for_unread(&pair.looks, 2);
    let heard = pair.looks.ears.all();
    let counts = heard.iter().filter_map(|event| match event {
        Event::UnreadChanged { count } => Some(*count),
        _ => None,
    });
    assert!(counts.collect::<Vec<_>>().ends_with(&[1, 2]), "{heard:?}");

    assert!(block_on(pair.looks.mark_conversation_read(&first)).unwrap());
    assert_eq!(pair.looks.unread_conversation_count(), 1, "at once");
    pair.looks.drain();
    // In the background the other one is read on the other device.
    pair.looks.set_foreground(false);
    pair.server.wait_for_streams(0);
    block_on(pair.writes.conversation(&second, None)).unwrap();
    assert!(block_on(pair.writes.mark_conversation_read(&second)).unwrap());
    pair.writes.drain();
    assert_eq!(
        pair.looks.unread_conversation_count(),
        1,
        "nobody told the background"
    );
    pair.looks.set_foreground(true);
    wait_for_unread(&pair.looks, 0);
}

#[test]
fn what_was_read_offline_stays_read_though_the_server_does_not_know_it_yet() {
    let pair = pair();
    let conversation = pair.start("a question");
    pair.looks.set_foreground(true);
    pair.server.wait_for_streams(1);
    block_on(pair.looks.conversation(&conversation, None)).unwrap();
    let id = ids_known(&pair.looks).remove(0);
    answer(&pair.server, &id, "an answer");
    wait_for_unread(&pair.looks, 1);
    let gate = pair.server.hold(On::pattern("PUT /sdk/v1/conversations/*"));
    assert!(block_on(pair.looks.mark_conversation_read(&conversation)).unwrap());
    gate.wait_for_arrival();
    assert_eq!(pair.looks.unread_conversation_count(), 0);
    assert_eq!(block_on(pair.looks.fetch_unread_conversation_count()).unwrap(), 0);
    gate.open();
    pair.looks.drain();
    answer(&pair.server, &id, "one more");
    wait_for_unread(&pair.looks, 1);
}

#[test]
fn a_teammates_words_arrive_while_they_type_and_when_they_are_written() {
    let pair = pair();
    let conversation = pair.start("a question");
    pair.looks.set_foreground(true);
    pair.server.wait_for_streams(1);
    block_on(pair.looks.conversation(&conversation, None)).unwrap();
    let id = ids_known(&pair.looks).remove(0);
    let typing = json!({ "admin_id": admin(&pair.server) });
    pair.server
        .operator("POST", &format!("/x/conversations/{id}/typing"), &typing);
    pair.looks.ears.wait_for("typing", |event| match event {
        Event::Typing { conversation_id, .. } if *conversation_id == id => Some(()),
        _ => None,
    });
    answer(&pair.server, &id, "<p>an answer</p>");
    pair.wait_for_texts(&conversation, &["a question", "an answer"]);
}

#[test]
fn who_was_away_for_more_than_is_kept_asks_anew_and_follows_from_there() {
    let pair = pair();
    let conversation = pair.start("a question");
    pair.looks.set_foreground(true);
    pair.server.wait_for_streams(1);
    block_on(pair.looks.conversation(&conversation, None)).unwrap();
    let id = ids_known(&pair.looks).remove(0);
    pair.looks.set_foreground(false);
    pair.server.wait_for_streams(0);
    // Each answer is at least two changes; a thousand are kept.
    let grace = admin(&pair.server);
    for number in 0..510 {
        answer_as(&grace, &pair.server, &id, &format!("answer {number}"));
    }
    let streams = pair.server.journal().of(STREAM).len();
    pair.looks.set_foreground(true);
    pair.time
        .pass_until(|| pair.server.journal().of(STREAM).len() >= streams + 2);
    let asked = pair.server.journal().of(STREAM);
    assert_eq!(asked[streams].status, Some(410));
    let place = |nth: usize| {
        asked[nth]
            .header("last-event-id")
            .and_then(|id| id.parse::<i64>().ok())
    };
    assert!(
        place(streams + 1) > place(streams).map(|seq| seq + 1000),
        "{asked:?}"
    );
    wait_for_unread(&pair.looks, 1);
    pair.looks
        .ears
        .wait_for("a word about the conversation", |event| {
            (*event == Event::ConversationChanged { id: id.clone() }).then_some(())
        });
    let read = block_on(pair.looks.conversation(&conversation, None)).unwrap();
    assert_eq!(
        read.parts.last().unwrap().body_text.as_deref(),
        Some("answer 509")
    );
    answer(&pair.server, &id, "and one more");
    pair.looks.ears.wait_for_all("the newest answer", |_| {
        let kept = block_on(pair.looks.cached_conversation(&conversation, None)).ok()??;
        (kept.parts.last()?.body_text.as_deref() == Some("and one more")).then_some(())
    });
}
