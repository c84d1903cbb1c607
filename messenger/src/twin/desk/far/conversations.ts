// Conversations: reading them from the server, from what was seen before, and with what is not sent yet; writing,
// marking as read, typing; what people began to write.
//
// Guarantees: what was written is stored before the call waits for anything, is part of every answer as pending or
// failed until the server has it, and then exactly once; files are stored with the message that names them; a server
// that cannot be reached is no error as long as something was seen before.

import type { Conversation, ConversationPage } from "../../../contract/types";
import { FrontdeskError, internal, invalid } from "../../error";
import { bytesOf, checkName, isBroken } from "../../model/text";
import { unavailable } from "../../model/unavailable";
import type { Delivery } from "../../rooms";
import type { FileRow, Operation } from "../../storage/rows";
import { checkId } from "../content";
import { isBlank, MESSAGE_BYTES } from "./show";
import { keepUnread, storedUnread, without } from "../unread";
import { isObject, list } from "../wire";
import { conversation, conversations, isOwnCursor, putConversation, putConversations, removeConversation, resolve, setRead } from "./keep";
import type { Library } from "./library";
import { complete, completeList, started, unsent } from "./unsent";
import { readConversation, readSummary } from "./wire";

/** A teammate needs no finer picture of somebody who is typing. */
const TYPING_EVERY = 3_000;
const MOST_FILES = 10;
const FILE_NAME_CHARS = 255;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A file to send with a message. */
export interface NewFile {
  name: string;
  contentType: string;
  bytes: Blob | Uint8Array<ArrayBuffer>;
}

/** A message that was stored. */
export interface Sent {
  conversationId: string;
  partId: string;
  delivery: Delivery["delivery"];
}

/** See the module. */
export class Conversations {
  readonly #library: Library;
  #typed = Number.NEGATIVE_INFINITY;

  constructor(library: Library) {
    this.#library = library;
  }

  /** A page of the list, newest first. */
  list(limit: number, cursor?: string | null): Promise<ConversationPage> {
    return this.#library.asUser(async (owner) => {
      const { cache, house } = this.#library.desk;
      if (cursor && isOwnCursor(cursor)) return this.#cachedList(owner, limit, cursor);
      const first = cursor === undefined || cursor === null;
      const copy = first ? await this.#cachedList(owner, limit) : undefined;
      const query = { limit: String(limit), ...(first ? {} : { cursor }) };
      const told = await this.#library.ask({ path: ["conversations"], query }, (copy?.data.length ?? 0) > 0, readPage);
      if (typeof told === "object") {
        const data = await cache.write(owner, (shelf) => putConversations(shelf, told.fresh.data));
        const page = { ...told.fresh, data: data ?? told.fresh.data };
        return first ? completeList(await unsent(house), page) : page;
      }
      const again = await this.#cachedList(owner, limit);
      if (told === "unasked") return again;
      throw unavailable("not_found");
    });
  }

  /** The newest conversations as they were seen before. */
  cachedList(limit: number): Promise<ConversationPage> {
    return this.#library.asUser((owner) => this.#cachedList(owner, limit));
  }

  async #cachedList(owner: string, limit: number, cursor?: string): Promise<ConversationPage> {
    const { cache, house } = this.#library.desk;
    const page = (await cache.read(owner, (shelf) => conversations(shelf, limit, cursor))) ?? { data: [], next: null, from_cache: true };
    return cursor === undefined ? completeList(await unsent(house), page) : page;
  }

  /** A conversation with its newest parts, or those below `before`. */
  open(asked: string, before: number | null): Promise<Conversation> {
    checkId("conversation_id", asked);
    return this.#library.asUser(async (owner) => {
      const { cache, house } = this.#library.desk;
      const hasCopy = (await this.#cached(owner, asked, before)) !== null;
      let id = await this.#resolve(owner, asked);
      const query: Record<string, string> = before === null ? {} : { before: String(before) };
      // A conversation that became part of another one is read there, and nobody goes in circles.
      for (let turns = 0; turns < 3; turns += 1) {
        let told;
        try {
          told = await house.fetch({ path: ["conversations", id], query, hasCopy }, readConversation);
        } catch (error) {
          const seen = await this.#cached(owner, asked, before);
          const elsewhere = error instanceof FrontdeskError && error.kind === "unreachable";
          // The server does not know it: it may be one that this device has not told yet.
          const local = error instanceof FrontdeskError && error.code === "not_found" && seen?.client_id === seen?.id;
          if (seen && (elsewhere || local)) return seen;
          throw error;
        }
        if ("merged" in told) {
          const gone = id;
          await cache.write(owner, (shelf) => removeConversation(shelf, gone));
          id = told.merged;
        } else if ("value" in told) {
          const fresh = told.value;
          const kept = await cache.write(owner, (shelf) => putConversation(shelf, fresh, before));
          // Something came while the answer was on its way: it is asked for again.
          if (kept === false && turns < 2) continue;
          return before === null ? complete(await unsent(house), asked, fresh) : fresh;
        } else break;
      }
      throw unavailable("not_found");
    });
  }

  /** A conversation as it was seen before, or as it is being started; null when it is not here. */
  cached(asked: string, before: number | null): Promise<Conversation | null> {
    checkId("conversation_id", asked);
    return this.#library.asUser((owner) => this.#cached(owner, asked, before));
  }

  async #cached(owner: string, asked: string, before: number | null): Promise<Conversation | null> {
    const { cache, house } = this.#library.desk;
    const seen = await cache.read(owner, (shelf) => conversation(shelf, asked, before));
    const all = before === null || !seen ? await unsent(house) : [];
    const found = seen ?? started(all, asked);
    if (!found) return null;
    const kept = { ...found, from_cache: true };
    return before === null ? complete(all, asked, kept) : kept;
  }

  /** The server's id, as far as it is known here. */
  async #resolve(owner: string, id: string): Promise<string> {
    return (await this.#library.desk.cache.read(owner, (shelf) => resolve(shelf, id))) ?? id;
  }

  /** Starts a conversation; with `show` it is shown at once. */
  async start(body: string, files: readonly NewFile[], show = false): Promise<Sent> {
    const { house } = this.#library.desk;
    const id = house.operationId();
    const sent = await this.#send(id, body, files, show, (part, createdAt) => ({
      id,
      kind: "start_conversation",
      createdAt,
      body: JSON.stringify({ id, part }),
    }));
    const device = house.session?.deviceId;
    return { ...sent, conversationId: device === undefined ? id : await this.#resolve(device, id) };
  }

  /** Replies; a closed conversation is opened again by it. */
  reply(conversationId: string, body: string, files: readonly NewFile[]): Promise<Sent> {
    checkId("conversation_id", conversationId);
    return this.#send(conversationId, body, files, false, (part, createdAt) => ({
      id: part.id,
      kind: "reply",
      createdAt,
      target: conversationId,
      body: JSON.stringify(part),
    }));
  }

  /** Chooses one of the answers that were offered. */
  async quickReply(conversationId: string, quickReplyId: string): Promise<Sent> {
    checkId("conversation_id", conversationId);
    if (!UUID.test(quickReplyId)) throw invalid("invalid_id", "quick_reply_id", "pass the id of an offered answer");
    this.#library.showing.person();
    const { house } = this.#library.desk;
    const id = house.operationId();
    const body = JSON.stringify({ id, quick_reply_id: quickReplyId });
    return this.#store(conversationId, id, [{ id, kind: "reply", createdAt: house.platform.now(), target: conversationId, body }], [], false);
  }

  async #send(
    conversationId: string,
    body: string,
    files: readonly NewFile[],
    show: boolean,
    operation: (part: { id: string; body?: string; attachments?: string[] }, createdAt: number) => Operation,
  ): Promise<Sent> {
    const { house } = this.#library.desk;
    checkMessage(body, files, house.config.limits.attachmentBytes);
    this.#library.showing.person();
    const createdAt = house.platform.now();
    const rows: FileRow[] = files.map((file) => ({ id: house.operationId(), name: file.name, contentType: file.contentType, bytes: file.bytes }));
    const uploads: Operation[] = rows.map(({ id, name, contentType, bytes }) => ({
      id,
      kind: "upload",
      createdAt,
      target: id,
      body: JSON.stringify({ id, name, content_type: contentType, size: sizeOf(bytes) }),
    }));
    const partId = house.operationId();
    const part = { id: partId, ...(isBlank(body) ? {} : { body }), ...(rows.length > 0 ? { attachments: rows.map(({ id }) => id) } : {}) };
    return this.#store(conversationId, partId, [...uploads, operation(part, createdAt)], rows, show);
  }

  async #store(conversationId: string, partId: string, operations: Operation[], files: FileRow[], show: boolean): Promise<Sent> {
    const { house } = this.#library.desk;
    const device = house.session?.deviceId;
    if (device === undefined) throw internal("conversations");
    const stored = (): void => {
      house.announce({ event: "conversation_changed", id: conversationId }, true);
      if (!show) return;
      try {
        this.#library.showing.navigate({ name: "conversation", id: conversationId });
      } catch {
        // It is stored: a screen that cannot be drawn is no reason to say that it was not.
      }
    };
    const told = house.deliver(operations, { device, files, stored });
    const { delivery } = await told;
    return { conversationId, partId, delivery };
  }

  /** Everything in it was read; false when there was nothing new to tell. */
  markRead(asked: string): Promise<boolean> {
    checkId("conversation_id", asked);
    return this.#library.asUser(async (owner) => {
      const { cache, house, tell } = this.#library.desk;
      const seen = await cache.read(owner, (shelf) => conversation(shelf, asked, null));
      const newest = Math.max(0, ...(seen?.parts ?? []).map(({ seq }) => seq));
      if (!seen || newest === 0 || seen.unread_count === 0) return false;
      const { id } = seen;
      const body = JSON.stringify({ up_to_seq: newest });
      await house.append([{ id: house.operationId(), kind: "read_mark", createdAt: house.platform.now(), target: id, body }], { device: owner });
      const unread = await cache.write(owner, async (shelf, writer) => {
        await setRead(shelf, id, newest);
        return keepUnread(writer, without(storedUnread(writer.get("unread")), id), false);
      });
      if (unread) tell.call(this.#library.desk, { device: owner, unread });
      house.announce({ event: "conversation_changed", id }, true);
      return true;
    });
  }

  /** Tells that the person is typing, once, if it was not told a moment ago. */
  typing(asked: string): Promise<void> {
    checkId("conversation_id", asked);
    return this.#library.asUser(async (owner) => {
      const { house } = this.#library.desk;
      const now = house.platform.monotonic();
      if (now - this.#typed < TYPING_EVERY || house.session?.token === undefined) return;
      this.#typed = now;
      const { token } = await house.loggedIn();
      const id = await this.#resolve(owner, asked);
      // Whatever comes of it: it is worth no second try.
      await house.transport.request({ method: "POST", path: ["conversations", id, "typing"], token });
    });
  }

  /** What the person began to write; `new` for a conversation that is not started. */
  draft(asked: string): Promise<string | null> {
    checkId("conversation_id", asked);
    return this.#library.asUser(async (owner) => {
      const kept = await this.#library.desk.cache.read(owner, async (shelf) => shelf.get<string>("draft", (await resolve(shelf, asked)) ?? asked));
      return kept?.value ?? null;
    });
  }

  /** Keeps what the person began to write; an empty text forgets it. */
  setDraft(asked: string, text: string): Promise<void> {
    checkId("conversation_id", asked);
    if (bytesOf(text) > MESSAGE_BYTES) throw invalid("too_long", "text", `must not be longer than ${MESSAGE_BYTES} bytes`, MESSAGE_BYTES);
    return this.#library.asUser(async (owner) => {
      await this.#library.desk.cache.write(owner, async (shelf) => {
        const name = ["draft", (await resolve(shelf, asked)) ?? asked];
        if (text === "") await shelf.delete(...name);
        else await shelf.put(text, name);
      });
    });
  }
}

const readPage = (json: unknown): ConversationPage | undefined =>
  isObject(json) && Array.isArray(json["data"])
    ? { data: list(json["data"], readSummary), next: typeof json["next"] === "string" ? json["next"] : null, from_cache: false }
    : undefined;

const sizeOf = (bytes: NewFile["bytes"]): number => (bytes instanceof Uint8Array ? bytes.length : bytes.size);

/** Every rule of a message. Throws `empty`, `too_long`, `invalid_text`, `too_many_attachments`, `attachment_too_large`. */
export function checkMessage(body: string, files: readonly NewFile[], mostBytes: number): void {
  if (isBlank(body) && files.length === 0) throw invalid("empty", "body", "write something or add a file");
  if (bytesOf(body) > MESSAGE_BYTES) throw invalid("too_long", "body", `must not be longer than ${MESSAGE_BYTES} bytes`, MESSAGE_BYTES);
  if (body.includes("\0") || isBroken(body)) throw invalid("invalid_text", "body", "must not hold a NUL character");
  if (files.length > MOST_FILES) throw invalid("too_many_attachments", "attachments", `must not be more than ${MOST_FILES} files`, MOST_FILES);
  files.forEach((file, index) => {
    const place = `attachments[${index}]`;
    checkFile(`${place}.`, file.name, file.contentType);
    if (sizeOf(file.bytes) === 0) throw invalid("empty", `${place}.bytes`, "must not be an empty file");
    if (sizeOf(file.bytes) > mostBytes) throw invalid("attachment_too_large", `${place}.bytes`, `must not be larger than ${mostBytes} bytes`, mostBytes);
  });
}

/** The name and the type of a file. */
export function checkFile(place: string, name: string, contentType: string): void {
  checkName(`${place}name`, name, FILE_NAME_CHARS);
  if (/[/\\]/.test(name)) throw invalid("invalid_text", `${place}name`, "must be a file's name without a path");
  if (!/^[a-z0-9.+-]{1,100}\/[a-z0-9.+-]{1,100}$/.test(contentType)) {
    throw invalid("invalid_text", `${place}content_type`, "must be a media type such as image/png");
  }
}
