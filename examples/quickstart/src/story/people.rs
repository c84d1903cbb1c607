//! Two people on one device: what the first still had to say is not the second one's.

use serde_json::json;

use super::{Person, Play};
use crate::app::App;
use crate::failure::Failure;
use crate::protocol::{Answer, Call};
use crate::timeline::Mark;

impl Play<'_> {
    /// The last event is not waited for: it is still to be delivered when nobody is logged in any more.
    pub(super) fn ada_leaves(&mut self, laptop: &mut App) -> Result<(), Failure> {
        self.log(
            laptop,
            ("signed-out", json!({"reason": "lunch"})),
            Person::Ada,
            false,
        )?;
        match laptop.call(Call::Logout)? {
            Answer::Done => {
                self.timeline.tell(
                    "laptop",
                    Mark::Good,
                    "logout: at once, the last event is still to be sent",
                );
                Ok(())
            }
            answer => Err(laptop.surprise("logout", &answer)),
        }
    }

    pub(super) fn bob_comes(&mut self, laptop: &mut App) -> Result<(), Failure> {
        self.log_in(laptop, Person::Bob)?;
        self.log(
            laptop,
            ("app-opened", json!({"from": "home screen"})),
            Person::Bob,
            false,
        )?;
        self.log(
            laptop,
            ("asked-for-help", json!({"about": "refund"})),
            Person::Bob,
            false,
        )?;
        self.flush(laptop)
    }
}
