// What the demo shows: Treeline, a planner, its people, help center, news and what a customer asked. Believable, and
// every kind of thing there is at least once.

import type { Article, Author, Checklist, Collection, Content, Conversation, NewsItem, Part, Settings, Ticket, TicketTypes } from "../../contract/types";
import { face, landscape, PNG } from "./pictures";

export const GRACE: Author = { type: "admin", name: "Grace Okafor", avatar: face("#8d5a3c", "#2b1d16", "#5b6ee1") };
export const JONAS: Author = { type: "admin", name: "Jonas Weber", avatar: face("#f0c8a4", "#b0793f", "#2f9e78") };
export const MEI: Author = { type: "admin", name: "Mei Tanaka", avatar: face("#f3d3b3", "#1f1f24", "#d9694c") };
export const FIN: Author = { type: "bot", name: "Treeline Assistant", avatar: null };
export const YOU: Author = { type: "user", name: "Ada", avatar: null };

/** How the workspace looks. */
export const SETTINGS: Settings = {
  brand: { name: "Treeline" },
  colors: { primary: "#2563eb" },
  locale: "en",
  spaces: ["home", "messages", "help_center", "tickets", "news"],
  features: {},
  stream: "on",
  greeting: "Hi Ada",
  introduction: "How can we help you plan today?",
  reply_time: "We reply in a few minutes",
  team: [GRACE, JONAS, MEI],
  locales: ["en", "de"],
};

const part = (id: string, seq: number, author: Author, created_at: number, html: string | null, more: Partial<Part> = {}): Part => ({
  id,
  seq,
  author,
  body_html: html,
  body_text: html === null ? null : html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ").trim(),
  attachments: [],
  created_at,
  state: "sent",
  ...more,
});

/** The person's conversations. */
export function conversations(now: number): Conversation[] {
  const day = 86_400;
  const main: Part[] = [
    part("101", 1, YOU, now - day - 3_900, "<p>Hello, our spring board has grown to 400 cards and I lose track.</p>"),
    part("102", 2, YOU, now - day - 3_880, "<p>Can I split it without losing the comments?</p>", { state: "seen" }),
    part(
      "103",
      3,
      FIN,
      now - day - 3_870,
      "<p>Yes. Comments and files stay attached when cards move. These two may help:</p><ul><li><a href=\"https://help.treeline.example/move\">Move cards to another board</a></li><li><a href=\"https://help.treeline.example/guests\">Invite guests</a></li></ul>",
    ),
    part("104", 4, GRACE, now - 3_000, "<p>Hi Ada, Grace here. I looked at the board.</p>"),
    part(
      "105",
      5,
      GRACE,
      now - 2_960,
      "<p>I would split it by <strong>season</strong>: select the cards, then choose <code>Move cards</code>. Here is how the result could look:</p>",
      { attachments: [{ id: "a1", name: "spring-board.webp", content_type: "image/webp", size: 184_320, url: PNG, expires_at: now + 1_800 }] },
    ),
    part("106", 6, YOU, now - 900, "<p>That looks just right, thank you. I attach our list of labels.</p>", {
      state: "seen",
      attachments: [
        { id: "a2", name: "labels-2026-final.csv", content_type: "text/csv", size: 18_432, url: "https://files.treeline.example/a2", expires_at: now + 1_800 },
      ],
    }),
    part("107", 7, GRACE, now - 240, "<p>Got it. Shall I move the cards for you, or would you rather try it yourself?</p>", {
      quick_replies: [
        { id: "q1", text: "Please move them" },
        { id: "q2", text: "I will try it" },
      ],
    }),
  ];
  const invoice: Part[] = [
    part("201", 1, YOU, now - 3 * day, "<p>Could you send the invoice of October to our new address?</p>"),
    part("202", 2, JONAS, now - 3 * day + 1_200, "<p>Done, it should be in your mailbox. The new address is saved for the next ones, too.</p>"),
  ];
  return [
    conversation("42", null, now - 240, 1, [GRACE, FIN], main),
    conversation("43", null, now - 3 * day + 1_200, 0, [JONAS], invoice),
    conversation("44", "Welcome to Treeline", now - 41 * day, 0, [MEI], [part("301", 1, MEI, now - 41 * day, "<p>Welcome, Ada. I am Mei, and I help new teams to find their way. Write to me at any time.</p>")]),
  ];
}

/** A conversation around its parts. */
export function conversation(id: string, title: string | null, updated_at: number, unread_count: number, participants: Author[], parts: Part[]): Conversation {
  return { id, client_id: null, title, state: "open", updated_at, unread_count, participants, parts, previous: null, from_cache: false };
}

/** A conversation of many parts. */
export function longConversation(id: string, count: number, now: number): Conversation {
  const parts = Array.from({ length: count }, (_, index) => {
    const words = "This is a line of a long talk. ".repeat(1 + ((index * 7) % 4)).trim();
    return part(`L${index}`, index + 1, index % 5 < 2 ? YOU : GRACE, now - (count - index) * 400, `<p>${index + 1}. ${words}</p>`);
  });
  return conversation(id, "A long talk", now - 400, 0, [GRACE], parts);
}

/** The help center's tree. */
export const COLLECTIONS: Collection[] = [
  {
    id: "5001",
    title: "Getting started",
    summary: "From the first board to the first finished week",
    icon: "compass",
    articles: [
      { id: "1001", title: "Create your first board" },
      { id: "1002", title: "Move cards to another board" },
      { id: "1003", title: "Bring your tasks from another tool" },
    ],
    sections: [{ id: "5011", title: "On the phone", summary: null, icon: null, articles: [{ id: "1004", title: "Work without a network" }], sections: [] }],
  },
  { id: "5002", title: "Working together", summary: "People, comments, notifications", icon: "people", articles: [{ id: "1005", title: "Invite guests" }], sections: [] },
  { id: "5003", title: "Plans and billing", summary: "Prices, invoices, changing or ending a plan", icon: "card", articles: [{ id: "1006", title: "Change the billing address" }], sections: [] },
  { id: "5004", title: "Account and security", summary: "Signing in, devices, your data", icon: "lock", articles: [{ id: "1007", title: "Sign in with a passkey" }], sections: [] },
];

/** An article; every id has this one's body under its own title. */
export function article(id: string, title: string, now: number): Article {
  const body = `<p>Cards move with everything on them: comments, files, checklists and the history. You need to be a member of both boards.</p>
    <ol><li>Select the cards. Hold <kbd>Shift</kbd> to select a range.</li><li>Choose <strong>••• › Move cards</strong>.</li><li>Pick the board and the column.</li></ol>
    <h2>What happens to links</h2><p>Links to a moved card go on working. Read <a href="https://treeline.example/links">how links are made</a>.</p>
    <figure><img src="${PNG}" alt="The board after the move" width="960" height="720"><figcaption>The board after the move</figcaption></figure>
    <blockquote>People who follow a card are not notified of the move.</blockquote>
    <h2>From a script</h2><pre><code>treeline cards move --from spring --to summer \\
  --label "next season"</code></pre>
    <table><thead><tr><th>Plan</th><th>Cards at once</th></tr></thead><tbody><tr><td>Free</td><td>50</td></tr><tr><td>Team</td><td>1,000</td></tr></tbody></table>`;
  return {
    id,
    title,
    summary: "Comments, files and history come along.",
    body_html: body,
    body_text: body.replaceAll(/<[^>]+>/g, " "),
    locale: "en",
    available_locales: ["en", "de"],
    updated_at: now - 12 * 86_400,
    author: GRACE,
    collection_id: "5001",
    related: [
      { id: "1001", title: "Create your first board" },
      { id: "1005", title: "Invite guests" },
    ],
  };
}

/** What is new. */
export function news(now: number): NewsItem[] {
  const body = "<p>The calendar now shows <strong>every board at once</strong>. Switch single boards on and off at the side; your choice is remembered.</p><p>Cards without a date wait in a tray below, and you give them a day by dragging.</p>";
  return [
    { id: "7001", title: "One calendar for all boards", body_html: body, cover_image_url: landscape("#7aa5f5", "#2f6f5e"), published_at: now - 2 * 86_400 },
    { id: "7002", title: "Passkeys for everyone", body_html: "<p>Sign in with a touch.</p>", cover_image_url: null, published_at: now - 20 * 86_400 },
    { id: "7003", title: "A faster search", body_html: "<p>It answers while you type.</p>", cover_image_url: landscape("#f2a65a", "#5b4b8a"), published_at: now - 48 * 86_400 },
  ];
}

/** The kinds of tickets. */
export const TICKET_TYPES: TicketTypes["data"] = [
  {
    id: "4",
    name: "Something is broken",
    description: "Tell us what you did and what happened.",
    icon: "bug",
    attributes: [
      { name: "_default_title_", label: "What is broken?", description: null, type: "text", required: true },
      { name: "_default_description_", label: "What did you do, and what happened?", description: "A picture helps: attach it in the conversation.", type: "long_text", required: true },
      { name: "device", label: "Where do you see it?", description: null, type: "list", required: false, options: ["Browser", "iPhone", "Android"] },
      { name: "people", label: "How many people are affected?", description: null, type: "number", required: false },
      { name: "since", label: "Since when?", description: null, type: "date", required: false },
      { name: "blocked", label: "We cannot work at all", description: null, type: "boolean", required: false },
    ],
  },
  { id: "5", name: "An idea", description: "What would make your week easier?", icon: "lightbulb", attributes: [{ name: "_default_title_", label: "Your idea", description: null, type: "text", required: true }] },
];

/** The person's tickets. */
export function tickets(now: number): Ticket[] {
  const type = { id: "4", name: "Something is broken" };
  const attributes = { _default_title_: "Export stops at 1,000 rows", device: "Browser", people: 12, since: "2026-11-18", blocked: false } as object;
  return [
    {
      id: "9001",
      title: "Export stops at 1,000 rows",
      description: "We export the whole board every Friday. Since this week the file ends after 1,000 rows without a word.",
      state: "in_progress",
      ticket_type: type,
      attributes,
      conversation_id: "42",
      created_at: now - 2 * 86_400,
      updated_at: now - 3_600,
    },
    { id: "9002", title: "Reminder comes twice", description: null, state: "waiting_on_customer", ticket_type: type, attributes: {}, conversation_id: null, created_at: now - 6 * 86_400, updated_at: now - 86_400 },
    { id: "9003", title: "Print view cuts long titles", description: null, state: "resolved", ticket_type: type, attributes: {}, conversation_id: null, created_at: now - 30 * 86_400, updated_at: now - 21 * 86_400 },
  ];
}

/** A checklist of a person who has begun. */
export const checklist = (): Checklist => ({
  id: "9001",
  title: "Your first day with Treeline",
  body: {
    intro: "Ten minutes, and your first board is ready to work with.",
    tasks: [
      { id: "board", title: "Create your first board", body_html: "<p>A board holds the cards of one piece of work.</p>", action: { type: "article", id: "1002", label: "Read how" }, done: true },
      { id: "look", title: "Look around", body_html: "<p>Three stops, <strong>half a minute</strong>. You can leave at any time.</p>", action: { type: "tour", id: "8001", label: "Show me around" }, done: false },
      { id: "invite", title: "Invite your team", body_html: "", action: { type: "link", url: "https://treeline.example/invite", label: "Open invitations" }, done: false },
      { id: "card", title: "Move your first card from “To do” to “Done”", body_html: "", done: false },
    ],
  },
});

/** Content that is presented. */
export function contents(now: number): Content[] {
  const live = (kind: Content["kind"], id: string, title: string, body: object): Content => ({ kind, id, status: "live", title, body });
  return [
    live("survey", "2001", "How are we doing?", {
      intro: "Four short questions. Your answers decide what we build next.",
      questions: [
        { id: "q1", type: "scale", label: "How likely are you to tell a friend about Treeline?", required: true },
        { id: "q2", type: "single", label: "What do you use it for most?", options: ["Planning a product", "Running events", "Private projects"] },
        { id: "q3", type: "multiple", label: "What would you like to see next?", options: ["Time tracking", "A calendar for guests", "Automations"] },
        { id: "q4", type: "rating", label: "How do you like the new calendar?", show_if: { question_id: "q2", equals: "Planning a product" } },
        { id: "q5", type: "long_text", label: "Anything else?" },
      ],
      thanks: "Thank you. We read every answer.",
    }),
    live("carousel", "3001", "What’s new in Treeline 4", {
      screens: [
        { title: "Everything in one calendar", body_html: "<p>See what is due across all boards, and move it with a finger.</p>", image_url: landscape("#7aa5f5", "#2f6f5e") },
        { title: "Work anywhere", body_html: "<p>Boards open without a network. Changes are sent when you are back.</p>", image_url: landscape("#f2a65a", "#5b4b8a") },
        { title: "Invite your team", body_html: "<p>Guests are free on every plan.</p>", action: { label: "See all plans", url: "https://treeline.example/plans" } },
      ],
    }),
    live("in_app_message", "6001", "", { display: "card", body_html: "<p>Hi Ada, your trial ends on Friday. Can I help you to choose a plan?</p>", sender: GRACE }),
    live("in_app_message", "6002", "", { display: "banner", body_html: "<p>Maintenance on Sunday, 6 to 7 UTC. <a href=\"https://status.treeline.example\">More</a></p>", sender: null }),
    live("in_app_message", "6003", "Boards for the whole family", { display: "sheet", body_html: "<p>From today five people plan together for the price of one.</p><ul><li>One shared calendar</li><li>Lists for shopping</li></ul>", sender: MEI }),
    ...news(now).map((item) => live("news", item.id, item.title, { body_html: item.body_html, cover_image_url: item.cover_image_url, published_at: item.published_at })),
  ];
}
