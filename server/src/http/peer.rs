//! Where a request comes from.
//!
//! [`crate::launch`] notes the address of the other end in every request. Behind a proxy that is the proxy's,
//! so a proxy that the configuration trusts is asked for the address it saw: the last one of
//! `X-Forwarded-For`, because everything before it is the caller's own claim. On request threads.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use super::App;
use super::error::ApiError;

/// The other end of the connection, put into every request by the listener.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The address that a request came from; `None` when nobody noted one.
#[derive(Debug, Clone, Copy)]
pub(super) struct CameFrom(pub(super) Option<IpAddr>);

impl FromRequestParts<App> for CameFrom {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self(address(
            &parts.extensions,
            &parts.headers,
            &app.config().trusted_proxies,
        )))
    }
}

fn address(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = extensions.get::<Peer>()?.0.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    match forwarded {
        Some(list) if trusted.contains(&peer) => {
            // A list that cannot be read came through a proxy all the same: it is nobody's address.
            let last = list.to_str().ok()?.rsplit(',').next()?.trim();
            last.parse().ok().map(|address: IpAddr| address.to_canonical())
        }
        _ => Some(peer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> Option<String> {
        let mut extensions = Extensions::new();
        extensions.insert(Peer(peer.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted = ["127.0.0.1".parse().unwrap()];
        address(&extensions, &headers, &trusted).map(|address| address.to_string())
    }

    #[test]
    fn only_a_trusted_proxy_speaks_for_others_and_only_its_own_word_counts() {
        let is = |address: &str| Some(address.to_owned());
        assert_eq!(seen("192.0.2.1", &[]), is("192.0.2.1"));
        assert_eq!(seen("192.0.2.1", &["127.0.0.1"]), is("192.0.2.1"));
        assert_eq!(seen("127.0.0.1", &["127.0.0.1, 192.0.2.9"]), is("192.0.2.9"));
        assert_eq!(
            seen("::ffff:127.0.0.1", &["127.0.0.1", "192.0.2.9"]),
            is("192.0.2.9")
        );
        assert_eq!(seen("127.0.0.1", &["unknown"]), None);
        assert_eq!(address(&Extensions::new(), &HeaderMap::new(), &[]), None);
    }
}
