"""Accounts and posts by what an assistant calls them."""

from __future__ import annotations

from trunkline.clients.client import AsyncMastodon
from trunkline.entities import Account, Status
from trunkline.errors import MastodonNotFoundError


async def find_account(client: AsyncMastodon, name: str) -> Account:
    """Return an account by its address or its id; one that the server does not know is looked up on its own server.

    Raises:
        MastodonNotFoundError: there is no such account.
    """
    if not name.startswith("@") and name.isdigit():
        return await client.account(name)
    address = name.removeprefix("@")
    try:
        return await client.account_lookup(address)
    except MastodonNotFoundError:
        if "@" not in address or not client.access_token:
            raise
    found = await client.search_v2(address, resolve=True, result_type="accounts", limit=1)
    if not found.accounts:
        raise MastodonNotFoundError(f"There is no account {name}. Search for it first.")
    return found.accounts[0]


async def find_post(client: AsyncMastodon, name: str) -> Status:
    """Return a post by its id, or by its URL on any server.

    Raises:
        MastodonNotFoundError: there is no such post, or the server may not show it.
    """
    if "://" not in name:
        return await client.status(name)
    found = await client.search_v2(name, resolve=bool(client.access_token), result_type="statuses", limit=1)
    if not found.statuses:
        raise MastodonNotFoundError(f"The server finds no post at {name}.")
    return found.statuses[0]
