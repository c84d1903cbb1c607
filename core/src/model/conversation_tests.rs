//! Reading conversations of a newer server, and what is shown of them.

use super::*;

#[test]
fn words_and_fields_of_a_newer_server_do_not_fail_the_answer() {
    let part: Part = serde_json::from_str(
        r#"{"id":"7","seq":3,"author":{"type":"robot","name":null,"avatar":null},"body_html":null,
            "body_text":null,"attachments":[],"created_at":5,"state":"pinned","later":{}}"#,
    )
    .unwrap();
    assert_eq!(
        (part.author.kind, part.state, part.delivery),
        (AuthorKind::Bot, PartState::Sent, PartDelivery::Sent)
    );
    let states: [ConversationState; 4] =
        ["open", "closed", "snoozed", "archived"].map(|word| serde_json::from_value(word.into()).unwrap());
    assert_eq!(
        states,
        [
            ConversationState::Open,
            ConversationState::Closed,
            ConversationState::Snoozed,
            ConversationState::Open
        ]
    );
}

#[test]
fn what_people_wrote_is_not_in_debug() {
    let part: Part = serde_json::from_str(
        r#"{"id":"7","author":{"type":"user","name":"CANARY","avatar":"CANARY"},"body_html":"CANARY",
            "body_text":"CANARY","quick_replies":[{"id":"1","text":"CANARY"}],
            "attachments":[{"id":"1","name":"CANARY","content_type":"a/b","size":1,"url":"CANARY"}]}"#,
    )
    .unwrap();
    let conversation = Conversation {
        id: "1".to_owned(),
        client_id: None,
        title: Some("CANARY".to_owned()),
        state: ConversationState::Open,
        updated_at: 1,
        unread_count: 0,
        participants: vec![part.author.clone()],
        parts: vec![part.clone()],
        previous: None,
        from_cache: false,
    };
    let shown = format!("{part:?} {conversation:?} {:?}", conversation.summary());
    let shown = format!("{shown} {:?} {:?}", part.attachments, part.quick_replies);
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[test]
fn the_delivery_of_a_part_is_written_only_while_it_is_under_way() {
    let mut part: Part = serde_json::from_str(r#"{"id":"7"}"#).unwrap();
    assert_eq!(serde_json::to_value(&part).unwrap().get("delivery"), None);
    part.delivery = PartDelivery::Pending;
    assert_eq!(
        serde_json::to_value(&part).unwrap()["delivery"]["status"],
        "pending"
    );
    let read: Part = serde_json::from_value(serde_json::to_value(&part).unwrap()).unwrap();
    assert_eq!(read, part);
}

#[test]
fn the_sides_of_a_picture_are_passed_on_and_absent_where_nobody_knows_them() {
    let file = |sides: &str| {
        let text = format!(
            r#"{{"id":"1","name":"a","content_type":"image/png","size":1,"url":"u","expires_at":2{sides}}}"#
        );
        let read: Attachment = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        (read.width, read.height)
    };
    assert_eq!(file(r#","width":640,"height":480"#), (Some(640), Some(480)));
    assert_eq!(file(""), (None, None));
}
