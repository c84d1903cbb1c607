//! K13: an answer that is larger, slower or other than it says costs a request and never data, memory or time.
//!
//! One test at a time, because memory is measured.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::{Compress, Compression, FlushCompress};
use frontdesk_tests::support::{App, DEADLINE, Door, Front, Memory, TestServer};
use parking_lot::{Mutex, MutexGuard};

/// What the answers may cost.
const MOST_GROWTH: u64 = 8 * 1024 * 1024;
/// The total deadline of a request where that is what ends it.
const PATIENCE: Duration = Duration::from_secs(1);
/// The total deadline of a request where something else must end it, long before.
const MUCH_PATIENCE: Duration = Duration::from_secs(30);

static ALONE: Mutex<()> = Mutex::new(());

struct Stage {
    server: TestServer,
    front: Front,
    app: App,
    _alone: MutexGuard<'static, ()>,
}

/// A logged-in client that has uploaded something already, so that what it needs anyway is in memory.
fn stage(patience: Duration) -> Stage {
    let alone = ALONE.lock();
    let server = TestServer::start();
    let front = Front::before(&server);
    let app = App::on(&server).url(&front.url()).open();
    app.login("ada").unwrap();
    let kit = app.kit().clone();
    drop(app);
    let app = kit.limits(|limits| limits.request_timeout = patience).open();
    app.event("before");
    app.drain();
    Stage {
        server,
        front,
        app,
        _alone: alone,
    }
}

/// As [`is_asked_again_after`], with an answer that nobody must listen to until the deadline.
fn is_asked_again(say: impl Fn(&mut Door) -> std::io::Result<()> + Send + Sync + 'static) {
    let time = is_asked_again_after(MUCH_PATIENCE, say);
    assert!(
        time < MUCH_PATIENCE,
        "given up by its content, not by the clock: {time:?}"
    );
}

/// Two uploads are answered by `say`; the third passes. The event must be there once, from equal bytes.
/// Gives the time from before the first hostile request to the next one.
fn is_asked_again_after(
    patience: Duration,
    say: impl Fn(&mut Door) -> std::io::Result<()> + Send + Sync + 'static,
) -> Duration {
    let Stage {
        server,
        front,
        app,
        _alone,
    } = stage(patience);
    let before = front.heard().len();
    front.say(say);
    let memory = Memory::watch();
    let begun = Instant::now();
    let id = app.event("kept");
    front.wait_for_requests(before + 2);
    let time = begun.elapsed();
    front.pass();
    app.drain();
    let growth = memory.growth();
    assert!(growth < MOST_GROWTH, "{growth} bytes of memory");

    let events = server.database().events();
    assert_eq!(events.len(), 2, "{events:?}");
    assert_eq!(events[1].id, id.to_string());
    assert_eq!(app.ears.wait_for_fates(2).len(), 2, "its fate is told once");
    let bodies: Vec<Vec<u8>> = front.heard()[before..]
        .iter()
        .map(|request| body_of(request))
        .collect();
    assert!(
        bodies.windows(2).all(|pair| pair[0] == pair[1]),
        "a retry is byte-equal"
    );
    time
}

fn body_of(request: &[u8]) -> Vec<u8> {
    let end = request
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .expect("a whole head");
    request[end + 4..].to_vec()
}

const JSON: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";

#[test]
fn ten_megabytes_that_unpack_to_ten_gigabytes_are_cut_off() {
    // Ten megabytes of blanks as one piece of a deflate stream that can follow itself.
    let blanks = vec![b' '; 10 * 1024 * 1024];
    let mut piece = Vec::with_capacity(64 * 1024);
    let mut packer = Compress::new(Compression::best(), false);
    packer
        .compress_vec(&blanks, &mut piece, FlushCompress::Full)
        .unwrap();
    assert_eq!(packer.total_in(), blanks.len() as u64);
    drop(blanks);
    assert!(
        piece.len() < 20_000,
        "a bomb: {} bytes for ten megabytes",
        piece.len()
    );
    is_asked_again(move |door| {
        write!(
            door,
            "{JSON}content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
        )?;
        chunk(door, b"\x1f\x8b\x08\0\0\0\0\0\0\xff")?;
        for _ in 0..1024 {
            chunk(door, &piece)?;
        }
        door.write_all(b"0\r\n\r\n")
    });
}

fn chunk(door: &mut Door, bytes: &[u8]) -> std::io::Result<()> {
    write!(door, "{:x}\r\n", bytes.len())?;
    door.write_all(bytes)?;
    door.write_all(b"\r\n")
}

#[test]
fn a_hundred_thousand_headers_are_cut_off() {
    is_asked_again(|door| {
        door.write_all(b"HTTP/1.1 200 OK\r\n")?;
        for number in 0..100_000 {
            write!(door, "x-{number}: {number}\r\n")?;
        }
        door.write_all(b"content-length: 2\r\n\r\n{}")
    });
}

#[test]
fn one_header_of_a_hundred_megabytes_is_cut_off() {
    is_asked_again(|door| {
        door.write_all(b"HTTP/1.1 200 OK\r\nx: ")?;
        for _ in 0..1600 {
            door.write_all(&[b'x'; 64 * 1024])?;
        }
        door.write_all(b"\r\ncontent-length: 2\r\n\r\n{}")
    });
}

#[test]
fn a_body_without_an_end_is_cut_off_by_its_size() {
    is_asked_again(|door| {
        write!(door, "{JSON}transfer-encoding: chunked\r\n\r\n")?;
        loop {
            chunk(door, &[b' '; 16 * 1024])?;
        }
    });
}

#[test]
fn a_body_that_announces_a_terabyte_is_cut_off() {
    is_asked_again(|door| {
        write!(door, "{JSON}content-length: 1099511627776\r\n\r\n")?;
        loop {
            door.write_all(&[b' '; 16 * 1024])?;
        }
    });
}

/// A byte at a time until the other side has had enough.
fn drip(door: &mut Door, byte: u8) -> std::io::Result<()> {
    let until = Instant::now() + DEADLINE;
    while Instant::now() < until {
        door.write_all(&[byte])?;
        door.flush()?;
        // The drip itself: nothing is waited for.
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("a drip was listened to for {DEADLINE:?}");
}

fn within_the_deadline(time: Duration) {
    assert!(time >= PATIENCE, "there was reason to wait: {time:?}");
    assert!(
        time < PATIENCE + MUCH_PATIENCE,
        "the whole time of a request is bounded: {time:?}"
    );
}

#[test]
fn a_body_that_drips_is_given_up_at_the_total_deadline() {
    within_the_deadline(is_asked_again_after(PATIENCE, |door| {
        write!(door, "{JSON}content-length: 1000000\r\n\r\n")?;
        drip(door, b' ')
    }));
}

#[test]
fn a_head_that_drips_is_given_up_at_the_total_deadline() {
    within_the_deadline(is_asked_again_after(PATIENCE, |door| {
        door.write_all(b"HTTP/1.1 200 OK\r\nx: ")?;
        drip(door, b'x')
    }));
}

#[test]
fn a_server_that_says_nothing_is_given_up_at_the_total_deadline() {
    within_the_deadline(is_asked_again_after(PATIENCE, |door| {
        // Reads until the client hangs up.
        let mut byte = [0];
        match std::io::Read::read(door, &mut byte) {
            Ok(0) | Err(_) => Ok(()),
            Ok(_) => panic!("a client must not speak twice"),
        }
    }));
}

#[test]
fn a_chunk_that_is_shorter_than_it_says_is_no_answer() {
    is_asked_again(|door| {
        write!(door, "{JSON}transfer-encoding: chunked\r\n\r\n")?;
        door.write_all(b"40\r\n{\"results\":[")
    });
}

#[test]
fn a_chunk_size_that_is_no_number_is_no_answer() {
    is_asked_again(|door| {
        write!(door, "{JSON}transfer-encoding: chunked\r\n\r\n")?;
        door.write_all(b"ffffffffffffffffff\r\n{}\r\n0\r\n\r\n")
    });
}

#[test]
fn a_content_length_that_is_too_long_is_no_answer() {
    is_asked_again(|door| write!(door, "{JSON}content-length: 40\r\n\r\n{{\"results\":[]}}"));
}

#[test]
fn a_content_length_that_is_too_short_is_no_answer() {
    is_asked_again(|door| write!(door, "{JSON}content-length: 5\r\n\r\n{{\"results\":[]}}"));
}

#[test]
fn two_content_lengths_are_no_answer() {
    is_asked_again(|door| {
        write!(
            door,
            "{JSON}content-length: 2\r\ncontent-length: 14\r\n\r\n{{\"results\":[]}}"
        )
    });
}

#[test]
fn a_reset_in_the_middle_of_a_body_is_no_answer() {
    is_asked_again(|door| {
        write!(door, "{JSON}content-length: 400\r\n\r\n{{\"results\":[")?;
        door.flush()?;
        door.reset();
        Ok(())
    });
}

#[test]
fn bytes_that_claim_to_be_packed_and_are_not_are_no_answer() {
    is_asked_again(|door| {
        write!(
            door,
            "{JSON}content-encoding: gzip\r\ncontent-length: 14\r\n\r\n{{\"results\":[]}}"
        )
    });
}

#[test]
fn a_login_meets_the_same_bounds() {
    let alone = ALONE.lock();
    let server = TestServer::start();
    let front = Front::before(&server);
    let app = App::on(&server)
        .url(&front.url())
        .limits(|limits| limits.request_timeout = MUCH_PATIENCE)
        .open();
    front.say(|door| {
        write!(door, "{JSON}transfer-encoding: chunked\r\n\r\n")?;
        loop {
            chunk(door, &[b' '; 16 * 1024])?;
        }
    });
    let memory = Memory::watch();
    let begun = Instant::now();
    let error = app.login("ada").unwrap_err();
    assert!(
        begun.elapsed() < MUCH_PATIENCE,
        "given up by its size, not by the clock"
    );
    assert_eq!(error.code(), "network_unavailable");
    assert!(error.is_temporary());
    assert!(memory.growth() < MOST_GROWTH);
    front.pass();
    app.event("after");
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["after"]);
    drop(alone);
}
