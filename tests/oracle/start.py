#!/usr/bin/env python3
"""Start a sandbox with the people that the calls of the oracle need, and run it until SIGTERM or Ctrl-C.

Prints the server's address when it answers; `run.py` is then given that address and the file of people.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trunkline.sandbox import Sandbox
from trunkline.sandbox.actors import SandboxApplication, SandboxPerson
from trunkline.sandbox.moderation.trend_reviews import review
from trunkline.sandbox.rules.registration import add_local_account
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import change_setting
from trunkline.sandbox.store.times import DAY

PREFIX = "or1_"
NARROW = ("read:statuses", "write:statuses", "write:media", "read:lists", "read:filters")
SCOPES = {
    "all": "read write follow push profile admin:read admin:write",
    **{name: name for name in ("read", "write", "follow", "profile", "push")},
    "statuses": "read:statuses write:statuses",
    **{name: name for name in NARROW},
}
ORDINARY = ("alice", "bob", "carol", "dave", "erin", "frank", "gina", "hugo", "ivan")
REASON = "Please let me in"
PEOPLE: dict[str, dict[str, Any]] = {
    "admin": {"role": "Owner"},
    "moderator": {"role": "Moderator"},
    "manager": {"role": "Admin"},
    **{name: {} for name in ORDINARY},
    "lena": {"locked": True},
    "robot": {"bot": True},
    "newjudy": {},
    "rascal": {},
    "frozen": {"disabled": True},
    "unconfirmed": {"confirmed": False},
    "unapproved": {"approved": False, "reason": REASON},
    "rejected": {"approved": False, "reason": REASON},
}

SIGNED_UP = "unconfirmed"
"""Who signed up through "A tool"; the others have no application."""


def make_people(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """Make everybody; return the content of the file of people."""
    registered = " ".join([SCOPES["all"], *NARROW])
    tool = sandbox.application("A tool", website="https://tool.example/", scopes=registered)
    other = sandbox.application("Another tool", scopes=registered)
    made = {}
    for role, options in PEOPLE.items():
        through = {"application": tool} if role == SIGNED_UP else {}
        made[role] = _person(sandbox, role, {**options, **through})
    made["judy"] = _person(sandbox, "judy", {"moved_to": made["newjudy"]})
    people = {role: _described(person, tool, other) for role, person in made.items()}
    for fate in ("revoked", "expired"):
        people["alice"]["tokens"][fate] = made["alice"].token_for(SCOPES["all"], application=tool, **{fate: True})
    return {**people, "app": {"tokens": {"all": tool.token("read write"), "read": tool.token("read")}}}


def _person(sandbox: Sandbox, role: str, options: dict[str, Any]) -> SandboxPerson:
    name = PREFIX + role
    return sandbox.person(
        name,
        email=f"{name}@social.example",
        display_name=role.capitalize(),
        note=f"I am {role}.",
        discoverable=True,
        indexable=True,
        **options,
    )


def _described(person: SandboxPerson, tool: SandboxApplication, other: SandboxApplication) -> dict[str, Any]:
    tokens = {name: person.token_for(scopes, application=tool) for name, scopes in SCOPES.items()}
    tokens["other"] = person.token_for(SCOPES["all"], application=other)
    return {
        "id": person.id,
        "username": person.username,
        "email": person.email,
        "password": person.password,
        "tokens": tokens,
    }


def make_surroundings(sandbox: Sandbox) -> None:
    """Make what else there was on the server that was asked: other servers, and what had happened the day before.

    A program cannot make this through the API: nobody federates with the sandbox.
    """
    store = sandbox.store
    yesterday = store.now() // DAY * DAY - DAY // 2
    change_setting(store, "title", "Social Example")
    change_setting(store, "description", "A server to try programs on.")
    change_setting(store, "translation", False)
    with store.transaction():
        tags = [
            _tag(store, name, yesterday) for name in ("PlUpper", "opseed", *(f"earlier{number}" for number in range(9)))
        ]
        far = [_remote(store, f"plr{number}", "far.example", yesterday) for number in range(24)]
        for number in range(187):
            _post(store, far[number % 24], yesterday + number, tags[0])
        for number, tag in enumerate([tags[0], *tags[2:]]):
            _post(store, far[number], yesterday, tag)
        for number in range(5):  # unlisted, so that it may trend and does not
            _post(store, far[number % 2], yesterday + number, tags[1], visibility="unlisted")
        review(store, "tag", tags[1], allowed=True)
        for domain in ("other.example", "xn--bcher-kva.example"):
            _post(store, _remote(store, "somebody", domain, yesterday), yesterday)
        store.insert("peers", {"domain": "xn--bcher-kva.example"})  # only the first of them is compared
        for followers, target in ((3, far[2]), (2, far[0]), (1, far[4])):
            for follower in far[10 : 10 + followers]:
                store.insert("follows", {"account_id": follower, "target_account_id": target, "created_at": yesterday})
        _make_newcomers(store, yesterday)
        times = {"created_at": yesterday, "updated_at": yesterday}
        store.insert("reports", {"account_id": far[0], "target_account_id": far[1], **times})
        own = {"domain": sandbox.domain, "severity": "silence", "created_at": yesterday}
        store.insert("server_domain_blocks", own)


def _tag(store: Store, name: str, at: int) -> int:
    return store.insert("tags", {"name": name.lower(), "display_name": name, "created_at": at})


def _remote(store: Store, username: str, domain: str, at: int) -> int:
    account_id = store.new_id(at)
    address = f"https://{domain}/users/{username}"
    values = {"id": account_id, "username": username, "domain": domain, "url": address, "uri": address}
    store.insert("accounts", {**values, "created_at": at})
    return account_id


def _post(store: Store, account_id: int, at: int, tag: int | None = None, **columns: Any) -> None:
    status_id = store.new_id(at)
    values = {"id": status_id, "account_id": account_id, "conversation_id": status_id, "content": "<p>Hello</p>"}
    store.insert("statuses", {**values, "local": False, "created_at": at, **columns})
    if tag is not None:
        store.insert("statuses_tags", {"tag_id": tag, "status_id": status_id, "account_id": account_id})


def _make_newcomers(store: Store, at: int) -> None:
    """Make people who signed up at the website, and with two applications, and posts by one of them."""
    tool = {"website": None, "redirect_uris": "[]", "client_secret": "", "created_at": at}
    apps = [store.insert("apps", {"name": name, "client_id": name, **tool}) for name in ("A tool", "ac tool")]
    made = [add_local_account(store, f"earlier{number}", f"earlier{number}@social.example") for number in range(6)]
    for account_id, app in zip(made, (None, None, None, apps[0], apps[0], apps[1]), strict=True):
        store.update("accounts", account_id, {"created_at": at})
        changed = "UPDATE users SET created_at = ?, created_by_app_id = ? WHERE account_id = ?"
        store.execute(changed, (at, app, account_id))
    for number in range(250):
        _post(store, made[0], at + number, local=True)


@contextmanager
def started(people: Path, port: int = 0) -> Iterator[str]:
    """Run the sandbox in a block; write the file of people and give the server's address."""
    with Sandbox(size=0, port=port, rate_limits=1000.0) as sandbox:
        make_surroundings(sandbox)
        people.touch(mode=0o600)
        people.write_text(json.dumps(make_people(sandbox), indent=1), encoding="utf-8")
        yield sandbox.url


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0 selects a free one")
    parser.add_argument("--people", type=Path, required=True, help="file to write the people to")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    try:
        with started(options.people, options.port) as url:
            print(url, flush=True)
            signal.pause() if hasattr(signal, "pause") else sys.stdin.read()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
