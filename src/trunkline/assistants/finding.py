"""Accounts and posts by what an assistant calls them."""

from __future__ import annotations

from trunkline.assistants.refusals import AssistantError
from trunkline.clients.client import AsyncMastodon
from trunkline.entities import Account, Status
from trunkline.errors import MastodonNotFoundError


async def find_account(client: AsyncMastodon, name: str) -> Account:
    """Return an account by its address or its id; one that the server does not know is looked up on its own server.

    Raises:
        AssistantError: there is no such account.
    """
    address = name.removeprefix("@")
    try:
        return await (client.account(name) if name.isdigit() else client.account_lookup(address))
    except MastodonNotFoundError:
        found = None
    if "@" in address and client.access_token:
        found = await client.search_v2(address, resolve=True, result_type="accounts", limit=1)
    if not found or not found.accounts:
        raise AssistantError(f"There is no account {name}, or this server does not know it. Look for it with search.")
    return found.accounts[0]


async def find_post(client: AsyncMastodon, name: str) -> Status:
    """Return a post by its id, or by its URL on any server.

    Raises:
        AssistantError: there is no such post, or the server may not show it.
    """
    if "://" in name:
        found = await client.search_v2(name, resolve=bool(client.access_token), result_type="statuses", limit=1)
        if found.statuses:
            return found.statuses[0]
    else:
        try:
            return await client.status(name)
        except MastodonNotFoundError:
            pass
    raise AssistantError(f"There is no post {name}, or this login may not see it. Pass an id of this server or a URL.")
