// Server-sent events, read as they come. The rules are those of the HTML standard, the cases contract/vectors/sse.json.
//
// Guarantees: the same bytes give the same items wherever the network cut them; memory is bounded whatever the server
// sends; an event that never ended is never given out. Pure; used by the feed.

import { bytesOf } from "../model/text";

/** Longest line and longest data of one event, bytes. */
const MOST_BYTES = 1024 * 1024;
/** A wait longer than this has more digits than any server means. */
const RETRY = /^[0-9]{1,12}$/;

/** Something complete that came. */
export type Item = { event: { type: string; data: string; id: string } } | { retry_ms: number } | { comment: true };

const LF = 10;
const CR = 13;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** See the module. */
export class SseParser {
  readonly #most: number;
  /** The bytes of a line that has not ended. */
  #line: Uint8Array[] = [];
  #length = 0;
  /** The last line ended with a carriage return: a line feed that follows belongs to it. */
  #afterReturn = false;
  #fresh = true;
  #type = "";
  #data: string[] = [];
  #dataBytes = 0;
  #id = "";

  constructor(most = MOST_BYTES) {
    this.#most = most;
  }

  /** Takes the next bytes and adds what they completed to `items`; false when a line or an event is too long, after
   * which the stream is of no use. */
  push(bytes: Uint8Array, items: Item[]): boolean {
    let from = 0;
    while (from < bytes.length) {
      if (this.#afterReturn) {
        this.#afterReturn = false;
        if (bytes[from] === LF) {
          from += 1;
          continue;
        }
      }
      let end = from;
      while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
      this.#length += end - from;
      if (this.#length > this.#most) return false;
      // A copy: what was handed in belongs to the network.
      if (end > from) this.#line.push(bytes.slice(from, end));
      if (end === bytes.length) return true;
      this.#afterReturn = bytes[end] === CR;
      from = end + 1;
      if (!this.#take(this.#whole(), items)) return false;
    }
    return true;
  }

  #whole(): string {
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#line) {
      whole.set(part, at);
      at += part.length;
    }
    this.#line = [];
    this.#length = 0;
    const text = decoder.decode(whole);
    const marked = this.#fresh && text.startsWith("\ufeff");
    this.#fresh = false;
    return marked ? text.slice(1) : text;
  }

  #take(line: string, items: Item[]): boolean {
    if (line === "") {
      this.#end(items);
      return true;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (name === "" && colon === 0) items.push({ comment: true });
    else if (name === "event") this.#type = value;
    else if (name === "data") {
      const size = this.#dataBytes + bytesOf(value) + 1;
      if (size > this.#most) return false;
      // With the line feed that the next line brings.
      this.#dataBytes = size;
      this.#data.push(value);
    } else if (name === "id" && !value.includes("\0")) this.#id = value;
    else if (name === "retry" && RETRY.test(value)) items.push({ retry_ms: Number(value) });
    return true;
  }

  #end(items: Item[]): void {
    const data = this.#data.join("\n");
    // An event whose data is empty is none, by the standard.
    if (data !== "") items.push({ event: { type: this.#type || "message", data, id: this.#id } });
    this.#type = "";
    this.#data = [];
    this.#dataBytes = 0;
  }
}
