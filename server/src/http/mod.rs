//! Everything that speaks HTTP: the SDK API under `/sdk/v1`, the operator API at the root, our extension of
//! it under `/x`, and the pages for machines. Handlers run on the runtime's threads and never block.

mod body;
mod context;
mod cors;
pub(crate) mod error;
mod files;
mod links;
mod machine;
mod operator;
mod peer;
mod query;
mod rates;
mod sdk;
mod table;
mod widget;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tokio::sync::{OnceCell, Semaphore, watch};

pub use self::cors::shared_headers;
pub(crate) use self::peer::Peer;

use self::error::{ApiError, ApiResult};
use self::links::LinkKey;
use self::rates::RateCounts;
pub use self::table::Route;
use self::table::Routes;
use self::widget::Widget;
use crate::clock::Clock;
use crate::config::{Limits, ServerConfig};
use crate::feed::Feeds;
use crate::files::Files;
use crate::metrics::Metrics;
use crate::store::Store;

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

struct Shared {
    store: Arc<dyn Store>,
    config: ServerConfig,
    metrics: Metrics,
    rates: RateCounts,
    bodies: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
    feeds: Feeds,
    files: Files,
    links: OnceCell<LinkKey>,
    widget: Widget,
}

impl App {
    pub(crate) fn new(store: Arc<dyn Store>, config: ServerConfig) -> Self {
        let feeds = Feeds::in_process();
        store.on_changes(feeds.listener());
        Self(Arc::new(Shared {
            store,
            files: Files::new(&config.data),
            widget: Widget::new(&config.data),
            bodies: body::budget(config.limits.bodies_in_flight),
            stopping: watch::Sender::new(false),
            config,
            metrics: Metrics::default(),
            rates: RateCounts::default(),
            feeds,
            links: OnceCell::new(),
        }))
    }
    pub(crate) fn store(&self) -> &dyn Store {
        &*self.0.store
    }
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.config.limits
    }
    pub(crate) fn config(&self) -> &ServerConfig {
        &self.0.config
    }
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.config.clock
    }
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }
    /// Turns true once the server was told to stop: whatever waits for news answers then and ends.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stopping.subscribe()
    }
    /// Tells everybody who waits that the server stops.
    pub(crate) fn stop(&self) {
        self.0.stopping.send_replace(true);
        self.0.feeds.drain();
    }
    /// Who waits for news, and how to wake them.
    pub(crate) fn feeds(&self) -> &Feeds {
        &self.0.feeds
    }
    /// Files beside the database.
    pub(crate) fn files(&self) -> &Files {
        &self.0.files
    }
    /// The key that signs links to files, made when it is first needed and then kept.
    async fn link_key(&self) -> ApiResult<&LinkKey> {
        self.0
            .links
            .get_or_try_init(|| async {
                let fresh = crate::random::bytes()?;
                let key = self.store().server_secret("links", fresh).await?;
                Ok(LinkKey::new(key))
            })
            .await
    }
    /// What is remembered of the messenger's files.
    fn widget(&self) -> &Widget {
        &self.0.widget
    }
    fn rates(&self) -> &RateCounts {
        &self.0.rates
    }
    fn bodies(&self) -> &Arc<Semaphore> {
        &self.0.bodies
    }
}

/// Everything that is answered; the one list behind [`router`] and [`routes`].
fn table(app: &App) -> Routes {
    Routes::new()
        .nest("/sdk/v1", sdk::routes())
        .merge(operator::routes(app))
        .merge(files::routes())
        .merge(machine::routes())
        .merge(widget::routes())
}

/// All routes by name.
pub(crate) fn routes(app: &App) -> Vec<Route> {
    table(app).list()
}

/// All routes. A path that is not built, and a method that a path does not have, are 404 `not_found`.
pub(crate) fn router(app: &App) -> Router {
    table(app)
        .into_router()
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || ApiError::not_found())
        .layer(from_fn(cors::preflight))
        .layer(from_fn_with_state(app.clone(), context::around))
        .layer(from_fn(cors::share))
        .with_state(app.clone())
}
