//! The HTTP client of the tests.
//!
//! A build of the whole workspace switches on the SDK's TLS without a provider, because the SDK brings its
//! own; a plain client needs one to exist, even for plain HTTP. It switches on unpacking as well, which the tests do
//! not want: they look at what was sent.

/// A client for a server on this machine.
pub(crate) fn plain() -> reqwest::Client {
    // Another test of this process may have installed it already.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().no_gzip().build().unwrap()
}
