"""Pages of the commands, written from the tree of commands, so that they are what ``--help`` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from trunkline.cli.app import cli

from .rst import code, directive, page, title, toctree


def every_command() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield all commands that are no groups, by what one types, each with its context."""
    yield from _below(cli, cli.make_context("trunkline", [], resilient_parsing=True))


def _below(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    if not isinstance(command, click.Group):
        yield context.command_path, command, context
        return
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is not None and not found.hidden:
            yield from _below(found, click.Context(found, info_name=name, parent=context))


def pages() -> dict[str, str]:
    """Return the pages by their paths: one for each first word after ``trunkline``."""
    grouped: dict[str, list[str]] = {}
    for typed, command, context in every_command():
        grouped.setdefault(typed.split()[1], []).append(_entry(typed, command, context))
    made = {f"commands/{name}.rst": page(f"trunkline {name}", *entries) for name, entries in grouped.items()}
    return {**made, "commands/index.rst": _index(list(grouped))}


def _index(names: list[str]) -> str:
    with cli.make_context("trunkline", [], resilient_parsing=True) as context:
        text = cli.get_help(context)
    return page("Commands", code(text, "text"), toctree(*names))


def _entry(typed: str, command: click.Command, context: click.Context) -> str:
    words = typed.split()
    heading = [title(typed, 1)] if len(words) > 2 else []
    options = [_option(one, context) for one in command.get_params(context) if isinstance(one, click.Option)]
    return "\n\n".join(
        (
            *heading,
            code(" ".join((typed, *command.collect_usage_pieces(context))), "text"),
            _paragraphs(command.help or ""),
            directive("program", typed),
            *filter(None, options),
        )
    )


def _option(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    if record is None or "--help" in option.opts:
        return ""
    names, meaning = record
    return directive("option", names, _escaped(meaning), **{"no-contents-entry": ""})


def _paragraphs(text: str) -> str:
    """Return a help text as paragraphs; blocks that click leaves as they are stay so."""
    found = []
    for part in re.split(r"\n\s*\n", text.replace("\f", "")):
        verbatim = part.startswith("\b\n")
        found.append(code(part[2:], "text") if verbatim else _escaped(" ".join(part.split())))
    return "\n\n".join(found)


def _escaped(text: str) -> str:
    """Return a text as it is; options, and what it has in backticks, are code."""
    parts = re.split(r"`([^`]+)`", re.sub(r"(?<![\w`-])--\w[\w-]*(?![\w`])", r"`\g<0>`", text))
    plain = [re.sub(r"([*`_|\\@])", r"\\\1", part) for part in parts[::2]]
    return "".join(part + (f"``{code}``" if code else "") for part, code in zip(plain, [*parts[1::2], ""], strict=True))
