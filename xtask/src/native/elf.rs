//! Reads of a shared library what its loader reads: segments, names it gives and names it wants.
//!
//! Guarantees: 32 and 64 bit, little-endian, as every Android device is; a file that is cut short or lies about
//! its offsets is an error, never a panic. Knows nothing of what is right; see `native::file`.

use crate::stop::Stop;

/// A segment that is loaded.
const LOAD: u64 = 1;
/// Tables of a library.
const DYNAMIC: u64 = 6;
const DYNSYM: u64 = 11;
/// Entries of the dynamic table.
const NEEDED: u64 = 1;
const SONAME: u64 = 14;

/// What a loader reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Elf {
    /// Alignment of each loaded segment, in bytes.
    pub(crate) alignments: Vec<u64>,
    /// Names that others may use.
    pub(crate) exports: Vec<String>,
    /// Libraries that must be there.
    pub(crate) needed: Vec<String>,
    /// Its own name.
    pub(crate) soname: Option<String>,
}

/// Where things lie in the two sizes: offset and width of each field.
struct Shape {
    wide: bool,
}

impl Shape {
    fn pick(&self, wide: (usize, usize), narrow: (usize, usize)) -> (usize, usize) {
        if self.wide { wide } else { narrow }
    }
}

/// A section of a kind.
struct Table<'a> {
    bytes: &'a [u8],
    entry: usize,
    names: &'a [u8],
}

/// Reads a library.
///
/// # Errors
/// When it is not one, or is damaged.
pub(crate) fn read(file: &[u8]) -> Result<Elf, Stop> {
    parse(file).ok_or_else(|| Stop::new("this is no shared library that can be read (little-endian ELF)"))
}

fn parse(file: &[u8]) -> Option<Elf> {
    if !file.starts_with(b"\x7fELF") || *file.get(5)? != 1 {
        return None;
    }
    let shape = Shape {
        wide: match file.get(4)? {
            1 => false,
            2 => true,
            _ => return None,
        },
    };
    let mut elf = Elf {
        alignments: alignments(file, &shape)?,
        ..Elf::default()
    };
    if let Some(symbols) = table(file, &shape, DYNSYM)? {
        for entry in symbols.bytes.chunks_exact(symbols.entry) {
            let info = number(entry, shape.pick((4, 1), (12, 1)))?;
            let section = number(entry, shape.pick((6, 2), (14, 2)))?;
            // Global or weak, and defined here.
            if section != 0 && matches!(info >> 4, 1 | 2) {
                elf.exports.push(name(symbols.names, number(entry, (0, 4))?)?);
            }
        }
    }
    if let Some(dynamic) = table(file, &shape, DYNAMIC)? {
        for entry in dynamic.bytes.chunks_exact(dynamic.entry) {
            let value = number(entry, shape.pick((8, 8), (4, 4)))?;
            match number(entry, shape.pick((0, 8), (0, 4)))? {
                NEEDED => elf.needed.push(name(dynamic.names, value)?),
                SONAME => elf.soname = Some(name(dynamic.names, value)?),
                _ => {}
            }
        }
    }
    Some(elf)
}

fn alignments(file: &[u8], shape: &Shape) -> Option<Vec<u64>> {
    let start = usize::try_from(number(file, shape.pick((32, 8), (28, 4)))?).ok()?;
    let size = usize::try_from(number(file, shape.pick((54, 2), (42, 2)))?).ok()?;
    let count = usize::try_from(number(file, shape.pick((56, 2), (44, 2)))?).ok()?;
    let mut found = Vec::new();
    for index in 0..count {
        let header = file.get(start.checked_add(index.checked_mul(size)?)?..)?;
        if number(header, (0, 4))? == LOAD {
            found.push(number(header, shape.pick((48, 8), (28, 4)))?);
        }
    }
    Some(found)
}

/// The first section of a kind, with the names that it refers to; `Some(None)` when there is none.
fn table<'a>(file: &'a [u8], shape: &Shape, kind: u64) -> Option<Option<Table<'a>>> {
    let start = usize::try_from(number(file, shape.pick((40, 8), (32, 4)))?).ok()?;
    let size = usize::try_from(number(file, shape.pick((58, 2), (46, 2)))?).ok()?;
    let count = number(file, shape.pick((60, 2), (48, 2)))?;
    let header = |index: u64| {
        let index = usize::try_from(index).ok()?;
        file.get(start.checked_add(index.checked_mul(size)?)?..)
    };
    let bytes = |header: &[u8]| {
        let at = usize::try_from(number(header, shape.pick((24, 8), (16, 4)))?).ok()?;
        let long = usize::try_from(number(header, shape.pick((32, 8), (20, 4)))?).ok()?;
        file.get(at..at.checked_add(long)?)
    };
    for index in 0..count {
        let section = header(index)?;
        if number(section, (4, 4))? == kind {
            let names = header(number(section, shape.pick((40, 4), (24, 4)))?)?;
            let entry = usize::try_from(number(section, shape.pick((56, 8), (36, 4)))?).ok()?;
            if entry < 8 {
                return None;
            }
            return Some(Some(Table {
                bytes: bytes(section)?,
                entry,
                names: bytes(names)?,
            }));
        }
    }
    Some(None)
}

fn number(bytes: &[u8], (at, width): (usize, usize)) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(width)?)?;
    Some(
        field
            .iter()
            .rev()
            .fold(0, |sum, byte| (sum << 8) | u64::from(*byte)),
    )
}

fn name(names: &[u8], at: u64) -> Option<String> {
    let rest = names.get(usize::try_from(at).ok()?..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    Some(String::from_utf8_lossy(&rest[..end]).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_library_or_is_cut_short_is_an_error() {
        assert!(read(b"").is_err());
        assert!(read(b"MZ, not ours").is_err());
        let mut cut = b"\x7fELF\x02\x01\x01".to_vec();
        cut.resize(64, 0xff);
        assert!(read(&cut).is_err(), "offsets beyond the end");
    }
}
