// When and with what the native side starts.

import type { Intercom } from "../types/index";
import { call } from "./call";

export const startup = {
  initialize: call<Intercom["initialize"]>("initialize", { takes: ["settings"] }),
};
