// Each class of error as the official client knows it, and what it does on its own about 429.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { Intercom, IntercomError } from "intercom-client";

import { client as clientOf, open } from "./desk.js";

let desk, client;
before(async () => {
  desk = await open();
  client = desk.client;
});
after(() => desk.close());

/**
 * That a call is refused as it should be: status, code and class. The client has a class of its own for the
 * statuses that its description names for a call, and a plain one for the others.
 */
async function refused(call, status, code, kind = IntercomError) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof kind, `${error.constructor.name} is no ${kind.name}`);
    assert.equal(error.statusCode, status);
    assert.equal(error.body.type, "error.list");
    assert.match(error.body.request_id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(error.body.errors[0].code, code);
    return true;
  });
}

describe("errors", () => {
  it("400 for what cannot be meant", async () => {
    await refused(client.tags.create({ name: "" }), 400, "parameter_invalid", Intercom.BadRequestError);
    await refused(client.companies.createOrUpdate({}), 400, "parameter_missing", Intercom.BadRequestError);
    await refused(client.contacts.create({}), 400, "parameter_missing");
    const query = { field: "nope", operator: "=", value: "x" };
    await refused(client.contacts.search({ query }), 400, "parameter_invalid");
  });

  it("400 for a version that is not spoken", async () => {
    const old = clientOf(desk.workspace, { version: "1.0" });
    await refused(old.tags.list(), 400, "intercom_version_invalid");
  });

  it("401 for a token that opens nothing", async () => {
    const stranger = clientOf(desk.workspace, { token: "nobody" });
    await refused(stranger.tags.list(), 401, "unauthorized", Intercom.UnauthorizedError);
    await refused(stranger.admins.identify(), 401, "unauthorized");
  });

  it("403 for what must not be done: two people stay two", async () => {
    const [one, other] = await Promise.all(
      ["one", "other"].map((id) => client.contacts.create({ external_id: id })),
    );
    await refused(client.contacts.mergeLeadInUser({ from: one.id, into: other.id }), 403, "action_forbidden");
  });

  it("404 for what is not there", async () => {
    const kind = Intercom.NotFoundError;
    await refused(client.companies.find({ company_id: "nope" }), 404, "company_not_found", kind);
    await refused(client.tags.find({ tag_id: "999" }), 404, "not_found", kind);
    await refused(client.notes.find({ note_id: 999 }), 404, "not_found", kind);
    await refused(client.notes.create({ contact_id: "nobody", body: "x" }), 404, "not_found", kind);
    await refused(client.contacts.find({ contact_id: "0".repeat(24) }), 404, "not_found");
  });

  it("409 for a contact that is there, and names it", async () => {
    const made = await client.contacts.create({ external_id: "twice" });
    const again = client.contacts.create({ external_id: "twice" });
    await refused(again, 409, "conflict");
    await assert.rejects(again, (error) => {
      const message = `A contact matching those details already exists with id=${made.id}`;
      assert.equal(error.body.errors[0].message, message);
      return true;
    });
  });

  it("422 for one more event name than there may be", async () => {
    await client.contacts.create({ external_id: "busy" });
    const tell = (name) => client.events.create({ event_name: name, user_id: "busy", created_at: 1700000000 });
    for (let n = 0; n < 120; n++) await tell(`event-${n}`);
    await refused(tell("one-more"), 422, "event_limit_reached");
  });
});

describe("a limit that is exceeded", () => {
  it("is 429, with the headers on every answer, and the client goes on by itself", async (t) => {
    // Two requests in ten seconds.
    const slow = await open("--operator-requests-per-minute", "12");
    t.after(() => slow.close());
    const impatient = clientOf(slow.workspace, { maxRetries: 0 });
    const { rawResponse } = await impatient.tags.list().withRawResponse();
    assert.equal(rawResponse.headers.get("x-ratelimit-limit"), "2");
    assert.equal(rawResponse.headers.get("x-ratelimit-remaining"), "1");
    assert.match(rawResponse.headers.get("x-ratelimit-reset"), /^\d{10}$/);
    let last;
    for (let n = 0; n < 3 && !last; n++) {
      await impatient.tags.list().catch((error) => (last = error));
    }
    assert.equal(last.statusCode, 429);
    assert.equal(last.body.errors[0].code, "rate_limit_exceeded");
    assert.equal(last.body.errors[0].message, "Exceeded rate limit of 2 in 10_seconds");
    assert.match(last.rawResponse.headers.get("retry-after"), /^[1-9]\d*$/);
    assert.equal(last.rawResponse.headers.get("x-ratelimit-remaining"), "0");
    // A client as it comes: it waits as it was told, and then is answered.
    assert.deepEqual((await clientOf(slow.workspace).tags.list()).data, []);
  });
});
