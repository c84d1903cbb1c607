// Arguments as they cross to the native side: plain JSON, read at the moment of the call.
//
// Guarantees: what comes out is JSON and shares nothing with what the app goes on changing; what cannot be written
// (a cycle, a getter that throws, infinity, a big integer) is a coded error that names the argument, on every platform
// alike. So is an id that is a number beyond 2^53: JavaScript has rounded it, and it may be somebody else's by now. What a
// value may say else is for the core to judge. Pure but for the app's own getters. Page thread.

import { FrontdeskError, ownError } from "./errors";

/** See the module. `names` are those of the arguments in the wire's spelling, for the error's field. */
export function onWire(args: readonly unknown[], names: readonly string[]): unknown[] {
  return args.map((arg, at) => {
    const name = names[at] ?? "argument";
    const value = plain(arg, name);
    if (WITH_IDS.indexOf(name) >= 0) checkIds(value, name);
    return value;
  });
}

/** Arguments that are ids, or hold some. */
const WITH_IDS = ["attributes", "content", "ids", "id", "collection_id"];
/** Where ids stand in them, with the wire's spelling. */
const IDS: Record<string, string> = { userId: "user_id", user_id: "user_id", id: "id", ids: "ids" };
const COMPANY_IDS: Record<string, string> = { id: "id", company_id: "id", companyId: "id" };

/** `value` is plain JSON. */
function checkIds(value: unknown, name: string): void {
  if (typeof value !== "object" || value === null) {
    if (isRounded(value)) throw ownError("number_out_of_range", name);
    return;
  }
  const members = value as Record<string, unknown>;
  checkMembers(members, IDS, "");
  const { companies } = members;
  if (name !== "attributes" || !Array.isArray(companies)) return;
  companies.forEach((company: unknown, at) => {
    if (typeof company === "object" && company !== null) checkMembers(company as Record<string, unknown>, COMPANY_IDS, `companies[${at}].`);
  });
}

function checkMembers(members: Record<string, unknown>, keys: Record<string, string>, path: string): void {
  for (const key of Object.keys(keys)) {
    const told = members[key];
    const field = path + keys[key];
    if (isRounded(told)) throw ownError("number_out_of_range", field);
    if (Array.isArray(told)) {
      told.forEach((one: unknown, at) => {
        if (isRounded(one)) throw ownError("number_out_of_range", `${field}[${at}]`);
      });
    }
  }
}

/** Whether it is a whole number that may have been another one before JavaScript read it. */
const isRounded = (value: unknown): boolean => typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;

function plain(value: unknown, name: string): unknown {
  // JSON has no word for it; natives know null.
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return null;
  try {
    const text = JSON.stringify(value, (_key, one: unknown) => {
      if (typeof one === "number" && !isFinite(one)) throw ownError("not_finite", name);
      return one;
    });
    return text === undefined ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof FrontdeskError) throw error;
    throw ownError(error instanceof RangeError ? "too_deep" : "invalid_json", name);
  }
}
