//! The stage: what is shown, who may see it, and what a logout leaves.

use super::*;
use crate::messenger::{ComposerText, ProactiveKind, ThemeMode};
use crate::model::live_content::InAppDisplay;

fn stage(locale: Option<&str>) -> Stage {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch("create table settings (name text primary key, value text)")
        .unwrap();
    Stage::load(&conn, locale.map(str::to_owned)).unwrap()
}

fn article(id: &str) -> View {
    View::Article { id: id.to_owned() }
}

fn change(stage: &Stage, change: impl FnOnce(&mut Scene)) -> Changed {
    let mut changed = None;
    stage.change(change, |what| changed = Some(what));
    changed.unwrap()
}

fn state(stage: &Stage) -> MessengerState {
    stage.state(&State::LoggedOut)
}

#[test]
fn content_opens_a_closed_messenger_alone_and_lies_on_top_of_an_open_one() {
    let stage = stage(None);
    change(&stage, |scene| scene.show(article("1")));
    assert!(!state(&stage).can_go_back);
    change(&stage, |scene| scene.show(article("2")));
    assert!(state(&stage).can_go_back);
    assert!(!stage.change(Scene::back, |_| {}));
    assert_eq!(state(&stage).view, article("1"));
    assert!(
        stage.change(Scene::back, |_| {}),
        "from the last screen, back hides"
    );
    assert!(!state(&stage).visible);
    assert!(!stage.change(Scene::back, |_| {}), "nothing is left to hide");
}

#[test]
fn a_space_takes_the_place_of_everything() {
    let stage = stage(None);
    change(&stage, |scene| scene.show(article("1")));
    change(&stage, |scene| scene.show(View::Messages));
    assert_eq!(
        (state(&stage).view, state(&stage).can_go_back),
        (View::Messages, false)
    );
}

#[test]
fn a_screen_that_is_shown_already_is_not_a_second_one_and_circles_are_bounded() {
    let stage = stage(None);
    change(&stage, |scene| scene.show(article("1")));
    let again = change(&stage, |scene| scene.show(article("1")));
    assert!(!again.anything);
    for n in 0..10_000 {
        change(&stage, |scene| scene.show(article(&n.to_string())));
    }
    assert_eq!(stage.look(|scene| scene.screens.len()), MOST_SCREENS);
}

#[test]
fn a_change_tells_whether_the_messenger_became_visible_or_hidden() {
    let stage = stage(None);
    assert_eq!(
        change(&stage, |scene| scene.show(View::Home)).visibility,
        Some(true)
    );
    assert_eq!(change(&stage, |scene| scene.show(View::News)).visibility, None);
    assert_eq!(change(&stage, Scene::hide).visibility, Some(false));
    assert_eq!(
        change(&stage, Scene::hide),
        Changed {
            anything: false,
            visibility: None
        }
    );
}

#[test]
fn a_logout_leaves_the_apps_decisions_and_nothing_of_the_person() {
    let stage = stage(Some("de-AT"));
    change(&stage, |scene| {
        scene.preferences.launcher_visible = true;
        scene.preferences.bottom_padding = 48;
        scene.preferences.in_app_messages_visible = false;
        scene.preferences.suppressed.insert(ProactiveKind::Survey);
        scene.preferences.theme_mode = ThemeMode::Dark;
        scene.language_override = Some("fr".to_owned());
        scene.set_unread(3);
        scene.set_settings(Some(serde_json::json!({"locale": "it"})));
        scene.set_feed(FeedMode::Stream);
        scene.offer_in_app(vec![InAppRef {
            kind: LiveKind::Carousel,
            id: "7".to_owned(),
            display: InAppDisplay::Full,
            priority: 1,
        }]);
        scene.show(View::Composer {
            text: Some(ComposerText::new("canary-4711")),
        });
    });
    assert_eq!(state(&stage).languages, ["fr", "de-AT", "de", "it", "en"]);
    let changed = change(&stage, Scene::forget_person);
    assert_eq!(changed.visibility, Some(false));
    let left = serde_json::to_value(state(&stage)).unwrap();
    assert_eq!(
        left,
        serde_json::json!({
            "visible": false, "view": {"name": "home"}, "can_go_back": false,
            "launcher_visible": true, "bottom_padding": 48, "in_app_messages_visible": false,
            "suppressed_kinds": ["survey"], "theme_mode": "dark",
            "language_override": null, "languages": ["de-AT", "de", "en"], "unread_count": 0,
            "session": {"state": "logged_out", "role": null}, "settings": null, "in_app": null,
            "online": true, "feed": "off",
        })
    );
}

#[test]
fn content_that_shows_itself_makes_way_for_the_messenger_and_is_done_once_presented() {
    let stage = stage(None);
    change(&stage, |scene| {
        scene.offer_in_app(vec![InAppRef {
            kind: LiveKind::Survey,
            id: "2001".to_owned(),
            display: InAppDisplay::Card,
            priority: 0,
        }]);
    });
    assert!(state(&stage).in_app.is_some());
    change(&stage, |scene| scene.show(View::Home));
    assert_eq!(state(&stage).in_app, None, "an open messenger is not covered");
    change(&stage, Scene::hide);
    assert!(state(&stage).in_app.is_some());
    change(&stage, |scene| {
        scene.show(View::Survey {
            id: "2001".to_owned(),
        })
    });
    change(&stage, Scene::hide);
    assert_eq!(state(&stage).in_app, None, "it was shown");
}

#[test]
fn a_conversation_that_got_its_servers_id_is_followed_by_its_screen() {
    let stage = stage(None);
    let view = |id: &str| View::Conversation { id: id.to_owned() };
    change(&stage, |scene| scene.show(view("0193c3a4")));
    change(&stage, |scene| scene.conversation_is("0193c3a4", "42"));
    assert_eq!(state(&stage).view, view("42"));
}
