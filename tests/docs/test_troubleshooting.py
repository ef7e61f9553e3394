"""The messages that docs/howto/troubleshooting.md goes by are those of the code, and of a server."""

from __future__ import annotations

import re

import pytest

from trunkline import Mastodon, MastodonUnauthorizedError, MastodonUnprocessableError
from trunkline.sandbox import Sandbox

from .blocks import DOCS, ROOT

PAGE = (DOCS / "howto" / "troubleshooting.md").read_text(encoding="utf-8")
QUOTED = [part for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for part in re.findall(r"`([^`]+)`", row)]
OF_ANSWERS = ("failed with", "Validation failed")
"""Messages that are put together from what a server says."""


def test_messages_of_the_code() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    joined = re.sub(r'"\s*\n\s*f?"', "", texts)  # a message over several lines
    assert [part for part in QUOTED if not part.startswith(OF_ANSWERS) and part not in joined] == []


def test_messages_of_a_server() -> None:
    said = []
    with Sandbox(size=0) as sandbox:
        for token, error in (
            ("x", MastodonUnauthorizedError),
            (sandbox.token_for("alice"), MastodonUnprocessableError),
        ):
            with pytest.raises(error) as caught:
                Mastodon(access_token=token, api_base_url=sandbox.url).status_post("x" * 501)
            said.append(str(caught.value))
        with pytest.raises(Exception, match="scopes") as refused:
            Mastodon(access_token=sandbox.token_for("alice", "read"), api_base_url=sandbox.url).status_post("x")
        said.append(str(refused.value))
    assert [part for part in QUOTED if part.startswith(OF_ANSWERS) and not any(part in one for one in said)] == []
