// What the messenger costs a web page: bytes, times, memory, frames and long tasks, each beside an empty page, a bare
// frame or a plain list in the same run.
//
// Guarantees: both sides take turns in one browser with the same server, so that a busy machine hurts both; a row is
// printed as soon as it is known. Desktop Chromium without a screen or a graphics card: see docs/size.md for what that
// does and does not tell of a phone. Called by run.mjs.

import { Town } from "../tests/web/town";
import { bytes } from "./bytes";
import { memory } from "./memory";
import { Report } from "./report";
import { scrolling } from "./scrolling";
import { tasks } from "./tasks";
import { times } from "./times";

/** What to measure, and where the figures go. */
export interface Wish {
  json: string | undefined;
  rounds: number;
  /** One measurement by its name. */
  only: string | undefined;
}

/** What each measurement is given. */
export interface Run {
  town: Town;
  report: Report;
  rounds: number;
}

const ALL: Record<string, (run: Run) => Promise<void>> = { bytes, times, memory, tasks, scrolling };

/** See the module. */
export async function measure({ json, rounds, only }: Wish): Promise<void> {
  const report = new Report();
  const town = await Town.open("--demo");
  try {
    for (const [name, one] of Object.entries(ALL)) if (only === undefined || only === name) await one({ town, report, rounds });
  } finally {
    await town.close();
  }
  await report.end(json);
}
