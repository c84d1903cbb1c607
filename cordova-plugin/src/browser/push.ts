// Actions about push notifications. A browser's own push service is the page's business; what is here judges payloads.

import { FrontdeskError } from "../../../messenger/src/twin/error";
import { isFrontdeskPush } from "../../../messenger/src/twin/model/push";
import type { Actions } from "./actions";
import { text } from "./given";

/** See the module. */
export const push: Actions = {
  registerForPush: async () => {
    throw new FrontdeskError("refused", "unsupported_platform", "a browser asks its own push service; hand the token to sendPushTokenToIntercom");
  },
  sendPushTokenToIntercom: ({ twin }, [token]) => twin.setPushToken({ provider: "webpush", token: text("token", token) }),
  clearPushToken: ({ twin }) => twin.clearPushToken(),
  isFrontdeskPush: async (_open, [payload]) => isFrontdeskPush(payload),
  handlePush: async ({ twin, desk }, [payload]) => {
    const message = await twin.handlePush(payload);
    if (message && tapped(payload)) await desk.show.presentContent({ type: "CONVERSATION", id: message.conversationId });
    return message !== undefined;
  },
};

/** Push plugins say in their own ways that a person tapped the notification. */
function tapped(payload: unknown): boolean {
  if (typeof payload !== "object" || payload === null) return false;
  const { tap, actionId, additionalData } = payload as { tap?: unknown; actionId?: unknown; additionalData?: { foreground?: unknown } | null };
  return tap === true || tap === "background" || actionId === "tap" || additionalData?.foreground === false;
}
