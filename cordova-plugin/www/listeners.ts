// What happens by itself, for the app to hear: one stream of the native side for all listeners of the page.
//
// Guarantees: whoever listens for the unread count hears the present one first, when it is known; each listener hears
// each event once, in order; one that throws stops nobody else and is the app's own defect; names of other libraries
// for the same events are understood; a stream that was refused or cut is opened anew as soon as that can help. Page
// thread.

import type { Intercom } from "../types/index";
import { call } from "./call";
import { follow, safely } from "./gate";
import { count as readCount } from "./values";
import { warnOnce } from "./warnings";

type Heard = (data: unknown) => unknown;

const UNREAD = "unreadCountChanged";
const NAMES = [
  UNREAD, "shown", "hidden", "delivery", "sessionChanged", "conversationChanged", "ticketChanged", "tokenRequired", "waiting",
  "messengerStateChanged", "emailSupplied", "typing", "feedChanged", "storeRecovered", "storageUnavailable",
];
/** The same events in Capacitor's and React Native's words. */
const ALSO: Record<string, string> = {
  windowDidShow: "shown",
  windowDidHide: "hidden",
  IntercomWindowDidShowNotification: "shown",
  IntercomWindowDidHideNotification: "hidden",
  IntercomUnreadConversationCountDidChangeNotification: UNREAD,
};

const listeners = new Map<string, Heard[]>();
/** As last heard; undefined until the native side has said it. */
let unread: number | undefined;

/** The stream that is open. */
let stream: object | undefined;

/** Begins to listen, unless it does already: when the page's module is loaded, and when a refusal may be over. */
export function begin(): void {
  if (stream) return;
  const mine = {};
  stream = mine;
  follow("listen", hear, ({ code }) => {
    if (stream !== mine) return;
    stream = undefined;
    // The page was to go and stayed: its next address could not be loaded, or was a file to save.
    if (code === "bridge_reset") begin();
    // Otherwise a native side that cannot tell is found out by the first call that needs it.
  });
}

function hear(told: unknown): void {
  const { name, data } = (told || {}) as { name?: unknown; data?: unknown };
  if (typeof name !== "string") return;
  const count = name === UNREAD ? (data as { count?: unknown } | undefined)?.count : undefined;
  if (typeof count === "number") unread = count;
  for (const listener of (listeners.get(name) || []).slice()) safely(listener, data);
}

function named(name: unknown): string {
  const told = String(name);
  return Object.prototype.hasOwnProperty.call(ALSO, told) ? (ALSO[told] as string) : told;
}

function addEventListener(event: unknown, listener: unknown): () => void {
  const name = named(event);
  if (typeof listener !== "function") {
    warnOnce("addEventListener was given no function.");
    return () => undefined;
  }
  // A newer native side may know more.
  if (NAMES.indexOf(name) < 0) warnOnce("addEventListener was given the name of an event that there is not.");
  const heard = listener as Heard;
  begin();
  const there = listeners.get(name) || [];
  if (there.indexOf(heard) < 0) listeners.set(name, there.concat(heard));
  if (name === UNREAD && unread !== undefined) {
    void Promise.resolve().then(() => {
      if ((listeners.get(name) || []).indexOf(heard) >= 0) safely(heard, { count: unread });
    });
  }
  return () => removeEventListener(name, heard);
}

function removeEventListener(event: unknown, listener: unknown): void {
  const name = named(event);
  listeners.set(name, (listeners.get(name) || []).filter((one) => one !== listener));
}

export const events = {
  addEventListener: addEventListener as Intercom["addEventListener"],
  removeEventListener: removeEventListener as Intercom["removeEventListener"],
  unreadConversationCount: call<Intercom["unreadConversationCount"]>("unreadConversationCount", { gives: readCount }),
};

/** The count as last heard. */
export const unreadCount = (): number | undefined => unread;
