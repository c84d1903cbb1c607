// What the plugin tells its listeners, as the protocol's event lines.

import type { Intercom, IntercomEvents } from "../../types/index";
import type { Protocol } from "../../../messenger/driver/protocol";

/** All but `emailSupplied`, which the protocol does not have. */
const EVENTS: (keyof IntercomEvents)[] = [
  "unreadCountChanged", "shown", "hidden", "delivery", "sessionChanged", "conversationChanged", "ticketChanged", "tokenRequired", "waiting",
  "messengerStateChanged", "typing", "feedChanged", "storeRecovered", "storageUnavailable",
];

/** Tells every event that the plugin tells, under the core's names. */
export function listenToAll(intercom: Intercom, protocol: Protocol): void {
  for (const name of EVENTS) {
    const event = name === "unreadCountChanged" ? "unread_changed" : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    intercom.addEventListener(name, (data: unknown) => {
      const { operation, ...more } = (data ?? {}) as { operation?: string };
      protocol.tell({ event, ...(operation === undefined ? {} : { id: operation }), ...more });
    });
  }
}
