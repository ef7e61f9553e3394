"""Objects as people look at them: one short line at a prompt, HTML in a notebook.

What a server sends is text to both: it is escaped, its own markup is taken out, and nothing is loaded from its
addresses, unless `show_thumbnails` allows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, TypeGuard

from trunkline.text import html_to_text

LONGEST_LINE = 100
"""Characters of the ``repr`` of an object."""

_LONGEST_VALUE = 40
_MOST_OBJECTS = 20
_TELLING = ("id", "acct", "name", "title", "type", "content", "text", "url")
"""Keys that are shown before others where there is no room for all."""


class _Settings:
    thumbnails = False


def show_thumbnails(on: bool = True) -> None:
    """Show small pictures of media in notebooks, in the place of links alone, for this process.

    The browser loads them, without a referrer, from the addresses in the posts, whose servers then see where and when a
    post was looked at. Media that are marked as sensitive, those without a preview, and addresses other than ``https``
    and ``http`` stay links.

    Args:
        on: False shows links alone again, as at the start.
    """
    _Settings.thumbnails = on


def short_line(value: dict[str, Any]) -> str:
    """Return an object as one line of at most `LONGEST_LINE` characters; what does not fit is three dots."""
    name, fields = type(value).__name__, _told(value)
    first = [key for key in _TELLING if key in fields]
    parts, room = [], LONGEST_LINE - len(name) - len("({…})")
    for key in dict.fromkeys((*first, *fields)):
        part = f"{key!r}: {_brief(fields[key])}"
        if len(part) + 2 <= room:
            parts.append(part)
            room -= len(part) + 2
    if len(parts) == len(fields):
        parts = [f"{key!r}: {_brief(value)}" for key, value in fields.items()]
    return f"{name}({{{', '.join(parts)}{', …' if parts and len(parts) < len(fields) else ''}}})"[:LONGEST_LINE]


def short_list(name: str, items: list[Any]) -> str:
    """Return a list as one line: itself where that is short, otherwise how many objects it has, and of what class."""
    small = len(items) <= 1 or all(isinstance(item, str | int | float) for item in items[:LONGEST_LINE])
    line = list.__repr__(items) if small and len(items) <= LONGEST_LINE else ""
    if line and len(line) <= LONGEST_LINE:
        return line
    return f"<{name} of {len(items)}: {type(items[0]).__name__}{', …' if len(items) > 1 else ''}>"


def whole(value: Any) -> str:
    """Return an object with everything that it holds, as text."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key!r}: {whole(one)}" for key, one in _told(value).items())
        return f"{{{inner}}}" if type(value) is dict else f"{type(value).__name__}({{{inner}}})"
    if isinstance(value, list):
        return f"[{', '.join(map(whole, value))}]"
    return repr(value)


def _told(value: dict[str, Any]) -> dict[str, Any]:
    """Return what an object has under the names that servers send, with stars for tokens and the like."""
    secrets = getattr(value, "secrets", ())
    return {key: "***" if key in secrets and one else one for key, one in dict.items(value)}


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return f"[… {len(value)}]" if value else "[]"
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return repr(f"{value[:_LONGEST_VALUE]}…")
    return repr(value)


def html_of(value: dict[str, Any]) -> str:
    """Return an object as HTML for a notebook: a status, an account, or a table of its fields."""
    value = _told(value)
    if "content" in value and isinstance(value.get("account"), dict):
        return _status(value)
    if "acct" in value and "username" in value:
        return _account(value)
    rows = "".join(f"<tr><th>{_text(key)}</th><td>{_text(_brief(one))}</td></tr>" for key, one in value.items())
    return f"<table>{rows}</table>"


def html_of_list(items: list[Any]) -> str:
    """Return a list as HTML for a notebook: its first objects, and how many there are besides."""
    shown = [f"<li>{html_of(item) if isinstance(item, dict) else _text(item)}</li>" for item in items[:_MOST_OBJECTS]]
    rest = len(items) - _MOST_OBJECTS
    more = f"<p>… and {rest} more</p>" if rest > 0 else ""
    return f"<ol>{''.join(shown)}</ol>{more}"


def _status(status: Mapping[str, Any]) -> str:
    boosted = status.get("reblog")
    if isinstance(boosted, dict):
        return f"<p>{_person(status['account'])} boosted</p>{html_of(boosted)}"
    counts = _counts(
        status, ("replies_count", "reblogs_count", "favourites_count"), ("replies", "boosts", "favourites")
    )
    warning = status.get("spoiler_text")
    return (
        f"<p>{_person(status['account'])} · {_link(status.get('url'), status.get('created_at'))}</p>"
        + (f"<p><em>{_text(warning)}</em></p>" if warning else "")
        + _paragraphs(status.get("content"))
        + "".join(_medium(one, bool(status.get("sensitive"))) for one in _objects(status.get("media_attachments")))
        + f"<p><small>{counts}</small></p>"
    )


def _account(account: Mapping[str, Any]) -> str:
    counts = _counts(
        account, ("statuses_count", "followers_count", "following_count"), ("posts", "followers", "follows")
    )
    return f"<p>{_person(account)}</p>{_paragraphs(account.get('note'))}<p><small>{counts}</small></p>"


def _person(account: Mapping[str, Any]) -> str:
    name = account.get("display_name") or account.get("username") or ""
    return f"<strong><bdi>{_text(name)}</bdi></strong> {_link(account.get('url'), '@' + str(account.get('acct')))}"


def _medium(medium: Mapping[str, Any], is_sensitive: bool) -> str:
    described = medium.get("description") or "no description"
    told = f"[{_link(medium.get('url'), medium.get('type'))}: {_text(described)}]"
    picture = "" if is_sensitive or not _Settings.thumbnails else _thumbnail(medium.get("preview_url"), described)
    return f"<p>{picture}{told}</p>"


def _thumbnail(address: Any, described: Any) -> str:
    if not _is_web(address):
        return ""
    return (
        f'<img src="{escape(address)}" alt="{_text(described)}" loading="lazy" referrerpolicy="no-referrer" '
        'style="max-height: 10em; max-width: 100%"><br>'
    )


def _paragraphs(markup: Any) -> str:
    text = html_to_text(markup) if isinstance(markup, str) else ""
    return "".join(f"<p>{_text(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n") if part)


def _counts(value: Mapping[str, Any], keys: Iterable[str], names: Iterable[str]) -> str:
    told = ((value.get(key), name) for key, name in zip(keys, names, strict=True))
    return " · ".join(f"{_text(count)} {name}" for count, name in told if count is not None)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _link(address: Any, text: Any) -> str:
    if _is_web(address):
        return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{_text(text)}</a>'
    return _text(text)


def _is_web(address: Any) -> TypeGuard[str]:
    return isinstance(address, str) and address.startswith(("https://", "http://"))


def _text(value: Any) -> str:
    return escape(str(value))
