"""Completion of names of commands and options, and of fixed values, without click, which takes long to import.

`parameters.tsv` describes the parameters of all commands; `python -m tests.cli.parameters` writes it, and a test
compares it with the commands. What depends on accounts, tags or lists, and lines of unusual form, are left to click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from trunkline.cli.commands import COMMANDS

_PROGRAM = "trunkline"
_TABLE = os.path.join(os.path.dirname(__file__), "parameters.tsv")  # pathlib takes a millisecond to import


class Parameter:
    """A line of the table.

    Attributes:
        names: the names of an option; the place of an argument, from 1.
        takes: the number of values: 0 of a flag, -1 for any number.
        repeated: the option can be given several times.
        words: its values; ``FILE``, ``DIR``, or ``CLICK`` where only click can tell.
        help: the help of an option.
    """

    __slots__ = ("help", "names", "repeated", "takes", "words")

    def __init__(self, names: str, takes: str, repeated: str, words: str, help: str) -> None:
        self.names, self.takes, self.repeated = names.split(), int(takes), repeated == "repeated"
        self.words, self.help = words.split(), help


def answer(instruction: str) -> bool:
    """Print the completions that a shell asks for, or return False: click has to do it.

    Args:
        instruction: the shell and what it wants, such as ``bash_complete``.
    """
    form = {"bash_complete": _for_bash, "zsh_complete": _for_zsh, "fish_complete": _for_fish}.get(instruction)
    typed = _typed(fish=form is _for_fish) if form else None
    found = _completions(*typed) if typed else None
    if form is None or found is None:
        return False
    sys.stdout.buffer.write("".join(f"{form(*one)}\n" for one in found).encode())
    return True


def _for_bash(kind: str, value: str, help: str) -> str:
    return f"{kind},{value}"


def _for_zsh(kind: str, value: str, help: str) -> str:
    return f"{kind}\n{value}\n{help or '_'}"


def _for_fish(kind: str, value: str, help: str) -> str:
    return f"{kind},{value}\t{help}" if help else f"{kind},{value}"


def _typed(*, fish: bool) -> tuple[list[str], str] | None:
    """Return the words before the one that is typed now, and its beginning; ``None`` for quotes and the like."""
    line, place = os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")
    if any(sign in line for sign in "\"'\\=") or (not fish and not place.isdecimal()):
        return None
    words = line.split()
    if fish:  # the word itself, which is the last of the line too
        return words[1:-1] if place and words[-1:] == [place] else words[1:], place
    number = int(place)
    return words[1:number], words[number] if number < len(words) else ""


def _completions(words: list[str], incomplete: str) -> Iterator[tuple[str, str, str]] | None:
    """Return kind, value and help of each completion, or ``None`` where click has to be asked."""
    path, rest = _command_of(words)
    parameters = _parameters(path or _PROGRAM)
    is_group = not path or COMMANDS[path].module is None
    if not parameters or (is_group and rest):
        return None
    options = {name: one for one in parameters for name in one.names if name.startswith("-")}
    given, positions, waiting = _read(rest, options)
    if positions is None:
        return None
    if incomplete.startswith("-"):
        free = [name for name, one in options.items() if one.repeated or one not in given or one is waiting]
        return (("plain", name, options[name].help) for name in free if name.startswith(incomplete))
    if waiting is not None:
        return _values(waiting, incomplete)
    if is_group:
        return _subcommands(path, incomplete)
    wanted = _argument([one for one in parameters if one.names[0].isdecimal()], positions)
    return iter(()) if wanted is None else _values(wanted, incomplete)


def _command_of(words: list[str]) -> tuple[str, list[str]]:
    """Return the path of the command, and the words behind it."""
    path = ""
    for number, word in enumerate(words):
        longer = f"{path} {word}".strip()
        if longer not in COMMANDS:
            return path, words[number:]
        path = longer
    return path, []


def _read(words: list[str], options: dict[str, Parameter]) -> tuple[list[Parameter], int | None, Parameter | None]:
    """Return the options that are given, the number of arguments, and the option whose value is typed now.

    The number is ``None`` where a word is no option that is known, or several in one.
    """
    given: list[Parameter] = []
    positions, open_values = 0, 0
    for word in words:
        if open_values:
            open_values -= 1
        elif not word.startswith("-") or word == "-":
            positions += 1
        elif word in options:
            given.append(options[word])
            open_values = given[-1].takes
        else:
            return given, None, None
    return given, positions, given[-1] if open_values else None


def _argument(arguments: list[Parameter], number: int) -> Parameter | None:
    """Return the argument at a position; ``None`` if there is none."""
    for one in arguments:
        if one.takes < 0 or number < one.takes:
            return one
        number -= one.takes
    return None


def _subcommands(group: str, incomplete: str) -> Iterator[tuple[str, str, str]]:
    begun = f"{group} {incomplete}".lstrip()
    depth = begun.count(" ")
    for path, one in COMMANDS.items():
        if path.startswith(begun) and path.count(" ") == depth:
            yield "plain", path.rpartition(" ")[2], one.help


def _values(parameter: Parameter, incomplete: str) -> Iterator[tuple[str, str, str]] | None:
    match parameter.words:
        case ["CLICK"]:
            return None
        case ["FILE" | "DIR" as kind]:
            return iter([(kind.lower(), incomplete, "")])
    return (("plain", word, "") for word in parameter.words if word.startswith(incomplete))


def _parameters(command: str) -> list[Parameter]:
    """Return the parameters of a command: arguments in their order."""
    with open(_TABLE, encoding="utf-8") as table:
        lines = [line.rstrip("\n").split("\t") for line in table]
    found = [Parameter(*fields) for *fields, commands in lines if command in commands.split(",")]
    return sorted(found, key=lambda one: one.names[0])
