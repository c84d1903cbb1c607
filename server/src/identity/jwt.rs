//! Signed tokens (JWT), of the one kind that is accepted: HS256 with an expiry.
//!
//! The algorithm is pinned before anything else is looked at, so `none` and key confusion have no way in.
//! The signature is checked, in constant time, before the claims are parsed. Pure function.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{KeyInit, Mac};

use super::HmacSha256;
use crate::json::Json;
use crate::secret::Secret;

/// Longest token that is looked at.
const MAX_BYTES: usize = 8 * 1024;
/// Seconds by which clocks may differ.
const LEEWAY: i64 = 60;
/// Claims that say something about the token, not about the person.
const REGISTERED: [&str; 9] = [
    "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "user_id", "app_id",
];

/// Why a token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It was right once; the app should ask its server for a new one.
    Expired,
    /// It never was, or not for this.
    Invalid,
}

/// What a right token says.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    /// Whose it is.
    pub user_id: String,
    /// Address, when signed too.
    pub email: Option<String>,
    /// All other claims about the person, in the order signed.
    pub attributes: Vec<(String, Json)>,
}

/// Checks a token under the live secrets at `now` (unix seconds). `max_lifetime` bounds how far ahead `exp`
/// may lie, from `iat` when there is one, else from now. A token that names a workspace is good for that one
/// alone.
pub fn verify(
    token: &str,
    app_id: &str,
    secrets: &[Secret],
    now: i64,
    max_lifetime: i64,
) -> Result<Claims, Refused> {
    if token.len() > MAX_BYTES {
        return Err(Refused::Invalid);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Invalid)?;
    let (header, payload) = signed.split_once('.').ok_or(Refused::Invalid)?;
    let header = decode(header)?;
    let pinned = header.get("alg").and_then(Json::as_str) == Some("HS256");
    if !pinned || header.get("crit").is_some() || header.flaw().is_some() {
        return Err(Refused::Invalid);
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Refused::Invalid)?;
    let mut right = false;
    for secret in secrets {
        if let Ok(mut mac) = HmacSha256::new_from_slice(secret.expose().as_bytes()) {
            mac.update(signed.as_bytes());
            right |= mac.verify_slice(&signature).is_ok();
        }
    }
    if !right {
        return Err(Refused::Invalid);
    }
    let claims = decode(payload)?;
    if claims
        .get("app_id")
        .is_some_and(|named| named.as_str() != Some(app_id))
    {
        return Err(Refused::Invalid);
    }
    read_claims(&claims, now, max_lifetime)
}

fn read_claims(claims: &Json, now: i64, max_lifetime: i64) -> Result<Claims, Refused> {
    if claims.flaw().is_some() {
        return Err(Refused::Invalid);
    }
    let expires = claims.get("exp").and_then(seconds).ok_or(Refused::Invalid)?;
    if expires.saturating_add(LEEWAY) <= now {
        return Err(Refused::Expired);
    }
    let issued = claims.get("iat").and_then(seconds).map_or(now, |at| at.min(now));
    if expires.saturating_sub(issued) > max_lifetime.saturating_add(LEEWAY) {
        return Err(Refused::Invalid);
    }
    if let Some(not_before) = claims.get("nbf")
        && seconds(not_before).is_none_or(|at| at > now.saturating_add(LEEWAY))
    {
        return Err(Refused::Invalid);
    }
    let user_id = match claims.get("user_id") {
        Some(Json::String(id)) if !id.is_empty() => id.clone(),
        Some(Json::Number(id)) if id.is_i64() || id.is_u64() => id.to_string(),
        _ => return Err(Refused::Invalid),
    };
    let attributes = claims
        .entries()
        .iter()
        .filter(|(name, _)| !REGISTERED.contains(&name.as_str()))
        .cloned()
        .collect();
    let email = claims
        .get("email")
        .and_then(Json::as_str)
        .filter(|email| !email.is_empty())
        .map(str::to_owned);
    Ok(Claims {
        user_id,
        email,
        attributes,
    })
}

fn decode(part: &str) -> Result<Json, Refused> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| Refused::Invalid)?;
    serde_json::from_slice(&bytes).map_err(|_| Refused::Invalid)
}

/// Seconds as JWT writes them: a number, whose fraction does not matter here.
fn seconds(value: &Json) -> Option<i64> {
    match value {
        Json::Number(number) => number.as_i64().or_else(|| {
            #[allow(clippy::cast_possible_truncation)]
            number.as_f64().filter(|at| at.abs() < 1e15).map(|at| at as i64)
        }),
        _ => None,
    }
}

/// Signs claims with HS256, as an app's server would. For tests and tools.
#[must_use]
pub fn sign(secret: &Secret, claims: &serde_json::Value) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mac = HmacSha256::new_from_slice(secret.expose().as_bytes()).map(|mut mac| {
        mac.update(signed.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    });
    format!("{signed}.{}", mac.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const NOW: i64 = 1_700_000_000;
    const DAY: i64 = 86_400;

    fn check(claims: &Value) -> Result<Claims, Refused> {
        let secret = Secret::new("s");
        verify(&sign(&secret, claims), "app", &[secret], NOW, DAY)
    }

    #[test]
    fn the_expiry_is_required_and_honoured_with_a_minute_of_leeway() {
        assert_eq!(check(&json!({"user_id":"u"})), Err(Refused::Invalid));
        assert_eq!(
            check(&json!({"user_id":"u","exp":NOW - 60})),
            Err(Refused::Expired)
        );
        assert!(check(&json!({"user_id":"u","exp":NOW - 59})).is_ok());
        assert!(check(&json!({"user_id":"u","exp":NOW + DAY})).is_ok());
        assert_eq!(
            check(&json!({"user_id":"u","exp":NOW + DAY + 61})),
            Err(Refused::Invalid)
        );
        assert_eq!(check(&json!({"user_id":"u","exp":"soon"})), Err(Refused::Invalid));
        assert_eq!(
            check(&json!({"user_id":"u","exp":NOW + 10,"nbf":NOW + 61})),
            Err(Refused::Invalid)
        );
    }

    #[test]
    fn a_token_that_names_another_workspace_is_refused() {
        assert!(check(&json!({"user_id":"u","exp":NOW + 10,"app_id":"app"})).is_ok());
        for other in [json!("other"), json!(""), json!(null), json!(7)] {
            let claims = json!({"user_id":"u","exp":NOW + 10,"app_id":other});
            assert_eq!(check(&claims), Err(Refused::Invalid), "{claims}");
        }
    }

    #[test]
    fn a_token_without_a_user_id_is_refused() {
        for claims in [
            json!({"exp":NOW + 10}),
            json!({"exp":NOW + 10,"user_id":""}),
            json!({"exp":NOW + 10,"user_id":null}),
        ] {
            assert_eq!(check(&claims), Err(Refused::Invalid));
        }
    }

    #[test]
    fn only_hs256_is_accepted() {
        let secret = Secret::new("s");
        let claims = json!({"user_id":"u","exp":NOW + 10});
        let right = sign(&secret, &claims);
        for alg in ["none", "None", "HS384", "RS256", "hs256", ""] {
            let header = URL_SAFE_NO_PAD.encode(json!({ "alg": alg }).to_string());
            let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
            let mut mac = HmacSha256::new_from_slice(b"s").unwrap();
            mac.update(signed.as_bytes());
            let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
            for token in [format!("{signed}.{signature}"), format!("{signed}.")] {
                assert_eq!(
                    verify(&token, "app", std::slice::from_ref(&secret), NOW, DAY),
                    Err(Refused::Invalid),
                    "{alg}"
                );
            }
        }
        assert!(verify(&right, "app", &[Secret::new("other"), secret.clone()], NOW, DAY).is_ok());
        assert_eq!(
            verify(&right, "app", &[Secret::new("other")], NOW, DAY),
            Err(Refused::Invalid)
        );
        assert_eq!(
            verify(&right[..right.len() - 2], "app", &[secret], NOW, DAY),
            Err(Refused::Invalid)
        );
    }

    #[test]
    fn garbage_is_refused_without_a_crash() {
        for token in ["", ".", "..", "a.b.c", "é.é.é", &"x".repeat(100_000)] {
            assert_eq!(
                verify(token, "app", &[Secret::new("s")], NOW, DAY),
                Err(Refused::Invalid)
            );
        }
    }
}
