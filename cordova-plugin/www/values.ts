// What native sides answer with, as the values that promises give.
//
// Guarantees: each reader takes every documented shape (Android's "true", help center data as JSON text, numbers as
// text) and what cannot be read is an error, never a wrong value. Callbacks get what came as it came. Pure.

import { FrontdeskError } from "./errors";

/** Makes the promised value of what came. */
export type Read = (value: unknown) => unknown;

const unreadable = (): FrontdeskError => new FrontdeskError("internal", "the native side answered with something else than it should");

/** Nothing to tell; Android says "OK". */
export const nothing: Read = () => undefined;

/** A text, if there is one. */
export const text: Read = (value) => (typeof value === "string" ? value : undefined);

/** Several things to tell, if there are. */
export const object: Read = (value) => (typeof value === "object" && value !== null ? value : undefined);

/** Yes or no; Android says it in words. */
export const flag: Read = (value) => {
  if (typeof value === "boolean") return value;
  if (value === 1 || value === "true" || value === "1") return true;
  if (value === 0 || value === "false" || value === "0") return false;
  throw unreadable();
};

/** A whole number. */
export const count: Read = (value) => {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number" || !isFinite(number)) throw unreadable();
  return number;
};

/** Data, also as JSON text. */
export const data: Read = (value) => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw unreadable();
  }
};
