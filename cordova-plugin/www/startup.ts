// When and with what the native side starts. Where config.xml lacked something the stream of events was refused until now.

import type { Intercom } from "../types/index";
import { call } from "./call";
import { begin } from "./listeners";

export const startup = {
  initialize: call<Intercom["initialize"]>("initialize", { takes: ["settings"], after: begin }),
};
