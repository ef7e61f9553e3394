"""A scripted user at the authorization page, for tests and demonstrations."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2

from trunkline.text.markup import MarkupTag, tokenize


class _Page:
    """The forms of an HTML page with the values of their fields."""

    def __init__(self, html: str) -> None:
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.code: str | None = None
        for token in tokenize(html):
            if isinstance(token, MarkupTag) and not token.is_end:
                self._read(token.name, token.attributes)

    def _read(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif tag == "input" and given.get("class") == "oauth-code":
            self.code = given["value"]
        elif tag == "input" and self.forms and "name" in given:
            self.forms[-1][1][given["name"]] = given.get("value", "")


def authorize(
    url: str, email: str, password: str, one_time_code: Callable[[], str] | None = None, ca_file: str | None = None
) -> str:
    """Open an authorization page, log in, agree, and return the code.

    Args:
        url: the page, as `auth_request_url` returns it.
        email: e-mail address of the account.
        password: its password.
        one_time_code: gives the code of the second factor, if the account has one.
        ca_file: the authority that the server's certificate is of.

    Returns:
        The authorization code, from the page or from the redirect. A redirect to this machine is followed.

    Raises:
        ValueError: the page refuses the login or the request.
    """
    verify = True if ca_file is None else ssl.create_default_context(cafile=ca_file)
    with httpx2.Client(follow_redirects=False, trust_env=False, verify=verify) as browser:
        answer = _visit(browser, browser.get(url))
        while not _outcome(answer):
            page = _Page(answer.text)
            if not page.forms or 'role="alert"' in answer.text:
                raise ValueError("the authorization page refuses this person or this request")
            action, fields = page.forms[0]
            fields |= {"user[email]": email, "user[password]": password} if "user[email]" in fields else {}
            fields |= {"user[otp_attempt]": one_time_code()} if one_time_code and "user[otp_attempt]" in fields else {}
            answer = _visit(browser, browser.post(urljoin(str(answer.url), action), data=fields))
        if answer.headers.get("location", "").startswith("http://127.0.0.1:"):
            browser.get(answer.headers["location"])
        return _outcome(answer)


def _visit(browser: httpx2.Client, answer: httpx2.Response) -> httpx2.Response:
    """Follow redirects within the server."""
    while answer.is_redirect and not _outcome(answer):
        answer = browser.get(urljoin(str(answer.url), answer.headers["location"]))
    return answer


def _outcome(answer: httpx2.Response) -> str:
    """Return the code from the redirect or from the page; empty if there is none yet."""
    code = parse_qs(urlsplit(answer.headers.get("location", "")).query).get("code")
    return code[0] if code else _Page(answer.text).code or ""
