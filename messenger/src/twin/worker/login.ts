// Logging a session in.
//
// Guarantees: a login somebody waits for makes several tries before its error is reported; a login nobody waits for
// goes at the pace of uploads; each answer moves the session in one turn before anyone hears of it.

import { tellDropped } from "../dropped";
import { refused, unreachable, type FrontdeskError } from "../error";
import { readRejected } from "../events";
import { personOf } from "../session";
import type { PauseReason } from "../retry/answer";
import { RECHECK_REFUSED } from "../retry/limits";
import { Policy } from "../retry/policy";
import type { Session } from "../storage/rows";
import * as answers from "./answers";
import { anything, ask } from "./ask";
import type { Lane, Outcome } from "./lane";

interface LoginReply {
  token: string;
  contact: { id: string };
  merged: boolean;
  rejected?: unknown;
  ping?: unknown;
}

function readReply(json: unknown): LoginReply | undefined {
  const reply = json as Partial<LoginReply> | null;
  const whole = typeof reply?.token === "string" && typeof reply.contact?.id === "string" && typeof reply.merged === "boolean";
  return whole ? (reply as LoginReply) : undefined;
}

/** One try. */
export async function login(lane: Lane, session: Session): Promise<Outcome> {
  const { house } = lane;
  const request = { purpose: "login" as const, items: 1, freshSession: false };
  const call = { method: "POST" as const, path: ["sessions"], body: requestBody(lane, session), signal: lane.ended.signal };
  const { value, action, code, details } = await ask(house, request, call, readReply);
  if (lane.stopped) return "idle";
  const called = house.waiters.wasCalled(session.epoch);
  const refusal = action.do === "refuse" ? action.code : undefined;
  // A fresh token came while the old one was judged: it is tried before another one is asked for.
  if (refusal === "jwt_expired") {
    const now = await house.read(({ sessions }) => sessions.find((one) => one.epoch === session.epoch));
    if (now && now.jwt !== session.jwt) return "progress";
  }
  if (lane.isCurrent && refusal === "jwt_expired") house.announce({ event: "token_required" }, true);
  if (action.do === "ack" && value) return loggedIn(lane, session, value);
  if (refusal !== undefined) {
    if (refusal === "jwt_expired" && mayAskForToken(lane, session)) return waitForToken(lane, session);
    const error = refused(refusal, proofField(session, details.field));
    // A session that once stood waits for a better proof; nobody is logged out behind the app's back.
    if (lane.isCurrent && session.contactId !== undefined && !called) {
      house.waiters.answerLogin(session.epoch, error);
      return lane.pause(session.deviceId, "auth_required", RECHECK_REFUSED);
    }
    return loginRefused(lane, session, error);
  }
  if (action.do === "pause") {
    await lane.giveAnswers(errorOf(action.reason));
    return lane.pause(session.deviceId, action.reason, action.recheck);
  }
  return loginFailed(lane, session, action.do === "retry" ? action.after : undefined, code);
}

async function loggedIn(lane: Lane, session: Session, reply: LoginReply): Promise<Outcome> {
  const { house } = lane;
  const contactId = reply.contact.id;
  const known = await house.turn((writer) => answers.accepted(writer, session.epoch, reply.token, contactId));
  if (!known) {
    // Logged out meanwhile with nothing left to send: the server must not keep the session. Once: without its token
    // nobody can use it, and it ends by itself.
    const request = { purpose: "close" as const, items: 1, freshSession: false };
    const call = { method: "DELETE" as const, path: ["sessions", "current"], token: reply.token };
    await ask(house, request, call, anything);
    return "progress";
  }
  await lane.served();
  [lane.loginTry, lane.tokenAsked] = [undefined, undefined];
  const rejected = readRejected(reply.rejected);
  if (lane.isCurrent) house.rooms?.loggedIn({ ...session, contactId, token: reply.token }, reply.ping);
  house.waiters.answerLogin(session.epoch, { contactId, merged: reply.merged, rejected });
  house.madeProgress();
  return "progress";
}

/** Whether a fresh token may change the answer: the app can give one and was not asked for it already. */
function mayAskForToken(lane: Lane, session: Session): boolean {
  const asked = lane.tokenAsked;
  const isNew = !asked || asked.epoch !== session.epoch || asked.jwt === session.jwt;
  return lane.isCurrent && lane.house.config.tokenRefresh !== undefined && isNew;
}

/** The queue waits. Who waits for the login is answered by the token or by the end of `deliveryWait`. */
function waitForToken(lane: Lane, session: Session): Outcome {
  const { house } = lane;
  const { epoch } = session;
  if (session.jwt) lane.tokenAsked = { epoch, jwt: session.jwt };
  house.platform.after(house.config.limits.deliveryWait, () => {
    if (!house.waiters.isAwaited(epoch)) return;
    void house
      .turn((writer) => answers.failed(writer, epoch))
      .catch(() => undefined)
      .then(() => house.waiters.answerLogin(epoch, refused("jwt_expired", "jwt")));
  });
  return lane.pause(session.deviceId, "auth_required", RECHECK_REFUSED);
}

async function loginFailed(lane: Lane, session: Session, after: number | undefined, code: string): Promise<Outcome> {
  const { house } = lane;
  // Whoever waits for a later login of this device waits for this one, too.
  if (lane.isCurrent && house.waiters.anyLogin) {
    if (lane.loginTry?.epoch !== session.epoch) {
      lane.loginTry = { epoch: session.epoch, policy: new Policy("login", house.config.retry) };
    }
    const wait = lane.loginTry.policy.nextTry(house.platform.monotonic(), after);
    if (wait !== undefined) {
      if (after !== undefined) await house.keepAskedWait(after);
      return { wait, code };
    }
    await lane.giveAnswers(unreachable(code, after));
  }
  return lane.wait(after, code);
}

async function loginRefused(lane: Lane, session: Session, error: FrontdeskError): Promise<Outcome> {
  lane.loginTry = undefined;
  const { house } = lane;
  const dropped = await house.turn(async (writer) => {
    const dropped = await answers.refused(writer, session.epoch);
    await writer.sweepFiles();
    return dropped;
  });
  house.waiters.answerLogin(session.epoch, error);
  lane.answerQueued();
  tellDropped(house, dropped, error.code);
  house.madeProgress();
  return "progress";
}

/** The server names the identity as a whole; which proof of it was wrong is known here. */
function proofField(session: Session, field: string | undefined): string | undefined {
  if (field !== "identity") return field;
  return session.jwt ? "identity.jwt" : session.userHash ? "identity.user_hash" : field;
}

const errorOf = (reason: PauseReason): FrontdeskError =>
  reason === "auth_required" || reason === "forbidden" ? refused(reason) : unreachable(reason);

/** In the core's order of keys. */
function requestBody(lane: Lane, session: Session): string {
  const { appId, apiKey, platform } = lane.house.config;
  const { userId, email, userHash, jwt } = session;
  const identity = personOf(session).role === "lead" ? null : { user_id: userId, email, user_hash: userHash, jwt };
  const head = JSON.stringify({
    app_id: appId,
    api_key: apiKey,
    device: { id: session.deviceId, secret: session.deviceSecret, platform },
    identity,
  });
  // Attributes are sent as they were written at the call.
  return session.attributes ? `${head.slice(0, -1)},"attributes":${session.attributes}}` : head;
}
