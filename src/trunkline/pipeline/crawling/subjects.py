"""Reading a list of each of several accounts: one that the server does not give is left out."""

from __future__ import annotations

import logging
from collections.abc import Callable

from trunkline.errors import MastodonAPIError
from trunkline.pipeline.consent import CrawlingForbidden
from trunkline.pipeline.crawling.reading import Batches, Reading

logger = logging.getLogger("trunkline.pipeline")

TRIES = 3
"""Number of accounts, none of which is given, after which the server is taken to give none."""


async def of_each_account(reading: Reading, read: Callable[[str], Batches]) -> Batches:
    """Read a list of each account that was asked for; those that the server does not give are left out and named.

    Args:
        reading: context in which the resource is read.
        read: reads the list of the account with an id.

    Raises:
        MastodonAPIError: the server gives the list of none of them.
        CrawlingForbidden: it forbids programs to read the list of any of them.
    """
    given, refused = 0, 0
    several = len(reading.options.subjects("accounts")) > 1
    last: MastodonAPIError | CrawlingForbidden | None = None
    async for account in reading.accounts():
        try:
            async for batch in read(account):
                yield batch
            given += 1
        except (MastodonAPIError, CrawlingForbidden) as error:
            last, refused = error, refused + 1
            if not several or (not given and refused == TRIES):
                raise
            logger.warning("%s of %s is left out: %s", account, reading.server.instance, error)
    if last is not None and not given:
        raise last
