//! One life of a client, from its opening to its end, and the calls that wait in it.
//!
//! Guarantees: a call is answered once, with an answer it may have; when the client has ended every call has
//! its answer. Used on the test's thread.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use frontdesk_core::model::message::NewReply;
use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{Delivery, DeliveryOutcome, Frontdesk, FrontdeskError, Limits, Role, UserAttributes};
use rusqlite::{Connection, OpenFlags};

use super::PatientClock;
use super::crash::freeze;
use super::ledger::{Who, marked, marks_in};
use super::server::Server;
use super::stub::Stub;
use crate::support::{DEADLINE, Ears, fast_retry};

const APP: &str = "model";

/// How a call ended.
enum End {
    Login(Result<(), FrontdeskError>),
    Update(u32, Result<Delivery, FrontdeskError>),
    Write(u32, Result<Delivery, FrontdeskError>),
    Flush(Result<(), FrontdeskError>),
}

type Call = Pin<Box<dyn Future<Output = End> + Send>>;

/// See the module.
pub(super) struct Life {
    pub(super) desk: Frontdesk,
    pub(super) stub: Stub,
    pub(super) folder: PathBuf,
    ears: Arc<Ears>,
    store: Connection,
    calls: Vec<Call>,
    /// Marks by operation id.
    marks: BTreeMap<String, Vec<u32>>,
}

impl Life {
    /// Opens a client on this folder.
    pub(super) fn begin(folder: &Path, clock: &Arc<PatientClock>) -> Self {
        let stub = Stub::start();
        let ears = Ears::new();
        let retry = PolicyConfig {
            login_attempts: 3,
            ..fast_retry()
        };
        let limits = Limits {
            linger: Duration::ZERO,
            batch_events: 4,
            ..Limits::default()
        };
        let desk = Frontdesk::builder(stub.url(), APP, "key")
            .data_dir(folder)
            .clock(clock.clone())
            .retry(retry)
            .limits(limits)
            .listener(ears.clone())
            .open()
            .expect("the client opens");
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let store = Connection::open_with_flags(database(folder), flags).expect("the database is there");
        store
            .busy_timeout(Duration::from_secs(10))
            .expect("a busy timeout");
        Self {
            desk,
            stub,
            folder: folder.to_owned(),
            ears,
            store,
            calls: Vec::new(),
            marks: BTreeMap::new(),
        }
    }

    /// Who is logged in.
    pub(super) fn who(&self) -> Option<Who> {
        let user = self.desk.fetch_logged_in_user_attributes().ok()?;
        Some(match user.role {
            Role::Lead => Who::Lead,
            Role::User => Who::User(user.user_id.unwrap_or_default()),
        })
    }

    /// Begins a login; true when it was refused because somebody else is logged in.
    pub(super) fn login(&mut self, who: &Who) -> bool {
        let desk = self.desk.clone();
        let who = who.clone();
        let call: Call = Box::pin(async move {
            End::Login(match who {
                Who::Lead => desk.login_unidentified_user().await.map(drop),
                Who::User(user) => {
                    let attributes = UserAttributes::new().user_id(user);
                    desk.login_user_with_user_attributes(attributes).await.map(drop)
                }
            })
        });
        match self.begin_call(call) {
            Some(End::Login(Err(error))) => error.code() == "logout_required",
            _ => false,
        }
    }

    /// Begins an update; an error when it was not accepted.
    pub(super) fn update(&mut self, mark: u32, attributes: UserAttributes) -> Result<(), String> {
        let desk = self.desk.clone();
        let call: Call = Box::pin(async move { End::Update(mark, desk.update_user(attributes).await) });
        match self.begin_call(call) {
            Some(End::Update(_, Err(error))) => Err(error.code().to_owned()),
            _ => Ok(()),
        }
    }

    /// Begins a message to this conversation, or to a new one; an error when it was not accepted.
    pub(super) fn write(&mut self, mark: u32, conversation: Option<&str>) -> Result<(), String> {
        let desk = self.desk.clone();
        let conversation = conversation.map(str::to_owned);
        let call: Call = Box::pin(async move {
            let message = NewReply::text(marked(mark));
            let sent = match conversation {
                Some(id) => desk.reply(&id, message).await,
                None => desk.start_conversation_with(message).await,
            };
            End::Write(mark, sent.map(|sent| sent.delivery))
        });
        match self.begin_call(call) {
            Some(End::Write(_, Err(error))) => Err(error.code().to_owned()),
            _ => Ok(()),
        }
    }

    /// Someone cannot wait.
    pub(super) fn hurry(&mut self) {
        let desk = self.desk.clone();
        self.begin_call(Box::pin(async move {
            End::Flush(desk.flush(Duration::ZERO).await.map(drop))
        }));
    }

    /// Takes the first step of a call; its end when it ended at once.
    fn begin_call(&mut self, mut call: Call) -> Option<End> {
        match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(end) => Some(end),
            Poll::Pending => {
                self.calls.push(call);
                None
            }
        }
    }

    /// Looks which calls have ended, and how.
    pub(super) fn hear_answers(&mut self, server: &Server) -> Result<(), String> {
        let calls = std::mem::take(&mut self.calls);
        for mut call in calls {
            match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(end) => judge(end, server)?,
                Poll::Pending => self.calls.push(call),
            }
        }
        Ok(())
    }

    /// The id of an operation.
    pub(super) fn learn(&mut self, id: &str, mark: u32) {
        self.marks.insert(id.to_owned(), vec![mark]);
    }

    /// Ids of an earlier life.
    pub(super) fn remember(&mut self, ids: BTreeMap<String, Vec<u32>>) {
        self.marks.extend(ids);
    }

    /// Learns the ids of what waits.
    pub(super) fn read_ids(&mut self) -> Result<(), String> {
        for (id, body) in self.rows("operations")? {
            self.marks.insert(id, marks_in(&body));
        }
        Ok(())
    }

    /// Marks that wait to be sent or were set aside with a reason.
    pub(super) fn waiting(&self) -> Result<BTreeSet<u32>, String> {
        let mut rows = self.rows("operations")?;
        rows.extend(self.rows("rejected")?);
        Ok(rows.iter().flat_map(|(_, body)| marks_in(body)).collect())
    }

    fn rows(&self, table: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
        let read = || {
            let mut statement = self
                .store
                .prepare(&format!("select id, body from {table} order by seq"))?;
            let rows = statement.query_map([], |row| {
                let id: [u8; 16] = row.get(0)?;
                Ok((uuid::Uuid::from_bytes(id).to_string(), row.get(1)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| format!("the store cannot be read: {error}"))
    }

    /// Nothing is queued and no session is left.
    pub(super) fn is_empty(&self) -> bool {
        let count = |table| {
            let sql = format!("select count(*) from {table}");
            self.store
                .query_row(&sql, [], |row| row.get::<_, i64>(0))
                .unwrap_or(-1)
        };
        count("operations") == 0 && count("sessions") == 0
    }

    /// For a message.
    pub(super) fn left(&self) -> (Option<BTreeSet<u32>>, Option<String>) {
        let why = self.desk.pending().ok().and_then(|pending| pending.waiting_for);
        (self.waiting().ok(), why)
    }

    /// What was told so far, by mark; each operation once.
    pub(super) fn fates(&self) -> Result<Vec<(u32, DeliveryOutcome)>, String> {
        let mut told = BTreeSet::new();
        let mut all = Vec::new();
        for (id, outcome) in self.ears.fates() {
            let id = id.to_string();
            if !told.insert(id.clone()) {
                return Err(format!("the fate of {id} was told twice"));
            }
            let marks = self
                .marks
                .get(&id)
                .ok_or_else(|| format!("the fate of a stranger: {id}"))?;
            all.extend(marks.iter().map(|mark| (*mark, outcome.clone())));
        }
        Ok(all)
    }

    /// The id of the operation with this mark.
    pub(super) fn id_of(&self, mark: u32) -> Result<String, String> {
        let found = self.marks.iter().find(|(_, marks)| marks.contains(&mark));
        found
            .map(|(id, _)| id.clone())
            .ok_or_else(|| format!("{mark} has no id"))
    }

    /// Waits until the fate of what is gone is told.
    pub(super) fn wait_for_fate_of(&self, mark: u32) -> Result<(), String> {
        let id = self.id_of(mark)?;
        match self.ears.wait_for_fate(&id, DEADLINE) {
            Some(_) => Ok(()),
            None => Err(format!("{mark} is neither stored nor waiting nor reported")),
        }
    }

    /// How much was heard so far.
    pub(super) fn events_heard(&self) -> usize {
        self.ears.all().len()
    }

    /// Waits until something more is heard, a moment at most.
    pub(super) fn wait_for_more_than(&self, count: usize) {
        self.ears.wait_for_more_than(count, Duration::from_millis(100));
    }

    /// The folder as a kill leaves it.
    pub(super) fn freeze(&self, to: &Path) {
        freeze(&database(&self.folder), to);
    }

    /// Ends the client; every call has its answer then.
    pub(super) fn leave(&mut self, server: &Server) -> Result<(), String> {
        self.desk.shutdown();
        self.hear_answers(server)?;
        if self.calls.is_empty() {
            Ok(())
        } else {
            Err(format!("{} calls have no answer after the end", self.calls.len()))
        }
    }

    /// The ids of all operations, for the next life.
    pub(super) fn take_ids(&mut self) -> BTreeMap<String, Vec<u32>> {
        std::mem::take(&mut self.marks)
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.desk.shutdown();
    }
}

fn database(folder: &Path) -> PathBuf {
    folder.join(format!("{APP}.sqlite3"))
}

/// Whether a call may end like this.
fn judge(end: End, server: &Server) -> Result<(), String> {
    let allowed = [
        "shut_down",
        "superseded",
        "network_unavailable",
        "server_unavailable",
        "rate_limited",
        "misconfigured_endpoint",
        "identity_verification_failed",
        "app_disabled",
        "auth_required",
        "forbidden",
    ];
    match end {
        End::Login(Err(error)) if !allowed.contains(&error.code()) => {
            Err(format!("a login ended with {}", error.code()))
        }
        End::Update(mark, Ok(Delivery::Delivered { .. }))
        | End::Write(mark, Ok(Delivery::Delivered { .. }))
            if !server.has(mark) =>
        {
            Err(format!("{mark} was answered as delivered and is not stored"))
        }
        End::Update(mark, Err(FrontdeskError::Refused { .. }))
        | End::Write(mark, Err(FrontdeskError::Refused { .. }))
            if server.has(mark) =>
        {
            Err(format!("{mark} was answered as refused and is stored"))
        }
        End::Update(mark, Err(error)) if !matches!(error, FrontdeskError::Refused { .. }) => {
            Err(format!("update {mark} ended with {}", error.code()))
        }
        // Stored, and the client ended before it could say more.
        End::Write(mark, Err(error))
            if !matches!(error, FrontdeskError::Refused { .. }) && error.code() != "shut_down" =>
        {
            Err(format!("message {mark} ended with {}", error.code()))
        }
        End::Flush(Err(error)) if error.code() != "shut_down" => {
            Err(format!("a flush ended with {}", error.code()))
        }
        _ => Ok(()),
    }
}
