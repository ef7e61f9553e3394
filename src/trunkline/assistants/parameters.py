"""Parameters that several tools have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Limit = Annotated[int, Field(ge=1, le=40, description="how many, at most")]
Older = Annotated[str | None, Field(description="the `older` of the page before, for the next one")]
PostRef = Annotated[str, Field(description="id of a post on this server, or the URL of a post anywhere")]
AccountRef = Annotated[str, Field(description="@name, @name@server, or the id of an account on this server")]
