//! `content.json`: which space and which content an app may ask for.

use crate::build::build;
use crate::files::{ExpectedError, compare, named, run, same, vectors};
use frontdesk_core::model::content::{ContentRef, Space};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    spaces: Vec<SpaceCase>,
    contents: Vec<ContentCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpaceCase {
    name: String,
    text: String,
    space: Option<String>,
    error: Option<ExpectedError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContentCase {
    name: String,
    input: Value,
    content: Option<Content>,
    error: Option<ExpectedError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    #[serde(rename = "type")]
    kind: String,
    ids: Vec<String>,
}

named!(SpaceCase, ContentCase);

#[test]
fn every_case_of_content_json_holds() {
    let file: File = vectors("content.json");
    run("content.json", "spaces", &file.spaces, |case| {
        let space = compare(Space::parse(&case.text), case.error.as_ref())?;
        same(&space.map(Space::as_str), &case.space.as_deref())
    });
    run("content.json", "contents", &file.contents, |case| {
        let content = compare(ContentRef::from_json(&build(&case.input)), case.error.as_ref())?;
        let got = content.map(|content| (content.kind().as_str().to_owned(), content.ids().to_vec()));
        same(
            &got,
            &case
                .content
                .as_ref()
                .map(|content| (content.kind.clone(), content.ids.clone())),
        )
    });
}
