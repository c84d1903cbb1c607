// Push notifications: whether one is ours, and what it says.
//
// Guarantees: functions of the payload alone, without a client or a network, so that a service worker can ask them
// beside any other library; a stranger's payload, however hostile, is nobody's and nothing else. The same as the core's
// `push`, case by case in `contract/vectors/push.json`.

import { checkName, has } from "./text";

/** What a push says. */
export interface PushMessage {
  conversationId: string;
  partId: string | undefined;
  /** Where the feed of changes stands with it. */
  seq: number | undefined;
  /** Conversations with something unread, for a badge. */
  unread: number | undefined;
}

type Members = Record<string, unknown>;

/** Where data may lie beside the top. */
const PLACES = ["data", "additionalData", "userInfo", "payload", "notification"];
/** Places inside places: a library's event with a message with its data. */
const DEEPEST = 3;
const ID_CHARS = 190;
const LONGEST = 4 * 1024 * 1024;

/** Whether a payload was sent by Frontdesk. Since 0.1. */
export const isFrontdeskPush = (payload: unknown): boolean => dataOf(payload) !== undefined;

/** What a payload of ours says; nothing for others', and for one of ours that names no conversation. */
export function readPush(payload: unknown): PushMessage | undefined {
  const data = dataOf(payload);
  const conversationId = data && id(data["conversation_id"]);
  if (!data || conversationId === undefined) return undefined;
  return { conversationId, partId: id(data["part_id"]), seq: count(data["seq"]), unread: count(data["unread"]) };
}

/** The id of the device that a payload of ours is for, when it names one. */
export function addresseeOf(payload: unknown): string | undefined {
  const data = dataOf(payload);
  return data && id(data["device_id"]);
}

/** The object that holds our data. A payload that is text is read as JSON: service workers get bytes. */
function dataOf(payload: unknown): Members | undefined {
  try {
    if (typeof payload !== "string") return find(payload, DEEPEST);
    return payload.length > LONGEST ? undefined : find(JSON.parse(payload), DEEPEST);
  } catch {
    return undefined;
  }
}

function find(payload: unknown, levels: number): Members | undefined {
  if (!isObject(payload)) return undefined;
  const mark = has(payload, "frontdesk") ? payload["frontdesk"] : undefined;
  if (isObject(mark)) return mark;
  if ((count(mark) ?? 0) >= 1) return payload;
  if (levels === 0) return undefined;
  for (const place of PLACES) {
    const found = has(payload, place) ? find(payload[place], levels - 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

function id(value: unknown): string | undefined {
  const text = typeof value === "string" ? value : typeof value === "number" ? count(value)?.toString() : undefined;
  try {
    if (text !== undefined) checkName("id", text, ID_CHARS);
    return text;
  } catch {
    return undefined;
  }
}

/** A whole number that every language reads exactly, also as text. */
function count(value: unknown): number | undefined {
  const number = typeof value === "number" ? value : typeof value === "string" && /^[0-9]{1,40}$/.test(value) ? Number(value) : NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
