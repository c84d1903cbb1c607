//! A door before the real server: whatever a network, a proxy or an attacker puts between the two.
//!
//! Guarantees: one request per connection; it is read whole and remembered before anything is said; what
//! passes reaches the real server byte by byte. With TLS the certificate can be changed at any time, and every
//! byte that arrived *after* a handshake is counted. One thread per connection.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;

use parking_lot::Mutex;

use super::evil::read_request;
use super::passport::Passport;
use super::server::TestServer;
use super::wait::Watched;

/// One connection at the door, after its handshake if there was one.
pub enum Door {
    /// Plain.
    Plain(TcpStream),
    /// Encrypted.
    Tls(Box<rustls::StreamOwned<rustls::ServerConnection, TcpStream>>),
}

impl Door {
    /// Ends the connection with a reset instead of an end.
    pub fn reset(&mut self) {
        let socket = match self {
            Self::Plain(socket) => &*socket,
            Self::Tls(tls) => tls.get_ref(),
        };
        let at_once = nix::libc::linger {
            l_onoff: 1,
            l_linger: 0,
        };
        nix::sys::socket::setsockopt(socket, nix::sys::socket::sockopt::Linger, &at_once)
            .expect("a socket takes this option");
    }
}

impl Read for Door {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }
}

impl Write for Door {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.write(bytes),
            Self::Tls(tls) => tls.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}

type Say = Arc<dyn Fn(&mut Door) -> io::Result<()> + Send + Sync>;

#[derive(Default)]
struct Shared {
    /// What is said instead of the server's answer; it passes when there is nothing.
    say: Mutex<Option<Say>>,
    passport: Mutex<Option<Passport>>,
    heard: Watched<Vec<Vec<u8>>>,
    connections: AtomicU64,
    application_bytes: AtomicU64,
    over: AtomicBool,
}

/// See the module.
pub struct Front {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Front {
    /// A plain door through which everything passes.
    pub fn before(server: &TestServer) -> Self {
        let upstream = server.address();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let shared: Arc<Shared> = Arc::default();
        let acceptor = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                for stream in listener.incoming() {
                    if shared.over.load(Ordering::Acquire) {
                        return;
                    }
                    let Ok(stream) = stream else { continue };
                    let shared = Arc::clone(&shared);
                    // A client that had enough closes first; that is its right.
                    std::thread::spawn(move || drop(attend(&shared, stream, upstream)));
                }
            }
        });
        Self {
            address,
            shared,
            acceptor: Some(acceptor),
        }
    }

    /// From now on connections are greeted with this certificate.
    pub fn show(&self, passport: Passport) {
        *self.shared.passport.lock() = Some(passport);
    }

    /// From now on the answer to every request is what `say` writes; the connection ends when it returns.
    pub fn say(&self, say: impl Fn(&mut Door) -> io::Result<()> + Send + Sync + 'static) {
        *self.shared.say.lock() = Some(Arc::new(say));
    }

    /// From now on everything passes.
    pub fn pass(&self) {
        *self.shared.say.lock() = None;
    }

    /// `http://127.0.0.1:port`, or `https` when a certificate is shown.
    pub fn url(&self) -> String {
        let scheme = if self.shared.passport.lock().is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.address)
    }

    /// The requests heard so far, head and body as sent.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        self.shared.heard.read(Clone::clone)
    }

    /// Waits until so many requests were heard.
    pub fn wait_for_requests(&self, count: usize) {
        self.shared.heard.wait_for(&format!("{count} requests"), |all| {
            (all.len() >= count).then_some(())
        });
    }

    /// Connections made.
    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::Acquire)
    }

    /// Bytes that arrived after a handshake (or without one).
    pub fn application_bytes(&self) -> u64 {
        self.shared.application_bytes.load(Ordering::Acquire)
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Release);
        // Wakes the acceptor; when nobody listens any more it is awake already.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

fn attend(shared: &Shared, stream: TcpStream, upstream: SocketAddr) -> io::Result<()> {
    shared.connections.fetch_add(1, Ordering::AcqRel);
    stream.set_nodelay(true)?;
    let passport = shared.passport.lock().clone();
    let mut door = match passport {
        None => Door::Plain(stream),
        Some(passport) => match passport.shake_hands(stream)? {
            Some(tls) => Door::Tls(Box::new(tls)),
            None => return Ok(()),
        },
    };
    let request = read_request(&mut door);
    let length = u64::try_from(request.len()).unwrap_or(u64::MAX);
    shared.application_bytes.fetch_add(length, Ordering::AcqRel);
    if request.is_empty() {
        return Ok(());
    }
    let say = shared.say.lock().clone();
    shared.heard.change(|all| all.push(request.clone()));
    match say {
        Some(say) => say(&mut door)?,
        None => {
            let mut server = TcpStream::connect(upstream)?;
            server.write_all(&closing(&request))?;
            io::copy(&mut server, &mut door)?;
        }
    }
    door.flush()
}

/// The same request, after which the server closes.
fn closing(request: &[u8]) -> Vec<u8> {
    let end = request.windows(2).position(|pair| pair == b"\r\n").unwrap_or(0);
    [&request[..end], b"\r\nconnection: close", &request[end..]].concat()
}
