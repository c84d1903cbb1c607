// The object that apps call: `intercom`, also as `cordova.plugins.intercom`, `plugin.intercom` and `frontdesk`.
//
// Guarantees: every function of the current plugin, of the one before, and ours; none needs `this`, none throws, each
// settles exactly once (see `call.ts`). One module for a page; loaded by Cordova before `deviceready`.

import type { Intercom } from "../types/index";
import { delivery } from "./delivery";
import { FrontdeskError } from "./errors";
import { help } from "./help";
import { identity } from "./identity";
import { begin, events, unreadCount } from "./listeners";
import { messenger, space } from "./messenger";
import { oldNames } from "./old-names";
import { push } from "./push";
import { startup } from "./startup";

const words = {
  VISIBLE: "VISIBLE",
  GONE: "GONE",
  space,
  // As the existing plugin's own change log spells it.
  Space: space,
  FrontdeskError,
};
const intercom = Object.assign({}, words, startup, identity, delivery, messenger, help, push, events, oldNames);

Object.defineProperty(intercom, "unreadCount", { enumerable: true, get: unreadCount });
begin();

export default intercom as unknown as Intercom;
