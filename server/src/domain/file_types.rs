//! Which files may be sent. A list of what is allowed: nothing that a browser would run is on it.

/// Types that are taken, all lower case.
const ALLOWED: [&str; 39] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/heic",
    "image/heif",
    "application/pdf",
    "text/plain",
    "text/csv",
    "application/zip",
    "application/x-zip-compressed",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/rtf",
    "text/rtf",
    "audio/mpeg",
    "audio/mp4",
    "audio/x-m4a",
    "audio/m4a",
    "audio/aac",
    "audio/ogg",
    "audio/opus",
    "audio/wav",
    "audio/x-wav",
    "audio/wave",
    "audio/webm",
    "audio/flac",
    "audio/amr",
    "audio/3gpp",
    "video/mp4",
    "video/quicktime",
    "video/x-m4v",
];

/// Bytes at the beginning of a file that tell what it is.
pub const HEAD_BYTES: usize = 16;

/// The type that a `Content-Type` names, without its parameters; `None` when it is not on the list.
#[must_use]
pub fn allowed(content_type: &str) -> Option<&'static str> {
    let essence = content_type.split(';').next().unwrap_or("").trim();
    ALLOWED
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(essence))
}

/// Whether the first bytes of a file agree with its type, for types whose first bytes are known.
#[must_use]
pub fn agrees(content_type: &str, head: &[u8]) -> bool {
    match content_type {
        "image/png" => head.starts_with(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg" => head.starts_with(b"\xff\xd8\xff"),
        "image/gif" => head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a"),
        "image/webp" => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"),
        "image/heic" | "image/heif" => {
            head.get(4..8) == Some(b"ftyp")
                && matches!(
                    head.get(8..12),
                    Some(
                        b"heic"
                            | b"heix"
                            | b"heim"
                            | b"heis"
                            | b"hevc"
                            | b"hevx"
                            | b"mif1"
                            | b"msf1"
                            | b"heif"
                    )
                )
        }
        "application/pdf" => head.starts_with(b"%PDF-"),
        _ => true,
    }
}

/// A file's name as it is shown and saved: no folders, no control characters, at most 255 characters.
/// `None` when nothing is left.
#[must_use]
pub fn clean_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    // Characters that turn the direction of writing make "gpj.exe" look like "exe.jpg".
    let clean: String = last
        .chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .take(255)
        .collect();
    let clean = clean.trim().to_owned();
    (!clean.is_empty() && clean != "." && clean != "..").then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_types_are_taken_whatever_their_case_and_parameters() {
        assert_eq!(allowed("Text/Plain; charset=utf-8"), Some("text/plain"));
        for refused in [
            "image/svg+xml",
            "text/html",
            "application/javascript",
            "text/xml",
            "",
            "image",
        ] {
            assert_eq!(allowed(refused), None, "{refused}");
        }
    }

    #[test]
    fn an_image_begins_as_its_type_does() {
        assert!(agrees("image/png", b"\x89PNG\r\n\x1a\nrest"));
        assert!(agrees("image/webp", b"RIFF\x01\x02\x03\x04WEBPVP8 "));
        assert!(agrees("image/heic", b"\0\0\0\x18ftypheic\0\0\0\0"));
        assert!(!agrees("image/heic", b"\0\0\0\x18ftypisom\0\0\0\0"));
        assert!(!agrees("image/png", b"<svg xmlns="));
        assert!(!agrees("image/jpeg", b"GIF89a"));
        assert!(agrees("text/plain", b"anything"));
    }

    #[test]
    fn a_name_leads_nowhere_and_hides_nothing() {
        assert_eq!(clean_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(clean_name("C:\\a\\b.txt").as_deref(), Some("b.txt"));
        assert_eq!(clean_name("a\u{202e}gpj.exe\n").as_deref(), Some("agpj.exe"));
        for nothing in ["", "..", "/", "\n"] {
            assert_eq!(clean_name(nothing), None, "{nothing:?}");
        }
    }
}
