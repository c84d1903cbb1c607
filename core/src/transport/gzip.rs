//! Bodies made smaller for the way.
//!
//! Guarantee: what is packed is smaller than what came in, else it stays as it is. Without the feature `gzip`
//! nothing is packed, and reqwest does not ask for packed answers. Called by [`Transport`](super::Transport).

#[cfg(feature = "gzip")]
pub(super) fn packed(body: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    /// Bodies shorter than this grow when compressed.
    const WORTH_COMPRESSING: usize = 200;

    if body.len() < WORTH_COMPRESSING {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(6));
    encoder.write_all(body).ok()?;
    encoder.finish().ok().filter(|packed| packed.len() < body.len())
}

#[cfg(not(feature = "gzip"))]
pub(super) fn packed(_body: &[u8]) -> Option<Vec<u8>> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_bodies_travel_as_they_are_and_long_ones_compressed() {
        assert_eq!(packed(b"{}"), None);
        let long = vec![b'a'; 10_000];
        match packed(&long) {
            Some(packed) => assert!(packed.len() < 200),
            None if cfg!(feature = "gzip") => panic!("a long body travels as it is"),
            None => {}
        }
    }
}
