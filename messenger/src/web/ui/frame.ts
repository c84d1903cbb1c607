// The messenger's frame: a page of the server in an origin of its own, which hears and speaks through one port.
//
// Guarantees: the frame reaches neither the page nor the server's origin (`sandbox` without `allow-same-origin`); the
// port goes to the page that the frame loaded first, once, and a frame that loads another one, because it was moved in
// the page or led elsewhere, is made anew; a frame that stays silent is said in words, with a way to try again. Made by
// the stand.

import type { State } from "../../contract/types";
import { type Served, serve } from "../../twin/desk/port";
import type { Listener } from "../../twin/events";
import type { Rooms } from "../../twin/rooms";
import type { Words } from "./words";

/** How long the page in the frame may take to ask its first question, in milliseconds. */
const PATIENCE_MS = 30_000;
const SANDBOX = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox";

/** Whom the frame speaks with, and the page's own colours, if it has any. */
export interface Host extends Served {
  colours(): Colours;
}

/** `#rrggbb` of the brand and of links; what is not there is as the workspace says. */
export interface Colours {
  primary?: string;
  link?: string;
}

/** See the module. */
export class Frame {
  /** What the stand puts into the page. */
  readonly panel: HTMLElement;
  readonly #page: Document;
  readonly #url: string;
  readonly #host: Host;
  readonly #words: Words;
  #frame: HTMLIFrameElement | undefined;
  #leave: (() => void) | undefined;
  readonly #resized = (event: MessageEvent): void => this.#size(event);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The frame's ear, and the colours that it was last told. */
  #heard: Listener | undefined;
  #colours = "";

  constructor(page: Document, url: string, host: Host, words: Words) {
    this.#page = page;
    this.#url = url;
    this.#host = host;
    this.#words = words;
    this.panel = page.createElement("div");
    this.panel.className = "panel";
    this.#colours = JSON.stringify(host.colours());
    page.defaultView?.addEventListener("message", this.#resized);
    this.#load();
  }

  focus(): void {
    this.#frame?.focus({ preventScroll: true });
  }

  /** The page may have other colours now. */
  recolour(): void {
    const colours = JSON.stringify(this.#host.colours());
    if (colours === this.#colours) return;
    this.#colours = colours;
    this.#heard?.({ event: "messenger_state_changed" });
  }

  remove(): void {
    this.#page.defaultView?.removeEventListener("message", this.#resized);
    clearTimeout(this.#timer);
    this.#leave?.();
    this.panel.remove();
  }

  #load(): void {
    this.#leave?.();
    clearTimeout(this.#timer);
    const frame = this.#page.createElement("iframe");
    frame.title = this.#words.name;
    frame.setAttribute("sandbox", SANDBOX);
    frame.setAttribute("allow", "clipboard-write");
    frame.referrerPolicy = "no-referrer";
    frame.src = this.#url;
    let greeted = false;
    frame.addEventListener("load", () => {
      if (frame !== this.#frame) return;
      if (greeted) return this.#load();
      greeted = true;
      this.#greet(frame);
    });
    this.#frame = frame;
    this.panel.replaceChildren(frame);
    this.#timer = setTimeout(() => this.#fail(), PATIENCE_MS);
  }

  /** What comes by itself is as tall as it says, within what the style allows. */
  #size({ source, data }: MessageEvent): void {
    const told = data as { frontdesk?: unknown; height?: unknown } | null;
    if (!source || source !== this.#frame?.contentWindow || told?.frontdesk !== "height") return;
    const height = Number(told.height);
    if (height > 0 && height < 4_000) this.panel.style.setProperty("--tall", `${height}px`);
  }

  #greet(frame: HTMLIFrameElement): void {
    const { port1, port2 } = new MessageChannel();
    const heard = (): void => {
      clearTimeout(this.#timer);
      port1.removeEventListener("message", heard);
    };
    port1.addEventListener("message", heard);
    this.#leave = serve({ rooms: withColours(this.#host), listen: (heard) => this.#host.listen((this.#heard = heard)) }, port1);
    // An origin of its own has no name to be addressed by; only this frame has the other end.
    frame.contentWindow?.postMessage("frontdesk.port", "*", [port2]);
  }

  #fail(): void {
    this.#leave?.();
    this.#leave = undefined;
    const box = this.#page.createElement("div");
    box.className = "failed";
    box.setAttribute("role", "alert");
    const text = this.#page.createElement("p");
    text.textContent = this.#words.failed;
    const retry = this.#page.createElement("button");
    retry.type = "button";
    retry.className = "retry";
    retry.textContent = this.#words.retry;
    retry.addEventListener("click", () => this.#load());
    box.append(text, retry);
    this.panel.replaceChildren(box);
  }
}

/** The rooms, as the frame sees them: with the page's own colours in the workspace's settings. */
function withColours({ rooms, colours }: Host): Rooms {
  const request = async (text: string): Promise<string> => {
    const answer = (await rooms?.request(text)) ?? "";
    const own = colours();
    if (Object.keys(own).length === 0 || !/"type"\s*:\s*"state"/.test(text.slice(0, 200))) return answer;
    const told = JSON.parse(answer) as { ok: boolean; result?: State };
    const shown = told.result?.settings as { colors?: object } | null | undefined;
    if (told.ok && shown) told.result = { ...(told.result as State), settings: { ...shown, colors: { ...shown.colors, ...own } } };
    return JSON.stringify(told);
  };
  return { request } as Rooms;
}
