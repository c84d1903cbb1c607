//! How large a picture is, from the beginning of its file, so that a messenger leaves the right room for it.
//!
//! Guarantees: looks at the bytes it is given and nowhere else, in one pass, and makes nothing of them but two
//! numbers; what does not say its size, or says one that no screen has, has none. Pictures that phones take lie
//! on their side in the file: their sides are those of what is shown. Pure functions, called on tokio's blocking
//! threads.

/// Bytes of a file that are looked at. Photographs carry a profile and a small copy of themselves before they
/// say their size.
pub const LOOKED_AT: usize = 256 * 1024;
/// Most pixels of a side, as the contract has it.
const MOST: usize = 65_535;

/// Sides of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
}

/// Whether files of this type are pictures whose size is looked for: those that the messenger draws.
#[must_use]
pub fn is_picture(content_type: &str) -> bool {
    matches!(
        content_type,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    )
}

/// The sides of the picture whose file begins with `head`.
#[must_use]
pub fn sides(head: &[u8]) -> Option<Sides> {
    let head = head.get(..LOOKED_AT).unwrap_or(head);
    let size = imagesize::blob_size(head).ok()?;
    let side = |pixels: usize| {
        u16::try_from(pixels)
            .ok()
            .filter(|pixels| (1..=MOST).contains(&usize::from(*pixels)))
    };
    let (width, height) = (side(size.width)?, side(size.height)?);
    Some(match lies_on_its_side(head) {
        true => Sides {
            width: height,
            height: width,
        },
        false => Sides { width, height },
    })
}

/// Whether a JPEG says that it is to be turned by a quarter before it is shown (Exif, tag 0x0112, 5 to 8).
fn lies_on_its_side(head: &[u8]) -> bool {
    orientation(head).is_some_and(|turned| (5..=8).contains(&turned))
}

fn orientation(head: &[u8]) -> Option<u16> {
    let mut rest = head.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let (&[0xff, marker, long, short], after) = rest.split_first_chunk::<4>()? else {
            return None;
        };
        // From here on there are only pixels.
        if marker == 0xda {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([long, short])).checked_sub(2)?;
        let segment = after.get(..length)?;
        if let (0xe1, Some(tiff)) = (marker, segment.strip_prefix(b"Exif\0\0")) {
            return in_tiff(tiff);
        }
        rest = after.get(length..)?;
    }
}

fn in_tiff(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let (high, low) = if little { (6, 4) } else { (4, 6) };
    // A directory beyond 64 KiB is none: its segment ends before.
    if short(high)? != 0 {
        return None;
    }
    let directory = usize::from(short(low)?);
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| directory + 2 + entry * 12)
        .take_while(|at| at + 12 <= tiff.len())
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        file.extend(width.to_be_bytes());
        file.extend(height.to_be_bytes());
        file.extend(b"\x08\x06\0\0\0");
        file
    }

    /// A JPEG of 640 by 480 with this orientation.
    fn jpeg(orientation: u16, little: bool) -> Vec<u8> {
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend(if little { b"II" } else { b"MM" });
        exif.extend(short(42));
        exif.extend(long(8));
        exif.extend(short(2));
        for (tag, value) in [(0x010f, 0), (0x0112, orientation)] {
            exif.extend(short(tag));
            exif.extend(short(3));
            exif.extend(long(1));
            exif.extend(short(value));
            exif.extend([0, 0]);
        }
        exif.extend(long(0));
        let mut file = vec![0xff, 0xd8, 0xff, 0xe1];
        file.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        file.extend(exif);
        file.extend([
            0xff, 0xc0, 0, 17, 8, 0x01, 0xe0, 0x02, 0x80, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
        ]);
        file.extend([0xff, 0xda, 0, 2]);
        file
    }

    fn read(file: &[u8]) -> Option<(u16, u16)> {
        sides(file).map(|sides| (sides.width, sides.height))
    }

    #[test]
    fn every_format_that_the_messenger_draws_says_its_size() {
        assert_eq!(read(&png(640, 480)), Some((640, 480)));
        assert_eq!(read(b"GIF89a\x80\x02\xe0\x01\0\0\0"), Some((640, 480)));
        let webp = b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0";
        assert_eq!(read(webp), Some((640, 480)));
        for kind in ["image/png", "image/gif", "image/webp", "image/jpeg"] {
            assert!(is_picture(kind));
        }
        assert!(!is_picture("application/pdf"));
    }

    #[test]
    fn a_photograph_that_lies_on_its_side_has_the_sides_of_what_is_shown() {
        for little in [true, false] {
            for orientation in 0..=9 {
                let expected = if (5..=8).contains(&orientation) {
                    (480, 640)
                } else {
                    (640, 480)
                };
                assert_eq!(
                    read(&jpeg(orientation, little)),
                    Some(expected),
                    "{orientation} {little}"
                );
            }
        }
    }

    #[test]
    fn what_no_screen_has_is_no_size() {
        for (width, height) in [(0, 1), (1, 0), (65_536, 1), (1, u32::MAX)] {
            assert_eq!(read(&png(width, height)), None, "{width} {height}");
        }
        assert_eq!(read(&png(65_535, 65_535)), Some((65_535, 65_535)));
    }

    #[test]
    fn files_that_are_cut_or_changed_anywhere_are_inert() {
        let webp = b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0".to_vec();
        let gif = b"GIF89a\x80\x02\xe0\x01\0\0\0".to_vec();
        for file in [png(640, 480), jpeg(6, true), jpeg(6, false), webp, gif] {
            for end in 0..file.len() {
                let _ = sides(&file[..end]);
            }
            for at in 0..file.len() {
                for byte in [0, 1, 0x7f, 0x80, 0xff] {
                    let mut changed = file.clone();
                    changed[at] = byte;
                    let _ = sides(&changed);
                    changed.extend(std::iter::repeat_n(byte, 1_000));
                    let _ = sides(&changed);
                }
            }
        }
        // A long file of one kind of byte, and one of markers, take one pass.
        for fill in [[0xff, 0xd8], [0xff, 0xe1], [0xff, 0xff], [0, 0]] {
            let mut file = vec![0xff, 0xd8];
            file.extend(fill.repeat(LOOKED_AT));
            let _ = sides(&file);
        }
        assert_eq!(sides(&[]), None);
        assert_eq!(sides(b"not a picture"), None);
    }
}
