"""Views of a list: everything that its rows depend on, apart from the server and the subject, in one key.

A cursor says how far a list was read. The same timeline is another list for another member of the server, with
``local``, and with other rules of consent, so cursors and fingerprints are kept for each view by itself.
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from trunkline.errors import MastodonAPIError, MastodonServerError, MastodonUnauthorizedError
from trunkline.pipeline.catalogue import Resource
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.server import WHO, Server
from trunkline.pipeline.options import SourceOptions


def view_of(resource: Resource, options: SourceOptions, consent: Consent, reader: str) -> str:
    """Return the key of a view: a short text without spaces.

    Args:
        resource: the resource.
        options: options of the source.
        consent: rules by which rows are left out.
        reader: whose token it is, from `reader_of`.
    """
    rules = sorted(consent.authors_rules) if resource.posts_of_others else []
    depends_on = (reader, rules, consent.private, bool(options.local) if resource.has_local else False)
    return blake2b(msgspec.json.encode(depends_on), digest_size=6).hexdigest()


async def reader_of(server: Server) -> str:
    """Return a name for the account of the token, empty for anonymous access.

    It is a hash of the first token that the account was read with, so that a single token needs no request. Where there
    are several, the server is asked whose they are: a token that replaces another one is the same reader.
    """
    if server.anonymous:
        return ""
    known: dict[str, str] = server.facts.setdefault(WHO, {})
    token = server.token_print
    if token not in known:
        known[token] = (await _same_account(server, known)) or token if known else token
    return known[token]


async def _same_account(server: Server, known: dict[str, str]) -> str | None:
    """Return the reader among *known* whose account is that of the token."""
    me = await account_of(server)
    ids: dict[str, str] = server.facts.get("my_id", {})
    return next((reader for token, reader in known.items() if me is not None and ids.get(token) == me), None)


async def account_of(server: Server) -> str | None:
    """Return the id of the account of the token; ``None`` if the token may not ask, or the server lacks the call."""
    try:
        return await server.my_id()
    except (MastodonUnauthorizedError, MastodonServerError):
        raise
    except MastodonAPIError:
        return None
