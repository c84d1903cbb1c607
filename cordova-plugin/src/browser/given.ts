// Arguments as they come over the wire, from our own JavaScript, the existing plugin's and older wrappers.
//
// Guarantees: what is absent is `missing` and what is of another kind `wrong_type`, by the names of `tests/refusals.json`,
// which every platform answers with; a whole number in the place of an id is taken as its text, and one that JavaScript
// may have rounded is refused: it may be somebody else's by now. Pure.

import type { FrontdeskError } from "../../../messenger/src/twin/error";
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
  const told = idText(field, value);
  if (typeof told !== "string") throw invalid("wrong_type", field, "must be text");
  return told;
}

/** The same, or nothing. */
export const optionalText = (field: string, value: unknown): string | undefined => (value === undefined || value === null ? undefined : text(field, value));

/** A whole number, fractions are cut; Capacitor's plugin gives it as text. */
export function number(field: string, value: unknown): number {
  if (value === undefined || value === null) throw invalid("missing", field, "must be given");
  const told = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof told !== "number" || !Number.isFinite(told)) throw invalid("wrong_type", field, "must be a number");
  return Math.trunc(told);
}

/** A list. */
export function list(field: string, value: unknown): unknown[] {
  if (value === undefined || value === null) throw invalid("missing", field, "must be given");
  if (!Array.isArray(value)) throw invalid("wrong_type", field, "must be a list");
  return value as unknown[];
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
  withText(told, "user_id", "userId", "user_id");
  if (Array.isArray(told["companies"])) {
    told["companies"] = (told["companies"] as unknown[]).map((one, at) => {
      if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
      return withText({ ...one } as Members, `companies[${at}].id`, "id", "company_id", "companyId");
    });
  }
  return told;
}

/** A piece of content, for the client to judge. */
export function content(value: unknown): unknown {
  if (value === undefined || value === null) throw invalid("missing", "content", "must be given");
  if (typeof value !== "object" || Array.isArray(value)) return value;
  const { id, ids } = value as Members;
  idText("id", id);
  if (Array.isArray(ids)) ids.forEach((one: unknown, at) => idText(`ids[${at}]`, one));
  return value;
}

function withText(told: Members, field: string, ...keys: string[]): Members {
  for (const key of keys) if (Object.hasOwn(told, key)) told[key] = idText(field, told[key]);
  return told;
}

/** A whole number as its text; anything else as it is. Throws `number_out_of_range`. */
function idText(field: string, value: unknown): unknown {
  if (typeof value !== "number" || !Number.isInteger(value)) return value;
  if (!Number.isSafeInteger(value)) throw rounded(field);
  return String(value);
}

const rounded = (field: string): FrontdeskError => invalid("number_out_of_range", field, "must be given as text: JavaScript does not keep a number of this size");
