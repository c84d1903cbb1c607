//! The messenger's state through the public functions, without a server: the login stays wanted, which is
//! enough for everything that is not content.

// Test code throughout, also the functions beside the tests.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{
    Event, Frontdesk, FrontdeskError, Listener, LogoutOptions, MessengerState, Presentation, Presenter,
    PresenterError, ProactiveKind, Space, ThemeMode, UserAttributes,
};
use parking_lot::Mutex;
use serde_json::json;

/// Long enough for any machine; a test that waits so long has failed.
const DEADLINE: Duration = Duration::from_secs(20);

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

fn builder(folder: &Path) -> frontdesk_core::Builder {
    let once = PolicyConfig {
        login_attempts: 1,
        ..PolicyConfig::default()
    };
    // Port 9 of this machine refuses at once.
    Frontdesk::builder("http://127.0.0.1:9", "demo", "android_sdk-key")
        .data_dir(folder)
        .locale("de-AT")
        .retry(once)
}

fn log_in(desk: &Frontdesk, user_id: &str) {
    let attributes = UserAttributes::new().user_id(user_id);
    let error = block_on(desk.login_user_with_user_attributes(attributes)).unwrap_err();
    assert_eq!(error.code(), "network_unavailable");
}

fn log_out(desk: &Frontdesk) {
    block_on(desk.logout(LogoutOptions::default())).unwrap();
}

/// Sends on what it hears.
struct Ear(mpsc::Sender<Event>);

impl Listener for Ear {
    fn on_event(&self, event: &Event) {
        let _test_over = self.0.send(event.clone());
    }
}

/// Notes what it is told, and what the state was at that moment.
#[derive(Default)]
struct Stage {
    desk: Mutex<Option<Frontdesk>>,
    told: Mutex<Vec<(String, bool)>>,
    broken: AtomicBool,
}

impl Stage {
    fn note(&self, what: String) -> Result<(), PresenterError> {
        let desk = self.desk.lock().clone();
        let visible = desk.is_some_and(|desk| desk.messenger_state().visible);
        self.told.lock().push((what, visible));
        match self.broken.load(Ordering::Acquire) {
            true => Err(PresenterError),
            false => Ok(()),
        }
    }
}

impl Presenter for Stage {
    fn present(&self, what: &Presentation) -> Result<(), PresenterError> {
        self.note(format!("{what:?}"))
    }

    fn hide(&self) -> Result<(), PresenterError> {
        self.note("hide".to_owned())
    }
}

fn on_stage(folder: &Path) -> (Frontdesk, Arc<Stage>, mpsc::Receiver<Event>) {
    let stage = Arc::new(Stage::default());
    let (sender, events) = mpsc::channel();
    let desk = builder(folder)
        .presenter(stage.clone())
        .listener(Arc::new(Ear(sender)))
        .open()
        .unwrap();
    *stage.desk.lock() = Some(desk.clone());
    (desk, stage, events)
}

fn decide(desk: &Frontdesk) {
    desk.set_launcher_visibility(true).unwrap();
    desk.set_bottom_padding(48).unwrap();
    desk.set_in_app_message_visibility(false).unwrap();
    desk.suppress_proactive_content(&[ProactiveKind::Carousel, ProactiveKind::Survey])
        .unwrap();
    desk.set_theme_mode(ThemeMode::Dark).unwrap();
    desk.set_language_override(Some("pt_br")).unwrap();
}

fn decisions(state: &MessengerState) -> serde_json::Value {
    json!([
        state.launcher_visible,
        state.bottom_padding,
        state.in_app_messages_visible,
        state.suppressed_kinds,
        state.theme_mode,
    ])
}

#[test]
fn what_the_app_decided_outlives_restart_and_logout_and_the_persons_language_only_the_restart() {
    let folder = tempfile::tempdir().unwrap();
    let desk = builder(folder.path()).open().unwrap();
    let plain = decisions(&desk.messenger_state());
    assert_eq!(plain, json!([false, 0, true, [], "system"]));
    log_in(&desk, "ada");
    decide(&desk);
    desk.shutdown();

    let desk = builder(folder.path()).open().unwrap();
    let decided = json!([true, 48, false, ["survey", "carousel"], "dark"]);
    let state = desk.messenger_state();
    assert_eq!(decisions(&state), decided);
    assert_eq!(state.languages, ["pt-BR", "pt", "de-AT", "de", "en"]);
    assert_eq!(
        serde_json::to_value(state.session).unwrap(),
        json!({"state": "login_pending", "role": "user"})
    );
    log_out(&desk);
    assert_eq!(desk.messenger_state().languages, ["de-AT", "de", "en"]);
    desk.shutdown();

    let state = builder(folder.path()).open().unwrap().messenger_state();
    assert_eq!(decisions(&state), decided);
    assert_eq!(state.language_override, None);
}

#[test]
fn hostile_settings_are_refused_by_name_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = builder(folder.path()).open().unwrap();
    let before = desk.messenger_state();
    let refused = |result: Result<(), FrontdeskError>| {
        let error = result.unwrap_err();
        (
            error.code().to_owned(),
            error.field().map(str::to_owned),
            error.limit(),
        )
    };
    assert_eq!(
        refused(desk.set_bottom_padding(10_001)),
        ("out_of_range".into(), Some("bottom_padding".into()), Some(10_000))
    );
    assert_eq!(
        refused(desk.set_language_override(Some("'; drop table settings;"))),
        ("invalid_language".into(), Some("language_override".into()), None)
    );
    assert_eq!(desk.messenger_state(), before);
}

#[test]
fn after_shutdown_every_setter_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let desk = builder(folder.path()).open().unwrap();
    desk.shutdown();
    for result in [
        desk.set_launcher_visibility(true),
        desk.set_bottom_padding(1),
        desk.set_in_app_message_visibility(false),
        desk.suppress_proactive_content(&[]),
        desk.set_theme_mode(ThemeMode::Light),
        desk.set_language_override(None),
        block_on(desk.hide()),
        block_on(desk.present()).map(|_| ()),
    ] {
        assert_eq!(result.unwrap_err().code(), "shut_down");
    }
}

#[test]
fn the_state_says_what_is_shown_before_the_presenter_hears_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, stage, events) = on_stage(folder.path());
    log_in(&desk, "ada");
    assert_eq!(
        block_on(desk.present()).unwrap(),
        Presentation::Space(Space::Home)
    );
    block_on(desk.present_space(Space::Messages)).unwrap();
    block_on(desk.hide()).unwrap();
    block_on(desk.hide()).unwrap();
    assert_eq!(
        *stage.told.lock(),
        [
            ("Space(Home)".to_owned(), true),
            ("Space(Messages)".to_owned(), true),
            ("hide".to_owned(), false),
            ("hide".to_owned(), false),
        ]
    );
    desk.shutdown();
    let shown_and_hidden: Vec<Event> = events
        .try_iter()
        .filter(|event| matches!(event, Event::Shown | Event::Hidden))
        .collect();
    assert_eq!(shown_and_hidden, [Event::Shown, Event::Hidden], "once each");
    *stage.desk.lock() = None;
}

#[test]
fn without_a_user_nothing_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, stage, _events) = on_stage(folder.path());
    for result in [
        block_on(desk.present()),
        block_on(desk.present_space(Space::HelpCenter)),
        block_on(desk.present_message_composer(Some("Hello"))),
    ] {
        assert_eq!(result.unwrap_err(), FrontdeskError::NotLoggedIn);
    }
    assert!(!desk.messenger_state().visible);
    assert!(stage.told.lock().is_empty());
    *stage.desk.lock() = None;
}

#[test]
fn a_presenter_that_fails_leaves_the_messenger_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, stage, _events) = on_stage(folder.path());
    log_in(&desk, "ada");
    stage.broken.store(true, Ordering::Release);
    assert_eq!(block_on(desk.present()).unwrap_err().code(), "internal");
    assert!(!desk.messenger_state().visible);
    *stage.desk.lock() = None;
}

#[test]
fn the_composer_takes_no_text_and_hostile_text_but_nothing_it_could_not_send() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, stage, _events) = on_stage(folder.path());
    log_in(&desk, "ada");
    for (text, shown) in [
        (None, json!(null)),
        (Some(" \n"), json!(null)),
        (Some("<img onerror=alert(1)>"), json!("<img onerror=alert(1)>")),
    ] {
        let what = block_on(desk.present_message_composer(text)).unwrap();
        assert_eq!(
            what,
            Presentation::Composer {
                prefilled: !shown.is_null()
            }
        );
        let state = serde_json::to_value(desk.messenger_state()).unwrap();
        assert_eq!(state["view"], json!({"name": "composer", "text": shown}));
    }
    let before = desk.messenger_state();
    for (text, code) in [("a\0b", "invalid_text"), (&*"x".repeat(65_537), "too_long")] {
        let error = block_on(desk.present_message_composer(Some(text))).unwrap_err();
        assert_eq!((error.code(), error.field()), (code, Some("text")));
    }
    assert_eq!(desk.messenger_state(), before);
    *stage.desk.lock() = None;
}

#[test]
fn a_logout_hides_what_the_person_looked_at_and_forgets_what_they_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, stage, events) = on_stage(folder.path());
    log_in(&desk, "ada");
    block_on(desk.present_message_composer(Some("canary-4711"))).unwrap();
    log_out(&desk);
    let state = serde_json::to_string(&desk.messenger_state()).unwrap();
    assert!(!state.contains("canary"), "{state}");
    assert!(!desk.messenger_state().visible);
    assert_eq!(stage.told.lock().last(), Some(&("hide".to_owned(), false)));
    desk.shutdown();
    assert!(events.try_iter().any(|event| event == Event::Hidden));
    *stage.desk.lock() = None;
}

/// Lets go of the listener's thread when told.
struct Slow {
    gate: Mutex<mpsc::Receiver<()>>,
    heard: mpsc::Sender<()>,
}

impl Listener for Slow {
    fn on_event(&self, event: &Event) {
        if *event == Event::MessengerStateChanged {
            let _test_over = self.heard.send(());
            let _open = self.gate.lock().recv_timeout(DEADLINE);
        }
    }
}

#[test]
fn changes_that_come_faster_than_they_are_heard_are_announced_once() {
    let folder = tempfile::tempdir().unwrap();
    let (open, gate) = mpsc::channel();
    let (heard, hearing) = mpsc::channel();
    let gate = Mutex::new(gate);
    let desk = builder(folder.path())
        .listener(Arc::new(Slow { gate, heard }))
        .open()
        .unwrap();
    desk.set_bottom_padding(1).unwrap();
    hearing.recv_timeout(DEADLINE).unwrap();
    for padding in 2..200 {
        desk.set_bottom_padding(padding).unwrap();
    }
    desk.set_bottom_padding(199).unwrap();
    open.send(()).unwrap();
    hearing.recv_timeout(DEADLINE).unwrap();
    open.send(()).unwrap();
    desk.shutdown();
    assert_eq!(
        hearing.try_iter().count(),
        0,
        "two announcements for two hundred changes"
    );
    assert_eq!(desk.messenger_state().bottom_padding, 199);
}

#[test]
fn the_messenger_speaks_the_language_that_the_app_gives_its_user() {
    let folder = tempfile::tempdir().unwrap();
    let desk = builder(folder.path())
        .limits(frontdesk_core::Limits {
            delivery_wait: Duration::from_millis(1),
            ..frontdesk_core::Limits::default()
        })
        .open()
        .unwrap();
    log_in(&desk, "ada");
    let languages = |change: UserAttributes| {
        block_on(desk.update_user(change)).unwrap();
        desk.messenger_state().languages
    };
    let speak = |tag: &str| UserAttributes::new().language_override(Some(tag.to_owned()));
    assert_eq!(languages(speak("fr_CH")), ["fr-CH", "fr", "de-AT", "de", "en"]);
    assert_eq!(
        languages(UserAttributes::new().name("Ada")),
        ["fr-CH", "fr", "de-AT", "de", "en"]
    );
    assert_eq!(
        languages(speak("no language")),
        ["fr-CH", "fr", "de-AT", "de", "en"]
    );
    let cleared = UserAttributes::new().language_override(None::<String>);
    assert_eq!(languages(cleared), ["de-AT", "de", "en"]);
}
