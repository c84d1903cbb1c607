//! Files that a page hands over in pieces, until they are sent with a message.
//!
//! Guarantees: pieces are taken in order and never past the size that was announced; memory is bounded by the
//! largest attachment and a sum for all; a file that nobody goes on with is let go; nothing of one person is
//! there for the next; an id is a random one of this client and opens nothing else. A leaf lock.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parking_lot::Mutex;
use uuid::Uuid;

use super::refusal::Refusal;
use crate::model::event::OperationId;
use crate::model::message::NewAttachment;

/// Files in hand at the same time.
const MOST_FILES: usize = 20;
/// Bytes of all files in hand, as announced, in attachments of the largest size.
const MOST_LARGEST: u64 = 4;
/// A file nobody went on with for this long is let go.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// See the module.
#[derive(Default)]
pub(super) struct Uploads(Mutex<HashMap<Uuid, Upload>>);

struct Upload {
    file: NewAttachment,
    size: usize,
    touched: Duration,
}

impl Uploads {
    /// A file is announced.
    pub(super) fn begin(
        &self,
        file: NewAttachment,
        size: u64,
        largest: u64,
        now: Duration,
    ) -> Result<Uuid, Refusal> {
        let mut uploads = self.0.lock();
        uploads.retain(|_, upload| now.saturating_sub(upload.touched) < PATIENCE);
        let too_large =
            |code, field| Refusal::input(code, field, "the files are too large").limited_to(largest);
        let length = usize::try_from(size).map_err(|_| too_large("attachment_too_large", "size"))?;
        if size == 0 {
            return Err(Refusal::input("empty", "size", "the file is empty"));
        }
        if size > largest {
            return Err(too_large("attachment_too_large", "size"));
        }
        let sum: u64 = uploads.values().map(|upload| upload.size as u64).sum();
        if uploads.len() >= MOST_FILES || sum.saturating_add(size) > largest.saturating_mul(MOST_LARGEST) {
            return Err(too_large("too_many_uploads", "size"));
        }
        let id = OperationId::new().as_uuid();
        uploads.insert(
            id,
            Upload {
                file,
                size: length,
                touched: now,
            },
        );
        Ok(id)
    }

    /// The next piece; answers how much is there.
    pub(super) fn add(&self, id: &str, offset: u64, base64: &str, now: Duration) -> Result<u64, Refusal> {
        let mut uploads = self.0.lock();
        let upload = find(id).and_then(|id| uploads.get_mut(&id)).ok_or_else(unknown)?;
        let here = upload.file.bytes.len();
        if u64::try_from(here).ok() != Some(offset) {
            let refusal = Refusal::input("wrong_offset", "offset", "go on where the last piece ended");
            return Err(refusal.limited_to(here as u64));
        }
        let piece = STANDARD
            .decode(base64)
            .map_err(|_| Refusal::malformed("base64"))?;
        if here + piece.len() > upload.size {
            let refusal = Refusal::input("too_long", "base64", "the file is longer than announced");
            return Err(refusal.limited_to(upload.size as u64));
        }
        upload.file.bytes.extend_from_slice(&piece);
        upload.touched = now;
        Ok(upload.file.bytes.len() as u64)
    }

    /// Takes complete files out, to be sent; all of them or none.
    pub(super) fn take(&self, ids: &[String]) -> Result<Vec<NewAttachment>, Refusal> {
        let mut uploads = self.0.lock();
        let mut keys = Vec::with_capacity(ids.len());
        for id in ids {
            let key = find(id).filter(|key| !keys.contains(key)).ok_or_else(unknown)?;
            let complete = uploads
                .get(&key)
                .is_some_and(|upload| upload.file.bytes.len() == upload.size);
            if !complete {
                return Err(unknown());
            }
            keys.push(key);
        }
        Ok(keys
            .iter()
            .filter_map(|key| uploads.remove(key))
            .map(|upload| upload.file)
            .collect())
    }

    /// Lets a file go; one that is not there is gone already.
    pub(super) fn cancel(&self, id: &str) {
        if let Some(id) = find(id) {
            self.0.lock().remove(&id);
        }
    }

    /// Lets all go.
    pub(super) fn forget(&self) {
        self.0.lock().clear();
    }
}

fn find(id: &str) -> Option<Uuid> {
    Uuid::try_parse(id).ok()
}

fn unknown() -> Refusal {
    Refusal::input("upload_unknown", "upload_id", "there is no such file in hand")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LARGEST: u64 = 100;
    const NOW: Duration = Duration::ZERO;

    fn begin(uploads: &Uploads, size: u64) -> Result<String, String> {
        let file = NewAttachment {
            name: "a.png".to_owned(),
            content_type: "image/png".to_owned(),
            bytes: Vec::new(),
        };
        uploads
            .begin(file, size, LARGEST, NOW)
            .map(|id| id.to_string())
            .map_err(|refusal| refusal.code().to_owned())
    }

    #[test]
    fn a_file_comes_in_pieces_and_is_taken_once() {
        let uploads = Uploads::default();
        let id = begin(&uploads, 6).unwrap();
        assert_eq!(uploads.add(&id, 0, "YWJj", NOW), Ok(3));
        assert_eq!(
            uploads.take(std::slice::from_ref(&id)).unwrap_err().code(),
            "upload_unknown"
        );
        assert_eq!(uploads.add(&id, 3, "ZGVm", NOW), Ok(6));
        let twice = [id.clone(), id.clone()];
        assert_eq!(uploads.take(&twice).unwrap_err().code(), "upload_unknown");
        let files = uploads.take(std::slice::from_ref(&id)).unwrap();
        assert_eq!(files[0].bytes, b"abcdef");
        assert_eq!(uploads.take(&[id]).unwrap_err().code(), "upload_unknown");
    }

    #[test]
    fn pieces_that_do_not_fit_are_refused_and_change_nothing() {
        let uploads = Uploads::default();
        let id = begin(&uploads, 3).unwrap();
        let refused = |offset, base64: &str| {
            uploads
                .add(&id, offset, base64, NOW)
                .unwrap_err()
                .code()
                .to_owned()
        };
        assert_eq!(refused(1, "YWJj"), "wrong_offset");
        assert_eq!(refused(u64::MAX, "YWJj"), "wrong_offset");
        assert_eq!(refused(0, "YWJjZA=="), "too_long");
        assert_eq!(refused(0, "<script>"), "invalid_request");
        assert_eq!(
            uploads.add("forged", 0, "YWJj", NOW).unwrap_err().code(),
            "upload_unknown"
        );
        assert_eq!(uploads.add(&id, 0, "YWJj", NOW), Ok(3));
    }

    #[test]
    fn memory_is_bounded_and_forgotten_files_are_let_go() {
        let uploads = Uploads::default();
        assert_eq!(begin(&uploads, 0).unwrap_err(), "empty");
        assert_eq!(begin(&uploads, 101).unwrap_err(), "attachment_too_large");
        assert_eq!(begin(&uploads, u64::MAX).unwrap_err(), "attachment_too_large");
        for _ in 0..4 {
            begin(&uploads, 100).unwrap();
        }
        assert_eq!(begin(&uploads, 1).unwrap_err(), "too_many_uploads");
        let file = NewAttachment {
            name: "b".to_owned(),
            content_type: "image/png".to_owned(),
            bytes: Vec::new(),
        };
        assert!(uploads.begin(file, 1, LARGEST, PATIENCE).is_ok());
        uploads.forget();
        assert!(uploads.0.lock().is_empty());
    }
}
