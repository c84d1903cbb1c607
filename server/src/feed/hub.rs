//! The streams and long polls that wait at this server: one entry per contact, one inbox per waiter.
//!
//! An inbox holds no changes, only that there are some, so a waiter that is slow costs nothing and misses
//! nothing. Whoever drops its [`Listening`] is forgotten at once.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::bus::{Bus, Signal, Typist};

/// Typing notices that wait in an inbox; older ones are of no use.
const TYPING_KEPT: usize = 4;

/// What came for one waiter since it last looked.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// There are changes to read.
    pub(crate) grown: bool,
    /// Who types, and where.
    pub(crate) typing: Vec<(i64, Typist)>,
    /// It has to end.
    pub(crate) closed: bool,
}

impl News {
    fn is_empty(&self) -> bool {
        !self.grown && !self.closed && self.typing.is_empty()
    }
}

#[derive(Default)]
struct Inbox {
    news: Mutex<News>,
    bell: Notify,
}

impl Inbox {
    fn put(&self, write: impl FnOnce(&mut News)) {
        write(&mut self.news.lock());
        self.bell.notify_one();
    }
}

struct Waiter {
    number: u64,
    device: String,
    /// Whether it counts against the most that a contact may have.
    counted: bool,
    inbox: Arc<Inbox>,
}

#[derive(Default)]
struct Waiters {
    by_contact: HashMap<String, Vec<Waiter>>,
    next: u64,
    drained: bool,
}

/// See the module.
#[derive(Default)]
pub(crate) struct Hub(Mutex<Waiters>);

impl Hub {
    pub(super) fn listen(
        hub: &Arc<Self>,
        bus: Arc<dyn Bus>,
        contact: &str,
        device: &str,
        most: Option<usize>,
    ) -> Listening {
        let inbox = Arc::new(Inbox::default());
        let mut all = hub.0.lock();
        let number = all.next;
        all.next += 1;
        if all.drained {
            inbox.put(|news| news.closed = true);
        }
        let waiters = all.by_contact.entry(contact.to_owned()).or_default();
        if waiters.is_empty() {
            bus.subscribe(contact);
        }
        if let Some(most) = most {
            let open = waiters.iter().filter(|waiter| waiter.counted).count();
            let mut over = (open + 1).saturating_sub(most);
            for waiter in waiters.iter_mut().filter(|waiter| waiter.counted) {
                if over == 0 {
                    break;
                }
                over -= 1;
                waiter.counted = false;
                waiter.inbox.put(|news| news.closed = true);
            }
        }
        waiters.push(Waiter {
            number,
            device: device.to_owned(),
            counted: most.is_some(),
            inbox: inbox.clone(),
        });
        drop(all);
        Listening {
            hub: hub.clone(),
            bus,
            contact: contact.to_owned(),
            number,
            inbox,
        }
    }

    /// Puts a signal into the inboxes it concerns.
    pub(super) fn deliver(&self, signal: &Signal) {
        let all = self.0.lock();
        let Some(waiters) = all.by_contact.get(signal.contact()) else {
            return;
        };
        for waiter in waiters {
            match signal {
                Signal::Grown { .. } => waiter.inbox.put(|news| news.grown = true),
                Signal::Typing {
                    conversation_id,
                    typist,
                    ..
                } => waiter.inbox.put(|news| {
                    if news.typing.len() < TYPING_KEPT {
                        news.typing.push((*conversation_id, typist.clone()));
                    }
                }),
                Signal::LoggedOut { device, .. } if *device == waiter.device => {
                    waiter.inbox.put(|news| news.closed = true);
                }
                Signal::LoggedOut { .. } => {}
            }
        }
    }

    pub(super) fn drain(&self) {
        let mut all = self.0.lock();
        all.drained = true;
        for waiter in all.by_contact.values().flatten() {
            waiter.inbox.put(|news| news.closed = true);
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.0.lock().by_contact.values().map(Vec::len).sum()
    }
}

/// A place in the hub; dropping it gives it up.
pub(crate) struct Listening {
    hub: Arc<Hub>,
    bus: Arc<dyn Bus>,
    contact: String,
    number: u64,
    inbox: Arc<Inbox>,
}

impl Listening {
    /// Waits until there is something and takes it. Nothing is lost when the waiting is given up.
    pub(crate) async fn news(&self) -> News {
        loop {
            let news = std::mem::take(&mut *self.inbox.news.lock());
            if !news.is_empty() {
                return news;
            }
            self.inbox.bell.notified().await;
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut all = self.hub.0.lock();
        if let Some(waiters) = all.by_contact.get_mut(&self.contact) {
            waiters.retain(|waiter| waiter.number != self.number);
            if waiters.is_empty() {
                all.by_contact.remove(&self.contact);
                self.bus.unsubscribe(&self.contact);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Feeds;
    use super::*;

    fn grown(contact: &str) -> Signal {
        Signal::Grown {
            contact: contact.to_owned(),
        }
    }

    #[tokio::test]
    async fn a_signal_wakes_its_contact_and_nobody_else() {
        let feeds = Feeds::in_process();
        let (ann, bob) = (
            feeds.listen("ann", "d1", Some(3)),
            feeds.listen("bob", "d2", Some(3)),
        );
        feeds.publish(&grown("ann"));
        assert!(ann.news().await.grown);
        assert!(bob.inbox.news.lock().is_empty());
    }

    #[tokio::test]
    async fn the_oldest_stream_ends_when_there_is_one_too_many() {
        let feeds = Feeds::in_process();
        let streams: Vec<_> = (0..4).map(|_| feeds.listen("ann", "d", Some(3))).collect();
        let poll = feeds.listen("ann", "d", None);
        assert!(streams[0].news().await.closed);
        for open in &streams[1..] {
            assert!(open.inbox.news.lock().is_empty());
        }
        assert!(poll.inbox.news.lock().is_empty());
        let fifth = feeds.listen("ann", "d", Some(3));
        assert!(streams[1].news().await.closed);
        assert!(fifth.inbox.news.lock().is_empty());
    }

    #[tokio::test]
    async fn whoever_leaves_is_forgotten_and_a_drained_hub_lets_nobody_wait() {
        let feeds = Feeds::in_process();
        drop(feeds.listen("ann", "d", Some(3)));
        assert_eq!(feeds.waiting(), 0);
        let waiting = feeds.listen("ann", "d", Some(3));
        feeds.drain();
        assert!(waiting.news().await.closed);
        assert!(feeds.listen("bob", "d", None).news().await.closed);
    }

    #[tokio::test]
    async fn a_logout_ends_the_streams_of_that_device_alone() {
        let feeds = Feeds::in_process();
        let (phone, tablet) = (
            feeds.listen("ann", "phone", Some(3)),
            feeds.listen("ann", "tablet", Some(3)),
        );
        feeds.publish(&Signal::LoggedOut {
            contact: "ann".to_owned(),
            device: "phone".to_owned(),
        });
        assert!(phone.news().await.closed);
        assert!(tablet.inbox.news.lock().is_empty());
    }
}
