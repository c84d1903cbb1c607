// axe-core finds nothing on any screen in either theme; text of twice the size fits; narrow screens do not scroll
// sideways.

import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCREENS } from "../support/screens";
import { type Stage, Theatre } from "../support/stage";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());

/** Violations, in words that find them. */
async function violations({ page }: Stage): Promise<string[]> {
  return page.evaluate(async () => {
    interface Found {
      violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
    }
    const axe = (window as never as { axe: { run: (root: Document, options: object) => Promise<Found> } }).axe;
    const { violations: found } = await axe.run(document, { resultTypes: ["violations"] });
    return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary}`));
  });
}

const sideways = ({ page }: Stage): Promise<string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
    for (const box of document.querySelectorAll<HTMLElement>("main, .header, .tabs, .row, .card, .button, .composer-box")) {
      if (box.scrollWidth > box.clientWidth + 1 && !box.matches(".carousel")) wide.push(`${box.className}: ${box.textContent?.slice(0, 40)}`);
    }
    return wide;
  });

describe.each(Object.entries(SCREENS))("%s", (_, screen) => {
  test("has no violation in either theme, and fits 320 points and text of twice the size", async () => {
    const stage = await theatre.stage(screen.before);
    await stage.page.evaluate(await axeSource());
    await screen.show(stage);
    for (const theme of ["light", "dark"] as const) {
      stage.host.change({ theme_mode: theme });
      await stage.page.locator(`html[data-theme=${theme}]`).waitFor();
      expect(await violations(stage), theme).toEqual([]);
    }
    await stage.page.setViewportSize({ width: 320, height: 568 });
    expect(await sideways(stage)).toEqual([]);
    await stage.page.evaluate(() => document.documentElement.style.setProperty("--frontdesk-text-scale", "2"));
    expect(await sideways(stage)).toEqual([]);
    await stage.end();
  });
});

let source: string | undefined;
async function axeSource(): Promise<string> {
  source ??= await (await import("node:fs/promises")).readFile(AXE, "utf8");
  return source;
}
