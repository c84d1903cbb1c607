// Events out: what happened after a call was answered.
//
// Guarantees: events are announced after the change they speak of was stored, in order, never from inside a call of
// the twin; a listener that throws loses that one event only. No event holds a token, a hash, an address or a body.
// What happened in the uploading tab is heard in every tab of the workspace.

import type { OperationKind } from "./storage/rows";

/** Where the session stands. */
export type StateName = "logged_out" | "logging_in" | "logged_in" | "login_pending";

/** A single attribute that the server would not take. */
export interface RejectedField {
  field: string;
  code: string;
}

/** The attributes that an answer says were not taken; whatever else stands there says nothing. */
export function readRejected(told: unknown): RejectedField[] {
  if (!Array.isArray(told)) return [];
  return (told as (Partial<RejectedField> | null)[]).flatMap((one) => (typeof one?.field === "string" && typeof one.code === "string" ? [{ field: one.field, code: one.code }] : []));
}

/** The final fate of an operation. */
export type DeliveryOutcome = "delivered" | "rejected" | "expired" | "damaged" | "coalesced" | "purged";

/** Something the app may want to know; the core's events under its words. Ids are texts, times milliseconds. */
export type Event =
  | { event: "session_changed"; state: StateName }
  | { event: "delivery"; id: string; kind: OperationKind; outcome: DeliveryOutcome; code?: string; field?: string; into?: string }
  | { event: "conversation_changed"; id: string }
  | { event: "token_required" }
  | { event: "waiting"; code: string; retry_in_ms: number }
  | { event: "messenger_state_changed" }
  | { event: "email_supplied" }
  | { event: "shown" }
  | { event: "hidden" }
  | { event: "unread_changed"; count: number }
  | { event: "ticket_changed"; id: string }
  | { event: "typing"; conversation_id: string; author: unknown }
  | { event: "feed_changed"; mode: string }
  /** This browser refuses to store: what is told lives as long as the page. Once. */
  | { event: "storage_unavailable" };

/** Hears events, one after the other. */
export type Listener = (event: Event) => void;

/** The listeners of one tab. */
export class Observer {
  readonly #listeners = new Set<Listener>();
  #queue: Event[] = [];
  #quiet = false;

  /** Adds a listener, which alone hears `first` before all that is announced from now on; the answer removes it. */
  listen(listener: Listener, ...first: Event[]): () => void {
    this.#listeners.add(listener);
    for (const event of first) queueMicrotask(() => tell(listener, event));
    return () => this.#listeners.delete(listener);
  }

  /** Queues an event; never calls foreign code itself. Two changes of the messenger's state in a row are one. */
  announce(event: Event): void {
    if (this.#quiet) return;
    const last = this.#queue[this.#queue.length - 1];
    if (event.event === "messenger_state_changed" && last?.event === event.event) return;
    if (this.#queue.push(event) === 1) queueMicrotask(() => this.#deliver());
  }

  /** What is queued is heard, and nothing after that. */
  stop(): void {
    this.#quiet = true;
  }

  #deliver(): void {
    const events = this.#queue;
    this.#queue = [];
    for (const event of events) for (const listener of [...this.#listeners]) tell(listener, event);
  }
}

function tell(listener: Listener, event: Event): void {
  try {
    listener(event);
  } catch (error) {
    // The page hears of its own defect as of any other, and the next event comes.
    setTimeout(() => {
      throw error;
    });
  }
}
