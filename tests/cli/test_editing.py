"""edit, delete, redraft, history, source."""

from __future__ import annotations

import json

import pytest

from trunkline.cli import exits
from trunkline.cli.demo.picture import draw

_NOBODY = "Standard input is no terminal, so that nobody can be asked. Add --yes."


@pytest.fixture
def posted(logged_in):
    """A post with two pictures, a warning and a language."""
    media = [logged_in.media_post(draw(), description=text, synchronous=True) for text in ("One", "Two")]
    return logged_in.status_post(
        "Befor, with **marks**", media_ids=media, spoiler_text="Dull", language="de", sensitive=True
    )


def test_an_edit_keeps_what_it_is_not_told_to_change(trunkline, logged_in, posted):
    result = trunkline("edit", posted.id, "--text", "After")
    assert result.stdout == f"{posted.url}\n"
    edited = logged_in.status(posted)
    assert (edited.content, edited.spoiler_text, edited.language) == ("<p>After</p>", "Dull", "de")
    assert edited.sensitive
    assert [medium.description for medium in edited.media_attachments] == ["One", "Two"]


def test_options_leave_the_text(trunkline, logged_in, posted):
    assert trunkline("edit", posted.id, "--warning", "", "--language", "en").exit_code == 0
    assert logged_in.status_source(posted).text == "Befor, with **marks**"
    assert (logged_in.status(posted).spoiler_text, logged_in.status(posted).language) == ("", "en")


def test_media_of_a_post(trunkline, logged_in, posted, tmp_path):
    (tmp_path / "three.png").write_bytes(draw())
    arguments = ["--remove-media", "1", "--media", "three.png", "--alt", "2", "Second", "--alt", "3", "Third"]
    result = trunkline("edit", posted.id, *arguments, "--focus", "2", "0,0.5", "--json")
    assert result.exit_code == 0, result.output
    media = logged_in.status(posted).media_attachments
    assert [medium.description for medium in media] == ["Second", "Third"]
    assert media[0].meta.focus.y == 0.5
    for number in ("3", "1"):
        assert trunkline("edit", posted.id, "--remove-media", "1", "--alt", number, "x").exit_code == exits.USAGE
    assert trunkline("edit", posted.id, "--remove-media", "3").exit_code == exits.USAGE


def test_the_editor_is_for_terminals(trunkline, logged_in):
    for command in (["edit"], ["redraft", "--yes"], ["drafts", "edit"]):
        result = trunkline(*command, "1")
        assert (result.exit_code, "Add --text TEXT." in result.stderr) == (exits.USAGE, True)


@pytest.mark.usefixtures("terminal")
def test_an_edit_in_the_editor(trunkline, logged_in, posted, editor):
    editor(lambda shown: shown.replace("Befor,", "Before,"))
    assert trunkline("edit", posted.id).exit_code == 0
    assert logged_in.status_source(posted).text == "Before, with **marks**"
    editor(lambda shown: shown)
    result = trunkline("edit", posted.id)
    assert (result.exit_code, result.stderr) == (1, "Error: Nothing has changed, and nothing is sent.\n")


def test_an_edit_keeps_poll_and_votes(trunkline, logged_in, bob):
    poll = logged_in.make_poll(["Yes", "No"], 3600, multiple=True, hide_totals=True)
    asked = logged_in.status_post("Te?", poll=poll)
    bob.poll_vote(asked.poll, [1])
    assert trunkline("edit", asked.id, "--text", "Tea?").exit_code == 0
    after = logged_in.status(asked).poll
    assert (after.voters_count, after.multiple, after.options[0].votes_count) == (1, True, None)
    assert abs((after.expires_at - asked.poll.expires_at).total_seconds()) < 60


def test_the_poll_of_an_edit_has_ended(trunkline, logged_in, server):
    asked = logged_in.status_post("Tea?", poll=logged_in.make_poll(["Yes", "No"], 300))
    real = type(logged_in).status

    def ended(self, id):
        found = real(self, id)
        found.poll["expired"] = True
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(logged_in), "status", ended)
        result = trunkline("edit", asked.id, "--text", "Coffee?")
    assert (result.exit_code, "The poll of this post has ended" in result.stderr) == (1, True)


def test_the_quote_policy_alone_is_no_edit(trunkline, logged_in, posted):
    assert trunkline("edit", posted.id, "--quote-policy", "nobody").exit_code == 0
    assert logged_in.status(posted).edited_at is None
    assert logged_in.status(posted).quote_approval.automatic == []


@pytest.mark.parametrize(
    "arguments",
    [["edit", "--text", "x"], ["delete", "--yes"], ["redraft", "--yes", "--text", "x"], ["pin"], ["quotes"]],
)
def test_posts_of_others(trunkline, logged_in, bob, arguments):
    theirs = bob.status_post("Mine")
    result = trunkline(*arguments, theirs.id)
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == f"Error: {theirs.id} is a post of @bob, not yours.\n"
    assert trunkline(*arguments, "999").stderr == "Error: There is no post 999, or none that you may see.\n"


def test_an_edit_that_is_refused_is_kept(trunkline, logged_in, posted, server, editor):
    editor(lambda shown: "word " * 200)
    result = trunkline("edit", posted.id, "--editor")
    assert (result.exit_code, "The text is kept: trunkline drafts edit 1" in result.stderr) == (exits.USAGE, True)
    editor(lambda shown: "After")
    server.fail(f"/api/v1/statuses/{posted.id}", 422, method="PUT")
    result = trunkline("edit", posted.id, "--editor")
    assert (result.exit_code, "The text is kept: trunkline drafts edit 2" in result.stderr) == (exits.REFUSED, True)
    server.fail(f"/api/v1/statuses/{posted.id}", 422, method="DELETE")
    result = trunkline("redraft", posted.id, "--editor", "--yes")
    assert (result.exit_code, "The text is kept: trunkline drafts edit 3" in result.stderr) == (exits.REFUSED, True)


def test_too_long_an_edit(trunkline, logged_in, posted):
    result = trunkline("edit", posted.id, "--text", "word " * 200)
    assert (result.exit_code, "the server allows 500" in result.stderr) == (exits.USAGE, True)


def test_delete(trunkline, logged_in):
    posts = [logged_in.status_post(text) for text in ("One", "Two")]
    assert trunkline("delete", posts[0].id).stderr.endswith(f"Error: {_NOBODY}\n")
    result = trunkline("delete", "--yes", "-", text="".join(f"{one.id}\n" for one in posts))
    assert result.stdout == "Deleted @alice: One\nDeleted @alice: Two\n"
    assert trunkline("show", posts[0].id).exit_code == exits.NOT_FOUND
    result = trunkline("delete", "--yes", logged_in.status_post("Three").id, "999")
    assert (result.exit_code, result.stdout) == (exits.PARTLY, "Deleted @alice: Three\n")


@pytest.mark.usefixtures("terminal")
def test_delete_asks(trunkline, logged_in):
    status = logged_in.status_post("Goodbye")
    result = trunkline("delete", status.id, text="n\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "@alice: Goodbye\nDelete this post? [y/N]: n\nAborted!\n"
    result = trunkline("delete", status.id, "999", "--json", text="y\n")
    assert json.loads(result.stdout)["text"] == "Goodbye"
    assert (result.exit_code, result.stderr.count("999: There is no post 999")) == (exits.PARTLY, 1)
    assert trunkline("delete", "998", "999").exit_code == exits.NOT_FOUND


def test_redraft(trunkline, logged_in, posted):
    result = trunkline("redraft", posted.id, "--yes", "--text", "After", "--visibility", "unlisted", "--json")
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert trunkline("show", posted.id).exit_code == exits.NOT_FOUND
    found = logged_in.status(made["id"])
    assert (found.content, found.visibility, found.spoiler_text) == ("<p>After</p>", "unlisted", "Dull")
    assert [medium.description for medium in found.media_attachments] == ["One", "Two"]


def test_redraft_keeps_what_cannot_be_sent(trunkline, logged_in, server):
    poll = logged_in.make_poll(["Yes", "No"], 3600)
    status = logged_in.status_post("Tea?", poll=poll, in_reply_to_id=logged_in.status_post("Hm"))
    server.fail("/api/v1/statuses", 422, method="POST")
    result = trunkline("redraft", status.id, "--yes", "--text", "Coffee?")
    assert (result.exit_code, "trunkline drafts post 1" in result.stderr) == (exits.REFUSED, True)
    made = json.loads(trunkline("drafts", "post", "1", "--json").stdout)
    assert made["in_reply_to_id"] == status.in_reply_to_id
    assert [one["title"] for one in made["poll"]["options"]] == ["Yes", "No"]


@pytest.mark.usefixtures("terminal")
def test_a_redraft_that_is_not_written_deletes_nothing(trunkline, logged_in, posted, editor):
    editor(lambda shown: None)
    assert trunkline("redraft", posted.id, "--yes").exit_code == 1
    assert trunkline("redraft", posted.id, "--text", "x", text="n\n").exit_code == 1
    assert logged_in.status(posted).id == posted.id


def test_history_and_source(trunkline, logged_in, posted):
    logged_in.status_update(posted, "After *all*")
    assert trunkline("source", posted.id).stdout == "After *all*\n"
    assert json.loads(trunkline("source", posted.id, "--json").stdout)["text"] == "After *all*"
    shown = trunkline("history", posted.id, "--show-sensitive").stdout
    assert shown.index("Befor, with") < shown.index("After *all*")
    assert "Befor, with" not in trunkline("history", posted.id).stdout
    assert len(trunkline("history", posted.id, "--json").stdout.splitlines()) == 2
    for command in ("history", "source"):
        assert trunkline(command, "999").exit_code == exits.NOT_FOUND
