"""The command api."""

from __future__ import annotations

from typing import Any

import click

from trunkline.cli.output.terminal import say_json_text
from trunkline.cli.token_files import client_for, server_option
from trunkline.protocol.request import Request


@click.command()
@click.argument("method", type=click.Choice(["GET", "POST", "PUT", "PATCH", "DELETE"], case_sensitive=False))
@click.argument("path")
@click.argument("fields", nargs=-1, metavar="[NAME=VALUE]...")
@server_option
def api(method: str, path: str, fields: tuple[str, ...], server: str | None) -> None:
    """Call PATH (such as /api/v1/timelines/home) and print the JSON.

    NAME=VALUE is a query parameter of a GET, and a form field of other methods; repeat a name that ends in [] to send
    a list.
    """
    if not path.startswith("/"):
        raise click.UsageError("PATH begins with a slash, as in /api/v1/instance.")
    values = _fields(fields)
    method = method.upper()
    request: Request[str] = Request(
        method, path, str, params=values if method == "GET" else {}, form={} if method == "GET" else values
    )
    with client_for(server) as client:
        text = client.call(request)
    say_json_text(text)


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
