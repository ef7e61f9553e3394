"""Options of the commands that write down what other people post: rules of consent, and private posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from trunkline.pipeline.names import CONSENT_RULES


def _rules(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> list[str] | None:
    """Return the rules that were named, none of them for ``none``; ``None`` if nothing was said."""
    return [rule for rule in value if rule != "none"] if value else None


_OPTIONS = (
    click.option(
        "--private", is_flag=True, default=None, help="Write down other people's followers-only and direct posts too."
    ),
    click.option(
        "--consent",
        multiple=True,
        type=click.Choice([*CONSENT_RULES, "none"]),
        callback=_rules,
        metavar="RULE",
        help=f"Respect only these rules for other people's posts; may be repeated. RULE is one of "
        f"{', '.join(CONSENT_RULES)}, or none. By default all are respected.",
    ),
)


def consent_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
