// What the messenger shows: screens, what waits to show itself, and what of it stays for the next person.

import { beforeEach, describe, expect, test } from "vitest";
import { readPreferences, Stage, type Changed } from "../../../src/twin/desk/stage";
import type { InApp } from "../../../src/contract/types";

let told: Changed[];
let stage: Stage;
beforeEach(() => {
  told = [];
  stage = new Stage("de-AT", (changed) => told.push(changed));
});
const state = () => stage.state("logged_in", "user");
const piece = (kind: InApp["kind"], id: string, priority: number): InApp => ({ kind, id, display: "card", priority });

describe("screens", () => {
  test("lie on top of each other while the messenger is open, and a space takes the place of all", () => {
    stage.change((it) => it.show({ name: "article", id: "1" }));
    stage.change((it) => it.show({ name: "article", id: "2" }));
    expect(state()).toMatchObject({ visible: true, can_go_back: true, view: { name: "article", id: "2" } });
    expect(stage.change((it) => it.back())).toBe(false);
    expect(state().view).toEqual({ name: "article", id: "1" });
    stage.change((it) => it.show({ name: "messages" }));
    expect(state()).toMatchObject({ can_go_back: false, view: { name: "messages" } });
    expect(stage.change((it) => it.back())).toBe(true);
    expect(state().visible).toBe(false);
  });

  test("that are opened anew begin alone, the same one twice is one, and circles cost no memory", () => {
    stage.change((it) => it.show({ name: "article", id: "1" }));
    stage.change((it) => it.show({ name: "article", id: "1" }));
    expect(state().can_go_back).toBe(false);
    stage.change((it) => void (it.visible = false));
    stage.change((it) => it.show({ name: "conversation", id: "7" }));
    expect(state().can_go_back).toBe(false);
    for (let n = 0; n < 1000; n += 1) stage.change((it) => it.show({ name: "article", id: String(n) }));
    expect(stage.screens).toHaveLength(32);
  });

  test("follow a conversation to its id on the server", () => {
    stage.change((it) => it.show({ name: "conversation", id: "own" }));
    stage.change((it) => it.conversationIs("own", "42"));
    expect(state().view).toEqual({ name: "conversation", id: "42" });
  });
});

test("a change that changes nothing is not announced, and what became visible is", () => {
  stage.change((it) => void (it.visible = false));
  expect(told).toEqual([]);
  stage.change((it) => it.show({ name: "home" }));
  stage.change((it) => void (it.unread = 3));
  stage.change((it) => void (it.visible = false));
  expect(told).toEqual([{ visibility: true }, { visibility: undefined }, { visibility: false }]);
});

describe("what shows itself", () => {
  beforeEach(() => stage.change((it) => it.offer([piece("survey", "s", 2), piece("in_app_message", "m", 3), piece("carousel", "c", 1)])));

  test("is the most important that the app allows, and nothing over an open messenger", () => {
    expect(state().in_app?.id).toBe("m");
    stage.change((it) => void (it.preferences = { ...it.preferences, in_app_messages_visible: false }));
    expect(state().in_app?.id).toBe("s");
    stage.change((it) => void (it.preferences = { ...it.preferences, suppressed: ["survey"] }));
    expect(state().in_app?.id).toBe("c");
    stage.change((it) => it.show({ name: "home" }));
    expect(state().in_app).toBeNull();
  });

  test("waits once however often it is offered, and is gone when it was dismissed or presented", () => {
    stage.change((it) => it.offer([piece("in_app_message", "m", 3)]));
    stage.change((it) => it.done("in_app_message", "m"));
    expect(state().in_app?.id).toBe("s");
    stage.change((it) => it.show({ name: "survey", id: "s" }));
    stage.change((it) => void (it.visible = false));
    expect(state().in_app?.id).toBe("c");
  });

  test("is bounded, and the important is kept", () => {
    stage.change((it) => it.offer(Array.from({ length: 1000 }, (_, n) => piece("survey", `s${n}`, n))));
    expect(stage.waiting).toHaveLength(50);
    expect(stage.waiting[0]?.id).toBe("s999");
  });
});

test("nothing of a person is left for the next, what the app decided stays", () => {
  stage.change((it) => {
    it.preferences = { ...it.preferences, launcher_visible: true };
    it.languageOverride = "fr";
    it.unread = 3;
    it.settings = { locale: "es" };
    it.offer([piece("survey", "s", 1)]);
    it.show({ name: "conversation", id: "42" });
  });
  expect(state().languages).toEqual(["fr", "de-AT", "de", "es", "en"]);
  stage.change((it) => it.forgetPerson());
  expect(state()).toMatchObject({ visible: false, view: { name: "home" }, unread_count: 0, settings: null, in_app: null, language_override: null, launcher_visible: true });
  expect(stage.person).toBe(1);
});

test("preferences of a newer version cost only what is not understood", () => {
  const read = readPreferences('{"launcher_visible":true,"theme_mode":"sepia","suppressed":["tour","survey"],"bottom_padding":-1,"new":1}');
  expect(read).toEqual({ launcher_visible: true, theme_mode: "system", suppressed: ["survey"], bottom_padding: 0, in_app_messages_visible: true });
  for (const rubbish of [undefined, "", "null", "[]", "{"]) expect(readPreferences(rubbish).in_app_messages_visible).toBe(true);
});
