// Articles, collections and news through the official client.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { Intercom } from "intercom-client";

import { all, open } from "./desk.js";

let desk, client, author_id;
before(async () => {
  desk = await open();
  client = desk.client;
  author_id = Number((await client.admins.identify()).id);
});
after(() => desk.close());

describe("articles", () => {
  it("are written, found, changed and deleted", async () => {
    const made = await client.articles.create({
      title: "Reset a password", body: "<p>Ask for a link.</p>", author_id, state: "published",
    });
    assert.deepEqual([made.type, made.title, made.state], ["article", "Reset a password", "published"]);
    assert.equal(made.workspace_id, desk.workspace.app_id);
    const article_id = Number(made.id);
    const found = await client.articles.find({ article_id });
    assert.match(found.body, /Ask for a link/);
    const changed = await client.articles.update({ article_id, title: "Reset your password", state: "draft" });
    assert.deepEqual([changed.title, changed.state], ["Reset your password", "draft"]);
    assert.equal((await client.articles.delete({ article_id })).deleted, true);
    await assert.rejects(client.articles.find({ article_id }), (error) => {
      assert.ok(error instanceof Intercom.NotFoundError);
      return true;
    });
  });

  it("are listed until a page is empty, each once", async () => {
    const made = [];
    for (let n = 0; n < 5; n++) {
      made.push((await client.articles.create({ title: `Page ${n}`, author_id, state: "published" })).id);
    }
    const listed = (await all(client.articles.list({ per_page: 2 }))).map((one) => one.id);
    assert.equal(new Set(listed).size, listed.length);
    for (const id of made) assert.ok(listed.includes(id), id);
  });

  it("are searched", async () => {
    const made = await client.articles.create({
      title: "Bring your own vanilla", body: "<p>Vanilla is an orchid.</p>", author_id, state: "published",
    });
    const found = await client.articles.search({ phrase: "vanilla", state: "published" });
    assert.deepEqual(found.data.articles.map((one) => one.id), [made.id]);
    assert.equal(found.total_count, 1);
  });

  it("need a title", async () => {
    await assert.rejects(client.articles.create({ author_id }), (error) => {
      assert.ok(error instanceof Intercom.BadRequestError);
      return true;
    });
  });
});

describe("collections", () => {
  it("are made, found, changed, listed until a page is empty and deleted", async () => {
    const collections = client.helpCenters.collections;
    const made = [];
    for (let n = 0; n < 5; n++) {
      const one = await collections.create({ name: `Collection ${n}`, description: "About things" });
      assert.equal(one.name, `Collection ${n}`);
      made.push(one.id);
    }
    const collection_id = Number(made[0]);
    assert.equal((await collections.find({ collection_id })).name, "Collection 0");
    assert.equal((await collections.update({ collection_id, name: "First" })).name, "First");
    const listed = (await all(collections.list({ per_page: 2 }))).map((one) => one.id);
    assert.equal(new Set(listed).size, listed.length);
    for (const id of made) assert.ok(listed.includes(id), id);
    assert.equal((await collections.delete({ collection_id })).deleted, true);
    await assert.rejects(collections.find({ collection_id }), { statusCode: 404 });
  });

  it("belong to help centers", async () => {
    const centers = await all(client.helpCenters.list());
    assert.ok(centers.length >= 1);
  });
});

describe("news", () => {
  it("are written, found, changed and deleted", async () => {
    const made = await client.news.items.create({ title: "We ship", sender_id: author_id, state: "live", body: "<p>Now.</p>" });
    assert.deepEqual([made.title, made.state], ["We ship", "live"]);
    const news_item_id = Number(made.id);
    assert.equal((await client.news.items.find({ news_item_id })).title, "We ship");
    assert.equal((await client.news.items.delete({ news_item_id })).deleted, true);
    await assert.rejects(client.news.items.find({ news_item_id }), { statusCode: 404 });
  });
});
