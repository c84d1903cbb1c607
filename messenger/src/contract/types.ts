// Made by scripts/contract.mjs from contract/bridge.schema.json and contract/openapi.yaml: not to be edited.
// The messages between the messenger's pages and the core. Types only, nothing runs.

export type Request =
  | RequestState
  | RequestConversationsList
  | RequestConversationOpen
  | RequestConversationStart
  | RequestConversationReply
  | RequestConversationQuickReply
  | RequestConversationRead
  | RequestConversationTyping
  | RequestDraftGet
  | RequestDraftSet
  | RequestMessageRetry
  | RequestMessageDiscard
  | RequestUploadBegin
  | RequestUploadChunk
  | RequestUploadCancel
  | RequestHelpCollections
  | RequestHelpSearch
  | RequestArticleOpen
  | RequestArticleReact
  | RequestContentOpen
  | RequestReceiptSend
  | RequestChecklistOpen
  | RequestChecklistTick
  | RequestChecklistTell
  | RequestTourStart
  | RequestTicketsList
  | RequestTicketOpen
  | RequestTicketTypesList
  | RequestTicketCreate
  | RequestNewsList
  | RequestNavigate
  | RequestBack
  | RequestHide
  | RequestLinkOpen
  | RequestEmailLeave
  | RequestDiagnostics;
/**
 * Made by the page, once for all pages of a client: a random beginning and a counter.
 */
export type RequestId = string;
export type Limit = number;
/**
 * `next` of the page before.
 */
export type Cursor = string;
/**
 * A decimal id of the server, or a UUID of this device.
 */
export type Id = string;
/**
 * What a person wrote: plain text of at most 65,536 bytes; with attachments it may be empty.
 */
export type Body = string;
/**
 * Files in hand, as `upload.begin` named them; sent with the message and then gone from hand.
 */
export type Attachments = Id[];
/**
 * A screen.
 */
export type View =
  | {
      name: "home" | "help_center" | "messages" | "tickets" | "news";
    }
  | {
      name: "article";
      id: Id;
    }
  | {
      name: "conversation";
      id: Id;
    }
  | {
      name: "survey";
      id: Id;
    }
  | {
      name: "carousel";
      id: Id;
    }
  | {
      name: "checklist";
      id: Id;
    }
  | {
      name: "news_item";
      id: Id;
    }
  | {
      name: "ticket";
      id: Id;
    }
  | {
      name: "collections";
      ids: Id[];
    }
  | {
      name: "new_ticket";
      ticket_type_id?: Id;
    }
  | {
      name: "composer";
      text?: Body | null;
    };
/**
 * To every request exactly one, with its id; null when it had none that can be read. What `result` is, the request's `x-result` says.
 */
export type Answer =
  | {
      id: RequestId;
      ok: true;
      result: {} | null;
    }
  | {
      id: RequestId | null;
      ok: false;
      error: Error;
    };
export type Event =
  | {
      event: "state.changed";
      data: {};
    }
  | {
      event: "conversation.changed";
      data: {
        id: Id;
      };
    }
  | {
      event: "ticket.changed";
      data: {
        id: Id;
      };
    }
  | {
      event: "unread.changed";
      data: {
        count: number;
      };
    }
  | {
      event: "typing";
      data: {
        conversation_id: Id;
        author: Author;
      };
    };
/**
 * Unix seconds.
 */
export type UnixTime = number;
export type Language = string;
/**
 * How far an own message has come; absent when the server has it.
 */
export type Delivery =
  | {
      status: "pending";
    }
  | {
      status: "failed";
      code: string;
      field: string | null;
    };
export type CachedConversation = Conversation | null;
export type LanguageTag = string;
export type SpaceName = "home" | "help_center" | "messages" | "tickets" | "news";
/**
 * A sentence or two that a user reads, plain text.
 */
export type Wording = string;
/**
 * What the button of a task does; a task without one is only ticked.
 */
export type TaskAction =
  | {
      type: "link";
      url: string;
      label: string;
    }
  | {
      type: "tour" | "article";
      id: ContentId;
      label: string;
    };
/**
 * A decimal id of the server, or an operation id for what a device created.
 */
export type ContentId = string;

/**
 * What is shown, and how.
 */
export interface RequestState {
  id: RequestId;
  type: "state";
  data: {};
}
/**
 * The person's conversations, newest first.
 */
export interface RequestConversationsList {
  id: RequestId;
  type: "conversations.list";
  data: {
    limit?: Limit;
    cursor?: Cursor | null;
    /**
     * Never asks the server.
     */
    cached?: boolean;
  };
}
/**
 * One conversation with 50 of its parts. With `cached` it is null when it was not seen before.
 */
export interface RequestConversationOpen {
  id: RequestId;
  type: "conversation.open";
  data: {
    id: Id;
    before?: number | null;
    cached?: boolean;
  };
}
/**
 * Starts a conversation; shown at once, sent when possible.
 */
export interface RequestConversationStart {
  id: RequestId;
  type: "conversation.start";
  data: {
    body: Body;
    attachments?: Attachments;
  };
}
/**
 * Replies; a closed conversation is opened again.
 */
export interface RequestConversationReply {
  id: RequestId;
  type: "conversation.reply";
  data: {
    id: Id;
    body: Body;
    attachments?: Attachments;
  };
}
/**
 * Chooses one of the answers that were offered.
 */
export interface RequestConversationQuickReply {
  id: RequestId;
  type: "conversation.quick_reply";
  data: {
    id: Id;
    quick_reply_id: Id;
  };
}
/**
 * Everything in it was read.
 */
export interface RequestConversationRead {
  id: RequestId;
  type: "conversation.read";
  data: {
    id: Id;
  };
}
/**
 * The person is typing.
 */
export interface RequestConversationTyping {
  id: RequestId;
  type: "conversation.typing";
  data: {
    id: Id;
  };
}
/**
 * What the person began to write; `new` for a conversation that is not started.
 */
export interface RequestDraftGet {
  id: RequestId;
  type: "draft.get";
  data: {
    id: Id;
  };
}
/**
 * Keeps what the person began to write.
 */
export interface RequestDraftSet {
  id: RequestId;
  type: "draft.set";
  data: {
    id: Id;
    text: Body;
  };
}
/**
 * Sends a refused message again.
 */
export interface RequestMessageRetry {
  id: RequestId;
  type: "message.retry";
  data: {
    part_id: Id;
  };
}
/**
 * Lets a message go that was refused, or that waits to be sent.
 */
export interface RequestMessageDiscard {
  id: RequestId;
  type: "message.discard";
  data: {
    part_id: Id;
  };
}
/**
 * Announces a file; it is held for a message and let go after ten minutes without a piece.
 */
export interface RequestUploadBegin {
  id: RequestId;
  type: "upload.begin";
  data: {
    name: string;
    content_type: string;
    size: number;
  };
}
/**
 * The next piece of a file.
 */
export interface RequestUploadChunk {
  id: RequestId;
  type: "upload.chunk";
  data: {
    upload_id: Id;
    offset: number;
    /**
     * At most 256 KiB before encoding.
     */
    base64: string;
  };
}
/**
 * Lets a file go.
 */
export interface RequestUploadCancel {
  id: RequestId;
  type: "upload.cancel";
  data: {
    upload_id: Id;
  };
}
/**
 * The help center's tree.
 */
export interface RequestHelpCollections {
  id: RequestId;
  type: "help.collections";
  data: {};
}
/**
 * Searches the articles, offline too.
 */
export interface RequestHelpSearch {
  id: RequestId;
  type: "help.search";
  data: {
    term: string;
  };
}
/**
 * One article in the best language there is.
 */
export interface RequestArticleOpen {
  id: RequestId;
  type: "article.open";
  data: {
    id: Id;
  };
}
/**
 * Says whether an article helped.
 */
export interface RequestArticleReact {
  id: RequestId;
  type: "article.react";
  data: {
    id: Id;
    reaction: "happy" | "neutral" | "sad";
  };
}
/**
 * A survey, carousel, news item or in-app message with its body.
 */
export interface RequestContentOpen {
  id: RequestId;
  type: "content.open";
  data: {
    kind: "survey" | "carousel" | "news" | "in_app_message";
    id: Id;
  };
}
/**
 * What became of content that was shown.
 */
export interface RequestReceiptSend {
  id: RequestId;
  type: "receipt.send";
  data: {
    kind: "article" | "survey" | "carousel" | "news" | "in_app_message";
    id: Id;
    event: "shown" | "dismissed" | "clicked" | "answered" | "completed";
    /**
     * With `answered`.
     */
    answers?: {
      question_id: string;
      value: string | number | boolean | string[];
    }[];
  };
}
/**
 * A checklist with what this person did of it. Web pages have checklists; an app's messenger refuses with `unknown_content_type`, as it does the three that follow.
 */
export interface RequestChecklistOpen {
  id: RequestId;
  type: "checklist.open";
  data: {
    id: Id;
  };
}
/**
 * A task of a checklist is done, or is not done after all. Kept before it is answered; the server hears of it when it can be reached.
 */
export interface RequestChecklistTick {
  id: RequestId;
  type: "checklist.tick";
  data: {
    id: Id;
    task_id: string;
    done: boolean;
  };
}
/**
 * What became of a checklist besides its tasks: it is on the screen, the button of a task was used. That all of it is done is told by the tick that does it.
 */
export interface RequestChecklistTell {
  id: RequestId;
  type: "checklist.tell";
  data: {
    id: Id;
    event: "shown" | "clicked";
  };
}
/**
 * A tour over the page that shows the messenger, which hides. When it was walked to its end, the named task of the named checklist is done.
 */
export interface RequestTourStart {
  id: RequestId;
  type: "tour.start";
  data: {
    id: Id;
    checklist_id?: Id;
    task_id?: string;
  };
}
/**
 * The person's tickets.
 */
export interface RequestTicketsList {
  id: RequestId;
  type: "tickets.list";
  data: {
    limit?: Limit;
    cursor?: Cursor | null;
  };
}
/**
 * One ticket.
 */
export interface RequestTicketOpen {
  id: RequestId;
  type: "ticket.open";
  data: {
    id: Id;
  };
}
/**
 * The kinds of tickets, with their forms.
 */
export interface RequestTicketTypesList {
  id: RequestId;
  type: "ticket_types.list";
  data: {};
}
/**
 * Opens a ticket.
 */
export interface RequestTicketCreate {
  id: RequestId;
  type: "ticket.create";
  data: {
    ticket_type_id: Id;
    /**
     * By name: text, number, boolean or null.
     */
    attributes: {};
  };
}
/**
 * News, newest first.
 */
export interface RequestNewsList {
  id: RequestId;
  type: "news.list";
  data: {
    cursor?: Cursor | null;
  };
}
/**
 * Goes to a screen; opens the messenger when it is hidden.
 */
export interface RequestNavigate {
  id: RequestId;
  type: "navigate";
  data: {
    view: View;
  };
}
/**
 * One screen back; from the last one, hides.
 */
export interface RequestBack {
  id: RequestId;
  type: "back";
  data: {};
}
/**
 * Hides the messenger.
 */
export interface RequestHide {
  id: RequestId;
  type: "hide";
  data: {};
}
/**
 * Opens a link outside; only https, http, mailto and tel.
 */
export interface RequestLinkOpen {
  id: RequestId;
  type: "link.open";
  data: {
    url: string;
    confirmed?: boolean;
  };
}
/**
 * A visitor leaves an address for the answer. Refused for identified users: the app knows theirs.
 */
export interface RequestEmailLeave {
  id: RequestId;
  type: "email.leave";
  data: {
    email: string;
  };
}
/**
 * The report that a developer can paste into a bug report.
 */
export interface RequestDiagnostics {
  id: RequestId;
  type: "diagnostics";
  data: {};
}
export interface Error {
  /**
   * A stable code; docs/errors.md lists all.
   */
  code: string;
  /**
   * For developers; holds nothing that was sent.
   */
  message: string;
  temporary: boolean;
  field?: string;
  limit?: number;
  status?: "live" | "draft" | "paused" | "archived";
  /**
   * A sentence an end user may see.
   */
  user_message?: string;
  retry_after_ms?: number;
}
export interface Author {
  type: "user" | "admin" | "bot";
  name: string | null;
  avatar: string | null;
}
export interface InApp {
  kind: "survey" | "carousel" | "in_app_message";
  id: Id;
  display: "card" | "sheet" | "banner" | "full";
  priority: number;
}
/**
 * Everything a screen must know besides the content itself.
 */
export interface State {
  visible: boolean;
  view: View;
  can_go_back: boolean;
  launcher_visible: boolean;
  bottom_padding: number;
  in_app_messages_visible: boolean;
  suppressed_kinds: ("survey" | "carousel")[];
  theme_mode: "light" | "dark" | "system";
  language_override: Language | null;
  /**
   * Best first; ends in a language every messenger speaks.
   */
  languages: Language[];
  unread_count: number;
  session: {
    state: "logged_out" | "logging_in" | "logged_in" | "login_pending";
    role: "lead" | "user" | null;
  };
  /**
   * `Settings` of openapi.yaml; null until they arrive.
   */
  settings: {} | null;
  in_app: InApp | null;
  online: boolean;
  feed: "off" | "stream" | "long_poll" | "waiting";
}
export interface Attachment {
  id: Id;
  name: string;
  content_type: string;
  size: number;
  /**
   * Signed, for 30 minutes; empty while the file is on its way.
   */
  url: string;
  expires_at: UnixTime;
  /**
   * Pixels of a picture as it is shown; with its height, when the server knows.
   */
  width?: number;
  height?: number;
}
export interface Part {
  id: Id;
  /**
   * 0 while the server does not have it.
   */
  seq: number;
  author: Author;
  /**
   * Sanitised by the server; to be sanitised again before it is shown.
   */
  body_html: string | null;
  body_text: string | null;
  attachments: Attachment[];
  quick_replies?: {
    id: Id;
    text: string;
  }[];
  created_at: UnixTime;
  state: "sent" | "seen" | "redacted";
  delivery?: Delivery;
}
export interface ConversationSummary {
  id: Id;
  client_id: Id | null;
  title: string | null;
  state: "open" | "closed" | "snoozed";
  updated_at: UnixTime;
  unread_count: number;
  participants: Author[];
  last_part: Part | null;
}
export interface Conversation {
  id: Id;
  client_id: Id | null;
  title: string | null;
  state: "open" | "closed" | "snoozed";
  updated_at: UnixTime;
  unread_count: number;
  participants: Author[];
  /**
   * Oldest first.
   */
  parts: Part[];
  /**
   * `before` for the page of older parts.
   */
  previous: number | null;
  from_cache: boolean;
}
export interface ConversationPage {
  data: ConversationSummary[];
  next: Cursor | null;
  /**
   * The server could not be asked: this was seen before.
   */
  from_cache: boolean;
}
export interface Sent {
  conversation_id: Id;
  part_id: Id;
  delivery: "delivered" | "queued";
}
export interface Delivered {
  delivery: "delivered" | "queued";
}
export interface Done {}
export interface Found {
  /**
   * Whether there was such a refused message.
   */
  found: boolean;
}
export interface ArticleName {
  id: Id;
  title: string;
}
export interface Collection {
  id: Id;
  title: string;
  summary: string | null;
  icon: string | null;
  articles: ArticleName[];
  sections: Collection[];
}
export interface Collections {
  data: Collection[];
}
export interface Hits {
  data: {
    articleId: Id;
    title: string;
    summary?: string;
    /**
     * HTML with `em` as its only element.
     */
    matchingSnippet: string;
  }[];
}
export interface Article {
  id: Id;
  title: string;
  summary: string | null;
  body_html: string;
  body_text: string;
  locale: string;
  available_locales: string[];
  updated_at: UnixTime;
  author: Author | null;
  collection_id: Id | null;
  related: ArticleName[];
  from_cache?: true;
}
export interface Content {
  kind: "survey" | "carousel" | "news" | "in_app_message";
  id: Id;
  status: "live";
  title: string;
  /**
   * By kind, as in openapi.yaml.
   */
  body: {};
  from_cache?: true;
}
export interface Checklist {
  id: Id;
  title: string;
  /**
   * `ChecklistBody` of openapi.yaml.
   */
  body: {};
  from_cache?: true;
}
export interface Started {
  /**
   * False where there are no tours: on a phone.
   */
  started: boolean;
}
export interface Ticket {
  id: Id;
  title: string | null;
  description: string | null;
  state: "submitted" | "in_progress" | "waiting_on_customer" | "resolved";
  ticket_type: {
    id: string;
    name: string;
  };
  attributes: {};
  conversation_id: Id | null;
  created_at: UnixTime;
  updated_at: UnixTime;
  from_cache?: true;
}
export interface TicketPage {
  data: Ticket[];
  next: Cursor | null;
  /**
   * The server could not be asked: this was seen before.
   */
  from_cache: boolean;
}
export interface TicketTypes {
  data: {
    id: Id;
    name: string;
    description: string | null;
    icon: string | null;
    attributes: {
      name: string;
      label: string;
      description: string | null;
      type: "text" | "long_text" | "number" | "boolean" | "list" | "date";
      required: boolean;
      options?: string[];
    }[];
  }[];
}
export interface SentTicket {
  ticket_id: Id;
  delivery: "delivered" | "queued";
}
export interface NewsItem {
  id: Id;
  title: string;
  body_html: string;
  cover_image_url: string | null;
  published_at: UnixTime;
}
export interface NewsPage {
  data: NewsItem[];
  next: Cursor | null;
  /**
   * The server could not be asked: this was seen before.
   */
  from_cache: boolean;
}
export interface Draft {
  text: string | null;
}
export interface Changed {
  /**
   * Whether there was something unread.
   */
  changed: boolean;
}
export interface UploadBegun {
  upload_id: Id;
}
export interface UploadReceived {
  /**
   * Bytes here: the next offset.
   */
  received: number;
}
export interface Opened {
  /**
   * False: show the host to the person, and ask again with `confirmed`.
   */
  opened: boolean;
  url: string;
  host: string | null;
}
/**
 * Holds nothing of a person.
 */
export interface Diagnostics {
  version: string;
  platform: string;
  target: string;
  server: string;
  app_id: string;
  api_key_begins: string;
  session: {
    state: "logged_out" | "logging_in" | "logged_in" | "login_pending";
    role: "lead" | "user" | null;
    user_id_set: boolean;
    email_set: boolean;
    user_hash_set: boolean;
    jwt_set: boolean;
    closing: number;
  };
  queue: {
    queued: number;
    oldest_s: number | null;
    waiting_for: string | null;
    rejected: number;
    rejected_by_code: {
      [k: string]: number;
    };
    urgent: boolean;
  };
  troubles: {
    code: string;
    count: number;
    first_ms: number;
    last_ms: number;
  }[];
  clock: {
    device_ms: number;
    server_ahead_ms: number | null;
  };
  store: {
    database_bytes: number;
    log_bytes: number;
    cache_bytes: number;
    schema: number;
    durability: "process" | "power";
  };
  feed: {
    mode: "off" | "stream" | "long_poll" | "waiting";
    online: boolean;
    messenger_visible: boolean;
    unread_count: number;
    settings_known: boolean;
  };
  languages: Language[];
  limits: {
    [k: string]: number;
  };
}
/**
 * How the messenger looks; the operator's own keys are passed on.
 */
export interface Settings {
  brand: {
    name: string;
  };
  colors: {
    primary: string;
  };
  locale: LanguageTag;
  spaces: SpaceName[];
  features: {};
  /**
   * Whether there is something to listen for; on as soon as the contact has a conversation.
   */
  stream: "on" | "off";
  greeting?: string;
  introduction?: string;
  /**
   * How soon somebody answers, in words.
   */
  reply_time?: string;
  team?: Author[];
  /**
   * Languages the help center is written in.
   */
  locales?: LanguageTag[];
}
export interface SurveyBody {
  intro?: Wording;
  questions: Question[];
  thanks?: Wording;
}
export interface Question {
  id: string;
  /**
   * A rating is 1 to 5, a scale 0 to 10.
   */
  type: "text" | "long_text" | "number" | "rating" | "scale" | "single" | "multiple";
  label: string;
  required?: boolean;
  options?: string[];
  /**
   * Asked only when an earlier question was answered so.
   */
  show_if?: {
    question_id: string;
    equals: string | number | boolean;
  };
}
export interface CarouselBody {
  screens: Screen[];
}
export interface Screen {
  title: string;
  body_html: string;
  image_url?: string | null;
  action?: {
    label: string;
    url: string;
  };
}
export interface InAppMessageBody {
  display: "card" | "sheet" | "banner";
  /**
   * Sanitised.
   */
  body_html: string;
  sender: Author | null;
}
export interface NewsBody {
  /**
   * Sanitised.
   */
  body_html: string;
  cover_image_url: string | null;
  published_at: UnixTime;
}
/**
 * A walk through a web page, drawn by the script of web pages. Shown by `startTour` alone, never by itself, and not
 * on phones: an app's messenger knows no tours.
 *
 */
export interface TourBody {
  steps: TourStep[];
}
export interface TourStep {
  title: string;
  /**
   * Sanitised, as everywhere.
   */
  body_html: string;
  /**
   * The element of the page that the step points at; without one, or when it does not appear, the step stands in the middle.
   */
  selector?: string;
  /**
   * On which side of the element; another one where there is no room.
   */
  placement?: "auto" | "top" | "bottom" | "start" | "end";
  /**
   * Where the step is shown: a path from `/`, or an address from `http`; `*` stands for anything. Query and fragment count when the pattern has a `?` or a `#`. The step waits for it.
   */
  page?: string;
  next_label?: string;
  back_label?: string;
}
/**
 * Things to do, as one person sees them: `done` says what of it this contact did. Shown by `startChecklist` alone,
 * never by itself. What is done is told as a receipt: `answered`, with the id of the task as `question_id` and true
 * or false as `value`; the last word about a task counts.
 *
 */
export interface ChecklistBody {
  intro?: Wording;
  tasks: LiveTask[];
}
/**
 * A task as one person sees it.
 */
export interface LiveTask {
  id: string;
  title: string;
  /**
   * Sanitised.
   */
  body_html: string;
  action?: TaskAction;
  done: boolean;
}

/** What each request takes and answers. */
export interface Requests {
  "state": { data: RequestState["data"]; result: State };
  "conversations.list": { data: RequestConversationsList["data"]; result: ConversationPage };
  "conversation.open": { data: RequestConversationOpen["data"]; result: CachedConversation };
  "conversation.start": { data: RequestConversationStart["data"]; result: Sent };
  "conversation.reply": { data: RequestConversationReply["data"]; result: Sent };
  "conversation.quick_reply": { data: RequestConversationQuickReply["data"]; result: Sent };
  "conversation.read": { data: RequestConversationRead["data"]; result: Changed };
  "conversation.typing": { data: RequestConversationTyping["data"]; result: Done };
  "draft.get": { data: RequestDraftGet["data"]; result: Draft };
  "draft.set": { data: RequestDraftSet["data"]; result: Done };
  "message.retry": { data: RequestMessageRetry["data"]; result: Found };
  "message.discard": { data: RequestMessageDiscard["data"]; result: Found };
  "upload.begin": { data: RequestUploadBegin["data"]; result: UploadBegun };
  "upload.chunk": { data: RequestUploadChunk["data"]; result: UploadReceived };
  "upload.cancel": { data: RequestUploadCancel["data"]; result: Done };
  "help.collections": { data: RequestHelpCollections["data"]; result: Collections };
  "help.search": { data: RequestHelpSearch["data"]; result: Hits };
  "article.open": { data: RequestArticleOpen["data"]; result: Article };
  "article.react": { data: RequestArticleReact["data"]; result: Delivered };
  "content.open": { data: RequestContentOpen["data"]; result: Content };
  "receipt.send": { data: RequestReceiptSend["data"]; result: Done };
  "checklist.open": { data: RequestChecklistOpen["data"]; result: Checklist };
  "checklist.tick": { data: RequestChecklistTick["data"]; result: Done };
  "checklist.tell": { data: RequestChecklistTell["data"]; result: Done };
  "tour.start": { data: RequestTourStart["data"]; result: Started };
  "tickets.list": { data: RequestTicketsList["data"]; result: TicketPage };
  "ticket.open": { data: RequestTicketOpen["data"]; result: Ticket };
  "ticket_types.list": { data: RequestTicketTypesList["data"]; result: TicketTypes };
  "ticket.create": { data: RequestTicketCreate["data"]; result: SentTicket };
  "news.list": { data: RequestNewsList["data"]; result: NewsPage };
  "navigate": { data: RequestNavigate["data"]; result: Done };
  "back": { data: RequestBack["data"]; result: Done };
  "hide": { data: RequestHide["data"]; result: Done };
  "link.open": { data: RequestLinkOpen["data"]; result: Opened };
  "email.leave": { data: RequestEmailLeave["data"]; result: Delivered };
  "diagnostics": { data: RequestDiagnostics["data"]; result: Diagnostics };
}
