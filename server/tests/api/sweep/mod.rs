//! Nobody reaches what belongs to somebody else. Every route that the server has is asked, by its own list,
//! as another user, as another workspace and as nobody, for things that exist and for things that do not:
//! the answers must not tell the one from the other. A route that is not known here fails the test.

mod asking;
mod inside;
mod things;
mod ways;

use std::collections::BTreeSet;

use frontdesk_server::Route;
use serde_json::json;

use asking::{Asked, World};
use ways::{Owner, Way, way};

use crate::contract;

/// Placeholders that name nothing of anybody: an operator's PUT makes what is not there, a platform is a
/// word, an upload's id is made by who sends it, a link is opened by its signature (`files.rs` asks), of teams,
/// segments and subscriptions there are none, and a page's script is for everybody.
const OF_NOBODY: [&str; 9] = [
    "PUT /x/messenger_styles/{}",
    "PUT /x/content/{}/{}",
    "PUT /x/identity_verification/{}",
    "POST /x/identity_verification/{}/secrets",
    "PUT /sdk/v1/uploads/{}",
    "GET /files/{}/{}",
    "GET /widget/{}",
    "GET /widget/{}/workspace",
    "GET /widget/{}/files/{}",
];

/// Every route, with how it is asked.
fn with_ids(world: &World) -> Vec<(Route, Way)> {
    let unknown: Vec<String> = world
        .routes()
        .iter()
        .filter(|route| way(route).is_none())
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert!(
        unknown.is_empty(),
        "the sweep does not know how to ask for {unknown:#?}; say it in sweep/ways.rs"
    );
    let known = world.routes().into_iter().map(|route| {
        let way = way(&route).unwrap();
        let line = format!("{} {}", route.method, ways::unnamed(&route.path));
        let names_things = route.path.contains('{') && !OF_NOBODY.contains(&line.as_str());
        assert!(
            !names_things || way.owner != Owner::Nobody,
            "{line} names something: whose is it?"
        );
        (route, way)
    });
    known.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_id_is_answered_on_every_route_as_one_that_does_not_exist() {
    let world = World::open().await;
    let mut asked = 0;
    let mut faults = Vec::new();
    for (route, way) in with_ids(&world) {
        for &thing in way.things {
            let strangers = match way.owner {
                Owner::Contact => vec![
                    ("another user", world.bob.clone()),
                    ("a device of another workspace", world.elsewhere.clone()),
                ],
                Owner::Workspace if route.path.starts_with("/sdk/") => {
                    vec![("a device of another workspace", world.elsewhere.clone())]
                }
                Owner::Workspace | Owner::Empty => vec![("another workspace", world.other_operator.clone())],
                Owner::Nobody => continue,
            };
            let owner = match route.path.starts_with("/sdk/") {
                true => world.ada.clone(),
                false => world.operator.clone(),
            };
            let made = things::make(&world, thing).await;
            let missing = things::unknown(thing, &made);
            for (who, token) in strangers {
                let foreign = world.ask(&route, &made, &token, (way.body)(&made)).await;
                let absent = world.ask(&route, &missing, &token, (way.body)(&missing)).await;
                asked += 1;
                if foreign.status != 404 || foreign.said() != absent.said() {
                    faults.push(format!("{who}: {foreign}\n  a missing one: {absent}"));
                }
            }
            if way.owner == Owner::Empty {
                continue;
            }
            // The owner is answered by the same request, or the strangers' 404 would mean nothing.
            let own = world.ask(&route, &made, &owner, (way.body)(&made)).await;
            if own.status >= 400 {
                faults.push(format!("the owner: {own}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    eprintln!("{asked} foreign ids asked for");
    assert!(asked > 5, "only {asked} were asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_every_route_says_the_same_whatever_it_is_asked_for() {
    let world = World::open().await;
    let mut faults = Vec::new();
    for (route, way) in with_ids(&world) {
        if world.is_open_to_all(&route) {
            continue;
        }
        let mut asked: Vec<Asked> = Vec::new();
        for &thing in way.things.iter().take(1) {
            let made = things::make(&world, thing).await;
            let missing = things::unknown(thing, &made);
            for token in world.no_tokens(&route) {
                asked.push(world.ask(&route, &made, &token, (way.body)(&made)).await);
                asked.push(world.ask(&route, &missing, &token, (way.body)(&made)).await);
                asked.push(world.ask(&route, &made, &token, json!({ "nonsense": [] })).await);
            }
        }
        for one in &asked {
            if one.status != 401 || one.said() != asked[0].said() {
                faults.push(format!("{one}\n  but first: {}", asked[0]));
            }
        }
        assert!(!asked.is_empty(), "{} {}", route.method, route.path);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_shows_a_stranger_anything_of_somebody_else() {
    let world = World::open().await;
    let routes = with_ids(&world);
    let made: BTreeSet<_> = routes
        .iter()
        .flat_map(|(_, way)| way.things.iter().copied())
        .collect();
    for thing in made {
        things::make(&world, thing).await;
    }
    let mut faults = Vec::new();
    let mut shown = 0;
    for (route, way) in &routes {
        let lists = route.method == "GET" || route.path.ends_with("/search") || route.path.ends_with("/list");
        if !lists || way.owner != Owner::Nobody || world.is_open_to_all(route) {
            continue;
        }
        let of_devices = route.path.starts_with("/sdk/");
        let seen = world.ask(route, &[], &world.bob, (way.body)(&[])).await;
        if seen.text.contains(things::CANARY) {
            faults.push(format!("another user sees: {seen}"));
        }
        for stranger in [&world.elsewhere, &world.other_operator] {
            let seen = world.ask(route, &[], stranger, (way.body)(&[])).await;
            if seen.text.contains(things::CANARY) || seen.text.contains(things::SHARED) {
                faults.push(format!("another workspace sees: {seen}"));
            }
        }
        // Somebody does see something, or nothing would be shown here.
        let owner = if of_devices { &world.ada } else { &world.operator };
        let own = world.ask(route, &[], owner, (way.body)(&[])).await;
        shown += usize::from(own.text.contains(things::CANARY) || own.text.contains(things::SHARED));
        if own.status >= 400 {
            faults.push(format!("the owner: {own}"));
        }
    }
    eprintln!("{shown} lists showed their owner something");
    assert!(shown > 2, "only {shown} lists show anything");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Described and not built yet, by the beginning of the path.
const NOT_BUILT: [&str; 1] = ["/x/webhooks"];

#[tokio::test]
async fn the_contract_describes_what_is_served_and_what_it_describes_is_served() {
    let world = World::open().await;
    let ours = |path: &str| {
        let roots = ["/sdk/", "/x/", "/files/", "/healthz", "/metrics"];
        roots.iter().any(|root| path.starts_with(root))
    };
    let later = |line: &str| NOT_BUILT.iter().any(|later| line.contains(later));
    let served: BTreeSet<String> = world
        .routes()
        .iter()
        .filter(|route| ours(&route.path))
        .map(|route| format!("{} {}", route.method, ways::unnamed(&route.path)))
        .collect();
    let described: BTreeSet<String> = contract::operations()
        .iter()
        .map(|(method, path)| format!("{method} {}", ways::unnamed(path)))
        .collect();
    let undescribed: Vec<_> = served.difference(&described).collect();
    assert!(
        undescribed.is_empty(),
        "served and not described: {undescribed:#?}"
    );
    let missing: Vec<_> = described
        .difference(&served)
        .filter(|line| !later(line))
        .collect();
    assert!(missing.is_empty(), "described and not served: {missing:#?}");
    let built: Vec<_> = served.iter().filter(|line| later(line)).collect();
    assert!(
        built.is_empty(),
        "built by now, so take it out of NOT_BUILT: {built:#?}"
    );
}
