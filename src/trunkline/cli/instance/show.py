"""The commands instance show and instance limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.rows import named_rows
from trunkline.cli.output.terminal import console, lines, one_line, say_json, styled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Instance, InstanceV2

_UNITS = (("_size_limit", "bytes"), ("_matrix_limit", "pixels"), ("_expiration", "seconds"))


@command(
    {
        "trunkline instance show": "the server of your account",
        "trunkline instance show --server mastodon.social --json | jq -r .version": "the version of another one",
    }
)
@json_option
@with_session(anonymous=True)
def show(session: Session, as_json: bool) -> None:
    """Show what the server says of itself."""
    found = session.client.instance()
    if as_json:
        say_json(found)
        return
    from trunkline.cli.output.statuses import html_lines

    description = found.get("description") or found.get("short_description") or ""
    heading = styled((one_line(found.title or ""), "bold"), (f"  {session.host}", "cyan"))
    console().print(lines((heading, html_lines(description), named_rows(_rows(found)))))


@command(
    {
        "trunkline instance limits": "how long posts may be, how many media, ...",
        "trunkline instance limits --json | jq .statuses.max_characters": "one of them, for programs",
    }
)
@json_option
@with_session(anonymous=True)
def limits(session: Session, as_json: bool) -> None:
    """Show the limits of posts, media, polls and profiles."""
    found = session.client.instance().get("configuration") or {}
    if as_json:
        say_json(found)
    else:
        console().print(named_rows(_limits(found)))


def _rows(found: InstanceV2 | Instance) -> Iterator[tuple[str, object]]:
    registrations, usage = found.get("registrations"), found.get("usage") or {}
    contact = found.get("contact") or {"account": found.get("contact_account"), "email": found.get("email")}
    yield "software", found.version
    yield "active people", (usage.get("users") or {}).get("active_month")
    yield "languages", ", ".join(map(str, found.languages or ()))
    yield "sign-up", _sign_up(registrations)
    yield "contact", contact.get("email")
    yield "administrator", (contact.get("account") or {}).get("url")
    yield "rules", len(found.rules) if found.rules else None
    yield "source", found.get("source_url")


def _sign_up(registrations: Any) -> str | None:
    if not isinstance(registrations, Mapping):
        return None if registrations is None else "open" if registrations else "closed"
    if not registrations.get("enabled"):
        return "closed"
    age = registrations.get("min_age")
    return ("with approval" if registrations.get("approval_required") else "open") + (
        f", from age {age}" if age else ""
    )


def _limits(configuration: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for part, values in configuration.items():
        for name, value in values.items() if isinstance(values, Mapping) else ():
            if isinstance(value, int) and not isinstance(value, bool):
                unit = next((f" {unit}" for ending, unit in _UNITS if name.endswith(ending)), "")
                yield f"{part} {name}".replace("_", " "), f"{value:,}{unit}"
