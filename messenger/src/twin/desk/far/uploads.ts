// Files that a page hands over in pieces, until they are sent with a message.
//
// Guarantees: pieces are taken in order and never past the size that was announced; memory is bounded by the largest
// attachment and a sum for all; a file that nobody goes on with is let go; nothing of one person is there for the next.
// Times are monotonic milliseconds.

import type { NewFile } from "./conversations";
import { malformed, Refusal } from "./refusal";

/** Files in hand at the same time. */
const MOST_FILES = 20;
/** Bytes of all files in hand, as announced, in attachments of the largest size. */
const MOST_LARGEST = 4;
/** A file nobody went on with for this long is let go. */
const PATIENCE = 10 * 60_000;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

interface Upload {
  name: string;
  contentType: string;
  size: number;
  bytes: Uint8Array<ArrayBuffer>;
  here: number;
  touched: number;
}

const unknown = (): Refusal => new Refusal("upload_unknown", "there is no such file in hand", { field: "upload_id" });

/** See the module. */
export class Uploads {
  readonly #files = new Map<string, Upload>();

  /** A file is announced under the id `id`. */
  begin(id: string, name: string, contentType: string, size: number, largest: number, now: number): void {
    for (const [key, file] of this.#files) if (now - file.touched >= PATIENCE) this.#files.delete(key);
    const large = (code: string): Refusal => new Refusal(code, "the files are too large", { field: "size", limit: largest });
    if (size === 0) throw new Refusal("empty", "the file is empty", { field: "size" });
    if (size > largest) throw large("attachment_too_large");
    const sum = [...this.#files.values()].reduce((all, file) => all + file.size, size);
    if (this.#files.size >= MOST_FILES || sum > largest * MOST_LARGEST) throw large("too_many_uploads");
    this.#files.set(id, { name, contentType, size, bytes: new Uint8Array(size), here: 0, touched: now });
  }

  /** The next piece; answers how much is there. */
  add(id: string, offset: number, base64: string, now: number): number {
    const file = this.#files.get(id.toLowerCase());
    if (!file) throw unknown();
    if (file.here !== offset) throw new Refusal("wrong_offset", "go on where the last piece ended", { field: "offset", limit: file.here });
    if (!BASE64.test(base64)) throw malformed("base64");
    const piece = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    if (file.here + piece.length > file.size) {
      throw new Refusal("too_long", "the file is longer than announced", { field: "base64", limit: file.size });
    }
    file.bytes.set(piece, file.here);
    file.here += piece.length;
    file.touched = now;
    return file.here;
  }

  /** Takes complete files out, to be sent; all of them or none. */
  take(ids: readonly string[]): NewFile[] {
    const keys = ids.map((id) => id.toLowerCase());
    const files = keys.map((key, index) => {
      const file = this.#files.get(key);
      if (!file || file.here !== file.size || keys.indexOf(key) !== index) throw unknown();
      return file;
    });
    for (const key of keys) this.#files.delete(key);
    return files.map(({ name, contentType, bytes }) => ({ name, contentType, bytes }));
  }

  /** Lets a file go; one that is not there is gone already. */
  cancel(id: string): void {
    this.#files.delete(id.toLowerCase());
  }

  /** Lets all go. */
  forget(): void {
    this.#files.clear();
  }
}
