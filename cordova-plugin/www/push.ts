// Push notifications: the token goes to the server, and a payload is judged by a function, so that any push plugin will do.

import type { Intercom } from "../types/index";
import { call } from "./call";
import { flag } from "./values";

export const push = {
  registerForPush: call<Intercom["registerForPush"]>("registerForPush"),
  sendPushTokenToIntercom: call<Intercom["sendPushTokenToIntercom"]>("sendPushTokenToIntercom", { takes: ["token"] }),
  clearPushToken: call<Intercom["clearPushToken"]>("clearPushToken"),
  isFrontdeskPush: call<Intercom["isFrontdeskPush"]>("isFrontdeskPush", { takes: ["payload"], gives: flag }),
  handlePush: call<Intercom["handlePush"]>("handlePush", { takes: ["payload"], gives: flag }),
};
