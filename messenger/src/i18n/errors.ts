// Errors in words: what happened and whose turn it is. The codes are those of docs/errors.md; one without a sentence of
// its own gets a plain one, and its code stands in the details.

import type { BridgeError } from "../contract/bridge";
import { type Key } from "./en";
import { size, t } from "./words";

const SENTENCES: Record<string, Key> = {
  too_many_uploads: "error.too_many_files",
  too_many_attachments: "error.too_many_files",
  upload_type_not_allowed: "error.file_type",
  unsupported_media_type: "error.file_type",
  too_long: "error.too_long",
  body_too_large: "error.too_long",
  message_too_large: "error.too_long",
  invalid_email: "error.email",
  not_found: "error.gone",
  content_not_live: "error.gone",
  content_not_targeted: "error.gone",
  erased: "error.gone",
  upload_unknown: "error.gone",
  not_logged_in: "error.session",
  session_expired: "error.session",
  login_refused: "error.session",
  auth_required: "error.session",
  unauthorized: "error.session",
  jwt_expired: "error.session",
  reply_not_allowed: "error.not_allowed",
  contact_blocked: "error.not_allowed",
  forbidden: "error.not_allowed",
  queue_full: "error.device_full",
  storage_full: "error.device_full",
};

/** The sentence for an error; the server's own for people comes first. */
export function sentence(error: BridgeError, online = true): string {
  if (error.userMessage) return error.userMessage;
  if (error.code === "attachment_too_large" || error.code === "upload_too_large") {
    return error.limit ? t("error.too_large_most", { size: size(error.limit) }) : t("error.too_large");
  }
  if (error.code === "empty" && error.field === "size") return t("error.empty_file");
  const known = SENTENCES[error.code];
  if (known) return t(known);
  if (!error.temporary) return t("error.unknown");
  return online ? t("error.unreachable") : t("error.offline");
}
