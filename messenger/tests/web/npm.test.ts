// The package for bundlers: as it is built, in a page and on a server.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Town } from "./town";

const PACK = fileURLToPath(new URL("../../dist/npm/", import.meta.url));
let town: Town;
beforeAll(async () => {
  town = await Town.open();
  town.page("/", "<!doctype html><title>Bundled</title>");
  town.page("/pack.js", { body: readFileSync(`${PACK}index.js`, "utf8"), headers: { "content-type": "text/javascript" } });
});
afterEach(() => town.leave());
afterAll(() => town?.close());

test("on a server importing it and calling it does nothing", async () => {
  const pack = (await import(`${PACK}index.js`)) as Record<string, (...args: unknown[]) => unknown>;
  await pack["boot"]?.({ app_id: "a", api_base: "https://desk.example" });
  expect([pack["show"]?.(), pack["getVisitorId"]?.(), pack["whoami"]?.()]).toEqual([undefined, undefined, undefined]);
});

test("in a page the first boot loads the script, calls made before it follow, and promises settle", async () => {
  const visitor = await town.visit("/");
  await visitor.page.addScriptTag({ type: "module", content: "import * as pack from '/pack.js'; window.pack = pack;" });
  await visitor.page.waitForFunction(() => (window as { pack?: unknown }).pack);
  const told = await visitor.page.evaluate(
    async ([appId, base]) => {
      const { pack } = window as never as { pack: Record<string, (...args: unknown[]) => Promise<unknown>> };
      const said: unknown[] = [];
      pack["onUnreadCountChange"]?.((count: number) => said.push(count));
      const early = pack["trackEvent"]?.("early");
      await pack["boot"]?.({ app_id: appId, api_base: base, user_id: "bundled" });
      await early;
      const refused = await pack["trackEvent"]?.("").catch((error: { code: string }) => error.code);
      await pack["show"]?.();
      return [said, pack["whoami"]?.(), refused];
    },
    [town.workspace.app_id, town.workspace.url],
  );
  expect(told).toEqual([[0], { type: "user", user_id: "bundled" }, "empty"]);
  await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
  const events = async (): Promise<unknown[]> => (await town.operator("GET", "/events?type=user&user_id=bundled"))["events"] as unknown[];
  await expect.poll(async () => (await events()).length, { timeout: 100_000 }).toBe(1);
});

test("a bundler leaves out what a page does not use", async () => {
  const made = await build({
    configFile: false,
    logLevel: "error",
    plugins: [{ name: "page", resolveId: (id) => (id === "page" ? id : undefined), load: (id) => (id === "page" ? `import { show } from ${JSON.stringify(`${PACK}index.js`)}; show();` : undefined) }],
    build: { write: false, rolldownOptions: { input: "page" } },
  });
  const code = (made as { output: { code?: string }[] }).output.map((one) => one.code ?? "").join("");
  expect(code).toContain("show");
  expect(code).not.toMatch(/startConversation|createElement/);
});
