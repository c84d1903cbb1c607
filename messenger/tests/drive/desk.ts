// The calls of the driver that the desk answers, in the driver's words (`frontdesk drive --help`). Runs in the page
// that the driver opens, beside the calls of the client itself.

import { FrontdeskError } from "../../src/twin/error";
import { readContent, WIRE_KINDS } from "../../src/twin/desk/content";
import { collectionOf, contentOf } from "../../src/twin/desk/far/documented";
import type { NewFile, Sent } from "../../src/twin/desk/far/conversations";
import type { Answer } from "../../src/twin/desk/far/shelves";
import type { Desk } from "../../src/twin/desk";
import type { Presentation } from "../../src/twin/desk/show";

type Args = Record<string, any>;
/** A call by its name. */
export type Calls = Record<string, (args: Args) => unknown>;

const PAGE = 20;
const wrong = (field: string, advice: string): FrontdeskError => new FrontdeskError("invalid_input", "wrong_type", advice, { field });

function text(args: Args, name: string): string {
  if (typeof args[name] !== "string") throw args[name] === undefined ? new FrontdeskError("invalid_input", "missing", "must be given", { field: name }) : wrong(name, "must be text");
  return args[name] as string;
}

function word(args: Args, name: string, ...known: string[]): string {
  const told = text(args, name);
  if (!known.includes(told)) throw new FrontdeskError("invalid_input", "unknown_value", `must be ${known.join(", ")}`, { field: name });
  return told;
}

function files(args: Args): NewFile[] {
  return (args["attachments"] ?? []).map((file: Args): NewFile => {
    const bytes = typeof file["text"] === "string" ? new TextEncoder().encode(file["text"]) : Uint8Array.from(atob(String(file["base64"])), (one) => one.charCodeAt(0));
    return { name: String(file["name"]), contentType: String(file["content_type"]), bytes };
  });
}

const sent = ({ conversationId, partId, delivery }: Sent): unknown => ({ conversation_id: conversationId, part_id: partId, delivery: { delivery } });

function presented(what: Presentation): unknown {
  switch (what.what) {
    case "space":
      return { space: what.space };
    case "content":
      return { type: what.content.type, id: what.content.ids[0], ids: what.content.ids, title: what.title };
    case "composer":
      return { composer: { prefilled: what.prefilled } };
    case "view":
      return { view: what.view };
  }
}

/** What ends without a result. */
const nothing = (work: Promise<unknown> | void): Promise<null> => Promise.resolve(work).then(() => null);

/** The calls. */
export function deskCalls(desk: Desk): Calls {
  const { show, decisions } = desk;
  const conversations = async () => (await desk.far()).conversations;
  const help = async () => (await desk.far()).help;
  const shelves = async () => (await desk.far()).shelves;
  return {
    present: async () => presented(await show.present()),
    present_space: async (args) => presented(await show.presentSpace(text(args, "space"))),
    present_content: async (args) => presented(await show.presentContent(args)),
    present_message_composer: async (args) => presented(await show.presentMessageComposer(args["text"])),
    hide: () => nothing(show.hide()),
    bridge_request: async (args) => JSON.parse(await desk.request(JSON.stringify(args["message"] ?? null))),
    messenger_state: () => desk.messengerState(),
    set_launcher_visibility: (args) => nothing(decisions.setLauncherVisibility(args["visible"])),
    set_bottom_padding: (args) => nothing(decisions.setBottomPadding(args["pixels"])),
    set_in_app_message_visibility: (args) => nothing(decisions.setInAppMessageVisibility(args["visible"])),
    suppress_proactive_content: (args) => nothing(decisions.suppressProactiveContent(args["kinds"])),
    set_theme_mode: (args) => nothing(decisions.setThemeMode(word(args, "mode", "light", "dark", "system") as "dark")),
    set_language_override: (args) => nothing(decisions.setLanguageOverride(args["tag"] ?? null)),
    unread_conversation_count: () => desk.unreadConversationCount(),
    fetch_unread_conversation_count: () => desk.fetchUnreadConversationCount(),
    list_conversations: async (args) => (await conversations()).list(args["limit"] ?? PAGE, args["cursor"]),
    cached_conversations: async (args) => (await conversations()).cachedList(args["limit"] ?? PAGE),
    conversation: async (args) => (await conversations()).open(text(args, "id"), args["before"] ?? null),
    cached_conversation: async (args) => (await conversations()).cached(text(args, "id"), args["before"] ?? null),
    start_conversation: async (args) => sent(await (await conversations()).start(text(args, "body"), [], true)),
    start_conversation_with: async (args) => sent(await (await conversations()).start(args["body"] ?? "", files(args))),
    reply: async (args) => sent(await (await conversations()).reply(text(args, "conversation_id"), args["body"] ?? "", files(args))),
    quick_reply: async (args) => sent(await (await conversations()).quickReply(text(args, "conversation_id"), text(args, "quick_reply_id"))),
    mark_conversation_read: async (args) => (await conversations()).markRead(text(args, "id")),
    send_typing: async (args) => nothing((await conversations()).typing(text(args, "id"))),
    draft: async (args) => (await conversations()).draft(text(args, "id")),
    set_draft: async (args) => nothing((await conversations()).setDraft(text(args, "id"), text(args, "text"))),
    fetch_help_center_collections: async () => (await (await help()).collections()).data.map(collectionOf),
    fetch_help_center_collection: async (args) => contentOf(await (await help()).collection(text(args, "id"))),
    search_help_center: async (args) => (await (await help()).search(text(args, "term"))).data,
    article: async (args) => (await help()).article(text(args, "id")),
    react_to_article: async (args) => (await help()).react(text(args, "id"), word(args, "reaction", "happy", "neutral", "sad")),
    content: async (args) => {
      const { type, ids } = readContent(args);
      const kind = WIRE_KINDS[type];
      if (!kind) throw new FrontdeskError("invalid_input", "unknown_content_type", "read tickets by their own call", { field: "type" });
      if (ids.length > 1) throw new FrontdeskError("invalid_input", "too_many_ids", "ask for one at a time", { field: "ids", limit: 1 });
      return (await shelves()).content(kind, ids[0] ?? "");
    },
    live_content: async (args) => (await shelves()).content(text(args, "kind"), text(args, "id")),
    send_receipt: async (args) => {
      const kind = word(args, "kind", "article", "survey", "carousel", "news", "in_app_message");
      const event = word(args, "event", "shown", "dismissed", "clicked", "answered", "completed");
      return { id: await (await shelves()).receipt(kind, text(args, "id"), event, (args["answers"] ?? []) as Answer[]) };
    },
    list_tickets: async (args) => (await shelves()).tickets(args["limit"] ?? PAGE, args["cursor"]),
    ticket: async (args) => (await shelves()).ticket(text(args, "id")),
    ticket_types: async () => (await (await shelves()).ticketTypes()).data,
    create_ticket: async (args) => {
      const made = await (await shelves()).createTicket(text(args, "type_id"), args["attributes"] ?? {});
      return { ...made, delivery: { delivery: made.delivery } };
    },
    list_news: async (args) => (await shelves()).news(args["cursor"]),
    diagnostics: async () => (await desk.far()).diagnostics(),
  };
}
