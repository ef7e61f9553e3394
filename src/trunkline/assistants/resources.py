"""Resources: a post, an account, and the schema of the loaded data, by address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from trunkline.assistants.data_tools import DataTools
from trunkline.assistants.reading import ReadingTools

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer


def add_resources(server: MCPServer[Any], reading: ReadingTools, data: DataTools) -> None:
    """Offer the resources on a server."""

    @server.resource("mastodon://status/{id}", title="A post", mime_type="text/plain")
    async def status(id: str) -> str:
        """A post with its thread, by its id on this server."""
        return _json(await reading.get_thread(id))

    @server.resource("mastodon://account/{acct}", title="An account", mime_type="text/plain")
    async def account(acct: str) -> str:
        """A profile, by @name@server."""
        return _json(await reading.get_account(acct))

    @server.resource("mastodon://schema", title="Schema of the loaded data", mime_type="text/plain")
    def schema() -> str:
        """Tables of the loaded data with their columns."""
        return _json(data.schema())


def _json(answer: BaseModel) -> str:
    return answer.model_dump_json()
