// Every string of the messenger in English, the language all others follow. A comment above each says to
// translators where it stands and what its names mean. `{name}` is put in; an entry with `one` and `other` is a
// plural by `{count}`. Sentence case, verbs on buttons, no blame, no exclamation marks.

/** A string, or its plural forms. */
export type Entry = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);

export const en = {
  /** Tab: the first screen. */
  "tab.home": "Home",
  /** Tab and title: the list of conversations. */
  "tab.messages": "Messages",
  /** Tab and title: the help center. */
  "tab.help_center": "Help",
  /** Tab and title: the list of tickets. */
  "tab.tickets": "Tickets",
  /** Tab and title: what is new in the product. */
  "tab.news": "News",
  /** Read aloud for the row of tabs. */
  "tabs.name": "Sections",
  /** Read aloud behind a tab's name. */
  "tabs.unread": { one: "{count} unread conversation", other: "{count} unread conversations" },

  /** Button: one screen back. */
  "action.back": "Back",
  /** Button: closes the messenger, or a window over it. */
  "action.close": "Close",
  /** Button: loads again after an error. */
  "action.try_again": "Try again",
  /** Button: loads older entries of a list. */
  "action.load_more": "Load more",
  /** Button and first row of Messages: begins a conversation. */
  "action.new_message": "Send us a message",
  /** Button: says no to a question. */
  "action.cancel": "Cancel",
  /** Button: copies text. */
  "action.copy": "Copy",
  /** Said after copying. */
  "action.copied": "Copied",

  /** Greeting when the workspace wrote none. */
  "home.greeting": "Hello",
  /** Below the greeting when the workspace wrote nothing. */
  "home.introduction": "How can we help?",
  /** Title of the card with the latest conversation. */
  "home.recent": "Recent message",
  /** Field and button that lead to the search of the help center. */
  "home.search": "Search for help",
  /** Title of the card with the newest piece of news. */
  "home.news": "What’s new",

  /** Empty list of conversations. */
  "messages.empty": "No messages yet. Ask us anything, we are glad to help.",
  /** Read aloud for a conversation with something new. */
  "messages.unread": "Unread",
  /** In the preview of a message of one's own. */
  "messages.you": "You: {text}",
  /** Preview of a message without words. */
  "messages.attachment": "Attachment",

  /** Title while nobody has answered. */
  "conversation.new": "New message",
  /** Read aloud for the list of messages. */
  "conversation.list": "Conversation",
  /** Day separator. */
  "conversation.today": "Today",
  /** Day separator. */
  "conversation.yesterday": "Yesterday",
  /** Below the last own message that somebody has read. */
  "conversation.seen": "Seen",
  /** Read aloud for a message that is on its way. */
  "conversation.sending": "Sending",
  /** A message that was taken back. */
  "conversation.redacted": "This message was deleted",
  /** Below a message that the server refused; the reason follows in a sentence of its own. */
  "conversation.failed": "Not sent.",
  /** Button: sends a refused message again. */
  "conversation.retry": "Retry",
  /** Button: throws a refused message away. */
  "conversation.discard": "Discard",
  /** Above the composer without network. */
  "conversation.offline": "You’re offline. Messages will be sent when you’re back.",
  /** Pill while scrolled up. */
  "conversation.new_below": { one: "{count} new", other: "{count} new" },
  /** Name of the button that scrolls to the end. */
  "conversation.to_end": "Jump to the latest message",
  /** Read aloud while someone writes. */
  "conversation.typing": "{name} is typing",
  /** Read aloud when a message arrives. */
  "conversation.arrived": "{name}: {text}",
  /** Row of answers to choose from. */
  "conversation.quick_replies": "Suggested answers",
  /** Who wrote, when it has no name. */
  "conversation.someone": "Support",
  /** Author of one's own messages, read aloud. */
  "conversation.you": "You",
  /** Beginning of the conversation. */
  "conversation.start": "Write to us. We will answer here.",
  /** A closed conversation. */
  "conversation.closed": "This conversation is closed. Write to open it again.",
  /** Asks a visitor for an address. */
  "conversation.email_ask": "Get the answer by email, too",
  /** Field for it. */
  "conversation.email": "Email address",
  /** Button for it. */
  "conversation.email_send": "Save",
  /** After it was saved. */
  "conversation.email_saved": "Saved. We will write to you there, too.",

  /** Name and hint of the field for a message. */
  "composer.placeholder": "Message",
  /** Button. */
  "composer.send": "Send",
  /** Button. */
  "composer.attach": "Attach files",
  /** Button. */
  "composer.emoji": "Choose an emoji",
  /** While a file is dragged over the page. */
  "composer.drop": "Drop files to attach them",
  /** Button on a file that is not sent yet. */
  "composer.remove": "Remove {name}",
  /** Read aloud while a file is handed over. */
  "composer.uploading": "{name}, {percent} done",

  /** Hint of the search field. */
  "help.search": "Search for help",
  /** Read aloud and shown above the results. */
  "help.results": { one: "{count} result", other: "{count} results" },
  /** Nothing found. */
  "help.none": "Nothing found for “{term}”.",
  /** Below it. */
  "help.none_hint": "Try another word, or ask us.",
  /** Button under an article and under an empty search. */
  "help.ask": "Ask us",
  /** In a collection. */
  "help.articles": { one: "{count} article", other: "{count} articles" },
  /** The help center holds nothing. */
  "help.empty": "There are no articles yet.",
  /** Shown without network. */
  "help.offline": "You’re offline. You see what this device has read before.",
  /** Line under an article's title. */
  "help.by": "By {name}",
  /** Line under an article's title; date is written out. */
  "help.updated": "Updated {date}",
  /** Title above other articles. */
  "help.related": "Related articles",
  /** Question under an article. */
  "help.helped": "Did this answer your question?",
  /** Face: it did. */
  "help.happy": "Yes",
  /** Face: partly. */
  "help.neutral": "Somewhat",
  /** Face: it did not. */
  "help.sad": "No",
  /** After a face was chosen. */
  "help.thanks": "Thank you, that helps us to write better.",

  /** Empty list of tickets. */
  "tickets.empty": "No tickets yet. A ticket is for something that takes us longer.",
  /** Button: opens the form. */
  "tickets.new": "New ticket",
  /** Question above the kinds of tickets. */
  "tickets.choose": "What is it about?",
  /** Button of the form. */
  "tickets.create": "Submit",
  /** A ticket without a title. */
  "tickets.untitled": "Ticket",
  /** State. */
  "tickets.submitted": "Submitted",
  /** State. */
  "tickets.in_progress": "In progress",
  /** State. */
  "tickets.waiting_on_customer": "Waiting for you",
  /** State. */
  "tickets.resolved": "Resolved",
  /** Read aloud for the row of states. */
  "tickets.progress": "Progress",
  /** Button to the ticket's conversation. */
  "tickets.conversation": "Open the conversation",
  /** Under a field that was left empty. */
  "tickets.required": "Please fill this in.",
  /** Under a field for a number. */
  "tickets.number": "Please enter a number.",
  /** In a list of choices. */
  "tickets.pick": "Choose",
  /** After a name of a field. */
  "tickets.optional": "optional",
  /** A ticket was taken without network. */
  "tickets.queued": "Saved. We get it as soon as you are online.",
  /** Value of a yes-or-no field. */
  "tickets.yes": "Yes",
  /** Value of a yes-or-no field. */
  "tickets.no": "No",

  /** Empty list of news. */
  "news.empty": "Nothing new at the moment.",

  /** Button: the first page of a survey. */
  "survey.start": "Start",
  /** Button. */
  "survey.next": "Next",
  /** Button: the last page of a survey. */
  "survey.submit": "Submit",
  /** Button: leaves a question out. */
  "survey.skip": "Skip",
  /** Read aloud for the progress bar. */
  "survey.progress": "Question {count} of {total}",
  /** Shown after the last question when the workspace wrote nothing. */
  "survey.thanks": "Thank you for your answers.",
  /** Button after it. */
  "survey.done": "Done",
  /** Under the lowest number of a scale from 0 to 10. */
  "survey.low": "Not at all likely",
  /** Under the highest number. */
  "survey.high": "Very likely",
  /** Read aloud for a star. */
  "survey.stars": { one: "{count} star", other: "{count} stars" },
  /** Hint of a field. */
  "survey.answer": "Your answer",
  /** A question must be answered. */
  "survey.required": "Please answer this question.",

  /** Button: leaves a carousel. */
  "carousel.skip": "Skip",
  /** Button. */
  "carousel.next": "Next",
  /** Button on the last screen. */
  "carousel.done": "Done",
  /** Read aloud for a screen. */
  "carousel.screen": "Screen {count} of {total}",

  /** How far a checklist is. */
  "checklist.progress": "{count} of {total} done",
  /** In its place at the end. */
  "checklist.finished": "All of it is done.",
  /** Said when a task leads to a tour, on a phone. */
  "checklist.no_tour": "Tours are shown on larger screens.",

  /** Button in a message that showed itself. */
  "in_app.reply": "Reply",
  /** Button: closes a message that showed itself. */
  "in_app.dismiss": "Dismiss",
  /** Button: shows the whole message. */
  "in_app.open": "Read the message",
  /** Read aloud: who the message is from. */
  "in_app.from": "Message from {name}",

  /** Title of a question before a link is opened. */
  "link.title": "Open this link?",
  /** Before the address of a look-alike host. */
  "link.host": "It leads to {host}, which may look like another address.",
  /** Button. */
  "link.open": "Open",
  /** A link of a kind that is never opened. */
  "link.refused": "This link cannot be opened.",
  /** In place of a picture that cannot be shown. */
  "image.open": "Open picture",
  /** Read aloud for a picture without a description. */
  "image.name": "Picture",

  /** While content is loading, read aloud. */
  "loading": "Loading",
  /** Error: no network. */
  "error.offline": "You’re offline, and this device has not seen this before.",
  /** Error: the server does not answer. */
  "error.unreachable": "Our server cannot be reached at the moment.",
  /** Error: content is gone, or was never there. */
  "error.gone": "This is no longer available.",
  /** Error: nobody is logged in. */
  "error.session": "You are not signed in at the moment.",
  /** Error: a file, when nobody knows the most. */
  "error.too_large": "This file is too large.",
  /** Error: a file. */
  "error.too_large_most": "This file is too large. The most is {size}.",
  /** Error: a file. */
  "error.empty_file": "This file is empty.",
  /** Error: too many files. */
  "error.too_many_files": "Too many files at once. Send these first.",
  /** Error: a kind of file. */
  "error.file_type": "Files of this kind cannot be sent.",
  /** Error: text. */
  "error.too_long": "This text is too long.",
  /** Error: an address. */
  "error.email": "This is not an email address.",
  /** Error: a conversation that takes no messages. */
  "error.not_allowed": "Messages cannot be sent here at the moment.",
  /** Error: the device's storage. */
  "error.device_full": "There is no room left on this device.",
  /** Error: everything else. */
  "error.unknown": "This did not work.",
  /** Line that unfolds, for developers. */
  "error.details": "Details",
} as const satisfies Record<string, Entry>;

/** The name of a string. */
export type Key = keyof typeof en;
/** A language: every string, none left out. */
export type Dictionary = Record<Key, Entry>;
