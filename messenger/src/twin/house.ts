// The house: what the rooms of one client in one tab share.
//
// Guarantees: what a turn changed is announced after it was stored, once, in every tab; events of one tab come in the
// order of its turns; after `close` nothing is announced and nothing is written. Built by `client.ts`.

import type { Config } from "./config";
import { Dropping } from "./dropped";
import { internal, shutDown, unreachable } from "./error";
import { Observer, type Event, type Listener, type StateName } from "./events";
import type { Dropped } from "./ledger";
import { CommitLine } from "./line";
import { uuid } from "./model/ids";
import { Writer } from "./outbox";
import type { Platform } from "./platform";
import type { Beside, Delivery, Fetch, Fetched, House as Shape, Rooms } from "./rooms";
import type { Operation, Session } from "./storage/rows";
import type { Store } from "./storage/store";
import { Tabs } from "./tabs";
import { Timers } from "./timers";
import type { Transport } from "./transport";
import { Waiters, type Waiting } from "./waiters";
import type { Net } from "./worker/net";

/** What tabs tell each other. */
type Told =
  | { changed: true }
  | { stored: true; urgent: boolean }
  | { hurry: true }
  | { leader: true }
  | { out: true; inMemory: boolean }
  | { event: Event }
  | { dropped: Dropped[] }
  | { waiting: Waiting }
  | { room: unknown };

/** Until what could not be loaded is tried again. Milliseconds. */
const LOADING = 2_000;
/** How often a tab looks that hears nothing of the others. Milliseconds. */
const LOOK = 1_000;

/** See the module. */
export class House implements Shape {
  readonly waiters: Waiters;
  session: Session | undefined;
  state: StateName = "logged_out";
  foreground = false;
  online = true;
  /** Why nothing is sent at the moment. */
  waitingFor: string | undefined;
  rooms: Rooms | undefined;
  calls!: Shape["calls"];
  readonly #observer = new Observer();
  readonly #dropping = new Dropping(this);
  readonly #tabs: Tabs;
  readonly #timers: Timers;
  readonly #line: CommitLine;
  #loading: Promise<Net> | undefined;
  #leads = false;
  #loggingIn: number | undefined;
  #closed = false;
  #askAgain = 0;
  #serverTime: { at: number; heard: number } | undefined;

  constructor(
    readonly config: Config,
    readonly platform: Platform,
    readonly store: Store,
    readonly inMemory: boolean,
  ) {
    this.foreground = platform.hidden?.() === false;
    this.#timers = new Timers(platform);
    this.waiters = new Waiters((waiting) => this.tell({ waiting }));
    this.#line = new CommitLine(config.limits.maxOperations, (work) => this.#turn(work));
    const name = `frontdesk:${config.appId}`;
    this.#tabs = new Tabs(platform, name, uuid(platform), !inMemory, (work) => this.turn(work), {
      lead: () => {
        this.tell({ leader: true });
        void this.#lead();
      },
      follow: () => {
        this.#leads = false;
        this.net?.worker.stop();
        this.rooms?.placed();
      },
      heard: (message) => this.#hear(message as Told),
    });
  }

  /** From now on this tab may lead. After `refresh`, and with the rooms in place. */
  begin(): void {
    this.#tabs.join();
    // While there is a network: what is asked later may be asked without one.
    this.loaded().catch(() => undefined);
    if (this.#tabs.deaf && !this.inMemory) void this.#look().catch(() => undefined);
  }

  /** Learns of a logout in another tab while the page is in sight; `show` looks, too. */
  async #look(): Promise<void> {
    for (;;) {
      await this.sleep(LOOK);
      if (!this.platform.hidden?.()) await this.refresh().catch(() => undefined);
    }
  }

  get leads(): boolean {
    return this.#leads;
  }

  async #lead(): Promise<void> {
    while (this.#tabs.leads && !this.#closed) {
      const net = await this.loaded().catch(() => undefined);
      if (net && this.#tabs.leads && !this.#closed) {
        this.#leads = true;
        net.worker.start();
        this.rooms?.placed();
        return;
      }
      // Without a network there is nothing to lead for yet.
      await this.sleep(LOADING).catch(() => undefined);
    }
  }

  /** The rooms of the network, once they are loaded. */
  net: Net | undefined;

  /** Loads the rooms of the network. */
  loaded(): Promise<Net> {
    this.#loading ??= import("./worker/net").then(
      ({ netOf }) => (this.net = netOf(this)),
      () => {
        this.#loading = undefined;
        throw unreachable("network_unavailable");
      },
    );
    return this.#loading;
  }

  /** There whenever this tab leads. */
  get transport(): Transport {
    if (!this.net) throw internal("transport");
    return this.net.transport;
  }

  // --- turns -------------------------------------------------------------------------------------------------------

  checkOpen(): void {
    if (this.#closed) throw shutDown();
  }

  turn<R>(work: (writer: Writer) => Promise<R> | R): Promise<R> {
    // What was told before comes before.
    void this.#store();
    return this.#turn(work);
  }

  async #turn<R>(work: (writer: Writer) => Promise<R> | R): Promise<R> {
    this.checkOpen();
    const { result, writer } = await this.store.run("readwrite", async (tx) => {
      const writer = await Writer.read(tx, () => this.#loggingIn);
      return { result: await work(writer), writer };
    });
    this.#loggingIn = writer.loggingIn;
    this.#adopt(writer);
    if (writer.changed) this.tell({ changed: true });
    return result;
  }

  /** Looks without changing anything. */
  read<R>(work: (writer: Writer) => Promise<R> | R): Promise<R> {
    return this.store.run("readonly", async (tx) => work(await Writer.read(tx, () => this.#loggingIn)));
  }

  /** Learns who is logged in, as the store has it. */
  async refresh(): Promise<void> {
    this.#adopt(
      await this.read((writer) => {
        const [at, wait] = (writer.get("ask_again") ?? "").split(",").map(Number);
        if (at !== undefined && wait !== undefined) this.#remember(at, wait);
        return writer;
      }),
    );
  }

  #adopt(writer: Writer): void {
    if (this.#closed) return;
    const { current: session, state } = writer;
    const before = this.session;
    const left = before !== undefined && before.deviceId !== session?.deviceId;
    const moved = left || this.state !== state.name;
    // Another tab logged somebody else in while this page did not look: the one who is gone is logged out here, too.
    if (left && state.name !== "logged_out") this.announce({ event: "session_changed", state: "logged_out" });
    this.session = session;
    this.state = state.name;
    if (moved) {
      this.announce({ event: "session_changed", state: state.name });
      this.announce({ event: "messenger_state_changed" });
    }
    if (left) this.rooms?.forgetPerson();
    if (moved) this.rooms?.placed();
  }

  // --- operations --------------------------------------------------------------------------------------------------

  operationId(): string {
    return uuid(this.platform);
  }

  append(operations: Operation[], beside: Beside = {}): Promise<void> {
    return this.#line.add(operations, beside, () => void this.#store());
  }

  async #store(): Promise<void> {
    if (await this.#line.store()) this.poke(false);
  }

  /** What was told and is not stored yet: a page that ends may lose it. */
  get unstored(): Operation[] {
    return this.#line.unstored;
  }

  async deliver(operations: Operation[], beside: Beside & { stored?: () => void } = {}): Promise<Delivery> {
    const id = operations[operations.length - 1]?.id ?? "";
    return this.deliverStored(id, () => this.append(operations, beside).then(beside.stored));
  }

  /** Stores whatever `store` stores and waits for the fate of `id`. */
  async deliverStored(id: string, store: () => Promise<unknown>): Promise<Delivery> {
    this.checkOpen();
    // Entered before it is stored: the worker may be quick.
    const answer = this.waiters.delivery(id);
    answer.catch(() => undefined);
    try {
      await store();
    } catch (error) {
      this.waiters.heard({ about: "delivery", id, answer: { ok: { delivery: "queued" } } });
      throw error;
    }
    this.poke(true);
    const cancel = this.platform.after(this.config.limits.deliveryWait, () =>
      this.waiters.heard({ about: "delivery", id, answer: { ok: { delivery: "queued" } } }),
    );
    return answer.finally(cancel);
  }

  /** There is something to send. */
  poke(urgent: boolean): void {
    if (this.leads) return this.net?.worker.poke(urgent);
    this.tell({ stored: true, urgent });
    this.#tabs.needLeader();
  }

  /** These were dropped from the store; each is announced once it is known what became of it. */
  letGo(dropped: Dropped[]): void {
    this.#dropping.letGo(dropped, this.#tabs.leads);
  }

  /** Whether the end of a dropped operation is to be announced now, and not again. */
  once(id: string): boolean {
    return this.#dropping.once(id);
  }

  hurry(): void {
    if (this.leads) this.net?.worker.hurry();
    else this.tell({ hurry: true });
  }

  // --- questions ---------------------------------------------------------------------------------------------------

  async fetch<T>(ask: Fetch, read?: (json: unknown) => T | undefined): Promise<Fetched<T>> {
    return (await this.loaded()).fetch(ask, read ?? ((json) => json as T));
  }

  async loggedIn(): Promise<Session> {
    return (await this.loaded()).loggedIn();
  }

  async lost(session: Session): Promise<void> {
    const { lost } = await this.loaded();
    await this.turn((writer) => lost(writer, session));
  }

  /** Waits for the login of an epoch. */
  awaitLogin(epoch: number, called: boolean): ReturnType<Waiters["login"]> {
    const answer = this.waiters.login(epoch, called);
    this.hurry();
    this.#tabs.needLeader();
    return answer;
  }

  // --- time --------------------------------------------------------------------------------------------------------

  sleep(ms: number): Promise<void> {
    return this.#timers.sleep(ms);
  }

  /** How long the server still wants to be left alone. */
  get askedWait(): number {
    return Math.max(0, this.#askAgain - this.platform.monotonic());
  }

  /** The server asked for patience; also for the next start. */
  async keepAskedWait(wait: number): Promise<void> {
    const now = Math.round(this.platform.now());
    this.#remember(now, wait);
    if (wait >= 1000) await this.turn((writer) => writer.set("ask_again", `${now},${Math.round(wait)}`));
  }

  async forgetAskedWait(): Promise<void> {
    if (!this.#askAgain) return;
    this.#askAgain = 0;
    await this.turn((writer) => writer.set("ask_again", undefined));
  }

  /** A clock set back restarts the wait at most once in full; a clock set forward can only end it. */
  #remember(at: number, wait: number): void {
    const passed = Math.max(0, this.platform.now() - at);
    const left = Math.min(Math.max(0, wait - passed), 24 * 3_600_000);
    if (left > 0) this.#askAgain = Math.max(this.#askAgain, this.platform.monotonic() + left);
  }

  heardServerTime(at: number): void {
    this.#serverTime = { at, heard: this.platform.monotonic() };
  }

  /** The time as the server has it, once it was heard. */
  get confirmedTime(): number | undefined {
    return this.#serverTime && this.#serverTime.at + this.platform.monotonic() - this.#serverTime.heard;
  }

  /** Ends at the next progress of the worker, or when the time is over; true for progress. */
  progress(ms: number): Promise<boolean> {
    return this.#timers.progress(ms);
  }

  madeProgress(): void {
    this.#timers.madeProgress();
  }

  // --- events ------------------------------------------------------------------------------------------------------

  announce(event: Event, everywhere = false): void {
    this.#observer.announce(event);
    if (everywhere) this.tell({ event });
  }

  listen(listener: Listener, ...first: Event[]): () => void {
    return this.#observer.listen(listener, ...first);
  }

  post(message: unknown): void {
    this.tell({ room: message });
  }

  tell(message: Told): void {
    if (!this.#closed) this.#tabs.post(message);
  }

  /** What the client does when a tab without a common store logs out. */
  onForeignLogout: (() => void) | undefined;

  #hear(message: Told): void {
    if (this.#closed || typeof message !== "object" || message === null) return;
    // Tabs that keep nothing have other people, and other operations; a logout is meant for all.
    if ("out" in message) return void ((this.inMemory || message.inMemory) && this.onForeignLogout?.());
    if (this.inMemory) return;
    if ("changed" in message) void this.refresh().catch(() => undefined);
    else if ("stored" in message) this.net?.worker.poke(message.urgent);
    else if ("hurry" in message) this.net?.worker.hurry();
    else if ("leader" in message) this.waiters.repeat();
    else if ("event" in message) {
      if (message.event.event === "waiting") this.waitingFor = message.event.code;
      if (message.event.event === "delivery") {
        this.waitingFor = undefined;
        if (!this.#dropping.told(message.event)) return;
      }
      this.#observer.announce(message.event);
      this.madeProgress();
    } else if ("dropped" in message) {
      if (this.#tabs.leads) this.#dropping.heard(message.dropped);
    } else if ("waiting" in message) {
      if (this.waiters.heard(message.waiting)) this.net?.worker.hurry();
    } else if ("room" in message) this.rooms?.heard(message.room);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.net?.worker.end();
    this.#tabs.close();
    this.#closed = true;
    this.rooms?.close();
    this.waiters.close(shutDown());
    this.#timers.close();
    this.#observer.stop();
    this.store.close();
  }
}
