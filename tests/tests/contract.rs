//! What the core sends and what the server answers is what `contract/openapi.yaml` says. Every test server
//! checks all its exchanges when it ends; here is shown that the check sees what it must see, and that the
//! whole way of an app passes through it.

use frontdesk_core::model::attributes::Company;
use frontdesk_core::model::content::ContentKind;
use frontdesk_core::{ContentRef, UserAttributes};
use frontdesk_tests::support::{App, Contract, TestServer, block_on};
use serde_json::json;

#[test]
fn every_exchange_of_a_whole_visit_is_as_the_contract_says() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login_lead().unwrap();
    app.event("page-seen");
    let metadata = json!({
        "order": { "url": "https://example.org/17", "value": "17" },
        "price": { "amount": 1999, "currency": "eur" },
        "express": true, "weight": 1.5, "coupon": null,
    });
    app.event_with("order-item", metadata);
    app.drain();
    let ada = UserAttributes::new()
        .user_id("ada")
        .email("ada@example.org")
        .name("Ada")
        .custom("plan", "pro")
        .company(Company::new("acme").name("Acme"));
    block_on(app.login_user_with_user_attributes(ada)).unwrap();
    app.update(
        UserAttributes::new()
            .phone("+49301234")
            .custom("no_such_attribute", 1),
    )
    .unwrap();
    for (kind, id) in [
        (ContentKind::Article, "1001"),
        (ContentKind::Survey, "2002"),
        (ContentKind::Carousel, "9"),
    ] {
        // Live, a draft, and unknown: three kinds of answer.
        let _ = block_on(app.present_content(ContentRef::new(kind, id).unwrap()));
    }
    app.log_out().unwrap();
    server
        .journal()
        .wait_for_count("DELETE /sdk/v1/sessions/current", 1);
    app.drain();
    let exchanges = server.journal().all();
    let faults = Contract::of_this_tree().faults_of(&exchanges);
    assert!(faults.is_empty(), "{faults:#?}");
    let mut lines: Vec<String> = exchanges.iter().map(|exchange| exchange.line()).collect();
    lines.sort();
    lines.dedup();
    assert_eq!(lines.len(), 7, "all kinds of requests were made: {lines:?}");
}

#[test]
fn an_exchange_that_is_not_in_the_contract_is_noticed() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    app.event("seen");
    app.drain();
    let contract = Contract::of_this_tree();
    let good = server.uploads().remove(0);
    assert!(contract.faults_of(std::slice::from_ref(&good)).is_empty());

    let spoiled = |change: &dyn Fn(&mut frontdesk_tests::support::Exchange)| {
        let mut exchange = good.clone();
        change(&mut exchange);
        contract.faults_of(&[exchange])
    };
    let faults =
        spoiled(&|e| e.body = r#"{"events":[{"id":"not-a-uuid","name":"x","created_at":1}]}"#.into());
    assert!(!faults.is_empty(), "an id that is none");
    let faults = spoiled(&|e| e.body = r#"{"events":[],"also":1}"#.into());
    assert!(!faults.is_empty(), "an unknown field");
    let faults = spoiled(&|e| e.answer = r#"{"results":[{"id":7}]}"#.into());
    assert!(!faults.is_empty(), "a wrong answer");
    let faults = spoiled(&|e| e.status = Some(418));
    assert_eq!(faults.len(), 1, "an unknown status: {faults:?}");
    let faults = spoiled(&|e| e.path = "/sdk/v1/evnets".to_owned());
    assert_eq!(faults.len(), 1, "an unknown path: {faults:?}");
}
