"""The commands profile avatar and header."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import say, say_json
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    file = click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
    description = click.option("--description", help="The description (alt text) of the picture. Needs Mastodon 4.6.")
    delete = click.option("--delete", is_flag=True, help="Delete the picture; asks first.")
    return file(description(delete(yes_option(json_option(with_session()(function))))))


@command(
    {
        "trunkline profile avatar cat.jpg --description 'A grey cat'": "set it",
        "trunkline profile avatar --description 'A grey cat on a sofa'": "describe the picture that is there",
        "trunkline profile avatar --delete": "delete it",
    }
)
@_options
def avatar(session: Session, **given: Any) -> None:
    """Set your avatar to the picture FILE, describe it, or delete it."""
    _change(session, "avatar", **given)


@command(
    {
        "trunkline profile header cat.jpg --description 'A grey cat'": "set it",
        "trunkline profile header --delete --yes": "delete it without a question",
    }
)
@_options
def header(session: Session, **given: Any) -> None:
    """Set the header of your profile to the picture FILE, describe it, or delete it."""
    _change(session, "header", **given)


def _change(
    session: Session, name: str, file: Path | None, description: str | None, delete: bool, yes: bool, as_json: bool
) -> None:
    if delete == bool(file or description is not None):
        raise click.UsageError("Give FILE or --description, or else --delete.")
    client = session.client
    if delete:
        require_yes(yes, f"Delete your {name}?")
        changed = client.account_delete_avatar() if name == "avatar" else client.account_delete_header()
    else:
        changes: dict[str, Any] = {name: file, f"{name}_description": description}
        changed = client.account_update_credentials(**changes)
    say_json(changed) if as_json else say(f"The {name} is {'deleted' if delete else 'changed'}.")
