//! Proofs that a login is who it claims to be.
//!
//! The app's own server signs the identity with a secret of the platform; the device passes the signature
//! on. Two secrets may be live, so that one can be replaced without a gap. Everything wrong with a hash,
//! from missing to one letter off, is the same refusal: the answer tells a guesser nothing.
//! Pure functions, called on request threads.

pub mod jwt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::secret::Secret;
use crate::store::Identity;

pub(crate) type HmacSha256 = Hmac<Sha256>;

/// The proof of an identity: lower-case hexadecimal HMAC-SHA256 of the user id if there is one, else of the
/// address. For apps' servers and tests.
#[must_use]
pub fn user_hash(secret: &Secret, subject: &str) -> String {
    HmacSha256::new_from_slice(secret.expose().as_bytes())
        .map(|mut mac| {
            mac.update(subject.as_bytes());
            hex::encode(mac.finalize().into_bytes())
        })
        .unwrap_or_default()
}

/// Whether `hash` proves `identity` under one of the live secrets. Compares in constant time.
#[must_use]
pub fn hash_is_right(secrets: &[Secret], identity: &Identity, hash: &str) -> bool {
    let Some(subject) = identity.user_id.as_deref().or(identity.email.as_deref()) else {
        return false;
    };
    // Decoding would accept upper case; the proof is the text itself.
    let lower_hex = hash.len() == 64
        && hash
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let mut given = [0_u8; 32];
    let readable = lower_hex && hex::decode_to_slice(hash, &mut given).is_ok();
    // Every secret is tried, also after a match and for an unreadable hash: time tells nothing either.
    let mut right = false;
    for secret in secrets {
        if let Ok(mut mac) = HmacSha256::new_from_slice(secret.expose().as_bytes()) {
            mac.update(subject.as_bytes());
            right |= mac.verify_slice(&given).is_ok();
        }
    }
    right && readable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_over_the_user_id_when_there_is_one() {
        let secrets = [Secret::new("new"), Secret::new("old")];
        let by_id = Identity {
            user_id: Some("u1".into()),
            email: Some("a@b.c".into()),
        };
        let by_email = Identity {
            user_id: None,
            email: Some("a@b.c".into()),
        };
        for secret in &secrets {
            assert!(hash_is_right(&secrets, &by_id, &user_hash(secret, "u1")));
            assert!(!hash_is_right(&secrets, &by_id, &user_hash(secret, "a@b.c")));
            assert!(hash_is_right(&secrets, &by_email, &user_hash(secret, "a@b.c")));
        }
        assert!(!hash_is_right(
            &secrets,
            &by_id,
            &user_hash(&Secret::new("retired"), "u1")
        ));
    }

    #[test]
    fn anything_but_64_lower_case_hex_digits_is_wrong() {
        let secrets = [Secret::new("s")];
        let identity = Identity {
            user_id: Some("u1".into()),
            email: None,
        };
        let right = user_hash(&secrets[0], "u1");
        for wrong in [
            "",
            "0",
            &right[..63],
            &format!("{right}0"),
            &right.to_uppercase(),
            &"z".repeat(64),
        ] {
            assert!(!hash_is_right(&secrets, &identity, wrong), "{wrong}");
        }
        assert!(hash_is_right(&secrets, &identity, &right));
        assert!(!hash_is_right(&[], &identity, &right));
    }
}
