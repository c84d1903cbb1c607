// Carries out the transitions that the server's answers ask for: each function is part of one turn and moves state and
// rows together.
//
// Guarantees: a late answer of an epoch that is gone changes nothing. The same as the core's `session/ledger.rs`.

import { dropOperations, type Dropped } from "../ledger";
import type { Setting, Writer } from "../outbox";
import { personOf, samePerson } from "../session";
import type { Session } from "../storage/rows";
import { releaseNow } from "../throttle";

/** The server accepted the login of `epoch`. False when the epoch is gone. */
export async function accepted(writer: Writer, epoch: number, token: string, contactId: string): Promise<boolean> {
  const found = writer.sessions.find((one) => one.epoch === epoch);
  if (!found) return false;
  const { attributes: _told, ...rest } = found;
  const session: Session = { ...rest, token, contactId, state: found.state === "wanted" ? "live" : found.state };
  await writer.put(session);
  // What an earlier, refused login of the same person left behind can be delivered now. Leads are known by their
  // device alone.
  const person = personOf(session);
  for (const earlier of writer.sessions.filter((one) => one.state === "refused")) {
    if (!samePerson(personOf(earlier), person)) continue;
    if (person.role === "lead" && earlier.deviceId !== session.deviceId) continue;
    const { state, deviceId, deviceSecret } = session;
    await writer.put({ ...earlier, state, token, contactId, deviceId, deviceSecret });
  }
  if (writer.loggingIn === epoch) writer.loggingIn = undefined;
  return true;
}

/** All tries of a login failed for reasons that may pass. */
export function failed(writer: Writer, epoch: number): void {
  if (writer.loggingIn === epoch) writer.loggingIn = undefined;
}

/**
 * The server refused the login of `epoch` for good. Who was logged in before is logged in again, with the session it
 * had; operations of the refused epoch stay until that person logs in, or anybody logs out.
 */
export async function refused(writer: Writer, epoch: number): Promise<Dropped[]> {
  const session = writer.sessions.find((one) => one.epoch === epoch);
  // A refresh was refused: the session that stands is judged by its own requests.
  if (!session || session.state === "live") return [];
  if (session.state === "closing") {
    const dropped = await dropOperations(writer, session, false);
    await writer.drop(epoch);
    return dropped;
  }
  const isCurrent = writer.current?.epoch === epoch;
  if (isCurrent) await releaseNow(writer);
  const earlier = [...writer.sessions]
    .reverse()
    .find((one) => one.epoch < epoch && one.deviceId === session.deviceId && one.state === "live");
  if (await writer.waits(epoch)) await writer.put({ ...session, state: "refused" });
  else await writer.drop(epoch);
  if (writer.loggingIn === epoch) writer.loggingIn = undefined;
  if (!isCurrent) return [];
  if (earlier) await writer.beginEpoch(earlier);
  else await forgetTurnedAway(writer, session);
  return [];
}

/** Whoever comes next is perhaps somebody else, and finds nothing of who was turned away. */
async function forgetTurnedAway(writer: Writer, session: Session): Promise<void> {
  const known = session.contactId !== undefined && personOf(session).role === "user";
  const names: Setting[] = ["current_epoch", "update_times", "language_override", "unread"];
  await writer.forget(known ? [...names, "device_id", "device_secret"] : names);
}

/**
 * A request found the token refused: the epoch needs a new login. An unidentified user that became somebody meanwhile
 * goes on with that session. `token` is the one that was refused: a newer one is not touched by a late answer.
 */
export async function lost(writer: Writer, epoch: number, token: string | undefined): Promise<void> {
  const session = writer.sessions.find((one) => one.epoch === epoch);
  if (!session || session.token !== token) return;
  const successor =
    personOf(session).role === "lead"
      ? writer.sessions.find((one) => one.epoch > epoch && one.deviceId === session.deviceId && one.token && one.token !== token)
      : undefined;
  const { token: _gone, ...rest } = session;
  const state = !successor && session.state === "live" ? "wanted" : session.state;
  await writer.put({ ...rest, state, ...(successor?.token ? { token: successor.token } : {}) });
}
