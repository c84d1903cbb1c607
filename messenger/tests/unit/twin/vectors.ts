// Reads the shared cases of contract/vectors, as their README says.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FrontdeskError } from "../../../src/twin/error";

/** A case: a name, and members of its own. */
export type Case = { name: string } & Record<string, any>;

/** One file of cases. */
export function vectors(file: string): Record<string, Case[]> {
  const path = new URL(`../../../../contract/vectors/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, Case[]>;
}

/** Runs each case as a test and fails when there are none. */
export function each(cases: Case[] | undefined, run: (one: Case) => void | Promise<void>): void {
  if (!cases?.length) throw new Error("no cases");
  for (const one of cases) test(one.name, () => run(one), 60_000);
}

/** Builds what cannot be written out; see the README. */
export function built(value: any): any {
  if (Array.isArray(value)) return value.map(built);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  const [builder] = keys;
  const argument = keys.length === 1 && builder?.startsWith("$") ? value[builder] : undefined;
  switch (argument === undefined ? undefined : builder) {
    case "$text":
      return String(built(argument[0])).repeat(argument[1]);
    case "$keys":
      return Object.fromEntries(Array.from({ length: argument }, (_, index) => [`k${index}`, null]));
    case "$list":
      return Array.from({ length: argument[1] }, () => built(argument[0]));
    case "$key":
      return own([[String(built(argument[0])), built(argument[1])]]);
    case "$nest": {
      let inner: any = argument[0] === "object" ? {} : [];
      for (let level = 1; level < argument[1]; level += 1) inner = argument[0] === "object" ? { k: inner } : [inner];
      return inner;
    }
    default:
      return own(keys.map((key) => [key, built(value[key])]));
  }
}

/** An object whose members are its own, whatever they are called. */
function own(members: [string, any][]): any {
  const made = {};
  for (const [key, value] of members) {
    Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

/** What `work` fails with, as the cases write it; undefined when it does not. */
export function failure(work: () => unknown): { code: string; field?: string; limit?: number } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof FrontdeskError)) throw error;
    return { code: error.code, field: error.field ?? "", limit: error.limit };
  }
}

/** Compares an outcome with the error of a case, or with there being none. */
export function expectFailure(one: Case, work: () => unknown): void {
  const found = failure(work);
  if (one["any_of"]) expect(one["any_of"]).toContain(found?.code);
  else if (one["error"]) expect(found).toEqual({ limit: undefined, ...one["error"] });
  else expect(found).toBeUndefined();
}
