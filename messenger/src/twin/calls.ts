// The calls of a client and what they answer, as types: the core's under its words, in this language's case.
//
// Guarantees: nothing here runs. `Frontdesk` of `client.ts` fulfils `FrontdeskCalls`; times are milliseconds.

import type { Event, RejectedField, StateName } from "./events";
import type { PushMessage } from "./model/push";
import type { Delivery } from "./rooms";
import type { OperationKind } from "./storage/rows";

/** A login that the server accepted, or that was answered from the stored session. */
export interface Login {
  contactId: string | undefined;
  /** The unidentified user's history was merged into this contact. */
  merged: boolean;
  fromStoredSession: boolean;
  rejected: RejectedField[];
  /** Keys that are no attribute. */
  ignored: string[];
}

/** What proves who a user is. */
export interface Proof {
  userHash?: string;
  jwt?: string;
}

/** Where a push service delivers to. */
export interface PushToken {
  provider: "apns" | "fcm" | "webpush";
  token: string;
  environment?: "production" | "sandbox";
}

/** How to log out. */
export interface LogoutOptions {
  /** Log out even an unidentified user. */
  force?: boolean;
  /**
   * What happens to unsent operations; they are still delivered as their own user unless purged. One whose request is
   * under way then may have arrived: what the server says of it within two seconds is announced, else `purged`.
   */
  unsent?: "deliver" | "purge";
  /** Only who this page shows: somebody who logged in in another tab since, unheard here, stays. */
  asShown?: boolean;
}

/** Who is logged in, as the app named them. */
export interface LoggedInUser {
  role: "lead" | "user";
  userId: string | undefined;
  email: string | undefined;
  /** The contact on the server, once known. */
  contactId: string | undefined;
}

/** What is not delivered yet, and what was refused. */
export interface Pending {
  queued: number;
  oldestMs: number | undefined;
  waitingFor: string | undefined;
  /** Newest first, at most 100. */
  rejected: {
    id: string;
    kind: OperationKind;
    code: string;
    field: string | undefined;
    createdMs: number;
    rejectedMs: number;
    body: string;
  }[];
  rejectedCount: number;
}

/** Where the present user stands within the quota of changes. */
export interface UpdateQuota {
  limit: number;
  remaining: number;
  nextInMs: number;
  resetsInMs: number;
  held: boolean;
}

/** The calls of a client; `Frontdesk` fulfils them. */
export interface FrontdeskCalls {
  loginUnidentifiedUser(): Promise<Login>;
  /** Attributes in either spelling of their keys; the proof is for this login and the next. */
  loginUserWithUserAttributes(attributes: unknown, proof?: Proof): Promise<Login>;
  setUserHash(hash: string): Promise<void>;
  setUserJwt(jwt: string): Promise<void>;
  /** Pushes for the present user go there from now on; without a user, from the next login on. Kept in memory. */
  setPushToken(token: PushToken): Promise<void>;
  clearPushToken(): Promise<void>;
  /** What a push of ours says to who is logged in; nothing for others'. `model/push.ts` asks without a client. */
  handlePush(payload: unknown): Promise<PushMessage | undefined>;
  setAuthTokens(tokens: Record<string, string>): Promise<void>;
  authToken(name: string): string | undefined;
  updateUser(attributes: unknown): Promise<Delivery & { ignored: string[] }>;
  updateQuota(): Promise<UpdateQuota>;
  /** Resolves with the operation's id when it is stored. */
  logEvent(name: string, metadata?: unknown): Promise<string>;
  logout(options?: LogoutOptions): Promise<void>;
  isUserLoggedIn(): boolean;
  sessionState(): StateName;
  fetchLoggedInUserAttributes(): LoggedInUser;
  pending(): Promise<Pending>;
  flush(timeoutMs: number): Promise<Pending>;
  retryOperation(id: string): Promise<boolean>;
  dismiss(id: string): Promise<boolean>;
  /** The messenger is looked at; starts with whether the page is in sight, and follows it by itself. */
  setForeground(foreground: boolean): void;
  networkChanged(available: boolean): void;
  listen(listener: (event: Event) => void): () => void;
  shutdown(): Promise<void>;
}
