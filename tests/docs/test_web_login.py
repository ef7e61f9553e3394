"""The websites of docs/howto/web-login.md let a person of the sandbox log in, and nobody with the state of another."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

from .blocks import DOCS, blocks

FILES = {
    block.label.removeprefix("file="): block.code
    for block in blocks(DOCS / "howto" / "web-login.md")
    if block.label.startswith("file=")
}
SITE = "http://site.test:8000"
"""Address of the website, to which nobody listens: the test carries the code there."""
Answer = tuple[int, str]
Get = Callable[[str], Answer]
"""Asks the website for a path in one browser: status, and the text or the address that it leads to."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=0, rate_limits=None) as running:
        yield running


@pytest.fixture(autouse=True)
def folder(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The application is registered, as the page says."""
    monkeypatch.chdir(tmp_path)
    Mastodon.create_app(
        "my site",
        scopes=["read:accounts"],
        redirect_uris=f"{SITE}/callback",
        api_base_url=sandbox.url,
        to_file="app.secret",
    )


def module(name: str) -> ModuleType:
    Path(name).write_text(FILES[name].replace("http://127.0.0.1:8000", SITE), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name.removesuffix(".py"), name)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def people_can_log_in(get: Get, sandbox: Sandbox) -> None:
    status, url = get("/login")
    assert status in (302, 307)
    (state,) = parse_qs(urlsplit(url).query)["state"]
    code = sandbox.authorize(url, "bob")
    assert get(f"/callback?{urlencode({'code': code, 'state': 'another'})}")[0] == 400
    _, url = get("/login")
    (state,) = parse_qs(urlsplit(url).query)["state"]
    code = sandbox.authorize(url, "bob")
    assert get(f"/callback?{urlencode({'code': code, 'state': state})}") == (200, "Hello bob")


def test_starlette(sandbox: Sandbox) -> None:
    uvicorn = pytest.importorskip("uvicorn")
    pytest.importorskip("itsdangerous")
    server = uvicorn.Server(uvicorn.Config(module("starlette_login.py").app, port=0, log_level="error"))
    started = threading.Event()
    startup = server.startup

    async def start(*args: Any, **kwargs: Any) -> None:
        await startup(*args, **kwargs)
        started.set()

    server.startup = start
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert started.wait(timeout=30)
        port = server.servers[0].sockets[0].getsockname()[1]
        with requests.Session() as browser:

            def get(path: str) -> Answer:
                answer = browser.get(f"http://127.0.0.1:{port}{path}", allow_redirects=False, timeout=30)
                return answer.status_code, answer.headers.get("Location") or answer.text

            people_can_log_in(get, sandbox)
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def test_flask(sandbox: Sandbox) -> None:
    pytest.importorskip("flask")
    browser = module("flask_login.py").app.test_client()

    def get(path: str) -> Answer:
        answer = browser.get(path)
        return answer.status_code, answer.headers.get("Location") or answer.text

    people_can_log_in(get, sandbox)


def test_django(sandbox: Sandbox) -> None:
    django = pytest.importorskip("django")
    from django.conf import settings
    from django.test import RequestFactory

    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["testserver"], SECRET_KEY="secret")
        django.setup()
    views, session = module("django_views.py"), dict[str, Any]()

    def get(path: str) -> Answer:
        request = RequestFactory().get(path)
        request.session = session
        answer = {"/login": views.login, "/callback": views.callback}[urlsplit(path).path](request)
        return answer.status_code, answer.headers.get("Location") or answer.content.decode()

    people_can_log_in(get, sandbox)
