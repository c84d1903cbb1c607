// The part of the desk that is loaded with the messenger's pages: their requests, and all that is read from the server
// or from the cache for them. The web API asks here, too (`desk.far()`).
//
// Guarantees: as contract/bridge.schema.json says: every text is answered exactly once with a text, whatever it is; a
// page acts for who is logged in at that moment, and everything it can do is checked again by the function that does
// it; no log-in, no log-out, no change of the user, no event, no token. Made once for each desk.

import type { Request } from "../../../contract/types";
import { internal } from "../../error";
import type { StoredOperation, Session } from "../../storage/rows";
import { checkFile, checkMessage, Conversations, type NewFile, type Sent } from "./conversations";
import { Cache } from "../cache/cache";
import { isBlank, Showing } from "./show";
import { keepUnread } from "../unread";
import { isObject, readUnread } from "../wire";
import type { Desk } from "../index";
import { report } from "./diagnostics";
import { Gate } from "./gate";
import { Guides } from "./guides";
import { HelpCenter } from "./help";
import { farKeep, putConversation, resolve } from "./keep";
import { Library } from "./library";
import { judgeLink } from "./link";
import { Refusal, refusedOf } from "./refusal";
import { open } from "./requests";
import { Shelves } from "./shelves";
import { parsed } from "./unsent";
import { Uploads } from "./uploads";
import { readConversation } from "./wire";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** See the module. */
export class Far {
  readonly conversations: Conversations;
  readonly help: HelpCenter;
  readonly shelves: Shelves;
  readonly guides: Guides;
  /** What is shown. */
  readonly showing: Showing;
  /** How the feed keeps what it hears. */
  readonly keep = farKeep;
  readonly #desk: Desk;
  readonly #gate = new Gate();
  readonly #uploads = new Uploads();

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.cache ??= new Cache(desk.house);
    this.showing = new Showing(desk);
    const library = new Library(desk, this.showing);
    this.conversations = new Conversations(library);
    this.help = new HelpCenter(library);
    this.shelves = new Shelves(library, this.help);
    this.guides = new Guides(library, this.shelves);
  }

  /** Answers one message of the messenger's own pages. Never rejects: what is refused is an answer, too. */
  async request(message: string): Promise<string> {
    const refused = this.#gate.admit(this.#now());
    const { id, request } = open(message);
    try {
      if (request instanceof Refusal) throw request;
      if (refused) throw refused;
      this.#gate.once(request.id);
      return JSON.stringify({ id, ok: true, result: await this.#serve(request) });
    } catch (error) {
      return JSON.stringify({ id, ok: false, error: refusedOf(error) });
    }
  }

  /** The report that a developer can paste into a bug report. */
  diagnostics(): ReturnType<typeof report> {
    return report(this.#desk);
  }

  /** Files that a page handed over are not sent as somebody else. */
  forgetPerson(): void {
    this.#uploads.forget();
  }

  #now(): number {
    return this.#desk.house.platform.monotonic();
  }

  async #serve(request: Request): Promise<unknown> {
    const { conversations, guides, help, shelves, showing } = this;
    const { house, show } = this.#desk;
    switch (request.type) {
      case "state":
        return this.#desk.messengerState();
      case "conversations.list": {
        const { limit = 20, cursor, cached } = request.data;
        return cached ? conversations.cachedList(limit) : conversations.list(limit, cursor);
      }
      case "conversation.open": {
        const { id, before = null, cached } = request.data;
        return cached ? conversations.cached(id, before) : conversations.open(id, before);
      }
      case "conversation.start":
        return sent(await conversations.start(request.data.body, this.#files(request.data)));
      case "conversation.reply":
        return sent(await conversations.reply(request.data.id, request.data.body, this.#files(request.data)));
      case "conversation.quick_reply":
        return sent(await conversations.quickReply(request.data.id, request.data.quick_reply_id));
      case "conversation.read":
        return { changed: await conversations.markRead(request.data.id) };
      case "conversation.typing":
        return done(conversations.typing(request.data.id));
      case "draft.get":
        return { text: await conversations.draft(request.data.id) };
      case "draft.set":
        return done(conversations.setDraft(request.data.id, request.data.text));
      case "message.retry": {
        const refused = await this.#refusedMessage(request.data.part_id);
        return { found: refused !== undefined && (await house.calls.retryOperation(refused)) };
      }
      case "message.discard": {
        const { part_id: part } = request.data;
        // One that is not refused may wait still: then its operation has the part's id, or starts with it.
        const id = (await this.#refusedMessage(part)) ?? (UUID.test(part) ? part.toLowerCase() : undefined);
        return { found: id !== undefined && (await house.calls.dismiss(id)) };
      }
      case "upload.begin": {
        const { name, content_type: type, size } = request.data;
        showing.person();
        checkFile("", name, type);
        const id = house.operationId();
        this.#uploads.begin(id, name, type, size, house.config.limits.attachmentBytes, this.#now());
        return { upload_id: id };
      }
      case "upload.chunk": {
        const { upload_id: id, offset, base64 } = request.data;
        return { received: this.#uploads.add(id, offset, base64, this.#now()) };
      }
      case "upload.cancel":
        this.#uploads.cancel(request.data.upload_id);
        return {};
      case "help.collections":
        return help.collections();
      case "help.search":
        return help.search(request.data.term);
      case "article.open":
        return help.article(request.data.id);
      case "article.react":
        return { delivery: (await help.react(request.data.id, request.data.reaction)).delivery };
      case "content.open":
        return shelves.content(request.data.kind, request.data.id);
      case "receipt.send": {
        const { kind, id, event, answers } = request.data;
        return done(shelves.receipt(kind, id, event, answers));
      }
      case "checklist.open":
        return guides.checklist(request.data.id);
      case "checklist.tick":
        return done(guides.tick(request.data.id, request.data.task_id, request.data.done));
      case "checklist.tell":
        return done(shelves.receipt("checklist", request.data.id, request.data.event));
      case "tour.start":
        return this.#startTour(request.data);
      case "tickets.list":
        return shelves.tickets(request.data.limit ?? 20, request.data.cursor);
      case "ticket.open":
        return shelves.ticket(request.data.id);
      case "ticket_types.list":
        return shelves.ticketTypes();
      case "ticket.create":
        return shelves.createTicket(request.data.ticket_type_id, request.data.attributes);
      case "news.list":
        return shelves.news(request.data.cursor);
      case "navigate":
        showing.navigate(request.data.view);
        return {};
      case "back":
        showing.back();
        return {};
      case "hide":
        return done(show.hide());
      case "link.open":
        return this.#openLink(request.data.url, request.data.confirmed ?? false);
      case "email.leave":
        return this.#leaveEmail(request.data.email);
      case "diagnostics":
        return this.diagnostics();
    }
  }

  /** The files that were handed over for a message. They stay in hand when the words are refused. */
  #files({ body, attachments: ids = [] }: { body: string; attachments?: string[] }): NewFile[] {
    if (ids.length === 0 || !isBlank(body)) checkMessage(body, [], this.#desk.house.config.limits.attachmentBytes);
    return this.#uploads.take(ids);
  }

  /** The refused operation that carries the part with this id. */
  async #refusedMessage(part: string): Promise<string | undefined> {
    const rows = await this.#desk.house.store.run("readonly", (tx) => tx.all("rejected"));
    return rows.find(({ kind, body }) => {
      const told = parsed(body);
      const carried = kind === "start_conversation" && isObject(told["part"]) ? told["part"] : told;
      return (kind === "reply" || kind === "start_conversation") && carried["id"] === part;
    })?.id;
  }

  #openLink(url: string, confirmed: boolean): unknown {
    const link = judgeLink(url);
    const { stage, presenter } = this.#desk;
    // A page that nobody sees has nobody who tapped a link, unless something showed itself.
    if (!stage.visible && stage.inApp === null) throw new Refusal("link_not_allowed", "nothing is shown", { field: "url" });
    if (link.confirm && !confirmed) return { opened: false, url: link.url, host: link.host };
    try {
      if (!presenter) throw internal("presenter");
      presenter.openLink(link.url);
    } catch {
      throw new Refusal("link_not_opened", "nothing here opens links", { field: "url" });
    }
    return { opened: true, url: link.url, host: link.host };
  }

  /** A tour that is walked to its end does the task that led to it. */
  async #startTour({ id, checklist_id: checklist, task_id: task }: { id: string; checklist_id?: string; task_id?: string }): Promise<unknown> {
    const walked = (): void => {
      if (checklist !== undefined && task !== undefined) void this.guides.tick(checklist, task, true).catch(() => undefined);
    };
    return { started: (await this.#desk.presenter?.startTour?.(id, walked)) ?? false };
  }

  /** A visitor leaves an address for the answer; whose address the app knows does not come from a page. */
  async #leaveEmail(email: string): Promise<unknown> {
    const { house } = this.#desk;
    this.showing.person();
    if (this.#desk.messengerState().session.role !== "lead") throw new Refusal("already_identified", "the app knows who this is", { field: "email" });
    const { delivery } = await house.calls.updateUser({ email });
    house.announce({ event: "email_supplied" });
    return { delivery };
  }

  /** The server answered an operation: what it said is kept before the operation leaves the queue. */
  async landed({ deviceId }: Session, { kind, target }: StoredOperation, answer: unknown): Promise<void> {
    const { cache, house, presence } = this.#desk;
    const present = house.session?.deviceId === deviceId;
    const changed = (id: string): void => house.announce({ event: "conversation_changed", id }, true);
    if (kind === "start_conversation") {
      const told = readConversation(answer);
      if (!told) return;
      await cache.write(deviceId, (shelf) => putConversation(shelf, told, null));
      if (!present) return;
      if (told.client_id !== null) this.#desk.tell({ device: deviceId, renamed: [told.client_id, told.id] });
      presence.conversationKnown();
      changed(told.id);
    } else if (kind === "reply" && target !== undefined) {
      const known = await cache.write(deviceId, async (shelf) => {
        await farKeep.keepPart(shelf, target, answer);
        return resolve(shelf, target);
      });
      if (present) changed(known ?? target);
    } else if (kind === "read_mark" && isObject(answer)) {
      const unread = await cache.write(deviceId, (_shelf, writer) => keepUnread(writer, readUnread(answer), false));
      if (unread) this.#desk.tell({ device: deviceId, unread });
    }
  }
}

const sent = ({ conversationId, partId, delivery }: Sent): unknown => ({ conversation_id: conversationId, part_id: partId, delivery });

async function done(work: Promise<unknown>): Promise<object> {
  await work;
  return {};
}

