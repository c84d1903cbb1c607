// contract/vectors/search.json on the twin, which searches without the server as well.

import { describe, expect } from "vitest";
import { search, type Searched } from "../../../src/twin/desk/far/search";
import { each, vectors, type Case } from "./vectors";

const file = vectors("search");
const articles = (file["articles"] as unknown as Searched[]).map((article) => ({ ...article, summary: article.summary ?? "" }));
const found = (one: Case, term: string): ReturnType<typeof search> => search(articles, term, one["locales"], 20);

describe("what is found, best first, and the text around it", () =>
  each(file["cases"], (one) => {
    const hits = found(one, one["term"]);
    expect(hits.map(({ id }) => id)).toEqual(one["hits"]);
    const expected: Record<string, string | null> = one["highlights"] ?? {};
    for (const { id, highlight } of hits) if (id in expected) expect(highlight).toBe(expected[id]);
  }));

describe("terms too long to write out", () =>
  each(file["long"], (one) => {
    const [piece, times] = one["repeat"] as [string, number];
    expect(found(one, piece.repeat(times)).map(({ id }) => id)).toEqual(one["hits"]);
  }));
