// The driver's calls that the plugin has, made through the plugin's own functions; their answers in the protocol's words.
//
// Guarantees: what an app would call is what is called; only what the plugin's answers leave out, because apps have no use
// for it, is asked of the client behind it. The calls that the plugin does not have are no business of this module.

import type { Intercom } from "../../types/index";
import { call, type Call } from "../../../messenger/driver/calls";

type Answer = Record<string, unknown>;

/** The client behind the plugin. */
export interface Behind {
  /** Makes a call of the client's own. */
  own: (name: string, args: Answer) => Promise<unknown>;
  /** What became of an update that the plugin answered when it was stored. */
  fate: (operation: string) => Promise<{ delivery: string; rejected?: unknown } | undefined>;
}

/** Keys that were no attribute, when there were any. */
const ignoring = (shown: object, ignored: unknown): object => (Array.isArray(ignored) && ignored.length > 0 ? { ...shown, ignored } : shown);

/** See the module. */
export function pluginCalls(intercom: Intercom, behind: Behind): Record<string, Call> {
  const own = (name: string, args: object = {}): Promise<Answer> => behind.own(name, args as Answer) as Promise<Answer>;
  const login = (answer: Answer | undefined): object => {
    const { ignored, ...shown } = answer ?? {};
    return ignoring({ contact_id: null, ...shown }, ignored);
  };
  /** What is shown now; an app is not told. */
  const presented = async (): Promise<object> => {
    const { view } = (await own("messenger_state")) as { view: { name: string; id?: string; ids?: string[]; text?: string | null } };
    const space = SPACES[view.name];
    if (space !== undefined) return { space };
    if (view.name === "composer") return { composer: { prefilled: view.text != null } };
    const type = TYPES[view.name];
    if (type === undefined) return { view };
    const ids = view.ids ?? [view.id];
    const { title = null } = ids.length === 1 ? await own("content", { type, id: ids[0] }) : {};
    return { type, id: ids[0], ids, title };
  };
  const pending = async (told: Promise<object>): Promise<object> => {
    const answer = (await told) as { rejected: { id: string }[] };
    const bodies = ((await own("pending"))["rejected"] as { id: string; body: unknown }[]) ?? [];
    const rejected = answer.rejected.map((one) => ({ field: null, ...one, body: bodies.find(({ id }) => id === one.id)?.body ?? null }));
    return { oldest_ms: null, waiting_for: null, ...answer, rejected };
  };
  const visibility = (visible: boolean): "VISIBLE" | "GONE" => (visible ? "VISIBLE" : "GONE");
  return {
    login_unidentified_user: call({}, async () => login((await intercom.loginUnidentifiedUser()) as Answer | undefined)),
    login_user_with_user_attributes: async (args) => login((await intercom.loginUserWithUserAttributes(args)) as Answer | undefined),
    update_user: async (args) => {
      const { operation, delivery, rejected, ignored } = ((await intercom.updateUser(args)) ?? {}) as Answer;
      const fate = delivery === "delivered" ? { delivery, rejected } : await behind.fate(String(operation));
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
      const { role } = await own("fetch_logged_in_user_attributes");
      return { role, user_id: userId ?? null, email: email ?? null };
    }),
    log_event: call({ name: "text!", metadata: "any" }, async ({ name, metadata }) => ({ id: await intercom.logEvent(name, metadata) })),
    pending: call({}, () => pending(intercom.pending())),
    flush: call({ timeout_ms: "number" }, ({ timeout_ms }) => pending(intercom.flush(timeout_ms))),
    dismiss: call({ id: "text!" }, ({ id }) => intercom.dismiss(id)),
    retry_operation: call({ id: "text!" }, ({ id }) => intercom.retryOperation(id)),
    diagnostics: call({}, () => intercom.diagnostics()),
    present: call({}, async () => (await intercom.present(), presented())),
    present_space: call({ space: "text!" }, async ({ space: name }) => (await intercom.presentSpace(name), presented())),
    present_content: async (args) => (await intercom.presentContent(args as never), presented()),
    present_message_composer: call({ text: "text" }, async ({ text }) => (await intercom.presentMessageComposer(text), presented())),
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

/** Screens that are the top of a space. */
const SPACES: Record<string, string> = { home: "HOME", help_center: "HELP_CENTER", messages: "MESSAGES", tickets: "TICKETS", news: "NEWS" };

/** Screens of a piece of content. */
const TYPES: Record<string, string> = {
  article: "ARTICLE", carousel: "CAROUSEL", survey: "SURVEY", conversation: "CONVERSATION", collections: "HELP_CENTER_COLLECTIONS", ticket: "TICKET", news_item: "NEWS",
};
