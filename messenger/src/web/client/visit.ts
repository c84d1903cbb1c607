// One workspace on this page, from `boot` to `shutdown`: who is here, and what the cookies say about it.
//
// Guarantees: calls take effect in the order in which they were made; another person is never logged in over the one
// before, who is logged out first; what one person is told to be is never written to another; a session whose cookie
// is gone, or is another person's, is over; after a log-out in any tab, or a log-in of somebody else there, nothing of
// the person is left here. Waits for the browser's database, never for the network. Called by the table of calls.

import type { Frontdesk } from "../../twin/client";
import type { RejectedField } from "../../twin/events";
import { uuid } from "../../twin/model/ids";
import { sameIdentity } from "../../twin/session";
import type { Settings, Whoami } from "../surface";
import type { Cookies } from "./cookies";
import { campaign, sort, type Told } from "./settings";

/** What of the twin is used here. */
export type Twin = Pick<
  Frontdesk,
  "loginUnidentifiedUser" | "loginUserWithUserAttributes" | "updateUser" | "logEvent" | "logout" | "setAuthTokens" | "setUserHash" | "setUserJwt" | "sessionState" | "fetchLoggedInUserAttributes" | "listen"
>;

/** What a visit tells whoever opened it. */
export interface Ears {
  /** The server knows this person: whoever waits for `ready` may go on. */
  ready(): void;
  /** Nobody is logged in any more, here or in another tab. */
  gone(): void;
  /** Something a developer should know; holds nothing of a person. */
  warn(message: string): void;
  /** Asks for news, and says where the person is. */
  ping(): void;
}

/** See the module. */
export class Visit {
  readonly #twin: Twin;
  readonly #cookies: Cookies;
  readonly #ears: Ears;
  readonly #search: string;
  /** Between `boot` and `shutdown`. */
  #here = false;
  /** We log somebody out ourselves, and somebody else in. */
  #changing = false;
  /** Rises with each `boot` and `shutdown`: an answer of before says nothing any more. */
  #turn = 0;
  /** The user whom this page has, since the database told. */
  #whose: Whoami | undefined;
  #visitorId: string | undefined;
  /** What this page wrote into the session's cookie. */
  #mine: string | undefined;
  /** When `renew` last looked. */
  #renewed = 0;

  constructor(twin: Twin, cookies: Cookies, search: string, ears: Ears) {
    this.#twin = twin;
    this.#cookies = cookies;
    this.#search = search;
    this.#ears = ears;
    this.#visitorId = cookies.read("id");
    twin.listen((event) => {
      if (this.#changing || !this.here) return;
      if (event.event === "delivery" && event.outcome === "delivered") this.renew();
      if (event.event !== "session_changed") return;
      if (event.state === "logged_out") this.#endHere();
      if (event.state === "logged_in") this.#remember();
    });
  }

  /** Between `boot` and `shutdown`, and the person is still this page's. */
  get here(): boolean {
    return this.#here && (this.#changing || !this.#takenOver());
  }

  /** Begins. Resolves when the server knows the person, or when it was told who they are and cannot be reached. */
  async boot(settings: Settings): Promise<{ answer: Promise<void> }> {
    const told = sort(settings);
    this.#refused(told.rejected);
    this.#cookies.sessionDuration = told.messenger.session_duration;
    this.#turn += 1;
    this.#whose = undefined;
    this.#here = true;
    // Cleared by the app's own log-out page, or too old.
    if (this.who()?.type === "user" && this.#over()) await this.#leave();
    return this.#enter(told);
  }

  /** Tells news of the person; without any, asks for news. */
  async update(settings: Settings | undefined): Promise<{ answer: Promise<void> }> {
    if (!this.#here) return done;
    if (this.endedElsewhere()) return done;
    const told = sort(settings);
    this.#refused(told.rejected);
    if (told.messenger.session_duration !== undefined) this.#cookies.sessionDuration = told.messenger.session_duration;
    const who = this.who();
    const named = told.userId !== undefined || told.email !== undefined;
    if (named && (!who || who.type === "lead")) return this.#enter(told);
    if (who && isOther(who, told)) {
      this.#ears.warn("update was given another person's user_id and changed nothing: call shutdown, then boot.");
      return done;
    }
    if (told.userHash) await this.#twin.setUserHash(told.userHash);
    if (told.jwt) await this.#twin.setUserJwt(told.jwt);
    if (told.authTokens) await this.#twin.setAuthTokens(told.authTokens);
    if (who && this.#twin.sessionState() === "logged_in") this.#remember();
    this.#ears.ping();
    const { attributes } = told;
    if (attributes["user_id"] === who?.user_id) delete attributes["user_id"];
    if (attributes["email"] === who?.email) delete attributes["email"];
    return Object.keys(attributes).length > 0 ? { answer: this.#tell(attributes) } : done;
  }

  /** Ends: nothing of the person is left in the browser but what they sent and the server has not taken yet. */
  async shutdown(): Promise<void> {
    if (!this.#here) {
      this.#cookies.clear();
      return;
    }
    this.forget();
    await this.#leave();
  }

  /** Takes down everything of the person at once. */
  forget(): void {
    this.#end();
    this.#cookies.clear();
  }

  /** Another tab ended this; somebody else may have come there since, whose cookies stay. */
  #endHere(): void {
    const kept = this.#cookies.read("session");
    if (kept === undefined || kept === this.#mine) this.forget();
    else this.#end();
  }

  /** The server answered this person: the cookies live on from now. One that was taken away does not come back. */
  renew(): void {
    const now = Date.now();
    if (!this.here || this.#twin.sessionState() !== "logged_in" || Math.abs(now - this.#renewed) < RENEWED_AT_MOST_EVERY) return;
    this.#renewed = now;
    if (!this.endedElsewhere()) this.#remember();
  }

  #end(): void {
    this.#here = false;
    this.#turn += 1;
    this.#whose = undefined;
    this.#visitorId = undefined;
    this.#ears.gone();
  }

  /** Somebody else logged in in another tab: this page is not theirs, and their cookies are not ours to clear. */
  #takenOver(): boolean {
    const who = this.who();
    if (who?.type !== "user") return false;
    if (this.#whose && !sameIdentity(named(this.#whose), named(who))) {
      this.#end();
      return true;
    }
    this.#whose = who;
    return false;
  }

  /** A tab of another subdomain, or the app's own log-out, took the cookie away: the person is logged out here, too. */
  endedElsewhere(): boolean {
    if (this.#here && this.#takenOver()) return true;
    if (!this.#here || this.who()?.type !== "user" || this.#twin.sessionState() !== "logged_in" || !this.#over()) return false;
    this.#endHere();
    // Who came in another tab meanwhile stays.
    void this.#leave({ asShown: true }).catch(nothing);
    return true;
  }

  /** Who is logged in, as the page named them. */
  who(): Whoami | undefined {
    try {
      const { role, userId, email } = this.#twin.fetchLoggedInUserAttributes();
      return { type: role, user_id: userId, email };
    } catch {
      return undefined;
    }
  }

  visitorId(): string | undefined {
    return this.#visitorId;
  }

  /** Whether the session's cookie is gone although this browser keeps cookies, or speaks of somebody else: another
   * subdomain has the same cookies and a database of its own, where this person may have been logged out since. */
  #over(): boolean {
    if (!this.#cookies.usable) return false;
    const [kept, contact, who] = [this.#cookies.read("session"), this.#contact(), this.who()];
    if (kept === undefined) return true;
    return kept.startsWith(MARK) ? !who || kept !== markOf(who) : contact !== undefined && kept !== contact;
  }

  #contact(): string | undefined {
    try {
      return this.#twin.fetchLoggedInUserAttributes().contactId ?? undefined;
    } catch {
      return undefined;
    }
  }

  async #enter(told: Told): Promise<{ answer: Promise<void> }> {
    const who = this.who();
    const named = told.userId !== undefined || told.email !== undefined;
    // Whom the twin would refuse as another person is one; also a new address alone.
    if (who?.type === "user" && named && !isSame(who, told)) await this.#leave();
    // Before the first question of a login or of a session that is there: it says where the person is.
    this.#ears.ping();
    // Before the database knows: a tab that finds them there finds the cookie, too, and does not take it for gone.
    if (named && this.who()?.type !== "user") this.#write(markOf({ user_id: told.userId, email: told.email }));
    const came = campaign(this.#search);
    const attributes = { ...told.attributes };
    if (Object.keys(came).length > 0) attributes["custom_attributes"] = { ...(attributes["custom_attributes"] as object | undefined), ...came };
    const proof = { ...(told.userHash ? { userHash: told.userHash } : {}), ...(told.jwt ? { jwt: told.jwt } : {}) };
    const stays = !named && this.who()?.type === "user";
    const news = Object.keys(attributes).length > 0;
    const login = stays
      ? // A page without a log-in shows the person who was here last, until `shutdown` or the end of the cookie.
        Promise.resolve(undefined)
      : named
        ? this.#twin.loginUserWithUserAttributes(attributes, proof)
        : this.#twin.loginUnidentifiedUser();
    const telling = news && !named ? this.#tell(attributes) : undefined;
    telling?.catch((error: unknown) => this.#ears.warn(`the attributes were not taken (${codeOf(error)})`));
    const turn = this.#turn;
    const answer = login.then(async (answered) => {
      // Who came next has nothing to do with this answer.
      if (turn !== this.#turn) return;
      // A cookie of another subdomain may name another contact than the one that is logged in here.
      this.#visitorId = answered?.contactId ?? this.#contact() ?? this.#visitorId;
      this.#remember();
      this.#refused(answered?.rejected ?? []);
      this.#ears.ready();
      if (told.authTokens) await this.#twin.setAuthTokens(told.authTokens);
    });
    await this.#begun(login);
    return { answer };
  }

  /** Resolves when the database knows who is logging in: calls that follow are this person's. */
  #begun(login: Promise<unknown>): Promise<void> {
    return new Promise((done) => {
      if (this.#twin.sessionState() !== "logged_out") done();
      const stop = this.#twin.listen((event) => {
        if (event.event === "session_changed" && event.state !== "logged_out") done();
      });
      const end = (): void => {
        stop();
        done();
      };
      login.then(end, end);
    });
  }

  async #tell(attributes: Record<string, unknown>): Promise<void> {
    const delivery = await this.#twin.updateUser(attributes);
    if (delivery.delivery === "delivered") this.#refused(delivery.rejected);
  }

  /** Says which keys the server did not take; where visitors came from is kept only where an operator wants it. */
  #refused(fields: readonly RejectedField[]): void {
    for (const { field, code } of fields) {
      if (!/\.utm_\w+$/.test(field)) this.#ears.warn(`${field} was not taken (${code}).`);
    }
  }

  async #leave(how: { asShown?: true } = {}): Promise<void> {
    this.#changing = true;
    try {
      await this.#twin.logout({ force: true, ...how });
      if (how.asShown) return;
      this.#visitorId = undefined;
      this.#cookies.clear();
    } finally {
      this.#whose = undefined;
      this.#changing = false;
    }
  }

  /** Another visit that counts: the cookies live on from now. */
  #remember(): void {
    if (!this.#here) return;
    const device = this.#cookies.read("device-id") ?? newId();
    this.#cookies.write("device-id", device);
    if (this.#visitorId) this.#cookies.write("id", this.#visitorId);
    const contact = this.#contact();
    // Whose session it is; the contact's id opens nothing.
    if (contact !== undefined && this.who()?.type === "user") this.#write(contact);
  }

  #write(session: string): void {
    this.#mine = session;
    this.#cookies.write("session", session);
  }
}

/** Not the browser's own: that came with Safari 15.4, and pages without TLS have none. */
const newId = (): string => uuid({ now: () => Date.now(), random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)) });
/** How often an answer of the server makes the cookies live on. Milliseconds. */
const RENEWED_AT_MOST_EVERY = 1_000;
/** How a session's cookie begins until the server has named the contact. */
const MARK = "~";
const nothing = (): void => undefined;
const done = { answer: Promise.resolve() };

/** Says of whom a log-in under way is: a number of 32 bits (FNV-1a), from which nobody learns who it was. */
function markOf({ user_id: id, email }: Pick<Whoami, "user_id" | "email">): string {
  let mark = 0x811c9dc5;
  for (const unit of `${id === undefined}${id ?? email?.toLowerCase()}`) mark = Math.imul(mark ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return MARK + (mark >>> 0).toString(36);
}

const named = (who: Whoami): { userId?: string; email?: string } => ({ userId: who.user_id, email: who.email });

/** Whether a page names the person who is logged in, as the twin sees it. */
function isSame(who: Whoami, { userId, email }: Told): boolean {
  return sameIdentity(named(who), { userId, email });
}

/** Whether news are told of somebody else than who is logged in. A user with an id may get a new address. */
function isOther(who: Whoami, told: Told): boolean {
  if (told.userId === undefined && told.email === undefined) return false;
  return told.userId === undefined && who.user_id !== undefined ? false : !isSame(who, told);
}

/** An error's stable word. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "internal";
}
