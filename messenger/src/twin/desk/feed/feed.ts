// The feed: what the server tells without being asked, heard in the leading tab for all tabs.
//
// Guarantees: as the core's `worker/feed`: nothing is open out of sight, without a network, before a login, or before
// there is something to listen for; what comes is kept, then announced, for the user it belongs to and for nobody else.
// Two tasks: `ping` says where things stand, `listen` follows from there. Starts with the desk, ends with it.

import type { Session } from "../../storage/rows";
import { judge, type Judged } from "../../retry/classify";
import type { Purpose } from "../../retry/answer";
import type { Call } from "../../transport";
import type { Desk } from "../index";
import type { Place } from "../presence";
import { Cache } from "../cache/cache";
import { Known, type Who } from "./known";
import { listen } from "./listen";
import { fetchUnread, pingAgain, take } from "./ping";
import type { FeedMode } from "../stage";
import type { Told } from "../wire";

/** See the module. */
export class Feed {
  readonly desk: Desk;
  readonly known: Known;
  closed = false;
  #mode: FeedMode = "off";
  readonly #wantLogin: (wants: boolean) => void;

  constructor(desk: Desk, wantLogin: (wants: boolean) => void) {
    desk.cache ??= new Cache(desk.house);
    this.desk = desk;
    this.#wantLogin = wantLogin;
    this.known = new Known(desk.pulse);
  }

  start(): void {
    for (const task of [pingAgain, listen]) void this.#supervise(task);
  }

  /** A task that ended by a defect is started again. */
  async #supervise(task: (feed: Feed) => Promise<void>): Promise<void> {
    while (!this.closed) {
      try {
        await task(this);
      } catch {
        if (!this.closed) await this.pause(1000);
      }
    }
  }

  close(): void {
    this.closed = true;
    this.desk.pulse.tell();
  }

  /** What a login brought along. */
  async told(session: Session, { settings, ...ping }: Told): Promise<void> {
    // A login answers with the default look, which is not to be seen where a ping is about to bring another one.
    const looks = this.desk.page?.messenger_style_id === undefined ? { settings } : {};
    await take(this, session, { device: session.deviceId, epoch: session.epoch }, { ...ping, ...looks }, false);
  }

  /** Conversations with something unread, as the server knows now. */
  fetchUnread(): Promise<number> {
    return fetchUnread(this);
  }

  now(): number {
    return this.desk.house.platform.monotonic();
  }

  /** Waits so long, or until something changes. */
  pause(ms?: number): Promise<void> {
    return this.desk.pulse.next(ms, this.desk.house.platform.after);
  }

  /** For whom the feed is open at this place: nobody out of sight, without a network, logged out, or in a tab that
   * does not lead. */
  wantedBy(place: Place): Who | undefined {
    const { house } = this.desk;
    const session = house.session;
    if (this.closed || !house.leads || !place.foreground || !place.network || !session) return undefined;
    return { device: session.deviceId, epoch: session.epoch };
  }

  /** The session of `who` with its token; undefined when somebody else is logged in. Throws what the login threw. */
  async sessionOf(who: Who): Promise<Session | undefined> {
    this.#wantLogin(true);
    try {
      const session = await this.desk.house.loggedIn();
      return session.deviceId === who.device && session.epoch === who.epoch ? session : undefined;
    } finally {
      this.#wantLogin(false);
    }
  }

  /** Sends a question of the feed and judges its answer. */
  async ask<T>(purpose: Purpose, session: Session, call: Call, fresh: boolean, read: (json: unknown) => T | undefined): Promise<Judged<T>> {
    const { transport, platform } = this.desk.house;
    const answer = await transport.request({ ...call, ...(session.token === undefined ? {} : { token: session.token }) });
    return judge({ purpose, items: 1, freshSession: fresh }, answer, platform.now(), read);
  }

  /** Tells how news arrive now, in all tabs, when that changed. */
  setMode(mode: FeedMode): void {
    if (this.#mode === mode) return;
    this.#mode = mode;
    this.desk.tell({ feed: mode });
    this.desk.house.announce({ event: "feed_changed", mode }, true);
  }

  /** The server answered, or could not be reached. */
  setOnline(online: boolean): void {
    this.desk.tell({ online });
  }
}
