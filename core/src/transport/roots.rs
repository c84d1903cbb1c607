//! Whom the client believes.
//!
//! Guarantees: the public authorities of `webpki-roots`, and the certificates the app adds, nothing from the
//! device's own list; what is added widens the set of issuers alone, never the rules (names, dates, versions).
//! Called by `config` when a client is opened and by `http` when its pool is made.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Bytes that are no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoCertificate;

/// The public authorities and those in `extra`; each piece is PEM with one certificate or more, or DER.
pub(crate) fn trusted(extra: &[Vec<u8>]) -> Result<RootCertStore, NoCertificate> {
    let mut store = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    for piece in extra {
        for certificate in certificates(piece)? {
            store.add(certificate).map_err(|_| NoCertificate)?;
        }
    }
    Ok(store)
}

fn certificates(piece: &[u8]) -> Result<Vec<CertificateDer<'static>>, NoCertificate> {
    // A sequence of ASN.1 begins with this byte, a text never does.
    if piece.first() == Some(&0x30) && piece.get(1).is_some_and(|byte| *byte >= 0x80) {
        return Ok(vec![CertificateDer::from(piece.to_vec())]);
    }
    let all: Vec<_> = CertificateDer::pem_slice_iter(piece)
        .collect::<Result<_, _>>()
        .map_err(|_| NoCertificate)?;
    if all.is_empty() {
        Err(NoCertificate)
    } else {
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_extra_is_the_public_authorities_alone() {
        assert_eq!(
            trusted(&[]).unwrap().roots.len(),
            webpki_roots::TLS_SERVER_ROOTS.len()
        );
    }

    #[test]
    fn what_is_no_certificate_is_said_to_be_none() {
        let empty_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let key = "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n";
        for piece in ["", "hello", empty_pem, key] {
            assert!(trusted(&[piece.into()]).is_err(), "{piece}");
        }
        assert!(trusted(&[vec![0x30, 0x82, 0, 1, 0]]).is_err());
    }
}
