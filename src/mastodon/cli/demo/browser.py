"""A person with a browser, as a program: follows links, fills in forms, presses the first button."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple, Self
from urllib.parse import urljoin

import httpx2

from mastodon.errors import MastodonLoginError


class Form(NamedTuple):
    """A form of a page, as it would be sent unchanged."""

    action: str
    fields: dict[str, str]


class Browser:
    """Visits pages, and keeps cookies between them."""

    def __init__(self) -> None:
        self._client = httpx2.Client(follow_redirects=True, trust_env=False)

    def authorize(self, url: str, email: str, password: str) -> str:
        """Open an authorize page, sign in, agree, and return the page to which that leads.

        Raises:
            MastodonLoginError: a page is not what it should be.
        """
        sign_in_page = self._client.get(url)
        consent_page = self._submit(sign_in_page, {"user[email]": email, "user[password]": password})
        return self._submit(consent_page, {}).text

    def _submit(self, page: httpx2.Response, filled_in: dict[str, str]) -> httpx2.Response:
        """Send the first form of *page*."""
        form = first_form(page.text)
        if page.is_error or form is None or not filled_in.keys() <= form.fields.keys():
            raise MastodonLoginError(f"The page {page.url.path} answered {page.status_code} without the form.")
        return self._client.post(urljoin(str(page.url), form.action), data={**form.fields, **filled_in})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()


def first_form(html: str) -> Form | None:
    """The first form of a page."""
    reader = _FormReader()
    reader.feed(html)
    return reader.form


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None:
            self.form = Form(found.get("action", ""), {})
        elif tag == "input" and self.form is not None and not self._ended and "name" in found:
            self.form.fields[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._ended = self._ended or tag == "form"
