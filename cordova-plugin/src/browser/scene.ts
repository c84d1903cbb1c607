// What is drawn in the page: launcher with its badge, and the frame of the messenger, as on every web page.
//
// Guarantees: the launcher is hidden until the app asks for it, as on phones; the messenger's page is the plugin's own
// copy, in a frame that reaches neither the app nor the server. Made by the counter, once for a client. Page thread.

import type { Frontdesk } from "../../../messenger/src/twin/client";
import type { Desk } from "../../../messenger/src/twin/desk";
import { lookOf } from "../../../messenger/src/web/client/look";
import { Stand } from "../../../messenger/src/web/ui/stand";

/** Where plugin.xml puts the messenger's page, beside cordova.js. */
const PAGE = "frontdesk/messenger/index.html";

/** See the module. */
export class Scene {
  readonly #page: Document;
  readonly #desk: Desk;
  readonly #stand: Stand;

  constructor(page: Document, twin: Frontdesk<Desk>, desk: Desk) {
    this.#page = page;
    this.#desk = desk;
    const cordova = page.querySelector<HTMLScriptElement>('script[src*="cordova.js"]');
    this.#stand = new Stand(page, {
      frameUrl: new URL(PAGE, cordova?.src || page.baseURI).href,
      host: { rooms: desk, listen: (heard) => twin.listen(heard), colours: () => ({}) },
      toggle: () => void this.#toggle().catch(() => undefined),
    });
    const draw = (): void => this.#draw();
    desk.presenter = {
      present: draw,
      hide: draw,
      openLink: (url) => void window.open(url, "_blank", "noopener,noreferrer"),
    };
    twin.listen((event) => {
      if (event.event === "messenger_state_changed") draw();
      if (event.event === "storage_unavailable") console.info("Frontdesk: this browser keeps nothing; what is told lives as long as the page.");
    });
    draw();
  }

  #draw(): void {
    const state = this.#desk.messengerState();
    const look = lookOf({ hide_default_launcher: !state.launcher_visible }, state, this.#page);
    this.#stand.show(state, { ...look, vertical: look.vertical + state.bottom_padding });
  }

  async #toggle(): Promise<unknown> {
    const { show } = this.#desk;
    return this.#desk.messengerState().visible ? show.hide() : show.presentSpace(this.#desk.unreadConversationCount() > 0 ? "messages" : "home");
  }
}
