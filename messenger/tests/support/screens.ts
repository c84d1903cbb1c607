// Every screen and state, and how to get there: for the pictures and for the accessibility test.

import type { View } from "../../src/contract/types";
import { GRACE, longConversation } from "../../src/host/demo/data";
import type { DemoHost } from "../../src/host/demo/host";
import type { Stage } from "./stage";

interface Shown {
  before?: (host: DemoHost) => void;
  /** `say`: in whose language the person writes. */
  show: (stage: Stage, say?: (text: string) => string) => Promise<void>;
}

const view = (shown: View, waitFor: string, before?: (host: DemoHost) => void): Shown => ({
  before: (host) => {
    host.present(shown);
    // One comes from somewhere, mostly.
    host.state = { ...host.state, can_go_back: !("name" in shown && ["home", "messages", "help_center", "tickets", "news"].includes(shown.name)) };
    before?.(host);
  },
  show: async ({ page }) => page.locator(waitFor).first().waitFor(),
});

const conversation: View = { name: "conversation", id: "42" };
const refused = { code: "reply_not_allowed", message: "refused", temporary: false };
const unreachable = { code: "unreachable", message: "no answer from the server", temporary: true };

export const SCREENS: Record<string, Shown> = {
  home: view({ name: "home" }, ".card-news"),
  messages: view({ name: "messages" }, ".row"),
  "messages-empty": view({ name: "messages" }, ".empty", (host) => {
    host.conversations = [];
    host.state = { ...host.state, unread_count: 0 };
  }),
  "messages-error": view({ name: "messages" }, ".problem", (host) => host.refuse.set("conversations.list", unreachable)),
  conversation: view(conversation, ".quick-replies"),
  "conversation-states": {
    ...view(conversation, ".bubble"),
    show: async ({ page, host }, say = (text) => text) => {
      const field = page.getByRole("textbox");
      await field.fill(say("Please move them today. Our season starts on Monday."));
      host.deliver = refused;
      await field.press("Enter");
      await page.locator(".failed").waitFor();
      host.deliver = null;
      host.change({ online: false });
      await page.locator(".offline").waitFor();
      await field.fill(say("And one from the train, without a network."));
      await field.press("Enter");
      await page.locator(".part-pending").waitFor();
      host.event({ event: "typing", data: { conversation_id: "42", author: GRACE } });
      await page.locator(".typing").waitFor();
    },
  },
  "conversation-long": {
    ...view({ name: "conversation", id: "77" }, ".bubble", (host) => host.conversations.push(longConversation("77", 500, host.now()))),
    show: async ({ page, host }) => {
      await page.getByText("500. ").waitFor();
      const parts = page.locator(".parts");
      await page.waitForFunction(() => {
        const box = document.querySelector(".parts");
        return box !== null && box.scrollHeight - box.clientHeight - box.scrollTop < 1;
      });
      await parts.evaluate((box) => box.scrollBy(0, -900));
      await page.locator(".pill").waitFor();
      host.arrive("77", GRACE, "<p>Are you still there?</p>");
      await page.locator(".pill-new").waitFor();
    },
  },
  composer: view({ name: "composer", text: null }, ".composer"),
  "composer-files": {
    ...view({ name: "composer", text: "Here is what I see:" }, ".composer", (host) => {
      host.largest = 500_000;
    }),
    show: async ({ page }) => {
      await page.locator("input[type=file]").setInputFiles([
        { name: "screenshot-2026-11-21.csv", mimeType: "text/csv", buffer: Buffer.alloc(300_000, 1) },
        { name: "too-large.zip", mimeType: "application/zip", buffer: Buffer.alloc(500_001) },
      ]);
      await page.locator(".tray-failed").waitFor();
      await page.getByRole("button", { name: /emoji|رمز|絵文字|表情/i }).click();
    },
  },
  visitor: {
    ...view(conversation, ".bubble", (host) => {
      host.state = { ...host.state, session: { state: "logged_in", role: "lead" } };
      host.conversations[0]?.parts.splice(2);
    }),
  },
  help: view({ name: "help_center" }, ".row"),
  "help-results": {
    ...view({ name: "help_center" }, ".row"),
    show: async ({ page }) => {
      await page.getByRole("searchbox").fill("board");
      await page.locator(".snippet").first().waitFor();
    },
  },
  collection: view({ name: "collections", ids: ["5001"] }, ".section"),
  article: view({ name: "article", id: "1002" }, ".reactions"),
  "article-end": {
    ...view({ name: "article", id: "1002" }, ".reactions"),
    show: async ({ page }) => {
      await page.locator(".face").last().click();
      await page.locator(".scroll").evaluate((box) => box.scrollTo(0, box.scrollHeight));
    },
  },
  tickets: view({ name: "tickets" }, ".row"),
  ticket: view({ name: "ticket", id: "9001" }, ".track"),
  "ticket-kinds": view({ name: "new_ticket" }, ".row"),
  "ticket-form": {
    ...view({ name: "new_ticket", ticket_type_id: "4" }, ".form"),
    show: async ({ page }) => {
      await page.locator(".form button[type=submit]").click();
      await page.locator(".field-error").first().waitFor();
    },
  },
  news: view({ name: "news" }, ".card-news"),
  "news-item": view({ name: "news_item", id: "7001" }, ".article"),
  "survey-intro": view({ name: "survey", id: "2001" }, ".survey-page"),
  "survey-scale": {
    ...view({ name: "survey", id: "2001" }, ".survey-page"),
    show: async ({ page }) => {
      await page.locator(".survey-page .button").click();
      await page.keyboard.press("9");
      await page.locator(".number :checked").waitFor();
    },
  },
  "survey-options": {
    ...view({ name: "survey", id: "2001" }, ".survey-page"),
    show: async ({ page }) => {
      await page.locator(".survey-page .button").click();
      await page.keyboard.press("9");
      await page.locator(".survey-actions .button").last().click();
      await page.locator(".option").first().click();
    },
  },
  carousel: view({ name: "carousel", id: "3001" }, ".carousel"),
  checklist: view({ name: "checklist", id: "9001" }, ".checklist"),
  "checklist-done": {
    ...view({ name: "checklist", id: "9001" }, ".checklist"),
    show: async ({ page }) => {
      for (let done = 1; done < 4; done += 1) {
        await page.locator(".task-tick[aria-checked=false]").first().click();
        await page.locator(".task-done").nth(done).waitFor();
      }
    },
  },
  "in-app-card": {
    before: (host) => host.change({ visible: false, in_app: { kind: "in_app_message", id: "6001", display: "card", priority: 0 } }),
    show: async ({ page }) => page.locator(".in-app-card").waitFor(),
  },
  "in-app-banner": {
    before: (host) => host.change({ visible: false, in_app: { kind: "in_app_message", id: "6002", display: "banner", priority: 0 } }),
    show: async ({ page }) => page.locator(".in-app-banner").waitFor(),
  },
  "in-app-sheet": {
    before: (host) => host.change({ visible: false, in_app: { kind: "in_app_message", id: "6003", display: "sheet", priority: 0 } }),
    show: async ({ page }) => page.locator(".dialog-sheet").waitFor(),
  },
  link: {
    ...view({ name: "article", id: "1002" }, ".reactions"),
    show: async ({ page, host }) => {
      host.articles.clear();
      await page.locator(".rich a").first().evaluate((link) => link.setAttribute("href", "https://xn--pple-43d.com/"));
      await page.locator(".rich a").first().click();
      await page.getByRole("dialog").waitFor();
    },
  },
};
