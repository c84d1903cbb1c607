// The outbox: how an operation becomes durable, and who may write.
//
// Guarantees: when `append` resolves, the operation is in the store and survives the end of the page; when it rejects,
// nothing was stored. Operations have one order, the order of their turns, in all tabs together. Each belongs to the
// epoch that was current in its turn, and to no other, ever. Sequence numbers and epochs only rise.

import { conflict, notLoggedIn, storage } from "./error";
import { transition, epochsOf, personOf, type Input, type State, type Verdict } from "./session";
import type { Operation, Session, StoredOperation } from "./storage/rows";
import type { Tx } from "./storage/store";

/** Names of the single values; see `core/src/storage/settings.rs`. */
export type Setting =
  | "current_epoch"
  | "next_epoch"
  | "next_seq"
  | "device_id"
  | "device_secret"
  | "user_hash"
  | "jwt"
  | "ask_again"
  | "update_times"
  | "held_update"
  | "preferences"
  | "language_override"
  | "unread"
  | "lease";

/** What is forgotten with its user. */
export const PERSONAL: readonly Setting[] = [
  "current_epoch",
  "device_id",
  "device_secret",
  "user_hash",
  "jwt",
  "update_times",
  "held_update",
  "language_override",
  "unread",
];

/** What no other tab needs to look at again. */
const QUIET: Setting[] = ["next_epoch", "next_seq", "ask_again", "lease"];

/** What the holder of the turn sees and can do. */
export class Writer {
  /** The transaction; for tables beside those below. */
  readonly tx: Tx;
  /** Oldest epoch first. Change through `put` and `drop`. */
  sessions: Session[];
  /** A login of this epoch is under way in this tab. */
  loggingIn: number | undefined;
  /** What other tabs know of sessions and settings is not true any more. */
  changed = false;
  readonly #settings: Map<string, string>;

  private constructor(tx: Tx, sessions: Session[], settings: Map<string, string>, loggingIn: number | undefined) {
    this.tx = tx;
    this.sessions = sessions;
    this.#settings = settings;
    this.loggingIn = loggingIn;
  }

  /** Reads who is logged in. */
  static async read(tx: Tx, loggingIn: () => number | undefined): Promise<Writer> {
    const [sessions, settings] = await Promise.all([tx.all("sessions"), tx.all("settings")]);
    return new Writer(tx, sessions, new Map(settings.map((row) => [row.name, row.value])), loggingIn());
  }

  get(name: Setting): string | undefined {
    return this.#settings.get(name);
  }

  /** Writes a single value; `undefined` removes it. */
  async set(name: Setting, value: string | undefined): Promise<void> {
    if (this.get(name) !== value && !QUIET.includes(name)) this.changed = true;
    if (value === undefined) {
      if (this.#settings.delete(name)) await this.tx.delete("settings", name);
    } else if (this.#settings.get(name) !== value) {
      this.#settings.set(name, value);
      await this.tx.put("settings", { name, value });
    }
  }

  /** The session of who is logged in or wants to be. */
  get current(): Session | undefined {
    const epoch = Number(this.get("current_epoch"));
    return this.sessions.find((session) => session.epoch === epoch);
  }

  /** Throws where somebody else than this device's user is here. */
  mustBeFor(device: string | undefined): void {
    if (device === undefined) return;
    if (!this.current) throw notLoggedIn();
    if (this.current.deviceId !== device) throw conflict("superseded");
  }

  /** The latest epoch that was begun, whether it is still there or not. */
  get lastEpoch(): number {
    return Number(this.get("next_epoch") ?? 1) - 1;
  }

  /** Where the session stands. */
  get state(): State {
    const session = this.current;
    if (!session) return { name: "logged_out" };
    const person = personOf(session);
    if (session.state === "live") return { name: "logged_in", person };
    return { name: this.loggingIn === session.epoch ? "logging_in" : "login_pending", person };
  }

  /** What `input` would do; changes nothing. */
  verdict(input: Input): Verdict {
    return transition(this.state, input);
  }

  /** Writes a session, new or changed. */
  async put(session: Session): Promise<void> {
    this.changed = true;
    this.sessions = [...this.sessions.filter((one) => one.epoch !== session.epoch), session].sort((a, b) => a.epoch - b.epoch);
    await this.tx.put("sessions", session);
  }

  /** Removes an epoch. */
  async drop(epoch: number): Promise<void> {
    this.changed = true;
    this.sessions = this.sessions.filter((one) => one.epoch !== epoch);
    await this.tx.delete("sessions", epoch);
  }

  /** Starts an epoch for `session` and makes it current. */
  async beginEpoch(session: Omit<Session, "epoch">): Promise<number> {
    const epoch = Number(this.get("next_epoch") ?? 1);
    await this.set("next_epoch", String(epoch + 1));
    await this.put({ ...session, epoch });
    await this.set("current_epoch", String(epoch));
    return epoch;
  }

  /** Stores operations of the present user, however full the queue is. */
  async keep(operations: Operation[], epoch = this.current?.epoch): Promise<void> {
    if (epoch === undefined) throw notLoggedIn();
    let seq = Number(this.get("next_seq") ?? 1);
    for (const operation of operations) {
      await this.tx.put("operations", { ...operation, epoch, seq });
      seq += 1;
    }
    await this.set("next_seq", String(seq));
  }

  /** Stores operations of the present user. */
  async append(operations: Operation[], most: number): Promise<void> {
    if (!this.current) throw notLoggedIn();
    // Counting reads every row: only when the span of sequence numbers reached the limit, because answered ones leave gaps.
    const [oldest] = await this.tx.all("operations", undefined, undefined, 1);
    const span = oldest ? Number(this.get("next_seq") ?? 1) - oldest.seq : 0;
    if (span + operations.length > most && (await this.tx.count("operations")) + operations.length > most) throw storage("queue_full", most);
    await this.keep(operations);
  }

  /** The operations of an epoch, oldest first. */
  operationsOf(epoch: number, most?: number): Promise<StoredOperation[]> {
    return this.tx.all("operations", [epoch], [epoch, []], most);
  }

  /** Whether an epoch has operations. */
  async waits(epoch: number): Promise<boolean> {
    return (await this.operationsOf(epoch, 1)).length > 0;
  }

  /** The epochs of the person of `present`, oldest first. */
  epochsOf(present: Session): number[] {
    return epochsOf(this.sessions, present);
  }

  /** Forgets single values, what was refused and what was kept for reading. */
  async forget(names: readonly Setting[]): Promise<void> {
    for (const name of names) await this.set(name, undefined);
    await this.tx.delete("rejected", "", []);
    await this.tx.delete("cache", [], [[]]);
  }

  /** Removes files that no operation names any more. */
  async sweepFiles(): Promise<void> {
    const files = await this.tx.keys("files");
    if (!files.length) return;
    const rows = [...(await this.tx.all("operations")), ...(await this.tx.all("rejected"))];
    const named = new Set(rows.filter((row) => row.kind === "upload").map((row) => row.target));
    for (const id of files) if (!named.has(id as string)) await this.tx.delete("files", id);
  }
}
