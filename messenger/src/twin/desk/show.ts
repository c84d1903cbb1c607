// What is shown and hidden: the app's side. What it takes is loaded with the first thing to show (`far/show.ts`).
//
// Guarantees: nothing is shown when nobody is logged in; content is shown only when the server says it is live; hiding
// needs nothing that is not here. Called by the web API.

import type { View } from "../../contract/types";
import { internal } from "../error";
import type { ContentRef, Space } from "./content";
import type { Desk } from "./index";

/** The thing to show. */
export type Presentation =
  | { what: "space"; space: Space }
  | { what: "content"; content: ContentRef; title: string | null }
  | { what: "composer"; prefilled: boolean }
  | { what: "view"; view: View };

/** Draws the messenger in the page. What it throws makes the call fail, and the messenger counts as hidden. */
export interface Presenter {
  present(what: Presentation): void;
  hide(): void;
  /** Opens a link that was judged already, in a new window without a way back to this page. */
  openLink(url: string): void;
  /** Shows a tour over the page, and calls `walked` when it came to its end. False where there are no tours; rejects as
   * `presentContent` does. */
  startTour?(id: string, walked: () => void): Promise<boolean>;
}

/** See the module. Each call rejects with `not_logged_in`, and with `network_unavailable` when the pages' part of the
 * desk cannot be loaded. */
export class Show {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Shows the messenger's home. */
  present(): Promise<Presentation> {
    return this.presentSpace("HOME");
  }

  /** Shows one of the messenger's spaces, in any documented spelling. Rejects with `unknown_space`. */
  async presentSpace(name: string): Promise<Presentation> {
    return (await this.#desk.far()).showing.presentSpace(name);
  }

  /** Shows `{type, id}` or `{type, ids}` after asking the server whether it is live. */
  async presentContent(reference: unknown): Promise<Presentation> {
    return (await this.#desk.far()).showing.presentContent(reference);
  }

  /** Shows the composer of a new conversation, filled with `text`. */
  async presentMessageComposer(text?: string | null): Promise<Presentation> {
    return (await this.#desk.far()).showing.presentMessageComposer(text);
  }

  /** Hides the messenger, whatever it shows; hidden already is no error. */
  async hide(): Promise<void> {
    this.#desk.stage.change((stage) => {
      stage.visible = false;
    });
    if (!this.hideDrawn()) throw internal("presenter");
  }

  /** Tells the page to hide what it drew; false when it could not. */
  hideDrawn(): boolean {
    try {
      this.#desk.presenter?.hide();
      return true;
    } catch {
      return false;
    }
  }
}
