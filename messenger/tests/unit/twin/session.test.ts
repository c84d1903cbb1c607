// contract/vectors/session.json on the twin.

import { expect } from "vitest";
import { transition, type Input, type Person, type State } from "../../../src/twin/session";
import { each, vectors } from "./vectors";

const person = (given: any): Person =>
  given.role === "lead" ? { role: "lead" } : { role: "user", userId: given.user_id, email: given.email };
const state = (given: any): State => (given.person ? { name: given.name, person: person(given.person) } : { name: given.name });

function input(given: any): Input {
  if (given.login) return { login: person(given.login) };
  if (given.logout) return given;
  if (typeof given === "object") return { refused: given.login_refused && person(given.login_refused) };
  const words: Record<string, Input> = {
    login_accepted: "accepted",
    login_failed: "failed",
    login_refused: { refused: undefined },
    session_lost: "lost",
    call: "call",
  };
  const word = words[given];
  if (!word) throw new Error(`unknown input ${given}`);
  return word;
}

each(vectors("session")["cases"], (one) => {
  const verdict = transition(state(one["state"]), input(one["input"]));
  const { expect: wanted } = one;
  if (wanted.state) expect(verdict).toEqual({ state: state(wanted.state), effects: wanted.effects });
  else expect(verdict).toEqual({ refuse: wanted.error ?? wanted.refuse });
});
