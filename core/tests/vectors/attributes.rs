//! `attributes.json`: both spellings in, one shape out; who is who.

use crate::build::build;
use crate::files::{ExpectedError, compare, named, run, same, vectors};
use frontdesk_core::model::attributes::UserAttributes;
use frontdesk_core::model::identity::Identity;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
    same_person: Vec<PersonCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    input: Value,
    wire: Option<Value>,
    error: Option<ExpectedError>,
    #[serde(default)]
    ignored: Vec<String>,
    /// Absent: not looked at. `null`: no identity.
    #[serde(default, deserialize_with = "given")]
    identity: Option<Option<Person>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonCase {
    name: String,
    a: Person,
    b: Person,
    same: bool,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Person {
    user_id: Option<String>,
    email: Option<String>,
}

named!(Case, PersonCase);

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Person>>, D::Error> {
    Option::<Person>::deserialize(deserializer).map(Some)
}

impl From<Person> for Identity {
    fn from(person: Person) -> Self {
        Identity {
            user_id: person.user_id,
            email: person.email,
        }
    }
}

#[test]
fn every_case_of_attributes_json_holds() {
    let file: File = vectors("attributes.json");
    run("attributes.json", "cases", &file.cases, |case| {
        let outcome = UserAttributes::from_json(&build(&case.input));
        let Some(user) = compare(outcome, case.error.as_ref())? else {
            return Ok(());
        };
        let wire = Value::Object(user.to_wire());
        // As text, so that the order of the keys counts too.
        same(
            &wire.to_string(),
            &case.wire.clone().unwrap_or_default().to_string(),
        )?;
        same(&user.ignored_keys(), &case.ignored.as_slice())?;
        if let Some(expected) = &case.identity {
            same(&user.identity(), &expected.clone().map(Identity::from))?;
        }
        let again = UserAttributes::from_json(&wire).map_err(|error| error.to_string())?;
        same(&Value::Object(again.to_wire()), &wire)
    });
    run("attributes.json", "same_person", &file.same_person, |case| {
        let (a, b) = (Identity::from(case.a.clone()), Identity::from(case.b.clone()));
        same(&a.same_person(&b), &case.same)?;
        same(&b.same_person(&a), &case.same)
    });
}
