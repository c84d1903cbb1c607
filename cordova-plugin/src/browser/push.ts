// Actions about push notifications. A browser's own push service is the page's business; what is here judges payloads.

import { FrontdeskError } from "../../../messenger/src/twin/error";
import { isFrontdeskPush } from "../../../messenger/src/twin/model/push";
import type { Actions, ActionsAtOnce } from "./actions";
import type { Open } from "./counter";
import { text } from "./given";

/** See the module. */
export const push: Actions = {
  sendPushTokenToIntercom: ({ twin }, [token]) => twin.setPushToken({ provider: "webpush", token: text("token", token) }),
  clearPushToken: ({ twin }) => twin.clearPushToken(),
};

/** What is answered before the start, too: a stranger's payload is nobody's to wait for. */
export const atOnce: ActionsAtOnce = {
  registerForPush: async () => {
    throw new FrontdeskError("refused", "unsupported_platform", "a browser asks its own push service; hand the token to sendPushTokenToIntercom");
  },
  isFrontdeskPush: async ([payload]) => isFrontdeskPush(payload),
  handlePush: async ([payload], open) => isFrontdeskPush(payload) && handled(await open(), payload),
};

/** True for one that was on its way to somebody who is not logged in any more, too: it is not the app's either. */
async function handled({ twin, desk }: Open, payload: unknown): Promise<true> {
  const message = await twin.handlePush(payload);
  if (message && tapped(payload)) await desk.show.presentContent({ type: "CONVERSATION", id: message.conversationId });
  return true;
}

/** Push plugins say in their own ways that a person tapped the notification. */
function tapped(payload: unknown): boolean {
  if (typeof payload !== "object" || payload === null) return false;
  const { tap, actionId, additionalData } = payload as { tap?: unknown; actionId?: unknown; additionalData?: { foreground?: unknown } | null };
  return tap === true || (typeof tap === "string" && tap !== "") || actionId === "tap" || additionalData?.foreground === false;
}
