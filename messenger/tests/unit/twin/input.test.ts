// contract/vectors/attributes.json, limits.json and text.json on the twin, as far as JavaScript's own values can say
// them: the twin never sees JSON text of an app.

import { describe, expect, test } from "vitest";
import { userAttributes } from "../../../src/twin/model/attributes";
import { metadataText } from "../../../src/twin/model/metadata";
import { withTokens } from "../../../src/twin/model/proof";
import { checkName, checkValue } from "../../../src/twin/model/text";
import { sameIdentity } from "../../../src/twin/session";
import { built, each, expectFailure, failure, vectors, type Case } from "./vectors";

const attributes = vectors("attributes");
const limits = vectors("limits");
const text = vectors("text");

/** Without whole numbers beyond 2^53, which a value of JavaScript cannot hold. */
const exact = (value: unknown): boolean => !/\d{16,}/.test(JSON.stringify(value) ?? "");

describe("attributes", () =>
  each(attributes["cases"]?.filter((one) => exact(one["input"])), (one) => {
    const input = built(one["input"]);
    if (one["error"] || one["any_of"]) return expectFailure(one, () => userAttributes(input));
    const read = userAttributes(input);
    expect(JSON.stringify(read.wire)).toBe(JSON.stringify(built(one["wire"])));
    expect(read.ignored).toEqual(one["ignored"] ?? []);
    if (one["identity"] === null) expect(read.identity).toBeUndefined();
    else if (one["identity"]) {
      const { user_id, email } = one["identity"];
      expect(read.identity).toEqual({ userId: user_id, email });
    }
  }));

describe("same person", () =>
  each(attributes["same_person"], (one) => {
    const [a, b] = [one["a"] ?? one["left"], one["b"] ?? one["right"]].map((who: any) => ({ userId: who.user_id, email: who.email }));
    if (!a || !b) throw new Error("two identities are needed");
    expect([sameIdentity(a, b), sameIdentity(b, a)]).toEqual([one["same"], one["same"]]);
  }));

describe("event names", () => each(limits["event_names"], (one) => expectFailure(one, () => checkName("name", built(one["text"]), 120))));

/** What JSON text can say and a value cannot: these are the core's alone. */
const OF_TEXT = new Set(["duplicate_key", "invalid_json", "number_out_of_range", "not_finite"]);

function ofText(one: Case): boolean {
  return one["json"] !== undefined && (OF_TEXT.has(one["error"]?.code) || typeof one["json"] !== "string" || !exact(one["json"]));
}

describe("metadata", () =>
  each(limits["metadata"]?.filter((one) => !ofText(one)), (one) => {
    const value = one["json"] === undefined ? built(one["value"]) : JSON.parse(one["json"]);
    expectFailure(one, () => metadataText(value));
    if (one["wire"] !== undefined) expect(metadataText(value)).toBe(one["wire"]);
  }));

describe("numbers", () =>
  each(limits["numbers"], (one) => {
    expect(failure(() => metadataText({ price: Number(one["number"]) }))?.code).toBe(one["error"]);
    expect(failure(() => userAttributes({ custom_attributes: { price: Number(one["number"]) } }))?.code).toBe(one["error"]);
  }));

describe("limits of attributes", () => each(limits["attributes"], (one) => expectFailure(one, () => userAttributes(built(one["input"])))));

describe("names", () =>
  each(text["names"], (one) => {
    const given = built(one["text"]);
    const code = one["error"]?.code ?? one["error"];
    expect(failure(() => checkName("name", given, 120))?.code).toBe(code);
    expect(failure(() => userAttributes({ user_id: given }))?.code).toBe(code);
    expect(failure(() => userAttributes({ custom_attributes: { [given]: 1 } }))?.code).toBe(code);
    expect(failure(() => metadataText({ [given]: 1 }))?.code).toBe(code);
  }));

describe("values", () =>
  each(text["values"], (one) => {
    const given = built(one["text"]);
    const code = one["error"]?.code ?? one["error"];
    expect(failure(() => userAttributes({ name: given }))?.code).toBe(code);
    expect(failure(() => userAttributes({ custom_attributes: { a: given } }))?.code).toBe(code);
    expect(failure(() => metadataText({ a: given }))?.code).toBe(code);
  }));

describe("utf16", () =>
  each(text["utf16"], (one) => {
    const given = String.fromCharCode(...one["units"]);
    if (one["text"] !== undefined) expect(given).toBe(one["text"]);
    expect(failure(() => checkValue("value", given))?.code).toBe(one["error"]);
  }));

describe("W4: what only a page can hand over", () => {
  test("a cycle is too deep, and a getter that throws is no value", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(failure(() => metadataText(circle))?.code).toBe("too_deep");
    const broken = { get a(): never { throw new Error("secret of the page"); } };
    expect(failure(() => metadataText(broken))).toMatchObject({ code: "wrong_type", field: "metadata" });
    expect(failure(() => userAttributes(broken))).toBeUndefined();
    expect(failure(() => userAttributes({ custom_attributes: broken }))?.code).toBe("wrong_type");
  });

  test("big integers keep their digits, dates are text, what JSON has no word for is not there", () => {
    const value = { big: 2n ** 63n, at: new Date(0), no: undefined, call: () => 1, list: [undefined, 1] };
    expect(metadataText(value)).toBe('{"big":9223372036854775808,"at":"1970-01-01T00:00:00.000Z","list":[null,1]}');
    expect(failure(() => metadataText({ big: 2n ** 64n }))?.code).toBe("number_out_of_range");
  });
});

test("a token is refused under its name, which is shortened as the core does it, and never under its text", () => {
  const long = "n".repeat(70);
  expect(failure(() => withTokens({}, { [long]: "a.b.c" }))).toMatchObject({ field: `auth_tokens.${"n".repeat(40)}…` });
  const refused = failure(() => withTokens({}, { shop: "two words" }));
  expect(refused).toMatchObject({ field: "auth_tokens.shop" });
  expect(JSON.stringify(refused)).not.toContain("two words");
});
