// Validates what crosses the bridge against contract/bridge.schema.json: requests and events by the schema, results
// by what the request says its result is.

import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const schema = JSON.parse(readFileSync(new URL("../../../contract/bridge.schema.json", import.meta.url), "utf8")) as {
  $id: string;
  $defs: Record<string, { "x-result"?: string }>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(schema);
const validators = new Map<string, ValidateFunction>();

function faults(name: string, value: unknown): string[] {
  const validate = validators.get(name) ?? ajv.compile({ $ref: `${schema.$id}#/$defs/${name}` });
  validators.set(name, validate);
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${name}${error.instancePath} ${error.message}`);
}

/** Everything in a record of messages that the contract does not allow. */
export function breaches(crossed: readonly { from: string; text: string }[]): string[] {
  const asked = new Map<string, string>();
  const found: string[] = [];
  for (const { from, text } of crossed) {
    const message = JSON.parse(text) as { id: string; type: string; ok?: boolean; result?: unknown; event?: string };
    if (from === "page") {
      if (asked.has(message.id)) found.push(`the id ${message.id} is used twice`);
      asked.set(message.id, message.type);
      found.push(...faults(`request.${message.type}`, message));
    } else if (message.event) {
      found.push(...faults("event", message));
    } else if (message.ok) {
      const result = schema.$defs[`request.${asked.get(message.id)}`]?.["x-result"]?.split("/").pop();
      found.push(...faults(result ?? "answer", message.result));
    } else {
      found.push(...faults("answer", message));
    }
  }
  return found;
}
