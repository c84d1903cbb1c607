// What happens by itself, under the plugin's names: a result each, while the page listens.

import type { Event } from "../../../messenger/src/twin/events";

/** An event as it crosses. */
export interface Told {
  name: string;
  data: object | undefined;
}

/** Events whose name is another one than the core's. */
const NAMES: Record<string, string> = { unread_changed: "unreadCountChanged" };

/** See the module. */
export function told({ event, ...more }: Event): Told {
  const name = Object.hasOwn(NAMES, event) ? (NAMES[event] as string) : event.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
  if (event === "delivery") {
    const { id, ...fate } = more as { id: string };
    return { name, data: { operation: id, ...fate } };
  }
  return { name, data: Object.keys(more).length > 0 ? more : undefined };
}
