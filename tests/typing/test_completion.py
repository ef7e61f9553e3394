"""Editors that read the source with jedi (IPython, Jupyter, vim) complete what calls return."""

from __future__ import annotations

import jedi
import pytest

from mastodon import Mastodon

SCRIPT = """
from {package} import Mastodon
m = Mastodon(api_base_url="https://example.org")
{line}"""

LINES = [
    ("m.status(1).account.", "acct"),
    ("m.status_post('x').account.", "acct"),
    ("m.status_reply(1, 'x').account.", "acct"),
    ("m.timeline_home()[0].account.", "acct"),
    ("m.notifications()[0].status.", "content"),
    ("m.statuses([1])[0].media_attachments[0].", "preview_url"),
    ("m.status_context(1).ancestors[0].", "content"),
    ("m.instance().", "configuration"),
    ("m.search('x').accounts[0].", "acct"),
    ("m.me().", "source"),
    ("m.admin_accounts_v2()[0].", "ips"),
    ("m.status_p", "status_post"),
    ("m.", "ratelimit_method"),
]
PROGRAMS = [("trunkline", *one) for one in LINES] + [("mastodon", *one) for one in (LINES[0], LINES[-2])]
"""The other package has the same class; two lines show that it is found there."""


@pytest.mark.parametrize(("package", "line", "name"), PROGRAMS)
def test_a_program_is_completed(package: str, line: str, name: str) -> None:
    code = SCRIPT.format(package=package, line=line)
    assert name in {found.name for found in jedi.Script(code).complete(4, len(line))}


@pytest.mark.parametrize(("line", "name"), LINES)
def test_a_session_is_completed(line: str, name: str) -> None:
    names = {"m": Mastodon(api_base_url="https://example.org")}
    found = jedi.Interpreter(line, [names]).complete(1, len(line))
    assert name in {one.name for one in found}
