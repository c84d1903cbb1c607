// What the server says of conversations, the help center, tickets and news, as `wire.ts` reads it.
//
// Guarantees: as `wire.ts`. Pure.

import type { Article, Collection, Conversation, ConversationSummary, NewsItem, Part, Ticket, TicketTypes } from "../../../contract/types";
import { count, isObject, list, named, readAuthor, text, textOrNull, whole, word, type Told } from "../wire";

export function readPart(value: unknown): Part | undefined {
  const told = named(value);
  if (!told) return undefined;
  const replies = list(told["quick_replies"], (one) => {
    const reply = named(one);
    return reply && { id: reply.id, text: text(reply["text"]) };
  });
  return {
    id: told.id,
    seq: count(told["seq"]),
    author: readAuthor(told["author"]),
    body_html: textOrNull(told["body_html"]),
    body_text: textOrNull(told["body_text"]),
    attachments: list(told["attachments"], (one) => {
      const file = named(one);
      return (
        file && {
          id: file.id,
          name: text(file["name"]),
          content_type: text(file["content_type"]),
          size: count(file["size"]),
          url: text(file["url"]),
          expires_at: whole(file["expires_at"]),
          ...sides(file["width"], file["height"]),
        }
      );
    }),
    ...(replies.length > 0 ? { quick_replies: replies } : {}),
    created_at: whole(told["created_at"]),
    state: word(told["state"], ["sent", "seen", "redacted"], "sent"),
  };
}

/** How large a picture is; nothing unless both sides are known. */
function sides(width: unknown, height: unknown): { width?: number; height?: number } {
  const [across, down] = [count(width), count(height)];
  return across > 0 && down > 0 ? { width: across, height: down } : {};
}

export function readSummary(value: unknown): ConversationSummary | undefined {
  const told = named(value);
  if (!told) return undefined;
  return {
    id: told.id,
    client_id: textOrNull(told["client_id"]),
    title: textOrNull(told["title"]),
    state: word(told["state"], ["open", "closed", "snoozed"], "open"),
    updated_at: whole(told["updated_at"]),
    unread_count: count(told["unread_count"]),
    participants: list(told["participants"], readAuthor),
    last_part: readPart(told["last_part"]) ?? null,
  };
}

export function readConversation(value: unknown): Conversation | undefined {
  const summary = readSummary(value);
  if (!summary) return undefined;
  const { last_part: _none, ...rest } = summary;
  const told = value as Told;
  const previous = whole(told["previous"]);
  return { ...rest, parts: list(told["parts"], readPart), previous: previous > 0 ? previous : null, from_cache: false };
}

const readName = (value: unknown): { id: string; title: string } | undefined => {
  const told = named(value);
  return told && { id: told.id, title: text(told["title"]) };
};

export function readCollection(value: unknown): Collection | undefined {
  const told = named(value);
  if (!told) return undefined;
  return {
    id: told.id,
    title: text(told["title"]),
    summary: textOrNull(told["summary"]),
    icon: textOrNull(told["icon"]),
    articles: list(told["articles"], readName),
    sections: list(told["sections"], readCollection),
  };
}

export function readArticle(value: unknown): Article | undefined {
  const told = named(value);
  if (!told) return undefined;
  return {
    id: told.id,
    title: text(told["title"]),
    summary: textOrNull(told["summary"]),
    body_html: text(told["body_html"]),
    body_text: text(told["body_text"]),
    locale: text(told["locale"]),
    available_locales: list(told["available_locales"], (tag) => (typeof tag === "string" ? tag : undefined)),
    updated_at: whole(told["updated_at"]),
    author: told["author"] ? readAuthor(told["author"]) : null,
    collection_id: textOrNull(told["collection_id"]),
    related: list(told["related"], readName),
  };
}

export function readTicket(value: unknown): Ticket | undefined {
  const told = named(value);
  if (!told) return undefined;
  const type = isObject(told["ticket_type"]) ? told["ticket_type"] : {};
  return {
    id: told.id,
    title: textOrNull(told["title"]),
    description: textOrNull(told["description"]),
    state: word(told["state"], ["submitted", "in_progress", "waiting_on_customer", "resolved"], "submitted"),
    ticket_type: { id: text(type["id"]), name: text(type["name"]) },
    attributes: isObject(told["attributes"]) ? told["attributes"] : {},
    conversation_id: textOrNull(told["conversation_id"]),
    created_at: whole(told["created_at"]),
    updated_at: whole(told["updated_at"]),
  };
}

export function readTicketType(value: unknown): TicketTypes["data"][number] | undefined {
  const told = named(value);
  if (!told) return undefined;
  return {
    id: told.id,
    name: text(told["name"]),
    description: textOrNull(told["description"]),
    icon: textOrNull(told["icon"]),
    attributes: list(told["attributes"], (one) => {
      if (!isObject(one) || typeof one["name"] !== "string") return undefined;
      const options = list(one["options"], (option) => (typeof option === "string" ? option : undefined));
      return {
        name: one["name"],
        label: text(one["label"]),
        description: textOrNull(one["description"]),
        type: word(one["type"], ["text", "long_text", "number", "boolean", "list", "date"], "text"),
        required: one["required"] === true,
        ...(options.length > 0 ? { options } : {}),
      };
    }),
  };
}

export function readNews(value: unknown): NewsItem | undefined {
  const told = named(value);
  if (!told) return undefined;
  return {
    id: told.id,
    title: text(told["title"]),
    body_html: text(told["body_html"]),
    cover_image_url: textOrNull(told["cover_image_url"]),
    published_at: whole(told["published_at"]),
  };
}
