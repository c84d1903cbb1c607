// Reading with the cache behind the server.
//
// Guarantees: an entry is kept for who asked for it and answered to nobody else; who has a copy at hand waits for the
// server only shortly; what the server says is gone is gone from the cache, too; the cache answers only when the server
// cannot be asked, and then says so.

import { conflict, FrontdeskError, internal } from "../../error";
import { unavailable } from "../../model/unavailable";
import type { Fetch } from "../../rooms";
import type { Kept, Name } from "../cache/cache";
import type { Desk } from "../index";
import { written } from "../language";
import type { Showing } from "./show";

/** What became of a question: the server's answer with its version; the copy is what the server has; the server cannot
 * be asked now and the copy may be old. */
export type Told<T> = { fresh: T; etag?: string } | "confirmed" | "unasked";

/** See the module. */
export class Library {
  readonly desk: Desk;
  readonly showing: Showing;

  constructor(desk: Desk, showing: Showing) {
    this.desk = desk;
    this.showing = showing;
  }

  /** Whose entries are kept. Throws `not_logged_in`. */
  owner(): string {
    this.showing.person();
    const device = this.desk.house.session?.deviceId;
    if (device === undefined) throw internal("library");
    return device;
  }

  /** Runs `work` for who is logged in now; nothing that was asked for by one person is answered to the next. */
  async asUser<T>(work: (owner: string) => Promise<T>): Promise<T> {
    const person = this.showing.person();
    const told = await work(this.owner());
    if (this.desk.stage.person !== person) throw conflict("superseded");
    return told;
  }

  /** Asks the server. With a copy at hand one try has to do; without one the question is repeated and its failure is an
   * error. */
  async ask<T>(question: Fetch, hasCopy: boolean, read: (json: unknown) => T | undefined): Promise<Told<T>> {
    try {
      const told = await this.desk.house.fetch(question.etag === undefined || hasCopy ? { ...question, hasCopy } : { ...question, etag: undefined }, read);
      if ("value" in told) return told.etag === undefined ? { fresh: told.value } : { fresh: told.value, etag: told.etag };
      if ("merged" in told) throw unavailable("not_found");
      return "confirmed";
    } catch (error) {
      if (hasCopy && error instanceof FrontdeskError && error.kind === "unreachable") return "unasked";
      throw error;
    }
  }

  /** Reads something that is kept whole under `name`; says whether the server could not be asked. */
  async document<T>(owner: string, question: Fetch, name: Name, read: (json: unknown) => T | undefined): Promise<{ value: T; old: boolean }> {
    const { cache } = this.desk;
    const kept = await cache.read(owner, (shelf) => shelf.get<T>(...name));
    const told = await this.askOrForget(owner, { ...question, ...(kept?.etag === undefined ? {} : { etag: kept.etag }) }, kept, name, read);
    if (typeof told === "object") {
      await cache.write(owner, (shelf) => shelf.put(told.fresh, name, told.etag));
      return { value: told.fresh, old: false };
    }
    // Neither is answered without a copy.
    if (!kept) throw internal("library");
    return { value: kept.value, old: told === "unasked" };
  }

  /** As `ask`; what the server says is not there is forgotten. */
  async askOrForget<T>(owner: string, question: Fetch, kept: Kept<unknown> | undefined, name: Name, read: (json: unknown) => T | undefined): Promise<Told<T>> {
    try {
      return await this.ask(question, kept !== undefined, read);
    } catch (error) {
      if (error instanceof FrontdeskError && error.kind === "content_unavailable") await this.desk.cache.write(owner, (shelf) => shelf.delete(...name));
      throw error;
    }
  }

  /** The language to ask for; undefined leaves it to what the server knows of the contact. */
  get asked(): string | undefined {
    const { stage, house } = this.desk;
    return stage.languageOverride ?? written(house.config.locale ?? "") ?? undefined;
  }

  /** `asked` as a query. */
  get query(): Record<string, string> {
    return this.asked === undefined ? {} : { locale: this.asked };
  }

  /** All languages that may do, best first: what the server chose by itself is what is wanted when nobody asks for a
   * language, and the last resort when somebody does. */
  get chain(): string[] {
    const { languages } = this.desk.stage;
    return (this.asked === undefined ? ["", ...languages] : [...languages, ""]).map(languageKey);
  }
}

/** One spelling per language: `pt_BR` and `pt-br` are the same. */
export const languageKey = (tag: string): string => tag.trim().replaceAll("_", "-").toLowerCase();
