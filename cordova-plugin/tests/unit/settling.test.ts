// Every call settles exactly once, whatever is passed and whatever the native side does; nothing is ever thrown.

import { describe, expect, test } from "vitest";
import { Bridge, type Loose, settled } from "./bridge";
import { ALL } from "./documented";

const NAMES = [...new Set(ALL.map(([name]) => name))];

/** An object whose members cannot be read. */
const guarded = (): object => Object.defineProperty({}, "userId", { enumerable: true, get: () => { throw new Error("no"); } });
const circle = (): object => {
  const one: Record<string, unknown> = {};
  one["self"] = one;
  return one;
};
const deep = (): unknown => {
  let one: unknown = 1;
  for (let level = 0; level < 50_000; level += 1) one = [one];
  return one;
};
const HOSTILE: [string, () => unknown[]][] = [
  ["null", () => [null]],
  ["nothing but nulls", () => [null, null, null, null]],
  ["a list", () => [[1, [2]]]],
  ["a circle", () => [circle()]],
  ["getters that throw", () => [guarded()]],
  ["toJSON that throws", () => [{ toJSON: () => { throw new Error("no"); } }]],
  ["a big integer", () => [{ userId: 10n }]],
  ["infinity", () => [{ amount: Infinity }]],
  ["a symbol", () => [Symbol("s")]],
  ["a tower of lists", () => [deep()]],
  ["a proxy that refuses", () => [new Proxy({}, { get: () => { throw new Error("no"); }, ownKeys: () => { throw new Error("no"); } })]],
  ["objects for callbacks", () => ["x", {}, {}, {}]],
  ["half a pair of letters", () => ["\ud800"]],
  ["far too much", () => [1, 2, 3, 4, 5, 6, 7, 8]],
];

describe("hostile values", () => {
  test.each(HOSTILE)("%s: no call throws, each settles once", async (_title, given) => {
    for (const name of NAMES) {
      const bridge = new Bridge();
      const heard: string[] = [];
      bridge.answers = ({ done, failed }) => {
        done();
        failed("again");
      };
      const pair = [() => heard.push("done"), () => heard.push("failed")];
      expect(bridge.calls[name]?.(...given(), ...pair)).toBeUndefined();
      await settled();
      expect([name, heard.length]).toEqual([name, 1]);
      const promise = bridge.calls[name]?.(...given());
      if (promise !== undefined) await (promise as Promise<unknown>).then(() => undefined, (error: { code: unknown }) => expect(typeof error.code).toBe("string"));
      expect(bridge.defects).toEqual([]);
    }
  });

  test("what cannot be written is refused before it leaves, with the argument's name", async () => {
    const bridge = new Bridge();
    const code = (call: unknown): Promise<unknown> => (call as Promise<unknown>).catch(({ code: told, field }: { code: string; field: string }) => [told, field]);
    expect(await code(bridge.calls["updateUser"]?.(circle()))).toEqual(["invalid_json", "attributes"]);
    expect(await code(bridge.calls["updateUser"]?.(guarded()))).toEqual(["invalid_json", "attributes"]);
    expect(await code(bridge.calls["logEvent"]?.("paid", { amount: NaN }))).toEqual(["not_finite", "metadata"]);
    expect(await code(bridge.calls["logEvent"]?.("paid", { amount: 1n }))).toEqual(["invalid_json", "metadata"]);
    expect(await code(bridge.calls["logEvent"]?.("paid", { amount: deep() }))).toEqual(["too_deep", "metadata"]);
    expect(await code(bridge.calls["displayHelpCenterCollections"]?.(Object.defineProperty({}, "collectionIds", { get: () => { throw new Error("no"); } })))).toEqual(["invalid_json", "ids"]);
    expect(bridge.made).toEqual([]);
  });

  test("what an app changes after the call does not change what was called", () => {
    const bridge = new Bridge({ ready: false });
    const told = { price: 1 };
    void bridge.intercom.logEvent("ordered", told);
    told.price = 2;
    bridge.ready();
    expect(bridge.last.args).toEqual(["ordered", { price: 1 }]);
  });
});

describe("callbacks", () => {
  test("get the documented values as they came", () => {
    const bridge = new Bridge();
    const heard: unknown[] = [];
    bridge.intercom.isUserLoggedIn((value) => heard.push(value));
    bridge.last.done("true");
    bridge.intercom.fetchHelpCenterCollections((value) => heard.push(value));
    bridge.last.done('[{"collectionId":"1"}]');
    bridge.intercom.unreadConversationCount((value) => heard.push(value));
    bridge.last.done(3);
    expect(heard).toEqual(["true", '[{"collectionId":"1"}]', 3]);
  });

  test("get an error that reads as the existing plugin's", () => {
    const bridge = new Bridge();
    const heard: unknown[] = [];
    bridge.intercom.logout(null, (error) => heard.push([String(error), error.code, error instanceof Error, error instanceof bridge.intercom.FrontdeskError]));
    bridge.last.failed({ code: "unidentified_logout", message: "a visitor cannot come back" });
    expect(heard).toEqual([["unidentified_logout : a visitor cannot come back", "unidentified_logout", true, true]]);
  });

  test("that throw are the app's own defect, and the other callback is not called", async () => {
    const bridge = new Bridge();
    const heard: string[] = [];
    const own = new Error("mine");
    bridge.intercom.present(
      () => {
        throw own;
      },
      () => heard.push("failed"),
    );
    bridge.last.done();
    await settled();
    expect([bridge.defects, heard]).toEqual([[own], []]);
  });

  test("that are no functions make the call none the less, and nothing is returned", async () => {
    const bridge = new Bridge();
    expect(bridge.calls["logEvent"]?.("ordered", { price: 1 }, {}, {})).toBeUndefined();
    bridge.last.failed("no");
    await settled();
    expect(bridge.last.args).toEqual(["ordered", { price: 1 }]);
    expect(bridge.warnings).toEqual([]);
  });
});

test("`logout` takes ours before its callbacks, and without it is what it was", () => {
  const bridge = new Bridge();
  const heard: string[] = [];
  bridge.intercom.logout(null, () => heard.push("failed"));
  bridge.last.failed("no");
  bridge.intercom.logout({ force: true }, () => heard.push("done"));
  bridge.last.done();
  bridge.calls["logout"]?.({}, () => heard.push("wrapped"), () => heard.push("wrong"));
  bridge.last.done();
  expect([heard, bridge.made.map((one) => one.args)]).toEqual([["failed", "done", "wrapped"], [[], [{ force: true }], []]]);
});

describe("promises", () => {
  test("give real values", async () => {
    const bridge = new Bridge();
    const answers: [string, unknown, unknown][] = [
      ["isUserLoggedIn", "true", true],
      ["isUserLoggedIn", "false", false],
      ["isUserLoggedIn", true, true],
      ["unreadConversationCount", 3, 3],
      ["unreadConversationCount", "3", 3],
      ["fetchLoggedInUserAttributes", '{"userId":"1"}', { userId: "1" }],
      ["fetchHelpCenterCollections", '[{"collectionId":"1","title":"T"}]', [{ collectionId: "1", title: "T" }]],
      ["fetchHelpCenterCollection", { collectionId: "1" }, { collectionId: "1" }],
      ["searchHelpCenter", "[]", []],
      ["pending", { queued: 1, rejected: [], rejected_count: 0 }, { queued: 1, rejected: [], rejected_count: 0 }],
      ["diagnostics", { version: "0.1.0" }, { version: "0.1.0" }],
      ["logEvent", "0199", "0199"],
      ["updateUser", { delivery: "queued", rejected: [], ignored: [] }, { delivery: "queued", rejected: [], ignored: [] }],
      ["loginUserWithUserAttributes", { merged: false }, { merged: false }],
      ["loginUnidentifiedUser", "OK", undefined],
      ["logout", "OK", undefined],
      ["dismiss", true, true],
      ["handlePush", "false", false],
    ];
    for (const [name, told, given] of answers) {
      const promise = bridge.calls[name]?.(...(ALL.find(([one]) => one === name)?.[1] ?? []));
      bridge.last.done(told);
      expect([name, await promise]).toEqual([name, given]);
    }
  });

  test("that nobody listens to are one warning and no unhandled rejection", async () => {
    const bridge = new Bridge();
    const unhandled: unknown[] = [];
    const hear = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", hear);
    void bridge.intercom.present();
    bridge.last.failed({ code: "not_logged_in", message: "log in first" });
    await new Promise((turn) => setImmediate(turn));
    process.off("unhandledRejection", hear);
    expect(unhandled).toEqual([]);
    expect(bridge.warnings).toEqual(["Frontdesk: present was not done (not_logged_in)."]);
  });

  test.each<[string, (promise: Promise<void>) => Promise<unknown>]>([
    ["catch", (promise) => promise.catch(() => "heard")],
    ["then", (promise) => promise.then(undefined, () => "heard")],
    ["await", async (promise) => {
      try {
        return await promise;
      } catch {
        return "heard";
      }
    }],
    ["Promise.all", (promise) => Promise.all([promise]).catch(() => "heard")],
    ["Promise.allSettled", async (promise) => (await Promise.allSettled([promise]))[0]?.status === "rejected" && "heard"],
    ["an async function that returns it", (promise) => (async () => promise)().catch(() => "heard")],
  ])("that somebody listens to by %s are not warned of", async (_title, listen) => {
    const bridge = new Bridge();
    const promise = bridge.intercom.present();
    expect(promise).toBeInstanceOf(Promise);
    const heard = listen(promise);
    bridge.last.failed({ code: "not_logged_in", message: "log in first" });
    expect([await heard, bridge.warnings]).toEqual(["heard", []]);
    await settled();
    expect(bridge.warnings).toEqual([]);
  });

  test("reject when the answer cannot be read", async () => {
    const bridge = new Bridge();
    const count = bridge.intercom.unreadConversationCount();
    bridge.last.done("many");
    await expect(count).rejects.toMatchObject({ code: "internal" });
    const flag = bridge.intercom.isUserLoggedIn();
    bridge.last.done("perhaps");
    await expect(flag).rejects.toMatchObject({ code: "internal" });
    const list = bridge.intercom.fetchHelpCenterCollections();
    bridge.last.done("<html>");
    await expect(list).rejects.toMatchObject({ code: "internal" });
  });
});

describe("before `deviceready`", () => {
  test("calls wait and leave in the order in which they were made, also those that an answer makes", () => {
    const bridge = new Bridge({ ready: false });
    bridge.answers = ({ done }) => done();
    bridge.intercom.present(() => void bridge.intercom.hideIntercom(() => undefined));
    bridge.intercom.logEvent("first", () => undefined);
    bridge.intercom.logEvent("second", () => undefined);
    expect(bridge.made).toEqual([]);
    bridge.ready();
    expect(bridge.made.map(({ action, args }) => [action, args[0]])).toEqual([["present", undefined], ["logEvent", "first"], ["logEvent", "second"], ["hideIntercom", undefined]]);
  });

  test("a listener waits as well, and so does the stream of events", () => {
    const bridge = new Bridge({ ready: false });
    bridge.intercom.addEventListener("shown", () => undefined);
    expect(bridge.stream).toBeUndefined();
    bridge.ready();
    expect(bridge.stream?.args).toEqual([]);
  });
});

test("a bridge that throws is an error of that call, and of no other", async () => {
  const bridge = new Bridge({
    exec: () => {
      throw new Error("gone");
    },
  });
  await expect(bridge.intercom.present()).rejects.toMatchObject({ code: "internal", message: "gone" });
  const heard: string[] = [];
  bridge.intercom.hideIntercom(() => heard.push("done"), () => heard.push("failed"));
  await settled();
  expect(heard).toEqual(["failed"]);
});

test("functions need no `this`", async () => {
  const { intercom, made } = new Bridge();
  const { logEvent, addEventListener } = intercom;
  void logEvent("ordered");
  addEventListener("shown", () => undefined);
  expect(made.map((one) => one.action)).toEqual(["logEvent"]);
});

test("an old name is said once, however often it is called", () => {
  const bridge = new Bridge();
  for (let turn = 0; turn < 3; turn += 1) bridge.calls["displayMessenger"]?.(() => undefined);
  (bridge.intercom as unknown as Loose)["reset"]?.(() => undefined);
  expect(bridge.warnings).toEqual(["Frontdesk: displayMessenger is an old name of present.", "Frontdesk: reset is an old name of logout."]);
});

test("`intercom.space`, `VISIBLE`, `GONE` and the helpers make the documented words", () => {
  const { intercom, content } = new Bridge();
  expect(intercom.space).toMatchObject({ Home: "HOME", HelpCenter: "HELP_CENTER", Messages: "MESSAGES", Tickets: "TICKETS" });
  expect([intercom.VISIBLE, intercom.GONE]).toEqual(["VISIBLE", "GONE"]);
  expect(content.articleWithArticleId(7)).toEqual({ type: "ARTICLE", id: 7 });
  expect(content.carouselWithCarouselId("7")).toEqual({ type: "CAROUSEL", id: "7" });
  expect(content.surveyWithSurveyId("7")).toEqual({ type: "SURVEY", id: "7" });
  expect(content.conversationWithConversationId("7")).toEqual({ type: "CONVERSATION", id: "7" });
  expect(content.helpCenterCollectionsWithIds(["7"])).toEqual({ type: "HELP_CENTER_COLLECTIONS", ids: ["7"] });
  expect(JSON.stringify(content.articleWithArticleId(undefined as never))).toBe('{"type":"ARTICLE"}');
});
