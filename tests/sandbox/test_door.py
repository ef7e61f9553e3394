"""Control of a sandbox from other languages, through HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from trunkline.sandbox import Sandbox


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(size=5) as made:
        yield made


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.reset()
    return running


def ask(sandbox: Sandbox, name: str, expected: int = 200, /, **arguments: Any) -> Any:
    control = sandbox.control
    headers = {"Authorization": f"Bearer {control['secret']}"}
    answer = httpx2.post(f"{control['url']}/{name}", headers=headers, json=arguments)
    assert answer.status_code == expected, answer.text
    return answer.json()


def test_everything_that_a_test_needs(sandbox: Sandbox) -> None:
    mia = ask(sandbox, "person", username="mia", locked=True, display_name="Mia")
    assert mia.keys() == {"id", "username", "email", "password", "token"}
    assert ask(sandbox, "follow", follower="bob", followed="mia") is False
    post = ask(sandbox, "post", username="mia", text="Hello @bob", poll=["yes", "no"])
    ask(sandbox, "request", username="bob", method="POST", path=f"/api/v1/statuses/{post['id']}/favourite")
    bob = {"Authorization": f"Bearer {ask(sandbox, 'token_for', username='bob')}"}
    with httpx2.Client(base_url=sandbox.url, headers=bob) as client:
        assert client.get("/api/v1/notifications").json()[0]["status"]["id"] == post["id"]
        ask(sandbox, "fail", path="/api/v1/lists", status=503, headers={"Retry-After": "1"})
        assert client.get("/api/v1/lists").headers["retry-after"] == "1"
        assert ask(sandbox, "failures")[0]["used"] == 1
        ask(sandbox, "clear_failures")
        ask(sandbox, "quirk", name="home-lag")
        assert ask(sandbox, "quirks") == ["home-lag"]
        assert ask(sandbox, "run_due") == 0
        ask(sandbox, "disconnect_streams", username="bob")
        picture = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        media = ask(sandbox, "upload", username="bob", data=picture, description="A dot")
        assert ask(sandbox, "post", username="bob", media=[media])["media_attachments"][0]["id"] == media
        application = ask(sandbox, "application", name="A tool")
        assert ask(sandbox, "app_token", app_id=application["id"])
        ask(sandbox, "reset")
        assert client.get("/api/v1/lists").status_code == 401
    assert "mia" not in ask(sandbox, "accounts")


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("nothing", {}, "there is no 'nothing'; there are accounts, advance, announce"),
        ("ask", {}, "there is no 'ask'"),
        ("__init__", {}, "there is no '__init__'"),
        ("_reset", {}, "there is no '_reset'"),
        ("post", {"username": "bob", "txt": "Hello"}, "unexpected keyword argument 'txt'"),
        ("post", {}, "missing a required argument: 'username'"),
        ("post", {"username": "bob", "text": 1}, "text: Expected `str`, got `int`"),
        ("post", {"username": "bob", "text": ""}, "Validation failed: Text can't be blank"),
        ("upload", {"username": "bob", "data": "?"}, "in base64"),
        ("fail", {"path": "/", "do": 1}, "unexpected keyword argument 'do'"),
    ],
)
def test_mistakes_are_named(sandbox: Sandbox, name: str, arguments: dict[str, Any], message: str) -> None:
    assert message in ask(sandbox, name, 422, **arguments)["error"]


def test_bodies_that_are_no_arguments(sandbox: Sandbox) -> None:
    control = sandbox.control
    headers = {"Authorization": f"Bearer {control['secret']}"}
    broken = httpx2.post(f"{control['url']}/reset", headers=headers, content=b"{")
    assert (broken.status_code, broken.json()) == (400, {"error": "the body is a JSON object with the arguments"})
    assert httpx2.post(f"{control['url']}/reset", headers=headers, content=b"[1]").status_code == 422
    assert httpx2.post(f"{control['url']}/reset", headers=headers).json() is None


def test_nobody_else_gets_in(sandbox: Sandbox) -> None:
    post = sandbox.post("bob", "Still here")
    control = sandbox.control
    url, right = f"{control['url']}/reset", {"Authorization": f"Bearer {control['secret']}"}
    origins = [{"Origin": "https://page.example"}, {"Origin": "null"}, {"Origin": sandbox.url}]
    answers = [
        httpx2.post(url),
        httpx2.post(url, headers={"Authorization": "Bearer wrong"}),
        httpx2.post(url, headers={"Authorization": f"Bearer {sandbox.admin_token}"}),
        httpx2.get(url, headers=right),
        *(httpx2.post(url, headers={**right, **origin}) for origin in origins),
        httpx2.post(url, headers={**right, "Host": "page.example"}),
        httpx2.options(
            url,
            headers={"Access-Control-Request-Method": "POST", "Origin": "https://page.example"},
        ),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [401, 401, 401, 405, 403, 403, 403, 403, 403]
    assert not any("access-control-allow-origin" in answer.headers for answer in answers)
    assert httpx2.get(post.url, headers={"Accept": "text/html"}).status_code == 200


def test_failures_and_limits_do_not_lock_the_tester_out() -> None:
    with Sandbox(size=0, rate_limits=0.01) as sandbox:
        sandbox.fail("/*", 503, times=None)
        assert [ask(sandbox, "quirks") for _ in range(5)] == [[]] * 5


def test_without_a_secret_nothing_is_there() -> None:
    with Sandbox(size=0) as sandbox:
        url = f"{sandbox.url}/sandbox/reset"
        answers = [
            httpx2.post(url, headers={"Accept": "application/json", "Authorization": f"Bearer {token}"})
            for token in ("None", sandbox.admin_token)
        ]
        assert [answer.json() for answer in answers] == [{"error": "Not Found"}] * 2
        secret = sandbox.control["secret"]
        assert sandbox.control["secret"] == secret
        assert ask(sandbox, "quirks") == []


def test_each_sandbox_has_its_own_secret() -> None:
    with Sandbox(size=0) as one, Sandbox(size=0, process=True) as other:
        assert one.control["secret"] != other.control["secret"]
        assert ask(other, "quirks") == []
