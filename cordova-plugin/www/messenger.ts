// What is shown: the messenger, its spaces and content, and what the app decides about them.

import type { Intercom, IntercomSpace } from "../types/index";
import { call } from "./call";
import { object } from "./values";

/** The documented words for `presentSpace`. */
export const space: IntercomSpace = { Home: "HOME", HelpCenter: "HELP_CENTER", Messages: "MESSAGES", Tickets: "TICKETS", News: "NEWS" };

export const messenger = {
  present: call<Intercom["present"]>("present"),
  presentSpace: call<Intercom["presentSpace"]>("presentSpace", { action: "presentIntercomSpace", takes: ["space"] }),
  presentContent: call<Intercom["presentContent"]>("presentContent", { takes: ["content"] }),
  presentMessageComposer: call<Intercom["presentMessageComposer"]>("presentMessageComposer", { takes: ["text"] }),
  startConversation: call<Intercom["startConversation"]>("startConversation", { takes: ["body"], gives: object }),
  hideIntercom: call<Intercom["hideIntercom"]>("hideIntercom"),
  // Older versions had it, and wrappers call it to this day.
  hideMessenger: call<Intercom["hideMessenger"]>("hideMessenger", { action: "hideIntercom" }),
  setLauncherVisibility: call<Intercom["setLauncherVisibility"]>("setLauncherVisibility", { takes: ["visibility"] }),
  setInAppMessageVisibility: call<Intercom["setInAppMessageVisibility"]>("setInAppMessageVisibility", { takes: ["visibility"] }),
  suppressProactiveContent: call<Intercom["suppressProactiveContent"]>("suppressProactiveContent", { takes: ["kinds"] }),
  setBottomPadding: call<Intercom["setBottomPadding"]>("setBottomPadding", { takes: ["bottom_padding"] }),
  setThemeMode: call<Intercom["setThemeMode"]>("setThemeMode", { takes: ["theme_mode"] }),
};
