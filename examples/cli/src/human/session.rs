//! Who is logged in, and what can be shown to them.

use frontdesk_core::model::content::ContentKind;
use frontdesk_core::{
    ContentRef, Delivery, LogoutOptions, Presentation, Role, Space, UnsentOperations, UserAttributes,
};

use super::arguments::Who;
use super::{Call, Failure, PATIENCE, attributes, say};

impl Call {
    pub(super) fn login(&self, who: &Who) -> Result<(), Failure> {
        let identified = who.user_id.is_some() || who.email.is_some();
        if !identified && who.name.is_some() {
            return Err(Failure::Words(
                "a name does not say who logs in: add --user-id or --email, or leave --name out".to_owned(),
            ));
        }
        let login = if identified {
            let mut user = UserAttributes::new();
            if let Some(user_id) = &who.user_id {
                user = user.user_id(user_id);
            }
            if let Some(email) = &who.email {
                user = user.email(email.as_str());
            }
            if let Some(name) = &who.name {
                user = user.name(name.as_str());
            }
            self.wait(self.desk.login_user_with_user_attributes(user))?
        } else {
            self.wait(self.desk.login_unidentified_user())?
        };
        let contact = login.contact_id.as_deref().unwrap_or("not known yet");
        say::good("logged in", format_args!("contact {contact}"));
        if login.merged {
            say::detail("merged", "what this device did before logging in is now theirs");
        }
        if login.from_stored_session {
            say::detail(
                "stored",
                "this user was logged in already; the session is refreshed",
            );
        }
        say::not_taken(&login.rejected, &[]);
        Ok(())
    }

    pub(super) fn logout(&self, force: bool, purge: bool) -> Result<(), Failure> {
        let unsent = if purge {
            UnsentOperations::Purge
        } else {
            UnsentOperations::Deliver
        };
        self.wait(self.desk.logout(LogoutOptions { force, unsent }))?;
        let left = self.wait(self.desk.flush(PATIENCE))?;
        say::good("logged out", "this device knows nobody now");
        if left.queued > 0 {
            let text = format!("{} operations, still delivered as their own user", left.queued);
            say::care("unsent", text);
        }
        Ok(())
    }

    pub(super) fn whoami(&self) -> Result<(), Failure> {
        let user = self.desk.fetch_logged_in_user_attributes()?;
        let role = match user.role {
            Role::Lead => "an unidentified user",
            Role::User => "an identified user",
        };
        say::good("you are", role);
        for (label, value) in [("user id", user.user_id), ("e-mail", user.email)] {
            if let Some(value) = value {
                say::detail(label, value);
            }
        }
        say::detail("session", self.desk.session_state().as_str());
        Ok(())
    }

    pub(super) fn update(&self, pairs: &[String]) -> Result<(), Failure> {
        let user = UserAttributes::from_json(&attributes::user(pairs)?)?;
        let ignored = user.ignored_keys().to_vec();
        match self.wait(self.desk.update_user(user))? {
            Delivery::Delivered { rejected } => {
                say::good("updated", "the server accepted it");
                say::not_taken(&rejected, &ignored);
            }
            Delivery::Queued => {
                say::care("queued", "stored; sent when the server can be reached");
                say::not_taken(&[], &ignored);
            }
        }
        Ok(())
    }

    pub(super) fn present(&self, space: Option<&str>) -> Result<(), Failure> {
        let space = space.map_or(Ok(Space::Home), Space::parse)?;
        shown(&self.wait(self.desk.present_space(space))?);
        Ok(())
    }

    pub(super) fn content(&self, kind: &str, id: &str) -> Result<(), Failure> {
        let content = ContentRef::new(ContentKind::parse(kind)?, id)?;
        shown(&self.wait(self.desk.present_content(content))?);
        Ok(())
    }
}

fn shown(what: &Presentation) {
    match what {
        Presentation::Space(space) => say::good("shows", space.as_str()),
        Presentation::Content { content, title } => {
            say::good(
                "shows",
                format_args!("{} {}", content.kind().as_str(), content.ids().join(", ")),
            );
            if let Some(title) = title {
                say::detail("title", title);
            }
        }
        Presentation::Composer { .. } => say::good("shows", "a new conversation"),
        Presentation::View(_) => say::good("shows", "the messenger"),
    }
}
