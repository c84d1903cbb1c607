// The driver's protocol: lines in, calls made, lines out. Every driver in TypeScript speaks through this, whatever stands
// behind its calls and wherever it runs.
//
// Guarantees: each call line ends in exactly one answer line, whatever the call does; calls begin in the order of their
// lines; a line that is no call is answered with a code. Lines leave in the order in which they were said.

import { invalid } from "../src/twin/error";
import type { Call } from "./calls";
import { LineFault, readLine } from "./line";

/** The calls there are, by name. */
export type Calls = (name: string) => Call | undefined;

/** What stands in a table. */
export const inTable =
  (table: Record<string, Call>): Calls =>
  (name) =>
    Object.hasOwn(table, name) ? table[name] : undefined;

/** See the module. */
export class Protocol {
  #calls: Calls = () => undefined;
  readonly #outstanding = new Set<Promise<unknown>>();
  #said: Promise<unknown> = Promise.resolve();

  /** `write` carries a line out; `shown` puts what a call threw into the protocol's words. */
  constructor(
    private readonly write: (line: string) => Promise<unknown>,
    private readonly shown: (error: unknown) => object,
  ) {}

  /** From now on these are the calls. */
  offer(calls: Calls): void {
    this.#calls = calls;
  }

  /** Says an event. */
  tell(event: object): void {
    this.#say(JSON.stringify(event));
  }

  /** Says that something failed that no line asked for. */
  refuse(error: unknown): void {
    this.#answer(undefined, { error: this.shown(error) });
  }

  /** Answers a line that never became text. */
  fault(code: "malformed_line" | "line_too_long"): void {
    this.refuse(invalid(code, "", "must be one JSON object of at most 1 MiB", code === "line_too_long" ? 1024 * 1024 : undefined));
  }

  /** Begins a line's call; settles at once unless the line wants to be waited for. */
  async begin(text: string): Promise<void> {
    try {
      const line = readLine(text);
      if (!line) return;
      const call = this.#calls(line.call);
      if (!call) throw new LineFault(line.id, invalid("unknown_call", "call", "is no call; see frontdesk drive --help"));
      const made = call(line.args).then(
        (ok) => this.#answer(line.id, { ok: ok ?? null }),
        (error: unknown) => this.#answer(line.id, { error: this.shown(error) }),
      );
      this.#outstanding.add(made);
      void made.finally(() => this.#outstanding.delete(made));
      if (line.wait) await made;
    } catch (fault) {
      if (!(fault instanceof LineFault)) throw fault;
      this.#answer(fault.id, { error: this.shown(fault.error) });
    }
  }

  /** Waits until every call that was begun is answered. */
  async answered(): Promise<void> {
    await Promise.all(this.#outstanding);
  }

  /** Waits until everything that was said is out. */
  async said(): Promise<void> {
    await this.#said;
  }

  /** The id stands as it was written. */
  #answer(id: string | undefined, body: object): void {
    this.#say(`{"id":${id ?? "null"},${JSON.stringify(body).slice(1)}`);
  }

  #say(line: string): void {
    this.#said = Promise.all([this.#said, this.write(line)]);
  }
}
