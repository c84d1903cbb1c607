//! An answer that stays open.
//!
//! Guarantees: given out chunk by chunk as it comes, never collected; refused, as any other answer, when it is
//! a redirect or not a stream of events; dropping it closes it. How long silence may last is the caller's
//! business, which has the clock. Opened by the feed on the worker's thread.

use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE};
use reqwest::{Response, Version};

use super::http::{failure, read_whole};
use super::{Call, Reply, Transport};
use crate::retry::TransportFailure;
use crate::retry::body::is_event_stream;

/// A server ends its streams after a quarter of an hour; one that lives much longer has lost its way.
const LONGEST: Duration = Duration::from_secs(3600);

/// What came back.
pub(crate) enum Opened {
    Stream(OpenStream),
    /// A refusal, or somebody else's answer, read whole.
    Answer(Reply),
}

/// A response of which only the head has come.
pub(crate) struct OpenStream {
    response: Response,
}

impl Transport {
    /// Asks for a stream of events, from after `last_id` on; without one from now on. Has no deadline before the
    /// head comes but that of the connection.
    pub(crate) async fn open(
        &self,
        call: &Call<'_>,
        last_id: Option<i64>,
    ) -> Result<Opened, TransportFailure> {
        let mut request = self
            .request(call)?
            .timeout(LONGEST)
            .header(ACCEPT, "text/event-stream")
            .header(CACHE_CONTROL, "no-store")
            // A compressor in between would collect events until it has enough of them.
            .header(ACCEPT_ENCODING, "identity");
        if let Some(last_id) = last_id {
            request = request.header("Last-Event-ID", last_id.to_string());
        }
        let response = request.send().await.map_err(|error| failure(&error))?;
        let content_type = response.headers().get(CONTENT_TYPE);
        let is_stream = is_event_stream(content_type.and_then(|value| value.to_str().ok()));
        if response.status().as_u16() == 200 && is_stream {
            tracing::debug!(http2 = response.version() == Version::HTTP_2, "the feed is open");
            return Ok(Opened::Stream(OpenStream { response }));
        }
        read_whole(response).await.map(Opened::Answer)
    }
}

impl OpenStream {
    /// The next bytes; `None` when the server ended the stream in order.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportFailure> {
        let chunk = self.response.chunk().await;
        Ok(chunk.map_err(|error| failure(&error))?.map(Into::into))
    }
}
