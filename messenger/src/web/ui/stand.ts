// What stands in the page: the launcher with its badge, and the frame of the messenger once it is needed.
//
// Guarantees: everything is in one shadow tree, so the page's styles do not reach in and ours do not reach out; nodes
// are made one by one and styles set as constructed sheets, which the strictest policies allow; the frame is loaded on
// first need and removed with the person; the focus goes into the messenger and comes back. Page thread.

import { ChevronDown, MessageCircle } from "lucide";
import type { State } from "../../contract/types";
import { inkOn } from "./colour";
import type { Frame, Host } from "./frame";
import { STYLE } from "./style";
import { badge, type Words, wordsFor } from "./words";

/** How it looks and where it is. */
export interface Look {
  side: "left" | "right";
  /** CSS pixels. */
  horizontal: number;
  vertical: number;
  zIndex: number;
  launcher: boolean;
  /** `#rrggbb`. */
  brand: string;
}

/** What the stand needs of whoever put it up. */
export interface Stage {
  frameUrl: string;
  /** Speaks with the frame. */
  host: Host;
  /** The launcher was clicked. */
  toggle(): void;
}

type Shown = "nothing" | "messenger" | "card" | "sheet" | "banner" | "full";

/** See the module. */
export class Stand {
  readonly #page: Document;
  readonly #stage: Stage;
  readonly #host: HTMLElement;
  readonly #root: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #badge: HTMLElement;
  #frame: Frame | undefined;
  #loading = false;
  #gone = false;
  #look: Look | undefined;
  #state: State | undefined;
  #shown: Shown = "nothing";
  readonly #undo: () => void;

  constructor(page: Document, stage: Stage) {
    this.#page = page;
    this.#stage = stage;
    this.#host = page.createElement("div");
    this.#host.id = "frontdesk-messenger";
    const tree = this.#host.attachShadow({ mode: "open" });
    dress(tree, page);
    this.#root = page.createElement("div");
    this.#button = page.createElement("button");
    this.#button.className = "launcher";
    this.#button.type = "button";
    this.#badge = page.createElement("span");
    this.#badge.className = "badge";
    this.#badge.setAttribute("aria-hidden", "true");
    this.#button.append(icon(page, "chat", MessageCircle), icon(page, "down", ChevronDown), this.#badge);
    this.#button.addEventListener("click", () => stage.toggle());
    this.#button.hidden = true;
    this.#root.append(this.#button);
    tree.append(this.#root);
    const view = page.defaultView;
    const draw = (): void => this.#draw();
    view?.visualViewport?.addEventListener("resize", draw);
    this.#undo = () => view?.visualViewport?.removeEventListener("resize", draw);
    // A script in the head may be faster than the body.
    if (page.body) page.body.append(this.#host);
    else page.addEventListener("DOMContentLoaded", draw, { once: true });
  }

  /** Draws what the state says, with this look. */
  show(state: State, look: Look): void {
    this.#state = state;
    this.#look = look;
    this.#draw();
  }

  /** Takes everything down; the page is as before. */
  remove(): void {
    this.#gone = true;
    this.#undo();
    this.#frame?.remove();
    this.#frame = undefined;
    this.#host.remove();
  }

  #draw(): void {
    const [look, state] = [this.#look, this.#state];
    if (this.#gone) return;
    // Pages that change by taking another body leave behind what was in the one before.
    if (!this.#host.isConnected && this.#page.body) this.#page.body.append(this.#host);
    if (!look || !state) return;
    const shown: Shown = state.visible ? "messenger" : (state.in_app?.display ?? "nothing");
    const words = wordsFor(state.languages);
    this.#root.className = `${shown} ${look.side} ${state.visible ? "open" : ""}`;
    this.#root.lang = words.language;
    const { style } = this.#host;
    for (const [name, value] of [
      ["--z", String(look.zIndex)],
      ["--side", `${look.horizontal}px`],
      ["--up", `${look.vertical}px`],
      ["--brand", look.brand],
      ["--ink", inkOn(look.brand)],
    ] as const) {
      style.setProperty(name, value);
    }
    const unread = state.unread_count;
    this.#button.hidden = !look.launcher || (!state.visible && keyboardIsUp(this.#page));
    this.#button.setAttribute("aria-expanded", String(state.visible));
    const name = state.visible ? words.close : words.open;
    const count = new Intl.NumberFormat(words.language).format(unread);
    this.#button.setAttribute("aria-label", unread > 0 ? `${name}, ${words.unread(count)}` : name);
    this.#badge.hidden = unread === 0 || state.visible;
    this.#badge.textContent = badge(unread);
    this.#place(shown, words);
    this.#frame?.recolour();
  }

  #place(shown: Shown, words: Words): void {
    const before = this.#shown;
    this.#shown = shown;
    if (shown !== "nothing") void this.#load(words);
    const within = this.#host.shadowRoot?.activeElement;
    if (shown === "messenger" && before !== "messenger") this.#frame?.focus();
    // Whoever closed it from inside goes on where they opened it.
    if (shown !== "messenger" && before === "messenger" && within && !this.#button.hidden) this.#button.focus();
  }

  /** Loads the frame, once; a part that cannot be loaded is tried again with the next change. */
  async #load(words: Words): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { Frame } = await import("./frame");
      if (this.#gone) return;
      this.#frame = new Frame(this.#page, this.#stage.frameUrl, this.#stage.host, words);
      this.#root.append(this.#frame.panel);
      if (this.#shown === "messenger") this.#frame.focus();
    } catch {
      this.#loading = false;
    }
  }
}

function icon(page: Document, name: string, node: typeof MessageCircle): Element {
  const space = "http://www.w3.org/2000/svg";
  const svg = page.createElementNS(space, "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of node) {
    const part = page.createElementNS(space, tag);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    svg.append(part);
  }
  return svg;
}

/** Constructed sheets need no permission of the page's policy; older browsers get an element. */
function dress(tree: ShadowRoot, page: Document): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    tree.adoptedStyleSheets = [sheet];
  } catch {
    const style = page.createElement("style");
    style.textContent = STYLE;
    tree.append(style);
  }
}

/** A keyboard on the screen covers the place of the launcher. */
function keyboardIsUp(page: Document): boolean {
  const view = page.defaultView;
  return !!view?.visualViewport && view.visualViewport.scale === 1 && view.innerHeight - view.visualViewport.height > 150;
}
