//! What a server is offered before a word of HTTP is said.

// Test code throughout, also the functions beside the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::net::TcpListener;

use frontdesk_core::Frontdesk;
use rustls::server::Acceptor;
use tokio::sync::oneshot;

/// Accepts one connection and answers with the protocols of its first message, in order.
fn hear_offer(listener: &TcpListener) -> Vec<String> {
    let (mut stream, _) = listener.accept().unwrap();
    let mut acceptor = Acceptor::default();
    loop {
        acceptor.read_tls(&mut stream).unwrap();
        if let Some(accepted) = acceptor.accept().ok().unwrap() {
            let hello = accepted.client_hello();
            let names = hello.alpn().into_iter().flatten();
            return names
                .map(|name| String::from_utf8_lossy(name).into_owned())
                .collect();
        }
    }
}

#[tokio::test]
async fn a_server_may_choose_http_2_when_this_build_speaks_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let (told, heard) = oneshot::channel();
    std::thread::spawn(move || told.send(hear_offer(&listener)));

    let folder = tempfile::tempdir().unwrap();
    let desk = Frontdesk::builder(url, "app", "key")
        .data_dir(folder.path())
        .open()
        .unwrap();
    let offer = tokio::select! {
        answer = desk.login_unidentified_user() => panic!("nobody answered: {answer:?}"),
        offer = heard => offer.unwrap(),
    };
    desk.shutdown();
    let expected: &[&str] = if cfg!(feature = "http2") {
        &["h2", "http/1.1"]
    } else {
        &["http/1.1"]
    };
    assert_eq!(offer, expected);
}
