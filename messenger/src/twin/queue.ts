// The queue, for apps and people who look into it: what is pending, where the quota stands; what to do with operations
// that the server refused: send them again, or let them go; and with messages that their writer wants back before they
// are sent. Comes with `worker/net.ts`.
//
// Guarantees: an operation is sent again with its own id and the same text, so that a refusal that was an error of the
// server does not make two; what it refers to (its files) goes before it; both calls are one turn; only the present
// user's messages are taken back. The same as the core's `client/resend.rs`.

import type { Pending, UpdateQuota } from "./calls";
import type { House } from "./house";
import type { Writer } from "./outbox";
import type { Operation, RejectedRow, StoredOperation } from "./storage/rows";
import { standing } from "./throttle";
import { refersTo } from "./worker/refers";

/** Refused operations that are listed; more are counted. */
const MOST_LISTED = 100;

/** What is not delivered yet, and what was refused. */
export function pending(house: House): Promise<Pending> {
  return house.read(async ({ tx }) => {
    const [oldest] = await tx.all("operations", undefined, undefined, 1);
    const rejected = await tx.all("rejected");
    rejected.sort((a, b) => b.epoch - a.epoch || b.seq - a.seq);
    return {
      queued: await tx.count("operations"),
      oldestMs: oldest?.createdAt,
      waitingFor: house.waitingFor,
      rejected: rejected.slice(0, MOST_LISTED).map(({ id, kind, code, field, createdAt, rejectedAt, body }) => {
        return { id, kind, code, field, createdMs: createdAt, rejectedMs: rejectedAt, body };
      }),
      rejectedCount: rejected.length,
    };
  });
}

/** Where the present user stands within the quota of changes. */
export async function updateQuota(house: House): Promise<UpdateQuota> {
  const { limits } = house.config;
  const { used, nextIn, fullIn, held } = await house.read((writer) => standing(writer, limits, house.platform.now()));
  const limit = limits.updateQuota;
  return { limit, remaining: Math.max(0, limit - used), nextInMs: nextIn, resetsInMs: fullIn, held };
}

/** Sends a refused operation again; false when there is none with that id (of the operation or of a message's part). */
export async function retry(house: House, id: string): Promise<boolean> {
  const refused = await house.turn(async (writer) => {
    const found = await find(writer, id);
    if (!found) return undefined;
    const rows = [...(await filesOf(writer, found)), found];
    for (const row of rows) await writer.tx.delete("rejected", row.id);
    const again = rows.map(({ id, kind, createdAt, target, body }): Operation => ({ id, kind, createdAt, target, body }));
    await writer.append(again, house.config.limits.maxOperations);
    return found;
  });
  if (!refused) return false;
  house.poke(true);
  announce(house, refused);
  return true;
}

/** Lets a refused operation go, or takes back a message that still waits; false when there is none with that id. */
export async function dismiss(house: House, id: string): Promise<boolean> {
  const done = await house.turn(async (writer) => {
    const refused = await find(writer, id);
    const taken = refused ? [] : await takeBack(writer, id);
    if (refused) {
      for (const row of [...(await filesOf(writer, refused)), refused]) await writer.tx.delete("rejected", row.id);
    }
    await writer.sweepFiles();
    return { message: refused ?? taken[taken.length - 1], taken };
  });
  if (!done.message) return false;
  for (const { id: gone, kind } of done.taken) {
    house.waiters.answerDelivery(gone, { delivery: "queued" });
    house.announce({ event: "delivery", id: gone, kind, outcome: "purged" }, true);
  }
  house.madeProgress();
  announce(house, done.message);
  return true;
}

function announce(house: House, { id, kind, target }: Operation): void {
  if (kind !== "start_conversation" && kind !== "reply") return;
  house.announce({ event: "conversation_changed", id: target ?? id }, true);
}

/** The refused operation of this id, or the one that starts a conversation with the part of this id. */
async function find({ tx }: Writer, id: string): Promise<RejectedRow | undefined> {
  return (await tx.get("rejected", id)) ?? (await tx.all("rejected")).find((row) => startsWith(row, id));
}

function startsWith({ kind, body }: Operation, part: string): boolean {
  return kind === "start_conversation" && (JSON.parse(body) as { part?: { id?: string } }).part?.id === part;
}

/** The refused uploads that a refused message refers to. */
async function filesOf({ tx }: Writer, message: RejectedRow): Promise<RejectedRow[]> {
  const uploads = (await tx.all("rejected")).filter((row) => row.kind === "upload" && row.target !== undefined);
  return uploads.filter((row) => refersTo(message, row.target ?? ""));
}

/** Takes a message of the present user out of the queue with its files; not one in whose conversation more waits. */
async function takeBack(writer: Writer, id: string): Promise<StoredOperation[]> {
  const { current } = writer;
  if (!current) return [];
  const rows: StoredOperation[] = [];
  for (const epoch of writer.epochsOf(current)) rows.push(...(await writer.operationsOf(epoch)));
  const message = rows.find((row) => (row.kind === "reply" && row.id === id) || (row.kind === "start_conversation" && (row.id === id || startsWith(row, id))));
  if (!message || rows.some((row) => row.kind === "reply" && row.target === message.id)) return [];
  const taken = [...rows.filter((row) => row.kind === "upload" && refersTo(message, row.target ?? "")), message];
  for (const row of taken) await writer.tx.delete("operations", [row.epoch, row.seq]);
  return taken;
}
