//! Scenes without a network, and the app's death in the middle of them.

use serde_json::json;

use super::{Person, Play};
use crate::app::App;
use crate::failure::Failure;
use crate::protocol::{Answer, Call};
use crate::timeline::Mark;

impl Play<'_> {
    pub(super) fn cut(&mut self) -> Result<(), Failure> {
        self.server.stop()?;
        let text = format!("cut: nobody listens on {} any more", self.server.address());
        self.timeline.tell("network", Mark::Cut, text);
        Ok(())
    }

    pub(super) fn goes_on_offline(&mut self, laptop: &mut App) -> Result<(), Failure> {
        let item = json!({"item": "watering can", "count": 2});
        self.log(laptop, ("added-to-cart", item), Person::Ada, true)?;
        match laptop.call(Call::UpdateUser(json!({"custom_attributes": {"plan": "pro"}})))? {
            Answer::Updated { delivered: false, .. } => {
                self.timeline.tell(
                    "laptop",
                    Mark::Waits,
                    "update_user plan=pro: queued, the server is not there",
                );
            }
            answer => return Err(laptop.surprise("update_user", &answer)),
        }
        self.log(
            laptop,
            ("coupon-entered", json!({"code": "SPRING"})),
            Person::Ada,
            true,
        )?;
        self.queued(laptop, 3)
    }

    pub(super) fn killed_and_started_again(&mut self, laptop: App) -> Result<App, Failure> {
        let pid = laptop.pid();
        let status = laptop.kill()?;
        self.timeline.tell(
            "laptop",
            Mark::Cut,
            format_args!("killed, process {pid}: {status}"),
        );
        let mut laptop = self.start("laptop")?;
        self.queued(&mut laptop, 3)?;
        match laptop.call(Call::LoginUnidentifiedUser)? {
            Answer::LoggedIn {
                from_stored_session: true,
                ..
            } => {
                let text = "login_unidentified_user: at once, from the stored session";
                self.timeline.tell("laptop", Mark::Good, text);
            }
            answer => return Err(laptop.surprise("login_unidentified_user", &answer)),
        }
        self.log(
            &mut laptop,
            ("checkout-started", json!({"items": 2})),
            Person::Ada,
            true,
        )?;
        Ok(laptop)
    }

    /// The login is tried several times and reports its error; it stays wanted, and events are taken for Ada.
    pub(super) fn visitor_signs_in_offline(&mut self, laptop: &mut App) -> Result<(), Failure> {
        let since = laptop.now();
        let user_id = Person::Ada.user_id().to_owned();
        let login = laptop.begin(Call::LoginUser { user_id })?;
        laptop.session("logging_in", since)?;
        match laptop.outcome(login)? {
            Answer::Error { code, .. } if code == "network_unavailable" => {
                let text = "login user_id=ada: all tries failed, network_unavailable";
                self.timeline.tell("laptop", Mark::Waits, text);
            }
            answer => return Err(laptop.surprise("login_user_with_user_attributes", &answer)),
        }
        laptop.session("login_pending", since)?;
        self.timeline.tell(
            "laptop",
            Mark::Waits,
            "the login stays wanted, and events are taken for Ada",
        );
        self.log(
            laptop,
            ("signed-in", json!({"method": "password"})),
            Person::Ada,
            false,
        )?;
        self.queued(laptop, 5)
    }

    fn queued(&self, app: &mut App, expected: u64) -> Result<(), Failure> {
        match app.call(Call::Pending)? {
            Answer::Left {
                queued,
                waiting_for,
                refused: 0,
            } if queued == expected => {
                let why = waiting_for.map(|code| format!(" ({code})")).unwrap_or_default();
                self.timeline.tell(
                    app.who(),
                    Mark::Waits,
                    format_args!("pending: {queued} operations{why}"),
                );
                Ok(())
            }
            answer => Err(app.surprise("pending", &answer)),
        }
    }
}
