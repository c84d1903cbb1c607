//! The client for other languages.
//!
//! Guarantees: one object is one client of the core; it may be used from any thread, from inside a callback and
//! after `shutdown` (every call then answers [`CoreError::ShutDown`]); dropping the last reference ends it.

mod conversations;
mod device;
mod library;
mod messenger;
mod record;
mod session;

use std::future::Future;
use std::sync::Arc;

use frontdesk_core::{Frontdesk, FrontdeskError};

use crate::callbacks::{
    BridgeEar, CoreListener, CorePresenter, CoreTokenRefresh, ForeignListener, ForeignPresenter,
    ForeignTokenRefresh,
};
use crate::config::CoreConfig;
use crate::error::CoreError;
use crate::guard::{guarded, guarded_async};

/// A client of one workspace, on one data folder. For the layers above; apps use `Frontdesk`.
#[derive(uniffi::Object)]
pub struct CoreClient {
    desk: Frontdesk,
    bridge: Arc<BridgeEar>,
}

#[uniffi::export]
impl CoreClient {
    /// Opens the store and starts the worker. Touches the disk and never the network.
    #[uniffi::constructor(name = "open", default(listener = None, presenter = None, token_refresh = None))]
    pub fn open(
        config: CoreConfig,
        listener: Option<Arc<dyn CoreListener>>,
        presenter: Option<Arc<dyn CorePresenter>>,
        token_refresh: Option<Arc<dyn CoreTokenRefresh>>,
    ) -> Result<Arc<Self>, CoreError> {
        guarded(|| {
            let mut builder = config.builder();
            if let Some(listener) = listener {
                builder = builder.listener(Arc::new(ForeignListener(listener)));
            }
            if let Some(presenter) = presenter {
                builder = builder.presenter(Arc::new(ForeignPresenter(presenter)));
            }
            if let Some(refresh) = token_refresh {
                builder = builder.token_refresh(Arc::new(ForeignTokenRefresh(refresh)));
            }
            let desk = builder.open()?;
            let bridge = Arc::new(BridgeEar::default());
            desk.listen(bridge.clone());
            Ok::<_, FrontdeskError>(Arc::new(Self { desk, bridge }))
        })
    }

    /// Ends the client: waits for the request under way (at most a second), then for the listeners' queue.
    /// Everything undelivered stays stored for the next start. Blocks; a second call does nothing.
    pub fn shutdown(&self) -> Result<(), CoreError> {
        self.tell(|desk| {
            desk.shutdown();
            Ok(())
        })?;
        self.bridge.set(None);
        Ok(())
    }
}

impl CoreClient {
    /// A call that is answered where it is made.
    fn tell<T>(&self, call: impl FnOnce(&Frontdesk) -> Result<T, FrontdeskError>) -> Result<T, CoreError> {
        guarded(|| call(&self.desk))
    }

    /// A call that waits.
    async fn ask<T, F>(&self, call: impl FnOnce(Frontdesk) -> F) -> Result<T, CoreError>
    where
        F: Future<Output = Result<T, FrontdeskError>>,
    {
        guarded_async(call(self.desk.clone())).await
    }
}

impl std::fmt::Debug for CoreClient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.desk.fmt(formatter)
    }
}
