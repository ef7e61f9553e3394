"""Starting, stopping and using a sandbox: in a thread, in a process, from a file."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

import trunkline.sandbox as package
from trunkline.sandbox import Sandbox
from trunkline.sandbox.options import Options
from trunkline.sandbox.server import listen


def timeline(sandbox: Sandbox) -> list[str]:
    response = httpx2.get(f"{sandbox.url}/api/v1/timelines/public", params={"limit": 40})
    return [status["content"] for status in response.json()]


def test_starts_and_stops() -> None:
    with Sandbox(size=300) as sandbox:
        assert len(timeline(sandbox)) == 40
        url = sandbox.url
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)


async def _nodelay(listener: socket.socket) -> int:
    """The option TCP_NODELAY of the server's side of a connection."""
    accepted: asyncio.Queue[socket.socket] = asyncio.Queue()

    def remember(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.put_nowait(writer.get_extra_info("socket"))

    async with await asyncio.start_server(remember, sock=listener):
        _, writer = await asyncio.open_connection(*listener.getsockname())
        value = (await accepted.get()).getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        writer.close()
    return value


def test_answers_do_not_wait_for_acknowledgements() -> None:
    assert asyncio.run(_nodelay(listen(0)))


def test_same_seed_same_posts() -> None:
    clock = lambda: datetime(2026, 3, 1, tzinfo=UTC)  # noqa: E731
    with Sandbox(size=60, seed=7, clock=clock) as one, Sandbox(size=60, seed=7, clock=clock) as two:
        assert one.url != two.url
        strip = [text.replace(one.url, "") for text in timeline(one)]
        assert strip == [text.replace(two.url, "") for text in timeline(two)]
    with Sandbox(size=60, seed=8, clock=clock) as other:
        assert [text.replace(other.url, "") for text in timeline(other)] != strip


def test_tokens_and_accounts() -> None:
    with Sandbox(size=0) as sandbox:
        assert {"alice", "bob", "admin"} <= sandbox.accounts.keys()
        headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
        me = httpx2.get(f"{sandbox.url}/api/v1/accounts/verify_credentials", headers=headers).json()
        assert me["id"] == sandbox.accounts["alice"]
        admin = {"Authorization": f"Bearer {sandbox.admin_token}"}
        me = httpx2.get(f"{sandbox.url}/api/v1/accounts/verify_credentials", headers=admin).json()
        assert me["role"]["name"] == "Owner"
        with pytest.raises(ValueError, match="nobody called 'nobody'"):
            sandbox.token_for("nobody")
        with pytest.raises(ValueError, match="no scopes"):
            sandbox.token_for("alice", "fly")


def test_every_seeded_person_can_sign_in() -> None:
    with Sandbox(size=0) as sandbox, httpx2.Client(base_url=sandbox.url) as client:
        login = client.get("/auth/sign_in").text
        token = login.partition('name="authenticity_token" value="')[2].partition('"')[0]
        for name in ("alice", "admin"):
            secret = {"user[email]": f"{name}@sandbox.example", "user[password]": sandbox.password_for(name)}
            assert client.post("/auth/sign_in", data={"authenticity_token": token, **secret}).status_code == 200
            client.cookies.clear()
            login = client.get("/auth/sign_in").text
            token = login.partition('name="authenticity_token" value="')[2].partition('"')[0]


def test_a_file_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite"
    with Sandbox(size=20, path=path) as first:
        headers = {"Authorization": f"Bearer {first.token_for('alice')}"}
        made = httpx2.post(f"{first.url}/api/v1/statuses", headers=headers, data={"status": "Keep me"}).json()
    assert path.stat().st_mode & 0o077 == 0
    with Sandbox(path=path) as second:
        shown = httpx2.get(f"{second.url}/api/v1/statuses/{made['id']}", headers=headers).json()
        assert shown["content"] == "<p>Keep me</p>"


def test_open_streams_do_not_hold_up_the_end() -> None:
    sandbox = Sandbox(size=0).start()
    token = sandbox.token_for("alice")
    headers = {"Authorization": f"Bearer {token}"}
    with (
        httpx2.Client(headers=headers, timeout=10) as client,
        client.stream("GET", f"{sandbox.url}/api/v1/streaming/public") as events,
        connect(f"ws://{sandbox.domain}/api/v1/streaming?stream=user&access_token={token}") as socket,
    ):
        chunks = events.iter_bytes()
        assert next(chunks) == b":)\n"
        sandbox.stop()  # returns although both are open
        assert list(chunks) == []
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)


def test_own_process() -> None:
    with Sandbox(size=20, process=True) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
        me = httpx2.get(f"{sandbox.url}/api/v1/accounts/verify_credentials", headers=headers).json()
        assert me["id"] == sandbox.accounts["alice"]
        assert sandbox.run_due() == 0
        with pytest.raises(ValueError, match="nobody called"):
            sandbox.token_for("nobody")
        with pytest.raises(TypeError, match="process=False"):
            _ = sandbox.store
        url = sandbox.url
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)


def test_own_process_imports_nothing_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("blurhash", "random", "starlette", "sqlite3", "json"):
        (tmp_path / f"{name}.py").write_text("open('executed', 'w')\n")
    monkeypatch.chdir(tmp_path)
    with Sandbox(size=5, process=True) as sandbox:
        assert httpx2.get(f"{sandbox.url}/api/v2/instance").status_code == 200
    assert not (tmp_path / "executed").exists()


def test_own_process_reports_what_is_wrong() -> None:
    with Sandbox(size=0) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(ValueError, match="choose another port"):
            Sandbox(size=0, port=port, process=True).start()
    with pytest.raises(ValueError, match="process=False"):
        Sandbox(process=True, clock=lambda: datetime.now(UTC))


def test_a_taken_port() -> None:
    with Sandbox(size=0) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(OSError, match="choose another port"):
            Sandbox(size=0, port=port).start()


@pytest.mark.parametrize("options", [{"heartbeat": 0}, {"media_polls": -1}, {"port": 70_000}, {"rate_limits": 0}])
def test_bad_options(options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        Options(**options)  # type: ignore[arg-type]


def test_not_running() -> None:
    sandbox = Sandbox(size=0)
    with pytest.raises(RuntimeError, match="start"):
        _ = sandbox.url
    sandbox.stop()
    sandbox.start()
    with pytest.raises(RuntimeError, match="already"):
        sandbox.start()
    sandbox.stop()


def test_run_serves_until_it_is_asked_to_end() -> None:
    program = (
        "from trunkline.sandbox import run\n"
        "run(size=0, port=0, on_ready=lambda sandbox: print(sandbox.url, flush=True))\n"
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        with subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert httpx2.get(f"{url}/health").text == "OK"
            os.kill(process.pid, number)
            _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")


def test_binds_the_loopback_only() -> None:
    with Sandbox(size=0) as sandbox:
        assert sandbox.url.startswith("http://127.0.0.1:")


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_scheduled_statuses_are_posted_when_due() -> None:
    clock = Clock()
    with Sandbox(size=0, clock=clock, rate_limits=None) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
        with httpx2.Client(base_url=sandbox.url, headers=headers, timeout=10) as alice:
            due = clock.time + timedelta(hours=1)
            poll = {"options": ["yes", "no"], "expires_in": 600}
            made = alice.post(
                "/api/v1/statuses", json={"status": "Later #soon", "scheduled_at": due.isoformat(), "poll": poll}
            ).json()
            assert made["params"]["text"] == "Later #soon"
            assert sandbox.run_due() == 0
            with alice.stream("GET", "/api/v1/streaming/hashtag", params={"tag": "soon"}) as response:
                chunks = response.iter_bytes()
                assert next(chunks) == b":)\n"
                clock.time = due
                sandbox.run_due()
                text = b""
                while b"\n\n" not in text:
                    text += next(chunks)
            posted = json.loads(text.partition(b"data: ")[2])
            assert posted["created_at"] == "2026-03-01T01:00:00.000Z"
            waiting = alice.get("/api/v1/scheduled_statuses").json()
            assert made["id"] not in [one["id"] for one in waiting]
            assert alice.get(f"/api/v1/statuses/{posted['id']}").json()["poll"]["options"][0]["title"] == "yes"


def test_ended_polls_are_told() -> None:
    clock = Clock()
    with Sandbox(size=0, clock=clock, rate_limits=None) as sandbox:

        def client(name: str) -> httpx2.Client:
            headers = {"Authorization": f"Bearer {sandbox.token_for(name)}"}
            return httpx2.Client(base_url=sandbox.url, headers=headers, timeout=10)

        with client("alice") as alice, client("bob") as bob:
            poll = {"options": ["yes", "no"], "expires_in": 600}
            status = alice.post("/api/v1/statuses", json={"status": "Well?", "poll": poll}).json()
            bob.post(f"/api/v1/polls/{status['poll']['id']}/votes", json={"choices": [1]})
            clock.time += timedelta(minutes=11)
            sandbox.run_due()
            for person in (alice, bob):
                told = person.get("/api/v1/notifications", params={"types[]": "poll"}).json()
                assert told[0]["status"]["id"] == status["id"]
                assert told[0]["status"]["poll"]["expired"] is True
            assert sandbox.run_due() == 0


def test_errors_of_handlers_do_not_stop_the_server() -> None:
    with Sandbox(size=0) as sandbox:
        answers = [
            httpx2.post(f"{sandbox.url}/api/v1/apps", content=b"{", headers={"Content-Type": "application/json"}),
            httpx2.get(f"{sandbox.url}/api/v1/nothing", headers={"Accept": "application/json"}),
        ]
        assert [one.status_code for one in answers] == [400, 404]
        assert all(one.headers["content-type"].startswith("application/json") for one in answers)
        assert httpx2.get(f"{sandbox.url}/health").status_code == 200


def test_browsers_may_use_it() -> None:
    with Sandbox(size=0) as sandbox:
        answer = httpx2.get(f"{sandbox.url}/api/v1/instance/peers", headers={"Origin": "https://app.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "X-RateLimit-Remaining" in answer.headers["access-control-expose-headers"]


def test_many_at_once() -> None:
    with Sandbox(size=40, rate_limits=None) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
        failures: list[str] = []

        def work(number: int) -> None:
            with httpx2.Client(base_url=sandbox.url, headers=headers, timeout=20) as client:
                for _ in range(5):
                    response = client.post("/api/v1/statuses", data={"status": f"from {number}"})
                    if response.status_code != 200:
                        failures.append(response.text)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        me = httpx2.get(f"{sandbox.url}/api/v1/accounts/{sandbox.accounts['alice']}").json()
        page = httpx2.get(f"{sandbox.url}/api/v1/timelines/public", params={"limit": 40}).json()
        ids = [int(status["id"]) for status in page]
        assert ids == sorted(ids, reverse=True)
        assert sum("from" in status["content"] for status in page) == 40
        assert me["statuses_count"] >= 40


def test_the_package_is_light() -> None:
    program = "import sys, trunkline.sandbox.pytest_plugin; print('starlette' in sys.modules, 'PIL' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing


@pytest.mark.soak
def test_fixture(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import urllib.request\n"
        "def test_it(mastodon_sandbox):\n"
        "    assert urllib.request.urlopen(mastodon_sandbox.url + '/health').status == 200\n"
        "def test_it_again(mastodon_sandbox):\n"
        "    assert mastodon_sandbox.token_for('alice')\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=60)
    assert "2 passed" in found.stdout, found.stdout + found.stderr
