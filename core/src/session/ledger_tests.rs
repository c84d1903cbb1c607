//! What each transition leaves in the tables.

use super::*;
use crate::config::Durability;
use crate::model::identity::Identity;
use crate::session::StateName;
use crate::storage::{OperationRow, open_or_recover};
use uuid::Uuid;

struct House {
    _folder: tempfile::TempDir,
    line: crate::outbox::CommitLine,
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let opened = open_or_recover(&folder.path().join("a.sqlite3"), Durability::Process, 0).unwrap();
    let line = crate::outbox::CommitLine::new(Writer::load(opened.conn, 1000).unwrap());
    House {
        _folder: folder,
        line,
    }
}

fn user(id: &str) -> Person {
    Person::User(Identity {
        user_id: Some(id.to_owned()),
        email: None,
    })
}

impl House {
    fn with<R>(&self, work: impl FnOnce(&mut Writer) -> R) -> R {
        self.line.exclusive(work)
    }

    fn log_in(&self, person: Person) -> i64 {
        match self.with(|w| login(w, person, None, 0)).unwrap() {
            LoginOrder::Request(epoch) => epoch,
            LoginOrder::Stored(session) => session.epoch,
        }
    }

    fn accept(&self, epoch: i64, token: &str) {
        assert!(self.with(|w| accepted(w, epoch, token, "contact")).unwrap());
    }

    fn log_event(&self) -> i64 {
        let row = OperationRow {
            kind: OperationKind::Event,
            id: Uuid::now_v7(),
            created_at: 0,
            target: None,
            body: b"{}".into(),
        };
        self.line.append(row).unwrap().seq
    }

    fn sessions(&self) -> Vec<SessionRow> {
        self.with(|w| sessions::all(w.conn())).unwrap()
    }

    fn state(&self) -> StateName {
        self.with(|w| w.state().name())
    }
}

#[test]
fn an_identified_login_keeps_the_unidentified_session_for_what_it_still_has_queued() {
    let house = house();
    let lead = house.log_in(Person::Lead);
    house.accept(lead, "token-lead");
    let queued = house.log_event();
    let user_epoch = house.log_in(user("a"));
    house.accept(user_epoch, "token-user");
    let later = house.log_event();
    let all = house.sessions();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].device_id, all[1].device_id);
    let (from, to) = range_of(&all, lead);
    assert!((from..to).contains(&queued) && !(from..to).contains(&later));
    assert_eq!(all[0].token.as_ref().unwrap().expose(), "token-lead");
}

#[test]
fn a_refused_login_restores_the_unidentified_user_and_keeps_what_was_said_meanwhile_apart() {
    let house = house();
    let lead = house.log_in(Person::Lead);
    house.accept(lead, "token-lead");
    let wanted = house.log_in(user("a"));
    let meanwhile = house.log_event();
    assert!(house.with(|w| refused(w, wanted)).unwrap().is_empty());
    let after = house.log_event();
    let all = house.sessions();
    assert_eq!(house.state(), StateName::LoggedIn);
    let restored = all.last().unwrap();
    assert_eq!(
        (
            restored.person(),
            restored.token.as_ref().unwrap().expose().as_str()
        ),
        (Person::Lead, "token-lead")
    );
    let (from, to) = range_of(&all, wanted);
    assert!((from..to).contains(&meanwhile) && !(from..to).contains(&after));
    // The same person later: what was said for them is theirs.
    let again = house.log_in(user("a"));
    house.accept(again, "token-user");
    let revived = house.sessions().into_iter().find(|s| s.epoch == wanted).unwrap();
    assert_eq!(
        (revived.state, revived.token.unwrap().expose().as_str()),
        (SessionState::Live, "token-user")
    );
}

#[test]
fn another_person_never_inherits_what_a_refused_person_said() {
    let house = house();
    let wanted = house.log_in(user("a"));
    house.log_event();
    house.with(|w| refused(w, wanted)).unwrap();
    assert_eq!(house.state(), StateName::LoggedOut);
    let other = house.log_in(user("b"));
    house.accept(other, "token-b");
    let first = house.sessions().into_iter().find(|s| s.epoch == wanted).unwrap();
    assert_eq!((first.state, first.token), (SessionState::Refused, None));
}

#[test]
fn logout_forgets_the_device_and_leaves_only_a_token_for_what_is_unsent() {
    let house = house();
    let epoch = house.log_in(user("a"));
    house.accept(epoch, "token-a");
    house
        .with(|w| set_credential(w, settings::USER_HASH, "hash-canary"))
        .unwrap();
    house.log_event();
    let dropped = house.with(|w| logout(w, false, false, 5)).unwrap();
    assert!(dropped.is_empty());
    let closing = house.sessions().remove(0);
    assert_eq!(
        (closing.state, closing.closing_since),
        (SessionState::Closing, Some(5))
    );
    assert_eq!(
        (closing.user_id, closing.user_hash, closing.token.is_some()),
        (None, None, true)
    );
    let next = house.log_in(user("b"));
    let next = house.sessions().into_iter().find(|s| s.epoch == next).unwrap();
    assert_ne!(next.device_id, closing.device_id);
    assert_eq!(next.user_hash, None);
}

#[test]
fn a_purging_logout_names_every_operation_it_removed() {
    let house = house();
    let epoch = house.log_in(user("a"));
    house.accept(epoch, "token-a");
    for _ in 0..3 {
        house.log_event();
    }
    let dropped = house.with(|w| logout(w, false, true, 5)).unwrap();
    assert_eq!(dropped.len(), 3);
    assert!(dropped.iter().all(|d| d.purged));
    assert_eq!(house.with(|w| operations::count(w.conn())).unwrap(), 0);
}

#[test]
fn a_late_answer_for_a_user_who_logged_out_changes_nothing_of_the_next_one() {
    let house = house();
    let first = house.log_in(user("a"));
    house.with(|w| logout(w, false, false, 5)).unwrap();
    let second = house.log_in(user("b"));
    assert!(!house.with(|w| accepted(w, first, "late", "contact-a")).unwrap());
    assert_eq!(house.state(), StateName::LoggingIn);
    assert_eq!(
        house.sessions().iter().find(|s| s.epoch == second).unwrap().token,
        None
    );
}

#[test]
fn an_unidentified_session_lost_on_the_server_goes_on_with_its_users_session() {
    let house = house();
    let lead = house.log_in(Person::Lead);
    house.accept(lead, "token-lead");
    house.log_event();
    let epoch = house.log_in(user("a"));
    house.accept(epoch, "token-user");
    let token = house.sessions()[0].token.clone();
    house.with(|w| lost(w, lead, token.as_ref())).unwrap();
    assert_eq!(house.sessions()[0].token.as_ref().unwrap().expose(), "token-user");
    let late = Secret::new("an older one".to_owned());
    house.with(|w| lost(w, epoch, Some(&late))).unwrap();
    assert_eq!(house.state(), StateName::LoggedIn);
    let token = house.sessions()[1].token.clone();
    house.with(|w| lost(w, epoch, token.as_ref())).unwrap();
    assert_eq!(
        (house.sessions()[1].state, house.state()),
        (SessionState::Wanted, StateName::LoginPending)
    );
}
