//! What the messenger's own pages may ask, and what they are told.
//!
//! Guarantees: `contract/bridge.schema.json` is the definition; everything a page can say is one of
//! [`REQUESTS`], which are what a messenger needs and nothing that acts for the app: no log-in, no log-out, no
//! change of the user, no event, no token. Every text is answered exactly once with a text, whatever it is:
//! too large, too deep, too many, unknown, misspelled and repeated requests are refused with a code and change
//! nothing; no page can make the core panic. An answer carries its request's id.
//!
//! A page is trusted with the messenger of the present user and with nothing else: what it shows came from
//! other people. Called by the container of the pages on any thread; answered by the worker.

mod envelope;
mod event;
mod gate;
mod guides;
mod link;
mod message;
mod refusal;
mod request;
mod serve;
mod uploads;

pub use event::event;
pub use request::TYPES as REQUESTS;

use gate::Gate;
use uploads::Uploads;

/// What is kept between two requests.
#[derive(Default)]
pub(crate) struct Bridge {
    gate: Gate,
    uploads: Uploads,
}

impl Bridge {
    /// Files that a page handed over are not sent as somebody else.
    pub(crate) fn forget_person(&self) {
        self.uploads.forget();
    }
}
