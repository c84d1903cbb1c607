//! Which of the things an app was given is wrong.
//!
//! Guarantee: the answer is a matter of code and field alone, so that it is the same in every language. Pure.

use super::codes;
use crate::error::FrontdeskError;

/// What to look at first. The error's [`advice`](FrontdeskError::advice) says what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The workspace's id.
    AppId,
    /// The publishable key.
    ApiKey,
    /// The user hash, or that there is none.
    UserHash,
    /// The signed token.
    Jwt,
    /// The server's address, or what stands between the device and it.
    ServerAddress,
    /// The device's clock.
    Clock,
    /// The workspace's settings, which its operator can change.
    Workspace,
    /// Who the app says the user is.
    User,
    /// The network.
    Network,
    /// The server, which has to come back by itself.
    Server,
    /// The device's storage.
    Storage,
    /// The call: its arguments, or its moment.
    Call,
}

impl Fault {
    /// The word in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::AppId => "app_id",
            Fault::ApiKey => "api_key",
            Fault::UserHash => "user_hash",
            Fault::Jwt => "jwt",
            Fault::ServerAddress => "server_address",
            Fault::Clock => "clock",
            Fault::Workspace => "workspace",
            Fault::User => "user",
            Fault::Network => "network",
            Fault::Server => "server",
            Fault::Storage => "storage",
            Fault::Call => "call",
        }
    }

    /// What to look at, in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Fault::AppId => "the app id",
            Fault::ApiKey => "the API key",
            Fault::UserHash => "the user hash",
            Fault::Jwt => "the JWT",
            Fault::ServerAddress => "the server's address",
            Fault::Clock => "the device's clock",
            Fault::Workspace => "the workspace",
            Fault::User => "the user's identity",
            Fault::Network => "the network",
            Fault::Server => "the server",
            Fault::Storage => "the device's storage",
            Fault::Call => "the call",
        }
    }

    /// A field names its own fault, whatever the code says about it.
    fn of_field(field: &str) -> Option<Fault> {
        match field {
            "app_id" => Some(Fault::AppId),
            "api_key" => Some(Fault::ApiKey),
            "user_hash" | "hash" | "identity.user_hash" => Some(Fault::UserHash),
            "jwt" | "identity.jwt" => Some(Fault::Jwt),
            "server_url" => Some(Fault::ServerAddress),
            _ => None,
        }
    }
}

impl FrontdeskError {
    /// Which of the things the app was given is wrong; `None` when nothing the app knows is: a defect, or a
    /// code of a newer server.
    #[must_use]
    pub fn at_fault(&self) -> Option<Fault> {
        self.field()
            .and_then(Fault::of_field)
            .or_else(|| codes::of(self.code())?.fault)
    }

    /// What to do, in one or two sentences for the app's developer. Never shown to end users.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        codes::of(self.code()).map_or(
            "The server gave a code that this version does not know; the server's documentation does.",
            |known| known.advice,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::InputError;

    fn refused(code: &str, field: Option<&str>) -> FrontdeskError {
        FrontdeskError::Refused {
            code: code.to_owned(),
            field: field.map(str::to_owned),
        }
    }

    #[test]
    fn an_error_says_which_of_key_hash_token_address_and_clock_is_wrong() {
        let unreachable = |code| FrontdeskError::Unreachable {
            code,
            retry_after: None,
        };
        for (error, fault) in [
            (refused("app_unknown", None), Fault::AppId),
            (refused("api_key_invalid", None), Fault::ApiKey),
            (refused("api_key_disabled", None), Fault::ApiKey),
            (
                refused("identity_verification_failed", Some("identity.user_hash")),
                Fault::UserHash,
            ),
            (
                refused("identity_verification_failed", Some("identity.jwt")),
                Fault::Jwt,
            ),
            (refused("jwt_expired", None), Fault::Jwt),
            (unreachable("misconfigured_endpoint"), Fault::ServerAddress),
            (unreachable("tls_untrusted"), Fault::ServerAddress),
            (unreachable("tls_not_valid_now"), Fault::Clock),
            (unreachable("network_unavailable"), Fault::Network),
            (
                InputError::new("malformed_url", "server_url", "x").into(),
                Fault::ServerAddress,
            ),
            (
                InputError::new("invalid_text", "api_key", "x").into(),
                Fault::ApiKey,
            ),
            (InputError::new("too_long", "hash", "x").into(), Fault::UserHash),
            (InputError::new("too_long", "name", "x").into(), Fault::Call),
        ] {
            assert_eq!(error.at_fault(), Some(fault), "{error:?}");
            assert!(error.advice().ends_with('.'), "{error:?}");
        }
        assert_eq!(FrontdeskError::internal("x").at_fault(), None);
        assert_eq!(refused("from_the_future", None).at_fault(), None);
    }
}
