//! `/contacts` as official clients use it.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, START};

#[tokio::test]
async fn a_contact_is_made_found_and_changed() {
    let desk = Desk::open().await;
    let made =
        json!({"external_id":"u1","email":"a@b.c","name":"A","custom_attributes":{"paid_subscriber":true}});
    let made = desk.operator("POST", "/contacts", made).await.ok();
    assert_eq!(
        (&made["type"], &made["role"], &made["workspace_id"]),
        (&json!("contact"), &json!("user"), &json!(desk.workspace.app_id))
    );
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 24);
    for key in ["tags", "notes", "companies"] {
        assert_eq!(made[key]["type"], "list");
        assert_eq!(made[key]["has_more"], false);
    }
    assert_eq!(desk.get(&format!("/contacts/{id}")).await.ok(), made);
    assert_eq!(desk.get("/contacts/find_by_external_id/u1").await.ok(), made);
    let changed = desk
        .operator(
            "PUT",
            &format!("/contacts/{id}"),
            json!({"name":null,"phone":"1"}),
        )
        .await
        .ok();
    assert_eq!(
        (&changed["name"], &changed["phone"], &changed["email"]),
        (&Value::Null, &json!("1"), &json!("a@b.c"))
    );
    assert_eq!(
        desk.get("/contacts/000000000000000000000000").await.error(),
        (404, "not_found")
    );
    assert_eq!(
        desk.get("/contacts/find_by_external_id/nobody").await.error(),
        (404, "not_found")
    );
}

#[tokio::test]
async fn a_duplicate_is_a_conflict_that_names_the_other() {
    let desk = Desk::open().await;
    let first = desk
        .operator("POST", "/contacts", json!({"external_id":"u1","email":"a@b.c"}))
        .await
        .ok();
    for again in [json!({"external_id":"u1"}), json!({"email":"A@B.c"})] {
        let answer = desk.operator("POST", "/contacts", again).await;
        assert_eq!(answer.error(), (409, "conflict"));
        let want = format!(
            "A contact matching those details already exists with id={}",
            first["id"].as_str().unwrap()
        );
        assert_eq!(answer.body["errors"][0]["message"], want);
    }
    let second = desk
        .operator("POST", "/contacts", json!({"external_id":"u2"}))
        .await
        .ok();
    let path = format!("/contacts/{}", second["id"].as_str().unwrap());
    assert_eq!(
        desk.operator("PUT", &path, json!({"external_id":"u1"}))
            .await
            .error(),
        (409, "conflict")
    );
}

#[tokio::test]
async fn what_cannot_be_set_is_named_and_nothing_is_changed() {
    let desk = Desk::open().await;
    let unknown = json!({"external_id":"u1","custom_attributes":{"nope":1}});
    let answer = desk.operator("POST", "/contacts", unknown).await;
    assert_eq!(
        (answer.error(), answer.field()),
        ((400, "parameter_invalid"), "custom_attributes.nope")
    );
    assert_eq!(desk.get("/contacts").await.ok()["total_count"], 0);
    assert_eq!(
        desk.operator("POST", "/contacts", json!({})).await.error(),
        (400, "parameter_missing")
    );
    assert_eq!(
        desk.send(
            desk.request("POST", "/contacts")
                .bearer_auth(desk.workspace.operator_token.expose())
        )
        .await
        .error(),
        (400, "parameter_missing")
    );
    assert_eq!(
        desk.operator("POST", "/contacts", json!({"role":"king"}))
            .await
            .error(),
        (400, "parameter_invalid")
    );
    assert_eq!(
        desk.operator("POST", "/contacts", json!({"role":"lead"}))
            .await
            .ok()["role"],
        "lead"
    );
}

#[tokio::test]
async fn the_cursor_of_a_page_leads_through_all_contacts_once() {
    let desk = Desk::open().await;
    for n in 0..7 {
        desk.operator("POST", "/contacts", json!({"external_id":format!("u{n}")}))
            .await
            .ok();
    }
    for searching in [false, true] {
        let mut seen = Vec::new();
        let mut cursor = Value::Null;
        let mut page = 1;
        loop {
            let answer = if searching {
                let query = json!({"field":"role","operator":"=","value":"user"});
                let body = json!({"query":query,"pagination":{"per_page":3,"starting_after":cursor}});
                desk.operator("POST", "/contacts/search", body).await.ok()
            } else {
                let after = cursor
                    .as_str()
                    .map(|at| format!("&starting_after={at}"))
                    .unwrap_or_default();
                desk.get(&format!("/contacts?per_page=3{after}")).await.ok()
            };
            let pages = &answer["pages"];
            assert_eq!(
                (&pages["page"], &pages["total_pages"], &answer["total_count"]),
                (&json!(page), &json!(3), &json!(7))
            );
            seen.extend(
                answer["data"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| one["external_id"].as_str().unwrap().to_owned()),
            );
            if pages.get("next").is_none() {
                break;
            }
            cursor = pages["next"]["starting_after"].clone();
            page += 1;
        }
        assert_eq!(
            seen,
            ["u6", "u5", "u4", "u3", "u2", "u1", "u0"],
            "searching: {searching}"
        );
    }
    assert_eq!(
        desk.get("/contacts?per_page=151").await.error(),
        (400, "parameter_invalid")
    );
    assert_eq!(
        desk.get("/contacts?starting_after=x").await.error(),
        (400, "parameter_invalid")
    );
}

#[tokio::test]
async fn each_operator_of_a_search_finds_what_it_says() {
    let desk = Desk::open().await;
    for (user, email, name, seats) in [
        ("a", "ann@one.org", Some("Ann"), 1),
        ("b", "bob@two.org", None, 5),
        ("c", "cy_@two.org", Some("Cy%"), 9),
    ] {
        let made = json!({"external_id":user,"email":email,"name":name,"custom_attributes":{"team_mates":seats,"paid_subscriber":seats > 1}});
        desk.operator("POST", "/contacts", made).await.ok();
    }
    desk.login(&Device::new(), Value::Null).await.ok();
    let test =
        |field: &str, operator: &str, value: Value| json!({"field":field,"operator":operator,"value":value});
    for (query, want) in [
        (test("email", "=", json!("ANN@one.org")), "a"),
        (test("email", "!=", json!("ann@one.org")), "bc-"),
        (test("email", "IN", json!(["ann@one.org", "bob@two.org"])), "ab"),
        (test("external_id", "NIN", json!(["a", "b"])), "c-"),
        (test("email", "~", json!("two")), "bc"),
        (test("email", "!~", json!("two")), "a-"),
        (test("email", "^", json!("cy_")), "c"),
        (test("email", "$", json!(".org")), "abc"),
        (test("name", "~", json!("%")), "c"),
        (test("name", "=", Value::Null), "b-"),
        (test("email_domain", "=", json!("two.org")), "bc"),
        (test("role", "=", json!("lead")), "-"),
        (test("custom_attributes.team_mates", ">", json!(1)), "bc"),
        (test("custom_attributes.team_mates", "<=", json!(5)), "ab"),
        (test("custom_attributes.paid_subscriber", "=", json!(true)), "bc"),
        (test("custom_attributes.x\" or 1=1 --", "=", json!(1)), ""),
        (test("created_at", "=", json!(START)), "abc-"),
        (test("created_at", ">", json!(START)), ""),
        (test("created_at", "<", json!(START + 86_400)), "abc-"),
        (
            json!({"operator":"AND","value":[test("email", "~", json!("two")), test("name", "!=", Value::Null)]}),
            "c",
        ),
        (
            json!({"operator":"OR","value":[test("external_id", "=", json!("a")), test("role", "=", json!("lead"))]}),
            "a-",
        ),
    ] {
        let found = desk
            .operator("POST", "/contacts/search", json!({"query":query}))
            .await
            .ok();
        let mut got: Vec<&str> = found["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["external_id"].as_str().unwrap_or("-"))
            .collect();
        got.sort_unstable_by_key(|one| if *one == "-" { "~" } else { one });
        assert_eq!(got.concat(), want, "{query}");
        assert_eq!(found["total_count"], got.len());
    }
    for bad in [
        json!({}),
        json!({"query":{}}),
        json!({"query":test("nope", "=", json!(1))}),
        json!({"query":test("email", "LIKE", json!(1))}),
    ] {
        assert_eq!(
            desk.operator("POST", "/contacts/search", bad.clone())
                .await
                .status,
            400,
            "{bad}"
        );
    }
}
