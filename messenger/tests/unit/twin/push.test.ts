// contract/vectors/push.json on the twin.

import { expect } from "vitest";
import { isFrontdeskPush, readPush } from "../../../src/twin/model/push";
import { built, each, vectors } from "./vectors";

each(vectors("push")["cases"], (one) => {
  const payload = built(one["payload"]);
  expect(isFrontdeskPush(payload)).toBe(one["ours"]);
  const said = readPush(payload);
  const shown = said && {
    conversation_id: said.conversationId,
    part_id: said.partId ?? null,
    seq: said.seq ?? null,
    unread: said.unread ?? null,
  };
  expect(shown ?? null).toEqual(one["message"]);
});
