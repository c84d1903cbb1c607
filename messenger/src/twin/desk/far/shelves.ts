// Content, tickets and news, and what became of content that was shown.
//
// Guarantees: only live content that is meant for this user is answered, each other reason has its own code and a
// sentence for the person who waits; a ticket of a list is as new as the newest that was heard of it; what was seen,
// answered or opened as a ticket is never lost and never doubled.

import type { NewsPage, SentTicket, Ticket, TicketPage, TicketTypes } from "../../../contract/types";
import { invalid } from "../../error";
import { checkName, checkValue, child } from "../../model/text";
import { unavailable } from "../../model/unavailable";
import { checkId } from "../content";
import { isObject, list, type Told } from "../wire";
import type { HelpCenter } from "./help";
import type { Library } from "./library";
import { readArticle, readNews, readTicket, readTicketType } from "./wire";

/** A piece of live content. */
export interface LiveContent {
  kind: string;
  id: string;
  status: string;
  title: string;
  body: unknown;
  from_cache?: true;
}

/** The answer to one question of a survey. */
export interface Answer {
  question_id: string;
  value: string | number | boolean | string[];
}

const ANSWERS = 100;
const QUESTION_ID_CHARS = 64;
const ANSWER_CHARS = 4096;
const CHOICES = 50;
const CHOICE_CHARS = 255;
const TICKET_ATTRIBUTES = 100;
const ATTRIBUTE_NAME_CHARS = 190;
const TICKET_TEXT_CHARS = 65_536;

/** See the module. */
export class Shelves {
  readonly #library: Library;
  readonly #help: HelpCenter;

  constructor(library: Library, help: HelpCenter) {
    this.#library = library;
    this.#help = help;
  }

  /** One piece of content of any kind, with its body. */
  content(kind: string, id: string): Promise<LiveContent> {
    checkId("id", id);
    const library = this.#library;
    return library.asUser(async (owner) => {
      // Only these two are in languages.
      const query = kind === "article" || kind === "help_center_collection" ? library.query : {};
      const name = ["content", `${kind}/${query["locale"] ?? ""}`, id];
      const { value, old } = await library.document(owner, { path: ["content", kind, id], query }, name, readContent);
      if (value.status !== "live") {
        await library.desk.cache.write(owner, (shelf) => shelf.delete(...name));
        throw unavailable("content_not_live", value.status);
      }
      // An article that was shown can be searched like one that was read.
      const article = kind === "article" && !old ? readArticle(value.body) : undefined;
      if (article) await this.#help.keep(owner, article);
      return old ? { ...value, from_cache: true } : value;
    });
  }

  /** A page of this person's tickets. */
  tickets(limit: number, cursor?: string | null): Promise<TicketPage> {
    return this.#library.asUser(async (owner) => {
      const page = await this.#page(owner, "tickets", { limit: String(limit) }, cursor, readTicket);
      const { cache } = this.#library.desk;
      if (!page.from_cache) {
        await cache.write(owner, async (shelf) => {
          for (const ticket of page.data) await shelf.put(ticket, ["ticket", ticket.id]);
        });
        return page;
      }
      const newer = async (ticket: Ticket): Promise<Ticket> => {
        const kept = await cache.read(owner, (shelf) => shelf.get<Ticket>("ticket", ticket.id));
        return kept && kept.value.updated_at > ticket.updated_at ? kept.value : ticket;
      };
      return { ...page, data: await Promise.all(page.data.map(newer)) };
    });
  }

  ticket(id: string): Promise<Ticket> {
    checkId("ticket_id", id);
    return this.#library.asUser(async (owner) => {
      const { value, old } = await this.#library.document(owner, { path: ["tickets", id] }, ["ticket", id], readTicket);
      return old ? { ...value, from_cache: true } : value;
    });
  }

  /** The kinds of tickets this person may open. */
  ticketTypes(): Promise<TicketTypes> {
    return this.#library.asUser(async (owner) => ({ data: (await this.#page(owner, "ticket_types", {}, null, readTicketType)).data }));
  }

  /** A page of news. */
  news(cursor?: string | null): Promise<NewsPage> {
    return this.#library.asUser((owner) => this.#page(owner, "news", {}, cursor, readNews));
  }

  /** A page of a list. Each page is kept by its cursor; entries that cannot be read are left out. */
  async #page<T>(owner: string, path: string, more: Record<string, string>, cursor: string | null | undefined, read: (entry: unknown) => T | undefined): Promise<{ data: T[]; next: string | null; from_cache: boolean }> {
    const query = { ...more, ...(cursor ? { cursor } : {}) };
    const readPage = (json: unknown): Told | undefined => (isObject(json) && Array.isArray(json["data"]) ? json : undefined);
    const { value, old } = await this.#library.document(owner, { path: [path], query }, [path, cursor ?? ""], readPage);
    return { data: list(value["data"], read), next: typeof value["next"] === "string" ? value["next"] : null, from_cache: old };
  }

  /** Opens a ticket. */
  async createTicket(typeId: string, attributes: Told): Promise<SentTicket> {
    checkId("ticket_type_id", typeId);
    checkAttributes(attributes);
    const device = this.#library.owner();
    const { house } = this.#library.desk;
    const id = house.operationId();
    const body = JSON.stringify({ id, ticket_type_id: typeId, attributes });
    const { delivery } = await house.deliver([{ id, kind: "ticket", createdAt: house.platform.now(), body }], { device });
    return { ticket_id: id, delivery };
  }

  /** Tells what became of content. Stored; delivered in the background, together with others. What was dismissed or
   * completed does not show itself again; `step` goes with the step of a tour. Gives the operation's id. */
  async receipt(kind: string, id: string, event: string, answers: readonly Answer[] = [], step?: number): Promise<string> {
    checkId("id", id);
    checkAnswers(event, answers);
    const { desk } = this.#library;
    const owner = this.#library.owner();
    const operation = desk.house.operationId();
    const body = JSON.stringify({ id: operation, kind, content_id: id, event, ...(answers.length > 0 ? { answers } : {}), ...(step ? { step } : {}) });
    await desk.house.append([{ id: operation, kind: "receipt", createdAt: desk.house.platform.now(), body }], { device: owner });
    if (event === "dismissed" || event === "completed") {
      desk.tell({ device: owner, done: [kind, id] });
      await desk.cache.write(owner, (shelf) => shelf.put(true, ["shown", kind, id]));
    }
    return operation;
  }
}

const readContent = (json: unknown): LiveContent | undefined => {
  if (!isObject(json) || typeof json["id"] !== "string" || typeof json["status"] !== "string") return undefined;
  const text = (name: string): string => (typeof json[name] === "string" ? json[name] : "");
  return { kind: text("kind"), id: json["id"], status: json["status"], title: text("title"), body: json["body"] ?? null };
};

/** Checks the answers that go with `event`. */
export function checkAnswers(event: string, answers: readonly Answer[]): void {
  if (event !== "answered") {
    if (answers.length > 0) throw invalid("unexpected", "answers", "belong to `answered` alone");
    return;
  }
  if (answers.length === 0) throw invalid("missing", "answers", "must hold at least one answer");
  if (answers.length > ANSWERS) throw invalid("too_many_answers", "answers", `must not hold more than ${ANSWERS} answers`, ANSWERS);
  answers.forEach(({ question_id: question, value }, index) => {
    checkName(`answers[${index}].question_id`, question, QUESTION_ID_CHARS);
    const field = `answers[${index}].value`;
    if (typeof value === "string") checkValue(field, value, ANSWER_CHARS);
    if (typeof value === "number" && !Number.isFinite(value)) throw invalid("not_finite", field, "must be a number");
    if (!Array.isArray(value)) return;
    if (value.length > CHOICES) throw invalid("too_many_choices", field, `must not hold more than ${CHOICES} choices`, CHOICES);
    value.forEach((choice, place) => checkValue(`${field}[${place}]`, choice, CHOICE_CHARS));
  });
}

function checkAttributes(attributes: Told): void {
  const entries = Object.entries(attributes);
  if (entries.length > TICKET_ATTRIBUTES) {
    throw invalid("too_many_attributes", "attributes", `must not hold more than ${TICKET_ATTRIBUTES} answers`, TICKET_ATTRIBUTES);
  }
  for (const [name, value] of entries) {
    checkName("attributes", name, ATTRIBUTE_NAME_CHARS);
    const field = child("attributes", name);
    if (typeof value === "string") checkValue(field, value, TICKET_TEXT_CHARS);
    else if (typeof value === "object" && value !== null) throw invalid("nested_attribute", field, "must be text, a number, yes or no");
    else if (typeof value === "number" && !Number.isFinite(value)) throw invalid("not_finite", field, "must be a number");
  }
}
