// A host in memory, for development, tests and pictures: it answers every request of contract/bridge.schema.json as
// the core would, at the speed and with the faults it is told to have. Never part of the bundle. One thread.

import type { Article, Author, ChecklistBody, Content, Conversation, Event as BridgeEvent, NewsItem, Part, Request, Requests, State, Ticket, View } from "../../contract/types";
import * as demo from "./data";
import { gone, type Refusal, refusal } from "./refusal";

type Name = keyof Requests;
const PAGE = 50;
const SPACES = ["home", "help_center", "messages", "tickets", "news"];

/** See the module. `tell` takes texts for the page. */
export class DemoHost {
  /** Everything that crossed, for tests to look at and to validate. */
  readonly crossed: { from: "page" | "host"; text: string }[] = [];
  state: State;
  conversations: Conversation[];
  tickets: Ticket[];
  news: NewsItem[];
  contents: Content[];
  checklist = demo.checklist();
  collections = demo.COLLECTIONS;
  readonly articles = new Map<string, Article>();
  readonly drafts = new Map<string, string>();
  readonly opened: string[] = [];
  /** Refusals by request; `once` ones are used up. */
  readonly refuse = new Map<Name, Refusal>();
  /** Requests that are never answered until `release`. */
  readonly hold = new Set<Name>();
  /** What becomes of a message; stays pending while it is null. */
  deliver: "delivered" | Refusal | null = "delivered";
  /** The largest file. */
  largest = 20_000_000;
  /** What happens between sending and the answer. */
  pause: () => Promise<void> = () => Promise.resolve();
  #held: (() => void)[] = [];
  #screens: View[] = [{ name: "home" }];
  #uploads = new Map<string, { name: string; type: string; size: number; received: number }>();
  #count = 0;
  readonly #tell: (text: string) => void;
  /** Unix seconds. */
  readonly now: () => number;

  constructor(tell: (text: string) => void, now: () => number = () => Math.floor(Date.now() / 1000)) {
    this.#tell = tell;
    this.now = now;
    this.conversations = demo.conversations(now());
    this.tickets = demo.tickets(now());
    this.news = demo.news(now());
    this.contents = demo.contents(now());
    this.state = {
      visible: true,
      view: { name: "home" },
      can_go_back: false,
      launcher_visible: false,
      bottom_padding: 0,
      in_app_messages_visible: true,
      suppressed_kinds: [],
      theme_mode: "light",
      language_override: null,
      languages: ["en"],
      unread_count: 1,
      session: { state: "logged_in", role: "user" },
      settings: demo.SETTINGS,
      in_app: null,
      online: true,
      feed: "stream",
    };
  }

  /** A text of the page. */
  async receive(text: string): Promise<void> {
    this.crossed.push({ from: "page", text });
    const request = JSON.parse(text) as Request;
    if (this.hold.has(request.type)) await new Promise<void>((done) => this.#held.push(done));
    const refusal = this.refuse.get(request.type);
    if (refusal) {
      this.#send({ id: request.id, ok: false, error: refusal });
      return;
    }
    try {
      this.#send({ id: request.id, ok: true, result: await this.#serve(request) });
    } catch (error) {
      this.#send({ id: request.id, ok: false, error: error as Refusal });
    }
  }

  /** Answers what was held. */
  release(): void {
    this.hold.clear();
    for (const go of this.#held.splice(0)) go();
  }

  /** Changes the state and tells the page. */
  change(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.event({ event: "state.changed", data: {} });
  }

  /** Shows a screen as an app would ask for it. */
  present(view: View): void {
    this.#screens = [view];
    this.change({ visible: true, view, can_go_back: false });
  }

  /** An event for the page. */
  event(event: BridgeEvent): void {
    this.#send(event);
  }

  /** Somebody writes a message. */
  arrive(id: string, author: Author, html: string, more: Partial<Part> = {}): void {
    const conversation = this.#conversation(id);
    const seq = Math.max(0, ...conversation.parts.map((part) => part.seq)) + 1;
    this.#add(conversation, { ...this.#part(`${id}-${seq}`, author, html), seq, ...more });
    conversation.unread_count += 1;
    this.#changed(conversation);
  }

  /** Settles everything that is pending. */
  settle(outcome: "delivered" | Refusal): void {
    for (const conversation of this.conversations) {
      for (const part of conversation.parts.filter((one) => one.delivery?.status === "pending")) this.#settle(conversation, part, outcome);
    }
  }

  #serve(request: Request): object | null | Promise<object | null> {
    switch (request.type) {
      case "state":
        return this.state;
      case "conversations.list":
        return { data: this.#sorted().map(summary), next: null, from_cache: request.data.cached === true || !this.state.online };
      case "conversation.open":
        return this.#page(request.data.id, request.data.before ?? null);
      case "conversation.start":
        return this.#start(request.data.body, request.data.attachments ?? []);
      case "conversation.reply":
        return this.#say(this.#conversation(request.data.id), request.data.body, request.data.attachments ?? []);
      case "conversation.quick_reply":
        return this.#choose(request.data.id, request.data.quick_reply_id);
      case "conversation.read":
        return this.#read(request.data.id);
      case "draft.get":
        return { text: this.drafts.get(request.data.id) ?? null };
      case "draft.set":
        this.drafts.set(request.data.id, request.data.text);
        return {};
      case "message.retry":
      case "message.discard":
        return this.#again(request.data.part_id, request.type === "message.retry");
      case "upload.begin":
        return this.#begin(request.data);
      case "upload.chunk":
        return this.#chunk(request.data);
      case "help.collections":
        return { data: this.collections };
      case "help.search":
        return { data: this.#search(request.data.term) };
      case "article.open":
        return this.#article(request.data.id);
      case "article.react":
      case "email.leave":
        return { delivery: "delivered" };
      case "content.open":
        return this.contents.find((one) => one.kind === request.data.kind && one.id === request.data.id) ?? gone();
      case "receipt.send":
        if (["dismissed", "completed"].includes(request.data.event) && this.state.in_app?.id === request.data.id) this.change({ in_app: null });
        return {};
      case "checklist.open":
        return request.data.id === this.checklist.id ? this.checklist : gone();
      case "checklist.tick":
        this.#tick(request.data.task_id, request.data.done);
        return {};
      case "tour.start":
        this.change({ visible: false });
        return { started: true };
      case "tickets.list":
        return { data: this.tickets, next: null, from_cache: !this.state.online };
      case "ticket.open":
        return this.tickets.find((one) => one.id === request.data.id) ?? gone();
      case "ticket_types.list":
        return { data: demo.TICKET_TYPES };
      case "ticket.create":
        return this.#ticket(request.data);
      case "news.list":
        return { data: this.news, next: null, from_cache: !this.state.online };
      case "navigate":
        return this.#navigate(request.data.view);
      case "back":
        return this.#back();
      case "hide":
        this.change({ visible: false });
        return {};
      case "link.open":
        return this.#open(request.data.url, request.data.confirmed === true);
      default:
        return {};
    }
  }

  #tick(id: string, done: boolean): void {
    const body = this.checklist.body as ChecklistBody;
    this.checklist = { ...this.checklist, body: { ...body, tasks: body.tasks.map((task) => (task.id === id ? { ...task, done } : task)) } };
  }

  #sorted(): Conversation[] {
    return [...this.conversations].sort((one, other) => other.updated_at - one.updated_at);
  }

  #conversation(id: string): Conversation {
    return this.conversations.find((one) => one.id === id || one.client_id === id) ?? gone();
  }

  #page(id: string, before: number | null): Conversation {
    const conversation = this.#conversation(id);
    const all = conversation.parts.filter((part) => before === null || (part.seq > 0 && part.seq < before));
    const parts = all.slice(-PAGE);
    const first = parts[0];
    return { ...conversation, parts, previous: all.length > parts.length && first ? first.seq : null, from_cache: !this.state.online };
  }

  async #start(body: string, files: string[]): Promise<object> {
    const id = this.#uuid();
    const made = { ...demo.conversation(id, null, this.now(), 0, [], []), client_id: id };
    this.conversations.push(made);
    const sent = await this.#say(made, body, files);
    return { ...sent, conversation_id: made.id };
  }

  async #say(conversation: Conversation, body: string, files: string[]): Promise<{ conversation_id: string; part_id: string; delivery: string }> {
    const attachments = files.map((id) => {
      const file = this.#uploads.get(id) ?? gone();
      return { id, name: file.name, content_type: file.type, size: file.size, url: "", expires_at: this.now() + 1_800 };
    });
    const part: Part = { ...this.#part(this.#uuid(), demo.YOU, null), body_text: body, attachments, seq: 0, delivery: { status: "pending" } };
    this.#add(conversation, part);
    this.#changed(conversation);
    await this.pause();
    const outcome = this.state.online ? this.deliver : null;
    if (outcome) this.#settle(conversation, part, outcome);
    return { conversation_id: conversation.id, part_id: part.id, delivery: outcome === "delivered" ? "delivered" : "queued" };
  }

  #settle(conversation: Conversation, part: Part, outcome: "delivered" | Refusal): void {
    if (outcome === "delivered") {
      delete part.delivery;
      part.seq = Math.max(0, ...conversation.parts.map((one) => one.seq)) + 1;
      if (conversation.id === conversation.client_id) this.#named(conversation);
    } else {
      part.delivery = { status: "failed", code: outcome.code, field: outcome.field ?? null };
    }
    this.#changed(conversation);
  }

  /** The server has it: from now on it has the server's id. */
  #named(conversation: Conversation): void {
    const was = conversation.id;
    this.#count += 1;
    conversation.id = String(800 + this.#count);
    this.#screens = this.#screens.map((view) => (view.name === "conversation" && view.id === was ? { ...view, id: conversation.id } : view));
    const view = this.#screens.at(-1);
    if (view) this.change({ view });
  }

  async #choose(id: string, reply: string): Promise<object> {
    const conversation = this.#conversation(id);
    const offered = conversation.parts.flatMap((part) => part.quick_replies ?? []).find((one) => one.id === reply);
    return this.#say(conversation, offered?.text ?? "", []);
  }

  #read(id: string): object {
    const conversation = this.#conversation(id);
    const changed = conversation.unread_count > 0;
    conversation.unread_count = 0;
    const count = this.conversations.filter((one) => one.unread_count > 0).length;
    this.state = { ...this.state, unread_count: count };
    this.event({ event: "unread.changed", data: { count } });
    if (changed) this.#changed(conversation);
    return { changed };
  }

  #again(id: string, retry: boolean): object {
    for (const conversation of this.conversations) {
      const part = conversation.parts.find((one) => one.id === id && one.delivery?.status === "failed");
      if (!part) continue;
      if (!retry) conversation.parts = conversation.parts.filter((one) => one !== part);
      else part.delivery = { status: "pending" };
      this.#changed(conversation);
      if (retry && this.deliver) this.#settle(conversation, part, this.deliver);
      return { found: true };
    }
    return { found: false };
  }

  #begin(file: { name: string; content_type: string; size: number }): object {
    if (file.size > this.largest) throw refusal("attachment_too_large", { field: "size", limit: this.largest });
    if (file.size === 0) throw refusal("empty", { field: "size" });
    const id = this.#uuid();
    this.#uploads.set(id, { name: file.name, type: file.content_type, size: file.size, received: 0 });
    return { upload_id: id };
  }

  #chunk(piece: { upload_id: string; offset: number; base64: string }): object {
    const file = this.#uploads.get(piece.upload_id) ?? gone();
    if (piece.offset !== file.received) throw refusal("wrong_offset", { field: "offset", limit: file.received });
    file.received += atob(piece.base64).length;
    return { received: file.received };
  }

  #search(term: string): object[] {
    const wanted = term.trim().toLowerCase();
    const all = this.collections.flatMap((one) => [...one.articles, ...one.sections.flatMap((section) => section.articles)]);
    const hits = all.filter((one) => wanted !== "" && `${one.title} cards board`.toLowerCase().includes(wanted));
    return hits.map((one) => ({ articleId: one.id, title: one.title, matchingSnippet: `Everything on your <em>${escape(term.trim())}</em> stays as it is, comments included.` }));
  }

  #article(id: string): Article {
    const known = this.articles.get(id);
    if (known) return known;
    const all = this.collections.flatMap((one) => [...one.articles, ...one.sections.flatMap((section) => section.articles)]);
    const name = all.find((one) => one.id === id) ?? gone();
    return demo.article(id, name.title, this.now());
  }

  #ticket(data: { ticket_type_id: string; attributes: object }): object {
    const type = demo.TICKET_TYPES.find((one) => one.id === data.ticket_type_id) ?? gone();
    const given = data.attributes as Record<string, unknown>;
    const id = this.#uuid();
    this.tickets.unshift({
      id,
      title: String(given["_default_title_"] ?? type.name),
      description: null,
      state: "submitted",
      ticket_type: { id: type.id, name: type.name },
      attributes: data.attributes,
      conversation_id: null,
      created_at: this.now(),
      updated_at: this.now(),
    });
    return { ticket_id: id, delivery: this.state.online ? "delivered" : "queued" };
  }

  #navigate(view: View): object {
    if (!this.state.visible || SPACES.includes(view.name)) this.#screens = [];
    if (JSON.stringify(this.#screens.at(-1)) !== JSON.stringify(view)) this.#screens.push(view);
    this.change({ visible: true, view, can_go_back: this.#screens.length > 1 });
    return {};
  }

  #back(): object {
    if (this.#screens.length > 1) this.#screens.pop();
    else this.state = { ...this.state, visible: false };
    this.change({ view: this.#screens.at(-1) ?? { name: "home" }, can_go_back: this.#screens.length > 1 });
    return {};
  }

  #open(url: string, confirmed: boolean): object {
    if (!/^(https?|mailto|tel):/.test(url)) throw refusal("link_not_allowed", { field: "url" });
    const host = /^https?:/.test(url) ? new URL(url).hostname : null;
    const opened = confirmed || !host?.includes("xn--");
    if (opened) this.opened.push(url);
    return { opened, url, host };
  }

  #part(id: string, author: Author, html: string | null): Part {
    const text = html?.replaceAll(/<[^>]+>/g, " ").trim() ?? null;
    return { id, seq: 0, author, body_html: html, body_text: text, attachments: [], created_at: this.now(), state: "sent" };
  }

  #add(conversation: Conversation, part: Part): void {
    conversation.parts = [...conversation.parts, part];
    conversation.updated_at = part.created_at;
  }

  #changed(conversation: Conversation): void {
    this.event({ event: "conversation.changed", data: { id: conversation.id } });
  }

  #uuid(): string {
    this.#count += 1;
    return `0193c3a4-7e00-7abc-8def-${String(this.#count).padStart(12, "0")}`;
  }

  #send(message: object): void {
    const text = JSON.stringify(message);
    this.crossed.push({ from: "host", text });
    this.#tell(text);
  }
}

function summary(conversation: Conversation): object {
  const { parts, previous: _, from_cache: __, ...rest } = conversation;
  return { ...rest, last_part: parts.at(-1) ?? null };
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
