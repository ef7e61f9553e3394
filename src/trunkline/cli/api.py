"""The command api."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from trunkline.cli.command import command
from trunkline.cli.output.terminal import one_line, say, say_json, say_json_text
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.protocol.request import Request
    from trunkline.response import Response

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_LISTED = ("notification_groups", "accounts", "statuses", "hashtags")


class _Fields(NamedTuple):
    """Fields of the command line: texts and lists of them, and the paths of files."""

    values: Mapping[str, Any]
    files: Mapping[str, Path]


@command(
    {
        "trunkline api /api/v1/instance": "what the server says of itself",
        "trunkline api /api/v1/statuses status=Hello visibility=unlisted": "with fields: POST, as a form",
        "trunkline api GET /api/v1/timelines/public limit=40 --server mastodon.social": "without an account",
        "trunkline api GET /api/v1/timelines/home --paginate | head -n 200": "pages of a list, one object a line",
        "trunkline api /api/v2/media file=@cat.jpg description='A cat'": "upload a file",
        "trunkline api DELETE /api/v1/statuses/113650000000000000": "another method",
    }
)
@click.argument("words", nargs=-1, required=True, metavar="[METHOD] PATH [NAME=VALUE]...")
@click.option("--paginate", is_flag=True, help="Follow the links to further pages; print one object a line.")
@click.option("--include", "-i", is_flag=True, help="Print the status and the headers of the answer first.")
@with_session(anonymous=True)
def api(session: Session, words: tuple[str, ...], paginate: bool, include: bool) -> None:
    """Call PATH (such as /api/v1/timelines/home) and print the JSON.

    METHOD is GET, or POST where fields are given. NAME=VALUE is a query parameter of a GET, and a form field of other
    methods; NAME=@FILE uploads a file; NAME=@@VALUE is a text that begins with @. Repeat a name that ends in [] to
    send a list.
    """
    method, path, fields = _words(words)
    if paginate and method != "GET":
        raise click.UsageError("--paginate is for GET; write the method in front of the path.")
    request = _request(method, path, _fields(fields))
    if paginate:
        _print_pages(session, request, include)
    else:
        _print(_answer(session, request), include)


def _words(words: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    first, *rest = words
    if first.startswith("/"):
        return "POST" if rest else "GET", first, tuple(rest)
    if first.upper() not in _METHODS:
        raise click.UsageError(
            f"{first!r} is not one of {', '.join(_METHODS)}, and no PATH: that begins with a slash, as in "
            "/api/v1/instance."
        )
    if not rest or not rest[0].startswith("/"):
        raise click.UsageError("PATH begins with a slash, as in /api/v1/instance.")
    return first.upper(), rest[0], tuple(rest[1:])


def _fields(fields: Iterable[str]) -> _Fields:
    values: dict[str, Any] = {}
    files: dict[str, Path] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{field!r} is not of the form NAME=VALUE.")
        if value.startswith("@") and not value.startswith("@@"):
            files[name] = _file(name, Path(value[1:]))
            continue
        text = value[1:] if value.startswith("@@") else value
        if name.endswith("[]"):
            values.setdefault(name[:-2], []).append(text)
        else:
            values[name] = text
    return _Fields(values, files)


def _file(name: str, path: Path) -> Path:
    if not path.is_file():
        raise click.UsageError(f"There is no file {path}. For a text that begins with @, write {name}=@@{path}")
    return path


def _request(method: str, path: str, fields: _Fields) -> Request[Any]:
    from trunkline.protocol.request import Request
    from trunkline.protocol.uploads import upload

    if method == "GET" and fields.files:
        raise click.UsageError("A GET uploads no files.")
    return Request(
        method,
        path,
        str,
        params=fields.values if method == "GET" else {},
        form={} if method == "GET" else fields.values,
        files={name: upload(file) for name, file in fields.files.items()},
    )


def _answer(session: Session, request: Request[Any]) -> Response:
    from trunkline.protocol.policy import exchange

    answer: Response = session.client.run(exchange(request, session.client.state))
    return answer


def _print(answer: Response, include: bool) -> None:
    if include:
        say(f"{answer.status} {one_line(answer.reason)}")
        for name, value in answer.headers.items():
            say(f"{one_line(name)}: {one_line(value)}")
        say()
    say_json_text(answer.body.decode("utf-8", "replace"))


def _print_pages(session: Session, request: Request[Any], include: bool) -> None:
    """Print the objects of each page, which is a list, or an object with one; other answers are printed whole."""
    from dataclasses import replace

    from trunkline.answers.cursors import moved_to, target_of
    from trunkline.answers.paging import parse_link_header

    seen: set[object] = set()
    page: Request[Any] | None = request
    while page is not None and target_of(page) not in seen:  # a server may lead in a circle
        seen.add(target_of(page))
        answer = _answer(session, page)
        if include:
            _print(replace(answer, body=b""), include)
        for one in _objects(answer):
            say_json(one)
        following = parse_link_header(answer.headers.get("link", "")).get("next")
        page = moved_to(page, following) if following else None


def _objects(answer: Response) -> list[Any]:
    try:
        found = answer.json()
    except ValueError:
        return [answer.body.decode("utf-8", "replace")]
    if isinstance(found, dict):
        found = next((found[name] for name in _LISTED if found.get(name)), [found])
    return found if isinstance(found, list) else [found]
