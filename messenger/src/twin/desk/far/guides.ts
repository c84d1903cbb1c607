// Tours and checklists: content of web pages, asked for by its id.
//
// Guarantees: only what is live and meant for this person is given, each other reason has the code that surveys have; a
// task that was ticked is ticked: it is stored before the answer, laid over what the server or the cache says until the
// server knows it, and sent as every receipt is; that all of a checklist is done is told once, by the tick that does it.

import type { Checklist, ChecklistBody, LiveTask, TaskAction, TourBody, TourStep } from "../../../contract/types";
import { invalid } from "../../error";
import { checkName } from "../../model/text";
import { unavailable } from "../../model/unavailable";
import { epochsOf } from "../../session";
import { isObject, list, text, word, type Told } from "../wire";
import type { Library } from "./library";
import type { Answer, Shelves } from "./shelves";
import { parsed } from "./unsent";

/** A tour that may be walked now. */
export interface Tour extends TourBody {
  id: string;
  title: string;
}

const TASK_ID_CHARS = 64;
const STEPS = 30;
const TASKS = 50;

/** See the module. */
export class Guides {
  readonly #library: Library;
  readonly #shelves: Shelves;

  constructor(library: Library, shelves: Shelves) {
    this.#library = library;
    this.#shelves = shelves;
  }

  /** A tour, by its id as text or number. Rejects as `presentContent` does. */
  async tour(reference: unknown): Promise<Tour> {
    const { id, title, body } = await this.#shelves.content("tour", idOf(reference));
    const steps = list(isObject(body) ? body["steps"] : [], readStep).slice(0, STEPS);
    // An operator's own tool may have put anything there.
    if (steps.length === 0) throw unavailable("not_found");
    return { id, title, steps };
  }

  /** Shows a checklist. Rejects as `presentContent` does. */
  async present(reference: unknown): Promise<void> {
    const id = idOf(reference);
    const person = this.#library.showing.person();
    await this.#shelves.content("checklist", id);
    this.#library.showing.enter(person, { name: "checklist", id });
  }

  /** A checklist with what this person did of it, here or elsewhere. */
  async checklist(id: string): Promise<Checklist> {
    const before = await this.#unsent(id);
    const told = await this.#shelves.content("checklist", id);
    // What was on its way when the server was asked is in one of the two.
    const ticks = new Map([...before, ...(await this.#unsent(id))]);
    const body = readChecklist(told.body);
    body.tasks = body.tasks.map((task) => ({ ...task, done: ticks.get(task.id) ?? task.done }));
    return { id: told.id, title: told.title, body, ...(told.from_cache ? { from_cache: true } : {}) };
  }

  /** A task is done, or is not after all. */
  async tick(id: string, task: string, done: boolean): Promise<void> {
    checkName("task_id", task, TASK_ID_CHARS);
    const owner = this.#library.owner();
    await this.#shelves.receipt("checklist", id, "answered", [{ question_id: task, value: done }]);
    const ticks = await this.#unsent(id);
    const finished = await this.#library.desk.cache.write(owner, async (shelf) => {
      const name = ["content", "checklist/", id];
      const kept = await shelf.get<Told>(...name);
      if (!kept) return false;
      const body = readChecklist(kept.value["body"]);
      const before = body.tasks.every((one) => one.done);
      body.tasks = body.tasks.map((one) => ({ ...one, done: one.id === task ? done : (ticks.get(one.id) ?? one.done) }));
      await shelf.put({ ...kept.value, body }, name, kept.etag);
      return !before && body.tasks.every((one) => one.done);
    });
    if (finished) await this.#shelves.receipt("checklist", id, "completed");
  }

  /** What this person ticked and the server does not know yet, in the order in which it happened. */
  async #unsent(id: string): Promise<Map<string, boolean>> {
    const { house } = this.#library.desk;
    const present = house.session;
    if (!present) return new Map();
    const rows = await house.store.run("readonly", async (tx) => {
      const epochs = epochsOf(await tx.all("sessions"), present);
      return (await Promise.all(epochs.map((epoch) => tx.all("operations", [epoch], [epoch, []])))).flat();
    });
    const told = rows.filter(({ kind }) => kind === "receipt").map(({ body }) => parsed(body));
    const ours = told.filter((one) => one["kind"] === "checklist" && one["content_id"] === id && one["event"] === "answered");
    return new Map(ours.flatMap((one) => (one["answers"] as Answer[]).map(({ question_id: task, value }) => [task, value === true])));
  }
}

/** The id that a page gave: text, or a whole number. */
function idOf(reference: unknown): string {
  if (reference === undefined || reference === null) throw invalid("missing", "id", "must be given");
  if (typeof reference === "string") return reference;
  if (typeof reference === "number" && Number.isSafeInteger(reference)) return String(reference);
  throw invalid("wrong_type", "id", "must be text or a whole number");
}

function readStep(value: unknown): TourStep | undefined {
  if (!isObject(value)) return undefined;
  const optional = (name: "selector" | "page" | "next_label" | "back_label"): object => (text(value[name]) ? { [name]: text(value[name]) } : {});
  return {
    title: text(value["title"]),
    body_html: text(value["body_html"]),
    placement: word(value["placement"], ["top", "bottom", "start", "end"], "auto"),
    ...optional("selector"),
    ...optional("page"),
    ...optional("next_label"),
    ...optional("back_label"),
  };
}

/** As an operator wrote it, whatever tool they wrote it with. */
function readChecklist(value: unknown): ChecklistBody {
  const told = isObject(value) ? value : {};
  const tasks = list(told["tasks"], readTask).slice(0, TASKS);
  return { ...(text(told["intro"]) ? { intro: text(told["intro"]) } : {}), tasks };
}

function readTask(value: unknown): LiveTask | undefined {
  if (!isObject(value) || !text(value["id"])) return undefined;
  const action = readAction(value["action"]);
  return { id: text(value["id"]), title: text(value["title"]), body_html: text(value["body_html"]), done: value["done"] === true, ...(action ? { action } : {}) };
}

function readAction(value: unknown): TaskAction | undefined {
  if (!isObject(value)) return undefined;
  const [label, id, url] = [text(value["label"]), text(value["id"]), text(value["url"])];
  if (value["type"] === "link" && url) return { type: "link", url, label };
  const type = (["tour", "article"] as const).find((one) => one === value["type"]);
  return type && id ? { type, id, label } : undefined;
}
