// What people wrote and the server does not have yet, laid over what the server or the cache said.
//
// Guarantees: read from the same rows that will be sent, so what is shown as pending or failed is exactly what is; a
// message is shown once: as the server has it as soon as it does; pending ones come last, in the order of the calls;
// only messages of the present user are shown.

import type { Conversation, ConversationPage, Part } from "../../../contract/types";
import type { House } from "../../rooms";
import { epochsOf } from "../../session";
import type { Operation, RejectedRow } from "../../storage/rows";
import { isObject, list } from "../wire";

/** A message that is pending or failed. */
export interface Unsent {
  /** The conversation as it was named at the call. */
  conversation: string;
  /** It starts that conversation. */
  starts: boolean;
  part: Part;
  /** The quick reply that was chosen; its words are in the question. */
  quickReply: string | undefined;
}

/** Messages of the present user that the server does not have, oldest first. */
export async function unsent(house: House): Promise<Unsent[]> {
  const present = house.session;
  if (!present) return [];
  const rows = await house.store.run("readonly", async (tx) => {
    const queued: Operation[] = [];
    for (const epoch of epochsOf(await tx.all("sessions"), present)) queued.push(...(await tx.all("operations", [epoch], [epoch, []])));
    return { queued, refused: await tx.all("rejected") };
  });
  const all: (Operation | RejectedRow)[] = [...rows.refused, ...rows.queued];
  const files = new Map(all.filter(({ kind }) => kind === "upload").map((row) => [row.target ?? "", fileOf(row.body)]));
  const found = all.flatMap((row) => read(row, files) ?? []);
  return found.sort((a, b) => a.part.created_at - b.part.created_at || (a.part.id < b.part.id ? -1 : 1));
}

function read(row: Operation | RejectedRow, files: Map<string, Part["attachments"][number]>): Unsent | undefined {
  const starts = row.kind === "start_conversation";
  if (!starts && row.kind !== "reply") return undefined;
  const body = parsed(row.body);
  const told = starts ? body["part"] : body;
  const conversation = starts ? body["id"] : row.target;
  if (!isObject(told) || typeof told["id"] !== "string" || typeof conversation !== "string") return undefined;
  const words = told["body"];
  const quick = told["quick_reply_id"];
  return {
    conversation,
    starts,
    quickReply: typeof quick === "string" ? quick : undefined,
    part: {
      id: told["id"],
      seq: 0,
      author: { type: "user", name: null, avatar: null },
      body_html: null,
      body_text: typeof words === "string" ? words : null,
      attachments: list(told["attachments"], (id) => (typeof id === "string" ? (files.get(id) ?? sentFile(id)) : undefined)),
      created_at: Math.floor(row.createdAt / 1000),
      state: "sent",
      delivery: "code" in row ? { status: "failed", code: row.code, field: row.field ?? null } : { status: "pending" },
    },
  };
}

/** What a row says. */
export function parsed(body: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(body);
    return isObject(told) ? told : {};
  } catch {
    return {};
  }
}

function fileOf(body: string): Part["attachments"][number] {
  const file = parsed(body) as { id: string; name: string; content_type: string; size: number };
  return { id: file.id, name: file.name, content_type: file.content_type, size: file.size, url: "", expires_at: 0 };
}

/** The server has the file already; its name comes with the part. */
const sentFile = (id: string): Part["attachments"][number] => ({
  id,
  name: "",
  content_type: "application/octet-stream",
  size: 0,
  url: "",
  expires_at: 0,
});

/** Adds the unsent parts of a conversation, which was asked for as `asked`. */
export function complete(all: readonly Unsent[], asked: string, conversation: Conversation): Conversation {
  const names = [asked, conversation.id, conversation.client_id];
  const parts = [...conversation.parts];
  let updated = conversation.updated_at;
  for (const one of all) {
    if (!names.includes(one.conversation) || parts.some(({ id }) => id === one.part.id)) continue;
    updated = Math.max(updated, one.part.created_at);
    parts.push(worded(one, parts));
  }
  return { ...conversation, updated_at: updated, parts };
}

/** A quick reply shows the words that were chosen. */
function worded({ part, quickReply }: Unsent, parts: readonly Part[]): Part {
  if (part.body_text !== null || quickReply === undefined) return part;
  const chosen = parts.flatMap((known) => known.quick_replies ?? []).find(({ id }) => id === quickReply);
  return { ...part, body_text: chosen?.text ?? null };
}

/** A conversation that the server does not know yet. */
export function started(all: readonly Unsent[], id: string): Conversation | undefined {
  const first = all.find((one) => one.starts && one.conversation === id);
  return first && { ...head(first), parts: [], previous: null, from_cache: true };
}

const head = ({ conversation, part }: Unsent): Omit<Conversation, "parts" | "previous" | "from_cache"> => ({
  id: conversation,
  client_id: conversation,
  title: null,
  state: "open",
  updated_at: part.created_at,
  unread_count: 0,
  participants: [],
});

/** Adds started conversations to the list, and unsent replies as the last parts. */
export function completeList(all: readonly Unsent[], page: ConversationPage): ConversationPage {
  const data = [...page.data];
  for (const one of all) {
    const { part } = one;
    const place = data.findIndex(({ id, client_id: own }) => id === one.conversation || own === one.conversation);
    const known = data[place];
    if (known) {
      if (known.last_part?.id !== part.id) data[place] = { ...known, updated_at: Math.max(known.updated_at, part.created_at), last_part: part };
    } else if (one.starts) data.push({ ...head(one), last_part: part });
    // Else it is on a later page.
  }
  data.sort((a, b) => b.updated_at - a.updated_at);
  return { ...page, data };
}
