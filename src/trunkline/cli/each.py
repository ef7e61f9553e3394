"""Commands that do one thing to each of several accounts, tags, lists, ..."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.confirmation import require_askable, yes_option
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import confirm, one_line, say, say_json
from trunkline.cli.references import find_account, find_list, find_tag, named
from trunkline.cli.session.completion import complete_accounts, complete_lists, complete_tags
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


class Subject(NamedTuple):
    """A kind of things that commands do something to.

    Attributes:
        metavar: the word for one in the help, such as ``ACCOUNT``.
        find: returns the thing that a reference names.
        name: returns the name of a thing for messages.
        complete: completes references; ``None`` if nothing does.
    """

    metavar: str
    find: Callable[[Session, str], Any]
    name: Callable[[Any], str]
    complete: Callable[..., Any] | None = None


def as_written(metavar: str) -> Subject:
    """Return a kind of things that are what is written, such as a domain that is new to the server."""
    return Subject(metavar, lambda session, given: given, str)


ACCOUNT = Subject("ACCOUNT", find_account, lambda account: f"@{account.acct}", complete_accounts)
TAG = Subject("TAG", find_tag, lambda name: f"#{name}", complete_tags)
LIST = Subject("LIST", find_list, lambda found: found.title, complete_lists)


def on_each(
    subject: Subject, done: str | Callable[[Any], str], *, ask: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make of a function that acts on one thing a command for several, with ``--json`` and a session.

    The function gets the session, the thing, and its own options. What it returns is printed with ``--json``; if that
    is ``None``, the thing is.

    Args:
        subject: the kind of things.
        done: the message, with ``{}`` for the name; or returns it from what the function has returned.
        ask: the question before anything is done, with ``{}`` for all of them; it adds ``--yes``.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @click.argument(
            "references",
            nargs=-1,
            required=True,
            metavar=f"{subject.metavar}...",
            shell_complete=subject.complete,
        )
        @json_option
        @with_session()
        @wraps(function)
        def run(
            session: Session, *, references: tuple[str, ...], as_json: bool, yes: bool = False, **given: Any
        ) -> None:
            if ask:
                require_askable(yes)
            if ask and not yes:
                confirm(ask.format(", ".join(_shown(session, subject, one) for one in references)))

            def act(reference: str) -> None:
                with named(subject.metavar.lower(), reference):
                    thing = subject.find(session, reference)
                    result = function(session, thing, **given)
                if as_json:
                    say_json(thing if result is None else result)
                else:
                    message = done if isinstance(done, str) else done(result)
                    say(message.format(one_line(subject.name(thing))))

            click.get_current_context().exit(for_each(references, act))

        return yes_option(run) if ask else run

    return decorate


def _shown(session: Session, subject: Subject, reference: str) -> str:
    """Return a reference as a question shows it: a number by the name of what it stands for."""
    return one_line(subject.name(subject.find(session, reference)) if reference.startswith("%") else reference)
