// The public handle of the browser twin, under the core's words.
//
// Guarantees: every call ends in exactly one answer; calls take effect in the order in which they are made; opening
// touches no network. One client per workspace and tab; all tabs of an origin share what is stored.

import type { FrontdeskCalls, LoggedInUser, Login, LogoutOptions, Pending, Proof, PushToken, UpdateQuota } from "./calls";
import { configOf, type Options } from "./config";
import { conflict, FrontdeskError, invalid, notLoggedIn } from "./error";
import type { Event, Listener, StateName } from "./events";
import { House } from "./house";
import * as ledger from "./ledger";
import { userAttributes, withoutIdentity } from "./model/attributes";
import { operationId } from "./model/ids";
import { metadataText } from "./model/metadata";
import { checkProof, proofs, withTokens } from "./model/proof";
import type { PushMessage } from "./model/push";
import { bytesOf, checkName, has } from "./model/text";
import { browser, type Platform } from "./platform";
import type { Beside, Delivery, OpenRooms, Rooms } from "./rooms";
import type { Writer } from "./outbox";
import { personOf, type Person } from "./session";
import { openIndexed } from "./storage/indexed";
import type { Operation, OperationKind } from "./storage/rows";
import type { Store } from "./storage/store";
import { tell } from "./throttle";

export type * from "./calls";
export { FrontdeskError } from "./error";
export type { Event } from "./events";

/** How long a browser may take to open its database. */
const OPENING = 3_000;
const PUSH_TOKEN_BYTES = 4 * 1024;

/** A client of one workspace in one tab. Since 0.1. */
export class Frontdesk<R extends Rooms = Rooms> implements FrontdeskCalls {
  /** What the messenger's screens ask, and what presents them. */
  readonly rooms: R;
  readonly #house: House;
  readonly #unwatch: (() => void) | undefined;
  #tokens: Record<string, string> = {};
  #push: string | undefined;
  #untold: Event | undefined;
  /** Logins and logouts under way: whose the words told after them are is known when they are stored. */
  #moves = 0;
  /** The device for whose user a fresh token is being asked for. */
  #asked: string | undefined;

  private constructor(house: House, open: OpenRooms<R>, untold: boolean) {
    this.#house = house;
    if (untold) this.#untold = { event: "storage_unavailable" };
    house.calls = this;
    house.rooms = this.rooms = open(house);
    house.begin();
    house.onForeignLogout = () => void this.logout({ force: true }).catch(() => undefined);
    house.listen((event) => this.#follow(event));
    this.#unwatch = house.platform.watch?.((what) => this.#watched(what));
  }

  /** Opens the store, or one in memory where the browser refuses; `storage_unavailable` is announced then, once. */
  static async open<R extends Rooms>(options: Options, rooms: OpenRooms<R>): Promise<Frontdesk<R>> {
    const config = configOf(options);
    const platform = options.on ?? browser();
    const kept = options.memoryOnly ? undefined : await openKept(platform, config.appId);
    const house = new House(config, platform, kept ?? (await import("./storage/memory")).openMemory(), !kept);
    await house.refresh();
    return new Frontdesk(house, rooms, !kept && !options.memoryOnly);
  }

  // --- who -------------------------------------------------------------------------------------------------------

  async loginUnidentifiedUser(): Promise<Login> {
    return this.#login({ role: "lead" }, {}, {}, []);
  }

  async loginUserWithUserAttributes(attributes: unknown, proof: Proof = {}): Promise<Login> {
    const { wire, identity, ignored } = userAttributes(attributes);
    if (!identity) throw invalid("missing_identity", "user_id", "give a user_id, an email or both");
    return this.#login({ role: "user", ...identity }, wire, proof, ignored);
  }

  async #login(person: Person, wire: Record<string, unknown>, proof: Proof, ignored: string[]): Promise<Login> {
    const house = this.#house;
    const { platform, config } = house;
    const extra = withoutIdentity(wire);
    const attributes = Object.keys(extra).length ? JSON.stringify(extra) : undefined;
    for (const [name, value] of proofs(proof)) checkProof(name, value);
    const order = await this.#move(async (writer) => {
      for (const [name, value] of proofs(proof)) await ledger.setProof(writer, name, value);
      const before = writer.current?.epoch;
      const order = await ledger.login(writer, person, attributes, platform);
      await adoptLanguage(writer, wire);
      if (writer.current?.epoch !== before) {
        // However full the queue is: the app asked for a login, which earlier words must not fail.
        if (this.#push !== undefined) await writer.keep([this.#operation("push_bind", this.#push)]);
        return order;
      }
      // Only a login that begins an epoch carries its attributes itself; otherwise they follow as a change.
      let change = extra;
      if ("stored" in order && person.role === "user") {
        const { userId, email } = order.stored;
        const isNews = (person.userId ?? userId) !== userId || (person.email ?? email) !== email;
        if (isNews) change = wire;
      }
      if (Object.keys(change).length) await writer.append([this.#change(change)], config.limits.maxOperations);
      return order;
    });
    if (has(wire, "language_override")) this.rooms?.languageGiven?.();
    if ("stored" in order) {
      house.poke(true);
      house.hurry();
      this.rooms.refresh?.();
      return { contactId: order.stored.contactId, merged: false, fromStoredSession: true, rejected: [], ignored };
    }
    const answer = await house.awaitLogin(order.epoch, true);
    return { ...answer, fromStoredSession: false, ignored };
  }

  async logout({ force = false, unsent, asShown = false }: LogoutOptions = {}): Promise<void> {
    const house = this.#house;
    const wasSomebody = house.state !== "logged_out";
    const shown = house.session?.deviceId;
    const done = await this.#move(async (writer) => {
      if (asShown && writer.current?.deviceId !== shown) return undefined;
      const dropped = await ledger.logout(writer, force, unsent === "purge", house.platform.now());
      return { dropped, last: writer.lastEpoch };
    });
    if (!done) return;
    const { dropped, last } = done;
    house.waiters.answerLoginsUpTo(last, conflict("superseded"));
    house.waiters.answerAllQueued();
    // Once: whoever hears it logs out and tells as well.
    if (wasSomebody) house.tell({ out: true, inMemory: house.inMemory });
    this.#tokens = {};
    house.letGo(dropped);
    house.madeProgress();
    house.hurry();
  }

  async #move<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    this.#moves += 1;
    try {
      return await this.#house.turn(work);
    } finally {
      this.#moves -= 1;
    }
  }

  async setUserHash(hash: string): Promise<void> {
    await this.#setProof("user_hash", hash);
  }

  async setUserJwt(jwt: string): Promise<void> {
    await this.#setProof("jwt", jwt);
  }

  /** Stores a proof, if the device is still `device`'s user's; false when it is not. */
  async #setProof(name: "user_hash" | "jwt", value: string, device?: string): Promise<boolean> {
    this.#house.checkOpen();
    checkProof(name, value);
    const taken = await this.#house.turn(async (writer) => {
      if (device !== undefined && writer.get("device_id") !== device) return false;
      await ledger.setProof(writer, name, value);
      return true;
    });
    this.#house.hurry();
    return taken;
  }

  async setPushToken({ provider, token, environment = "production" }: PushToken): Promise<void> {
    this.#house.checkOpen();
    if (!token) throw invalid("empty", "token", "pass the token the browser handed over");
    if (bytesOf(token) > PUSH_TOKEN_BYTES) throw invalid("too_long", "token", `must not be longer than ${PUSH_TOKEN_BYTES} bytes`, PUSH_TOKEN_BYTES);
    checkName("token", token);
    this.#push = JSON.stringify({ provider, token, environment });
    await this.#tellPush("push_bind", this.#push);
  }

  async clearPushToken(): Promise<void> {
    this.#house.checkOpen();
    this.#push = undefined;
    await this.#tellPush("push_unbind", "");
  }

  /** Without a user there is nothing to tell: it is bound at the next login. */
  async #tellPush(kind: "push_bind" | "push_unbind", body: string): Promise<void> {
    await this.#house.append([this.#operation(kind, body)]).catch((error: unknown) => {
      if (!(error instanceof FrontdeskError) || error.kind !== "not_logged_in") throw error;
    });
  }

  async handlePush(payload: unknown): Promise<PushMessage | undefined> {
    const { push } = await this.#house.loaded();
    const message = push.readPush(payload);
    const addressee = push.addresseeOf(payload);
    // What was on its way when somebody else logged in says nothing to anybody.
    if (!message || (addressee !== undefined && addressee !== this.#house.session?.deviceId)) return undefined;
    this.rooms.refresh?.();
    return message;
  }

  async setAuthTokens(tokens: Record<string, string>): Promise<void> {
    this.#house.checkOpen();
    if (this.#house.state === "logged_out") throw notLoggedIn();
    this.#tokens = withTokens(this.#tokens, tokens);
  }

  authToken(name: string): string | undefined {
    return has(this.#tokens, name) ? this.#tokens[name] : undefined;
  }

  isUserLoggedIn(): boolean {
    return this.#house.state === "logged_in";
  }

  sessionState(): StateName {
    return this.#house.state;
  }

  fetchLoggedInUserAttributes(): LoggedInUser {
    this.#house.checkOpen();
    const { session } = this.#house;
    if (!session) throw notLoggedIn();
    const { userId, email, contactId } = session;
    return { role: personOf(session).role, userId, email, contactId };
  }

  // --- what the app tells ----------------------------------------------------------------------------------------

  async logEvent(name: string, metadata?: unknown): Promise<string> {
    this.#house.checkOpen();
    if (typeof name !== "string") throw invalid("wrong_type", "name", "must be text");
    checkName("name", name, 120);
    const event = this.#operation("event", "");
    const head = JSON.stringify({ id: event.id, name, created_at: Math.floor(event.createdAt / 1000) });
    const body = metadata == null ? head : `${head.slice(0, -1)},"metadata":${metadataText(metadata)}}`;
    await this.#house.append([{ ...event, body }], this.#shown());
    return event.id;
  }

  /** `stored` hears the operation's id as soon as it cannot be lost any more. */
  async updateUser(attributes: unknown, stored?: (id: string, ignored: string[]) => void): Promise<Delivery & { ignored: string[] }> {
    const house = this.#house;
    const { wire, ignored } = userAttributes(attributes);
    const row = this.#change(wire);
    const shown = this.#shown();
    const delivery = await house.deliverStored(row.id, async () => {
      const told = await house.turn(async (writer) => {
        writer.mustBeFor(shown.device);
        await adoptLanguage(writer, wire);
        return tell(writer, row, house.config.limits, row.createdAt);
      });
      if (has(wire, "language_override")) this.rooms?.languageGiven?.();
      stored?.(row.id, ignored);
      if (!told.held) return;
      // It waits for the window to move on; its caller need not.
      house.waiters.heard({ about: "delivery", id: row.id, answer: { ok: { delivery: "queued" } } });
      if (told.joined) house.announce({ event: "delivery", id: told.joined, kind: "user_update", outcome: "coalesced", into: row.id }, true);
      house.net?.worker.releaseLater();
    });
    return { ...delivery, ignored };
  }

  async updateQuota(): Promise<UpdateQuota> {
    this.#house.checkOpen();
    return (await this.#house.loaded()).queue.updateQuota(this.#house);
  }

  /** Of whom this page speaks: the user it shows, or whoever its own login or logout under way leaves. Another tab may
   * have logged somebody else in unheard: what is told of one person is nobody else's. */
  #shown(): Beside {
    const device = this.#moves ? undefined : this.#house.session?.deviceId;
    return device === undefined ? {} : { device };
  }

  #change(wire: Record<string, unknown>): Operation {
    const { id, ...change } = this.#operation("user_update", "");
    return { ...change, id, body: JSON.stringify({ id, ...wire }) };
  }

  #operation(kind: OperationKind, body: string): Operation {
    return { id: this.#house.operationId(), kind, createdAt: Math.round(this.#house.platform.now()), body };
  }

  // --- what is on its way ----------------------------------------------------------------------------------------

  async pending(): Promise<Pending> {
    this.#house.checkOpen();
    return (await this.#house.loaded()).queue.pending(this.#house);
  }

  async flush(timeoutMs: number): Promise<Pending> {
    const house = this.#house;
    house.checkOpen();
    house.hurry();
    const end = house.platform.monotonic() + timeoutMs;
    for (;;) {
      // Entered before the look, so that nothing falls between the two. Another tab may do the work unheard.
      const left = end - house.platform.monotonic();
      const moved = house.progress(Math.max(0, Math.min(left, 500)));
      house.checkOpen();
      const empty = await house.read(async ({ tx }) => (await tx.all("operations", undefined, undefined, 1)).length === 0);
      if (empty || left <= 0) return this.pending();
      await moved;
    }
  }

  async retryOperation(id: string): Promise<boolean> {
    return (await this.#house.loaded()).queue.retry(this.#house, operationId(id));
  }

  async dismiss(id: string): Promise<boolean> {
    return (await this.#house.loaded()).queue.dismiss(this.#house, operationId(id));
  }

  // --- where the page stands -------------------------------------------------------------------------------------

  setForeground(foreground: boolean): void {
    this.#house.foreground = foreground;
    if (foreground) this.#house.hurry();
    this.rooms.placed();
  }

  networkChanged(available: boolean): void {
    this.#house.online = available;
    if (available) this.#house.hurry();
    this.rooms.placed();
  }

  listen(listener: Listener): () => void {
    const first = [...(this.#untold ? [this.#untold] : []), ...(this.rooms.greeting?.() ?? [])];
    this.#untold = undefined;
    return this.#house.listen(listener, ...first);
  }

  async shutdown(): Promise<void> {
    this.#unwatch?.();
    await this.#house.close();
  }

  #watched(what: "hide" | "show" | "online" | "offline"): void {
    if (what === "online" || what === "offline") return this.networkChanged(what === "online");
    // Another tab may have changed the user while this page was put away.
    if (what === "show") void this.#house.refresh().catch(() => undefined);
    else this.#sendUnstored();
    this.setForeground(what === "show");
    this.#house.hurry();
  }

  /** The page may end before these are stored: they go as they are. Stored as well, they are told once all the same. */
  #sendUnstored(): void {
    const { session, unstored, net } = this.#house;
    const events = unstored.filter((one) => one.kind === "event");
    if (!session?.token || !events.length || this.#moves) return;
    const body = `{"events":[${events.map((one) => one.body).join()}]}`;
    void net?.transport.request({ method: "POST", path: ["events"], token: session.token, body });
  }

  #follow(event: Event): void {
    if (event.event === "session_changed" && event.state === "logged_out") this.#tokens = {};
    // Every tab hears it, and one token is enough: the tab asks that needs it.
    if (event.event !== "token_required" || !this.#house.leads) return;
    const { tokenRefresh } = this.#house.config;
    const device = this.#house.session?.deviceId;
    if (!tokenRefresh || device === undefined || this.#asked === device) return;
    this.#asked = device;
    // A proof that comes after its user logged out is not taken for the next one.
    const given = (async () => tokenRefresh())();
    const taken = given.then((jwt) => (jwt ? this.#setProof("jwt", jwt, device) : false)).catch(() => undefined);
    void taken.then(() => this.#asked === device && (this.#asked = undefined));
  }
}

async function openKept(platform: Platform, appId: string): Promise<Store | undefined> {
  if (!platform.indexedDB) return undefined;
  let cancel: (() => void) | undefined;
  const patience = new Promise<void>((done) => (cancel = platform.after(OPENING, done)));
  try {
    return await openIndexed(platform.indexedDB, `frontdesk-${appId}`, patience);
  } catch {
    return undefined;
  } finally {
    cancel?.();
  }
}

/** The language that the app decided for this person. */
async function adoptLanguage(writer: { set(name: "language_override", value: string | undefined): Promise<void> }, wire: Record<string, unknown>): Promise<void> {
  const told = wire["language_override"];
  if (told !== undefined) await writer.set("language_override", (told as string | null) ?? undefined);
}
