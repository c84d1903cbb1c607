// A fake of Cordova's bridge, and the built plugin in a page of its own: each test begins with nothing said and nothing
// heard. Needs `npm run build`.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Intercom, IntercomContent } from "../../types/index";

/** A call as the native side sees it. */
export interface Made {
  service: string;
  action: string;
  /** As JSON carries it. */
  args: unknown[];
  done: (value?: unknown) => void;
  failed: (reason?: unknown) => void;
}

const built = (name: string): string => readFileSync(fileURLToPath(new URL(`../../dist/www/${name}.js`, import.meta.url)), "utf8");
const SOURCES = { intercom: built("intercom"), content: built("content") };

/** What tests call anything with. */
export type Loose = Record<string, (...args: unknown[]) => unknown>;

/** See the module. */
export class Bridge {
  /** Every call that left, but for the stream of events. */
  readonly made: Made[] = [];
  /** The stream of events, the latest. */
  stream: Made | undefined;
  /** How often one was asked for. */
  streams = 0;
  readonly warnings: string[] = [];
  /** Defects that the page heard of. */
  readonly defects: unknown[] = [];
  readonly intercom: Intercom;
  readonly content: IntercomContent;
  /** Answers each call by itself. */
  answers: ((made: Made) => void) | undefined;
  #ready: (() => void)[] = [];

  constructor({ ready = true, exec }: { ready?: boolean; exec?: () => never } = {}) {
    const bridge = (done: Made["done"], failed: Made["failed"], service: string, action: string, args: unknown[]): void => {
      exec?.();
      const made = { done, failed, service, action, args: JSON.parse(JSON.stringify(args)) as unknown[] };
      if (action === "listen") {
        this.stream = made;
        this.streams += 1;
        return;
      }
      this.made.push(made);
      this.answers?.(made);
    };
    const page = { addEventListener: (name: string, heard: () => void) => name === "deviceready" && this.#ready.push(heard) };
    const says = { warn: (text: string) => this.warnings.push(text) };
    const later = (call: () => void): void => {
      queueMicrotask(() => {
        try {
          call();
        } catch (defect) {
          this.defects.push(defect);
        }
      });
    };
    this.intercom = loaded("intercom", (name) => (name === "cordova/exec" ? bridge : undefined), page, says, later) as Intercom;
    this.content = loaded("content", () => undefined, page, says, later) as IntercomContent;
    if (ready) this.ready();
  }

  /** The functions by name, whatever is passed. */
  get calls(): Loose {
    return this.intercom as unknown as Loose;
  }

  /** `deviceready` comes. */
  ready(): void {
    for (const heard of this.#ready.splice(0)) heard();
  }

  /** The latest call that left. */
  get last(): Made {
    const made = this.made[this.made.length - 1];
    if (!made) throw new Error("nothing left for the native side");
    return made;
  }

  /** The native side tells an event. */
  tell(name: string, data?: object): void {
    this.stream?.done({ name, data });
  }
}

function loaded(name: keyof typeof SOURCES, require: (name: string) => unknown, document: unknown, console: unknown, setTimeout: unknown): unknown {
  const module = { exports: {} as unknown };
  new Function("require", "exports", "module", "document", "console", "setTimeout", SOURCES[name])(require, module.exports, module, document, console, setTimeout);
  return module.exports;
}

/** Lets everything that waits for its turn have it. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
