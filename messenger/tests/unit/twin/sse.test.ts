// contract/vectors/sse.json on the twin, cut wherever a network could cut the stream.

import { expect } from "vitest";
import { SseParser, type Item } from "../../../src/twin/desk/sse";
import { built, each, vectors } from "./vectors";

type Piece = string | { $text: [string, number] } | { $bytes: string };

const bytes = (stream: string | Piece[]): Uint8Array => {
  const pieces = (typeof stream === "string" ? [stream] : stream).map((piece) => {
    if (typeof piece === "string") return Buffer.from(piece, "utf8");
    if ("$bytes" in piece) return Buffer.from(piece.$bytes, "hex");
    return Buffer.from(piece.$text[0].repeat(piece.$text[1]), "utf8");
  });
  return new Uint8Array(Buffer.concat(pieces));
};

function read(chunks: Uint8Array[], most?: number): { items: Item[]; error?: "too_long" } {
  const parser = new SseParser(most);
  const items: Item[] = [];
  for (const chunk of chunks) if (!parser.push(chunk, items)) return { items, error: "too_long" };
  return { items };
}

each(vectors("sse")["cases"], ({ stream, items: written, most_bytes: most, error }) => {
  const items = built(written);
  const whole = bytes(stream);
  const expected = error ? { items, error } : { items };
  expect(read([whole], most)).toEqual(expected);
  // Byte by byte; a megabyte of the same letter in larger pieces.
  const step = whole.length > 10_000 ? 4099 : 1;
  const pieces = Array.from({ length: Math.ceil(whole.length / step) }, (_, index) => whole.slice(index * step, (index + 1) * step));
  expect(read(pieces, most)).toEqual(expected);
  for (let cut = 0; cut <= whole.length; cut += step) expect(read([whole.slice(0, cut), whole.slice(cut)], most)).toEqual(expected);
});
