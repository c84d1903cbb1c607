//! The HTTP client.
//!
//! Guarantees: as `transport`. One connection pool per client; no proxy of the environment is used, because a
//! library must not send an app's data where the app did not say. Called by the worker.

use std::error::Error as _;
use std::time::Duration;

use reqwest::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, DATE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH,
    RETRY_AFTER,
};
use reqwest::{Client, RequestBuilder, Response, Url, redirect};

use super::{Reply, gzip, http2};
use crate::config::Config;
use crate::error::FrontdeskError;
use crate::retry::TransportFailure;
use crate::secret::Secret;

/// Longest answer read, after decompression.
const MOST_BYTES: usize = 1024 * 1024;
/// Bytes a second that a file may take at least; slower than the slowest phone network in use.
const SLOWEST_UPLOAD: usize = 8 * 1024;

/// The verbs in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Method {
    #[default]
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// One request.
#[derive(Debug, Default)]
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    /// Path segments below `/sdk/v1`; each is percent-encoded.
    pub(crate) path: &'a [&'a str],
    /// Names and values; each is percent-encoded. Nothing personal: addresses end up in logs.
    pub(crate) query: &'a [(&'a str, &'a str)],
    /// The version this device has; the server may answer that it is still the newest.
    pub(crate) etag: Option<&'a str>,
    pub(crate) token: Option<&'a Secret<String>>,
    pub(crate) body: Option<&'a [u8]>,
    /// Set when the body is a file: its type and its name. It travels as it is.
    pub(crate) file: Option<FileHeader<'a>>,
    /// The device's clock at sending, Unix milliseconds; travels beside the body, which stays byte-equal.
    pub(crate) sent_at: i64,
}

/// What is said of a file beside its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileHeader<'a> {
    pub(crate) name: &'a str,
    pub(crate) content_type: &'a str,
}

/// A connection pool to one server.
pub(crate) struct Transport {
    client: Client,
    base: Url,
    request_timeout: Duration,
    name: HeaderValue,
}

impl Transport {
    /// Builds the client; touches no network.
    pub(crate) fn new(config: &Config) -> Result<Self, FrontdeskError> {
        let defect = |_| FrontdeskError::internal("transport");
        let roots = super::trusted(&config.extra_roots)
            .map_err(|super::NoCertificate| FrontdeskError::internal("transport"))?;
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let mut tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| FrontdeskError::internal("transport"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        tls.alpn_protocols = http2::protocols();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(config.limits.request_timeout)
            .connect_timeout(config.limits.request_timeout.min(Duration::from_secs(10)))
            .pool_max_idle_per_host(2);
        let client = http2::bounded(client).build().map_err(defect)?;
        let base = Url::parse(&config.server_url).map_err(|_| FrontdeskError::internal("transport"))?;
        let version = env!("CARGO_PKG_VERSION");
        let name = HeaderValue::from_str(&format!("{}/{version} core/{version}", config.platform))
            .unwrap_or_else(|_| HeaderValue::from_static("unknown"));
        Ok(Self {
            client,
            base,
            request_timeout: config.limits.request_timeout,
            name,
        })
    }

    /// A photo over a slow network takes its time; without an end it must not be.
    fn upload_time(&self, bytes: usize) -> Duration {
        let seconds = (bytes / SLOWEST_UPLOAD) as u64;
        self.request_timeout.saturating_add(Duration::from_secs(seconds))
    }

    /// Sends one request and reads its answer.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<Reply, TransportFailure> {
        let response = self.request(call)?.send().await;
        read_whole(response.map_err(|error| failure(&error))?).await
    }

    /// The request with everything that all requests carry.
    pub(super) fn request(&self, call: &Call<'_>) -> Result<RequestBuilder, TransportFailure> {
        let mut request = match call.method {
            Method::Get => self.client.get(self.url(call)),
            Method::Post => self.client.post(self.url(call)),
            Method::Put => self.client.put(self.url(call)),
            Method::Patch => self.client.patch(self.url(call)),
            Method::Delete => self.client.delete(self.url(call)),
        };
        request = request
            .header("Frontdesk-Client", self.name.clone())
            .header("Frontdesk-Sent-At", call.sent_at.to_string());
        if let Some(etag) = call.etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(token) = call.token {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
                .map_err(|_| TransportFailure::Decode)?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        Ok(match (call.body, call.file) {
            (Some(body), Some(file)) => request
                .timeout(self.upload_time(body.len()))
                .header(CONTENT_TYPE, file.content_type)
                .header("X-File-Name", percent_encoded(file.name))
                .body(body.to_vec()),
            (Some(body), None) => {
                request = request.header(CONTENT_TYPE, "application/json");
                match gzip::packed(body) {
                    Some(packed) => request.header(CONTENT_ENCODING, "gzip").body(packed),
                    None => request.body(body.to_vec()),
                }
            }
            (None, _) => request,
        })
    }

    fn url(&self, call: &Call<'_>) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["sdk", "v1"]).extend(call.path);
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
        }
        url
    }
}

/// Reads an answer to its end, within its bound.
pub(super) async fn read_whole(mut response: Response) -> Result<Reply, TransportFailure> {
    let status = response.status().as_u16();
    if (300..400).contains(&status) && status != 304 {
        return Err(TransportFailure::Redirect);
    }
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(TransportFailure::BodyTooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Reply {
        status,
        content_type: text(&headers, CONTENT_TYPE),
        retry_after: text(&headers, RETRY_AFTER),
        date: text(&headers, DATE),
        etag: text(&headers, ETAG),
        request_id: headers.contains_key("x-request-id"),
        body,
    })
}

fn text(headers: &HeaderMap, name: reqwest::header::HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

/// A file's name as a header may hold it.
fn percent_encoded(name: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    name.bytes().fold(String::new(), |mut encoded, byte| {
        if plain(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

/// Sorts a failure into a kind; the error itself names the URL and is not kept.
pub(super) fn failure(error: &reqwest::Error) -> TransportFailure {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<rustls::Error>().and_then(untrusted) {
            return refused;
        }
        // What an I/O error wraps is not in its own chain of sources, and it may wrap another of its kind.
        cause = match inner
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            Some(wrapped) => Some(wrapped),
            None => inner.source(),
        };
    }
    if error.is_timeout() {
        TransportFailure::Timeout
    } else if error.is_connect() {
        TransportFailure::Connect
    } else if error.is_redirect() {
        TransportFailure::Redirect
    } else if error.is_decode() {
        TransportFailure::Decode
    } else {
        TransportFailure::Reset
    }
}

fn untrusted(error: &rustls::Error) -> Option<TransportFailure> {
    use rustls::{AlertDescription, CertificateError, Error};
    match error {
        Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => Some(TransportFailure::TlsNotValidNow),
        Error::InvalidCertificate(_)
        | Error::NoCertificatesPresented
        | Error::PeerIncompatible(_)
        | Error::AlertReceived(AlertDescription::ProtocolVersion) => Some(TransportFailure::Tls),
        _ => None,
    }
}
