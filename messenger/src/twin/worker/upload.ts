// Sending operations.
//
// Guarantees: an operation leaves the queue only when the server named its id and said what became of it, or refused it
// alone; what is too old is reported, never sent; what was purged or taken back before its request began is not sent; a
// repeated request is byte-equal, because it is composed from the same stored texts.

import { readRejected } from "../events";
import { classifyItem, purposeOf, type ItemResult, type Judged } from "../retry/classify";
import type { Session, StoredOperation } from "../storage/rows";
import type { Call } from "../transport";
import { anything, ask } from "./ask";
import type { Batch } from "./batch";
import type { Lane, Outcome } from "./lane";
import { refersTo } from "./refers";
import { settle, type Fate } from "./settle";
import type { Sending } from "./under_way";

/** Nothing was made before this: 2026-01-01, Unix milliseconds. */
const FIRST_RELEASE = 1_767_225_600_000;

type Json = Record<string, unknown>;

/** Sends what is next of a session. */
export async function upload(lane: Lane, session: Session): Promise<Outcome> {
  const { house, segments, underWay } = lane;
  const { token, epoch } = session;
  if (!token) return "idle";
  const begun: Sending[] = [];
  try {
    // One look at the store, and the mark within it: a purge comes before and is seen, or after and sees the mark.
    const { unfit, batch, file } = await house.read(async (writer) => {
      const rows = await writer.operationsOf(epoch, segments.mostItems);
      const unfit = rows.filter((row) => isExpired(lane, session, row));
      const batch = unfit.length ? undefined : segments.compose(rows);
      const [first] = batch?.operations ?? [];
      const file = first?.kind === "upload" ? await writer.tx.get("files", first.target ?? "") : undefined;
      if (batch) begun.push(underWay.begin(batch.operations.map(({ id }) => id), lane.ended.signal));
      return { unfit, batch, file };
    });
    if (unfit.length) await settle(lane, session, unfit.map((operation) => ({ operation, outcome: "expired" })));
    const [first, sending] = [batch?.operations[0], begun[begun.length - 1]];
    if (!batch || !first || !sending) return "progress";
    if (first.kind === "upload" && !file) return await setAside(lane, session, batch, "file_unreadable", undefined);
    const request = { purpose: purposeOf(first.kind), items: batch.operations.length, freshSession: lane.refreshed === epoch };
    const call: Call = { ...placeOf(first), token, signal: sending.ended.signal, leaves: () => (sending.left = true) };
    if (file) call.file = file;
    else if (batch.body) call.body = batch.body;
    const judged = await ask(house, request, call, anything);
    if (lane.stopped) return "idle";
    // Broken off because all of it was dropped.
    if (sending.ended.signal.aborted && judged.action.do === "retry") return "progress";
    return await afterUpload(lane, session, batch, judged);
  } finally {
    for (const sending of begun) underWay.end(sending);
  }
}

/**
 * Too old by the server's clock and by the device's, and only when the operation's own time is plausible: made after
 * its session and after the first release. A wrong clock must not cost data.
 */
function isExpired({ house }: Lane, session: Session, row: StoredOperation): boolean {
  const now = house.confirmedTime;
  if (now === undefined) return false;
  const oldest = Math.min(now, house.platform.now()) - house.config.limits.maxAge;
  return row.createdAt < oldest && row.createdAt >= Math.max(session.createdAt, FIRST_RELEASE);
}

/** Where an operation goes. A target that is missing makes a path the server does not know, which is its refusal. */
function placeOf({ kind, target = "" }: StoredOperation): Pick<Call, "method" | "path"> {
  switch (kind) {
    case "event":
      return { method: "POST", path: ["events"] };
    case "receipt":
      return { method: "POST", path: ["content", "receipts"] };
    case "user_update":
      return { method: "PATCH", path: ["me"] };
    case "start_conversation":
      return { method: "POST", path: ["conversations"] };
    case "reply":
      return { method: "POST", path: ["conversations", target, "parts"] };
    case "read_mark":
      return { method: "PUT", path: ["conversations", target, "read"] };
    case "reaction":
      return { method: "POST", path: ["help", "articles", target, "reaction"] };
    case "ticket":
      return { method: "POST", path: ["tickets"] };
    case "push_bind":
      return { method: "PUT", path: ["devices", "current", "push"] };
    case "push_unbind":
      return { method: "DELETE", path: ["devices", "current", "push"] };
    case "upload":
      return { method: "PUT", path: ["uploads", target] };
  }
}

async function afterUpload(lane: Lane, session: Session, batch: Batch, judged: Judged<{ json: unknown }>): Promise<Outcome> {
  const { house, segments } = lane;
  const { action, value, code, details } = judged;
  switch (action.do) {
    case "ack": {
      lane.refreshed = undefined;
      segments.done(batch, true);
      const fates = fatesOf(batch, value?.json);
      if (!fates.length) {
        segments.repeat(batch);
        return lane.wait(undefined, "server_unavailable");
      }
      // A server that takes only part of each batch is not hurried.
      if (fates.length === batch.operations.length) await lane.served();
      for (const { operation, outcome } of fates) {
        if (outcome === "delivered") await house.rooms?.landed(session, operation, value?.json);
      }
      await settle(lane, session, fates);
      return "progress";
    }
    case "retry":
      segments.repeat(batch);
      return lane.wait(action.after, code);
    case "refresh_session":
      segments.repeat(batch);
      return renew(lane, session);
    case "pause":
      // A proof that came meanwhile is worth one new login.
      if (action.reason === "auth_required" && lane.refreshed !== session.epoch && (session.userHash || session.jwt)) {
        return renew(lane, session);
      }
      lane.refreshed = undefined;
      return lane.pause(session.deviceId, action.reason, action.recheck);
    case "split":
      segments.refused(batch, action.by);
      return "progress";
    default: {
      const [operation] = batch.operations;
      const into = details.mergedInto;
      if (action.code === "conversation_merged" && into && operation && operation.target !== into) {
        const from = lane.moved?.id === operation.id ? lane.moved.from : new Set<string>();
        // A server that sends it in circles is not hurried.
        if (from.has(into)) {
          segments.repeat(batch);
          return lane.wait(undefined, "server_unavailable");
        }
        lane.moved = { id: operation.id, from: from.add(operation.target ?? "") };
        segments.done(batch, true);
        await house.turn(async (writer) => {
          // A logout meanwhile may have purged it.
          const there = await writer.tx.get("operations", [operation.epoch, operation.seq]);
          if (there) await writer.tx.put("operations", { ...there, target: into });
        });
        return "progress";
      }
      return setAside(lane, session, batch, action.code, details.field);
    }
  }
}

async function renew(lane: Lane, session: Session): Promise<Outcome> {
  lane.refreshed = session.epoch;
  await lane.house.lost(session);
  return "progress";
}

/** Refused for good: kept with its reason until the app or its user decides. */
async function setAside(lane: Lane, session: Session, batch: Batch, code: string, field: string | undefined): Promise<Outcome> {
  lane.segments.done(batch, false);
  let { operations } = batch;
  let why = field;
  const [first] = operations;
  if (first?.kind === "upload" && first.target) {
    // The message cannot be what its writer meant without the file: it fails for the file's reason.
    why ??= "attachments";
    const file = first.target;
    const queued = await lane.house.read((writer) => writer.operationsOf(session.epoch));
    operations = [...operations, ...queued.filter((row) => refersTo(row, file))];
  }
  await settle(lane, session, operations.map((operation) => ({ operation, outcome: "rejected", code, field: why })));
  return "progress";
}

/** What the answer says of each operation; those it does not name are sent again. */
function fatesOf({ operations }: Batch, json: unknown): Fate[] {
  const answer = (typeof json === "object" && json !== null ? json : {}) as Json;
  const [first] = operations;
  if (first?.kind === "event" || first?.kind === "receipt") {
    const results = Array.isArray(answer["results"]) ? (answer["results"] as (ItemResult & { id: string; field?: string })[]) : [];
    const byId = new Map(results.map((result) => [result?.id, result]));
    return operations.flatMap((operation): Fate[] => {
      const result = byId.get(operation.id);
      const action = classifyItem(result);
      if (action.do === "ack") return [{ operation, outcome: "delivered" }];
      if (action.do === "retry") return [];
      return [{ operation, outcome: "rejected", code: action.code, field: result?.field ?? undefined }];
    });
  }
  return operations.filter((row) => acknowledges(row, json, answer)).map((operation): Fate => {
    const rejectedFields = operation.kind === "user_update" ? readRejected(answer["rejected"]) : [];
    return { operation, outcome: "delivered", rejectedFields };
  });
}

/** Whether `answer` is what the server promises for `row`; a page or a stranger's JSON never is. */
function acknowledges(row: StoredOperation, json: unknown, answer: Json): boolean {
  switch (row.kind) {
    case "user_update":
      return answer["id"] === row.id && (answer["status"] === "accepted" || answer["status"] === "duplicate");
    case "start_conversation":
      return answer["client_id"] === row.id && typeof answer["id"] === "string";
    case "upload":
      return answer["id"] === row.target;
    case "read_mark":
      return Number.isInteger(answer["count"]);
    case "reaction":
    case "push_bind":
    case "push_unbind":
      return json === null;
    default:
      return answer["id"] === row.id;
  }
}
