// The three documented cookies of a workspace.
//
// Guarantees: names begin with `intercom-`; they live 9 months, 9 months and a week; they are first-party, for the
// widest domain that this page may set, `SameSite=Lax`, and `Secure` wherever the page is; no cookie opens anything:
// the token stays in the browser's database. Where cookies are refused or not wanted nothing is written and everything
// else works. Called by the session.

const MONTHS_9 = 9 * 30 * 24 * 3_600;
const WEEK = 7 * 24 * 3_600;

/** The page's end of cookies, so that tests need no browser. */
export interface Jar {
  cookie: string;
  host: string;
  secure: boolean;
}

/** Which of the three. */
export type CookieName = "id" | "session" | "device-id";

/** See the module. */
export class Cookies {
  readonly #jar: Jar;
  readonly #appId: string;
  readonly #domain: string;
  /** The browser takes cookies, and the page wants them. */
  readonly usable: boolean;
  /** How long the session's cookie lives, in seconds. */
  #session = WEEK;

  constructor(jar: Jar, appId: string, wanted: { cookieless?: boolean; domain?: string } = {}) {
    this.#jar = jar;
    this.#appId = appId;
    const domain = wanted.cookieless ? undefined : this.#widest(wanted.domain);
    this.usable = domain !== undefined;
    this.#domain = domain ?? "";
  }

  /** Milliseconds without a visit after which a person is logged out; a week at most. Anything else is a week. */
  set sessionDuration(ms: unknown) {
    const seconds = Math.floor(Number(ms) / 1000);
    this.#session = seconds >= 1 && seconds < WEEK ? seconds : WEEK;
  }

  read(name: CookieName): string | undefined {
    if (!this.usable) return undefined;
    return value(this.#jar.cookie, this.#name(name));
  }

  write(name: CookieName, text: string): void {
    if (this.usable) this.#set(this.#name(name), text, name === "session" ? this.#session : MONTHS_9, this.#domain);
  }

  /** Nothing of the person is left. */
  clear(): void {
    if (!this.usable) return;
    for (const name of ["id", "session", "device-id"] as const) this.#set(this.#name(name), "", 0, this.#domain);
  }

  #name(name: CookieName): string {
    return `intercom-${name}-${this.#appId}`;
  }

  #set(name: string, text: string, seconds: number, domain: string): void {
    const parts = [`${name}=${encodeURIComponent(text)}`, "Path=/", `Max-Age=${seconds}`, "SameSite=Lax"];
    if (domain) parts.push(`Domain=${domain}`);
    if (this.#jar.secure) parts.push("Secure");
    this.#jar.cookie = parts.join("; ");
  }

  /** The widest domain whose cookies this page may set; empty for its own host, undefined when it may set none. */
  #widest(told: string | undefined): string | undefined {
    const labels = this.#jar.host.split(".");
    const isName = labels.length > 1 && !/^\d+$/.test(labels[labels.length - 1] ?? "") && !this.#jar.host.includes(":");
    const candidates = told ? [told] : [];
    // `com` and `co.uk` are refused by the browser, which knows the list.
    if (isName) for (let count = 2; count <= labels.length; count += 1) candidates.push(labels.slice(-count).join("."));
    for (const domain of [...candidates, ""]) {
      const probe = `intercom-probe-${this.#appId}`;
      this.#set(probe, "1", 60, domain);
      const kept = value(this.#jar.cookie, probe) === "1";
      this.#set(probe, "", 0, domain);
      if (kept) return domain;
    }
    return undefined;
  }
}

function value(all: string, name: string): string | undefined {
  for (const one of all.split("; ")) {
    if (!one.startsWith(`${name}=`)) continue;
    try {
      return decodeURIComponent(one.slice(name.length + 1)) || undefined;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
