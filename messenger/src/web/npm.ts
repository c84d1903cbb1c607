// `@frontdesk/messenger`: the web API for pages that are built with a bundler.
//
// Guarantees: importing it does nothing, also on a server, where every call does nothing; the script is put into the page
// by the first `boot`, and again by the next one when it could not be loaded; a call is a function of its own, so a
// bundler leaves out what a page does not use. Since 0.1.

import type { Calls, Id, Intercom, Settings, Space, Whoami } from "./surface";

export type * from "./surface";

/** Where the server is; the rest is what `boot` takes. */
export interface Start extends Settings {
  app_id: string;
  /** `https://desk.example.com`. */
  api_base: string;
}

type Page = Window & { Frontdesk?: Intercom };

/** Calls before the script is there, in order. */
let later: (() => void)[] = [];

function call<K extends keyof Calls>(name: K, ...args: unknown[]): ReturnType<Calls[K]> {
  const none = undefined as ReturnType<Calls[K]>;
  if (typeof window === "undefined") return none;
  const ours = (window as Page).Frontdesk;
  if (ours?.frontdesk) {
    flush();
    return (ours as unknown as (...given: unknown[]) => ReturnType<Calls[K]>)(name, ...args);
  }
  // What is answered at once has no answer yet.
  if (name === "getVisitorId" || name === "whoami") return none;
  const answer = new Promise((done, failed) => later.push(() => void Promise.resolve(call(name, ...args)).then(done, failed)));
  answer.catch(() => undefined);
  return answer as ReturnType<Calls[K]>;
}

function flush(): void {
  const calls = later;
  later = [];
  for (const one of calls) one();
}

/** Puts the script into the page and begins. Again for the same workspace: another person, or news of this one. */
export function boot(settings: Start): Promise<void> {
  if (typeof window === "undefined") return Promise.resolve();
  const { app_id: appId, api_base: base } = settings;
  const source = `${base.replace(/\/+$/, "")}/widget/${encodeURIComponent(appId)}`;
  const page = window as Page;
  const before = [...document.scripts].find((one) => one.src === source);
  const begun = new Promise<void>((done, failed) => {
    const answer = (): void => void call("boot", settings).then(done, failed);
    if (page.Frontdesk?.frontdesk) {
      answer();
      return;
    }
    const script = before ?? document.createElement("script");
    script.addEventListener("load", answer, { once: true });
    script.addEventListener(
      "error",
      () => {
        // The next `boot` tries again: an element that failed once stays silent.
        script.remove();
        failed(new Error("the messenger's script could not be loaded"));
      },
      { once: true },
    );
    if (before) return;
    script.async = true;
    script.src = source;
    document.head.append(script);
  });
  begun.catch(() => undefined);
  return begun;
}

export const shutdown = (): Promise<void> => call("shutdown");
export const update = (settings?: Settings): Promise<void> => call("update", settings);
export const show = (): Promise<void> => call("show");
export const hide = (): Promise<void> => call("hide");
export const showSpace = (space: Space): Promise<void> => call("showSpace", space);
export const showMessages = (): Promise<void> => call("showMessages");
export const showNewMessage = (text?: string): Promise<void> => call("showNewMessage", text);
export const startConversation = (text: string): Promise<void> => call("startConversation", text);
export const showArticle = (id: Id): Promise<void> => call("showArticle", id);
export const showNews = (id: Id): Promise<void> => call("showNews", id);
export const showTicket = (id: Id): Promise<void> => call("showTicket", id);
export const showConversation = (id: Id): Promise<void> => call("showConversation", id);
export const startSurvey = (id: Id): Promise<void> => call("startSurvey", id);
export const onShow = (heard: () => void): void => call("onShow", heard);
export const onHide = (heard: () => void): void => call("onHide", heard);
export const onUnreadCountChange = (heard: (count: number) => void): void => call("onUnreadCountChange", heard);
export const onUserEmailSupplied = (heard: () => void): void => call("onUserEmailSupplied", heard);
export const trackEvent = (name: string, metadata?: Record<string, unknown>): Promise<void> => call("trackEvent", name, metadata);
export const getVisitorId = (): string | undefined => call("getVisitorId");
export const whoami = (): Whoami | undefined => call("whoami");
export const hideNotifications = (hidden: boolean): Promise<void> => call("hideNotifications", hidden);
export const setAuthTokens = (tokens: Record<string, string>): Promise<void> => call("setAuthTokens", tokens);
export const ready = (heard: () => void): void => call("ready", heard);
