// What to do next.
//
// Guarantees: login before anything of that session; an unidentified user's operations before those of the user it
// became; a session is forgotten only when nothing of it is left. Reads the store, changes nothing.

import type { Writer } from "../outbox";
import type { Session } from "../storage/rows";

/** One step of a lane. */
export type Step =
  | { do: "login" | "upload" | "close" | "give_up"; session: Session }
  | { do: "forget"; epoch: number }
  | { do: "idle" };

const IDLE: Step = { do: "idle" };

/** The next step for the present user. */
export async function planCurrent(
  writer: Writer,
  isPaused: (device: string) => boolean,
  isAwaited: (epoch: number) => boolean,
  loginIsUseful: boolean,
): Promise<Step> {
  const { current } = writer;
  if (!current || isPaused(current.deviceId)) return IDLE;
  const group: [Session, boolean][] = [];
  for (const session of writer.sessions) {
    if (session.deviceId !== current.deviceId || session.state === "closing") continue;
    group.push([session, await writer.waits(session.epoch)]);
  }
  // Logins first, in order: a caller may wait for one.
  for (const [session, waiting] of group) {
    const isCurrent = session.epoch === current.epoch;
    const awaited = isAwaited(session.epoch);
    if (session.state === "wanted" && (waiting || awaited || (loginIsUseful && isCurrent))) return { do: "login", session };
    // Someone waits although the server accepted this login meanwhile: answered by a refresh.
    if (session.state === "live" && awaited) return { do: "login", session };
  }
  // While the present user's own login is not accepted, the earlier session is what a refusal falls back to.
  const settled = current.state === "live";
  for (const [session, waiting] of group) {
    const over = !waiting && session.epoch !== current.epoch;
    if (session.state === "live" && waiting) return { do: "upload", session };
    if (over && (session.state !== "live" || settled)) return { do: "forget", epoch: session.epoch };
  }
  return IDLE;
}

/** The next step for sessions that are closing. */
export async function planClosing(writer: Writer, isPaused: (device: string) => boolean): Promise<Step> {
  const closing = writer.sessions.filter((one) => one.state === "closing" && !isPaused(one.deviceId));
  const [first] = closing;
  if (!first) return IDLE;
  const group = closing.filter((one) => one.deviceId === first.deviceId);
  for (const session of group) {
    if (!(await writer.waits(session.epoch))) continue;
    return { do: session.token ? "upload" : session.contactId ? "give_up" : "login", session };
  }
  const open = [...group].reverse().find((one) => one.token);
  return open ? { do: "close", session: open } : { do: "forget", epoch: first.epoch };
}
