//! Certificates, right and wrong, made for the test that shows them.
//!
//! Guarantees: everything but the fault that is named is as it should be, so that a refusal can have one
//! reason only. Made on test threads, shown on a door's.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    date_time_ymd,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// An authority.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// A new one, believed by nobody yet.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names are good names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = named(name);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("an authority signs itself"))
    }

    /// Its certificate, for those who shall believe it.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// The same as bytes.
    pub fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// A good certificate for 127.0.0.1.
    pub fn good(&self) -> Passport {
        self.signs(Self::params("127.0.0.1"))
    }

    /// For another name.
    pub fn for_another_name(&self) -> Passport {
        self.signs(Self::params("another.example"))
    }

    /// Valid until last year.
    pub fn expired(&self) -> Passport {
        let mut params = Self::params("127.0.0.1");
        params.not_after = date_time_ymd(2025, 1, 1);
        self.signs(params)
    }

    /// Valid from a year that is far away.
    pub fn not_yet_valid(&self) -> Passport {
        let mut params = Self::params("127.0.0.1");
        params.not_before = date_time_ymd(2090, 1, 1);
        self.signs(params)
    }

    fn params(name: &str) -> CertificateParams {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a good name");
        params.distinguished_name = named("a server of a test");
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2095, 1, 1);
        params
    }

    fn signs(&self, params: CertificateParams) -> Passport {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("an authority signs");
        Passport::of(certificate.der().clone(), &key)
    }
}

/// How a door greets.
#[derive(Clone)]
pub enum Passport {
    /// With a handshake.
    Tls(Arc<ServerConfig>),
    /// With these bytes, and nothing after them.
    Bytes(Vec<u8>),
}

impl Passport {
    /// Signed by itself.
    pub fn self_signed() -> Self {
        let key = KeyPair::generate().expect("a key");
        let certificate = Authority::params("127.0.0.1")
            .self_signed(&key)
            .expect("it signs itself");
        Self::of(certificate.der().clone(), &key)
    }

    /// A server that chooses TLS 1.1, as old ones do whatever they are offered.
    pub fn tls_1_1() -> Self {
        // ServerHello: version 3.2, random, no session, a suite that client offers, no compression.
        let mut hello = vec![3, 2];
        hello.extend([7; 32]);
        hello.extend([0, 0xc0, 0x2f, 0]);
        let mut message = vec![2, 0, 0, u8::try_from(hello.len()).expect("a short message")];
        message.extend(hello);
        let mut record = vec![22, 3, 2, 0, u8::try_from(message.len()).expect("a short record")];
        record.extend(message);
        Self::Bytes(record)
    }

    /// A server that wants another version than is offered, and says so.
    pub fn version_alert() -> Self {
        Self::Bytes(vec![21, 3, 2, 0, 2, 2, 70])
    }

    fn of(certificate: rustls::pki_types::CertificateDer<'static>, key: &KeyPair) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows these versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("the key belongs to the certificate");
        Self::Tls(Arc::new(config))
    }

    /// The connection after its handshake; `None` when none was meant to succeed.
    pub(super) fn shake_hands(
        self,
        mut socket: TcpStream,
    ) -> io::Result<Option<StreamOwned<ServerConnection, TcpStream>>> {
        match self {
            Self::Bytes(bytes) => {
                let _hello = socket.read(&mut [0; 4096])?;
                socket.write_all(&bytes)?;
                // What follows is the client's alert, and must be no more than that.
                let mut rest = Vec::new();
                socket.read_to_end(&mut rest)?;
                assert!(
                    rest.len() <= 64,
                    "a client sent {} bytes after a refusal",
                    rest.len()
                );
                Ok(None)
            }
            Self::Tls(config) => {
                let mut connection = ServerConnection::new(config).map_err(io::Error::other)?;
                while connection.is_handshaking() {
                    connection.complete_io(&mut socket)?;
                }
                Ok(Some(StreamOwned::new(connection, socket)))
            }
        }
    }
}

fn named(name: &str) -> DistinguishedName {
    let mut all = DistinguishedName::new();
    all.push(DnType::CommonName, name);
    all
}
