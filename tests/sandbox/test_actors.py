"""People and applications that a test makes, with the sandbox in a thread and in a process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox


@pytest.fixture(scope="module", params=["thread", "process"])
def server(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(size=0, process=request.param == "process") as running:
        yield running


def get(server: Sandbox, path: str, token: str, status: int = 200):
    answer = httpx2.get(server.url + path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == status, answer.text
    return answer.json()


def me(server: Sandbox, token: str, status: int = 200):
    return get(server, "/api/v1/accounts/verify_credentials", token, status)


def test_a_person_is_as_asked_for(server: Sandbox) -> None:
    mia = server.person("mia", display_name="Mia", note="Hi @alice", locked=True, bot=True, discoverable=True)
    shown = me(server, mia.token)
    assert (shown["id"], shown["username"], shown["display_name"]) == (mia.id, "mia", "Mia")
    assert shown["locked"]
    assert shown["bot"]
    assert shown["discoverable"]
    assert not shown["indexable"]
    assert shown["source"]["note"] == "Hi @alice"
    assert shown["note"].startswith("<p>Hi ")
    assert mia.email == "mia@sandbox.example"
    assert server.accounts["mia"] == mia.id
    assert shown["role"]["name"] == ""


@pytest.mark.parametrize("role", ["Owner", "Admin", "Moderator"])
def test_staff(server: Sandbox, role) -> None:
    person = server.person(f"staff_{role}", role=role)
    assert me(server, person.token)["role"]["name"] == role


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"confirmed": False}, "confirmed e-mail"),
        ({"approved": False, "reason": "Please"}, "pending approval"),
        ({"disabled": True}, "disabled"),
    ],
)
def test_people_who_may_not_sign_in(server: Sandbox, options, problem) -> None:
    person = server.person("out_" + next(iter(options)), **options)
    assert problem in me(server, person.token, 403)["error"]
    for_staff = get(server, f"/api/v1/admin/accounts/{person.id}", server.admin_token)
    assert for_staff["invite_request"] == options.get("reason")
    assert for_staff["email"] == person.email


def test_a_person_who_moved(server: Sandbox) -> None:
    home = server.person("new_home")
    old = server.person("old_home", moved_to=home)
    shown = httpx2.get(f"{server.url}/api/v1/accounts/{old.id}").json()
    assert shown["moved"]["id"] == home.id
    headers = {"Authorization": f"Bearer {old.token}"}
    refused = httpx2.get(f"{server.url}/api/v1/accounts/verify_credentials", headers=headers)
    assert (refused.status_code, refused.json()) == (403, {"error": "Your login is currently disabled"})


def test_the_password_signs_in(server: Sandbox) -> None:
    nora = server.person("nora")
    keys = Mastodon.create_app("test", ["read"], "urn:ietf:wg:oauth:2.0:oob", api_base_url=server.url)
    page = Mastodon(*keys, api_base_url=server.url).authorization(["read"], "urn:ietf:wg:oauth:2.0:oob")
    assert len(nora.authorize(page.url)) > 20
    assert server.person("nora2").password != nora.password


def test_a_second_factor(server: Sandbox) -> None:
    careful = server.person("careful", two_factor=True)
    keys = Mastodon.create_app("test", ["read"], "urn:ietf:wg:oauth:2.0:oob", api_base_url=server.url)
    page = Mastodon(*keys, api_base_url=server.url).authorization(["read"], "urn:ietf:wg:oauth:2.0:oob")
    assert len(careful.authorize(page.url)) > 20
    with pytest.raises(ValueError, match="two_factor=True"):
        server.person("careless").one_time_code()


def test_the_application_of_a_sign_up(server: Sandbox) -> None:
    tool = server.application("Sign-up tool")
    waiting = server.person("waiting", confirmed=False, application=tool)
    for application, status in ((tool, 200), (None, 403)):
        headers = {"Authorization": f"Bearer {waiting.token_for(application=application)}"}
        answer = httpx2.post(f"{server.url}/api/v1/emails/confirmations", headers=headers)
        assert answer.status_code == status


def test_secrets_are_not_printed(server: Sandbox) -> None:
    person = server.person("quiet")
    tool = server.application("Quiet")
    assert not [secret for secret in (person.password, person.token) if secret in repr(person)]
    assert tool.client_secret not in repr(tool)


def test_tokens_of_applications(server: Sandbox) -> None:
    tool = server.application("A tool", website="https://tool.example/", scopes="read write:statuses")
    person = server.person("writer")
    token = person.token_for("write:statuses", application=tool)
    made = httpx2.post(
        f"{server.url}/api/v1/statuses", headers={"Authorization": f"Bearer {token}"}, json={"status": "Hi"}
    ).json()
    assert made["application"] == {"name": "A tool", "website": "https://tool.example/"}
    with pytest.raises(ValueError, match="not registered"):
        person.token_for("write", application=tool)
    assert get(server, "/api/v1/apps/verify_credentials", tool.token())["name"] == "A tool"
    assert me(server, tool.token(), 422)["error"] == "This method requires an authenticated user"


def test_expired_and_revoked_tokens(server: Sandbox) -> None:
    person, tool = server.person("late"), server.application("Late")
    for token in (person.token_for(expired=True), tool.token(expired=True)):
        assert get(server, "/api/v1/apps/verify_credentials", token, 401)["error"] == "The access token expired"
    for token in (person.token_for(revoked=True), tool.token(revoked=True)):
        assert get(server, "/api/v1/apps/verify_credentials", token, 401)["error"] == "The access token was revoked"
    assert me(server, person.token)["id"] == person.id


def test_what_cannot_be_made(server: Sandbox) -> None:
    server.person("taken", email="taken@mail.example")
    refused: list[tuple[dict[str, Any], str]] = [
        ({"username": "Taken"}, "already been taken"),
        ({"username": "free", "email": "taken@mail.example"}, "already been taken"),
        ({"username": "no spaces"}, "letters, numbers"),
        ({"username": "long_name", "display_name": "x" * 41}, "too long"),
        ({"username": "king", "role": "King"}, "the roles are"),
    ]
    for options, problem in refused:
        with pytest.raises(ValueError, match=problem):
            server.person(**options)
    assert not {"free", "long_name", "king"} & server.accounts.keys()
