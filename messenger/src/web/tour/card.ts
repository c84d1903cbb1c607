// What a tour draws: a card with a point beside an element of the page and a ring around that, or a card in the middle.
//
// Guarantees: everything is in one shadow tree, made node by node with a constructed style sheet, so that the strictest
// policies allow it and the page's styles do not reach in; a card in the middle takes the page's keyboard until it is
// left, one beside an element leaves the page in use, also inside a dialog that blocks the rest, and takes the keyboard
// from nobody who works meanwhile; whoever had the focus before the tour has it again after. Page thread; made by
// `walk.ts`.

import { X } from "lucide";
import type { TourStep } from "../../contract/types";
import { brandColours, type Theme } from "../../theme/brand";
import { place, sideOf } from "./place";
import { nodesOf } from "./rich";
import { STYLE } from "./style";
import type { TourWords } from "./words";

/** How the card looks. */
export interface Look {
  theme: Theme;
  /** `#rrggbb`. */
  brand: string;
}

/** What a person does with the card. */
export interface Acts {
  next(): void;
  back(): void;
  close(): void;
}

/** See the module. */
export class Card {
  readonly #page: Document;
  readonly #acts: Acts;
  readonly #words: TourWords;
  readonly #host: HTMLElement;
  readonly #tree: ShadowRoot;
  readonly #root: HTMLElement;
  readonly #shade: HTMLElement;
  readonly #ring: HTMLElement;
  readonly #card: HTMLElement;
  readonly #point: HTMLElement;
  readonly #title: HTMLElement;
  readonly #rich: HTMLElement;
  readonly #place: HTMLElement;
  readonly #back: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  /** Who had the focus before anything was drawn. */
  #before: Element | null | undefined;
  #step: TourStep | undefined;
  /** The step was not drawn yet; the person waited for it, and may do something else; the card had the keyboard when it
   * was hidden. */
  #first = true;
  #waited = false;
  #had = false;

  constructor(page: Document, words: TourWords, look: Look, acts: Acts) {
    this.#page = page;
    this.#acts = acts;
    this.#words = words;
    this.#host = page.createElement("div");
    this.#host.id = "frontdesk-tour";
    this.#tree = this.#host.attachShadow({ mode: "open" });
    dress(this.#tree, page);
    const made = (name: string, type = "div"): HTMLElement => {
      const node = page.createElement(type);
      node.className = name;
      return node;
    };
    const button = (name: string, act: () => void): HTMLButtonElement => {
      const node = made(name, "button") as HTMLButtonElement;
      node.type = "button";
      node.addEventListener("click", act);
      return node;
    };
    this.#root = made("tour");
    this.#root.lang = words.language;
    this.#root.dir = words.direction;
    this.#root.hidden = true;
    this.#shade = made("shade");
    // The keyboard stays with a card that covers the page.
    this.#shade.addEventListener("mousedown", (event) => event.preventDefault());
    this.#ring = made("ring");
    this.#card = made("card");
    for (const [name, value] of [["role", "dialog"], ["aria-labelledby", "title"], ["aria-describedby", "body"], ["tabindex", "-1"]] as const) this.#card.setAttribute(name, value);
    this.#point = made("point");
    const top = made("top");
    this.#title = made("", "h2");
    this.#title.id = "title";
    this.#title.dir = "auto";
    const close = button("close", () => acts.close());
    close.setAttribute("aria-label", words.close);
    close.append(cross(page));
    top.append(this.#title, close);
    this.#rich = made("rich");
    this.#rich.id = "body";
    this.#rich.dir = "auto";
    const foot = made("foot");
    this.#place = made("place", "span");
    this.#back = button("back", () => acts.back());
    this.#next = button("next", () => acts.next());
    foot.append(this.#place, this.#back, this.#next);
    this.#card.append(this.#point, top, this.#rich, foot);
    this.#root.append(this.#shade, this.#ring, this.#card);
    this.#tree.append(this.#root);
    this.#tree.addEventListener("keydown", (event) => this.#pressed(event as KeyboardEvent));
    this.look(look);
  }

  /** The page's colours, or what the person prefers, changed. */
  look({ theme, brand }: Look): void {
    const colours = brandColours(brand, theme);
    this.#root.classList.toggle("dark", theme === "dark");
    for (const [name, value] of [["--brand", colours.solid], ["--hover", colours.hover], ["--ink", colours.onSolid], ["--link", colours.text]] as const) this.#root.style.setProperty(name, value);
  }

  /** Fills in a step; it is drawn by `stand`. */
  fill(step: TourStep, index: number, of: number): void {
    this.#step = step;
    this.#first = true;
    this.#waited = false;
    this.#title.textContent = step.title;
    this.#rich.replaceChildren(nodesOf(step.body_html, this.#page));
    this.#rich.hidden = !this.#rich.hasChildNodes();
    this.#place.textContent = of > 1 ? this.#words.place(index + 1, of) : "";
    this.#back.hidden = index === 0;
    this.#back.textContent = step.back_label ?? this.#words.back;
    this.#next.textContent = step.next_label ?? (index === of - 1 ? this.#words.done : this.#words.next);
  }

  /** Draws the step beside `target`, or in the middle without one. */
  stand(target: Element | undefined): void {
    if (this.#before === undefined) this.#before = focused(this.#page);
    this.#enter(target);
    const view = this.#page.defaultView;
    if (!view) return;
    const came = this.#root.hidden;
    this.#root.hidden = false;
    this.#root.classList.toggle("middle", !target);
    this.#shade.hidden = target !== undefined;
    this.#ring.hidden = target === undefined;
    if (target) this.#card.removeAttribute("aria-modal");
    else this.#card.setAttribute("aria-modal", "true");
    if (this.#rich.scrollHeight > this.#rich.clientHeight + 1) this.#rich.tabIndex = 0;
    else this.#rich.removeAttribute("tabindex");
    if (target) this.#beside(target, view);
    else for (const edge of ["left", "top"]) this.#card.style.removeProperty(edge);
    if (came && this.#wantsFocus(target)) this.focus();
    this.#first = false;
  }

  /** Nothing is drawn until the next `stand`: the step waits for its page. */
  hide(): void {
    if (!this.hidden) this.#had = this.#tree.activeElement !== null;
    this.#waited = true;
    this.#root.hidden = true;
  }

  get hidden(): boolean {
    return this.#root.hidden === true;
  }

  /** The card has the keyboard, and is read aloud. */
  focus(): void {
    this.#card.focus({ preventScroll: true });
  }

  /** Whether a key is pressed at nothing that the page has in use: the card covers it, or nobody has the focus. */
  hears({ target }: Event): boolean {
    const { body, documentElement } = this.#page;
    if (target === body || target === documentElement) return true;
    return this.#card.hasAttribute("aria-modal") && !blocking(target as Element);
  }

  remove(): void {
    const within = this.#tree.activeElement !== null;
    this.#host.remove();
    if (within && this.#before?.isConnected) (this.#before as HTMLElement).focus?.({ preventScroll: true });
  }

  /** Where it can be seen and used: outside a dialog that blocks the page everything is blocked, and pages that change
   * by taking another body leave behind what was in the one before. */
  #enter(target: Element | undefined): void {
    const home = blocking(target) ?? this.#page.body;
    if (!home || this.#host.parentNode === home) return;
    const within = this.#tree.activeElement as HTMLElement | null;
    home.append(this.#host);
    raise(this.#host);
    within?.focus({ preventScroll: true });
  }

  /** A card that comes takes the focus; one that was waited for not from a field that is written in, one that comes back
   * only when it had it. */
  #wantsFocus(target: Element | undefined): boolean {
    if (!target || (this.#first && !this.#waited)) return true;
    const now = focused(this.#page);
    if (this.#first) return !now?.matches("input, textarea, select, iframe, [contenteditable]");
    return this.#had && (now === null || now === this.#page.body);
  }

  #beside(target: Element, view: Window): void {
    const { left, top, width, height } = target.getBoundingClientRect();
    const size = { width: this.#card.offsetWidth, height: this.#card.offsetHeight };
    const rtl = view.getComputedStyle(target).direction === "rtl";
    const at = place({ left, top, width, height }, size, { width: view.innerWidth, height: view.innerHeight }, sideOf(this.#step?.placement, rtl));
    set(this.#card, { left: at.left, top: at.top });
    set(this.#ring, { left: left - 6, top: top - 6, width: width + 12, height: height + 12 });
    const across = { top: { top: size.height - 7 }, bottom: { top: -7 }, left: { left: size.width - 7 }, right: { left: -7 } }[at.side];
    set(this.#point, { ...(at.side === "top" || at.side === "bottom" ? { left: at.point - 7 } : { top: at.point - 7 }), ...across });
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.defaultPrevented) {
      // Of the card alone: a dialog of the page that it stands in stays.
      event.preventDefault();
      event.stopPropagation();
      this.#acts.close();
      return;
    }
    if (event.key !== "Tab" || !this.#card.hasAttribute("aria-modal")) return;
    const all = [...this.#card.querySelectorAll<HTMLElement>("a[href], button, [tabindex='0']")].filter((one) => !one.hidden);
    const at = all.indexOf(this.#tree.activeElement as HTMLElement);
    const next = event.shiftKey ? (at <= 0 ? all.length - 1 : at - 1) : (at + 1) % all.length;
    event.preventDefault();
    all[next]?.focus();
  }
}

/** Who has the focus, also within the launcher's tree. */
function focused(page: Document): Element | null {
  let found = page.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

/** The dialog around an element that blocks the rest of the page. */
function blocking(target: Element | undefined): Element | undefined {
  try {
    return target?.closest("dialog:modal") ?? undefined;
  } catch {
    // A browser without the word.
    return undefined;
  }
}

/** Above everything, whatever the elements around it do to what is inside them, where the browser can. */
function raise(host: HTMLElement): void {
  try {
    host.setAttribute("popover", "manual");
    host.showPopover?.();
  } catch {
    // It stands where its style puts it.
  }
}

function set(node: HTMLElement, places: Partial<Record<"left" | "top" | "width" | "height", number>>): void {
  for (const [name, value] of Object.entries(places)) node.style.setProperty(name, `${Math.round(value)}px`);
}

function cross(page: Document): Element {
  const space = "http://www.w3.org/2000/svg";
  const svg = page.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of X) {
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
