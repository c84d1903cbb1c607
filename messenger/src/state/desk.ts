// Everything the screens know: the core's state, the content that was loaded, who is writing.
//
// Guarantees: the core decides and the page shows; content of one person is dropped when the messenger hides or the
// session changes, so that the next person never sees it; a change is asked for once however often it is told.

import { type Signal, signal } from "@preact/signals";
import { type Bridge, asBridgeError, type BridgeError, type Data, type RequestName, type Result } from "../contract/bridge";
import type { Author, Conversation, ConversationSummary, NewsItem, Opened, State, Ticket, View } from "../contract/types";
import { sentence } from "../i18n/errors";
import { Pages } from "./pages";
import { Query, type Source } from "./query";
import { Thread } from "./thread";

/** How long a notice of writing is true. */
const TYPING_MS = 6_000;

/** See the module. */
export class Desk {
  readonly state: Signal<State | null> = signal(null);
  /** Why there is no state at all. */
  readonly failure: Signal<BridgeError | null> = signal(null);
  /** Who is writing, by conversation. */
  readonly typing: Signal<Readonly<Record<string, Author>>> = signal({});
  /** A link that waits for the person's word. */
  readonly question: Signal<Opened | null> = signal(null);
  /** A sentence for everyone, read aloud too. */
  readonly notice: Signal<{ text: string; times: number }> = signal({ text: "", times: 0 });
  readonly #bridge: Bridge;
  readonly #queries = new Map<string, Query<never>>();
  readonly #threads = new Map<string, Thread>();
  readonly #typingEnds = new Map<string, ReturnType<typeof setTimeout>>();
  #conversations: Pages<ConversationSummary> | null = null;
  #tickets: Pages<Ticket> | null = null;
  #news: Pages<NewsItem> | null = null;
  #whose = "";
  #held = 0;
  #asking = false;
  #askAgain = false;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.on("state.changed", () => void this.refreshState());
    bridge.on("unread.changed", ({ count }) => {
      const now = this.state.value;
      if (now) this.state.value = { ...now, unread_count: count };
    });
    bridge.on("conversation.changed", ({ id }) => {
      // What changed is on the device already.
      void this.#threads.get(id)?.newest.refresh("cached");
      void this.#conversations?.first.refresh("cached");
    });
    bridge.on("ticket.changed", ({ id }) => {
      void this.#queries.get(`ticket ${id}`)?.refresh();
      void this.#tickets?.first.refresh();
    });
    bridge.on("typing", ({ conversation_id, author }) => this.#someoneTypes(conversation_id, author));
  }

  /** Asks the core. */
  ask<K extends RequestName>(type: K, data: Data<K>): Promise<Result<K>> {
    return this.#bridge.ask(type, data);
  }

  /** Listens to the core. */
  get on(): Bridge["on"] {
    return this.#bridge.on.bind(this.#bridge);
  }

  /** Reads the state; several wishes at once are one question. */
  async refreshState(): Promise<void> {
    if (this.#held > 0 || this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    this.#askAgain = false;
    try {
      const state = await this.ask("state", {});
      this.#forgetTheLast(state);
      await this.#follow(state);
      this.state.value = state;
      this.failure.value = null;
    } catch (error) {
      this.failure.value = asBridgeError(error);
    } finally {
      this.#asking = false;
    }
    if (this.#askAgain) await this.refreshState();
  }

  /** Several steps of which only the last is shown. */
  async inOne(steps: () => Promise<unknown>): Promise<void> {
    this.#held += 1;
    try {
      await steps();
    } finally {
      this.#held -= 1;
      await this.refreshState();
    }
  }

  /** Goes to a screen. */
  go(view: View): void {
    this.ask("navigate", { view }).catch((error: unknown) => this.tell(sentence(asBridgeError(error), this.state.value?.online)));
  }

  /** One screen back, or closed. */
  back(): void {
    void this.ask("back", {}).catch(() => this.ask("hide", {}));
  }

  /** Closes the messenger. */
  hide(): void {
    void this.ask("hide", {}).catch(() => undefined);
  }

  /** Opens a link outside, after a question when the core wants one; false when it may not be opened. */
  async openLink(url: string, confirmed = false): Promise<boolean> {
    try {
      const answer = await this.ask("link.open", confirmed ? { url, confirmed } : { url });
      this.question.value = answer.opened ? null : answer;
      return true;
    } catch {
      return false;
    }
  }

  /** Says a sentence to everyone, the screen reader included; the same one twice is said twice. */
  tell(text: string): void {
    this.notice.value = { text, times: this.notice.value.times + 1 };
  }

  /** Content under a name, loaded once however many screens show it. */
  query<T>(name: string, source: Source<T>): Query<T> {
    const known = this.#queries.get(name);
    if (known) return known as unknown as Query<T>;
    const made = new Query(source);
    this.#queries.set(name, made as unknown as Query<never>);
    return made;
  }

  /** The person's conversations. */
  conversations(): Pages<ConversationSummary> {
    this.#conversations ??= new Pages(
      { fresh: () => this.ask("conversations.list", {}), cached: () => this.ask("conversations.list", { cached: true }) },
      (cursor) => this.ask("conversations.list", { cursor }),
    );
    return this.#conversations;
  }

  /** The person's tickets. */
  tickets(): Pages<Ticket> {
    this.#tickets ??= new Pages({ fresh: () => this.ask("tickets.list", {}) }, (cursor) => this.ask("tickets.list", { cursor }));
    return this.#tickets;
  }

  /** The news. */
  news(): Pages<NewsItem> {
    this.#news ??= new Pages({ fresh: () => this.ask("news.list", {}) }, (cursor) => this.ask("news.list", { cursor }));
    return this.#news;
  }

  /** A conversation, by the server's id or by the one this device gave it. */
  thread(id: string): Thread {
    const known = this.#threads.get(id) ?? this.#renamed(id);
    if (known) return known;
    const fresh = async (): Promise<Conversation> => {
      const answer = await this.ask("conversation.open", { id });
      if (!answer) throw asBridgeError(null);
      return answer;
    };
    const made = new Thread({ fresh, cached: () => this.ask("conversation.open", { id, cached: true }) }, (before) =>
      this.ask("conversation.open", { id, before }),
    );
    this.#threads.set(id, made);
    return made;
  }

  /** A conversation this device began keeps its screen when the server names it. */
  #renamed(id: string): Thread | null {
    for (const thread of this.#threads.values()) {
      const known = thread.newest.data.peek();
      if (known && (known.id === id || known.client_id === id)) {
        this.#threads.set(id, thread);
        return thread;
      }
    }
    return null;
  }

  /** The screen of a conversation that got its id on the server must not begin anew. */
  async #follow(state: State): Promise<void> {
    const was = this.state.value?.view;
    if (was?.name !== "conversation" || state.view.name !== "conversation" || was.id === state.view.id) return;
    await this.#threads.get(was.id)?.newest.refresh("cached");
  }

  #forgetTheLast(state: State): void {
    const whose = `${state.session.state === "logged_out"} ${state.session.role} ${state.visible || state.in_app !== null}`;
    if (whose === this.#whose) return;
    this.#whose = whose;
    this.#queries.clear();
    this.#threads.clear();
    this.#conversations = null;
    this.#tickets = null;
    this.#news = null;
    this.question.value = null;
  }

  #someoneTypes(conversation: string, author: Author): void {
    clearTimeout(this.#typingEnds.get(conversation));
    this.typing.value = { ...this.typing.value, [conversation]: author };
    this.#typingEnds.set(conversation, setTimeout(() => this.typingEnded(conversation), TYPING_MS));
  }

  /** Whoever wrote has sent it, or stopped. */
  typingEnded(conversation: string): void {
    if (!(conversation in this.typing.value)) return;
    const { [conversation]: _, ...rest } = this.typing.value;
    this.typing.value = rest;
  }
}
