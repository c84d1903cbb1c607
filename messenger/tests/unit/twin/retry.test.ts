// contract/vectors/retry.json on the twin.

import { describe as group, expect } from "vitest";
import { classify, classifyItem, describe, httpDate, retryAfter } from "../../../src/twin/retry/classify";
import { Policy } from "../../../src/twin/retry/policy";
import { RETRY } from "../../../src/twin/config";
import type { Action } from "../../../src/twin/retry/answer";
import { each, vectors, type Case } from "./vectors";

const cases = vectors("retry");

function shown(action: Action): unknown {
  if (action.do === "retry") return { do: "retry", after_ms: action.after ?? null };
  if (action.do === "pause") return { do: "pause", reason: action.reason, recheck_ms: action.recheck };
  return action;
}

group("classify", () =>
  each(cases["classify"], ({ request, answer, action }) => {
    const { purpose, items, fresh_session } = request;
    const heard = answer.failure ?? {
      status: answer.status,
      contentType: answer.content_type ?? undefined,
      body: answer.body,
      code: answer.code,
      retryAfter: answer.retry_after_ms ?? undefined,
    };
    expect(shown(classify({ purpose, items, freshSession: fresh_session }, heard))).toEqual(action);
  }),
);

group("items", () => each(cases["items"], ({ result, action }) => expect(classifyItem(result ?? undefined)).toEqual(action)));

group("bodies", () =>
  each(cases["bodies"], ({ content_type, text, body, code }) =>
    expect(describe(content_type ?? undefined, text)).toEqual(code === undefined ? { body } : { body, code }),
  ),
);

group("retry after", () =>
  each(cases["retry_after"], ({ value, now, wait_ms }) =>
    expect(retryAfter(value, httpDate(now) ?? NaN) ?? null).toBe(wait_ms),
  ),
);

group("delays", () =>
  each(cases["delays"], (one) => {
    for (const [draw, bound] of [[0, "min_ms"], [1, "max_ms"]] as const) run(one, draw, bound);
  }),
);

const NAMES: Record<string, string> = {
  first_ms: "first",
  max_ms: "max",
  login_attempts: "loginAttempts",
  login_max_ms: "loginMax",
  budget_tokens: "budgetTokens",
  budget_refill_ms: "budgetRefill",
};

function run(one: Case, draw: number, bound: "min_ms" | "max_ms"): void {
  const changed = Object.entries(one["config"] ?? {}).map(([name, value]) => {
    const known = NAMES[name];
    if (!known) throw new Error(`unknown setting ${name}`);
    return [known, value];
  });
  const policy = new Policy(one["series"], { ...RETRY, ...Object.fromEntries(changed) }, () => draw);
  for (const step of one["steps"]) {
    if (step.do === "succeed") {
      policy.succeeded();
      continue;
    }
    const ask = one["series"] === "login" ? policy.nextTry : policy.nextDelay;
    const wait = ask.call(policy, step.now_ms, step.retry_after_ms ?? 0);
    expect(wait).toBe(step.over ? undefined : step[bound]);
  }
}
