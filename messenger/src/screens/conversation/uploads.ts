// Files in hand for a message: handed to the core in pieces while one still writes.
//
// Guarantees: pieces go in order, one at a time; a file that was removed is let go; a failure is a sentence at the
// file and nothing else. Page thread.

import { type Signal, signal } from "@preact/signals";
import { asBridgeError, type BridgeError } from "../../contract/bridge";
import type { Desk } from "../../state/desk";
import { isPicture } from "./Attachments";

/** Bytes of a piece: below what the contract takes, and a multiple of three. */
const PIECE = 192 * 1024;
/** Files of one message. */
export const MOST_FILES = 10;

/** One file in hand. */
export interface Upload {
  readonly name: string;
  readonly size: number;
  /** An address of the picture inside the page; null for other files. */
  readonly preview: string | null;
  /** 0 to 1. */
  readonly share: Signal<number>;
  readonly error: Signal<BridgeError | null>;
  /** The core's name for it; null until it was announced. */
  id: string | null;
  removed: boolean;
}

/** See the module. */
export class Uploads {
  readonly all: Signal<readonly Upload[]> = signal([]);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Whether every file is there. */
  get ready(): boolean {
    return this.all.value.every((upload) => upload.share.value === 1 && !upload.error.value);
  }

  /** Takes files in hand, as many as a message can have. */
  add(files: Iterable<File>): void {
    for (const file of [...files].slice(0, MOST_FILES - this.all.value.length)) {
      const type = file.type || "application/octet-stream";
      const upload: Upload = {
        name: file.name || "file",
        size: file.size,
        preview: isPicture({ content_type: type }) ? URL.createObjectURL(file) : null,
        share: signal(0),
        error: signal(null),
        id: null,
        removed: false,
      };
      this.all.value = [...this.all.value, upload];
      void this.#hand(upload, file, type);
    }
  }

  /** Lets one go. */
  remove(upload: Upload): void {
    upload.removed = true;
    this.#release(upload);
    this.all.value = this.all.value.filter((other) => other !== upload);
    if (upload.id) void this.#desk.ask("upload.cancel", { upload_id: upload.id }).catch(() => undefined);
  }

  /** Lets all go. */
  clear(): void {
    for (const upload of this.all.value) this.remove(upload);
  }

  /** The names of complete files, which go with a message now. */
  take(): { ids: string[]; back: () => void } {
    const taken = this.all.value;
    this.all.value = [];
    return {
      ids: taken.flatMap((upload) => upload.id ?? []),
      back: () => {
        this.all.value = [...taken, ...this.all.value];
      },
    };
  }

  async #hand(upload: Upload, file: File, type: string): Promise<void> {
    try {
      const { upload_id: id } = await this.#desk.ask("upload.begin", { name: upload.name, content_type: type, size: file.size });
      upload.id = id;
      for (let offset = 0; offset < file.size && !upload.removed; ) {
        const base64 = await base64Of(file.slice(offset, offset + PIECE));
        const { received } = await this.#desk.ask("upload.chunk", { upload_id: id, offset, base64 });
        offset = received;
        upload.share.value = received / file.size;
      }
      if (upload.removed) await this.#desk.ask("upload.cancel", { upload_id: id });
    } catch (error) {
      upload.error.value = asBridgeError(error);
    }
  }

  #release(upload: Upload): void {
    if (upload.preview) URL.revokeObjectURL(upload.preview);
  }
}

function base64Of(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(asBridgeError(null));
    reader.readAsDataURL(piece);
  });
}
