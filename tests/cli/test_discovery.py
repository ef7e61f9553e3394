"""login: the server behind a domain of another name."""

from __future__ import annotations

import json
import webbrowser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from trunkline.cli import exits
from trunkline.cli.auth.discovery import _usable, server_behind


@pytest.fixture
def domain():
    """Return a function that serves documents by their path, and gives address and what was asked of it."""
    running = []

    def serve(documents):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, self.headers.get("Authorization")))
                found = documents.get(self.path.partition("?")[0])
                self.send_response(200 if found is not None else 404)
                self.end_headers()
                self.wfile.write((found or "").encode())

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}", asked

    yield serve
    for server in running:
        server.shutdown()
        server.server_close()


def _host_meta(server):
    return f'<XRD><Link rel="lrdd" template="{server}/.well-known/webfinger?resource={{uri}}"/></XRD>'


def _webfinger(href):
    return json.dumps({"links": [{"rel": "self", "type": "application/activity+json", "href": href}]})


def test_a_log_in_by_the_domain(trunkline, server, domain, monkeypatch):
    """The domain stands for its server in later commands, too; it never gets a token."""
    address, asked = domain({"/.well-known/host-meta": _host_meta(server.url)})
    monkeypatch.setattr(webbrowser, "open", lambda url: server.authorize(url, "alice"))
    done = trunkline("login", address)
    assert (done.exit_code, f"is {server.url}." in done.stderr) == (0, True), done.output
    host = address.removeprefix("http://")
    assert "@alice" in trunkline("whoami", "--as", f"alice@{host}").stdout
    assert "@alice" in trunkline("whoami", "--server", address).stdout
    assert asked == [("/.well-known/host-meta", None)]


def test_a_domain_that_only_has_webfinger(domain):
    address, asked = domain({"/.well-known/webfinger": _webfinger("http://localhost:9/users/bob")})
    assert server_behind(address, "bob", 30) == "http://localhost:9"
    host = address.removeprefix("http://").replace(":", "%3A")
    assert asked[1][0] == f"/.well-known/webfinger?resource=acct%3Abob%40{host}"
    assert server_behind(address, "", 30) == address


@pytest.mark.parametrize("document", ["", "<XRD>", "<Link rel='lrdd'/>", "{}", _host_meta("ftp://a"), _host_meta("@")])
def test_a_domain_that_says_nothing_is_its_own_server(domain, document):
    address, _ = domain({"/.well-known/host-meta": document, "/.well-known/webfinger": document})
    assert server_behind(address, "bob", 30) == address


def test_a_server_is_not_looked_for_where_it_must_not_be():
    assert _usable("https://social.example.org/x", "https://example.org") == "https://social.example.org"
    assert _usable("http://social.example.org/x", "https://example.org") is None
    assert _usable("http://127.0.0.1:8/x", "https://example.org") is None
    assert _usable("https://localhost/x", "https://example.org") is None
    assert _usable("https://example.org/x", "http://127.0.0.1:8") is None


def test_a_domain_that_is_not_there(trunkline):
    assert trunkline("login", "http://127.0.0.1:9", "--timeout", "5").exit_code == exits.NETWORK
