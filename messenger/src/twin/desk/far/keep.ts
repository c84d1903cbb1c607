// Conversations as they are kept: summaries, parts without a hole, and the two ids of each; see `cache/cache.ts`.
//
// Guarantees: as the core's `cache/{conversations,parts}.rs`: the kept parts of a conversation have no hole that nobody
// knows of: a page that does not join what is kept replaces it, an older page is added only below the oldest kept part,
// a single part only on top of the newest; a page is answered only when it is really here; a conversation is found by
// the server's id and by the id the device gave it; what is older than what is kept changes nothing, however late it
// comes, and what was read here stays read. Each function runs inside one transaction.

import type { Conversation, ConversationPage, ConversationSummary, Part } from "../../../contract/types";
import type { Shelf } from "../cache/cache";
import { list } from "../wire";
import { readPart, readSummary, readTicket } from "./wire";

/** Parts in one page, as the server has it. */
const PAGE = 50;
/** Parts kept of one conversation, the newest; older ones are asked for. */
const MOST_PARTS = 1000;
/** Begins the cursors of this room; the server's never look like it. */
const CURSOR = "cache:";

/** What is kept beside the parts. */
interface Entry {
  summary: ConversationSummary;
  /** The server's cursor for parts older than those kept. */
  previous: number | null;
  /** The kept parts reach up to the newest one without a hole. */
  joined: boolean;
  /** The part up to which it was read here. */
  read?: number;
}

/** How the feed keeps what it hears. */
export interface FarKeep {
  keepPart(shelf: Shelf, conversation: string, told: unknown): Promise<boolean>;
  keepTold(shelf: Shelf, told: unknown): Promise<void>;
  keepSummaries(shelf: Shelf, told: readonly unknown[]): Promise<void>;
  keepTicket(shelf: Shelf, told: unknown): Promise<void>;
  /** Changes between what is kept and what comes next are missing. */
  cut(shelf: Shelf): Promise<void>;
}

/** Whether a list's cursor was made here, so that the next page is here, too. */
export const isOwnCursor = (cursor: string): boolean => cursor.startsWith(CURSOR);

const seqOf = (part: Part | null | undefined): number => part?.seq ?? 0;
const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1];

async function entryOf(shelf: Shelf, id: string): Promise<Entry | undefined> {
  return (await shelf.get<Entry>("conversation", id))?.value;
}

async function partsOf(shelf: Shelf, id: string): Promise<Part[]> {
  return (await shelf.get<Part[]>("parts", id))?.value ?? [];
}

/** The server's id of a conversation named by either of its ids. */
export async function resolve(shelf: Shelf, id: string): Promise<string | undefined> {
  if (await shelf.get("conversation", id)) return id;
  const known = (await shelf.get<string>("alias", id))?.value;
  return known !== undefined && (await shelf.get("conversation", known)) ? known : undefined;
}

/** Whether an answer was on its way while the feed told something newer. */
const isOlder = (told: ConversationSummary, known: Entry | undefined): boolean =>
  known !== undefined && seqOf(told.last_part) < seqOf(known.summary.last_part) && told.updated_at <= known.summary.updated_at;

/** What was read here is not unread because the server had not heard of it. */
const asRead = (told: ConversationSummary, known: Entry | undefined): ConversationSummary =>
  seqOf(told.last_part) <= (known?.read ?? -1) ? { ...told, unread_count: 0 } : told;

/** Writes the entry of one conversation; its parts are left as they are unless they come along. */
async function put(shelf: Shelf, entry: Entry, parts?: Part[]): Promise<void> {
  const { id } = entry.summary;
  let { client_id: own } = entry.summary;
  own ??= (await entryOf(shelf, id))?.summary.client_id ?? null;
  if (own !== null && own !== id) {
    // Until now it may have been known by the device's id alone.
    const draft = await shelf.get<string>("draft", own);
    if (draft && !(await shelf.get("draft", id))) await shelf.put(draft.value, ["draft", id]);
    for (const kind of ["draft", "parts", "conversation"]) await shelf.delete(kind, own);
    await shelf.put(id, ["alias", own]);
  }
  let { previous } = entry;
  if (parts) {
    const kept = parts.slice(-MOST_PARTS);
    if (kept.length < parts.length) previous = kept[0]?.seq ?? previous;
    await shelf.put(kept, ["parts", id]);
  }
  await shelf.put({ ...entry, previous, summary: { ...entry.summary, client_id: own } } satisfies Entry, ["conversation", id]);
}

/** Keeps conversations of a list, and gives them as they are kept. */
export async function putConversations(shelf: Shelf, conversations: readonly ConversationSummary[]): Promise<ConversationSummary[]> {
  const kept: ConversationSummary[] = [];
  for (const told of conversations) {
    const known = await entryOf(shelf, told.id);
    if (known && isOlder(told, known)) {
      kept.push(known.summary);
      continue;
    }
    const summary = asRead(told, known);
    kept.push(summary);
    // The list tells of a part that is not kept: what comes later does not follow what is kept.
    const ahead = seqOf(summary.last_part) > seqOf(last(await partsOf(shelf, summary.id)));
    await put(shelf, { ...known, summary, previous: known?.previous ?? null, joined: (known?.joined ?? false) && !ahead });
  }
  return kept;
}

/** What the feed calls. */
export const farKeep: FarKeep = {
  async keepPart(shelf, conversation, told) {
    const part = readPart(told);
    const id = part && (await resolve(shelf, conversation));
    const entry = id === undefined ? undefined : await entryOf(shelf, id);
    if (!part || id === undefined || !entry) return false;
    const parts = await partsOf(shelf, id);
    const place = parts.findIndex(({ seq }) => seq === part.seq);
    let changed = true;
    if (place >= 0) parts[place] = part;
    else if (part.seq > 0 && entry.joined && seqOf(last(parts)) < part.seq) parts.push(part);
    else changed = false;
    const { summary } = entry;
    if (part.seq >= seqOf(summary.last_part)) {
      entry.summary = { ...summary, updated_at: Math.max(summary.updated_at, part.created_at), last_part: part };
    }
    await put(shelf, entry, changed ? parts : undefined);
    return true;
  },
  // As it is now, which may be ahead of its parts; the feed brings those as well.
  async keepTold(shelf, told) {
    const summary = readSummary(told);
    const known = summary && (await entryOf(shelf, summary.id));
    if (!summary || isOlder(summary, known)) return;
    await put(shelf, { previous: null, joined: false, ...known, summary: asRead(summary, known) });
  },
  async keepSummaries(shelf, told) {
    await putConversations(shelf, list(told, readSummary));
  },
  async keepTicket(shelf, told) {
    const ticket = readTicket(told);
    if (ticket) await shelf.put(ticket, ["ticket", ticket.id]);
  },
  async cut(shelf) {
    for (const { name, kept } of await shelf.all<Entry>("conversation")) {
      if (kept.value.joined) await shelf.put({ ...kept.value, joined: false }, ["conversation", ...name]);
    }
  },
};

/** A page of the list, newest first; undefined for a cursor that was not made here. */
export async function conversations(shelf: Shelf, limit: number, cursor?: string | null): Promise<ConversationPage> {
  const entries = (await shelf.all<Entry>("conversation")).map(({ kept }) => kept.value.summary);
  const [time, after] = cursor?.slice(CURSOR.length).split(/:(.*)/s) ?? [];
  const below = (one: ConversationSummary): boolean =>
    cursor === undefined || cursor === null || one.updated_at < Number(time) || (one.updated_at === Number(time) && one.id < (after ?? ""));
  const order = (a: ConversationSummary, b: ConversationSummary): number => b.updated_at - a.updated_at || (a.id < b.id ? 1 : -1);
  const all = entries.filter(below).sort(order);
  const data = all.slice(0, limit);
  const end = last(data);
  return { data, next: all.length > limit && end ? `${CURSOR}${end.updated_at}:${end.id}` : null, from_cache: true };
}

/** Keeps a page of a conversation that was asked for with `before` (null: the newest page); false for a newest page that
 * is older than what is kept. */
export async function putConversation(shelf: Shelf, told: Conversation, before: number | null): Promise<boolean> {
  const { parts: all, previous, from_cache: _fresh, ...head } = told;
  // What the server does not have yet lives in the outbox, not here.
  const page = all.filter(({ seq }) => seq > 0);
  const known = await entryOf(shelf, told.id);
  const kept = await partsOf(shelf, told.id);
  if (before !== null) {
    if (known && known.previous === before) await put(shelf, { ...known, previous }, merged(kept, page));
    return true;
  }
  const summary: ConversationSummary = { ...head, last_part: last(all) ?? null };
  if (isOlder(summary, known)) return false;
  const [oldest, newest] = page.length > 0 ? [seqOf(page[0]), seqOf(last(page))] : [1, Number.POSITIVE_INFINITY];
  const joins = kept.length > 0 && seqOf(last(kept)) >= oldest && previous !== null;
  const left = kept.filter(({ seq }) => seq > newest || (joins && seq < oldest));
  const older = joins && seqOf(left[0]) < oldest && left.length > 0;
  await put(shelf, { ...known, summary: asRead(summary, known), previous: older && known ? known.previous : previous, joined: true }, merged(left, page));
  return true;
}

function merged(kept: readonly Part[], page: readonly Part[]): Part[] {
  const bySeq = new Map([...kept, ...page].map((part) => [part.seq, part]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** A page of a conversation named by either of its ids: the newest, or the one below the part `before`. Undefined when
 * it is not here. */
export async function conversation(shelf: Shelf, asked: string, before: number | null): Promise<Conversation | undefined> {
  const id = await resolve(shelf, asked);
  const entry = id === undefined ? undefined : await entryOf(shelf, id);
  if (id === undefined || !entry) return undefined;
  const below = (await partsOf(shelf, id)).filter(({ seq }) => before === null || seq < before);
  const parts = below.slice(-PAGE);
  let previous = below.length > PAGE ? seqOf(parts[0]) : entry.previous;
  if (parts.length === 0 && before !== null && previous !== null) return undefined;
  const { last_part: newest, ...head } = entry.summary;
  // A list told of a newer part than the page that is kept.
  if (before === null && newest && seqOf(last(parts)) < newest.seq) {
    if (parts.length === 0 && newest.seq > 1) previous ??= newest.seq;
    parts.push(newest);
  }
  return { ...head, parts, previous, from_cache: true };
}

/** Everything up to the part `seq` was read. */
export async function setRead(shelf: Shelf, id: string, seq: number): Promise<void> {
  const entry = await entryOf(shelf, id);
  if (!entry) return;
  const parts = await partsOf(shelf, id);
  const newest = Math.max(seqOf(entry.summary.last_part), seqOf(last(parts)));
  const unread = seq >= newest ? 0 : parts.filter((part) => part.seq > seq && part.author.type !== "user").length;
  await put(shelf, { ...entry, read: Math.max(seq, entry.read ?? 0), summary: { ...entry.summary, unread_count: Math.min(entry.summary.unread_count, unread) } });
}

/** Forgets a conversation with its parts and its draft. */
export async function removeConversation(shelf: Shelf, id: string): Promise<void> {
  for (const kind of ["parts", "draft", "conversation"]) await shelf.delete(kind, id);
}
