// Every documented call leaves with the documented action and arguments, to the letter, and settles exactly once.

import { describe, expect, test } from "vitest";
import { Bridge, type Loose, settled } from "./bridge";
import { ALL } from "./documented";

const titled = ALL.map((row) => [`${row[0]}(${row[1].map((one) => JSON.stringify(one)).join(", ")})`, ...row] as const);

describe("the wire", () => {
  test.each(titled)("`%s` leaves as documented, with callbacks and without", (_title, name, args, action, wire) => {
    const bridge = new Bridge();
    expect(bridge.calls[name]?.(...args, () => undefined, () => undefined)).toBeUndefined();
    const promise = bridge.calls[name]?.(...args);
    expect(promise).toBeInstanceOf(Promise);
    expect(bridge.made.map((one) => [one.service, one.action, one.args])).toEqual([
      ["Intercom", action, wire],
      ["Intercom", action, wire],
    ]);
  });

  test.each(titled)("`%s` settles once, whatever the native side does", async (_title, name, args) => {
    for (const first of ["done", "failed"] as const) {
      const bridge = new Bridge();
      const heard: string[] = [];
      bridge.calls[name]?.(...args, () => heard.push("done"), () => heard.push("failed"));
      const { last } = bridge;
      last[first](first === "failed" ? { code: "not_found", message: "no" } : undefined);
      last.failed("again");
      last.done("again");
      await settled();
      expect(heard).toEqual([first]);
    }
  });
});

test("no documented name is missing, and there is none that no test knows", () => {
  const { intercom } = new Bridge();
  const known = new Set([...ALL.map(([name]) => name), "addEventListener", "removeEventListener", "FrontdeskError"]);
  const functions = Object.entries(intercom).filter(([, value]) => typeof value === "function").map(([name]) => name);
  expect(functions.filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => typeof (intercom as unknown as Loose)[name] !== "function")).toEqual([]);
});
