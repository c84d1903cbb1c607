//! Who waits for news, and how they hear that there is some.
//!
//! The truth is the table of changes; what passes here only says where to look, so a lost signal costs time
//! and never a change. A [`bus::Bus`] carries signals between servers; [`hub::Hub`] wakes the streams and
//! long polls of this one. Signals come from the store's thread and from request tasks; nothing here blocks.

pub(crate) mod bus;
pub(crate) mod hub;

use std::sync::Arc;

use self::bus::{Bus, InProcessBus, Signal};
use self::hub::{Hub, Listening};

/// Both ends of the feed: see the module.
pub(crate) struct Feeds {
    hub: Arc<Hub>,
    bus: Arc<dyn Bus>,
}

impl Feeds {
    /// Feeds of one server that is alone.
    pub(crate) fn in_process() -> Self {
        let hub = Arc::new(Hub::default());
        let inbox = hub.clone();
        let bus = Arc::new(InProcessBus::new(move |signal| inbox.deliver(signal)));
        Self { hub, bus }
    }

    /// What a store is given to tell whose feeds grew.
    pub(crate) fn listener(&self) -> crate::store::ChangeListener {
        let bus = self.bus.clone();
        Arc::new(move |contacts| {
            for contact in contacts {
                bus.publish(&Signal::Grown {
                    contact: contact.clone(),
                });
            }
        })
    }

    /// Tells all servers.
    pub(crate) fn publish(&self, signal: &Signal) {
        self.bus.publish(signal);
    }

    /// Waits for news of a contact until the returned value is dropped. Of those with a `most`, a contact has
    /// no more than that many: the oldest is told to end.
    pub(crate) fn listen(&self, contact: &str, device: &str, most: Option<usize>) -> Listening {
        Hub::listen(&self.hub, self.bus.clone(), contact, device, most)
    }

    /// Ends everybody who waits, now and later: the server stops.
    pub(crate) fn drain(&self) {
        self.hub.drain();
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        self.hub.waiting()
    }
}
