//! The folder as a kill leaves it.
//!
//! Guarantees: the copy is what is on disk at one moment, because nobody commits and no log starts over while
//! it is made; whoever uses the folder meanwhile only waits a little. Called on the test's thread.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::support::copy_folder;

/// Copies the folder of the client whose main database is `database`.
pub(super) fn freeze(database: &Path, to: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags).expect("the database is there");
    connection
        .busy_timeout(std::time::Duration::from_secs(10))
        .expect("a busy timeout");
    connection
        .execute_batch("begin immediate")
        .expect("everybody lets go in time");
    copy_folder(database.parent().expect("it lies in a folder"), to);
    connection.execute_batch("rollback").expect("nothing was changed");
}
