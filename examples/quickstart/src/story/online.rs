//! Scenes with a network: the first visits, and the moment it comes back.

use serde_json::json;

use super::{Person, Play};
use crate::app::App;
use crate::failure::Failure;
use crate::protocol::{Answer, Call};
use crate::timeline::Mark;

impl Play<'_> {
    /// The server must know Ada already, or the visitor would become her instead of being merged into her.
    pub(super) fn ada_on_her_phone(&mut self) -> Result<(), Failure> {
        let mut phone = self.start("phone")?;
        self.log_in(&mut phone, Person::Ada)?;
        self.log(
            &mut phone,
            ("app-installed", json!({"platform": "phone"})),
            Person::Ada,
            false,
        )?;
        self.flush(&mut phone)?;
        phone.close()
    }

    pub(super) fn visitor(&mut self, laptop: &mut App) -> Result<(), Failure> {
        match laptop.call(Call::LoginUnidentifiedUser)? {
            Answer::LoggedIn {
                from_stored_session: false,
                ..
            } => {
                self.timeline.tell(
                    "laptop",
                    Mark::Good,
                    "login_unidentified_user: accepted by the server",
                );
            }
            answer => return Err(laptop.surprise("login_unidentified_user", &answer)),
        }
        self.log(
            laptop,
            ("app-opened", json!({"from": "newsletter"})),
            Person::Ada,
            true,
        )?;
        let item = json!({"item": "watering can", "price": {"amount": 1999, "currency": "usd"}});
        self.log(laptop, ("viewed-item", item), Person::Ada, true)?;
        self.flush(laptop)
    }

    pub(super) fn back_online(&mut self, laptop: &mut App) -> Result<(), Failure> {
        let since = laptop.now();
        self.server.restart()?;
        let text = format!("listens on {} again, same data", self.server.credentials.url);
        self.timeline.tell("server", Mark::Good, text);
        let order = json!({"order_number": "3434", "price": {"amount": 1999, "currency": "usd"}});
        self.log(laptop, ("order-placed", order), Person::Ada, false)?;
        laptop.session("logged_in", since)?;
        self.timeline.tell(
            "laptop",
            Mark::Good,
            "the login was tried again, and Ada is logged in",
        );
        self.flush(laptop)?;
        let update = json!({"name": "Ada Lovelace", "custom_attributes": {"team_mates": 5}});
        match laptop.call(Call::UpdateUser(update))? {
            Answer::Updated {
                delivered: true,
                rejected,
            } if rejected.is_empty() => {
                self.timeline
                    .tell("laptop", Mark::Good, "update_user name, team_mates: delivered");
                Ok(())
            }
            answer => Err(laptop.surprise("update_user", &answer)),
        }
    }

    /// Logs somebody in with a network.
    pub(super) fn log_in(&self, app: &mut App, person: Person) -> Result<(), Failure> {
        let user_id = person.user_id().to_owned();
        match app.call(Call::LoginUser { user_id })? {
            Answer::LoggedIn {
                from_stored_session: false,
                ..
            } => {
                let text = format!("login user_id={}: accepted by the server", person.user_id());
                self.timeline.tell(app.who(), Mark::Good, text);
                Ok(())
            }
            answer => Err(app.surprise("login_user_with_user_attributes", &answer)),
        }
    }
}
