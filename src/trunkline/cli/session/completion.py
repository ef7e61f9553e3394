"""Completion of accounts, servers, tags and lists, from files of this machine alone: never from a server."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from trunkline.cli.session.logins import logins
from trunkline.cli.session.memory import all_names


def complete_logins(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete ``name@server`` of the accounts that are logged in."""
    return _beginning((login.label for login in logins()), incomplete)


def complete_servers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the servers of the accounts that are logged in."""
    return _beginning((login.host for login in logins()), incomplete)


def complete_accounts(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete ``@name@server`` of people: own accounts, and authors in the last listings."""
    people = [*(login.label for login in logins() if login.name), *all_names("accounts")]
    return _beginning((f"@{name}" for name in people), incomplete if incomplete.startswith("@") else f"@{incomplete}")


def complete_tags(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete tags of the last listings, without ``#``."""
    return _beginning(all_names("tags"), incomplete)


def complete_lists(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete titles of own lists."""
    return _beginning(all_names("lists"), incomplete)


def _beginning(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    wanted = incomplete.lower()
    return [CompletionItem(name) for name in dict.fromkeys(names) if name.lower().startswith(wanted)]
