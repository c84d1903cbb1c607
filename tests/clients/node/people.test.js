// Contacts, tags, notes, companies and visitors through the official client: values, and every pager to its end.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { all, open } from "./desk.js";

let desk, client;
before(async () => {
  desk = await open();
  client = desk.client;
});
after(() => desk.close());

const user = (externalId, more = {}) => client.contacts.create({ external_id: externalId, ...more });

describe("contacts", () => {
  it("are made, found, changed and listed", async () => {
    const made = await client.contacts.create({
      external_id: "u1",
      email: "ada@example.org",
      name: "Ada",
      custom_attributes: { paid_subscriber: true },
    });
    assert.equal(made.type, "contact");
    assert.equal(made.id.length, 24);
    assert.equal(made.workspace_id, desk.workspace.app_id);
    assert.equal(made.role, "user");
    assert.deepEqual(made.custom_attributes, { paid_subscriber: true });

    const changed = await client.contacts.update({ contact_id: made.id, phone: "+1", name: null });
    assert.deepEqual([changed.phone, changed.name, changed.email], ["+1", null, "ada@example.org"]);
    assert.deepEqual(await client.contacts.find({ contact_id: made.id }), changed);
    assert.deepEqual(await client.contacts.showContactByExternalId({ external_id: "u1" }), changed);
  });

  it("are searched and listed page by page, each once", async () => {
    for (let n = 0; n < 7; n++) await user(`page-${n}`, { name: "Paged" });
    const query = { field: "name", operator: "=", value: "Paged" };
    const found = await all(client.contacts.search({ query, pagination: { per_page: 3 } }));
    const ids = (items) => items.map((one) => one.external_id);
    const want = [6, 5, 4, 3, 2, 1, 0].map((n) => `page-${n}`);
    assert.deepEqual(ids(found), want);
    const listed = ids(await all(client.contacts.list({ per_page: 2 })));
    assert.deepEqual(listed, [...want, "u1"]);
    const nested = {
      operator: "AND",
      value: [query, { operator: "OR", value: [{ field: "external_id", operator: "=", value: "page-3" }] }],
    };
    assert.deepEqual(ids(await all(client.contacts.search({ query: nested }))), ["page-3"]);
  });

  it("are archived without a body, brought back and deleted", async () => {
    const { id } = await user("put-away");
    assert.deepEqual(await client.contacts.archive({ contact_id: id }), {
      type: "contact", id, external_id: "put-away", archived: true,
    });
    const live = await all(client.contacts.list());
    assert.ok(!live.some((one) => one.id === id));
    assert.equal((await client.contacts.unarchive({ contact_id: id })).archived, false);
    assert.deepEqual(await client.contacts.delete({ contact_id: id }), {
      type: "contact", id, external_id: "put-away", deleted: true,
    });
    await assert.rejects(client.contacts.find({ contact_id: id }), { statusCode: 404 });
  });

  it("are blocked", async () => {
    const { id } = await user("blocked");
    assert.equal((await client.contacts.blockContact({ contact_id: id })).blocked, true);
  });

  it("merge a lead into a user", async () => {
    const lead = await client.contacts.create({ role: "lead", phone: "+2" });
    const into = await user("merged", { name: "Grace" });
    const merged = await client.contacts.mergeLeadInUser({ from: lead.id, into: into.id });
    assert.deepEqual([merged.id, merged.role, merged.name, merged.phone], [into.id, "user", "Grace", "+2"]);
  });
});

describe("visitors", () => {
  it("are found, changed and become part of a user", async () => {
    const lead = await client.contacts.create({ role: "lead" });
    const found = await client.visitors.find({ user_id: lead.id });
    assert.deepEqual([found.type, found.id, found.app_id], ["visitor", lead.id, desk.workspace.app_id]);
    assert.equal((await client.visitors.update({ id: lead.id, name: "Gareth" })).name, "Gareth");
    const contact = await client.visitors.mergeToContact({
      type: "user",
      user: { user_id: "converted" },
      visitor: { id: lead.id },
    });
    assert.deepEqual([contact.type, contact.external_id, contact.name], ["contact", "converted", "Gareth"]);
  });
});

describe("tags", () => {
  it("are made once, applied one by one and in bulk, and deleted", async () => {
    const { id } = await user("tagged");
    const tag = await client.tags.create({ name: "VIP" });
    assert.deepEqual([tag.type, tag.name], ["tag", "VIP"]);
    assert.equal((await client.tags.create({ name: "vip" })).id, tag.id);
    assert.equal((await client.tags.create({ id: tag.id, name: "Gold" })).name, "Gold");
    assert.equal((await client.tags.find({ tag_id: tag.id })).name, "Gold");
    assert.equal((await client.tags.tagContact({ contact_id: id, id: tag.id })).id, tag.id);
    const tags = async () => (await client.contacts.listAttachedTags({ contact_id: id })).data;
    assert.deepEqual((await tags()).map((one) => one.name), ["Gold"]);
    assert.equal((await client.contacts.find({ contact_id: id })).tags.total_count, 1);
    assert.equal((await client.tags.untagContact({ contact_id: id, tag_id: tag.id })).id, tag.id);
    assert.deepEqual(await tags(), []);

    await client.tags.create({ name: "Gold", users: [{ id }] });
    assert.deepEqual((await tags()).map((one) => one.id), [tag.id]);
    const company = await client.companies.createOrUpdate({ company_id: "tagged" });
    await client.tags.create({ name: "Gold", companies: [{ company_id: "tagged" }] });
    const of = async () => (await client.companies.find({ company_id: company.id })).tags.tags;
    assert.deepEqual((await of()).map((one) => one.id), [tag.id]);
    await client.tags.create({ name: "Gold", companies: [{ company_id: "tagged", untag: true }] });
    assert.deepEqual(await of(), []);
    assert.deepEqual((await client.tags.list()).data.map((one) => one.name), ["Gold"]);
    await client.tags.delete({ tag_id: tag.id });
    assert.deepEqual((await client.tags.list()).data, []);
  });
});

describe("notes", () => {
  it("are written and read until a page is empty", async () => {
    const { id } = await user("noted");
    for (let n = 0; n < 5; n++) {
      const note = await client.notes.create({ contact_id: id, body: `Note ${n}` });
      assert.deepEqual([note.type, note.body, note.contact.id], ["note", `<p>Note ${n}</p>`, id]);
      assert.equal((await client.notes.find({ note_id: Number(note.id) })).body, note.body);
    }
    const read = await all(client.notes.list({ contact_id: id, per_page: 2 }));
    assert.deepEqual(read.map((note) => note.body), [4, 3, 2, 1, 0].map((n) => `<p>Note ${n}</p>`));
  });
});

describe("companies", () => {
  it("are made and changed by the same call, found and deleted", async () => {
    const made = await client.companies.createOrUpdate({
      company_id: "acme", name: "Acme", plan: "Pro", monthly_spend: 49.9, remote_created_at: 1374138000,
    });
    assert.deepEqual(
      [made.type, made.company_id, made.plan.name, made.monthly_spend, made.remote_created_at, made.user_count],
      ["company", "acme", "Pro", 49, 1374138000, 0],
    );
    const again = await client.companies.createOrUpdate({ company_id: "acme", name: "Acme Inc" });
    assert.deepEqual([again.id, again.name, again.plan.name], [made.id, "Acme Inc", "Pro"]);
    assert.equal((await client.companies.update({ company_id: made.id, body: { size: 7 } })).size, 7);
    assert.equal((await client.companies.find({ company_id: made.id })).size, 7);
    const retrieved = await client.companies.retrieve({ company_id: "acme" });
    assert.equal(retrieved.id, made.id);
    assert.equal(retrieved.data[0].id, made.id);
    assert.deepEqual(await client.companies.delete({ company_id: made.id }), {
      id: made.id, object: "company", deleted: true,
    });
    await assert.rejects(client.companies.find({ company_id: made.id }), (error) => {
      assert.equal(error.body.errors[0].code, "company_not_found");
      return error.statusCode === 404;
    });
  });

  it("are listed and scrolled to the end, each once", async () => {
    for (let n = 0; n < 7; n++) await client.companies.createOrUpdate({ company_id: `page-${n}` });
    const paged = (items) => items.map((one) => one.company_id).filter((id) => id.startsWith("page-"));
    const up = [0, 1, 2, 3, 4, 5, 6].map((n) => `page-${n}`);
    assert.deepEqual(paged(await all(client.companies.list({ per_page: 3, order: "asc" }))), up);
    assert.deepEqual(paged(await all(client.companies.list({ per_page: 3 }))), up.toReversed());
    assert.deepEqual(paged(await all(client.companies.scroll())), up);
  });

  it("take contacts in and let them go", async () => {
    const { id } = await user("employed");
    const made = [];
    for (let n = 0; n < 5; n++) {
      const company = await client.companies.createOrUpdate({ company_id: `job-${n}` });
      const attached = await client.companies.attachContact({ contact_id: id, id: company.id });
      assert.deepEqual([attached.id, attached.user_count], [company.id, 1]);
      made.push(company.id);
    }
    const of = () => all(client.contacts.listAttachedCompanies({ contact_id: id, per_page: 2 }));
    assert.deepEqual((await of()).map((one) => one.id), made);
    const people = await client.companies.listAttachedContacts({ company_id: made[0] });
    assert.deepEqual(people.data.map((one) => one.id), [id]);
    assert.equal((await client.companies.detachContact({ contact_id: id, company_id: made[0] })).user_count, 0);
    assert.deepEqual((await of()).map((one) => one.id), made.slice(1));
  });
});

describe("events and attributes", () => {
  it("are told and read back", async () => {
    await user("eventful");
    const at = Math.floor(Date.now() / 1000) - 60;
    const told = { event_name: "order-item", user_id: "eventful", created_at: at, metadata: { invoice: "inv_1" } };
    assert.equal(await client.events.create(told), undefined);
    const summary = await client.events.list({ type: "user", user_id: "eventful", summary: true });
    assert.deepEqual(summary.events.map((one) => [one.name, one.count]), [["order-item", 1]]);

    const made = await client.dataAttributes.create({ name: "shoe_size", model: "contact", data_type: "integer" });
    assert.deepEqual([made.name, made.full_name, made.custom], ["shoe_size", "custom_attributes.shoe_size", true]);
    const changed = await client.dataAttributes.update({ data_attribute_id: made.id, body: { description: "EU" } });
    assert.equal(changed.description, "EU");
    const list = await client.dataAttributes.list({ model: "contact" });
    assert.ok(list.data.some((one) => one.id === made.id));
  });
});

describe("what there is none of", () => {
  it("is an empty list", async () => {
    assert.deepEqual((await client.segments.list()).segments, []);
    assert.deepEqual((await client.teams.list()).teams, []);
    assert.deepEqual((await client.subscriptionTypes.list()).data, []);
  });

  it("and whose token it is, is told", async () => {
    const me = await client.admins.identify();
    assert.deepEqual([me.type, me.app.id_code], ["admin", desk.workspace.app_id]);
  });
});
