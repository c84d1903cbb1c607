// What proves who a user is, and what a host gives for its own services: checked before anything is stored.
//
// Guarantees: what passes is plain ASCII of a bounded length; an error names the field and never holds the text.
// Used by the client.

import type { Proof } from "../calls";
import { invalid } from "../error";
import { checkName, child } from "./text";

const LONGEST_HASH = 128;
const LONGEST_JWT = 8 * 1024;
const AUTH_TOKENS = 10;

/** The proofs that were given, under their names in the store. */
export function proofs({ userHash, jwt }: Proof): ["user_hash" | "jwt", string][] {
  return [...(userHash === undefined ? [] : [["user_hash", userHash] as ["user_hash", string]]), ...(jwt === undefined ? [] : [["jwt", jwt] as ["jwt", string]])];
}

/** Throws where a proof is none. */
export const checkProof = (name: "user_hash" | "jwt", value: string): void =>
  name === "jwt" ? checkSigned("jwt", value, LONGEST_JWT) : checkSigned("hash", value, LONGEST_HASH);

/** The tokens that are there with `more` of them; throws where one is none, or where they are too many. */
export function withTokens(known: Record<string, string>, more: Record<string, string>): Record<string, string> {
  const all = { ...known, ...more };
  for (const [name, token] of Object.entries(more)) {
    const field = child("auth_tokens", name);
    checkName(field, name, 64);
    checkSigned(field, token, LONGEST_JWT);
  }
  if (Object.keys(all).length > AUTH_TOKENS) {
    throw invalid("too_many_tokens", "auth_tokens", `must not be more than ${AUTH_TOKENS} tokens`, AUTH_TOKENS);
  }
  return all;
}

function checkSigned(field: string, value: string, longest: number): void {
  if (!value) throw invalid("empty", field, "pass what your server signed");
  if (value.length > longest) throw invalid("too_long", field, "pass the signature alone", longest);
  if (!/^[\x21-\x7e]+$/.test(value)) throw invalid("invalid_text", field, "use plain ASCII without spaces");
}
