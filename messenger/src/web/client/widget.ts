// The one widget of a page: puts client, visit and stand together, and takes them apart again.
//
// Guarantees: what calls do they do one after the other, each beginning when the one before has told the browser's
// database; waiting for the server holds up nobody; a page has one workspace at a time. Used by the table of calls.

import type { State } from "../../contract/types";
import { Frontdesk } from "../../twin/client";
import { unreachable } from "../../twin/error";
import { type Desk, openDesk, type Page } from "../../twin/desk";
import type { MessengerSettings, Settings, Whoami } from "../surface";
import type { Walk } from "../tour/walk";
import type { Stand } from "../ui/stand";
import { Cookies } from "./cookies";
import { Hooks, safely } from "./hooks";
import type { Host } from "./index";
import { coloursFor, lookOf } from "./look";
import { pageOf } from "./page";
import { followRoutes } from "./routes";
import { sort } from "./settings";
import { codeOf, Visit } from "./visit";

/** A workspace that is open in this page. */
interface Open {
  appId: string;
  twin: Frontdesk;
  desk: Desk;
  visit: Visit;
  cookies: Cookies;
}

interface Started<T> {
  answer: Promise<T>;
}

/** See the module. */
export class Widget {
  readonly hooks = { show: new Hooks<[]>(), hide: new Hooks<[]>(), unread: new Hooks<[number]>(), email: new Hooks<[]>(), ready: new Hooks<[]>() };
  readonly #host: Host;
  #settings: MessengerSettings = {};
  #open: Open | undefined;
  #stand: Stand | undefined;
  #walk: Walk | undefined;
  /** Rises with each tour, when what is on the screen goes and when a person does: the latest counts. */
  #tours = 0;
  #ready = false;
  /** As last told. */
  #count = 0;
  /** The look that the workspace does not have, told once. */
  #unknown: string | undefined;
  #line: Promise<unknown> = Promise.resolve();
  /** Calls before the first `boot`. */
  #early: ((booted: boolean) => void)[] | undefined = [];
  #undo: (() => void)[] = [];

  constructor(host: Host) {
    this.#host = host;
    // On its way while the database opens.
    import("../ui/stand").catch(ignore);
  }

  boot(settings: Settings): Promise<void> {
    const appId = settings.app_id ?? (window as { intercomSettings?: Settings }).intercomSettings?.app_id;
    const begun = this.#in("boot", async () => {
      if (typeof appId !== "string" || appId === "") throw Object.assign(new Error("boot needs an app_id"), { code: "app_id_missing" });
      this.#settings = sort(settings).messenger;
      const open = await this.#opened(appId);
      const begun = await open.visit.boot(settings);
      this.#speak(open.desk, settings);
      await this.#appear(open);
      return begun;
    });
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const call of early) call(true);
    return begun;
  }

  update(settings: Settings | undefined): Promise<void> {
    return this.run("update", async ({ visit, desk }) => {
      const { messenger } = sort(settings);
      if (Object.keys(messenger).length > 0) this.#settings = { ...this.#settings, ...messenger };
      const begun = await visit.update(settings);
      if (visit.here) {
        this.#decide(desk, messenger, false);
        this.#speak(desk, settings ?? {});
        this.#draw();
        this.#follow();
      }
      return begun;
    });
  }

  shutdown(): Promise<void> {
    // The screen first: whoever comes next sees nothing, however long the rest takes.
    this.#disappear();
    // What waited for a `boot` was said before this: it is not said of who boots next.
    for (const call of this.#early?.splice(0) ?? []) call(false);
    return this.#in("shutdown", async () => {
      await this.#open?.visit.shutdown();
      return { answer: Promise.resolve() };
    });
  }

  /** Something on the screen; nothing happens while nobody is here. */
  show(call: string, act: (desk: Desk) => Promise<unknown>): Promise<void> {
    return this.run(call, async ({ desk }) => ({ answer: act(desk).then(() => undefined) }));
  }

  /** Something of the present visit; what comes before the first `boot` waits for it, after `shutdown` it does nothing. */
  run(call: string, act: (open: Open) => Promise<Started<void>>): Promise<void> {
    if (this.#early) {
      const answer = new Promise<void>((done) => this.#early?.push((booted) => done(booted ? this.run(call, act) : undefined)));
      // Nobody need listen; what failed was said.
      answer.catch(ignore);
      return answer;
    }
    return this.#in(call, async () => {
      const open = this.#open;
      if (!open?.visit.here) return { answer: Promise.resolve() };
      return act(open);
    });
  }

  visitorId(): string | undefined {
    return this.#open?.visit.visitorId();
  }

  whoami(): Whoami | undefined {
    return this.#open?.visit.here ? this.#open.visit.who() : undefined;
  }

  onUnread(call: unknown): void {
    if (!this.hooks.unread.add(call)) return;
    // At once, as documented; what a browser still has to read comes as a change.
    safely(() => (call as (count: number) => void)(this.#count));
  }

  /** Tells a count that is another one. */
  #countIs(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.hooks.unread.tell(count);
  }

  onReady(call: unknown): void {
    if (this.#ready) {
      if (typeof call === "function") safely(() => (call as () => void)());
    } else this.hooks.ready.add(call);
  }

  /** A tour over this page; what draws it is loaded with the first. False on phones, and when another came first. */
  async tour(id: unknown, walked?: () => void): Promise<boolean> {
    const open = this.#open as Open;
    const mine = ++this.#tours;
    const here = (): boolean => mine === this.#tours && open.visit.here;
    const { begin } = await import("../tour").catch(() => Promise.reject(unreachable("network_unavailable")));
    const brand = (): string => lookOf(this.#settings, open.desk.messengerState(), document).brand;
    const takes = (walk: Walk): void => {
      this.#walk?.end();
      this.#walk = walk;
    };
    return begin({ desk: open.desk, id, brand, here, takes, walked });
  }

  /** Takes a tour off the screen, also one that is still on its way there. */
  #endTour(): void {
    this.#tours += 1;
    this.#walk?.end();
    this.#walk = undefined;
  }

  async hideNotifications(desk: Desk, hidden: boolean): Promise<void> {
    await desk.decisions.setInAppMessageVisibility(!hidden);
    await desk.decisions.suppressProactiveContent(hidden ? ["survey", "carousel"] : []);
  }

  /** Runs `act` when everything before has begun; says why it failed. */
  #in<T>(call: string, act: () => Promise<Started<T>>): Promise<T> {
    const begun = this.#line.then(act);
    this.#line = begun.then(ignore, ignore);
    const answer = begun.then((started) => started.answer);
    answer.catch((error: unknown) => console.warn(`Frontdesk: ${call} was not done (${codeOf(error)}).`));
    return answer;
  }

  async #opened(appId: string): Promise<Open> {
    const { cookieless, cookie_domain: domain } = this.#settings;
    if (this.#open && this.#open.appId !== appId) {
      this.#disappear();
      const { twin } = this.#open;
      this.#open = undefined;
      await twin.shutdown();
    }
    if (this.#open) return this.#open;
    const server = this.#host.server;
    const ours = this.#host.files.includes(`/widget/${appId}/`) ? this.#host.key : undefined;
    const apiKey = this.#settings.api_key ?? ours ?? (await (await import("./key")).keyOf(server, appId));
    const twin = await Frontdesk.open({ serverUrl: server, appId, apiKey, locale: navigator.language, memoryOnly: cookieless === true }, openDesk);
    const desk = twin.rooms as Desk;
    const jar = { get cookie() { return document.cookie; }, set cookie(text: string) { document.cookie = text; }, host: location.hostname, secure: location.protocol === "https:" };
    const cookies = new Cookies(jar, appId, { cookieless: cookieless === true, domain });
    const visit = new Visit(twin, cookies, location.search, {
      ready: () => {
        this.#ready = true;
        this.hooks.ready.once();
      },
      gone: () => this.#disappear(),
      warn: (message) => console.warn(`Frontdesk: ${message}`),
      ping: () => desk.ping(this.#page()),
    });
    desk.pinged = (lookless) => {
      visit.renew();
      const { messenger_style_id: style } = this.#settings;
      if (lookless && style !== this.#unknown) console.warn("Frontdesk: messenger_style_id was not taken (not_found).");
      this.#unknown = lookless ? style : undefined;
    };
    desk.presenter = {
      present: () => this.#draw(),
      hide: () => this.#draw(),
      openLink: (url) => void window.open(url, "_blank", "noopener,noreferrer"),
      startTour: (id, walked) => this.tour(id, walked),
    };
    twin.listen((event) => {
      // Whose tour it is has gone; `boot` as somebody else leaves everything else of the page in place.
      if (event.event === "session_changed" && event.state === "logged_out") this.#endTour();
      if (event.event === "messenger_state_changed") this.#draw();
      else if (event.event === "shown") this.hooks.show.tell();
      else if (event.event === "hidden") this.hooks.hide.tell();
      else if (event.event === "unread_changed") this.#countIs(event.count);
      else if (event.event === "email_supplied") this.hooks.email.tell();
      else if (event.event === "storage_unavailable") console.info("Frontdesk: this browser keeps nothing; what is told lives as long as the page.");
    });
    this.#open = { appId, twin, desk, visit, cookies };
    return this.#open;
  }

  /** What the page decides with `boot`; what it does not say is as it is by default, not as it was on another page. */
  #decide(desk: Desk, told: MessengerSettings, all: boolean): void {
    const failed = (error: unknown): void => console.warn(`Frontdesk: a setting was not taken (${codeOf(error)}).`);
    const mode = told.theme_mode;
    if (mode !== undefined || all) desk.decisions.setThemeMode(mode === "light" || mode === "dark" ? mode : "system").catch(failed);
    if (told.hide_notifications !== undefined || all) this.hideNotifications(desk, told.hide_notifications === true).catch(failed);
  }

  /** The messenger speaks the person's language at once. */
  #speak(desk: Desk, { language_override: language }: Settings): void {
    if (typeof language === "string") desk.decisions.setLanguageOverride(language).catch((error: unknown) => console.warn(`Frontdesk: language_override was not taken (${codeOf(error)}).`));
  }

  async #appear(open: Open): Promise<void> {
    const { desk, visit, twin, cookies } = open;
    if (!visit.here) return;
    this.#decide(desk, this.#settings, true);
    const part = await import("../ui/stand").catch(() => undefined);
    // A script that cannot be loaded takes the launcher away, and nothing else.
    if (!part) addEventListener("online", () => void this.#appear(open), { once: true });
    if (!part || this.#stand || !visit.here || this.#open !== open) {
      this.#draw();
      return;
    }
    this.#stand = new part.Stand(document, {
      frameUrl: `${this.#host.files}frame/index.html`,
      host: { rooms: desk, listen: (heard) => twin.listen(heard), colours: () => coloursFor(this.#settings, document) },
      toggle: () => void (desk.messengerState().visible ? this.show("hide", (one) => one.show.hide()) : this.show("show", (one) => one.show.presentSpace(one.unreadConversationCount() > 0 ? "messages" : "home"))),
    });
    const clicked = (event: Event): void => this.#clicked(event);
    const seen = (): void => void (document.visibilityState === "visible" && visit.endedElsewhere());
    const { cookieStore } = window as { cookieStore?: EventTarget };
    const watch: [EventTarget, string, (event: Event) => void][] = [[document, "click", clicked], [document, "visibilitychange", seen], [window, "pageshow", seen]];
    if (cookieStore) watch.push([cookieStore, "change", () => void visit.endedElsewhere()]);
    for (const [target, name, heard] of watch) target.addEventListener(name, heard);
    // Where the browser does not tell of cookies they are looked at.
    const timer = cookieStore || !cookies.usable ? 0 : window.setInterval(seen, 800);
    this.#undo = [() => window.clearInterval(timer), ...watch.map(([target, name, heard]) => () => target.removeEventListener(name, heard))];
    this.#follow();
    this.#draw();
  }

  #page(): Page {
    return pageOf(this.#settings, document);
  }

  #unfollow: (() => void) | undefined;
  #follow(): void {
    const wanted = this.#settings.follow_routes !== false;
    if (wanted && !this.#unfollow) this.#unfollow = followRoutes(window as never, () => void this.update(undefined));
    if (!wanted) {
      this.#unfollow?.();
      this.#unfollow = undefined;
    }
  }

  #disappear(): void {
    this.#ready = false;
    // Before the routes are let go: what was wrapped last is given back first.
    this.#endTour();
    for (const undo of this.#undo.splice(0)) undo();
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#stand?.remove();
    this.#stand = undefined;
  }

  #draw(): void {
    const state: State | undefined = this.#open?.desk.messengerState();
    if (!state || !this.#stand) return;
    this.#stand.show(state, lookOf(this.#settings, state, document));
    this.#walk?.recolour();
  }

  #clicked(event: Event): void {
    const selector = this.#settings.custom_launcher_selector;
    const target = event.composedPath()[0];
    if (typeof selector !== "string" || !(target instanceof Element)) return;
    try {
      if (!target.closest(selector)) return;
    } catch {
      return;
    }
    // A launcher is often a link to an address of mail, for pages without the script.
    event.preventDefault();
    void this.show("show", (desk) => desk.show.presentSpace(desk.unreadConversationCount() > 0 ? "messages" : "home"));
  }
}

const ignore = (): void => undefined;
