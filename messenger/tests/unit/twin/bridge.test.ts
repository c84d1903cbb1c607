// contract/vectors/bridge.json and the examples of contract/bridge.schema.json on the twin, whose client has nobody
// logged in and no network.

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Frontdesk } from "../../../src/twin/client";
import { openDesk } from "../../../src/twin/desk";
import { Gate } from "../../../src/twin/desk/far/gate";
import { judgeLink } from "../../../src/twin/desk/far/link";
import { open, TYPES } from "../../../src/twin/desk/far/requests";
import { Refusal } from "../../../src/twin/desk/far/refusal";
import { Uploads } from "../../../src/twin/desk/far/uploads";
import type { Platform } from "../../../src/twin/platform";
import { breaches } from "../../support/schema";
import { built, each, vectors } from "./vectors";

/** A browser that stores nothing and reaches nothing. */
const nowhere: Platform = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  fetch: () => Promise.reject(new TypeError("no network")),
};

let client: Frontdesk;
beforeEach(async () => {
  client = await Frontdesk.open({ serverUrl: "http://localhost:1", appId: "desk", apiKey: "key", memoryOnly: true, on: nowhere }, openDesk);
});
afterEach(() => client.shutdown());

const ask = async (message: string): Promise<{ id: string | null; ok: boolean; error?: { code: string; field?: string } }> => {
  const text = await client.rooms?.request(message);
  return JSON.parse(text ?? "null");
};

describe("B2: messages that no page of ours sends", () =>
  each(vectors("bridge")["cases"], async (one) => {
    const text = "text" in one ? String(built(one["text"])) : JSON.stringify(built(one["message"]));
    const answer = await ask(text);
    expect(answer.ok).toBe(false);
    expect(answer.error?.code).toBe(one["code"]);
    if (one["field"]) expect(answer.error?.field).toBe(one["field"]);
    expect(answer.id).toBe(one["id"]);
    expect(breaches([{ from: "host", text: JSON.stringify(answer) }])).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain("script");
  }));

interface Example {
  type: string;
}
const schema = JSON.parse(readFileSync(new URL("../../../../contract/bridge.schema.json", import.meta.url), "utf8")) as {
  $defs: Record<string, { examples?: Example[]; "x-counterexamples"?: Example[] }>;
};

test("what a page can ask is exactly what the schema says", () => {
  const names = Object.keys(schema.$defs).filter((name) => name.startsWith("request."));
  expect([...TYPES].sort()).toEqual(names.map((name) => name.slice("request.".length)).sort());
  for (const name of names) {
    const { examples = [], "x-counterexamples": refused = [] } = schema.$defs[name] ?? {};
    expect(examples.length, name).toBeGreaterThan(0);
    for (const example of examples) expect(open(JSON.stringify(example)).request, JSON.stringify(example)).toEqual(example);
    for (const example of refused) expect(open(JSON.stringify(example)).request, JSON.stringify(example)).toBeInstanceOf(Refusal);
  }
});

test("B2: a burst passes, then fifty a second, and an id is used once", () => {
  const gate = new Gate();
  const passed = (now: number): number => Array.from({ length: 1000 }, () => gate.admit(now)).filter((refused) => !refused).length;
  expect(passed(0)).toBe(100);
  expect(gate.admit(0)?.refused).toMatchObject({ code: "too_many_requests", temporary: true, retry_after_ms: 20 });
  expect(passed(1000)).toBe(50);
  expect(passed(1010)).toBe(0);
  expect(passed(1020)).toBe(1);
  expect(passed(3_600_000)).toBe(100);
  gate.once("a");
  expect(() => gate.once("a")).toThrow(Refusal);
  for (let n = 0; n < 5000; n += 1) gate.once(String(n));
  expect(() => gate.once("a"), "only the last ids are remembered").not.toThrow();
});

test("the state is answered before anybody logs in", async () => {
  const answer = await ask('{"id":"a1","type":"state","data":{}}');
  expect(answer).toMatchObject({ id: "a1", ok: true, result: { visible: false, languages: ["en"], session: { state: "logged_out", role: null } } });
  expect(await ask('{"id":"a1","type":"state","data":{}}')).toMatchObject({ id: "a1", ok: false, error: { code: "repeated_request" } });
});

test("links are judged as they will be opened", () => {
  expect(judgeLink("HTTPS://Example.com/a%20b")).toEqual({ url: "https://example.com/a%20b", host: "example.com", confirm: false });
  expect(judgeLink("http://[::1]:80/").url).toBe("http://[::1]/");
  expect(judgeLink("mailto:ada@example.com?subject=Hi").host).toBeNull();
  expect(judgeLink("tel:+431234").url).toBe("tel:+431234");
  expect(judgeLink("https://\u0430pple.com/")).toMatchObject({ host: "xn--pple-43d.com", confirm: true });
  const refused = [
    "",
    "example.com",
    "//example.com",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>1</script>",
    "file:///etc/passwd",
    "blob:https://example.com/1",
    "intent://scan/#Intent;scheme=zxing;end",
    "about:blank",
    "ftp://example.com",
    "https://",
    "https://user@example.com",
    "https://example.com@evil.example",
    "https:\\\\example.com",
    "https://example.com/\u202egpj.exe",
    "https://exa\u200bmple.com",
    "mailto:",
    `https://example.com/${"a".repeat(2048)}`,
  ];
  for (const link of refused) expect(() => judgeLink(link), link).toThrow(Refusal);
});

test("a file comes in pieces, in order, is bounded, and is taken once", () => {
  const uploads = new Uploads();
  const code = (work: () => unknown): string | undefined => {
    try {
      work();
      return undefined;
    } catch (error) {
      return (error as Refusal).refused.code;
    }
  };
  const begin = (id: string, size: number, now = 0): void => uploads.begin(id, "a.png", "image/png", size, 100, now);
  begin("one", 6);
  expect(uploads.add("one", 0, "YWJj", 0)).toBe(3);
  expect(code(() => uploads.take(["one"])), "not complete").toBe("upload_unknown");
  expect(code(() => uploads.add("one", 1, "ZGVm", 0))).toBe("wrong_offset");
  expect(code(() => uploads.add("one", 3, "ZGVmZw==", 0))).toBe("too_long");
  expect(code(() => uploads.add("one", 3, "<script>", 0))).toBe("invalid_request");
  expect(code(() => uploads.add("forged", 0, "YWJj", 0))).toBe("upload_unknown");
  expect(uploads.add("one", 3, "ZGVm", 0)).toBe(6);
  expect(code(() => uploads.take(["one", "one"]))).toBe("upload_unknown");
  expect(new TextDecoder().decode(uploads.take(["one"])[0]?.bytes as Uint8Array)).toBe("abcdef");
  expect(code(() => uploads.take(["one"]))).toBe("upload_unknown");
  expect(code(() => begin("x", 0))).toBe("empty");
  expect(code(() => begin("x", 101))).toBe("attachment_too_large");
  for (const id of ["1", "2", "3", "4"]) begin(id, 100);
  expect(code(() => begin("5", 1))).toBe("too_many_uploads");
  expect(code(() => begin("6", 1, 600_000)), "forgotten files are let go").toBeUndefined();
});
