// What a page says, sorted; what of it is a cookie, an address, a colour.

import { describe, expect, test } from "vitest";
import { Cookies, type Jar } from "../../../src/web/client/cookies";
import { pageOf } from "../../../src/web/client/page";
import { type Addressed, followRoutes } from "../../../src/web/client/routes";
import { campaign, sort } from "../../../src/web/client/settings";
import { placeOf } from "../../../src/web/loader/place";
import { inkOn, luminance } from "../../../src/web/ui/colour";
import { badge, wordsFor } from "../../../src/web/ui/words";

describe("settings", () => {
  test("every key that is no setting is a custom attribute, inline or in custom_attributes", () => {
    const told = sort({ app_id: "a", user_id: 7, name: "Ada", plan: "pro", custom_attributes: { seats: 3 }, z_index: 9 });
    expect(told.messenger).toEqual({ app_id: "a", z_index: 9 });
    expect(told.attributes).toEqual({ user_id: "7", name: "Ada", custom_attributes: { plan: "pro", seats: 3 } });
    expect(told.userId).toBe("7");
  });

  test("`created_at` of the person is when they signed up; `last_request_at` and `utm_source` cannot be set", () => {
    const told = sort({ created_at: 1_700_000_000, last_request_at: 5, utm_source: "x" });
    expect(told.attributes).toEqual({ signed_up_at: 1_700_000_000 });
  });

  test("`page_title` is the document's when none is given; of the address only where it leads is told", () => {
    const page = (href: string, title = "Shop") => ({ location: new URL(href) as unknown as Location, title });
    const plain = "https://shop.example:8443/tents";
    expect(pageOf({}, page("https://ada:pw@shop.example:8443/tents?token=canary#canary"))).toEqual({ url: plain, title: "Shop" });
    expect(pageOf({ page_title: " Tents " }, page(plain))).toEqual({ url: plain, title: "Tents" });
    expect(pageOf({ page_title: "" }, page(plain))).toEqual({ url: plain });
    expect(pageOf({ page_title: "ü".repeat(300) }, page(plain)).title).toHaveLength(255);
    expect(pageOf({}, page("file:///shop/index.html"))).toEqual({ title: "Shop" });
    expect(pageOf({}, page(`https://shop.example/${"a".repeat(2048)}`))).toEqual({ title: "Shop" });
    expect(pageOf({ tell_page: false, page_title: "Tents" }, page(plain))).toEqual({});
  });

  test("`messenger_style_id` is asked for also where the page is not told", () => {
    const page = { location: new URL("https://shop.example/") as unknown as Location, title: "" };
    expect(pageOf({ tell_page: false, messenger_style_id: "shop" }, page)).toEqual({ messenger_style_id: "shop" });
    expect(pageOf({ messenger_style_id: 5 as never }, page)).toEqual({ messenger_style_id: "5", url: "https://shop.example/" });
    expect(pageOf({ tell_page: false, messenger_style_id: "" }, page)).toEqual({});
    expect(pageOf({ messenger_style_id: "x".repeat(80) }, page).messenger_style_id).toHaveLength(64);
  });

  test("`avatar` is told, and cleared by null; one that cannot be a picture is named and the rest is told", () => {
    const avatar = { type: "avatar" as const, image_url: "https://a.b/c.png" };
    expect(sort({ user_id: "1", avatar })).toMatchObject({ attributes: { user_id: "1", avatar }, rejected: [] });
    expect(sort({ avatar: null }).attributes).toEqual({ avatar: null });
    for (const [image_url, code] of [["http://a.b/c.png", "invalid_url"], ["", "empty"], ["x".repeat(2049), "too_long"], [undefined, "missing"]]) {
      const told = sort({ user_id: "1", name: "Ada", avatar: { type: "avatar", image_url: image_url as string } });
      expect([told.attributes, told.rejected]).toEqual([{ user_id: "1", name: "Ada" }, [{ field: "avatar.image_url", code }]]);
    }
  });

  test("`user_id` and `email` as a template writes them when there is nobody name nobody", () => {
    for (const nobody of ["", " ", "undefined", "null", null, undefined, Number.NaN]) {
      const told = sort({ user_id: nobody as never, email: nobody as never });
      expect([told.userId, told.email, told.attributes]).toEqual([undefined, undefined, {}]);
    }
  });

  test("`company` and `companies` travel together, with `id` and `remote_created_at` under their present names", () => {
    const told = sort({ company: { id: 5, name: "Corp", remote_created_at: 9, user_count: 3, seats: 2 }, companies: [{ company_id: "6", name: "Two" }] });
    expect(told.attributes["companies"]).toEqual([
      { company_id: "5", name: "Corp", created_at: 9, custom_attributes: { seats: 2 } },
      { company_id: "6", name: "Two" },
    ]);
  });

  test("`intercom_user_jwt` names the person when nothing else does, and nonsense names nobody", () => {
    const claims = Buffer.from(JSON.stringify({ user_id: "jürgen", email: "j@x.y" })).toString("base64url");
    expect(sort({ intercom_user_jwt: `e30.${claims}.sig` })).toMatchObject({ userId: "jürgen", email: "j@x.y", jwt: `e30.${claims}.sig` });
    expect(sort({ intercom_user_jwt: "nonsense" }).userId).toBeUndefined();
    expect(sort({ user_hash: "abc", auth_tokens: { orders: "t" } })).toMatchObject({ userHash: "abc", authTokens: { orders: "t" }, attributes: {} });
  });

  test("`utm_campaign`, `utm_content`, `utm_medium`, `utm_source` and `utm_term` are read from the address", () => {
    expect(campaign("?utm_source=mail&utm_medium=&q=1&utm_evil=2")).toEqual({ utm_source: "mail" });
    expect(campaign(`?utm_term=${"😀".repeat(300)}`)["utm_term"]).toHaveLength(510);
  });

  test("what a page patched onto every list and object is no setting", () => {
    const before = Object.prototype as Record<string, unknown>;
    before["patched"] = 1;
    try {
      expect(sort({ name: "Ada" }).attributes).toEqual({ name: "Ada" });
    } finally {
      delete before["patched"];
    }
  });
});

/** Cookies as a browser keeps them for `host`. */
function jar(host: string, secure = true): Jar & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    host,
    secure,
    get cookie() {
      return [...kept].map(([name, line]) => `${name}=${/^[^=]*=([^;]*)/.exec(line)?.[1]}`).join("; ");
    },
    set cookie(line: string) {
      const name = line.slice(0, line.indexOf("="));
      const domain = /Domain=([^;]+)/.exec(line)?.[1];
      if (domain && (["com", "co.uk"].includes(domain) || !`.${host}`.endsWith(`.${domain}`))) return;
      if (/Max-Age=0/.test(line)) kept.delete(name);
      else kept.set(name, line);
    },
  };
}

describe("cookies", () => {
  test("are for the widest domain that may have them, `Lax`, `Secure`, and live as documented", () => {
    const box = jar("www.shop.co.uk");
    const cookies = new Cookies(box, "a1");
    cookies.write("id", "visitor");
    cookies.write("session", "s");
    cookies.write("device-id", "d");
    expect([...box.kept.values()]).toEqual([
      "intercom-id-a1=visitor; Path=/; Max-Age=23328000; SameSite=Lax; Domain=shop.co.uk; Secure",
      "intercom-session-a1=s; Path=/; Max-Age=604800; SameSite=Lax; Domain=shop.co.uk; Secure",
      "intercom-device-id-a1=d; Path=/; Max-Age=23328000; SameSite=Lax; Domain=shop.co.uk; Secure",
    ]);
    cookies.clear();
    expect(box.kept.size).toBe(0);
  });

  test("of a machine without a name are its own, and not `Secure` where the page is not", () => {
    const box = jar("127.0.0.1", false);
    new Cookies(box, "a1").write("id", "v");
    expect(box.kept.get("intercom-id-a1")).toBe("intercom-id-a1=v; Path=/; Max-Age=23328000; SameSite=Lax");
  });

  test("`session_duration` shortens the session's cookie and never lengthens it", () => {
    const box = jar("shop.com");
    const cookies = new Cookies(box, "a1");
    for (const [told, seconds] of [[3_600_000, 3600], ["60000", 60], [1e12, 604800], ["soon", 604800], [-1, 604800]] as const) {
      cookies.sessionDuration = told;
      cookies.write("session", "s");
      expect(box.kept.get("intercom-session-a1")).toContain(`Max-Age=${seconds};`);
    }
  });

  test("`cookieless` and a browser that refuses write nothing and read nothing", () => {
    const box = jar("shop.com");
    const none = new Cookies(box, "a1", { cookieless: true });
    none.write("id", "v");
    none.clear();
    expect([none.usable, none.read("id"), box.kept.size]).toEqual([false, undefined, 0]);
    const refused = new Cookies(Object.freeze({ get cookie() { return ""; }, set cookie(_: string) {}, host: "shop.com", secure: true }), "a1");
    expect(refused.usable).toBe(false);
  });
});

describe("the script's place", () => {
  const script = "https://desk.example/widget/a1";
  test("names the server, and `api_base` another one, but not Intercom's own, which its wrapper sets by itself", () => {
    expect(placeOf(script, "a1", undefined)).toEqual({ server: "https://desk.example", files: "https://desk.example/widget/a1/files/" });
    expect(placeOf(script, "a1", "https://eu.desk.example/").server).toBe("https://eu.desk.example");
    for (const theirs of ["https://api-iam.intercom.io", "https://api-iam.eu.intercom.io", "nonsense", 7]) {
      expect(placeOf(script, "a1", theirs).server).toBe("https://desk.example");
    }
  });

  test("a folder that somebody serves holds the parts, too; without a script the server has them", () => {
    expect(placeOf("https://cdn.example/m/frontdesk.js?v=1", "a1", "https://desk.example")).toEqual({ server: "https://desk.example", files: "https://cdn.example/m/" });
    expect(placeOf("", "a 1", "https://desk.example").files).toBe("https://desk.example/widget/a%201/files/");
  });
});

describe("routes", () => {
  /** A page with a history and timers that we run. */
  function site(navigation?: EventTarget) {
    const events = new EventTarget();
    let timer: (() => void) | undefined;
    const location = { href: "https://shop.com/" };
    const history = Object.create({ pushState: (_s: unknown, _t: string, to: string) => void (location.href = to), replaceState: () => undefined });
    const page = { location, history, navigation, setTimeout: (call: () => void) => ((timer = call), 1), clearTimeout: () => (timer = undefined), addEventListener: events.addEventListener.bind(events), removeEventListener: events.removeEventListener.bind(events) };
    return { page: page as never as Addressed, location, history, events, run: () => timer?.() };
  }

  test("several changes in a row are one, and none when the address stays", () => {
    const { page, history, run } = site();
    let changes = 0;
    followRoutes(page, () => (changes += 1));
    history.pushState(null, "", "https://shop.com/a");
    history.pushState(null, "", "https://shop.com/b");
    run();
    expect(changes).toBe(1);
    history.replaceState(null, "", "");
    run();
    expect(changes).toBe(1);
  });

  test("the history's functions are given back, unless somebody else wrapped them since", () => {
    const { page, history } = site();
    const stop = followRoutes(page, () => undefined);
    expect(Object.hasOwn(history, "pushState")).toBe(true);
    const theirs = (): void => undefined;
    history.replaceState = theirs;
    stop();
    expect(Object.hasOwn(history, "pushState")).toBe(false);
    expect(history.replaceState).toBe(theirs);
  });

  test("one that was stopped while another wraps it hears nothing any more", () => {
    const { page, history, run } = site();
    const heard: string[] = [];
    const stops = ["first", "second"].map((name) => followRoutes(page, () => heard.push(name)));
    stops[0]?.();
    history.pushState(null, "", "https://shop.com/d");
    run();
    stops[1]?.();
    history.pushState(null, "", "https://shop.com/e");
    run();
    expect(heard).toEqual(["second"]);
  });

  test("where the browser tells of changes, the history stays untouched", () => {
    const navigation = new EventTarget();
    const { page, history, location, run } = site(navigation);
    let changes = 0;
    followRoutes(page, () => (changes += 1));
    expect(Object.hasOwn(history, "pushState")).toBe(false);
    location.href = "https://shop.com/c";
    navigation.dispatchEvent(new Event("currententrychange"));
    run();
    expect(changes).toBe(1);
  });
});

describe("the launcher", () => {
  test("has ink that can be read on every colour", () => {
    for (const ground of ["#ffffff", "#000000", "#2563eb", "#ffcc00", "#777777", "#1f6f54", "#ff0000"]) {
      const [light, dark] = [luminance(ground), luminance(inkOn(ground))].sort((a, b) => b - a) as [number, number];
      expect((light + 0.05) / (dark + 0.05), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("counts to nine, in the person's language", () => {
    expect([badge(1), badge(9), badge(10)]).toEqual(["1", "9", "9+"]);
    expect(wordsFor(["sv-SE", "de-AT", "en"]).open).toBe("Messenger öffnen");
    expect(wordsFor(["constructor"]).language).toBe("en");
  });
});
