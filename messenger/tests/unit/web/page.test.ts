// What becomes of calls, the script's element and the frame when a page does not go the usual way.

import { afterEach, expect, test, vi } from "vitest";
import { start } from "../../../src/web/client/index";
import { Widget } from "../../../src/web/client/widget";
import { Frame, type Host } from "../../../src/web/ui/frame";
import { wordsFor } from "../../../src/web/ui/words";

const host = { server: "https://desk.example", files: "https://desk.example/", key: undefined };

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("what waited for a `boot` when `shutdown` came is answered and not said of who boots next", async () => {
  const widget = new Widget(host);
  const ran: string[] = [];
  const act = (name: string) => async () => {
    ran.push(name);
    return { answer: Promise.resolve() };
  };
  const before = widget.run("trackEvent", act("before"));
  await widget.shutdown();
  await before;
  void widget.run("trackEvent", act("after"));
  vi.stubGlobal("window", {});
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await expect(widget.boot({})).rejects.toMatchObject({ code: "app_id_missing" });
  expect([ran, warned.mock.calls]).toEqual([[], [["Frontdesk: boot was not done (app_id_missing)."]]]);
  warned.mockRestore();
});

test("`startConversation` without words says nothing", async () => {
  const client = start(host);
  // With words it would wait for a `boot`.
  await client(["startConversation", undefined]);
});

class Element extends EventTarget {
  src = "";
  readonly children: Element[] = [];
  readonly contentWindow = { greetings: [] as unknown[], postMessage: (_: string, __: string, ports: unknown[]) => this.contentWindow.greetings.push(...ports) };
  setAttribute(): void {}
  focus(): void {}
  remove(): void {
    page.scripts = page.scripts.filter((one) => one !== this);
  }
  append(...children: Element[]): void {
    page.scripts.push(...children);
  }
  replaceChildren(...children: Element[]): void {
    this.children.splice(0, Infinity, ...children);
  }
}
const page = { scripts: [] as Element[], head: new Element(), createElement: () => new Element() };

test("the package's `boot` fails when the script cannot be loaded, and the next one tries again", async () => {
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", page);
  const { boot } = await import("../../../src/web/npm");
  const settings = { app_id: "a1", api_base: "https://desk.example" };
  for (let tries = 1; tries <= 2; tries += 1) {
    const begun = boot(settings);
    expect(page.scripts.map((one) => one.src)).toEqual(["https://desk.example/widget/a1"]);
    page.scripts[0]?.dispatchEvent(new Event("error"));
    await expect(begun).rejects.toThrow("could not be loaded");
    expect(page.scripts).toEqual([]);
  }
});

test("the port goes to the first page of a frame alone; a frame that loads another one is made anew", () => {
  const served: Host = { rooms: undefined, listen: () => () => undefined, colours: () => ({}) };
  const frame = new Frame(page as never, "https://desk.example/frame/index.html", served, wordsFor(["en"]));
  const shown = (): Element => (frame.panel as unknown as Element).children[0] as Element;
  const first = shown();
  first.dispatchEvent(new Event("load"));
  expect(first.contentWindow.greetings).toHaveLength(1);
  first.dispatchEvent(new Event("load"));
  expect(first.contentWindow.greetings).toHaveLength(1);
  const second = shown();
  expect(second).not.toBe(first);
  first.dispatchEvent(new Event("load"));
  expect(shown()).toBe(second);
  second.dispatchEvent(new Event("load"));
  expect(second.contentWindow.greetings).toHaveLength(1);
  frame.remove();
});
