"""Contacts, tags, notes, companies and visitors through the official client: values, and every pager to its end."""

import time
import unittest

from desk import WithDesk
from intercom.errors import NotFoundError


class Contacts(WithDesk):
    def test_are_made_found_and_changed(self):
        made = self.client.contacts.create(
            request={
                "external_id": "u1",
                "email": "ada@example.org",
                "name": "Ada",
                "custom_attributes": {"paid_subscriber": True},
            }
        )
        self.assertEqual((made.type, made.role, len(made.id)), ("contact", "user", 24))
        self.assertEqual(made.workspace_id, self.desk.workspace["app_id"])
        self.assertEqual(made.custom_attributes, {"paid_subscriber": True})
        changed = self.client.contacts.update(made.id, phone="+1", name="Ada L")
        self.assertEqual((changed.phone, changed.name, changed.email), ("+1", "Ada L", "ada@example.org"))
        self.assertEqual(self.client.contacts.find(made.id).name, "Ada L")
        self.assertEqual(self.client.contacts.show_contact_by_external_id("u1").id, made.id)

    def test_are_searched_and_listed_page_by_page_each_once(self):
        for n in range(7):
            self.user(f"page-{n}", name="Paged")
        want = [f"page-{n}" for n in reversed(range(7))]
        query = {"field": "name", "operator": "=", "value": "Paged"}
        # The pager of this client's searches sends the first page's cursor again and again (5.0.1), whoever
        # answers; scripts go on by the cursor themselves.
        found, pagination = [], {"per_page": 3}
        for _ in range(3):
            page = self.client.contacts.search(query=query, pagination=pagination)
            found += [one.external_id for one in page.items]
            self.assertEqual(page.response.total_count, 7)
            following = page.response.pages.next
            pagination = {"per_page": 3, "starting_after": following and following.starting_after}
        self.assertEqual(found, want)
        self.assertIsNone(following)
        listed = [one.external_id for one in self.all(self.client.contacts.list(per_page=2))]
        self.assertEqual([one for one in listed if str(one).startswith("page-")], want)
        self.assertEqual(len(listed), len(set(listed)))

    def test_are_archived_brought_back_and_deleted(self):
        made = self.user("put-away")
        archived = self.client.contacts.archive(made.id)
        self.assertEqual((archived.id, archived.external_id, archived.archived), (made.id, "put-away", True))
        self.assertNotIn(made.id, [one.id for one in self.all(self.client.contacts.list())])
        self.assertFalse(self.client.contacts.unarchive(made.id).archived)
        self.assertTrue(self.client.contacts.delete(made.id).deleted)
        with self.assertRaises(Exception) as gone:
            self.client.contacts.find(made.id)
        self.assertEqual(gone.exception.status_code, 404)

    def test_are_blocked(self):
        self.assertTrue(self.client.contacts.block_contact(self.user("blocked").id).blocked)

    def test_merge_a_lead_into_a_user(self):
        lead = self.client.contacts.create(request={"role": "lead", "phone": "+2"})
        user = self.user("merged", name="Grace")
        merged = self.client.contacts.merge_lead_in_user(lead_id=lead.id, contact_id=user.id)
        self.assertEqual((merged.id, merged.role, merged.name, merged.phone), (user.id, "user", "Grace", "+2"))


class Visitors(WithDesk):
    def test_are_found_changed_and_become_part_of_a_user(self):
        lead = self.client.contacts.create(request={"role": "lead"})
        self.assertEqual(self.client.visitors.find(user_id=lead.id).id, lead.id)
        named = self.client.visitors.update(request={"id": lead.id, "name": "Gareth"})
        self.assertEqual((named.type, named.name), ("visitor", "Gareth"))
        contact = self.client.visitors.merge_to_contact(
            type="user", user={"user_id": "converted"}, visitor={"id": lead.id}
        )
        self.assertEqual((contact.type, contact.external_id, contact.name), ("contact", "converted", "Gareth"))


class Tags(WithDesk):
    def test_are_made_once_applied_one_by_one_and_in_bulk_and_deleted(self):
        contact = self.user("tagged")
        tags = self.client.tags
        tag = tags.create(request={"name": "VIP"})
        self.assertEqual((tag.type, tag.name), ("tag", "VIP"))
        self.assertEqual(tags.create(request={"name": "vip"}).id, tag.id)
        self.assertEqual(tags.create(request={"id": tag.id, "name": "Gold"}).name, "Gold")
        self.assertEqual(tags.find(tag.id).name, "Gold")
        self.assertEqual(tags.tag_contact(contact.id, tag_id=tag.id).id, tag.id)
        of = lambda: [one.name for one in self.client.contacts.list_attached_tags(contact.id).data]
        self.assertEqual(of(), ["Gold"])
        self.assertEqual(tags.untag_contact(contact.id, tag.id).id, tag.id)
        self.assertEqual(of(), [])
        tags.create(request={"name": "Gold", "users": [{"id": contact.id}]})
        self.assertEqual(of(), ["Gold"])

        company = self.client.companies.create_or_update(request={"company_id": "tagged"})
        # The model knows tags of companies as plain dictionaries.
        of_company = lambda: [one["id"] for one in self.client.companies.find(company.id).tags.tags]
        tags.create(request={"name": "Gold", "companies": [{"company_id": "tagged"}]})
        self.assertEqual(of_company(), [tag.id])
        tags.create(request={"name": "Gold", "companies": [{"company_id": "tagged", "untag": True}]})
        self.assertEqual(of_company(), [])
        self.assertEqual([one.name for one in tags.list().data], ["Gold"])
        self.assertIsNone(tags.delete(tag.id))
        self.assertEqual(tags.list().data, [])


class Notes(WithDesk):
    def test_are_written_and_read_until_a_page_is_empty(self):
        contact = self.user("noted")
        for n in range(5):
            note = self.client.notes.create(contact.id, body=f"Note {n}")
            self.assertEqual((note.type, note.body, note.contact.id), ("note", f"<p>Note {n}</p>", contact.id))
            self.assertEqual(self.client.notes.find(int(note.id)).body, note.body)
        read = self.all(self.client.notes.list(contact.id, per_page=2))
        self.assertEqual([note.body for note in read], [f"<p>Note {n}</p>" for n in reversed(range(5))])


class Companies(WithDesk):
    def test_are_made_and_changed_by_the_same_call_found_and_deleted(self):
        companies = self.client.companies
        made = companies.create_or_update(
            request={"company_id": "acme", "name": "Acme", "plan": "Pro", "monthly_spend": 49, "remote_created_at": 9}
        )
        told = (made.type, made.company_id, made.plan.name, made.monthly_spend, made.remote_created_at)
        self.assertEqual(told, ("company", "acme", "Pro", 49, 9))
        again = companies.create_or_update(request={"company_id": "acme", "name": "Acme Inc"})
        self.assertEqual((again.id, again.name, again.plan.name), (made.id, "Acme Inc", "Pro"))
        self.assertEqual(companies.update(made.id, request={"size": 7}).size, 7)
        self.assertEqual(companies.find(made.id).size, 7)
        self.assertEqual(companies.retrieve(company_id="acme").id, made.id)
        gone = companies.delete(made.id)
        self.assertEqual((gone.id, gone.object, gone.deleted), (made.id, "company", True))
        with self.assertRaises(NotFoundError):
            companies.find(made.id)

    def test_are_listed_and_scrolled_to_the_end_each_once(self):
        for n in range(7):
            self.client.companies.create_or_update(request={"company_id": f"page-{n}"})
        paged = lambda items: [one.company_id for one in items if one.company_id.startswith("page-")]
        up = [f"page-{n}" for n in range(7)]
        self.assertEqual(paged(self.all(self.client.companies.list(per_page=3, order="asc"))), up)
        self.assertEqual(paged(self.all(self.client.companies.list(per_page=3))), up[::-1])
        self.assertEqual(paged(self.all(self.client.companies.scroll())), up)

    def test_take_contacts_in_and_let_them_go(self):
        contact, made = self.user("employed"), []
        for n in range(5):
            company = self.client.companies.create_or_update(request={"company_id": f"job-{n}"})
            attached = self.client.companies.attach_contact(contact.id, company_id=company.id)
            self.assertEqual((attached.id, attached.user_count), (company.id, 1))
            made.append(company.id)
        of = lambda: [one.id for one in self.all(self.client.contacts.list_attached_companies(contact.id, per_page=2))]
        self.assertEqual(of(), made)
        people = self.client.companies.list_attached_contacts(made[0])
        self.assertEqual([one.id for one in people.data], [contact.id])
        self.assertEqual(self.client.companies.detach_contact(contact.id, made[0]).user_count, 0)
        self.assertEqual(of(), made[1:])


class TheRest(WithDesk):
    def test_events_and_attributes_are_told_and_read_back(self):
        self.user("eventful")
        told = {
            "event_name": "order-item",
            "user_id": "eventful",
            "created_at": int(time.time()) - 60,
            "metadata": {"invoice": "inv_1"},
        }
        self.assertIsNone(self.client.events.create(request=told))
        summary = self.client.events.list(type="user", user_id="eventful", summary=True)
        self.assertEqual([(one.name, one.count) for one in summary.events], [("order-item", 1)])
        made = self.client.data_attributes.create(
            request={"name": "shoe_size", "model": "contact", "data_type": "integer"}
        )
        self.assertEqual((made.name, made.full_name), ("shoe_size", "custom_attributes.shoe_size"))
        changed = self.client.data_attributes.update(made.id, request={"description": "EU"})
        self.assertEqual(changed.description, "EU")
        self.assertIn(made.id, [one.id for one in self.client.data_attributes.list(model="contact").data])

    def test_what_there_is_none_of_is_an_empty_list(self):
        self.assertEqual(self.client.segments.list().segments, [])
        self.assertEqual(self.client.teams.list().teams, [])
        self.assertEqual(self.client.subscription_types.list().data, [])

    def test_whose_token_it_is_is_told(self):
        me = self.client.admins.identify()
        self.assertEqual((me.type, me.app.id_code), ("admin", self.desk.workspace["app_id"]))


if __name__ == "__main__":
    unittest.main()
