// A server of tests for the browser twin: it knows sessions, events and changes, answers as planned where there is a plan,
// and remembers what it saw. In memory, or over HTTP for a real browser.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server saw it. */
export interface Seen {
  method: string;
  path: string;
  token: string | undefined;
  body: any;
  text: string;
}

/** An answer: status and JSON, or `lost` for none at all. */
export type Planned = { status: number; json?: unknown; text?: string; headers?: Record<string, string> } | "lost";

/** What the server of a test knows and does. */
export class Server {
  readonly seen: Seen[] = [];
  readonly events: { contact: string; name: string; id: string }[] = [];
  readonly #contacts = new Map<string, string>();
  readonly #stored = new Set<string>();
  /** Answers before the server would; undefined: it answers by itself. */
  plan: (seen: Seen) => Planned | undefined | Promise<Planned | undefined> = () => undefined;
  /** The server does what it is asked and the answer goes astray. */
  loses: (seen: Seen) => boolean = () => false;

  async answer(url: string, init: RequestInit): Promise<Response> {
    const text = await bodyText(init);
    const headers = new Headers(init.headers);
    const seen: Seen = {
      method: init.method ?? "GET",
      path: new URL(url).pathname.replace("/sdk/v1", ""),
      token: headers.get("authorization")?.replace("Bearer ", ""),
      body: text ? JSON.parse(text) : undefined,
      text,
    };
    this.seen.push(seen);
    const planned = await this.plan(seen);
    const answer = planned ?? this.#own(seen);
    if (answer === "lost" || this.loses(seen)) throw new TypeError("Failed to fetch");
    const json = answer.text ?? (answer.json === undefined ? "" : JSON.stringify(answer.json));
    const type = { "content-type": "application/json", "x-request-id": "r" };
    return new Response(answer.status === 204 ? null : json, { status: answer.status, headers: { ...type, ...answer.headers } });
  }

  #own(seen: Seen): Exclude<Planned, "lost"> {
    if (seen.path === "/sessions") {
      const who = seen.body.identity?.user_id ?? seen.body.identity?.email ?? `lead:${seen.body.device.id}`;
      const token = `token-of-${who}`;
      this.#contacts.set(token, who);
      return { status: 201, json: { token, contact: { id: `contact-${who}` }, merged: false, rejected: [] } };
    }
    const contact = this.#contacts.get(seen.token ?? "");
    if (!contact) return refusal(401, "unauthorized");
    if (seen.path === "/sessions/current") return { status: 204 };
    if (seen.path === "/events") {
      const results = seen.body.events.map(({ id, name }: { id: string; name: string }) => {
        if (this.#stored.has(id)) return { id, status: "duplicate" };
        this.#stored.add(id);
        this.events.push({ contact, name, id });
        return { id, status: "accepted" };
      });
      return { status: 200, json: { results } };
    }
    if (seen.path === "/me") return { status: 200, json: { id: seen.body.id, status: "accepted", rejected: [] } };
    return refusal(404, "not_found");
  }

  /** Requests to a path. */
  to(path: string): Seen[] {
    return this.seen.filter((one) => one.path === path);
  }
}

/** The server's error envelope. */
export const refusal = (status: number, code: string): Exclude<Planned, "lost"> => ({
  status,
  json: { type: "error.list", request_id: "r", errors: [{ code, message: "no" }] },
});

async function bodyText(init: RequestInit): Promise<string> {
  if (init.body == null) return "";
  const packed = new Headers(init.headers).get("content-encoding") === "gzip";
  const stream = new Response(init.body).body;
  return new Response(packed ? stream?.pipeThrough(new DecompressionStream("gzip")) : stream).text();
}

/** Lets a real browser reach it, from any origin, as the real server does; `pages` are files by their path, served as they are. */
export async function listen(server: Server, pages: Record<string, [type: string, body: string]> = {}): Promise<{ url: string; close: () => Promise<void> }> {
  const allowed = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "authorization, content-type, content-encoding, frontdesk-client, frontdesk-sent-at, if-none-match",
    "access-control-expose-headers": "date, retry-after, etag, x-request-id",
    "access-control-max-age": "600",
  };
  const http = createServer((request, response) => {
    const page = pages[request.url ?? ""];
    if (page) return void response.writeHead(200, { "content-type": page[0] }).end(page[1]);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "OPTIONS") return void response.writeHead(204, allowed).end();
      const body = Buffer.concat(chunks);
      const init = { method: request.method, headers: request.headers as Record<string, string>, body: body.length ? body : undefined };
      server.answer(`http://localhost${request.url}`, init).then(
        async (answer) => {
          response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...allowed });
          response.end(await answer.text());
        },
        () => request.socket.destroy(),
      );
    });
  });
  await new Promise<void>((ready) => http.listen(0, ready));
  const close = (): Promise<void> =>
    new Promise((done) => {
      http.close(() => done());
      http.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, close };
}
