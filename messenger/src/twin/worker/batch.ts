// What travels in one request.
//
// Guarantees: operations travel in order; consecutive events (or receipts) share one request up to the limits; what a
// person wrote travels alone; the texts are the ones stored at the call, so that a repeated request is byte-equal. When
// a batch was refused as a whole, `Segments` halves it until the one offender is alone: at most two requests a level.

import type { Limits } from "../config";
import { bytesOf } from "../model/text";
import type { StoredOperation } from "../storage/rows";

/** Operations of one request with its body. */
export interface Batch {
  operations: StoredOperation[];
  body: string;
}

const OPENING: Record<string, string> = { event: '{"events":[', receipt: '{"receipts":[' };

/** Takes operations from the front of `rows`. */
export function compose(rows: StoredOperation[], mostItems: number, mostBytes: number): Batch | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const opening = OPENING[first.kind];
  const operations: StoredOperation[] = [];
  let size = 0;
  for (const row of rows) {
    size += bytesOf(row.body) + 3;
    const full = operations.length >= mostItems || size > mostBytes || opening === undefined;
    if (row.kind !== first.kind || (operations.length > 0 && full)) break;
    operations.push(row);
  }
  const bodies = operations.map((row) => row.body).join();
  return { operations, body: opening === undefined ? bodies : `${opening}${bodies}]}` };
}

/** Part of a refused batch, up to and including `last`. */
interface Segment {
  last: number;
  /** The half that is sent first; when it is fine, the offender is in the other one. */
  firstHalf: boolean;
  certain: boolean;
}

const lastOf = (batch: Batch): number => batch.operations[batch.operations.length - 1]?.seq ?? 0;

/** Where the next request must end, while an offender is being isolated. */
export class Segments {
  readonly mostItems: number;
  #stack: Segment[] = [];
  #mostBytes: number;

  constructor(limits: Limits) {
    this.mostItems = Math.max(limits.batchEvents, 1);
    this.#mostBytes = limits.batchBytes;
  }

  get #top(): Segment | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  /** Composes the next request from `rows`. */
  compose(rows: StoredOperation[]): Batch | undefined {
    const first = rows[0]?.seq ?? 0;
    this.#stack = this.#stack.filter((segment) => segment.last >= first);
    for (let top = this.#top; top; top = this.#top) {
      const end = top.last;
      const inside = rows.filter((row) => row.seq <= end);
      if (top.certain && inside.length > 1) {
        // Sending the whole half again would only be refused again.
        this.#stack.pop();
        this.#halve(inside, inside.length >> 1);
        continue;
      }
      return compose(inside, this.mostItems, this.#mostBytes);
    }
    return compose(rows, this.mostItems, this.#mostBytes);
  }

  /** The batch will be sent again: the same operations, however many were stored meanwhile. */
  repeat(batch: Batch): void {
    if (this.#top?.last !== lastOf(batch)) this.#stack.push({ last: lastOf(batch), firstHalf: false, certain: false });
  }

  /** The batch was refused as a whole. */
  refused(batch: Batch, by: "items" | "bytes"): void {
    const { operations } = batch;
    if (this.#top?.last === lastOf(batch)) this.#stack.pop();
    let middle = operations.length >> 1;
    if (by === "bytes") {
      const half = bytesOf(batch.body) / 2;
      this.#mostBytes = Math.max(half, 1024);
      let sum = 0;
      const fits = operations.filter((row) => (sum += bytesOf(row.body)) <= half).length;
      middle = Math.min(Math.max(fits, 1), Math.max(operations.length - 1, 1));
    }
    this.#halve(operations, middle);
  }

  /** The batch is done: `clean` when all of it was taken, not when its one offender was set aside. */
  done(batch: Batch, clean: boolean): void {
    if (this.#top?.last !== lastOf(batch)) return;
    const done = this.#stack.pop();
    const other = this.#top;
    if (clean && done?.firstHalf && other) other.certain = true;
  }

  #halve(rows: StoredOperation[], middle: number): void {
    const [left, last] = [rows[middle - 1]?.seq, rows[rows.length - 1]?.seq];
    if (last !== undefined) this.#stack.push({ last, firstHalf: false, certain: false });
    if (left !== undefined) this.#stack.push({ last: left, firstHalf: true, certain: false });
  }
}
