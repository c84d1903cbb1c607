// A number that JavaScript has rounded is no id: two people whose ids differ in the last digit would be one.

import { expect, test } from "vitest";
import { Bridge } from "./bridge";

const ROUNDED = Number("9007199254740993");
const CALLS: [string, unknown, string][] = [
  ["loginUserWithUserAttributes", { userId: ROUNDED }, "user_id"],
  ["registerIdentifiedUser", { user_id: -ROUNDED }, "user_id"],
  ["updateUser", { companies: [null, { id: 1 }, { company_id: ROUNDED }] }, "companies[2].id"],
  ["presentContent", { type: "ARTICLE", id: 1e21 }, "id"],
  ["presentContent", { type: "HELP_CENTER_COLLECTIONS", ids: ["1", ROUNDED] }, "ids[1]"],
  ["displayArticle", ROUNDED, "id"],
  ["displayCarousel", ROUNDED, "id"],
  ["displaySurvey", ROUNDED, "id"],
  ["displayHelpCenterCollections", [ROUNDED], "ids[0]"],
  ["displayHelpCenterCollections", { collectionIds: [ROUNDED] }, "ids[0]"],
  ["fetchHelpCenterCollection", ROUNDED, "collection_id"],
];

test.each(CALLS)("`%s` with an id beyond 2^53 as a number (%j) is refused by its field and never leaves", async (name, given, field) => {
  const bridge = new Bridge();
  await expect(bridge.calls[name]?.(given)).rejects.toMatchObject({ code: "number_out_of_range", field });
  expect(bridge.made).toEqual([]);
});

test("the same as text, the largest whole number, and other numbers leave as they are", () => {
  const bridge = new Bridge();
  const given = [
    { userId: "9007199254740993", customAttributes: { id: ROUNDED }, companies: [{ id: Number.MAX_SAFE_INTEGER, monthlySpend: 1e20 }] },
    { userId: Number.MAX_SAFE_INTEGER },
  ];
  for (const attributes of given) void bridge.calls["loginUserWithUserAttributes"]?.(attributes);
  void bridge.calls["logEvent"]?.("ordered", { id: ROUNDED });
  expect(bridge.made.map(({ args }) => args)).toEqual([[given[0]], [given[1]], ["ordered", { id: ROUNDED }]]);
});
