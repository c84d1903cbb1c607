//! S3: thousands of sockets that say nothing, while somebody honest works.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::load::Sender;
use crate::running::Running;

/// How many sockets this process may open beside its own.
fn sockets() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))
        .unwrap();
    let soft: usize = line.split_whitespace().nth(3).unwrap().parse().unwrap_or(1024);
    // A hundred below what the server takes, so that the honest client finds a place.
    soft.saturating_sub(300).min(9_900)
}

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

async fn slowest(ada: &Sender, times: usize) -> Duration {
    let mut took = Vec::new();
    for _ in 0..times {
        let start = Instant::now();
        assert!(ada.can_read().await);
        took.push(start.elapsed());
    }
    took.sort();
    took[times * 99 / 100]
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_silent_sockets_slow_nobody_down_and_are_closed() {
    let server = Running::start(&["dev", "--log-level", "warn"]);
    let ada = Sender::login(&server, "ada").await;
    let alone = slowest(&ada, 200).await;
    let address = server.about()["url"].as_str().unwrap().replace("http://", "");
    let wanted = sockets();
    let opened = Instant::now();
    let mut silent = connect(&address, wanted);
    assert!(
        opened.elapsed() < Duration::from_secs(10),
        "not all are open at once: {:?}",
        opened.elapsed()
    );
    let beside = slowest(&ada, 200).await;
    println!(
        "{} sockets in {:?}; p99 alone {alone:?}, beside them {beside:?}",
        silent.len(),
        opened.elapsed()
    );
    assert!(
        beside < alone * 10 + Duration::from_millis(100),
        "{beside:?}, alone {alone:?}"
    );
    // All are closed by the server; reading ends instead of waiting.
    for socket in &mut silent {
        socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut rest = Vec::new();
        let _ = socket.read_to_end(&mut rest);
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
    assert!(
        opened.elapsed() < Duration::from_secs(60),
        "{:?}",
        opened.elapsed()
    );
    assert!(ada.can_read().await);
}
