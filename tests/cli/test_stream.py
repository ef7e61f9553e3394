"""stream as a child process, and the text of events."""

from __future__ import annotations

import json

import pytest

from trunkline import Mastodon
from trunkline.answers.storing import raw
from trunkline.cli import exits
from trunkline.cli.output.terminal import json_line
from trunkline.cli.stream.events import as_json, event_text, named
from trunkline.cli.stream.names import NAMES
from trunkline.ids import Id
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox
from trunkline.streaming.arrivals import typed
from trunkline.streaming.event_kinds import KINDS
from trunkline.streaming.events import Delete, FiltersChanged, Gap
from trunkline.streaming.wires.raw import RawEvent

_LISTENING = "Listening to"


def test_readable(start, logged_in, bob):
    command = start("stream", "user:notification", "--limit", "1", "--show-sensitive")
    command.err_until(_LISTENING)
    bob.status_post("@alice A word on the wire", spoiler_text="Careful")
    status, out, err = command.finish()
    assert (status, err) == (0, "\n")
    lines = out.splitlines()
    assert " @bob mentioned you · " in lines[0]
    assert lines[2:4] == ["│   Careful", "│   @alice A word on the wire"]


def test_json_lines(start, logged_in):
    command = start("stream", "user", "public:local", "--json", "--limit", "2")
    command.err_until(_LISTENING)
    posted = [logged_in.status_post(text) for text in ("One", "Two")]
    events = [json.loads(line) for line in command.finish()[1].splitlines()]
    assert all(event["stream"] in event["streams"] for event in events)
    assert {stream for event in events for stream in event["streams"]} <= {"user", "public:local"}
    assert {(event["event"], event["payload"]["id"]) for event in events} == {("update", one.id) for one in posted}


def test_filters(start, logged_in):
    command = start(
        "stream", "user", "--event", "delete", "--event", "update", "--contains", "NEEDLE", "--limit", "1", "--json"
    )
    command.err_until(_LISTENING)
    logged_in.status_post("Only hay")
    edited = logged_in.status_post("More hay")
    logged_in.status_update(edited, "A needle, but not as an update")
    found = logged_in.status_post("Here is the needle")
    status, out, _ = command.finish()
    assert status == 0
    assert [json.loads(line)["payload"]["id"] for line in out.splitlines()] == [found.id]


def test_ctrl_c(start, logged_in):
    command = start("stream")
    command.err_until(_LISTENING)
    command.interrupt()
    assert command.finish() == (0, "", "\n\n")


def test_the_server_goes_away(start, home):
    with Sandbox(size=60) as going:
        home.mkdir()
        write_secrets(home / "going.secret", going.token_for("alice"), going.url)
        command = start("stream")
        command.err_until(_LISTENING)
    assert "Next attempt in" in command.err_until("Note: ")
    command.interrupt()
    assert command.finish()[0] == 0


@pytest.mark.parametrize(
    ("streams", "message"),
    [
        (["nonsense"], "Error: There is no stream 'nonsense'"),
        (["list"], "Error: The stream 'list' needs an id; write list:ID."),
    ],
)
def test_no_such_stream(trunkline, logged_in, streams, message):
    result = trunkline("stream", *streams)
    assert result.exit_code == exits.USAGE
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_a_token_that_is_not_valid(start, logged_in, home):
    file = next(home.iterdir())
    file.write_text(f"not-a-token\n{logged_in.api_base_url}\n")
    status, out, err = start("stream").finish()
    assert (status, out) == (exits.NOT_LOGGED_IN, "")
    assert err.splitlines()[-1].startswith("Error: ")
    assert "401" in err
    assert "Traceback" not in err
    assert "not-a-token" not in err


@pytest.fixture
def status(server):
    client = Mastodon(api_base_url=server.url)
    return client.timeline_public(limit=1)[0]


def test_the_names_in_the_help_are_those_of_the_table():
    assert tuple(kind.name for kind in KINDS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_event_has_its_name_and_a_look(name, status):
    payloads = {"delete": "1", "announcement.delete": "1", "filters_changed": None, "notifications_merged": None}
    objects = {
        "notification": {"id": "1", "type": "favourite", "account": status.account, "status": status},
        "conversation": {"id": "1", "accounts": [status.account], "last_status": status},
        "announcement": {"id": "1", "content": "<p>Welcome</p>"},
        "announcement.reaction": {"name": "🎉", "count": 2, "announcement_id": "1"},
    }
    payload = payloads[name] if name in payloads else json.dumps(raw(objects.get(name, status)))
    event = typed(RawEvent(name, payload, "user"))
    assert named(event)[0] == name
    assert json.loads(json_line(as_json(event)))["event"] == name
    assert event_text(event).plain.strip()


def test_events_that_no_server_sends():
    assert as_json(Gap("count", 7, stream="user")) == {
        "stream": "user",
        "streams": ["user"],
        "event": "trunkline.gap",
        "payload": {"reason": "count", "lost": 7},
    }
    assert event_text(Gap("age")).plain == "some events were missed and are lost (age)"


def test_small_events():
    assert event_text(Delete(Id("12"))).plain == "delete 12"
    assert event_text(FiltersChanged()).plain == "filters_changed"
    assert event_text(typed(RawEvent("brand.new", '{"a": 1}', "user"))).plain == "brand.new {'a': 1}"


def test_streams_by_the_names_of_timelines(trunkline, logged_in, monkeypatch):
    asked = []

    def stream(self, *names):
        asked.append(names)
        raise KeyboardInterrupt

    monkeypatch.setattr(Mastodon, "stream", stream)
    for names in ((), ("home", "local"), ("#python",), ("list:4",)):
        trunkline("stream", *names)
    assert asked == [("user",), ("user", "public:local"), ("hashtag:python",), ("list:4",)]
