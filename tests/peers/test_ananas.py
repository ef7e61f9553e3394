"""A bot on ananas posts when it starts, and answers who mentions it, from a stream."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from trunkline import Mastodon
from trunkline.sandbox import Sandbox
from trunkline.streaming import NotificationEvent
from trunkline.text import html_to_text

from .conftest import Client, Make, clean_variables
from .programs import ANANAS

BOT = """
import ananas

class Echo(ananas.PineappleBot):
    def start(self):
        self.mastodon.toot("The bot is awake")

    @ananas.reply
    def answer(self, status, user):
        text = ananas.html_strip_tags(status["content"])
        self.mastodon.status_post(
            "@{} you said: {}".format(user["acct"], text.replace("@", "")),
            in_reply_to_id=status["id"],
            visibility=status["visibility"],
        )
"""

CONFIGURATION = """[echo]
class = echobot.Echo
domain = {url}
client_id = {client_id}
client_secret = {client_secret}
access_token = {token}
"""


def test_a_bot_posts_and_answers(sandbox: Sandbox, tmp_path: Path, made: Make, client: Client) -> None:
    program, bob = made(ANANAS), client("bob")
    client_id, client_secret = Mastodon.create_app("ananas", api_base_url=sandbox.url)
    configuration = CONFIGURATION.format(
        url=sandbox.url, client_id=client_id, client_secret=client_secret, token=sandbox.token_for("eve")
    )
    (tmp_path / "bot.cfg").write_text(configuration)
    (tmp_path / "echobot.py").write_text(BOT)
    events = bob.stream("user")
    running = subprocess.Popen(
        [program.command("ananas"), "-v", "bot.cfg"],
        cwd=tmp_path,
        env=clean_variables(tmp_path),
        stderr=subprocess.PIPE,
        text=True,
    )
    with running, events:
        try:
            assert running.stderr is not None
            said = next(line for line in running.stderr if "Startup complete" in line or "exception" in line)
            assert "Startup complete" in said
            question = bob.status_post("@eve are you there?")
            answer = next(e.notification.status for e in events if isinstance(e, NotificationEvent))
        finally:
            running.send_signal(signal.SIGINT)
    assert answer is not None
    assert html_to_text(answer.content) == "@bob you said: eve are you there?"
    assert answer.in_reply_to_id == question.id
    eve = bob.account_lookup("eve")
    assert "The bot is awake" in [html_to_text(one.content) for one in bob.account_statuses(eve, limit=5)]
