"""The command api."""

from __future__ import annotations

from typing import Any

import click

from trunkline.cli.command import command
from trunkline.cli.output.terminal import say_json_text
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command(
    {
        "trunkline api GET /api/v1/instance": "what the server says of itself",
        "trunkline api POST /api/v1/statuses status=Hello visibility=unlisted": "fields of a form",
        "trunkline api GET /api/v1/timelines/public limit=40 --server mastodon.social": "without an account",
    }
)
@click.argument("method", type=click.Choice(["GET", "POST", "PUT", "PATCH", "DELETE"], case_sensitive=False))
@click.argument("path")
@click.argument("fields", nargs=-1, metavar="[NAME=VALUE]...")
@with_session(anonymous=True)
def api(session: Session, method: str, path: str, fields: tuple[str, ...]) -> None:
    """Call PATH (such as /api/v1/timelines/home) and print the JSON.

    NAME=VALUE is a query parameter of a GET, and a form field of other methods; repeat a name that ends in [] to send
    a list.
    """
    if not path.startswith("/"):
        raise click.UsageError("PATH begins with a slash, as in /api/v1/instance.")
    from trunkline.protocol.request import Request

    values = _fields(fields)
    method = method.upper()
    request: Request[str] = Request(
        method, path, str, params=values if method == "GET" else {}, form={} if method == "GET" else values
    )
    say_json_text(session.client.call(request))


def _fields(fields: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{field!r} is not of the form NAME=VALUE.")
        if name.endswith("[]"):
            values.setdefault(name[:-2], []).append(value)
        else:
            values[name] = value
    return values
