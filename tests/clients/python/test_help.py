"""Articles, collections and news through the official client."""

import unittest

from desk import WithDesk
from intercom.errors import BadRequestError, NotFoundError


class Help(WithDesk):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = int(cls.client.admins.identify().id)

    def article(self, title, **fields):
        return self.client.articles.create(
            request={"title": title, "author_id": self.author, "state": "published", **fields}
        )

    def test_articles_are_written_found_changed_and_deleted(self):
        made = self.article("Reset a password", body="<p>Ask for a link.</p>")
        self.assertEqual((made.type, made.title, made.state), ("article", "Reset a password", "published"))
        number = int(made.id)
        self.assertIn("Ask for a link", self.client.articles.find(number).body)
        changed = self.client.articles.update(number, title="Reset your password", state="draft")
        self.assertEqual((changed.title, changed.state), ("Reset your password", "draft"))
        self.assertTrue(self.client.articles.delete(number).deleted)
        with self.assertRaises(NotFoundError):
            self.client.articles.find(number)

    def test_articles_are_listed_until_a_page_is_empty_each_once(self):
        made = {self.article(f"Page {n}").id for n in range(5)}
        listed = [one.id for one in self.all(self.client.articles.list(per_page=2))]
        self.assertEqual(len(listed), len(set(listed)))
        self.assertLessEqual(made, set(listed))

    def test_articles_are_searched(self):
        made = self.article("Bring your own vanilla", body="<p>Vanilla is an orchid.</p>")
        found = self.client.articles.search(phrase="vanilla", state="published")
        self.assertEqual([one.id for one in found.data.articles], [made.id])

    def test_articles_need_a_title(self):
        with self.assertRaises(BadRequestError):
            self.client.articles.create(request={"author_id": self.author})

    def test_collections_are_made_found_changed_listed_and_deleted(self):
        collections, made = self.client.help_centers.collections, []
        for n in range(5):
            made.append(collections.create(name=f"Collection {n}").id)
        number = int(made[0])
        self.assertEqual(collections.find(number).name, "Collection 0")
        self.assertEqual(collections.update(number, name="First").name, "First")
        listed = [one.id for one in self.all(collections.list(per_page=2))]
        self.assertEqual(len(listed), len(set(listed)))
        self.assertLessEqual(set(made), set(listed))
        self.assertTrue(collections.delete(number).deleted)
        with self.assertRaises(NotFoundError):
            collections.find(number)

    def test_help_centers_are_listed_to_the_end(self):
        self.assertGreaterEqual(len(self.all(self.client.help_centers.list())), 1)

    def test_news_are_written_found_and_deleted(self):
        items = self.client.news.items
        made = items.create(title="We ship", sender_id=self.author, state="live", body="<p>Now.</p>")
        self.assertEqual((made.title, made.state), ("We ship", "live"))
        self.assertEqual(items.find(int(made.id)).title, "We ship")
        self.assertTrue(items.delete(int(made.id)).deleted)


if __name__ == "__main__":
    unittest.main()
