// What an event says beside its name.
//
// Guarantees: checked before anything is stored and written as JSON in the same walk, so that what is counted is what
// is sent; whatever a page hands over (a cycle, a getter that throws, a number that is none) ends in a typed error or
// in text, never in an exception of the browser. The same limits as the core's: `contract/vectors/limits.json`. Pure.

import { FrontdeskError, invalid } from "../error";
import { bytesOf, checkName, checkValue, child } from "./text";

const BYTES = 31 * 1024;
const KEYS = 256;
const DEPTH = 8;
const FIELD = "metadata";

/** The JSON text of `value`: an object, or nothing (`{}`). */
export function metadataText(value: unknown): string {
  if (value == null) return "{}";
  if (typeof value !== "object" || Array.isArray(value)) throw invalid("wrong_type", FIELD, "must be an object");
  const text = written(value);
  if (bytesOf(text) > BYTES) throw tooLarge();
  return text;
}

/** Writes any value as JSON under the limits of metadata. */
function written(value: unknown): string {
  let [keys, size] = [0, 0];
  const grow = (by: number): void => {
    size += by;
    if (size > BYTES) throw tooLarge();
  };
  const walk = (one: unknown, path: string, depth: number): string => {
    if (typeof one === "string") {
      grow(one.length);
      checkValue(path, one);
      return JSON.stringify(one);
    }
    if (typeof one === "number" || typeof one === "bigint") return numberText(one, path);
    if (typeof one !== "object" || one === null) return String(one ?? null);
    if (depth > DEPTH) throw invalid("too_deep", FIELD, `must not be nested deeper than ${DEPTH} levels`, DEPTH);
    const parts: string[] = [];
    if (Array.isArray(one)) {
      for (let index = 0; index < one.length; index += 1) {
        grow(1);
        parts.push(walk(plain(one[index]) ?? null, `${path}[${index}]`, depth + 1));
      }
      return `[${parts.join()}]`;
    }
    const members = Object.keys(one);
    for (const key of members) {
      const value = plain((one as Record<string, unknown>)[key]);
      if (value === undefined) continue;
      keys += 1;
      if (keys > KEYS) throw invalid("too_many_keys", FIELD, `must not hold more than ${KEYS} keys`, KEYS);
      grow(key.length + 4);
      const place = child(path, key);
      checkName(place, key);
      parts.push(`${JSON.stringify(key)}:${walk(value, place, depth + 1)}`);
    }
    return `{${parts.join()}}`;
  };
  try {
    return walk(value, FIELD, 1);
  } catch (error) {
    // A getter of the page threw, or a proxy: its values cannot be read.
    throw error instanceof FrontdeskError ? error : invalid("wrong_type", FIELD, "must be readable");
  }
}

/** A number as JSON has it, whole ones with all their digits. */
export function numberText(number: number | bigint, path: string): string {
  if (typeof number === "bigint") {
    if (number < -(2n ** 63n) || number >= 2n ** 64n) throw invalid("number_out_of_range", path, "must fit 64 bits");
    return String(number);
  }
  if (!Number.isFinite(number)) throw invalid("not_finite", path, "must be a finite number");
  return Object.is(number, -0) ? "-0.0" : String(number);
}

/** Dates and whatever else says how it is written go as that; what JSON has no word for is not there. */
function plain(value: unknown): unknown {
  if (typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function") {
    return (value.toJSON as () => unknown)();
  }
  return typeof value === "function" || typeof value === "symbol" ? undefined : value;
}

const tooLarge = (): FrontdeskError => invalid("metadata_too_large", FIELD, `must not exceed ${BYTES} bytes of JSON`, BYTES);
