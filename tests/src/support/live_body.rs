//! A body that stays open: the real server's stream under a fault, or one that a test writes itself.
//!
//! Guarantees: bytes pass as they come; a stream counts as open from its head until either side closed it; all
//! open streams can be cut at once, as a network that breaks does. Runs on the server's runtime.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body as RouterBody;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, SizeHint};
use parking_lot::Mutex;
use tokio::sync::{mpsc, watch};

use super::faulty_body::{Cut, FaultyBody};
use super::wait::Watched;

/// What happens to a stream.
#[derive(Debug, Clone)]
pub(super) enum Way {
    Through,
    /// The connection ends after so many bytes.
    CutAfter(usize),
    /// A proxy collects: the head passes, the bytes do not.
    Collected,
}

/// The streams of a server.
#[derive(Debug)]
pub(super) struct Streams {
    open: Arc<Watched<usize>>,
    cuts: watch::Sender<u64>,
}

impl Default for Streams {
    fn default() -> Self {
        Self {
            open: Arc::default(),
            cuts: watch::Sender::new(0),
        }
    }
}

impl Streams {
    pub(super) fn cut(&self) {
        self.cuts.send_modify(|count| *count += 1);
    }

    pub(super) fn open(&self) -> &Watched<usize> {
        &self.open
    }

    /// The server's own stream.
    pub(super) fn pass(&self, body: RouterBody, way: Way) -> LiveBody {
        let (out, body_out) = self.begin();
        let cuts = self.cuts.subscribe();
        tokio::spawn(pass(body, way, cuts, out));
        body_out
    }

    /// A stream that a test writes.
    pub(super) fn follow(&self, script: &Script) -> LiveBody {
        let (out, body_out) = self.begin();
        let cuts = self.cuts.subscribe();
        // A script is for one stream; a second one ends at once.
        if let Some(lines) = script.lines.lock().take() {
            tokio::spawn(follow(lines, cuts, out));
        }
        body_out
    }

    fn begin(&self) -> (mpsc::UnboundedSender<Result<Bytes, Cut>>, LiveBody) {
        let (out, pieces) = mpsc::unbounded_channel();
        self.open.change(|open| *open += 1);
        let open = Open(Arc::clone(&self.open));
        (out, LiveBody { pieces, _open: open })
    }
}

/// Counts a stream while it is open.
#[derive(Debug)]
struct Open(Arc<Watched<usize>>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.change(|open| *open -= 1);
    }
}

async fn pass(
    mut body: RouterBody,
    way: Way,
    mut cuts: watch::Receiver<u64>,
    out: mpsc::UnboundedSender<Result<Bytes, Cut>>,
) {
    let mut left = match way {
        Way::CutAfter(bytes) => bytes,
        _ => usize::MAX,
    };
    loop {
        let frame = tokio::select! {
            frame = body.frame() => frame,
            _cut = cuts.changed() => {
                let _gone = out.send(Err(Cut));
                return;
            }
            () = out.closed() => return,
        };
        let Some(Ok(frame)) = frame else { return };
        let Ok(mut bytes) = frame.into_data() else {
            continue;
        };
        if matches!(way, Way::Collected) {
            continue;
        }
        let cut = bytes.len() > left;
        bytes.truncate(left);
        left -= bytes.len();
        let _gone = out.send(Ok(bytes));
        if cut {
            let _gone = out.send(Err(Cut));
            return;
        }
    }
}

async fn follow(
    mut lines: mpsc::UnboundedReceiver<Option<Bytes>>,
    mut cuts: watch::Receiver<u64>,
    out: mpsc::UnboundedSender<Result<Bytes, Cut>>,
) {
    loop {
        tokio::select! {
            line = lines.recv() => match line {
                Some(Some(bytes)) => {
                    let _gone = out.send(Ok(bytes));
                }
                Some(None) => return,
                None => {
                    let _gone = out.send(Err(Cut));
                    return;
                }
            },
            _cut = cuts.changed() => {
                let _gone = out.send(Err(Cut));
                return;
            }
            () = out.closed() => return,
        }
    }
}

/// A stream that a test writes; clones are one.
#[derive(Clone, Debug)]
pub struct Script {
    say: mpsc::UnboundedSender<Option<Bytes>>,
    lines: Arc<Mutex<Option<mpsc::UnboundedReceiver<Option<Bytes>>>>>,
}

impl Default for Script {
    fn default() -> Self {
        let (say, lines) = mpsc::unbounded_channel();
        let lines = Arc::new(Mutex::new(Some(lines)));
        Self { say, lines }
    }
}

impl Script {
    /// Begins as the server's streams begin.
    pub fn new() -> Self {
        let script = Self::default();
        script.say("retry: 1000\n\n");
        script
    }

    /// These bytes come next.
    pub fn say(&self, text: &str) {
        let _gone = self.say.send(Some(Bytes::from(text.to_owned())));
    }

    /// A change comes next.
    pub fn change(&self, seq: i64, kind: &str, data: &serde_json::Value) {
        let change = serde_json::json!({ "seq": seq, "type": kind, "data": data });
        self.say(&format!("id: {seq}\nevent: {kind}\ndata: {change}\n\n"));
    }

    /// The sign of life.
    pub fn heartbeat(&self) {
        self.say(": ping\n\n");
    }

    /// The stream ends in order.
    pub fn end(&self) {
        let _gone = self.say.send(None);
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct LiveBody {
    pieces: mpsc::UnboundedReceiver<Result<Bytes, Cut>>,
    _open: Open,
}

/// What a connection answers with.
#[derive(Debug)]
pub(super) enum AnswerBody {
    Whole(FaultyBody),
    Live(LiveBody),
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body).poll_frame(context),
            Self::Live(body) => body
                .pieces
                .poll_recv(context)
                .map(|piece| piece.map(|piece| piece.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(body) if body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Live(_) => SizeHint::default(),
        }
    }
}
