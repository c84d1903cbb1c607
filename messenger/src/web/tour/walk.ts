// A tour, from its first step to its end.
//
// Guarantees: a step is drawn when its page and its element are there, waits for its page without anything on the screen,
// stands in the middle when its element does not appear, and goes and comes with one that was there; it follows the
// element through scrolling, changes of the page and of the address; what became of it is told once each: shown, each
// step that was seen, completed or dismissed;
// ended from outside (`end`) it is gone at once and tells nothing. One tour at a time. Page thread.

import type { Tour } from "../../twin/desk/far/guides";
import { followRoutes } from "../client/routes";
import { Card, type Look } from "./card";
import { isFor } from "./place";
import { tourWords } from "./words";

/** What a tour needs of whoever starts it. */
export interface Guide {
  page: Document;
  languages: readonly string[];
  look(): Look;
  /** What became of it, for the operators. */
  tell(event: "shown" | "step" | "completed" | "dismissed", step?: number): void;
  /** It came to its end by itself; `whole` when all of it was seen. */
  over(whole: boolean): void;
}

/** How long an element may take to appear before the step stands in the middle, in milliseconds. */
const APPEARS_WITHIN = 4_000;
/** So many elements that a selector names are looked at; one that names more is a mistake, and the page's time is not ours. */
const MOST_LOOKED_AT = 500;
/** What moves without a word (pictures that load, motion) is followed so often, in milliseconds. */
const FOLLOWED_EVERY = 250;

/** See the module. */
export class Walk {
  readonly #tour: Tour;
  readonly #guide: Guide;
  readonly #card: Card;
  readonly #view: Window;
  readonly #undo: (() => void)[] = [];
  readonly #seen = new Set<number>();
  #at = 0;
  #target: Element | undefined;
  /** The element of this step was there. */
  #found = false;
  /** It was waited for long enough. */
  #late = false;
  #wait = 0;
  #frame = 0;
  #ended = false;

  constructor(tour: Tour, guide: Guide, view: Window) {
    this.#tour = tour;
    this.#guide = guide;
    this.#view = view;
    this.#card = new Card(guide.page, tourWords(guide.languages), guide.look(), {
      next: () => this.#next(),
      back: () => this.#go(this.#at - 1),
      close: () => this.#finish("dismissed"),
    });
  }

  /** Begins; called once. */
  start(): void {
    const { page } = this.#guide;
    const soon = (): void => this.#soon();
    const listen = (target: EventTarget, name: string, heard: (event: Event) => void, capture = false): void => {
      target.addEventListener(name, heard, { capture, passive: true });
      this.#undo.push(() => target.removeEventListener(name, heard, { capture }));
    };
    listen(page, "scroll", soon, true);
    listen(this.#view, "resize", soon);
    listen(this.#view.matchMedia("(prefers-color-scheme: dark)"), "change", () => this.recolour());
    listen(page, "keydown", (event) => this.#pressed(event as KeyboardEvent));
    this.#undo.push(followRoutes(this.#view as never, soon));
    const changes = new MutationObserver(soon);
    changes.observe(page.documentElement, { childList: true, subtree: true, attributes: true });
    const timer = this.#view.setInterval(soon, FOLLOWED_EVERY);
    this.#undo.push(() => changes.disconnect(), () => this.#view.clearInterval(timer));
    this.#guide.tell("shown");
    this.#go(0);
  }

  /** Gone at once, without a word. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const undo of this.#undo.splice(0)) undo();
    this.#view.clearTimeout(this.#wait);
    this.#view.cancelAnimationFrame(this.#frame);
    this.#card.remove();
  }

  /** The page's colours changed. */
  recolour(): void {
    this.#card.look(this.#guide.look());
  }

  #next(): void {
    if (this.#at + 1 < this.#tour.steps.length) this.#go(this.#at + 1);
    else this.#finish("completed");
  }

  #finish(event: "completed" | "dismissed"): void {
    if (this.#ended) return;
    this.end();
    this.#guide.tell(event);
    this.#guide.over(event === "completed");
  }

  #go(index: number): void {
    const step = this.#tour.steps[index];
    if (this.#ended || !step) return;
    this.#at = index;
    this.#target = undefined;
    this.#found = false;
    this.#waitAnew();
    this.#card.fill(step, index, this.#tour.steps.length);
    if (!this.#card.hidden) this.#card.focus();
    this.#look();
  }

  /** The element has its time from when its page is there. */
  #waitAnew(): void {
    this.#view.clearTimeout(this.#wait);
    this.#wait = 0;
    this.#late = false;
  }

  /** Looks at the page once before the next picture is drawn, however much changed. */
  #soon(): void {
    if (this.#frame || this.#ended) return;
    this.#frame = this.#view.requestAnimationFrame(() => {
      this.#frame = 0;
      this.#look();
    });
  }

  #look(): void {
    const step = this.#tour.steps[this.#at];
    if (this.#ended || !step) return;
    if (!isFor(step.page, this.#view.location)) {
      this.#target = undefined;
      this.#waitAnew();
      this.#card.hide();
      return;
    }
    if (step.selector === undefined) return this.#stand(undefined);
    const found = this.#find(step.selector);
    if (found) {
      this.#waitAnew();
      this.#found = true;
      if (found !== this.#target) this.#show(found);
      return this.#stand(found);
    }
    this.#target = undefined;
    if (this.#late) return this.#stand(undefined);
    // What was there is gone, perhaps by what the person does: a card in the middle would be in their way.
    if (!this.#found) this.#wait ||= this.#view.setTimeout(() => {
      this.#late = true;
      this.#look();
    }, APPEARS_WITHIN);
    this.#card.hide();
  }

  #stand(target: Element | undefined): void {
    this.#card.stand(target);
    const step = this.#at + 1;
    if (this.#seen.has(step)) return;
    this.#seen.add(step);
    this.#guide.tell("step", step);
  }

  /** Brings the element into sight, calmly for who wants it calm. */
  #show(found: Element): void {
    this.#target = found;
    const { top, bottom, left, right } = found.getBoundingClientRect();
    const inside = top >= 0 && left >= 0 && bottom <= this.#view.innerHeight && right <= this.#view.innerWidth;
    const calm = this.#view.matchMedia("(prefers-reduced-motion: reduce)").matches;
    // What is inside the window may be outside the box that it scrolls in; "auto" would be what the page's style says.
    found.scrollIntoView({ block: inside ? "nearest" : "center", inline: "nearest", behavior: calm ? "instant" : "smooth" });
  }

  /** The first that can be seen, and that one as long as it can; an operator's selector may be none at all. */
  #find(selector: string): Element | undefined {
    try {
      const [before, { page }] = [this.#target, this.#guide];
      if (before?.isConnected && before.matches(selector) && this.#isSeen(before)) return before;
      const all = page.querySelectorAll(selector);
      for (let at = 0; at < Math.min(all.length, MOST_LOOKED_AT); at += 1) {
        const one = all[at];
        if (one && this.#isSeen(one)) return one;
      }
    } catch {
      // Nothing that could be found.
    }
    return undefined;
  }

  #isSeen(one: Element): boolean {
    const { width, height } = one.getBoundingClientRect();
    return width > 0 && height > 0 && this.#view.getComputedStyle(one).visibility !== "hidden";
  }

  /** Escape at the card is the card's; where something of the page has the keyboard, it is the page's. */
  #pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || this.#card.hidden || !this.#card.hears(event)) return;
    this.#finish("dismissed");
  }
}
