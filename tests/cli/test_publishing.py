"""post: threads, polls, times, quotes, dry runs, limits of the server, and what is kept when sending fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from trunkline.cli import exits
from trunkline.cli.demo.picture import draw
from trunkline.cli.posting.draft_folder import CUT, DraftFolder
from trunkline.cli.posting.unsent import UnsentPost
from trunkline.cli.session.open_session import open_session
from trunkline.errors import MastodonIncompletePostError
from trunkline.protocol.retries import RetryPolicy

_STATUSES = "/api/v1/statuses"


@pytest.fixture
def mine(logged_in):
    """Gives the newest posts of the account, the oldest first."""

    def newest(count=1):
        return list(reversed(logged_in.account_statuses(logged_in.account_verify_credentials(), limit=count)))

    return newest


@pytest.fixture
def picture(tmp_path):
    """The path of a picture."""
    file = tmp_path / "hills.png"
    file.write_bytes(draw())
    return str(file)


@pytest.fixture
def broken(server, monkeypatch):
    """Return a function that lets requests fail, without repetitions."""
    make = RetryPolicy.__init__
    monkeypatch.setattr(RetryPolicy, "__init__", lambda self, **given: make(self, **{**given, "attempts": 1}))
    server.clear_failures()
    yield server.fail
    server.clear_failures()


def _ids(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_a_poll(trunkline, mine):
    arguments = ["Tea?", "--poll", "Yes", "--poll", "No", "--poll-expires", "6h", "--poll-multiple"]
    assert trunkline("post", *arguments, "--poll-hide-totals").exit_code == 0
    poll = mine()[0].poll
    assert [option.title for option in poll.options] == ["Yes", "No"]
    assert poll.multiple
    assert poll.options[0].votes_count is None
    assert timedelta(hours=5) < poll.expires_at - datetime.now(UTC) <= timedelta(hours=6)


def test_media_in_their_positions(trunkline, mine, picture):
    arguments = ["-m", picture, "-m", picture, "-a", "", "-a", "Hills", "--focus", "", "--focus", "0.5,-0.25"]
    assert trunkline("post", "Two", *arguments).exit_code == 0
    one, two = mine()[0].media_attachments
    assert (one.description, two.description) == (None, "Hills")
    assert (two.meta.focus.x, two.meta.focus.y) == (0.5, -0.25)


def test_media_are_hidden_as_the_account_is_set(trunkline, mine, logged_in, picture):
    logged_in.account_update_credentials(default_sensitive=True)
    try:
        trunkline("post", "Hidden", "-m", picture)
        trunkline("post", "Shown", "-m", picture, "--not-sensitive")
        assert [status.sensitive for status in mine(2)] == [True, False]
    finally:
        logged_in.account_update_credentials(default_sensitive=False)


def test_a_quote(trunkline, mine, logged_in):
    quoted = logged_in.status_post("Quote me")
    assert trunkline("post", "Look", "--quote", quoted.url, "--quote-policy", "nobody").exit_code == 0
    assert mine()[0].quote.quoted_status.id == quoted.id
    assert mine()[0].quote_approval.automatic == []


def test_a_thread(trunkline, mine):
    text = "\n\n".join(f"{number} {'word ' * 70}" for number in range(4))
    result = trunkline("post", "--thread", "-", "--visibility", "unlisted", text=text)
    assert result.exit_code == 0
    posts = mine(4)
    assert result.stdout.split() == [status.url for status in posts]
    assert [status.in_reply_to_id for status in posts] == [None, *(status.id for status in posts[:-1])]
    assert {status.visibility for status in posts} == {"unlisted"}


def test_the_editor(trunkline, mine, bob, editor):
    asked = bob.status_post("Anybody there?")
    opened = editor(lambda shown: shown.replace("@bob", "@bob Here I am", 1))
    assert trunkline("post", "--editor", "--reply-to", asked.id).exit_code == 0
    assert "Here I am" in mine()[0].content
    assert "The server allows 500 characters." in opened[0]
    assert "------" not in mine()[0].content


def test_the_editor_is_that_of_the_environment(trunkline, mine, logged_in, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/early/late/")
    assert trunkline("post", "--editor", "Too early").exit_code == 0
    assert mine()[0].content == "<p>Too late</p>"


@pytest.mark.parametrize("text", [None, "", lambda shown: shown])
def test_nothing_written(trunkline, logged_in, bob, editor, text):
    asked = bob.status_post("Anybody there?")
    editor(text)
    result = trunkline("post", "--editor", "--reply-to", asked.id)
    assert (result.exit_code, result.stderr) == (1, "Error: Nothing was written, and nothing is sent.\n")


def test_a_text_of_the_editor_is_never_lost(trunkline, logged_in, editor):
    editor("word " * 200)
    result = trunkline("post", "--editor")
    assert result.exit_code == exits.USAGE
    assert "The text counts 999 characters, and the server allows 500" in result.stderr
    assert "trunkline drafts edit 1" in result.stderr
    assert "999 of 500 characters" in trunkline("drafts", "show", "1").stdout


def test_a_word_that_fits_into_no_post(trunkline, logged_in, editor):
    editor(f"#{'a' * 600} and more")
    result = trunkline("post", "--thread", "--editor")
    assert (result.exit_code, "trunkline drafts edit 1" in result.stderr) == (exits.USAGE, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x", "--poll", "Yes"], "two choices at least"),
        (["x", "--poll", "Yes", "--poll", "Yes"], "are the same"),
        (["x", "--poll-multiple"], "The poll has no choices"),
        (["x", "--poll", "a", "--poll", "b", "--poll-expires", "soon"], "'soon' is no duration"),
        (["x", "--poll", "a", "--poll", "b", "-m", "hills.png"], "media or a poll, not both"),
        (["x", "-m", "hills.png", "--focus", "2,0"], "'2,0' is no focal point"),
        (["x", "-m", "hills.png", "--focus", "0,0", "--focus", "0,0"], "more --focus points than --media files"),
        (["x", "-m", "none.png"], "does not exist"),
        (["x", "--at", "teatime"], "'teatime' is no time"),
        (["x", "--at", "2001-01-01"], "is over"),
        (["x", "--at", "+2h", "--thread"], "A thread cannot be scheduled"),
        (["x", "--visibility", "secret"], "'secret' is not one of"),
    ],
)
def test_bad_usage_is_refused_before_any_request(trunkline, logged_in, picture, broken, server, arguments, said):
    broken("/*", 500, times=None)
    result = trunkline("post", *arguments)
    assert result.exit_code == exits.USAGE
    assert said in result.stderr
    assert [failure.used for failure in server.failures] == [0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["word " * 200],
            "The text counts 999 characters, and the server allows 500: shorten it, or post it as a thread",
        ),
        (["x", *["-m", "hills.png"] * 5], "There are 5 media, and the server allows 4 in a post."),
        (["x", "-m", "notes.txt"], "notes.txt is text/plain, which the server does not take."),
        (["x", "-m", "hills.png", "-m", "clip.mp4"], "A post has several pictures, or one video or sound"),
        (["x", "-m", "huge.png"], "huge.png has 17 MB, and the server allows 16.8 MB."),
        (["x", "-m", "hills.png", "-a", "a" * 10_001], "has 10001 characters of 10000"),
        (["x", *[word for one in "abcde" for word in ("--poll", one)]], "5 choices, and the server allows 4"),
        (["x", "--poll", "a", "--poll", "b", "--poll-expires", "1m"], "Pass a longer --poll-expires."),
    ],
)
def test_limits_of_the_server(trunkline, logged_in, picture, tmp_path, server, broken, arguments, said):
    (tmp_path / "notes.txt").write_text("No picture")
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(17_000_000)
    broken("/api/v2/media", 500, times=None)
    result = trunkline("post", *arguments)
    assert result.exit_code == exits.USAGE
    assert said in result.stderr
    assert [failure.used for failure in server.failures] == [0]


def test_a_dry_run_sends_nothing(trunkline, mine, logged_in, picture, tmp_path):
    before = mine()[0].id
    arguments = [
        "A picture",
        "-m",
        picture,
        "-a",
        "Hills",
        "--warning",
        "Dull",
        "--visibility",
        "private",
        "--at",
        "+2h",
    ]
    result = trunkline("post", *arguments, "--dry-run")
    assert result.exit_code == 0
    for part in ("private", " at 20", "Dull", "A picture", "13 of 500 characters", "hills.png: Hills"):
        assert part in result.stdout
    assert result.stderr.startswith("Nothing was sent.")
    shown = json.loads(trunkline("post", *arguments, "--dry-run", "--json").stdout)
    assert (shown["texts"], shown["media"][0]["description"]) == (["A picture"], "Hills")
    assert mine()[0].id == before
    (tmp_path / "song.ogg").write_bytes(b"OggS")
    song = trunkline("post", "-m", "song.ogg", "--thumbnail", picture, "Listen", "--dry-run", "--json")
    assert json.loads(song.stdout)["media"] == [{"file": str(tmp_path / "song.ogg"), "thumbnail": picture}]
    assert trunkline("post", "word " * 200, "--dry-run").exit_code == exits.USAGE


def test_a_repeated_run_posts_nothing_twice(trunkline, mine, logged_in, broken):
    """The first post arrives, and its answer does not."""
    before = mine()[0].id
    broken(_STATUSES, "lost", method="POST")
    result = trunkline("post", "Once alone")
    assert result.exit_code == exits.NETWORK
    assert "It is kept as a draft. To send it: trunkline drafts post 1" in result.stderr
    first = mine()[0]
    assert first.id != before
    assert trunkline("post", "Once alone").stdout == f"{first.url}\n"
    assert mine()[0].id == first.id
    assert trunkline("drafts", "list").stdout == ""
    assert trunkline("post", "Once alone").stdout != f"{first.url}\n"


def test_a_thread_that_breaks_off(trunkline, mine, logged_in, home, broken):
    text = "\n\n".join(f"{number} {'word ' * 70}" for number in range(3))
    broken(_STATUSES, method="POST", delay=0.001)
    broken(_STATUSES, 503, method="POST")
    result = trunkline("post", "--thread", "-", text=text)
    assert result.exit_code == exits.PARTLY
    first = mine()[0]
    assert result.stdout == f"{first.url}\n"
    assert f"Posted before that: {first.url}. The rest is kept. To send it: trunkline drafts post 1" in result.stderr
    [file] = home.glob("state/drafts/*/1.json")
    assert file.stat().st_mode & 0o777 == 0o600
    rest = _ids(trunkline("drafts", "post", "1", "--json"))
    assert [status.in_reply_to_id for status in mine(2)] == [first.id, rest[0]]
    assert not file.exists()


def test_a_thread_goes_on_with_the_same_command(trunkline, mine, logged_in, broken):
    text = "\n\n".join(f"{number} {'word ' * 70}" for number in range(2))
    broken(_STATUSES, method="POST", delay=0.001)
    broken(_STATUSES, 503, method="POST")
    assert trunkline("post", "--thread", "-", text=text).exit_code == exits.PARTLY
    first = mine()[0]
    assert len(trunkline("post", "--thread", "-", text=text).stdout.split()) == 1
    assert mine()[0].in_reply_to_id == first.id


def test_an_interrupted_thread_is_kept(trunkline, mine, logged_in, monkeypatch):
    real, calls = type(logged_in).status_post, []

    def interrupted(self, *arguments, **given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, *arguments, **given)

    monkeypatch.setattr(type(logged_in), "status_post", interrupted)
    text = "\n\n".join(f"{number} {'word ' * 70}" for number in range(2))
    result = trunkline("post", "--thread", "-", text=text)
    assert result.exit_code == exits.INTERRUPTED
    assert f"Interrupted. Posted before that: {mine()[0].url}. The rest is kept." in result.stderr
    assert trunkline("drafts", "post", "1").exit_code == 0


def test_a_post_that_arrives_in_part_is_not_sent_again(trunkline, logged_in, monkeypatch):
    error = MastodonIncompletePostError("The status 7 is there without what was sent: no media came back.")
    error.posted, error.posted_id, error.posted_url = {"id": "7"}, "7", None

    def incomplete(self, *_, **__):
        raise error

    monkeypatch.setattr(type(logged_in), "status_post", incomplete)
    result = trunkline("post", "Hills")
    assert (result.exit_code, result.stderr) == (exits.PARTLY, f"Error: {error}\n")
    assert trunkline("drafts", "list", "--json").stdout == ""


def test_an_upload_that_fails(trunkline, mine, picture, broken):
    broken("/api/v2/media", "reset")
    result = trunkline("post", "Hills", "-m", picture, "-a", "Three of them")
    assert (result.exit_code, "trunkline drafts post 1" in result.stderr) == (exits.NETWORK, True)
    assert trunkline("drafts", "post", "1").exit_code == 0
    assert mine()[0].media_attachments[0].description == "Three of them"


@pytest.mark.usefixtures("terminal")
def test_drafts(trunkline, mine, logged_in, editor):
    kept = trunkline("post", "Later, perhaps", "--draft", "--warning", "Dull")
    assert kept.stdout == "Kept. To post it: trunkline drafts post 1\n"
    trunkline("post", "Another", "--draft")
    listed = [json.loads(line) for line in trunkline("drafts", "list", "--json").stdout.splitlines()]
    assert [(one["id"], one["texts"]) for one in listed] == [(1, ["Later, perhaps"]), (2, ["Another"])]
    assert "Later, perhaps" in trunkline("drafts", "list").stdout
    assert json.loads(trunkline("drafts", "show", "1", "--json").stdout)["warning"] == "Dull"
    assert trunkline("drafts", "edit", "1", "--text", "Now").exit_code == 0
    editor("Now, then")
    assert trunkline("drafts", "edit", "1").exit_code == 0
    assert "Now, then" in trunkline("drafts", "post", "1", "--dry-run").stdout
    assert trunkline("drafts", "post", "1").stdout == f"{mine()[0].url}\n"
    assert (mine()[0].spoiler_text, mine()[0].content) == ("Dull", "<p>Now, then</p>")
    assert trunkline("drafts", "delete", "2", "--yes").stdout == "Deleted draft 2.\n"
    assert trunkline("drafts", "list").stderr == "There is nothing here.\n"


@pytest.mark.parametrize("command", ["show", "post", "edit", "delete"])
def test_no_such_draft(trunkline, logged_in, command):
    options = {"delete": ["--yes"], "edit": ["--text", "x"]}
    result = trunkline("drafts", command, "7", *options.get(command, []))
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == "Error: There is no draft 7. See: trunkline drafts list\n"


def test_a_draft_whose_time_is_over(trunkline, mine, logged_in, home):
    trunkline("post", "Good morning", "--draft", "--at", "+2h")
    [file] = home.glob("state/drafts/*/1.json")
    file.write_text(
        json.dumps({**json.loads(file.read_text()), "post": {"texts": ["x"], "at": "2001-01-01T00:00+00:00"}})
    )
    result = trunkline("drafts", "post", "1")
    assert (result.exit_code, "Add --at TIME, or --now." in result.stderr) == (exits.USAGE, True)
    assert trunkline("drafts", "post", "1", "--now", "--at", "+2h").exit_code == exits.USAGE
    assert trunkline("drafts", "post", "1", "--now").exit_code == 0


def test_scheduled_posts(trunkline, logged_in):
    assert "Scheduled for " in trunkline("post", "Tea?", "--at", "+2h", "--poll", "Yes", "--poll", "No").stdout
    [number] = _ids(trunkline("scheduled", "list", "-n", "1", "--json"))
    for shown in (trunkline("scheduled", "list"), trunkline("scheduled", "show", "%1")):
        assert "Tea?" in shown.stdout
        assert "runs for 1 day" in shown.stdout
    assert trunkline("scheduled", "edit", "%1", "--at", "2036-12-24T18:00").exit_code == 0
    assert "2036-12-24 18:00" in trunkline("scheduled", "show", number).stdout
    assert trunkline("scheduled", "cancel", "%1").exit_code == exits.USAGE
    assert trunkline("scheduled", "cancel", "%1", "--yes").stdout == f"Cancelled {number}.\n"
    assert trunkline("scheduled", "show", number).exit_code == exits.NOT_FOUND


def test_a_server_that_does_not_schedule(trunkline, mine, logged_in, monkeypatch):
    """Takahe, snac and others post at once."""
    real = type(logged_in).status_post

    def at_once(self, *arguments, scheduled_at, **given):
        return real(self, *arguments, **given)

    monkeypatch.setattr(type(logged_in), "status_post", at_once)
    result = trunkline("post", "Good morning", "--at", "+2h")
    assert (result.exit_code, result.stdout) == (exits.PARTLY, f"{mine()[0].url}\n")
    assert (
        f"does not schedule: the post is there already. To take it back: trunkline delete {mine()[0].id}"
        in result.stderr
    )


@pytest.mark.parametrize("command", ["show", "edit", "cancel"])
def test_no_such_scheduled_post(trunkline, logged_in, command):
    options = {"cancel": ["--yes"], "edit": ["--at", "+2h"]}
    result = trunkline("scheduled", command, "999", *options.get(command, []))
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == "Error: There is no scheduled post 999, or none that you may see.\n"


def test_media(trunkline, mine, picture):
    made = trunkline("media", "upload", picture, "--alt", "Hills").stdout.strip()
    assert "Hills" in trunkline("media", "show", made).stdout
    assert trunkline("media", "edit", made, "--alt", "Blue hills", "--focus", "0,0.5").exit_code == 0
    assert "at 0,0.5" in trunkline("media", "show", made).stdout
    assert trunkline("post", "Hills", "--media-id", made).exit_code == 0
    assert mine()[0].media_attachments[0].description == "Blue hills"
    other = _ids(trunkline("media", "upload", picture, "--json"))[0]
    assert trunkline("media", "delete", other).exit_code == exits.USAGE
    assert trunkline("media", "delete", other, "--yes").stdout == f"Deleted {other}.\n"


@pytest.mark.parametrize("arguments", [["show"], ["edit", "--alt", "x"], ["delete", "--yes"]])
def test_no_such_medium(trunkline, logged_in, arguments):
    result = trunkline("media", *arguments, "999")
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == "Error: There is no medium 999, or none that you may see.\n"


def test_media_that_cannot_be(trunkline, logged_in, tmp_path, picture):
    (tmp_path / "notes.txt").write_text("No picture")
    assert "which the server does not take" in trunkline("media", "upload", "notes.txt").stderr
    assert trunkline("media", "upload", picture, "-a", "a", "-a", "b").exit_code == exits.USAGE
    assert trunkline("media", "edit", "1").exit_code == exits.USAGE


def test_mentions_that_are_not_allowed(trunkline, logged_in, server):
    """The error names them, nothing is posted, and the draft keeps whom it may mention."""
    server.person("ina")
    server.person("olaf")
    refused = trunkline("post", "Ask @ina and @olaf", "--allow-mention", "ina")
    assert refused.exit_code == exits.REFUSED
    assert refused.stderr.startswith(
        "Error: It would mention @olaf. Allow them with --allow-mention, or change the text."
    )
    assert not [one for one in logged_in.account_statuses(logged_in.me()) if "olaf" in one.content]
    assert trunkline("drafts", "edit", "1", "--text", "Ask @ina").exit_code == 0
    assert trunkline("drafts", "post", "1").exit_code == 0
    assert trunkline("post", "Ask @ina", "--allow-mention", "").exit_code == exits.REFUSED
    assert trunkline("post", "Ask nobody", "--allow-mention", "").exit_code == 0
    assert trunkline("post", "Ask @ina again", "--allow-mention", "somebody-else").exit_code == exits.NOT_FOUND


@pytest.mark.usefixtures("terminal")
def test_a_text_in_the_editor_outlives_the_command(trunkline, logged_in, monkeypatch, home):
    """The process may be killed while the editor is open: what was saved until then is a draft."""

    def killed(filename):
        Path(filename).write_text(f"As far as I came\n\n{CUT}\n", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(click, "edit", killed)
    result = trunkline("post", "As far as", "--editor", "--visibility", "unlisted")
    assert (result.exit_code, "kept: trunkline drafts edit 1" in result.stderr) == (exits.INTERRUPTED, True)
    (draft,) = [json.loads(line) for line in trunkline("drafts", "list", "--json").stdout.splitlines()]
    assert (draft["texts"], draft["visibility"]) == (["As far as I came"], "unlisted")
    assert trunkline("drafts", "post", "1").exit_code == 0
    assert not list((home / "state" / "drafts").rglob("1.*"))


def test_an_editor_that_fails_leaves_no_draft(trunkline, logged_in, monkeypatch, home):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "false")
    assert trunkline("post", "--editor", "Hm").exit_code == 1
    assert not list((home / "state" / "drafts").rglob("1.*"))


def test_two_commands_get_two_numbers(server, logged_in, home):
    with open_session() as session:
        folder = DraftFolder(session)
        drafts = [folder.new(UnsentPost([text], [])) for text in ("One", "Two")]
        assert [folder.keep(draft).number for draft in drafts] == [1, 2]
