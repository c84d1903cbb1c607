// Carries out the transitions that an app asks for: each function is part of one turn and moves state and rows together.
//
// Guarantees: after `logout` no row of the earlier user is current, and what may still be delivered is marked as
// closing. The same as the core's `session/ledger.rs`; what the server's answers move is in `worker/answers.ts`.

import { conflict, internal } from "./error";
import { uuid } from "./model/ids";
import { PERSONAL, type Writer } from "./outbox";
import type { Platform } from "./platform";
import { personOf, type Person } from "./session";
import type { OperationKind, Session } from "./storage/rows";
import { releaseNow } from "./throttle";

/** What the caller of a login waits for: the worker logs this epoch in, or the stored session answers. */
export type LoginOrder = { epoch: number } | { stored: Session };

/** An operation that will not be delivered: at the app's wish, or because its user was refused. */
export interface Dropped {
  id: string;
  kind: OperationKind;
  purged: boolean;
}

/** Starts, joins or answers a login. */
export async function login(writer: Writer, wanted: Person, attributes: string | undefined, platform: Platform): Promise<LoginOrder> {
  const verdict = writer.verdict({ login: wanted });
  if ("refuse" in verdict) throw conflict(verdict.refuse);
  if (verdict.effects.includes("begin_epoch")) {
    // A change that waits is of whoever told it, also when somebody else is to be logged in.
    await releaseNow(writer);
    const who = wanted.role === "user" ? { userId: wanted.userId, email: wanted.email } : {};
    const proof = wanted.role === "user" ? { userHash: writer.get("user_hash"), jwt: writer.get("jwt") } : {};
    const device = await deviceOf(writer, platform);
    const session = { state: "wanted" as const, ...who, ...proof, ...device, attributes, createdAt: platform.now() };
    writer.loggingIn = await writer.beginEpoch(session);
    return { epoch: writer.loggingIn };
  }
  const { current } = writer;
  if (!current) throw internal("session");
  if (verdict.effects.includes("answer_from_stored")) return { stored: current };
  writer.loggingIn = current.epoch;
  return { epoch: current.epoch };
}

/** The stored device, or a new one: made at the first login, forgotten at logout. */
async function deviceOf(writer: Writer, platform: Platform): Promise<{ deviceId: string; deviceSecret: string }> {
  let [deviceId, deviceSecret] = [writer.get("device_id"), writer.get("device_secret")];
  if (!deviceId || !deviceSecret) {
    deviceId = uuid(platform);
    deviceSecret = btoa(String.fromCharCode(...platform.random(32))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
    await writer.set("device_id", deviceId);
    await writer.set("device_secret", deviceSecret);
  }
  return { deviceId, deviceSecret };
}

/** Logs out: nobody is current, the device is forgotten, what is unsent is purged or still delivered as its own user. */
export async function logout(writer: Writer, force: boolean, purge: boolean, now: number): Promise<Dropped[]> {
  const verdict = writer.verdict({ logout: { force } });
  if ("refuse" in verdict) throw conflict(verdict.refuse);
  await releaseNow(writer);
  const dropped: Dropped[] = [];
  for (const session of writer.sessions.filter((one) => one.state !== "closing")) {
    if (purge || session.state === "refused") dropped.push(...(await dropOperations(writer, session, purge)));
    dropped.push(...(await dropPush(writer, session.epoch)));
    if (!session.token && !(await writer.waits(session.epoch))) {
      await writer.drop(session.epoch);
      continue;
    }
    const { attributes: _told, userId, email, userHash, jwt, ...rest } = session;
    // The token alone delivers the rest; who it belongs to is nobody's business here any more.
    const who = session.token ? {} : { userId, email, userHash, jwt };
    await writer.put({ ...rest, ...who, state: "closing", closingSince: now });
  }
  await writer.forget(PERSONAL);
  await writer.sweepFiles();
  writer.loggingIn = undefined;
  return dropped;
}

/** Removes everything that a session has still to send. */
export async function dropOperations(writer: Writer, session: Session, purged: boolean): Promise<Dropped[]> {
  const rows = await writer.operationsOf(session.epoch);
  await writer.tx.delete("operations", [session.epoch], [session.epoch, []]);
  return rows.map(({ id, kind }) => ({ id, kind, purged }));
}

/** The end of the session unbinds the device's push token anyway, and said late it would take it from the next user. */
async function dropPush(writer: Writer, epoch: number): Promise<Dropped[]> {
  const rows = (await writer.operationsOf(epoch)).filter(({ kind }) => kind === "push_bind" || kind === "push_unbind");
  for (const row of rows) await writer.tx.delete("operations", [row.epoch, row.seq]);
  return rows.map(({ id, kind }) => ({ id, kind, purged: true }));
}

/** Keeps a proof for this and the next login of this device's user. */
export async function setProof(writer: Writer, name: "user_hash" | "jwt", value: string): Promise<void> {
  await writer.set(name, value);
  const { current } = writer;
  if (!current || personOf(current).role === "lead") return;
  await writer.put({ ...current, [name === "jwt" ? "jwt" : "userHash"]: value });
}
