//! The rules that hold over whole ranges of answers; single cases are in `contract/vectors/retry.json`.

use super::*;

const PURPOSES: [Purpose; 4] = [Purpose::Login, Purpose::Upload, Purpose::Lookup, Purpose::Close];

fn request(purpose: Purpose, items: usize) -> Request {
    Request {
        purpose,
        items,
        fresh_session: false,
    }
}

fn response(status: u16, body: Body) -> Answer<'static> {
    Answer::Response {
        status,
        content_type: Some("application/json"),
        body,
        retry_after: None,
    }
}

fn envelope(code: &str) -> Body {
    Body::Envelope {
        code: code.to_owned(),
    }
}

fn every_body() -> Vec<Body> {
    vec![
        Body::Valid,
        envelope("parameter_invalid"),
        Body::OtherJson,
        Body::Html,
        Body::Empty,
        Body::Truncated,
        Body::Other,
    ]
}

#[test]
fn nothing_but_a_valid_2xx_acknowledges_an_upload() {
    for status in 0..=1_000 {
        for body in every_body() {
            for items in [1, 2, 500] {
                let action = classify(&request(Purpose::Upload, items), &response(status, body.clone()));
                let acknowledges = (200..300).contains(&status) && body == Body::Valid;
                assert_eq!(action == Action::Ack, acknowledges, "{status} {body:?} {items}");
            }
        }
    }
}

#[test]
fn an_upload_is_set_aside_only_alone_and_only_by_a_verdict_on_its_content() {
    for status in 0..=1_000 {
        for body in every_body() {
            for items in [1, 2] {
                let action = classify(&request(Purpose::Upload, items), &response(status, body.clone()));
                if let Action::Quarantine { code } = action {
                    assert_eq!(items, 1);
                    assert!([400, 409, 413, 422].contains(&status), "{status}");
                    assert!(body != Body::Html || status == 413, "{status}");
                    assert!(!code.is_empty());
                }
            }
        }
    }
}

#[test]
fn an_upload_is_never_answered_with_a_refusal() {
    for status in 0..=1_000 {
        for body in every_body() {
            let action = classify(&request(Purpose::Upload, 1), &response(status, body.clone()));
            assert!(!matches!(action, Action::Refuse { .. }), "{status} {body:?}");
        }
    }
}

#[test]
fn a_server_in_trouble_is_asked_again_for_every_purpose() {
    for purpose in PURPOSES {
        for status in [408, 425, 429, 500, 501, 502, 503, 504, 505, 507, 520, 525, 599] {
            for body in every_body() {
                let answer = Answer::Response {
                    status,
                    content_type: None,
                    body,
                    retry_after: Some(Duration::from_secs(7)),
                };
                let expected = Action::Retry {
                    after: Some(Duration::from_secs(7)),
                };
                assert_eq!(
                    classify(&request(purpose, 3), &answer),
                    expected,
                    "{purpose:?} {status}"
                );
            }
        }
    }
}

#[test]
fn the_wrong_content_type_is_no_acknowledgement() {
    for content_type in [
        None,
        Some("text/html"),
        Some("text/plain"),
        Some("application/octet-stream"),
    ] {
        let answer = Answer::Response {
            status: 200,
            content_type,
            body: Body::Valid,
            retry_after: None,
        };
        assert_eq!(
            classify(&request(Purpose::Upload, 1), &answer),
            Action::Retry { after: None }
        );
    }
}

#[test]
fn a_second_unauthorized_after_a_new_session_pauses_instead_of_circling() {
    let first = request(Purpose::Upload, 1);
    let second = Request {
        fresh_session: true,
        ..first
    };
    let answer = response(401, envelope("unauthorized"));
    assert_eq!(classify(&first, &answer), Action::RefreshSession);
    assert_eq!(
        classify(&second, &answer),
        Action::Pause {
            reason: PauseReason::AuthRequired,
            recheck: limits::RECHECK_REFUSED
        }
    );
}

#[test]
fn codes_that_are_not_identifiers_never_leave_this_file() {
    for hostile in [
        "",
        "Bad Code",
        "ada@example.com",
        "<script>",
        &"a".repeat(65),
        "é",
    ] {
        let answer = response(422, envelope(hostile));
        assert_eq!(
            classify(&request(Purpose::Upload, 1), &answer),
            Action::Quarantine {
                code: "http_422".into()
            },
            "{hostile:?}"
        );
    }
}

#[test]
fn a_pause_respects_a_longer_wish_of_the_server() {
    let answer = Answer::Response {
        status: 404,
        content_type: None,
        body: Body::Empty,
        retry_after: Some(Duration::from_secs(7_200)),
    };
    assert_eq!(
        classify(&request(Purpose::Upload, 1), &answer),
        Action::Pause {
            reason: PauseReason::MisconfiguredEndpoint,
            recheck: Duration::from_secs(7_200)
        }
    );
}

#[test]
fn closing_a_session_that_is_gone_is_done() {
    let close = request(Purpose::Close, 1);
    assert_eq!(classify(&close, &response(204, Body::Empty)), Action::Ack);
    assert_eq!(
        classify(&close, &response(401, envelope("unauthorized"))),
        Action::Ack
    );
    assert_eq!(
        classify(&close, &response(200, Body::Html)),
        Action::Retry { after: None }
    );
    assert_eq!(
        classify(&close, &response(401, Body::Html)),
        Action::Retry { after: None }
    );
}
