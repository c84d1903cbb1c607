//! Signals between servers. They hold ids only; whoever hears one reads the store.
//!
//! A server subscribes to the contacts that wait at it, so a bus between servers carries nothing that nobody
//! needs. Delivery is at most once and in no order.

use std::collections::HashSet;

use parking_lot::Mutex;

/// What a signal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signal {
    /// There are changes to read.
    Grown {
        /// Whose feed grew.
        contact: String,
    },
    /// Somebody types; forgotten when it is not repeated.
    Typing {
        /// Who shall see it.
        contact: String,
        /// Where.
        conversation_id: i64,
        /// Who types.
        typist: Typist,
    },
    /// A device was logged out.
    LoggedOut {
        /// Whose device it was.
        contact: String,
        /// The device.
        device: String,
    },
}

/// Who types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typist {
    /// A teammate.
    Admin(i64),
    /// Another contact of the conversation.
    Contact(String),
}

impl Signal {
    /// Whom it concerns.
    pub(crate) fn contact(&self) -> &str {
        match self {
            Self::Grown { contact } | Self::Typing { contact, .. } | Self::LoggedOut { contact, .. } => {
                contact
            }
        }
    }
}

/// See the module.
pub(crate) trait Bus: Send + Sync {
    /// Sends a signal to every server that subscribed to its contact, this one included. Must not block.
    fn publish(&self, signal: &Signal);
    /// From now on, signals about this contact are wanted here.
    fn subscribe(&self, contact: &str);
    /// They no longer are.
    fn unsubscribe(&self, contact: &str);
}

/// The bus of a server that is alone.
pub(crate) struct InProcessBus<F> {
    wanted: Mutex<HashSet<String>>,
    deliver: F,
}

impl<F: Fn(&Signal) + Send + Sync> InProcessBus<F> {
    /// A bus that hands what is wanted to `deliver`.
    pub(crate) fn new(deliver: F) -> Self {
        Self {
            wanted: Mutex::default(),
            deliver,
        }
    }
}

impl<F: Fn(&Signal) + Send + Sync> Bus for InProcessBus<F> {
    fn publish(&self, signal: &Signal) {
        // The lock is not held while the signal is delivered.
        let wanted = self.wanted.lock().contains(signal.contact());
        if wanted {
            (self.deliver)(signal);
        }
    }

    fn subscribe(&self, contact: &str) {
        self.wanted.lock().insert(contact.to_owned());
    }

    fn unsubscribe(&self, contact: &str) {
        self.wanted.lock().remove(contact);
    }
}
