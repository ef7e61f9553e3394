"""boost, favourite, bookmark, pin, mute-thread, vote, flag, quotes, translate, and who has done what."""

from __future__ import annotations

import json

import pytest

from trunkline.cli import exits


@pytest.fixture
def theirs(bob):
    """A post of somebody else."""
    return bob.status_post("Something that somebody wrote, and that is too long for a line of the terminal")


_NAME = "@bob: Something that somebody wrote, and that is too..."


@pytest.mark.parametrize(
    ("command", "mark", "done", "undone"),
    [
        ("boost", "reblogged", "Boosted {}", "No longer boosted: {}"),
        ("favourite", "favourited", "Favourited {}", "No longer a favourite: {}"),
        ("bookmark", "bookmarked", "Bookmarked {}", "No longer bookmarked: {}"),
        ("mute-thread", "muted", "Muted the thread of {}", "No longer muted: the thread of {}"),
    ],
)
def test_marks(trunkline, logged_in, theirs, command, mark, done, undone):
    assert trunkline(command, theirs.id).stdout == f"{done.format(_NAME)}\n"
    assert logged_in.status(theirs)[mark]
    assert trunkline(f"un{command}", theirs.url).stdout == f"{undone.format(_NAME)}\n"
    assert not logged_in.status(theirs)[mark]
    result = trunkline(command, theirs.id, "999", "--json")
    assert result.exit_code == exits.PARTLY
    assert json.loads(result.stdout)["id"]
    assert result.stderr == "999: There is no post 999, or none that you may see.\n"
    assert trunkline(f"un{command}", "999").exit_code == exits.NOT_FOUND


def test_pins(trunkline, logged_in):
    mine = logged_in.status_post("Mine")
    assert trunkline("pin", mine.id).stdout == "Pinned @alice: Mine\n"
    assert logged_in.status(mine).pinned
    assert trunkline("unpin", mine.id).stdout == "No longer pinned: @alice: Mine\n"
    assert trunkline("unpin", "999").exit_code == exits.NOT_FOUND


def test_a_boost_stands_for_the_boosted_post(trunkline, logged_in, bob, theirs):
    boost = bob.status_reblog(bob.status_post("Once more"), visibility="public")
    assert trunkline("favourite", boost.id).exit_code == 0
    assert logged_in.status(boost.reblog).favourited
    made = json.loads(trunkline("boost", theirs.id, "--visibility", "private", "--json").stdout)
    assert (made["visibility"], made["reblog"]["id"]) == ("private", theirs.id)


def test_a_post_that_cannot_be_boosted(trunkline, bob, logged_in):
    result = trunkline("boost", bob.status_post("@alice Between us", visibility="direct").id)
    assert result.exit_code in (exits.REFUSED, exits.NOT_FOUND)


@pytest.fixture
def poll(bob):
    """A post with a poll of which one may take several choices."""
    return bob.status_post("Which?", poll=bob.make_poll(["Tea", "Coffee", "2"], 3600, multiple=True))


def test_vote(trunkline, logged_in, poll):
    result = trunkline("vote", poll.id, "tea", "2")
    assert result.exit_code == 0
    assert "you have voted" in result.stdout
    assert logged_in.status(poll).poll.own_votes == [0, 2]
    again = trunkline("vote", poll.id, "Tea")
    assert (again.exit_code, again.stderr) == (exits.REFUSED, "Error: You have already voted.\n")


def test_votes_that_cannot_be(trunkline, bob, logged_in, poll, theirs):
    result = trunkline("vote", poll.id, "Water")
    assert result.exit_code == exits.USAGE
    assert result.stderr == "Error: The poll has no choice Water. Its choices: 1 Tea, 2 Coffee, 3 2.\n"
    assert trunkline("vote", poll.id, "4").exit_code == exits.USAGE
    assert trunkline("vote", theirs.id, "1").stderr == f"Error: {theirs.id} has no poll.\n"
    single = bob.status_post("Which?", poll=bob.make_poll(["Tea", "Coffee"], 3600))
    assert trunkline("vote", single.id, "1", "2").stderr == "Error: This poll takes a single choice.\n"
    assert trunkline("vote", "999", "1").exit_code == exits.NOT_FOUND
    assert json.loads(trunkline("vote", single.id, "1", "--json").stdout)["voted"]


def test_who_boosted_and_favourited(trunkline, logged_in, bob):
    mine = logged_in.status_post("Look")
    bob.status_reblog(mine)
    bob.status_favourite(mine)
    for command in ("boosters", "favouriters"):
        assert json.loads(trunkline(command, mine.id, "--json").stdout)["acct"] == "bob"
        assert "%1" in trunkline(command, mine.id).stdout
        assert trunkline(command, "999").exit_code == exits.NOT_FOUND


def test_quotes(trunkline, logged_in, bob):
    mine = logged_in.status_post("Quote me", quote_approval_policy="public")
    quoting = bob.status_post("Look", quoted_status_id=mine)
    assert json.loads(trunkline("quotes", mine.id, "--json").stdout)["id"] == quoting.id
    shown = trunkline("quotes", mine.id).stdout
    assert "Look" in shown
    assert "RE: " not in shown
    assert trunkline("revoke-quote", "%1").exit_code == exits.USAGE
    assert trunkline("revoke-quote", "%1", "--yes").stdout == "No longer quoted in @bob: Look\n"
    assert bob.status(quoting).quote.state == "revoked"
    assert trunkline("revoke-quote", bob.status_post("Not at all").id, "--yes").exit_code == exits.USAGE
    other = bob.status_post("Look again", quoted_status_id=mine)
    assert trunkline("revoke-quote", other.id, "--of", mine.id, "--yes", "--json").exit_code == 0


def test_translate(trunkline, logged_in, bob):
    status = bob.status_post("Guten Morgen", language="de")
    shown = trunkline("translate", status.id, "--to", "en")
    assert shown.exit_code == 0, shown.output
    assert "from de to en by" in shown.stdout
    assert json.loads(trunkline("translate", status.id, "--to", "en", "--json").stdout)["language"] == "en"
    secret = logged_in.status_post("Geheim", language="de", visibility="private")
    result = trunkline("translate", secret.id, "--to", "en")
    assert (result.exit_code, "does not translate this post into en" in result.stderr) == (exits.REFUSED, True)
    assert trunkline("translate", "999").exit_code == exits.NOT_FOUND


def test_flag(trunkline, logged_in, theirs):
    result = trunkline("flag", theirs.id, "--comment", "Look at it", "--category", "spam", "--yes", "--json")
    report = json.loads(result.stdout)
    assert (report["category"], report["comment"], report["status_ids"]) == ("spam", "Look at it", [theirs.id])
    rule = logged_in.instance_rules()[0].id
    assert trunkline("flag", "--account", "@bob", "--rule", rule, "--yes").stdout.startswith("Reported @bob: report ")


@pytest.mark.usefixtures("terminal")
def test_flag_asks(trunkline, logged_in, theirs):
    result = trunkline("flag", theirs.id, text="n\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{_NAME}\nReport @bob to the moderators of " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--yes"], "Say what to report: POST, or --account ACCOUNT."),
        (["--account", "@bob"], "Add --yes."),
        (["--account", "@bob", "--yes", "--comment", "x" * 1001], "has 1001 characters, and servers take 1000"),
        (["--account", "@bob", "--yes", "--category", "spam", "--rule", "1"], "Rules belong to --category violation"),
        (["--account", "@bob", "--yes", "--rule", "999"], "has no rule 999. Its rules: "),
    ],
)
def test_reports_that_cannot_be(trunkline, logged_in, arguments, said):
    result = trunkline("flag", *arguments)
    assert (result.exit_code, said in result.stderr) == (exits.USAGE, True), result.stderr


def test_a_report_is_about_one_account(trunkline, logged_in, theirs):
    result = trunkline("flag", theirs.id, "--account", "@carol", "--yes")
    assert (result.exit_code, "is by @bob, not by @carol" in result.stderr) == (exits.USAGE, True)
    assert trunkline("flag", "999", "--yes").exit_code == exits.NOT_FOUND
