// Arguments as they come over the wire, from our own JavaScript, the existing plugin's and older wrappers.
//
// Guarantees: what cannot be what it should is a coded error that names the argument; a number in the place of an id is
// taken as its text. Pure.

import { invalid } from "../../../messenger/src/twin/error";

type Members = Record<string, unknown>;

/** Members of an object. */
export function members(field: string, value: unknown): Members {
  if (value === undefined || value === null) throw invalid("missing", field, "must be given");
  if (typeof value !== "object" || Array.isArray(value)) throw invalid("wrong_type", field, "must be an object");
  return value as Members;
}

/** A text, or a whole number as its text. */
export function text(field: string, value: unknown): string {
  if (value === undefined || value === null) throw invalid("missing", field, "must be given");
  const told = idText(value);
  if (typeof told !== "string") throw invalid("wrong_type", field, "must be text");
  return told;
}

/** The same, or nothing. */
export const optionalText = (field: string, value: unknown): string | undefined => (value === undefined || value === null ? undefined : text(field, value));

/** A number; Capacitor's plugin gives it as text. */
export function number(field: string, value: unknown): number {
  if (value === undefined || value === null) throw invalid("missing", field, "must be given");
  const told = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof told !== "number" || !Number.isFinite(told)) throw invalid("wrong_type", field, "must be a number");
  return told;
}

/** A word of several, in any case. */
export function word<const W extends string>(field: string, value: unknown, words: readonly W[]): W {
  const told = text(field, value).toLowerCase();
  const found = words.find((one) => one === told);
  if (found === undefined) throw invalid("unknown_value", field, `must be ${words.join(", ")}`);
  return found;
}

/** Attributes with numbers for ids as text: the user's and the companies'. */
export function attributes(value: unknown): Members {
  const told = { ...members("attributes", value) };
  withText(told, "userId", "user_id");
  if (Array.isArray(told["companies"])) {
    told["companies"] = (told["companies"] as unknown[]).map((one) => {
      if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
      return withText({ ...one } as Members, "id", "company_id", "companyId");
    });
  }
  return told;
}

function withText(told: Members, ...keys: string[]): Members {
  for (const key of keys) if (Object.hasOwn(told, key)) told[key] = idText(told[key]);
  return told;
}

const idText = (value: unknown): unknown => (typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value);
