// Whatever a native side gives as the reason, the app gets one kind of error with a stable code.

import { expect, test } from "vitest";
import { Bridge } from "./bridge";

const REASONS: [string, unknown, object][] = [
  ["our object", { code: "invalid_email", message: "email: no", field: "email", limit: 3 }, { code: "invalid_email", message: "email: no", field: "email", limit: 3 }],
  ["more than that", { code: "rate_limited", message: "later", temporary: true, retry_after_ms: 50 }, { code: "rate_limited", temporary: true, retry_after_ms: 50 }],
  ["a code alone", { code: "not_found" }, { code: "not_found", message: "not_found" }],
  ["our object as text", '{"code":"not_found","message":"no"}', { code: "not_found", message: "no" }],
  ["the existing plugin's text", "not_found : no such article", { code: "not_found", message: "no such article" }],
  ["its sentence", "No user is currently logged in", { code: "internal", message: "No user is currently logged in" }],
  ["its number", 404, { code: "internal" }],
  ["a text that only looks like an object", "{oops", { code: "internal", message: "{oops" }],
  ["an error", new Error("broken"), { code: "internal", message: "broken" }],
  ["nothing", undefined, { code: "internal" }],
  ["an empty text", "", { code: "internal" }],
  ["an object without a code", { message: "no" }, { code: "internal" }],
  ["a code that is none", { code: 7 }, { code: "internal" }],
  ["what cannot be looked at", new Proxy({}, { get: () => { throw new Error("no"); }, ownKeys: () => { throw new Error("no"); } }), { code: "internal" }],
  ["a plugin that is not there, on Android", "Class not found", { code: "plugin_not_installed" }],
  ["a plugin that is not there, in the browser", "Missing Command Error", { code: "plugin_not_installed" }],
  ["an action that there is not", "Invalid action", { code: "unknown_action" }],
  ["a name of every object", "constructor", { code: "internal", message: "constructor" }],
];

test.each(REASONS)("%s becomes an error with a code", async (_title, reason, wanted) => {
  const bridge = new Bridge();
  const promise = bridge.intercom.present();
  bridge.last.failed(reason);
  const error = await promise.then(() => undefined, (told: unknown) => told);
  expect(error).toBeInstanceOf(bridge.intercom.FrontdeskError);
  expect(error).toMatchObject(wanted);
  const { code, message } = error as { code: string; message: string };
  expect(String(error)).toBe(`${code} : ${message}`);
});
