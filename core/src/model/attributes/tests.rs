//! What an update accepts and how it is written; the shared cases are in `contract/vectors/attributes.json`.

use super::*;
use serde_json::json;

fn wire(value: Value) -> Value {
    Value::Object(UserAttributes::from_json(&value).unwrap().to_wire())
}

fn fault(value: Value) -> (&'static str, String) {
    let error = UserAttributes::from_json(&value).unwrap_err();
    (error.code, error.field)
}

#[test]
fn the_builder_and_json_in_either_spelling_make_the_same_update() {
    let built = UserAttributes::new()
        .user_id("u1")
        .email("ada@example.com")
        .name("Ada")
        .phone(None)
        .signed_up_at(1_392_036_272)
        .unsubscribed_from_emails(true)
        .avatar("https://example.com/a.png".to_owned())
        .custom("plan", "pro")
        .custom("seats", 5)
        .company(
            Company::new("c1")
                .name("Acme")
                .monthly_spend(12.5)
                .created_at(1)
                .custom("tier", 2),
        );
    let camel = json!({
        "userId": "u1", "email": "ada@example.com", "name": "Ada", "phone": null, "signedUpAt": 1_392_036_272,
        "unsubscribedFromEmails": true, "avatar": "https://example.com/a.png", "customAttributes": {"plan": "pro", "seats": 5},
        "companies": [{"company_id": "c1", "name": "Acme", "monthlySpend": 12.5, "createdAt": 1,
                       "customAttributes": {"tier": 2}}]
    });
    assert_eq!(UserAttributes::from_json(&camel).unwrap(), built);
    assert_eq!(
        UserAttributes::from_json(&Value::Object(built.to_wire())).unwrap(),
        built
    );
    assert!(built.check().is_ok());
}

#[test]
fn absent_cleared_and_set_stay_three_different_things() {
    assert_eq!(wire(json!({})), json!({}));
    assert_eq!(wire(json!({"name": null})), json!({"name": null}));
    assert_eq!(wire(json!({"name": ""})), json!({"name": ""}));
    assert!(
        UserAttributes::from_json(&json!({"companies": [], "custom_attributes": null}))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_wire_has_one_order_whatever_the_order_given() {
    let text = serde_json::to_string(&wire(json!({
        "companies": [{"plan": "x", "id": 7}], "custom_attributes": {"b": 1, "a": 2}, "email": "a@b", "user_id": 42
    })));
    let keys = [
        "\"user_id\":\"42\"",
        "\"email\"",
        "\"custom_attributes\"",
        "\"b\"",
        "\"a\"",
        "\"id\":\"7\"",
        "\"plan\"",
    ];
    let text = text.unwrap();
    let positions: Vec<_> = keys.iter().map(|key| text.find(key).unwrap()).collect();
    assert!(positions.is_sorted(), "{text}");
}

#[test]
fn both_spellings_may_be_given_only_with_the_same_plain_value() {
    assert_eq!(
        wire(json!({"userId": "1", "user_id": "1"})),
        json!({"user_id": "1"})
    );
    assert_eq!(
        fault(json!({"userId": "1", "user_id": "2"})),
        ("conflicting_keys", "user_id".into())
    );
    assert_eq!(
        fault(json!({"companies": [{"id": "a", "company_id": "b"}]})),
        ("conflicting_keys", "companies[0].id".into())
    );
    assert_eq!(
        fault(json!({"customAttributes": {"a": 1}, "custom_attributes": {"a": 1}})),
        ("conflicting_keys", "custom_attributes".into())
    );
}

#[test]
fn an_identity_needs_a_user_id_or_an_address() {
    let identity = |value| UserAttributes::from_json(&value).unwrap().identity();
    assert_eq!(identity(json!({"name": "Ada"})), None);
    assert_eq!(identity(json!({"userId": null, "email": null})), None);
    assert_eq!(
        identity(json!({"userId": 7})).unwrap().user_id.as_deref(),
        Some("7")
    );
}

#[test]
fn keys_that_are_no_attribute_are_named() {
    let user = UserAttributes::from_json(&json!({
        "nmae": "Ada", "user_id": "1", "companies": [{"id": "1", "size": 5}]
    }));
    assert_eq!(user.unwrap().ignored_keys(), ["nmae", "companies[0].size"]);
}

#[test]
fn nesting_of_any_depth_is_refused_on_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(256 * 1_024);
    let thread = small.spawn(|| {
        let deep = (0..20_000).fold(Value::Null, |value, _| Value::Array(vec![value]));
        let value = json!({});
        let Value::Object(mut members) = value else {
            return "no object";
        };
        members.insert(
            "custom_attributes".into(),
            Map::from_iter([("a".to_owned(), deep)]).into(),
        );
        let value = Value::Object(members);
        let code = UserAttributes::from_json(&value).unwrap_err().code;
        crate::model::discard(value);
        code
    });
    assert_eq!(thread.unwrap().join().unwrap(), "nested_attribute");
}

#[test]
fn an_update_too_large_for_one_request_is_refused() {
    let company = |index: usize| {
        (0..40).fold(Company::new(format!("c{index}")), |company, n| {
            company.custom(format!("a{n}"), "x".repeat(250))
        })
    };
    let user = (0..40).fold(UserAttributes::new(), |user, index| user.company(company(index)));
    let error = user.check().unwrap_err();
    assert_eq!((error.code, error.limit), ("attributes_too_large", Some(262_144)));
}

#[test]
fn numbers_no_float_can_hold_are_refused_in_built_updates_too() {
    let error = UserAttributes::new()
        .custom("ratio", f64::NAN)
        .check()
        .unwrap_err();
    assert_eq!(
        (error.code, error.field.as_str()),
        ("not_finite", "custom_attributes.ratio")
    );
    let error = UserAttributes::new()
        .company(Company::new("c").monthly_spend(f64::INFINITY))
        .check()
        .unwrap_err();
    assert_eq!(
        (error.code, error.field.as_str()),
        ("not_finite", "companies[0].monthly_spend")
    );
}

#[test]
fn neither_debug_nor_errors_show_a_value() {
    let user = UserAttributes::new()
        .user_id("canary")
        .email("canary@example.com")
        .custom("plan", "canary");
    assert!(!format!("{user:?}").contains("canary"));
    let error = UserAttributes::new().email("canary").check().unwrap_err();
    assert!(!format!("{error:?} {error}").contains("canary"));
}
