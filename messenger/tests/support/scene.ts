// A theatre for a file of tests and a stage for each of them, closed and judged after it: whatever must not have happened
// fails the test. Called at the top of a file.

import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { DemoHost } from "../../src/host/demo/host";
import { type Stage, Theatre } from "./stage";

/** Opens the stage of the present test. */
export type Open = (...setting: Parameters<Theatre["stage"]>) => Promise<Stage>;

/** See the module. */
export function scenes(): Open {
  let theatre: Theatre;
  let stage: Stage | undefined;
  beforeAll(async () => {
    theatre = await Theatre.open();
  });
  afterEach(async () => {
    const shown = stage;
    stage = undefined;
    await shown?.end();
  });
  afterAll(() => theatre.close());
  return async (...setting) => (stage = await theatre.stage(...setting));
}

/** What the page asked the host for, by the request's type. */
export const asked = (host: DemoHost, type: string): unknown[] =>
  host.crossed.filter((one) => one.from === "page").map((one) => JSON.parse(one.text)).filter((one) => one.type === type).map((one) => one.data);

/** Waits for something on this side of the port. */
export const until = (holds: () => boolean): Promise<void> => expect.poll(holds, { timeout: 30_000 }).toBe(true);
