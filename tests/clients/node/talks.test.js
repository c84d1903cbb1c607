// Conversations, teammates and tickets through the official client.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { Intercom } from "intercom-client";

import { all, open } from "./desk.js";

let desk, client, admin, ada;
before(async () => {
  desk = await open();
  client = desk.client;
  admin = await client.admins.identify();
  ada = await client.contacts.create({ external_id: "ada", email: "ada@example.org" });
});
after(() => desk.close());

/** A conversation that Ada started. */
async function talk(body = "Hello there") {
  const message = await client.conversations.create({ from: { type: "user", id: ada.id }, body });
  return message.conversation_id;
}

describe("teammates", () => {
  it("are listed and found", async () => {
    const { admins } = await client.admins.list();
    assert.ok(admins.some((one) => one.id === admin.id && one.has_inbox_seat));
    assert.equal((await client.admins.find({ admin_id: Number(admin.id) })).id, admin.id);
  });
});

describe("conversations", () => {
  it("begin with a message", async () => {
    const message = await client.conversations.create({ from: { type: "user", id: ada.id }, body: "Hello there" });
    assert.ok(message.id && message.created_at, "an answer of messages, not of conversations");
    const found = await client.conversations.find({ conversation_id: message.conversation_id });
    assert.deepEqual([found.type, found.id, found.state, found.open], ["conversation", message.conversation_id, "open", true]);
    assert.match(found.source.body, /Hello there/);
    assert.deepEqual(found.contacts.contacts.map((one) => one.id), [ada.id]);
  });

  it("are answered by both sides", async () => {
    const conversation_id = await talk();
    const said = await client.conversations.reply({
      conversation_id,
      body: { message_type: "comment", type: "admin", admin_id: admin.id, body: "How can I help?" },
    });
    assert.equal(said.id, conversation_id);
    await client.conversations.reply({
      conversation_id,
      body: { message_type: "comment", type: "user", intercom_user_id: ada.id, body: "With an order" },
    });
    await client.conversations.reply({
      conversation_id,
      body: { message_type: "note", type: "admin", admin_id: admin.id, body: "Look it up" },
    });
    const found = await client.conversations.find({ conversation_id });
    const parts = found.conversation_parts.conversation_parts.filter((part) => part.body);
    assert.deepEqual(parts.map((part) => [part.part_type, part.author.type]), [
      ["comment", "admin"], ["comment", "user"], ["note", "admin"],
    ]);
    assert.match(parts[1].body, /With an order/);
  });

  it("are closed, snoozed, opened and assigned", async () => {
    const conversation_id = await talk();
    const manage = (body) => client.conversations.manage({ conversation_id, body: { admin_id: admin.id, ...body } });
    assert.equal((await manage({ message_type: "close", type: "admin" })).state, "closed");
    assert.equal((await manage({ message_type: "open" })).state, "open");
    const until = Math.floor(Date.now() / 1000) + 3600;
    const snoozed = await manage({ message_type: "snoozed", snoozed_until: until });
    assert.deepEqual([snoozed.state, snoozed.snoozed_until], ["snoozed", until]);
    const assigned = await manage({ message_type: "assignment", type: "admin", assignee_id: admin.id });
    assert.equal(String(assigned.admin_assignee_id), admin.id);
  });

  it("are read, named, joined, tagged and deleted", async () => {
    const conversation_id = await talk();
    const named = await client.conversations.update({ conversation_id, title: "An order", read: true });
    assert.deepEqual([named.title, named.read], ["An order", true]);

    const bob = await client.contacts.create({ external_id: `bob-${conversation_id}` });
    const customer = { intercom_user_id: bob.id };
    const joined = await client.conversations.attachContactAsAdmin({ conversation_id, admin_id: admin.id, customer });
    assert.equal(joined.contacts.contacts.length, 2);
    const left = await client.conversations.detachContactAsAdmin({
      conversation_id, contact_id: bob.id, admin_id: admin.id,
    });
    assert.deepEqual(left.contacts.contacts.map((one) => one.id), [ada.id]);

    const tag = await client.tags.create({ name: "Order" });
    const tagged = await client.tags.tagConversation({ conversation_id, id: tag.id, admin_id: admin.id });
    assert.deepEqual([tagged.id, tagged.applied_by.id], [tag.id, admin.id]);
    const tags = async () => (await client.conversations.find({ conversation_id })).tags.tags;
    assert.deepEqual((await tags()).map((one) => one.name), ["Order"]);
    await client.tags.untagConversation({ conversation_id, tag_id: tag.id, admin_id: admin.id });
    assert.deepEqual(await tags(), []);

    const gone = await client.conversations.deleteConversation({ conversation_id: Number(conversation_id) });
    assert.equal(gone.deleted, true);
    await assert.rejects(client.conversations.find({ conversation_id }), (error) => {
      assert.ok(error instanceof Intercom.NotFoundError);
      return true;
    });
  });

  it("are listed and searched to the end, each once", async () => {
    const made = new Set();
    for (let n = 0; n < 7; n++) made.add(await talk(`Page ${n}`));
    const listed = (await all(client.conversations.list({ per_page: 2 }))).map((one) => one.id);
    assert.equal(new Set(listed).size, listed.length);
    for (const id of made) assert.ok(listed.includes(id));
    const query = { field: "source.body", operator: "~", value: "Page" };
    const found = (await all(client.conversations.search({ query, pagination: { per_page: 3 } }))).map((one) => one.id);
    assert.deepEqual(new Set(found), made);
    assert.equal(found.length, made.size);
  });

  it("refuse what cannot be meant", async () => {
    const nobody = client.conversations.create({ from: { type: "user", id: "0".repeat(24) }, body: "x" });
    await assert.rejects(nobody, (error) => error instanceof Intercom.NotFoundError);
    await assert.rejects(client.conversations.find({ conversation_id: "999999" }), { statusCode: 404 });
  });
});

describe("messages", () => {
  it("begin a conversation from the other side", async () => {
    const sent = await client.messages.create({
      message_type: "inapp", body: "Welcome", from: { type: "admin", id: Number(admin.id) },
      to: { type: "user", id: ada.id },
    });
    assert.ok(sent.id);
    const query = { field: "source.body", operator: "~", value: "Welcome" };
    assert.equal((await all(client.conversations.search({ query }))).length, 1);
  });
});

describe("tickets", () => {
  it("are opened, answered, moved, searched and deleted", async () => {
    const kind = await desk.ask("POST", "/x/ticket_types", {
      name: "Bug", status: "live",
      attributes: [{ name: "_default_title_", label: "Title", type: "text", required: true }],
    });
    const kinds = await client.ticketTypes.list();
    assert.ok(kinds.data.some((one) => one.id === kind.id));
    const made = [];
    for (let n = 0; n < 5; n++) {
      const ticket = await client.tickets.create({
        ticket_type_id: kind.id,
        contacts: [{ id: ada.id }],
        ticket_attributes: { _default_title_: `Broken ${n}` },
      });
      assert.deepEqual([ticket.type, ticket.ticket_attributes._default_title_], ["ticket", `Broken ${n}`]);
      made.push(ticket.id);
    }
    const [ticket_id] = made;
    const reply = await client.tickets.reply({
      ticket_id,
      body: { message_type: "comment", type: "admin", admin_id: admin.id, body: "We look into it" },
    });
    assert.match(reply.body, /look into it/);
    const moved = await client.tickets.update({
      ticket_id, ticket_attributes: { _default_title_: "Mended" }, open: false,
    });
    assert.deepEqual([moved.ticket_attributes._default_title_, moved.open], ["Mended", false]);
    assert.equal((await client.tickets.get({ ticket_id })).open, false);
    const query = { field: "ticket_type_id", operator: "=", value: kind.id };
    const found = await all(client.tickets.search({ query, pagination: { per_page: 2 } }));
    assert.deepEqual(new Set(found.map((one) => one.id)), new Set(made));
    assert.equal((await client.tickets.deleteTicket({ ticket_id })).deleted, true);
    await assert.rejects(client.tickets.get({ ticket_id }), { statusCode: 404 });
  });
});
