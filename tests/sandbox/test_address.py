"""Options of the address: what is understood, and what is refused."""

import socket

import httpx2
import pytest

from trunkline.sandbox import Sandbox
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.options import Options


@pytest.fixture
def hosts_file(monkeypatch):
    """Names that lead somewhere, without asking anybody."""
    known = {"127.0.0.1": "127.0.0.1", "here.example": "127.0.0.1", "far.example": "192.0.2.7"}

    def look_up(name, *_):
        if name not in known:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[name], 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    ("options", "site"),
    [
        ({}, ServerSite("http://127.0.0.1:4000", "127.0.0.1:4000")),
        ({"tls": True}, ServerSite("https://127.0.0.1:4000", "127.0.0.1:4000")),
        ({"domain": "Sandbox.example"}, ServerSite("http://127.0.0.1:4000", "sandbox.example")),
        ({"domain": "sandbox.example:8080"}, ServerSite("http://127.0.0.1:4000", "sandbox.example:8080")),
        ({"url": "http://LocalHost:80/"}, ServerSite("http://localhost", "localhost")),
        ({"url": "http://app.localhost:0"}, ServerSite("http://app.localhost:4000", "app.localhost:4000")),
        ({"url": "https://localhost", "tls": True}, ServerSite("https://localhost", "localhost")),
        ({"url": "http://here.example:8080"}, ServerSite("http://here.example:8080", "here.example:8080")),
        ({"url": "https://[2001:DB8::1]", "proxy_headers": True}, ServerSite("https://[2001:db8::1]", "[2001:db8::1]")),
        (
            {"url": "https://social.example", "domain": "example.org", "proxy_headers": True},
            ServerSite("https://social.example", "example.org"),
        ),
    ],
)
def test_what_is_handed_out(hosts_file, options, site):
    assert Options(**options).site(4000) == site


@pytest.mark.parametrize(
    ("options", "port"),
    [
        ({}, 0),
        ({"port": 3000}, 3000),
        ({"url": "http://localhost:8080"}, 8080),
        ({"url": "https://localhost", "tls": True}, 443),
        ({"url": "http://localhost:8080", "port": 3000}, 3000),
        ({"url": "https://social.example", "proxy_headers": True}, 0),
    ],
)
def test_where_it_listens(options, port):
    assert Options(**options).listening_port == port


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"url": "localhost:3000"}, "url begins with http:// or https://"),
        ({"url": "ftp://localhost"}, "url begins with http:// or https://"),
        ({"url": ""}, "url begins with http:// or https://"),
        ({"url": "http://localhost/mastodon"}, "leave out what follows"),
        ({"url": "http://localhost?x"}, "leave out what follows"),
        ({"url": "http://localhost#x"}, "leave out what follows"),
        ({"url": "http://me:very-secret@localhost"}, "user name or a password"),
        ({"url": "http://"}, "no host"),
        ({"url": "http://bücher.example"}, "no host"),
        ({"url": "http://local host"}, "no host"),
        ({"url": "http://localhost:70000"}, "cannot be read"),
        ({"url": "http://localhost:zero"}, "cannot be read"),
        ({"url": "http://[::1"}, "cannot be read"),
        ({"url": "https://localhost"}, "needs tls, or proxy_headers"),
        ({"url": "http://localhost", "tls": True}, "with tls it begins with https"),
        ({"ca_file": "ca.pem"}, "with tls only"),
        ({"domain": "https://sandbox.example"}, "domain is a name"),
        ({"domain": "@alice@sandbox.example"}, "domain is a name"),
        ({"domain": "sand box"}, "domain is a name"),
        ({"domain": "..."}, "domain is a name"),
        ({"domain": ""}, "domain is a name"),
    ],
)
def test_what_is_refused(options, message):
    with pytest.raises(ValueError, match=message) as refused:
        Options(**options)
    assert "very-secret" not in str(refused.value)


@pytest.mark.parametrize("host", ["far.example", "unknown.example", "[::1]", "0.0.0.0"])
def test_a_host_that_does_not_lead_here(hosts_file, host):
    with pytest.raises(ValueError, match=r"does not lead to 127\.0\.0\.1") as refused:
        Sandbox(size=0, url=f"http://{host}:0").start()
    assert host in str(refused.value)


def test_a_taken_port():
    with Sandbox(size=0) as first, pytest.raises(OSError, match="choose another port"):
        Sandbox(size=0, url=first.url).start()


@pytest.mark.parametrize("process", [False, True])
def test_a_domain_of_people_elsewhere(process):
    with pytest.raises(ValueError, match=r"another server called mastodon\.example"):
        Sandbox(size=60, domain="mastodon.example", process=process).start()


@pytest.mark.parametrize("process", [False, True])
def test_a_chosen_address_and_domain(process):
    with Sandbox(size=0, url="http://app.localhost:0", domain="sandbox.example", process=process) as sandbox:
        port = sandbox.url.rpartition(":")[2]
        assert (sandbox.url, sandbox.domain, sandbox.ca_file) == (
            f"http://app.localhost:{port}",
            "sandbox.example",
            None,
        )
        for host in ("sandbox.example", "app.localhost", "127.0.0.1"):
            instance = httpx2.get(f"http://127.0.0.1:{port}/api/v2/instance", headers={"Host": host}).json()
            assert (instance["domain"], instance["thumbnail"]["url"]) == (
                "sandbox.example",
                f"{sandbox.url}/packs/images/preview.png",
            )
        other = httpx2.get(f"http://127.0.0.1:{port}/api/v2/instance", headers={"Host": "other.example"})
        assert other.status_code == 403


def test_a_file_has_no_address(tmp_path):
    path = tmp_path / "sandbox.sqlite"
    with Sandbox(size=0, path=path) as first:
        headers = {"Authorization": f"Bearer {first.token_for('alice')}"}
        said = {"status": f"@bob@{first.domain} #moved"}
        status_id = httpx2.post(f"{first.url}/api/v1/statuses", headers=headers, data=said).json()["id"]
    with Sandbox(path=path, url="http://moved.localhost:0", domain="moved.example") as second:
        port = second.url.rpartition(":")[2]
        shown = httpx2.get(f"http://127.0.0.1:{port}/api/v1/statuses/{status_id}", headers=headers).json()
        assert shown["mentions"][0]["url"] == f"{second.url}/@bob"
        assert shown["content"].count(f'href="{second.url}/') == 2
        assert "127.0.0.1" not in shown["content"]


@pytest.fixture(scope="module")
def behind():
    """A server behind a proxy on this machine, and its own address there."""
    with Sandbox(size=0, url="https://social.example", proxy_headers=True, rate_limits=1.0) as sandbox:
        port = sandbox._thread._socket.getsockname()[1]
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=False, trust_env=False) as client:
            yield sandbox, client


def test_behind_a_proxy_it_has_the_address_of_the_proxy(behind):
    sandbox, client = behind
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "social.example"}
    for headers in ({}, forwarded, {"Host": "social.example"}):
        instance = client.get("/api/v2/instance", headers=headers).json()
        assert (sandbox.domain, instance["domain"]) == ("social.example", "social.example")
        assert instance["configuration"]["urls"]["streaming"] == "wss://social.example"


def test_a_forwarded_host_is_checked_as_any(behind):
    _, client = behind
    for named, status in (("evil.example", 403), ("evil.example, social.example", 200), ("social.example, x.y", 403)):
        assert client.get("/api/v2/instance", headers={"X-Forwarded-Host": named}).status_code == status


def test_a_sign_in_behind_a_proxy(behind):
    _, client = behind
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "social.example"}
    assert client.get("/auth/edit", headers=forwarded).headers["location"] == "https://social.example/auth/sign_in"
    assert "secure" in client.get("/auth/sign_in", headers=forwarded).headers["set-cookie"].lower()
    assert "secure" not in client.get("/auth/sign_in").headers["set-cookie"].lower()


def test_rate_limits_and_sessions_go_by_the_forwarded_address(behind):
    sandbox, client = behind

    def left(address):
        answer = client.get("/api/v1/instance", headers={"X-Forwarded-For": address})
        return int(answer.headers["x-ratelimit-remaining"])

    first = left("192.0.2.1")
    assert left("192.0.2.1") == first - 1
    assert left("192.0.2.2") == first
    assert left("192.0.2.9, 192.0.2.2") == first - 1  # what a client adds comes before what the proxy adds
    sign_in(client, sandbox, {"X-Forwarded-For": "192.0.2.3"})
    assert addresses_of_alice(sandbox, client)[0] == "192.0.2.3"


def test_without_a_proxy_nobody_is_believed():
    with Sandbox(size=0) as sandbox, httpx2.Client(base_url=sandbox.url, trust_env=False) as client:
        forwarded = {"X-Forwarded-For": "192.0.2.3", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
        assert "secure" not in client.get("/auth/sign_in", headers=forwarded).headers["set-cookie"].lower()
        sign_in(client, sandbox, forwarded)
        assert addresses_of_alice(sandbox, client)[0] == "127.0.0.1"


def sign_in(client, sandbox, headers):
    page = client.get("/auth/sign_in", headers=headers).text
    token = page.partition('name="authenticity_token" value="')[2].partition('"')[0]
    secret = {"user[email]": "alice@sandbox.example", "user[password]": sandbox.password_for("alice")}
    answer = client.post("/auth/sign_in", data={"authenticity_token": token, **secret}, headers=headers)
    assert "You are logged in" in answer.text


def addresses_of_alice(sandbox, client):
    admin = {"Authorization": f"Bearer {sandbox.admin_token}"}
    shown = client.get(f"/api/v1/admin/accounts/{sandbox.accounts['alice']}", headers=admin).json()
    return [one["ip"] for one in shown["ips"]]
