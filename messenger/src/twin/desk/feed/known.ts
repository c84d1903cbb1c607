// What the feed knows, between its two tasks.
//
// Guarantees: belongs to one user at a time: whoever comes next begins with nothing but what the cache of their own
// device says. Lives in the leading tab.

import type { Place, Pulse } from "../presence";

/** For whom: a device lives as long as one user is logged in on it, an epoch as long as one login. */
export interface Who {
  device: string;
  epoch: number;
}

export const isSame = (a: Who | undefined, b: Who | undefined): boolean => a?.device === b?.device && a?.epoch === b?.epoch;

/** See the module. */
export class Known {
  readonly #pulse: Pulse;
  #who: Who | undefined;
  /** The contact on the server that `seq` counts for. */
  contact: string | undefined;
  /** A ping was answered since the page came into sight. */
  #pinged = false;
  /** The server has something to tell this user now and then. */
  #streamOn = false;
  /** The last change that was applied. */
  seq: number | undefined;
  /** The change up to which the unread count is known. */
  #unreadSeq = 0;
  /** What is known must be asked for anew before anything is applied. */
  needsResync = false;
  #pingWanted = false;

  constructor(pulse: Pulse) {
    this.#pulse = pulse;
  }

  /** Begins with another user: `seq` is where their cache stands, `resync` that it stands nowhere. */
  enter(who: Who, contact: string | undefined, seq: number | undefined, streamOn: boolean, resync: boolean): void {
    this.#who = who;
    this.contact = contact;
    this.seq = seq;
    this.#streamOn = streamOn;
    this.needsResync = resync;
    this.#pinged = false;
    this.#pingWanted = false;
    this.#unreadSeq = 0;
    this.#pulse.tell();
  }

  /** Nobody's any more; the next user begins. */
  leave(): void {
    this.#who = undefined;
    this.#pulse.tell();
  }

  isFor(who: Who): boolean {
    return this.#who !== undefined && isSame(this.#who, who);
  }

  /** The contact of this user, as the server says now; true when changes counted for another one so far. */
  movesTo(contact: string | undefined): boolean {
    const before = this.contact;
    this.contact = contact;
    return before !== undefined && before !== contact;
  }

  /** Out of sight: the next time begins with a ping. */
  rest(): void {
    if (!this.#pinged) return;
    this.#pinged = false;
    this.#pulse.tell();
  }

  /** The server said where the feed stands; gives whether its unread count is news. */
  standsAt(seq: number, streamOn: boolean | undefined, pinged: boolean): boolean {
    this.#pinged ||= pinged;
    this.#streamOn = streamOn ?? this.#streamOn;
    this.seq ??= seq;
    const newer = seq >= this.#unreadSeq;
    this.#unreadSeq = Math.max(this.#unreadSeq, seq);
    this.#pulse.tell();
    return newer;
  }

  isNew(seq: number): boolean {
    return this.seq === undefined || seq > this.seq;
  }

  /** Whether the unread count of this change is newer than the one that is known; it is from now on. */
  unreadIsNew(seq: number): boolean {
    const newer = seq > this.#unreadSeq;
    this.#unreadSeq = Math.max(this.#unreadSeq, seq);
    return newer;
  }

  /** What is known cannot be brought up to date by changes any more. */
  resync(): void {
    this.needsResync = true;
    this.#pinged = false;
    this.seq = undefined;
    this.#unreadSeq = 0;
    this.wantPing();
  }

  resynced(): void {
    this.needsResync = false;
    this.#pulse.tell();
  }

  /** Something only a ping can tell has changed. */
  wantPing(): void {
    this.#pingWanted = true;
    this.#pulse.tell();
  }

  takePingWanted(): boolean {
    const wanted = this.#pingWanted;
    this.#pingWanted = false;
    return wanted;
  }

  /** Whether there is something to listen for, and everything before is known. */
  mayListen(who: Who, place: Place): boolean {
    const wanted = this.#streamOn || place.open || place.conversation;
    return this.isFor(who) && this.#pinged && !this.needsResync && wanted;
  }
}
