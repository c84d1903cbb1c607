// What the rooms of the twin share, as types: the house that `client.ts` builds, and the messenger's rooms in it.
//
// Guarantees: nothing here runs. `desk/` and `web/` build on these; the rest of the twin fulfils them.

import type { FrontdeskCalls } from "./calls";
import type { Config } from "./config";
import type { Event, Listener, RejectedField, StateName } from "./events";
import type { Platform } from "./platform";
import type { FileRow, Operation, Session, StoredOperation } from "./storage/rows";
import type { Store } from "./storage/store";
import type { Writer } from "./outbox";
import type { Transport } from "./transport";

/** How a call that waits for the server ended for now. */
export type Delivery = { delivery: "delivered"; rejected: RejectedField[] } | { delivery: "queued" };

/** A question to the server that somebody waits for. */
export interface Fetch {
  /** Path segments below `/sdk/v1`; each is percent-encoded. */
  path: string[];
  query?: Record<string, string>;
  /** `GET` unless said otherwise. */
  method?: "GET" | "POST" | "PUT";
  body?: string;
  /** The version this device has. */
  etag?: string;
  /** One try will do. */
  once?: boolean;
  /** There is a copy to show instead: who has one waits shortly. */
  hasCopy?: boolean;
}

/** Its answer. `merged` names the conversation that the one asked for is part of now. */
export type Fetched<T> = { value: T; etag?: string } | { notModified: true } | { merged: string };

/** What is stored together with operations. */
export interface Beside {
  /** Only if the device is still this one's user's. */
  device?: string;
  files?: FileRow[];
}

/** The house: one client in one tab. */
export interface House {
  readonly config: Config;
  readonly platform: Platform;
  readonly store: Store;
  readonly transport: Transport;
  /** Who is logged in or wants to be, as last seen by this tab; the store is right. */
  readonly session: Session | undefined;
  readonly state: StateName;
  /** The browser refused to store: all of this lives as long as the page. */
  readonly inMemory: boolean;
  /** This tab does the uploading, and listens to the stream, for all tabs. */
  readonly leads: boolean;
  /** The messenger's page is in sight. */
  readonly foreground: boolean;
  /** The platform says there is a network. */
  readonly online: boolean;

  /** Calls of the client that rooms pass on. */
  readonly calls: Pick<FrontdeskCalls, "updateUser" | "retryOperation" | "dismiss" | "pending" | "updateQuota">;

  /** Runs `work` while nobody else writes, in any tab; see `outbox.ts`. What it changed is announced afterwards. */
  turn<R>(work: (writer: Writer) => Promise<R> | R): Promise<R>;
  /** A new operation id (UUID version 7) of now. */
  operationId(): string;
  /**
   * Stores operations, all or none, with the files they name, for the present user (or only if the device is still
   * `device`'s), and tells the worker. Rejects with `not_logged_in`, `superseded`, `queue_full`, storage codes.
   */
  append(operations: Operation[], beside?: Beside): Promise<void>;
  /** As `append`, tells `stored`, and waits for the fate of the last one: up to `Limits.deliveryWait`, then `queued`. */
  deliver(operations: Operation[], beside?: Beside & { stored?: () => void }): Promise<Delivery>;
  /** Asks the server for the present user, logging in first when needed; retried like a login. See `worker/fetch.ts`. */
  fetch<T>(ask: Fetch, read?: (json: unknown) => T | undefined): Promise<Fetched<T>>;
  /** The present user's session with a token; logs in first when needed. */
  loggedIn(): Promise<Session>;
  /** A request found this session's token refused: it is logged in anew by whoever asks next. */
  lost(session: Session): Promise<void>;
  /** Tries now instead of at the next try's time. */
  hurry(): void;
  /** Waits; ends early and rejects with `shut_down` when the client ends. */
  sleep(ms: number): Promise<void>;
  /** Tells this tab's listeners, and with `everywhere` those of all tabs. */
  announce(event: Event, everywhere?: boolean): void;
  listen(listener: Listener): () => void;
  /** Says something to the same room of the other tabs: they hear it in `Rooms.heard`. */
  post(message: unknown): void;
}

/** What `desk/` gives to the house: the messenger's rooms. */
export interface Rooms {
  /** Answers a request of `contract/bridge.schema.json`. */
  request(text: string): Promise<string>;
  /** The server took this operation and answered so; called before it leaves the queue. */
  landed(session: Session, operation: StoredOperation, answer: unknown): Promise<void>;
  /** The server accepted a login; `ping` is what `POST /ping` would say. In the leading tab. */
  loggedIn(session: Session, ping: unknown): void;
  /** The feed would listen, were somebody logged in. */
  wantsLogin?(): boolean;
  /** What a new listener hears first. */
  greeting?(): Event[];
  /** Who is logged in already was logged in again: the server is told that this user is back. */
  refresh?(): void;
  /** The app gave its user a language; it is in the store. */
  languageGiven?(): void;
  /** Nobody is logged in any more, or somebody else: forget what is in memory; the store's rows are gone already. */
  forgetPerson(): void;
  /** Another tab's room says so. */
  heard(message: unknown): void;
  /** The page came into sight or went; a network came or went; this tab leads now or does no more. */
  placed(): void;
  close(): void;
}

/** Makes the rooms; `desk/index.ts` exports one as `openDesk`. */
export type OpenRooms<R extends Rooms = Rooms> = (house: House) => R;
