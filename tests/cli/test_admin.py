"""admin: the work of moderators."""

from __future__ import annotations

import json

import pytest

from trunkline import Mastodon
from trunkline.cli import exits
from trunkline.oauth.credentials import write_secrets


def _objects(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def moderator(server, home) -> Mastodon:
    """A moderator, as whom the command line is logged in."""
    home.mkdir()
    write_secrets(home / "127.0.0.1.secret", server.admin_token, server.url)
    return Mastodon(access_token=server.admin_token, api_base_url=server.url)


@pytest.mark.parametrize(
    ("does", "field", "undoes"),
    [
        ("silence", "silenced", "unsilence"),
        ("sensitive", "sensitized", "unsensitive"),
        ("disable", "disabled", "enable"),
        ("suspend", "suspended", "unsuspend"),
    ],
)
def test_restricting_and_undoing(trunkline, server, moderator, does, field, undoes):
    name = f"someone_{does}"
    someone = server.person(name)
    done = trunkline("admin", "accounts", does, f"@{name}", "--text", "Please read the rules", "--no-email", "--yes")
    if does in ("silence", "sensitive"):  # nothing is asked, so there is no --yes
        assert done.exit_code == exits.USAGE
        done = trunkline("admin", "accounts", does, f"@{name}", "--text", "Please read the rules")
    assert done.exit_code == 0
    assert f"@{name}" in done.stdout
    assert moderator.admin_account(someone.id)[field]
    assert trunkline("admin", "accounts", undoes, name).exit_code == 0
    assert not moderator.admin_account(someone.id)[field]


@pytest.mark.parametrize("does", ["disable", "suspend", "reject", "delete"])
def test_questions(trunkline, server, moderator, does):
    result = trunkline("admin", "accounts", does, "@bob")
    assert result.exit_code == exits.USAGE
    assert "Add --yes" in result.stderr
    assert not moderator.admin_account(moderator.account_lookup("bob")).suspended


def test_accounts(trunkline, moderator):
    assert "@bob  " in trunkline("admin", "accounts", "list", "--username", "bob").stdout
    (bob,) = _objects(trunkline("admin", "accounts", "show", "%1", "--json"))
    assert bob["username"] == "bob"
    shown = trunkline("admin", "accounts", "show", f"{moderator.api_base_url}/@bob").stdout
    assert "IP addresses" in shown
    assert bob["email"] in shown
    remote = _objects(trunkline("admin", "accounts", "list", "--origin", "remote", "--json", "-n", "1"))[0]
    again = _objects(trunkline("admin", "accounts", "show", f"@{remote['username']}@{remote['domain']}", "--json"))
    assert again[0]["id"] == remote["id"]
    for missing in ("nobody", "@bob@nowhere.example", "999"):
        assert trunkline("admin", "accounts", "show", missing).exit_code == exits.NOT_FOUND
    assert trunkline("admin", "accounts", "warn", "bob", "--text", "Hello").stdout == "Warned @bob.\n"
    refused = trunkline("admin", "accounts", "approve", "bob")
    assert refused.exit_code == exits.REFUSED


def test_deleting(trunkline, server, moderator):
    gone = server.person("leaving")
    assert trunkline("admin", "accounts", "suspend", "leaving", "--yes").exit_code == 0
    assert trunkline("admin", "accounts", "delete", "leaving", "--yes").exit_code == 0
    assert gone.id


def test_reports(trunkline, server, moderator, bob):
    post = server.post("alice", "Buy trains")
    bob.report(
        moderator.account_lookup("alice"), [post.id], comment="Advertising", category="violation", rule_ids=["4"]
    )
    shown = trunkline("admin", "reports", "list", "--about", "alice", "--by", "bob").stdout
    assert "@alice  violation · 1 post ·" in shown
    assert "Advertising" in shown
    assert trunkline("admin", "reports", "assign", "%1").exit_code == 0
    whole = trunkline("admin", "reports", "show", "%1").stdout
    assert "breaks: No spam." in whole
    assert "Buy trains" in whole
    assert "assigned to @admin" in whole
    (report,) = _objects(trunkline("admin", "reports", "unassign", "%1", "--json"))
    assert report["assigned_account"] is None
    assert trunkline("admin", "reports", "resolve", report["id"], "999").exit_code == exits.PARTLY
    assert trunkline("admin", "reports", "list", "--about", "alice").stderr == "There is nothing here.\n"
    assert [one["id"] for one in _objects(trunkline("admin", "reports", "list", "--resolved", "--json"))] == [
        report["id"]
    ]
    assert trunkline("admin", "reports", "reopen", report["id"]).exit_code == 0
    done = trunkline("admin", "accounts", "warn", "alice", "--report", report["id"], "--no-email")
    assert done.exit_code == 0
    assert moderator.admin_report(report["id"]).action_taken


def test_domain_blocks(trunkline, moderator):
    refused = trunkline("admin", "domain-blocks", "add", "bad.example", "--severity", "suspend")
    assert refused.exit_code == exits.USAGE
    made = trunkline("admin", "domain-blocks", "add", "bad.example", "--severity", "suspend", "--yes", "--reject-media")
    assert made.stdout == "bad.example has the severity suspend.\n"
    assert " bad.example  suspend" in trunkline("admin", "domain-blocks", "list").stdout
    (changed,) = _objects(
        trunkline(
            "admin", "domain-blocks", "edit", "bad.example", "--severity", "noop", "--public-comment", "x", "--json"
        )
    )
    assert (changed["severity"], changed["public_comment"]) == ("noop", "x")
    assert trunkline("admin", "domain-blocks", "remove", "bad.example").exit_code == 0
    gone = trunkline("admin", "domain-blocks", "remove", "bad.example")
    assert gone.exit_code == exits.NOT_FOUND
    assert gone.stderr == "Error: There is no entry for bad.example.\n"


@pytest.mark.parametrize(
    ("group", "added", "entry", "options"),
    [
        ("domain-allows", "friends.example", "friends.example", []),
        ("email-domain-blocks", "me@throwaway.example", "throwaway.example", ["--with-approval"]),
        ("ip-blocks", "192.0.2.0/24", "192.0.2.0/24", ["--severity", "no-access", "--for", "7d"]),
    ],
)
def test_other_lists(trunkline, moderator, group, added, entry, options):
    assert trunkline("admin", group, "add", added, *options).exit_code == 0
    assert f"%1 {entry}  " in trunkline("admin", group, "list").stdout
    yes = ["--yes"] if group == "domain-allows" else []
    assert entry in trunkline("admin", group, "remove", "%1", *yes).stdout
    assert trunkline("admin", group, "remove", entry, *yes).exit_code == exits.NOT_FOUND
    assert trunkline("admin", group, "list").stderr == "There is nothing here.\n"


def test_measures(trunkline, moderator):
    assert "active users" in trunkline("admin", "measures").stdout
    measured = _objects(trunkline("admin", "measures", "--domain", "harbour.example", "--for", "7d", "--json"))
    assert {one["key"] for one in measured} >= {"instance_accounts", "instance_statuses"}
    assert trunkline("admin", "measures", "--for", "soon").exit_code == exits.USAGE


@pytest.mark.parametrize(
    ("arguments", "scopes"),
    [
        (["admin", "accounts", "list"], "read write admin:read admin:write"),
        (["admin", "reports", "resolve", "1", "2"], "read write admin:read admin:write"),
        (["push", "show"], "read write push"),
    ],
)
def test_a_missing_scope_names_the_log_in(trunkline, server, home, arguments, scopes):
    home.mkdir()
    write_secrets(home / "127.0.0.1.secret", server.token_for("alice", "read write"), server.url)
    result = trunkline(*arguments)
    assert result.exit_code == exits.REFUSED
    assert f"Run: trunkline auth login SERVER --scopes '{scopes}'" in result.stderr


def test_addresses_that_cannot_sign_up(trunkline, moderator):
    blocks = ("admin", "canonical-email-blocks")
    assert (
        trunkline(*blocks, "add", "Bob.B+news@mail.example").stdout
        == "Blocked sign-ups with Bob.B+news@mail.example.\n"
    )
    tested = trunkline(*blocks, "test", "bobb@mail.example", "eve@mail.example").stdout
    assert tested == "bobb@mail.example is blocked.\neve@mail.example is not blocked.\n"
    (block,) = _objects(trunkline(*blocks, "list", "--json"))
    assert block["canonical_email_hash"] in trunkline(*blocks, "list").stdout
    assert block["canonical_email_hash"] in trunkline(*blocks, "remove", "bobb@mail.example").stdout
    assert trunkline(*blocks, "remove", "bobb@mail.example").exit_code == exits.NOT_FOUND
    assert trunkline(*blocks, "add", block["canonical_email_hash"]).exit_code == 0
    trunkline(*blocks, "list")
    assert trunkline(*blocks, "remove", "%1").exit_code == 0
    assert not moderator.admin_canonical_email_blocks()


def test_dimensions(trunkline, moderator):
    shown = trunkline("admin", "dimensions").stdout
    assert "languages\n" in shown
    assert "\n\nsoftware versions\nMastodon " in shown
    assert {one["key"] for one in _objects(trunkline("admin", "dimensions", "--json", "-n", "1"))} >= {
        "servers",
        "sources",
    }
    assert "accounts" in trunkline("admin", "dimensions", "--domain", "nowhere.example").stdout


def test_retention(trunkline, server, moderator):
    server.person("joined_today")
    days = trunkline("admin", "retention", "--for", "2d").stdout.splitlines()
    assert "account" in days[-1]
    assert len(days) == len(_objects(trunkline("admin", "retention", "--for", "2d", "--json")))
    (month, *_) = trunkline("admin", "retention", "--by", "month", "--for", "1d").stdout.split()
    assert month.count("-") == 1
