"""Tokens of executors: from a file or a variable of theirs, so that none is in an option, a plan or a log of Spark."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from trunkline.errors import MastodonError, MastodonIllegalArgumentError
from trunkline.pipeline.crawling.sites import Site, sites_of
from trunkline.protocol.frames import without_variables

_VARIABLE = "env:"
_PLACES = "the path of a .toml or .json file of the executors, or env:NAME for a variable of theirs"


def require_place(tokens: str) -> None:
    """Refuse a place of tokens that cannot be one, and may be a token.

    Raises:
        MastodonIllegalArgumentError: it is neither a file nor a variable.
    """
    if not (tokens.startswith(_VARIABLE) or Path(tokens).suffix in {".toml", ".json"}):
        raise MastodonIllegalArgumentError(f"The option tokens is no place of tokens: set it to {_PLACES}.")


@without_variables
def with_tokens(addresses: Iterable[str], tokens: str | None) -> list[Site]:
    """Return servers with the tokens that this machine has for them.

    Args:
        addresses: the servers.
        tokens: place of the tokens; ``None`` for anonymous access.

    Raises:
        MastodonIllegalArgumentError: the place has no tokens that can be read.
    """
    found = {site.instance: site for site in (_read(tokens) if tokens else ())}
    sites = [Site(address) for address in addresses]
    return [found.get(site.instance, site) for site in sites]


def _read(tokens: str) -> list[Site]:
    try:
        if not tokens.startswith(_VARIABLE):
            return sites_of(Path(tokens))
        return sites_of(json.loads(os.environ[tokens.removeprefix(_VARIABLE)])["instances"])
    except (MastodonError, KeyError, ValueError, TypeError):  # a message of these may have a token
        raise MastodonIllegalArgumentError(
            f"This executor cannot read the tokens: the option tokens is {_PLACES}, with a list instances of "
            "api_base_url and access_token."
        ) from None
