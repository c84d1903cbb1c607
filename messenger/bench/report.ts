// The table for people and the figures for programs, in the shape of `cargo xtask bench`.
//
// Guarantees: figures are medians over the rounds, a ratio is the median of each round's own; a bar is one of the issue,
// or a goal of our own, marked with a star; a bar that is missed does not fail the run. One thread.

import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";

/** One line: figures of each round, ours and a peer's, and the most that ours may be. */
export interface Row {
  what: string;
  ours: readonly number[];
  peer?: readonly number[];
  /** The most; `goal` when it is our own and not the issue's. */
  bar?: { most: number; goal?: boolean };
}

/** See the module. */
export class Report {
  readonly #rows: (Row & { measurement: string })[] = [];
  readonly #before = load();
  #group = "";

  constructor() {
    console.log("figures are medians over rounds in which the sides take turns; a ratio is the median of each");
    console.log("round's own; bars are the issue's, starred ones goals of our own\n");
  }

  /** Begins a part of the table; `peer` says what stands beside. */
  group(name: string, peer: string): void {
    this.#group = name;
    console.log(`${name.padEnd(46)} ${"ours".padStart(11)} ${peer.padStart(11)} ${"ratio".padStart(7)} ${"bar".padStart(8)}`);
  }

  /** A sentence under the lines. */
  say(text: string): void {
    console.log(`  ${text}`);
  }

  row(row: Row): void {
    this.#rows.push({ ...row, measurement: this.#group });
    const ratio = ratioOf(row);
    const met = isMet(row);
    const bar = row.bar ? `<= ${row.bar.most}${row.bar.goal ? "*" : ""}` : "";
    const mark = met === undefined ? "" : met ? "met" : "NOT MET";
    const cells = [shown(row.ours).padStart(11), (row.peer ? shown(row.peer) : "").padStart(11), (ratio === undefined ? "" : `${ratio.toFixed(2)}x`).padStart(7), bar.padStart(8)];
    console.log(`  ${row.what.padEnd(44)} ${cells.join(" ")} ${mark}`.trimEnd());
  }

  async end(json: string | undefined): Promise<void> {
    const after = load();
    const judged = this.#rows.map(isMet).filter((met) => met !== undefined);
    console.log(`\n${judged.filter(Boolean).length} of ${judged.length} bars and goals met`);
    console.log(`load of the machine: ${this.#before} before, ${after} after`);
    if (!json) return;
    const rows = this.#rows.map((row) => ({
      measurement: row.measurement,
      what: row.what,
      ours: median(row.ours),
      peer: row.peer ? median(row.peer) : null,
      ratio: ratioOf(row) ?? null,
      bar: row.bar?.most ?? null,
      met: isMet(row) ?? null,
      rounds: { ours: row.ours, peer: row.peer ?? [] },
    }));
    await writeFile(json, JSON.stringify({ cores: availableParallelism(), load_before: this.#before, load_after: after, rows }));
  }
}

/** The middle one. */
export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/** The figure below which this share of all lies. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function ratioOf({ ours, peer }: Row): number | undefined {
  const ratios = ours.flatMap((one, round) => (peer?.[round] ? [one / peer[round]] : []));
  return ratios.length > 0 ? median(ratios) : undefined;
}

function isMet({ ours, bar }: Row): boolean | undefined {
  return bar && median(ours) <= bar.most;
}

function shown(figures: readonly number[]): string {
  const figure = median(figures);
  if (figure >= 1000) return Math.round(figure).toLocaleString("en-GB");
  return Number.isInteger(figure) ? String(figure) : figure.toFixed(figure >= 100 ? 0 : figure >= 10 ? 1 : 2);
}

/** What else the machine has to do, where it says so. */
function load(): string {
  try {
    return readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 3).join(" ");
  } catch {
    return "unknown";
  }
}
