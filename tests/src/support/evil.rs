//! A listener that says what an HTTP library refuses to say.
//!
//! Guarantees: each connection is answered by the closure with nothing added; what was read is remembered;
//! dropping the server ends its threads' work. One thread per connection.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::wait::Watched;

/// See the module.
pub struct EvilServer {
    address: SocketAddr,
    heard: Arc<Watched<Vec<Vec<u8>>>>,
    over: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl EvilServer {
    /// Reads one request per connection, then lets `say` write whatever it likes; the connection is closed
    /// when it returns.
    pub fn start(say: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let heard: Arc<Watched<Vec<Vec<u8>>>> = Arc::default();
        let over = Arc::new(AtomicBool::new(false));
        let say = Arc::new(say);
        let acceptor = std::thread::spawn({
            let (heard, over) = (heard.clone(), over.clone());
            move || {
                for stream in listener.incoming() {
                    if over.load(Ordering::Acquire) {
                        return;
                    }
                    let Ok(mut stream) = stream else { continue };
                    let (heard, say) = (heard.clone(), say.clone());
                    std::thread::spawn(move || {
                        let request = read_request(&mut stream);
                        heard.change(|all| all.push(request));
                        // A client that had enough closes first; that is its right.
                        let _ = say(&mut stream);
                        let _ = stream.flush();
                    });
                }
            }
        });
        Self {
            address,
            heard,
            over,
            acceptor: Some(acceptor),
        }
    }

    /// Says these bytes and closes.
    pub fn saying(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |stream| stream.write_all(&bytes))
    }

    /// `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until `count` requests came, and gives all of them.
    pub fn wait_for_requests(&self, count: usize) -> Vec<Vec<u8>> {
        self.heard.wait_for(&format!("{count} requests"), |all| {
            (all.len() >= count).then(|| all.clone())
        })
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.heard.read(Vec::len)
    }
}

impl Drop for EvilServer {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        // Wakes the acceptor; when nobody listens any more it is awake already.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

/// Head and announced body of one request, or what came before the end.
pub(super) fn read_request(stream: &mut impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut piece = [0u8; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|value| value.trim().parse::<usize>().ok())
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return bytes;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return bytes,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    }
}
