// The client of a web page: every documented call, on the browser twin.
//
// Guarantees: calls take effect in the order in which they are made; a call that cannot be fulfilled changes nothing,
// says why in one warning without a word of what was given, and never throws into the page; promises settle once and
// need not be listened to. Loaded by the script after the first `boot`, or bundled by the npm package. Page thread.

import { has } from "../../twin/model/text";
import type { CallName, Calls } from "../surface";
import { Widget } from "./widget";
import { codeOf } from "./visit";

/** Where things are; see the loader. */
export interface Host {
  /** The server that the script or the settings name. */
  server: string;
  /** The folder of the script's parts. */
  files: string;
  /** The publishable key that came with the script. */
  key: string | undefined;
}

/** A call as an argument list, and what it returns. */
export type Client = (args: ArrayLike<unknown>) => unknown;

/** Begins; touches neither network nor page before `boot`. */
export function start(host: Host): Client {
  const calls = table(new Widget(host));
  return (args) => {
    const [name, ...rest] = Array.from(args);
    const call = typeof name === "string" && has(calls, name) ? calls[name as CallName] : undefined;
    if (!call) {
      console.warn(`Frontdesk: there is no call ${typeof name === "string" ? `"${name.slice(0, 40)}"` : "without a name"}.`);
      return undefined;
    }
    return (call as (...given: unknown[]) => unknown)(...rest);
  };
}

const SPACES: Record<string, string> = { home: "home", messages: "messages", help: "help_center", news: "news", tasks: "tickets", tickets: "tickets" };

/** Every call of `surface.ts`; one that is missing does not compile. */
function table(widget: Widget): Calls {
  const content = (call: string, type: string) => (id: unknown): Promise<void> =>
    widget.show(call, (desk) => desk.show.presentContent({ type, id: typeof id === "number" ? String(id) : id }));
  return {
    boot: (settings) => widget.boot(settings ?? {}),
    shutdown: () => widget.shutdown(),
    update: (settings) => widget.update(settings),
    show: () => widget.show("show", (desk) => desk.show.presentSpace(desk.unreadConversationCount() > 0 ? "messages" : "home")),
    hide: () => widget.show("hide", (desk) => desk.show.hide()),
    showSpace: (space) => {
      const known = has(SPACES, String(space)) ? SPACES[String(space)] : undefined;
      // Documented: other words have no effect.
      return known ? widget.show("showSpace", (desk) => desk.show.presentSpace(known)) : Promise.resolve();
    },
    showMessages: () => widget.show("showMessages", (desk) => desk.show.presentSpace("messages")),
    showNewMessage: (text) => widget.show("showNewMessage", (desk) => desk.show.presentMessageComposer(text)),
    // Wrappers pass `undefined` on: nothing is said then.
    startConversation: (text) => (typeof text === "string" ? widget.show("startConversation", async (desk) => (await desk.far()).conversations.start(text, [], true)) : Promise.resolve()),
    showArticle: content("showArticle", "ARTICLE"),
    showNews: content("showNews", "NEWS"),
    showTicket: content("showTicket", "TICKET"),
    showConversation: content("showConversation", "CONVERSATION"),
    startSurvey: content("startSurvey", "SURVEY"),
    startTour: (id) => widget.show("startTour", () => widget.tour(id)),
    startChecklist: (id) => widget.show("startChecklist", async (desk) => (await desk.far()).guides.present(id)),
    onShow: (call) => void widget.hooks.show.add(call),
    onHide: (call) => void widget.hooks.hide.add(call),
    onUnreadCountChange: (call) => widget.onUnread(call),
    onUserEmailSupplied: (call) => void widget.hooks.email.add(call),
    trackEvent: (name, metadata) => widget.run("trackEvent", async ({ twin }) => ({ answer: twin.logEvent(name, metadata).then(() => undefined) })),
    getVisitorId: () => widget.visitorId(),
    whoami: () => widget.whoami(),
    hideNotifications: (hidden) => widget.show("hideNotifications", (desk) => widget.hideNotifications(desk, hidden === true)),
    setAuthTokens: (tokens) => widget.run("setAuthTokens", async ({ twin }) => ({ answer: twin.setAuthTokens(tokens) })),
    ready: (call) => widget.onReady(call),
    reattach_activator: () => undefined,
  };
}

export { codeOf };
