// What a ticket's form holds, and whether it can go. Pure.

import type { TicketTypes } from "../../contract/types";

/** One field of the form. */
export type Field = TicketTypes["data"][number]["attributes"][number];
/** What stands in the fields: texts as typed, ticks as they are. */
export type Filled = Record<string, string | boolean>;
/** What is wrong with a field. */
export type Fault = "required" | "number";

/** Every field at fault. */
export function faults(fields: readonly Field[], filled: Filled): Record<string, Fault> {
  const found: Record<string, Fault> = {};
  for (const field of fields) {
    const value = filled[field.name];
    const text = typeof value === "string" ? value.trim() : "";
    if (field.type === "boolean") continue;
    if (text === "") {
      if (field.required) found[field.name] = "required";
    } else if (field.type === "number" && !Number.isFinite(Number(text.replace(",", ".")))) {
      found[field.name] = "number";
    }
  }
  return found;
}

/** The attributes as they travel: empty fields are left out. */
export function attributes(fields: readonly Field[], filled: Filled): Record<string, string | number | boolean> {
  const made: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const value = filled[field.name];
    if (field.type === "boolean") made[field.name] = value === true;
    else if (typeof value !== "string" || value.trim() === "") continue;
    else made[field.name] = field.type === "number" ? Number(value.trim().replace(",", ".")) : value.trim();
  }
  return made;
}
