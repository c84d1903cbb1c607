//! Tags and notes as official clients use them.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

async fn contact(desk: &Desk, user_id: &str) -> String {
    let made = desk
        .operator("POST", "/contacts", json!({ "external_id": user_id }))
        .await
        .ok();
    made["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn tag(desk: &Desk, name: &str) -> String {
    let made = desk.operator("POST", "/tags", json!({ "name": name })).await.ok();
    made["id"].as_str().unwrap().to_owned()
}

fn names(answer: &Value) -> Vec<&str> {
    let data = answer["data"].as_array().unwrap();
    data.iter().map(|tag| tag["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_tag_is_made_once_whatever_the_case_of_its_name_and_renamed_by_its_id() {
    let desk = Desk::open().await;
    let first = desk.operator("POST", "/tags", json!({"name":"VIP"})).await.ok();
    assert_eq!(first["type"], "tag");
    assert!(
        first["id"].as_str().unwrap().parse::<i64>().is_ok(),
        "a decimal string"
    );
    let again = desk.operator("POST", "/tags", json!({"name":" vip "})).await.ok();
    assert_eq!(again, first);
    let renamed = json!({"id":first["id"],"name":"Gold"});
    let renamed = desk.operator("POST", "/tags", renamed).await.ok();
    assert_eq!((&renamed["id"], &renamed["name"]), (&first["id"], &json!("Gold")));
    tag(&desk, "Silver").await;
    let taken = json!({"id":first["id"],"name":"SILVER"});
    assert_eq!(
        desk.operator("POST", "/tags", taken).await.error(),
        (409, "conflict")
    );
    let list = desk.get("/tags").await.ok();
    assert_eq!(
        (&list["type"], names(&list)),
        (&json!("list"), vec!["Gold", "Silver"])
    );
    let path = format!("/tags/{}", first["id"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.ok()["name"], "Gold");
    for wrong in [
        json!({}),
        json!({"name":""}),
        json!({"name":7}),
        json!({"test":"invalid"}),
    ] {
        let answer = desk.operator("POST", "/tags", wrong).await;
        assert_eq!(answer.error(), (400, "parameter_invalid"));
    }
    for unknown in ["/tags/999", "/tags/01", "/tags/x"] {
        assert_eq!(desk.get(unknown).await.error(), (404, "not_found"), "{unknown}");
    }
    let unknown = desk
        .operator("POST", "/tags", json!({"id":"999","name":"x"}))
        .await;
    assert_eq!(unknown.error(), (404, "not_found"));
}

#[tokio::test]
async fn a_contact_is_tagged_and_untagged_and_shows_its_tags() {
    let desk = Desk::open().await;
    let ada = contact(&desk, "ada").await;
    let vip = tag(&desk, "VIP").await;
    let tags = format!("/contacts/{ada}/tags");
    // Clients write ids with and without quotes.
    for id in [json!(vip), json!(vip.parse::<i64>().unwrap())] {
        let tagged = desk.operator("POST", &tags, json!({ "id": id })).await.ok();
        assert_eq!((&tagged["id"], &tagged["name"]), (&json!(vip), &json!("VIP")));
    }
    assert_eq!(names(&desk.get(&tags).await.ok()), ["VIP"]);
    let shown = desk.get(&format!("/contacts/{ada}")).await.ok();
    assert_eq!(
        shown["tags"],
        json!({"type":"list","data":[{"type":"tag","id":vip,"url":format!("/tags/{vip}")}],
               "url":format!("/contacts/{ada}/tags"),"total_count":1,"has_more":false})
    );
    let one = format!("{tags}/{vip}");
    assert_eq!(
        desk.operator("DELETE", &one, Value::Null).await.ok()["id"],
        json!(vip)
    );
    assert_eq!(
        desk.operator("DELETE", &one, Value::Null).await.error(),
        (404, "not_found")
    );
    assert_eq!(names(&desk.get(&tags).await.ok()), [] as [&str; 0]);

    let message = |answer: &Answer| answer.body["errors"][0]["message"].as_str().unwrap().to_owned();
    let no_tag = desk.operator("POST", &tags, json!({"id":"999"})).await;
    assert_eq!(
        (no_tag.error(), message(&no_tag)),
        ((404, "not_found"), "Resource Not Found".into())
    );
    let nobody = "/contacts/692060e0f3a1b2c3d4e5ffff/tags";
    let nobody = desk.operator("POST", nobody, json!({ "id": vip })).await;
    assert_eq!(
        (nobody.error(), message(&nobody)),
        ((404, "not_found"), "User Not Found".into())
    );
    assert_eq!(
        desk.operator("POST", &tags, json!({})).await.error(),
        (400, "parameter_missing")
    );
}

#[tokio::test]
async fn many_are_tagged_and_untagged_at_once_or_none_of_them() {
    let desk = Desk::open().await;
    let (ada, bob) = (contact(&desk, "ada").await, contact(&desk, "bob").await);
    let acme = desk
        .operator("POST", "/companies", json!({"company_id":"acme"}))
        .await
        .ok();
    let bulk = json!({
        "name":"Early","users":[{"id":ada},{"user_id":"bob"}],
        "companies":[{"company_id":"acme"},{"id":acme["id"]}]
    });
    let early = desk.operator("POST", "/tags", bulk).await.ok();
    for who in [&ada, &bob] {
        assert_eq!(
            names(&desk.get(&format!("/contacts/{who}/tags")).await.ok()),
            ["Early"]
        );
    }
    let company = format!("/companies/{}", acme["id"].as_str().unwrap());
    assert_eq!(
        desk.get(&company).await.ok()["tags"]["tags"][0]["id"],
        early["id"]
    );
    let tagged = format!("/companies?tag_id={}", early["id"].as_str().unwrap());
    assert_eq!(desk.get(&tagged).await.ok()["total_count"], 1);

    let off = json!({"name":"Early","users":[{"id":ada,"untag":true}],"companies":[{"company_id":"acme","untag":true}]});
    desk.operator("POST", "/tags", off).await.ok();
    assert_eq!(
        names(&desk.get(&format!("/contacts/{ada}/tags")).await.ok()),
        [] as [&str; 0]
    );
    assert_eq!(desk.get(&company).await.ok()["tags"]["tags"], json!([]));

    // One that does not exist, and nothing is done, not even the tag.
    for (wrong, code) in [
        (
            json!({"name":"New","users":[{"id":ada},{"id":"nobody"}]}),
            "not_found",
        ),
        (
            json!({"name":"New","users":[{"id":ada}],"companies":[{"company_id":"nope"}]}),
            "company_not_found",
        ),
    ] {
        let refused = desk.operator("POST", "/tags", wrong).await;
        assert_eq!(refused.error(), (404, code));
    }
    assert_eq!(names(&desk.get("/tags").await.ok()), ["Early"]);
    for wrong in [
        json!({"name":"x","users":"ada"}),
        json!({"name":"x","users":[{}]}),
        json!({"name":"x","companies":[7]}),
    ] {
        assert_eq!(
            desk.operator("POST", "/tags", wrong).await.error(),
            (400, "parameter_invalid")
        );
    }
}

#[tokio::test]
async fn a_tag_is_taken_off_everything_when_it_is_deleted_and_stays_while_content_is_shown_by_it() {
    let desk = Desk::open().await;
    let ada = contact(&desk, "ada").await;
    let vip = tag(&desk, "VIP").await;
    desk.operator("POST", &format!("/contacts/{ada}/tags"), json!({ "id": vip }))
        .await
        .ok();
    let survey = |status: &str| {
        json!({"kind":"survey","id":"2077","title":"For the best","status":status,
               "targeting":{"attributes":[{"name":"tag","operator":"=","value":"vip"}]}})
    };
    desk.operator("POST", "/x/content", survey("live")).await.ok();
    let path = format!("/tags/{vip}");
    let refused = desk.operator("DELETE", &path, Value::Null).await;
    assert_eq!(refused.error(), (400, "tag_has_dependent_objects"));
    let message = refused.body["errors"][0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("Unable to delete Tag with dependent objects."),
        "{message}"
    );

    desk.operator("PUT", "/x/content/survey/2077", survey("archived"))
        .await
        .ok();
    let gone = desk.operator("DELETE", &path, Value::Null).await;
    assert_eq!((gone.status.as_u16(), &gone.body), (200, &json!("")));
    assert_eq!(
        names(&desk.get(&format!("/contacts/{ada}/tags")).await.ok()),
        [] as [&str; 0]
    );
    assert_eq!(
        desk.operator("DELETE", &path, Value::Null).await.error(),
        (404, "not_found")
    );
    assert_ne!(tag(&desk, "VIP").await, vip, "an id is never used twice");
}

#[tokio::test]
async fn notes_are_paged_until_a_page_is_empty_newest_first() {
    let desk = Desk::open().await;
    let ada = contact(&desk, "ada").await;
    let notes = format!("/contacts/{ada}/notes");
    let mut made = Vec::new();
    for n in 0..5 {
        let note = desk
            .operator("POST", &notes, json!({ "body": format!("Note {n}") }))
            .await
            .ok();
        assert_eq!(
            (&note["type"], &note["contact"]["id"], &note["author"]["type"]),
            (&json!("note"), &json!(ada), &json!("admin"))
        );
        assert_eq!(note["body"], format!("<p>Note {n}</p>"));
        made.push(note["id"].as_str().unwrap().to_owned());
    }
    made.reverse();
    // As the official clients do it: the first request names no page, the last one comes back empty.
    let mut seen = Vec::new();
    for page in ["", "&page=2", "&page=3", "&page=4"] {
        let list = desk.get(&format!("{notes}?per_page=2{page}")).await.ok();
        assert_eq!(
            (
                &list["total_count"],
                &list["pages"]["total_pages"],
                &list["pages"]["next"]
            ),
            (&json!(5), &json!(3), &Value::Null)
        );
        let data = list["data"].as_array().unwrap();
        assert_eq!(data.is_empty(), page == "&page=4");
        seen.extend(data.iter().map(|note| note["id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(seen, made);
    let shown = desk.get(&format!("/contacts/{ada}")).await.ok();
    assert_eq!(
        (&shown["notes"]["total_count"], &shown["notes"]["data"][0]["id"]),
        (&json!(5), &json!(made[0]))
    );
    let one = desk.get(&format!("/notes/{}", made[0])).await.ok();
    assert_eq!(one["body"], "<p>Note 4</p>");
}

#[tokio::test]
async fn a_note_needs_words_a_contact_and_a_teammate_and_holds_no_script() {
    let desk = Desk::open().await;
    let ada = contact(&desk, "ada").await;
    let notes = format!("/contacts/{ada}/notes");
    assert_eq!(
        desk.operator("POST", &notes, json!({})).await.error(),
        (400, "parameter_missing")
    );
    for wrong in [json!({"body":" "}), json!({"body":7})] {
        assert_eq!(
            desk.operator("POST", &notes, wrong).await.error(),
            (400, "parameter_invalid")
        );
    }
    let evil = json!({"body":"<p onclick=x>Hi<script>alert(1)</script></p>"});
    assert_eq!(
        desk.operator("POST", &notes, evil).await.ok()["body"],
        "<p>Hi</p>"
    );
    let stranger = json!({"body":"x","admin_id":"999999"});
    assert_eq!(
        desk.operator("POST", &notes, stranger).await.error(),
        (404, "not_found")
    );
    let nobody = "/contacts/692060e0f3a1b2c3d4e5ffff/notes";
    assert_eq!(desk.get(nobody).await.error(), (404, "not_found"));
    assert_eq!(
        desk.operator("POST", nobody, json!({"body":"x"})).await.error(),
        (404, "not_found")
    );
    assert_eq!(desk.get("/notes/999").await.error(), (404, "not_found"));
}

#[tokio::test]
async fn what_there_is_none_of_is_an_empty_list_of_the_right_shape() {
    let desk = Desk::open().await;
    let ada = contact(&desk, "ada").await;
    for (path, want) in [
        ("/teams".to_owned(), json!({"type":"team.list","teams":[]})),
        (
            "/segments".to_owned(),
            json!({"type":"segment.list","segments":[]}),
        ),
        ("/subscription_types".to_owned(), json!({"type":"list","data":[]})),
        (
            format!("/contacts/{ada}/segments"),
            json!({"type":"list","data":[]}),
        ),
        (
            format!("/contacts/{ada}/subscriptions"),
            json!({"type":"list","data":[]}),
        ),
    ] {
        assert_eq!(desk.get(&path).await.ok(), want, "{path}");
    }
    for path in ["/teams/1", "/segments/1", "/contacts/nobody/segments"] {
        assert_eq!(desk.get(path).await.error(), (404, "not_found"), "{path}");
    }
    let subscribe = format!("/contacts/{ada}/subscriptions");
    let subscribe = desk
        .operator("POST", &subscribe, json!({"id":"1","consent_type":"opt_out"}))
        .await;
    assert_eq!(subscribe.error(), (404, "not_found"));
}
