// What a client is made from: the core's settings under its names, with its defaults.
//
// Guarantees: every number that an app may want to change is here with its unit; nothing is read from elsewhere. Times
// are milliseconds. Used by `client.ts` once.

import { invalid } from "./error";
import type { Platform } from "./platform";

/** Bounds of the queue and of what one request carries; see `core/src/config.rs` for the reasons. */
export interface Limits {
  /** Operations kept while the server cannot be reached; one more is refused with `queue_full`. */
  maxOperations: number;
  /** Events in one request. */
  batchEvents: number;
  /** Bytes of one request before compression. */
  batchBytes: number;
  /** How long `updateUser` waits for the server before it answers `queued`. */
  deliveryWait: number;
  /** Operations older than this are given up and reported as `expired`. */
  maxAge: number;
  /** How long the worker waits for more events before it sends the first ones. */
  linger: number;
  /** Total time of one request, answer included. */
  requestTimeout: number;
  /** Bytes kept for reading offline. */
  cacheBytes: number;
  /** Bytes of one attached file. */
  attachmentBytes: number;
  /** How many changes of the user travel within `updateWindow`; zero: no limit. */
  updateQuota: number;
  /** See `updateQuota`. */
  updateWindow: number;
}

export const LIMITS: Limits = {
  maxOperations: 100_000,
  batchEvents: 500,
  batchBytes: 512 * 1024,
  deliveryWait: 10_000,
  maxAge: 30 * 24 * 3_600_000,
  linger: 20,
  requestTimeout: 30_000,
  cacheBytes: 32 * 1024 * 1024,
  attachmentBytes: 25 * 1024 * 1024,
  updateQuota: 20,
  updateWindow: 30 * 60_000,
};

/** The numbers of the retry policy. */
export interface RetryConfig {
  /** Ceiling of the first wait. */
  first: number;
  /** Ceiling of every later wait. */
  max: number;
  /** Tries of one login. */
  loginAttempts: number;
  /** Ceiling of the waits of a login, and the longest `Retry-After` it sits through. */
  loginMax: number;
  /** Attempts at backoff speed before the budget limits the rate. */
  budgetTokens: number;
  /** Time in which one attempt comes back; zero switches the budget off. */
  budgetRefill: number;
}

export const RETRY: RetryConfig = {
  first: 500,
  max: 300_000,
  loginAttempts: 5,
  loginMax: 8_000,
  budgetTokens: 10,
  budgetRefill: 300_000,
};

/** How to open a client. */
export interface Options {
  /** `https://host[:port]`; plain `http` only for this machine. */
  serverUrl: string;
  /** The workspace. */
  appId: string;
  /** One of its publishable keys. */
  apiKey: string;
  /** The platform named to the server. */
  platform?: string;
  /** The device's language, for example `de-AT`. */
  locale?: string;
  limits?: Partial<Limits>;
  retry?: Partial<RetryConfig>;
  /** Asked for a fresh JWT when the server finds the old one expired; gives none by answering `undefined`. */
  tokenRefresh?: () => Promise<string | undefined>;
  /** Nothing is kept on the device: for pages that may not store. */
  memoryOnly?: boolean;
  /** Replaces the browser, for tests. */
  on?: Platform;
}

/** The settings of an open client. */
export interface Config {
  serverUrl: string;
  appId: string;
  apiKey: string;
  platform: string;
  locale: string | undefined;
  limits: Limits;
  retry: RetryConfig;
  tokenRefresh: (() => Promise<string | undefined>) | undefined;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]", "10.0.2.2"];

/** Checks the settings; throws `invalid_text` or `malformed_url`. */
export function configOf(options: Options): Config {
  if (!/^[\w-]{1,64}$/.test(options.appId)) throw invalid("invalid_text", "app_id", "use 1 to 64 letters, digits, - or _");
  if (!/^[\x21-\x7e]{1,200}$/.test(options.apiKey)) throw invalid("invalid_text", "api_key", "use the workspace's key as it is");
  let url: URL;
  try {
    url = new URL(options.serverUrl);
  } catch {
    throw invalid("malformed_url", "server_url", "use https://host or https://host:port");
  }
  const secure = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.includes(url.hostname));
  if (!secure || url.username || url.search || url.hash) {
    throw invalid("malformed_url", "server_url", "use https without user name, query and fragment");
  }
  return {
    serverUrl: url.href.replace(/\/+$/, ""),
    appId: options.appId,
    apiKey: options.apiKey,
    platform: options.platform ?? "web",
    locale: options.locale,
    limits: { ...LIMITS, ...options.limits },
    retry: { ...RETRY, ...options.retry },
    tokenRefresh: options.tokenRefresh,
  };
}
