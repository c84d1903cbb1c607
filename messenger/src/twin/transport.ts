// HTTP: one request out, one bounded answer back.
//
// Guarantees: redirects are never followed and credentials go to the configured server alone, in a header, never in an
// address; an answer is read to at most 1 MiB after decompression and within one deadline; what cannot be understood is
// a kind of failure, never an exception. Decides nothing: `retry/classify.ts` judges every answer.

import type { Config } from "./config";
import { internal } from "./error";
import type { Platform } from "./platform";
import type { Reply, TransportFailure } from "./retry/answer";

/** Longest answer read, after decompression. */
const MOST_BYTES = 1024 * 1024;
/** Bytes a second that a file may take at least. */
const SLOWEST_UPLOAD = 8 * 1024;
/** Smaller bodies gain nothing by packing. */
const WORTH_PACKING = 1024;
/** What browsers let pages send while they end, all requests together. */
const MOST_KEPT_ALIVE = 60 * 1024;
const VERSION = "0.1.0";

/** One request. */
export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path segments below `/sdk/v1`; each is percent-encoded. */
  path: string[];
  /** Nothing personal: addresses end up in logs. */
  query?: Record<string, string>;
  token?: string;
  /** JSON, sent as it is. */
  body?: string;
  /** Sent instead of `body`. */
  file?: { name: string; contentType: string; bytes: Blob | Uint8Array<ArrayBuffer> };
  etag?: string;
  /** Ends the request. */
  signal?: AbortSignal;
  /** Hears that the request leaves the page now. */
  leaves?(): void;
}

/** An open stream of events, or the answer that was none. */
export type Opened = { stream: ReadableStream<Uint8Array>; close: () => void } | { answer: Answer };

/** What came back. */
export type Answer = Reply | TransportFailure;

/** The way to one server. */
export class Transport {
  readonly #config: Config;
  readonly #platform: Platform;

  constructor(config: Config, platform: Platform) {
    this.#config = config;
    this.#platform = platform;
  }

  /** Sends a request and reads its whole answer. */
  async request(call: Call): Promise<Answer> {
    const size = call.file ? (call.file.bytes instanceof Blob ? call.file.bytes.size : call.file.bytes.length) : 0;
    const deadline = this.#config.limits.requestTimeout + Math.floor(size / SLOWEST_UPLOAD) * 1000;
    return this.#within(deadline, call.signal, async (signal) => {
      const response = await this.#send(call, signal, {});
      return this.#read(response);
    });
  }

  /** Opens a stream of server-sent events; its head must come within the deadline, its end may not come. */
  async open(call: Call, lastId?: number): Promise<Opened> {
    const ended = new AbortController();
    let head: Response | undefined;
    const answer = await this.#within(this.#config.limits.requestTimeout, call.signal, async (signal) => {
      signal.addEventListener("abort", () => head || ended.abort());
      const extra: Record<string, string> = { Accept: "text/event-stream" };
      if (lastId !== undefined) extra["Last-Event-ID"] = String(lastId);
      const response = await this.#send(call, ended.signal, extra);
      if (response.ok && response.body && /^text\/event-stream/i.test(response.headers.get("content-type") ?? "")) {
        head = response;
        return "reset";
      }
      return this.#read(response);
    });
    const stream = head?.body;
    return stream ? { stream, close: () => ended.abort() } : { answer };
  }

  async #within(ms: number, outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const ended = new AbortController();
    let late = false;
    const stop = (): void => ended.abort();
    const cancel = this.#platform.after(ms, () => {
      late = true;
      stop();
    });
    outer?.addEventListener("abort", stop);
    if (outer?.aborted) stop();
    // A browser without a working abort must not hold the caller up.
    const aborted = new Promise<Answer>((done) =>
      ended.signal.addEventListener("abort", () => done(late ? "timeout" : "reset")),
    );
    try {
      return await Promise.race([work(ended.signal), aborted]);
    } catch {
      return late ? "timeout" : "connect";
    } finally {
      cancel();
      outer?.removeEventListener("abort", stop);
    }
  }

  async #send(call: Call, signal: AbortSignal, extra: Record<string, string>): Promise<Response> {
    const { platform } = this.#config;
    const headers: Record<string, string> = {
      "Frontdesk-Client": `${platform}/${VERSION} twin/${VERSION}`,
      "Frontdesk-Sent-At": String(Math.round(this.#platform.now())),
      ...extra,
    };
    if (call.token) headers["Authorization"] = `Bearer ${call.token}`;
    if (call.etag) headers["If-None-Match"] = call.etag;
    let body: BodyInit | undefined = call.body;
    // A page that ends has no time to pack, and what outlives it must be small.
    const ending = this.#platform.hidden?.() ?? false;
    if (call.file) {
      headers["Content-Type"] = call.file.contentType;
      headers["X-File-Name"] = encodeURIComponent(call.file.name);
      body = call.file.bytes;
    } else if (call.body !== undefined) {
      headers["Content-Type"] = "application/json";
      const packed = ending ? undefined : await pack(call.body);
      if (packed) {
        headers["Content-Encoding"] = "gzip";
        body = packed;
      }
    }
    // Packing takes a moment: what was ended meanwhile does not leave.
    if (signal.aborted) throw internal("transport");
    call.leaves?.();
    return this.#platform.fetch(this.#url(call), {
      method: call.method,
      headers,
      body,
      signal,
      redirect: "manual",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      keepalive: ending && !call.file && (call.body ?? "").length < MOST_KEPT_ALIVE / 4,
    });
  }

  #url(call: Call): string {
    const path = call.path.map(encodeURIComponent).join("/");
    const query = call.query && new URLSearchParams(call.query).toString();
    return `${this.#config.serverUrl}/sdk/v1/${path}${query ? `?${query}` : ""}`;
  }

  async #read(response: Response): Promise<Answer> {
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400 && response.status !== 304)) {
      return "redirect";
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      const reader = response.body?.getReader();
      for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
        size += step.value.length;
        if (size > MOST_BYTES) {
          void reader?.cancel();
          return "body_too_large";
        }
        chunks.push(step.value);
      }
    } catch {
      return "reset";
    }
    const text = await new Blob(chunks as BlobPart[]).text();
    const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
    return {
      status: response.status,
      contentType: header("content-type"),
      retryAfter: header("retry-after"),
      date: header("date"),
      etag: header("etag"),
      hasRequestId: header("x-request-id") !== undefined,
      text,
    };
  }
}

/** The body packed, where it is worth it and the browser can. */
async function pack(text: string): Promise<Blob | undefined> {
  if (text.length < WORTH_PACKING || typeof CompressionStream === "undefined") return undefined;
  try {
    return await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
  } catch {
    return undefined;
  }
}
