//! Reading an update from JSON: both spellings of every key in, one shape out.
//!
//! Looks at most four levels deep, so the nesting of what it is given does not matter.

use super::{Change, Company, CustomAttributes, UserAttributes, check};
use crate::model::limits;
use crate::model::rejection::{InputError, child, element};
use crate::model::scalar::Scalar;
use serde_json::{Map, Value};

/// Most ignored keys that are named.
const SHOWN_IGNORED: usize = 20;

pub(super) fn user(value: &Value) -> Result<UserAttributes, InputError> {
    let members = value
        .as_object()
        .ok_or_else(|| InputError::wrong_type("attributes", "an object"))?;
    let keys = Keys { members, path: "" };
    let mut of_avatar = Vec::new();
    let mut user = UserAttributes {
        user_id: keys.text(&["user_id", "userId"])?,
        email: keys.text(&["email"])?,
        name: keys.text(&["name"])?,
        phone: keys.text(&["phone"])?,
        language_override: keys.text(&["language_override", "languageOverride"])?,
        signed_up_at: keys.time(&["signed_up_at", "signedUpAt"])?,
        unsubscribed_from_emails: keys.flag(&["unsubscribed_from_emails", "unsubscribedFromEmails"])?,
        avatar: avatar(&keys, &mut of_avatar)?,
        custom_attributes: keys.custom(&["custom_attributes", "customAttributes"])?,
        companies: Vec::new(),
        ignored: keys.unknown(&[
            "user_id",
            "userId",
            "email",
            "name",
            "phone",
            "language_override",
            "languageOverride",
            "signed_up_at",
            "signedUpAt",
            "unsubscribed_from_emails",
            "unsubscribedFromEmails",
            "avatar",
            "custom_attributes",
            "customAttributes",
            "companies",
        ]),
    };
    user.ignored.extend(of_avatar);
    companies(&keys, &mut user)?;
    user.ignored.truncate(SHOWN_IGNORED);
    user.check()?;
    Ok(user)
}

/// A picture as it is documented, `{type: "avatar", image_url}`, or its address alone.
fn avatar(keys: &Keys<'_>, ignored: &mut Vec<String>) -> Result<Change<String>, InputError> {
    let members = match keys.find(&["avatar"])? {
        None => return Ok(Change::Keep),
        Some(Value::Null) => return Ok(Change::Clear),
        Some(Value::String(address)) => return Ok(Change::Set(address.clone())),
        Some(Value::Object(members)) => members,
        Some(_) => return Err(InputError::wrong_type("avatar", "an object")),
    };
    let keys = Keys {
        members,
        path: "avatar",
    };
    *ignored = keys.unknown(&["type", "image_url", "imageUrl"]);
    match keys.text(&["image_url", "imageUrl"])? {
        Change::Keep => Err(InputError::new(
            "missing",
            "avatar.image_url",
            "must be given for a picture",
        )),
        address => Ok(address),
    }
}

fn companies(keys: &Keys<'_>, user: &mut UserAttributes) -> Result<(), InputError> {
    let list = match keys.find(&["companies"])? {
        None | Some(Value::Null) => return Ok(()),
        Some(value) => value
            .as_array()
            .ok_or_else(|| InputError::wrong_type("companies", "a list"))?,
    };
    // One more than allowed is enough for the check to refuse them all.
    for (index, value) in list.iter().take(limits::COMPANIES + 1).enumerate() {
        let path = element("companies", index);
        let members = value
            .as_object()
            .ok_or_else(|| InputError::wrong_type(&path, "an object"))?;
        let keys = Keys { members, path: &path };
        user.companies.push(Company {
            id: keys.text(&["id", "company_id", "companyId"])?,
            name: keys.text(&["name"])?,
            plan: keys.text(&["plan"])?,
            monthly_spend: keys.number(&["monthly_spend", "monthlySpend"])?,
            created_at: keys.time(&["created_at", "createdAt"])?,
            custom_attributes: keys.custom(&["custom_attributes", "customAttributes"])?,
        });
        if user.ignored.len() < SHOWN_IGNORED {
            user.ignored.extend(keys.unknown(&[
                "id",
                "company_id",
                "companyId",
                "name",
                "plan",
                "monthly_spend",
                "monthlySpend",
                "created_at",
                "createdAt",
                "custom_attributes",
                "customAttributes",
            ]));
        }
    }
    Ok(())
}

/// The members of one object, asked for by all spellings of a key; the first spelling is the wire's.
struct Keys<'a> {
    members: &'a Map<String, Value>,
    path: &'a str,
}

impl<'a> Keys<'a> {
    fn find(&self, spellings: &[&str]) -> Result<Option<&'a Value>, InputError> {
        let mut found: Option<&'a Value> = None;
        for value in spellings
            .iter()
            .filter_map(|spelling| self.members.get(*spelling))
        {
            match found {
                // Containers given twice are refused unseen: comparing them would recurse.
                Some(first) if is_container(first) || is_container(value) || first != value => {
                    return Err(InputError::new(
                        "conflicting_keys",
                        self.field(spellings),
                        "must not be given twice with different values",
                    ));
                }
                _ => found = Some(value),
            }
        }
        Ok(found)
    }

    fn field(&self, spellings: &[&str]) -> String {
        child(self.path, spellings.first().copied().unwrap_or_default())
    }

    fn change<T>(
        &self,
        spellings: &[&str],
        expected: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Result<Change<T>, InputError> {
        match self.find(spellings)? {
            None => Ok(Change::Keep),
            Some(Value::Null) => Ok(Change::Clear),
            Some(value) => match read(value) {
                Some(value) => Ok(Change::Set(value)),
                None => Err(InputError::wrong_type(self.field(spellings), expected)),
            },
        }
    }

    fn text(&self, spellings: &[&str]) -> Result<Change<String>, InputError> {
        self.change(spellings, "text", |value| match value {
            Value::String(text) => Some(text.clone()),
            value => whole(value).map(|number| number.to_string()),
        })
    }

    fn time(&self, spellings: &[&str]) -> Result<Change<i64>, InputError> {
        self.change(spellings, "a unix time in seconds", |value| {
            whole(value).map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX))
        })
    }

    fn flag(&self, spellings: &[&str]) -> Result<Change<bool>, InputError> {
        self.change(spellings, "true or false", Value::as_bool)
    }

    fn number(&self, spellings: &[&str]) -> Result<Change<Scalar>, InputError> {
        self.change(spellings, "a number", |value| {
            if value.is_number() {
                Scalar::from_json(value)
            } else {
                None
            }
        })
    }

    fn custom(&self, spellings: &[&str]) -> Result<CustomAttributes, InputError> {
        let field = self.field(spellings);
        let members = match self.find(spellings)? {
            None | Some(Value::Null) => return Ok(CustomAttributes::default()),
            Some(value) => value
                .as_object()
                .ok_or_else(|| InputError::wrong_type(&field, "an object"))?,
        };
        if members.len() > limits::CUSTOM_ATTRIBUTES {
            return Err(check::too_many_attributes(&field));
        }
        let mut attributes = CustomAttributes::default();
        for (name, value) in members {
            let value = Scalar::from_json(value).ok_or_else(|| {
                let advice = "must be text, a number, true, false or null";
                InputError::new("nested_attribute", child(&field, name), advice)
            })?;
            attributes.set(name.clone(), value);
        }
        Ok(attributes)
    }

    fn unknown(&self, known: &[&str]) -> Vec<String> {
        let unknown = self.members.keys().filter(|key| !known.contains(&key.as_str()));
        unknown
            .take(SHOWN_IGNORED)
            .map(|key| child(self.path, key))
            .collect()
    }
}

fn is_container(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// A number without a fraction, as JavaScript may write one (`42`, `42.0`).
fn whole(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    if let Some(signed) = number.as_i64() {
        return Some(signed.into());
    }
    if let Some(unsigned) = number.as_u64() {
        return Some(unsigned.into());
    }
    // Beyond 2^53 a float no longer says which whole number was meant.
    let float = number
        .as_f64()
        .filter(|float| float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and far inside the range, checked above"
    )]
    Some(float as i128)
}
