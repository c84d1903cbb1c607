// What the messenger does, in Chromium, on a real message port, with the containers' policy.

import { describe, expect, test } from "vitest";
import { GRACE, longConversation } from "../../src/host/demo/data";
import type { DemoHost } from "../../src/host/demo/host";
import { PNG } from "../../src/host/demo/pictures";
import { asked, scenes, until } from "../support/scene";

const open = scenes();

const inConversation = (host: DemoHost): void => host.present({ name: "conversation", id: "42" });
const refused = { code: "too_long", message: "refused", temporary: false };

describe("a message", () => {
  test("leaves room of a picture's own shape, whatever it draws, of a fixed one when its size is unknown, and never too much", async () => {
    const sizes = [{ width: 640, height: 320 }, { width: 100, height: 100 }, { width: 9, height: 9_000 }, { width: 9_000, height: 9 }, {}];
    const { page } = await open((host) => {
      const attachments = sizes.map((sides, n) => ({ id: `p${n}`, name: `${n}.png`, content_type: "image/png", size: 1, url: PNG, expires_at: 0, ...sides }));
      host.arrive("42", GRACE, "<p>Pictures</p>", { attachments });
      inConversation(host);
    });
    await page.getByText("Pictures", { exact: true }).waitFor();
    const frames = await page.evaluate(() => {
      const found = [...document.querySelectorAll(".file-picture")].slice(-5);
      return found.map((one) => getComputedStyle(one)).map(({ aspectRatio, inlineSize }) => [aspectRatio, Math.round(Number.parseFloat(inlineSize))]);
    });
    expect(frames).toEqual([["2 / 1", 260], ["1 / 1", 100], ["0.6 / 1", 96], ["3 / 1", 260], ["4 / 3", 260]]);
  });

  test("is shown at once as sending, and plainly when the server has it", async () => {
    const { page, host } = await open(inConversation);
    host.deliver = null;
    await page.getByRole("textbox").fill("Hello **there**");
    await page.getByRole("textbox").press("Enter");
    const sent = page.locator(".part-pending");
    await sent.getByText("Hello **there**").waitFor();
    expect(await page.getByRole("textbox").inputValue()).toBe("");
    host.settle("delivered");
    await sent.waitFor({ state: "detached" });
    await page.locator(".part-own").last().getByText("Hello **there**").waitFor();
  });

  test("that was refused says why, and can be sent again", async () => {
    const { page, host } = await open(inConversation);
    host.deliver = refused;
    await page.getByRole("textbox").fill("Too much");
    await page.getByRole("textbox").press("Enter");
    await page.getByText("Not sent. This text is too long.").waitFor();
    host.deliver = "delivered";
    await page.getByRole("button", { name: "Retry" }).click();
    await page.locator(".part-failed").waitFor({ state: "detached" });
    expect(asked(host, "message.retry")).toHaveLength(1);
  });

  test("that was refused can be thrown away", async () => {
    const { page, host } = await open(inConversation);
    host.deliver = refused;
    await page.getByRole("textbox").fill("Never mind");
    await page.getByRole("textbox").press("Enter");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByText("Never mind").waitFor({ state: "detached" });
  });

  test("comes back into the composer when the core does not take it", async () => {
    const { page, host } = await open(inConversation);
    host.refuse.set("conversation.reply", refused);
    await page.getByRole("textbox").fill("Precious words");
    await page.getByRole("textbox").press("Enter");
    await page.getByRole("alert").getByText("This text is too long.").waitFor();
    expect(await page.getByRole("textbox").inputValue()).toBe("Precious words");
  });

  test("without network waits, and says so", async () => {
    const { page, host } = await open(inConversation);
    host.change({ online: false });
    await page.getByText("You’re offline. Messages will be sent when you’re back.").waitFor();
    await page.getByRole("textbox").fill("From the train");
    await page.getByRole("textbox").press("Enter");
    await page.locator(".part-pending").waitFor();
    host.change({ online: true });
    host.settle("delivered");
    await page.locator(".offline").waitFor({ state: "detached" });
    await page.locator(".part-pending").waitFor({ state: "detached" });
  });

  test("is not sent by Enter while an input method composes, nor by Shift and Enter", async () => {
    const { page, host } = await open(inConversation);
    const field = page.getByRole("textbox");
    await field.fill("にほん");
    await field.evaluate((box) => box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true })));
    await field.press("Shift+Enter");
    await field.pressSequentially("go");
    expect(await field.inputValue()).toBe("にほん\ngo");
    expect(asked(host, "conversation.reply")).toHaveLength(0);
  });

  test("may be one of the answers that were offered", async () => {
    const { page, host } = await open(inConversation);
    await page.getByRole("button", { name: "Please move them" }).click();
    await page.locator(".part-own").last().getByText("Please move them").waitFor();
    await page.locator(".quick-replies").waitFor({ state: "detached" });
    expect(asked(host, "conversation.quick_reply")).toEqual([{ id: "42", quick_reply_id: "q1" }]);
  });

  test("takes files with it, piece by piece", async () => {
    const { page, host } = await open(inConversation);
    await page.locator("input[type=file]").setInputFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(500_000, 7) });
    await until(() => asked(host, "upload.chunk").length === 3);
    await page.locator(".ring").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".part-own .file").getByText("plan.pdf").waitFor();
    expect(asked(host, "conversation.reply")).toMatchObject([{ id: "42", body: "", attachments: [expect.any(String)] }]);
  });

  test("leaves a file that is too large behind, with the reason", async () => {
    const { page, host } = await open((before) => {
      inConversation(before);
      before.refuse.set("upload.begin", { code: "attachment_too_large", message: "m", temporary: false, field: "size", limit: 20_000_000 });
    });
    await page.locator("input[type=file]").setInputFiles({ name: "film.mov", mimeType: "video/quicktime", buffer: Buffer.alloc(10) });
    await page.getByText("This file is too large. The most is 20 MB.").waitFor();
    expect(await page.getByRole("button", { name: "Send" }).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("button", { name: "Remove film.mov" }).click();
    expect(asked(host, "conversation.reply")).toHaveLength(0);
  });
});

describe("a conversation", () => {
  test("is read when it is seen, and the badge goes", async () => {
    const { page, host } = await open((before) => before.present({ name: "messages" }));
    await page.locator(".badge").getByText("1").waitFor();
    await page.locator(".row-unread").click();
    await until(() => asked(host, "conversation.read").length === 1);
    await page.getByRole("button", { name: "Back" }).click();
    await page.locator(".row").first().waitFor();
    expect(await page.locator(".badge, .row-unread").count()).toBe(0);
  });

  test("begun here goes on in its place when the server names it, and back leads past the empty composer", async () => {
    const { page, host } = await open((before) => before.present({ name: "messages" }));
    await page.getByRole("button", { name: "Send us a message" }).click();
    let release = (): void => undefined;
    host.pause = () => new Promise((done) => (release = done));
    await page.getByRole("textbox").fill("A new question");
    await page.getByRole("textbox").press("Enter");
    // The server has not answered: the conversation is on show already.
    await page.locator(".part-pending").getByText("A new question").waitFor();
    await page.getByRole("textbox").fill("and more");
    release();
    await page.locator(".part-pending").waitFor({ state: "detached" });
    expect(host.state.view).toMatchObject({ name: "conversation", id: expect.stringMatching(/^\d+$/) });
    expect(await page.getByRole("textbox").inputValue()).toBe("and more");
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("heading", { name: "Messages" }).waitFor();
  });

  test("keeps what one began to write", async () => {
    const { page, host } = await open((before) => before.present({ name: "messages" }));
    await page.locator(".row").first().click();
    await page.getByRole("textbox").fill("Half a tho");
    await page.getByRole("button", { name: "Back" }).click();
    await until(() => host.drafts.get("42") === "Half a tho");
    await page.locator(".row").first().click();
    await expect.poll(() => page.getByRole("textbox").inputValue()).toBe("Half a tho");
  });

  test("of 10,000 parts shows a few, stays at the end, and says what came below", async () => {
    const { page, host } = await open((before) => {
      before.conversations.push(longConversation("77", 10_000, Math.floor(Date.now() / 1000)));
      before.present({ name: "conversation", id: "77" });
    });
    await page.getByText("10000. ").waitFor();
    const area = page.locator(".parts");
    const atEnd = (): Promise<boolean> => area.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80);
    await expect.poll(atEnd).toBe(true);
    host.arrive("77", GRACE, "<p>In sight</p>");
    await page.getByText("In sight", { exact: true }).waitFor();
    await expect.poll(atEnd).toBe(true);
    for (let pages = 0; pages < 4; pages += 1) {
      const parts = asked(host, "conversation.open").length;
      await area.evaluate((box) => box.scrollTo(0, 0));
      await until(() => asked(host, "conversation.open").length > parts);
    }
    expect(await page.locator(".parts li").count()).toBeLessThan(60);
    host.arrive("77", GRACE, "<p>Out of sight</p>");
    const pill = page.getByRole("button", { name: "1 new" });
    await pill.click();
    await page.getByText("Out of sight", { exact: true }).waitFor();
    await pill.waitFor({ state: "detached" });
  });

  test("comes to rest at its end on a phone too busy to draw, and leaves it only with the person", async () => {
    const { page, host } = await open((before) => {
      before.conversations.push(longConversation("77", 300, Math.floor(Date.now() / 1000)));
      before.present({ name: "home" });
    });
    // To the page, ten seconds pass between any two looks at the clock.
    await page.evaluate(() => {
      const now = performance.now.bind(performance);
      let looks = 0;
      performance.now = () => now() + (looks += 1) * 10_000;
    });
    host.present({ name: "conversation", id: "77" });
    await page.getByText("300. ").waitFor();
    const area = page.locator(".parts");
    const missing = (): Promise<number> => area.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await expect.poll(missing).toBeLessThanOrEqual(2);
    // A message whose height is known late: it grows when it is there.
    host.arrive("77", GRACE, "<p>Tall</p>");
    await page.getByText("Tall", { exact: true }).waitFor();
    await page.getByText("Tall", { exact: true }).evaluate((node) => (node.style.minHeight = "900px"));
    await expect.poll(missing).toBeLessThanOrEqual(2);
    await area.evaluate((box) => box.scrollBy(0, -700));
    await page.locator(".pill").waitFor();
    host.arrive("77", GRACE, "<p>Below</p>");
    await page.getByRole("button", { name: "1 new" }).waitFor();
    expect(await missing()).toBeGreaterThan(600);
    await page.getByRole("button", { name: "1 new" }).click();
    await expect.poll(missing).toBeLessThanOrEqual(2);
  });

  test("does not move under the eyes when older parts come", async () => {
    const { page, host } = await open((before) => {
      before.conversations.push(longConversation("77", 300, Math.floor(Date.now() / 1000)));
      before.present({ name: "conversation", id: "77" });
    });
    await page.getByText("300. ").waitFor();
    host.hold.add("conversation.open");
    await page.locator(".parts").evaluate((box) => box.scrollTo(0, 200));
    await until(() => asked(host, "conversation.open").some((data) => (data as { before?: number }).before !== undefined));
    // The line in the middle of what is in sight.
    const line = page.locator(".part").filter({ hasText: /^\D*25\d\. / }).first();
    const before = await line.evaluate((node) => [node.textContent, node.getBoundingClientRect().top] as const);
    host.release();
    await page.locator(".parts-loading").waitFor({ state: "detached" });
    const after = await page.locator(".part").filter({ hasText: before[0] ?? "" }).first().evaluate((node) => node.getBoundingClientRect().top);
    expect(Math.abs(after - before[1])).toBeLessThan(24);
  });

  test("shows who is typing, and no longer once it has come", async () => {
    const { page, host } = await open(inConversation);
    host.event({ event: "typing", data: { conversation_id: "42", author: GRACE } });
    await page.getByRole("img", { name: "Grace Okafor is typing" }).waitFor();
    host.arrive("42", GRACE, "<p>Here it is</p>");
    await page.locator(".typing").waitFor({ state: "detached" });
    await page.getByRole("status").getByText("Grace Okafor: Here it is").waitFor({ state: "attached" });
  });
});

describe("help", () => {
  test("is found while one types, marked, and an older answer never replaces a newer one", async () => {
    const { page, host } = await open((before) => before.present({ name: "help_center" }));
    host.hold.add("help.search");
    await page.getByRole("searchbox").fill("guests");
    await until(() => asked(host, "help.search").length === 1);
    host.hold.delete("help.search");
    await page.getByRole("searchbox").fill("passkey");
    await page.getByText("Sign in with a passkey").waitFor();
    host.release();
    await page.locator(".snippet em").getByText("passkey").waitFor();
    expect(await page.getByText("Invite guests").count()).toBe(0);
  });

  test("takes a face and thanks, and takes it back when it failed", async () => {
    const { page, host } = await open((before) => before.present({ name: "article", id: "1002" }));
    await page.getByRole("button", { name: "Yes" }).click();
    await page.getByText("Thank you, that helps us to write better.").waitFor();
    host.refuse.set("article.react", { code: "unreachable", message: "m", temporary: true });
    await page.getByRole("button", { name: "No", exact: true }).click();
    await page.getByRole("status").getByText("Our server cannot be reached at the moment.").waitFor();
    expect(await page.getByRole("button", { name: "Yes" }).getAttribute("aria-pressed")).toBe("true");
  });

  test("shows what is known when the server is out of reach", async () => {
    const { page, host } = await open((before) => before.present({ name: "messages" }));
    await page.locator(".row").first().waitFor();
    host.refuse.set("conversations.list", { code: "unreachable", message: "m", temporary: true });
    host.change({ online: false });
    await until(() => asked(host, "conversations.list").length >= 3);
    expect(await page.locator(".row").count()).toBe(3);
  });
});

test("a ticket is asked for what is missing, and sent as the form says", async () => {
  const { page, host } = await open((before) => before.present({ name: "new_ticket", ticket_type_id: "4" }));
  await page.getByRole("button", { name: "Submit" }).click();
  expect(await page.getByText("Please fill this in.").count()).toBe(2);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("field-0");
  await page.getByLabel("What is broken?").fill("The export");
  await page.getByLabel("What did you do, and what happened?").fill("It stops");
  await page.getByLabel("Where do you see it?").selectOption("Browser");
  await page.getByLabel("How many people are affected?").fill("12");
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("heading", { name: "The export" }).waitFor();
  expect(asked(host, "ticket.create")).toEqual([
    { ticket_type_id: "4", attributes: { _default_title_: "The export", _default_description_: "It stops", device: "Browser", people: 12, blocked: false } },
  ]);
});

test("a visitor leaves an address once", async () => {
  const { page, host } = await open((before) => {
    inConversation(before);
    before.state = { ...before.state, session: { state: "logged_in", role: "lead" } };
    before.conversations[0]?.parts.splice(2);
  });
  await page.getByLabel("Get the answer by email, too").fill("ada@example.com");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved. We will write to you there, too.").waitFor();
  expect(asked(host, "email.leave")).toEqual([{ email: "ada@example.com" }]);
});

test("an in-app card opens, answers and is dismissed", async () => {
  const { page, host } = await open((before) => before.change({ visible: false, in_app: { kind: "in_app_message", id: "6001", display: "card", priority: 0 } }));
  await page.getByRole("button", { name: /Read the message/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Dismiss" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect((asked(host, "receipt.send") as { event: string }[]).map((one) => one.event)).toEqual(["shown", "clicked", "dismissed"]);
});

test("nothing of the last person is on show for the next", async () => {
  const { page, host } = await open(inConversation);
  await page.getByText("Shall I move the cards").waitFor();
  host.change({ visible: false });
  await page.locator(".messenger").waitFor({ state: "detached" });
  host.conversations = [];
  host.hold.add("conversations.list");
  host.present({ name: "messages" });
  await page.getByRole("heading", { name: "Messages" }).waitFor();
  expect(await page.content()).not.toContain("Grace");
  host.release();
  await page.locator(".empty").waitFor();
});

test("the language changes in place, with its direction", async () => {
  const { page, host } = await open();
  await page.getByText("Send us a message").first().waitFor();
  host.change({ languages: ["ar", "en"] });
  await page.getByText("أرسل لنا رسالة").first().waitFor();
  expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual(["rtl", "ar"]);
});

test("a page in another language never shows a word of English first", async () => {
  const { page } = await open((before) => before.change({ languages: ["pl", "en"] }));
  await page.addInitScript(() => {
    const seen: string[] = ((window as never as { seen: string[] }).seen = []);
    new MutationObserver(() => seen.push(document.body?.textContent ?? "")).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.reload();
  await page.evaluate(() => (window as never as { handOver: () => void }).handOver());
  await page.getByText("Napisz do nas").first().waitFor();
  const seen = await page.evaluate(() => (window as never as { seen: string[] }).seen);
  expect(seen.some((text) => text.includes("Napisz do nas"))).toBe(true);
  expect(seen.filter((text) => text.includes("Send us a message"))).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("pl");
});

test("the theme follows the state, and the system where it says so", async () => {
  const { page, host } = await open((before) => before.change({ theme_mode: "system" }), { colorScheme: "dark" });
  const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset["theme"]);
  await expect.poll(theme).toBe("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(theme).toBe("light");
  host.change({ theme_mode: "dark" });
  await expect.poll(theme).toBe("dark");
});
