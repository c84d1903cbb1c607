//! Every input limit, each with its reason. They are checked before anything is stored, so that no operation
//! is accepted by the device and refused by the server for its size. The shared cases are
//! `contract/vectors/limits.json`; characters are Unicode code points in every language.

/// Characters of an event name (ours: the documentation of the API we follow gives none).
pub const EVENT_NAME_CHARS: usize = 120;

/// Characters of a custom attribute's name.
pub const ATTRIBUTE_NAME_CHARS: usize = 190;

/// Characters of any text value of a user or company, standard or custom. Longer is refused and not cut: a
/// value that was silently shortened is a wrong value.
pub const TEXT_CHARS: usize = 255;

/// Characters of the address of a user's picture: addresses of picture services carry sizes and signatures.
pub const AVATAR_CHARS: usize = 2_048;

/// Custom attributes in one update, per user and per company.
pub const CUSTOM_ATTRIBUTES: usize = 100;

/// Companies in one update, as the server takes them.
pub const COMPANIES: usize = 100;

/// Bytes of one update on the wire: well below the server's body cap of 512 KiB.
pub const ATTRIBUTES_BYTES: usize = 256 * 1_024;

/// Largest `monthly_spend`: what a signed 32-bit column of the operator's tools can hold.
pub const MONTHLY_SPEND: f64 = 2_147_483_647.0;

/// Last second of the year 9999. A later "second" is a time in milliseconds.
pub const UNIX_SECONDS: i64 = 253_402_300_799;

/// Bytes of one event on the wire: a batch of 512 KiB must hold more than a handful.
pub const EVENT_BYTES: usize = 32 * 1_024;

/// Bytes of an event besides its metadata: keys, id, time, and a name of 120 four-byte characters, rounded up.
pub const EVENT_ENVELOPE_BYTES: usize = 1_024;

/// Bytes of an event's metadata, serialized without spaces: what is left, so that an event accepted here is
/// never too large for the server.
pub const METADATA_BYTES: usize = EVENT_BYTES - EVENT_ENVELOPE_BYTES;

/// Bytes of metadata handed over as JSON text, spaces and escapes included: eight times the serialized limit,
/// so that hopeless input is refused without being read.
pub const METADATA_TEXT_BYTES: usize = 8 * METADATA_BYTES;

/// Keys of an event's metadata, counted at every level. The server keeps the first ten of the top level and
/// says so in a warning; this limit only stops what cannot be meant.
pub const METADATA_KEYS: usize = 256;

/// Levels of objects and arrays in an event's metadata; the metadata object itself is the first.
pub const METADATA_DEPTH: usize = 8;

/// Bytes of any JSON text handed over by an app or a bridge.
pub const JSON_BYTES: usize = 4 * 1_024 * 1_024;

/// Levels of any JSON text. Far below the depth at which recursive code overflows a 512 KB stack.
pub const JSON_DEPTH: usize = 64;

/// Characters of a content's or a conversation's id.
pub const CONTENT_ID_CHARS: usize = 190;

/// Ids in one reference to help center collections.
pub const CONTENT_IDS: usize = 100;

/// Bytes of one message: what the server takes as a message's words.
pub const MESSAGE_BYTES: usize = 64 * 1_024;

/// Files with one message, as documented for the API we follow.
pub const ATTACHMENTS: usize = 10;

/// Characters of a file's name: what common file systems hold.
pub const FILE_NAME_CHARS: usize = 255;

/// Bytes of a push token; the longest known ones (browsers' subscriptions) stay below 2 KiB.
pub const PUSH_TOKEN_BYTES: usize = 4 * 1_024;

/// Tokens of the app's own services.
pub const AUTH_TOKENS: usize = 10;

/// Characters of such a token's name.
pub const AUTH_TOKEN_NAME_CHARS: usize = 64;

/// Characters of one key shown in the field path of an error; the rest is replaced by an ellipsis.
pub const SHOWN_KEY_CHARS: usize = 40;

/// Characters of a term that the help center is searched for.
pub const SEARCH_TERM_CHARS: usize = 255;

/// Answers in one receipt: more than any survey has questions.
pub const ANSWERS: usize = 100;

/// Characters of a question's id.
pub const QUESTION_ID_CHARS: usize = 64;

/// Characters of an answer in words.
pub const ANSWER_CHARS: usize = 4_096;

/// Choices in one answer, as many as a question may offer.
pub const ANSWER_CHOICES: usize = 50;

/// Characters of one choice.
pub const ANSWER_CHOICE_CHARS: usize = 255;

/// Answers in the form of one ticket.
pub const TICKET_ATTRIBUTES: usize = 100;

/// Characters of one answer in the form of a ticket.
pub const TICKET_TEXT_CHARS: usize = 65_536;
