// How many conversations hold something unread.
//
// Guarantees: right at start (the last known value, also in a new tab), never another person's (wiped in the turn that
// logs them out); announced when it changes and only then; read marks that are still on their way count as read.
// Changed in a turn, then told to the other tabs.

import type { Writer } from "../outbox";
import { readUnread, type Unread } from "./wire";

/** Ids kept of one value; the count is right beyond it. */
const MOST_IDS = 1000;

/** Reads what is stored; a value that cannot be read is none. */
export function storedUnread(text: string | undefined): Unread {
  try {
    return readUnread(JSON.parse(text ?? "{}"));
  } catch {
    return { count: 0, conversation_ids: [] };
  }
}

/** The value without this conversation. */
export function without(unread: Unread, conversation: string): Unread {
  const left = unread.conversation_ids.filter((id) => id !== conversation);
  const taken = left.length < unread.conversation_ids.length;
  return { count: Math.max(0, unread.count - (taken ? 1 : 0)), conversation_ids: left };
}

/** Keeps a value inside a turn. `told`: the server did not know of read marks that still wait. */
export async function keepUnread(writer: Writer, unread: Unread, told: boolean): Promise<Unread> {
  let value = { ...unread, conversation_ids: unread.conversation_ids.slice(0, MOST_IDS) };
  const present = writer.current;
  if (told && present) {
    for (const epoch of writer.epochsOf(present)) {
      for (const { kind, target } of await writer.operationsOf(epoch)) if (kind === "read_mark" && target) value = without(value, target);
    }
  }
  await writer.set("unread", JSON.stringify(value));
  return value;
}
