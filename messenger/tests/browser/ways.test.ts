// Every screen by its link, and everything by the keyboard alone.

import { describe, expect, test } from "vitest";
import { asked, scenes, until } from "../support/scene";

const open = scenes();

describe("a deep link", () => {
  test.each([
    [{ name: "home" }, "Hi Ada"],
    [{ name: "messages" }, "Messages"],
    [{ name: "help_center" }, "Help"],
    [{ name: "tickets" }, "Tickets"],
    [{ name: "news" }, "News"],
    [{ name: "article", id: "1002" }, "Move cards to another board"],
    [{ name: "collections", ids: ["5001"] }, "Getting started"],
    [{ name: "collections", ids: ["5002", "5011"] }, "On the phone"],
    [{ name: "conversation", id: "42" }, "Grace Okafor"],
    [{ name: "composer", text: "Written by the app" }, "Treeline"],
    [{ name: "ticket", id: "9001" }, "Export stops at 1,000 rows"],
    [{ name: "new_ticket" }, "What is it about?"],
    [{ name: "new_ticket", ticket_type_id: "4" }, "Something is broken"],
    [{ name: "news_item", id: "7001" }, "One calendar for all boards"],
    [{ name: "survey", id: "2001" }, "How are we doing?"],
    [{ name: "carousel", id: "3001" }, "Everything in one calendar"],
  ] as const)("to %o shows it", async (view, words) => {
    const { page } = await open((host) => host.present(JSON.parse(JSON.stringify(view))));
    await page.getByText(words).first().waitFor();
    if (view.name === "composer") expect(await page.getByRole("textbox").inputValue()).toBe("Written by the app");
  });

  test("to something that is gone says so, with one thing to do", async () => {
    const { page } = await open((host) => host.present({ name: "article", id: "none" }));
    await page.getByRole("alert").getByText("This is no longer available.").waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await page.getByText("Details").click();
    await page.getByText("not_found").waitFor();
  });
});

describe("the keyboard alone", () => {
  test("goes from home into a conversation, sends, and comes back", async () => {
    const { page, host } = await open();
    const press = async (name: string | RegExp): Promise<void> => {
      for (let steps = 0; steps < 40; steps += 1) {
        await page.keyboard.press("Tab");
        const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
        if (typeof name === "string" ? focused === name : name.test(focused)) return page.keyboard.press("Enter");
      }
      throw new Error(`${String(name)} was not reached`);
    };
    await page.locator(".card-news").waitFor();
    await press(/^Grace Okafor/);
    await page.locator(".quick-replies").waitFor();
    // The field has the focus already.
    await page.keyboard.type("By keys");
    await page.keyboard.press("Enter");
    await page.locator(".part-own").last().getByText("By keys").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Hi Ada" }).waitFor();
    await press(/^Help$/);
    await page.getByRole("searchbox").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".messenger").waitFor({ state: "detached" });
    expect(host.state.visible).toBe(false);
  });

  test("has the focus on the heading of each new screen", async () => {
    const { page } = await open((host) => host.present({ name: "help_center" }));
    await page.locator(".row").first().focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Getting started");
  });

  test("answers a survey by numbers", async () => {
    const { page, host } = await open((before) => before.present({ name: "survey", id: "2001" }));
    await page.getByRole("button", { name: "Start" }).press("Enter");
    await page.keyboard.press("9");
    await page.getByRole("button", { name: "Next" }).press("Enter");
    await page.getByText("What do you use it for most?").waitFor();
    await page.keyboard.press("2");
    await page.getByRole("button", { name: "Next" }).press("Enter");
    await page.getByText("What would you like to see next?").waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("3");
    await page.getByRole("button", { name: "Next" }).press("Enter");
    await page.getByRole("textbox").fill("No");
    await page.getByRole("button", { name: "Submit" }).press("Enter");
    await page.getByText("Thank you. We read every answer.").waitFor();
    const receipts = asked(host, "receipt.send") as { event: string; answers?: unknown }[];
    expect(receipts.map((one) => one.event)).toEqual(["shown", "answered", "completed"]);
    expect(receipts[1]?.answers).toEqual([
      { question_id: "q1", value: 9 },
      { question_id: "q2", value: "Running events" },
      { question_id: "q3", value: ["Time tracking", "Automations"] },
      { question_id: "q5", value: "No" },
    ]);
  });

  test("turns the pages of a carousel", async () => {
    const { page, host } = await open((before) => before.present({ name: "carousel", id: "3001" }));
    await page.locator(".carousel").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByLabel("Screen 2 of 3").first().waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await until(() => asked(host, "receipt.send").some((data) => (data as { event: string }).event === "completed"));
  });
});
