//! Files that devices and teammates sent: what is remembered about them. The bytes lie beside the database.

use crate::domain::pictures::Sides;

/// A file that was written to disk.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// The workspace.
    pub app_id: String,
    /// Whose it is.
    pub contact_id: String,
    /// The id that the device gave.
    pub id: String,
    /// What is known about the file.
    pub file: StoredFile,
    /// Most files of one contact that wait to be sent.
    pub most_waiting: usize,
    /// Unix seconds.
    pub now: i64,
}

/// A file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Name on disk and in links.
    pub file_id: String,
    /// Name shown.
    pub name: String,
    /// Type from the list of allowed ones.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes.
    pub digest: [u8; 32],
    /// How large a picture is, when its file says.
    pub sides: Option<Sides>,
}

/// How remembering a file ended.
#[derive(Debug, Clone)]
pub enum UploadOutcome {
    /// Remembered now.
    Stored,
    /// The same bytes came before under this id: that file is the one to use, the new one is not.
    Before(StoredFile),
    /// The id was used for other bytes.
    IdReused,
    /// As many files of this contact wait to be sent as may.
    TooMany,
    /// There is no such contact.
    NotFound,
}
