// `present` and its kin: what to show.
//
// Guarantees: nothing is shown when nobody is logged in, and nothing that was asked for by one person is shown to the
// next; content is shown only when the server says it is live; the presenter is called after the state says what is
// shown; a refusal changes nothing on the screen. Called by the web API and by the pages.

import type { View } from "../../../contract/types";
import { conflict, internal, invalid, notLoggedIn } from "../../error";
import { unavailable } from "../../model/unavailable";
import { bytesOf, checkName, checkValue } from "../../model/text";
import { ID_CHARS, readContent, readSpace, viewOfContent, viewOfSpace, WIRE_KINDS, type ContentRef } from "../content";
import type { Desk } from "../index";
import type { Presentation } from "../show";
import { isObject } from "../wire";

/** Most bytes of a message. */
export const MESSAGE_BYTES = 65_536;
const MOST_IDS = 100;

/** See the module. */
export class Showing {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Throws when nobody is logged in; otherwise a number that changes with the person. */
  person(): number {
    if (this.#desk.house.state === "logged_out") throw notLoggedIn();
    return this.#desk.stage.person;
  }

  /** Shows one of the messenger's spaces, in any documented spelling. Rejects with `unknown_space`. */
  async presentSpace(name: string): Promise<Presentation> {
    const space = readSpace(name);
    return this.#show(this.person(), viewOfSpace(space), { what: "space", space });
  }

  /** Shows `{type, id}` or `{type, ids}` after asking the server whether it is live. */
  async presentContent(reference: unknown): Promise<Presentation> {
    const content = readContent(reference);
    const person = this.person();
    const title = await this.#lookUp(content);
    return this.#show(person, viewOfContent(content), { what: "content", content, title });
  }

  /** Shows the composer of a new conversation, filled with `text`. */
  async presentMessageComposer(text?: string | null): Promise<Presentation> {
    const filled = composerText("text", text);
    const what = { what: "composer" as const, prefilled: filled !== null };
    return this.#show(this.person(), { name: "composer", text: filled }, what);
  }

  /** Goes where the messenger's own pages want to go; the page itself finds out whether content is live. */
  navigate(view: View): Presentation {
    checkView(view);
    const person = this.person();
    const what = { what: "view" as const, view };
    this.enter(person, view);
    return what;
  }

  /** One screen back; from the last one, hides. */
  back(): void {
    if (this.#desk.stage.change((stage) => stage.back()) && !this.#desk.show.hideDrawn()) throw internal("presenter");
  }

  /** Shows a screen to who is still here. Throws `superseded`. */
  enter(person: number, view: View): void {
    const what = { what: "view" as const, view };
    if (!this.#desk.stage.visible) this.#show(person, view, what);
    else this.#enter(person, view);
  }

  #enter(person: number, view: View): void {
    this.#desk.stage.change((stage) => {
      if (stage.person !== person) throw conflict("superseded");
      stage.show(view);
    });
  }

  #show(person: number, view: View, what: Presentation): Presentation {
    this.#enter(person, view);
    try {
      this.#desk.presenter?.present(what);
    } catch {
      this.#desk.stage.change((stage) => {
        stage.visible = false;
      });
      throw internal("presenter");
    }
    return what;
  }

  /** Asks the server for every id of `content`; all must be live. Gives the first title. */
  async #lookUp(content: ContentRef): Promise<string | null> {
    const kind = WIRE_KINDS[content.type];
    let title: string | null = null;
    for (const id of content.ids) {
      const path = kind ? ["content", kind, id] : ["tickets", id];
      const found = await this.#desk.house.fetch({ path }, (json) => (isObject(json) ? json : undefined));
      if (!("value" in found)) throw unavailable("not_found");
      const { status, title: told } = found.value;
      // A ticket that is there for this user may be shown.
      if (kind && status !== "live") throw unavailable("content_not_live", String(status));
      title ??= typeof told === "string" ? told : null;
    }
    return title;
  }
}

/** Null for an empty composer: no text, or nothing visible in it. Throws `invalid_text`, `too_long`. */
export function composerText(field: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined || isBlank(text)) return null;
  checkValue(field, text);
  if (bytesOf(text) > MESSAGE_BYTES) throw invalid("too_long", field, `must not exceed ${MESSAGE_BYTES} bytes`, MESSAGE_BYTES);
  return text;
}

/** Nothing but white space. */
export const isBlank = (text: string): boolean => /^\p{White_Space}*$/u.test(text);

function checkView(view: View): void {
  const id = (field: string, one: string): void => checkName(field, one, ID_CHARS);
  if (view.name === "collections") {
    if (view.ids.length === 0) throw invalid("empty", "view.ids", "must hold at least one id");
    if (view.ids.length > MOST_IDS) throw invalid("too_many_ids", "view.ids", "must not hold more", MOST_IDS);
    view.ids.forEach((one, index) => id(`view.ids[${index}]`, one));
  } else if (view.name === "composer") composerText("view.text", view.text);
  else if (view.name === "new_ticket" && view.ticket_type_id !== undefined) id("view.ticket_type_id", view.ticket_type_id);
  else if ("id" in view) id("view.id", view.id);
}
