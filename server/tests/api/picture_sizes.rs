//! How large pictures are: read when their files come, told to devices and operators.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::desk::{Desk, Device, new_id};
use crate::sdk_conversations::{id_of, reply, start};
use crate::sdk_uploads::upload;

#[tokio::test]
async fn a_picture_says_how_large_it_is_and_what_is_none_says_nothing() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"u1"})).await;
    let started = start(&desk, &token, "Look").await;
    let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0".to_vec();
    picture.resize(300_000, 0);
    let (large, broken, text) = (new_id(), new_id(), new_id());
    for (id, kind, bytes) in [
        (&large, "image/png", picture.as_slice()),
        (
            &broken,
            "image/png",
            b"\x89PNG\r\n\x1a\nnot much of a picture".as_slice(),
        ),
        (&text, "text/plain", b"640 by 480".as_slice()),
    ] {
        assert_eq!(upload(&desk, &token, id, kind, "a", bytes).await.status, 201);
    }
    let part = json!({ "id": new_id(), "attachments": [large, broken, text] });
    let sent = reply(&desk, &token, id_of(&started), part).await.ok();
    let files = &sent["attachments"];
    assert_eq!(
        (&files[0]["width"], &files[0]["height"]),
        (&json!(640), &json!(480))
    );
    for unknown in [&files[1], &files[2]] {
        assert_eq!((unknown.get("width"), unknown.get("height")), (None, None));
    }
    // Teammates see it, and send pictures of their own.
    let path = format!("/conversations/{}", id_of(&started));
    let seen =
        desk.get(&path).await.ok()["conversation_parts"]["conversation_parts"][0]["attachments"].clone();
    assert_eq!(
        (&seen[0]["width"], &seen[0]["height"], &seen[2]["width"]),
        (&json!(640), &json!(480), &json!(null))
    );
    let data = STANDARD.encode(&picture[..1_000]);
    let admin = desk.get("/admins").await.ok()["admins"][0]["id"].clone();
    let answer = json!({
        "message_type": "comment", "type": "admin", "admin_id": admin, "body": "This one",
        "attachment_files": [{ "name": "b.png", "content_type": "image/png", "data": data }],
    });
    let answered = desk.operator("POST", &format!("{path}/reply"), answer).await.ok();
    let last = answered["conversation_parts"]["conversation_parts"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(last["attachments"][0]["height"], 480);
}
