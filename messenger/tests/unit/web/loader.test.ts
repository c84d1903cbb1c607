// The script: whose address it takes, and what it does in a page without a browser around it.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clearCookies } from "../../../src/web/loader/clear";
import { sourceOf } from "../../../src/web/loader/place";

class Script {
  constructor(readonly src: string) {}
}

type Call = (...args: unknown[]) => unknown;
interface Stub extends Call {
  q?: unknown;
  c?: (args: unknown) => unknown;
  frontdesk?: string;
}
interface Page {
  Intercom?: Stub;
  Frontdesk?: Stub;
  intercomSettings?: object;
}

/** What the client was asked, across all copies of the script. */
const asked: unknown[][] = [];
let refused = false;
let page: Page;

// The client as a module of its own, so that it can be loaded as from a server.
vi.mock("../../../src/web/loader/place", async (original) => ({
  ...(await original<object>()),
  placeOf: () => ({ server: "https://desk.example", files: "data:text/javascript,export const start = () => globalThis.frontdeskTestClient;//" }),
}));

/** Runs the script once more. */
async function run(): Promise<void> {
  vi.resetModules();
  await import("../../../src/web/loader/main");
}

/** A queue as the documented snippet makes it. */
function stub(): Stub {
  const made: Stub = (...args) => made.c?.(args);
  const queue: unknown[] = [];
  made.q = queue;
  made.c = (args) => queue.push(args);
  return made;
}

beforeEach(() => {
  asked.length = 0;
  refused = false;
  page = {};
  vi.stubGlobal("window", page);
  vi.stubGlobal("document", { currentScript: null, cookie: "" });
  vi.stubGlobal("location", { hostname: "shop.example" });
  vi.stubGlobal("HTMLScriptElement", Script);
  vi.stubGlobal("CLIENT_FILE", "client.js");
  vi.stubGlobal("VERSION", "0");
  vi.stubGlobal("frontdeskTestClient", (args: ArrayLike<unknown>) => {
    asked.push(Array.from(args));
    return refused ? Promise.reject(Object.assign(new Error("no"), { code: "login_refused" })) : Promise.resolve();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const names = (): unknown[] => asked.map(([name]) => name);

test("an element that only has the name of the script is not believed", () => {
  expect(sourceOf(new Script("https://desk.example/widget/a1"))).toBe("https://desk.example/widget/a1");
  // `<img name="currentScript" src="…">` in a comment that somebody wrote.
  expect([sourceOf({ tagName: "SCRIPT", src: "https://evil.example/widget/a1" }), sourceOf(null)]).toEqual(["", ""]);
});

test("the script twice boots once; a wrapper that threw the function away and begins anew is heard", async () => {
  page.intercomSettings = { app_id: "a1" };
  await run();
  await run();
  await vi.waitFor(() => expect(names()).toEqual(["boot"]));
  const first = page.Intercom;
  delete page.Intercom;
  page.Intercom = stub();
  const kept = page.Intercom;
  page.Intercom("onShow", () => undefined);
  page.Intercom("boot", { app_id: "a1" });
  await run();
  expect([page.Intercom, page.Frontdesk]).toEqual([first, first]);
  kept("trackEvent", "later");
  await vi.waitFor(() => expect(names()).toEqual(["boot", "onShow", "boot", "trackEvent"]));
});

test("a call that fails before the client is there breaks nothing in a page that does not listen", async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on("unhandledRejection", hear);
  try {
    refused = true;
    await run();
    const listened = page.Intercom?.("boot", { app_id: "a1" }) as Promise<void>;
    page.Intercom?.("update", {});
    await expect(listened).rejects.toMatchObject({ code: "login_refused" });
    await new Promise((done) => setImmediate(done));
    expect(unheard).toEqual([]);
  } finally {
    process.off("unhandledRejection", hear);
  }
});

test("`shutdown` on a page that never booted takes the cookies away and loads nothing", async () => {
  const set: string[] = [];
  vi.stubGlobal("document", {
    currentScript: null,
    get cookie() {
      return "intercom-session-a1=x; theme=dark; intercom-id-a1=y";
    },
    set cookie(line: string) {
      set.push(line);
    },
  });
  await run();
  void page.Intercom?.("shutdown");
  expect(set).toContain("intercom-session-a1=; Path=/; Max-Age=0; Domain=shop.example");
  expect(set).toContain("intercom-id-a1=; Path=/; Max-Age=0");
  expect(set.some((line) => line.startsWith("theme"))).toBe(false);
  expect(asked).toEqual([]);
});

test("a cookie that somebody broke is no visitor and no error", async () => {
  page.intercomSettings = {};
  vi.stubGlobal("document", { currentScript: null, cookie: "intercom-id-a1=%E0%A4%A" });
  await run();
  (page.intercomSettings as { app_id?: string }).app_id = "a1";
  expect(page.Intercom?.("getVisitorId")).toBeUndefined();
  const refusing = { get cookie(): string { throw new Error("refused"); }, set cookie(_: string) {} };
  expect(() => clearCookies(refusing, "shop.example")).not.toThrow();
});
