// The rows of the store, the same ideas as the core's tables.
//
// Guarantees: an operation belongs to one epoch for ever; its body is the text that is sent, every time it is sent.
// Written in a turn of `outbox.ts` only.

/** What an operation does. */
export type OperationKind =
  | "event"
  | "user_update"
  | "start_conversation"
  | "reply"
  | "read_mark"
  | "receipt"
  | "reaction"
  | "ticket"
  | "push_bind"
  | "push_unbind"
  | "upload";

/** An operation before it has a place in the order. */
export interface Operation {
  /** A UUID of version 7, made at the call: what makes an operation take effect once. */
  id: string;
  kind: OperationKind;
  /** Unix milliseconds. */
  createdAt: number;
  /** What it is about, where the path on the server names it: a conversation, an article, a file. */
  target?: string;
  /** JSON, exactly as it is sent; empty when the request has no body; for an upload its `StoredFile` without bytes. */
  body: string;
}

/** An operation with its place: epochs in order, and within an epoch the order of the calls. */
export interface StoredOperation extends Operation {
  epoch: number;
  seq: number;
}

/** An operation that the server refused for good. */
export interface RejectedRow extends StoredOperation {
  rejectedAt: number;
  code: string;
  field?: string;
}

/** Where a session stands on the server. */
export type SessionState = "wanted" | "live" | "refused" | "closing";

/** One epoch: one login of one person in this browser. */
export interface Session {
  epoch: number;
  state: SessionState;
  userId?: string;
  email?: string;
  /** Attributes that travel with the login, as wire JSON. */
  attributes?: string;
  userHash?: string;
  jwt?: string;
  deviceId: string;
  deviceSecret: string;
  contactId?: string;
  token?: string;
  createdAt: number;
  closingSince?: number;
}

/** A file that waits to be uploaded. */
export interface FileRow {
  id: string;
  name: string;
  contentType: string;
  bytes: Blob | Uint8Array<ArrayBuffer>;
}

/** Something the server said, kept for reading offline; `key` begins with the device's id. */
export interface CacheRow {
  key: (string | number)[];
  value: unknown;
  /** Unix milliseconds of the last use. */
  usedAt: number;
}

/** A single value. */
export interface SettingRow {
  name: string;
  value: string;
}

/** The tables, and what is in them. */
export interface Tables {
  settings: SettingRow;
  sessions: Session;
  operations: StoredOperation;
  rejected: RejectedRow;
  files: FileRow;
  cache: CacheRow;
}

/** The member, or the members, that name a row. */
export const KEYS: Record<keyof Tables, string | string[]> = {
  settings: "name",
  sessions: "epoch",
  operations: ["epoch", "seq"],
  rejected: "id",
  files: "id",
  cache: "key",
};
