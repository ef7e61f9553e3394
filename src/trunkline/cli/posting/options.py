"""Options of posts: media, a poll, and settings, which are checked before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click

from trunkline.cli.durations import DURATION
from trunkline.cli.posting.unsent import UnsentMedium

QUOTE_POLICIES = ("public", "followers", "nobody")
"""Accounts that may quote a post."""


class FocusType(click.ParamType):  # type: ignore[type-arg]  # generic in new versions of click alone
    """Converts ``0.5,-0.2`` to two numbers from -1 to 1; nothing to ``None``."""

    name = "focus"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the pair, or fail with words that say how to write one."""
        if not value or isinstance(value, tuple):
            return value or None
        x, _, y = value.partition(",")
        try:
            focus = float(x), float(y)
        except ValueError:
            focus = 2.0, 2.0
        if not all(abs(one) <= 1 for one in focus):
            self.fail(f"{value!r} is no focal point. Write x,y from -1 to 1: 0,0 is the centre, 1,1 top right.")
        return focus


FOCUS = FocusType()
"""The type of options that take a focal point."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _OptionalFile(click.Path):
    """A file that has to exist; nothing is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value, param, ctx) if value else None


_PARTS = (
    click.option("--media", "-m", "files", multiple=True, type=_FILE, help="A file to attach; may be repeated."),
    click.option(
        "--alt", "-a", "alts", multiple=True, help="The description (alt text) of the file in the same position."
    ),
    click.option(
        "--focus",
        "focuses",
        multiple=True,
        type=FOCUS,
        metavar="X,Y",
        help="The point to keep when the file in the same position is cropped, each from -1 to 1; '' for none.",
    ),
    click.option(
        "--thumbnail",
        "thumbnails",
        multiple=True,
        type=_OptionalFile(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The preview image of the sound or video in the same position; '' for none.",
    ),
)


def media_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--media``, ``--alt``, ``--focus`` and ``--thumbnail``, and pass a list of `UnsentMedium` as ``media``."""

    @wraps(function)
    def run(*args: Any, files: Any, alts: Any, focuses: Any, thumbnails: Any, **given: Any) -> Any:
        return function(*args, media=media_of(files, alts, focuses, thumbnails), **given)

    decorated: Callable[..., Any] = run
    for option in reversed(_PARTS):
        decorated = option(decorated)
    return decorated


def media_of(
    files: tuple[Path, ...],
    alts: tuple[str, ...],
    focuses: tuple[tuple[float, float] | None, ...],
    thumbnails: tuple[Path | None, ...],
) -> list[UnsentMedium]:
    """Return the media of options, each with what stands in the same position.

    Raises:
        click.UsageError: there is more of something than there are files.
    """
    for name, what, values in (
        ("alt", "texts", alts),
        ("focus", "points", focuses),
        ("thumbnail", "files", thumbnails),
    ):
        if len(values) > len(files):
            raise click.UsageError(f"There are more --{name} {what} than --media files.")
    return [
        UnsentMedium(str(file.absolute()), None, alt or None, focus, str(thumbnail.absolute()) if thumbnail else None)
        for file, alt, focus, thumbnail in zip_longest(files, alts, focuses, thumbnails)
    ]


_POLL = (
    click.option("--poll", "choices", multiple=True, metavar="CHOICE", help="A choice of a poll; repeat it for each."),
    click.option(
        "--poll-expires",
        "expires",
        type=DURATION,
        metavar="DURATION",
        help="How long the poll runs, as in 30m, 6h or 7d; 1d by default.",
    ),
    click.option("--poll-multiple", "several", is_flag=True, help="People may take several choices."),
    click.option("--poll-hide-totals", "hidden", is_flag=True, help="Hide the votes until the poll ends."),
)


def poll_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--poll`` and the options of polls, and pass the poll, or ``None``, as ``poll``."""

    @wraps(function)
    def run(
        *args: Any, choices: tuple[str, ...], expires: timedelta | None, several: bool, hidden: bool, **given: Any
    ) -> Any:
        if not choices and (expires or several or hidden):
            raise click.UsageError("The poll has no choices: repeat --poll CHOICE for each.")
        if len(choices) == 1:
            raise click.UsageError("A poll has two choices at least: repeat --poll CHOICE for each.")
        if len({choice.strip() for choice in choices}) < len(choices):
            raise click.UsageError("Two choices of the poll are the same.")
        return function(*args, poll=poll_of(choices, expires, several, hidden) if choices else None, **given)

    decorated: Callable[..., Any] = run
    for option in reversed(_POLL):
        decorated = option(decorated)
    return decorated


def poll_of(choices: tuple[str, ...], expires: timedelta | None, several: bool, hidden: bool) -> dict[str, Any]:
    """Return a poll as `Mastodon.make_poll` does, which takes long to import."""
    seconds = int((expires or timedelta(days=1)).total_seconds())
    return {"options": list(choices), "expires_in": seconds, "multiple": several, "hide_totals": hidden}


warning_option = click.option("--warning", help="A content warning; '' for none.")
"""The option ``--warning``."""

language_option = click.option("--language", help="ISO 639 code of the language.")
"""The option ``--language``."""

sensitive_option = click.option(
    "--sensitive/--not-sensitive", default=None, help="Hide the media until they are clicked, or do not."
)
"""The option ``--sensitive``."""

quote_policy_option = click.option(
    "--quote-policy", type=click.Choice(QUOTE_POLICIES), help="Who may quote it; the account's setting by default."
)
"""The option ``--quote-policy``."""

content_type_option = click.option(
    "--content-type",
    type=click.Choice(("text/plain", "text/markdown", "text/html", "text/bbcode")),
    help="The markup of the text, for servers other than Mastodon, which knows none.",
)
"""The option ``--content-type``."""

editor_option = click.option("--editor", "-e", "in_editor", is_flag=True, help="Write the text in the editor.")
"""The option ``--editor``."""

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be sent, and send nothing.")
"""The option ``--dry-run``."""
