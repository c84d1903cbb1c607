// Who is here: persons after one another, in this tab and in others, and what the cookies say.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Cookies } from "../../../src/web/client/cookies";
import { type Twin, Visit } from "../../../src/web/client/visit";
import type { StateName } from "../../../src/twin/events";
import { sameIdentity } from "../../../src/twin/session";
import type { Settings } from "../../../src/web/surface";

interface Somebody {
  userId?: string;
  email?: string;
  contactId?: string;
}

/** A twin with one person, as every tab of a browser sees it; who logs in over another user is refused, as by the real one. */
class OneTwin {
  person: Somebody | undefined;
  state: StateName = "logged_out";
  readonly done: string[] = [];
  readonly #heard = new Set<(event: never) => void>();
  /** Holds the server's answer to a login back. */
  hold: Promise<void> | undefined;

  say(event: object): void {
    for (const heard of this.#heard) heard(event as never);
  }

  become(person: Somebody | undefined): void {
    this.person = person;
    this.state = person ? "logged_in" : "logged_out";
    this.say({ event: "session_changed", state: this.state });
  }

  readonly twin = {
    sessionState: () => this.state,
    listen: (heard: (event: never) => void) => {
      this.#heard.add(heard);
      return () => this.#heard.delete(heard);
    },
    fetchLoggedInUserAttributes: () => {
      if (!this.person) throw new Error("nobody");
      const { userId, email, contactId } = this.person;
      return { role: userId === undefined && email === undefined ? "lead" : "user", userId, email, contactId };
    },
    loginUserWithUserAttributes: async ({ user_id: userId, email }: { user_id?: string; email?: string }) => {
      const before = this.person;
      if (before && (before.userId ?? before.email) !== undefined && !sameIdentity(before, { userId, email })) {
        throw Object.assign(new Error("another person"), { code: "logout_required" });
      }
      const contactId = `contact of ${userId ?? email}`;
      this.done.push(`login ${userId ?? email}`);
      if (!before) this.state = "logging_in";
      this.person = { ...before, userId, email };
      await this.hold;
      if (this.person?.userId === userId && this.person?.email === email) this.become({ userId, email, contactId });
      return { contactId, rejected: [] };
    },
    loginUnidentifiedUser: async () => {
      this.done.push("login nobody");
      this.become({ contactId: "contact of nobody" });
      return { contactId: "contact of nobody", rejected: [] };
    },
    updateUser: async (attributes: object) => {
      this.done.push(`update ${JSON.stringify(attributes)}`);
      return { delivery: "queued" };
    },
    logout: async ({ asShown }: { asShown?: boolean } = {}) => {
      this.done.push(asShown ? "logout as shown" : "logout");
      this.become(undefined);
    },
    setAuthTokens: async () => void this.done.push("tokens"),
    setUserHash: async () => undefined,
    setUserJwt: async () => undefined,
    logEvent: async () => "",
  } as unknown as Twin;
}

let one: OneTwin;
let kept: Map<string, string>;
/** Names of cookies in the order of their writes. */
let written: string[];
const said: string[] = [];

/** A page of the browser whose cookies are `kept`. */
function page(of = one): Visit {
  const jar = {
    host: "localhost",
    secure: true,
    get cookie() {
      return [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
    },
    set cookie(line: string) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      if (/Max-Age=0/.test(line)) kept.delete(name);
      else kept.set(name, value);
      if (!/Max-Age=0/.test(line)) written.push(name);
    },
  };
  const ears = { ready: () => said.push("ready"), gone: () => said.push("gone"), warn: (message: string) => said.push(message), ping: () => undefined };
  return new Visit(of.twin, new Cookies(jar, "a1"), "", ears);
}

const boot = async (visit: Visit, settings: Settings): Promise<void> => (await visit.boot(settings)).answer;

beforeEach(() => {
  one = new OneTwin();
  kept = new Map();
  written = [];
  said.length = 0;
});
afterEach(() => void vi.useRealTimers());

test.each([
  ["an address", { email: "ada@x.y" }, { email: "bob@x.y" }],
  ["an address where the one before had an id, too", { user_id: "1", email: "ada@x.y" }, { email: "bob@x.y" }],
  ["an address where the one before had an id alone", { user_id: "1" }, { email: "bob@x.y" }],
  ["an id where the one before had an address", { email: "ada@x.y" }, { user_id: "2" }],
  ["an id and an address where the one before had an address", { email: "ada@x.y" }, { user_id: "2", email: "bob@x.y" }],
  ["another id at the same address", { user_id: "1", email: "ada@x.y" }, { user_id: "2", email: "ada@x.y" }],
])("`boot` as somebody else logs the one before out, also when they are named by %s", async (_how, first, second) => {
  const visit = page();
  await boot(visit, first);
  await boot(visit, second);
  expect(one.done.filter((what) => what === "logout")).toHaveLength(1);
  expect(visit.who()).toMatchObject(second);
});

test("`boot` as the same person logs nobody out, however the address is written", async () => {
  const visit = page();
  await boot(visit, { email: "Ada@x.y" });
  await boot(visit, { email: "ada@x.y" });
  await boot(visit, { email: "ada@X.y", user_id: "1" });
  expect(one.done).not.toContain("logout");
});

test("`update` about somebody else is not written to who is here; a new address of who has an id is", async () => {
  const visit = page();
  await boot(visit, { email: "ada@x.y" });
  for (const other of [{ email: "bob@x.y" }, { user_id: "2" }, { user_id: "2", email: "bob@x.y" }]) await visit.update({ ...other, name: "Bob" });
  expect(one.done.filter((what) => what.startsWith("update"))).toEqual([]);
  expect(said.filter((what) => what.includes("another person"))).toHaveLength(3);
  await boot(visit, { user_id: "1", email: "ada@x.y" });
  await visit.update({ email: "new@x.y" });
  expect(one.done.at(-1)).toBe('update {"email":"new@x.y"}');
});

test("who logs in in another tab takes this page away from nobody but the one before, and keeps the cookies", async () => {
  const visit = page();
  await boot(visit, { user_id: "1" });
  said.length = 0;
  // The log-out and the next log-in were over before this tab looked: there is no word of either.
  one.person = { userId: "2", contactId: "contact of 2" };
  kept.set("intercom-session-a1", "contact%20of%202");
  expect([visit.here, visit.endedElsewhere()]).toEqual([false, false]);
  await visit.update({ name: "Ada" });
  expect(one.done).toEqual(["login 1"]);
  expect(said).toEqual(["gone"]);
  expect(kept.get("intercom-session-a1")).toBe("contact%20of%202");
});

test("an answer that comes after `shutdown` says nothing of the next person", async () => {
  const visit = page();
  let answer = (): void => undefined;
  one.hold = new Promise((done) => (answer = done));
  const { answer: first } = await visit.boot({ user_id: "1", auth_tokens: { orders: "t" } });
  await visit.shutdown();
  one.hold = undefined;
  await boot(visit, { user_id: "2" });
  said.length = 0;
  answer();
  await first;
  expect([visit.visitorId(), one.done.includes("tokens"), said]).toEqual(["contact of 2", false, []]);
  expect(kept.get("intercom-id-a1")).toBe("contact%20of%202");
});

test("a session that another subdomain ended shows nothing here, although the next person is logged in there", async () => {
  const [here, there] = [new OneTwin(), new OneTwin()];
  await boot(page(here), { user_id: "1" });
  const other = page(there);
  await boot(other, { user_id: "1" });
  await other.shutdown();
  await boot(other, { user_id: "2" });
  // A page without a log-in, with the database of the first subdomain.
  const later = page(here);
  await boot(later, {});
  expect(here.done).toEqual(["login 1", "logout", "login nobody"]);
  expect(later.who()).toMatchObject({ type: "lead" });
  expect(later.visitorId()).toBe("contact of nobody");
});

test("a tab of another subdomain ends with the session there, and a page that is loaded again goes on", async () => {
  const [here, there] = [new OneTwin(), new OneTwin()];
  const visit = page(here);
  await boot(visit, { user_id: "1" });
  expect(visit.endedElsewhere()).toBe(false);
  await boot(page(here), {});
  expect(here.done).toEqual(["login 1"]);
  await boot(page(there), { user_id: "2" });
  expect(visit.endedElsewhere()).toBe(true);
  expect(visit.here).toBe(false);
});

test("a tab that hears of a log-out late leaves the cookies of who logged in since", async () => {
  const visit = page();
  await boot(visit, { user_id: "1" });
  kept.set("intercom-session-a1", "contact%20of%202");
  one.become(undefined);
  expect([visit.here, kept.get("intercom-session-a1")]).toEqual([false, "contact%20of%202"]);
});

test("a tab that boots while the log-in of another one is under way logs nobody out, nor does one without a name", async () => {
  let answer = (): void => undefined;
  one.hold = new Promise((done) => (answer = done));
  const { answer: first } = await page().boot({ user_id: "1" });
  const tabs = [page(), page()];
  const { answer: second } = await (tabs[0] as Visit).boot({ user_id: "1" });
  await (tabs[1] as Visit).boot({});
  expect(tabs.map((tab) => tab.endedElsewhere())).toEqual([false, false]);
  answer();
  await Promise.all([first, second]);
  expect(one.done).toEqual(["login 1", "login 1"]);
  expect(said.filter((what) => what === "gone")).toEqual([]);
  expect(kept.get("intercom-session-a1")).toBe("contact%20of%201");
});

test("a log-in that still waits for the network is there when the page is loaded again, and ends with its cookie", async () => {
  one.hold = new Promise(() => undefined);
  await page().boot({ user_id: "1" });
  one.state = "login_pending";
  await page().boot({});
  expect(one.done).toEqual(["login 1"]);
  // It names nobody.
  expect(kept.get("intercom-session-a1")).toMatch(/^~[0-9a-z]{1,7}$/);
  kept.delete("intercom-session-a1");
  one.hold = undefined;
  await boot(page(), {});
  expect(one.done).toEqual(["login 1", "logout", "login nobody"]);
});

test("a log-in under way on another subdomain ends who is here, and its cookie stays", async () => {
  const [here, there] = [new OneTwin(), new OneTwin()];
  const visit = page(here);
  await boot(visit, { user_id: "1" });
  there.hold = new Promise(() => undefined);
  await page(there).boot({ user_id: "2" });
  const cookies = new Map(kept);
  expect(visit.endedElsewhere()).toBe(true);
  // Who came here meanwhile, unheard, would stay as well.
  expect(here.done).toEqual(["login 1", "logout as shown"]);
  expect(kept).toEqual(cookies);
});

test("what the server takes and answers makes the cookies live on; one that was taken away does not come back", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const visit = page();
  await boot(visit, { user_id: "1" });
  const renewed = (): number => written.splice(0).filter((name) => name === "intercom-session-a1").length;
  renewed();
  const delivery = { event: "delivery", outcome: "delivered" };
  vi.setSystemTime(Date.now() + 60_000);
  one.say({ ...delivery, outcome: "rejected" });
  expect(renewed()).toBe(0);
  for (let count = 0; count < 500; count += 1) one.say(delivery);
  expect(renewed()).toBe(1);
  vi.setSystemTime(Date.now() - 60_000);
  visit.renew();
  expect(renewed(), "a ping, after the clock was set back").toBe(1);
  kept.delete("intercom-session-a1");
  vi.setSystemTime(Date.now() + 60_000);
  one.say(delivery);
  expect([renewed(), visit.here]).toEqual([0, false]);
  expect(one.done).toContain("logout as shown");
});
