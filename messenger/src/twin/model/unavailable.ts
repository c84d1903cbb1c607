// Why content is not shown, in words for the person who wanted to see it.
//
// Guarantee: every reason (draft, paused, archived, not meant for this person, unknown) has its own pair of code and
// status and its own sentence, the core's; none of them blames the person or names a rule of the operator. Pure.

import { FrontdeskError } from "../error";

const SENTENCES: Record<string, string> = {
  content_not_targeted: "This is not available to you.",
  not_found: "This could not be found.",
  draft: "This is not published yet.",
  paused: "This is not available at the moment. Try again later.",
  archived: "This is no longer available.",
};

/** Content that may not be shown, with a sentence for the person who wanted to see it. */
export function unavailable(code: "content_not_live" | "content_not_targeted" | "not_found", told?: string): FrontdeskError {
  const status = ["draft", "paused", "archived"].find((one) => one === told);
  const userMessage = SENTENCES[code] ?? SENTENCES[status ?? ""] ?? "This is not available right now.";
  return new FrontdeskError("content_unavailable", code, `the content cannot be shown (${code})`, { userMessage, ...(status ? { status } : {}) });
}
