//! What a client is made from.
//!
//! Guarantee: what is absent is the core's default, so that no language has a default of its own.

use std::time::Duration;

use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{Frontdesk, Limits};

/// What a successful `log_event` survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Durability {
    /// A killed process. The default of every language; about 20 times faster.
    Process,
    /// A power cut too.
    Power,
}

/// Everything a client needs. What is absent is the core's default.
#[derive(Clone, uniffi::Record)]
pub struct CoreConfig {
    /// `https://host[:port]`; plain `http` only for this machine.
    pub server_url: String,
    /// The workspace.
    pub app_id: String,
    /// One of the workspace's publishable keys.
    pub api_key: String,
    /// The folder for queue and cache; created when missing. One open client per folder and workspace.
    pub data_dir: String,
    /// The platform named to the server: `android`, `ios` or another word.
    pub platform: String,
    /// The device's language, for example `de-AT`.
    #[uniffi(default = None)]
    pub locale: Option<String>,
    /// What a successful `log_event` survives; [`Durability::Process`] when absent.
    #[uniffi(default = None)]
    pub durability: Option<Durability>,
    /// Waits of 20 to 200 ms between attempts and no retry budget: for tests alone.
    #[uniffi(default = false)]
    pub fast_retry: bool,
    /// Certificates trusted beside the public authorities, each PEM or DER.
    #[uniffi(default = [])]
    pub extra_root_certificates: Vec<Vec<u8>>,
    /// Operations kept while the server cannot be reached.
    #[uniffi(default = None)]
    pub max_operations: Option<u64>,
    /// How long `update_user` waits for the server before it answers `Queued`, in milliseconds.
    #[uniffi(default = None)]
    pub delivery_wait_ms: Option<u64>,
    /// Total time of one request, in milliseconds.
    #[uniffi(default = None)]
    pub request_timeout_ms: Option<u64>,
    /// How long to wait for more events before the first are sent, in milliseconds.
    #[uniffi(default = None)]
    pub linger_ms: Option<u64>,
    /// Bytes kept for reading offline.
    #[uniffi(default = None)]
    pub cache_bytes: Option<u64>,
    /// Bytes of one attached file.
    #[uniffi(default = None)]
    pub attachment_bytes: Option<u64>,
}

impl CoreConfig {
    pub(crate) fn builder(self) -> frontdesk_core::Builder {
        let limits = self.limits();
        let mut builder = Frontdesk::builder(self.server_url, self.app_id, self.api_key)
            .data_dir(self.data_dir)
            .platform(self.platform)
            .limits(limits);
        if let Some(tag) = self.locale {
            builder = builder.locale(tag);
        }
        if let Some(durability) = self.durability {
            builder = builder.durability(match durability {
                Durability::Process => frontdesk_core::Durability::Process,
                Durability::Power => frontdesk_core::Durability::Power,
            });
        }
        if self.fast_retry {
            builder = builder.retry(fast());
        }
        for certificates in self.extra_root_certificates {
            builder = builder.extra_root_certificates(certificates);
        }
        builder
    }

    fn limits(&self) -> Limits {
        let normal = Limits::default();
        let or = |ms: Option<u64>, normal| ms.map_or(normal, Duration::from_millis);
        Limits {
            max_operations: self.max_operations.unwrap_or(normal.max_operations),
            delivery_wait: or(self.delivery_wait_ms, normal.delivery_wait),
            request_timeout: or(self.request_timeout_ms, normal.request_timeout),
            linger: or(self.linger_ms, normal.linger),
            cache_bytes: self.cache_bytes.unwrap_or(normal.cache_bytes),
            attachment_bytes: self.attachment_bytes.unwrap_or(normal.attachment_bytes),
            ..normal
        }
    }
}

/// The waits that `contract/scenarios` speak of.
fn fast() -> PolicyConfig {
    PolicyConfig {
        first: Duration::from_millis(20),
        max: Duration::from_millis(200),
        login_max: Duration::from_millis(200),
        budget_refill: Duration::ZERO,
        ..PolicyConfig::default()
    }
}
