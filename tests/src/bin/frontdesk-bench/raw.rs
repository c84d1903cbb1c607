//! The peer: SQLite by hand, with the same pragmas, table and bytes, and nothing around it.
//!
//! Guarantees: what an app would write first (prepared statement, one row per commit, automatic checkpoints).
//! Used on the measuring threads.

use std::path::Path;
use std::time::Duration;

use frontdesk_core::Durability;
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::sample;

/// The columns of our own table of operations.
const TABLE: &str = "create table if not exists operations (
  seq        integer primary key,
  epoch      integer not null,
  kind       integer not null,
  id         blob not null,
  created_at integer not null,
  body       blob not null,
  \"check\"  integer not null
) strict;";

const INSERT: &str = "insert into operations (seq, epoch, kind, id, created_at, body, \"check\") \
                      values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// A database and the next place in it.
pub(crate) struct Raw {
    conn: Connection,
    next: i64,
}

impl Raw {
    pub(crate) fn open(folder: &Path, durability: Durability) -> Self {
        let conn = Connection::open(folder.join("raw.sqlite3")).expect("the database opens");
        let synchronous = match durability {
            Durability::Process => "normal",
            Durability::Power => "full",
        };
        conn.busy_timeout(Duration::from_secs(5)).expect("a timeout");
        conn.execute_batch(&format!(
            "pragma journal_mode=wal; pragma synchronous={synchronous}; {TABLE}"
        ))
        .expect("the table is there");
        Self { conn, next: 1 }
    }

    /// One row.
    pub(crate) fn insert(&mut self, id: Uuid, body: &[u8]) {
        self.conn
            .prepare_cached(INSERT)
            .and_then(|mut insert| {
                insert.execute(params![
                    self.next,
                    1,
                    1,
                    id.as_bytes().as_slice(),
                    1_700_000_000_000_i64,
                    body,
                    4_000_000_000_i64
                ])
            })
            .expect("the row is stored");
        self.next += 1;
    }

    /// Many rows in one commit.
    pub(crate) fn insert_all<'a>(&mut self, rows: impl IntoIterator<Item = (Uuid, &'a [u8])>) {
        self.run("begin immediate");
        for (id, body) in rows {
            self.insert(id, body);
        }
        self.run("commit");
    }

    /// The oldest rows: the last place, and the bodies.
    pub(crate) fn oldest(&self, most: i64) -> Option<(i64, Vec<Vec<u8>>)> {
        let mut select = self
            .conn
            .prepare_cached("select seq, body from operations order by seq limit ?1")
            .expect("a statement");
        let rows: Vec<(i64, Vec<u8>)> = select
            .query_map([most], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .expect("the rows are read");
        let last = rows.last()?.0;
        Some((last, rows.into_iter().map(|(_, body)| body).collect()))
    }

    /// Forgets what was sent.
    pub(crate) fn forget_to(&self, last: i64) {
        self.conn
            .prepare_cached("delete from operations where seq <= ?1")
            .and_then(|mut delete| delete.execute([last]))
            .expect("the rows are deleted");
    }

    fn run(&self, sql: &str) {
        self.conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([]))
            .expect("the statement runs");
    }
}

/// Rows enough for a database of `events`, in commits of 500.
pub(crate) fn fill(folder: &Path, events: u64) {
    let mut raw = Raw::open(folder, Durability::Process);
    let mut next = 0;
    while next < events {
        let end = events.min(next + 500);
        let rows: Vec<(Uuid, Vec<u8>)> = (next..end)
            .map(|number| {
                let id = Uuid::now_v7();
                (id, sample::body(id, sample::unix_seconds(), number))
            })
            .collect();
        raw.insert_all(rows.iter().map(|(id, body)| (*id, body.as_slice())));
        next = end;
    }
}
