// The script of a web page: takes the place of the snippet's queue, and loads the client when somebody boots.
//
// Guarantees: no call is lost and none overtakes another, whether it was made before the script, before the client or
// after; the script runs once however often it is in the page; nothing is loaded and nothing is stored before `boot`.
// A classic script, so that it works under `strict-dynamic` and in every tag manager. Runs on the page's only thread.

import type { Client, Host } from "../client/index";
import type { Intercom } from "../surface";
import { clearCookies } from "./clear";
import { placeOf, sourceOf } from "./place";

/** The client's file; the build writes its name here. */
declare const CLIENT_FILE: string;
declare const VERSION: string;

type Page = Window & Record<"Intercom" | "Frontdesk", Intercom | undefined> & { intercomSettings?: { app_id?: unknown } };
type Args = ArrayLike<unknown>;
interface Waiting {
  args: Args;
  settle(value: unknown): void;
}

/** The server puts the workspace's key here; as it stands it is none. */
const KEY = "FRONTDESK_WEB_KEY";
/** Waits between tries to load the client, in milliseconds; a network that comes back ends them. */
const RETRY_MS = [1_000, 4_000, 15_000, 60_000];

const page = window as unknown as Page;
const source = sourceOf(document.currentScript);
let client: Client | undefined;
let loading = false;
let waiting: Waiting[] = [];

const call = (args: Args): unknown => {
  if (client) return client(args);
  if (args[0] === "getVisitorId") return visitorId();
  if (args[0] === "whoami") return undefined;
  // Without a `boot` there is nobody here, but what other pages left is to end: the next `boot` and other tabs see that.
  if (args[0] === "shutdown" && !loading) clearCookies(document, location.hostname);
  const answer = new Promise((settle) => waiting.push({ args, settle }));
  // Nobody need listen; what failed was said.
  answer.catch(() => undefined);
  if (args[0] === "boot") load(appIdOf(args), (args[1] as Record<string, unknown> | undefined)?.["api_base"]);
  return /^(on|ready|reattach)/.test(String(args[0])) ? undefined : answer;
};

function appIdOf(args: Args): string {
  const given = (args[1] as { app_id?: unknown } | undefined)?.app_id ?? page.intercomSettings?.app_id;
  return typeof given === "string" ? given : "";
}

/** What an earlier visit left; there may be several workspaces, the one that boots counts. */
function visitorId(): string | undefined {
  const name = `intercom-id-${String(page.intercomSettings?.app_id ?? "")}=`;
  const found = document.cookie.split("; ").find((one) => one.startsWith(name));
  try {
    return found && decodeURIComponent(found.slice(name.length));
  } catch {
    return undefined;
  }
}

function load(appId: string, base: unknown, tries = 0): void {
  if (loading && tries === 0) return;
  loading = true;
  const place = placeOf(source, appId, base);
  const host: Host = { ...place, key: KEY.startsWith("FRONTDESK_") ? undefined : KEY };
  import(/* @vite-ignore */ `${place.files}${CLIENT_FILE}${tries ? `?try=${tries}` : ""}`).then(
    (part: { start(host: Host): Client }) => {
      const started = part.start(host);
      const calls = waiting;
      waiting = [];
      client = started;
      for (const one of calls) one.settle(started(one.args));
    },
    () => {
      if (tries === 0) console.warn("Frontdesk: the messenger could not be loaded; it is tried again.");
      const again = (): void => {
        clearTimeout(timer);
        removeEventListener("online", again);
        load(appId, base, tries + 1);
      };
      const timer = setTimeout(again, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      addEventListener("online", again);
    },
  );
}

function begin(): void {
  const before = [page.Intercom, page.Frontdesk];
  // A second time in the page. A wrapper that threw the function away and begins anew waits in a queue of its own.
  const there = before.find((one) => one?.frontdesk);
  if (there && there === page.Intercom) return;
  const ours = there ?? made();
  page.Intercom = ours;
  page.Frontdesk = ours;
  const hand = there ? (args: Args): unknown => (there as unknown as (...given: unknown[]) => unknown)(...Array.from(args)) : call;

  const calls: Args[] = [];
  for (const stub of before) {
    if (!stub || stub === ours) continue;
    const queue = stub.q as unknown;
    if (Array.isArray(queue)) calls.push(...(queue as Args[]));
    // Who kept the snippet's function goes on with it.
    stub.q = { push: hand };
    stub.c = hand;
  }
  const settings = page.intercomSettings;
  const boots = calls.some((args) => args[0] === "boot");
  if (settings?.app_id && !boots) hand(["boot", settings]);
  for (const args of calls) hand(args);
}

function made(): Intercom {
  const ours = function (): unknown {
    return call(arguments);
  } as unknown as Intercom;
  ours.frontdesk = VERSION;
  return ours;
}

begin();
