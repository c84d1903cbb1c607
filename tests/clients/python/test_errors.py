"""Each class of error as the official client knows it, and what it does about 429 when it may try again."""

import re
import time
import unittest

from desk import Desk, WithDesk
from intercom.core.api_error import ApiError
from intercom.errors import BadRequestError, NotFoundError, UnauthorizedError


class Errors(WithDesk):
    def refused(self, status, code, call, kind=ApiError):
        """The client has a class of its own for the statuses that its description names for a call."""
        with self.assertRaises(kind) as refused:
            call()
        error = refused.exception
        self.assertEqual(error.status_code, status)
        body = error.body if isinstance(error.body, dict) else error.body.dict()
        self.assertEqual(body["type"], "error.list")
        self.assertRegex(body["request_id"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.assertEqual(body["errors"][0]["code"], code)
        return body["errors"][0]

    def test_400_for_what_cannot_be_meant(self):
        self.refused(400, "parameter_invalid", lambda: self.client.tags.create(request={"name": ""}), BadRequestError)
        self.refused(
            400, "parameter_missing", lambda: self.client.companies.create_or_update(request={}), BadRequestError
        )
        self.refused(400, "parameter_missing", lambda: self.client.contacts.create(request={}))

    def test_400_for_a_version_that_is_not_spoken_and_none_is_the_newest(self):
        old = self.desk.as_client(headers={"Intercom-Version": "1.0"})
        self.refused(400, "intercom_version_invalid", old.tags.list)
        self.assertEqual(self.client.tags.list().type, "list", "this client names no version")

    def test_401_for_a_token_that_opens_nothing(self):
        stranger = self.desk.as_client(token="nobody")
        self.refused(401, "unauthorized", stranger.tags.list, UnauthorizedError)

    def test_403_for_what_must_not_be_done_two_people_stay_two(self):
        one, other = self.user("one"), self.user("other")
        merge = lambda: self.client.contacts.merge_lead_in_user(lead_id=one.id, contact_id=other.id)
        self.refused(403, "action_forbidden", merge)

    def test_404_for_what_is_not_there(self):
        self.refused(404, "company_not_found", lambda: self.client.companies.find("nope"), NotFoundError)
        self.refused(404, "not_found", lambda: self.client.tags.find("999"), NotFoundError)
        self.refused(404, "not_found", lambda: self.client.notes.find(999), NotFoundError)
        self.refused(404, "not_found", lambda: self.client.contacts.find("0" * 24))

    def test_409_for_a_contact_that_is_there_and_names_it(self):
        made = self.user("twice")
        error = self.refused(409, "conflict", lambda: self.user("twice"))
        self.assertEqual(
            error["message"], f"A contact matching those details already exists with id={made.id}"
        )

    def test_422_for_one_more_event_name_than_there_may_be(self):
        self.user("busy")
        tell = lambda name: self.client.events.create(
            request={"event_name": name, "user_id": "busy", "created_at": 1700000000}
        )
        for n in range(120):
            tell(f"event-{n}")
        self.refused(422, "event_limit_reached", lambda: tell("one-more"))


class TooOften(unittest.TestCase):
    def test_429_tells_when_to_come_back_and_a_client_that_may_try_again_does(self):
        # Two requests in ten seconds.
        desk = Desk("--operator-requests-per-minute", "12")
        self.addCleanup(desk.close)
        with self.assertRaises(ApiError) as refused:
            for _ in range(4):
                answer = desk.client.tags.with_raw_response.list()
                self.assertEqual(answer.headers["x-ratelimit-limit"], "2")
                self.assertRegex(answer.headers["x-ratelimit-reset"], r"^\d{10}$")
        error = refused.exception
        self.assertEqual(error.status_code, 429)
        self.assertEqual(error.body["errors"][0]["message"], "Exceeded rate limit of 2 in 10_seconds")
        self.assertTrue(re.fullmatch(r"[1-9]\d*", error.headers["retry-after"]), error.headers["retry-after"])
        self.assertEqual(error.headers["x-ratelimit-remaining"], "0")
        begun = time.monotonic()
        # This client counts its tries from two (5.0.1): more than that are its retries.
        again = desk.client.tags.list(request_options={"max_retries": 5})
        self.assertEqual(again.data, [])
        self.assertLess(time.monotonic() - begun, 25)


if __name__ == "__main__":
    unittest.main()
