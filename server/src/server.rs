//! A server: the opened store and everything it was told. Open it, seed it, and either take its router or
//! hand it to [`crate::launch`].

use std::path::Path;
use std::sync::Arc;

use axum::Router;

use crate::config::{DataLocation, ServerConfig};
use crate::demo;
use crate::error::ServerError;
use crate::http::{self, App, Route};
use crate::seed::{self, DevWorkspace};
use crate::store::sqlite::SqliteStore;
use crate::store::{Store, Workspace};

/// See the module. Cloning gives another handle of the same server.
#[derive(Clone)]
pub struct Server {
    app: App,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("config", self.app.config())
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Opens the store, bringing its schema up to date. The data folder is made when it is missing.
    pub async fn open(config: ServerConfig) -> Result<Self, ServerError> {
        let data = config.data.clone();
        let store = tokio::task::spawn_blocking(move || open_store(&data))
            .await
            .map_err(|error| ServerError::Listener(std::io::Error::other(error)))??;
        Ok(Self::with_store(Arc::new(store), config))
    }

    /// A server on a store that was opened elsewhere.
    #[must_use]
    pub fn with_store(store: Arc<dyn Store>, config: ServerConfig) -> Self {
        Self {
            app: App::new(store, config),
        }
    }

    /// All routes, with everything around them but the limits of sockets, which [`crate::launch`] sets.
    pub fn router(&self) -> Router {
        http::router(&self.app)
    }

    /// Everything that [`Server::router`] answers, made from the same list.
    pub fn routes(&self) -> Vec<Route> {
        http::routes(&self.app)
    }

    /// Makes the development workspace, or finds it again: the same data folder gives the same answer.
    pub async fn seed_dev_workspace(&self) -> Result<DevWorkspace, ServerError> {
        seed::dev_workspace(&self.app).await
    }

    /// Fills the development workspace with content to look at: people, a help center, conversations. What
    /// is there already stays as it is.
    pub async fn fill_demo(&self, workspace: &DevWorkspace) -> Result<(), ServerError> {
        demo::fill(&self.app, &workspace.app_id).await
    }

    /// All workspaces, oldest first.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>, ServerError> {
        seed::workspaces(&self.app).await
    }

    /// Credentials for a first production workspace, stored nowhere yet: write them down before
    /// [`Server::store_production_workspace`], so that a crash in between loses nothing.
    pub fn fresh_credentials(&self) -> Result<DevWorkspace, ServerError> {
        seed::fresh_credentials()
    }

    /// Stores a production workspace. Identity verification is on.
    pub async fn store_production_workspace(&self, made: &DevWorkspace) -> Result<(), ServerError> {
        seed::store_production(&self.app, made).await
    }

    /// Forgets what has to be remembered no longer: ids of operations and long-ended sessions.
    pub async fn purge(&self) -> Result<(), ServerError> {
        let kept = i64::try_from(self.app.limits().remember_ids.as_secs()).unwrap_or(i64::MAX);
        let purged = self
            .app
            .store()
            .purge(self.app.clock().now().saturating_sub(kept))
            .await?;
        let kept = i64::try_from(self.app.limits().changes_kept.as_secs()).unwrap_or(i64::MAX);
        let changes = self
            .app
            .store()
            .purge_changes(self.app.clock().now().saturating_sub(kept))
            .await?;
        let kept = i64::try_from(self.app.limits().uploads_kept.as_secs()).unwrap_or(i64::MAX);
        let unsent = self
            .app
            .store()
            .purge_uploads(self.app.clock().now().saturating_sub(kept))
            .await?;
        self.app.files().remove(&unsent).await;
        self.app.files().sweep().await;
        tracing::info!(
            changes,
            files = unsent.len(),
            operations = purged.operations,
            sessions = purged.sessions,
            "purged"
        );
        Ok(())
    }

    /// Opens conversations whose time of snoozing is over.
    pub async fn wake_snoozed(&self) -> Result<usize, ServerError> {
        Ok(self.app.store().wake_snoozed(self.app.clock().now()).await?)
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }
}

fn open_store(data: &DataLocation) -> Result<SqliteStore, ServerError> {
    match data {
        DataLocation::Memory => Ok(SqliteStore::in_memory()?),
        DataLocation::Dir(dir) => {
            let unusable = |source| ServerError::DataFolder {
                path: dir.clone(),
                source,
            };
            make_private_dir(dir).map_err(unusable)?;
            Ok(SqliteStore::open(dir)?)
        }
    }
}

/// Makes the folder, readable by its owner alone: it holds people's data and signing secrets.
fn make_private_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
