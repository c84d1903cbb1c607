//! Packed files, kept in memory.
//!
//! What it guarantees: a file is packed once for each state it is in, however many ask at the same time, and never
//! on the threads that answer requests; what is kept is bounded, and what nobody asks for goes first. One for each
//! server, called on request tasks.

use std::collections::HashMap;
use std::future::Future;
use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use parking_lot::Mutex;
use tokio::sync::OnceCell;

use super::super::error::{ApiError, ApiResult};
use super::folder::Stamp;

/// Files that are kept at most, and the bytes that they have together before they are packed.
const MOST_FILES: usize = 512;
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// The packed files of a server.
#[derive(Default)]
pub(crate) struct Packed(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    files: HashMap<String, File>,
    asked: u64,
}

struct File {
    stamp: Stamp,
    /// The higher, the later it was asked for.
    asked: u64,
    bytes: Arc<OnceCell<Bytes>>,
}

impl Packed {
    /// The packed bytes of the file that is known as `name` and stands as `stamp` says; `read` gives its content
    /// when it is to be packed.
    ///
    /// # Errors
    /// Those of `read`; the next who asks tries again.
    pub(super) async fn of<F, R>(&self, name: String, stamp: Stamp, read: F) -> ApiResult<Bytes>
    where
        F: FnOnce() -> R,
        R: Future<Output = ApiResult<Vec<u8>>>,
    {
        let packing = self.0.lock().entry(name, stamp);
        let packed = packing
            .get_or_try_init(|| async {
                let bytes = read().await?;
                tokio::task::spawn_blocking(move || pack(&bytes))
                    .await
                    .map_err(|_| ApiError::internal())?
                    .ok_or_else(ApiError::internal)
            })
            .await?;
        Ok(packed.clone())
    }
}

impl Kept {
    fn entry(&mut self, name: String, stamp: Stamp) -> Arc<OnceCell<Bytes>> {
        self.asked += 1;
        let asked = self.asked;
        let file = self
            .files
            .entry(name)
            .and_modify(|file| {
                file.asked = asked;
                if file.stamp != stamp {
                    file.stamp = stamp;
                    file.bytes = Arc::default();
                }
            })
            .or_insert_with(|| File {
                stamp,
                asked,
                bytes: Arc::default(),
            });
        let packing = Arc::clone(&file.bytes);
        self.let_go();
        packing
    }

    /// Those that were asked for the longest ago go until the rest is within the bounds.
    fn let_go(&mut self) {
        while self.files.len() > MOST_FILES || self.length() > MOST_BYTES {
            let oldest = self.files.iter().min_by_key(|(_, file)| file.asked);
            let Some(name) = oldest.map(|(name, _)| name.clone()) else {
                return;
            };
            self.files.remove(&name);
        }
    }

    fn length(&self) -> u64 {
        self.files.values().map(|file| file.stamp.length).sum()
    }
}

fn pack(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

#[cfg(test)]
#[path = "packed_tests.rs"]
mod tests;
