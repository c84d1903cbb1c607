//! `retry.json`: what an answer means, what happens to an item, what a body is, and how long to wait.

use crate::files::{named, run, same, vectors};
use frontdesk_core::retry::{
    Action, Answer, Body, ItemAction, ItemResult, PauseReason, Policy, PolicyConfig, Purpose, Randomness,
    Request, SeededRandomness, SplitBy, TransportFailure, classify, classify_item, retry_after,
};
use serde::Deserialize;
use std::time::{Duration, SystemTime};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    classify: Vec<ClassifyCase>,
    items: Vec<ItemCase>,
    bodies: Vec<BodyCase>,
    retry_after: Vec<RetryAfterCase>,
    delays: Vec<DelayCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassifyCase {
    name: String,
    request: RequestFacts,
    answer: AnswerFacts,
    action: ActionFacts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestFacts {
    purpose: String,
    items: usize,
    fresh_session: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerFacts {
    status: Option<u16>,
    content_type: Option<String>,
    body: Option<String>,
    code: Option<String>,
    retry_after_ms: Option<u64>,
    failure: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq, Eq, Default)]
#[serde(deny_unknown_fields)]
struct ActionFacts {
    #[serde(rename = "do")]
    what: String,
    after_ms: Option<u64>,
    reason: Option<String>,
    recheck_ms: Option<u64>,
    by: Option<String>,
    code: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemCase {
    name: String,
    result: Option<ItemFacts>,
    action: ActionFacts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFacts {
    status: String,
    code: Option<String>,
    #[serde(rename = "field")]
    _field: Option<String>,
    #[serde(default)]
    retryable: bool,
    #[serde(default, rename = "warnings")]
    _warnings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyCase {
    name: String,
    content_type: Option<String>,
    text: String,
    body: String,
    code: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RetryAfterCase {
    name: String,
    value: String,
    now: String,
    wait_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DelayCase {
    name: String,
    series: String,
    #[serde(default)]
    config: ConfigFacts,
    steps: Vec<Step>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ConfigFacts {
    first_ms: Option<u64>,
    max_ms: Option<u64>,
    login_attempts: Option<u32>,
    login_max_ms: Option<u64>,
    budget_refill_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Step {
    Succeed,
    Fail {
        now_ms: u64,
        retry_after_ms: Option<u64>,
        min_ms: Option<u64>,
        max_ms: Option<u64>,
        #[serde(default)]
        over: bool,
    },
}

named!(ClassifyCase, ItemCase, BodyCase, RetryAfterCase, DelayCase);

#[test]
fn every_case_of_retry_json_holds() {
    let file: File = vectors("retry.json");
    run("retry.json", "classify", &file.classify, |case| {
        same(
            &facts(classify(&request(&case.request), &answer(&case.answer))),
            &case.action,
        )
    });
    run("retry.json", "items", &file.items, |case| {
        let result = case.result.as_ref().map(|result| ItemResult {
            status: &result.status,
            code: result.code.as_deref(),
            retryable: result.retryable,
        });
        let got = match classify_item(result) {
            ItemAction::Ack => ActionFacts {
                what: "ack".into(),
                ..ActionFacts::default()
            },
            ItemAction::Retry => ActionFacts {
                what: "retry".into(),
                ..ActionFacts::default()
            },
            ItemAction::Quarantine { code } => ActionFacts {
                what: "quarantine".into(),
                code: Some(code),
                ..ActionFacts::default()
            },
        };
        same(&got, &case.action)
    });
    run("retry.json", "bodies", &file.bodies, |case| {
        let got = Body::describe(case.content_type.as_deref(), case.text.as_bytes());
        same(&got, &body(&case.body, case.code.as_deref()))
    });
    run("retry.json", "retry_after", &file.retry_after, |case| {
        let now: SystemTime = httpdate::parse_http_date(&case.now).map_err(|error| error.to_string())?;
        same(
            &retry_after::parse(&case.value, now),
            &case.wait_ms.map(Duration::from_millis),
        )
    });
    run("retry.json", "delays", &file.delays, delays);
}

fn request(facts: &RequestFacts) -> Request {
    let purpose = match facts.purpose.as_str() {
        "login" => Purpose::Login,
        "upload" => Purpose::Upload,
        "item" => Purpose::Item,
        "lookup" => Purpose::Lookup,
        "close" => Purpose::Close,
        "stream" => Purpose::Stream,
        other => panic!("unknown purpose {other}"),
    };
    Request {
        purpose,
        items: facts.items,
        fresh_session: facts.fresh_session,
    }
}

fn answer(facts: &AnswerFacts) -> Answer<'_> {
    if let Some(failure) = &facts.failure {
        assert!(
            facts.status.is_none() && facts.body.is_none(),
            "a failure has no status and no body"
        );
        return Answer::Failure(match failure.as_str() {
            "connect" => TransportFailure::Connect,
            "timeout" => TransportFailure::Timeout,
            "reset" => TransportFailure::Reset,
            "tls" => TransportFailure::Tls,
            "tls_not_valid_now" => TransportFailure::TlsNotValidNow,
            "redirect" => TransportFailure::Redirect,
            "body_too_large" => TransportFailure::BodyTooLarge,
            "decode" => TransportFailure::Decode,
            other => panic!("unknown failure {other}"),
        });
    }
    Answer::Response {
        status: facts.status.unwrap(),
        content_type: facts.content_type.as_deref(),
        body: body(facts.body.as_deref().unwrap(), facts.code.as_deref()),
        retry_after: facts.retry_after_ms.map(Duration::from_millis),
    }
}

fn body(kind: &str, code: Option<&str>) -> Body {
    match (kind, code) {
        ("envelope", Some(code)) => Body::Envelope {
            code: code.to_owned(),
        },
        ("valid", None) => Body::Valid,
        ("other_json", None) => Body::OtherJson,
        ("html", None) => Body::Html,
        ("empty", None) => Body::Empty,
        ("truncated", None) => Body::Truncated,
        ("other", None) => Body::Other,
        other => panic!("unknown body {other:?}"),
    }
}

fn facts(action: Action) -> ActionFacts {
    let ms = |wait: Duration| u64::try_from(wait.as_millis()).unwrap();
    let base = |what: &str| ActionFacts {
        what: what.to_owned(),
        ..ActionFacts::default()
    };
    match action {
        Action::Ack => base("ack"),
        Action::Retry { after } => ActionFacts {
            after_ms: after.map(ms),
            ..base("retry")
        },
        Action::RefreshSession => base("refresh_session"),
        Action::Pause { reason, recheck } => {
            assert!(
                [
                    PauseReason::AuthRequired,
                    PauseReason::Forbidden,
                    PauseReason::MisconfiguredEndpoint,
                    PauseReason::TlsUntrusted,
                    PauseReason::TlsNotValidNow
                ]
                .contains(&reason)
            );
            ActionFacts {
                reason: Some(reason.code().to_owned()),
                recheck_ms: Some(ms(recheck)),
                ..base("pause")
            }
        }
        Action::Split { by: SplitBy::Items } => ActionFacts {
            by: Some("items".into()),
            ..base("split")
        },
        Action::Split { by: SplitBy::Bytes } => ActionFacts {
            by: Some("bytes".into()),
            ..base("split")
        },
        Action::Quarantine { code } => ActionFacts {
            code: Some(code),
            ..base("quarantine")
        },
        Action::Refuse { code } => ActionFacts {
            code: Some(code),
            ..base("refuse")
        },
    }
}

/// Draws the smallest or the largest number every time.
struct Extreme {
    highest: bool,
}

impl Randomness for Extreme {
    fn below(&mut self, bound: u64) -> u64 {
        if self.highest { bound.saturating_sub(1) } else { 0 }
    }
}

/// The smallest draws must give exactly the lower bounds, the largest exactly the upper ones, and any other
/// draws must stay between.
fn delays(case: &DelayCase) -> Result<(), String> {
    for highest in [false, true] {
        let mut policy = policy(case, Box::new(Extreme { highest }));
        follow(case, &mut policy, |delay, min, max| {
            delay == if highest { max } else { min }
        })?;
    }
    for seed in 0..50 {
        let mut policy = policy(case, Box::new(SeededRandomness::new(seed)));
        follow(case, &mut policy, |delay, min, max| (min..=max).contains(&delay))?;
    }
    Ok(())
}

fn policy(case: &DelayCase, randomness: Box<dyn Randomness>) -> Policy {
    let mut config = PolicyConfig::default();
    let set = |field: &mut Duration, ms: Option<u64>| *field = ms.map_or(*field, Duration::from_millis);
    set(&mut config.first, case.config.first_ms);
    set(&mut config.max, case.config.max_ms);
    set(&mut config.login_max, case.config.login_max_ms);
    set(&mut config.budget_refill, case.config.budget_refill_ms);
    config.login_attempts = case.config.login_attempts.unwrap_or(config.login_attempts);
    match case.series.as_str() {
        "upload" => Policy::upload(&config, randomness),
        "login" => Policy::login(&config, randomness),
        "reconnect" => Policy::reconnect(&config, randomness),
        other => panic!("unknown series {other}"),
    }
}

fn follow(
    case: &DelayCase,
    policy: &mut Policy,
    fits: impl Fn(Duration, Duration, Duration) -> bool,
) -> Result<(), String> {
    for (index, step) in case.steps.iter().enumerate() {
        let Step::Fail {
            now_ms,
            retry_after_ms,
            min_ms,
            max_ms,
            over,
        } = step
        else {
            policy.succeeded();
            continue;
        };
        let delay = policy.next_try(
            Duration::from_millis(*now_ms),
            retry_after_ms.map(Duration::from_millis),
        );
        let expected = min_ms
            .zip(*max_ms)
            .map(|(min, max)| (Duration::from_millis(min), Duration::from_millis(max)));
        let right = match (delay, expected) {
            (Some(delay), Some((min, max))) => !over && fits(delay, min, max),
            (None, None) => *over,
            _ => false,
        };
        if !right {
            return Err(format!(
                "step {index}: got {delay:?}, expected {expected:?}, over {over}"
            ));
        }
    }
    Ok(())
}
