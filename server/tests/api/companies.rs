//! Companies as official clients and devices use them.

use frontdesk_server::{Limits, ServerConfig, VerificationMode};
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, no_rates};

async fn contact(desk: &Desk, user_id: &str) -> String {
    let made = desk
        .operator("POST", "/contacts", json!({ "external_id": user_id }))
        .await
        .ok();
    made["id"].as_str().unwrap().to_owned()
}

async fn company(desk: &Desk, company_id: &str) -> String {
    let made = desk
        .operator("POST", "/companies", json!({ "company_id": company_id }))
        .await
        .ok();
    made["id"].as_str().unwrap().to_owned()
}

fn company_ids(list: &Value) -> Vec<&str> {
    let data = list["data"].as_array().unwrap();
    data.iter()
        .map(|one| one["company_id"].as_str().unwrap())
        .collect()
}

/// A POST as the clients send it when there is nothing to say: no body and no content type.
async fn bare_post(desk: &Desk, path: &str) -> crate::desk::Answer {
    let request = desk
        .request("POST", path)
        .bearer_auth(desk.workspace.operator_token.expose());
    let built = request.try_clone().unwrap().build().unwrap();
    assert!(built.body().is_none() && !built.headers().contains_key(CONTENT_TYPE));
    desk.send(request).await
}

#[tokio::test]
async fn a_company_is_made_and_changed_by_the_same_call() {
    let desk = Desk::open().await;
    let fields = json!({"company_id":"acme","name":"Acme","plan":"Pro","monthly_spend":49.9,"size":12,
        "website":"https://acme.example","industry":"Anvils","remote_created_at":1374138000,
        "custom_attributes":{"team_mates":3}});
    let made = desk.operator("POST", "/companies", fields).await.ok();
    assert_eq!(
        (&made["type"], &made["app_id"], &made["company_id"]),
        (&json!("company"), &json!(desk.workspace.app_id), &json!("acme"))
    );
    assert_eq!(
        (
            &made["plan"],
            &made["monthly_spend"],
            &made["remote_created_at"],
            &made["created_at"]
        ),
        (
            &json!({"type":"plan","id":"Pro","name":"Pro"}),
            &json!(49),
            &json!(1374138000),
            &json!(START)
        )
    );
    assert_eq!(
        (
            &made["tags"],
            &made["segments"],
            &made["user_count"],
            &made["session_count"]
        ),
        (
            &json!({"type":"tag.list","tags":[]}),
            &json!({"type":"segment.list","segments":[]}),
            &json!(0),
            &json!(0)
        )
    );
    let changed = json!({"company_id":"acme","plan":null,"custom_attributes":{"team_mates":4}});
    let changed = desk.operator("POST", "/companies", changed).await.ok();
    assert_eq!(
        (
            &changed["id"],
            &changed["name"],
            &changed["plan"],
            &changed["custom_attributes"]
        ),
        (&made["id"], &json!("Acme"), &json!({}), &json!({"team_mates":4}))
    );
    let path = format!("/companies/{}", made["id"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.ok(), changed);
    let by_id = desk
        .operator("PUT", &path, json!({"company_id":"other","name":"Acme Inc"}))
        .await
        .ok();
    assert_eq!(
        (&by_id["company_id"], &by_id["name"]),
        (&json!("acme"), &json!("Acme Inc"))
    );
    assert_eq!(desk.get("/companies").await.ok()["total_count"], 1);
}

#[tokio::test]
async fn what_cannot_be_set_is_named_and_no_company_is_made() {
    let desk = Desk::open().await;
    for (wrong, field) in [
        (
            json!({"company_id":"a","custom_attributes":{"nope":1}}),
            "custom_attributes.nope",
        ),
        (json!({"company_id":"a","monthly_spend":"much"}), "monthly_spend"),
        (
            json!({"company_id":"a","remote_created_at":"soon"}),
            "remote_created_at",
        ),
        (json!({"company_id":{}}), "company_id"),
    ] {
        let refused = desk.operator("POST", "/companies", wrong).await;
        assert_eq!(
            (refused.error(), refused.field()),
            ((400, "parameter_invalid"), field)
        );
    }
    let nameless = desk.operator("POST", "/companies", json!({"name":"x"})).await;
    assert_eq!(nameless.error(), (400, "parameter_missing"));
    assert_eq!(desk.get("/companies").await.ok()["total_count"], 0);
    let acme = company(&desk, "acme").await;
    let path = format!("/companies/{acme}");
    let half = json!({"name":"New","custom_attributes":{"nope":1}});
    assert_eq!(
        desk.operator("PUT", &path, half).await.error(),
        (400, "parameter_invalid")
    );
    assert_eq!(
        desk.get(&path).await.ok()["name"],
        Value::Null,
        "nothing of it was done"
    );
}

#[tokio::test]
async fn the_list_of_companies_takes_its_parameters_from_the_query_and_needs_no_body() {
    let desk = Desk::open().await;
    for n in 0..5 {
        company(&desk, &format!("c{n}")).await;
    }
    for (order, want) in [
        ("", "c4c3c2c1c0"),
        ("&order=desc", "c4c3c2c1c0"),
        ("&order=asc", "c0c1c2c3c4"),
    ] {
        let mut seen = String::new();
        for page in ["", "&page=2", "&page=3", "&page=4"] {
            let list = bare_post(&desk, &format!("/companies/list?per_page=2{order}{page}"))
                .await
                .ok();
            assert_eq!((&list["type"], &list["total_count"]), (&json!("list"), &json!(5)));
            assert_eq!(list["data"].as_array().unwrap().is_empty(), page == "&page=4");
            seen.extend(company_ids(&list));
        }
        assert_eq!(seen, want, "{order}");
    }
    assert_eq!(
        bare_post(&desk, "/companies/list").await.ok()["pages"]["per_page"],
        15
    );
    for wrong in [
        "per_page=151",
        "per_page=0",
        "page=0",
        "order=up",
        "page=1001&per_page=10",
    ] {
        let refused = bare_post(&desk, &format!("/companies/list?{wrong}")).await;
        assert_eq!(refused.error(), (400, "parameter_invalid"), "{wrong}");
    }
}

#[tokio::test]
async fn a_scroll_goes_through_all_companies_once_and_ends_with_null() {
    let desk = Desk::open().await;
    for n in 0..205 {
        company(&desk, &format!("c{n}")).await;
    }
    let mut seen = Vec::new();
    let mut path = "/companies/scroll".to_owned();
    for steps in 1.. {
        let step = desk.get(&path).await.ok();
        seen.extend(company_ids(&step).into_iter().map(str::to_owned));
        match step["scroll_param"].as_str() {
            Some(next) => path = format!("/companies/scroll?scroll_param={next}"),
            None => {
                assert_eq!((&step["scroll_param"], steps), (&Value::Null, 3));
                break;
            }
        }
    }
    let want: Vec<String> = (0..205).map(|n| format!("c{n}")).collect();
    assert_eq!(seen, want);
    let foreign = desk.get("/companies/scroll?scroll_param=x").await;
    assert_eq!(foreign.error(), (400, "parameter_invalid"));
}

#[tokio::test]
async fn one_company_is_found_by_its_name_or_the_apps_id_for_old_clients_and_new_ones() {
    let desk = Desk::open().await;
    let fields = json!({"company_id":"acme","name":"Acme & Sons"});
    let made = desk.operator("POST", "/companies", fields).await.ok();
    for query in ["company_id=acme", "name=Acme%20%26%20Sons"] {
        let found = desk.get(&format!("/companies?{query}")).await.ok();
        assert_eq!((&found["type"], &found["id"]), (&json!("company"), &made["id"]));
        assert_eq!(
            (&found["data"], &found["total_count"]),
            (&json!([made]), &json!(1))
        );
    }
    for query in ["company_id=nope", "name=nope"] {
        let missing = desk.get(&format!("/companies?{query}")).await;
        assert_eq!(missing.error(), (404, "company_not_found"));
    }
    for none in ["segment_id=1", "tag_id=1", "tag_id=x"] {
        let list = desk.get(&format!("/companies?{none}")).await.ok();
        assert_eq!(
            (&list["type"], &list["data"]),
            (&json!("list"), &json!([])),
            "{none}"
        );
    }
}

#[tokio::test]
async fn a_contact_belongs_to_companies_and_no_longer() {
    let desk = Desk::open().await;
    let ada = contact(&desk, "ada").await;
    let of_ada = format!("/contacts/{ada}/companies");
    let mut ids = Vec::new();
    for n in 0..12 {
        let id = company(&desk, &format!("c{n}")).await;
        for _ in 0..2 {
            let attached = desk.operator("POST", &of_ada, json!({ "id": id })).await.ok();
            assert_eq!(
                (&attached["id"], &attached["user_count"]),
                (&json!(id), &json!(1))
            );
        }
        ids.push(id);
    }
    let shown = desk.get(&format!("/contacts/{ada}")).await.ok();
    let companies = &shown["companies"];
    assert_eq!(
        (&companies["total_count"], &companies["has_more"]),
        (&json!(12), &json!(true))
    );
    assert_eq!(companies["data"].as_array().unwrap().len(), 10);
    let mut seen = Vec::new();
    for page in ["", "&page=2", "&page=3", "&page=4"] {
        let list = desk.get(&format!("{of_ada}?per_page=5{page}")).await.ok();
        assert_eq!(list["data"].as_array().unwrap().is_empty(), page == "&page=4");
        seen.extend(
            list["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(seen, ids);
    let people = desk.get(&format!("/companies/{}/contacts", ids[0])).await.ok();
    assert_eq!(
        (&people["total_count"], &people["data"][0]["id"]),
        (&json!(1), &json!(ada))
    );

    let one = format!("{of_ada}/{}", ids[0]);
    let left = desk.operator("DELETE", &one, Value::Null).await.ok();
    assert_eq!((&left["id"], &left["user_count"]), (&json!(ids[0]), &json!(0)));
    assert_eq!(
        desk.operator("DELETE", &one, Value::Null).await.error(),
        (404, "company_not_found")
    );
    assert_eq!(
        desk.operator("POST", &of_ada, json!({})).await.error(),
        (400, "parameter_not_found")
    );
    assert_eq!(
        desk.operator("POST", &of_ada, json!({"id":"123"})).await.error(),
        (404, "company_not_found")
    );
    let nobody = desk
        .operator("POST", "/contacts/nobody/companies", json!({"id":ids[1]}))
        .await;
    assert_eq!(nobody.error(), (404, "not_found"));
}

#[tokio::test]
async fn a_deleted_company_lets_its_people_go() {
    let desk = Desk::open().await;
    let (ada, acme) = (contact(&desk, "ada").await, company(&desk, "acme").await);
    let of_ada = format!("/contacts/{ada}/companies");
    desk.operator("POST", &of_ada, json!({ "id": acme })).await.ok();
    desk.operator("POST", "/tags", json!({"name":"t","companies":[{"id":acme}]}))
        .await
        .ok();
    let path = format!("/companies/{acme}");
    let gone = desk.operator("DELETE", &path, Value::Null).await.ok();
    assert_eq!(gone, json!({"id":acme,"object":"company","deleted":true}));
    assert_eq!(desk.get(&of_ada).await.ok()["total_count"], 0);
    for again in [
        desk.get(&path).await,
        desk.operator("DELETE", &path, Value::Null).await,
    ] {
        assert_eq!(again.error(), (404, "company_not_found"));
    }
    assert_ne!(company(&desk, "acme").await, acme);
}

#[tokio::test]
async fn a_contact_belongs_to_as_many_companies_as_it_may_and_no_more() {
    let limits = Limits {
        companies_per_contact: 2,
        ..no_rates()
    };
    let desk = Desk::with(ServerConfig::default().with_limits(limits)).await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let three = json!({"companies":[{"id":"a"},{"id":"b"},{"id":"c"}]});
    let patched = desk.patch(&token, three).await.ok();
    let refused = json!([{"field":"companies[2]","code":"contact_company_limit_exceeded"}]);
    assert_eq!(patched["rejected"], refused);
    assert_eq!(
        desk.get("/companies?company_id=c").await.status,
        404,
        "it was not even made"
    );
    // Those it belongs to can still be changed.
    let patched = desk
        .patch(&token, json!({"companies":[{"id":"b","name":"Bee"}]}))
        .await
        .ok();
    assert_eq!(
        (&patched["rejected"], &patched["contact"]["companies"][1]["name"]),
        (&json!([]), &json!("Bee"))
    );

    let other = company(&desk, "other").await;
    let ada = desk.get("/contacts/find_by_external_id/ada").await.ok();
    let of_ada = format!("/contacts/{}/companies", ada["id"].as_str().unwrap());
    let answer = desk.operator("POST", &of_ada, json!({ "id": other })).await;
    assert_eq!(answer.error(), (400, "contact_company_limit_exceeded"));
    assert_eq!(
        answer.body["errors"][0]["message"],
        "Contact has reached the maximum of 2 company associations"
    );
}

#[tokio::test]
async fn only_a_device_whose_user_is_beyond_doubt_changes_companies() {
    for mode in [VerificationMode::Log, VerificationMode::Off] {
        let desk = Desk::verifying(mode).await;
        let acme = json!({"companies":[{"id":"acme","name":"Mine"}]});
        let unproven = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
        let patched = desk.patch(&unproven, acme.clone()).await.ok();
        let secret = &desk.workspace.identity_secrets.android;
        let hash = frontdesk_server::identity::user_hash(secret, "bob");
        let proven = desk
            .token(&Device::new(), json!({"user_id":"bob","user_hash":hash}))
            .await;
        let by_bob = desk.patch(&proven, acme).await.ok();
        assert_eq!(by_bob["rejected"], json!([]));
        let refused = json!([{"field":"companies[0]","code":"identity_verification_required"}]);
        let want = if mode == VerificationMode::Off {
            json!([])
        } else {
            refused
        };
        assert_eq!(patched["rejected"], want, "{mode:?}");
    }
}
