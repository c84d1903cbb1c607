// The driver's calls that the plugin has, made through the plugin's own functions; their answers in the protocol's words.
//
// Guarantees: what an app would call is what is called; only what the plugin's answers leave out, because apps have no use
// for it, is taken from the client beside it. The calls that the plugin does not have stay the client's.

import type { Intercom } from "../../types/index";
import { call, type Call } from "../../../messenger/driver/calls";
import type { Delivery } from "../../../messenger/src/twin/rooms";
import type { Open } from "../../src/browser/counter";

type Answer = Record<string, unknown>;

/** Keys that were no attribute, when there were any. */
const ignoring = (shown: object, ignored: unknown): object => (Array.isArray(ignored) && ignored.length > 0 ? { ...shown, ignored } : shown);

/** See the module. `beside` are the same calls of the client. */
export function pluginCalls(intercom: Intercom, { twin, desk }: Open, beside: Record<string, Call>): Record<string, Call> {
  const own = (name: string, args: object = {}): Promise<Answer> => (beside[name] as Call)(args as Answer) as Promise<Answer>;
  const login = (answer: Answer | undefined): object => {
    const { ignored, ...shown } = answer ?? {};
    return ignoring({ contact_id: null, ...shown }, ignored);
  };
  const fates = fatesOf(twin);
  const shown = (name: "presentSpace" | "presentContent" | "presentMessageComposer"): (() => unknown) => {
    // What was presented is more than an app is told.
    let last: unknown;
    const before = (desk.show[name] as (told: never) => Promise<unknown>).bind(desk.show);
    Object.assign(desk.show, { [name]: async (told: never) => (last = await before(told)) });
    return () => last;
  };
  const [space, content, composer] = [shown("presentSpace"), shown("presentContent"), shown("presentMessageComposer")];
  const pending = async (told: Promise<object>): Promise<object> => {
    const answer = (await told) as { rejected: { id: string }[] };
    const bodies = ((await own("pending"))["rejected"] as { id: string; body: unknown }[]) ?? [];
    const rejected = answer.rejected.map((one) => ({ field: null, ...one, body: bodies.find(({ id }) => id === one.id)?.body ?? null }));
    return { oldest_ms: null, waiting_for: null, ...answer, rejected };
  };
  const visibility = (visible: boolean): "VISIBLE" | "GONE" => (visible ? "VISIBLE" : "GONE");
  return {
    ...beside,
    login_unidentified_user: call({}, async () => login((await intercom.loginUnidentifiedUser()) as Answer | undefined)),
    login_user_with_user_attributes: async (args) => login((await intercom.loginUserWithUserAttributes(args)) as Answer | undefined),
    update_user: async (args) => {
      const { operation, ignored } = ((await intercom.updateUser(args)) ?? {}) as Answer;
      const fate = await fates.get(String(operation));
      return ignoring(fate?.delivery === "delivered" ? { delivery: "delivered", rejected: fate.rejected } : { delivery: "queued" }, ignored);
    },
    logout: async (args) => {
      // Odd words are the driver's own to refuse.
      const unsent = args["unsent"] as "deliver" | "purge" | undefined;
      if (unsent != null && unsent !== "deliver" && unsent !== "purge") return own("logout", args);
      return Object.keys(args).length > 0 ? intercom.logout(args) : intercom.logout();
    },
    set_user_hash: call({ hash: "text!" }, ({ hash }) => intercom.setUserHash(hash)),
    set_user_jwt: call({ jwt: "text!" }, ({ jwt }) => intercom.setUserJwt(jwt)),
    set_auth_tokens: call({ tokens: "object!" }, ({ tokens }) => intercom.setAuthTokens(tokens)),
    clear_push_token: call({}, () => intercom.clearPushToken()),
    is_user_logged_in: call({}, () => intercom.isUserLoggedIn()),
    fetch_logged_in_user_attributes: call({}, async () => {
      const { userId, email } = await intercom.fetchLoggedInUserAttributes();
      return { role: twin.fetchLoggedInUserAttributes().role, user_id: userId ?? null, email: email ?? null };
    }),
    log_event: call({ name: "text!", metadata: "any" }, async ({ name, metadata }) => ({ id: await intercom.logEvent(name, metadata) })),
    pending: call({}, () => pending(intercom.pending())),
    flush: call({ timeout_ms: "number" }, ({ timeout_ms }) => pending(intercom.flush(timeout_ms))),
    dismiss: call({ id: "text!" }, ({ id }) => intercom.dismiss(id)),
    retry_operation: call({ id: "text!" }, ({ id }) => intercom.retryOperation(id)),
    diagnostics: call({}, () => intercom.diagnostics()),
    present: call({}, async () => (await intercom.present(), presented(space()))),
    present_space: call({ space: "text!" }, async ({ space: name }) => (await intercom.presentSpace(name), presented(space()))),
    present_content: async (args) => (await intercom.presentContent(args as never), presented(content())),
    present_message_composer: call({ text: "text" }, async ({ text }) => (await intercom.presentMessageComposer(text), presented(composer()))),
    start_conversation: call({ body: "text!" }, async ({ body }) => {
      const started = await intercom.startConversation(body);
      return { ...started, delivery: { delivery: started?.delivery } };
    }),
    hide: call({}, () => intercom.hideIntercom()),
    set_launcher_visibility: call({ visible: "flag!" }, ({ visible }) => intercom.setLauncherVisibility(visibility(visible))),
    set_in_app_message_visibility: call({ visible: "flag!" }, ({ visible }) => intercom.setInAppMessageVisibility(visibility(visible))),
    set_bottom_padding: call({ pixels: "number!" }, ({ pixels }) => intercom.setBottomPadding(pixels)),
    suppress_proactive_content: call({ kinds: "any" }, ({ kinds }) => intercom.suppressProactiveContent(((kinds ?? []) as string[]).map((one) => one.toUpperCase()) as never)),
    set_theme_mode: call({ mode: "text!" }, ({ mode }) => intercom.setThemeMode(mode)),
    unread_conversation_count: call({}, () => intercom.unreadConversationCount()),
    fetch_help_center_collections: call({}, () => intercom.fetchHelpCenterCollections()),
    fetch_help_center_collection: call({ id: "text!" }, ({ id }) => intercom.fetchHelpCenterCollection(id)),
    search_help_center: call({ term: "text!" }, ({ term }) => intercom.searchHelpCenter(term)),
  };
}

/** What became of updates within the time that the client waits: the plugin answers when they are stored. */
function fatesOf(twin: Open["twin"]): Map<string, Promise<Delivery | undefined>> {
  const fates = new Map<string, Promise<Delivery | undefined>>();
  const before = twin.updateUser.bind(twin);
  twin.updateUser = (attributes, stored) => {
    let tell: (delivery: Promise<Delivery>) => void = () => undefined;
    const fate = new Promise<Delivery>((told) => (tell = told));
    fate.catch(() => undefined);
    const answer = before(attributes, (id, ignored) => {
      fates.set(id, fate);
      stored?.(id, ignored);
    });
    tell(answer);
    return answer;
  };
  return fates;
}

function presented(what: unknown): object {
  const told = what as { what: string; space: string; content: { type: string; ids: string[] }; title: string | null; prefilled: boolean; view: unknown };
  if (told.what === "space") return { space: told.space };
  if (told.what === "content") return { type: told.content.type, id: told.content.ids[0], ids: told.content.ids, title: told.title };
  return told.what === "composer" ? { composer: { prefilled: told.prefilled } } : { view: told.view };
}
