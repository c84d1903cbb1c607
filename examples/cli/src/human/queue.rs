//! Events, and what became of them.

use std::time::Duration;

use frontdesk_core::{Metadata, OperationId, Pending, RejectedOperation};

use super::{Call, Failure, PATIENCE, attributes, say};

impl Call {
    pub(super) fn log_event(&self, name: &str, pairs: &[String], json: Option<&str>) -> Result<(), Failure> {
        let metadata = match json {
            Some(json) => Some(Metadata::parse(json.as_bytes())?),
            None if pairs.is_empty() => None,
            None => Some(Metadata::from_value(attributes::read(pairs)?.into()).map_err(Failure::Input)?),
        };
        let id = self.desk.log_event(name, metadata)?;
        let left = self.wait(self.desk.flush(PATIENCE))?;
        if let Some(refused) = left.rejected.iter().find(|one| one.id == id) {
            show_refused(refused);
            return Err(Failure::Refused);
        }
        if left.queued == 0 {
            say::good("delivered", id);
        } else {
            say::care("stored", id);
            show_queue(&left);
        }
        Ok(())
    }

    pub(super) fn pending(&self) -> Result<(), Failure> {
        let pending = self.desk.pending()?;
        show(&pending);
        Ok(())
    }

    pub(super) fn flush(&self, timeout: Duration) -> Result<(), Failure> {
        let left = self.wait(self.desk.flush(timeout))?;
        show(&left);
        if left.queued == 0 {
            return Ok(());
        }
        let why = left.waiting_for.unwrap_or_else(|| "the time was over".to_owned());
        Err(Failure::Words(format!("not everything could be sent: {why}")))
    }

    pub(super) fn dismiss(&self, id: &str) -> Result<(), Failure> {
        if self.desk.dismiss(OperationId::parse(id)?)? {
            say::good("dismissed", id);
            return Ok(());
        }
        Err(Failure::Words(format!(
            "there is no refused operation {id}; see frontdesk pending"
        )))
    }
}

fn show(pending: &Pending) {
    show_queue(pending);
    for refused in &pending.rejected {
        show_refused(refused);
    }
    let listed = u64::try_from(pending.rejected.len()).unwrap_or(u64::MAX);
    if pending.rejected_count > listed {
        say::detail(
            "",
            format_args!("and {} more refused", pending.rejected_count - listed),
        );
    }
}

fn show_queue(pending: &Pending) {
    if pending.queued == 0 {
        say::good("queue", "empty");
        return;
    }
    let oldest = pending.oldest_ms.map(say::ago).unwrap_or_default();
    say::care(
        "queue",
        format_args!("{} waiting, the oldest from {oldest}", pending.queued),
    );
    if let Some(reason) = &pending.waiting_for {
        say::detail("because of", reason);
    }
}

fn show_refused(refused: &RejectedOperation) {
    let field = refused
        .field
        .as_ref()
        .map(|field| format!(" at {field}"))
        .unwrap_or_default();
    let when = say::ago(refused.rejected_ms);
    let text = format!(
        "{} {}: {}{field}, {when}",
        refused.kind.as_str(),
        refused.id,
        refused.code
    );
    say::bad("refused", text);
}
