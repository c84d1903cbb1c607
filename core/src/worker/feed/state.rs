//! What the feed knows, between its two tasks.
//!
//! Guarantees: belongs to one user at a time: whoever comes next begins with nothing but what the cache of
//! their own device says; a connection of the feed is known from before it is made until it is closed. Used
//! on the worker's thread alone.

use std::cell::{Cell, RefCell};

use tokio::sync::watch;

use super::Who;
use crate::client::Place;
use crate::messenger::FeedMode;
use crate::observer::Event;
use crate::storage::SessionRow;
use crate::worker::Context;
use crate::worker::fetch::current;

/// What is known of the user who is logged in.
#[derive(Debug, Default)]
struct Known {
    who: Option<Who>,
    /// The contact on the server that `seq` counts for.
    contact: Option<String>,
    /// A ping was answered since the app came to the foreground.
    pinged: bool,
    /// The server has something to tell this user now and then.
    stream_on: bool,
    /// The last change that was applied.
    seq: Option<i64>,
    /// The change up to which the unread count is known.
    unread_seq: i64,
    /// What is known must be asked for anew before anything is applied.
    resync: bool,
    ping_wanted: bool,
}

/// See the module.
pub(crate) struct Feed {
    known: RefCell<Known>,
    changed: watch::Sender<u64>,
    /// The device whose connection is open or being opened.
    open_for: watch::Sender<Option<String>>,
    mode: Cell<FeedMode>,
    /// A session without a token is to be logged in, so that the feed can listen.
    wants_login: Cell<bool>,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            known: RefCell::default(),
            changed: watch::Sender::new(0),
            open_for: watch::Sender::new(None),
            mode: Cell::default(),
            wants_login: Cell::new(false),
        }
    }
}

/// While this lives, a connection may be open.
pub(super) struct Connection<'a>(&'a Feed);

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        self.0.open_for.send_replace(None);
    }
}

impl Feed {
    pub(super) fn follow(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(super) fn connect(&self, device: &str) -> Connection<'_> {
        self.open_for.send_replace(Some(device.to_owned()));
        Connection(self)
    }

    /// Ends when no connection of another device is open.
    pub(crate) async fn let_go(&self, device: &str) {
        let mut open = self.open_for.subscribe();
        let gone = open.wait_for(|open| open.as_deref().is_none_or(|open| open == device));
        // The sender lives as long as this does.
        let _gone = gone.await;
    }

    /// Whether the lane is to log in although nothing waits to be sent.
    pub(crate) fn wants_login(&self) -> bool {
        self.wants_login.get()
    }

    pub(super) fn want_login(&self, wants: bool) {
        self.wants_login.set(wants);
    }

    /// Begins with another user: `seq` is where their cache stands, `resync` that it stands nowhere.
    pub(super) fn enter(
        &self,
        who: &Who,
        contact: Option<String>,
        seq: Option<i64>,
        stream_on: bool,
        resync: bool,
    ) {
        *self.known.borrow_mut() = Known {
            who: Some(who.clone()),
            contact,
            seq,
            stream_on,
            resync,
            ..Known::default()
        };
        self.tell();
    }

    /// The contact of this user, as the server says now. True when changes counted for another one so far: the
    /// unidentified user became somebody.
    pub(super) fn moves_to(&self, contact: Option<&str>) -> bool {
        let mut known = self.known.borrow_mut();
        let before = std::mem::replace(&mut known.contact, contact.map(str::to_owned));
        before.is_some() && before != known.contact
    }

    pub(super) fn contact(&self) -> Option<String> {
        self.known.borrow().contact.clone()
    }

    pub(super) fn is_for(&self, who: &Who) -> bool {
        self.known.borrow().who.as_ref() == Some(who)
    }

    /// The app went to the background: the next time begins with a ping.
    pub(super) fn rest(&self) {
        self.wants_login.set(false);
        if std::mem::take(&mut self.known.borrow_mut().pinged) {
            self.tell();
        }
    }

    /// The server said where the feed stands; `pinged`: as an answer to a ping in the foreground. Gives whether
    /// its unread count is news.
    pub(super) fn stands_at(&self, seq: i64, stream_on: Option<bool>, pinged: bool) -> bool {
        let mut known = self.known.borrow_mut();
        known.pinged |= pinged;
        known.stream_on = stream_on.unwrap_or(known.stream_on);
        known.seq = known.seq.or(Some(seq));
        let newer = seq >= known.unread_seq;
        known.unread_seq = known.unread_seq.max(seq);
        drop(known);
        self.tell();
        newer
    }

    pub(super) fn seq(&self) -> Option<i64> {
        self.known.borrow().seq
    }

    /// Whether a change is news.
    pub(super) fn is_new(&self, seq: i64) -> bool {
        self.known.borrow().seq.is_none_or(|known| seq > known)
    }

    pub(super) fn applied(&self, seq: i64) {
        self.known.borrow_mut().seq = Some(seq);
    }

    /// Whether the unread count of this change is newer than the one that is known; it is from now on.
    pub(super) fn unread_is_new(&self, seq: i64) -> bool {
        let mut known = self.known.borrow_mut();
        let newer = seq > known.unread_seq;
        known.unread_seq = known.unread_seq.max(seq);
        newer
    }

    /// What is known cannot be brought up to date by changes any more.
    pub(super) fn resync(&self) {
        let mut known = self.known.borrow_mut();
        known.resync = true;
        known.pinged = false;
        known.seq = None;
        known.unread_seq = 0;
        known.ping_wanted = true;
        drop(known);
        self.tell();
    }

    pub(super) fn needs_resync(&self) -> bool {
        self.known.borrow().resync
    }

    pub(super) fn resynced(&self) {
        self.known.borrow_mut().resync = false;
        self.tell();
    }

    /// Something only a ping can tell has changed.
    pub(super) fn want_ping(&self) {
        self.known.borrow_mut().ping_wanted = true;
        self.tell();
    }

    pub(super) fn take_ping_wanted(&self) -> bool {
        std::mem::take(&mut self.known.borrow_mut().ping_wanted)
    }

    /// Whether there is something to listen for, and everything before is known.
    pub(super) fn may_listen(&self, who: &Who, place: &Place) -> bool {
        let known = self.known.borrow();
        let wanted = known.stream_on || place.messenger_open || place.has_conversation;
        known.who.as_ref() == Some(who) && known.pinged && !known.resync && wanted
    }

    /// Tells how news arrive now, when that changed.
    pub(super) fn set_mode(&self, context: &Context, mode: FeedMode) {
        if self.mode.replace(mode) != mode {
            context.desk.observer.announce(Event::FeedChanged { mode });
            context.desk.change_stage(|scene| scene.set_feed(mode));
        }
    }
}

/// For whom the feed is open at this place: nobody in the background, without a network, or logged out.
pub(super) fn wanted_by(context: &Context, place: &Place) -> Option<Who> {
    if !place.foreground || !place.network {
        return None;
    }
    let session = current(context).unwrap_or_else(|error| {
        tracing::debug!(%error, "the feed cannot read who is logged in");
        None
    })?;
    Some(Who::of(&session))
}

/// Ends when the feed is not wanted by `who` any more.
pub(super) async fn gone(context: &Context, who: &Who, mut place: watch::Receiver<Place>) {
    loop {
        if place.changed().await.is_err() {
            return;
        }
        let now = *place.borrow_and_update();
        if wanted_by(context, &now).as_ref() != Some(who) {
            return;
        }
    }
}

/// The session of `who` with its token; has it logged in when it has none. `None` when somebody else is logged
/// in. Nobody is logged out when the server refuses: nobody waits for this login.
pub(super) async fn session_of(context: &Context, who: &Who) -> Option<SessionRow> {
    let mut place = context.desk.presence.follow();
    loop {
        let _seen = *place.borrow_and_update();
        let session = current(context).ok().flatten().filter(|s| Who::of(s) == *who)?;
        if session.token.is_some() {
            context.feed.want_login(false);
            return Some(session);
        }
        context.feed.want_login(true);
        context.desk.wake.poke();
        place.changed().await.ok()?;
    }
}
