// The end of sessions.
//
// Guarantees: a session is closed on the server after everything of its user was delivered, and then nothing of it is
// left in this browser; what can never be delivered as its own user is given up, and as nobody else.

import { tellDropped } from "../dropped";
import type { Session } from "../storage/rows";
import * as answers from "./answers";
import { anything, ask } from "./ask";
import type { Lane, Outcome } from "./lane";

/** Tells the server that this device's user logged out. */
export async function closeSession(lane: Lane, session: Session): Promise<Outcome> {
  const { house } = lane;
  const request = { purpose: "close" as const, items: 1, freshSession: false };
  const call = { method: "DELETE" as const, path: ["sessions", "current"], token: session.token, signal: lane.ended.signal };
  const { action, code } = await ask(house, request, call, anything);
  if (lane.stopped) return "idle";
  const since = session.closingSince ?? session.createdAt;
  const now = house.confirmedTime;
  const tooOld = now !== undefined && Math.min(now, house.platform.now()) - since > house.config.limits.maxAge;
  if (!tooOld) {
    if (action.do === "pause") return lane.pause(session.deviceId, action.reason, action.recheck);
    if (action.do === "retry") return lane.wait(action.after, code);
    if (action.do === "split") return lane.wait(undefined, code);
  }
  await lane.served();
  await house.turn(async (writer) => {
    for (const one of writer.sessions.filter((one) => one.deviceId === session.deviceId)) await writer.drop(one.epoch);
  });
  house.madeProgress();
  return "progress";
}

/** Removes an epoch of which nothing is left. */
export async function forget(lane: Lane, epoch: number): Promise<Outcome> {
  await lane.house.turn(async (writer) => {
    // What was told meanwhile, in another tab, keeps it.
    if (writer.current?.epoch !== epoch && !(await writer.waits(epoch))) await writer.drop(epoch);
  });
  return "progress";
}

/** A closing session whose token the server does not know any more. */
export async function giveUp(lane: Lane, session: Session): Promise<Outcome> {
  const { house } = lane;
  const dropped = await house.turn(async (writer) => {
    const dropped = await answers.refused(writer, session.epoch);
    await writer.sweepFiles();
    return dropped;
  });
  tellDropped(house, dropped, "session_expired");
  house.madeProgress();
  return "progress";
}
