//! S3: thousands of sockets that say nothing, while somebody honest works.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::load::Sender;
use crate::running::Running;

/// How many sockets this process may open beside its own.
fn sockets() -> usize {
    // A hundred below what the server takes, so that the honest client finds a place.
    crate::open_files().saturating_sub(300).min(9_900)
}

/// Only ends a test that would hang.
const LONG: Duration = Duration::from_secs(120);

/// The server closes a socket that stays silent for so long.
const SILENCE: Duration = Duration::from_secs(10);

/// Opens sockets from several threads, all before the first one is old.
fn connect(address: &str, wanted: usize) -> Vec<TcpStream> {
    const THREADS: usize = 32;
    std::thread::scope(|scope| {
        let some = || -> Vec<TcpStream> {
            let opened = (0..wanted / THREADS).map(|_| TcpStream::connect(address));
            opened.collect::<Result<_, _>>().unwrap()
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(some)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    })
}

/// The middle of how long an honest request takes: what other work of the machine does to single ones is not
/// the sockets' doing.
async fn median(ada: &Sender) -> Duration {
    let mut took = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        assert!(ada.can_read().await);
        took.push(start.elapsed());
    }
    took.sort();
    took[took.len() / 2]
}

/// As many silent sockets as can be opened before the server closes the first, and since when.
fn silent_sockets(address: &str) -> (Vec<TcpStream>, Instant) {
    let mut wanted = sockets();
    loop {
        let opened = Instant::now();
        let silent = connect(address, wanted);
        if opened.elapsed() < SILENCE {
            return (silent, opened);
        }
        wanted /= 2;
        println!("too slow a machine for so many at once; {wanted} are tried");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_silent_sockets_slow_nobody_down_and_are_closed() {
    let _alone = crate::MANY_FILES.lock().await;
    let server = Running::start(&["dev", "--log-level", "warn"]);
    let ada = Sender::login(&server, "ada").await;
    let alone = median(&ada).await;
    let address = server.about()["url"].as_str().unwrap().replace("http://", "");
    let (mut silent, opened) = silent_sockets(&address);
    let beside = median(&ada).await;
    println!(
        "{} sockets in {:?}; the middle alone {alone:?}, beside them {beside:?}",
        silent.len(),
        opened.elapsed()
    );
    assert!(
        beside < alone * 10 + Duration::from_millis(100),
        "{beside:?}, alone {alone:?}"
    );
    // All are closed by the server; reading ends instead of waiting.
    for socket in &mut silent {
        socket.set_read_timeout(Some(LONG)).unwrap();
        let mut rest = Vec::new();
        let _ = socket.read_to_end(&mut rest);
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
    assert!(opened.elapsed() < LONG, "{:?}", opened.elapsed());
    assert!(ada.can_read().await);
}
