// The calls of the driver that the messenger's rooms answer; as `calls.ts`.

import { invalid } from "../src/twin/error";
import { readContent, WIRE_KINDS } from "../src/twin/desk/content";
import { collectionOf, contentOf } from "../src/twin/desk/far/documented";
import type { NewFile, Sent } from "../src/twin/desk/far/conversations";
import type { Desk } from "../src/twin/desk";
import type { Presentation } from "../src/twin/desk/show";
import { call, type Call } from "./calls";

const PAGE = 20;

function word(field: string, told: string, ...known: string[]): string {
  if (!known.includes(told)) throw invalid("unknown_value", field, `must be ${known.join(", ")}`);
  return told;
}

/** The files of a message: text or base64. */
function files(given: unknown): NewFile[] {
  const wrong = invalid("wrong_type", "attachments", "must be a list of files with text or base64");
  if (given == null) return [];
  if (!Array.isArray(given)) throw wrong;
  return given.map(({ name, content_type: contentType, text, base64 }: Record<string, string | undefined>): NewFile => {
    if (name === undefined || contentType === undefined || (text === undefined) === (base64 === undefined)) throw wrong;
    const bytes = text === undefined ? Uint8Array.from(atob(base64 ?? ""), (one) => one.charCodeAt(0)) : new TextEncoder().encode(text);
    return { name, contentType, bytes };
  });
}

const sent = ({ conversationId, partId, delivery }: Sent): object => ({ conversation_id: conversationId, part_id: partId, delivery: { delivery } });

function presented(what: Presentation): object {
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

/** The rooms' calls. */
export function deskCalls(desk: Desk): Record<string, Call> {
  const { show, decisions } = desk;
  const conversations = async () => (await desk.far()).conversations;
  const help = async () => (await desk.far()).help;
  const shelves = async () => (await desk.far()).shelves;
  const page = { limit: "number", cursor: "text" } as const;
  const message = { body: "text", attachments: "any" } as const;
  const one = { id: "text!" } as const;
  return {
    present: call({}, async () => presented(await show.present())),
    present_space: call({ space: "text!" }, async ({ space }) => presented(await show.presentSpace(space))),
    present_content: async (args) => presented(await show.presentContent(args)),
    present_message_composer: call({ text: "text" }, async ({ text }) => presented(await show.presentMessageComposer(text))),
    hide: call({}, () => show.hide()),
    // The message is what the messenger's pages say; its answer is given as it is.
    bridge_request: call({ message: "any" }, async ({ message: told }) => JSON.parse(await desk.request(JSON.stringify(told ?? null)))),
    messenger_state: call({}, async () => desk.messengerState()),
    set_launcher_visibility: call({ visible: "flag!" }, ({ visible }) => decisions.setLauncherVisibility(visible)),
    set_bottom_padding: call({ pixels: "number!" }, ({ pixels }) => decisions.setBottomPadding(pixels)),
    set_in_app_message_visibility: call({ visible: "flag!" }, ({ visible }) => decisions.setInAppMessageVisibility(visible)),
    suppress_proactive_content: call({ kinds: "any" }, ({ kinds }) => {
      for (const kind of kinds ?? []) word("kinds", kind, "survey", "carousel");
      return decisions.suppressProactiveContent(kinds ?? []);
    }),
    set_theme_mode: call({ mode: "text!" }, ({ mode }) => decisions.setThemeMode(word("mode", mode, "light", "dark", "system") as "system")),
    set_language_override: call({ tag: "text" }, ({ tag }) => decisions.setLanguageOverride(tag ?? null)),
    unread_conversation_count: call({}, async () => desk.unreadConversationCount()),
    fetch_unread_conversation_count: call({}, () => desk.fetchUnreadConversationCount()),
    list_conversations: call(page, async ({ limit, cursor }) => (await conversations()).list(limit ?? PAGE, cursor)),
    cached_conversations: call({ limit: "number" }, async ({ limit }) => (await conversations()).cachedList(limit ?? PAGE)),
    conversation: call({ ...one, before: "number" }, async ({ id, before }) => (await conversations()).open(id, before ?? null)),
    cached_conversation: call({ ...one, before: "number" }, async ({ id, before }) => (await conversations()).cached(id, before ?? null)),
    start_conversation: call({ body: "text!" }, async ({ body }) => sent(await (await conversations()).start(body, [], true))),
    start_conversation_with: call(message, async ({ body, attachments }) => sent(await (await conversations()).start(body ?? "", files(attachments)))),
    reply: call({ ...message, conversation_id: "text!" }, async ({ conversation_id: id, body, attachments }) => {
      return sent(await (await conversations()).reply(id, body ?? "", files(attachments)));
    }),
    quick_reply: call({ conversation_id: "text!", quick_reply_id: "text!" }, async ({ conversation_id: id, quick_reply_id: chosen }) => {
      return sent(await (await conversations()).quickReply(id, chosen));
    }),
    mark_conversation_read: call(one, async ({ id }) => (await conversations()).markRead(id)),
    send_typing: call(one, async ({ id }) => (await conversations()).typing(id)),
    draft: call(one, async ({ id }) => (await conversations()).draft(id)),
    set_draft: call({ ...one, text: "text!" }, async ({ id, text }) => (await conversations()).setDraft(id, text)),
    fetch_help_center_collections: call({}, async () => (await (await help()).collections()).data.map(collectionOf)),
    fetch_help_center_collection: call(one, async ({ id }) => contentOf(await (await help()).collection(id))),
    search_help_center: call({ term: "text!" }, async ({ term }) => (await (await help()).search(term)).data),
    article: call(one, async ({ id }) => (await help()).article(id)),
    react_to_article: call({ ...one, reaction: "text!" }, async ({ id, reaction }) => (await help()).react(id, word("reaction", reaction, "happy", "neutral", "sad"))),
    content: async (args) => {
      const { type, ids } = readContent(args);
      const kind = WIRE_KINDS[type];
      if (!kind) throw invalid("unknown_content_type", "type", "read tickets by their own call");
      if (ids.length > 1) throw invalid("too_many_ids", "ids", "ask for one at a time", 1);
      return (await shelves()).content(kind, ids[0] ?? "");
    },
    live_content: call({ ...one, kind: "text!" }, async ({ kind, id }) => (await shelves()).content(kind, id)),
    send_receipt: call({ ...one, kind: "text!", event: "text!", answers: "any" }, async ({ kind, id, event, answers }) => {
      word("kind", kind, "article", "survey", "carousel", "news", "in_app_message");
      word("event", event, "shown", "dismissed", "clicked", "answered", "completed");
      return { id: await (await shelves()).receipt(kind, id, event, answers ?? []) };
    }),
    list_tickets: call(page, async ({ limit, cursor }) => (await shelves()).tickets(limit ?? PAGE, cursor)),
    ticket: call(one, async ({ id }) => (await shelves()).ticket(id)),
    ticket_types: call({}, async () => (await (await shelves()).ticketTypes()).data),
    create_ticket: call({ type_id: "text!", attributes: "object" }, async ({ type_id: type, attributes }) => {
      const { ticket_id: id, delivery } = await (await shelves()).createTicket(type, attributes ?? {});
      return { ticket_id: id, delivery: { delivery } };
    }),
    list_news: call({ cursor: "text" }, async ({ cursor }) => (await shelves()).news(cursor)),
    diagnostics: call({}, async () => (await desk.far()).diagnostics()),
  };
}
