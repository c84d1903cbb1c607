//! The thread that speaks to the app's listeners.
//!
//! Guarantees: `announce` never blocks and never calls foreign code; order is kept; a panicking listener
//! loses that one event only; the thread ends after the queue was emptied when the client shuts down.
//! `announce` is called from any thread; listeners run on `frontdesk-events`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use parking_lot::Mutex;

use super::{Event, Listener};

enum Message {
    Event(Event),
    /// The messenger's state; at most one of these waits.
    StateChanged,
    /// A new listener, and what it hears first.
    Listen(Arc<dyn Listener>, Vec<Event>),
    End,
}

/// The sending side; cheap to share.
pub(crate) struct Observer {
    sender: mpsc::Sender<Message>,
    /// A `StateChanged` waits.
    state_changed: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Observer {
    pub(crate) fn start(first: Option<Arc<dyn Listener>>) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let state_changed = Arc::new(AtomicBool::new(false));
        let waits = state_changed.clone();
        let thread = std::thread::Builder::new()
            .name("frontdesk-events".to_owned())
            .spawn(move || {
                let mut listeners: Vec<Arc<dyn Listener>> = first.into_iter().collect();
                for message in receiver {
                    match message {
                        Message::Listen(listener, first) => {
                            first.iter().for_each(|event| deliver(listener.as_ref(), event));
                            listeners.push(listener);
                        }
                        Message::StateChanged => {
                            // Before the listeners look: what changes while they do is announced again.
                            waits.store(false, Ordering::Release);
                            let event = Event::MessengerStateChanged;
                            listeners.iter().for_each(|l| deliver(l.as_ref(), &event));
                        }
                        Message::Event(event) => listeners.iter().for_each(|l| deliver(l.as_ref(), &event)),
                        Message::End => break,
                    }
                }
            })?;
        Ok(Self {
            sender,
            state_changed,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Queues an event. After the end of the thread it goes nowhere, which is what shutdown means.
    pub(crate) fn announce(&self, event: Event) {
        let _gone = self.sender.send(Message::Event(event));
    }

    /// Queues [`Event::MessengerStateChanged`], unless one waits already.
    pub(crate) fn announce_state(&self) {
        if !self.state_changed.swap(true, Ordering::AcqRel) {
            let _gone = self.sender.send(Message::StateChanged);
        }
    }

    /// Adds a listener, which alone hears `first` before everything that is announced from now on.
    pub(crate) fn listen(&self, listener: Arc<dyn Listener>, first: Vec<Event>) {
        let _gone = self.sender.send(Message::Listen(listener, first));
    }

    /// Lets the queue empty and waits for the thread, unless the caller *is* that thread.
    pub(crate) fn stop(&self) {
        let _gone = self.sender.send(Message::End);
        if let Some(thread) = self.thread.lock().take()
            && thread.thread().id() != std::thread::current().id()
        {
            let _panicked = thread.join();
        }
    }
}

fn deliver(listener: &dyn Listener, event: &Event) {
    if catch_unwind(AssertUnwindSafe(|| listener.on_event(event))).is_err() {
        tracing::warn!("a listener panicked; the event was dropped and the next one will be delivered");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::StateName;

    struct Panics(mpsc::Sender<StateName>);

    impl Listener for Panics {
        fn on_event(&self, event: &Event) {
            if let Event::SessionChanged { state } = event {
                assert!(*state != StateName::LoggingIn, "a listener with a defect");
                self.0.send(*state).unwrap();
            }
        }
    }

    #[test]
    fn a_panicking_listener_still_hears_the_next_event() {
        let (sender, heard) = mpsc::channel();
        let observer = Observer::start(Some(Arc::new(Panics(sender)))).unwrap();
        observer.announce(Event::SessionChanged {
            state: StateName::LoggingIn,
        });
        observer.announce(Event::SessionChanged {
            state: StateName::LoggedIn,
        });
        observer.stop();
        assert_eq!(heard.iter().collect::<Vec<_>>(), [StateName::LoggedIn]);
    }
}
