"""The programs in `examples/` against sandboxes: their output and databases match the servers."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from PIL import Image

from tests.examples.conftest import EXAMPLES, Example
from trunkline import Mastodon
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox
from trunkline.streaming import Stream


def query(database: str, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as opened:
        opened.execute("SET schema = 'mastodon_data'")
        return opened.execute(sql).fetchall()


@pytest.mark.soak
def test_archive(
    example: Example, servers: list[Sandbox], token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    with Mastodon(access_token=token_file) as alice:
        for description in ("A teal square", None):
            medium = alice.media_post(picture.getvalue(), description=description, file_name="a.png", synchronous=True)
            alice.status_post("A picture", media_ids=[medium])
    program = example("archive_my_account")
    program.main([str(token_file), "--describe"])
    out = capsys.readouterr().out
    store, me = servers[0].store, int(servers[0].accounts["alice"])
    held = {str(status) for status in store.column("SELECT id FROM statuses WHERE account_id = :me", {"me": me})}
    assert {status for (status,) in query("archive.duckdb", "SELECT id FROM account_statuses")} == held
    posts, boosts = map(int, re.findall(r"(\d+) posts and (\d+) boosts", out)[0])
    assert (posts + boosts, boosts > 0) == (len(held), True)
    favourites = len(store.column("SELECT id FROM favourites WHERE account_id = :me", {"me": me}))
    left_out = favourites - query("archive.duckdb", "SELECT count(*) FROM favourites")[0][0]
    assert favourites > left_out >= 0
    attachments = query("archive.duckdb", "SELECT description FROM account_statuses__media_attachments")
    assert {("A teal square",), (None,)} <= set(attachments)
    assert f"{len(attachments)} attachments, {attachments.count((None,))} of them" in out
    assert all(description in out for (description,) in attachments if description and "\n" not in description)

    program.main([str(token_file)])
    assert capsys.readouterr().out.startswith("0 new rows")


def test_archive_without_media_and_hashtags(
    example: Example, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox(size=0, rate_limits=None) as server:
        write_secrets(token_file, server.token_for("alice"), server.url)
        with Mastodon(access_token=token_file) as alice:
            alice.status_post("Only words")
        example("archive_my_account").main([str(token_file), "--describe"])
    out = capsys.readouterr().out
    assert "1 posts and 0 boosts" in out
    assert "0 attachments, 0 of them" in out
    assert "Hashtags: none" in out


def test_hashtag_study(example: Example, servers: list[Sandbox], capsys: pytest.CaptureFixture[str]) -> None:
    program = example("hashtag_study")
    arguments = [server.url for server in servers] + ["--tag", "astronomy", "--tag", "photography"]
    program.main(arguments)
    out = capsys.readouterr().out
    seen = query("hashtags.duckdb", "SELECT _instance, count(DISTINCT uri) FROM hashtags GROUP BY 1 ORDER BY 1")
    assert {instance for instance, _ in seen} == {server.domain for server in servers}
    for instance, count in seen:
        assert re.search(rf"^ *{count}  {re.escape(instance)}$", out, re.MULTILINE)
    in_english = query("hashtags.duckdb", "SELECT count(DISTINCT uri) FROM hashtags WHERE language = 'en'")[0][0]
    assert re.search(rf"^ *{in_english}  en$", out, re.MULTILINE)
    assert "2 of 2 servers: read" in out
    assert " + " in out.partition("Used together")[2]

    program.main(arguments)
    assert capsys.readouterr().out.startswith("0 new posts")


@pytest.mark.soak
def test_compare_servers(example: Example, servers: list[Sandbox], capsys: pytest.CaptureFixture[str]) -> None:
    dead = "127.0.0.1:9"
    example("compare_servers").main([*(server.url for server in servers), f"http://{dead}", "--posts", "30"])
    tables = capsys.readouterr().out.split("\n\n")
    titles = [table.strip().partition("\n")[0] for table in tables]
    assert titles == ["Servers", "Newest local posts", "Languages", "Not compared"]
    for table in tables[:3]:
        assert all(server.domain in table for server in servers)
    rules = len(Mastodon(api_base_url=servers[0].url).instance_rules())
    described = next(line for line in tables[0].splitlines() if servers[0].domain in line)
    assert re.search(rf" {rules} +(yes|no)$", described)
    assert dead in tables[3]
    assert "failed" in tables[3]


def test_the_bot_answers_exactly_once(
    example: Example, servers: list[Sandbox], token_file: Path, bob: Mastodon, tmp_path: Path
) -> None:
    program, place = example("bot"), tmp_path / "bot.place"
    working = threading.Thread(target=program.main, args=([str(token_file), "--limit", "1"],), daemon=True)
    working.start()
    assert servers[0].hub.wait_for_listener(f"user:notification:{servers[0].accounts['alice']}", timeout=30)
    first = bob.status_post("@alice are you there?", visibility="unlisted")
    working.join(60)
    assert not working.is_alive()

    after_first = place.read_text()
    missed = bob.status_post("@alice and now?")
    program.main([str(token_file), "--limit", "1"])
    before_second = Path("bot.place")
    before_second.write_text(after_first)  # as if it had been killed after answering
    program.main([str(token_file), "--limit", "1"])

    for mention in (first, missed):
        answers = bob.status_context(mention).descendants
        assert [answer.visibility for answer in answers] == [mention.visibility]
        assert program.ANSWER in answers[0].content


def test_the_bot_goes_on_after_each_kill_where_a_repeated_key_is_a_fault(
    example: Example, servers: list[Sandbox], token_file: Path, bob: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The end of the bot between an answer and the saving of its place."""

    def kill(stream: Stream, place: Path) -> None:
        if stream.cursor() != place.read_text():
            raise Killed

    program, place = example("bot"), Path("bot.place")
    servers[0].quirks.add("repeated-key-500")
    with Mastodon(access_token=token_file) as alice, alice.stream("user:notification") as stream:
        assert stream.connected()
        place.write_text(stream.cursor())
    mentions = [bob.status_post(f"@alice are you there? ({number})") for number in range(3)]
    save = program._save
    for number in range(3):
        monkeypatch.setattr(program, "_save", kill)
        with Mastodon(access_token=token_file) as restarted, pytest.raises(Killed):
            program.answer_mentions(restarted, place, f"Here ({number})")
        monkeypatch.setattr(program, "_save", save)
        with Mastodon(access_token=token_file) as restarted:
            assert program.answer_mentions(restarted, place, f"Here ({number})", limit=1) == 1
    servers[0].quirks.clear()
    for number, mention in enumerate(mentions):
        (answer,) = bob.status_context(mention).descendants
        assert f"Here ({number})" in answer.content


@pytest.mark.soak
def test_they_explain_themselves() -> None:
    for file in EXAMPLES.glob("*.py"):
        if "def main(" in file.read_text():
            done = subprocess.run(
                [sys.executable, str(file), "--help"], capture_output=True, text=True, timeout=60, check=True
            )
            assert "usage:" in done.stdout
