//! The demonstration: a development workspace with something to show on every screen.
//!
//! The texts are data files in `server/demo`. Everything is made through the store, like anything else, and
//! only what is not there yet: a second start adds nothing, changes nothing that somebody edited, and goes
//! on where an interrupted first one stopped. Called once, before the server listens.

mod data;
mod help_center;
mod people;
mod presenting;

use crate::error::ServerError;
use crate::http::App;
use crate::store::NewAdmin;
use data::Workspace;

/// Fills the workspace.
pub(crate) async fn fill(app: &App, app_id: &str) -> Result<(), ServerError> {
    let workspace = data::workspace()?;
    let now = app.clock().now();
    app.store()
        .set_first_settings(app_id, &workspace.settings.to_string())
        .await?;
    let admins = teammates(app, app_id, &workspace, now).await?;
    help_center::fill(app, app_id, &admins, now).await?;
    presenting::fill(app, app_id, &workspace, &admins, now).await?;
    people::fill(app, app_id, &workspace, &admins, now).await
}

/// The ids of the teammates, in the order of the file.
async fn teammates(
    app: &App,
    app_id: &str,
    workspace: &Workspace,
    now: i64,
) -> Result<Vec<i64>, ServerError> {
    let known = app.store().admins(app_id).await?;
    let mut ids = Vec::new();
    for one in &workspace.teammates {
        let same = known
            .iter()
            .find(|admin| admin.email.as_ref() == Some(&one.email));
        let id = match same {
            Some(admin) => admin.id,
            None => {
                let new = NewAdmin {
                    app_id: app_id.to_owned(),
                    name: one.name.clone(),
                    email: Some(one.email.clone()),
                    // The messenger draws initials: a picture would have to come from somewhere.
                    avatar_url: None,
                    job_title: Some(one.job_title.clone()),
                    now,
                };
                app.store().add_admin(new).await?.id
            }
        };
        ids.push(id);
    }
    Ok(ids)
}
