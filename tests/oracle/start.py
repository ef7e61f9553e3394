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


@contextmanager
def started(people: Path, port: int = 0) -> Iterator[str]:
    """Run the sandbox in a block; write the file of people and give the server's address."""
    with Sandbox(size=0, port=port, rate_limits=1000.0) as sandbox:
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
