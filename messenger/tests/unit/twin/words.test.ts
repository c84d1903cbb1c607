// contract/vectors/content.json and language.json on the twin.

import { describe, expect } from "vitest";
import { chain } from "../../../src/twin/desk/language";
import { readContent, readSpace } from "../../../src/twin/desk/content";
import { built, each, expectFailure, vectors } from "./vectors";

const content = vectors("content");

describe("spaces", () =>
  each(content["spaces"], (one) => {
    expectFailure(one, () => readSpace(one["text"]));
    if (one["space"]) expect(readSpace(one["text"])).toBe(one["space"]);
  }));

describe("contents", () =>
  each(content["contents"], (one) => {
    expectFailure(one, () => readContent(built(one["input"])));
    if (one["content"]) expect(readContent(built(one["input"]))).toEqual(one["content"]);
  }));

describe("languages", () =>
  each(vectors("language")["chains"], (one) => {
    expect(chain([one["override"], one["device"], one["workspace"]])).toEqual(one["chain"]);
  }));
