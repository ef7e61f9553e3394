"""Files that are no credential files are said to be so, by whichever argument they are named."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.client.leaks import SECRETS, leaks_of

from trunkline import AsyncMastodon, Mastodon, MastodonError, MastodonFileNotFoundError, MastodonIllegalArgumentError
from trunkline.cli.dlt_settings import server_and_token

TOKEN, KEY = SECRETS["access_token"], SECRETS["client_secret"]
USES: dict[str, Callable[[Any], Any]] = {
    "access_token": lambda file: Mastodon(access_token=file, api_base_url="m.example").access_token,
    "access_token, async": lambda file: AsyncMastodon(access_token=file, api_base_url="m.example").access_token,
    "client_id": lambda file: Mastodon(client_id=file, api_base_url="m.example").client_id,
    "page": lambda file: Mastodon(api_base_url="m.example").auth_request_url(client_id=file, skip_server_info=True),
    "--token-file": lambda file: server_and_token("m.example", Path(file), "pipeline")[1],
}
pytestmark = pytest.mark.parametrize("use", USES.values(), ids=list(USES))
Use = Callable[[Any], Any]


def error_of(use: Use) -> type[Exception]:
    """The error about a file that cannot be read; a `client_id` alone is a wrong argument then."""
    return MastodonIllegalArgumentError if use is USES["client_id"] else MastodonFileNotFoundError


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
)
def test_texts_as_editors_write_them(tmp_path: Path, use: Use, encode: Callable[[str], bytes]) -> None:
    file = tmp_path / "any.secret"
    file.write_bytes(encode(f"{TOKEN}\nhttps://m.example\nid\n{KEY}\n"))
    if use in (USES["client_id"], USES["page"]):
        file.write_bytes(encode(f"{TOKEN}\n{KEY}\nhttps://m.example\n"))
    assert TOKEN in use(file)
    assert TOKEN in use(str(file))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xff" * 100,
        b"\x89PNG\r\n\x1a\n\0\0",
        f"{TOKEN}\n{KEY}".encode("utf-16-le"),
        f'{{"access_token": "{TOKEN}"}}\n{{}}'.encode(),
        TOKEN.encode() * 10_000,
        f"{TOKEN}\u200b\n{KEY}\u200b".encode(),
    ],
)
def test_other_contents(tmp_path: Path, use: Use, content: bytes) -> None:
    file = tmp_path / "any.secret"
    file.write_bytes(content)
    with pytest.raises(MastodonIllegalArgumentError, match=r"any\.secret is no \w+ file") as caught:
        use(str(file))
    assert leaks_of(caught.value) == []


@pytest.mark.parametrize(
    "name", ["missing.secret", "missing.TXT", "./missing", "../missing", "~/missing", "here/missing"]
)
def test_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Use, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here").mkdir()
    with pytest.raises(error_of(use), match=r"Cannot read the credential file .*missing.*No such file"):
        use(name)


@pytest.mark.parametrize("name", ["here/folder", "./here/", Path("here")])
def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Use, name: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here/folder").mkdir(parents=True)
    with pytest.raises(error_of(use), match=r"Cannot read the credential file .*here.*[Ii]s a directory"):
        use(name)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Use) -> None:
    file = tmp_path / "any.secret"
    file.write_text(TOKEN)

    def refuse(*_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(error_of(use), match=r"any\.secret: Permission denied"):
        use(str(file))


TOKENS = ["abc/def+ghi=", "/abc+def", "eyJhbGciOi.eyJzdWIi.SflKxw", "0123^abc", "a.b", "x" * 5000]


@pytest.mark.parametrize("token", TOKENS)
def test_tokens_that_only_look_odd(use: Use, token: str) -> None:
    if use is USES["access_token"]:
        assert use(token) == token
    elif use in (USES["--token-file"], USES["client_id"]):
        with pytest.raises(MastodonError):
            use(token)
