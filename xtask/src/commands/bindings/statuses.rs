//! One change to the generated Kotlin: the status of a call is used again instead of made anew.
//!
//! Guarantees: the generated helper makes a JNA structure with another one inside it for each native call, and lets JNA
//! copy both into native memory before and out of it after the call; one `log_event` is five native calls. With this
//! change a thread keeps the statuses that ended well, and only their first byte is looked at; a status that tells of an
//! error is read whole and never used again, so that nothing of an earlier error can be taken for a later one's. Calls from
//! inside callbacks take another status, because one in use is not in the thread's list. A generator whose text is
//! another one stops the build with a sentence. Called by `bindings`, once for each fresh file.

use std::fs;
use std::path::Path;

use crate::stop::Stop;

/// What the generator writes, up to where a refused call is told apart.
const GENERATED: &str = "    var status = UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
    return return_value
}
";

/// What stands there instead.
const KEPT: &str = "    val statuses = spareCallStatuses.get()!!
    val status = statuses.removeLastOrNull() ?: UniffiRustCallStatus().apply { setAutoSynch(false) }
    val return_value = callback(status)
    if (status.pointer.getByte(0) == UNIFFI_CALL_SUCCESS) {
        statuses.addLast(status)
        return return_value
    }
    status.read()
    uniffiCheckCallStatus(errorHandler, status)
    return return_value
}

// Statuses of calls that ended well, by thread: their memory is still as empty as when it was made.
private val spareCallStatuses = object : ThreadLocal<ArrayDeque<UniffiRustCallStatus>>() {
    override fun initialValue() = ArrayDeque<UniffiRustCallStatus>()
}
";

/// Changes the file that the generator wrote.
///
/// # Errors
/// When the file does not hold the generated helper exactly once.
pub(super) fn keep(file: &Path) -> Result<(), Stop> {
    let text = fs::read_to_string(file)?;
    fs::write(file, kept(&text)?)?;
    Ok(())
}

fn kept(text: &str) -> Result<String, Stop> {
    if text.matches(GENERATED).count() != 1 {
        return Err(Stop::new(
            "the generated Kotlin calls native functions in another way than before: compare \
             xtask/src/commands/bindings/statuses.rs with its uniffiRustCallWithError",
        ));
    }
    Ok(text.replace(GENERATED, KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_helper_is_changed_once_and_a_generator_that_writes_another_one_stops_the_build() {
        let text = format!("before\n{GENERATED}after\n");
        let changed = kept(&text).expect("the helper");
        assert_eq!(changed, format!("before\n{KEPT}after\n"));
        assert!(kept(&changed).is_err());
        assert!(kept(&format!("{text}{GENERATED}")).is_err());
    }
}
