"""A real server of its own for a group of tests, and a client that talks to it.

FRONTDESK_SERVER names the program. The server prints one JSON line when it listens and ends with the tests.
"""

import json
import os
import signal
import subprocess
import unittest
import warnings

import httpx
from intercom import Intercom


class Desk:
    """A running server."""

    def __init__(self, *options):
        program = os.environ.get("FRONTDESK_SERVER")
        if not program:
            raise RuntimeError("FRONTDESK_SERVER must name the server's program; `cargo xtask test clients` sets it")
        command = [program, "--log-level", "error", "dev", *options]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        line = self.server.stdout.readline()
        if not line:
            raise RuntimeError("the server ended before it listened")
        self.workspace = json.loads(line)
        self.http = httpx.Client(timeout=60)
        self.client = self.as_client()

    def as_client(self, **options):
        """A client of the workspace; `options` override the usual ones."""
        usual = {
            "token": self.workspace["operator_token"],
            "base_url": self.workspace["url"],
            "httpx_client": self.http,
        }
        options = {**usual, **options}
        return Intercom(**options)

    def close(self):
        self.http.close()
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(timeout=30)
        self.server.stdout.close()
        if code != 0:
            raise RuntimeError(f"the server ended with {code}")


class WithDesk(unittest.TestCase):
    """Tests that share one server."""

    @classmethod
    def setUpClass(cls):
        # The client's own, about its own libraries.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="intercom")
        cls.desk = Desk()
        cls.client = cls.desk.client

    @classmethod
    def tearDownClass(cls):
        cls.desk.close()

    def user(self, external_id, **fields):
        return self.client.contacts.create(request={"external_id": external_id, **fields})

    def all(self, pager):
        """Everything that a pager hands out, to its end."""
        items = []
        for item in pager:
            items.append(item)
            self.assertLess(len(items), 1000, "this pager does not end")
        return items
