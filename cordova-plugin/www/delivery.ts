// What the app tells, and what became of it.

import type { Intercom } from "../types/index";
import { call } from "./call";
import { data, flag, text } from "./values";

export const delivery = {
  logEvent: call<Intercom["logEvent"]>("logEvent", { takes: ["name", "metadata"], gives: text }),
  pending: call<Intercom["pending"]>("pending", { gives: data }),
  flush: call<Intercom["flush"]>("flush", { takes: ["timeout_ms"], gives: data }),
  dismiss: call<Intercom["dismiss"]>("dismiss", { takes: ["operation"], gives: flag }),
  retryOperation: call<Intercom["retryOperation"]>("retryOperation", { takes: ["operation"], gives: flag }),
  diagnostics: call<Intercom["diagnostics"]>("diagnostics", { gives: data }),
};
