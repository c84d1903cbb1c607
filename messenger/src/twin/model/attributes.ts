// What an app says about a user: the standard attributes, custom attributes and companies of one update.
//
// Guarantees: absent, cleared (`null`) and set are three different things; both spellings of every key go in and one
// shape comes out, in one order; what passes is within every limit of the wire. The same as the core's, case by case in
// `contract/vectors/attributes.json` and `limits.json`. Pure.

import { asError, FrontdeskError, invalid } from "../error";
import type { Identity } from "../session";
import { numberText } from "./metadata";
import { bytesOf, checkName, checkValue, child, has } from "./text";

const NAME_CHARS = 190;
const TEXT_CHARS = 255;
/** Of a picture's address. */
const URL_CHARS = 2048;
/** Custom attributes, and companies, of one update. */
export const MOST = 100;
/** Bytes of one update. */
export const MOST_BYTES = 256 * 1024;
const MONTHLY_SPEND = 2_147_483_647;
const UNIX_SECONDS = 253_402_300_799;
const SHOWN_IGNORED = 20;

type Members = Record<string, unknown>;

/** One update as the wire wants it. */
export interface UserAttributes {
  wire: Members;
  identity: Identity | undefined;
  /** Keys that are no attribute, as paths, at most 20. */
  ignored: string[];
}

type Kind = "id" | "text" | "email" | "url" | "avatar" | "said" | "time" | "flag" | "spend" | "custom" | "companies";

/** Each key with its spellings, in the order of the wire. */
const USER: [string, Kind, ...string[]][] = [
  ["user_id", "id", "userId"],
  ["email", "email"],
  ["name", "text"],
  ["phone", "text"],
  ["language_override", "text", "languageOverride"],
  ["signed_up_at", "time", "signedUpAt"],
  ["unsubscribed_from_emails", "flag", "unsubscribedFromEmails"],
  ["avatar", "avatar"],
  ["custom_attributes", "custom", "customAttributes"],
  ["companies", "companies"],
];
const AVATAR: typeof USER = [
  ["type", "said"],
  ["image_url", "url", "imageUrl"],
];
const COMPANY: [string, Kind, ...string[]][] = [
  ["id", "id", "company_id", "companyId"],
  ["name", "text"],
  ["plan", "text"],
  ["monthly_spend", "spend", "monthlySpend"],
  ["created_at", "time", "createdAt"],
  ["custom_attributes", "custom", "customAttributes"],
];

/** Reads and checks an update in either spelling of its keys. */
export function userAttributes(given: unknown): UserAttributes {
  try {
    const ignored: string[] = [];
    const rules: (() => void)[] = [];
    const wire = members(given, "attributes", "", USER, rules, ignored);
    // First the shape of everything, then its rules, as the core does.
    for (const rule of rules) rule();
    const companies = wire["companies"] as unknown[] | undefined;
    // Few companies cannot reach the limit: each of their parts was bounded before.
    if (companies && companies.length > 1 && bytesOf(JSON.stringify(wire)) > MOST_BYTES) {
      throw invalid("attributes_too_large", "companies", `must not exceed ${MOST_BYTES} bytes of JSON`, MOST_BYTES);
    }
    const [userId, email] = [wire["user_id"], wire["email"]] as (string | null | undefined)[];
    const identity = userId == null && email == null ? undefined : { userId: userId ?? undefined, email: email ?? undefined };
    return { wire, identity, ignored: ignored.slice(0, SHOWN_IGNORED) };
  } catch (error) {
    if (error instanceof FrontdeskError) throw error;
    // A getter of the page threw: its values cannot be read.
    throw error instanceof RangeError ? asError(error, "attributes") : wrongType("attributes", "readable");
  }
}

/** The same update without user id and e-mail address: what a login sends beside the identity. */
export function withoutIdentity(wire: Members): Members {
  const { user_id: _id, email: _email, ...rest } = wire;
  return rest;
}

function members(
  given: unknown,
  named: string,
  path: string,
  keys: typeof USER,
  rules: (() => void)[],
  ignored: string[],
): Members {
  if (!isObject(given)) throw wrongType(named, "an object");
  const known = new Set(keys.flatMap(([key, , ...others]) => [key, ...others]));
  for (const key of Object.keys(given)) if (!known.has(key)) ignored.push(child(path, key));
  const wire: Members = {};
  for (const [key, kind, ...others] of keys) {
    const field = child(path, key);
    let value: unknown;
    for (const spelling of [key, ...others]) {
      if (!has(given, spelling)) continue;
      const one = given[spelling];
      if (one === undefined) continue;
      // Containers given twice are refused unseen.
      if (value !== undefined && (typeof one === "object" || value !== one) && !(one === null && value === null)) {
        throw invalid("conflicting_keys", field, "must not be given twice with different values");
      }
      value = one;
    }
    if (value === undefined) continue;
    const read = reads(kind, field, value, rules, ignored);
    if (read !== undefined) wire[key] = read;
  }
  return wire;
}

/** Reads one value; its rules are checked when the shape of all is known. `undefined`: nothing to send. */
function reads(kind: Kind, field: string, value: unknown, rules: (() => void)[], ignored: string[]): unknown {
  if (kind === "companies") return companies(value, rules, ignored);
  if (value === null) return kind === "custom" ? undefined : null;
  switch (kind) {
    case "said":
      return "avatar";
    case "avatar": {
      const wire = members(typeof value === "string" ? { image_url: value } : value, field, field, AVATAR, rules, ignored);
      const address = wire["image_url"];
      if (address === undefined) throw invalid("missing", `${field}.image_url`, "must be given for a picture");
      return address && { type: "avatar", image_url: address };
    }
    case "custom":
      return custom(field, value, rules);
    case "flag":
      if (typeof value !== "boolean") throw wrongType(field, "true or false");
      return value;
    case "spend":
      if (typeof value !== "number" && typeof value !== "bigint") throw wrongType(field, "a number");
      rules.push(() => {
        numberText(value, field);
        if (Math.abs(Number(value)) > MONTHLY_SPEND) throw invalid("out_of_range", field, "must not exceed 2147483647", MONTHLY_SPEND);
      });
      return Number(value);
    case "time": {
      const seconds = whole(value);
      if (seconds === undefined) throw wrongType(field, "a unix time in seconds");
      rules.push(() => {
        if (seconds < 0 || seconds > UNIX_SECONDS) {
          throw invalid("out_of_range", field, "must be a unix time in seconds, not in milliseconds", UNIX_SECONDS);
        }
      });
      return Number(seconds);
    }
    default: {
      const text = typeof value === "string" ? value : whole(value)?.toString();
      if (text === undefined) throw wrongType(field, "text");
      rules.push(() => (kind === "text" ? checkValue(field, text, TEXT_CHARS) : checkName(field, text, kind === "url" ? URL_CHARS : TEXT_CHARS)));
      if (kind === "url") rules.push(() => checkUrl(field, text));
      if (kind === "email") rules.push(() => checkEmail(text));
      return text;
    }
  }
}

/** `https`, a host, no user, and only what an address may hold. */
function checkUrl(field: string, address: string): void {
  if (!/^https:\/\/[^/?#@]+([/?#]|$)/i.test(address) || /[^!-~]|["<>\\`]/.test(address)) throw invalid("invalid_url", field, "must be an https address without a user");
}

function checkEmail(address: string): void {
  const [local, domain, ...more] = address.split("@");
  if (!local || !domain || more.length || /[\s\x85]/.test(address.replace(/\ufeff/g, ""))) {
    throw invalid("invalid_email", "email", "must hold one @ and no spaces");
  }
}

function custom(field: string, value: unknown, rules: (() => void)[]): Members | undefined {
  if (!isObject(value)) throw wrongType(field, "an object");
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  if (names.length > MOST) throw invalid("too_many_attributes", field, `must not hold more than ${MOST} attributes in one update`, MOST);
  const wire: Members = {};
  for (const name of names) {
    const [one, place] = [dated(value[name]), child(field, name)];
    if (typeof one === "object" && one !== null) throw invalid("nested_attribute", place, "must be text, a number, true, false or null");
    if (typeof one === "function" || typeof one === "symbol") throw wrongType(place, "text, a number, true, false or null");
    rules.push(() => {
      checkName(place, name, NAME_CHARS);
      if (/[.$]/.test(name)) throw invalid("invalid_name", place, "must not hold . or $ in its name");
      if (typeof one === "string") checkValue(place, one, TEXT_CHARS);
      if (typeof one === "number" || typeof one === "bigint") numberText(one, place);
    });
    // A key may be called `__proto__`.
    const sent = typeof one === "bigint" ? Number(one) : one;
    Object.defineProperty(wire, name, { value: sent, enumerable: true, configurable: true, writable: true });
  }
  return names.length ? wire : undefined;
}

function companies(value: unknown, rules: (() => void)[], ignored: string[]): Members[] | undefined {
  if (value === null) return undefined;
  if (!Array.isArray(value)) throw wrongType("companies", "a list");
  rules.push(() => {
    if (value.length > MOST) throw invalid("too_many_companies", "companies", `must not hold more than ${MOST} companies`, MOST);
  });
  // One more than allowed is enough to refuse them all.
  const read = value.slice(0, MOST + 1).map((one: unknown, index) => {
    const path = `companies[${index}]`;
    const own: (() => void)[] = [];
    const wire = members(one, path, path, COMPANY, own, ignored);
    rules.push(() => {
      if (wire["id"] == null) throw invalid("missing", child(path, "id"), "must be given for a company");
    }, ...own);
    return wire;
  });
  return read.length ? read : undefined;
}

/** A number without a fraction; beyond 2^53 a float no longer says which one was meant. */
function whole(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value !== "number" || !Number.isInteger(value) || Math.abs(value) > 2 ** 53) return undefined;
  return BigInt(value);
}

/** A date is what it says in text. */
const dated = (value: unknown): unknown => (value instanceof Date ? value.toJSON() : value);

const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

const wrongType = (field: string, expected: string): FrontdeskError => invalid("wrong_type", field, `must be ${expected}`);
