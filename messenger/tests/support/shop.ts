// A page of somebody's shop that shows the messenger in a frame: the twin on its side, the built pages in the frame.
// Built by the test and run in Chromium.

import { Frontdesk } from "../../src/twin/client";
import { openDesk, type Desk } from "../../src/twin/desk";
import { serve } from "../../src/twin/desk/port";

/** What the test tells and asks. */
export interface Shop {
  open(settings: { serverUrl: string; appId: string; apiKey: string; messenger: string }): Promise<void>;
  login(userId: string): Promise<unknown>;
  logout(): Promise<void>;
  show(): Promise<unknown>;
  unread(): number;
  mode(): string;
  shut(): Promise<void>;
}

let client: Frontdesk<Desk>;
const rooms = (): Desk => client.rooms as Desk;
const opened: string[] = [];

const shop: Shop = {
  async open({ messenger, ...options }) {
    client = await Frontdesk.open({ ...options, locale: "en" }, openDesk);
    client.setForeground(true);
    rooms().presenter = { present: () => undefined, hide: () => undefined, openLink: (url) => opened.push(url) };
    const frame = document.createElement("iframe");
    frame.title = "Messenger";
    frame.style.cssText = "position:fixed;inset:0;width:400px;height:700px;border:0";
    frame.src = messenger;
    const loaded = new Promise((done) => frame.addEventListener("load", done));
    document.body.append(frame);
    await loaded;
    const channel = new MessageChannel();
    serve(client, channel.port1);
    frame.contentWindow?.postMessage("frontdesk.port", new URL(messenger).origin, [channel.port2]);
  },
  login: (userId) => client.loginUserWithUserAttributes({ user_id: userId }),
  logout: () => client.logout(),
  show: () => rooms().show.present(),
  unread: () => rooms().unreadConversationCount(),
  mode: () => rooms().messengerState().feed,
  shut: () => client.shutdown(),
};

Object.assign(globalThis, { shop });
