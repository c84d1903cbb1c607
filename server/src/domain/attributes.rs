//! What may be set on a contact or a company.
//!
//! Two steps: [`read_patch`] takes the request apart and refuses, field by field, what no workspace could
//! accept; [`crate::domain::values::fit`] is asked by the store, inside its transaction, whether a value suits the data attribute
//! that the workspace defined. A bad field never spoils the good ones. Pure functions.

use serde::{Deserialize, Serialize};

use crate::config::Limits;
use crate::json::Json;

/// A field that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Dotted path, as in `custom_attributes.plan`.
    pub field: String,
    /// Stable code.
    pub code: String,
}

impl Rejected {
    /// A refusal of `field`, cut so that neither an answer nor a row echoes a megabyte.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &str) -> Self {
        let mut field = field.into();
        if let Some((end, _)) = field.char_indices().nth(190) {
            field.truncate(end);
        }
        Self {
            field,
            code: code.to_owned(),
        }
    }
}

/// Longest address of a picture. It is ASCII.
const AVATAR_BYTES: usize = 2048;

/// A change of one field: absent, cleared or set.
pub type Change<T> = Option<Option<T>>;

/// A change of a contact, shape already checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContactPatch {
    /// The app's own id.
    pub user_id: Change<String>,
    /// Address.
    pub email: Change<String>,
    /// Full name.
    pub name: Change<String>,
    /// Phone number.
    pub phone: Change<String>,
    /// Language tag.
    pub language_override: Change<String>,
    /// Unix seconds.
    pub signed_up_at: Change<i64>,
    /// Wants no e-mail; cleared means `false`.
    pub unsubscribed_from_emails: Change<bool>,
    /// Address of the contact's own picture.
    pub avatar: Change<String>,
    /// In the order sent; a null clears.
    pub custom_attributes: Vec<(String, Json)>,
    /// In the order sent.
    pub companies: Vec<CompanyPatch>,
    /// Companies that the contact may belong to after it; `None` is any number.
    pub max_companies: Option<usize>,
    /// Fields whose value was signed by the app's server; they may also set what devices may not.
    pub signed_fields: Vec<String>,
    /// Whether an operator asks: then `api_writable` counts.
    pub by_operator: bool,
    /// Refused already, for their shape.
    pub rejected: Vec<Rejected>,
}

impl ContactPatch {
    /// Lays what came signed over what did not: signed values win, and their names are kept.
    pub fn overlay_signed(&mut self, signed: Self) {
        fn lay<T>(place: &mut Change<T>, change: Change<T>) {
            if change.is_some() {
                *place = change;
            }
        }
        lay(&mut self.email, signed.email);
        lay(&mut self.name, signed.name);
        lay(&mut self.phone, signed.phone);
        lay(&mut self.language_override, signed.language_override);
        lay(&mut self.signed_up_at, signed.signed_up_at);
        lay(
            &mut self.unsubscribed_from_emails,
            signed.unsubscribed_from_emails,
        );
        lay(&mut self.avatar, signed.avatar);
        self.custom_attributes
            .retain(|(name, _)| !signed.custom_attributes.iter().any(|(other, _)| other == name));
        self.custom_attributes.extend(signed.custom_attributes);
        self.signed_fields = signed.signed_fields;
        self.rejected.extend(signed.rejected);
    }
}

/// A change of a company.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CompanyPatch {
    /// Where it stood, as in `companies[0]`.
    pub path: String,
    /// The app's own id.
    pub company_id: String,
    /// Name.
    pub name: Change<String>,
    /// Plan.
    pub plan: Change<String>,
    /// Whole currency units; fractions are cut off.
    pub monthly_spend: Change<i64>,
    /// Number of people.
    pub size: Change<i64>,
    /// Address of its site.
    pub website: Change<String>,
    /// Branch.
    pub industry: Change<String>,
    /// When the company was made in the app. Unix seconds.
    pub created_at: Change<i64>,
    /// In the order sent; a null clears.
    pub custom_attributes: Vec<(String, Json)>,
}

/// Reads the fields of `PATCH /me` from an object. Unknown fields are ignored, bad ones refused one by one.
#[must_use]
pub fn read_patch(body: &Json, limits: &Limits) -> ContactPatch {
    let mut rejected = Vec::new();
    let mut read = Reader {
        body,
        prefix: String::new(),
        limits,
        rejected: &mut rejected,
    };
    let mut patch = ContactPatch {
        user_id: read.text("user_id"),
        email: read.text("email"),
        name: read.text("name"),
        phone: read.text("phone"),
        language_override: read.text("language_override"),
        signed_up_at: read.whole("signed_up_at"),
        unsubscribed_from_emails: read.flag("unsubscribed_from_emails"),
        avatar: read.avatar(),
        custom_attributes: read.custom_attributes(),
        max_companies: Some(limits.companies_per_contact),
        ..ContactPatch::default()
    };
    match body.get("companies") {
        None | Some(Json::Null) => {}
        Some(Json::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("companies[{index}]");
                if index >= limits.companies_per_update {
                    rejected.push(Rejected::new(path, "too_many_companies"));
                } else if let Some(company) = read_company(item, path, limits, &mut rejected) {
                    patch.companies.push(company);
                }
            }
        }
        Some(_) => rejected.push(Rejected::new("companies", "wrong_type")),
    }
    patch.rejected = rejected;
    patch
}

fn read_company(
    item: &Json,
    path: String,
    limits: &Limits,
    rejected: &mut Vec<Rejected>,
) -> Option<CompanyPatch> {
    if !matches!(item, Json::Object(_)) {
        rejected.push(Rejected::new(path, "wrong_type"));
        return None;
    }
    let company_id = match item.get("id").or_else(|| item.get("company_id")) {
        Some(Json::String(id)) if !id.is_empty() && id.chars().count() <= limits.value_chars => id.clone(),
        Some(Json::Number(id)) if id.is_i64() || id.is_u64() => id.to_string(),
        Some(Json::String(id)) if !id.is_empty() => {
            rejected.push(Rejected::new(format!("{path}.id"), "too_long"));
            return None;
        }
        _ => {
            rejected.push(Rejected::new(format!("{path}.id"), "missing"));
            return None;
        }
    };
    let fields = read_company_fields(item, &format!("{path}."), limits, rejected);
    Some(CompanyPatch {
        company_id,
        path,
        ..fields
    })
}

/// Reads everything of a company but its ids. `prefix` stands in front of the fields that are refused.
pub fn read_company_fields(
    item: &Json,
    prefix: &str,
    limits: &Limits,
    rejected: &mut Vec<Rejected>,
) -> CompanyPatch {
    let mut read = Reader {
        body: item,
        prefix: prefix.to_owned(),
        limits,
        rejected,
    };
    CompanyPatch {
        name: read.text("name"),
        plan: read.text("plan"),
        monthly_spend: read.amount("monthly_spend"),
        size: read.amount("size"),
        website: read.text("website"),
        industry: read.text("industry"),
        created_at: read.whole("created_at"),
        custom_attributes: read.custom_attributes(),
        ..CompanyPatch::default()
    }
}

/// `https` with a host and without a user, in the characters of an address: the rule of
/// `contract/vectors/attributes.json`.
fn is_picture_address(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`');
    let rest = match address.split_at_checked(8) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https://") => rest,
        _ => "",
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && !host.contains('@') && address.chars().all(plain)
}

struct Reader<'a> {
    body: &'a Json,
    prefix: String,
    limits: &'a Limits,
    rejected: &'a mut Vec<Rejected>,
}

impl Reader<'_> {
    fn refuse<T>(&mut self, key: &str, code: &str) -> Change<T> {
        self.rejected
            .push(Rejected::new(format!("{}{key}", self.prefix), code));
        None
    }

    fn text(&mut self, key: &str) -> Change<String> {
        match self.body.get(key) {
            None => None,
            Some(Json::Null) => Some(None),
            Some(Json::String(text)) if text.chars().count() > self.limits.value_chars => {
                self.refuse(key, "too_long")
            }
            Some(Json::String(text)) if text.is_empty() => Some(None),
            Some(Json::String(text)) => Some(Some(text.clone())),
            Some(_) => self.refuse(key, "wrong_type"),
        }
    }

    fn whole(&mut self, key: &str) -> Change<i64> {
        match self.body.get(key) {
            None => None,
            Some(Json::Null) => Some(None),
            Some(value) => match value.as_i64() {
                Some(number) => Some(Some(number)),
                None => self.refuse(key, "wrong_type"),
            },
        }
    }

    /// A number whose fraction is cut off, up to 2^31 - 1.
    fn amount(&mut self, key: &str) -> Change<i64> {
        match self.body.get(key) {
            None => None,
            Some(Json::Null) => Some(None),
            Some(Json::Number(number)) => match number.as_f64().map(f64::trunc) {
                #[allow(clippy::cast_possible_truncation)]
                Some(whole) if whole.abs() <= f64::from(i32::MAX) => Some(Some(whole as i64)),
                _ => self.refuse(key, "out_of_range"),
            },
            Some(_) => self.refuse(key, "wrong_type"),
        }
    }

    fn flag(&mut self, key: &str) -> Change<bool> {
        match self.body.get(key) {
            None => None,
            Some(Json::Null) => Some(None),
            Some(Json::Bool(value)) => Some(Some(*value)),
            Some(_) => self.refuse(key, "wrong_type"),
        }
    }

    /// `{type, image_url}`, or the address alone as operators give it. It is kept and never asked for.
    fn avatar(&mut self) -> Change<String> {
        let address = match self.body.get("avatar") {
            None => return None,
            Some(Json::Null) => return Some(None),
            Some(avatar @ Json::Object(_)) => match avatar.get("image_url") {
                None => return self.refuse("avatar.image_url", "missing"),
                Some(address) => address,
            },
            Some(address @ Json::String(_)) => address,
            Some(_) => return self.refuse("avatar", "wrong_type"),
        };
        match address {
            Json::Null => Some(None),
            Json::String(address) if address.is_empty() => Some(None),
            Json::String(address) if address.len() > AVATAR_BYTES => {
                self.refuse("avatar.image_url", "too_long")
            }
            Json::String(address) if is_picture_address(address) => Some(Some(address.clone())),
            Json::String(_) => self.refuse("avatar.image_url", "invalid_url"),
            _ => self.refuse("avatar.image_url", "wrong_type"),
        }
    }

    fn custom_attributes(&mut self) -> Vec<(String, Json)> {
        let entries = match self.body.get("custom_attributes") {
            None | Some(Json::Null) => return Vec::new(),
            Some(Json::Object(entries)) => entries,
            Some(_) => {
                self.refuse::<()>("custom_attributes", "wrong_type");
                return Vec::new();
            }
        };
        let mut taken = Vec::new();
        for (index, (key, value)) in entries.iter().enumerate() {
            if index >= self.limits.attributes_per_update {
                self.refuse::<()>(&format!("custom_attributes.{key}"), "too_many_attributes");
            } else if matches!(value, Json::Array(_) | Json::Object(_)) {
                self.refuse::<()>(&format!("custom_attributes.{key}"), "nested_attribute");
            } else if value
                .as_str()
                .is_some_and(|text| text.chars().count() > self.limits.value_chars)
            {
                self.refuse::<()>(&format!("custom_attributes.{key}"), "too_long");
            } else {
                taken.push((key.clone(), value.clone()));
            }
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(text: &str) -> ContactPatch {
        read_patch(&serde_json::from_str(text).unwrap(), &Limits::default())
    }

    #[test]
    fn a_bad_field_is_refused_alone() {
        let patch = patch(r#"{"name":"Ada","email":7,"phone":null,"signed_up_at":"soon"}"#);
        assert_eq!(patch.name, Some(Some("Ada".into())));
        assert_eq!(patch.phone, Some(None));
        assert_eq!(
            patch.rejected,
            [
                Rejected::new("email", "wrong_type"),
                Rejected::new("signed_up_at", "wrong_type")
            ]
        );
    }

    #[test]
    fn a_company_without_an_id_is_refused_and_the_next_one_is_taken() {
        let patch = patch(r#"{"companies":[{"name":"x"},{"company_id":"c2","monthly_spend":49.99}]}"#);
        assert_eq!(patch.rejected, [Rejected::new("companies[0].id", "missing")]);
        assert_eq!(patch.companies.len(), 1);
        assert_eq!(patch.companies[0].monthly_spend, Some(Some(49)));
    }
}
