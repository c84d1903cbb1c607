// What a tour decides without a browser: where a card stands, which page a step is for, what becomes of written words.

import { describe, expect, test } from "vitest";
import { isPhone } from "../../../src/web/tour";
import { isFor, place, sideOf } from "../../../src/web/tour/place";
import { nodesOf } from "../../../src/web/tour/rich";
import { toured, tourWords } from "../../../src/web/tour/words";
import { spoken } from "../../../src/web/ui/words";

const CARD = { width: 340, height: 180 };
const VIEW = { width: 1280, height: 800 };

describe("a card", () => {
  test("stands on the wished side of its element, its point at the element's middle", () => {
    const target = { left: 600, top: 300, width: 80, height: 40 };
    expect(place(target, CARD, VIEW, "bottom")).toEqual({ left: 470, top: 354, side: "bottom", point: 170 });
    expect(place(target, CARD, VIEW, "top")).toMatchObject({ top: 106, side: "top" });
    expect(place(target, CARD, VIEW, "left")).toEqual({ left: 246, top: 230, side: "left", point: 90 });
    expect(place(target, CARD, VIEW, "right")).toMatchObject({ left: 694, side: "right" });
  });

  test("goes to another side where there is no room, and stays in the window whatever the element is", () => {
    expect(place({ left: 1200, top: 10, width: 60, height: 30 }, CARD, VIEW, "top")).toMatchObject({ side: "bottom", left: 928 });
    expect(place({ left: 1200, top: 400, width: 60, height: 30 }, CARD, VIEW, "right")).toMatchObject({ side: "left" });
    const boxes = [0, 300, 2_000].flatMap((left) => [-500, 10, 790].flatMap((top) => [10, 5_000].map((size) => ({ left, top, width: size, height: size }))));
    for (const target of boxes) {
      for (const wish of ["top", "bottom", "left", "right"] as const) {
        const at = place(target, CARD, VIEW, wish);
        expect(at.left, JSON.stringify(target)).toBeGreaterThanOrEqual(12);
        expect(at.left + CARD.width).toBeLessThanOrEqual(VIEW.width - 12);
        expect(at.top).toBeGreaterThanOrEqual(12);
        expect(at.top + CARD.height).toBeLessThanOrEqual(VIEW.height - 12);
      }
    }
  });

  test("takes start and end for the sides that the page reads from and to", () => {
    expect([sideOf("start", false), sideOf("end", false), sideOf("start", true), sideOf("end", true)]).toEqual(["left", "right", "right", "left"]);
    expect([sideOf("auto", false), sideOf(undefined, false), sideOf("top", false)]).toEqual(["bottom", "bottom", "top"]);
  });
});

describe("a step", () => {
  const at = (path: string): Pick<URL, "origin" | "pathname" | "search" | "hash"> => new URL(path, "https://shop.example");
  test.each([
    [undefined, "/anything", true],
    ["/", "/", true],
    ["/", "/lamps", false],
    ["/", "/?from=mail#top", true],
    ["/lamps*", "/lamps", true],
    ["/lamps*", "/lamps/desk?page=2", true],
    ["/lamps/*/edit", "/lamps/7/edit", true],
    ["/lamps/*/edit", "/lamps/edit", false],
    ["/a*a", "/a", false],
    ["/lamps?page=*", "/lamps?page=2", true],
    ["/lamps?page=*", "/lamps", false],
    ["/*#/boards/*", "/app#/boards/7", true],
    ["/*#/boards/*", "/app#/home", false],
    ["https://shop.example/*", "/lamps", true],
    ["https://other.example/*", "/lamps", false],
    ["*", "/lamps", true],
    ["/lamps.html", "/lampsXhtml", false],
  ])("for %s is for %s: %s", (pattern, path, wanted) => {
    expect(isFor(pattern, at(path))).toBe(wanted);
  });

  test("with the most stars there can be is decided at once", () => {
    const pattern = `/${"*a".repeat(1_000)}b`;
    expect(isFor(pattern, at(`/${"a".repeat(60_000)}`))).toBe(false);
  });
});

/** As much of a document as the words need; what it made, written as a list. */
class Fake {
  readonly children: (Fake | string)[] = [];
  constructor(readonly name = "") {}
  appendChild(child: Fake | string): void {
    this.children.push(child);
  }
  createElement = (name: string): Fake => new Fake(name);
  createTextNode = (text: string): string => text;
  createDocumentFragment = (): Fake => new Fake();
  get written(): string {
    const { name, children, appendChild: _, createElement: _e, createTextNode: _t, createDocumentFragment: _f, ...set } = this;
    const inside = children.map((one) => (typeof one === "string" ? one.replaceAll("<", "‹") : one.written)).join("");
    const members = Object.entries(set).map(([key, value]) => ` ${key}=${String(value)}`).join("");
    return name ? `<${name}${members}>${inside}</${name}>` : inside;
  }
}
const shown = (html: string): string => (nodesOf(html, new Fake() as never) as unknown as Fake).written;

describe("written words", () => {
  test("are the elements they name, headings below the card's own", () => {
    expect(shown("<p>A <strong>b</strong> &amp; c<br>d</p><h1>e</h1>")).toBe("<p>A <strong>b</strong> & c<br></br>d</p><h3>e</h3>");
    expect(shown('<a href="https://a.example/?x=1&amp;y=2" title="t">a</a>')).toBe("<a href=https://a.example/?x=1&y=2 target=_blank rel=noopener noreferrer nofollow>a</a>");
    expect(shown('<img src="https://a.example/b.png" alt="c &lt;d&gt;" width="10" height="x">')).toBe("<img alt=c <d> referrerPolicy=no-referrer decoding=async width=10 src=https://a.example/b.png></img>");
    expect(shown("&#39;&#x41;&nbsp;&copy;&#0;&#xD800;&constructor;")).toBe("'A\u00a0&copy;&#0;&#xD800;&constructor;");
  });

  test.each([
    ["<script>canary()</script>", "canary()"],
    ["<img src=x onerror=canary()>", ""],
    ['<img src="http://a.example/x.png">', ""],
    ['<img src="data:image/svg+xml;base64,AAAA">', ""],
    ['<a href="javascript:canary()">a</a>', "<a>a</a>"],
    ['<a href="&#106;avascript:canary()">a</a>', "<a>a</a>"],
    ["<p onclick=canary() style=color:red class=x id=y>a</p>", "<p>a</p>"],
    ["<svg onload=canary()><a href=//a>b</a></svg>", "<a>b</a>"],
    ["<iframe src=https://a.example></iframe>a", "a"],
    ["</p></b>a<b>", "a<b></b>"],
    ["a < b > c <", "a ‹ b > c ‹"],
    ["<p <b>a</b>", "‹p <b>a</b>"],
    ["<!-- <b>a</b> -->", "‹!-- <b>a</b> -->"],
  ])("of %s nothing runs and nothing is requested", (html, wanted) => {
    expect(shown(html)).toBe(wanted);
  });

  test("of any length and depth are read in one go", () => {
    expect(shown("<b>".repeat(10_000))).toContain("<b>");
    const begun = performance.now();
    for (const one of ["<a b=", "<a ", '<a b="', "<a b='\"", "<a b c d e ", "< ", "&#"]) expect(shown(one.repeat(65_536 / one.length)).length).toBeGreaterThan(0);
    console.log(`tour: seven hostile texts of 64 KiB took ${Math.round(performance.now() - begun)} ms`);
  });
});

test("a tour has the launcher's languages, with the numbers where they belong", () => {
  expect([...toured].sort()).toEqual([...spoken].sort());
  for (const language of toured) {
    const words = tourWords([language]);
    for (const text of [words.next, words.back, words.done, words.close]) expect(text.trim(), language).not.toBe("");
    expect(words.place(2, 5), language).toMatch(/\S/);
    expect(words.place(2, 5)).not.toMatch(/[{}]/);
    expect(new Set([words.place(2, 5), words.place(3, 5), words.place(2, 6)]).size, language).toBe(3);
  }
  expect(tourWords(["sv", "pt-PT", "en"]).language).toBe("pt-BR");
  expect(tourWords(["constructor", "zh-Hant"]).language).toBe("zh-Hans");
  expect(tourWords(["ar-EG"]).direction).toBe("rtl");
});

test("a phone is what its browser calls one", () => {
  const desk = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36";
  expect(isPhone({ userAgent: desk })).toBe(false);
  expect(isPhone({ userAgent: desk, userAgentData: { mobile: true } })).toBe(true);
  expect(isPhone({ userAgent: "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36" })).toBe(true);
  expect(isPhone({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1" })).toBe(true);
  expect(isPhone({ userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15" })).toBe(false);
});
