"""Objects at a prompt and in a notebook: one short line, and HTML in which nothing of a server is markup."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

import trunkline
from trunkline.answers.entity import EntityList
from trunkline.answers.page import Page
from trunkline.entities import Account, Poll, Status, Token

EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)>&"\'\n'
ACCOUNT: dict[str, Any] = {
    "id": "1", "username": "ann", "acct": "ann@example.org", "display_name": "Ann", "url": "https://example.org/@ann",
    "note": "<p>I like <b>trains</b>.</p>", "followers_count": 3,
}  # fmt: skip
STATUS: dict[str, Any] = {
    "id": "109", "uri": "https://example.org/1", "url": "https://example.org/@ann/1", "created_at": "2026-01-02",
    "account": ACCOUNT, "content": "<p>Good morning</p><p>and <a href='https://example.net'>more</a></p>" * 9,
    "media_attachments": [{"type": "image", "url": "https://example.org/sea.png", "description": "The sea"}],
    "favourites_count": 2, "spoiler_text": "", "reblog": None,
}  # fmt: skip


class Elements(HTMLParser):
    """Names and attributes of all elements of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def everywhere(value: Any) -> Any:
    """Return a value with evil text in the place of each text."""
    if isinstance(value, dict):
        return {key: everywhere(one) for key, one in value.items()}
    if isinstance(value, list):
        return [everywhere(one) for one in value]
    return EVIL if isinstance(value, str) else value


SHOWN = [
    Status(STATUS), Status({**STATUS, "content": "", "reblog": STATUS}), Account(ACCOUNT), Poll({"id": "1"}),
    Page([Status(STATUS)] * 40), EntityList([Account(ACCOUNT)]), EntityList(["x" * 300]), Page(), Status(),
]  # fmt: skip


@pytest.mark.parametrize("value", SHOWN, ids=range(len(SHOWN)))
def test_a_repr_is_one_short_line(value: Any) -> None:
    assert len(repr(value)) <= 100
    assert "\n" not in repr(value)


@pytest.mark.parametrize("kind", [Status, Account, Poll])
def test_a_repr_of_evil_texts_is_one_short_line(kind: type) -> None:
    value = kind(everywhere(STATUS | ACCOUNT) | {EVIL * 50: 1})
    assert len(repr(value)) <= 100
    assert "\n" not in repr(value)


def test_a_repr_shows_what_tells_most() -> None:
    assert repr(Status(STATUS)).startswith("Status({'id': '109', 'content': ")
    assert repr(Account({"id": "1", "acct": "ann"})) == "Account({'id': '1', 'acct': 'ann'})"
    assert repr(Page([Status(STATUS)] * 40)) == "<Page of 40: Status, …>"
    assert repr(EntityList(["a", "b"])) == "['a', 'b']"


def test_a_text_has_everything() -> None:
    read = Status(STATUS)
    assert read.account.acct == "ann@example.org"  # what was read is an object from then on
    for value in (read, Page([read])):
        assert "I like <b>trains</b>" in str(value)
    assert str(Token({"access_token": "hunter2", "name": "a"})) == "Token({'access_token': '***', 'name': 'a'})"


def test_html_of_a_status() -> None:
    shown = Status(STATUS)._repr_html_()
    assert "<bdi>Ann</bdi>" in shown
    assert '<a href="https://example.org/@ann/1"' in shown
    assert "The sea" in shown
    assert "2 favourites" in shown
    assert "… and 20 more" in Page([Status(STATUS)] * 40)._repr_html_()


@pytest.mark.parametrize("value", [STATUS, {**STATUS, "reblog": STATUS}, ACCOUNT, {EVIL: EVIL, "a": [EVIL], "b": {}}])
def test_html_has_no_markup_of_a_server_and_loads_nothing(value: dict[str, Any]) -> None:
    shown = Page([Status(everywhere(value)), Status(value)])._repr_html_()
    elements = Elements(shown).found
    assert {tag for tag, _ in elements} <= set("a bdi br em li ol p small strong table td th tr".split())
    assert all(attrs.keys() == {"href", "rel"} for tag, attrs in elements if attrs)
    assert all(str(attrs["href"]).startswith("https://example.") for _, attrs in elements if attrs)


def test_html_hides_secrets() -> None:
    assert "hunter2" not in Token({"access_token": "hunter2"})._repr_html_()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", 7, None, ' https://example.org" onclick="']
)
def test_only_web_addresses_are_links(address: Any) -> None:
    shown = Account({**ACCOUNT, "url": address, "note": None})._repr_html_()
    assert [tag for tag, _ in Elements(shown).found if tag == "a"] == []


def test_tokens_in_lists_are_stars() -> None:
    listed = EntityList([Token({"access_token": "seekrit", "scope": "read"}), Token({"access_token": "seekrit"})])
    for shown in (repr(listed), str(listed), listed._repr_html_(), Page(listed)._repr_html_()):
        assert "seekrit" not in shown


@pytest.fixture
def _thumbnails() -> Iterator[None]:
    trunkline.show_thumbnails()
    yield
    trunkline.show_thumbnails(False)


def _pictures(medium: dict[str, Any], **fields: Any) -> list[dict[str, str | None]]:
    shown = Page([Status({**STATUS, "media_attachments": [medium], **fields})])._repr_html_()
    return [attributes for tag, attributes in Elements(shown).found if tag == "img"]


PREVIEW = "https://example.org/small.png"


@pytest.mark.usefixtures("_thumbnails")
def test_thumbnails_that_were_asked_for() -> None:
    (picture,) = _pictures({"type": "image", "preview_url": PREVIEW, "description": EVIL})
    style = picture.pop("style")
    assert style
    assert "url" not in style
    told = {"src": PREVIEW, "alt": EVIL, "loading": "lazy", "referrerpolicy": "no-referrer"}
    assert picture == told
    assert _pictures({"preview_url": PREVIEW, "description": None})[0]["alt"] == "no description"
    trunkline.show_thumbnails(False)
    assert _pictures({"preview_url": PREVIEW}) == []


@pytest.mark.usefixtures("_thumbnails")
@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/png;base64,x", "//example.org", 7, None, EVIL])
def test_thumbnails_are_loaded_from_the_web_alone(address: Any) -> None:
    assert _pictures({"type": "image", "preview_url": address}) == []


@pytest.mark.usefixtures("_thumbnails")
def test_sensitive_media_stay_links() -> None:
    assert _pictures({"type": "image", "preview_url": PREVIEW}, sensitive=True) == []


@pytest.mark.usefixtures("_thumbnails")
def test_an_address_cannot_leave_its_attribute() -> None:
    address = f'{PREVIEW}" onerror="alert(1)'
    (picture,) = _pictures({"type": "image", "preview_url": address})
    assert picture["src"] == address
    assert "onerror" not in picture
