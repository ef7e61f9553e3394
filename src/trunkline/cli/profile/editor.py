"""The own profile as a text to edit: headers, an empty line, and the biography.

::

    Name: Alice
    Field: Website = https://alice.example
    Field: Pronouns = she/her

    I write about gardens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.output.terminal import harmless, one_line

if TYPE_CHECKING:
    from trunkline.entities import Account

_NAME, _FIELD = "Name", "Field"


class ProfileTexts(NamedTuple):
    """The texts of a profile, as they are typed.

    Attributes:
        name: the display name.
        fields: names and values of the rows of the table.
        note: the biography.
    """

    name: str
    fields: list[tuple[str, str]]
    note: str


def texts_of(me: Account) -> ProfileTexts:
    """Return the texts of the own profile."""
    source = me.source
    fields = [(one.name, one.value) for one in (source.fields if source else None) or ()]
    return ProfileTexts(me.display_name or "", fields, (source.note if source else None) or "")


def edited(texts: ProfileTexts) -> ProfileTexts | None:
    """Open the texts in the editor, ``VISUAL`` or ``EDITOR``; return them, or ``None`` if they were not changed.

    Raises:
        CommandFailure: the text cannot be read; it is part of the message, so that no work is lost.
    """
    typed = click.edit(written(texts), extension=".txt")
    if typed is None:
        return None
    found = read(typed)
    return None if found == read(written(texts)) else found


def written(texts: ProfileTexts) -> str:
    """Return the text to edit."""
    head = [f"{_NAME}: {one_line(texts.name)}"]
    head += [f"{_FIELD}: {one_line(name)} = {one_line(value)}" for name, value in texts.fields]
    return "\n".join([*head, "", harmless(texts.note).strip(), ""])


def read(typed: str) -> ProfileTexts:
    """Read an edited text.

    Raises:
        CommandFailure: a line before the first empty one is none of the headers.
    """
    head, _, note = typed.replace("\r\n", "\n").lstrip("\n").partition("\n\n")
    name, fields = "", list[tuple[str, str]]()
    for line in head.splitlines():
        kind, colon, value = (part.strip() for part in line.partition(":"))
        if kind == _NAME and colon:
            name = value
        elif kind == _FIELD and "=" in value:
            fields.append(as_field(value))
        else:
            raise CommandFailure(
                f"{one_line(line)!r} is neither 'Name: ...' nor 'Field: NAME = VALUE', and the biography begins after "
                f"an empty line. Nothing was changed. What you have typed:\n{typed}",
                USAGE,
            )
    return ProfileTexts(name, fields, note.strip())


def as_field(text: str) -> tuple[str, str]:
    """Return name and value of ``NAME=VALUE``."""
    name, _, value = text.partition("=")
    return name.strip(), value.strip()
