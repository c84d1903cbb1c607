//! Writing an update as the wire wants it: one spelling, one order.

use super::{Change, Company, CustomAttributes, UserAttributes};
use crate::model::scalar::Scalar;
use serde_json::{Map, Value};

pub(super) fn user(user: &UserAttributes) -> Map<String, Value> {
    let mut wire = Map::new();
    put(&mut wire, "user_id", &user.user_id, text);
    put(&mut wire, "email", &user.email, text);
    put(&mut wire, "name", &user.name, text);
    put(&mut wire, "phone", &user.phone, text);
    put(&mut wire, "language_override", &user.language_override, text);
    put(&mut wire, "signed_up_at", &user.signed_up_at, |seconds| {
        (*seconds).into()
    });
    put(
        &mut wire,
        "unsubscribed_from_emails",
        &user.unsubscribed_from_emails,
        |flag| (*flag).into(),
    );
    put(
        &mut wire,
        "avatar",
        &user.avatar,
        |address| serde_json::json!({ "type": "avatar", "image_url": address }),
    );
    put_custom(&mut wire, &user.custom_attributes);
    if !user.companies.is_empty() {
        let companies = user.companies.iter().map(|one| Value::Object(company(one)));
        wire.insert("companies".into(), companies.collect());
    }
    wire
}

fn company(company: &Company) -> Map<String, Value> {
    let mut wire = Map::new();
    put(&mut wire, "id", &company.id, text);
    put(&mut wire, "name", &company.name, text);
    put(&mut wire, "plan", &company.plan, text);
    put(
        &mut wire,
        "monthly_spend",
        &company.monthly_spend,
        Scalar::to_json,
    );
    put(&mut wire, "created_at", &company.created_at, |seconds| {
        (*seconds).into()
    });
    put_custom(&mut wire, &company.custom_attributes);
    wire
}

fn text<T: AsRef<str>>(text: &T) -> Value {
    text.as_ref().into()
}

fn put<T>(wire: &mut Map<String, Value>, key: &str, change: &Change<T>, value: impl Fn(&T) -> Value) {
    match change {
        Change::Keep => None,
        Change::Clear => wire.insert(key.into(), Value::Null),
        Change::Set(new) => wire.insert(key.into(), value(new)),
    };
}

fn put_custom(wire: &mut Map<String, Value>, attributes: &CustomAttributes) {
    if !attributes.is_empty() {
        let members = attributes
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_json()));
        wire.insert("custom_attributes".into(), Value::Object(members.collect()));
    }
}
