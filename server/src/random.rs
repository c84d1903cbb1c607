//! Random values: contact ids, session tokens, seeds. All of them come from the system's generator.
//!
//! Called from any thread; never blocks after the machine has booted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::ServerError;
use crate::secret::Secret;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], ServerError> {
    let mut out = [0_u8; N];
    getrandom::fill(&mut out).map_err(|_| ServerError::Randomness)?;
    Ok(out)
}

/// An id of 24 hexadecimal characters: four bytes of time, so that ids sort roughly by age, and eight
/// random ones.
pub(crate) fn object_id(now: i64) -> Result<String, ServerError> {
    let mut out = [0_u8; 12];
    let seconds = u32::try_from(now.max(0)).unwrap_or(u32::MAX);
    out[..4].copy_from_slice(&seconds.to_be_bytes());
    out[4..].copy_from_slice(&bytes::<8>()?);
    Ok(hex::encode(out))
}

/// A fresh bearer token of 256 bits, with a prefix that tells a leaked one's kind.
pub(crate) fn token(prefix: &str) -> Result<Secret, ServerError> {
    Ok(Secret::new(format!(
        "{prefix}_{}",
        URL_SAFE_NO_PAD.encode(bytes::<32>()?)
    )))
}

/// How tokens and device secrets are stored: only their SHA-256.
pub(crate) fn fingerprint(value: &[u8]) -> [u8; 32] {
    Sha256::digest(value).into()
}
