//! Where the app stands: in front of a person or not, with a network or not.
//!
//! Guarantees: telling never waits; what was told last is what counts; signals that ask for an attempt are
//! counted, so that none is lost between two looks. Told by the platform on any thread, followed by the feed
//! on the worker's thread. At start the app is in the background and the network is believed to be there.

use std::sync::Arc;

use tokio::sync::watch;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::observer::Listener;
use crate::worker;

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) foreground: bool,
    pub(crate) network: bool,
    pub(crate) messenger_open: bool,
    /// This device's user has a conversation, as far as this run of the app knows.
    pub(crate) has_conversation: bool,
    /// Rises when a connection that is missing is to be tried now.
    pub(crate) hurries: u64,
    /// Rises when connections of before cannot be trusted any more.
    pub(crate) networks: u64,
    /// Rises when who is logged in changed.
    pub(crate) sessions: u64,
}

/// Tells the feed.
#[derive(Debug)]
pub(crate) struct Presence {
    place: watch::Sender<Place>,
}

impl Default for Presence {
    fn default() -> Self {
        Self {
            place: watch::Sender::new(Place {
                foreground: false,
                network: true,
                messenger_open: false,
                has_conversation: false,
                hurries: 0,
                networks: 0,
                sessions: 0,
            }),
        }
    }
}

impl Presence {
    pub(crate) fn follow(&self) -> watch::Receiver<Place> {
        self.place.subscribe()
    }

    pub(crate) fn now(&self) -> Place {
        *self.place.borrow()
    }

    pub(crate) fn set_foreground(&self, foreground: bool) {
        self.change(|place| {
            place.foreground = foreground;
            place.hurries += u64::from(foreground);
        });
    }

    pub(crate) fn network_changed(&self, available: bool) {
        self.change(|place| {
            place.network = available;
            place.networks += 1;
            place.hurries += u64::from(available);
        });
    }

    /// The messenger is on the screen, or it is not.
    pub(crate) fn messenger_open(&self, open: bool) {
        self.change(|place| place.messenger_open = open);
    }

    /// There is a conversation: something may come.
    pub(crate) fn conversation_known(&self) {
        self.change(|place| place.has_conversation = true);
    }

    /// Something says that the server has news.
    pub(crate) fn hurry(&self) {
        self.change(|place| place.hurries += 1);
    }

    /// Who is logged in changed.
    pub(crate) fn session_changed(&self, logged_in: bool) {
        self.change(|place| {
            place.sessions += 1;
            place.has_conversation &= logged_in;
        });
    }

    fn change(&self, change: impl FnOnce(&mut Place)) {
        self.place.send_if_modified(|place| {
            let before = *place;
            change(place);
            *place != before
        });
    }
}

impl Frontdesk {
    /// The app is in front of a person, or it is not. In the foreground the unread count, the settings and
    /// conversations are kept up to date, and what waits to be sent is tried at once; in the background nothing
    /// is open and push takes over. A client starts in the background.
    pub fn set_foreground(&self, foreground: bool) {
        self.desk.presence.set_foreground(foreground);
        if foreground {
            let _shutting_down = self.command(worker::Command::Hurry);
        }
    }

    /// The network came, changed or went, as the platform tells. A connection that is missing is then tried at
    /// once; without a network nothing is tried in vain.
    pub fn network_changed(&self, available: bool) {
        self.desk.presence.network_changed(available);
        self.desk.change_stage(|scene| scene.set_online(available));
        if available {
            let _shutting_down = self.command(worker::Command::Hurry);
        }
    }

    /// Conversations with something unread, as known now: the last known value right after the start, 0 when
    /// nobody is logged in. Listeners hear [`Event::UnreadChanged`](crate::Event::UnreadChanged).
    pub fn unread_conversation_count(&self) -> u64 {
        self.desk.unread.count()
    }

    /// Conversations with something unread, as the server knows now.
    ///
    /// # Errors
    /// `not_logged_in`; the codes of [`FrontdeskError::Unreachable`], in which case
    /// [`Frontdesk::unread_conversation_count`] has the last known value; `shut_down`.
    pub async fn fetch_unread_conversation_count(&self) -> Result<u64, FrontdeskError> {
        self.ask(async |context| worker::fetch_unread(&context).await)
            .await
    }

    /// Adds a listener; it hears the unread count as it is now, and then what happens from now on.
    pub fn listen(&self, listener: Arc<dyn Listener>) {
        self.desk
            .unread
            .replay(|event| self.desk.observer.listen(listener, vec![event]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_between_two_looks_is_not_lost() {
        let presence = Presence::default();
        let mut follower = presence.follow();
        presence.set_foreground(true);
        presence.set_foreground(false);
        presence.set_foreground(true);
        let place = *follower.borrow_and_update();
        assert!(place.foreground);
        assert_eq!(place.hurries, 2);
    }

    #[test]
    fn who_was_told_the_same_again_is_not_woken() {
        let presence = Presence::default();
        let follower = presence.follow();
        presence.set_foreground(false);
        presence.messenger_open(false);
        assert!(!follower.has_changed().unwrap());
        presence.messenger_open(true);
        assert!(follower.has_changed().unwrap());
    }

    #[test]
    fn a_network_that_comes_again_makes_earlier_connections_doubtful() {
        let presence = Presence::default();
        presence.network_changed(true);
        assert_eq!((presence.now().networks, presence.now().hurries), (1, 1));
        presence.network_changed(false);
        assert!(!presence.now().network);
        assert_eq!((presence.now().networks, presence.now().hurries), (2, 1));
    }

    #[test]
    fn the_next_user_has_no_conversation_yet() {
        let presence = Presence::default();
        presence.conversation_known();
        presence.session_changed(true);
        assert!(presence.now().has_conversation);
        presence.session_changed(false);
        assert!(!presence.now().has_conversation);
    }
}
